"""The tables as an officer would read them: CSV and xlsx, in either language, with source and basis."""

from dcb_guide.core.languages import LanguageCode
from dcb_guide.core.values import word as value_word
from dcb_guide.files.write_tables import Cell, Description, Table, described
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import Decision
from dcb_guide.guide.wording import Wording

#: A procedure's number in a circle as a plain one: not every computer shows it the same.
PLAIN = {ord(circled): str(number) for number, circled in enumerate("①②③④⑤", start=1)}


def tables(guide: Guide, language: LanguageCode) -> list[Table]:
    """Return every decision table, the requirements and the checks, in words."""
    word = Wording(guide, language)
    return [*(_decision(word, item) for item in guide.decisions), _requirements(word), _checks(word)]


def explained(guide: Guide, language: LanguageCode, listed: list[Table]) -> list[Table]:
    """Return tables with those that explain them: what each column holds, what each answer's id stands for, history."""
    word = Wording(guide, language)
    form = guide.prefecture_survey
    texts = {name: text[language] for name, text in form.definitions.items()}
    texts |= {name: word(getattr(form.other_sheets, name)) for name in ("definitions", "codes", "history")}
    answers = {one.id: one for item in guide.inputs for one in (item, *item.facets)}
    columns = [(table.id, name) for table in listed for name, _ in table.columns]
    codes = [
        (table, name, value_word(value.id), word(value.label))
        for table, name in columns
        if name in answers
        for value in answers[name].values
    ]
    meanings: dict[tuple[str, str] | str, str] = {name: word(one.question) for name, one in answers.items()}
    history = [
        (
            guide.edition_in_force.date,
            f"{word(guide.about.attribution)} / {word.ui('model_version')} {guide.about.model_version}",
        )
    ]
    return described(listed, Description(texts, meanings, codes, history))


def _decision(word: Wording, decision: Decision) -> Table:
    any_answer = word(word.guide.prefecture_survey.definitions["any_answer"])
    columns = [
        ("rule", word.ui("rule")),
        *((column, word.name(column)) for column in decision.columns),
        (decision.id, f"→ {word(decision.label)}"),
        ("alternative", word.ui("result_alternative")),
        ("source", word.ui("source")),
        ("basis", word.ui("basis")),
    ]
    rows: list[list[Cell]] = [
        [
            number,
            *(
                word.test(column, rule.when[column]) if column in rule.when else any_answer
                for column in decision.columns
            ),
            word.value(decision.id, rule.then),
            word.value(decision.id, rule.alternative) if rule.alternative else None,
            word.sections(rule),
            word.basis(rule),
        ]
        for number, rule in enumerate(decision.rules, start=1)
    ]
    if not any(rule.alternative for rule in decision.rules):
        position = columns.index(("alternative", word.ui("result_alternative")))
        columns.pop(position)
        for row in rows:
            row.pop(position)
    return Table(decision.id, word(decision.label), columns, rows)


def _requirements(word: Wording) -> Table:
    names = ("requirement", "applies", "unless", "asks", "severity", "challenge", "procedure", "source", "basis")
    procedures = {item.id: f"{item.number.translate(PLAIN)} {word(item.label)}" for item in word.guide.procedures}
    challenges = {item.id: f"{item.id}) {word(item.label)}" for item in word.guide.challenges}
    rows: list[list[Cell]] = [
        [
            word(item.title),
            word.any_of(item.applies),
            word.any_of(item.unless) if item.unless else None,
            word.requires(item),
            word.ui(f"severity_{item.severity}"),
            challenges[item.challenge] if item.challenge else None,
            procedures[item.step],
            word.sections(item),
            word.basis(item),
        ]
        for item in word.guide.requirements
    ]
    return Table("requirements", word.ui("requirements"), [(name, word.ui(name)) for name in names], rows)


def _checks(word: Wording) -> Table:
    names = ("check", "holds_when", "severity", "source", "basis")
    rows = [
        [
            word(item.title),
            word.found_where(item, case),
            word.ui(f"severity_{case.severity}"),
            word.sections(item),
            word.basis(item),
        ]
        for item in word.guide.checks
        for case in item.cases
    ]
    return Table("checks", word.ui("checks"), [(name, word.ui(name)) for name in names], rows)
