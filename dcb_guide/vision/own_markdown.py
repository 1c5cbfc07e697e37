"""The prefecture's own Markdown, its headings fitted below a chapter's; and as HTML that can do nothing."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    *("p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a", "hr", "br"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
SCHEMES = {"https", "http", "mailto"}
#: Level of a chapter's own heading on a page.
CHAPTER = 2


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def parsed(markdown: str) -> list[Token]:
    """Return the tokens; the first headings are one level below a chapter's, and no level is skipped."""
    tokens = _parser().parse(markdown)
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            above = [*(one for one in above if one < level), level]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(CHAPTER + len(above), 6)}"
    return tokens


def cleaned(markdown: str) -> str:
    """Return clean HTML: no script, style, frame or picture; links to the web and to mail alone."""
    parser = _parser()
    html = parser.renderer.render(parsed(markdown), parser.options, {})
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener noreferrer")
