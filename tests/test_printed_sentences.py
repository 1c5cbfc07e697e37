"""What a rule writes reads as sentences: all of them are printed into one file, to be read by a person too."""

import re

import pytest

from dcb_guide.core.languages import LANGUAGES
from dcb_guide.guide.wording import Wording
from tools.print_sentences import printed, sentences

#: How a sentence ends, and what never stands in one: two particles in a row, a label without its quotation marks,
#: a form that was not filled in.
ENDS = {"ja": "。", "en": "."}
WRONG = {
    "ja": re.compile(r"がが|[^」』つ]が「|のの|[^るむい]場合(?:に|は|を除き|、または)|「(?:はい|いいえ)」|\{|\}|。。"),
    "en": re.compile(r"\bis is\b|\bnot:|\bother than\b|\{|\}|\.\.|  |[ぁ-ん一-鿿]"),
}
PAIRS = {"「": "」", "“": "”", "(": ")"}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


def unbalanced(sentence):
    """Return whether a quotation mark or a bracket is not closed in its order."""
    open_marks = []
    for sign in sentence:
        if sign in PAIRS:
            open_marks.append(PAIRS[sign])
        elif sign in PAIRS.values() and (not open_marks or open_marks.pop() != sign):
            return True
    return bool(open_marks)


def test_every_sentence_is_printed_into_one_file_and_is_whole(guide, language, tmp_path):
    path = tmp_path / f"sentences-{language}.txt"
    path.write_text(printed(guide, language), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 150
    wrong = [
        line
        for line in lines
        for sentence in [line.split("\t")[1]]
        if not sentence.endswith(ENDS[language]) or WRONG[language].search(sentence) or unbalanced(sentence)
    ]
    assert wrong == []


def test_every_condition_requirement_case_and_rule_has_its_sentence(guide, language):
    places = [place for place, _ in sentences(guide, language)]
    rules = sum(len(decision.rules) for decision in guide.decisions)
    cases = sum(len(check.cases) for check in guide.checks)
    assert len(places) == len(set(places)) == len(guide.conditions) + 3 * len(guide.requirements) + cases + rules


def test_a_test_is_written_by_its_form_and_not_as_label_beside_value(guide):
    told = dict(sentences(guide, "ja"))
    assert (
        told["requirements/public_api: asks"] == "「APIの関係者への公開」が「公開している」である場合に満たされます。"
    )
    assert told["checks/federation_level_mismatch: case 2"].endswith(
        "かつ「本人認証レベル」が「連携相手の本人認証レベル」より低い場合に、「注意」として知らせます。"
    )
    assert told["requirements/cost_sharing: applies"].endswith("である場合を除き、常に求めます。")


def test_a_check_names_the_answers_it_needs_besides_its_condition(guide, language):
    word = Wording(guide, language)
    check = next(item for item in guide.checks if item.given)
    assert word.name(check.given[0]) in word.case(check, check.cases[0])


def test_alternatives_of_several_tests_are_told_apart(guide, language):
    word = Wording(guide, language)
    linked = next(item for item in guide.conditions if item.id == "linked")
    between = {"ja": "場合、または「", "en": ", or when “"}[language]
    assert word.holds_when(linked).count(between) == len(linked.any_of) - 1


def test_a_named_condition_is_a_clause_of_its_own_and_not_answered_with_yes_or_no(guide):
    told = {code: dict(sentences(guide, code)) for code in LANGUAGES}
    assert told["ja"]["requirements/scope: applies"] == (
        "目指す形が相互連携でなく、かつ「サービス提供スキーム」が「なし」以外である場合に求めます。"
    )
    assert told["en"]["requirements/scope: applies"] == (
        "This applies when the form to aim for is not an interconnection and “Service provision” is not “None”."
    )


def test_each_level_has_a_sentence_of_its_own_once(guide, language):
    proofing = dict(sentences(guide, language))["requirements/identity_proofing: asks"]
    requirement = next(item for item in guide.requirements if item.id == "identity_proofing")
    word = Wording(guide, language)
    levels = {one.level or one.level_of for one in requirement.requires.highest_of}
    assert proofing.count(ENDS[language]) == 1 + len(levels)
    level_2 = word.value("identity_proofing", "level_2")
    assert proofing.count(level_2) == 1
