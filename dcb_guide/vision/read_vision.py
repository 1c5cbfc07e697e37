"""Read ``guide_data/vision/``, which may come from anybody: nothing in it is run, and nothing outside it is read.

Every error names file, line and column, in the reader's language; whatever is valid is read.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any

import pydantic

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode, text_in
from dcb_guide.core.nearest import nearest_file, nearest_word
from dcb_guide.core.values import STEERING, fill, shown
from dcb_guide.files.decode import decode
from dcb_guide.files.limits import DEFAULT
from dcb_guide.files.problem import Path_, Problem
from dcb_guide.files.yaml_positions import Source, parse, read
from dcb_guide.guide.content import Guide
from dcb_guide.guide.pydantic_places import place_of
from dcb_guide.prefecture.cost_plan import Plan, read_plan
from dcb_guide.prefecture.survey import Survey
from dcb_guide.records.read_files import ReadRecord, RecordFiles
from dcb_guide.vision import MAX_LOGO_BYTES, PICTURES, attachments
from dcb_guide.vision.choices import is_excluded
from dcb_guide.vision.cost_agreement import contradictions
from dcb_guide.vision.given import chapter_file, name_of
from dcb_guide.vision.logo import is_whole
from dcb_guide.vision.own_markdown import parsed, pictures_of
from dcb_guide.vision.own_pictures import FOLDER as IMAGES
from dcb_guide.vision.own_pictures import MAX_BYTES, Picture
from dcb_guide.vision.private import MAY_BE_PUBLIC, PrivateSearch, WrittenText, strings_of
from dcb_guide.vision.published_parts import published_survey
from dcb_guide.vision.put_right import MAX_ROUNDS, put_right
from dcb_guide.vision.usual_writing import in_form
from dcb_guide.vision.vision_types import SCHEMA_VERSION, Platform, Vision

NAME = "vision.yml"
#: An example of what the whole file holds.
WHOLE = 'prefecture: "40"'
#: What the guide said of the vision when it was last brought up to date (:mod:`dcb_guide.vision.what_changed`).
STATE = "guide_state.json"
#: Most bytes of a text file and of a picture, and most files: more is a mistake or an attack.
MAX_TEXT_BYTES = 1_000_000
#: Most bytes of a chapter, some 70,000 Japanese characters, and most parts of its Markdown as its parser counts them (a
#: cell of a table has three): every page and document made of it holds it all.
MAX_CHAPTER_BYTES = 200_000
MAX_CHAPTER_PARTS = 20_000
MAX_FILES = 600
#: Where a record is put, and other ends of names that YAML files have.
RECORDS = "platforms/"
OTHER_YAML = (".yaml", ".json", ".yml.txt", ".yaml.txt", ".YML", ".YAML")
#: Characters that documents cannot hold; line ends and tabs they can.
UNWANTED = re.compile(f"{STEERING.pattern}|[\ufffe\uffff]")


@dataclass
class LoadedPlatform:
    """A platform with its record, as read."""

    entry: Platform
    record: ReadRecord

    #: Whether its record is not there yet: all its answers are unknown then.
    is_waiting: bool = False

    @property
    def name(self) -> Any:
        """The platform's name, plain or by language: the vision's, else the record's, else its id."""
        return name_of(self.entry.name.texts if self.entry.name else None, self.record.name, self.entry.id)


@dataclass
class LoadedVision:
    """A vision and everything beside it, valid."""

    vision: Vision
    platforms: list[LoadedPlatform]
    #: Chapter → language → Markdown.
    chapters: dict[str, dict[LanguageCode, str]]
    logo: Path | None
    folder: Path
    #: What does no harm and should be known, such as a record that no platform of the vision names.
    notices: list[Problem] = field(default_factory=list)
    #: Pictures of the prefecture's prose, by their place (``images/…``); its survey and its cost plan.
    pictures: dict[str, Picture] = field(default_factory=dict)
    survey: Survey | None = None
    cost_plan: Plan | None = None


def is_there(folder: Path) -> bool:
    """Return whether a vision exists: the folder holds more than its README."""
    return folder.is_dir() and any(path.name != "README.md" and path.name[0] != "." for path in folder.iterdir())


def load_vision(
    folder: Path, guide: Guide, engine: Engine, language: LanguageCode = FIRST
) -> tuple[LoadedVision | None, list[Problem]]:
    """Return the vision in a folder, if it can be published, and everything wrong with it."""
    return _Reader(folder, guide, engine, language).read()


class _Reader:
    def __init__(self, folder: Path, guide: Guide, engine: Engine, language: LanguageCode) -> None:
        self.folder = folder
        self.guide = guide
        self.rules = guide.publication
        self.engine = engine
        self.language = language
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        #: Files that are there and were refused.
        self.refused: set[str] = set()
        #: Where vision.yml is wrong: nothing more is said of what is there.
        self.wrong: set[Path_] = set()
        #: Every text that would be published, beside those of vision.yml.
        self.written: list[WrittenText] = []

    def read(self) -> tuple[LoadedVision | None, list[Problem]]:
        files = self._files()
        if (path := files.pop(NAME, None)) is None:
            if not any(name.startswith("vision.") for name in files):
                self._report(self._shown(NAME), "vision_missing", value=NAME)
            self._unexpected([*files], None)
            return None, sorted(self.problems)
        files.pop(STATE, None)
        source = read(path, self._shown(NAME), self.say)
        self.problems += source.problems
        source.data = in_form(source.data, self.rules)
        vision = self._validated(source)
        records = self._records(files)
        chapters = self._chapters(files)
        platforms = self._platforms(vision, source, records) if vision else []
        logo = self._logo(vision, source, files) if vision else None
        pictures = self._pictures(files, chapters)
        survey = self._survey(vision, source, files) if vision else None
        cost_plan = self._cost_plan(vision, source, files) if vision else None
        # Which picture is named is known only where the vision could be read.
        self._unexpected([name for name in files if vision or _kind(name) not in PICTURES], vision)
        if vision:
            self._references(vision, source)
            self._choices(platforms, source)
            for name in records:
                stem = Path(name).stem
                self.notices.append(
                    Problem(self._shown(name), 1, 1, self._text("vision_record_without_entry", None, {"value": stem}))
                )
        self._texts(vision, source, path)
        if cost_plan is None and survey is not None and survey.cost is not None:
            cost_plan = read_plan(survey.cost)[0]
        if vision:
            self._costs_agree(vision, source, cost_plan)
        if self.problems or vision is None:
            return None, sorted(self.problems)
        return LoadedVision(
            vision, platforms, chapters, logo, self.folder, self.notices, pictures, survey, cost_plan
        ), []

    def _files(self) -> dict[str, Path]:
        """Return the folder's files by name; links, huge files and too many of them are refused."""
        found: dict[str, Path] = {}
        root = self.folder.resolve()
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_symlink() or not path.resolve().is_relative_to(root):
                self._report(self._shown(name), "vision_link", value=name)
            elif path.is_file() and not self._is_passed_over(name):
                limit = MAX_CHAPTER_BYTES if name.startswith("chapters/") else MAX_TEXT_BYTES
                limit = MAX_LOGO_BYTES if _kind(name) in PICTURES else limit
                if name.startswith(IMAGES):
                    limit = MAX_BYTES
                if path.stat().st_size > limit:
                    self.refused.add(name)
                    self._report(self._shown(name), "vision_too_large", value=f"{limit // 1000} kB")
                else:
                    found[name] = path
            if len(found) > MAX_FILES:
                self._report(self._shown(name), "vision_too_many", value=MAX_FILES)
                break
        return found

    def _is_passed_over(self, name: str) -> bool:
        """Return whether a file is no part of a vision and does no harm: what systems leave in folders."""
        parts = name.split("/")
        hidden = any(part.startswith((".", "~$")) for part in parts)
        return name == "README.md" or hidden or parts[-1] in self.rules.ignored_files

    def _unexpected(self, names: list[str], vision: Vision | None) -> None:
        """Report files that nothing reads, each with what it may be meant as."""
        for name in names:
            folder, _, file = name.rpartition("/")
            stem = file
            for end in OTHER_YAML:
                stem = stem.removesuffix(end)
            listed = [one.id for one in vision.platforms] if vision else []
            if file != stem and (folder, stem) == ("", "vision"):
                self._report(self._shown(name), "vision_record_name", value=file, near=NAME)
            elif file != stem and folder == "platforms":
                self._report(self._shown(name), "vision_record_name", value=file, near=f"{stem}.yml")
            elif folder == "" and stem.removesuffix(".yml") in listed:
                near = f"{RECORDS}{stem.removesuffix('.yml')}.yml"
                self._report(self._shown(name), "vision_record_name", value=file, near=near)
            elif folder == "chapters" or (folder == "" and file.endswith(".md")):
                chapters = self.guide.document.chapters
                near_chapter = nearest_word(file.partition(".")[0], chapters)
                near_file = f"chapters/{near_chapter}.md" if near_chapter else None
                values = {"value": file, "choices": ", ".join(chapters)}
                self._report(self._shown(name), "vision_no_chapter", suggested=near_file, **values)
            else:
                self._report(self._shown(name), "vision_unexpected_file", value=name)

    def _validated(self, source: Source) -> Vision | None:
        data = source.data
        if data is None and source.problems:
            return None
        version = data.get("schema_version") if isinstance(data, dict) else None
        if type(version) is int and version != SCHEMA_VERSION:
            message = "vision_too_new" if version > SCHEMA_VERSION else "vision_too_old"
            self._at(source, ("schema_version",), message, value=version, choices=str(SCHEMA_VERSION))
            return None
        unread = {(problem.line, problem.column) for problem in source.problems}
        self.wrong |= {path for path, place in source.values.items() if place in unread}
        data = deepcopy(data)
        for _ in range(MAX_ROUNDS):
            try:
                return Vision.model_validate(data)
            except pydantic.ValidationError as error:
                for detail in error.errors(include_url=False):
                    path = place_of(detail["loc"], data)
                    if not self._is_wrong(path):  # a part of a union fails once for each member
                        self.wrong.add(path)
                        self._invalid(source, path, detail)
                    if not path:
                        return None
                    put_right(data, path, detail["type"], self.rules)
        return None

    def _is_wrong(self, path: Path_) -> bool:
        """Return whether something wrong was found at a place, or at one that it is part of."""
        return any(path[:length] in self.wrong for length in range(1, len(path) + 1))

    def _invalid(self, source: Source, path: Path_, detail: Any) -> None:
        """Report one thing that pydantic found, in the reader's language."""
        value, kind = detail["input"], detail["type"]
        name = _named(path)
        if kind == "missing":
            self._at(source, path, "vision_key_missing", value=name, example=self._example(path))
        elif kind == "extra_forbidden":
            self._unknown_key(source, path, self.rules.fields_in(path[:-1]))
        elif kind == "literal_error":
            choices = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            near = nearest_word(str(value), choices.split(", "))
            self._at(source, path, "vision_unknown_value", where=name, value=shown(value), choices=choices, near=near)
        elif kind.startswith("vision_"):
            self._at(source, path, kind, where=name, value=shown(value), **detail.get("ctx", {}))
        elif kind in ("string_too_long", "too_long"):
            self._at(source, path, "vision_too_long", where=name, value=shown(value))
        else:
            self._wrong_form(source, path, value)

    def _unknown_key(self, source: Source, path: Path_, known: list[str]) -> None:
        """Report a key that there is none of at its place, with the nearest one there, or with all there are."""
        near = nearest_word(str(path[-1]), known)
        message = "vision_unknown_key" if near or not known else "vision_unknown_key_known"
        self._at(source, path, message, value=path[-1], near=near, choices=", ".join(known), at_key=True)

    def _wrong_form(self, source: Source, path: Path_, value: Any) -> None:
        """Report a value that cannot be written in a field, with how that field is written and an example."""
        inside = path
        while inside and self.rules.field(inside) is None:
            inside = inside[:-1]
        field_ = self.rules.field(inside)
        name = _named(path)
        if field_ is None:
            form, label, example = self.rules.forms[-1], name, WHOLE
        else:
            form, label = self.rules.form(field_), field_.label[self.language]
            example = field_.example_in(self.language)
        values: dict[str, Any] = {"label": label, "form": form.text[self.language], "example": example}
        self._at(source, path, "vision_form", where=name, value=shown(value), **values)

    def _example(self, path: Path_) -> str:
        field_ = self.rules.field(path)
        return field_.example_in(self.language) if field_ else "…"

    def _records(self, files: dict[str, Path]) -> dict[str, ReadRecord | None]:
        """Return the platforms' records by file; None for one with errors, which are reported."""
        found: dict[str, ReadRecord | None] = {}
        reader = RecordFiles(self.engine, self.language)
        for name in [one for one in files if one.startswith(RECORDS) and one.endswith(".yml")]:
            text = self._decoded(files.pop(name), name)
            if text is None:
                found[name] = None
                continue
            records = list(reader.read_yaml(text, self._shown(name)))
            problems = [problem for record in records for problem in record.problems]
            source = parse(text, self._shown(name), say=self.say)
            problems = self._told_of_renames(source, problems)
            self.problems += problems
            if len(records) != 1:
                self._report(self._shown(name), "vision_one_record", value=len(records))
            found[name] = records[0] if len(records) == 1 and not problems else None
            self.written += [
                WrittenText(one, self._shown(name), text, *source.values.get(path, (1, 1)))
                for path, one in strings_of(source.data, ())
                if path[:1] in (("name",), ("public_notes",))
            ]
        return found

    def _told_of_renames(self, source: Source, problems: list[Problem]) -> list[Problem]:
        """Return a record's problems; one about a question that a release renamed says its new name."""
        renamed = {source.keys[path]: path[-1] for path in source.keys if path[-1] in self.rules.renamed.questions}
        told = []
        for problem in problems:
            old = renamed.get((problem.line, problem.column))
            if old is not None:
                values = {"value": old, "new": self.rules.renamed.questions[str(old)]}
                problem = replace(problem, message=self._text("vision_renamed", None, values))
            told.append(problem)
        return told

    def _platforms(self, vision: Vision, source: Source, records: dict[str, ReadRecord | None]) -> list[LoadedPlatform]:
        """Return the platforms with their records; one whose record is not there yet has no answers."""
        found: list[LoadedPlatform] = []
        for index, entry in enumerate(vision.platforms):
            name = f"{RECORDS}{entry.id}.yml"
            if name not in records:
                near = nearest_file(name, records)
                message = self._text("vision_waiting_for_record", near, {"value": name})
                self.notices.append(source.problem(("platforms", index, "id"), message))
                found.append(LoadedPlatform(entry, ReadRecord(), is_waiting=True))
            elif (record := records.pop(name)) is not None:
                found.append(LoadedPlatform(entry, record))
        return found

    def _chapters(self, files: dict[str, Path]) -> dict[str, dict[LanguageCode, str]]:
        found: dict[str, dict[LanguageCode, str]] = {}
        for chapter in self.guide.document.chapters:
            for language in LANGUAGES:
                name = chapter_file(chapter, language)
                if name in files and (text := self._decoded(files.pop(name), name)) is not None:
                    # Brackets that close nothing take a parser of Markdown the longer the more there are.
                    has_too_many = text.count("[") > MAX_CHAPTER_PARTS or len(parsed(text)) > MAX_CHAPTER_PARTS
                    if has_too_many:
                        self._report(self._shown(name), "vision_too_many_parts", value=MAX_CHAPTER_PARTS)
                    for number, line in enumerate(text.split("\n"), start=1):
                        if "<!--" in line:
                            words = self._text("vision_comment", None, {})
                            self.problems.append(Problem(self._shown(name), number, line.index("<!--") + 1, words))
                        if unwanted := UNWANTED.search(unescape(line.replace("\t", ""))):
                            value = f"U+{ord(unwanted[0]):04X}"
                            words = self._text("vision_control_character", None, {"where": chapter, "value": value})
                            self.problems.append(Problem(self._shown(name), number, 1, words))
                    if has_too_many:
                        continue
                    found.setdefault(chapter, {})[language] = text
                    self.written.append(WrittenText(text, self._shown(name), text))
        return found

    def _decoded(self, path: Path, name: str) -> str | None:
        """Return a file's text; none where it is not UTF-8 or holds control characters, which is a problem."""
        decoded = decode(path.read_bytes(), self._shown(name), self.say, DEFAULT)
        self.problems += decoded.problems
        if decoded.notices:  # read all the same where records are; what is published is UTF-8
            self.problems.append(Problem(self._shown(name), 1, 1, self.say("file_encoding", {})))
        return decoded.text

    def say(self, message: str, values: Mapping[str, Any]) -> str:
        """Return the text of a problem of reading."""
        return fill(self.guide.interface[f"problem_{message}"][self.language], **values)

    def _logo(self, vision: Vision, source: Source, files: dict[str, Path]) -> Path | None:
        if vision.logo is None or vision.logo in self.refused:
            return None
        path = files.pop(vision.logo, None)
        if path is None:
            near = nearest_file(vision.logo, [name for name in files if _kind(name) in PICTURES])
            self._at(source, ("logo",), "vision_no_file", value=vision.logo, near=near)
        elif not is_whole(path):
            self._at(source, ("logo",), "vision_broken_picture", value=vision.logo)
        return path

    def _pictures(self, files: dict[str, Path], chapters: dict[str, dict[LanguageCode, str]]) -> dict[str, Picture]:
        """Return the pictures of the prefecture's prose, by their place."""
        found: dict[str, Picture | None] = {}
        for name, picture, message in attachments.read_pictures(files):
            found[name] = picture
            if message:
                self._report(self._shown(name), message, value=name)
        texts = [
            (chapter_file(chapter, language), text)
            for chapter, written in chapters.items()
            for language, text in written.items()
        ]
        for file, line, message, place in attachments.picture_problems(texts, found):
            near = nearest_file(place, found) if message == "vision_no_file" else None
            self.problems.append(Problem(self._shown(file), line, 1, self._text(message, near, {"value": place})))
        for name in found.keys() - {place for _, text in texts for _, place, _ in pictures_of(text)}:
            self._report(self._shown(name), "vision_unused_picture", value=name)
        return {name: picture for name, picture in found.items() if picture is not None}

    def _survey(self, vision: Vision, source: Source, files: dict[str, Path]) -> Survey | None:
        if (path := self._beside(vision.survey, "survey", source, files)) is None:
            return None
        survey, problems = attachments.read_survey(path, self._shown(path.name), self.guide, self.engine, self.language)
        self.problems += problems
        content = path.read_bytes().decode("utf-8", errors="ignore") if path.suffix != ".xlsx" else ""
        for _, text in strings_of(published_survey(survey), ()):
            self.written.append(WrittenText(text, self._shown(path.name), content))
        return survey

    def _cost_plan(self, vision: Vision, source: Source, files: dict[str, Path]) -> Plan | None:
        if (path := self._beside(vision.cost_plan, "cost_plan", source, files)) is None:
            return None
        plan, problems = attachments.read_cost_plan(path, self._shown(path.name), self.engine, self.language, self.say)
        self.problems += problems
        for participant in plan.participants if plan else []:
            for _, text in strings_of(participant.name, ()):
                self.written.append(WrittenText(text, self._shown(path.name), ""))
        return plan

    def _beside(self, name: str | None, key: str, source: Source, files: dict[str, Path]) -> Path | None:
        """Return a file that the vision names; that it is missing is a problem."""
        if name is None:
            return None
        path = files.pop(name, None)
        if path is None:
            self._at(source, (key,), "vision_no_file", value=name, near=nearest_file(name, files))
        return path

    # ── What fits together ──────────────────────────────────────────────────────────────────────────────────

    def _references(self, vision: Vision, source: Source) -> None:
        """Report unknown ids, and ids used twice."""
        guide = self.guide
        self._one_of(source, ("prefecture",), vision.prefecture, [item.code for item in guide.prefectures])
        self._prefecture_named(vision, source)
        known = {one.id: [outcome.id for outcome in one.outcomes] for one in guide.decisions if one.choosable}
        municipalities = [one.code for one in vision.municipalities]
        for index, platform in enumerate(vision.platforms):
            for name, value in platform.choice.outcomes.items():
                place: Path_ = ("platforms", index, "choice", name)
                if name not in known:
                    self._unknown_key(source, place, [*known, "reason"])
                elif value is not None:
                    self._one_of(source, place, value, known[name])
            for row, code in enumerate(platform.used_by):
                if code not in municipalities and not self._is_wrong_in("municipalities"):
                    place = ("platforms", index, "used_by", row)
                    self._at(source, place, "vision_unknown_municipality", value=code)
        procedures = [item.id for item in guide.procedures]
        for index, initiative in enumerate(vision.initiatives):
            self._one_of(source, ("initiatives", index, "procedure"), initiative.procedure, procedures)
        tasks = [item.id for item in guide.roadmap.tasks]
        initiatives = [one.id for one in vision.initiatives]
        for index, initiative in enumerate(vision.initiatives):
            if initiative.task is not None:
                self._one_of(source, ("initiatives", index, "task"), initiative.task, tasks)
            for row, name in enumerate(initiative.after):
                if not self._is_wrong_in("initiatives"):
                    self._one_of(source, ("initiatives", index, "after", row), name, initiatives)
        parties = [item.id for item in guide.parties]
        for index, role in enumerate(vision.roles):
            self._one_of(source, ("roles", index, "party"), role.party, parties)
        purposes = [item.id for item in guide.survey.purposes]
        indicators = [item.id for item in guide.area.indicators]
        for index, purpose in enumerate(vision.purposes):
            for row, measure in enumerate(purpose.measures):
                if measure.indicator is not None:
                    where: Path_ = ("purposes", index, "measures", row, "indicator")
                    self._one_of(source, where, measure.indicator, indicators)
            if purpose.label is None:
                self._one_of(source, ("purposes", index, "id"), purpose.id, purposes)
        for part, key in (("purposes", "id"), ("platforms", "id"), ("initiatives", "id"), ("municipalities", "code")):
            ids: set[str] = set()
            for index, item in enumerate(getattr(vision, part)):
                if self._is_wrong((part, index, key)):
                    continue
                if (item_id := getattr(item, key)) in ids:
                    self._at(source, (part, index, key), "vision_twice", value=item_id)
                ids.add(item_id)

    def _is_wrong_in(self, part: str) -> bool:
        """Return whether an entry of a list cannot be named by others, because it or its id is wrong."""
        return any(path[0] == part and (len(path) < 3 or path[2] in ("id", "code")) for path in self.wrong if path)

    def _prefecture_named(self, vision: Vision, source: Source) -> None:
        """Report a title or a division that names another prefecture than the code says."""
        own = next((one for one in self.guide.prefectures if one.code == vision.prefecture), None)
        for key, words in (("title", vision.title), ("department", vision.department)):
            if own is None or words is None or self._is_wrong(("prefecture",)):
                continue
            for language, text in words.texts.items():
                named = [one for one in self.guide.prefectures if _is_named(one.name[language], text)]
                if named and own not in named:
                    values: dict[str, Any] = {
                        "prefecture": own.name[self.language],
                        "other": named[0].name[self.language],
                    }
                    self._at(source, (key, language), "vision_other_prefecture", code=own.code, **values)

    def _choices(self, platforms: list[LoadedPlatform], source: Source) -> None:
        """Report a choice that the rules exclude and that has no reason."""
        labels = {item.id: {one.id: one.label for one in item.outcomes} for item in self.guide.decisions}
        numbers = {entry: index for index, entry in enumerate(one.entry.id for one in platforms)}
        for one in platforms:
            suggested = self.engine.decide(one.record.answers)
            for name, chosen in one.entry.choice.outcomes.items():
                if not chosen or chosen not in labels.get(name, {}) or one.entry.choice.reason:
                    continue
                if is_excluded(chosen, suggested[name]):
                    possible = [labels[name][other][self.language] for other in suggested[name]["possible"]]
                    values: dict[str, Any] = {
                        "name": text_in(one.name, self.language),
                        "suggested": " / ".join(possible),
                    }
                    place = ("platforms", numbers[one.entry.id], "choice", name)
                    chosen_label = labels[name][chosen][self.language]
                    self._at(source, place, "vision_departs_without_reason", chosen=chosen_label, **values)

    def _costs_agree(self, vision: Vision, source: Source, plan: Plan | None) -> None:
        """Report where cost sharing and the cost plan say two things: the document cannot say both."""
        for question, said, reckoned in contradictions(vision.cost_sharing.model_dump(), plan):
            values: dict[str, Any] = {
                "file": vision.cost_plan or vision.survey,
                "said": said,
                "reckoned": self._shares(reckoned),
            }
            self._at(source, ("cost_sharing", question), f"vision_cost_{question}", **values)

    def _shares(self, reckoned: object) -> str:
        """Return percents, build first, or the id of a rule."""
        if not isinstance(reckoned, list):
            return str(reckoned)
        return self.guide.interface["list_separator"][self.language].join(f"{one:g}" for one in reckoned)

    # ── Texts ───────────────────────────────────────────────────────────────────────────────────────────────

    def _texts(self, vision: Vision | None, source: Source, path: Path) -> None:
        """Report texts that no document can hold, and those that look private and were not confirmed.

        A vision that could not be read says of nothing that it may be public: then nothing is looked for.
        """
        if not isinstance(source.data, dict):
            return
        content = path.read_bytes().decode("utf-8-sig", errors="replace")
        search = PrivateSearch(self.rules.private_patterns, _confirmed(vision, source.data))
        for place, text in strings_of(source.data, ()):
            if unwanted := UNWANTED.search(text.replace("\n", "").replace("\t", "")):
                where = _named(place)
                self._at(source, place, "vision_control_character", where=where, value=f"U+{ord(unwanted[0]):04X}")
            if place[0] not in MAY_BE_PUBLIC:
                self.written.append(WrittenText(text, self._shown(NAME), content, *source.values.get(place, (1, 1))))
        for written in self.written:
            for found in search.find(written):
                message = "private_my_number" if found.pattern.check_digit else "private_found"
                values = {"kind": found.pattern.label[self.language], "what": found.shown}
                self.problems.append(Problem(found.file, found.line, found.column, self._text(message, None, values)))

    def _one_of(self, source: Source, path: Path_, value: str, known: list[str]) -> None:
        if value not in known:
            choices = ", ".join(known) if len(known) < 12 else f"{known[0]} … {known[-1]}"
            near = nearest_word(value, known)
            self._at(source, path, "vision_unknown_value", where=_named(path), value=value, choices=choices, near=near)

    def _shown(self, name: str) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}/{name}"

    def _at(
        self,
        source: Source,
        path: Path_,
        message: str,
        *,
        near: str | None = None,
        at_key: bool = False,
        **values: Any,
    ) -> None:
        """Report something at a place of ``vision.yml`` where nothing else is wrong, or where it was just found."""
        if path in self.wrong or not self._is_wrong(path):
            self.problems.append(source.problem(path, self._text(message, near, values), at_key=at_key))

    def _report(self, file: str, message: str, *, suggested: str | None = None, **values: Any) -> None:
        self.problems.append(Problem(file, 1, 1, self._text(message, suggested, values)))

    def _text(self, message: str, suggested: str | None, values: Mapping[str, Any]) -> str:
        """Return a message in the reader's language, with what may have been meant."""
        text = fill(self.rules.texts[message][self.language], **values)
        if suggested:
            meant = fill(self.guide.interface["problem_nearest"][self.language], nearest=suggested)
            text += LANGUAGES[self.language].before_suggestion + meant
        return text


def _confirmed(vision: Vision | None, data: dict[str, Any]) -> list[str | None]:
    """Return the texts that may be public; of a vision that is not valid, its contact as it is written."""
    confirmed = [text for _, text in strings_of(data.get("confirmed_public"), ())]
    if vision is not None:
        return [*confirmed, vision.contact.telephone, vision.contact.email, vision.contact.page]
    return [*confirmed, *(text for _, text in strings_of(data.get("contact"), ()))]


def _named(path: Path_) -> str:
    """Return the key that a value is at; of an item of a list, the list's."""
    return next((part for part in reversed(path) if isinstance(part, str)), NAME)


def _kind(name: str) -> str:
    """Return how a file's name ends."""
    return name.rpartition(".")[2]


def _is_named(prefecture: str, text: str) -> bool:
    """Return whether a text names a prefecture; in Latin letters as a word of its own."""
    if prefecture.isascii():
        return re.search(rf"\b{re.escape(prefecture)}\b", text) is not None
    return prefecture in text
