"""MkDocs hook: which files the tool needs when there is no network (``offline.json``, read by ``sw.js``)."""

import json
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

#: What the tool's page is made of; Python's files are those of the quick start.
NEEDED = (
    "tool/index.html",
    "en/tool/index.html",
    "assets/page/site.css",
    "assets/stylesheets/*.css",
    "assets/tokens.css",
    "assets/favicon.svg",
    "assets/python/worker.js.gz",
    "assets/python/program.wasm.gz",
    "assets/python/memory.bin.gz",
    "assets/tool/*.gz",
)


@event_priority(-100)  # after everything that is listed
def on_post_build(config: MkDocsConfig) -> None:
    """Write the list, relative to the site's root; a page is listed by its address."""
    site = Path(config.site_dir)
    if not (site / "assets" / "python").exists():
        site = site.parent  # the folder of a further language
    found = sorted(path.relative_to(site).as_posix() for name in NEEDED for path in site.glob(name))
    listed = [name.removesuffix("index.html") for name in found]
    (site / "offline.json").write_text(json.dumps(listed), encoding="utf-8")
