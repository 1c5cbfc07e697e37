"""The decision tables: every row of the model, every rule hit, nothing covered twice or not at all."""

from pathlib import Path

import pytest
import yaml

from dcb_guide.proof.verify import find_defects

ROWS = yaml.safe_load((Path(__file__).parent / "cases" / "tables.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['decision']}: {row['given']}")
def test_row_gives_its_outcome(engine, row):
    decided = engine.decide(row["given"])[row["decision"]]
    assert decided["possible"] == [row["gives"]]
    assert decided["id"] == row["gives"]
    if row["decision"] == "target_organisation":
        assert decided.get("alternative") == row.get("alternative")
        assert decided["cautions"] == row["cautions"]


def test_rows_hit_every_rule_of_every_table(engine):
    hit = set()
    for row in ROWS:
        trace = {step["decision"]: step for step in engine.result(row["given"])["trace"]}
        rules = trace[row["decision"]]["rules"]
        assert len(rules) == 1 or row["decision"] == "pathway", row
        hit |= {(row["decision"], rule["id"]) for rule in rules}
    assert hit == {(decision.id, rule["id"]) for decision in engine.decisions for rule in decision.rules}


def test_tables_are_total_and_disjoint_and_every_rule_and_outcome_is_reached(compiled):
    assert list(find_defects(compiled)) == []


def test_trace_names_the_rule_with_its_source_and_basis_and_what_it_rests_on(engine):
    result = engine.result({"service_provider": "private", "platform_provider": "none", "peers": 4})
    step = next(step for step in result["trace"] if step["decision"] == "class")
    assert step["inputs"] == {"service_provider": "private", "platform_provider": "none"}
    assert step["rules"] == [{"id": "service_without_platform", "source": "3.4", "basis": "judgement"}]


def test_an_input_that_cannot_change_an_outcome_is_not_needed(engine):
    decided = engine.decide({"service_provider": "none", "platform_provider": "none"})
    assert decided["class"] == {"id": "nothing", "possible": ["nothing"]}
    assert decided["pathway"]["possible"] == ["build_and_interconnect", "join", "build_together"]
