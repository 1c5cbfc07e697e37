"""Mistakes in guide_data/: each is named with its file, line and column, all of them in one run."""

import pytest
from click.testing import CliRunner

from dcb_guide.cli.main import main

#: file, what stands there, what is written instead, where it is reported, part of the message
MISTAKES = [
    ("attributes/02_user_scope.yml", "kind: choice", "knid: choice", "2:1", "did you mean 'kind'?"),
    ("attributes/02_user_scope.yml", "kind: choice", "kind: choise", "2:7", "did you mean 'choice'?"),
    ("attributes/02_user_scope.yml", "  en: Scope of service users\n", "", "6:3", "'en' is missing"),
    ("attributes/02_user_scope.yml", "  en: Scope of service users", "  en: ''", "7:7", "label.en"),
    ("attributes/02_user_scope.yml", "group: platform_services", "group: platfrom_services", "3:8", "did you mean"),
    ("attributes/02_user_scope.yml", 'source: "3.4"', 'source: "3.9"', "4:9", "no section 3.9"),
    ("attributes/02_user_scope.yml", 'source: "3.4"', "source: 3.4", "4:9", "valid string"),
    ("attributes/02_user_scope.yml", "id: user_scope", "id: user_reach", "1:5", "must be named NN_user_reach.yml"),
    ("attributes/02_user_scope.yml", "kind: choice", "kind: choice\nkind: choice", "3:1", "appears here twice"),
    ("attributes/02_user_scope.yml", "kind: choice", "kind: [choice", "3:6", "not valid YAML"),
    ("decisions/01_class.yml", "    then: nothing", "    then: nothin", None, "did you mean 'nothing'?"),
    ("decisions/01_class.yml", "      co_used: no\n", "      co_usd: no\n", None, "did you mean 'co_used'?"),
    ("decisions/01_class.yml", "      platform_provider: none\n", "      platform_provider: noone\n", None, "'none'?"),
    ("decisions/06_pattern.yml", "      field_scope: single_field", "      field_scope: yes", None, "not a value of"),
    ("organisations/01_serial.yml", "bodies: [fukushima", "bodies: [fukusima", "29:10", "did you mean 'fukushima'?"),
    ("bodies/03_fukushima.yml", "  co_used: yes\n", "", "33:3", "co_used is not given in this record"),
    ("bodies/03_fukushima.yml", "holder: prefecture\n", "holder: prefectre\n", None, "'prefecture'"),
    ("requirements/01_services.yml", "challenge: i\n", "challenge: vii\n", None, "vii"),
    ("requirements/01_services.yml", "step: service_design", "step: service_desing", None, "'service_design'"),
    ("worked_costs.yml", "    weights: [30, 70, 0]\n", "", "39:13", "scheme: "),
    ("worked_costs.yml", "        alone: 60000000\n", "", "34:5", "every participant would pay alone"),
    ("interface.yml", "  en: Not known\n", "", "2:3", "'en' is missing"),
    ("changes_of_editions.yml", "source: v3 2.3", "source: v3 2.9", None, "edition v3 has no section 2.9"),
    ("changes_of_editions.yml", "source: v3 2.3", "source: v4 2.3", None, "edition v4 has no section 2.3"),
    ("area/prefectures.yml", "count: 13", "count: 14", "1:1", "the states add up to 48, the total is 47"),
    ("area/types.yml", 'stages: [["2.1", "2.3"]', 'stages: [["2.1", "2.9"]', "170:22", "2.9"),
    ("area/costs.yml", "most_percent: 70", "most_percent: 30", "33:5", "least_percent is above most_percent"),
    ("area/running.yml", "organisation: serial", "organisation: seriall", None, "did you mean 'serial'?"),
    ("area/attributes.yml", "attributes: [service_provider", "attributes: [service_provder", "8:18", "service_provider"),
    ("area/need.yml", "source: v3 6.2", "source: v3 6.9", None, "edition v3 has no section 6.9"),
    ("editions/3_0.yml", "in_force: true", "in_force: perhaps", None, "in_force"),
    ("context/05_origin_platforms.yml", 'source: "v3 7.1"', 'source: "v3 7.9"', "4:9", "edition v3 has no section 7.9"),
    ("transition_patterns/02_pattern_b.yml", "pathways: [open_up]", "pathways: [open_upp]", "16:12", "did you mean 'open_up'?"),
    ("transition_patterns/02_pattern_b.yml", "pathways: [open_up]", "pathways: [join]", "16:12", "join says that its transition pattern is none"),
    ("decisions/07_pathway.yml", "    transition_pattern: pattern_d\n", "    transition_pattern: pattern_c\n", None, "pattern_c does not list merge_into_prefecture"),
    ("official_flow.yml", "to: scope_of_one", "to: scope_of_none", None, "a later question of this flow"),
    ("official_flow.yml", "types: [type_2_1]", "types: []", "70:11", "an answer leads either to another question"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "place", "message"), MISTAKES)
def test_a_mistake_is_named_with_its_place(data_copy, file, old, new, place, message):
    path = data_copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    place = place or _place_of(text, old, new)
    told = _check(data_copy)
    assert any(line.startswith(f"guide_data/{file}:{place}: ") and message in line for line in told), told


def test_all_mistakes_are_told_in_one_run(data_copy):
    for file, old, new in (
        ("steps/01_grasp.yml", "summary:", "sumary:"),
        ("challenges/01_i.yml", "  en: Attractive services\n", ""),
        ("decisions/05_organisation.yml", "then: serial", "then: seriall"),
        ("decisions/09_target_organisation.yml", "prefecture_control: yes\n", "prefecture_control: maybe\n"),
    ):  # fmt: skip
        path = data_copy / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    files = [line.split(":")[0].removeprefix("guide_data/") for line in _check(data_copy)]
    assert sorted(set(files)) == [
        "challenges/01_i.yml",
        "decisions/05_organisation.yml",
        "decisions/09_target_organisation.yml",
        "steps/01_grasp.yml",
    ]


def test_a_deleted_rule_is_a_gap_that_names_one_combination(data_copy):
    path = data_copy / "decisions" / "05_organisation.yml"
    text = path.read_text(encoding="utf-8")
    start = text.index("  - id: municipalities_sign")
    path.write_text(text[:start] + text[text.index("  - id: external_body_signs") :], encoding="utf-8")
    told = _check(data_copy)
    line = text[: text.index("rules:")].count("\n") + 2
    gap = next(one for one in told if "gap:" in one)
    assert gap.startswith(f"guide_data/decisions/05_organisation.yml:{line}:3: ")
    assert gap.endswith("contract_holder=municipality")


def test_a_file_that_nothing_reads_is_named(data_copy):
    (data_copy / "decisons").mkdir()
    (data_copy / "bodies" / "11_tokyo.yaml").write_text("id: tokyo")
    told = _check(data_copy)
    assert any(
        line.startswith("guide_data/decisons:1:1: nothing reads this; did you mean 'decisions'") for line in told
    )
    assert any(line.startswith("guide_data/bodies/11_tokyo.yaml:1:1: nothing reads this") for line in told)


def test_sound_data_has_no_errors(data_copy):
    assert CliRunner().invoke(main, ["check", str(data_copy)]).exit_code == 0


def _check(folder) -> list[str]:
    done = CliRunner().invoke(main, ["check", str(folder)])
    assert done.exit_code == 1, done.output
    assert done.stdout == ""
    return done.stderr.splitlines()


def _place_of(text: str, old: str, new: str) -> str:
    """Where the change begins: the column of the first differing word's start."""
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    before = text[
        : text.index(old) + (old[:same].rfind(": ") + 2 if ": " in old[:same] else len(old) - len(old.lstrip()))
    ]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
