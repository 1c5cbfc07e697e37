"""The guidebook's transition patterns and flow charts (v3 7.1, 8.2) agree with the decision model."""

import pytest

from dcb_guide.core.values import as_list

AREAS = {"service", "platform", "responsibility_and_cost", "residents"}
#: What the answers of the flow about types mean in this guide's questions.
ANSWERS = {
    ("origin_platforms", "single"): "single",
    ("origin_platforms", "multiple"): "multiple",
    ("user_scope", "within"): "municipality",
    ("user_scope", "wide"): "prefecture",
    ("service_provider", "local"): "local_government",
    ("service_provider", "mixed"): "public_private",
}


@pytest.fixture(scope="module")
def patterns(guide):
    return {pattern.id: pattern for pattern in guide.transition_patterns}


@pytest.fixture(scope="module")
def decisions(guide):
    return {decision.id: decision for decision in guide.decisions}


def paths(flow, question=None, before=()):
    """Every way through a flow: the answers on it, as (question, answer)."""
    by_id = {one.id: one for one in flow.questions}
    question = question or flow.questions[0]
    for answer in question.answers:
        taken = (*before, (question, answer))
        if answer.to:
            yield from paths(flow, by_id[answer.to], taken)
        else:
            yield taken


def test_the_four_lettered_patterns_and_the_branch_without_a_letter_are_there(patterns):
    assert [pattern.letter for pattern in patterns.values()] == ["A", "B", "C", "D", None]
    assert all(
        pattern.label.ja.startswith(f"パターン{pattern.letter} ") for pattern in patterns.values() if pattern.letter
    )


def test_the_official_name_comes_first_wherever_the_way_is(patterns, decisions):
    for outcome in decisions["pathway"].outcomes:
        if outcome.transition_pattern:
            pattern = patterns[outcome.transition_pattern]
            assert outcome.label.ja.startswith(pattern.label.ja)
            assert outcome.label.en.startswith(pattern.label.en)
    without = [outcome.id for outcome in decisions["pathway"].outcomes if outcome.transition_pattern is None]
    assert without == ["join", "sustain", "expand_beyond"]


def test_every_pattern_asks_for_something_in_every_area(patterns):
    for pattern in patterns.values():
        assert {task.area for task in pattern.tasks} == AREAS, pattern.id
        assert {task.kind for task in pattern.tasks} == {"institutional", "technical"}, pattern.id


def test_tasks_are_the_guidebooks_but_where_it_lists_none(patterns):
    for pattern in patterns.values():
        assert {task.basis for task in pattern.tasks} == {"guidebook" if pattern.letter else "judgement"}
    matched = {pattern.letter for pattern in patterns.values() for task in pattern.tasks if task.most_important}
    assert matched == {"C", "D"}


def test_a_pattern_reaches_the_types_its_ways_lead_to(patterns, decisions):
    """A new build with private services is type 2.3 by this guide's judgement; the guidebook does not name it."""
    for pattern in patterns.values():
        for way in pattern.pathways:
            rules = [rule for rule in decisions["next_type"].rules if way in as_list(rule.when["pathway"])]
            assert {rule.then for rule in rules if rule.basis == "guidebook"} == set(pattern.reaches), way


def test_the_flow_of_types_leads_where_the_table_does(guide, engine):
    flow = next(one for one in guide.official_flow if one.id == "types_after_co_use")
    reached = []
    for path in paths(flow):
        given = {question.inputs[0]: ANSWERS[question.inputs[0], answer.id] for question, answer in path}
        decided = engine.decide({**given, "platform_provider": "local_government", "co_used": True})
        assert decided["type_now"]["possible"] == path[-1][1].types
        reached += path[-1][1].types
    assert sorted(reached) == [f"type_2_{number}" for number in range(1, 9)]


def test_the_flow_of_patterns_leads_to_each_of_them(guide, patterns):
    flow = next(one for one in guide.official_flow if one.id == "patterns_of_co_use")
    ends = [path[-1][1] for path in paths(flow)]
    assert {name for end in ends for name in end.patterns} == set(patterns)
    # No question tells B from D.
    assert [end.patterns for end in ends if len(end.patterns) > 1] == [["pattern_b", "pattern_d"]]
