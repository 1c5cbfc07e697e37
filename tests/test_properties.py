"""What holds for every description: completions, questions, what-if, gaps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcb_guide.core.engine import walk
from tests.describe import answers, completions
from tests.plain_tables import PlainTables
from tests.reference.model import SIX

CAREFUL = settings()
SETTLING = SIX


@pytest.fixture(scope="module")
def plain(guide):
    return PlainTables(guide)


@given(data=st.data())
@CAREFUL
def test_possible_is_what_the_tables_give_over_all_completions(engine, compiled, plain, data):
    """Brute force: the tables read row by row, for every completion of the inputs a decision depends on."""
    known = data.draw(answers(engine, st.sampled_from([True] * 6 + [False])))
    decided = engine.decide(known)
    for decision in engine.decisions:
        read = [compiled.variables[number].id for number in compiled.diagrams.support(compiled.outcomes[decision.id])]
        idle = {variable.id: variable.values[0] for variable in compiled.variables}
        reached = {plain.decide(decision.id, {**idle, **full}).then for full in completions(engine, known, read)}
        assert decided[decision.id]["possible"] == [one for one in decision.outcomes if one in reached]


@given(data=st.data())
@CAREFUL
def test_answering_an_unknown_never_enlarges_what_is_possible(engine, data):
    known = data.draw(answers(engine))
    unknown = [item for item in engine.inputs if item.id not in known and item.facet_of is None]
    if not unknown:
        return
    item = data.draw(st.sampled_from(unknown))
    before = engine.decide(known)
    after = engine.decide({**known, item.id: data.draw(st.sampled_from(item.values))})
    for name, decided in after.items():
        assert set(decided["possible"]) <= set(before[name]["possible"])


@given(data=st.data())
@CAREFUL
def test_the_order_of_answers_does_not_matter(engine, data):
    known = data.draw(answers(engine))
    shuffled = dict(data.draw(st.permutations(list(known.items()))))
    assert engine.result(shuffled) == engine.result(known)


@given(data=st.data())
@CAREFUL
def test_asking_on_settles_everything_and_asks_nothing_irrelevant(engine, data):
    known = data.draw(answers(engine))
    for _ in range(len(engine.inputs)):
        question = engine.next_question(engine.codes(known))
        if question is None:
            break
        assert question not in known
        item = engine.by_id[question]
        possible = [repr(_settling(engine, {**known, question: value})) for value in item.values]
        full = [dict(known, **{question: value}) for value in item.values]
        assert len(set(possible)) > 1 or _matters_deeper(engine, full, question)
        known[question] = data.draw(st.sampled_from(item.values))
    assert engine.next_question(engine.codes(known)) is None
    assert all(decided["id"] is not None for decided in _settling(engine, known).values())


@given(data=st.data())
@CAREFUL
def test_questions_that_come_after_others_wait_for_them(engine, data):
    known = data.draw(answers(engine))
    codes = engine.codes(known)
    question = engine.next_question(codes)
    if question is not None:
        waiting = [name for name in engine.by_id[question].after if name not in known]
        assert not any(walk(engine.relevance[name], codes) for name in waiting)


@given(data=st.data())
@CAREFUL
def test_every_change_is_true_when_tried_and_none_is_missing(engine, data):
    known = data.draw(answers(engine, st.sampled_from([True, True, True, False])))
    result = engine.result(known)
    listed = {(one["input"], repr(one["value"]), one["decision"], one["to"]) for one in result["changes"]}
    tried = set()
    for name, answer in known.items():
        for value in engine.by_id[name].values:
            if value == answer:
                continue
            other = engine.decide({**known, name: value})
            for decision in SETTLING:
                before, after = result[decision]["id"], other[decision]["id"]
                if before is not None and after is not None and before != after:
                    tried.add((name, repr(value), decision, after))
    assert listed == tried


@given(data=st.data())
@CAREFUL
def test_a_gap_vanishes_when_what_it_asks_for_is_met(engine, data):
    known = data.draw(answers(engine, st.sampled_from([True, True, True, False])))
    result = engine.result(known)
    for gap in result["gaps"]:
        if gap["required"] is None or gap["attribute"] not in engine.by_id:
            continue
        value = data.draw(st.sampled_from(gap["required"]))
        after = engine.result({**known, gap["attribute"]: value})
        if after["pattern"]["id"] == result["pattern"]["id"]:
            left = [one for one in after["gaps"] if one["id"] == gap["id"]]
            assert all(value not in (one["required"] or [value]) for one in left)


@given(data=st.data())
@CAREFUL
def test_unknown_is_never_assumed(engine, data):
    """A gap that is certain stays one in every completion; one that is not stays in none or some."""
    known = data.draw(answers(engine, st.sampled_from([True, True, False])))
    full = dict(known)
    for item in engine.inputs:
        if item.id not in full and (item.facet_of is None or full.get(item.facet_of) == "exists"):
            full[item.id] = data.draw(st.sampled_from(item.values))
    before, after = engine.result(known), engine.result(full)
    if before["pattern"]["id"] is None:
        assert before["gaps"] == []
        return
    status = {gap["id"]: gap["status"] for gap in before["gaps"]}
    in_full = {gap["id"] for gap in after["gaps"]}
    assert {name for name, one in status.items() if one == "unmet"} <= in_full <= set(status)
    assert {one["id"] for one in before["findings"]} <= {one["id"] for one in after["findings"]}


def _settling(engine, known):
    return {name: decided for name, decided in engine.decide(known).items() if name in SETTLING}


def _matters_deeper(engine, versions, question):
    """Whether some completion of all else tells the question's values apart: by asking on along every branch."""
    unknown = [item for item in engine.inputs if item.id in engine.relevance and item.id not in versions[0]]
    for item in unknown:
        for value in item.values:
            deeper = [{**known, item.id: value} for known in versions]
            if len({repr(_settling(engine, known)) for known in deeper}) > 1:
                return True
    return any(
        _matters_deeper(engine, [{**known, item.id: value} for known in versions], question)
        for item in unknown[:1]
        for value in item.values
    )


@given(data=st.data())
@CAREFUL
def test_an_answer_said_to_narrow_a_decision_does_for_some_value_and_no_other_does(engine, data):
    known = data.draw(answers(engine))
    codes = engine.codes(known)
    narrowing = engine.narrowing(codes)
    before = engine.decide(known)
    assert set(narrowing) == {name for name in SETTLING if before[name]["id"] is None}
    for name, questions in narrowing.items():
        for item in engine.inputs:
            facet_of_nothing = item.facet_of is not None and known.get(item.facet_of) != "exists"
            if item.id in known or facet_of_nothing:
                continue
            reached = [engine.decide({**known, item.id: value})[name]["possible"] for value in item.values]
            assert (item.id in questions) is any(possible != before[name]["possible"] for possible in reached)
