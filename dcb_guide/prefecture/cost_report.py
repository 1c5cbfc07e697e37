"""Shared costs for people and for spreadsheets: documents in blocks, tables with ids, problems in words.

Every function takes ``texts``, the interface's texts (id → language → text), and a language. Documents are blocks as a
vision's are, so that the same code writes them as Markdown or Word. Tables hold one datum a cell and no totals: amounts
are numbers, a blank is None, headers carry the unit. Standard library only.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

from dcb_guide.core.citation import sections_of
from dcb_guide.core.languages import LANGUAGES, listed
from dcb_guide.files.write_tables import Cell, Table
from dcb_guide.prefecture.cost import SHARES, Note, Shares, Sharing, per_head, share_costs
from dcb_guide.prefecture.cost_plan import PREFECTURE, SCHEMES, WHOLE, Participant, Plan, Problem

type Block = dict[str, Any]
type Texts = dict[str, dict[str, str]]

#: So many participants that tie are named in a document.
MOST_NAMES = 5
#: A value longer than this is cut in a message.
LONGEST_VALUE = 80
NUMBER = re.compile(r"[▲−]?[\d,]+(\.\d+)?")


class PlanWords(Protocol):
    """What a form calls the items of a plan (:class:`dcb_guide.prefecture.survey_labels.SurveyLabels`)."""

    def plan_label(self, path: Sequence[str | int]) -> str | None:
        """Return the label of the value at a path of a plan, if it has one."""

    def plan_choice(self, key: str, value: Any) -> Any:
        """Return the label of a choice of an item, any other value as it is."""


class Report:
    """Writes plans, sharings, comparisons and changes in one language."""

    def __init__(self, texts: Texts, language: str) -> None:
        self.texts = texts
        self.language = language

    # Documents

    def sharing(self, sharing: Sharing) -> list[Block]:
        """Return the document on how a plan's costs are shared."""
        plan = sharing.plan
        total = plan.net_build + sum(plan.run)
        shares = self.shares_table(sharing)
        years = [*range(1, plan.years + 1)]
        bodies = [*self.bodies(plan, sharing)]
        return [
            _heading(1, self.title("title", plan)),
            _paragraph(
                self.word(
                    "summary",
                    years=plan.years,
                    total=self.shown(total),
                    prefecture=self.shown(sharing.prefecture.total),
                    count=len(plan.participants),
                    rest=self.shown(total - sharing.prefecture.total),
                )
            ),
            _heading(2, self.word("conditions")),
            {"kind": "list", "ordered": False, "items": [*self.conditions(plan)]},
            _heading(2, self.word("per_participant")),
            self.table_block(
                shares, skip=("id",), total=("build_yen", "buy_in_yen", "credit_yen", "run_yen", "total_yen")
            ),
            _heading(2, self.word("per_year")),
            _rows(
                [self.word("column_name"), *(self.word("year", year=year) for year in years), self.word("total_row")],
                [
                    [name, *(self.shown(sharing.paid(one, position, year)) for year in years), self.shown(one.total)]
                    for position, _, name, one in bodies
                ],
            ),
            *self.notes([*self.on_late_joiners(plan), *self.note_texts(sharing.notes, self.names(plan))]),
            *self.notes_on_method(),
        ]

    def comparison(self, plan: Plan, found: dict[str, Any], interviews: Iterable[str] = ()) -> list[Block]:
        """Return the document that sets every scheme beside the others.

        ``interviews`` are sentences on what bodies said they save (§2.5): shown beside, never computed with.
        """
        schemes = [one for one in found["schemes"] if one["problem"] is None]
        labels = [self.word(f"scheme_{one['id']}") for one in schemes]
        names = self.names(plan)
        members = found["participants"]

        def by_scheme(one: dict[str, Any], key: str) -> list[str]:
            return [self.shown(one["schemes"][scheme["id"]][key]) for scheme in schemes]

        alone = [one for one in members if one["alone"] is not None]
        blocks = [
            _heading(1, self.title("comparison_title", plan)),
            _heading(2, self.word("conditions")),
            {"kind": "list", "ordered": False, "items": [*self.conditions(plan, with_scheme=False)]},
            _heading(2, self.word("column_total_yen")),
            _rows(
                [self.word("column_name"), *labels],
                [
                    [self.word("prefecture"), *(self.shown(one["prefecture"]) for one in schemes)],
                    *([names[one["id"]], *by_scheme(one, "total")] for one in members),
                ],
            ),
            _heading(2, self.word("column_per_head_yen")),
            _rows(
                [self.word("column_name"), *labels],
                [[names[one["id"]], *by_scheme(one, "per_head")] for one in members],
            ),
        ]
        if alone:
            blocks += [
                _heading(2, self.word("comparison_gains")),
                _rows(
                    [self.word("column_name"), self.word("column_alone_yen"), *labels],
                    [[names[one["id"]], self.shown(one["alone"]), *by_scheme(one, "gain")] for one in alone],
                ),
            ]
        outliers = {"dearest": "per_head", "cheapest": "per_head"} | ({"gains_least": "gain"} if alone else {})
        shown = {one.id: self.with_its_start(one) for one in plan.participants}

        def extreme(scheme: dict[str, Any], kind: str, figure: str) -> str:
            """Return a figure with everybody whose figure is the same as it is written."""
            if scheme[kind] is None:
                return ""
            most = scheme[kind][figure]
            who = [shown[one["id"]] for one in members if one["schemes"][scheme["id"]][figure] == most]
            return self.word("extreme", figure=self.shown(most), names=self.listed(who))

        blocks += [
            _heading(2, self.word("extremes")),
            _rows(
                [self.word("column_scheme_label"), *map(self.word, outliers)],
                [
                    [label, *(extreme(one, kind, figure) for kind, figure in outliers.items())]
                    for one, label in zip(schemes, labels, strict=True)
                ],
            ),
        ]
        failed = [one for one in found["schemes"] if one["problem"] is not None]
        if failed:
            items = [
                self.word(
                    "condition", label=self.word(f"scheme_{one['id']}"), value=self.problem(one["problem"], False)
                )
                for one in failed
            ]
            blocks += [_heading(2, self.word("not_computed")), {"kind": "list", "ordered": False, "items": items}]
        of_schemes = (
            self.word("condition", label=label, value=text)
            for one, label in zip(schemes, labels, strict=True)
            for text in self.note_texts([Note(**note) for note in one["notes"]], names)
        )
        blocks += self.notes([*self.on_late_joiners(plan), *of_schemes])
        said = [*interviews]
        if said:
            blocks += [_heading(2, self.word("interviews")), {"kind": "list", "ordered": False, "items": said}]
        return [*blocks, *self.notes_on_method()]

    def notes_on_method(self) -> list[Block]:
        """Return the notes that end a document: whose method it is, and the credit of the guidebook."""
        texts = (self.word("basis"), self.texts["attribution"][self.language])
        return [{"kind": "note", "text": text} for text in texts]

    def interviews(self, savings: Iterable[dict[str, Any]]) -> list[str]:
        """Return what bodies said they save (§2.5), a sentence each; ``savings`` are the guide's texts."""
        return [
            self.word(
                "interview",
                **{key: one[key][self.language] for key in ("label", "text")},
                source=sections_of(one["source"], self.texts, self.language),
            )
            for one in savings
        ]

    def chapter(self, plan: Plan, level: int = 3) -> list[Block]:
        """Return how a plan's costs are shared as a part of a longer document: conditions, what each pays, notes.

        ``level`` is that of its headings.
        """
        blocks = self.sharing(share_costs(plan))[1 : -len(self.notes_on_method())]
        return [{**one, "level": level} if one["kind"] == "heading" else one for one in blocks]

    def change(self, plan: Plan, found: dict[str, Any]) -> list[Block]:
        """Return the document on what changes to a plan mean for each body."""
        table = self.change_table(plan, found)
        names = {**self.names(plan), **self.added(found)}
        items = [self.change_text(one, names) for one in found["changes"]]
        return [
            _heading(1, self.title("change_title", plan)),
            {"kind": "list", "ordered": False, "items": items},
            self.table_block(table, skip=("id",), total=("before_yen", "after_yen", "change_yen")),
            *self.notes(self.note_texts([Note(**note) for note in found["notes"]], names)),
            *self.notes_on_method(),
        ]

    # Tables

    def sharing_tables(self, sharing: Sharing) -> list[Table]:
        """Return what a plan gives and how it is shared.

        The tables are of the plan, its years, the bodies, what each pays in each year, every payment, the notes.
        """
        plan = sharing.plan
        weights = plan.weights or (None, None, None)
        late = plan.late_joiners
        names = self.names(plan)
        return [
            self._table(
                "cost_plan",
                "conditions",
                ("years", "gross_build_yen", "grant_yen", "life_years", "prefecture_build_percent", "scheme",
                 "scheme_label", "equal_percent", "population_percent", "usage_percent", "minimum_yen", "late_joiners",
                 "late_joiners_label"),
                [
                    [plan.years, plan.build, plan.grant, plan.life, _percent(plan.build_share), plan.scheme,
                     self.word(f"scheme_{plan.scheme}"), *weights, plan.minimum, late,
                     self.word(f"late_joiners_{late}")],
                ],
            ),
            self._table(
                "cost_years",
                "column_year",
                ("year", "year_run_yen", "prefecture_run_percent", "participants"),
                [
                    [year, run, _percent(share), len(active)]
                    for year, (run, share, active) in enumerate(
                        zip(plan.run, plan.run_shares, plan.active, strict=True), start=1
                    )
                ],
            ),
            self.shares_table(sharing),
            self._table(
                "cost_by_year",
                "by_year",
                ("id", "name", "year", "build_yen", "buy_in_yen", "credit_yen", "run_yen", "paid_yen"),
                [*self.by_body_and_year(sharing)],
            ),
            self._table(
                "cost_payments",
                "payments",
                ("id", "name", "year", "kind", "kind_label", "amount_yen"),
                [*self.payments(sharing)],
            ),
            self._table(
                "cost_notes",
                "notes",
                ("note", "note_label", "year", "id"),
                [
                    [note.id, self.word(f"note_{note.id}", where=where), note.year, note.participant]
                    for note in sharing.notes
                    for where in [self.years([note.year]) if note.year is not None else names[str(note.participant)]]
                ],
            ),
        ]  # fmt: skip

    def comparison_tables(self, plan: Plan, found: dict[str, Any]) -> list[Table]:
        """Return every scheme's totals in long form, who differs most in each, and which cannot be computed."""
        names = self.names(plan)
        rows: list[list[Cell]] = []
        outliers: list[list[Cell]] = []
        failed: list[list[Cell]] = []
        for scheme in found["schemes"]:
            name, label = scheme["id"], self.word(f"scheme_{scheme['id']}")
            if scheme["problem"] is not None:
                failed.append([name, label, self.problem(scheme["problem"], False)])
                continue
            rows.append([name, label, PREFECTURE, self.word("prefecture"), scheme["prefecture"], None, None, None])
            for one in found["participants"]:
                figures = one["schemes"][name]
                rows.append([name, label, one["id"], names[one["id"]], figures["total"], figures["per_head"],
                             one["alone"], figures["gain"]])  # fmt: skip
            for kind in ("dearest", "cheapest", "gains_least"):
                for one in (scheme[kind] or {"participants": []})["participants"]:
                    outliers.append([name, label, kind, self.word(kind), one, names[one]])
        return [
            self._table("cost_comparison", "comparison_title",
                       ("scheme", "scheme_label", "id", "name", "total_yen", "per_head_yen", "alone_yen", "gain_yen"),
                       rows),
            self._table("cost_extremes", "extremes",
                       ("scheme", "scheme_label", "kind", "kind_label", "id", "name"), outliers),
            self._table("cost_not_computed", "not_computed", ("scheme", "scheme_label", "reason"), failed),
        ]  # fmt: skip

    def change_table(self, plan: Plan, found: dict[str, Any]) -> Table:
        """Return what each body pays before and after changes."""
        names = {**self.names(plan), **self.added(found), PREFECTURE: self.word("prefecture")}
        bodies = [{"id": PREFECTURE, **found["prefecture"]}, *found["participants"]]
        return self._table(
            "cost_changes",
            "change_title",
            ("id", "name", "before_yen", "after_yen", "change_yen"),
            [[one["id"], names[one["id"]], one["before"], one["after"], one["change"]] for one in bodies],
        )

    # Words

    def word(self, key: str, /, **values: Any) -> str:
        """Return a text of cost sharing, filled in where values are given."""
        text = self.texts[f"cost_{key}"][self.language]
        return text.format(**values) if values else text

    def problem(self, problem: Problem, with_path: bool = True) -> str:
        """Return what is wrong, with the path of the item where the text does not name it already.

        It speaks of keys and ids, as YAML and JSON have them; :meth:`problem_in_form` speaks in a form's words.
        """
        message = self._message(problem)
        where = ".".join(map(str, problem["path"]))
        return f"{where}: {message}" if with_path and where and not problem["at_key"] else message

    def problem_in_form(self, problem: Problem, words: PlanWords, *, with_label: bool = True) -> str:
        """Return what is wrong in the words of a form, after the label of the item unless that stands beside it."""
        path, is_missing = problem["path"], problem["message"] == "missing"
        if is_missing:
            path = [*path, problem["value"]]
        key = next((one for one in reversed(path) if isinstance(one, str)), "")
        labelled = [words.plan_choice(key, one) for one in problem["choices"]]
        shown = {**problem, "choices": labelled, "nearest": words.plan_choice(key, problem["nearest"])}
        message = self.word("problem_not_filled_in") if is_missing else self._message(shown)
        label = None if problem["at_key"] or not with_label else words.plan_label(path)
        return self.word("condition", label=label, value=message) if label else message

    def _message(self, problem: Problem) -> str:
        message = self.word(
            f"problem_{problem['message']}",
            value=_value(problem["value"]),
            choices=self.word("list_separator").join(map(_value, problem["choices"])),
        )
        if problem["nearest"]:
            near = self.texts["problem_nearest"][self.language].format(nearest=problem["nearest"])
            message += LANGUAGES[self.language].before_suggestion + near
        return message

    def name(self, name: Any) -> str:
        """Return a name in the reader's language, or in the other one."""
        return str(name.get(self.language) or next(iter(name.values()))) if isinstance(name, dict) else str(name)

    def names(self, plan: Plan) -> dict[str, str]:
        """Return the participants' names by id."""
        return {one.id: self.name(one.name) for one in plan.participants}

    def with_its_start(self, one: Participant) -> str:
        """Return a participant's name, with the year from which it takes part where that is not the first."""
        name = self.name(one.name)
        return name if one.joins == 1 else self.word("late_participant", name=name, year=self.years([one.joins]))

    def added(self, found: dict[str, Any]) -> dict[str, str]:
        """Return the names of participants that changes add, by id."""
        added = [one["add"] for one in found["changes"] if "add" in one]
        return {one["id"]: self.name(one.get("name") or one["id"]) for one in added}

    def shown(self, amount: float | None) -> str:
        """Return yen, or yen per head with two decimals, as documents write them; nothing for None."""
        if amount is None:
            return ""
        text = f"{abs(amount):,.2f}" if isinstance(amount, float) else f"{abs(amount):,}"
        return text if amount >= 0 else self.word("minus") + text

    def title(self, name: str, plan: Plan) -> str:
        """Return a document's title, with the plan's name where it has one."""
        title = self.word(name)
        return self.word("condition", label=title, value=self.name(plan.name)) if plan.name else title

    def years(self, years: Iterable[int]) -> str:
        """Return years in words, those in a row as one range."""
        ranges: list[list[int]] = []
        for year in years:
            if ranges and year == ranges[-1][1] + 1:
                ranges[-1][1] = year
            else:
                ranges.append([year, year])
        words = [
            self.word("year", year=first) if first == last else self.word("year_range", first=first, last=last)
            for first, last in ranges
        ]
        return listed(words, self.language)

    def conditions(self, plan: Plan, *, with_scheme: bool = True) -> Iterator[str]:
        """Yield a plan's conditions, one a line."""

        def line(label: str, value: str) -> str:
            return self.word("condition", label=self.word(f"column_{label}"), value=value)

        yield line("years", str(plan.years))
        yield line("gross_build_yen", self.shown(plan.build))
        if plan.grant:
            yield line("grant_yen", self.shown(plan.grant))
        yield line("year_run_yen", self.by_year(plan.run, "yen_of_years", "yen", self.shown))
        yield line("prefecture_build_percent", _percent_text(plan.build_share))
        shares = self.by_year(plan.run_shares, "percent_of_years", "percent", _percent_text)
        yield line("prefecture_run_percent", shares)
        if with_scheme:
            yield line("scheme_label", self.word(f"scheme_{plan.scheme}"))
        if plan.weights and (plan.scheme == "mixed" or not with_scheme):
            for name, percent in zip(("equal", "population", "usage"), plan.weights, strict=True):
                yield line(f"{name}_percent", str(percent))
        if plan.minimum:
            yield line("minimum_yen", self.shown(plan.minimum))
        yield line("late_joiners_label", self.word(f"late_joiners_{plan.late_joiners}"))
        if plan.late_joiners == "share_initial":
            yield line("life_years", str(plan.life))
        yield self.word("official_type", goal=self.texts["official_goal"][self.language])

    def by_year(self, values: Sequence[int], text: str, key: str, shown: Callable[[int], str]) -> str:
        """Return one value where all years have the same, else each value with its years."""
        if len(set(values)) == 1:
            return shown(values[0])
        parts: list[tuple[int, list[int]]] = []
        for year, value in enumerate(values, start=1):
            if parts and parts[-1][0] == value:
                parts[-1][1].append(year)
            else:
                parts.append((value, [year]))
        return self.word("list_separator").join(
            self.word(text, **{key: shown(value), "years": self.years(years)}) for value, years in parts
        )

    def notes(self, texts: Iterable[str]) -> list[Block]:
        """Return a chapter with what a reader must know of a result, or nothing."""
        items = [*texts]
        return [_heading(2, self.word("notes")), {"kind": "list", "ordered": False, "items": items}] if items else []

    def on_late_joiners(self, plan: Plan) -> list[str]:
        """Return how to read the figures of a plan that somebody joins later; nothing for any other."""
        return [self.word("late_note")] if any(one.joins > 1 for one in plan.participants) else []

    def note_texts(self, notes: Iterable[Note], names: dict[str, str]) -> Iterator[str]:
        """Yield a sentence for each kind of note, with all its years or participants."""
        kinds: dict[str, list[Note]] = {}
        for note in notes:
            kinds.setdefault(note.id, []).append(note)
        for name, alike in kinds.items():
            years = [note.year for note in alike if note.year is not None]
            who = [names[note.participant] for note in alike if note.participant is not None]
            yield self.word(f"note_{name}", where=self.years(years) if years else self.listed(who))

    def listed(self, names: Sequence[str]) -> str:
        """Return some names, the first of them where there are many."""
        more = len(names) - MOST_NAMES
        if more > 0:
            return self.word("and_others", names=self.word("list_separator").join(names[:MOST_NAMES]), count=more)
        return listed(names, self.language)

    def change_text(self, change: dict[str, Any], names: dict[str, str]) -> str:
        """Return a change in words, with the names of all participants by id."""
        for name in SHARES:
            if name in change:
                percent = change[name]
                listed = self.word("list_separator").join(map(str, percent)) if isinstance(percent, list) else percent
                return self.word(f"change_{name}", percent=listed)
        if "add" in change:
            return self.word("change_add", name=names[change["add"]["id"]])
        if "remove" in change:
            return self.word("change_remove", name=names[change["remove"]])
        kind = "leaves" if "leaves" in change else "joins"
        who = names[change["participant"]]
        if change[kind] is None:
            return self.word("change_stays" if kind == "leaves" else "change_joins", name=who, year=self.years([1]))
        return self.word(f"change_{kind}", name=who, year=self.years([change[kind]]))

    # Parts

    def bodies(self, plan: Plan, sharing: Sharing) -> Iterator[tuple[int | None, str, str, Shares]]:
        """Yield the prefecture, then the participants: (position or None, id, name, shares)."""
        yield None, PREFECTURE, self.word("prefecture"), sharing.prefecture
        for position, (one, shares) in enumerate(zip(plan.participants, sharing.participants, strict=True)):
            yield position, one.id, self.name(one.name), shares

    def shares_table(self, sharing: Sharing) -> Table:
        """Return what each body pays over all years."""
        plan = sharing.plan
        rows: list[list[Cell]] = []
        for position, name, label, shares in self.bodies(plan, sharing):
            one = None if position is None else plan.participants[position]
            rows.append(
                [
                    name,
                    label,
                    *((one.population, one.usage, one.joins, one.leaves) if one else (None,) * 4),
                    shares.build,
                    shares.buy_in,
                    shares.credit,
                    sum(shares.run),
                    shares.total,
                    per_head(shares.total, one.population) if one else None,
                ]
            )
        columns = ("id", "name", "population", "usage", "joins", "leaves", "build_yen", "buy_in_yen", "credit_yen",
                   "run_yen", "total_yen", "per_head_yen")  # fmt: skip
        return self._table("cost_shares", "per_participant", columns, rows)

    def by_body_and_year(self, sharing: Sharing) -> Iterator[list[Cell]]:
        """Yield for each body what it pays in each year in which it takes part, in parts and in all."""
        plan = sharing.plan
        for position, name, label, shares in self.bodies(plan, sharing):
            one = None if position is None else plan.participants[position]
            joins = one.joins if one else 1
            for year, run in enumerate(shares.run, start=1):
                if one and (year < one.joins or (one.leaves is not None and year >= one.leaves)):
                    continue
                build = shares.build if year == 1 else 0
                buy_in = shares.buy_in if year == joins else 0
                paid = sharing.paid(shares, position, year)
                yield [name, label, year, build, buy_in, shares.credits.get(year, 0), run, paid]

    def payments(self, sharing: Sharing) -> Iterator[list[Cell]]:
        """Yield every payment; what a body receives is negative, so that its rows add up to its total."""
        plan = sharing.plan
        for position, name, label, shares in self.bodies(plan, sharing):
            joins = 1 if position is None else plan.participants[position].joins
            made = [(1, "build", shares.build), (joins, "buy_in", shares.buy_in)]
            made += [(year, "credit", -yen) for year, yen in shares.credits.items()]
            made += [(year, "run", yen) for year, yen in enumerate(shares.run, start=1)]
            for year, kind, yen in made:
                if yen:
                    yield [name, label, year, kind, self.word(f"kind_{kind}"), yen]

    def _table(self, name: str, title: str, columns: Sequence[str], rows: list[list[Cell]]) -> Table:
        heads = [(column, self.word(f"column_{column}")) for column in columns]
        return Table(name, self.word(title), heads, rows)

    def table_block(self, table: Table, skip: Sequence[str], total: Sequence[str]) -> Block:
        """Return a table for a document: without some columns and without those all blank, with a row of totals."""
        kept = [
            index
            for index, (name, _) in enumerate(table.columns)
            if name not in skip and (not table.rows or any(row[index] is not None for row in table.rows))
        ]
        sums: list[Cell] = [
            sum(row[index] or 0 for row in table.rows) if name in total else None  # type: ignore[misc]
            for index, (name, _) in enumerate(table.columns)
        ]
        sums[kept[0]] = self.word("total_row")
        return _rows(
            [table.columns[index][1] for index in kept],
            [
                [value if isinstance(value := row[index], str) else self.shown(value) for index in kept]
                for row in (*table.rows, sums)
            ],
        )


def plain(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield a document's lines for a terminal: tables in columns, numbers to the right."""
    for number, block in enumerate(blocks):
        if number:
            yield ""
        if block["kind"] == "table":
            yield from _aligned([block["columns"], *block["rows"]])
        elif block["kind"] == "list":
            yield from (f"- {_line(item)}" for item in block["items"])
        else:
            yield _line(block["text"])


def _heading(level: int, text: str) -> Block:
    return {"kind": "heading", "level": level, "text": text}


def _paragraph(text: str) -> Block:
    return {"kind": "paragraph", "text": text}


def _rows(columns: list[str], rows: list[list[str]]) -> Block:
    return {"kind": "table", "caption": "", "columns": columns, "rows": rows}


def _line(text: str) -> str:
    """Return a text on one line, without what would control a terminal."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    cells = [[_line(cell) for cell in row] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = [
            f"{' ' * (width - display_width(cell))}{cell}"
            if NUMBER.fullmatch(cell)
            else f"{cell}{' ' * (width - display_width(cell))}"
            for cell, width in zip(row, widths, strict=True)
        ]
        yield "  ".join(padded).rstrip()


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def _percent(share: int) -> float | int:
    percent = share * 100 / WHOLE
    return int(percent) if percent.is_integer() else percent


def _percent_text(share: int) -> str:
    return str(_percent(share))


def _value(value: Any) -> str:
    """Return a value as people write it, cut where it is long."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


__all__ = ["SCHEMES", "Block", "Report", "Table", "plain"]
