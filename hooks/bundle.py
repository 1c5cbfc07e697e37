"""JavaScript modules as one script: each further file would cost the reader a request."""

import hashlib
from pathlib import Path

from hooks import node

ROOT = Path(__file__).resolve().parent.parent
BUNDLER = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
#: Where the site's own modules lie.
SCRIPTS = ROOT / "overrides" / "assets"


def bundled(entry: str, sources: list[Path], *options: str) -> str:
    """Return one script of an entry and all it imports, made only when something it may import has changed.

    ``entry`` is a module's text, ``sources`` are the files it may import. Raises :class:`hooks.node.NodeError`.
    """
    parts = [entry.encode(), *map(str.encode, options), *(path.read_bytes() for path in sorted(sources))]
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    kept = ROOT / ".cache" / "bundles" / f"{digest[:16]}.js"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        common = ("--bundle", "--minify", "--target=es2022", "--charset=utf8", "--loader=js")
        kept.write_text(node.run(BUNDLER, *common, *options, text=entry).strip() + "\n", encoding="utf-8")
    return kept.read_text(encoding="utf-8")
