"""Render templates from a guide: Markdown files escape Markdown, HTML files escape HTML."""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

import dcb_guide
from dcb_guide.core import document as draft
from dcb_guide.core import markdown
from dcb_guide.core.engine import Engine
from dcb_guide.core.nearest import nearest
from dcb_guide.core.values import word
from dcb_guide.guide.content import Body, Guide, Procedure, Step, Task
from dcb_guide.guide.decision_types import (
    Basis,
    Cited,
    Decision,
    Includes,
    Input,
    Language,
    LevelAsked,
    Requirement,
    Rule,
    Value,
)
from dcb_guide.guide.wording import Wording
from macros import figures, tool_texts

#: What is published of a prefecture's vision, and its free Markdown: chapter → language → text.
type OwnVision = tuple[dict[str, Any], Mapping[str, Mapping[Language, str]]]
MARKDOWN_SIGNS = re.compile(r"([\\`*\[\]<>|])")


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
        self.views: dict[Language, View] = {}
        self.markdown = jinja2.Environment(finalize=_escaped_markdown, **shared)
        self.html = jinja2.Environment(autoescape=True, **shared)
        # The single file renders the tool with ``single=True``: without links to pages.
        self.html.globals["single"] = False

    def render(self, template: str, language: Language, **arguments: Any) -> str:
        """Return a template rendered in a language."""
        environment = self.html if template.endswith(".html") else self.markdown
        view = self.views.setdefault(language, View(self, language))
        return environment.get_template(template).render(view=view, guide=self.guide, **arguments)

    @cached_property
    def engine(self) -> Engine:
        """The decision engine, as the tool runs it."""
        return Engine(self.model_data)


class View(Wording):
    """What templates use to show a guide in one language."""

    def __init__(self, renderer: Renderer, language: Language) -> None:
        super().__init__(renderer.guide, language)
        guide = renderer.guide
        self.engine_data = renderer.model_data
        self.engine = renderer.engine
        self.vision = renderer.vision
        self.challenges = {item.id: item for item in guide.challenges}
        self.organisations = {item.id: item for item in guide.organisations}
        self.procedures = {item.id: item for item in guide.procedures}
        self.bodies = {item.id: item for item in guide.bodies}
        self.parties = {item.id: item for item in guide.parties}
        self.playbooks = {item.id: item for item in guide.playbooks}
        self.type_guides = {item.id: item for item in guide.type_guides}
        self.requirements = {item.id: item for item in guide.requirements}

    def cite(self, item: Cited) -> Markup:
        """Return the small tag that says what something rests on: its sections, and whose statement it is."""
        tag = '<span class="dcb-cite dcb-cite--{}">{} <span class="dcb-basis">{}</span></span>'
        return Markup(tag).format(item.basis, self.sections(item), self.basis(item))

    def cited(self, source: str, basis: Basis) -> Markup:
        """Return the tag for a passage of prose; ValueError where the guidebook has no such section."""
        known = [section.id for section in self.guide.sections]
        for section in source.split(", "):
            if section not in known:
                raise ValueError(f"the guidebook has no section {section}{nearest(section, known)}")
        return self.cite(Cited(source=source, basis=basis))

    @cached_property
    def fingerprint(self) -> str:
        """What tells this engine, model and program, from another: results of another are not this one's."""
        program = Path(dcb_guide.__file__).parent / "core"
        parts = [
            json.dumps(self.engine_data, sort_keys=True),
            *(path.read_text("utf-8") for path in program.glob("*.py")),
        ]
        return hashlib.sha256("".join(sorted(parts)).encode()).hexdigest()[:16]

    @property
    def judgement(self) -> Markup:
        """The tag of what is this guide's own judgement, resting on no section."""
        tag = '<span class="dcb-cite dcb-cite--judgement"><span class="dcb-basis">{}</span></span>'
        return Markup(tag).format(self.ui("result_basis_judgement"))

    def section(self, source: str) -> Markup:
        """Return the tag of a section alone."""
        sections = ", ".join(f"§{section}" for section in source.split(", "))
        return Markup('<span class="dcb-cite">{}</span>').format(sections)

    def level_for(self, asked: list[LevelAsked], attribute: str, kind: str) -> str:
        """Return the level a service kind asks for, by the requirement's own rows."""
        for one in asked:
            test = one.when.get("service_kinds")
            if one.level and isinstance(test, Includes) and test.includes == kind:
                return self.value(attribute, one.level)
        return "–"

    def saving(self, before: float, after: float) -> str:
        """Return what is saved, with its share, computed."""
        return f"{round(before - after, 1):g} ({(before - after) / before:.0%})"

    def link_title(self, link: str) -> str:
        """Return the text of a link to a page or to a part of it."""
        page, _, anchor = link.partition("#")
        return self.ui(f"link_{page.removesuffix('.md')}_{anchor}" if anchor else f"link_{page.removesuffix('.md')}")

    def tasks_of(self, party: str, part: str) -> list[tuple[Step | Procedure, Task]]:
        """Return the tasks in which a party has a part (leads, does, is asked, is told), by stage."""
        stages: list[Step | Procedure] = [*self.guide.steps, *self.guide.procedures]
        return [
            (stage, task)
            for stage in stages
            for task in self.guide.tasks
            if task.stage == stage.id and (party == task.lead if part == "lead" else party in getattr(task, part))
        ]

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

    def rules_testing(self, decision: Decision, key: str) -> list[tuple[int, Rule]]:
        """Return the rules of a table that test an input itself, with their numbers."""
        return [(number, rule) for number, rule in enumerate(decision.rules, start=1) if key in rule.when]

    def asking(self, item: Input) -> list[Requirement]:
        """Return the requirements that ask something of an input or of its facets."""
        names = {item.id, *(facet.id for facet in item.facets)}
        return [requirement for requirement in self.guide.requirements if requirement.attribute in names]

    def column_link(self, column: str) -> Markup:
        """Return a table column's label, linked to where it is explained."""
        if column in self.conditions or column in self.decisions:
            return Markup("[{}](#{})").format(_escaped_markdown(self.name(column)), column)
        return Markup("[{}](attributes.md#{})").format(_escaped_markdown(self.name(column)), column)

    @property
    def first_question(self) -> str:
        """The question that settles most when nothing is known."""
        question = self.engine.next_question(self.engine.codes({}))
        if question is None:
            raise ValueError("the tables decide everything without an answer")
        return question

    def address(self, body: Body) -> str:
        """Return a surveyed body's record as the fragment of the tool's address."""
        return _address({**body.platform, **body.context})

    def vision_page(self) -> Markup:
        """Return the prefecture's vision as Markdown; its own Markdown comes as clean HTML."""
        if self.vision is None:
            return Markup("# {}").format(self(self.guide.draft["vision_none"]))
        from dcb_guide.vision.own_markdown import cleaned  # slow to load, and not needed without a vision

        published, chapters = self.vision
        blocks = draft.blocks(published, self.engine.texts, self.language, chapters)
        return Markup(
            markdown.render(blocks, lambda text: f'<div class="dcb-free">\n{cleaned(text)}\n</div>', anchors=True)
        )

    def vision_examples(self) -> list[tuple[str, str]]:
        """Return the vision's platforms as examples for the tool: (name, address)."""
        platforms = self.vision[0]["platforms"] if self.vision else []
        names = [one["name"] for one in platforms]
        told = [name if isinstance(name, str) else name.get(self.language) or name["ja"] for name in names]
        return [(name, _address(one["answers"])) for name, one in zip(told, platforms, strict=True)]

    def tool_texts(self, in_site: bool) -> Markup:
        """Return, as JSON, the texts the page tells a result with; in the single file there are no pages to link."""
        data = tool_texts.collect(self)
        if not in_site:
            data["guide"] = None
        # A data block ends at the first "</": it must not come from a text.
        return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))

    def figure(self, name: str) -> Markup:
        """Return a figure by its name; ``flow-…`` is the flow of contracts of an organisational type."""
        kind, _, organisation = name.partition("-")
        made = figures.flow(self, organisation) if kind == "flow" else figures.FIGURES[name](self)
        return figures.draw(made, self)

    def result(self, body: Body) -> dict[str, Any]:
        """Return the engine's result for a surveyed body's record."""
        answers, _ = self.engine.read({"platform": body.platform, "context": body.context})
        return self.engine.result(answers, {"ja": body.name.ja, "en": body.name.en})


def _escaped_markdown(value: Any) -> Any:
    if value is None or isinstance(value, Markup):
        return value
    return MARKDOWN_SIGNS.sub(r"\\\1", str(value))


def _address(answers: dict[str, Any]) -> str:
    """Return answers as the fragment of the tool's address."""

    def written(value: Any) -> str:
        return (",".join(value) or "none") if isinstance(value, list) else word(value)

    return "&".join(f"{key}={written(value)}" for key, value in answers.items())
