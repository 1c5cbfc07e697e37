"""The tool opens records from a workbook, and fetches what reads one only then; the single file holds it."""

import io

import pytest
from openpyxl import Workbook

ROWS = [["name", "peers", "user_scope"], ["A町", 3, "prefecture"], ["B町", 12, "municipality"]]


def workbook() -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in ROWS:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def drop(page, content):
    file = {"name": "records.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.locator("#dcb-file").set_input_files(file)


def test_a_workbook_of_records_is_opened_as_its_rows(page, address):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{address}en/tool/")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    assert not any("workbooks.zip" in url for url in fetched)
    drop(page, workbook())
    page.locator("#dcb-shelf").get_by_text("B町").first.wait_for()
    assert page.locator("#dcb-name").input_value() == "A町"
    assert "user_scope=prefecture" in page.url
    assert "peers=3" in page.url
    assert any("workbooks.zip" in url for url in fetched)


@pytest.mark.parametrize("content", [b"PK", workbook()[:-200]])
def test_a_damaged_workbook_changes_nothing_and_says_so(page, address, content):
    page.goto(f"{address}en/tool/#peers=7")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    drop(page, content)
    page.locator("#dcb-said-open li").wait_for()
    assert "records.xlsx" in page.locator("#dcb-said-open li").inner_text()
    assert "peers=7" in page.url
