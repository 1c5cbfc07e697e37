"""The pages for maintainers say what the code is: imports, model, commands, library, decision records."""

import json
import re
from pathlib import Path

import pytest

from dcb_guide.guide.wording import Wording
from macros.maintainers import architecture, commands, import_graph, library_reference, model_tables, records
from tests.test_accessibility import violations
from tools import command_reference

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "maintainers"


@pytest.fixture
def small_tree(tmp_path):
    """A tree of four rooms: cli imports records and core, records imports core; build imports cli."""
    for path, text in {
        "dcb_guide/__init__.py": '"""A package."""',
        "dcb_guide/core/__init__.py": '"""Computes. Nothing else."""',
        "dcb_guide/core/engine.py": '"""Runs a model."""\nimport json\n',
        "dcb_guide/records/files.py": '"""Reads: YAML and\nJSON. More."""\nfrom dcb_guide.core.engine import Engine\n',
        "dcb_guide/cli/main.py": "def run():\n    import dcb_guide.records.files\n    from dcb_guide.core import e\n",
        "build/steps.py": '"""Builds."""\nfrom dcb_guide.cli import main\n',
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return import_graph.read_rooms(tmp_path, ("build", "dcb_guide", "not_there"))


def test_rooms_are_read_with_purpose_modules_and_imports(small_tree):
    assert list(small_tree) == ["build", "dcb_guide/cli", "dcb_guide/core", "dcb_guide/records"]
    assert small_tree["dcb_guide/core"].purpose == "Computes"
    assert small_tree["dcb_guide/records"].modules[0].purpose == "Reads: YAML and JSON"
    assert small_tree["dcb_guide/cli"].imports == {"dcb_guide/core", "dcb_guide/records"}
    assert small_tree["build"].imports == {"dcb_guide/cli"}


def test_the_picture_leaves_out_what_follows_and_sets_each_room_above_what_it_imports(small_tree):
    assert import_graph.arrows(small_tree) == [
        ("build", "dcb_guide/cli"),
        ("dcb_guide/cli", "dcb_guide/records"),
        ("dcb_guide/records", "dcb_guide/core"),
    ]
    assert import_graph.floors(small_tree) == [
        ["dcb_guide/core"],
        ["dcb_guide/records"],
        ["dcb_guide/cli"],
        ["build"],
    ]


def test_rooms_are_placed_so_that_arrows_pass_beside_them():
    floors, arrows = [["a"], ["b", "c"], ["d"]], [("a", "b"), ("a", "d"), ("b", "d"), ("c", "d")]
    columns = architecture.place(floors, arrows)
    assert len({columns["b"], columns["c"]}) == 2
    # The arrow from a to d passes the floor of b and c half-way between its ends.
    assert (columns["a"] + columns["d"]) / 2 not in (columns["b"], columns["c"])


def test_two_arrows_that_change_sides_between_floors_cross():
    assert architecture._cross((0, 0, 1, 1), (1, 0, 0, 1))
    assert not architecture._cross((0, 0, 0, 1), (1, 0, 1, 1))
    assert not architecture._cross((0, 0, 1, 1), (1, 1, 0, 2))


def test_a_cycle_is_shown_as_it_is(small_tree):
    small_tree["dcb_guide/core"].imports = {"dcb_guide/records"}
    assert ("dcb_guide/core", "dcb_guide/records") in import_graph.arrows(small_tree)
    assert ("dcb_guide/records", "dcb_guide/core") in import_graph.arrows(small_tree)
    assert import_graph.floors(small_tree)[0] == ["dcb_guide/core", "dcb_guide/records"]


def test_parts_import_downwards_and_the_package_nothing_that_builds_the_site():
    rooms = import_graph.read_rooms(ROOT, architecture.TOPS)
    assert [name for name in rooms if name in import_graph.reached(rooms, name)] == []
    builds = {name for name in rooms if "/" not in name}
    assert builds >= {"builders", "macros", "site_build"}
    assert {name for name in rooms if name not in builds and rooms[name].imports & builds} == set()


@pytest.mark.parametrize(
    ("script", "comment"),
    [
        ("// One line.\nlet a;\n", "One line."),
        ("// Two\n// lines.\n\n// Of something else.\n", "Two lines."),
        ("// @ts-check\n/**\n * A block\n * of two.\n */\nlet a;\n", "A block of two."),
        ("let a; // no head\n", ""),
        ("// @ts-check\n\n/** Return one. More. */\nexport const a = 1;\n", "Return one. More."),
    ],
)
def test_a_script_is_described_by_its_leading_comment(script, comment):
    assert architecture.leading_comment(script) == comment


def test_every_module_and_script_says_what_it_does():
    rooms = import_graph.read_rooms(ROOT, architecture.TOPS)
    silent = [module.path for room in rooms.values() for module in room.modules if not module.purpose]
    assert silent + [name for name, room in rooms.items() if not room.purpose] == []
    assert "| – |" not in architecture.scripts()
    assert "|  |" not in architecture.scripts()


def test_every_section_of_the_model_that_the_code_cites_is_on_the_page():
    cited = {
        number
        for folder in ("dcb_guide", "macros", "overrides", "tests")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".py", ".js", ".mjs", ".html")
        for number in re.findall(r"\bMODEL (\d)", path.read_text(encoding="utf-8"))
    }
    anchors = set(re.findall(r"\{ #model-(\d) \}", (PAGES / "model.md").read_text(encoding="utf-8")))
    assert cited
    assert cited <= anchors


def test_the_model_page_names_every_input_condition_rule_requirement_and_check(guide):
    shown = {name: "\n".join(made(Wording(guide, "en"))) for name, made in model_tables.TABLES.items()}
    for name, items in {
        "attributes": [one.id for item in guide.attributes for one in (item, *item.facets)],
        "context": [item.id for item in guide.context],
        "conditions": [item.id for item in guide.conditions],
        "decisions": [rule.id for decision in guide.decisions for rule in decision.rules],
        "requirements": [item.id for item in guide.requirements],
        "checks": [item.id for item in guide.checks],
    }.items():
        assert [item for item in items if f"`{item}`" not in shown[name]] == []


def test_complete_descriptions_are_counted_with_the_facets_of_what_exists(guide):
    terms = next(item for item in guide.attributes if item.id == "resident_terms")
    assert model_tables.descriptions([terms]) == 1 + 2 * 2 * 2
    assert model_tables.descriptions([terms, guide.attributes[0]]) == 9 * len(guide.attributes[0].values)


@pytest.mark.slow
@pytest.mark.slow
def test_every_example_of_the_command_reference_prints_what_the_page_says(tmp_path):
    page = (ROOT / commands.PAGE).read_text(encoding="utf-8")
    now = command_reference.rewritten(page, command_reference.copy_of_tree(tmp_path))
    assert now == page, "after a change that was meant, run: .venv/bin/python -m tools.command_reference"
    assert list(command_reference.missing(page)) == []


def test_a_command_without_section_or_example_is_named():
    page = (ROOT / commands.PAGE).read_text(encoding="utf-8")
    without_section = page.replace('{{ command(name="verify") }}', "")
    assert any("no section for `dcb-guide verify`" in line for line in command_reference.missing(without_section))
    twice = page + '{{ command(name="verify") }}'
    assert any("more than one section for `dcb-guide verify`" in line for line in command_reference.missing(twice))
    without_example = page.replace("$ dcb-guide verify", "$ true")
    assert any("`dcb-guide verify` has no example" in line for line in command_reference.missing(without_example))


def test_a_command_that_the_page_forgot_is_shown_at_its_end(monkeypatch, tmp_path):
    (tmp_path / commands.PAGE).parent.mkdir(parents=True)
    (tmp_path / commands.PAGE).write_text('{{ command(name="verify") }}', encoding="utf-8")
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    assert "## dcb-guide classify { #classify }" in commands.other_commands()
    assert "{ #verify }" not in commands.other_commands()


def test_a_command_is_shown_with_every_option():
    for name, command in commands.all_commands().items():
        shown = commands.command(name)
        assert all(f"{option}" in shown for one in command.params for option in one.opts if option.startswith("--"))


def test_everything_the_library_offers_is_documented():
    shown = library_reference.reference()
    for name, item in library_reference.public().items():
        assert f"## `{name}`" in shown
        assert item.__doc__, name


@pytest.mark.parametrize("page", ["README.md", "docs/maintainers/library.md"])
def test_the_python_that_a_page_shows_runs(page, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    shown = re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    namespace: dict[str, object] = {}
    for block in shown:
        exec(block, namespace)
    assert "type_1_4" in capsys.readouterr().out


def test_decision_records_are_numbered_without_a_gap_and_have_status_and_date():
    found = records.read(ROOT / records.FOLDER)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    for one in found:
        assert one.file.startswith(f"{one.number:04}-")
        assert re.fullmatch(r"accepted|superseded by \d+", one.status), one.file
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", one.date), one.file


def test_a_decision_record_without_a_date_is_named(tmp_path):
    (tmp_path / "0001-x.md").write_text("# 1. X\n\n- Status: accepted\n\nText\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"0001-x.md.*Date"):
        records.read(tmp_path)


def test_the_pages_are_on_the_english_site_alone_and_not_searched(site):
    for path in PAGES.glob("*.md"):
        name = "" if path.stem == "index" else f"{path.stem}/"
        assert (site / "en" / "maintainers" / name / "index.html").exists()
    assert not (site / "maintainers").exists()
    html = (site / "en" / "maintainers" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="([^"]+)" hreflang="ja"', html) == ["../.."]
    found = json.loads((site / "assets" / "search.en.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in found["sections"] if "maintainers" in one["id"]] == []


def test_every_decision_record_is_published_and_linked(site):
    index = (site / "en" / "maintainers" / "decision-records" / "index.html").read_text(encoding="utf-8")
    for path in (ROOT / "docs" / "adr").glob("*.md"):
        assert f"adr/{path.stem}/" in index
        assert (site / "en" / "maintainers" / "adr" / path.stem / "index.html").exists()


def test_the_picture_on_the_site_has_a_box_for_every_room_and_says_so_in_words(site):
    html = (site / "en" / "maintainers" / "architecture" / "index.html").read_text(encoding="utf-8")
    for name in import_graph.read_rooms(ROOT, architecture.TOPS):
        assert f">{name}</tspan>" in html
        assert f"<li>{name} imports " in html


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_pages_are_accessible_and_fit_a_narrow_screen(browser, address, scheme, width):
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    shown = context.new_page()
    found = {}
    for path in sorted(PAGES.glob("*.md")):
        shown.goto(f"{address}en/maintainers/" + ("" if path.stem == "index" else f"{path.stem}/"))
        found[path.stem] = violations(shown)
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, path.stem
    context.close()
    assert {name: one for name, one in found.items() if one} == {}
