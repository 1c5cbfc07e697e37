"""Links in HTML that macros write, past site builders that would change them.

Macros write addresses as a reader's browser needs them, such as ``href="../attributes/#peers"``. MkDocs leaves these
alone; Zensical takes them for paths from the Markdown file and adds a step. So a scheme of our own marks them on the
way through a builder.
"""

import re

SCHEME = "page:"
#: A relative address in HTML: it has no scheme and is no place in the same page.
RELATIVE = re.compile(r'(?<=\shref=")(?=[\w.-]*/)')


def mark_links(html: str) -> str:
    """Return what a macro has written, with its relative links marked.

    >>> mark_links('<a href="../tool/">, <a href="#peers">, <a href="https://example.org/">, [text](tool.md)')
    '<a href="page:../tool/">, <a href="#peers">, <a href="https://example.org/">, [text](tool.md)'
    """
    return RELATIVE.sub(SCHEME, html)


def unmark_links(html: str, to_written_for: str = "") -> str:
    """Return the HTML of a page with its marked links as the macro wrote them.

    ``to_written_for`` leads from the page to the one that its macros write for, where that is another.
    """
    return html.replace(f'href="{SCHEME}', f'href="{to_written_for}')
