"""MkDocs hook: tables scroll by themselves where they are wider than the page, by keyboard too."""

import re
from typing import Any

TABLE = re.compile(r'(<div class="dcb-table"[^>]*>\s*)?<table>(.*?)</table>', re.DOTALL)


def on_page_content(html: str, **_: Any) -> str:
    """Put every table that is not in a scrolling box yet into one."""
    return TABLE.sub(_framed, html)


def _framed(found: re.Match[str]) -> str:
    if found[1]:
        return found[0]
    return f'<div class="dcb-table" tabindex="0"><table>{found[2]}</table></div>'
