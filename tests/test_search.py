"""Readers type what they know; the page that answers is among the first three."""

import json
from pathlib import Path

import pytest
import yaml

QUERIES = yaml.safe_load((Path(__file__).parent / "cases" / "queries.yml").read_text(encoding="utf-8"))
#: Bytes of a language's search file, which the search page alone fetches.
LARGEST = 450_000


def test_there_are_many_queries_in_both_languages():
    assert len(QUERIES["ja"]) >= 120
    assert len(QUERIES["en"]) >= 60


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_that_answers_is_among_the_first_three(page, address, language):
    prefix = "" if language == "ja" else "en/"
    page.goto(f"{address}{prefix}search/")
    missed = {}
    for query, expected in QUERIES[language].items():
        first = _first_pages(page, f"{address}{prefix}", query)
        if not set(first[:3]) & set(expected):
            missed[query] = first
    assert missed == {}


def test_each_language_keeps_to_itself(page, address):
    page.goto(f"{address}search/?q=API")
    page.locator("#dcb-search-results li").first.wait_for()
    hrefs = [link.get_attribute("href") for link in page.locator("#dcb-search-results a").all()]
    assert hrefs
    assert not any("/en/" in href for href in hrefs)


def test_every_page_has_a_search_that_leads_to_results(page, address):
    page.goto(f"{address}en/about/")
    page.locator(".dcb-search input").fill("lock-in")
    page.keyboard.press("Enter")
    page.locator("#dcb-search-results li").first.wait_for()
    assert page.url.startswith(f"{address}en/search/")


def test_the_header_shows_results_while_typing_and_fetches_what_it_needs_on_first_focus(page, address):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{address}about/")
    assert not any("/assets/search" in url for url in fetched)
    field, hits = page.locator(".dcb-search input"), page.locator(".dcb-search-hits")
    field.focus()
    field.press_sequentially("割り勘")
    hits.locator("a[href$='questions/#who_pays']").wait_for()
    assert "見つかりました" in hits.locator("[role=status]").inner_text()
    assert all(url.startswith(address) or url.startswith("blob:") for url in fetched)
    assert sum("/assets/search.ja.json" in url for url in fetched) == 1


def test_the_headers_results_are_reached_and_left_by_keyboard(page, address):
    page.goto(f"{address}en/about/")
    field, hits = page.locator(".dcb-search input"), page.locator(".dcb-search-hits")
    field.press_sequentially("lock-in")
    hits.locator("a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert hits.locator("a").first.evaluate("link => link === document.activeElement")
    page.keyboard.press("Escape")
    assert hits.is_hidden()
    assert field.evaluate("field => field === document.activeElement")
    page.keyboard.press("Enter")
    page.locator("#dcb-search-results li").first.wait_for()
    assert page.url.startswith(f"{address}en/search/")


def test_nothing_found_says_so_and_leads_to_all_questions(page, address):
    page.goto(f"{address}en/search/?q=zzzzqqq")
    page.locator("#dcb-search-count:has-text('Nothing found')").wait_for()
    page.locator("#dcb-search-nearest a[href$='questions/']").wait_for()


def test_nothing_found_offers_the_questions_that_resemble_what_was_typed(page, address):
    page.goto(f"{address}search/?q=費用負担割合")
    page.locator("#dcb-search-nearest li").first.wait_for()
    assert page.locator("#dcb-search-results li").count() == 0
    offered = [link.get_attribute("href") for link in page.locator("#dcb-search-nearest li a").all()]
    assert {href.rpartition("#")[2] for href in offered} >= {"late_joiner", "who_pays"}


def test_a_query_in_the_other_language_is_looked_for_there(page, address):
    page.goto(f"{address}search/?q=late joiner")
    link = page.locator("#dcb-search-elsewhere a")
    link.wait_for()
    assert "英語のページ" in link.inner_text()
    link.click()
    page.locator("#dcb-search-results li").first.wait_for()
    assert page.url.startswith(f"{address}en/search/")
    assert "late_joiner" in page.locator("#dcb-search-results a").first.get_attribute("href")


def test_the_other_languages_texts_are_fetched_only_where_they_are_needed(page, address):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    page.goto(f"{address}search/?q=費用負担")
    page.locator("#dcb-search-results li").first.wait_for()
    assert "search.ja.json" in fetched
    assert "search.en.json" not in fetched


def test_an_excerpt_marks_the_words_in_a_sentence(page, address):
    page.goto(f"{address}search/?q=債務負担行為")
    marks = page.locator("#dcb-search-results mark")
    marks.first.wait_for()
    assert marks.first.inner_text() == "債務負担行為"
    assert page.locator("#dcb-search-results p").first.inner_text().endswith(("。", "…", "か。"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_search_file_is_small_and_names_each_page_once(site, language):
    content = (site / "assets" / f"search.{language}.json").read_bytes()
    assert len(content) < LARGEST
    found = json.loads(content)
    assert not any("page" in one for one in found["sections"])
    assert {one["id"].partition("#")[0] for one in found["sections"]} == set(found["pages"])


def test_readers_other_words_lead_to_what_pages_have(site, guide):
    found = json.loads((site / "assets" / "search.ja.json").read_text(encoding="utf-8"))
    with_words = [one["id"] for one in found["sections"] if "words" in one]
    targets = {target for one in guide.other_words for target in one.leads_to}
    assert len(with_words) == len(targets) > 60


def _first_pages(page, base, query):
    page.locator("#dcb-search input").fill("")
    page.locator("#dcb-search-results:not(:has(li))").wait_for(state="attached")
    page.locator("#dcb-search input").fill(query)
    page.locator("#dcb-search-results li").first.wait_for()
    links = page.locator("#dcb-search-results li > a:first-child").all()
    return [link.get_attribute("href").removeprefix(base).partition("#")[0].strip("/") for link in links]
