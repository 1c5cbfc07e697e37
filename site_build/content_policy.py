"""A strict content security policy for every page, with the hash of each inline script the theme writes."""

import base64
import hashlib
import re

#: Inline scripts; blocks of data (``type="application/json"``) are not run and need no hash.
INLINE = re.compile(r"<script(?![^>]*\b(?:src|type=\"?application/json)\b)[^>]*>(.*?)</script>", re.DOTALL)
CHARSET = re.compile(r"<meta charset=\"?utf-8\"?\s*/?>", re.IGNORECASE)


def with_policy(html: str) -> str:
    """Return a page with its policy, before everything the policy governs."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(INLINE.findall(html))}">'
    return CHARSET.sub(lambda found: f"{found.group(0)}\n      {meta}", html, count=1)


def policy(inline_scripts: list[str]) -> str:
    """Return the policy that allows these scripts, the site's own files, and nothing else."""
    directives = {
        "default-src": ["'none'"],
        # Every script is part of its page; none is taken from an address.
        "script-src": ["'wasm-unsafe-eval'", *sorted(set(map(hash_source, inline_scripts)))],
        "style-src": ["'self'"],
        # The theme's style sheets contain their icons as data: images.
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        # Workers are made of bytes that the page has fetched; 'self' is for the service worker.
        "worker-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def hash_source(text: str) -> str:
    """Return the source expression that allows an inline script or style by its hash."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
