"""What rests on which section of which edition is listed in full, and a changed section names what it touches."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dcb_guide.cli.main import main
from dcb_guide.guide.section_use import touched, uses

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def found(loaded):
    guide, sources = loaded
    return list(uses(guide, sources, ROOT / "docs"))


def test_every_rule_requirement_and_check_is_listed_under_each_of_its_sections(guide, found):
    listed = {(use.kind, use.name, use.edition, use.section) for use in found}
    for decision in guide.decisions:
        for rule in decision.rules:
            for part in rule.source.split(", "):
                edition, _, section = part.rpartition(" ")
                assert ("rule", f"{decision.id}/{rule.id}", edition or "v1", section) in listed
    for kind, items in (("requirement", guide.requirements), ("check", guide.checks)):
        names = {use.name for use in found if use.kind == kind}
        assert {item.id for item in items} <= names


def test_a_use_is_where_it_says(found):
    for use in found[:: len(found) // 60]:
        name, _, number = use.place.rpartition(":")
        line = (ROOT / name).read_text(encoding="utf-8").splitlines()[int(number) - 1]
        # A point of a chapter rests on its part's sections unless it names others.
        assert use.section in line or name.startswith("guide_data/area/"), use


def test_a_changed_table_touches_all_that_read_it(guide):
    reached = touched(guide, {"pathway"})
    assert reached.decisions == ["pathway", "next_type"]
    assert "non_personal_separation" in reached.requirements  # heavier where the way is to consolidate
    assert touched(guide, {"next_type"}).decisions == ["next_type"]
    everything = touched(guide, {"data_kind"})
    assert {"target_data", "pattern", "pathway", "next_type"} <= set(everything.decisions)


def test_the_command_names_places_of_one_section_and_counts_of_all():
    runner = CliRunner()
    one = runner.invoke(main, ["editions", "v3", "8.2", "--lang", "en"])
    assert one.exit_code == 0
    assert "guide_data/transition_patterns/03_pattern_c.yml" in one.output
    assert "docs/ja/types.md" in one.output
    assert "Decisions to look at if it changes: pathway, next_type" in one.output
    both = runner.invoke(main, ["editions", "3.4"])
    assert both.output.startswith("1.0版 §3.4")
    everything = runner.invoke(main, ["editions", "--lang", "en"])
    assert everything.output.count("\nEdition") + everything.output.startswith("Edition") == 3
    unknown = runner.invoke(main, ["editions", "v3", "99", "--lang", "en"])
    assert unknown.exit_code == 2
    assert "No edition has a section v3 99." in unknown.output
