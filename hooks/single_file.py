"""MkDocs hook: the tool as one file that needs no server, beside the site's pages (``dcb-guide-tool.html``)."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from hooks import node
from single.make import single_file

NAME = "dcb-guide-tool.html"


@event_priority(-100)  # after everything the file is made of
def on_post_build(config: MkDocsConfig) -> None:
    """Write the file once the tool's page is there in both languages."""
    site = Path(config.site_dir)
    if not (site / "assets" / "python").exists():
        site = site.parent  # the folder of a further language
    if not all((site / prefix / "tool" / "index.html").exists() for prefix in ("", "en")):
        return
    try:
        (site / NAME).write_text(single_file(site), encoding="utf-8")
    except (node.NodeError, ValueError) as error:
        raise PluginError(f"{NAME}: {error}") from error
