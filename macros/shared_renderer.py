"""The renderer of the present data: builders ask for it for every language or page."""

from pathlib import Path

from macros.render import Renderer
from site_build.site_data import SiteData, read_site_data, state_of_files

TEMPLATES = Path(__file__).parent / "templates"

_latest: tuple[str, SiteData, Renderer] | None = None


def current() -> tuple[SiteData, Renderer]:
    """Return the site's data and its renderer, read again only where a file has changed; raises SiteError."""
    global _latest
    state = state_of_files()
    if _latest is None or _latest[0] != state:
        data = read_site_data()
        own = (data.published, data.vision.chapters) if data.published is not None and data.vision else None
        _latest = (state, data, Renderer(data.guide, data.model, TEMPLATES, own))
    return _latest[1], _latest[2]
