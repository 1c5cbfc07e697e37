"""MkDocs hook: a strict content policy on every page, with the hash of each inline script the theme writes."""

import base64
import hashlib
import re
from typing import Any

#: Inline scripts; blocks of data (``type="application/json"``) are not run and need no hash.
INLINE = re.compile(r"<script(?![^>]*\b(?:src|type=\"?application/json)\b)[^>]*>(.*?)</script>", re.DOTALL)
#: Firefox fetches the next page ahead, which the policy refuses.
AHEAD = re.compile(r'\s*<link rel="?(?:prev|next)"? [^>]*>')
CHARSET = re.compile(r"<meta charset=\"?utf-8\"?\s*/?>", re.IGNORECASE)


def on_post_page(output: str, **_: Any) -> str:
    """Add the policy to a page."""
    return with_policy(AHEAD.sub("", output))


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """Add the policy to what is no page of its own, such as 404.html."""
    return with_policy(output_content) if template_name.endswith(".html") else output_content


def on_serve(server: Any, **_: Any) -> Any:
    """Serve pages as they were built: MkDocs would add a script for reloading, which the policy refuses.

    Pages are still built anew on every change; the reader reloads them.
    """
    server._inject_js_into_html = lambda content, epoch: content  # noqa: ARG005
    return server


def with_policy(html: str) -> str:
    """Return the page with its policy, first of all but the charset."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(INLINE.findall(html))}">'
    return CHARSET.sub(lambda found: f"{found.group(0)}\n      {meta}", html, count=1)


def policy(inline_scripts: list[str]) -> str:
    """Return the policy that allows these scripts, the site's own files, and nothing else."""
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in inline_scripts]
    directives = {
        "default-src": ["'none'"],
        # Every script is a part of its page; none is taken from an address.
        "script-src": ["'wasm-unsafe-eval'", *sorted(set(hashes))],
        "style-src": ["'self'"],
        # The theme's style sheets carry their icons as data: images.
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        # Workers are made of bytes the page has fetched; 'self' is for the service worker.
        "worker-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())
