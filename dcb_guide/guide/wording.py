"""Labels, values and conditions of a guide in the words of one language."""

from typing import Any

from dcb_guide.core.citation import sections_of
from dcb_guide.core.languages import LANGUAGES, Language, LanguageCode, in_language
from dcb_guide.core.values import fill, word
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import (
    AcceptedBy,
    Below,
    Cited,
    Condition,
    Decision,
    HighestOf,
    Includes,
    InLanguages,
    Not,
    Question,
    Requirement,
    SameAs,
    Value,
    When,
    as_list,
)


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
        """Return a text of the interface; its ``{…}`` stay where no values are given."""
        return fill(self(self.guide.interface[key]), **values)

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
        return self.ui("or").join(self.value(key, one) for one in as_list(value))

    def test(self, key: str, test: Any) -> str:
        """Return one test of a condition, such as a cell of a decision table."""
        match test:
            case Not():
                return self.ui("other_than", values=self.values(key, test.not_))
            case Includes():
                return self.ui("includes", value=self.value(key, test.includes))
            case Below():
                return self.ui("below", other=self.name(test.below))
            case SameAs():
                return self.ui("same_as", other=self.name(test.same_as))
            case AcceptedBy():
                return self.ui("accepted_by", other=self.name(test.accepted_by))
        return self.values(key, test)

    def when(self, when: When) -> str:
        """Return a condition; an empty one holds always."""
        tests = [self._condition(key, test) for key, test in when.items()]
        return self.ui("and").join(tests) or self.ui("always")

    def _condition(self, key: str, test: Any) -> str:
        if key in self.conditions and isinstance(test, bool):
            return self.name(key) if test else self.ui("not_so", condition=self.name(key))
        return f"{self.name(key)}{self.ui('is')}{self.test(key, test)}"

    def any_of(self, whens: When | list[When]) -> str:
        """Return alternatives, any of which must hold."""
        return self.ui("or_else_joint").join(self.when(when) for when in as_list(whens))

    def requires(self, item: Requirement) -> str:
        """Return what a requirement asks of its attribute."""
        if item.attribute is None:
            return self.ui("no_input_tells")
        if not isinstance(item.requires, HighestOf):
            return f"{self.name(item.attribute)}{self.ui('is')}{self.test(item.attribute, item.requires)}"
        asked = [
            self.ui(
                "level_where",
                level=self.value(item.attribute, one.level) if one.level else self.name(one.level_of or ""),
                when=self.when(one.when),
            )
            for one in item.requires.highest_of
        ]
        return self.ui("highest_of", levels=self.ui("list_separator").join(asked))

    def sections(self, item: Cited) -> str:
        """Return the sections something rests on, as v1 §3.4, v3 §7.1."""
        return sections_of(item.source)

    def basis(self, item: Cited) -> str:
        """Return whose statement something is: the guidebook's, or this guide's judgement."""
        return self.ui(f"result_basis_{item.basis}")
