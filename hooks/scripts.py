"""MkDocs hook: the scripts of the tool's page, each with its modules in it; these lie beside them, to be read."""

import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from hooks import node
from hooks.bundle import SCRIPTS, bundled

#: The page's script, and those of its two workers.
ENTRIES = ("tool/tool", "python/worker", "python/compile-worker")
#: What is fetched only when it is asked for, or lies elsewhere in the site, stays a file of its own.
APART = ("--format=esm", "--external:../docx.mjs", "--external:../js-yaml.mjs")
#: A script that becomes part of the page itself.
INLINE = re.compile(r'<script data-inline="?([\w/-]+)"?([^>]*)></script>')


def on_post_page(output: str, **_: Any) -> str:
    """Put the scripts into a page that are to be part of it."""
    return INLINE.sub(lambda found: f"<script{found[2]}>{_script(found[1], '--format=iife').strip()}</script>", output)


def on_post_build(config: MkDocsConfig) -> None:
    """Write the bundles where the theme has copied the modules."""
    folder = Path(config.site_dir) / "assets"
    if not (folder / "tool").exists():
        return  # the folder of a further language: the files are shared
    for name in ENTRIES:
        (folder / f"{name}.js").write_text(_script(name, *APART), encoding="utf-8")


def _script(name: str, *options: str) -> str:
    try:
        return bundled(f'import "{SCRIPTS / name}.js";', list(SCRIPTS.rglob("*.js")), *options)
    except node.NodeError as error:
        raise PluginError(str(error)) from error
