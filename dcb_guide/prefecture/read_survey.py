"""Reads a prefecture's survey from any number of files: all replies as one survey, and all mistakes at once.

The engine's own reader of tables reads the answers, so that a survey knows every word a record knows. Standard library,
PyYAML and openpyxl only: the browser reads surveys with the same code.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LANGUAGES
from dcb_guide.core.nearest import nearest_word
from dcb_guide.core.values import PLACEHOLDER, STEERING, word
from dcb_guide.files.limits import DEFAULT, Limits
from dcb_guide.files.problem import Problem, at_cell
from dcb_guide.prefecture.cost_plan import read_plan
from dcb_guide.prefecture.cost_report import Report
from dcb_guide.prefecture.merge_survey import (
    Differences,
    Entry,
    Given,
    Group,
    alike_fields,
    grouped,
    name_groups,
)
from dcb_guide.prefecture.survey import (
    PARTITIONS,
    PREFECTURE,
    PREFECTURE_CODES,
    STATUSES,
    TAKEN_AS,
    Conflict,
    Municipality,
    Place,
    Platform,
    Service,
    Survey,
    Use,
    short_code,
)
from dcb_guide.prefecture.survey_bodies import Bodies, ReportProblem, read_code
from dcb_guide.prefecture.survey_files import MAX_NAME, Row, SurveyFile, SurveyFiles
from dcb_guide.prefecture.survey_labels import SurveyLabels, plain, trimmed
from dcb_guide.prefecture.survey_values import SurveyDates, count_of
from dcb_guide.records.read_tables import TableReader, problem_text

#: What is noticed and does no harm; everything else that is reported is a mistake.
NOTICES = {"leading_zero", "owner_alike"}
#: What is said of a row as a whole.
OF_A_ROW = {"missing"}
#: To find the words nearest to wrong ones, so many words are looked at in all; then messages come without.
MOST_COMPARED = 200_000
#: Everybody the survey lists.
ALL = "all"
#: Columns of platforms that are no questions of the model.
OWN_COLUMNS = ("id", "name", "owner", "field", "status", "from", "used_by", "note")
#: What people write, or leave out, between the words of an id; between two numbers it counts, as 1-12 is not 11-2.
DIVIDES_WORDS = re.compile(r"(?<![0-9])[-_.\s]|[-_.\s](?![0-9])")
DIVIDES_NUMBERS = re.compile(r"[-_.\s]")
#: What divides the bodies in a cell.
DIVIDERS = str.maketrans("、,;，；\r\t", "\n\n\n\n\n\n\n")


#: A message of the form with its values.
type Message = tuple[str, dict[str, str]]


@dataclass(slots=True)
class Reply:
    """One file of a survey: ``bodies`` are the owners it speaks of, codes of five digits or ``prefecture``."""

    file: str
    bodies: list[str]
    platforms: int
    services: int


@dataclass(slots=True)
class Reading:
    """What files hold of a survey, and everything to be said of them."""

    survey: Survey = field(default_factory=Survey)
    replies: list[Reply] = field(default_factory=list)
    #: Questions answered in different ways; their answers are unknown. ``conflict_texts`` say each at its place.
    conflicts: list[Conflict] = field(default_factory=list)
    conflict_texts: list[Problem] = field(default_factory=list)
    #: Pairs of fields that may be the same.
    alike: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    #: Listed municipalities of which no file and no row speaks.
    not_answered: list[Municipality] = field(default_factory=list)


class SurveyReader:
    """Reads surveys in one language; ``directory`` is the guide's list of municipalities (five digits → name)."""

    def __init__(
        self,
        engine: Engine,
        texts: Mapping[str, Any],
        directory: Mapping[str, str],
        language: str,
        limits: Limits = DEFAULT,
    ) -> None:
        self.engine = engine
        self.labels = SurveyLabels(engine, texts, language)
        self.directory = directory
        self.language = language
        self.limits = limits
        self.tables = TableReader(engine)
        self.dates = SurveyDates(texts)
        self.files = SurveyFiles(self.labels, limits)

    def read(self, files: Iterable[tuple[str, bytes]]) -> Reading:
        """Return the survey that files (name with its folders, bytes) make together, whatever their order."""
        return _OneReading(self, self.files.read(files)).reading


class _OneReading:
    """Makes one survey of the rows of several files."""

    def __init__(self, reader: SurveyReader, files: list[SurveyFile]) -> None:
        self.reader = reader
        self.labels = reader.labels
        self.files = files
        self.reading = Reading()
        self.differences = Differences()
        self.compared = 0
        #: Problems of a whole row, which are at its first cell: they are of no column.
        self.of_rows: set[int] = set()
        for one in files:
            self.reading.problems += one.problems
            self.reading.notices += one.notices
        survey = self.reading.survey
        self._survey(survey)
        survey.municipalities = self._municipalities(survey.prefecture)
        listed = {one.code: one.name for one in survey.municipalities}
        self.bodies = Bodies(self.labels, listed, reader.directory, survey.prefecture)
        platforms = self._groups("platforms", self._platform)
        services = self._groups("services", self._service)
        self.platforms = platforms
        self.references = _References(platforms)
        survey.platforms = [self._merged_platform(group) for group in platforms]
        survey.services = [self._merged_service(group) for group in services]
        self._uses(survey)
        survey.cost = self._cost()
        self._alike()
        self._replies(platforms, services)
        self._conflict_texts()
        self._say_whose()
        self.reading.problems.sort()
        self.reading.notices.sort()

    # ── Problems ────────────────────────────────────────────────────────────────────────────────────────────────

    def report(
        self,
        file: str,
        cell: str,
        message: str,
        values: Mapping[str, Any],
        near: Iterable[str] = (),
        word: str = "",
        then: str = "",
    ) -> None:
        """Note a problem or a notice at a cell; ``then`` follows from it, and is said after the nearest of ``near``."""
        text = self.labels.say(message, values)
        words = list(near)
        self.compared += len(words)
        if words and self.compared <= MOST_COMPARED:
            text = self.labels.with_nearest(text, word or str(values.get("value", "")), words)
        text = self.followed(text, then)
        reported = self.reading.notices if message in NOTICES else self.reading.problems
        reported.append(at_cell(file, cell, text))
        if message in OF_A_ROW:
            self.of_rows.add(id(reported[-1]))

    def followed(self, text: str, then: str) -> str:
        """Return a text with the sentence that follows it, if any."""
        return text + LANGUAGES[self.reader.language].before_suggestion + then if then else text

    def report_at(self, file: str, cell: str, word: str = "") -> ReportProblem:
        """Return what notes problems of one cell."""
        return lambda message, values, near: self.report(file, cell, message, values, near, word)

    def text(self, row: Row, column: str, most: int = MAX_NAME) -> str:
        """Return a cell's text on one line; blank where it is unknown, too long or would steer a terminal."""
        if column not in row.cells:
            return ""
        text, place = row.cells[column]
        line = " ".join(text.split())
        if len(line) > most:
            self.report(row.file, place, "too_long", {"limit": most})
            return ""
        if STEERING.search(line):
            self.report(row.file, place, "steering", {})
            return ""
        return line

    def choice(self, part: str, row: Row, column: str) -> str:
        """Return the id of the choice in a cell; blank where it is unknown or none."""
        text = self.text(row, column)
        if not text:
            return ""
        found = self.labels.choice(part, column, text)
        if found is None:
            choices, near = self.labels.shown_choices(part, column, text)
            values = {"value": text, "choices": choices}
            place, then = row.cells[column][1], self.taken_as(part, column)
            if ask := self.labels.unclear(part, column, text):
                self.reading.problems.append(at_cell(row.file, place, self.followed(ask, then)))
            else:
                self.report(row.file, place, "unknown_value", values, near, then=then)
        return found or ""

    def taken_as(self, part: str, column: str) -> str:
        """Return what is said of a column that is left without an answer: blank where it is merely unknown."""
        taken = TAKEN_AS.get((part, column))
        if taken is None:
            return ""
        return self.labels.say("taken_as", {"value": self.labels.choice_label(part, column, taken)})

    def rows(self, part: str) -> Iterator[tuple[int, Row]]:
        """Yield a part's rows of all files, each with the number of its file."""
        for number, one in enumerate(self.files):
            for row in one.rows.get(part, []):
                yield number, row

    def parsed[Value](
        self, row: Row, column: str, parse: Callable[[str], Value | None], wrong: Callable[[str], Message]
    ) -> Value | None:
        """Return what a cell's text parses to, or None with a problem, which ``wrong`` says."""
        text = self.text(row, column)
        if not text:
            return None
        value = parse(text)
        if value is None:
            message, values = wrong(text)
            self.report(row.file, row.cells[column][1], message, {"value": text, **values})
        return value

    def month(self, row: Row) -> str | None:
        """Return the month from which a row holds, or None; None with a problem where it is no month."""
        return self.parsed(row, "from", self.reader.dates.month, self.reader.dates.not_a_month)

    # ── The survey and its municipalities ───────────────────────────────────────────────────────────────────────

    def _survey(self, survey: Survey) -> None:
        given: dict[str, list[Given]] = {}
        for _, row in self.rows("survey"):
            for key in row.cells:
                value = self._survey_value(row, key)
                if value:
                    given.setdefault(key, []).append(_given(row, key, value))
        settled = {key: self.differences.settle("survey", "", key, answers) for key, answers in given.items()}
        known = {key: one.value for key, one in settled.items() if one is not None}
        survey.prefecture = known.get("prefecture", "")
        survey.partition = known.get("partition", PARTITIONS[0])
        survey.as_of = known.get("as_of", "")

    def _survey_value(self, row: Row, key: str) -> str:
        if key == "partition":
            return self.choice("survey", row, key)
        if key == "as_of":
            return self.parsed(row, key, self.reader.dates.day, self.reader.dates.not_a_day) or ""
        text = self.text(row, key)
        code = plain(text)
        code = f"0{code}" if code.isdigit() and len(code) == 1 else code
        if not text or code in PREFECTURE_CODES:
            return code
        for known, names in self.labels.prefectures.items():
            if plain(text) in names:
                return known
        near = [str(word) for one in self.labels.texts["prefectures"].values() for word in one.values()]
        self.report(row.file, row.cells[key][1], "unknown_prefecture", {"value": text}, near)
        return ""

    def _municipalities(self, prefecture: str) -> list[Municipality]:
        given: dict[str, dict[str, list[Given]]] = {}
        places: dict[str, Place] = {}
        seen: set[tuple[int, str]] = set()
        examples = {one["code"] for one in self.labels.texts["example_bodies"]}
        for number, row in self.rows("municipalities"):
            name = self.text(row, "name")
            if "code" not in row.cells:
                label = self.labels.label("municipalities", "code")
                self.report(row.file, row.place, "missing", {"value": label})
                continue
            text, place = row.cells["code"]
            code = read_code(
                text, name, prefecture, self.reader.directory, self.report_at(row.file, place, plain(text))
            )
            if not code:
                continue
            if (number, code) in seen:
                self.report(row.file, place, "duplicate_id", {"value": text, "place": str(places[code])})
            seen.add((number, code))
            places.setdefault(code, Place(row.file, place))
            if code in examples and len(self.files) > 1:
                self.report(row.file, place, "example_body", {"value": name or code})
            values = given.setdefault(code, {"name": [], "population": []})
            if name:
                values["name"].append(_given(row, "name", name))
            population = self.parsed(row, "population", count_of, lambda _: ("not_a_population", {}))
            if population is not None:
                values["population"].append(_given(row, "population", population))
        found = []
        for code, values in given.items():
            settled = {key: self.differences.settle("municipalities", code, key, values[key]) for key in values}
            known = {key: one for key, one in settled.items() if one is not None}
            found.append(
                Municipality(
                    code,
                    known["name"].value if "name" in known else "",
                    known["population"].value if "population" in known else None,
                    {"code": places[code], **{key: one.place for key, one in known.items()}},
                )
            )
        return found

    # ── Platforms and services ──────────────────────────────────────────────────────────────────────────────────

    def _groups(self, part: str, read: Callable[[int, Row], Entry]) -> list[Group]:
        entries = []
        first: dict[tuple[int, str], Entry] = {}
        doubled: list[tuple[Entry, Entry]] = []
        for number, row in self.rows(part):
            name = row.cells.get("name", ("", ""))[0].strip()
            if not row.cells.get("id", ("", ""))[0] and plain(name) in self.labels.words_for_no_entry:
                self._notice(Place(row.file, row.cells["name"][1]), "no_entry", value=name)
                continue
            entry = read(number, row)
            if not entry.text("id") and not entry.text("name"):
                self.report(row.file, row.place, "missing", {"value": self.labels.label(part, "name")})
                continue
            entries.append(entry)
            if entry.text("id"):
                before = first.setdefault((number, entry.text("id")), entry)
                if before is not entry:
                    doubled.append((before, entry))
        groups = grouped(entries)
        distinct: set[Place] = set()

        def made_distinct(given: str, made: str, place: Place, holder: Place) -> None:
            distinct.add(place)
            self.report(*place, "id_made_distinct", {"value": given, "id": made, "place": str(holder)})

        name_groups(groups, part.removesuffix("s"), made_distinct)
        for before, entry in doubled:
            given = entry.values["id"]
            if given.place not in distinct:
                place = before.values["id"].place
                self.report(*given.place, "duplicate_id", {"value": given.text, "place": str(place)})
        return groups

    def _named(self, number: int, row: Row, part: str) -> Entry:
        """Return an entry with what platforms and services have in common."""
        entry = Entry(number, Place(row.file, row.place), {})
        for column in ("id", "name", "field"):
            text = self.text(row, column)
            if text:
                entry.values[column] = _given(row, column, trimmed(text) if column == "id" else text)
        owner = self.text(row, "owner")
        if owner:
            place = row.cells["owner"][1]
            body = self.bodies.find(owner, self.report_at(row.file, place), free=True)
            if near := self.bodies.meant(body):
                self.report(row.file, place, "owner_alike", {"value": owner}, then=self.labels.nearest(near).strip())
            if body:
                entry.values["owner"] = _given(row, "owner", body)
        note = self.text(row, "note", self.reader.limits.text)
        if note:
            entry.values["note"] = _given(row, "note", note)
        chosen = "status" if part == "platforms" else "kind"
        choice = self.choice(part, row, chosen)
        if choice:
            entry.values[chosen] = _given(row, chosen, choice)
        return entry

    def _platform(self, number: int, row: Row) -> Entry:
        entry = self._named(number, row, "platforms")
        month = self.month(row)
        if month:
            entry.values["from"] = _given(row, "from", month)
        if "used_by" in row.cells:
            entry.users = list(self._users(row))
        cells = {column: self._usual(column, cell) for column, cell in row.cells.items() if column not in OWN_COLUMNS}
        if cells:
            self._answers(row, cells, entry)
        return entry

    def _usual(self, column: str, cell: tuple[str, str]) -> tuple[str, str]:
        """Return a cell's answer as the column has it where it is written in another usual word (有 for あり)."""
        text, place = cell
        known = self.reader.tables.values.get(column, {})
        if plain(text) in known:
            return cell
        if answer := self.labels.other_answers.get(column, {}).get(plain(text)):
            return answer, place
        return next((word for word in self.labels.alike.get(plain(text), ()) if word in known), text), place

    def _answers(self, row: Row, cells: dict[str, tuple[str, str]], entry: Entry) -> None:
        """Read the answers of a row as those of any record."""

        def report(place: str, message: str, value: Any, choices: list[Any], near: str | None) -> None:
            problem = {"path": [], "message": message, "value": value, "nearest": near, "choices": choices}
            self.reading.problems.append(at_cell(row.file, place, self._problem_text(problem)))

        record, places = self.reader.tables.record(list(cells), list(cells.values()), report)
        answers, problems = self.reader.engine.read(record)
        for one in problems:
            column = next((key for key in reversed(one["path"]) if key in places), None)
            place = row.place if column is None else places[column]
            if one["message"] == "unknown_value" and column is not None:
                text = str(one["value"])
                choices, near = self.labels.shown_choices("platforms", column, text)
                self.report(row.file, place, "unknown_value", {"value": text, "choices": choices}, near)
            else:
                self.reading.problems.append(at_cell(row.file, place, self._problem_text(one)))
        for column, answer in answers.items():
            if column in cells:
                entry.values[column] = _given(row, column, answer)
            else:  # terms of which something is stated exist, also where what is stated is no choice
                by_id = self.reader.engine.by_id
                place = next(places[key] for key in places if key in by_id and by_id[key].facet_of == column)
                entry.values[column] = Given(answer, word(answer), Place(row.file, place))

    def _problem_text(self, problem: dict[str, Any]) -> str:
        return problem_text(self.reader.engine, {**problem, "path": []}, self.reader.language)

    def _users(self, row: Row) -> Iterator[Given]:
        text, cell = row.cells["used_by"]
        for one in text.translate(DIVIDERS).split("\n"):
            if not one.strip():
                continue
            if plain(one) in self.labels.all_words:
                yield Given(ALL, one.strip(), Place(row.file, cell))
                continue
            body = self.bodies.find(one.strip(), self.report_at(row.file, cell, trimmed(one)))
            if body:
                yield Given(body, one.strip(), Place(row.file, cell))

    def _service(self, number: int, row: Row) -> Entry:
        entry = self._named(number, row, "services")
        platform = self.text(row, "platform")
        if platform:
            entry.values["platform"] = _given(row, "platform", platform)
        return entry

    def _settled(self, part: str, group: Group, columns: Iterable[str]) -> dict[str, Given]:
        known: dict[str, Given] = {}
        for column in columns:
            given = [entry.values[column] for entry in group.entries if column in entry.values]
            found = (
                self.differences.settle(part, group.id, column, given) if len(given) > 1 else next(iter(given), None)
            )
            if found is not None:
                known[column] = found
        return known

    def _notes(self, group: Group) -> str:
        return " / ".join(dict.fromkeys(entry.text("note") for entry in group.entries if entry.text("note")))

    def _merged_platform(self, group: Group) -> Platform:
        answered = {column for entry in group.entries for column in entry.values} - set(OWN_COLUMNS)
        questions = [item for item in self.reader.engine.inputs if item.id in answered]
        own = self._settled("platforms", group, ("name", "owner", "field", "status", "from"))
        answers = self._settled("platforms", group, [item.id for item in questions])
        # Where it is not known whether there are terms, nothing is known of them either.
        for item in questions:
            if item.facet_of is not None and item.facet_of not in answers:
                answers.pop(item.id, None)
        return Platform(
            id=group.id,
            name=_value(own, "name"),
            owner=_value(own, "owner"),
            field=_value(own, "field"),
            status=_value(own, "status") or STATUSES[0],
            start=_value(own, "from"),
            answers={column: one.value for column, one in answers.items()},
            note=self._notes(group),
            places=_places(group, {**own, **answers}),
        )

    def _merged_service(self, group: Group) -> Service:
        unknown = ""
        for entry in group.entries:
            if "platform" in entry.values:
                given = entry.values["platform"]
                if plain(given.value) in self.labels.words_for_none and not self.references.find(
                    entry.reply, given.value
                ):
                    del entry.values["platform"]
                    continue
                found = self._reference(entry.reply, given.value, given.place, "service_without_platform")
                if found is None:
                    del entry.values["platform"]
                    unknown = unknown or given.value
                else:
                    entry.values["platform"] = given._replace(value=found.id)
        own = self._settled("services", group, ("name", "owner", "platform", "field", "kind"))
        platform = _value(own, "platform")
        return Service(
            id=group.id,
            name=_value(own, "name"),
            owner=_value(own, "owner"),
            platform=platform,
            field=_value(own, "field"),
            kind=_value(own, "kind"),
            unknown_platform="" if platform else unknown,
            note=self._notes(group),
            places=_places(group, own),
        )

    def _reference(self, reply: int, text: str, place: Place, otherwise: str) -> Group | None:
        """Return the platform that a text names, in its own file first.

        None with a problem, which says what becomes of the row (``otherwise``, a message).
        """
        found = self.references.find(reply, text)
        if len(found) == 1:
            return found[0]
        then = self.labels.say(otherwise, {})
        if found:
            choices = self.labels.joined(self._with_owner(reply, group) for group in found)
            self.report(*place, "ambiguous_platform", {"value": text, "choices": choices}, then=then)
        else:
            self.compared += self.references.count
            near = self.references.near(reply, text) if self.compared <= MOST_COMPARED else []
            self.report(*place, "unknown_platform", {"value": text}, near, then=then)
        return None

    def _with_owner(self, reply: int, group: Group) -> str:
        """Return a word that names a platform alone, with who owns it, by which people know it."""
        word = self.references.clear(reply, group)
        owner = next((entry.values["owner"].text for entry in group.entries if "owner" in entry.values), "")
        return self.labels.say("choice_with_owner", {"value": word, "owner": owner}) if owner else word

    # ── Who uses what ───────────────────────────────────────────────────────────────────────────────────────────

    def _uses(self, survey: Survey) -> None:
        everybody = [one.code for one in survey.municipalities]
        given: dict[str, dict[str, list[Given]]] = {group.id: {} for group in self.platforms}
        places: dict[tuple[str, str], Place] = {}

        def add(group: Group, user: Given, month: Given | None) -> None:
            for body in everybody if user.value == ALL else [user.value]:
                places.setdefault((group.id, body), user.place)
                months = given[group.id].setdefault(body, [])
                if month is not None:
                    months.append(month)

        in_rows: list[tuple[int, Group, Given]] = [
            (entry.reply, group, user) for group in self.platforms for entry in group.entries for user in entry.users
        ]
        uses = [(number, *found) for number, row in self.rows("uses") for found in self._use(number, row)]
        for number in range(len(self.files)):
            for reply, group, user in in_rows:
                if reply == number:
                    add(group, user, None)
            for reply, group, user, month in uses:
                if reply == number:
                    add(group, user, month)
        by_id = {one.id: one for one in survey.platforms}
        for name, users in given.items():
            by_id[name].used_by = list(users)
            for body, months in users.items():
                month = self.differences.settle("uses", f"{name} {body}", "from", months)
                where = {"municipality": places[name, body]} | ({"from": month.place} if month else {})
                survey.uses.append(Use(name, body, month.value if month else "", where))

    def _use(self, number: int, row: Row) -> Iterator[tuple[Group, Given, Given | None]]:
        for column in ("platform", "municipality"):
            if not self.text(row, column):
                self.report(row.file, row.place, "missing", {"value": self.labels.label("uses", column)})
                return
        platform, body = self.text(row, "platform"), self.text(row, "municipality")
        group = self._reference(number, platform, Place(row.file, row.cells["platform"][1]), "use_not_read")
        cell = row.cells["municipality"][1]
        if plain(body) in self.labels.all_words:
            code = ALL
        else:
            code = self.bodies.find(body, self.report_at(row.file, cell, trimmed(body)))
        month = self.month(row)
        if group is not None and code:
            yield group, _given(row, "municipality", code), _given(row, "from", month) if month else None

    # ── The cost plan ───────────────────────────────────────────────────────────────────────────────────────────

    def _cost(self) -> dict[str, Any] | None:
        report = Report(self.reader.engine.texts["interface"], self.reader.language)
        given: list[Given] = []
        for one in self.files:
            if one.cost is None:
                continue
            plan, problems = read_plan(one.cost)
            for problem in problems:
                path = tuple(problem["path"])
                text = report.problem(problem)
                if one.cost_in_sheets:
                    text = report.problem_in_form(problem, self.labels)
                    path = (*path, problem["value"]) if problem["message"] == "missing" else path
                self.reading.problems.append(at_cell(*one.locate(path), text))
            if plan is not None:
                place = Place(*one.locate(()))
                given.append(Given(one.cost, str(one.cost.get("name") or self.labels.sheet_label("cost")), place))
        different = [one for one in given[1:] if one.value != given[0].value]
        if different:
            answers = tuple((one.text, one.place) for one in (given[0], *different))
            self.differences.conflicts.append(Conflict("cost", "", "cost", answers))
            return None
        return given[0].value if given else None

    # ── What may be one, who has answered, what differs ─────────────────────────────────────────────────────────

    def _alike(self) -> None:
        survey = self.reading.survey
        described: list[Platform | Service] = [*survey.platforms, *survey.services]
        places: dict[str, Place] = {}
        for one in described:
            if one.field:
                places.setdefault(one.field, one.places["field"])
        self.reading.alike = list(alike_fields(places))
        for field_, other in self.reading.alike:
            self._notice(places[other], "fields_alike", value=other, other=field_, place=places[field_])
        for kind in (survey.platforms, survey.services):
            self._ids_alike(kind)
        named: dict[str, Platform] = {}
        for platform in survey.platforms:
            name = trimmed(platform.name)
            before = named.setdefault(name, platform) if name else platform
            if before is not platform and not (before.owner and platform.owner):
                unowned, owned = (platform, before) if not platform.owner else (before, platform)
                self._notice(unowned.places["id"], "platforms_alike", value=unowned.name, place=owned.places["id"])

    def _ids_alike(self, described: Sequence[Platform | Service]) -> None:
        """Note ids that differ only in what people overlook: capitals, and what divides words."""
        first: dict[str, Platform | Service] = {}
        for one in described:
            before = first.setdefault(DIVIDES_NUMBERS.sub("_", DIVIDES_WORDS.sub("", one.id.casefold())), one)
            if before is not one:
                place = before.places["id"]
                self._notice(one.places["id"], "ids_alike", value=one.id, other=before.id, place=place)

    def _notice(self, at: Place, message: str, **values: Any) -> None:
        values = {name: str(value) for name, value in values.items()}
        self.reading.notices.append(at_cell(*at, self.labels.say(message, values)))

    def _replies(self, platforms: list[Group], services: list[Group]) -> None:
        survey = self.reading.survey
        owners: list[dict[str, None]] = [{} for _ in self.files]
        counts = [[0, 0] for _ in self.files]
        for position, groups in enumerate((platforms, services)):
            for group in groups:
                for entry in group.entries:
                    counts[entry.reply][position] += 1
                    if entry.text("owner"):
                        owners[entry.reply].setdefault(entry.text("owner"))
        known = {one.code for one in survey.municipalities}
        names = {plain(one.name): one.code for one in survey.municipalities if one.name}
        for number, one in enumerate(self.files):
            bodies = [body for body in owners[number] if body in known or body == PREFECTURE]
            if not bodies:
                bodies = self._sender(one, names)
            self.reading.replies.append(Reply(one.name, bodies, *counts[number]))
        answered = {body for reply in self.reading.replies for body in reply.bodies}
        answered |= {body for reply in self.reading.replies for body in self._in_name(reply.file, names)}
        self.reading.not_answered = [one for one in survey.municipalities if one.code not in answered]

    def _sender(self, one: SurveyFile, names: dict[str, str]) -> list[str]:
        """Return who sent a reply that names no owner: by the file's name, or as the one body whose uses it states."""
        found = self._in_name(one.name, names)
        if found:
            return found
        users = {
            self.bodies.find(row.cells["municipality"][0], lambda *_: None)
            for row in one.rows.get("uses", [])
            if "municipality" in row.cells
        } - {""}
        return sorted(users) if len(users) == 1 else []

    def _in_name(self, file: str, names: dict[str, str]) -> list[str]:
        """Return the municipalities whose code or name stands in a file's name, or in its folder's."""
        path = PurePosixPath(file.replace("\\", "/"))
        parts = [plain(path.stem), plain(path.parent.name)]
        named = [name for name in names if any(name in part for part in parts)]
        # 津市 is not meant where 唐津市 stands.
        found = [names[name] for name in named if not any(name != other and name in other for other in named)]
        coded = [code for code in names.values() if any(code in part for part in parts)]
        return list(dict.fromkeys((*found, *coded)))

    def _say_whose(self) -> None:
        """Let each problem of a cell say whose answer it is and in which column, beside the cell's place."""
        wanted: dict[str, list[int]] = {}
        for number, one in enumerate(self.reading.problems):
            if id(one) not in self.of_rows:
                place = one.file if one.line == 0 else f"{one.file}:{one.line}:{one.column}"
                wanted.setdefault(place, []).append(number)
        listed = {one.code: one.name for one in self.reading.survey.municipalities if one.name}
        names = {
            **self.reader.directory,
            **listed,
            PREFECTURE: self.labels.texts["marks"]["prefecture"][self.reader.language],
        }
        for number, file in enumerate(self.files) if wanted else ():
            for part, rows in file.rows.items():
                for row in rows:
                    for column, (_, place) in row.cells.items():
                        for found in wanted.get(f"{row.file}:{place}", ()):
                            body = self._whose(number, part, row, names)
                            values = {"body": body, "column": self.labels.label(part, column)}
                            message = "cell_of_body" if body else "cell_of"
                            problem = self.reading.problems[found]
                            text = self.labels.say(message, values) + problem.message
                            self.reading.problems[found] = replace(problem, message=text)

    def _whose(self, number: int, part: str, row: Row, names: Mapping[str, str]) -> str:
        """Return who answered a row: the one body whose reply the file is, else the row's own, if any.

        ``names`` are those of bodies by their code of five digits, and of the prefecture.
        """
        column = {"platforms": "owner", "services": "owner", "uses": "municipality", "municipalities": "code"}.get(part)
        if column is None:
            return ""
        bodies = self.reading.replies[number].bodies
        written = trimmed(row.cells[column][0]) if column in row.cells else ""
        if part != "municipalities" and len(bodies) == 1:
            written = bodies[0]
        return names.get(short_code(written) or written, written[:MAX_NAME])

    def _conflict_texts(self) -> None:
        survey = self.reading.survey
        self.reading.conflicts = self.differences.conflicts
        names = {one.id: one.name or one.id for one in survey.platforms}
        names_of = {
            "platforms": names,
            "services": {one.id: one.name or one.id for one in survey.services},
            "municipalities": {one.code: one.name or one.code for one in survey.municipalities},
        }
        for one in self.reading.conflicts:
            answers = [
                self.labels.say("conflict_answer", {"value": text, "place": str(place)}) for text, place in one.answers
            ]
            item = names_of.get(one.part, {}).get(one.id) or one.id or self.labels.sheet_label(one.part)
            if one.part == "uses":
                platform, _, body = one.id.rpartition(" ")
                item = f"{names.get(platform, platform)} {names_of['municipalities'].get(body, body)}"
            taken = TAKEN_AS.get((one.part, one.key))
            values = {
                "item": item,
                "key": self.labels.label(one.part, one.key),
                "answers": self.labels.joined(answers),
                "taken": self.labels.choice_label(one.part, one.key, taken) if taken else "",
            }
            place = one.answers[0][1]
            template = self.labels.texts["messages"]["conflict_taken_as" if taken else "conflict"][self.reader.language]
            # Unlike in other messages, what is filled in is never cut: every place is named.
            message = "".join(values.get(part, part) for part in PLACEHOLDER.split(template))
            self.reading.conflict_texts.append(at_cell(*place, message))


class _References:
    """Finds platforms by their ids and names: first among those of the same file, then among all."""

    def __init__(self, groups: list[Group]) -> None:
        #: Ids as they became, which nobody has written; a row may name them all the same.
        self.made = {group.id: group for group in groups}
        self.by_id: dict[tuple[int | None, str], dict[str, Group]] = {}
        self.by_name: dict[tuple[int | None, str], dict[str, Group]] = {}
        for group in groups:
            for entry in group.entries:
                for reply in (entry.reply, None):
                    if entry.text("id"):
                        self.by_id.setdefault((reply, entry.text("id")), {})[group.id] = group
                    if entry.text("name"):
                        self.by_name.setdefault((reply, trimmed(entry.text("name"))), {})[group.id] = group

    @property
    def count(self) -> int:
        """How many ids and names there are."""
        return len(self.by_id) + len(self.by_name)

    def find(self, reply: int, text: str) -> list[Group]:
        """Return the platforms a text may mean; one where it is clear."""
        key = trimmed(text)
        for index, where in ((self.by_id, reply), (self.by_name, reply), (self.by_id, None), (self.by_name, None)):
            found = index.get((where, key))
            if found:
                return list(found.values())
        return [self.made[key]] if key in self.made else []

    def clear(self, reply: int, group: Group) -> str:
        """Return a word by which a file can name a platform alone: its id, or else one of its names."""
        words = (group.id, *(entry.text("name") for entry in group.entries))
        return next((word for word in words if word and self.find(reply, word) == [group]), group.id)

    def near(self, reply: int, text: str) -> list[str]:
        """Return the id or name most like a text, if any; of those that are equally like it, one in its own file."""
        own, others = ([word for index in (self.by_id, self.by_name) for where, word in index if where == one]
                       for one in (reply, None))  # fmt: skip
        found = nearest_word(trimmed(text), dict.fromkeys((*own, *others)))
        return [found] if found else []


def _given(row: Row, column: str, value: Any) -> Given:
    text, place = row.cells[column]
    return Given(value, text, Place(row.file, place))


def _places(group: Group, known: Mapping[str, Given]) -> dict[str, Place]:
    return {"id": group.entries[0].place, **{column: one.place for column, one in known.items()}}


def _value(known: Mapping[str, Given], column: str) -> str:
    return str(known[column].value) if column in known else ""
