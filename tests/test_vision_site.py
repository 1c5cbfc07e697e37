"""A fork's site: the vision first, in both languages, safe and accessible; its document; the browser's draft."""

import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from dcb_guide.core import document as drafting
from dcb_guide.core.published_platform import of_one_record
from tests.test_accessibility import violations
from tests.test_vision import COMPLETE, HOSTILE_MARKDOWN
from tools import forks
from tools.serve import served

ROOT = Path(__file__).parent.parent
SOFFICE = shutil.which("soffice")
#: A picture from elsewhere is an error of its own.
WITHOUT_PICTURE = HOSTILE_MARKDOWN.replace("![b](https://elsewhere.example/x.png)", "")
HOSTILE = "{{ config }}{% raw %}<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout with the complete vision in it, and hostile texts added."""
    folder = tmp_path_factory.mktemp("fork")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0")[:-1]:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for name in ("node_modules", ".cache"):
        (folder / name).symlink_to(ROOT / name)
    vision = folder / "guide_data" / "vision"
    shutil.copytree(COMPLETE, vision, dirs_exist_ok=True)
    (vision / "chapters" / "target.md").write_text(
        f"# 県と市町村の関係\n\n{HOSTILE}{WITHOUT_PICTURE}", encoding="utf-8"
    )
    (vision / "platforms" / "tourism_city.yml").write_text(
        (vision / "platforms" / "tourism_city.yml")
        .read_text(encoding="utf-8")
        .replace("B市観光基盤", "長崎市エリアデータ連携基盤"),
        encoding="utf-8",
    )
    text = (vision / "vision.yml").read_text(encoding="utf-8")
    (vision / "vision.yml").write_text(text.replace("住民向け規約の見直し", json.dumps(HOSTILE)), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def fork_site(fork: Path) -> Path:
    return forks.build(fork)


@pytest.fixture(scope="module")
def fork_address(fork_site: Path) -> Iterator[str]:
    with served(fork_site) as address:
        yield address


@pytest.mark.parametrize(
    ("prefix", "name", "title", "description"),
    [
        ("", "福岡県のビジョン", "福岡県エリアデータ連携基盤共同利用ビジョン", "福岡県のエリアデータ連携基盤"),
        ("en/", "Vision of Fukuoka", "Fukuoka: vision for the co-use", "Fukuoka: vision for the co-use"),
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_site_is_the_prefectures(browser, fork_address, prefix, name, title, description, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{fork_address}{prefix}")
    assert page.locator(".md-tabs a").nth(0).inner_text().strip() == name
    assert title in page.locator("h1").inner_text()
    assert description in (page.locator("meta[name=description]").get_attribute("content") or "")
    assert page.locator("link[rel=canonical]").get_attribute("href") == f"https://example.github.io/vision/{prefix}"
    assert "非公式" in page.locator(".dcb-line").inner_text() or "unofficial" in page.locator(".dcb-line").inner_text()
    assert page.locator("a[href='tel:0920000000']").count() == 1
    assert page.locator("a[href='mailto:digital@example.lg.jp']").count() == 1
    downloads = page.locator(".dcb-downloads a")
    assert downloads.first.bounding_box()["y"] < 800
    for number in range(downloads.count()):
        address = downloads.nth(number).evaluate("(link) => link.href")
        assert page.request.get(address).ok, address
    assert violations(page) == []
    page.goto(f"{fork_address}{prefix}guide/")
    page.locator("a.dcb-choice").first.click()
    assert "/tool/" in page.url
    page.goto(f"{fork_address}{prefix}vision-plan/")
    assert "{{ config }}{% raw %}<img" in page.locator("article").inner_text()
    page.goto(f"{fork_address}{prefix}vision-platforms/")
    assert page.locator("article img, article script, article iframe, article [onclick]").count() == 0
    assert page.locator("article a[href^='javascript'], article a[href^='data']").count() == 0
    assert violations(page) == []
    assert said == []
    context.close()


def test_own_headings_are_in_the_contents_and_japanese_is_marked_on_the_english_page(browser, fork_address):
    page = browser.new_page()
    page.goto(f"{fork_address}vision-platforms/")
    own = page.locator("article h3", has_text="県と市町村の関係")
    assert own.get_attribute("id")
    links = page.locator(".dcb-contents a").evaluate_all("(all) => all.map((one) => one.hash)")
    assert f"#{own.get_attribute('id')}" in links
    page.goto(f"{fork_address}en/vision-platforms/")
    assert page.locator("article h3", has_text="県と市町村の関係").get_attribute("lang") == "ja"
    unmarked = page.evaluate(
        """() => {
            const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT)
            const found = []
            while (texts.nextNode()) {
                const node = texts.currentNode
                if (/[\\u3040-\\u30ff\\u4e00-\\u9fff]/.test(node.data) && !node.parentElement.closest("[lang=ja]"))
                    found.push(node.data)
            }
            return found
        }"""
    )
    assert unmarked == []
    page.close()


def test_the_history_is_a_feed(fork_site):
    atom = "{http://www.w3.org/2005/Atom}"
    for folder, last in (("", "案をまとめました。"), ("en", "Draft completed.")):
        feed = ElementTree.parse(fork_site / folder / "feed.xml").getroot()
        entries = feed.findall(f"{atom}entry")
        assert entries[0].findtext(f"{atom}title") == last
        assert feed.findtext(f"{atom}updated") == entries[0].findtext(f"{atom}updated") == "2026-11-01T00:00:00+09:00"
        assert len({entry.findtext(f"{atom}id") for entry in entries}) == len(entries) == 2
        prefix = f"{folder}/" if folder else ""
        own = next(link for link in feed.findall(f"{atom}link") if link.get("rel") == "self")
        assert own.get("href") == f"https://example.github.io/vision/{prefix}feed.xml"


def test_no_glossary_link_cuts_into_a_name(fork_site):
    text = (fork_site / "vision-platforms" / "index.html").read_text(encoding="utf-8")
    assert "長崎市エリアデータ連携基盤" in text
    assert not re.search(r"長崎市<a class=\"dcb-term-link\"", text)


def test_a_script_in_the_visions_page_runs_nothing_though_nothing_were_escaped(browser, fork_address):
    """Every text of the page is turned back into markup before the browser has it."""

    def unescaped(route):
        reply = route.fetch()
        text = html.unescape(reply.text())
        assert "<img src=x onerror=alert(1)>" in text
        route.fulfill(response=reply, body=text)

    for disregards_policies in (False, True):
        context = browser.new_context(bypass_csp=disregards_policies)
        page = context.new_page()
        dialogs: list[str] = []
        page.on("dialog", lambda dialog, said=dialogs: (said.append(dialog.message), dialog.dismiss()))
        page.route("**/vision-platforms/", unescaped)
        page.goto(f"{fork_address}vision-platforms/")
        page.wait_for_timeout(300)
        assert bool(dialogs) == disregards_policies
        context.close()


def test_its_platforms_are_examples_in_the_tool_and_its_data_is_published(browser, fork_address, fork_site):
    page = browser.new_page()
    page.goto(f"{fork_address}en/tool/")
    page.locator("[data-keep=example]").select_option(label="Tourism platform of Prefecture A")
    page.locator("[data-keep=try-example]").click()
    page.wait_for_selector("#dcb-result[data-pathway=consolidate]")
    page.close()
    data = json.loads((fork_site / "vision.json").read_text(encoding="utf-8"))
    assert data["prefecture"]["code"] == "40"
    assert (
        json.loads((fork_site / "vision.schema.json").read_text(encoding="utf-8"))["properties"]["format"]["const"]
        == data["format"]
    )


@pytest.mark.parametrize("folder", ["", "en"])
def test_the_document_has_real_styles_headers_fonts_and_text_alternatives(fork_site, folder, guide):
    document = docx.Document(str(fork_site / folder / "vision.docx"))
    # The chapters, the glossary, the history and the appendix.
    assert_well_made(document, len(guide.document.chapters) + 3)
    assert document.inline_shapes[0]._inline.docPr.get("descr")
    assert document.sections[0].header.paragraphs[0].text == document.core_properties.title
    assert "PAGE" in document.sections[0].footer._element.xml
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "游ゴシック"
    year = "FY2026" if folder else "令和8年度"
    plan = next(table for table in document.tables if len(table.columns) > 8 and table.cell(0, 1).text == year)
    assert plan._tbl.tblPr.find(qn("w:tblDescription")) is not None


def assert_well_made(document, chapters):
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == chapters
    assert "Heading 2" in styles
    assert len(document.tables) >= 7
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_browser_drafts_the_same_document(page, address, engine):
    answers = (
        "service_provider=private&platform_provider=private&co_used=no&data_exchange=no"
        "&peers=0&field_scope=single_field"
    )
    page.goto(f"{address}tool/#{answers}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("#dcb-name").fill("観光<b>基盤")
    with page.expect_download() as download:
        page.locator("[data-keep=draft-word]").click()
        page.locator("#dcb-draft [value=yes]").click()
    document = docx.Document(io.BytesIO(download.value.path().read_bytes()))
    drafted = drafting.blocks(of_one_record(engine, {}, "x"), engine.texts, "ja")
    chapters = sum(block["kind"] == "heading" and block["level"] == 2 for block in drafted)
    assert_well_made(document, chapters)
    assert any("観光<b>基盤" in cell.text for table in document.tables for cell in table.column_cells(0))
    page.locator("details:has([data-keep=draft-markdown]) > summary").click()
    with page.expect_download() as download:
        page.locator("[data-keep=draft-markdown]").click()
        page.locator("#dcb-draft [value=yes]").click()
    written = download.value.path().read_text(encoding="utf-8")
    assert "<b>" not in re.sub(r"\\.", "", written)
    assert written.count("\n## ") == chapters
    assert written.count("<a id=") == chapters


def test_errors_in_the_vision_end_the_build_with_their_place(fork, tmp_path):
    broken = Path(shutil.copytree(fork, tmp_path / "broken", symlinks=True))
    path = broken / "guide_data" / "vision" / "vision.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("colour: green", "colour: gren"), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(broken)}
    done = subprocess.run(command, cwd=broken, capture_output=True, text=True, env=environment)
    assert done.returncode != 0
    assert "guide_data/vision/vision.yml:13:9" in done.stdout + done.stderr


@pytest.mark.slow
def test_a_sample_of_forks_takes_in_a_release_without_conflict():
    with forks.upstream_copy() as upstream:
        made = list(forks.made(upstream, ["01", "02", "03"]))
        forks.release(upstream)
        assert [forks.merge(fork) for fork in made] == ["", "", ""]


if SOFFICE:

    @pytest.mark.parametrize("folder", ["", "en"])
    def test_the_document_opens_and_prints(fork_site, folder, tmp_path):
        command = [
            str(SOFFICE),
            "--headless",
            f"-env:UserInstallation={tmp_path.as_uri()}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
        ]
        subprocess.run(
            [*command, str(fork_site / folder / "vision.docx")], check=True, capture_output=True, timeout=180
        )
        assert (tmp_path / "vision.pdf").read_bytes().startswith(b"%PDF")
