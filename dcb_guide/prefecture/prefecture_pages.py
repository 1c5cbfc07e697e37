"""What the pages ``inventory/`` and ``cost/`` call in the browser: text and files in, JSON text and files out.

A session keeps what was read last, so that exports and letters are made from it only when they are asked for. The page
displays what comes back: blocks of documents, and data for its figures.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LanguageCode
from dcb_guide.core.markdown import render
from dcb_guide.files import data_file
from dcb_guide.files.problem import Problem as PlacedProblem
from dcb_guide.files.write_tables import ZIP_DATE, Table, csv_text, workbook_bytes
from dcb_guide.prefecture import cost, inventory
from dcb_guide.prefecture.cost_file import all_problems, find_plan
from dcb_guide.prefecture.cost_plan import read_plan
from dcb_guide.prefecture.cost_report import Block, Report
from dcb_guide.prefecture.cost_tables import explained_costs
from dcb_guide.prefecture.inventory_report import InventoryReport
from dcb_guide.prefecture.read_survey import Reading, SurveyReader
from dcb_guide.prefecture.survey_letter import letter, letter_text, listed, survey_fields
from dcb_guide.prefecture.survey_tables import SurveyTables, yaml_text
from dcb_guide.prefecture.survey_workbook import SurveyWorkbooks

#: So many problems are shown.
MOST_SHOWN = 200
#: With more platforms than these, the letters are not shown.
MOST_IN_LETTERS = 1_000
#: Called with a stage (``read`` or ``classify``) and how far it is: done, of how many.
type Progress = Callable[[str, int, int], object]


def begin(form: str, language: LanguageCode) -> "PrefectureSession":
    """Begin a page's session with the model that this package carries."""
    from dcb_guide.library import load_engine

    return PrefectureSession(load_engine(), form, language)


class PrefectureSession:
    """A page's work with one prefecture, in one language.

    ``form`` is the survey's form as JSON (:func:`dcb_guide.guide.content.survey_texts`) with ``municipalities`` (five
    digits → name) beside it.
    """

    def __init__(self, engine: Engine, form: str, language: LanguageCode) -> None:
        self.engine = engine
        self.form: dict[str, Any] = json.loads(form)
        self.language = language
        self.reader = SurveyReader(engine, self.form, self.form["municipalities"], language)
        self.costs = Report(engine.texts["interface"], language)
        self.reading = Reading()
        self.report: InventoryReport | None = None

    # ── Inventory ───────────────────────────────────────────────────────────────────────────────────────────────

    def inventory(self, files: Iterable[tuple[str, bytes]], progress: Progress) -> str:
        """Read files (name, bytes) as one survey and return what the page shows of its inventory, as JSON."""
        with inventory.uncollected():
            return self._inventory(files, progress)

    def _inventory(self, files: Iterable[tuple[str, bytes]], progress: Progress) -> str:
        given = [(name, bytes(content)) for name, content in files]  # the browser passes views of its memory

        def reported() -> Iterable[tuple[str, bytes]]:
            for number, one in enumerate(given):
                progress("read", number, len(given))
                yield one

        self.reading = reading = self.reader.read(reported())
        progress("classify", 0, 1)
        found = inventory.take_inventory(reading.survey, self.engine, reading.conflicts)
        self.report = report = InventoryReport(reading.survey, found, self.engine, self.form, self.language)
        document = report.document()
        first = next(place for place, one in enumerate(document) if one.get("level") == 2) if found["groups"] else None
        problems = [*reading.problems, *reading.conflict_texts]
        return _json(
            {
                "read": {
                    "files": len(reading.replies),
                    "platforms": len(reading.survey.platforms),
                    "services": len(reading.survey.services),
                    "municipalities": len(reading.survey.municipalities),
                },
                "problems": _shown(problems),
                "problem_count": len(problems),
                "notices": _shown(reading.notices),
                "not_answered": [one.name or one.code for one in reading.not_answered],
                "head": document[:first],
                "chapters": document[first:] if first is not None else [],
                "figure": {**self._figure(report), "undecided": report.undecided()},
                "has_cost": reading.survey.cost is not None,
            }
        )

    def _figure(self, report: InventoryReport) -> dict[str, Any]:
        """Return the platforms before and after with the words that the figure shows."""
        found = report.before_and_after()
        box = {name: number for number, one in enumerate(found["after"]) for name in one["platforms"]}
        fields = list(dict.fromkeys(group for one in found["before"] for group in one["groups"]))
        return {
            "fields": [{"id": group, "label": report.group(group)} for group in fields],
            "before": [
                {
                    "label": one["name"] or one["id"],
                    "owner": report.body(one["owner"]),
                    "fields": one["groups"],
                    "to": box[one["id"]],
                }
                for one in found["before"]
            ],
            "after": [
                {
                    "label": report.name((one["hosts"] or one["platforms"])[0]),
                    "count": len(one["platforms"]),
                    "fields": one["groups"],
                    "users": len(one["users"]),
                }
                for one in found["after"]
            ],
            "links": found["links"],
        }

    def letters(self) -> str:
        """Return the letters on open answers as JSON: whom each is to and its text, and how many there are.

        Of a survey with very many platforms they are in the file alone.
        """
        report = self._report()
        wanted = len(report.platforms) <= MOST_IN_LETTERS
        found = [
            {"owner": report.body(owner), "text": letter_text(blocks)}
            for owner, blocks in (report.letters() if wanted else ())
        ]
        return _json({"letters": found, "count": len(report.asked_of())})

    def inventory_document(self, kind: str) -> str:
        """Return as JSON the blocks of what is saved as Word: the inventory (``docx``) or all ``letters``."""
        report = self._report()
        return _json(_all_letters(report) if kind == "letters" else report.document())

    def inventory_file(self, kind: str) -> bytes:
        """Return the inventory as a file: ``json``, ``xlsx``, ``csv`` (a zip), ``md``, ``letters`` (Markdown), or the
        survey's replies as one: ``survey`` (YAML).
        """
        report = self._report()
        match kind:
            case "json":
                return inventory.as_json(report.found).encode()
            case "xlsx":
                return workbook_bytes(report.all_tables(SurveyTables(self.reader.labels)))
            case "csv":
                return _zipped(report.all_tables(SurveyTables(self.reader.labels)))
            case "letters":
                return render(_all_letters(report)).encode()
            case "survey":
                return yaml_text(self.reading.survey).encode()
        return render(report.document()).encode()

    def _report(self) -> InventoryReport:
        if self.report is None:
            raise ValueError("no survey has been read")
        return self.report

    # ── The form and its letters ────────────────────────────────────────────────────────────────────────────────

    def form_file(self, kind: str, prefecture: str, as_of: str = "") -> bytes:
        """Return the survey's form for a prefecture (code of two digits) as a workbook: ``template`` or ``example``.

        ``as_of`` is the day to which answers refer, as people write it; the form is without it where it is no day.
        """
        books = SurveyWorkbooks(self.reader)
        day = self.reader.dates.day(as_of) if as_of else None
        return books.example(prefecture) if kind == "example" else books.template(prefecture, day or "")

    def is_day(self, text: str) -> str:
        """Return as JSON whether a text says a day."""
        return _json(self.reader.dates.day(text) is not None)

    def letter(self, name: str, fields: str) -> str:
        """Return a letter (``request`` or ``reminder``) as JSON: its blocks, and its text to be mailed.

        ``fields`` is JSON of the letter's fields; ``prefecture`` is a code. A reminder is for the survey read last.
        """
        given: dict[str, str] = {key: value for key, value in json.loads(fields).items() if value}
        if name == "reminder":
            names = listed(self.reading.not_answered, self.reader.labels.joined(["", ""]))
            given = {**survey_fields(self.form, self.reading.survey, self.language), **given, "municipalities": names}
        elif given.get("prefecture") in self.form["prefectures"]:
            given["prefecture"] = self.form["prefectures"][given["prefecture"]][self.language]
        blocks = letter(self.form, name, self.language, given)
        return _json({"blocks": blocks, "text": letter_text(blocks)})

    # ── Costs ───────────────────────────────────────────────────────────────────────────────────────────────────

    def plan_in_file(self, name: str, content: bytes) -> str:
        """Return the cost plan in a file as JSON: ``plan`` (null where there is none to be used) and ``problems``.

        The file is a plan or a survey with one, as YAML or JSON, or a workbook or CSV file of a survey.
        """
        if PurePosixPath(name).suffix.lower() in data_file.SUFFIXES:
            source = data_file.parse_data(bytes(content), name, self.reader.labels.say)
            if source.problems:
                return _json({"plan": None, "problems": _shown(all_problems(source, self.costs))})
            found, problems = find_plan(source)
            problems = problems or read_plan(found.data)[1]
            return _json(
                {"plan": None if problems else found.data, "problems": _shown(found.placed(problems, self.costs))}
            )
        reading = self.reader.read([(name, bytes(content))])
        plan = reading.survey.cost
        told = list(reading.problems)
        if plan is None and not told:
            told = [PlacedProblem(name, 1, 1, self.costs.word("problem_no_cost"))]
        return _json({"plan": plan, "problems": _shown(told)})

    def members(self, prefecture: str) -> str:
        """Return as JSON a prefecture's municipalities as participants of a plan; populations are left to be given."""
        listed = sorted(self.form["municipalities"].items())
        return _json([{"id": code, "name": name} for code, name in listed if code.startswith(prefecture)])

    def sharing(self, plan: str) -> str:
        """Return as JSON what the page shows of a plan (JSON): ``problems``, or the document and the chart's figures.

        ``chart`` has ``years`` and, for the prefecture and each participant, the yen of each year, per head and in all.
        """
        read, problems = read_plan(json.loads(plan))
        if read is None:
            words = self.reader.labels
            told = [
                {
                    "path": [*one["path"], one["value"]] if one["message"] == "missing" else one["path"],
                    "text": self.costs.problem_in_form(one, words),
                    "message": self.costs.problem_in_form(one, words, with_label=False),
                }
                for one in problems
            ]
            return _json({"problems": told})
        sharing = cost.share_costs(read)
        bodies = []
        for position, name, label, shares in self.costs.bodies(read, sharing):
            population = None if position is None else read.participants[position].population
            bodies.append(
                {
                    "id": name,
                    "label": label,
                    "years": [sharing.paid(shares, position, year) for year in range(1, read.years + 1)],
                    "total": shares.total,
                    "per_head": cost.per_head(shares.total, population),
                }
            )
        document = self.costs.sharing(sharing)
        return _json({"problems": [], "document": document, "chart": {"years": read.years, "bodies": bodies}})

    def comparison(self, plan: str) -> str:
        """Return as JSON the document that sets every scheme beside the others for a valid plan (JSON)."""
        read, _ = read_plan(json.loads(plan))
        blocks: list[Block] = []
        if read is not None:
            blocks = self.costs.comparison(read, cost.compare(read), self._interviews())
        return _json(blocks)

    def change(self, plan: str, changes: str) -> str:
        """Return as JSON what changes (JSON, :func:`dcb_guide.prefecture.cost.what_if`) mean for a valid plan."""
        data = json.loads(plan)
        found, problems = cost.what_if(data, json.loads(changes))
        read, _ = read_plan(data)
        if found is None or read is None:
            told = [self.costs.problem_in_form(one, self.reader.labels) for one in problems]
            return _json({"problems": told, "document": []})
        return _json({"problems": [], "document": self.costs.change(read, found)})

    def cost_document(self, plan: str) -> str:
        """Return as JSON the blocks of the document on a valid plan (JSON), to be saved as Word."""
        read, _ = read_plan(json.loads(plan))
        if read is None:
            raise ValueError("the plan is not valid")
        return _json(self.costs.sharing(cost.share_costs(read)))

    def cost_file(self, kind: str, plan: str) -> bytes:
        """Return a valid plan's (JSON) result as a file: ``json``, ``xlsx``, ``csv`` (a zip), ``md``, or ``plan``."""
        data = json.loads(plan)
        read, _ = read_plan(data)
        if read is None:
            raise ValueError("the plan is not valid")
        sharing = cost.share_costs(read)
        match kind:
            case "json":
                return cost.as_json(cost.result(sharing)).encode()
            case "plan":
                return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
            case "md":
                return render(self.costs.sharing(sharing)).encode()
        tables = self.costs.sharing_tables(sharing) + self.costs.comparison_tables(read, cost.compare(read))
        for_people = kind == "xlsx"
        explained = explained_costs(tables, self.reader.labels, data, for_people=for_people)
        return workbook_bytes(explained) if for_people else _zipped(explained)

    def cost_template(self) -> bytes:
        """Return the form of a cost plan as a workbook to be filled in."""
        return SurveyWorkbooks(self.reader).cost_template()

    def _interviews(self) -> list[str]:
        return self.costs.interviews(self.engine.texts["savings"])


def _all_letters(report: InventoryReport) -> list[Block]:
    return [block for _, blocks in report.letters() for block in blocks]


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _shown(problems: Sequence[PlacedProblem]) -> list[str]:
    return [str(one) for one in problems[:MOST_SHOWN]]


def _zipped(tables: Iterable[Table]) -> bytes:
    """Return tables as CSV files in a zip, whose bytes depend on nothing but them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            entry = zipfile.ZipInfo(f"{table.id}.csv", ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, csv_text(table))
    return packed.getvalue()
