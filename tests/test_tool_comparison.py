"""The comparison of platforms is taken along: every file holds the table of the page, and says whose model it is of."""

import csv
import io
import zipfile
from pathlib import Path

import pytest

from tests.test_tool_words import FULL, compare

ANSWERS = (FULL, "peers=1&platform_provider=none&name=%3DTown%20B")


@pytest.fixture
def compared(page, address):
    compare(page, f"{address}en/tool/", ANSWERS)
    return page


def saved(page, form):
    with page.expect_download() as download:
        page.locator(f"[data-comparison={form}]").click()
    assert download.value.suggested_filename.startswith("several-platforms_Comparison_")
    return Path(download.value.path()).read_bytes()


def table_of(page):
    """Return the page's rows as texts: what says that a row differs is in a column of its own in the files."""
    rows = page.locator(".dcb-comparison tr").evaluate_all(
        """(rows) => rows.map((row) => [...row.cells].map((cell) => {
          const copy = cell.cloneNode(true);
          copy.querySelector(".dcb-badge")?.remove();
          return copy.textContent.trim();
        }))"""
    )
    return rows[0][1:], rows[1:]


def test_a_spreadsheet_gets_the_pages_table_and_no_formula(compared):
    names, rows = table_of(compared)
    assert names == ["Town A", "=Town B"]
    given = list(csv.reader(io.StringIO(saved(compared, "csv").decode("utf-8-sig"))))
    assert given[0] == ["Item", "Town A", "'=Town B", "Difference"]
    assert [row[:-1] for row in given[1:-1]] == rows
    assert [row[-1] for row in given[1:-1]] == ["differs" if row[1] != row[2] else "" for row in rows]
    assert ["name=Town%20A" in given[-1][1], "name=%3DTown%20B" in given[-1][2]] == [True, True]


def test_markdown_and_word_hold_every_row_and_say_what_it_rests_on(compared, guide):
    _, rows = table_of(compared)
    text = saved(compared, "markdown").decode()
    with zipfile.ZipFile(io.BytesIO(saved(compared, "word"))) as parts:
        written = parts.read("word/document.xml").decode()
    for label, *cells in rows:
        assert f"| {label} |" in text
        for one in (label, *cells):
            assert one in written
    for document in (text, written):
        assert guide.about.model_version in document
        assert "Difference" in document


def test_what_became_of_a_copy_is_said_beside_the_button(compared):
    compared.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _, rows = table_of(compared)
    compared.locator("[data-comparison=copy]").click()
    compared.locator("#dcb-said-comparison p").wait_for()
    assert compared.locator("#dcb-said-comparison").inner_text().startswith("The table is copied")
    copied = compared.evaluate("navigator.clipboard.readText()")
    assert [line.split("\t")[:-1] for line in copied.splitlines()[1:]] == rows
