"""The guidebook's official types come first: the line, the figures and the guided way agree with the tables."""

import random
import re
from itertools import product
from pathlib import Path

import pytest
import yaml

from dcb_guide.cli import report
from dcb_guide.core import markdown, official_line, result_document
from dcb_guide.core.conditions import holds
from macros.figures import FIGURES
from macros.render import Renderer
from macros.shared_renderer import TEMPLATES

CASES, ON_PAPER = (
    yaml.safe_load((Path(__file__).parent / "cases" / f"{name}.yml").read_text(encoding="utf-8"))
    for name in ("official", "on_paper")
)


def result_of(engine, record):
    answers, problems = engine.read(record)
    assert problems == []
    return engine.result(answers)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_platform_has_the_line_an_officer_reads(engine, case):
    result = result_of(engine, case["record"])
    line = official_line.stations(result, engine.texts)
    assert official_line.in_words(line, engine.texts, "ja") == case["line"]
    said = official_line.not_covered(line, result["trace"], engine.texts, "ja")
    for words in case.get("not_covered", []):
        assert any(words in sentence for sentence in said), (words, said)


@pytest.mark.parametrize("case", ON_PAPER, ids=lambda case: case["name"])
def test_a_platform_decided_on_paper_is_decided_alike(engine, case):
    result = result_of(engine, case["record"])
    line = official_line.stations(result, engine.texts)
    now, _, following, _ = line
    said = official_line.not_covered(line, result["trace"], engine.texts, "ja")
    for station, decided in ((now, case["now"]), (following, case["next"])):
        assert station["id"] == decided or (decided is None and said)
    pattern = engine.texts["official"]["patterns"].get(official_line.pattern_of(line), {"letter": None})
    assert pattern["letter"] == case["pattern"]


def test_an_operating_body_after_co_use_is_no_judgement_and_patterns_of_a_shared_platform_are(engine):
    """7.2 has an operating body provide the platform of types 2.1 and 2.4; 8.2 takes C and D from types 1.2 to 1.5."""
    platform: dict[str, object] = {
        "platform_provider": "operator",
        "service_provider": "local_government",
        "user_scope": "prefecture",
    }
    platform |= {"non_personal_broker": "external", "personal_broker": "external", "data_exchange": False}
    context = {"co_used": True, "origin_platforms": "single", "beyond_prefecture": False, "field_scope": "single_field"}

    def said(**more):
        result = result_of(engine, {"platform": platform, "context": {**context, **more}})
        line = official_line.stations(result, engine.texts)
        return " ".join(official_line.not_covered(line, result["trace"], engine.texts, "ja"))

    assert "運営組織が提供する基盤" not in said(peers=0)
    assert "運営組織が提供する基盤" in said(peers=0, co_used=False)
    for wide in (True, False):
        assert "型1.2から型1.5" in said(peers=1, prefecture_platform=wide, integration_harm=False)


def test_cases_reach_every_type_and_every_pattern(engine, guide):
    lines = [official_line.stations(result_of(engine, case["record"]), engine.texts) for case in CASES]
    reached = {station["id"] for line in lines for station in line if station["role"] == "now"} - {None}
    decisions = {decision.id: decision for decision in guide.decisions}
    assert reached == {outcome.id for outcome in decisions[guide.official_line.now].outcomes}
    following = {station["id"] for line in lines for station in line if station["role"] == "next"} - {None}
    assert following == {outcome.id for outcome in decisions[guide.official_line.next].outcomes}
    assert {official_line.pattern_of(line) for line in lines} - {None} == {one.id for one in guide.transition_patterns}


def test_what_only_this_guide_decides_about_types_is_said(guide):
    """A rule on types that is a judgement has a note; so has every way without a lettered pattern."""
    letters = {one.id: one.letter for one in guide.transition_patterns}
    ways = {outcome.id: letters.get(outcome.transition_pattern or "") for outcome in _decision(guide, "way").outcomes}
    for role in ("now", "way", "next"):
        for rule in _decision(guide, role).rules:
            lettered = role == "way" and ways[rule.then]
            assert rule.note or rule.basis == "guidebook" or lettered, rule.id


def _decision(guide, role):
    return next(item for item in guide.decisions if item.id == getattr(guide.official_line, role))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_text_of_a_result_begins_with_the_official_line(engine, language):
    case = next(case for case in CASES if "パターンC" in case["line"])
    result = result_of(engine, case["record"])
    line = official_line.in_words(official_line.stations(result, engine.texts), engine.texts, language)
    _, second, *others = report.lines(engine, result, language)
    assert second.strip() == line
    important = engine.texts["interface"]["task_most_important"][language]
    finer = engine.texts["interface"]["finer_reading"][language]
    where = [number for number, text in enumerate(others) if important in text]
    assert len(where) == 2  # pattern C: matching ids, and checking levels
    assert where[-1] < next(number for number, text in enumerate(others) if finer in text)
    saved = markdown.render(result_document.blocks(result, engine.texts, language))
    heading, paragraph = saved.split("\n\n")[:2]
    assert heading.startswith("# ")
    assert paragraph == markdown.escaped_in_file(line)
    assert saved.count(important) == 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_saved_result_links_the_line_and_the_sections_where_the_guide_has_an_address(engine, language):
    case = next(case for case in CASES if "パターンC" in case["line"])
    result = result_of(engine, case["record"])
    site = "https://guide.example/fork (1)/"
    plain, linked = (
        markdown.render(result_document.blocks(result, engine.texts, language, "", address)) for address in ("", site)
    )
    assert "](" not in plain
    found = re.findall(r"\[([^\]]+)\]\(([^)]+)\)", linked)
    assert found and all(address.startswith("https://guide.example/fork %281%29/") for _, address in found)
    places = {address.partition("%29/")[2] for _, address in found}
    now, following = (result[name]["id"].replace("_", "-") for name in ("type_now", "next_type"))
    assert {f"types/#{now}", f"types/#{following}", "types/#pattern-c", "types/#type-2-4", "sections/#v3-8-2"} <= places
    assert re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", linked) == plain
    assert plain.rstrip().endswith(markdown.escaped_in_file(engine.texts["interface"]["attribution"][language]))


def test_the_page_is_told_the_line_in_every_language(engine):
    case = CASES[3]
    told = official_line.for_page(result_of(engine, case["record"]), engine.texts)
    assert [station["name"]["en"] for station in told["stations"]] == [
        "Type 1.3",
        "Pattern B: wide-area roll-out",
        "Type 2.4",
        "Type 2.4",
    ]
    assert [station["pattern"] for station in told["stations"]] == [None, "pattern_b", None, None]


def test_a_way_chosen_against_the_rules_leads_to_the_types_of_its_pattern(engine):
    result = result_of(engine, next(case for case in CASES if "パターンD" in case["line"])["record"])
    line = official_line.stations(result, engine.texts, {"pathway": "consolidate"})
    assert official_line.in_words(line, engine.texts, "ja") == (
        "型1.4（いま） → パターンC 複数基盤の高度統合 → 型2.6 / 型2.8（次） → 型2.4（長期の目標）"
    )


# ── Names, figures and tables agree ─────────────────────────────────────────────────────────────────────────────


def test_types_have_one_name_in_the_tables_and_on_their_page(guide):
    labels = {outcome.id: outcome.label.ja for outcome in _decision(guide, "now").outcomes}
    for one in (*guide.area.types.before, *guide.area.types.after):
        label = labels[f"type_{one.number.replace('.', '_')}"]
        assert label.removesuffix("（目標）") == f"型{one.number} {one.name.ja}"
    assert f"type_{next(one.number for one in guide.area.types.after if one.goal)}".replace(".", "_") == (
        guide.official_line.goal
    )


def flow(guide, name):
    return next(one for one in guide.official_flow if one.id == name)


def walked(chart, answers):
    """Return the answers taken in a flow by a platform; where no input tells, the one that widens use."""
    questions = {question.id: question for question in chart.questions}
    question, taken = chart.questions[0], []
    while question is not None:
        told = [
            one
            for one in question.answers
            if any(holds(means, answers) for means in one.model_dump(by_alias=True)["means"])
        ]
        (answer,) = told or [question.answers[-1]]
        taken.append(answer)
        question = questions[answer.to] if answer.to else None
    return taken


def test_the_flow_of_types_agrees_with_the_table(guide, engine):
    values = {name: engine.by_id[name].values for name in ("origin_platforms", "user_scope", "service_provider")}
    chart = flow(guide, "types_after_co_use")
    for combination in product(*values.values()):
        answers = dict(zip(values, combination, strict=True))
        decided = engine.decide({**answers, "platform_provider": "operator", "co_used": True})
        assert [decided["type_now"]["id"]] == walked(chart, answers)[-1].types, answers
    assert {name for question in chart.questions for answer in question.answers for name in answer.types} == {
        f"type_2_{number}" for number in range(1, 9)
    }


def invented(engine, number):
    """Return a platform before co-use, completely described, inside one prefecture: what the flow of 8.2 is for."""
    pick = random.Random(number)
    answers = {
        item.id: pick.choice([value for value in item.values if value != "exists"])
        for item in engine.inputs
        if item.facet_of is None and item.kind != "choices"
    }
    answers |= {"co_used": False, "beyond_prefecture": False, "data_exchange": False}
    if answers["peers"] == 0:
        answers["prefecture_platform"] = False
    return answers


@pytest.mark.parametrize("number", range(40))
def test_the_official_flow_leads_an_invented_platform_where_the_engine_does(guide, engine, number):
    answers = invented(engine, number)
    decided = engine.decide(answers)
    if answers["platform_provider"] == "none" and answers["peers"]:
        assert decided["type_now"]["id"] == "no_own_platform"  # the flow does not cover it
        return
    taken = walked(flow(guide, "patterns_of_co_use"), answers)
    pattern = engine.texts["official"]["pattern_of"][decided["pathway"]["id"]]
    if answers["platform_provider"] != "none" and answers["prefecture_platform"] and answers["integration_harm"]:
        assert pattern == "linking"  # where moving does harm; the flow asks about harm of several platforms only
    else:
        assert pattern in taken[-1].patterns
    for answer in taken:
        if answer.stands_at and decided["type_now"]["id"] != "untyped":
            assert decided["type_now"]["id"] in answer.stands_at


def answers_of_walk(guide, answers):
    """Return what the guided way fills in for a platform: of each question asked, the answer that fits it."""
    given, filled = {}, {}
    for question in guide.official_walk:
        asked = not question.when or any(
            all(given.get(name) in ids for name, ids in when.items()) for when in question.when
        )
        fitting = [one for one in question.answers if all(answers.get(k) == v for k, v in one.fills.items())]
        if not asked:
            continue
        assert len(fitting) >= 1, (question.id, answers)
        # Of answers that fit, the one that says most: "none at all" rather than "none of others".
        answer = max(fitting, key=lambda one: len(one.fills))
        given[question.id] = answer.id
        filled |= answer.fills
    return given, filled


@pytest.mark.parametrize("number", range(40))
def test_the_guided_way_leads_an_invented_platform_where_all_its_answers_do(guide, engine, number):
    answers = invented(engine, number)
    answers["co_used"] = number % 3 == 0
    _, filled = answers_of_walk(guide, answers)
    whole, told = engine.decide(answers), engine.decide(filled)
    for decision in ("type_now", "pathway", "next_type"):
        assert whole[decision]["id"] in told[decision]["possible"]
    assert told["type_now"]["id"] == whole["type_now"]["id"]
    sets_out = whole["type_now"]["id"].startswith("type_1") or whole["type_now"]["id"] == "no_own_platform"
    if sets_out:
        assert told["pathway"]["id"] == whole["pathway"]["id"]


def test_the_guided_way_puts_every_question_of_the_flows(guide):
    asked = {question.asks for question in guide.official_walk} - {None}
    ways = {"scope": "scope_of_one", "providers": "providers_of_one_wide"}
    expected = {
        next((ways[part] for part in ways if question.id.startswith(part)), question.id)
        for chart in guide.official_flow
        for question in chart.questions
    }
    assert asked == expected
    assert [q.id for q in guide.official_walk if q.asks in ("origin", "scope_of_one", "providers_of_one_wide")] == [
        "origin",
        "scope",
        "services",
    ]


@pytest.mark.parametrize("name", ["types", "patterns"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_figure_shows_every_end_of_its_flow_and_says_it_in_words(guide, model_data, name, language):
    view = Renderer(guide, model_data, TEMPLATES).view(language)
    figure = FIGURES[name](view)
    chart = flow(guide, {"types": "types_after_co_use", "patterns": "patterns_of_co_use"}[name])
    ends = [answer for question in chart.questions for answer in question.answers if answer.to is None]
    assert sum(box.href is not None for box in figure.boxes) == len(ends)
    assert len(figure.statements) == sum(len(question.answers) for question in chart.questions)
    rows = sorted((box.x, box.y) for box in figure.boxes)
    assert len(set(rows)) == len(rows)
