"""The document of a vision as an assembly gets it: read back with python-docx, and laid out by LibreOffice."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote

import docx
import pypdfium2
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from PIL import Image

from dcb_guide.cli.main import main
from dcb_guide.core import document as draft
from dcb_guide.core import markdown
from dcb_guide.core.languages import LANGUAGES
from dcb_guide.guide.prefecture_survey import read_municipalities
from dcb_guide.guide.read_guide import find_data
from dcb_guide.vision import word
from dcb_guide.vision.open_points import open_points
from dcb_guide.vision.own_html import cleaned
from dcb_guide.vision.own_markdown import counted, fitted
from dcb_guide.vision.own_pictures import LONGEST_SIDE, PictureError, read_picture
from dcb_guide.vision.print_page import listed_headings, print_page
from dcb_guide.vision.read_vision import load_vision
from dcb_guide.vision.table_widths import WIDTH, table_widths
from dcb_guide.vision.text_width import count_lines, longest_word, text_width
from dcb_guide.vision.vision_json import published
from dcb_guide.vision.word_pages import bookmark_pages
from tools.vision_pdf import closed_up, pdf

ASSEMBLY = Path(__file__).parent / "visions" / "assembly"
SOFFICE = shutil.which("soffice")
#: Fonts that have the widths of Arial, the document's font of Latin letters.
OF_ARIALS_WIDTHS = ("Arial", "Liberation Sans", "Arimo", "Helvetica", "Nimbus Sans")
HAS_WIDTHS = SOFFICE is not None and subprocess.run(
    ["fc-match", "--format", "%{family[0]}", "Arial"], check=True, capture_output=True, text=True
).stdout.startswith(OF_ARIALS_WIDTHS)  # fmt: skip


@pytest.fixture
def vision(tmp_path) -> Path:
    """A copy of the vision for an assembly, to edit."""
    return Path(shutil.copytree(ASSEMBLY, tmp_path / "guide_data" / "vision"))


@pytest.fixture(scope="module")
def blocks(guide, engine):
    """The document's blocks by language."""
    loaded, problems = load_vision(ASSEMBLY, guide, engine)
    assert problems == []
    data = published(loaded, guide, engine)
    return {code: draft.blocks(data, engine.texts, code, loaded.chapters, count_own=counted) for code in ("ja", "en")}


@pytest.fixture(scope="module")
def written(guide, engine, blocks, tmp_path_factory):
    """The document as Word files by language."""
    loaded, _ = load_vision(ASSEMBLY, guide, engine)
    folder = tmp_path_factory.mktemp("document")
    files = {code: folder / f"{code}.docx" for code in blocks}
    for code, path in files.items():
        word.write(blocks[code], path, code, pictures=loaded.pictures)
    return files


@pytest.fixture(scope="module")
def pages(written):
    """The pages' texts of the Word files as LibreOffice lays them out, by language."""
    folder = next(iter(written.values())).parent
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation={folder.as_uri()}/profile", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), *map(str, written.values())], check=True, capture_output=True)
    return {code: _texts(folder / f"{code}.pdf") for code in written}


def _texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def entries(document):
    """The lines of the contents: level, text, page."""
    found = []
    for paragraph in document.paragraphs:
        if paragraph.style.name in ("toc 1", "toc 2"):
            text, _, page = "".join(
                "\t" if one.tag == qn("w:tab") else one.text or "" for one in paragraph._p.iter(qn("w:t"), qn("w:tab"))
            ).rpartition("\t")
            found.append((int(paragraph.style.name[-1]), text.strip("\t"), int(page)))
    return found


# ── Read back ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_contents_list_every_heading_of_the_first_two_levels(written, language):
    document = docx.Document(str(written[language]))
    headings = [
        (int(paragraph.style.name[-1]), paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name in ("Heading 1", "Heading 2")
    ]
    assert [(level, text) for level, text, _ in entries(document)] == headings
    assert len(headings) > 20
    assert 'TOC \\o "1-2"' in document.element.xml


def test_the_properties_are_the_organisations_and_nothing_of_a_template(written):
    document = docx.Document(str(written["ja"]))
    properties = document.core_properties
    assert properties.title == "長崎県データ連携基盤 共同利用ビジョン2026"
    assert properties.author == properties.last_modified_by == "企画部デジタル戦略課"
    assert properties.created.date().isoformat() == "2026-11-20"
    assert properties.language == "ja-JP"
    assert properties.comments == ""
    with zipfile.ZipFile(written["ja"]) as parts:
        names = parts.namelist()
        texts = b"".join(parts.read(name) for name in names if name.endswith(".xml"))
    assert not any("thumbnail" in name or "customXml" in name or "app.xml" in name for name in names)
    for tool in (b"python-docx", b"Macintosh", b"dcb-guide"):
        assert tool not in texts


@pytest.mark.parametrize("language", ["ja", "en"])
def test_tables_and_figures_are_numbered_in_the_order_of_the_document(written, language):
    document = docx.Document(str(written[language]))
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    for label in {"ja": ("表", "図"), "en": ("Table", "Figure")}[language]:
        numbers = [int(found[1]) for text in captions if (found := re.match(rf"{label} (\d+) ", text))]
        assert numbers == [*range(1, len(numbers) + 1)]
        assert len(numbers) >= 8
    assert len(document.tables) + len(document.inline_shapes) == len(captions)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_own_prose_keeps_its_form(written):
    document = docx.Document(str(written["ja"]))
    texts = [paragraph.text for paragraph in document.paragraphs]
    items = {paragraph.text: paragraph for paragraph in document.paragraphs if paragraph.style.name.startswith("List ")}

    def place(text):
        properties = items[text]._p.pPr.numPr
        return properties.numId.val, properties.ilvl.val

    first, second = place("費用の負担が重い"), place("人材")
    assert first[0] != second[0], "a list of its own counts from one again"
    assert place("仕様がわからない") == first
    assert place("更新のたびに見積りが上がる")[1] == 1
    assert place("特に離島")[1] == 2
    starts = {
        int(one.get(qn("w:numId"))): one.find(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}").get(qn("w:val"))
        for one in document.part.numbering_part.element.findall(qn("w:num"))
        if one.find(qn("w:lvlOverride")) is not None
    }
    assert starts[first[0]] == starts[second[0]] == "1"
    assert [one.style.name for one in document.paragraphs if one.text.startswith("単独で続ける")] == ["Quote"]
    assert [one.style.name for one in document.paragraphs if one.text == "技術の面"] == ["Heading 3"]
    own = next(table for table in document.tables if table.cell(0, 0).text == "区分")
    assert [cell.text for cell in own.rows[1].cells] == ["単独で継続", "3", "14.3"]
    assert own.rows[1].cells[0].paragraphs[0].runs[0].bold
    links = {one.target_ref for one in document.part.rels.values() if one.is_external}
    assert "https://www.example.lg.jp/survey/" in links
    assert any(run.font.strike and run.text == "古い" for one in document.paragraphs for run in one.runs)
    breaks = [one.text for one in document.paragraphs if one.paragraph_format.page_break_before]
    assert "年度ごとの重点" in breaks
    assert not any("[^" in text or "**" in text or "](" in text for text in texts)


def test_footnotes_are_footnotes(written):
    with zipfile.ZipFile(written["ja"]) as parts:
        notes = parts.read("word/footnotes.xml").decode()
    assert "訪問と" in notes
    assert "https://www.example.lg.jp/online/" in notes
    document = docx.Document(str(written["ja"]))
    marked = [one.text for one in document.paragraphs if one._p.findall(f".//{qn('w:footnoteReference')}")]
    assert [text.startswith("21市町のすべてに聞き取り") for text in marked] == [True]


def test_pictures_have_text_alternatives_and_fit_on_the_page(written):
    document = docx.Document(str(written["ja"]))
    shapes = list(document.inline_shapes)
    assert len(shapes) == 4
    for shape in shapes:
        assert len(shape._inline.docPr.get("descr")) > 8
        assert shape.width.mm <= WIDTH + 0.1
    assert "svgBlip" in document.element.xml


def test_what_a_survey_keeps_to_itself_is_not_in_the_document(written, blocks):
    with zipfile.ZipFile(written["ja"]) as parts:
        texts = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".xml")).decode()
    for private in ("単価の交渉", "委託先との協議"):
        assert private not in texts
        assert private not in markdown.render(blocks["ja"])
    assert "新上五島町" in texts


def test_the_costs_of_the_plan_add_up_in_its_table(written):
    document = docx.Document(str(written["ja"]))
    table = next(one for one in document.tables if one.cell(0, 0).text == "団体名" and len(one.columns) == 5)
    totals = [int(row.cells[3].text.replace(",", "")) for row in table.rows[1:]]
    # 84.5 million of build less 40 million of grant, and five years of 18 million
    assert totals[-1] == 134_500_000 == sum(totals[:-1])


def test_markdown_and_word_have_the_same_headings_and_tables(blocks, written):
    loaded = {block["chapter"]: block["text"] for block in blocks["ja"] if block["kind"] == "free"}
    text = markdown.render(
        blocks["ja"], lambda block: fitted(block["text"], block["chapter"], "", block["labels"], block["title"])
    )
    document = docx.Document(str(written["ja"]))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    in_markdown = [line.lstrip("# ") for line in text.splitlines() if re.match(r"##+ ", line)]
    assert in_markdown == headings
    assert text.count("\n# ") == 0
    assert text.startswith("# ")
    for block in blocks["ja"]:
        if block["kind"] in ("table", "line", "plan", "bars"):
            assert block["caption"] in text
    assert loaded.keys() == {"summary", "present", "roadmap"}
    assert "[^present-method]" in text


HOSTILE_LINES = [
    "5.0", "1. 一つ", "12) 二つ", "- 項目", "+ 項目", "---", "===", "# 見出し", "見出し ##", "> 引用", "* 点", "*強*",
    "基盤_名_", "service_provider", "`x`", "[a](javascript:x)", "![a](b)", "<script>", "&amp; &#46; A&B", "~~消~~",
    "[^1]", "$a$ x^2^",
    "\\\\ \\|", "{{ x }} {% y %}", "令和9年度 A|B", "3.0版", "***", "~~~", "1.", "C# を使う",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE_LINES)
def test_a_reader_of_the_markdown_file_sees_what_was_written(text):
    table = {"kind": "table", "caption": text, "label": "", "columns": [text, "b"], "rows": [[text, text]]}
    blocks = [
        {"kind": "cover", "title": text, "subtitle": text, "lines": [text], "state": text, "state_shown": text},
        {"kind": "heading", "level": 2, "id": "one", "text": text},
        {"kind": "paragraph", "text": text},
        {"kind": "note", "text": text},
        {"kind": "list", "items": [text, text], "ordered": True},
        table,
    ]
    written = markdown.render(blocks)
    assert "&#" not in written.replace("&#46;", "") and "\\." not in written.replace("1\\.", "")
    tokens = MarkdownIt("gfm-like", {"html": True}).disable(["linkify"]).use(footnote_plugin).parse(written)
    seen = [
        "".join("\n" if child.type in ("hardbreak", "softbreak") else child.content for child in token.children)
        for token in tokens
        if token.type == "inline"
    ]
    anchor = '<a id="one"></a>'
    assert seen == [text, "\n".join([text] * 3), anchor, text, text, text, text, text, text, "b", text, text]
    kinds = {token.type for token in tokens} - {"softbreak", "hardbreak", "html_block"}
    assert not {kind for kind in kinds if kind.startswith(("fence", "hr", "footnote", "bullet", "code"))}


# ── One thing is said once, and in the prefecture's words ───────────────────────────────────────────────────────


@pytest.mark.parametrize(("paragraphs", "follows_on_a_page"), [(3, True), (35, False)])
def test_what_follows_the_summary_begins_a_page_unless_the_summary_is_longer_than_one(
    tmp_path, paragraphs, follows_on_a_page
):
    summary = [{"kind": "paragraph", "text": f"段落{number}"} for number in range(paragraphs)]
    blocks = [
        {"kind": "heading", "level": 2, "id": "summary", "text": "概要"},
        *summary,
        {"kind": "page_break"},
        {"kind": "heading", "level": 2, "id": "frame", "text": "枠組み"},
        {"kind": "paragraph", "text": "本文"},
    ]
    word.write(blocks, tmp_path / "a.docx", "ja")
    document = docx.Document(str(tmp_path / "a.docx"))
    heading = next(one for one in document.paragraphs if one.text == "枠組み")
    assert bool(heading.paragraph_format.page_break_before) is follows_on_a_page
    pages = bookmark_pages(document)
    assert pages["_Toc000002"] == 2
    printed_pages = {"summary": 1, "frame": 2 if follows_on_a_page else 3}
    assert ({"kind": "page_break"} in closed_up(blocks, printed_pages)) is follows_on_a_page


def test_a_page_that_the_prefecture_asks_for_begins_however_long_its_chapter_is(tmp_path):
    own = "\n\n".join(f"段落{number}" for number in range(60)) + "\n\n\\newpage"
    blocks = [
        {"kind": "heading", "level": 2, "id": "frame", "text": "枠組み"},
        {"kind": "free", "text": own, "chapter": "frame", "title": "枠組み", "labels": {"table": [], "figure": []},
         "language": None},
        {"kind": "heading", "level": 2, "id": "present", "text": "現状"},
    ]  # fmt: skip
    word.write(blocks, tmp_path / "a.docx", "ja")
    document = docx.Document(str(tmp_path / "a.docx"))
    assert next(one for one in document.paragraphs if one.text == "現状").paragraph_format.page_break_before


def test_a_survey_and_a_cost_plan_have_the_names_that_the_vision_has_in_the_readers_language(vision, guide, engine):
    loaded, problems = load_vision(vision, guide, engine)
    assert problems == []
    data = published(loaded, guide, engine)
    survey_name = data["survey"]["municipalities"][0]["name"]
    data["municipalities"] = [{"code": "42201", "name": {"ja": survey_name, "en": "A City"}}]
    data["costs"]["bodies"][1]["name"] = survey_name
    english = draft.blocks(data, engine.texts, "en", in_other_language=lambda text, code: f"[{code}] {text}")
    tables = {one["caption"]: one["rows"] for one in english if one["kind"] == "table"}
    listed = tables[engine.texts["draft"]["who_uses_what"]["en"]]
    assert listed[0][0] == "A City"
    assert listed[1][0].startswith("[ja] ")
    assert tables[engine.texts["draft"]["cost_plan_table"]["en"]][1][0] == "A City"


def test_a_budget_is_requested_before_it_is_passed_in_whatever_order_the_data_come(vision, guide, engine):
    loaded, _ = load_vision(vision, guide, engine)
    data = published(loaded, guide, engine)
    orders = []
    for names in (("request", "assembly"), ("assembly", "request")):
        budget = {name: engine.texts["roadmap"]["budget"][name] for name in names}
        texts = {**engine.texts, "roadmap": {**engine.texts["roadmap"], "budget": budget}}
        plan = next(one for one in draft.blocks(data, texts, "ja") if one["kind"] == "plan")
        orders.append([one["label"] for one in plan["marks"]])
    assert orders[0] == orders[1]
    assert [one[:6] for one in orders[0]] == ["当初予算の要", "当初予算の議"]


def row_of(blocks, caption, first):
    """The cells of a table's row, by the table's caption and the row's first cell."""
    table = next(one for one in blocks if one["kind"] == "table" and one["caption"] == caption)
    return next(row for row in table["rows"] if row[0] == first)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_figure_table_and_data_name_the_same_next_type_whatever_way_is_chosen(vision, guide, engine, language):
    decision = engine.texts["official"]["line"]["next"]
    text = (vision / "vision.yml").read_text(encoding="utf-8")
    against = set()
    for way in next(one.outcomes for one in guide.decisions if one.id == "pathway"):
        (vision / "vision.yml").write_text(text.replace("pathway: open_up", f"pathway: {way.id}"), encoding="utf-8")
        loaded, problems = load_vision(vision, guide, engine)
        assert problems == []
        data = published(loaded, guide, engine)
        platform = data["platforms"][1]
        against.add("pathway" in platform["excluded"])
        made = draft.blocks(data, engine.texts, language)
        name, *_, following, _ = next(one for one in made if one["kind"] == "line")["rows"][1]
        caption = f"{name}{LANGUAGES[language].colon}{engine.texts['draft']['chapter_target'][language]}"
        said = row_of(made, caption, engine.texts["decisions"][decision][language])[2]
        decided, suggested = (set(platform[one][decision]["possible"]) for one in ("decided", "suggested"))
        words = engine.texts["draft"]["follows_from_choice"][language].format(what=following)
        assert said == ("–" if decided == suggested else words)
        shorts = [
            engine.texts["official"]["shorts"][one][language] for one in platform["decided"][decision]["possible"]
        ]
        assert following == " / ".join(shorts) or len(shorts) > 3
    assert against == {True, False}, "ways that the rules exclude are among them"


def test_both_totals_are_named(blocks):
    items = [item for one in blocks["ja"] if one["kind"] == "list" for item in one["items"]]
    assert any(item.startswith("取組に見込む費用の合計は85.5百万円です") for item in items)
    assert any(item.startswith("費用の計画（防災基盤、5年間）の総額は134.5百万円です") for item in items)


def test_the_document_calls_the_prefecture_and_its_municipalities_by_their_names(blocks):
    text = markdown.render([one for one in blocks["ja"] if one["kind"] in ("paragraph", "table", "bars", "list")])
    for words in (
        "長崎県の共同利用の状況",
        "長崎県内の基盤の一覧",
        "基盤を使う市町の数",
        "長崎県の負担割合",
        "| 長崎県 |",
    ):
        assert words in text
    assert "市区町村の間の按分" not in text
    assert "| 都道府県 |" not in text


def test_what_municipalities_are_called_follows_from_those_there_are(guide):
    kinds: dict[str, set[str]] = {}
    for code, name in read_municipalities(find_data()).items():
        kinds.setdefault(code[:2], set()).add(name[-1])
    called = guide.document.municipalities_called
    assert called["municipalities_without_villages"] == sorted(code for code, ends in kinds.items() if "村" not in ends)
    # The wards of designated cities are no municipalities, and are not listed.
    assert called["municipalities_with_wards"] == [code for code, ends in kinds.items() if "区" in ends]
    assert kinds.keys() == {one.code for one in guide.prefectures}


@pytest.mark.parametrize(
    ("day", "ja", "en"),
    [
        ("2027-04-01", "令和9年4月1日", "1 April 2027"),
        ("2019-12-31", "令和元年12月31日", "31 December 2019"),
        ("2018-10-05", "平成30年10月5日", "5 October 2018"),
        ("1980-01-02", "1980年1月2日", "2 January 1980"),
    ],
)
def test_days_are_written_as_officials_write_them(engine, day, ja, en):
    assert [draft.day_in_words(day, engine.texts, code) for code in ("ja", "en")] == [ja, en]


@pytest.mark.parametrize(
    ("language", "last", "years", "periods"),
    [
        ("ja", "2028-12", ["令和8年度", "令和9年度", "令和10年度"], ["1Q", "2Q", "3Q", "4Q"]),
        ("ja", "2032-12", ["令和8年度", "令和9年度", "令和10年度"], ["上期", "下期", "上期", "下期"]),
        ("en", "2032-12", ["FY2026", "FY2027", "FY2028"], ["H1", "H2", "H1", "H2"]),
        ("ja", "2040-12", ["令和8年度", "令和9年度", "令和10年度"], ["年間"] * 4),
    ],
)
def test_a_schedule_runs_along_fiscal_years_and_their_halves(guide, engine, language, last, years, periods):
    loaded, _ = load_vision(ASSEMBLY, guide, engine)
    data = published(loaded, guide, engine)
    data["initiatives"][-1] |= {"start": last, "end": last}
    plan = next(one for one in draft.blocks(data, engine.texts, language) if one["kind"] == "plan")
    assert [one["label"] for one in plan["years"]][:3] == years
    assert [one["label"] for one in plan["periods"]][:4] == periods


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "  prefecture_percent: 50",
            "  prefecture_percent: 40",
            "prefecture_percentは40ですが、費用の計画（cost.yml）は50",
        ),
        ("  basis: population", "  basis: equal", "basisはequalですが、費用の計画（cost.yml）のschemeはpopulation"),
        ("  late_joiners: share_initial", "  late_joiners: no_share", "late_joinersはno_shareですが"),
    ],
)
def test_cost_sharing_that_contradicts_the_cost_plan_is_reported_at_its_line(vision, before, after, said):
    path = vision / "vision.yml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    done = CliRunner().invoke(main, ["vision", "check", "--folder", str(vision)])
    assert done.exit_code == 1
    line = text[: text.index(before)].count("\n") + 1
    assert f"vision.yml:{line}:" in done.stderr
    assert said in done.stderr


def test_what_cost_sharing_leaves_out_is_what_the_cost_plan_is_reckoned_with(vision, guide, engine):
    path = vision / "vision.yml"
    text = path.read_text(encoding="utf-8")
    for line in ("  prefecture_percent: 50\n", "  basis: population\n", "  late_joiners: share_initial\n"):
        text = text.replace(line, "")
    path.write_text(text, encoding="utf-8")
    plan = (vision / "cost.yml").read_text(encoding="utf-8")
    shares = "prefecture_build_percent: 100\nprefecture_run_percent: [50, 50, 50, 25, 25]\n"
    for written, shown in ((plan, "50%"), (f"{plan}{shares}", "構築費 100%、運用費 25～50%")):
        (vision / "cost.yml").write_text(written, encoding="utf-8")
        loaded, problems = load_vision(vision, guide, engine)
        assert problems == []
        assert "cost_sharing" not in {one["id"] for one in open_points(loaded, guide, engine)}
        made = draft.blocks(published(loaded, guide, engine), engine.texts, "ja")
        assert row_of(made, "費用の分担", "長崎県の負担割合")[1] == shown
        assert row_of(made, "費用の分担", "市町の間の按分")[1] == "人口割"


ALIGNED = "| 左 | 中 | 右 |\n|:--|:-:|--:|\n| a | b | c |"


def test_the_alignment_of_own_tables_is_in_every_form_of_the_document():
    labels = {"table": ["表 1"], "figure": []}
    block = {"kind": "free", "text": ALIGNED, "chapter": "present", "title": "現状", "labels": labels, "language": None}
    for html in (cleaned(ALIGNED, "present"), print_page([block], "ja")):
        cells = re.findall(r'<t[hd] class="align-(\w+)">', html)
        assert cells == ["left", "center", "right"] * 2
    assert ":-:" in fitted(ALIGNED, "present", "", labels, "現状")
    table = word.document([block], "ja").tables[0]
    for line in table.rows:
        assert [cell.paragraphs[0].alignment.name for cell in line.cells] == ["LEFT", "CENTER", "RIGHT"]


def test_a_date_fits_into_its_column(blocks):
    table = next(one for one in blocks["ja"] if one["kind"] == "table" and one["caption"] == "取組の一覧")
    start = table["columns"].index("開始")
    # The longest has eight characters, of which four are narrow.
    assert max((row[start] for row in table["rows"]), key=len) == "令和10年12月"
    millimetres = 8.5 / 72 * 25.4
    assert table_widths(table["columns"], table["rows"]).columns[start] > (4 + 4 * 0.6) * millimetres + 3.8


def test_columns_of_numbers_are_aligned_to_the_right(blocks, written):
    rows = [["長崎市", "390,000", "–", "2027"], ["壱岐市", "–", "–", "約3"]]
    assert draft.columns_of_numbers(rows) == [1]
    document = docx.Document(str(written["ja"]))
    table = next(one for one in document.tables if one.cell(0, 0).text == "団体名" and len(one.columns) == 5)
    sides = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]
    assert [side is not None and side.name for side in sides] == [False, "RIGHT", "RIGHT", "RIGHT", "RIGHT"]
    assert "| --- | --: | --: | --: | --: |" in markdown.render(blocks["ja"])
    # A page's cells may have no style of their own.
    assert "--:" not in markdown.render(blocks["ja"], lambda _: "", anchors=True)


def test_a_draft_in_markdown_has_its_pictures_beside_it(tmp_path):
    output = tmp_path / "案 1.md"
    done = CliRunner().invoke(main, ["vision", "draft", str(output), "--folder", str(ASSEMBLY)])
    assert done.exit_code == 0, done.output
    links = re.findall(r"!\[[^\]]*\]\(([^ )]+)", output.read_text(encoding="utf-8"))
    assert len(links) == 4
    for link in links:
        assert (tmp_path / unquote(link)).is_file()
    # What a picture carries unseen stays behind here too.
    assert all(b"secret place" not in (tmp_path / unquote(link)).read_bytes() for link in links)


# ── Laid out by the document's own heights and widths ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("基盤を共同で使う", 8, 1),
        ("基盤を共同で使う", 7.9, 2),
        # A full stop may stand beyond the end; a closing bracket takes the character before it along.
        ("基盤を共同で使う。", 8, 1),
        ("基盤を共同で使う）", 8, 2),
        ("一行目\n二行目", 8, 2),
        # Twelve letters of Arial: 5.223 of the font's size.
        ("municipality", 5.23, 1),
        ("municipality", 5.2, 2),
        ("a municipality", 6, 2),
        # Room at a line's end takes none.
        ("municipality municipality", 5.23, 2),
    ],
)
def test_lines_end_where_word_ends_them(text, width, lines):
    assert count_lines([(text, False)], width) == lines


def test_bold_letters_are_wider():
    assert text_width("Required") == pytest.approx(4.057)
    assert text_width("Required", bold=True) == pytest.approx(4.334)
    assert text_width("API連携") == pytest.approx(1.612 + 0.2 + 2)


def _laid_out(add):
    """The pages of the bookmarks of an empty document that ``add`` writes into."""
    writer = word._Writer("ja", None, {})
    add(writer)
    return [*bookmark_pages(writer.doc, writer.footnotes.paragraphs).values()]


LINES_OF_A_PAGE = 30


def test_a_heading_stays_with_the_line_that_follows():
    def write(writer, lines):
        for _ in range(lines):
            writer._paragraph({"text": "行"})
        writer.heading("見出し", 2)
        writer._paragraph({"text": "行"})

    # A line with the room below it takes 24 points of 728.5; the heading with its line takes 12 + 20 + 4 + 18.
    assert _laid_out(lambda writer: write(writer, LINES_OF_A_PAGE - 2)) == [1]
    assert _laid_out(lambda writer: write(writer, LINES_OF_A_PAGE - 1)) == [2]


def test_the_head_of_a_table_is_repeated_on_each_of_its_pages():
    def write(writer, rows):
        table = {"caption": "表", "columns": ["頭", "頭"], "rows": [["a", "b"]] * rows}
        writer._table(table)
        writer.heading("見出し", 2)
        writer._paragraph({"text": "行"})

    # The caption takes 25 points, each row 12.4 and one line more above them: 56 rows besides the head fill a page.
    # The second page has its head again, the third too.
    def pages(rows):
        return _laid_out(lambda writer: write(writer, rows))

    assert pages(50) == [1]
    assert pages(55) == [2]
    assert pages(55 + 52) == [2]
    assert pages(55 + 57) == [3]


def test_a_footnote_takes_room_on_the_page_that_refers_to_it():
    def write(writer, note):
        for _ in range(LINES_OF_A_PAGE - 3):
            writer._paragraph({"text": "行"})
        text = f"行[^1]\n\n[^1]: {'注' * 60}\n" if note else "行"
        block = {"text": text, "chapter": "present", "title": "現状", "labels": {"table": [], "figure": []}}
        writer._free(block)
        writer.heading("見出し", 2)
        writer._paragraph({"text": "行"})

    assert _laid_out(lambda writer: write(writer, note=False)) == [1]
    assert _laid_out(lambda writer: write(writer, note=True)) == [2]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_word_of_a_table_is_broken(blocks, language):
    for block in blocks[language]:
        if block["kind"] != "table":
            continue
        widths, size = table_widths(block["columns"], block["rows"])
        assert sum(widths) == pytest.approx(WIDTH)
        assert 6 <= size <= 8.5
        for number, (width, head) in enumerate(zip(widths, block["columns"], strict=True)):
            for text, bold in [(head, True), *((row[number], False) for row in block["rows"])]:
                millimetres = longest_word(text, bold=bold) * size / 72 * 25.4
                assert millimetres + 3.8 <= width, (block["caption"], text)


# ── Laid out by LibreOffice ─────────────────────────────────────────────────────────────────────────────────────

if SOFFICE:

    @pytest.mark.slow
    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_the_pages_of_the_contents_are_those_on_which_the_chapters_come(written, pages, language):
        listed = entries(docx.Document(str(written[language])))
        with pypdfium2.PdfDocument(written[language].with_suffix(".pdf")) as pdf:
            outline = [(one.level + 1, one.get_title(), one.get_dest().get_index() + 1) for one in pdf.get_toc()]
        outline = [one for one in outline if one[0] <= 2]
        assert [one[:2] for one in outline] == [one[:2] for one in listed]
        assert 12 <= len(pages[language]) <= 20
        # Without a font of Arial's widths, English takes more lines than are counted.
        off = 0 if language == "ja" or HAS_WIDTHS else 2
        differences = {text: (said, actual) for (_, text, said), (_, _, actual) in zip(listed, outline, strict=True)
                       if abs(said - actual) > off}  # fmt: skip
        assert differences == {}

    @pytest.mark.slow
    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_cover_contents_and_summary_have_a_page_each_and_no_page_is_empty(pages, language, blocks):
        texts = pages[language]
        cover = blocks[language][0]
        flat = re.sub(r"\s", "", texts[0])
        for part in (cover["title"], cover["state"], *cover["lines"]):
            assert re.sub(r"\s", "", part) in flat
        contents = next(block["text"] for block in blocks[language] if block["kind"] == "contents")
        assert contents in texts[1]
        summary = next(block["text"] for block in blocks[language] if block.get("id") == "summary")
        frame = next(block["text"] for block in blocks[language] if block.get("id") == "frame")
        assert summary in texts[2]
        assert frame in texts[3]
        assert all(len(text.split()) > 12 or len(text) > 60 for text in texts[1:])


# ── Pictures ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_is_encoded_anew_without_what_it_carries_unseen():
    data = (ASSEMBLY / "images" / "meeting.jpg").read_bytes()
    assert b"secret place" in data
    picture = read_picture("images/meeting.jpg", data)
    assert b"secret place" not in picture.data
    assert dict(Image.open(io.BytesIO(picture.data)).getexif()) == {}


def test_a_large_picture_is_scaled_and_webp_is_png_for_word():
    made = io.BytesIO()
    Image.new("RGB", (5000, 1000)).save(made, "WEBP")
    picture = read_picture("images/wide.webp", made.getvalue())
    assert (picture.width, picture.height) == (LONGEST_SIDE, LONGEST_SIDE // 5)
    assert Image.open(io.BytesIO(picture.data)).format == "WEBP"
    assert Image.open(io.BytesIO(picture.instead)).format == "PNG"


def test_a_drawing_keeps_only_what_draws():
    svg = read_picture("images/map.svg", (ASSEMBLY / "images" / "map.svg").read_bytes()).data.decode()
    assert "circle" in svg
    for part in ("script", "onload", "elsewhere"):
        assert part not in svg


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">{}</svg>'
HOSTILE_DRAWINGS = [
    ('<a href="javascript:alert(1)"><rect width="5" height="5"/></a>', "javascript"),
    ('<rect style="fill:url(https://elsewhere.example/x)" width="5"/>', "elsewhere"),
    ('<rect fill="url(https://elsewhere.example/x#a)"/>', "elsewhere"),
    ("<foreignObject><b>x</b></foreignObject>", "foreignObject"),
    ("<style>@import url(//elsewhere.example)</style>", "elsewhere"),
    ('<set attributeName="onload" to="alert(1)"/>', "alert"),
    ('<use href="https://elsewhere.example/x.svg#a"/>', "elsewhere"),
]


@pytest.mark.parametrize(("inside", "gone"), HOSTILE_DRAWINGS)
def test_a_hostile_drawing_is_harmless(inside, gone):
    assert gone not in read_picture("images/x.svg", SVG.format(inside).encode()).data.decode()


def test_copies_of_copies_are_dropped():
    nested = '<g id="a"><rect/></g><g id="b"><use href="#a"/><use href="#a"/></g><use id="c" href="#b"/>'
    assert read_picture("images/x.svg", SVG.format(nested).encode()).data.count(b"<use") == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.png", b"\x89PNG\r\n\x1a\n broken"),
        ("x.jpg", b"<svg/>"),
        ("x.svg", b"<!DOCTYPE svg [<!ENTITY a 'x'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>"),
        ("x.svg", b"<html/>"),
        ("x.svg", b"\xff\xfe"),
        ("x.gif", b"GIF89a"),
    ],
)
def test_what_is_no_picture_is_refused(name, data):
    with pytest.raises(PictureError):
        read_picture(f"images/{name}", data)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![](images/map.svg)", "説明がありません"),
        ("![地図](map.svg)", "images/"),
        ("![地図](https://elsewhere.example/a.png)", "images/"),
        ("![地図](images/mapp.svg)", "もしかして「images/map.svg」"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_reported_with_its_line(vision, text, said):
    (vision / "chapters" / "target.md").write_text(f"一行目\n\n{text}\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["vision", "check", "--folder", str(vision)])
    assert done.exit_code == 1
    assert "chapters/target.md:3:1: " in done.stderr
    assert said in done.stderr


def test_a_page_shows_the_visions_pictures_and_no_others():
    text = "![図](images/a.png) ![x](https://elsewhere.example/b.png)\n\n# 章\n\n文[^1]\n\n[^1]: 注"
    html = cleaned(text, "target", {"images/a.png": "../assets/vision/a.png"})
    assert '<img src="../assets/vision/a.png" alt="図"' in html
    assert "elsewhere" not in html
    assert '<h3 id="target-1">章</h3>' in html
    assert 'href="#fn-target-1"' in html


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def printed(browser, blocks, guide, engine):
    """The document as a browser prints it."""
    loaded, _ = load_vision(ASSEMBLY, guide, engine)
    with pypdfium2.PdfDocument(pdf(browser, blocks["ja"], "ja", loaded.pictures)) as opened:
        yield opened


@pytest.mark.browser
def test_the_pdf_has_tags_a_title_and_bookmarks_and_its_contents_have_the_pages(printed, blocks):
    assert pypdfium2.raw.FPDFCatalog_IsTagged(printed)
    assert printed.get_metadata_dict()["Title"] == blocks["ja"][0]["title"]
    outline = [(one.get_title(), one.get_dest().get_index() + 1) for one in printed.get_toc()]
    listed = [text for _, _, text in listed_headings(blocks["ja"])]
    assert [title for title, _ in outline if title in listed] == listed
    contents = re.sub(r"\s", "", printed[1].get_textpage().get_text_bounded())
    for title, page in outline:
        if title in listed:
            assert f"{re.sub(r'\s', '', title)}{page}" in contents


@pytest.mark.browser
def test_the_pdf_shows_every_picture_and_numbers_tables_as_word_does(printed, written):
    shown = sum(one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for page in printed for one in page.get_objects())
    assert shown >= 3, "three pictures of points; the drawing is lines"
    text = "".join(re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in printed)
    document = docx.Document(str(written["ja"]))
    captions = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    assert [one for one in captions if re.sub(r"\s", "", one) not in text] == []


@pytest.mark.browser
def test_no_page_of_the_pdf_ends_with_the_head_of_a_table(printed, blocks):
    heads = {re.sub(r"\s", "", "".join(one["columns"])) for one in blocks["ja"] if one["kind"] == "table"}
    for page in printed:
        text = re.sub(r"\s", "", page.get_textpage().get_text_bounded()).rstrip("0123456789")
        assert not [head for head in heads if text.endswith(head)]


def test_the_print_page_asks_nothing_of_anybody(blocks, guide, engine):
    loaded, _ = load_vision(ASSEMBLY, guide, engine)
    html = print_page(blocks["ja"], "ja", loaded.pictures)
    assert html.count('src="data:image/') == 4
    assert not re.search(r'(src|href)="(?!data:image/|#|https://www\.example\.lg\.jp/)', html)
    assert "<script" not in html
    assert "url(" not in html


def test_a_word_wider_than_the_page_is_broken_and_leaves_other_columns_theirs():
    """However long an unbroken word is, such as an address: the table has the page's width, and its lines an end."""
    widths, _ = table_widths(["Name", "Address"], [["Town A", "x" * 4000]])
    assert sum(widths) == pytest.approx(WIDTH)
    assert min(widths) >= 11
    # Two letters x of half the font's size on each line.
    assert count_lines([("x" * 100, False)], -5.0) == 50


#: What a document may say of any prefecture: names and definitions that are the guidebook's.
OF_THE_GUIDEBOOK = (
    "都道府県下の状況把握", "都道府県を越えた共同利用", "都道府県の基盤を共同利用している", "都道府県がベンダと契約し",
)  # fmt: skip


def test_labels_of_the_rules_name_the_prefecture(guide, engine):
    loaded, _ = load_vision(ASSEMBLY, guide, engine)
    assert loaded
    drafted = draft.blocks(published(loaded, guide, engine), engine.texts, "ja", loaded.chapters)
    said = json.dumps(drafted, ensure_ascii=False)
    for name in OF_THE_GUIDEBOOK:
        said = said.replace(name, "")
    assert "都道府県" not in said
    assert "長崎県の担当" in said
    assert "市町の担当" in said


def test_every_label_that_names_the_prefecture_is_one_of_the_model_and_speaks_of_any_there(engine):
    general, named = engine.texts, draft.texts_of({"code": "42", "name": "長崎県"}, engine.texts)
    for place in general["document"]["of_prefecture"]:
        before, after = general, named
        for key in place.split("."):
            items = {one["id"]: one for one in before} if isinstance(before, list) else before
            after = {one["id"]: one for one in after}[key] if isinstance(after, list) else after[key]
            before = items[key]
        assert re.search("都道府県|市区町村", before["ja"]), place
        assert re.search("長崎県|市町", after["ja"]), place
        assert not re.search("都道府県|市区町村", after["ja"]), place
    assert draft.texts_of(None, general) is general
