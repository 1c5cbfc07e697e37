"""Both languages are complete and fresh, terms are used one way, citations lead somewhere, the words are our own."""

import hashlib
import html
import json
import re
import shutil
from functools import cache
from pathlib import Path

import lxml.html
import pytest

from dcb_guide.core import places
from dcb_guide.core.citation import cited
from dcb_guide.core.languages import LANGUAGES
from dcb_guide.guide import translations
from dcb_guide.guide.decision_types import Item, Text
from tools.fingerprint_source import IGNORED, RUN, SIZE

ROOT = Path(__file__).parent.parent
JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")
PAGES = {language: sorted((ROOT / "docs" / language).glob("*.md")) for language in LANGUAGES}


def texts(item, language, path=()):
    """Yield every text of a guide in one language, with its place."""
    if isinstance(item, Text):
        yield path, item[language]
    elif isinstance(item, Item):
        for name in type(item).model_fields:
            yield from texts(getattr(item, name), language, (*path, name))
    elif isinstance(item, (list, tuple)):
        for index, value in enumerate(item):
            yield from texts(value, language, (*path, index))
    elif isinstance(item, dict):
        for name, value in item.items():
            yield from texts(value, language, (*path, name))


def prose(language):
    """Yield every page's own prose."""
    for path in PAGES[language]:
        yield path.name, path.read_text(encoding="utf-8")


def cited_in(text):
    """Return every (edition, section) a page's prose cites, in a tag or in running text such as 1.0版 §3.4."""
    told = re.findall(r"(?:ed\. (\d)\.0|(\d)\.0版) §(\d{1,2}(?:\.\d(?:\(\d\))?)?)", text)
    assert len(told) == text.count("§"), "a section cited without its edition"
    told = [(f"v{english or japanese}", section) for english, japanese, section in told]
    return {*told, *(one for tag in re.findall(r'cite\(source="([^"]+)"', text) for one in cited(tag))}


def test_every_page_is_there_in_both_languages_with_the_same_macros_and_anchors():
    assert [path.name for path in PAGES["ja"]] == [path.name for path in PAGES["en"]]
    for one, other in zip(PAGES["ja"], PAGES["en"], strict=True):
        for kind in (r"\{\{ .*? \}\}", r"\{ #[\w-]+ \}", r"\]\(([^)]+)\)"):
            found = [sorted(re.findall(kind, path.read_text(encoding="utf-8"))) for path in (one, other)]
            assert found[0] == found[1], one.name


def test_no_translation_is_stale():
    assert list(translations.stale(ROOT)) == []


def test_a_text_changed_in_one_language_is_listed_as_stale(tmp_path):
    for name in ("docs", "guide_data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    page = tmp_path / "docs" / "ja" / "about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n追記\n", encoding="utf-8")
    data = tmp_path / "guide_data" / "steps" / "01_grasp.yml"
    data.write_text(data.read_text(encoding="utf-8").replace("Work out which", "Find out which"), encoding="utf-8")
    assert list(translations.stale(tmp_path)) == [
        "docs/*/about.md: ja changed since en was confirmed to say the same",
        "guide_data/steps/01_grasp.yml: en changed since ja was confirmed to say the same",
    ]
    translations.confirm(tmp_path)
    assert list(translations.stale(tmp_path)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_are_used_one_way(guide, language):
    """What the guidebook itself writes in two ways may stand where the difference is told."""
    told = {"differences.md"}
    avoided = [form for term in guide.glossary for form in term.avoid]
    assert len(avoided) > 8
    found = [
        (name, form)
        for name, text in prose(language)
        if name not in told
        for form in avoided
        if form in text.lower() or form in text
    ]
    found += [
        (path, form)
        for path, text in texts(guide, language)
        if path[0] != "differences"
        for form in avoided
        if form in text or form in text.lower()
    ]
    assert found == []


def test_a_page_of_one_language_holds_no_stray_text_of_the_other(site):
    stray = {}
    for path in sorted((site / "en").rglob("index.html")):
        article = path.read_text(encoding="utf-8").split("<article")[1].split("</article>")[0]
        foreign = r"<(\w+)[^>]*\blang=\"ja\"[^>]*>.*?</\1>|<(script|pre)\b.*?</\2>"
        article = re.sub(foreign, "", article, flags=re.DOTALL)
        plain = html.unescape(re.sub(r"<[^>]+>", "", article))
        plain = re.sub(r"[((][^()()]*[))]", "", plain)
        if path.parent.name not in ("differences", "search") and JAPANESE.search(plain):
            stray[path.parent.name] = JAPANESE.findall(plain)[:20]
    for path in sorted(site.rglob("index.html")):
        if "/en/" in path.as_posix():
            continue
        article = path.read_text(encoding="utf-8").split("<article")[1].split("</article>")[0]
        article = re.sub(r"<(\w+)[^>]*\blang=\"en\"[^>]*>.*?</\1>", "", article, flags=re.DOTALL)
        plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", article, flags=re.DOTALL)
        if found := re.findall(r"(?:\b[a-z]{2,} ){4,}", plain):
            stray[path.parent.name] = found[:5]
    assert stray == {}


def test_every_section_cited_in_prose_is_one_of_the_guidebooks(guide):
    sections = {(edition.id, section.id) for edition in guide.editions for section in edition.sections}
    for language in LANGUAGES:
        for name, text in prose(language):
            for one in cited_in(text):
                assert one in sections, (name, one)


#: Of the answer that explains the tags: it shows one instead of citing.
EXPLAINS = "§9.5"


def test_every_citation_on_a_page_names_its_edition_and_leads_to_its_section(site, guide):
    """In the tag of a statement, in a figure's words, in prose: a link to the place of that very section."""
    numbers = {edition.number: edition.id for edition in guide.editions}
    form = re.compile(r"(?:ed\. )?(\d\.\d)版? §(\d+(?:\.\d)?(?:\(\d\))?)")
    seen = 0
    for page in sorted(site.rglob("index.html")):
        root = lxml.html.parse(str(page)).getroot()
        for link in root.iterfind(".//a"):
            if "§" not in (words := link.text_content()):
                continue
            found = form.fullmatch(words)
            assert found, (page, words)
            place = f"#{places.of_section(numbers[found[1]], found[2]).partition('#')[2]}"
            assert link.get("href").endswith(place), (page, words, link.get("href"))
            target = page if link.get("href").startswith("#") else page.parent / link.get("href").partition("#")[0]
            listed = target if target.suffix == ".html" else target / "index.html"
            assert listed.resolve().parent.name == "sections", (page, words)
            assert f'id="{place[1:]}"' in _text(listed.resolve()), (page, words)
            seen += 1
        outside = root.xpath("//body//text()[contains(., '§')][not(ancestor::a or ancestor::pre or ancestor::script)]")
        if "maintainers" not in page.parts:  # where comments of the code are shown
            cited_alone = [one for one in outside if EXPLAINS not in one.getparent().text_content()]
            assert [one for one in cited_alone if not _linked_behind(one)] == [], page
    assert seen > 1_500


def test_every_challenge_type_and_attribute_has_what_the_guide_promises(guide):
    assert [item.id for item in guide.playbooks] == [item.id for item in guide.challenges]
    assert [item.id for item in guide.type_guides] == [item.id for item in guide.organisations]
    assert {task.stage for task in guide.tasks} == {item.id for item in (*guide.steps, *guide.procedures)}
    covered = {name for playbook in guide.playbooks for name in playbook.gaps}
    assert covered == {item.id for item in guide.requirements}


def test_every_section_of_an_edition_is_cited_somewhere_itself_or_a_part_of_it(guide):
    told = {one for _, source in _sources(guide) for one in cited(source)} | _in_prose()
    for edition in guide.editions:
        parts = {section for found, section in told if found == edition.id}
        untold = {one.id for one in edition.sections if not any(part.startswith(one.id) for part in parts)}
        assert untold == set(), edition.id


def test_one_edition_is_in_force_and_it_is_the_newest(guide):
    assert [edition.id for edition in guide.editions if edition.in_force] == [
        max(guide.editions, key=lambda edition: edition.date).id
    ]


def test_what_changed_between_editions_cites_the_older_one_before_and_the_newest_after(guide):
    assert len({change.id for change in guide.changes_of_editions}) == len(guide.changes_of_editions) > 40
    for change in guide.changes_of_editions:
        for said, edition in ((change.before, "v1"), (change.after, "v3")):
            assert {found for found, _ in cited(said.source)} <= {edition} if said.source else True, change.id
        if change.kind != "new":
            assert change.before.source or change.id == "contact"


#: Titles and addresses of documents that pages refer to.
TITLES = re.compile(
    "データ連携基盤に関する状況把握及び「共同利用ビジョン」の策定について"
    "|行政手続におけるオンラインによる本人確認の手法に関するガイドライン"
    r"|https://[^\s)]+"
)


def test_no_long_run_of_prose_equals_the_source(guide):
    """Names, labels of values and titles are the guidebook's and stay out of it."""
    stored = (ROOT / "tests" / "source_runs.bin").read_bytes()
    source = {stored[i : i + SIZE] for i in range(0, len(stored), SIZE)}
    assert len(source) > 10_000
    copied = []
    own = [
        (path, text)
        for path, text in texts(guide, "ja")
        if path[-1] not in ("label", "title") and path[0] != "editions"
    ]
    for path, text in [*own, *prose("ja")]:
        plain = IGNORED.sub("", TITLES.sub("", text))
        for start in range(len(plain) - RUN + 1):
            run = plain[start : start + RUN]
            if hashlib.sha256(run.encode()).digest()[:SIZE] in source:
                copied.append((path, run))
                break
    assert copied == []


def test_figures_have_the_same_content_in_words(site):
    for path in sorted(site.rglob("index.html")):
        page = path.read_text(encoding="utf-8")
        for figure in re.findall(r'<figure class="dcb-figure-frame">.*?</figure>', page, re.DOTALL):
            assert re.search(r"<title[^>]*>[^<]+</title>", figure)
            assert figure.count("<li>") >= 2, path
        if path.parent.name not in ("publish", "survey", "costs"):  # screenshots are what they are
            assert not re.search(r"<img[^>]+\.(png|jpe?g|gif|webp)", page)


def test_the_record_of_translations_names_every_page():
    record = json.loads((ROOT / "docs" / "translations.json").read_text(encoding="utf-8"))
    assert {f"docs/*/{path.name}" for path in PAGES["ja"]} <= set(record)


def _sources(item):
    if isinstance(item, Item):
        if isinstance(source := getattr(item, "source", None), str):
            yield item, source
        for name in type(item).model_fields:
            yield from _sources(getattr(item, name))
    elif isinstance(item, (list, tuple)):
        for value in item:
            yield from _sources(value)


def _in_prose():
    return {one for _, text in prose("ja") for one in cited_in(text)}


def test_no_tag_stands_between_a_term_and_its_meaning(site):
    """The tag of a source comes behind the statement, once a section where its basis does not change."""
    between = {}
    for path in sorted(site.rglob("index.html")):
        article = path.read_text(encoding="utf-8").split("<article")[1].split("</article>")[0]
        tag = r'<span class="dcb-cite[^"]*">(?:(?!</?p>|</?li>).)*?</span></span>'
        if found := re.findall(rf"[^>]*</strong>\s*{tag}\s*[^<\s].{{0,20}}", article):
            between[path.relative_to(site).as_posix()] = found[:2]
    assert between == {}


def test_a_platform_that_some_share_is_never_said_to_have_arrived(guide):
    """Co-use is asked of several bodies, not of all: who has not joined yet stays open."""
    arrived = {"ja": r"届いて|達しています|完了しました", "en": r"\breached\b|\barrived\b|is where it should be"}
    for decision in guide.decisions:
        for outcome in decision.outcomes:
            for language, words in arrived.items():
                for path, text in texts(outcome, language):
                    assert not re.search(words, text), (decision.id, outcome.id, path)
    sustain = next(one for one in _decision(guide, "pathway").outcomes if one.id == "sustain")
    assert "加わっていない" in sustain.sentence.ja
    assert "not joined yet" in sustain.sentence.en


def test_fields_are_explained_for_both_ways_of_dividing_them(guide):
    inputs = {item.id: item for item in guide.inputs}
    for name in ("field_scope", "peers"):
        for number in "12":
            assert f"パターン{number}" in inputs[name].explanation.ja, name
            assert f"pattern {number}" in inputs[name].explanation.en, name


def _linked_behind(text):
    """Return whether the tool's question whose hint says so has the same sections as links behind its choices."""
    question = next(text.getparent().iterancestors("fieldset"), None)
    named = re.findall(r"(?:ed\. \d\.\d|\d\.\d版) §[\d.()]+", text)
    return question is not None and set(named) <= {link.text_content() for link in question.iterfind(".//a")}


@cache
def _text(path):
    return path.read_text(encoding="utf-8")


def _decision(guide, name):
    return next(item for item in guide.decisions if item.id == name)
