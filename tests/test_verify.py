"""The proof: every kind of broken table is found, named with file and line, with a combination that shows it."""

import json
from math import prod

import pytest
from click.testing import CliRunner

from dcb_guide.cli.main import main
from dcb_guide.guide.read_guide import load
from dcb_guide.proof.model_json import model_json
from tests.reference.model import FACETS, VALUES

TABLE = "decisions/09_target_organisation.yml"
#: what is broken, file, what stands there, what is written instead, what must be said
BROKEN = [
    ("gap", TABLE, "      prefecture_capacity: no\n    then: external", "      prefecture_capacity: no\n      prefecture_control: yes\n    then: external",
     "gap: no rule of target_organisation covers external_body_feasible=yes, prefecture_capacity=no, prefecture_control=no"),
    ("overlap", TABLE, "      prefecture_capacity: yes\n      prefecture_control: no\n", "      prefecture_capacity: yes\n",
     "overlap: feasible_capacity_control and feasible_capacity_no_control of target_organisation both cover "
     "external_body_feasible=yes, prefecture_capacity=yes, prefecture_control=yes"),
    ("dead rule", "decisions/06_pattern.yml", "      partner: no\n      field_scope: single_field", "      partner: no\n      beyond_prefecture: yes\n      field_scope: single_field",
     "dead rule: nothing hits field_alone of pattern; these never hold together: partner, beyond_prefecture"),
    ("unreachable outcome", TABLE, "    then: parallel", "    then: external", "unreachable outcome: no rule of target_organisation gives parallel"),
    ("undistinguished value", "attributes/01_service_provider.yml", "indistinguishable:\n  - [private, operator]\n", "",
     "no rule distinguishes service_provider=private from service_provider=operator"),
    ("told apart though alike", "attributes/09_non_personal_broker.yml", "  - [external, internal_separated]", "  - [external, internal_separated, internal_shared]",
     "non_personal_broker=external and internal_shared are listed as indistinguishable, but differ with"),
    ("member without effect", "context/14_service_kinds.yml", "unused: [authentication_only]\n", "",
     "no rule asks for service_kinds including authentication_only"),
    ("members alike", "context/14_service_kinds.yml", "[proofing_and_authentication, aml]", "[proofing_and_authentication, public_identity]",
     "proofing_and_authentication and public_identity are listed as indistinguishable, but differ with service_kinds="),
    ("reference to nothing", TABLE, "    then: parallel", "    then: paralel", "paralel is not an outcome of target_organisation; did you mean 'parallel'?"),
    ("idle requirement", "requirements/08_terms.yml", "requires: exists", "requires: [none, exists]", "terms is never a gap"),
    ("idle check", "checks/05_platform_without_broker.yml", "not: none\n      data_kind: none", "not: none\n      data_kind: none\n      personal_broker: external",
     "this case of platform_without_broker never holds"),
    ("circle", "conditions/01_partner.yml", "  - beyond_prefecture: yes", "  - beyond_prefecture: yes\n  - partner: yes", "partner reads partner, which is decided later"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "file", "old", "new", "said"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_model_is_found_and_shown(data_copy, kind, file, old, new, said):
    path = data_copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = CliRunner().invoke(main, ["verify", str(data_copy)])
    assert done.exit_code == 1
    told = [line for line in done.stderr.splitlines() if said in line]
    assert told, done.stderr
    name, line, column, _ = told[0].split(":", 3)
    assert int(line) > 0
    assert int(column) > 0
    assert name.endswith(".yml")
    if kind != "circle":
        assert name == f"guide_data/{file}"


def test_the_model_is_proved_on_every_description_of_a_platform():
    done = CliRunner().invoke(main, ["verify"])
    assert done.exit_code == 0
    every = 1
    for name in list(VALUES)[: list(VALUES).index("field_scope")]:
        if name not in FACETS:  # Residents' terms are none, or exist with any of the facets' values.
            every *= 1 + prod(len(VALUES[facet]) for facet in FACETS) if name == "resident_terms" else len(VALUES[name])
    assert f"{every:,} descriptions of a platform evaluated" in done.stdout


def test_what_changed_between_versions_is_computed(data_copy, model_data, tmp_path):
    old = tmp_path / "old.json"
    old.write_text(json.dumps(model_data), encoding="utf-8")
    path = data_copy / TABLE
    text = path.read_text(encoding="utf-8").replace("    then: parallel", "    then: serial", 1)
    text = text.replace("    then: serial\n    alternative", "    then: parallel\n    alternative", 1)
    path.write_text(text, encoding="utf-8")
    told = CliRunner().invoke(main, ["verify", str(data_copy), "--against", str(old)]).stdout
    decision = told.split("### Decision target_organisation\n")[1].split("###")[0]
    assert decision.strip().splitlines() == [
        "- external_body_feasible=yes, prefecture_capacity=yes, prefecture_control=yes: serial → parallel",
        "- external_body_feasible=no, prefecture_capacity=no: parallel → serial",
    ]
    assert "### Gap organisation" in told
    assert "### Decision pattern" not in told


def test_a_model_does_not_differ_from_itself_nor_for_a_question_it_never_asks(data_copy, model_data, tmp_path):
    old = tmp_path / "old.json"
    old.write_text(json.dumps(model_data), encoding="utf-8")
    nothing = "No combination changed its outcome, gaps or findings."
    assert nothing in CliRunner().invoke(main, ["verify", "--against", str(old)]).stdout
    (data_copy / "context" / "13_prefecture_control.yml").rename(data_copy / "context" / "21_prefecture_control.yml")
    assert nothing in CliRunner().invoke(main, ["verify", str(data_copy), "--against", str(old)]).stdout


def test_an_added_question_shows_where_it_decides_otherwise(data_copy, tmp_path):
    newer = model_json(load(data_copy))
    path = data_copy / TABLE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("      prefecture_capacity: no\n    then: parallel", "      prefecture_capacity: no\n      co_used: no\n    then: parallel", 1)
                    .replace("prefecture_control]", "prefecture_control, co_used]", 1)
                    + "  - id: shared_already\n    when:\n      external_body_feasible: no\n      prefecture_capacity: no\n      co_used: yes\n"
                    '    then: external\n    source: "2.7"\n    basis: judgement\n', encoding="utf-8")  # fmt: skip
    old = tmp_path / "old.json"
    old.write_text(json.dumps(newer), encoding="utf-8")
    told = CliRunner().invoke(main, ["verify", str(data_copy), "--against", str(old)]).stdout
    assert "- co_used=yes, external_body_feasible=no, prefecture_capacity=no: parallel → external" in told


def test_a_new_answer_is_listed_as_new_and_not_as_a_change(data_copy, model_data, tmp_path):
    old = tmp_path / "old.json"
    old.write_text(json.dumps(model_data), encoding="utf-8")
    path = data_copy / "attributes" / "02_user_scope.yml"
    value = "  - id: beyond\n    label:\n      ja: 県外も\n      en: Beyond the prefecture too\n"
    path.write_text(
        f"{path.read_text(encoding='utf-8')}{value}indistinguishable:\n  - [municipality, beyond]\n", encoding="utf-8"
    )
    told = CliRunner().invoke(main, ["verify", str(data_copy), "--against", str(old)])
    assert told.exit_code == 1  # Nothing that reads the scope of users covers the new answer yet.
    table = (data_copy / "decisions" / "02_type_now.yml").read_text(encoding="utf-8")
    table = table.replace("user_scope: municipality", "user_scope: [municipality, beyond]")
    (data_copy / "decisions" / "02_type_now.yml").write_text(table, encoding="utf-8")
    table = (data_copy / "decisions" / "08_next_type.yml").read_text(encoding="utf-8")
    table = table.replace("user_scope: municipality", "user_scope: [municipality, beyond]")
    (data_copy / "decisions" / "08_next_type.yml").write_text(table, encoding="utf-8")
    compared = CliRunner().invoke(main, ["verify", str(data_copy), "--against", str(old)]).stdout
    assert "- answer user_scope=beyond" in compared
    assert "No combination changed its outcome, gaps or findings." in compared


def test_a_changed_basis_is_told_and_changes_no_outcome(data_copy, model_data, tmp_path):
    old = tmp_path / "old.json"
    old.write_text(json.dumps(model_data), encoding="utf-8")
    path = data_copy / "requirements" / "19_public_api.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("basis: guidebook", "basis: judgement"), encoding="utf-8")
    told = CliRunner().invoke(main, ["verify", str(data_copy), "--against", str(old)]).stdout
    assert "- public_api: 4.3 (guidebook) → 4.3 (judgement)" in told
    assert "No combination changed its outcome, gaps or findings." in told
