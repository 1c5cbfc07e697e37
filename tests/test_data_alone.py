"""What ``check`` accepts, pages, figures, tool and document show: edits of the data alone, no code touched."""

from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

from dcb_guide.core import document, markdown, published_platform
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LANGUAGES
from dcb_guide.files import write_yaml
from dcb_guide.guide.export import tables
from dcb_guide.guide.read_guide import GuideError, load_with_sources
from dcb_guide.prefecture import principles
from dcb_guide.proof.decision_tables import Compiled
from dcb_guide.proof.model_json import model_json
from dcb_guide.proof.verify import defects
from macros import TEMPLATES, figures
from macros.render import Renderer

NEW = {"ja": "新しいもの", "en": "Something new"}


def texts(ja: str = NEW["ja"], en: str = NEW["en"]) -> dict[str, str]:
    return {"ja": ja, "en": en}


def one(folder: Path, name: str) -> Path:
    """The file of an item, whatever its number."""
    (path,) = (path for path in folder.glob("*.yml") if path.stem.partition("_")[2] == name)
    return path


def edit(path: Path, change: Callable[[Any], object]) -> None:
    data = read(path)
    change(data)
    write(path, data)


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def write(path: Path, data: Any) -> None:
    path.write_text(write_yaml.yaml_text(data), encoding="utf-8")


def copy_item(source: Path, target: Path, **changes: Any) -> None:
    write(target, {**read(source), **changes})


class Shown:
    """A changed guide, proved, and everything that shows it."""

    def __init__(self, folder: Path) -> None:
        self.guide, sources = load_with_sources(folder)
        assert defects(self.guide, sources) == []
        self.model = model_json(self.guide, Compiled(self.guide))
        self.engine = Engine(self.model)
        self.renderer = Renderer(self.guide, self.model, TEMPLATES)
        self.pages = {
            (path.name, language): self.renderer.render(path.name, language, **self._arguments(path.name))
            for path in sorted(TEMPLATES.glob("[!_]*.*"))
            for language in LANGUAGES
        }
        names = [*figures.FIGURES, *(f"flow-{item.id}" for item in self.guide.type_guides)]
        view = self.renderer.view("en")
        self.drawn = {name: view.made_figure(name) for name in names}
        for name in names:
            for language in LANGUAGES:
                self.renderer.render("figure.html", language, name=name)

    def _arguments(self, template: str) -> dict[str, Any]:
        part = self.guide.editions[0].sections[0].id
        known = {"figure.html": {"name": "loop"}, "cite.html": {"source": part}, "downloads.html": {"table": "checks"}}
        if template.startswith("area_"):
            chapter = self.guide.area.chapters[0]
            return {"chapter": chapter.id, "parts": chapter.parts[0].id}
        return known.get(template, {"party": self.guide.parties[0].id})

    def decide(self, **answers: Any) -> dict[str, Any]:
        parts: dict[str, dict[str, Any]] = {"platform": {}, "context": {}}
        for name, value in answers.items():
            parts[self.engine.by_id[name].part][name] = value
        read, problems = self.engine.read(parts)
        assert problems == []
        return self.engine.result(read)

    def drafted(self, *, of_prefecture: bool = True, **answers: Any) -> str:
        vision = published_platform.of_one_record(self.engine, answers, "A")
        if of_prefecture:
            del vision["scope"]
        return markdown.render(document.blocks(vision, self.engine.texts, "en"))


# ── The edits, each with what must then be seen ─────────────────────────────────────────────────────────────────


def fourth_organisational_type(data: Path) -> Callable[[Shown], None]:
    edit(
        data / "contract_flow.yml",
        lambda flow: flow["parties"].append({"id": "joint_office", "label": texts("共同設置の事務所", "Joint office")}),
    )
    copy_item(
        one(data / "organisations", "external"),
        data / "organisations" / "04_joint_office.yml",
        id="joint_office",
        label=texts("共同設置型", "Joint-office type"),
        cautions=[{"id": "slow_office", "text": texts(), "source": "2.7"}],
    )
    copy_item(
        one(data / "type_guides", "external"),
        data / "type_guides" / "04_joint_office.yml",
        id="joint_office",
        flow=[
            ["joint_office", "vendor", "contract"],
            ["vendor", "joint_office", "supply"],
            ["joint_office", "municipality", "licence"],
            ["prefecture", "joint_office", "participation"],
            ["external_body", "municipality", "coordination"],
        ],
    )
    edit(
        one(data / "context", "contract_holder"),
        lambda item: item["values"].append({"id": "joint_office", "label": texts()}),
    )

    def decision(table: dict[str, Any]) -> None:
        table["outcomes"].append(
            {"id": "joint_office", "label": texts(), "meaning": texts(), "organisation": "joint_office"}
        )
        table["rules"].append(
            {
                "id": "joint_office",
                "when": {"contract_holder": "joint_office"},
                "then": "joint_office",
                "source": "2.7",
                "basis": "judgement",
            }
        )

    edit(one(data / "decisions", "organisation"), decision)

    def seen(shown: Shown) -> None:
        assert shown.decide(contract_holder="joint_office")["organisation"]["id"] == "joint_office"
        page = shown.pages["organisations.md", "en"]
        assert "## Joint&#45;office type" in page or "## Joint-office type" in page
        assert page.count("<figure") == 4
        assert "Joint office → Vendor: contract" in page
        assert 'value="joint_office"' in shown.pages["tool.html", "ja"]

    return seen


def third_value_with_a_rule(data: Path) -> Callable[[Shown], None]:
    edit(
        one(data / "attributes", "user_scope"),
        lambda item: item["values"].append(
            {"id": "beyond", "label": texts("県の外まで", "Beyond the prefecture"), "explanation": texts()}
        ),
    )

    def also_beyond(table: dict[str, Any]) -> None:
        for rule in table["rules"]:
            if rule["when"].get("user_scope") == "prefecture":
                rule["when"]["user_scope"] = ["prefecture", "beyond"]

    for table in (data / "decisions").glob("*.yml"):
        edit(table, also_beyond)
    copy_item(
        one(data / "requirements", "scope"),
        data / "requirements" / "90_beyond_scope.yml",
        id="beyond_scope",
        title=texts("県外の窓口", "A desk for users from elsewhere"),
        attribute="beyond_prefecture",
        requires=True,
        applies={"user_scope": "beyond"},
    )

    def seen(shown: Shown) -> None:
        assert 'value="beyond"' in shown.pages["tool.html", "en"]
        assert "Beyond the prefecture" in shown.pages["attributes.md", "en"]
        assert "A desk for users from elsewhere" in shown.pages["requirements.md", "en"]
        assert "Beyond the prefecture" in shown.drafted(user_scope="beyond")

    return seen


def sixth_challenge(data: Path) -> Callable[[Shown], None]:
    copy_item(one(data / "challenges", "v"), data / "challenges" / "06_vi.yml", id="vi", label=texts())
    copy_item(one(data / "playbooks", "v"), data / "playbooks" / "06_vi.yml", id="vi", document=texts("覚書", "A memo"))
    edit(one(data / "requirements", "scope"), lambda item: item.update(challenge="vi"))

    def seen(shown: Shown) -> None:
        page = shown.pages["challenges.md", "en"]
        assert "## vi) Something new { #vi }" in page
        assert "A memo" in page
        assert "[vi) Something new](challenges.md#vi)" in shown.pages["requirements.md", "en"]
        assert any("vi) Something new" in str(cell) for cell in tables(shown.guide, "en")[-2].rows[2])

    return seen


def eleventh_attribute(data: Path) -> Callable[[Shown], None]:
    copy_item(
        one(data / "attributes", "data_exchange"),
        data / "attributes" / "11_budget.yml",
        id="budget",
        kind="choice",
        label=texts("予算", "Budget"),
        question=texts("予算はありますか。", "Is there a budget?"),
        values=[{"id": "small", "label": texts("少ない", "Small")}, {"id": "large", "label": texts("多い", "Large")}],
        levels=["small", "large"],
        indistinguishable=[["small", "large"]],
    )
    for body in (data / "bodies").glob("*.yml"):
        edit(
            body,
            lambda item: (
                item["platform"].update(budget="small"),
                item["notes"].update(budget={"stated": False, "text": texts()}),
            ),
        )

    def seen(shown: Shown) -> None:
        assert shown.engine.read({"platform": {"budget": "large"}}) == ({"budget": "large"}, [])
        assert "### Budget { #budget }" in shown.pages["attributes.md", "en"]
        assert 'name="budget"' in shown.pages["tool.html", "en"]
        assert "| Budget | Small |" in shown.pages["bodies.md", "en"]
        assert "budget" in {box.id for box in shown.drawn["levels"].boxes}
        assert "| Budget | Large |" in shown.drafted(budget="large")

    return seen


def new_field_example(data: Path) -> Callable[[Shown], None]:
    def change(items: list[dict[str, Any]]) -> None:
        items.append(
            {**items[0], "id": "school_to_care", "from": texts("学校", "Schools"), "to": texts("福祉", "Care")}
        )

    edit(data / "cross_field.yml", change)
    edit(data / "partitions.yml", lambda items: items[0]["platforms"].extend([texts("学校", "Schools")] * 4))

    def seen(shown: Shown) -> None:
        assert "Schools → Care { #school_to_care }" in shown.pages["cross_field.md", "en"]
        figure = shown.drawn["partitions"]
        assert sum(box.label == "Schools" for box in figure.boxes) == 4

    return seen


def sixth_procedure(data: Path) -> Callable[[Shown], None]:
    copy_item(
        one(data / "procedures", "resident_understanding"),
        data / "procedures" / "06_review.yml",
        id="review",
        number="⑥",
        label=texts("見直し", "Review"),
    )
    edit(one(data / "requirements", "scope"), lambda item: item.update(step="review"))

    def seen(shown: Shown) -> None:
        assert len(shown.drawn["loop"].boxes) == len(shown.drawn["loop"].arrows) == 6
        assert "⑥ Review" in shown.pages["procedures.md", "en"]
        assert "### ⑥ Review { #tasks-review }" in shown.pages["tasks.md", "en"]
        assert "[⑥ Review](process.md#review)" in shown.pages["requirements.md", "en"]
        assert "⑥ Review" in shown.pages["tool.html", "en"]

    return seen


def rules_about_visions(data: Path) -> Callable[[Shown], None]:
    edit(one(data / "decisions", "class"), lambda table: table.update(choosable=True))
    edit(
        data / "document.yml",
        lambda plan: (
            plan["chapters"].reverse(),
            plan["chapters_of_platforms"].append("openness"),
            plan["inventory"].append("peers"),
        ),
    )
    edit(
        data / "principles_checks.yml",
        lambda rules: rules["checks"].append(
            {"id": "closed", "departs_where": {"public_api": False}, "source": "1.2(1)", "basis": "judgement"}
        ),
    )
    edit(data / "draft.yml", lambda words: words.update(departure_closed=texts("{what}", "{what} publishes no API.")))

    def seen(shown: Shown) -> None:
        draft = shown.drafted(public_api=False)
        assert draft.index("## Openness") < draft.index("## Summary")
        of_platform = shown.drafted(of_prefecture=False, public_api=False)
        assert of_platform.index("## Summary") < of_platform.index("## Openness")
        assert "class" in shown.engine.texts["document"]["choosable"]
        label = shown.engine.texts["inputs"]["peers"]["en"]
        assert label in draft.partition("## Present state")[2].partition("##")[0]
        platform = principles.platform_in_its_field(
            "a", "観光", {"public_api": False}, shown.model["principles_checks"]
        )
        found = principles.check_principles([platform], shown.model["principles_checks"])[-1]
        assert (found.id, found.departures, found.basis) == ("closed", (("a",),), "judgement")

    return seen


def third_choice_before_merging(data: Path) -> Callable[[Shown], None]:
    items = [
        {"id": "start", "label": texts("始め", "Begin"), "if_yes": "harm", "if_no": "merge"},
        {"id": "harm", "label": texts(), "if_yes": "repair", "if_no": "merge"},
        {"id": "repair", "label": texts("直せる", "Can be mended"), "if_yes": "merge", "if_no": "link"},
        {"id": "merge", "label": texts(), "decision": "pattern"},
        {"id": "link", "label": texts(), "decision": "pattern"},
    ]
    write(data / "merge_or_link.yml", items)

    def seen(shown: Shown) -> None:
        assert "Can be mended: Yes → Something new" in shown.drawn["choice"].statements

    return seen


EDITS = (
    fourth_organisational_type,
    third_value_with_a_rule,
    sixth_challenge,
    eleventh_attribute,
    new_field_example,
    sixth_procedure,
    rules_about_visions,
    third_choice_before_merging,
)


@pytest.mark.slow
@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.__name__)
def test_what_is_added_as_data_is_shown(change, data_copy):
    seen = change(data_copy)
    shown = Shown(data_copy)
    seen(shown)
    for figure in shown.drawn.values():
        assert_readable(figure)
    for (name, _), page in shown.pages.items():
        if name.endswith(".html"):
            lxml.html.fragment_fromstring(page, create_parent="div")


@pytest.mark.slow
def test_all_of_it_together(data_copy):
    seen = [change(data_copy) for change in EDITS if change is not sixth_procedure]
    shown = Shown(data_copy)
    assert len(seen) == len(EDITS) - 1
    for figure in shown.drawn.values():
        assert_readable(figure)


# ── Figures ─────────────────────────────────────────────────────────────────────────────────────────────────────


def assert_readable(figure: figures.Figure) -> None:
    """Boxes do not touch and are inside the picture; no line runs through a box, no label lies on anything."""
    by_id = {box.id: box for box in figure.boxes}
    assert len(by_id) == len(figure.boxes), figure.id
    boxes = {name: figures.sides_of(box) for name, box in by_id.items()}
    for name, (left, top, right, bottom) in boxes.items():
        assert left >= 0 and top >= 0 and right <= figure.width and bottom <= figure.height, (figure.id, name)
    for a, b in combinations(boxes, 2):
        assert not figures.overlap(boxes[a], boxes[b]), (figure.id, a, b)
    lines = [(arrow, line) for arrow in figure.arrows for line in pairwise(figures.path_of(by_id, arrow))]
    for arrow, line in lines:
        through = [
            name for name in boxes if name not in (arrow.start, arrow.end) and figures.crosses(line, boxes[name])
        ]
        assert through == [], (figure.id, arrow.start, arrow.end)
    labels = {arrow: label.sides for arrow, label in figures.labels_of(figure).items()}
    assert set(labels) == {arrow for arrow in figure.arrows if arrow.label}
    for arrow, label in labels.items():
        assert label[0] >= 0 and label[1] >= 0 and label[2] <= figure.width and label[3] <= figure.height, arrow
        assert [one for one, line in lines if figures.crosses(line, label)] == [], (figure.id, arrow.label)
        assert [name for name, box in boxes.items() if figures.overlap(label, box)] == [], (figure.id, arrow.label)
    for first, second in combinations(labels.values(), 2):
        assert not figures.overlap(first, second), figure.id


def test_a_line_is_known_to_cross_a_box_or_not():
    box = (10.0, 10.0, 20.0, 20.0)
    assert figures.crosses(((0, 0), (30, 30)), box)
    assert figures.crosses(((15, 0), (15, 30)), box)
    assert not figures.crosses(((0, 10), (30, 10)), box)  # along its side
    assert not figures.crosses(((0, 0), (9, 9)), box)
    assert not figures.crosses(((0, 15), (15, 40)), box)


def test_the_figures_are_readable(guide, model_data):
    renderer = Renderer(guide, model_data, TEMPLATES)
    for language in LANGUAGES:
        view = renderer.view(language)
        for name in [*figures.FIGURES, *(f"flow-{item.id}" for item in guide.type_guides)]:
            assert_readable(view.made_figure(name))


@pytest.mark.parametrize("count", range(1, 9))
def test_any_number_of_boxes_fits_a_ring(count):
    labels = {f"b{n}": "box" for n in range(count)}
    for width in (200, 150):
        boxes, across, down = figures.ring(labels, width)
        pairs = list(combinations(labels, 2)) if count < 7 else []
        arrows = [figures.Arrow(a, b) for a, b in pairs]
        assert_readable(figures.Figure("ring", "", across, down, boxes, arrows if width == 150 else []))


# ── What cannot be shown is refused ─────────────────────────────────────────────────────────────────────────────


def without(folder: str, name: str) -> Callable[[Path], None]:
    return lambda data: one(data / folder, name).unlink()


REFUSED = {
    "a type without its guide": (
        without("type_guides", "serial"),
        "guide_data/organisations/01_serial.yml:1:5: type_guides/ has no file for serial",
    ),
    "a challenge without its playbook": (
        without("playbooks", "ii"),
        "guide_data/challenges/02_ii.yml:1:5: playbooks/ has no file for ii",
    ),
    "a procedure out of its place": (
        lambda data: edit(one(data / "procedures", "cost_sharing"), lambda item: item.update(number="⑤")),
        "guide_data/procedures/04_cost_sharing.yml:2:9: the procedure in this place has the number ④",
    ),
    "a challenge out of its place": (
        without("challenges", "iv"),
        "guide_data/challenges/05_v.yml:1:5: the challenge in this place has the id iv",
    ),
    "a flow of something unnamed": (
        lambda data: edit(one(data / "type_guides", "serial"), lambda item: item["flow"].append(["vendor", "prefecture", "licenc"])),  # noqa: E501
        "licenc is not an exchange of contract_flow.yml; did you mean 'licence'?",
    ),
    "a flow between what is exchanged": (
        lambda data: edit(one(data / "type_guides", "serial"), lambda item: item["flow"].append(["contract", "vendor", "licence"])),  # noqa: E501
        "contract is not a party of contract_flow.yml",
    ),
    "a flow to itself": (
        lambda data: edit(one(data / "type_guides", "serial"), lambda item: item["flow"].append(["vendor", "vendor", "licence"])),  # noqa: E501
        "vendor gives licence to itself",
    ),
    "a link without a text": (
        lambda data: edit(data / "questions.yml", lambda items: items[0]["links"].append("growth.md#nothing")),
        "interface.yml has no text link_growth_nothing for growth.md#nothing",
    ),
    "a chapter nobody can draft": (
        lambda data: edit(data / "document.yml", lambda plan: plan["chapters"].append("sumary")),
        "sumary is not a chapter that can be drafted; did you mean 'summary'?",
    ),
    "a column of nothing": (
        lambda data: edit(data / "document.yml", lambda plan: plan["inventory"].append("user_scop")),
        "user_scop is not an input; did you mean 'user_scope'?",
    ),
    "a departure without a text": (
        lambda data: edit(data / "principles_checks.yml", lambda rules: rules["checks"][0].update(id="fields")),
        "guide_data/principles_checks.yml:6:9: draft.yml has no text departure_fields",
    ),
    "a check of an answer nobody can give": (
        lambda data: edit(data / "principles_checks.yml", lambda rules: rules["checks"][2].update(departs_where={"recommended_module": "never"})),  # noqa: E501
        "never is not a value of recommended_module",
    ),
    "a choice that leads back": (
        lambda data: edit(data / "merge_or_link.yml", lambda items: items[1].update(if_yes="start")),
        "start is not a later item of this file",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_shown_is_refused_with_its_place(change, message, data_copy):
    change(data_copy)
    with pytest.raises(GuideError) as caught:
        load_with_sources(data_copy)
    assert message in str(caught.value)
    assert str(caught.value).startswith("guide_data/")


def test_a_question_added_as_data_is_asked(data_copy):
    copy_item(one(data_copy / "context", "public_api"), data_copy / "context" / "90_budget.yml", id="budget")
    guide, _ = load_with_sources(data_copy)
    data = model_json(guide)
    assert Engine(data).read({"context": {"budget": True}}) == ({"budget": True}, [])
    assert 'name="budget"' in Renderer(guide, data, TEMPLATES).render("tool.html", "en")
