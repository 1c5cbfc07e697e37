"""Look through a finished site for what would fail its readers: links to nothing, pages that nothing leads to."""

from collections.abc import Iterable
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html

from dcb_guide.core.languages import LANGUAGES, language_of_path

#: Elements that make a browser fetch an address, and the attribute that holds it.
FETCHED = {"img": "src", "script": "src", "source": "src", "link": "href", "iframe": "src", "form": "action"}
#: Not addresses of the site.
OTHER_SCHEMES = ("mailto", "tel", "data", "http", "https")


def check_site(site: Path, sources: list[str]) -> list[str]:
    """Return what is wrong with a site, a line each; ``sources`` lists its pages, such as ``"tool.md"``."""
    pages = {url_of(site, path): path for path in sorted(site.rglob("index.html"))}
    problems = list(_navigation(set(pages), sources))
    trees = {url: lxml.html.fromstring(path.read_bytes()) for url, path in pages.items()}
    names = {url: _anchors(tree) for url, tree in trees.items()}
    for url, tree in trees.items():
        problems += [f"{url or '/'}: {problem}" for problem in _links(site, url, tree, names)]
    return problems


def url_of(site: Path, page: Path) -> str:
    """Return the address of a page below the site's root: ``""``, ``"tool/"``, ``"en/"``."""
    return page.relative_to(site).as_posix().removesuffix("index.html")


def _navigation(urls: set[str], sources: list[str]) -> Iterable[str]:
    """Yield the pages that the navigation does not lead to, and entries of it that lead to no page."""
    listed = {name: name.removesuffix(".md").removesuffix("index").rstrip("/") for name in sources}
    known: set[str] = set()
    for name, stem in listed.items():
        here = {LANGUAGES[language].prefix + (f"{stem}/" if stem else "") for language in LANGUAGES} & urls
        if not here:
            yield f"the navigation names {name}, and there is no such page in any language"
        known |= here
    for url in sorted(urls - known):
        yield f"{url or '/'}: the navigation does not lead to this page ({language_of_path(url)})"


def _links(site: Path, url: str, tree: Any, names: dict[str, set[str]]) -> Iterable[str]:
    for element in tree.iter("a", *FETCHED):
        fetched = element.tag in FETCHED
        address = element.get(FETCHED.get(element.tag, "href"))
        if not address:
            continue
        parts = urlsplit(address)
        if parts.scheme in OTHER_SCHEMES and not (fetched and parts.scheme.startswith("http")):
            continue
        if parts.scheme or parts.netloc or parts.path.startswith("/"):
            if not (element.tag == "link" and element.get("rel") in ("canonical", "alternate")):
                yield f"{address} is absolute: the site must work under any address"
            continue
        target = normpath(f"{url}{unquote(parts.path)}") if parts.path else url
        target = "" if target == "." else target
        if target.startswith(".."):
            yield f"{address} leads out of the site"
            continue
        yield from _missing(site, target, address, parts.fragment, names)


def _missing(site: Path, target: str, address: str, fragment: str, names: dict[str, set[str]]) -> Iterable[str]:
    """Yield a problem where an address leads to no file, or to no place in the page it leads to."""
    page = f"{target.rstrip('/')}/" if target else ""
    if page in names:
        # The tool's answers are in the fragment of its address.
        if fragment and "=" not in fragment and unquote(fragment) not in names[page]:
            yield f"{address} leads to no place in {page or '/'}"
    elif not (site / target).is_file():
        yield f"{address} leads to nothing"


def _anchors(tree: Any) -> set[str]:
    return {*tree.xpath("//@id"), *tree.xpath("//a/@name"), ""}
