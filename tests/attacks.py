"""Attacks on every entrance: what is thrown, and what has to come back.

The tests throw each (tests/test_hostile_files.py, tests/test_attacks.py), and the page for maintainers lists them with
what came back (tools/attack_table.py).
"""

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from dcb_guide.core.values import printable
from tests import surveys
from tests.downloads import SAVED
from tests.entrances import VISION


def with_rows(*rows: list[str]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    for row in rows:
        book.active.append(row)
    return book


def workbook(change):
    """Return a workbook with one sound record, changed part by part: ``change(name, content) -> content or None``."""
    book = with_rows(["name", "service_provider", "platform_provider"], ["sound", "none", "none"])
    plain, changed = BytesIO(), BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = change(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
    return changed.getvalue()


def in_sheet(old, new):
    return lambda name, data: data.replace(old, new) if name.endswith("sheet1.xml") else data


#: Files of records that are texts: name → what it is, content, part of the message.
TEXTS: dict[str, tuple[str, str, str]] = {
    "brackets.yml": ("100,000 brackets", "[" * 50_000 + "]" * 50_000, "Nested too deeply"),
    "brackets.json": ("100,000 brackets", "[" * 50_000 + "]" * 50_000, "Nested too deeply"),
    "deep_value.json": ("a value 3,000 lists deep", '{"platform": {"user_scope": ' + "[" * 3000 + "]" * 3000 + "}}", "Nested too deeply"),
    "mappings.yml": ("20,000 mappings inside one another", "a: {" * 20_000 + "}" * 20_000, "Nested too deeply"),
    "large.yml": ("5.5 MB", "- {}\n" * 1_100_000, "too large"),
    "many.yml": ("25,000 records", "- {}\n" * 25_000, "too many records"),
    "many.json": ("25,000 records", "[" + ",".join(["{}"] * 25_000) + "]", "too many records"),
    "same_keys.json": ("one key 100,000 times", "{" + ",".join(['"a": 1'] * 100_000) + "}", "twice"),
    "unknown_keys.json": ("90,000 unknown keys", json.dumps({f"key{n}": 1 for n in range(90_000)}), "There are 89900 more errors"),
    "unknown_keys.yml": ("90,000 unknown keys", "\n".join(f"key{n}: 1" for n in range(90_000)), "There are 89900 more errors"),
    "aliases.yml": ("aliases of aliases", "a: &a [x]\nb: &b [" + "*a," * 9 + "]\nc: [" + "*b," * 9 + "]\n", "Aliases"),
    "long_name.yml": ("a name of a million characters", "name: " + "x" * 1_000_000, "longer than 20000 characters"),
    "long_text.json": ("a name of a million characters", json.dumps({"name": "x" * 1_000_000}), "A name is a text"),
    "too_many_columns.csv": ("5,000 columns", ",".join(["name"] * 5000) + "\n", "too many columns"),
    "too_many_rows.csv": ("25,000 rows", "name\n" + "x\n" * 25_000, "too many rows"),
    "shifted.csv": ("a cell beyond the heading", "name,user_scope\nx,prefecture,extra\n", "There is no heading above “extra”"),
    "quotes.csv": ("quotation marks that do not close rightly", 'name\n"a"b\n', "not valid CSV"),
    "empty.csv": ("nothing", "", "nothing in it"),
    "huge_number.csv": ("a number of 5,000 digits", "peers\n" + "9" * 5000 + "\n", "not a whole number"),
    "control.json": ("a name that writes to the terminal and forges a line of the result", '{"name": "x\\u001b]52;c;eA==\\u0007\\n  Class: forged"}', "control characters are not allowed"),
}  # fmt: skip

#: The same of workbooks, and how many records are answered all the same (None: either).
WORKBOOKS: dict[str, tuple[str, bytes, str, int | None]] = {
    "stray_cell.xlsx": (
        "one cell in the last row and column",
        workbook(in_sheet(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')),
        "Sheet!XFD1048576: There is a value beyond 20000 rows",
        1,
    ),
    "huge_row.xlsx": (
        "a row numbered 99,999,999,999",
        workbook(in_sheet(b"</sheetData>", b'<row r="99999999999"><c><v>1</v></c></row></sheetData>')),
        "There is a value beyond",
        1,
    ),
    "empty_rows.xlsx": (
        "300,000 empty rows",
        workbook(in_sheet(b"</sheetData>", b'<row hidden="1" ht="20"/>' * 300_000 + b"</sheetData>")),
        "",
        1,
    ),
    "rows.xlsx": ("30,000 rows", workbook(in_sheet(b"</sheetData>", b"<row><c><v>1</v></c></row>" * 30_000 + b"</sheetData>")), "beyond", 1),
    "unfolds.xlsx": ("a part that unpacks to 150 MB", workbook(lambda n, d: d + b" " * 150_000_000 if n.endswith("styles.xml") else d), "Unpacked", 0),
    "entities.xlsx": (
        "entities of entities",
        workbook(in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><worksheet')),
        "DOCTYPE",
        0,
    ),
    "broken_sheet.xlsx": ("a sheet that is no XML", workbook(in_sheet(b"</row>", b"<row")), "damaged", 0),
    "no_sheet.xlsx": ("no sheet", workbook(lambda n, d: None if n.endswith("sheet1.xml") else d), "damaged", 0),
    "no_types.xlsx": ("a damaged list of parts", workbook(lambda n, d: b"<x" if n == "[Content_Types].xml" else d), "damaged", 0),
    "string_out_of_range.xlsx": ("a text that is not in the table of texts", workbook(in_sheet(b'<c r="A2" t="inlineStr"><is><t>sound</t></is></c>', b'<c r="A2" t="s"><v>99</v></c>')), "", None),
    "cut.xlsx": ("half a workbook", workbook(lambda _, d: d)[:1500], "damaged", 0),
    "old.xlsx": ("a workbook of the old kind (.xls) or with a password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "old workbook (.xls) or one with a password", 0),
    "no_zip.xlsx": ("a text named .xlsx", b"name,user_scope\n", "damaged", 0),
}  # fmt: skip


@dataclass(frozen=True)
class Attack:
    """One file thrown at an entrance; ``says`` is part of what comes back, empty where nothing has to be said."""

    entrance: str
    what: str
    content: bytes
    says: str
    #: How many results come back; None where it does not matter.
    answered: int | None = 0


def attacks() -> Iterator[Attack]:
    """Yield every attack, in the order of the entrances."""
    for name, (what, content, says) in TEXTS.items():
        yield Attack(f"record.{name.rpartition('.')[2]}", what, content.encode(), says, None)
    # How many are answered is what tests/test_hostile_files.py looks at, with the command itself.
    for what, packed, says, _ in WORKBOOKS.values():
        yield Attack("record.xlsx", what, packed, says, None)
    good = b'{"name": "sound"}'
    for what, line, says in (
        ("a key twice between two records", b'{"name": "a", "name": "b"}', "twice"),
        ("half a record between two records", b'{"name": ', "not valid JSON"),
        ("a number of 5,000 digits between two records", b'{"context": {"peers": ' + b"9" * 5000 + b"}}", "15 digits"),
    ):
        yield Attack("record.jsonl", what, b"\n".join([good, line, good]), says, 2)
    yield Attack(
        "stream", "a line of 5 MB between two records", b"\n".join([good, b" " * 5_000_001, good]), "too large", 2
    )
    yield Attack(
        "stream", "a line that is not UTF-8 between two records", b"\n".join([good, b"\xff", good]), "not UTF-8", 2
    )
    yield from _addresses()
    yield from _surveys()
    yield from _costs()
    yield from _visions()
    yield Attack("vision.json", "100,000 brackets", b"[" * 100_000, "vision.json", 0)
    yield Attack("vision.json", "another file", b'{"platforms": [1]}', "cannot be read as a published vision", 0)
    yield from _saved()


#: Texts that are saved in files for others: what they try, the text, and what a reader of the file must see of it.
SAVED_TEXTS = (
    ("a link to a script", "[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    ("a picture of another server", "![x](https://attacker.invalid/x.png)", "![x](https://attacker.invalid/x.png)"),
    ("HTML", "<img src=x onerror=alert(1)><script>1</script><!-- -->", "<img src=x onerror=alert(1)><script>1</script><!-- -->"),
    ("references to characters", "&lt;b&gt; &#60;b&#62; &amp;amp; R&D", "&lt;b&gt; &#60;b&#62; &amp;amp; R&D"),
    ("emphasis, code, formulas, attributes", "*a* **b** _c_ ~~d~~ `e` $f$ ^g^ {.h #i}", "*a* **b** _c_ ~~d~~ `e` $f$ ^g^ {.h #i}"),
    ("escapes that escape the escape", "\\ \\* \\[a](b) c\\", "\\ \\* \\[a](b) c\\"),
    ("a heading", "# a #", "# a #"),
    ("a numbered list", "12. a", "12. a"),
    ("a line across", "- - -", "- - -"),
    ("lines of a table and a heading", "a\n\n# b\n\n| c |\n|---|\n", "# b"),
    ("a table's cell, and its end", "a | b |", "a | b |"),
    ("a template", "{{ 7*7 }} {% raw %}", "{{ 7*7 }} {% raw %}"),
    ("a field of Word", '{ HYPERLINK "https://attacker.invalid/" } DDEAUTO cmd', '{ HYPERLINK "https://attacker.invalid/" } DDEAUTO cmd'),
    ("XML of Word", '</w:t><w:fldSimple w:instr="DDE"/><w:t> ]]> <?x?> &#x0;', '</w:t><w:fldSimple w:instr="DDE"/><w:t> ]]> <?x?> &#x0;'),
    ("control characters", "a\x1b[2J\x00b", "a\\u001b[2J\\u0000b"),
    ("text whose direction turns, and half a character", "a\u202eb\ud800c", "a\\u202eb\\ud800c"),
)  # fmt: skip
#: The same in a chapter of a vision, which is Markdown: HTML is text, links lead to the web alone.
PROSE = (
    ("HTML", "<img src=x onerror=alert(1)> <script>1</script>", "<script>1</script>"),
    ("HTML between code", "a ` b\n` <img src=x onerror=1> ` c", "<img src=x onerror=1>"),
    ("HTML between code in a table", "| a ` b | c <img src=x> ` |\n|---|---|", "c <img src=x> `"),
    ("a link to a script", "[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    ("a link to a script, with references to characters", "[x](java&#115;cript:alert(1))", "[x](javascript:alert(1))"),
    ("a link to a script that is defined elsewhere", "[x][y]\n\n[y]: javascript:alert(1)", "[x][y]"),
    ("a picture in an address", "![x](data:image/svg+xml,1)", "![x](data:image/svg+xml,1)"),
)


def _saved() -> Iterator[Attack]:
    for name in SAVED:
        for what, text, seen in PROSE if name == "saved/chapter.md" else SAVED_TEXTS:
            yield Attack(name, what, text.encode("utf-8", "surrogatepass"), printable(seen), 1)


def _addresses() -> Iterator[Attack]:
    for what, address, says in (
        ("an unknown key and a script", "#<script>=1", "no item “<script>”"),
        ("a number of 4,000 digits", "#peers=" + "9" * 4000, "not a whole number"),
        ("a full-width and a superscript digit", "#peers=１²", "not a whole number"),
        ("control characters", "#user_scope=%1b]52;c;x%07", "\\u001b]52;c;x\\u0007"),
        ("a key of the language's own", "#__proto__=1", "no item “__proto__”"),
        ("bytes that are no text", "#user_scope=%ff%fe", "not a choice"),
    ):
        yield Attack("address", what, address.encode(), says, 1)


def _surveys() -> Iterator[Attack]:
    head = "基盤の名称,所有する団体,分野,開始年月\n"
    yield Attack(
        "survey.csv",
        "a name that writes to the terminal",
        f'{head}"a\u202eb",長崎市,観光,2024-04\n'.encode(),
        "control",
        None,
    )
    yield Attack(
        "survey.csv", "a name of 300 characters", f"{head}{'x' * 300},長崎市,観光,2024-04\n".encode(), "200", None
    )
    yield Attack("survey.csv", "a month that there is not", f"{head}a,長崎市,観光,2024-13\n".encode(), "2024-13", 1)
    yield Attack("survey.csv", "a wrong choice in a facet", b"name,component_liability\na,0\n", "is not a choice", 1)
    yield Attack("survey.yml", "aliases of aliases", b"platforms: &a [*a, *a]\n", "Aliases", None)
    yield Attack("survey.yml", "100,000 brackets", b"[" * 50_000 + b"]" * 50_000, "Nested too deeply", None)
    yield Attack("survey.yml", "a text in place of the list", b"platforms: x\n", "", None)
    yield Attack("survey.xlsx", "half a workbook", surveys.book(基盤=[["基盤の名称"], ["a"]])[:1500], "damaged")


def _costs() -> Iterator[Attack]:
    for what, plan, says in (
        ("infinity", b"{years: .inf}", "another number"),
        ("a number of 400 digits", b"{build: " + b"9" * 400 + b"}", "at most 15 digits"),
        ("a number that is a time in YAML 1.1", b"{years: 1:30}", "another number"),
        ("100,000 years", b"{years: 100000}", "30"),
        ("10,000 unknown keys", json.dumps({f"k{n}": 1 for n in range(10_000)}).encode(), "k0"),
        ("a list", b"[1]", ""),
    ):
        yield Attack("cost.yml", what, plan, says)
    yield Attack("cost.json", "not a number", b'{"years": NaN}', "another number")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * min(height, 40)))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _visions() -> Iterator[Attack]:
    vision = (VISION / "vision.yml").read_text(encoding="utf-8")

    def changed(old: str, new: str) -> bytes:
        assert old in vision
        return vision.replace(old, new, 1).encode()

    version = "schema_version: 1"
    for what, content, says in (
        ("50,000 brackets", b"[" * 50_000, "Nested too deeply"),
        (
            "a control character in the title",
            changed(version, f'{version}\ntitle: "a\\x0bb"'),
            "control character (U+000B)",
        ),
        (
            "a title whose direction turns",
            changed(version, f'{version}\ntitle: "a\\u202eb"'),
            "control character (U+202E)",
        ),
        ("costs of infinity", changed("cost_million_yen: 5", "cost_million_yen: .inf"), "another number"),
        ("costs of 400 digits", changed("cost_million_yen: 5", f"cost_million_yen: {'9' * 400}"), "at most 15 digits"),
        ("a wrong tag", changed(version, "schema_version: !!bool abc"), "The tag"),
        (
            "a link to a script",
            changed("site: https://example.github.io/vision/", "site: javascript:alert(1)"),
            "cannot be written here",
        ),
    ):
        yield Attack("vision/vision.yml", what, content, says)
    for what, content, says in (
        ("50,000 brackets", b"[" * 50_000, "Nested too deeply"),
        ("a name of 200,000 characters", b"name: " + b"x" * 200_000, "longer than 20000 characters"),
        ("a control character in the name", b'name: "a\\x0bb"', "control characters are not allowed"),
        ("a number of 4,000 hexadecimal digits", b"context: {peers: 0x" + b"f" * 4000 + b"}", "another number"),
    ):
        yield Attack("vision/platforms/tourism.yml", what, content, says)
    for what, text, says, answered in (
        ("a control character", "a\x0bb", "control character (U+000B)", 0),
        ("text whose direction turns", "a\u202eb", "control character (U+202E)", 0),
        ("the same as a reference to a character", "a&#8238;b", "control character (U+202E)", 0),
        ("200,001 bytes", "x" * 200_001, "too large", 0),
        ("a table of 80,000 cells", "\n".join(["|" + "a|" * 2000, "|" + "-|" * 2000, *["|" + "a|" * 2000] * 40]), "too many parts", 0),
        ("half of an e-mail address 95,000 times", "a@" * 95_000, "", 1),
        ("20,000 e-mail addresses", "a@b.c " * 20_000, "a@b.c", 0),
        ("190,000 digits in a row", "0" * 190_000, "", 1),
        ("99,000 pictures that do not close", "![" * 99_000, "too many parts", 0),
        ("19,000 notes that do not close", "[^" * 19_000, "", 1),
        ("quotations 5,000 deep", "> " * 5_000 + "x", "", 1),
        ("scripts, frames, handlers, templates", "<script>1</script><img src=x onerror=1>{{ 1 }}[a](javascript:1)", "", 1),
    ):  # fmt: skip
        yield Attack("vision/chapters/summary.md", what, text.encode(), says, answered)
    for what, content, is_refused in (
        ("a page named as a picture", b"\x89PNG\r\n<html><script>1</script>", True),
        ("a film's head", b"RIFF\x10\0\0\0AVI LIST", True),
        ("a picture of no size", _png(0, 0), True),
        ("a picture of 40,000 × 40,000 pixels", _png(40_000, 40_000), True),
        ("a quarter of a picture", _png(40, 40)[:40], True),
        ("a picture without its end, which shows all the same", _png(40, 40)[:-20], False),
        ("a picture with a page after its end, served as a picture", _png(40, 40) + b"<script>1</script>", False),
    ):
        says = "damaged, or not of the kind its name says" if is_refused else ""
        yield Attack("vision/logo.png", what, content, says, 0 if is_refused else 1)
