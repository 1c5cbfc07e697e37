"""Render templates from a guide: Markdown files escape Markdown, HTML files escape HTML."""

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

import dcb_guide
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LANGUAGES, Language, LanguageCode
from dcb_guide.core.markdown import escaped
from dcb_guide.core.values import as_list, fill, word
from dcb_guide.guide.area_content import AreaChapter
from dcb_guide.guide.content import Body, Guide, Procedure, ReaderQuestion, Step, Task
from dcb_guide.guide.decision_types import (
    Decision,
    HighestOf,
    Includes,
    Input,
    Requirement,
    Text,
    Value,
)
from macros import fallback, figures, tool_texts, worked_costs
from macros.citations import Citations
from macros.compiled_templates import CompiledTemplates
from macros.guide_links import Links
from macros.vision_view import OwnVision, VisionView

#: Fields of a letter that are known: the prefecture is chosen, the municipalities follow from the replies.
FILLED_FIELDS = ("prefecture", "municipalities")

#: One for each way to escape: their code differs.
COMPILED = {"markdown": CompiledTemplates(), "html": CompiledTemplates()}


class Renderer:
    """Renders the templates of one folder for one guide."""

    def __init__(self, guide: Guide, model: dict[str, Any], templates: Path, vision: OwnVision | None = None) -> None:
        self.guide = guide
        self.vision = vision
        self.model_data = model
        loader = jinja2.FileSystemLoader(templates)
        shared: dict[str, Any] = {"loader": loader, "trim_blocks": True, "lstrip_blocks": True}
        shared["undefined"] = jinja2.StrictUndefined
        shared["auto_reload"] = False
        self.views: dict[LanguageCode, View] = {}
        self.markdown = jinja2.Environment(finalize=_escaped_markdown, bytecode_cache=COMPILED["markdown"], **shared)
        self.html = jinja2.Environment(autoescape=True, bytecode_cache=COMPILED["html"], **shared)
        # The single file renders the tool with ``single=True``: without links to pages.
        self.html.globals["single"] = False

    def render(self, template: str, language: LanguageCode, **arguments: Any) -> str:
        """Return a template rendered in a language."""
        environment = self.html if template.endswith(".html") else self.markdown
        view = self.view(language)
        return fallback.resolve(environment.get_template(template).render(view=view, guide=self.guide, **arguments))

    def view(self, language: LanguageCode) -> "View":
        """Return what templates show a guide in a language with."""
        if language not in self.views:
            self.views[language] = View(self, language)
        return self.views[language]

    @cached_property
    def engine(self) -> Engine:
        """The decision engine, as the tool runs it."""
        return Engine(self.model_data)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the engine's program and the model: results that another one computed are not shown."""
        program = Path(dcb_guide.__file__).parent / "core"
        parts = [
            json.dumps(self.model_data, sort_keys=True),
            *(path.read_text("utf-8") for path in program.glob("*.py")),
        ]
        return hashlib.sha256("".join(sorted(parts)).encode()).hexdigest()[:16]


class View(Citations, Links):
    """What templates use to show a guide in one language."""

    def __init__(self, renderer: Renderer, language: LanguageCode) -> None:
        super().__init__(renderer.guide, language)
        guide = renderer.guide
        self.engine = renderer.engine
        self.fingerprint = renderer.fingerprint
        self.vision = VisionView(renderer.vision, self, renderer.engine.texts)
        self.challenges = {item.id: item for item in guide.challenges}
        self.organisations = {item.id: item for item in guide.organisations}
        self.procedures = {item.id: item for item in guide.procedures}
        self.bodies = {item.id: item for item in guide.bodies}
        self.parties = {item.id: item for item in guide.parties}
        self.playbooks = {item.id: item for item in guide.playbooks}
        self.type_guides = {item.id: item for item in guide.type_guides}
        self.requirements = {item.id: item for item in guide.requirements}

    def in_other_language(self, text: str, language: LanguageCode) -> str:
        """Mark a text that replaces a missing one; :meth:`Renderer.render` makes an element of the mark."""
        return fallback.mark(text, language)

    def area(self, chapter: str) -> AreaChapter:
        """Return a chapter of the third edition; KeyError where there is none of that name."""
        return {one.id: one for one in self.guide.area.chapters}[chapter]

    def table_rule(self, cells: list[Text]) -> Markup:
        """Return the line between the head and the rows of a Markdown table."""
        return Markup("|" + "---|" * len(cells))

    def table_row(self, cells: list[Text]) -> Markup:
        """Return a row of a Markdown table."""
        return Markup("| {} |").format(Markup(" | ").join(Markup(_escaped_markdown(self(cell))) for cell in cells))

    def levels_asked_by(self, item: Input) -> list[tuple[str, dict[Value, str]]]:
        """Return what the members of a set ask for: each attribute, with the level (or "none") for each member.

        It is the highest level whose condition holds where that member is the only one and nothing else is known.
        """
        found = []
        orders = {one.id: one.levels for one in self.guide.inputs}
        for requirement in self.guide.requirements:
            if requirement.attribute is None or not isinstance(requirement.requires, HighestOf):
                continue
            order = orders[requirement.attribute]
            levels: dict[Value, str] = {}
            for member in item.values:
                asked = [
                    one.level
                    for one in requirement.requires.highest_of
                    if one.level
                    and all(key == item.id and _includes(test, member.id) for key, test in one.when.items())
                ]
                highest = max(asked, key=order.index, default=None)
                levels[member.id] = self.value(requirement.attribute, highest) if highest else self.ui("level_none")
            if any(item.id in one.when for one in requirement.requires.highest_of):
                found.append((requirement.attribute, levels))
        return found

    def question_groups(self, questions: list[ReaderQuestion]) -> list[tuple[str, list[ReaderQuestion]]]:
        """Return readers' questions by group, in the order of the data."""
        groups: dict[str, list[ReaderQuestion]] = {}
        for one in questions:
            groups.setdefault(one.group, []).append(one)
        return list(groups.items())

    def worked_cost(self, example: str) -> worked_costs.WorkedTable:
        """Return an example of sharing costs as a table, computed by the engine of ``dcb-guide cost``."""
        return worked_costs.table({one.id: one for one in self.guide.worked_costs}[example], self)

    def services_by_kind(self, item: Input) -> list[tuple[str, str]]:
        """Return, for the question on kinds of services, each kind with usual services of it; nothing for others."""
        levels = self.guide.service_levels
        if item.id != levels.input:
            return []
        found: dict[Value, list[str]] = {value.id: [] for value in item.values}
        for service in levels.services:
            for kind in dict.fromkeys(one.kind for one in service.functions if one.kind is not None):
                found[kind].append(self(service.label))
        return [(self.value(item.id, kind), self.ui("list_separator").join(names)) for kind, names in found.items()]

    def saving(self, before: float, after: float, unit: str = "") -> str:
        """Return what is saved, with its unit and its share in whole percent, computed."""
        share = worked_costs.percent(before - after, before)
        return f"{round(before - after, 1):g}{unit}{self.row.opening}{share}{self.row.closing}"

    def tasks_of(self, party: str, part: str) -> list[tuple[Step | Procedure, Task]]:
        """Return the tasks in which a party has a part (accountable, responsible, consulted, informed), by stage."""
        stages: list[Step | Procedure] = [*self.guide.steps, *self.guide.procedures]
        return [
            (stage, task)
            for stage in stages
            for task in self.guide.tasks
            if task.stage == stage.id and party in as_list(getattr(task, part))
        ]

    def lead_links(self, procedure: str) -> Markup:
        """Return the parties that lead a procedure as Markdown links to their roles."""
        links = [
            Markup("[{}](roles-{}.md)").format(escaped(self(self.parties[one].label)), one.replace("_", "-"))
            for one in self.guide.leading_parties(procedure)
        ]
        return Markup(self.ui("list_separator")).join(links)

    def joined(self, parties: list[str]) -> str:
        """Return parties' names as a list in words; a dash for none."""
        return self.ui("list_separator").join(self(self.parties[name].label) for name in parties) or "–"

    def word(self, value: Value) -> str:
        """Return a value as addresses and forms write it."""
        return word(value)

    def deciding(self, key: str) -> list[Decision]:
        """Return the decisions whose tables read an input, directly or through a named condition."""
        reading = {decision.id for decision in self.engine.decisions if key in decision.reads}
        return [decision for decision in self.guide.decisions if decision.id in reading]

    def rules_testing(self, decision: Decision, key: str) -> list[tuple[str, str]]:
        """Return the rules of a table that test an input itself: runs of them, each with the first rule's name."""
        runs: list[list[int]] = []
        for number, rule in enumerate(decision.rules, start=1):
            if key in rule.when:
                if runs and runs[-1][-1] == number - 1:
                    runs[-1].append(number)
                else:
                    runs.append([number])
        return [(self._run_of_rules(run[0], run[-1]), decision.rules[run[0] - 1].id) for run in runs]

    def _run_of_rules(self, first: int, last: int) -> str:
        if first == last:
            return self.ui("rule_number", number=first)
        return self.ui("rule_numbers", first=first, last=last)

    def asking(self, item: Input) -> list[Requirement]:
        """Return the requirements that ask something of an input or of its facets."""
        names = {item.id, *(facet.id for facet in item.facets)}
        return [requirement for requirement in self.guide.requirements if requirement.attribute in names]

    @property
    def first_question(self) -> str:
        """The question that settles most when nothing is known."""
        question = self.engine.next_question(self.engine.codes({}))
        if question is None:
            raise ValueError("the tables decide everything without an answer")
        return question

    def tool_texts(self, in_site: bool) -> Markup:
        """Return, as JSON, the texts the page shows a result with; in the single file there are no pages to link."""
        data = tool_texts.collect(self)
        if not in_site:
            data["guide"] = None
        # A data block ends at the first "</": it must not come from a text.
        return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))

    def filled(self, text: Text, **values: str) -> str:
        """Return a text with its places filled."""
        return fill(self(text), **values)

    def letter_fields(self) -> list[tuple[str, str]]:
        """Return the fields of a survey's letter that its sender fills in: (id, label)."""
        fields = self.guide.prefecture_survey.fields_
        return [(name, self(label).strip("〔〕[]")) for name, label in fields.items() if name not in FILLED_FIELDS]

    def prefecture_page(self, in_site: bool) -> Markup:
        """Return, as JSON, what the scripts of the pages on a whole prefecture need of texts and data."""
        data = {
            "language": self.language,
            "root": f"../{self.row.to_root}" if in_site else None,
            "texts": {name: self(text) for name, text in self.guide.prefecture_pages.items()},
            "ready": [
                {"id": f"{one.id}-{plan.id}", "plan": plan.plan}
                for one in self.guide.ready_cost_plans
                for plan in one.plans
            ],
        }
        return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))

    @property
    def other_languages(self) -> list[LanguageCode]:
        """The languages but this page's."""
        return [code for code in LANGUAGES if code != self.language]

    @property
    def search_elsewhere(self) -> list[dict[str, str]]:
        """The other languages' search pages: ``code``, ``page`` below the site's root, ``text`` of a link to it."""
        return [
            {
                "code": code,
                "page": f"{LANGUAGES[code].prefix}search/",
                "text": self.ui("search_other_language", language=self.language_name(code), count="{count}"),
            }
            for code in self.other_languages
        ]

    @property
    def first_row(self) -> Language:
        """The language in which every text exists, the guidebook's."""
        return LANGUAGES[FIRST]

    def language_name(self, code: LanguageCode) -> str:
        """Return how a language is called: in this page's words where the data has some, else in itself."""
        text = self.guide.interface.get(f"language_{code}")
        return self(text) if text else LANGUAGES[code].name

    def figure(self, name: str) -> Markup:
        """Return a figure by its name; ``flow-…`` is the flow of contracts of a form of operation."""
        return figures.draw(self.made_figure(name), self)

    def made_figure(self, name: str) -> figures.Figure:
        """Return a figure by its name, not yet drawn."""
        kind, _, organisation = name.partition("-")
        return figures.flow(self, organisation) if kind == "flow" else figures.FIGURES[name](self)

    def result(self, body: Body) -> dict[str, Any]:
        """Return the engine's result for a surveyed body's record."""
        answers, _ = self.engine.read({"platform": body.platform, "context": body.context})
        return self.engine.result(answers, body.name.texts)


def _includes(test: Any, member: Value) -> bool:
    """Return whether a test of a set holds for the set of one member."""
    return isinstance(test, Includes) and test.includes == member


def _escaped_markdown(value: Any) -> Any:
    return value if value is None or isinstance(value, Markup) else escaped(str(value))
