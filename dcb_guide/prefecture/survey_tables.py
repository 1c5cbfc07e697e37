"""A survey as tables, CSV files and YAML; each reads back as the same survey.

Tables follow the government's rules for machine-readable data (:mod:`dcb_guide.files.write_tables`): who uses a
platform is a row of its own, and so is each year of a cost plan. Standard library and PyYAML only.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from dcb_guide.core.values import word
from dcb_guide.files.write_tables import Cell, Description, Table, csv_text, described
from dcb_guide.prefecture.survey import PREFECTURE, Platform, Survey, survey_data
from dcb_guide.prefecture.survey_files import PARTS_OF_COST
from dcb_guide.prefecture.survey_labels import SurveyLabels

#: Columns that the form has and no table is written with: the sheet ``uses`` holds the same, one datum a cell.
NOT_WRITTEN = ("used_by",)
COST_COLUMNS = ["key", "year", "value"]
#: A name that is given in one language has none of these.
BY_LANGUAGE = ("name_ja", "name_en")
#: A question whose answer is a set; the kinds of services come from the sheet ``services`` where nothing is answered.
SETS = ("service_kinds",)


class SurveyTables:
    """Writes surveys in one language: as ``labels`` of it for people, or by ids for programs."""

    def __init__(self, labels: SurveyLabels, *, by_id: bool = False) -> None:
        self.labels = labels
        self.by_id = by_id
        self.inputs = {item.id: item for item in labels.engine.inputs}
        self.words: dict[tuple[str, str], dict[str, str]] = {
            (sheet["id"], column["id"]): {one["id"]: one["label"][labels.language] for one in column["choices"]}
            for sheet in labels.texts["sheets"]
            for column in sheet["columns"]
        }
        self.words |= {
            ("cost", key["id"]): {one["id"]: one["label"][labels.language] for one in key["choices"]}
            for key in labels.texts["cost_keys"]
            if key["choices"]
        }
        kinds = labels.engine.texts["values"]["service_kinds"]
        self.words["services", "kind"] |= {kind: label[labels.language] for kind, label in kinds.items()}

    def tables(self, survey: Survey) -> list[Table]:
        """Return a survey's sheets, the empty ones too but for those of a cost plan that is not there."""
        answered = {name for one in survey.platforms for name in one.answers}
        columns = [name for name in self.platform_columns() if name not in SETS or name in answered]
        tables = [
            self.table("survey", ["key", "value"], [*self._head(survey)]),
            self.table("platforms", columns, [[self._cell(one, name) for name in columns] for one in survey.platforms]),
            self.table(
                "services",
                self.labels.order["services"],
                [
                    [
                        one.id,
                        one.name,
                        self._body(one.owner),
                        one.platform or one.unknown_platform,
                        one.field,
                        self._word("services", "kind", one.kind),
                        one.note,
                    ]
                    for one in survey.services
                ],
            ),
            self.table(
                "uses",
                self.labels.order["uses"],
                [[one.platform, self._body(one.body), one.start] for one in survey.uses],
            ),
            self.table(
                "municipalities",
                self.labels.order["municipalities"],
                [[one.code, one.name, one.population] for one in survey.municipalities],
            ),
        ]
        return [*tables, *(self.cost_tables(survey.cost) if survey.cost is not None else [])]

    def cost_tables(self, plan: Mapping[str, Any]) -> list[Table]:
        """Return the two sheets of a cost plan, which is plain data."""
        names = self.labels.order["cost_participants"]
        members = [_member(one, names) for one in plan.get("participants", [])]
        return [
            self.table("cost", COST_COLUMNS, [*self._plan_rows(plan)]),
            self.table("cost_participants", names, members),
        ]

    def blank_plan(self, members: Iterable[tuple[str, str]]) -> list[Table]:
        """Return the two sheets of a cost plan to be filled in: every item, and participants (id, name)."""
        names = [name for name in self.labels.order["cost_participants"] if name not in BY_LANGUAGE]
        items = [one["id"] for one in self.labels.texts["cost_keys"] if one["id"] not in BY_LANGUAGE]
        bodies = [_member({"id": code, "name": name}, names) for code, name in members]
        return [
            self.table("cost", COST_COLUMNS, [[self._item(key), None, None] for key in items]),
            self.table("cost_participants", names, bodies),
        ]

    def platform_columns(self) -> list[str]:
        """Return the columns of the platforms' sheet as it is written, sets among them."""
        return [name for name in self.labels.order["platforms"] if name not in NOT_WRITTEN]

    def table(self, part: str, columns: list[str], rows: list[list[Cell]]) -> Table:
        """Return a sheet of the survey."""
        sheet = next(one for one in self.labels.texts["sheets"] if one["id"] == part)
        own = {one["id"]: one["label"][self.labels.language] for one in sheet["columns"]}
        labelled = [(name, own[name] if name in own else self.labels.label(part, name)) for name in columns]
        return Table(part, self.labels.sheet_label(part), labelled, rows)

    def description(self, parts: Container[str] | None = None) -> Description:
        """Return the definitions, codes and history that go with a survey's tables; the codes of some of its sheets."""
        language = self.labels.language
        texts = self.labels.texts
        meanings: dict[tuple[str, str] | str, str] = {
            (sheet["id"], column["id"]): column["help"][language]
            for sheet in texts["sheets"]
            for column in sheet["columns"]
        }
        meanings |= {("platforms", name): self.question(name) for name in self.inputs}
        history = [(one["day"], one["text"][language]) for one in texts["history"]]
        words = {**texts["other_sheets"], **texts["definitions"]}
        codes = [one for one in self.codes() if parts is None or one[0] in parts]
        return Description({name: label[language] for name, label in words.items()}, meanings, codes, history)

    def question(self, name: str) -> str:
        """Return what a question of the model asks."""
        found = self.labels.texts["questions"].get(name)
        return str(found["question"][self.labels.language]) if found else self.labels.label("platforms", name)

    def codes(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield every code of every column with what it stands for."""
        language = self.labels.language
        for key in self.labels.texts["keys"]:
            for one in key["choices"]:
                yield "survey", key["id"], one["id"], one["label"][language]
        for (part, column), words in self.words.items():
            for code, label in words.items():
                yield part, column, code, label
        for name, item in self.inputs.items():
            if item.kind != "count":
                for code, label in self._values(name).items():
                    yield "platforms", name, code, label
        for code, names in self.labels.texts["prefectures"].items():
            yield "survey", "prefecture", code, names[language]

    def _plan_rows(self, plan: Mapping[str, Any]) -> Iterator[list[Cell]]:
        """Yield the items of a cost plan, those of several values a value a row."""
        for key, value in plan.items():
            if key == "participants":
                continue
            if key == "weights":
                yield from ([self._item(name), None, part] for name, part in zip(PARTS_OF_COST, value, strict=True))
            elif isinstance(value, dict):
                yield from ([self._item(f"{key}_{language}"), None, text] for language, text in value.items())
            elif isinstance(value, list):
                yield from ([self._item(key), year, one] for year, one in enumerate(value, start=1))
            else:
                yield [self._item(key), None, self._word("cost", key, value) if ("cost", key) in self.words else value]

    def _item(self, key: str) -> str:
        return key if self.by_id else self.labels.cost_label(key)

    def _values(self, name: str) -> Mapping[str, str]:
        values = self.labels.engine.texts["values"][name]
        return {code: label[self.labels.language] for code, label in values.items()}

    def _head(self, survey: Survey) -> Iterator[list[Cell]]:
        partitions = {one["id"]: one["label"] for key in self.labels.texts["keys"] for one in key["choices"]}
        partition = survey.partition if self.by_id else partitions[survey.partition][self.labels.language]
        for key, value in (("prefecture", survey.prefecture), ("partition", partition), ("as_of", survey.as_of)):
            yield [key if self.by_id else self.labels.label("survey", key), value]

    def _cell(self, one: Platform, name: str) -> Cell:
        own = {
            "id": one.id,
            "name": one.name,
            "owner": self._body(one.owner),
            "field": one.field,
            "from": one.start,
            "note": one.note,
        }
        if name in own:
            return own[name]
        if name == "status":
            return self._word("platforms", name, one.status)
        return self.answer(name, one.answers[name]) if name in one.answers else None

    def answer(self, name: str, value: Any) -> Cell:
        """Return an answer as a cell holds it."""
        if type(value) is int:
            return value
        if self.by_id:
            return word(value)
        if isinstance(value, list):
            none: str = self.labels.engine.texts["interface"]["none_of_these"][self.labels.language]
            return ";".join(self._values(name)[one] for one in value) or none
        return self._values(name)[word(value)]

    def _body(self, body: str) -> str:
        """Return an owner or user as a cell holds it; people read “prefecture” in their language."""
        if self.by_id or body != PREFECTURE:
            return body
        return str(self.labels.texts["marks"]["prefecture"][self.labels.language])

    def _word(self, part: str, column: str, value: str) -> str:
        return value if self.by_id or not value else self.words[part, column][value]


def csv_files(survey: Survey, labels: SurveyLabels) -> dict[str, str]:
    """Return a survey as the CSV files of a folder (name → text), with definitions, codes and history."""
    tables = SurveyTables(labels, by_id=True)
    written = described(tables.tables(survey), tables.description())
    return {f"{one.id}.csv": csv_text(one) for one in written if one.rows}


def yaml_text(survey: Survey) -> str:
    """Return a survey as YAML; texts that could be read as anything else are in quotation marks."""
    from dcb_guide.files import write_yaml

    return write_yaml.yaml_text(survey_data(survey))


def _member(one: Mapping[str, Any], columns: list[str]) -> list[Cell]:
    name = one.get("name")
    both = {f"name_{language}": text for language, text in name.items()} if isinstance(name, dict) else {"name": name}
    return [both.get(column) if column.startswith("name") else one.get(column) for column in columns]
