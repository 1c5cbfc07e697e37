"""The tool as one file, both languages and Python inside, made from the built site.

It is opened by double click on a machine without a network: nothing in it has an address to be loaded from.
"""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

from hooks.bundle import SCRIPTS, bundled
from hooks.packed_scripts import PackedScripts

HERE = Path(__file__).resolve().parent
#: Folder of a language's pages below the site.
LANGUAGES = {"ja": "", "en": "en"}
STYLES = ("assets/stylesheets/main.*.min.css", "assets/stylesheets/palette.*.min.css", "assets/tokens.css",
          "assets/page/site.css")  # fmt: skip
#: Names of the files that are part of this one (hooks/packed_scripts.py): no plain start, which would double its size.
PARTS = ("worker", "program", "memory", "yaml", "word")
TOOL = re.compile(
    r'<h1.*?</h1>.*?<div class="dcb-tool" id="dcb-tool">.*?id="dcb-texts">.*?</script>\s*</div>', re.DOTALL
)
#: Links to the guide lead nowhere in a file that stands alone.
GUIDE_LINK = re.compile(r'<a (?:[^>]*? )?href="?\.\./[^>]*>(.*?)</a>', re.DOTALL)
PAGE = """<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>dcb-guide</title>
<style>{style}</style>
</head>
<body data-md-color-scheme="default" data-md-color-primary="custom" data-md-color-accent="custom">
<noscript>{without_script}</noscript>
<main class="md-main"><div class="md-grid md-content"><article class="md-content__inner md-typeset" id="page">{incomplete}</article></div></main>
{templates}
{files}
<script>{script}</script>
</body>
</html>
"""


def parts(site: Path, packed: PackedScripts) -> list[bytes]:
    """Return everything that the file is made of."""
    pages = [site / folder / "tool" / "index.html" for folder in LANGUAGES.values()]
    scripts = sorted((*HERE.glob("*.*"), *SCRIPTS.rglob("*.js")))
    styles = [_one(site, name) for name in STYLES]
    return [*(path.read_bytes() for path in (*pages, *scripts, *styles)), json.dumps(packed.manifest).encode()]


def single_file(site: Path, packed: PackedScripts, incomplete: Sequence[tuple[str, str]]) -> str:
    """Return the file's content; ``site`` holds the built site, both languages.

    ``incomplete`` is what the page says, by language, until its script has run.
    """
    style = "\n".join(_one(site, name).read_text(encoding="utf-8") for name in STYLES)
    style = re.sub(r"@charset[^;]*;|/\*# sourceMappingURL.*?\*/", "", style)
    script = _bundle(f'import "{HERE / "page.js"}"; import "{SCRIPTS / "tool" / "tool.js"}";', packed)
    contents = {name: packed.files[packed.manifest[name]["path"]] for name in PARTS}
    return PAGE.format(
        policy=_policy(script, style),
        style=style,
        script=script,
        incomplete="".join(f'<p lang="{language}">{text}</p>' for language, text in incomplete),
        without_script="\n".join(_without_script(site, language) for language in LANGUAGES),
        templates="\n".join(_template(site, language) for language in LANGUAGES),
        files="\n".join(
            f'<script type="text/plain" data-file="{name}">{base64.b64encode(content).decode()}</script>'
            for name, content in contents.items()
        ),
    )


def _one(site: Path, pattern: str) -> Path:
    return next(iter(sorted(site.glob(pattern))))


def _template(site: Path, language: str) -> str:
    """Return the tool's page in a language, without what leads out of the file."""
    page = (site / LANGUAGES[language] / "tool" / "index.html").read_text(encoding="utf-8")
    line = re.search(r'<div class="dcb-line">\s*<span>(.*?)</span>', page, re.DOTALL)
    tool = TOOL.search(page)
    if line is None or tool is None:
        raise ValueError(f"the {language} tool's page is not as expected: build the site anew")
    switch = re.search(r'<nav class="?dcb-languages.*?</nav>', page, re.DOTALL)
    others = " ".join(
        f'<a href="#" data-to-language="{code}" lang="{code}">{name}</a>'
        for code, name in re.findall(r'<a [^>]*?lang="?(\w+)"?[^>]*>(.*?)</a>', switch[0] if switch else "")
    )
    content = re.sub(r'<p class="?dcb-single.*?</p>', "", tool[0], flags=re.DOTALL)
    content = GUIDE_LINK.sub(r"\1", re.sub(r'<a class="?headerlink.*?</a>', "", content))
    content = content.replace('"guide": "../"', '"guide": null').replace('"guide":"../"', '"guide":null')
    return (
        f'<template data-language="{language}"><div class="dcb-line"><span>{line[1]}</span>'
        f'<nav class="dcb-languages">{others}</nav></div>{content}</template>'
    )


def _without_script(site: Path, language: str) -> str:
    """Return what the tool's page says to a browser without JavaScript."""
    page = (site / LANGUAGES[language] / "tool" / "index.html").read_text(encoding="utf-8")
    told = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    return GUIDE_LINK.sub("", told[1]) if told else ""


def _bundle(entry: str, packed: PackedScripts) -> str:
    """Return one classic script of an entry and all it imports."""
    sources = [*HERE.glob("*.js"), *SCRIPTS.rglob("*.js")]
    return _in_script(bundled(entry, sources, "--format=iife", *packed.defines()).strip())


def _in_script(text: str) -> str:
    """Return a script's text so that nothing in it ends the element it stands in."""
    return re.sub(r"<(/script|!--)", r"\\x3c\1", text, flags=re.IGNORECASE)


def _policy(script: str, style: str) -> str:
    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {digest(script)} 'wasm-unsafe-eval'",
            "worker-src blob:",
            f"style-src {digest(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
