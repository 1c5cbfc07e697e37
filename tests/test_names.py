"""One wording: the edition's names, types and patterns are called what the guidebook in force calls them."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import lxml.html
import pytest
import yaml

ROOT = Path(__file__).parent.parent
#: The name of edition 1.0, where it is not part of a name that edition 3.0 uses.
OLD_NAME = re.compile(r"(?<!エリア)(?<!都市間)(?<!域内の)データ連携基盤")
#: Says that the old name is quoted: as the former name, of edition 1.0, or in the title of another's guide.
QUOTED = re.compile("旧称|名称|第1\\.0版|共同利用ガイドブック|事務連絡「|基礎からわかるデータ連携基盤ガイド")
#: The titles of edition 1.0, and what changed from it.
OF_EDITION_1 = {"guide_data/editions/1_0.yml", "guide_data/changes_of_editions.yml"}


@cache
def passages() -> tuple[tuple[str, str], ...]:
    """Return every passage that readers see, with where it is written."""
    return tuple(read_passages())


def read_passages() -> Iterator[tuple[str, str]]:
    """Yield every passage that readers see, with where it is written: lines of pages, texts of the data."""
    for path in (*sorted((ROOT / "docs" / "ja").glob("*.md")), *sorted((ROOT / "docs" / "en").glob("*.md"))):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{path.relative_to(ROOT)}:{number}", line
    for path in sorted((ROOT / "guide_data").rglob("*.yml")):
        name = str(path.relative_to(ROOT))
        if not name.startswith("guide_data/vision/"):
            yield from ((name, text) for text in texts(yaml.safe_load(path.read_text(encoding="utf-8"))))


def texts(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)
    elif isinstance(data, str):
        yield data


def test_the_old_name_is_only_quoted():
    alone = [
        (place, text)
        for place, text in passages()
        if place not in OF_EDITION_1 and OLD_NAME.search(text) and not QUOTED.search(text)
    ]
    searched = ("guide_data/glossary.yml", "guide_data/other_words.yml")
    assert [one for one in alone if not one[0].startswith(searched)] == []


#: What stands on a page of its own: a passage, a cell, a label; the name and the text that a machine reads of a page.
PASSAGES = (
    "//title | //*[self::p or self::li or self::td or self::th or self::dt or self::dd][not(.//p or .//li or .//td)]"
)
PASSAGES += " | //*[self::h1 or self::h2 or self::h3 or self::h4 or self::summary or self::label or self::option]"
PASSAGES += " | //*[self::figcaption or self::text or self::caption or self::legend or self::button]"


def test_no_built_page_says_the_old_name_but_where_edition_1_is_quoted(site, guide):
    """Titles of its sections, and what it says in the table of changes, are quotations."""
    first = next(edition for edition in guide.editions if edition.id == "v1")
    quoted = {one.title["ja"] for one in first.sections} | {one.before.text["ja"] for one in guide.changes_of_editions}
    seen, alone = 0, []
    for page in sorted(site.rglob("index.html")):
        root = lxml.html.parse(str(page)).getroot()
        said = ["".join(one.itertext()).strip() for one in root.xpath(PASSAGES)]
        said += root.xpath("//@alt | //@aria-label | //@title | //meta/@content | //@placeholder")
        seen += len(said)
        alone += [
            (page.relative_to(site).as_posix(), text)
            for text in said
            if OLD_NAME.search(text) and not QUOTED.search(text) and text not in quoted
        ]
    assert seen > 20_000
    assert alone == []


def test_the_glossary_finds_the_platform_by_its_old_name(guide):
    found = [term for term in guide.glossary if "データ連携基盤" in term.also]
    assert [term.ja for term in found] == ["エリアデータ連携基盤"]


@pytest.mark.parametrize(
    ("wrong", "instead"),
    [
        (r"[Vv]ersion 3\b", "edition 3.0"),
        (r"[Vv]ersion 1\.0 of the guidebook", "edition 1.0"),
        (r"運営の型|運営組織の型", "運営の形"),
        (r"[Oo]rganisational types?", "form of operation"),
        (r"[Pp]attern to aim for", "form to aim for"),
        (r"(?<![A-Za-z])pattern [ABCD]\b", "Pattern A"),
    ],
)
def test_a_thing_has_one_name(wrong, instead):
    found = [(place, text) for place, text in passages() if re.search(wrong, text) and place not in OF_EDITION_1]
    assert found == [], f"say {instead}"


def test_only_the_official_types_and_patterns_are_called_so(guide):
    """Labels of this guide's own outcomes do not say 型 or パターン, but for the names of edition 1.0 (直列型 …)."""
    of_edition_1 = {item.id for item in guide.organisations}
    line = guide.official_line
    for decision in guide.decisions:
        for outcome in decision.outcomes:
            official = outcome.short or outcome.transition_pattern or outcome.organisation in of_edition_1
            if not official and outcome.id != "untyped":
                assert not re.search("型|パターン", outcome.label.ja), outcome.id
                assert not re.search(r"\b[Tt]ype\b|\b[Pp]attern\b", outcome.label.en), outcome.id
        if decision.id not in (line.now, line.next):
            assert not re.search("型|パターン", decision.label.ja), decision.id
