"""Print a prefecture's vision to PDF with tags and bookmarks, one file a language (``make vision-pdf``)."""

import argparse
import base64
from collections.abc import Mapping, Sequence
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser

from dcb_guide.core import document
from dcb_guide.core.document import Block
from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode
from dcb_guide.library import engine_of, load_guide
from dcb_guide.vision.logo import as_png
from dcb_guide.vision.own_markdown import counted
from dcb_guide.vision.own_pictures import Picture
from dcb_guide.vision.print_page import as_address, listed_headings, print_page
from dcb_guide.vision.read_vision import is_there, load_vision
from dcb_guide.vision.vision_json import published
from tools.chromium import chromium

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write the PDF of the vision in a folder, or end with its errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "guide_data" / "vision")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="the folder for vision.pdf")
    options = parser.parse_args()
    guide = load_guide()
    engine = engine_of(guide)
    if not is_there(options.folder):
        raise SystemExit(guide.draft["vision_none"][FIRST])
    loaded, problems = load_vision(options.folder, guide, engine)
    if loaded is None:
        raise SystemExit("\n".join(map(str, problems)))
    data = published(loaded, guide, engine)
    options.output.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for language in LANGUAGES:
            logo = None
            if loaded.logo:
                logo = (as_address("logo.png", as_png(loaded.logo).read()), data["prefecture"]["name"][language])
            blocks = document.blocks(data, engine.texts, language, loaded.chapters, count_own=counted)
            name = "vision.pdf" if language == FIRST else f"vision.{language}.pdf"
            (options.output / name).write_bytes(pdf(browser, blocks, language, loaded.pictures, logo))
            print(options.output / name)


def pdf(
    browser: Browser,
    blocks: Sequence[Block],
    language: LanguageCode,
    pictures: dict[str, Picture],
    logo: tuple[str, str] | None = None,
) -> bytes:
    """Return the document as PDF: it is printed once to learn on which pages its headings come, then with these."""

    def counted_in(blocks: Sequence[Block]) -> dict[str, int]:
        return _pages(_printed(browser, print_page(blocks, language, pictures, logo=logo)), blocks)

    counted = counted_in(blocks)
    if (closer := closed_up(blocks, counted)) != list(blocks):
        blocks, counted = closer, counted_in(closer)
    return _printed(browser, print_page(blocks, language, pictures, counted, logo))


def closed_up(blocks: Sequence[Block], pages: Mapping[str, int]) -> list[Block]:
    """Return the blocks without the page's end after a chapter that became longer than its page.

    ``pages`` are the pages on which the chapters begin, by their ids.
    """
    kept, before = [], ""
    for number, block in enumerate(blocks):
        if block["kind"] == "heading" and block["level"] == 2:
            before = block["id"]
        if block["kind"] == "page_break":
            following = next((one["id"] for one in blocks[number:] if one["kind"] == "heading"), "")
            if before in pages and following in pages and pages[following] - pages[before] > 1:
                continue
        kept.append(block)
    return kept


def _printed(browser: Browser, html: str) -> bytes:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.set_content(html, wait_until="load")
    session = context.new_cdp_session(page)
    options = {"preferCSSPageSize": True, "printBackground": True, "generateTaggedPDF": True,
               "generateDocumentOutline": True}  # fmt: skip
    printed = base64.b64decode(session.send("Page.printToPDF", options)["data"])
    context.close()
    return printed


def _pages(printed: bytes, blocks: Sequence[Block]) -> dict[str, int]:
    """Return the pages of the headings that the contents list, by their ids; the outline has them in their order."""
    with pypdfium2.PdfDocument(printed) as found:
        outline = [(one.get_title(), one.get_dest()) for one in found.get_toc()]
        places = [(title, dest.get_index() + 1) for title, dest in outline if dest is not None]
    pages, at = {}, 0
    for _, name, text in listed_headings(blocks):
        while at < len(places) and "".join(places[at][0].split()) != "".join(text.split()):
            at += 1
        if at < len(places):
            pages[name] = places[at][1]
            at += 1
    return pages


if __name__ == "__main__":
    main()
