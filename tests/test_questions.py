"""The twenty questions of officers: answered to act on, reached from home, computed where they speak of money."""

import re
from dataclasses import replace
from fractions import Fraction

import lxml.html
import pytest
import yaml

from dcb_guide.core.languages import LANGUAGES
from dcb_guide.guide.content import HarmSheet
from dcb_guide.guide.read_guide import find_data
from dcb_guide.prefecture.cost import share_costs
from dcb_guide.prefecture.worked_cost_plans import sharing_of

#: What officers ask, by the id of the answer.
TWENTY = {
    *("already_have", "who_signs", "late_joiner", "other_bodies_use_id", "how_much_saved", "disaster_level"),
    *("keep_vendor", "does_not_join", "contract_ends", "tell_residents", "which_data", "prefecture_first"),
    *("no_platform", "private_platform", "agency_modules", "merge_or_link", "who_to_ask", "how_long"),
    *("neighbour_prefecture", "official_text"),
}
#: Services that every municipality knows.
USUAL = {
    *("hazard_map", "evacuee_register", "safety_confirmation", "facility_booking", "local_currency"),
    *("digital_voucher", "child_health", "telemedicine", "school_contact", "library", "bus_pass"),
}


@pytest.fixture(scope="module")
def questions(guide):
    return {one.id: one for one in guide.questions}


def test_home_lists_the_twenty_and_each_says_what_to_do(questions):
    assert {one.id for one in questions.values() if one.on_home} == TWENTY
    for name in TWENTY:
        one = questions[name]
        assert one.steps, name
        assert one.write_down, name
        assert one.ask or name == "who_to_ask", name


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_of_the_twenty_is_two_clicks_from_home_at_most(site, language):
    home = site / LANGUAGES[language].prefix
    links = lxml.html.parse(home / "index.html").xpath("//a/@href")
    page = lxml.html.parse(home / "questions" / "index.html")
    for name in TWENTY:
        assert f"questions/#{name}" in links, name
        assert len(page.xpath(f"//*[@id='{name}']")) == 1, name
        assert page.xpath(f"//a[@href='#{name}']"), name


def test_a_question_on_which_the_guidebook_is_silent_is_never_shown_as_its_answer(questions):
    silent = {name for name, one in questions.items() if one.silent}
    assert silent >= {"late_joiner", "who_to_ask", "how_long", "contract_ends", "merge_or_link"}
    assert {questions[name].basis for name in silent} == {"judgement"}


def test_the_late_joiners_payment_follows_the_formula_of_its_question(guide, questions):
    """(build - grant) * years left / life * the participants' part * the newcomer's share of all people (2.8 iv)."""
    example = _example(guide, questions["late_joiner"])
    plan = example.plan
    newcomer = next(one for one in plan["participants"] if one.get("joins", 1) > 1)
    people = sum(one["population"] for one in plan["participants"])
    due = (
        Fraction(plan["build"] - plan["grant"])
        * Fraction(plan["life"] - (newcomer["joins"] - 1), plan["life"])
        * Fraction(100 - plan["prefecture_percent"], 100)
        * Fraction(newcomer["population"], people)
    )
    sharing = sharing_of(example)
    paid = sum(one.buy_in for one in sharing.participants)
    assert paid == due == 450_000
    assert sum(one.credit for one in sharing.participants) == paid
    assert sum(one.total for one in [sharing.prefecture, *sharing.participants]) == (
        plan["build"] - plan["grant"] + plan["years"] * plan["run"]
    )


def test_who_joins_later_pays_less_for_the_build_and_in_the_end_nothing(guide, questions):
    sharing = sharing_of(_example(guide, questions["late_joiner"]))
    buy_ins = []
    for year in range(2, 6):
        participants = tuple(replace(one, joins=year if one.joins > 1 else 1) for one in sharing.plan.participants)
        active = tuple(
            tuple(place for place, one in enumerate(participants) if one.joins <= now)
            for now in range(1, sharing.plan.years + 1)
        )
        later = share_costs(replace(sharing.plan, participants=participants, active=active))
        buy_ins.append(sum(one.buy_in for one in later.participants))
    assert buy_ins == [600_000, 450_000, 300_000, 150_000]


def test_what_is_saved_is_the_cost_alone_less_the_share(guide, questions):
    sharing = sharing_of(_example(guide, questions["how_much_saved"]))
    for one, shares in zip(sharing.plan.participants, sharing.participants, strict=True):
        assert one.alone is not None
        assert 0 < shares.total < one.alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_figures_that_the_engine_computes(site, guide, questions, language):
    text = lxml.html.parse(site / LANGUAGES[language].prefix / "questions" / "index.html").getroot().text_content()
    for name in ("late_joiner", "how_much_saved"):
        sharing = sharing_of(_example(guide, questions[name]))
        for shares in [sharing.prefecture, *sharing.participants]:
            assert f"{shares.total:,}" in text, name


def test_a_worked_example_that_is_not_of_its_kind_is_an_error(guide):
    example = next(one for one in guide.worked_costs if one.kind == "late_joiner")
    alone = {**example.plan, "participants": example.plan["participants"][:2]}
    with pytest.raises(ValueError, match="one participant that joins late"):
        sharing_of(example.model_copy(update={"plan": alone}))
    with pytest.raises(ValueError, match=r"worked_costs\.yml: late_joiner"):
        sharing_of(example.model_copy(update={"plan": {"years": 0}}))


def test_every_sum_of_the_sheet_on_harm_has_one_meaning(guide):
    sheet = guide.harm_sheet
    assert sheet.basis == "judgement"
    ranges = [sheet.range_of(place) for place in range(len(sheet.readings))]
    sums = [points for least, most in ranges for points in range(least, most + 1)]
    assert sums == list(range(2 * len(sheet.criteria) + 1))
    assert [one.answer for one in sheet.readings] == [False, None, True]


def test_a_sheet_with_a_gap_between_its_readings_is_no_sheet():
    data = yaml.safe_load((find_data() / "harm_sheet.yml").read_text(encoding="utf-8"))
    HarmSheet.model_validate(data)
    data["readings"][0]["least"] = 1
    with pytest.raises(ValueError, match="readings begin at 0"):
        HarmSheet.model_validate(data)


def test_usual_services_are_there_and_some_verify_nobody(guide):
    services = guide.service_levels.services
    assert len(services) >= 25
    assert {one.id for one in services} >= USUAL
    functions = [function for one in services for function in one.functions]
    assert sum(function.kind is None for function in functions) > 5
    assert any(len(one.functions) > 1 for one in services)
    kinds = {value.id for item in guide.context if item.id == guide.service_levels.input for value in item.values}
    assert {function.kind for function in functions} == {*kinds, None}


def test_the_levels_of_a_service_are_those_that_the_model_asks_of_its_kind(site, guide, engine):
    """The page shows what a gap would ask for; a platform at these levels has no gap, at a lower one it has."""
    page = lxml.html.parse(site / "service-levels" / "index.html")
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//tbody/tr[td[5]]")]
    functions = [function for one in guide.service_levels.services for function in one.functions]
    assert len(rows) == len(functions)
    inputs = {item.id: item for item in guide.attributes}
    for row, function in zip(rows, functions, strict=True):
        for column, name in ((2, "identity_proofing"), (3, "authentication")):
            labels = {value.label["ja"]: value.id for value in inputs[name].values}
            if function.kind is None:
                assert row[column] not in labels
                continue
            assert _gap(engine, name, function.kind, labels[row[column]]) is False
            below = inputs[name].levels[: inputs[name].levels.index(labels[row[column]])]
            assert all(_gap(engine, name, function.kind, lower) for lower in below)


def test_the_tools_question_on_kinds_names_services_as_examples(site):
    page = lxml.html.parse(site / "tool" / "index.html")
    (question,) = page.xpath("//fieldset[@id='q-service_kinds']")
    assert "安否確認" in question.text_content()
    assert question.xpath(".//a[@href='../service-levels/']")


def test_typing_a_word_leaves_the_services_that_have_it(page, address):
    page.goto(f"{address}service-levels/")
    page.get_by_label(re.compile("しぼり込む")).fill("防災")
    shown = page.locator("tbody tr:not([hidden])").all_inner_texts()
    assert len(shown) >= 6
    assert all("防災" in row for row in shown)


def _example(guide, question):
    return {one.id: one for one in guide.worked_costs}[question.worked]


def _gap(engine, attribute, kind, level):
    """Return whether the model reports a gap for a platform with one kind of service at a level of an attribute."""
    alone = {"peers": 0, "beyond_prefecture": False, "field_scope": "single_field", "planned_data": "personal"}
    gaps = engine.result({**alone, "service_kinds": [kind], attribute: level})["gaps"]
    return any(one["id"] == attribute and one["status"] == "unmet" for one in gaps)
