"""Join JavaScript modules into one script: each further file would cost the reader a request."""

import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from site_build import node
from site_build.cache import Part, made_once
from site_build.site_data import CACHE, ROOT

MODULES = ROOT / "node_modules"
BUNDLER = MODULES / "esbuild" / "bin" / "esbuild"
#: Where the site's own modules are.
SCRIPTS = ROOT / "overrides" / "assets"
#: A script that another one imports, or whose types it does.
IMPORT = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"'\n]+)["']""")
OPTIONS = ("--bundle", "--minify", "--preserve-symlinks", "--target=es2022", "--charset=utf8", "--loader=js")


def bundled(name: str, entry: str, sources: Iterable[Path], *options: str, libraries: Iterable[str] = ()) -> bytes:
    """Return one script of an entry and everything it imports.

    ``name`` is the cache's, ``entry`` the text of a module that imports by paths relative to the checkout, ``sources``
    are all files of ours it may reach, ``libraries`` the packages that become part of it.
    Raises :class:`site_build.node.NodeError`.
    """
    sources, tools = (
        sorted(sources),
        [Path(__file__), *(MODULES / one / "package.json" for one in ("esbuild", *libraries))],
    )
    # Two files of the same name count as different: the key has their paths.
    paths = "\n".join(path.relative_to(ROOT).as_posix() for path in sources)
    parts: list[Part] = [entry, paths, *OPTIONS, *options, *sources, *tools]

    def make() -> dict[str, bytes]:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            for path in sources:
                _copy(path, folder / path.relative_to(ROOT))
            # The packages are named by this folder, wherever the checkout is: the script says the same everywhere.
            (folder / MODULES.name).symlink_to(MODULES)
            script = node.run(BUNDLER, *OPTIONS, *options, text=entry, folder=folder)
        return {"script.js": (script.strip() + "\n").encode()}

    return made_once(CACHE, f"bundle-{name}", parts, make)["script.js"]


def with_imports(scripts: Iterable[Path]) -> list[Path]:
    """Return scripts and all that they import, themselves or through others, by relative paths."""
    found, waiting = set[Path](), [path.resolve() for path in scripts]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            imported = IMPORT.findall(path.read_text(encoding="utf-8"))
            waiting += [(path.parent / one).resolve() for one in imported]
    return sorted(found)


def minified(style: Path) -> bytes:
    """Return a style sheet without what a browser does not need; raises :class:`site_build.node.NodeError`."""
    options = ("--minify", "--loader=css", "--charset=utf8", "--target=es2022")

    def make() -> dict[str, bytes]:
        return {style.name: node.run(BUNDLER, *options, text=style.read_text(encoding="utf-8")).encode()}

    parts: list[Part] = [*options, style.read_bytes(), Path(__file__), MODULES / "esbuild" / "package.json"]
    return made_once(CACHE, f"style-{style.stem}", parts, make)[style.name]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
