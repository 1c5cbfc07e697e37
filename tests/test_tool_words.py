"""A screen reader's words: the tool's accessibility tree, read in order, is the text in ``tests/words/``.

The files are for people: what is read out, line by line. After a change that is meant, ``DCB_WORDS=write pytest
tests/test_tool_words.py`` writes them anew, and the difference is read before it is committed.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page

FOLDER = Path(__file__).parent / "words"
FULL = (
    "service_provider=public_private&user_scope=municipality&platform_provider=local_government&co_used=no"
    "&data_exchange=yes&auth_federation=no&personal_broker=internal_shared&non_personal_broker=none&peers=0"
    "&field_scope=single_field&beyond_prefecture=no&external_body_feasible=yes&prefecture_capacity=no&name=Town%20A"
)


def form(page: Page, url: str) -> str:
    page.goto(url)
    return ".dcb-group >> nth=0"


def question_with_its_error(page: Page, url: str) -> str:
    page.goto(f"{url}?mode=guided#peers=0")
    page.locator("#dcb-walk [data-step=next]").click()
    return "#dcb-walk"


def check_of_the_answers(page: Page, url: str) -> str:
    page.goto(f"{url}?mode=guided#peers=0")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("#dcb-walk [data-step=unsure]").click()
    page.locator("#dcb-walk [data-step=check]").click()
    return "#dcb-check"


def result(page: Page, url: str) -> str:
    page.goto(f"{url}#{FULL}")
    return "#dcb-side"


def compare(page: Page, url: str, records: Iterable[str]) -> None:
    """Keep platforms in the tool, by their addresses, and compare them."""
    for answers in records:
        page.goto(f"{url}#{answers}")
        page.reload()
        page.wait_for_selector("#dcb-result[data-state=ready]")
        page.locator("#dcb-shelf-form button").click()
    page.locator("[data-shelf=compare]").click()
    page.locator(".dcb-comparison").wait_for()


def comparison(page: Page, url: str) -> str:
    compare(page, url, (FULL, "peers=1&platform_provider=none&name=Town%20B"))
    return "#dcb-comparison"


PARTS: list[Callable[[Page, str], str]] = [form, question_with_its_error, check_of_the_answers, result, comparison]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_what_a_screen_reader_says(page, address, part, language):
    selector = part(page, f"{address}{'' if language == 'ja' else 'en/'}tool/")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    # Addresses are no words.
    words = [
        line for line in page.locator(selector).aria_snapshot().splitlines() if not line.strip().startswith("- /url")
    ]
    file = FOLDER / f"{part.__name__}.{language}.txt"
    if os.environ.get("DCB_WORDS") == "write":
        file.write_text("\n".join(words) + "\n", encoding="utf-8")
    assert words == file.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_control_says_what_it_acts_on(page, address, language):
    """No two buttons of the tool have the same name, but for those of which one is shown at a time."""
    page.goto(f"{address}{'' if language == 'ja' else 'en/'}tool/#{FULL}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("#dcb-side summary").evaluate_all("(all) => all.forEach((one) => (one.parentElement.open = true))")
    names = page.locator("#dcb-side button:visible").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent.trim())"
    )
    assert all(names)
    assert len(names) == len(set(names))
