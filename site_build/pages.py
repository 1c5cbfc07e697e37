"""Finish one page of HTML: glossary links, tables, places to break lines, search sections, content security policy."""

import os.path
import re
from collections.abc import Callable, Sequence
from html import escape

from dcb_guide.core.languages import LANGUAGES, LanguageCode, in_language, language_of_path
from dcb_guide.guide.content import Guide
from site_build.content_policy import with_policy
from site_build.errors import SiteError
from site_build.glossary_links import link_terms
from site_build.language_pages import language_of_url
from site_build.page_links import unmark_links
from site_build.page_tables import with_boxes
from site_build.phrases import with_breaks
from site_build.search_sections import sections_of_page

#: ``overrides/main.html`` writes these around a page's content, so that nothing depends on a theme's classes.
START, END = "<!--content-->", "<!--/content-->"
#: The tool's page has these around its link to the single file.
SINGLE_FILE_LINK = re.compile(r"<!--single-file-->(.*?)<!--/single-file-->", re.DOTALL)
#: A script that becomes part of the page itself: its name, its other attributes.
INLINE_SCRIPT = re.compile(r'<script data-inline="?([\w/-]+)"?([^>]*)></script>')
#: Any other script that is run; the policy would allow it, as it allows every script that a page holds.
OTHER_SCRIPT = re.compile(r"<script(?![^>]*\b(?:data-inline|type=\"?application/json)\b)[^>]*>", re.IGNORECASE)
#: A page is light until a script has looked at what the reader chose.
BODY = re.compile(r"<body(?![^>]*data-md-color-scheme)([^>]*)>")
#: Browsers may fetch the next page ahead, which the policy refuses.
NEIGHBOURS = re.compile(r'\s*<link rel="?(?:prev|next)"? [^>]*>')
#: A heading's link to itself, as the builders write it.
HEADER_LINK = re.compile(r'<a class="?headerlink"? href="?([^" >]+)"? title="[^"]*">[^<]*</a>')
#: An item of a checklist: its box takes the place of the list's own mark.
CHECK = re.compile(r"<li>(\s*(?:<p>)?)☐ ")
#: A block of code, which scrolls where its lines are long.
CODE = re.compile(r"(<pre\b[^>]*>\s*<code\b)")
#: A link to a folder above, as one of the builders writes it.
UPWARDS = re.compile(r'href="\./\.\.')
#: Elements whose white space counts, and elsewhere: an indented line's beginning, with the empty lines before it.
INDENTED = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)|\n\s+", re.DOTALL)
#: Pages that explain the terms themselves, or are forms.
WITHOUT_TERM_LINKS = ("glossary/", "tool/", "search/", "inventory/", "cost/", "write/")
#: The guide's home in a prefecture's fork, whose own home is the vision's; it is written for the site's root.
GUIDE_URL = "guide/"
NOT_SEARCHED = ("search/", "/maintainers/")


def finish_page(
    html: str,
    url: str,
    guide: Guide,
    inline: Callable[[str], str],
    *,
    has_single_file: bool = True,
    names: Sequence[str] = (),
) -> tuple[str, list[dict[str, str]]]:
    """Return a finished page and its entries in the search file.

    ``url`` is the page's address below the site's root, such as ``"en/tool/"``; ``inline`` returns the text of a script
    that becomes part of the page, by its name; in proper ``names`` no word is taken for a term. Raises SiteError
    without markers, and where the content has a script of its own.
    """
    before, start, rest = html.partition(START)
    content, end, after = rest.rpartition(END)
    if not start or not end:
        raise SiteError(f"{url or '/'}: the page has no {START} … {END}: overrides/main.html must write them")
    if found := OTHER_SCRIPT.search(content):
        raise SiteError(f"{url or '/'}: a page's text may hold no script of its own ({found[0]})")
    language = language_of_url(url)
    content = unmark_links(content, "../" if url == f"{LANGUAGES[language].prefix}{GUIDE_URL}" else "")
    entries = [] if any(part in f"/{url}" for part in NOT_SEARCHED) else sections_of_page(content, url, language, guide)
    if not url.endswith(WITHOUT_TERM_LINKS):
        glossary = relative(f"{LANGUAGES[language_of_path(url)].prefix}glossary/", url)
        content = link_terms(content, guide.glossary, language, glossary, names)
    content = SINGLE_FILE_LINK.sub(r"\1" if has_single_file else "", content)
    content = with_boxes(content)
    content = CHECK.sub(r'<li class="dcb-check">\1', content)
    content = HEADER_LINK.sub(_section_link(guide, language_of_path(url)), content)
    content = CODE.sub(r'\1 tabindex="0"', content)  # it scrolls by keyboard too
    if language != language_of_path(url):
        content = _in_other_language(content, language, language_of_path(url), guide)
    html = f"{before}{content}{after}"
    if not LANGUAGES[language_of_path(url)].has_spaces:
        html = with_breaks(html)
    return finish_other(html, inline), entries


def finish_other(html: str, inline: Callable[[str], str]) -> str:
    """Return HTML that is no page of its own, such as 404.html, finished."""
    html = INDENTED.sub(lambda found: found[1] or "\n", html)  # a tenth of a page's size
    html = UPWARDS.sub('href="..', html)
    html = BODY.sub(r'<body\1 data-md-color-scheme="default">', html)
    html = INLINE_SCRIPT.sub(lambda found: f"<script{found[2]}>{inline(found[1])}</script>", html)
    return with_policy(NEIGHBOURS.sub("", html))


def relative(target: str, url: str) -> str:
    """Return the address of a page as seen from another; both are folders below the site's root.

    >>> relative("en/glossary/", "en/roles/"), relative("glossary/", ""), relative("", "tool/")
    ('../glossary/', 'glossary/', '../')
    """
    return os.path.relpath(target or ".", url or ".").replace(os.sep, "/") + "/"


def _in_other_language(content: str, language: LanguageCode, of_page: LanguageCode, guide: Guide) -> str:
    """Mark a page's content as being in another language than the page, and say so."""
    notice, of_notice = in_language(guide.interface["page_not_translated"].texts, of_page)
    mark = f' lang="{of_notice}"' if of_notice != of_page else ""
    return f'<p class="dcb-notice"{mark}>{escape(notice)}</p>\n<div lang="{language}">{content}</div>'


def _section_link(guide: Guide, language: LanguageCode) -> str:
    """Return a heading's link to itself, for a mouse: by keyboard, a page's contents lead to the same place."""
    title = escape(guide.interface["page_section_link"][language], quote=True)
    return rf'<a class="headerlink" href="\1" title="{title}" aria-hidden="true" tabindex="-1">#</a>'
