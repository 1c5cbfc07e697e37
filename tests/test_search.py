"""Readers type what they know; the page that answers is among the first three."""

from pathlib import Path

import pytest
import yaml

QUERIES = yaml.safe_load((Path(__file__).parent / "cases" / "queries.yml").read_text(encoding="utf-8"))


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


def test_nothing_found_says_so(page, address):
    page.goto(f"{address}en/search/?q=zzzzqqq")
    page.locator("#dcb-search-count:has-text('Nothing found')").wait_for()


def _first_pages(page, base, query):
    page.locator("#dcb-search input").fill("")
    page.locator("#dcb-search-results:not(:has(li))").wait_for(state="attached")
    page.locator("#dcb-search input").fill(query)
    page.locator("#dcb-search-results li").first.wait_for()
    links = page.locator("#dcb-search-results li > a:first-child").all()
    return [link.get_attribute("href").removeprefix(base).strip("/") for link in links]
