"""Labels, values and conditions of a guide in the words of one language."""

from typing import Any, Literal

from dcb_guide.core.citation import sections_of
from dcb_guide.core.languages import LANGUAGES, Language, LanguageCode, in_language
from dcb_guide.core.values import as_list, fill, word
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import (
    AcceptedBy,
    Below,
    Check,
    CheckCase,
    Cited,
    Condition,
    Decision,
    HighestOf,
    Includes,
    InLanguages,
    Not,
    Question,
    Requirement,
    Rule,
    SameAs,
    Value,
    When,
)


class _Given:
    """The test that an input has an answer; a guide's data names it beside its conditions."""


class Wording:
    """The parts of a guide in the words of one language.

    A missing text is replaced by that of the language's fallback; :meth:`in_other_language` can show that it is.
    """

    def __init__(self, guide: Guide, language: LanguageCode) -> None:
        self.guide = guide
        self.language = language
        self.inputs = {one.id: one for item in guide.inputs for one in (item, *item.facets)}
        self.decisions = {item.id: item for item in guide.decisions}
        self.conditions = {item.id: item for item in guide.conditions}
        self.named: dict[str, Question | Decision | Condition] = {}
        self.named.update(self.inputs)
        self.named.update(self.decisions)
        self.named.update(self.conditions)
        #: The interface's texts as plain data, as the core reads them.
        self.interface_texts = {key: text.texts for key, text in guide.interface.items()}

    def __call__(self, text: InLanguages) -> str:
        """Return a text in the language."""
        found, language = in_language(text.texts, self.language)
        return found if language == self.language else self.in_other_language(found, language)

    def in_other_language(self, text: str, language: LanguageCode) -> str:
        """Return a text in another language that replaces a missing one."""
        del language
        return text

    @property
    def row(self) -> Language:
        """What differs by language and is no text: separators, folders."""
        return LANGUAGES[self.language]

    def ui(self, key: str, **values: Any) -> str:
        """Return a text of the interface; its ``{…}`` stay where no values are given. KeyError where there is none."""
        if key not in self.guide.interface:
            raise KeyError(f"guide_data/interface.yml has no text {key!r}")
        return fill(self(self.guide.interface[key]), **values)

    def day(self, day: str) -> str:
        """Return a day ``YYYY-MM-DD`` as a sentence has it: ``2026年9月4日``, ``4 September 2026``."""
        year, month, of_month = map(int, day.split("-"))
        months = self.ui("page_months").split(" ")
        return self.ui("page_day", year=year, month=months[month - 1], day=of_month)

    def name(self, key: str) -> str:
        """Return the label of an input, facet, decision or named condition."""
        return self(self.named[key].label)

    def value(self, key: str, value: Value) -> str:
        """Return the label of one value of an input, facet, decision or condition; KeyError where it has none such."""
        if key in self.conditions:
            return self.ui(word(value))
        if key in self.decisions:
            return next(self(item.label) for item in self.decisions[key].outcomes if item.id == value)
        for item in self.inputs[key].values:
            if item.id == value and isinstance(item.id, bool) is isinstance(value, bool):
                return self(item.label)
        raise KeyError(f"{key} has no value {value!r}")

    def values(self, key: str, value: Any) -> str:
        """Return the labels of one or several values."""
        return self._any([self.value(key, one) for one in as_list(value)])

    def test(self, key: str, test: Any) -> str:
        """Return one test alone, such as a cell of a decision table below the name of what is tested."""
        return self._test(key, test, "cell")

    def when(self, when: When) -> str:
        """Return a condition as a clause; an empty one holds always."""
        return self._all(list(when.items())) or self.ui("always")

    def holds_when(self, condition: Condition) -> str:
        """Return, as a whole sentence, when a named condition holds."""
        return self.ui("condition_holds", clause=self.any_of(condition.any_of))

    def rule(self, rule: Rule) -> str:
        """Return, as a whole sentence, when a rule of a decision applies."""
        return self.ui("rule_applies", clause=self.when(rule.when))

    def any_of(self, whens: When | list[When]) -> str:
        """Return alternatives as a clause: any of them must hold."""
        return self.ui("or_else_joint").join(map(self.when, as_list(whens)))

    def applies(self, item: Requirement) -> str:
        """Return, as whole sentences, when a requirement is asked for, and when it is not after all."""
        always = not any(as_list(item.applies))
        unless = self.any_of(item.unless) if item.unless else ""
        if always:
            return self.ui("applies_always_unless", clause=unless) if unless else self.ui("applies_always")
        asked = self.ui("applies_when", clause=self.any_of(item.applies))
        return f"{asked}{self.ui('applies_unless', clause=unless)}" if unless else asked

    def severity(self, item: Requirement) -> str:
        """Return, as whole sentences, how strongly a requirement is asked for, and when otherwise."""
        usual = self.ui("severity_usually", severity=self.ui(f"severity_{item.severity}"))
        other = (
            self.ui("severity_when", severity=self.ui(f"severity_{rule.severity}"), clause=self.when(rule.when))
            for rule in item.severity_where
        )
        return usual + "".join(other)

    def case(self, check: Check, case: CheckCase) -> str:
        """Return a case of a check as a whole sentence: when it is found, and how heavily it counts."""
        clause = self.found_where(check, case)
        return self.ui("found_when", clause=clause, severity=self.ui(f"severity_{case.severity}"))

    def found_where(self, check: Check, case: CheckCase) -> str:
        """Return a case of a check as a clause: its condition, and the inputs that must have an answer."""
        return self._all([*case.when.items(), *((name, _Given()) for name in check.given)])

    def requires(self, item: Requirement) -> str:
        """Return, as a whole sentence, what a requirement asks of its attribute."""
        if item.attribute is None:
            return self.ui("no_input_tells")
        if not isinstance(item.requires, HighestOf):
            return self.ui("requirement_met", clause=self._test(item.attribute, item.requires, "clause"))
        whens: dict[str, list[When]] = {}
        for one in item.requires.highest_of:
            level = self.value(item.attribute, one.level) if one.level else self.name(one.level_of or "")
            whens.setdefault(level, []).append(one.when)
        levels = (
            self.ui("level_where", level=self._quoted(level), when=self.any_of(one)) for level, one in whens.items()
        )
        return self.ui("highest_of", label=self.name(item.attribute), levels="".join(levels))

    def _all(self, tests: list[tuple[str, Any]]) -> str:
        """Return tests that must all hold as a clause."""
        clauses = [
            self._clause(key, test, last=place == len(tests)) for place, (key, test) in enumerate(tests, start=1)
        ]
        return self._listed(clauses, "and_before_last", "and" if len(clauses) == 2 else "and_last_of_several")

    def _any(self, words: list[str]) -> str:
        return self._listed(words, "or_before_last", "or")

    def _listed(self, words: list[str], joint: str, last: str) -> str:
        """Return words joined: all but the last by one text of the interface, the last by another."""
        *others, end = words or [""]
        return self.ui(last).join((self.ui(joint).join(others), end)) if others else end

    def _clause(self, key: str, test: Any, *, last: bool) -> str:
        """Return a test as a clause: the last of a condition, or one that further ones follow."""
        if key in self.conditions and isinstance(test, bool):
            clauses = self.conditions[key].clauses
            if test:
                return self(clauses.holds if last else clauses.holds_and)
            return self(clauses.fails if last else clauses.fails_and)
        return self._test(key, test, "clause" if last else "clause_and")

    def _test(self, key: str, test: Any, form: Literal["cell", "clause", "clause_and"]) -> str:
        """Return a test as a table's cell, or as a clause that names what is tested, the last or not."""
        match test:
            case _Given():
                text, words = f"{form}_given", ""
            case Not():
                text, words = f"{form}_other_than", self._each_quoted(key, test.not_)
            case Includes():
                text, words = f"{form}_includes", self._quoted(self.value(key, test.includes))
            case Below():
                text, words = f"{form}_below", self._quoted(self.name(test.below))
            case SameAs():
                text, words = f"{form}_same_as", self._quoted(self.name(test.same_as))
            case AcceptedBy():
                text, words = f"{form}_accepted_by", self._quoted(self.name(test.accepted_by))
            case _ if form == "cell" and len(as_list(test)) == 1:
                return self.values(key, test)
            case _ if form == "cell":
                return self._each_quoted(key, test)
            case _:
                text, words = f"{form}_equal_to", self._each_quoted(key, test)
        return self.ui(text, label=self.name(key), words=words)

    def _each_quoted(self, key: str, value: Any) -> str:
        return self._any([self._quoted(self.value(key, one)) for one in as_list(value)])

    def _quoted(self, words: str) -> str:
        return self.ui("quoted", words=words)

    def sections(self, item: Cited) -> str:
        """Return the sections something rests on: ``1.0版 §3.4、3.0版 §7.1``."""
        return sections_of(item.source, self.interface_texts, self.language)

    def basis(self, item: Cited) -> str:
        """Return whose statement something is: the guidebook's, or this guide's judgement."""
        return self.ui(f"result_basis_{item.basis}")
