"""Join JavaScript modules into one script: each further file would cost the reader a request."""

from collections.abc import Iterable
from pathlib import Path

from site_build import node
from site_build.cache import Part, made_once
from site_build.site_data import CACHE, ROOT

MODULES = ROOT / "node_modules"
BUNDLER = MODULES / "esbuild" / "bin" / "esbuild"
#: Where the site's own modules are.
SCRIPTS = ROOT / "overrides" / "assets"
OPTIONS = ("--bundle", "--minify", "--target=es2022", "--charset=utf8", "--loader=js")


def bundled(name: str, entry: str, sources: Iterable[Path], *options: str, folder: Path = ROOT) -> bytes:
    """Return one script of an entry and everything it imports.

    ``name`` is the cache's, ``entry`` the text of a module that imports by paths relative to ``folder``; ``sources``
    are all files it may reach. Raises :class:`site_build.node.NodeError`.
    """
    parts: list[Part] = [
        entry,
        *OPTIONS,
        *options,
        *sorted(sources),
        Path(__file__),
        MODULES / "esbuild" / "package.json",
    ]

    def make() -> dict[str, bytes]:
        script = node.run(BUNDLER, *OPTIONS, *options, text=entry, folder=folder)
        return {"script.js": (script.strip() + "\n").encode()}

    return made_once(CACHE, f"bundle-{name}", parts, make)["script.js"]
