"""What the finishing step does to a page, and what it refuses in a built site, whichever builder made it."""

import doctest
import re

import pytest

from site_build import page_links, pages, phrases, sitemap
from site_build.check_site import check_site
from site_build.content_policy import hash_source
from site_build.errors import SiteError
from site_build.pages import END, START, finish_page

PAGE = f"""<!doctype html><html><head><meta charset="utf-8">
<link rel="prev" href="../a/"><link rel="next" href="../b/"><script>theme()</script></head>
<body><nav>データ連携基盤</nav>{START}%s{END}<footer>データ連携基盤</footer></body></html>"""


def finished(content, guide, url="roles/", **options):
    return finish_page(PAGE % content, url, guide, lambda name: f"/* {name} */", **options)


@pytest.mark.parametrize("module", [page_links, pages, phrases])
def test_examples_in_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


def test_terms_are_linked_in_the_content_alone(guide):
    term = guide.glossary[0]
    html, _ = finished(f"<h1>題</h1><p>{term.ja}と{term.ja}</p>", guide)
    assert html.count("dcb-term-link") == 1
    assert f'href="../glossary/#{term.id}"' in html.partition("<p>")[2]
    english, _ = finished(f"<h1>Title</h1><p>{term.en}</p>", guide, "en/roles/")
    assert f'href="../glossary/#{term.id}"' in english
    assert "dcb-term-link" not in finished(f"<p>{term.ja}</p>", guide, "tool/")[0]


def test_each_table_is_in_one_box_named_after_its_heading_and_no_stop_by_itself(guide):
    table = "<table><tr><td>1</td></tr></table>"
    framed = f'<div aria-label="A" class="dcb-table" data-filter="F" role="region" tabindex="0">\n{table}\n</div>'
    html, _ = finished(f"<h2>B<wbr>C</h2>{table}{framed}", guide, "en/roles/")
    assert f'<div class="dcb-table" data-name="BC">{table}</div>' in html
    assert f'<div class="dcb-table" data-name="A" data-filter="F">{table}\n</div>' in html
    assert html.count("dcb-table") == 2
    assert "tabindex" not in html
    own, _ = finished(f'<div class="dcb-table" id="x" role="region" tabindex="0" hidden>{table}</div>', guide)
    assert '<div class="dcb-table" data-name="" id="x" hidden><table>' in own


def test_lines_of_japanese_break_between_phrases_and_search_does_not_notice(guide):
    content = '<h1>共同利用の考え方</h1><p>共同利用の考え方</p><pre><a>考え方の例</a></pre><a lang="en">A &amp; B</a>'
    html, entries = finished(content, guide)
    assert "<h1>共同利用の<wbr>考え方</h1>" in html
    assert html.count("<wbr>") == 1
    assert "A &amp; B" in html
    assert entries[0]["title"] == "共同利用の考え方"
    assert "<wbr>" not in finished(content, guide, "en/roles/")[0]


def test_no_line_breaks_inside_the_name_of_a_type_or_an_edition(guide):
    html, entries = finished("<h1>第3.0版の型2.4</h1><p>型2.4と<a>型1.1</a></p><pre>型2.4</pre>", guide)
    assert html.count('<span class="dcb-unbroken">型2.4</span>') == 2
    assert '<span class="dcb-unbroken">第3.0版</span>' in html
    assert "型2.4と型1.1" in entries[0]["text"]


def test_a_heading_links_to_itself_for_a_mouse_and_is_called_by_its_words_alone(guide):
    link = '<a class="headerlink" href="#a" title="Permanent link">&para;</a>'
    html, _ = finished(f'<h2 id="a">節{link}</h2>', guide)
    assert '<a class="headerlink" href="#a" title="この節へのリンク" aria-hidden="true" tabindex="-1">#</a>' in html


def test_an_item_of_a_checklist_has_one_mark(guide):
    html, _ = finished("<ul><li>☐ a</li><li>\n<p>☐ b</p></li><li>c</li></ul>", guide)
    assert html.count('<li class="dcb-check">') == 2
    assert "☐" not in html


def test_a_page_is_light_until_a_script_has_looked(guide):
    assert '<body data-md-color-scheme="default">' in finished("<p>a</p>", guide)[0]


def test_a_page_is_searched_by_its_sections(guide):
    content = '<h1 id="t">題</h1><p>前文</p><h2 id="a">節</h2><p>本文<span class="dcb-cite">§1.1</span></p>'
    assert finished(content, guide)[1] == [
        {"id": "roles/", "title": "題", "text": "前文", "page": "題"},
        {"id": "roles/#a", "title": "節", "text": "本文", "page": "題"},
    ]
    for url in ("search/", "en/search/", "en/maintainers/model/"):
        assert finished(content, guide, url)[1] == []


def test_the_glossary_page_offers_every_term_to_the_search(guide):
    entries = finished("<h1>用語集</h1>", guide, "glossary/")[1]
    assert {entry["id"] for entry in entries} >= {f"glossary/#{term.id}" for term in guide.glossary}


def test_every_script_in_a_page_is_named_in_its_policy_by_its_hash(guide):
    html, _ = finished('<script data-inline="python/start" data-assets="../assets/"></script>', guide)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    assert hash_source("theme()") in policy[1]
    assert hash_source("/* python/start */") in policy[1]
    assert '<script data-assets="../assets/">/* python/start */</script>' in html
    assert html.index("Content-Security-Policy") < html.index("<script")
    assert 'rel="prev"' not in html
    assert 'rel="next"' not in html


def test_a_page_without_the_templates_marks_is_an_error_that_names_them(guide):
    with pytest.raises(SiteError, match=r"roles/: the page has no <!--content-->"):
        finish_page("<html></html>", "roles/", guide, str)


@pytest.mark.parametrize(
    "script", ["<script>alert(1)</script>", '<SCRIPT type="module">1</SCRIPT>', "<script src=a.js>"]
)
def test_a_script_in_a_pages_text_ends_the_build(guide, script):
    with pytest.raises(SiteError, match="roles/: a page's text may hold no script of its own"):
        finished(f"<p>a</p>{script}", guide)


def test_data_and_the_sites_own_scripts_are_no_scripts_of_the_text(guide):
    content = '<script type="application/json" id="a">{}</script><script data-inline="tool/tool"></script>'
    assert "/* tool/tool */" in finished(content, guide)[0]


def test_the_link_to_the_single_file_goes_where_there_is_none(guide):
    content = '<p>a</p><!--single-file--><p><a href="../dcb-guide-tool.html">file</a></p><!--/single-file-->'
    assert "dcb-guide-tool" in finished(content, guide, "tool/")[0]
    without, _ = finished(content, guide, "tool/", has_single_file=False)
    assert "dcb-guide-tool" not in without
    assert "<!--single-file-->" not in finished(content, guide, "tool/")[0]


# ── The check of a built site ───────────────────────────────────────────────────────────────────────────────────────

GOOD = '<h1 id="top">t</h1><a href="../b/#top">b</a> <img src="../p.png"> <a href="https://example.org/">out</a>'


def built(folder, **contents):
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "index.html").write_text(f"<html><body>{contents.get(name, GOOD)}</body></html>")
    (folder / "p.png").touch()
    return folder


def test_a_whole_site_has_no_problems(tmp_path):
    assert check_site(built(tmp_path), ["a.md", "b.md"]) == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('<a href="../c/">', "a/: ../c/ leads to nothing"),
        ('<a href="../b/x.pdf">', "a/: ../b/x.pdf leads to nothing"),
        ('<a href="../b/#nowhere">', "a/: ../b/#nowhere leads to no place in b/"),
        ('<a href="#nowhere">', "a/: #nowhere leads to no place in a/"),
        ('<img src="../q.png">', "a/: ../q.png leads to nothing"),
        ('<a href="/b/">', "a/: /b/ is absolute: the site must work under any address"),
        ('<a href="../../b/">', "a/: ../../b/ leads out of the site"),
        ('<img src="https://example.org/p.png">', "a/: https://example.org/p.png is absolute"),
        ('<script src="https://example.org/s.js"></script>', "a/: https://example.org/s.js is absolute"),
        ('<link rel="stylesheet" href="//example.org/s.css">', "a/: //example.org/s.css is absolute"),
        ('<form action="/search">', "a/: /search is absolute"),
    ],
)
def test_a_link_that_would_fail_a_reader_is_named(tmp_path, content, problem):
    [found] = check_site(built(tmp_path, a=content), ["a.md", "b.md"])
    assert found.startswith(problem)


@pytest.mark.parametrize("content", ['<a href="../b/#peers=1">', '<a href="mailto:a@example.org">', '<a href="../b/">'])
def test_answers_in_an_address_and_letters_are_no_problem(tmp_path, content):
    assert check_site(built(tmp_path, a=content), ["a.md", "b.md"]) == []


def test_pages_and_navigation_belong_together(tmp_path):
    assert check_site(built(tmp_path), ["a.md", "c.md"]) == [
        "the navigation names c.md, and there is no such page in any language",
        "b/: the navigation does not lead to this page (ja)",
    ]


def test_a_site_whose_address_is_known_has_a_map_without_dates(tmp_path):
    (tmp_path / "sitemap.xml.gz").touch()
    sitemap.write_sitemap(tmp_path, "https://example.org/guide/", ["", "tool/", "en/", "en/tool/", "en/maintainers/"])
    text = (tmp_path / "sitemap.xml").read_text(encoding="utf-8")
    assert not (tmp_path / "sitemap.xml.gz").exists()
    assert "<loc>https://example.org/guide/en/tool/</loc>" in text
    assert text.count('hreflang="ja" href="https://example.org/guide/tool/"') == 2
    assert "lastmod" not in text
    sitemap.write_sitemap(tmp_path, "", [""])
    assert not (tmp_path / "sitemap.xml").exists()
