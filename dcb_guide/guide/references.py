"""What must fit between the files of ``guide_data/``: ids, values, sections and records that others refer to."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dcb_guide.core import document
from dcb_guide.core.citation import cited
from dcb_guide.core.nearest import nearest
from dcb_guide.core.values import word
from dcb_guide.files.problem import Path_
from dcb_guide.guide.content import Body, Guide
from dcb_guide.guide.decision_types import (
    AcceptedBy,
    Below,
    Decision,
    HighestOf,
    Includes,
    Input,
    Item,
    Not,
    Requirement,
    SameAs,
    Value,
    When,
)


def roman(number: int) -> str:
    """Return a number from 1 to 49 as a Roman numeral in small letters."""
    tens, ones = divmod(number, 10)
    return ("", "x", "xx", "xxx", "xl")[tens] + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


class Dangling(NamedTuple):
    """A reference that leads nowhere: its place in the guide, and what is wrong; at a key or at its value."""

    path: Path_
    message: str
    at_key: bool = False


def check(guide: Guide, also_known: frozenset[str] = frozenset()) -> list[Dangling]:
    """Return every reference that leads nowhere, each with its place in the guide.

    ``also_known`` holds ids of items that exist but could not be read: references to them are not reported.
    """
    return list(_Checker(guide, also_known).findings())


class _Checker:
    def __init__(self, guide: Guide, also_known: frozenset[str]) -> None:
        self.guide = guide
        self.also_known = also_known
        self.sections = {edition.id: [section.id for section in edition.sections] for edition in guide.editions}
        self.inputs = {item.id: item for item in guide.inputs}
        self.facets = {facet.id: facet for item in guide.inputs for facet in item.facets}
        self.decisions = {item.id: item for item in guide.decisions}
        self.conditions = {item.id: item for item in guide.conditions}

    def findings(self) -> Iterator[Dangling]:
        yield from self.duplicates()
        yield from self.citations(self.guide, ())
        for part in ("attributes", "context"):
            for index, item in enumerate(getattr(self.guide, part)):
                yield from self.input(item, (part, index))
        for index, condition in enumerate(self.guide.conditions):
            for row, when in enumerate(condition.any_of):
                yield from self.when(when, ("conditions", index, "any_of", row))
        for index, decision in enumerate(self.guide.decisions):
            yield from self.decision(decision, index)
        for index, requirement in enumerate(self.guide.requirements):
            yield from self.requirement(requirement, ("requirements", index))
        for index, item in enumerate(self.guide.checks):
            for row, given in enumerate(item.given):
                yield from self.one_of(
                    given, {**self.inputs, **self.facets}, ("checks", index, "given", row), "an input"
                )
            for row, case in enumerate(item.cases):
                yield from self.when(case.when, ("checks", index, "cases", row, "when"))
        challenges = {item.id: item for item in self.guide.challenges}
        for index, procedure in enumerate(self.guide.procedures):
            yield from self.one_of(procedure.challenge, challenges, ("procedures", index, "challenge"), "a challenge")
        bodies = {item.id: item for item in self.guide.bodies}
        for index, organisation in enumerate(self.guide.organisations):
            for row, listed in enumerate(organisation.bodies):
                yield from self.one_of(listed, bodies, ("organisations", index, "bodies", row), "a surveyed body")
        for index, service in enumerate(self.guide.cross_field):
            yield from self.one_of(service.body, bodies, ("cross_field", index, "body"), "a surveyed body")
        for index, body in enumerate(self.guide.bodies):
            yield from self.body(body, ("bodies", index))
        yield from self.guidance()
        yield from self.transitions()
        yield from self.official_way()
        yield from self.area()
        yield from self.roadmap()

    def area(self) -> Iterator[Dangling]:
        """The third edition's content refers to attributes and forms of operation there are."""
        area = self.guide.area
        for index, viewpoint in enumerate(area.attributes.viewpoints if area.attributes else []):
            place: Path_ = ("area", "attributes", "viewpoints", index, "attributes")
            for row, name in enumerate(viewpoint.attributes):
                yield from self.one_of(name, self.inputs, (*place, row), "an attribute")
        organisations = {item.id: item for item in self.guide.organisations}
        for index, model in enumerate(area.running.models if area.running else []):
            place = ("area", "running", "models", index, "organisation")
            yield from self.one_of(model.organisation, organisations, place, "a form of operation")

    def roadmap(self) -> Iterator[Dangling]:
        """A plan's tasks name what there is, and no task waits for itself."""
        roadmap = self.guide.roadmap
        if roadmap is None:
            return
        known: dict[str, tuple[Any, str]] = {
            "procedure": ([item.id for item in self.guide.procedures], "a procedure"),
            "leads": ([item.id for item in self.guide.parties], "a party"),
            "requirements": ([item.id for item in self.guide.requirements], "a requirement"),
            "pathways": (self.values("pathway") if "pathway" in self.decisions else (), "a pathway"),
        }
        earlier: list[str] = []
        for index, task in enumerate(roadmap.tasks):
            place: Path_ = ("roadmap", "tasks", index)
            for part, (ids, what) in known.items():
                named = getattr(task, part)
                for row, name in enumerate(named if isinstance(named, list) else [named]):
                    yield from self.one_of(
                        name, ids, (*place, part, row) if named is not name else (*place, part), what
                    )
            # A task that waits for earlier ones of the file alone never waits for itself.
            for row, name in enumerate(task.after):
                yield from self.one_of(name, earlier, (*place, "after", row), "an earlier task of this file")
            if task.id in earlier:
                yield Dangling((*place, "id"), f"the id {task.id!r} is used twice")
            earlier.append(task.id)
        for row, name in enumerate(roadmap.left_to_the_way):
            yield from self.one_of(name, known["requirements"][0], ("roadmap", "left_to_the_way", row), "a requirement")

    def guidance(self) -> Iterator[Dangling]:
        """What the guide says of tasks, challenges and types refers to parties, stages, inputs and gaps there are."""
        guide = self.guide
        asked = {**self.inputs, **self.facets}
        parties = {item.id: item for item in guide.parties}
        stages = [*(item.id for item in guide.steps), *(item.id for item in guide.procedures)]
        for index, pillar in enumerate(guide.openness):
            yield from self.one_of(pillar.input, asked, ("openness", index, "input"), "an input")
        for index, task in enumerate(guide.tasks):
            yield from self.one_of(task.stage, stages, ("tasks", index, "stage"), "a step or procedure")
            yield from self.one_of(task.accountable, parties, ("tasks", index, "accountable"), "a party")
            for part in ("responsible", "consulted", "informed"):
                for row, party in enumerate(getattr(task, part)):
                    yield from self.one_of(party, parties, ("tasks", index, part, row), "a party")
        challenges = {item.id: item for item in guide.challenges}
        requirements = {item.id: item for item in guide.requirements}
        for index, playbook in enumerate(guide.playbooks):
            yield from self.one_of(playbook.id, challenges, ("playbooks", index, "id"), "a challenge")
            for row, name in enumerate(playbook.attributes):
                yield from self.one_of(name, asked, ("playbooks", index, "attributes", row), "an input")
            for row, name in enumerate(playbook.gaps):
                yield from self.one_of(name, requirements, ("playbooks", index, "gaps", row), "a requirement")
        organisations = {item.id: item for item in guide.organisations}
        for index, type_guide in enumerate(guide.type_guides):
            place = ("type_guides", index)
            yield from self.one_of(type_guide.id, organisations, (*place, "id"), "a form of operation")
            for party in type_guide.duties:
                yield from self.one_of(party, parties, (*place, "duties", party), "a party")
            givers = [item.id for item in guide.contract_flow.parties]
            given = [item.id for item in guide.contract_flow.exchanges]
            for row, names in enumerate(type_guide.flow):
                for column, name in enumerate(names):
                    known, what = (given, "an exchange") if column == 2 else (givers, "a party")
                    yield from self.one_of(name, known, (*place, "flow", row, column), f"{what} of contract_flow.yml")
                if names[0] == names[1]:
                    yield Dangling((*place, "flow", row), f"{names[0]} gives {names[2]} to itself")
        yield from self.shown()

    def shown(self) -> Iterator[Dangling]:
        """What the pages show of one thing beside another is there: numbers, guides, playbooks, texts of links."""
        guide = self.guide
        yield from self.out_of_place()
        for part, beside, what in (
            ("challenges", guide.playbooks, "playbooks/ has no file"),
            ("organisations", guide.type_guides, "type_guides/ has no file"),
        ):
            known = {item.id for item in beside}
            for index, item in enumerate(getattr(guide, part)):
                if item.id not in known and item.id not in self.also_known:
                    yield Dangling((part, index, "id"), f"{what} for {item.id}")
        for index, asked in enumerate(guide.questions):
            links: list[tuple[Path_, str]] = [
                (("questions", index, "links", row), target) for row, target in enumerate(asked.links)
            ]
            if asked.ask_link:
                links.append((("questions", index, "ask_link"), asked.ask_link))
            for place, target in links:
                if (name := guide.link_text(target)) not in guide.interface:
                    yield Dangling(place, f"interface.yml has no text {name} for {target}")
            for row, name in enumerate(asked.editions):
                known_editions = [edition.id for edition in guide.editions]
                yield from self.one_of(name, known_editions, ("questions", index, "editions", row), "an edition")
        yield from self.beside_questions()
        yield from self.of_visions()
        yield from self.publication()
        later = [item.id for item in guide.merge_or_link]
        for index, choice in enumerate(guide.merge_or_link):
            for answer in ("if_yes", "if_no"):
                if (name := getattr(choice, answer)) is not None:
                    path = ("merge_or_link", index, answer)
                    yield from self.one_of(name, later[index + 1 :], path, "a later item of this file")
            if choice.decision is not None:
                yield from self.one_of(
                    choice.decision, self.decisions, ("merge_or_link", index, "decision"), "a decision"
                )

    def publication(self) -> Iterator[Dangling]:
        """The fields of a vision have forms and places there are; a part of it settles a requirement there is."""
        rules = self.guide.publication
        if rules is None:
            return
        forms = [one.id for one in rules.forms]
        chapters = self.guide.document.chapters if self.guide.document else []
        for row, field in enumerate(rules.fields_):
            place: Path_ = ("publication", "fields", row)
            yield from self.one_of(field.form, forms, (*place, "form"), "a form")
            yield from self.one_of(field.appears, [*rules.places, *chapters], (*place, "appears"), "a place or chapter")
        shown = [name for page in rules.pages for name in page.chapters]
        for row, name in enumerate(chapters):
            if shown.count(name) != 1:
                yield Dangling(("document", "chapters", row), f"{name} is not on one of the pages of publication.yml")
        requirements = {item.id: item for item in self.guide.requirements}
        for name in rules.settled_by:
            yield from self.one_of(name, requirements, ("publication", "settled_by", name), "a requirement")

    def beside_questions(self) -> Iterator[Dangling]:
        """What readers' questions lead to is there: worked examples, the sheet on harm, the levels by service."""
        guide = self.guide
        worked = [one.id for one in guide.worked_costs]
        for index, asked in enumerate(guide.questions):
            if asked.worked is not None:
                place: Path_ = ("questions", index, "worked")
                yield from self.one_of(asked.worked, worked, place, "an example of worked_costs.yml")
        if guide.harm_sheet is not None:
            yield from self.one_of(guide.harm_sheet.input, self.inputs, ("harm_sheet", "input"), "an input")
        for row, name in enumerate(guide.prefecture_survey.of_prefecture.inputs):
            place = ("prefecture_survey", "of_prefecture", "inputs", row)
            yield from self.one_of(name, self.inputs, place, "an input")
        levels = guide.service_levels
        if levels is None:
            return
        yield from self.one_of(levels.input, self.inputs, ("service_levels", "input"), "an input")
        kinds = self.values(levels.input) if levels.input in self.inputs else []
        for index, service in enumerate(levels.services):
            for row, function in enumerate(service.functions):
                if function.kind is not None:
                    place = ("service_levels", "services", index, "functions", row, "kind")
                    yield from self.one_of(function.kind, kinds, place, f"a value of {levels.input}")

    def of_visions(self) -> Iterator[Dangling]:
        """What is checked of many platforms, and what a vision's document shows, are questions and decisions."""
        plan, checks, ranking = self.guide.document, self.guide.principles_checks, self.guide.ranking
        if plan is not None:
            known = document.known_chapters()
            for part, names in (("chapters", plan.chapters), ("chapters_of_platforms", plan.chapters_of_platforms)):
                for row, name in enumerate(names):
                    yield from self.one_of(name, known, ("document", part, row), "a chapter that can be drafted")
            yield from self.one_of(
                plan.on_a_page, plan.chapters, ("document", "on_a_page"), "a chapter of the document"
            )
            for part in ("inventory", "openness"):
                for row, name in enumerate(getattr(plan, part)):
                    yield from self.one_of(name, self.inputs, ("document", part, row), "an input")
            for row, column in enumerate(plan.summary):
                place: Path_ = ("document", "summary", row)
                yield from self.one_of(column.decision, self.decisions, (*place, "decision"), "a decision")
                yield from self.one_of(
                    column.heading, self.guide.interface, (*place, "heading"), "a text of interface.yml"
                )
            for part in ("explained_target", "explained_organisation"):
                yield from self.one_of(getattr(plan, part), self.decisions, ("document", part), "a decision")
            yield from self.answers_tested(plan.cost_sharing.or_where, ("document", "cost_sharing", "or_where"))
        if checks is not None:
            for part in ("counts_unless", "across_fields_where"):
                yield from self.answers_tested(getattr(checks, part), ("principles_checks", part))
            for row, check in enumerate(checks.checks):
                place = ("principles_checks", "checks", row)
                yield from self.answers_tested(check.departs_where or {}, (*place, "departs_where"))
                yield from self.answers_tested(check.among, (*place, "among"))
                for number, name in enumerate(check.same_levels or []):
                    yield from self.one_of(name, self.inputs, (*place, "same_levels", number), "an input")
                if f"departure_{check.id}" not in self.guide.draft:
                    yield Dangling((*place, "id"), f"draft.yml has no text departure_{check.id}")
        if ranking is not None:
            yes_no = [item.id for item in self.guide.inputs if item.kind == "yes_no"]
            for row, criterion in enumerate(ranking.criteria):
                if criterion.input is not None:
                    path = ("ranking", "criteria", row, "input")
                    yield from self.one_of(criterion.input, yes_no, path, "a yes/no input")
            pathways = [
                outcome.id for item in self.guide.decisions if item.id == "pathway" for outcome in item.outcomes
            ]
            for row, name in enumerate(ranking.stay_apart):
                yield from self.one_of(name, pathways, ("ranking", "stay_apart", row), "a pathway")

    def answers_tested(self, when: Mapping[str, Any], path: Path_) -> Iterator[Dangling]:
        """A condition on one platform's answers names inputs and values they can have."""
        for name, test in when.items():
            if name in self.inputs:
                yield from self.test(name, test, (*path, name))
            else:
                yield Dangling((*path, name), f"{name!r} is not an input{nearest(name, self.inputs)}", at_key=True)

    def out_of_place(self) -> Iterator[Dangling]:
        """Numbers that are not their item's place; not reported where an item could not be read."""
        if self.also_known:
            return
        for index, procedure in enumerate(self.guide.procedures):
            if procedure.number != (number := chr(ord("①") + index)):
                yield Dangling(("procedures", index, "number"), f"the procedure in this place has the number {number}")
        for index, challenge in enumerate(self.guide.challenges):
            if challenge.id != (numeral := roman(index + 1)):
                yield Dangling(("challenges", index, "id"), f"the challenge in this place has the id {numeral}")

    def transitions(self) -> Iterator[Dangling]:
        """Transition patterns and the guidebook's flows lead to types, ways, questions and each other (v3 7.1, 8.2)."""
        patterns = {item.id: item for item in self.guide.transition_patterns}
        types, next_types, ways = (
            {one.id: one for one in self.decisions[name].outcomes} if name in self.decisions else {}
            for name in ("type_now", "next_type", "pathway")
        )
        for index, pattern in enumerate(self.guide.transition_patterns):
            place: Path_ = ("transition_patterns", index)
            for part, known, what in (
                ("applies_from", types, "an outcome of type_now"),
                ("reaches", next_types, "an outcome of next_type"),
                ("reaches_later", next_types, "an outcome of next_type"),
                ("pathways", ways, "an outcome of pathway"),
                ("joined_by", ways, "an outcome of pathway"),
                ("adds_tasks_of", patterns, "a transition pattern"),
            ):
                for row, name in enumerate(getattr(pattern, part)):
                    yield from self.one_of(name, known, (*place, part, row), what)
            for row, name in enumerate(pattern.pathways):
                if name in ways and ways[name].transition_pattern != pattern.id:
                    said = ways[name].transition_pattern or "none"
                    yield Dangling((*place, "pathways", row), f"{name} says that its transition pattern is {said}")
        for index, decision in enumerate(self.guide.decisions):
            for row, outcome in enumerate(decision.outcomes):
                name = outcome.transition_pattern
                if name is not None:
                    path: Path_ = ("decisions", index, "outcomes", row, "transition_pattern")
                    yield from self.one_of(name, patterns, path, "a transition pattern")
                    if name in patterns and outcome.id not in patterns[name].pathways:
                        yield Dangling(path, f"{name} does not list {outcome.id} among its pathways")
        asked = {**self.inputs, **self.facets}
        for index, flow in enumerate(self.guide.official_flow):
            questions = [question.id for question in flow.questions]
            led_to = {answer.to for question in flow.questions for answer in question.answers}
            for row, question in enumerate(flow.questions):
                place = ("official_flow", index, "questions", row)
                if row and question.id not in led_to:
                    yield Dangling((*place, "id"), f"no answer leads to the question {question.id}")
                for column, name in enumerate(question.inputs):
                    yield from self.one_of(name, asked, (*place, "inputs", column), "an input")
                for column, answer in enumerate(question.answers):
                    path = (*place, "answers", column)
                    for number, when in enumerate(answer.means):
                        yield from self.answers_tested(when, (*path, "means", number))
                    if answer.to is not None:
                        later = questions[row + 1 :]
                        yield from self.one_of(answer.to, later, (*path, "to"), "a later question of this flow")
                    for part, known, what in (
                        ("stands_at", types, "an outcome of type_now"),
                        ("types", types, "an outcome of type_now"),
                        ("patterns", patterns, "a transition pattern"),
                    ):
                        for number, name in enumerate(getattr(answer, part)):
                            yield from self.one_of(name, known, (*path, part, number), what)

    def official_way(self) -> Iterator[Dangling]:
        """The guided way's questions put those of the flows and fill the form; the official line reads decisions."""
        in_flows = {question.id for flow in self.guide.official_flow for question in flow.questions}
        earlier: dict[str, list[str]] = {}
        for index, question in enumerate(self.guide.official_walk):
            place: Path_ = ("official_walk", index)
            if question.asks is not None:
                yield from self.one_of(question.asks, in_flows, (*place, "asks"), "a question of official_flow.yml")
            for row, when in enumerate(question.when):
                for name, answers in when.items():
                    path: Path_ = (*place, "when", row, name)
                    yield from self.one_of(name, earlier, path, "an earlier question of this file")
                    for column, answer in enumerate(answers):
                        yield from self.one_of(answer, earlier.get(name, []), (*path, column), f"an answer to {name}")
            for row, answer_ in enumerate(question.answers):
                yield from self.answers_tested(answer_.fills, (*place, "answers", row, "fills"))
            earlier[question.id] = [answer_.id for answer_ in question.answers]
        line = self.guide.official_line
        if line is not None:
            for part in ("now", "way", "next"):
                yield from self.one_of(getattr(line, part), self.decisions, ("official_line", part), "a decision")
            for row, said in enumerate(line.not_covered):
                yield from self.answers_tested(said.where, ("official_line", "not_covered", row, "where"))
            if line.next in self.decisions:
                yield from self.one_of(line.goal, self.values(line.next), ("official_line", "goal"), "a value of next")

    def duplicates(self) -> Iterator[Dangling]:
        """Inputs, facets, decisions and conditions share one space of names: a test names any of them."""
        seen: dict[str, str] = {}
        named: list[tuple[str, Path_]] = []
        for part in ("attributes", "context", "conditions", "decisions"):
            for index, item in enumerate(getattr(self.guide, part)):
                named.append((item.id, (part, index, "id")))
                for row, facet in enumerate(getattr(item, "facets", [])):
                    named.append((facet.id, (part, index, "facets", row, "id")))
        for name, path in named:
            if name in seen:
                yield Dangling(path, f"the id {name!r} is used twice, in {seen[name]} and here")
            seen.setdefault(name, str(path[0]))
        for part in (
            "requirements",
            "checks",
            "steps",
            "procedures",
            "organisations",
            "challenges",
            "bodies",
            "cross_field",
            "transition_patterns",
            "official_flow",
            "official_walk",
            "questions",
            "worked_costs",
        ):
            taken: set[str] = set()
            for index, item in enumerate(getattr(self.guide, part)):
                if item.id in taken:
                    yield Dangling((part, index, "id"), f"the id {item.id!r} is used twice")
                taken.add(item.id)

    def citations(self, item: Any, path: Path_) -> Iterator[Dangling]:
        """Every cited section is in the list of its edition."""
        if isinstance(item, Item):
            for name in type(item).model_fields:
                value = getattr(item, name)
                if name == "source" and isinstance(value, str):
                    for edition, section in cited(value):
                        known = self.sections.get(edition, [])
                        if section not in known and section not in self.also_known:
                            message = f"the guidebook's edition {edition} has no section {section}"
                            yield Dangling((*path, name), f"{message}{nearest(section, known)}")
                else:
                    yield from self.citations(value, (*path, name))
        elif isinstance(item, list):
            for index, value in enumerate(item):
                yield from self.citations(value, (*path, index))

    def input(self, item: Input, path: Path_) -> Iterator[Dangling]:
        groups = {group.id: group for group in self.guide.groups}
        yield from self.one_of(item.group, groups, (*path, "group"), "a group")
        for row, before in enumerate(item.after):
            yield from self.one_of(before, self.inputs, (*path, "after", row), "an input")

    def decision(self, decision: Decision, index: int) -> Iterator[Dangling]:
        path: Path_ = ("decisions", index)
        earlier = {item.id: item for item in self.guide.decisions[:index]}
        known = {**self.inputs, **self.facets, **earlier, **self.conditions}
        for row, column in enumerate(decision.columns):
            yield from self.one_of(
                column, known, (*path, "columns", row), "an input, a condition or an earlier decision"
            )
            for name in self.decisions_behind(column, ()):
                if name not in earlier:
                    message = f"the condition {column} reads {name}, which is decided later"
                    yield Dangling((*path, "columns", row), message)
        outcomes = {outcome.id: outcome for outcome in decision.outcomes}
        organisations = {item.id: item for item in self.guide.organisations}
        for row, outcome in enumerate(decision.outcomes):
            if outcome.organisation is not None:
                place = (*path, "outcomes", row, "organisation")
                yield from self.one_of(outcome.organisation, organisations, place, "a form of operation")
        rule_ids: set[str] = set()
        for row, rule in enumerate(decision.rules):
            place = (*path, "rules", row)
            if rule.id in rule_ids:
                yield Dangling((*place, "id"), f"the rule id {rule.id!r} is used twice in this table")
            rule_ids.add(rule.id)
            yield from self.one_of(rule.then, outcomes, (*place, "then"), f"an outcome of {decision.id}")
            if rule.alternative is not None:
                yield from self.one_of(
                    rule.alternative, outcomes, (*place, "alternative"), f"an outcome of {decision.id}"
                )
            for name, test in rule.when.items():
                if name in decision.columns:
                    yield from self.test(name, test, (*place, "when", name))
                else:
                    near = nearest(name, decision.columns)
                    yield Dangling((*place, "when", name), f"{name!r} is not a column of this table{near}", at_key=True)

    def decisions_behind(self, name: str, through: tuple[str, ...]) -> Iterator[str]:
        """Yield the decisions a named condition reads, itself or through others; a circle counts as reading itself."""
        if name in through:
            yield name
        elif name in self.conditions:
            for when in self.conditions[name].any_of:
                for key in when:
                    yield from [key] if key in self.decisions else self.decisions_behind(key, (*through, name))

    def requirement(self, requirement: Requirement, path: Path_) -> Iterator[Dangling]:
        applies = requirement.applies if isinstance(requirement.applies, list) else [requirement.applies]
        for row, when in enumerate(applies):
            inside = ("applies", row) if isinstance(requirement.applies, list) else ("applies",)
            yield from self.when(when, (*path, *inside))
        for row, when in enumerate(requirement.unless):
            yield from self.when(when, (*path, "unless", row))
        for row, rule in enumerate(requirement.severity_where):
            yield from self.when(rule.when, (*path, "severity_where", row, "when"))
        procedures = {item.id: item for item in self.guide.procedures}
        yield from self.one_of(requirement.step, procedures, (*path, "step"), "a procedure")
        if requirement.challenge is not None:
            challenges = {item.id: item for item in self.guide.challenges}
            yield from self.one_of(requirement.challenge, challenges, (*path, "challenge"), "a challenge")
        if requirement.attribute is None or requirement.requires is None:
            return
        if isinstance(requirement.requires, HighestOf):
            yield from self.levels(requirement.attribute, requirement.requires, (*path, "requires", "highest_of"))
        else:
            yield from self.test(requirement.attribute, requirement.requires, (*path, "requires"))

    def levels(self, attribute: str, asked: HighestOf, path: Path_) -> Iterator[Dangling]:
        known = self.inputs[attribute].levels if attribute in self.inputs else []
        for row, rule in enumerate(asked.highest_of):
            yield from self.when(rule.when, (*path, row, "when"))
            if rule.level is not None and rule.level not in known:
                near = nearest(rule.level, known)
                yield Dangling((*path, row, "level"), f"{rule.level!r} is not a level of {attribute}{near}")
            if rule.level_of is not None:
                yield from self.one_of(rule.level_of, self.inputs, (*path, row, "level_of"), "an input")

    def when(self, when: When, path: Path_) -> Iterator[Dangling]:
        for name, test in when.items():
            yield from self.test(name, test, (*path, name))

    def test(self, name: str, test: Any, path: Path_) -> Iterator[Dangling]:
        """A test names something that exists, and values it can have."""
        known = {**self.inputs, **self.facets, **self.decisions, **self.conditions}
        if name not in known:
            near = nearest(name, known)
            if name not in self.also_known:
                yield Dangling(path, f"{name!r} is not an input, a condition or a decision{near}", at_key=True)
            return
        match test:
            case Includes():
                if not (name in self.inputs and self.inputs[name].kind == "choices"):
                    yield Dangling(path, f"includes needs a set, which {name} is not")
                else:
                    yield from self.one_of(test.includes, self.values(name), (*path, "includes"), f"a value of {name}")
            case Below():
                yield from self.one_of(test.below, self.inputs, (*path, "below"), "an input")
                for end in (name, test.below):
                    if end in self.inputs and not self.inputs[end].levels:
                        yield Dangling(path, f"below compares levels, which {end} does not have")
            case SameAs() | AcceptedBy():
                other = test.same_as if isinstance(test, SameAs) else test.accepted_by
                yield from self.one_of(other, self.decisions, path, "a decision")
            case _:
                value = test.not_ if isinstance(test, Not) else test
                place = (*path, "not") if isinstance(test, Not) else path
                for row, one in enumerate(value if isinstance(value, list) else [value]):
                    inside = (*place, row) if isinstance(value, list) else place
                    yield from self.one_of(one, self.values(name), inside, f"a value of {name}")

    def values(self, name: str) -> list[Value]:
        if name in self.conditions:
            return [True, False]
        if name in self.decisions:
            return [outcome.id for outcome in self.decisions[name].outcomes]
        return [value.id for value in (self.inputs.get(name) or self.facets[name]).values]

    def one_of(self, value: Value, known: Any, path: Path_, what: str) -> Iterator[Dangling]:
        matches = any(value == one and type(value) is type(one) for one in known)
        if not matches and str(value) not in self.also_known:
            yield Dangling(path, f"{word(value)} is not {what}{nearest(str(value), [word(one) for one in known])}")

    def body(self, body: Body, path: Path_) -> Iterator[Dangling]:
        """A surveyed body's record gives answers to what is asked, and says what each rests on."""
        for part, asked in (("platform", self.guide.attributes), ("context", self.guide.context)):
            known = {item.id: item for item in asked}
            for name, value in getattr(body, part).items():
                place = (*path, part, name)
                if name not in known:
                    yield Dangling(place, f"{name!r} is not an input of the {part}{nearest(name, known)}", at_key=True)
                elif known[name].kind in ("choice", "yes_no"):
                    yield from self.one_of(value, self.values(name), place, f"a value of {name}")
                elif not isinstance(value, {"count": int, "choices": list, "record": dict}[known[name].kind]):
                    yield Dangling(place, f"{word(value)} is no answer to {name}")
                if name not in body.notes:
                    yield Dangling(place, f"{name} has no note that says what it rests on", at_key=True)
        for name in body.notes:
            if name not in {**body.platform, **body.context}:
                yield Dangling((*path, "notes", name), f"{name} is not given in this record", at_key=True)
