"""The site comes out the same with MkDocs and with Zensical; docs/adr/0005 lists what is MkDocs' own."""

import os
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

from site_build.pages import relative

ROOT = Path(__file__).parent.parent
#: Each theme's own files; offline.json and the single file contain its style sheets.
OF_THE_THEME = ("assets/stylesheets/", "assets/javascripts/", "assets/images/")
#: Templates for any builder: methods of Python's texts and maps, and MkDocs' own names, are not for all of them.
ONLY_MKDOCS = (".startswith(", ".items()", ".get(", ".format(", "page.file", "config.plugins")

pytestmark = pytest.mark.slow


@pytest.fixture
def mkdocs(by_builder):
    return by_builder["mkdocs"]


@pytest.fixture
def zensical(by_builder):
    return by_builder["zensical"]


def files(site):
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return {name for name in names if not name.startswith(OF_THE_THEME)}


def pages(site):
    return {path.parent.relative_to(site).as_posix(): lxml.html.parse(path) for path in site.rglob("index.html")}


def article(tree):
    [found] = tree.xpath("//article")
    return found


def test_both_write_the_same_files(mkdocs, zensical):
    assert files(mkdocs) == files(zensical)


def test_every_article_says_the_same_and_leads_to_the_same_places(mkdocs, zensical):
    ours, theirs = pages(mkdocs), pages(zensical)
    assert len(ours) > 60
    for url, tree in ours.items():
        other = theirs[url]
        assert article(tree).text_content().split() == article(other).text_content().split(), url
        links = [
            [link for _, name, link, _ in article(one).iterlinks() if name in ("href", "src")] for one in (tree, other)
        ]
        assert links[0] == links[1], url
        assert tree.findtext(".//title") == other.findtext(".//title"), url
        assert tree.getroot().get("lang") == other.getroot().get("lang"), url


def test_navigation_leads_to_the_same_pages(mkdocs, zensical):
    def navigation(url, tree):
        addresses = {relative_address(url, link) for link in tree.xpath("//nav//a/@href")}
        return {address for address in addresses if not address.startswith("http")}

    theirs = pages(zensical)
    for url, tree in pages(mkdocs).items():
        assert navigation(url, tree) == navigation(url, theirs[url]), url


def relative_address(url, link):
    """Return a link's page below the site's root, without a place in it."""
    address = link.partition("#")[0]
    return relative(os.path.normpath(f"{url}/{address}"), "") if not link.startswith("http") else link


@pytest.mark.parametrize(
    "name", ["assets/search.ja.json", "assets/search.en.json", "model.json", "assets/python/memory.bin.gz"]
)
def test_files_made_from_the_data_are_the_same_bytes(mkdocs, zensical, name):
    assert (mkdocs / name).read_bytes() == (zensical / name).read_bytes()


def test_every_page_has_a_policy_without_exceptions(zensical):
    for path in zensical.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        policy = text.partition('Content-Security-Policy" content="')[2].partition('"')[0]
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe-inline" not in policy


@pytest.mark.parametrize("template", sorted((ROOT / "overrides").glob("*.html")), ids=lambda path: path.name)
def test_templates_are_for_any_builder(template):
    text = template.read_text(encoding="utf-8")
    assert [word for word in ONLY_MKDOCS if word in text.partition("-#}")[2]] == []


def test_what_one_builder_refuses_the_other_refuses(tmp_path):
    """A link to nothing ends the build with its place, though Zensical itself lets a missing picture pass."""
    from tests.test_builds import copy_of_tree

    tree = copy_of_tree(tmp_path / "tree")
    page = tree / "docs" / "en" / "about.md"
    page.write_text(page.read_text(encoding="utf-8") + '\n<img src="../nothing.png" alt="nothing">\n', encoding="utf-8")
    for builder in ("mkdocs", "zensical"):
        done = subprocess.run(
            [sys.executable, "-m", "builders", builder],
            cwd=tree,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(tree)},
        )
        assert done.returncode == 1
        assert "en/about/: " in done.stdout + done.stderr
        assert "nothing.png leads" in done.stdout + done.stderr
        assert not (tree / "site").exists()
