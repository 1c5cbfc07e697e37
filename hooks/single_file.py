"""MkDocs hook: the tool as one file that needs no server, beside the site's pages (``dcb-guide-tool.html``)."""

import hashlib
import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from dcb_guide.guide.decision_types import LANGUAGES
from hooks import node
from hooks.browser_files import packed
from single.make import parts, single_file

NAME = "dcb-guide-tool.html"
#: Where the file is kept from one build to the next.
KEPT = Path(__file__).resolve().parent.parent / ".cache" / "single"


@event_priority(-100)  # after everything the file is made of
def on_post_build(config: MkDocsConfig) -> None:
    """Write the file once the tool's page is there in both languages."""
    site = Path(config.site_dir)
    if not (site / "assets" / "python").exists():
        site = site.parent  # the folder of a further language
    if not all((site / prefix / "tool" / "index.html").exists() for prefix in ("", "en")):
        return
    try:
        shutil.copy2(_made_once(site, config), site / NAME)
    except (node.NodeError, ValueError) as error:
        raise PluginError(f"{NAME}: {error}") from error


def _made_once(site: Path, config: MkDocsConfig) -> Path:
    """Return the file, made only when something it is made of has changed."""
    scripts = packed(config)
    digest = hashlib.sha256(b"\0".join(parts(site, scripts))).hexdigest()
    kept = KEPT / f"{digest[:16]}.html"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        for older in KEPT.glob("*.html"):
            older.unlink(missing_ok=True)
        text = config.extra["guide"].interface["single_file_incomplete"]
        incomplete = [(language, text[language]) for language in LANGUAGES]
        kept.write_text(single_file(site, scripts, incomplete), encoding="utf-8")
    return kept
