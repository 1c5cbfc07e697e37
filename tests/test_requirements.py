"""Requirements: which challenge, procedure and section each belongs to, and whose statement it is."""

import pytest

#: Where the gap is one of the platform's design though the challenge is the residents' trust: links between platforms
#: and an authentication service built to be shared (§3.4, §4.1).
DESIGNED_FOR_RESIDENTS = {"auth_federation", "shared_authentication"}


def test_a_gap_is_closed_in_the_procedure_that_answers_its_challenge(guide):
    answers = {procedure.id: procedure.challenge for procedure in guide.procedures}
    elsewhere = {item.id for item in guide.requirements if answers[item.step] != item.challenge}
    assert elsewhere == DESIGNED_FOR_RESIDENTS


def test_every_challenge_has_a_requirement_and_every_platform_attribute_is_asked_something_of(guide):
    assert {item.challenge for item in guide.requirements} == {item.id for item in guide.challenges}
    attributes = {one.id for item in guide.attributes for one in (item, *item.facets)}
    assert attributes <= {item.attribute for item in guide.requirements}


def test_a_requirement_cites_the_section_that_describes_its_attribute_or_the_one_that_asks_for_it(guide):
    """Version 1 asks for services and platforms in §3.3, version 3 for separate databases in 8.2."""
    described = {one.id: item.source for item in guide.inputs for one in (item, *item.facets)}
    for item in guide.requirements:
        cited = set(item.source.split(", "))
        if item.attribute in described and item.basis == "judgement":
            assert cited & {*described[item.attribute].split(", "), "3.3", "v3 8.2"}, item.id


@pytest.mark.parametrize("decision", ["class", "pathway"])
def test_the_classes_and_the_ways_between_them_are_called_our_reading(guide, decision):
    """The guidebook describes platforms by attributes: it sorts them into no classes and draws no ways from each."""
    rules = next(item.rules for item in guide.decisions if item.id == decision)
    assert {rule.basis for rule in rules} == {"judgement"}


@pytest.mark.parametrize("type_", ["serial", "parallel", "external"])
def test_the_three_organisational_types_are_called_the_guidebooks_own(guide, type_):
    rules = next(item.rules for item in guide.decisions if item.id == "organisation")
    assert [(rule.source, rule.basis) for rule in rules if rule.then == type_] == [("2.7", "guidebook")]


@pytest.mark.parametrize("name", ["shared_authentication", "recommended_module"])
def test_what_the_guidebook_calls_desirable_is_recommended_and_not_required(guide, name):
    """§4.1 writes 望ましい of sharing authentication, §1.1(3) 原則 of the catalogue's technology."""
    assert [item.severity for item in guide.requirements if item.id == name] == ["recommended"]
