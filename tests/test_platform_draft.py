"""What is drafted of platforms in the tool: the first page is for whoever decides, and speaks of these alone."""

import re

import pytest

from dcb_guide.core import document, markdown, published_platform, result_document
from dcb_guide.core.languages import text_in
from dcb_guide.core.record_address import record_of

#: An address whose answers settle everything; some that is required is missing, some to be confirmed.
FULL = (
    "#service_provider=public_private&user_scope=municipality&platform_provider=local_government&co_used=no"
    "&data_exchange=yes&auth_federation=no&personal_broker=internal_shared&non_personal_broker=none&peers=0"
    "&field_scope=single_field&beyond_prefecture=no&external_body_feasible=yes&prefecture_capacity=no&flow=yes"
)
#: One of which hardly anything is known.
OPEN = "#service_provider=none"


def drafted(engine, language, *addresses, prefecture="長崎県"):
    records = [(engine.read(record_of(one, engine))[0], f"Platform {n}", {}) for n, one in enumerate(addresses, 1)]
    vision = published_platform.of_records(engine, records, prefecture)
    return document.blocks(vision, engine.texts, language)


def first_page(blocks):
    return blocks[: next(number for number, block in enumerate(blocks) if block["kind"] == "page_break")]


def words_of(blocks):
    return "\n".join(document._texts_of(blocks))


def test_an_address_of_the_flow_is_read_as_any_other(engine):
    answers, problems = engine.read(record_of(FULL, engine))
    assert problems == []
    assert len(answers) == len(FULL.split("&")) - 1  # all but the key of the flow


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_first_page_has_what_the_screen_shows_first(engine, guide, language):
    page = first_page(drafted(engine, language, FULL))
    assert page[0]["kind"] == "cover"
    assert not page[0]["alone"]
    result = engine.result(engine.read(record_of(FULL, engine))[0])
    outcomes = {item.id: {one.id: one for one in item.outcomes} for item in guide.decisions}
    way = outcomes["pathway"][result["pathway"]["id"]]
    sentence = next(block["text"] for block in page if block["kind"] == "paragraph")
    for decision in ("type_now", "pathway", "next_type"):
        assert text_in(outcomes[decision][result[decision]["id"]].sentence.texts, language) in sentence
    steps, required = (block["items"] for block in page if block["kind"] == "list")
    assert steps == [text_in(step.texts, language) for step in way.first_steps]
    assert text_in(way.contacts.texts, language) in words_of(page)
    gaps = [gap for gap in result["gaps"] if gap["severity"] == "required"]
    titles = {item.id: text_in(item.title.texts, language) for item in guide.requirements}
    assert len(required) == len(gaps)
    for item, gap in zip(required, gaps, strict=True):
        assert item.startswith(titles[gap["id"]])
        assert ({"ja": "要確認", "en": "To be confirmed"}[language] in item) == (gap["status"] == "unknown")


@pytest.mark.parametrize("addresses", [[FULL], [OPEN], [FULL, OPEN]], ids=["one", "open", "two"])
def test_it_speaks_of_the_platforms_and_not_of_the_whole_prefecture(engine, addresses):
    for language, whole in (("ja", "全体の型"), ("en", "Types across")):
        blocks = drafted(engine, language, *addresses)
        assert whole not in words_of(blocks)
        assert [one["kind"] for one in blocks].count("contents") == 0
        # What a prefecture sets is listed as open, and takes up no chapters of its own.
        chapters = [one["id"] for one in blocks if one["kind"] == "heading" and one.get("id")]
        assert not {"frame", "purposes", "cost_sharing", "residents"} & set(chapters)
        points = blocks[next(n for n, one in enumerate(blocks) if one.get("id") == "open_points") + 1]
        assert len(points["items"]) >= 7


def test_the_title_names_one_platform_or_the_prefecture_of_several(engine):
    assert drafted(engine, "ja", FULL)[0]["title"] == "Platform 1の共同利用ビジョン"
    assert drafted(engine, "ja", FULL, OPEN)[0]["title"].startswith("長崎県")


def test_each_of_several_platforms_has_its_first_steps_once(engine, guide):
    text = markdown.render(drafted(engine, "en", FULL, FULL))
    result = engine.result(engine.read(record_of(FULL, engine))[0])
    pathway = next(item for item in guide.decisions if item.id == "pathway")
    way = next(one for one in pathway.outcomes if one.id == result["pathway"]["id"])
    for step in way.first_steps:
        assert text.count(step["en"]) == 2


def test_a_task_of_one_month_is_not_written_as_a_span(engine):
    text = words_of(drafted(engine, "ja", FULL))
    months = re.findall(r"(\d+)(?:～(\d+))?か月目", text)
    assert [last for _, last in months if not last]
    assert all(first != last for first, last in months)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_saved_result_says_the_same_first(engine, language):
    result = engine.result(engine.read(record_of(FULL, engine))[0])
    # The draft names the prefecture where the result, which knows none, speaks of any.
    texts = document.texts_of({"name": "長崎県"}, engine.texts)
    blocks = result_document.blocks(result, texts, language)
    page = first_page(drafted(engine, language, FULL))
    sentence = next(block["text"] for block in page if block["kind"] == "paragraph")
    assert sentence in words_of(blocks)
    for block in page:
        if block["kind"] == "list":
            assert block in blocks
