"""The prefecture's own Markdown as HTML that can do nothing: no script, no style, no frame, links to the web alone."""

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a", "h4", "h5", "h6", "hr", "br", "table",
        "thead", "tbody", "tr", "th", "td"}  # fmt: skip
SCHEMES = {"https", "http", "mailto"}


def cleaned(markdown: str) -> str:
    """Return Markdown as clean HTML; headings stand below those of the page."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    html = parser.renderer.render(tokens, parser.options, {})
    return nh3.clean(
        html, tags=TAGS | {"h3"}, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener noreferrer"
    )
