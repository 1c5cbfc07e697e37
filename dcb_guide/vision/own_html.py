"""The prefecture's own Markdown as HTML that can do nothing."""

from collections.abc import Mapping, Sequence
from html import escape

import nh3
from markdown_it.token import Token

from dcb_guide.vision.own_markdown import NEW_PAGE, SCHEMES, alignment, captioned, parsed, parser, picture_alone

TAGS = {
    *(
        "p",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "s",
        "code",
        "pre",
        "blockquote",
        "a",
        "hr",
        "br",
        "img",
        "sup",
        "section",
    ),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "caption", "div"),
}
ATTRIBUTES = {
    "a": {"href", "id", "class"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start", "class"},
    "li": {"id", "class"},
    "section": {"class"},
    "div": {"class"},
    "sup": {"class"},
    **{f"h{level}": {"id"} for level in range(3, 7)},
    **{cell: {"class"} for cell in ("th", "td")},
}


def cleaned(
    markdown: str,
    chapter: str = "",
    pictures: Mapping[str, str] | None = None,
    labels: Mapping[str, Sequence[str]] | None = None,
    title: str = "",
) -> str:
    """Return clean HTML: no script, style or frame; links to the web, to mail and inside the page alone.

    ``pictures`` maps the place of a picture of the vision to its address from the page; of others stays the text
    alternative. ``labels`` are those of its tables and figures, ``title`` is the chapter's.
    """
    reader = parser()
    tokens = parsed(markdown, chapter)
    captions = {position: (kind, caption) for kind, position, caption in captioned(tokens, title)}
    remaining = {kind: iter(listed) for kind, listed in (labels or {}).items()}
    shown: list[Token] = []
    for position, token in enumerate(tokens):
        if side := alignment(token):
            # Pages allow no style beside their own.
            token.attrs = {"class": f"align-{side}"}
        if token.type == "inline":
            token.children = [_shown(child, pictures or {}) for child in token.children or []]
            if token.content.strip() == NEW_PAGE:
                token.children = []
        shown.append(token)
        kind, caption = captions.get(position, ("", ""))
        label = next(remaining.get(kind, iter(())), "")
        if kind == "table" and label:
            shown.append(Token("html_block", "", 0, content=f"<caption>{escape(f'{label} {caption}')}</caption>\n"))
        elif kind == "figure" and picture_alone(token):
            shown[-2].tag = tokens[position + 1].tag = "figure"
            shown[-2].hidden = tokens[position + 1].hidden = False
            text = escape(" ".join(filter(None, (label, caption))))
            shown.append(Token("html_block", "", 0, content=f"<figcaption>{text}</figcaption>"))
    html = reader.renderer.render(shown, reader.options, {"docId": chapter} if chapter else {})
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")


def _shown(token: Token, pictures: Mapping[str, str]) -> Token:
    if token.type != "image":
        return token
    address = pictures.get(str(token.attrGet("src")))
    if address is None:
        return Token("text", "", 0, content=token.content)
    token.attrSet("src", address)
    token.attrSet("loading", "lazy")
    return token
