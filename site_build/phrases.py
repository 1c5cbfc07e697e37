"""Where a line of Japanese may break: between phrases, not inside a word.

Chromium finds these places itself (``word-break: auto-phrase``); for other browsers they are marked in what is short
and large or narrow: headings, links, heads of tables, captions. BudouX finds them when the site is built.
"""

import re
from functools import cache
from html import escape, unescape

import budoux

BREAK = "<wbr>"
TOKEN = re.compile(r"<!--.*?-->|<[^>]+>|[^<]+", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)")
#: Elements whose text gets places to break, and those inside which it never does.
MARKED = {"a", "caption", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "th"}
CLOSED = {"code", "pre", "script", "select", "style", "svg", "textarea", "title"}
BETWEEN = "\0"
INSIDE_COMPOUND = re.compile(f"(?<=[\u4e00-\u9fff]){BETWEEN}(?=[\u4e00-\u9fff])")
#: A name with a number, such as 型2.4 or 第3.0版: nowhere does a line break inside it.
NUMBERED = re.compile(r"[型第]\d\.\d版?")
INSIDE_NUMBERED = re.compile(f"(?<=[型第]){BETWEEN}(?=\\d)|(?<=\\d\\.\\d){BETWEEN}(?=版)")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{2}")


@cache
def phrases(text: str) -> tuple[str, ...]:
    """Return a Japanese text's phrases; joined, they are the text.

    >>> phrases("エリアデータ連携基盤と共同利用の考え方")
    ('エリアデータ連携基盤と', '共同利用の', '考え方')
    """
    # The model sometimes divides a compound of Chinese characters (共|同利用): such a one stays whole.
    marked = INSIDE_COMPOUND.sub("", BETWEEN.join(_parser().parse(text)))
    return tuple(INSIDE_NUMBERED.sub("", marked).split(BETWEEN))


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


def with_breaks(html: str) -> str:
    """Return HTML in Japanese with places to break in the elements of :data:`MARKED`, and none in names with a number.

    >>> with_breaks("<h2>共同利用の考え方</h2><p>共同利用の考え方</p>")
    '<h2>共同利用の<wbr>考え方</h2><p>共同利用の考え方</p>'
    >>> with_breaks("<p>目標は型2.4です</p>")
    '<p>目標は<span class="dcb-unbroken">型2.4</span>です</p>'
    """
    parts: list[str] = []
    marked = closed = 0
    for token in TOKEN.findall(html):
        if token.startswith("<"):
            tag = TAG.match(token)
            if tag and not token.endswith("/>"):
                step = -1 if tag[1] else 1
                marked += step * (tag[2].lower() in MARKED)
                closed += step * (tag[2].lower() in CLOSED)
        elif not closed:
            if marked and JAPANESE.search(token):
                token = BREAK.join(escape(phrase, quote=False) for phrase in phrases(unescape(token)))
            token = NUMBERED.sub(r'<span class="dcb-unbroken">\g<0></span>', token)
        parts.append(token)
    return "".join(parts)
