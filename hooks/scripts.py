"""MkDocs hook: the pages' scripts, each with its modules in it, as a part of the page itself.

A script in the page needs no type from the web server, and the policy names it by its hash. Its modules lie in the
site's ``assets/``, to be read.
"""

import re
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from hooks import node
from hooks.browser_files import packed
from hooks.bundle import SCRIPTS, bundled

#: Where a script goes: <script data-inline="folder/name" …></script>, a path below assets/ without its suffix.
PLACE = re.compile(r'<script data-inline="?([\w/-]+)"?([^>]*)></script>')
#: Scripts for browsers of any age.
FOR_ANY_BROWSER = ("tool/watch",)
#: Scripts that know of the files made by hooks/packed_scripts.py.
KNOW_FILES = ("python/start",)


def on_post_page(output: str, config: MkDocsConfig, **_: Any) -> str:
    """Put the scripts into a page."""
    return with_scripts(output, config)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig, **_: Any) -> str:
    """Put the scripts into what is no page of its own, such as 404.html."""
    return with_scripts(output_content, config) if template_name.endswith(".html") else output_content


def with_scripts(html: str, config: MkDocsConfig) -> str:
    """Return a page with its scripts in their places."""
    return PLACE.sub(lambda place: f"<script{place[2]}>{_script(place[1], config)}</script>", html)


def _script(name: str, config: MkDocsConfig) -> str:
    target = ("--target=es5",) if name in FOR_ANY_BROWSER else ()
    defines = packed(config).defines() if name in KNOW_FILES else ()
    sources = [*SCRIPTS.rglob("*.js"), SCRIPTS.parent.parent / "package-lock.json"]
    try:
        return bundled(f'import "{SCRIPTS / name}.js";', sources, "--format=iife", *target, *defines).strip()
    except node.NodeError as error:
        raise PluginError(str(error)) from error
