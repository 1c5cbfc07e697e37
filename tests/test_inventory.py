"""A prefecture's inventory: the worked cases, a second computation, and what always holds."""

import copy
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dcb_guide.cli.inventory_command import inventory
from dcb_guide.core.languages import text_in
from dcb_guide.core.markdown import render
from dcb_guide.guide.content import survey_texts
from dcb_guide.prefecture import inventory as inventories
from dcb_guide.prefecture import principles
from dcb_guide.prefecture.cost_report import plain
from dcb_guide.prefecture.inventory import MOST_NAMED, take_inventory
from dcb_guide.prefecture.inventory_report import InventoryReport
from dcb_guide.prefecture.survey import Conflict, Municipality, Place, Platform, Service, Survey
from tests.reference import inventory as reference

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "inventory.jsonl").read_text(encoding="utf-8").splitlines()
]
DECIDED = ("class", "type_now", "pattern", "pathway", "next_type", "target_organisation")
TOWNS = ["42201", "42202", "42203", "42204"]


def flat(engine, answers):
    """Answers of a case as the engine reads them: a record's facets one by one."""
    parts: dict[str, dict[str, Any]] = {"platform": {}, "context": {}}
    for name, answer in answers.items():
        parts[engine.by_id[name].part][name] = answer
    read, problems = engine.read(parts)
    assert problems == []
    return read


def survey_of(data):
    """A survey from plain data whose answers the engine has read."""
    return Survey(
        partition=data["partition"],
        platforms=[
            Platform(**{name: one[name] for name in ("id", "owner", "field", "status", "used_by", "answers")})
            for one in data["platforms"]
        ],
        services=[Service(one["id"], platform=one["platform"] or "", kind=one["kind"] or "")
                  for one in data["services"]],
        municipalities=[Municipality(one["code"], population=one["population"]) for one in data["municipalities"]],
    )  # fmt: skip


def shown(found):
    """What the cases give of an inventory."""
    return {
        "platforms": [
            {
                **{name: one[name] for name in ("id", "counts", "groups", "open_group")},
                "derived": {name: derived["value"] for name, derived in one["derived"].items()},
                **{name: one["result"][name]["possible"] for name in DECIDED},
            }
            for one in found["platforms"]
        ],
        "groups": [{name: one[name] for name in ("id", "platforms", "pathways", "hosts")} for one in found["groups"]],
        "contradictions": {
            (one["id"], *finding["inputs"])
            for one in found["platforms"]
            for finding in one["result"]["findings"]
            if finding["id"] == "survey_contradiction"
        },
        "principles": {
            one["id"]: {"status": one["status"], "departures": [each["platforms"] for each in one["departures"]]}
            for one in found["principles"]
        },
        "numbers": found["numbers"],
    }


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_worked_case(engine, case):
    data = copy.deepcopy(case["survey"])
    for one in data["platforms"]:
        one["answers"] = flat(engine, one["answers"])
    expected = {**case["expected"], "contradictions": {tuple(pair) for pair in case["expected"]["contradictions"]}}
    assert shown(take_inventory(survey_of(data), engine)) == expected


@st.composite
def surveys(draw, engine, least=0):
    """Draw a survey of few platforms in few fields, so that they meet, with all the gaps that real ones have."""
    names = [item.id for item in engine.inputs if item.facet_of is None]
    of_others = ["field_scope", "platform_provider", "personal_broker", "data_exchange", "identity_proofing"]
    platforms = []
    for number in range(draw(st.integers(least, 6))):
        chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=8))
        chosen += draw(st.lists(st.sampled_from(of_others), unique=True))
        platforms.append(
            {
                "id": f"p{number}",
                "owner": draw(st.sampled_from(["prefecture", *TOWNS, ""])),
                "field": draw(st.sampled_from(["", "観光", " 観光", "ＭａａＳ", "maas", "医療"])),
                "status": draw(st.sampled_from(["existing", "existing", "decided", "idea"])),
                "used_by": draw(st.lists(st.sampled_from([*TOWNS, "prefecture", "42999"]), unique=True, max_size=3)),
                "answers": {name: draw(st.sampled_from(engine.by_id[name].values)) for name in dict.fromkeys(chosen)},
            }
        )
    kinds = st.sampled_from(["", "none", *reference.KINDS])
    on = st.sampled_from(["", *(one["id"] for one in platforms)])
    services = [
        {"id": f"s{number}", "platform": draw(on), "kind": draw(kinds)} for number in range(draw(st.integers(0, 4)))
    ]
    people = st.one_of(st.integers(0, 500_000), st.none())
    return {
        "partition": draw(st.sampled_from(["by_field", "by_field", "by_data"])),
        "platforms": platforms,
        "services": services,
        "municipalities": [{"code": code, "population": draw(people)} for code in TOWNS],
    }


@given(data=st.data())
def test_a_second_computation_finds_the_same(engine, data):
    survey = data.draw(surveys(engine))
    found = take_inventory(survey_of(survey), engine)
    second = reference.take(copy.deepcopy(survey), engine.decide)
    expected = {
        **second,
        "platforms": [
            {
                **{name: one[name] for name in ("id", "counts", "groups", "open_group", "derived")},
                **{name: one["decided"][name]["possible"] for name in DECIDED},
            }
            for one in second["platforms"]
        ],
        "groups": [{name: one[name] for name in ("id", "platforms", "pathways", "hosts")} for one in second["groups"]],
    }
    assert shown(found) == expected
    for group, again in zip(found["groups"], second["groups"], strict=True):
        ranked = [again["values"][entry["platform"]] for entry in group["ranking"]]
        assert [[*entry["values"].values()] for entry in group["ranking"]] == ranked
        assert not any(reference.before(later, first) for first, later in itertools.pairwise(ranked))
        assert set(group["users"]) == again["users"]


@given(data=st.data())
def test_an_idea_changes_nothing_for_others(engine, data):
    survey = data.draw(surveys(engine, least=1))
    idea = {**survey["platforms"][0], "id": "idea", "status": "idea"}
    position = data.draw(st.integers(0, len(survey["platforms"])))
    without = take_inventory(survey_of(survey), engine)
    survey["platforms"].insert(position, idea)
    found = take_inventory(survey_of(survey), engine)
    assert found["platforms"].pop(position)["counts"] is False
    for part in ("platforms", "groups", "principles", "levels", "numbers"):
        assert found[part] == without[part]


@given(data=st.data())
def test_the_order_of_rows_changes_only_the_order_of_what_is_listed(engine, data):
    survey = data.draw(surveys(engine))
    moved = {
        **survey,
        **{part: data.draw(st.permutations(survey[part])) for part in ("platforms", "services", "municipalities")},
    }
    first, second = (take_inventory(survey_of(one), engine) for one in (survey, moved))

    def unordered(found):
        def ids(group):
            return {name: {*group[name]} for name in ("platforms", "hosts", "users")}

        return {
            "platforms": {one["id"]: (one["counts"], one["result"]) for one in shown_alone(found)},
            "groups": {
                one["id"]: {**ids(one), "ways": {way: {*names} for way, names in one["pathways"].items()}}
                for one in found["groups"]
            },
            "principles": {
                one["id"]: (one["status"], {frozenset(each["platforms"]) for each in one["departures"]})
                for one in found["principles"]
            },
            "open": {one["owner"]: {each["platform"]: each["inputs"] for each in one["platforms"]}
                     for one in found["open"]},
            "numbers": found["numbers"],
        }  # fmt: skip

    assert unordered(first) == unordered(second)


def shown_alone(found):
    """The platforms without the order in which sources of what was derived are named."""
    for one in copy.deepcopy(found["platforms"]):
        for finding in one["result"]["findings"]:
            finding.get("from", []).sort()
        yield one


@given(data=st.data())
def test_open_answers_are_asked_as_when_each_is_skipped_in_turn(engine, data):
    survey = data.draw(surveys(engine, least=1))
    found = take_inventory(survey_of(survey), engine)
    asked = {each["platform"]: each["inputs"] for one in found["open"] for each in one["platforms"]}
    for one, row in zip(found["platforms"], survey["platforms"], strict=True):
        answers = {**row["answers"], **{name: derived["value"] for name, derived in one["derived"].items()}}
        skipped: list[str] = []
        while (name := engine.next_question(engine.codes(answers), skipped)) is not None:
            skipped.append(name)
        assert asked.get(one["id"], []) == skipped


def test_a_contradiction_names_both_answers(engine):
    a, b = (Platform(name, field="観光", answers={"peers": 0} if name == "a" else {}) for name in "ab")
    found = take_inventory(Survey(platforms=[a, b]), engine)
    (finding,) = found["platforms"][0]["result"]["findings"]
    assert (finding["given"], finding["derived"], finding["from"]) == (0, 1, ["b"])
    assert found["platforms"][1]["derived"]["peers"] == {"value": 1, "from": ["a"]}


def test_no_note_leaves_and_conflicts_are_named_with_their_places(engine):
    survey = Survey(platforms=[Platform("a", note="confidential")], services=[Service("s", note="confidential")])
    places = Place("b.xlsx", "platforms!C2"), Place("c.csv", "2:3")
    conflict = Conflict("platforms", "a", "co_used", (("yes", places[0]), ("no", places[1])))
    found = take_inventory(survey, engine, [conflict])
    assert "confidential" not in json.dumps(found)
    assert [one["place"] for one in found["conflicts"][0]["answers"]] == ["b.xlsx:platforms!C2", "c.csv:2:3"]
    assert found["services"][0]["platform"] is None


def test_the_form_has_its_keys_in_order(engine):
    found = take_inventory(Survey("42", platforms=[Platform("a", field="観光")]), engine)
    assert [*found] == ["format", "model", "prefecture", "partition", "platforms", "groups", "principles", "levels",
                        "services", "open", "conflicts", "numbers"]  # fmt: skip
    assert [*found["platforms"][0]] == ["id", "name", "owner", "status", "counts", "groups", "open_group", "used_by",
                                        "derived", "result"]  # fmt: skip
    assert [*found["groups"][0]] == ["id", "platforms", "pathways", "ranking", "hosts", "users"]


def test_pairs_of_levels_are_counted_all_and_named_up_to_a_limit(engine, monkeypatch):
    def exchanging(number):
        level = f"level_{number % 3 + 1}"
        answers = {"data_exchange": True, "personal_broker": "external", "identity_proofing": level}
        return Platform(f"p{number}", field="観光", answers={**answers, "authentication": "level_1"})

    survey = Survey(platforms=[exchanging(number) for number in range(3 * MOST_NAMED)])
    every = take_inventory(survey, engine)
    pairs = [one["platforms"] for one in every["levels"]]
    assert len(pairs) == principles.MOST_PAIRS < every["principles"][-1]["departure_count"] == 3 * MOST_NAMED**2
    monkeypatch.setattr(principles, "MOST_PAIRS", 5)
    few = take_inventory(survey, engine)
    assert [one["platforms"] for one in few["levels"]] == pairs[:5] == [["p0", f"p{n}"] for n in (1, 2, 4, 5, 7)]
    assert few["principles"][-1]["departure_count"] == every["principles"][-1]["departure_count"]
    assert few["platforms"][0]["derived"]["peers"]["value"] == 3 * MOST_NAMED - 1
    assert few["platforms"][0]["derived"]["peers"]["from"] == [f"p{number}" for number in range(1, 3 * MOST_NAMED)]
    monkeypatch.setattr(inventories, "NAMED_IN_FULL", 3 * MOST_NAMED - 1)
    shortened = take_inventory(survey, engine)["platforms"][0]["derived"]["peers"]
    assert shortened["value"] == 3 * MOST_NAMED - 1
    assert shortened["from"] == [f"p{number}" for number in range(1, MOST_NAMED + 1)]


# ── Reports and the command ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def form(guide):
    return survey_texts(guide)


def tourism():
    """Two municipalities' platforms for tourism, the second more widely used, and one idea."""
    levels = {"data_exchange": True, "personal_broker": "external", "authentication": "level_1"}
    first = {**levels, "peers": 0, "identity_proofing": "level_1"}
    second = {**levels, "identity_proofing": "level_2"}
    return Survey(
        prefecture="42",
        platforms=[
            Platform("a", "A基盤", "42201", "観光", used_by=["42201"], answers=first, note="confidential"),
            Platform("b", "=B()", "42202", " 観光 ", used_by=["42202", "42203"], answers=second),
            Platform("c", "", "", "医療", "idea"),
        ],
        services=[Service("s", "予約", "42201", "b", "観光", "authentication_only", note="confidential")],
        municipalities=[Municipality(code, name, 10) for code, name in zip(TOWNS, "ABCD", strict=True)],
    )  # fmt: skip


@pytest.mark.parametrize("language", ["ja", "en"])
def test_documents_and_letters_leave_no_place_unfilled(engine, form, language):
    survey = tourism()
    conflict = Conflict("platforms", "b", "co_used", (("yes", Place("b.csv", "2:1")), ("no", Place("c.csv", "2:1"))))
    report = InventoryReport(survey, take_inventory(survey, engine, [conflict]), engine, form, language)
    letters = dict(report.letters())
    for blocks in (report.document(), *letters.values()):
        text = render(blocks) + "\n".join(plain(blocks))
        assert "{" not in text
        assert "confidential" not in text
    assert [*letters] == ["prefecture", "42201", "42202", ""]
    document = render(report.document())
    assert "b.csv:2:1" in document
    questions = {text_in(one["question"], language) for one in form["questions"].values()}
    asked = [item for block in letters["42202"] if block["kind"] == "list" for item in block["items"][:1]]
    assert asked
    assert all(any(question in item for question in questions) for item in asked)


def test_only_the_prefecture_is_asked_what_only_it_can_answer(engine, form):
    survey = tourism()
    report = InventoryReport(survey, take_inventory(survey, engine), engine, form, "en")
    own = {name: form["questions"][name]["question"]["en"] for name in form["of_prefecture"]["inputs"]}
    letters = {body: render(blocks) for body, blocks in report.letters()}
    assert {"prefecture_capacity", "prefecture_control", "external_body_feasible"} <= own.keys()
    for name in ("prefecture_capacity", "prefecture_control", "external_body_feasible"):
        assert letters["prefecture"].count(own[name]) == 1  # asked once for all platforms
    for body, text in letters.items():
        assert body == "prefecture" or not [name for name, question in own.items() if question in text]
    platforms = [asked for one in report.found["open"] for asked in one["platforms"]]
    open_answers = {(one["platform"], name) for one in platforms for name in one["inputs"]}
    asked = {(platform, name) for of in report.asked_of().values() for platform, names in of for name in names}
    assert asked == open_answers
    counted = next(one for one in report.tables() if one.id == "inventory_open")
    assert {row[-2] for row in counted.rows if row[5] in own} == {"prefecture"}


def test_tables_hold_one_datum_a_cell_and_every_row_fits(engine, form):
    survey = tourism()
    report = InventoryReport(survey, take_inventory(survey, engine), engine, form, "en")
    tables = {one.id: one for one in report.tables()}
    for table in tables.values():
        assert len({label for _, label in table.columns}) == len(table.columns), table.id
        for row in table.rows:
            assert len(row) == len(table.columns), table.id
            assert all(cell is None or type(cell) in (str, int) for cell in row)
    ranked = [row[2:4] for row in tables["inventory_groups"].rows]
    assert ranked == [[1, "b"], [2, "a"]]
    assert [row[2:] for row in tables["inventory_contradictions"].rows] == [
        ["peers", engine.texts["inputs"]["peers"]["en"], "0", "1"]
    ]


def test_before_and_after_name_every_platform_that_counts_once(engine, form):
    for case in CASES:
        data = copy.deepcopy(case["survey"])
        for one in data["platforms"]:
            one["answers"] = flat(engine, one["answers"])
        found = take_inventory(survey_of(data), engine)
        figure = InventoryReport(survey_of(data), found, engine, form, "ja").before_and_after()
        counted = [one["id"] for one in found["platforms"] if one["counts"]]
        assert [one["id"] for one in figure["before"]] == counted
        assert sorted(name for one in figure["after"] for name in one["platforms"]) == sorted(counted)
        assert len(figure["after"]) == found["numbers"]["platforms_after"]


def test_the_command_reads_replies_and_gives_the_survey_back_with_its_results(tmp_path):
    reply = tmp_path / "reply.yml"
    reply.write_text(
        "survey: {prefecture: '42'}\n"
        "platforms:\n"
        "  - {id: a, name: A, owner: '42201', field: 観光, note: confidential}\n"
        "  - {id: b, name: '=B()', owner: prefecture, field: 観光, data_exchange: perhaps}\n",
        encoding="utf-8",
    )
    run = CliRunner()
    found = run.invoke(inventory, [str(reply), "--format", "json"])
    assert found.exit_code == 1
    assert "perhaps" in found.stderr
    data = json.loads(found.stdout)
    assert data["format"] == "dcb-guide-inventory/1"
    assert data["platforms"][0]["derived"]["prefecture_platform"] == {"value": True, "from": ["b"]}
    book = tmp_path / "out.xlsx"
    run.invoke(inventory, [str(reply), "--format", "xlsx", "--output", str(book)])
    sheets = load_workbook(book).worksheets
    cells = [[*sheet.iter_rows(values_only=True)] for sheet in sheets]
    assert "confidential" not in str(cells)
    platforms = next(rows for rows in cells if rows[1:] and rows[1][0] == "a" and "=B()" in str(rows))
    assert len(platforms) == 3
    assert not any(cell.data_type == "f" for sheet in sheets for row in sheet.iter_rows() for cell in row)
    letters = run.invoke(inventory, [str(reply), "--letters", "--format", "md"])
    assert "A" in letters.stdout
    assert run.invoke(inventory, [str(reply), "--letters", "--format", "json"]).exit_code == 2
    word = tmp_path / "out.docx"
    for options in ([], ["--letters"]):
        done = run.invoke(inventory, [str(reply), "--format", "docx", "--output", str(word), *options])
        assert done.stdout == f"{word}\n" and word.read_bytes().startswith(b"PK")
    assert run.invoke(inventory, [str(reply), "--format", "docx"]).exit_code == 2


def test_what_cannot_be_judged_yet_is_said_to_be_so(engine, form):
    survey = tourism()
    report = InventoryReport(survey, take_inventory(survey, engine), engine, form, "en")
    assert report.undecided() == report.found["numbers"]["platforms_now"] == 2
    assert "no platform's pathway can be given yet" in report.summary()
    assert dict(report.figures_by_id())["platforms_after"] == report.ui("undetermined")
    # With one platform that may exchange personal data there is nothing to compare.
    survey.platforms[0].answers["personal_broker"] = "none"
    found = take_inventory(survey, engine)
    assert [one["status"] for one in found["principles"] if one["id"] == "levels"] == ["kept"]
    report = InventoryReport(survey, found, engine, form, "en")
    assert any(line.endswith(report.word("principle_not_compared")) for line in report.principles())
