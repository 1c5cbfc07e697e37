"""The tool's page begins with the official line, and its guided way with the official flow."""

import pytest

from tests.test_official import CASES

FULL = (
    "service_provider=public_private&user_scope=municipality&platform_provider=local_government&co_used=no"
    "&data_exchange=no&auth_federation=no&personal_broker=internal_shared&non_personal_broker=external&peers=0"
    "&field_scope=single_field&beyond_prefecture=no"
)
#: What an officer answers on the way to type 1.3 and pattern B: question → answer.
WALK = {
    "existing": "only_ours",
    "provider": "local_government",
    "shared": "alone",
    "non_personal": "external",
    "personal": "internal_separated",
    "services": "public_private",
    "widen": "wide",
    "beyond": "none",
}


def words_of(case):
    return case["line"].replace("（いま）", "").replace("（次）", "").replace("（長期の目標）", "").split(" → ")


@pytest.mark.parametrize("case", [CASES[0], CASES[3], CASES[6], CASES[-2]], ids=lambda case: case["name"])
def test_a_result_begins_with_the_official_line_linked_to_the_guide(page, address, case, engine):
    from dcb_guide.core.record_address import address_of

    answers, _ = engine.read(case["record"])
    page.goto(f"{address}tool/#{address_of(answers)}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    first = page.locator("#dcb-result > *").first
    assert first.evaluate("one => one.className") == "dcb-line"
    assert first.locator("strong").all_inner_texts() == words_of(case)
    result = engine.result(answers)
    for attribute, decision in (("data-type-now", "type_now"), ("data-next-type", "next_type")):
        assert page.locator("#dcb-result").get_attribute(attribute) == result[decision]["id"]
        possible = page.locator("#dcb-result").get_attribute(f"{attribute}-possible")
        assert possible == " ".join(result[decision]["possible"])
    for link in first.locator("a").all():
        target = link.get_attribute("href")
        assert page.request.get(f"{address}tool/{target}").ok
        other = page.context.new_page()
        other.goto(f"{address}tool/{target}")
        assert other.locator(":target").count() == 1, target
        other.close()


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_tasks_of_the_pattern_come_before_the_finer_reading(page, address, language):
    page.goto(f"{address}{language}tool/#{FULL}")
    page.wait_for_selector("#dcb-result[data-pathway=open_up]")
    page.locator("#tasks > summary").click()
    assert page.locator("#tasks section").count() == 4
    order = page.evaluate("[...document.querySelectorAll('#tasks, .dcb-finer, #gaps')].map(one => one.className)")
    assert order == ["dcb-tasks", "dcb-finer", "dcb-gaps"]


def test_what_is_open_names_what_is_still_possible(page, address):
    page.goto(f"{address}tool/#platform_provider=local_government&co_used=no")
    page.wait_for_selector("#dcb-result[data-type-now='']")
    assert page.locator("[data-role=now] strong").inner_text() == "まだ決まらない"
    page.locator("[name=service_provider][value=local_government]").check()
    page.locator("[name=personal_broker][value=external]").check()
    page.wait_for_selector("#dcb-result[data-type-now-possible='type_1_2 type_1_5']")
    assert page.locator("[data-role=now] strong").inner_text() == "型1.2 / 型1.5"


def test_a_case_that_the_edition_does_not_cover_says_so(page, address):
    page.goto(f"{address}en/tool/#platform_provider=none&peers=1&integration_harm=no&service_provider=local_government")
    page.wait_for_selector("#dcb-result[data-pathway=join]")
    assert page.locator("#dcb-result [data-role=now] strong").inner_text() == "No platform of its own"
    assert "does not cover a body without one of its own" in page.locator("#not-covered").inner_text()


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_official_flow_is_walked_by_keyboard_from_home(page, address, language):
    page.goto(f"{address}{language}")
    page.locator(".dcb-first-answers a").nth(2).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    walk = dict(WALK)
    del walk["existing"]  # answered at home
    for question, answer in walk.items():
        shown = page.locator(f"[data-walk-question={question}]")
        shown.wait_for()
        assert page.locator("#dcb-walk legend:visible").count() == 1
        assert page.evaluate("document.activeElement.tagName") == "LEGEND"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == f"walk-{question}"
        for _ in range(6):
            if page.evaluate("document.activeElement.value") == answer:
                break
            page.keyboard.press("ArrowDown")
        if shown.locator("input:checked").count() == 0:
            page.keyboard.press("Space")
        assert shown.locator("input:checked").get_attribute("value") == answer
        page.keyboard.press("Enter")
    page.locator("#dcb-walk-end").wait_for()
    assert page.evaluate("document.activeElement.id") == "dcb-walk-heading"
    page.wait_for_selector("#dcb-result[data-type-now=type_1_3][data-pathway=open_up][data-next-type=type_2_4]")
    assert (
        page.locator("#dcb-walk-line [data-role=way] strong")
        .inner_text()
        .startswith("Pattern B" if language else "パターンB")
    )
    assert "peers=0" in page.url
    assert page.locator("#dcb-form").is_hidden()
    page.locator("#dcb-walk-end [data-step=finer]").focus()
    page.keyboard.press("Enter")
    assert page.locator("#dcb-walk").is_hidden()
    page.locator(".dcb-question.dcb-current").wait_for()


def test_the_flow_takes_back_what_another_answer_put_into_the_form(page, address):
    page.goto(f"{address}tool/?mode=guided#peers=3")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("[name=walk-existing][value=ours_and_others]").check()
    assert page.locator("[name=peers]").input_value() == "3"  # one or more: the number stays
    assert page.locator("[name=prefecture_platform]:checked").get_attribute("value") == "no"
    page.locator("[name=walk-existing][value=none]").check()
    assert page.locator("[name=peers]").input_value() == "0"
    assert page.locator("[name=prefecture_platform]:checked").count() == 0
    page.locator("#dcb-walk [data-step=next]").click()
    page.locator("[data-walk-question=services]").wait_for()
    page.locator("#dcb-walk [data-step=back]").click()
    assert page.locator("[name=walk-existing]:checked").get_attribute("value") == "none"
    page.locator("[data-mode=all]").click()
    assert page.locator("#dcb-walk").is_hidden()
    assert page.locator("[name=platform_provider]:checked").get_attribute("value") == "none"


def test_the_flow_can_be_left_for_the_finer_questions(page, address):
    page.goto(f"{address}tool/?mode=guided")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    assert page.locator("#dcb-walk [data-step=next]").is_visible()
    page.locator("#dcb-walk [data-step=finer]").click()
    page.locator(".dcb-question.dcb-current").wait_for()
    assert page.locator("#dcb-walk").is_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_line_needs_no_sideways_scrolling(page, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}en/tool/#{FULL}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    line = page.locator("#dcb-result .dcb-line")
    assert line.evaluate("one => one.scrollWidth <= one.clientWidth + 1")
    for station in line.locator("li").all():
        box = station.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_platforms_are_compared_by_their_official_types_first(page, address):
    page.goto(f"{address}tool/#{FULL}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("#dcb-name").fill("A市")
    page.locator("#dcb-shelf-form button").click()
    page.locator("[data-shelf=compare]").click()
    page.locator(".dcb-comparison").wait_for()
    rows = page.locator(".dcb-comparison tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows[:4]] == [
        ["いま", "型1.3"],
        ["移行パターン", "パターンB 広域展開"],
        ["次", "型2.4"],
        ["長期の目標", "型2.4"],
    ]


def test_every_type_and_pattern_has_its_place_on_the_page(page, address, guide):
    for language in ("", "en/"):
        page.goto(f"{address}{language}types/")
        ids = set(page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)"))
        outcomes = next(item for item in guide.decisions if item.id == guide.official_line.now).outcomes
        assert {outcome.id.replace("_", "-") for outcome in outcomes} <= ids
        assert {pattern.id.replace("_", "-") for pattern in guide.transition_patterns} <= ids
