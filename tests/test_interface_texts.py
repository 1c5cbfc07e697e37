"""The texts of the interface and the code that asks for them by name: none is missing, none is left over."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from dcb_guide.guide.content import Guide

ROOT = Path(__file__).parent.parent
#: Where texts are asked for, by the ending of the files.
CODE = {
    "dcb_guide": (".py",),
    "macros": (".py", ".md", ".html"),
    "site_build": (".py",),
    "builders": (".py",),
    "tools": (".py",),
}
CODE |= {"overrides": (".js", ".html"), "docs": (".md",)}
#: Data that names texts of the interface.
DATA = "guide_data"
#: What asks for a text by its whole name.
ASKED = re.compile(
    r"""\bui\(\s*["']([a-z][a-z0-9_]*)["']   # ui("colon")
    |(?:\bui|\binterface|\["interface"\])\[\s*["']([a-z][a-z0-9_]*)["']          # interface["colon"]
    |\bui\.([a-z][a-z0-9_]*)\b(?!\s*\()                                         # texts.ui.colon
    """,
    re.VERBOSE,
)
#: A name put together: f"severity_{…}", `problem_${…}`, "severity_" ~ item, f"{form}_{kind}".
PREFIX = re.compile(r"""["'`]([a-z][a-z0-9_]*_)(?:\$?\{|["'])""")
SUFFIX = re.compile(r"""\}(_[a-z0-9_]+)["'`]""")
#: Its two halves, each a literal.
LITERAL = re.compile(r"""["']([a-z][a-z0-9_]*)["']""")
WORD = re.compile(r"[a-z][a-z0-9_]*")


@cache
def texts() -> frozenset[str]:
    """Names of all texts, those of the table of languages among them."""
    # With the base loader, since `yes` and `no` are names of texts.
    data = yaml.load((ROOT / DATA / "interface.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    editions = {
        f"citation_{yaml.safe_load(path.read_text(encoding='utf-8'))['id']}"
        for path in (ROOT / DATA / "editions").glob("*.yml")
    }
    return frozenset(data) | {"list_separator", "colon", "attribution", "official_goal"} | editions


@cache
def code() -> dict[str, str]:
    """Content of every file that may ask for a text, by its path."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder, endings in CODE.items()
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in endings and "node_modules" not in path.parts
    }


def asked() -> set[tuple[str, str]]:
    """Every name a file asks for in full, with the file."""
    return {
        (name, file)
        for file, content in code().items()
        for match in ASKED.finditer(content)
        for name in match.groups()
        if name and not name.endswith("_")
    }


def test_every_text_that_is_asked_for_exists() -> None:
    missing = sorted((name, file) for name, file in asked() if name not in texts())
    assert len(asked()) > 300, "the expression finds what the code asks for"
    assert not missing


def test_every_text_is_asked_for() -> None:
    everything = list(code().values())
    everything += [
        path.read_text(encoding="utf-8") for path in (ROOT / DATA).rglob("*.yml") if path.stem != "interface"
    ]
    words = {word for content in everything for word in WORD.findall(content)}
    links = {Guide.link_text(page.name) for page in (ROOT / "docs").glob("*/*.md")}  # link_text() names texts by page
    prefixes = tuple(links | {prefix for content in everything for prefix in PREFIX.findall(content)})
    suffixes = tuple({suffix for content in everything for suffix in SUFFIX.findall(content)})
    literals = {literal for content in everything for literal in LITERAL.findall(content)}
    left = sorted(
        name
        for name in texts() - words
        if not name.startswith(prefixes) and not name.endswith(suffixes)
        if not any({name[:at], name[at + 1 :]} <= literals for at, letter in enumerate(name) if letter == "_")
    )
    assert not left


@pytest.mark.parametrize(
    "form", ['ui("no_such_text")', "ui('no_such_text')", "texts.ui.no_such_text", 'interface["no_such_text"]']
)
def test_each_form_of_asking_is_recognised(form: str) -> None:
    assert [name for match in ASKED.finditer(form) for name in match.groups() if name] == ["no_such_text"]


@pytest.mark.parametrize(
    ("data", "names", "asked_by"),
    [
        (
            "prefecture_pages.yml",
            (),
            tuple(f"macros/templates/{one}_page.html" for one in ("inventory", "cost", "write")),
        ),
        ("publication.yml", ("texts",), ("macros/templates/vision_fields.md",)),
    ],
)
def test_templates_ask_for_texts_there_are(data: str, names: tuple[str, ...], asked_by: tuple[str, ...]) -> None:
    found = yaml.load((ROOT / DATA / data).read_text(encoding="utf-8"), yaml.BaseLoader)
    for name in names:
        found = found[name]
    for file in asked_by:
        asked_for = set(re.findall(r"\b(?:t|texts)\.([a-z][a-z0-9_]*)", code()[file]))
        assert asked_for
        assert asked_for <= found.keys(), file
