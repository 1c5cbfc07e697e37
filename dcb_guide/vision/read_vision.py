"""Read ``guide_data/vision/``, which may come from anybody: nothing in it is run, and nothing outside it is read.

Every error names file, line and column, in the reader's language; whatever is valid is read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydantic

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode
from dcb_guide.core.nearest import nearest_word
from dcb_guide.core.values import STEERING, fill
from dcb_guide.files.decode import decode, position
from dcb_guide.files.limits import DEFAULT
from dcb_guide.files.pictures import READERS as PICTURES
from dcb_guide.files.pictures import is_too_large, picture_size
from dcb_guide.files.problem import Path_, Problem
from dcb_guide.files.yaml_positions import Source, read
from dcb_guide.guide.content import Guide
from dcb_guide.guide.pydantic_places import keys_of, place_of
from dcb_guide.records.read_files import ReadRecord, RecordFiles
from dcb_guide.vision.own_markdown import parsed
from dcb_guide.vision.vision_types import SCHEMA_VERSION, Platform, Purpose, Vision, chapter_file

NAME = "vision.yml"
#: Most bytes of a text file and of a picture, and most files: more is a mistake or an attack.
MAX_TEXT_BYTES = 1_000_000
MAX_LOGO_BYTES = 300_000
MAX_FILES = 600
#: Most bytes of a chapter, some 70,000 Japanese characters: every page and document made of it holds it all.
MAX_CHAPTER_BYTES = 200_000
#: Most parts of a chapter's Markdown, as its parser counts them; a cell of a table has three.
MAX_CHAPTER_PARTS = 20_000


@dataclass
class LoadedPlatform:
    """A platform with its record, as read."""

    entry: Platform
    record: ReadRecord

    @property
    def name(self) -> Any:
        """The platform's name, plain or by language; its id where the record names none."""
        return self.record.name or self.entry.id


@dataclass
class LoadedVision:
    """A vision and everything beside it, valid."""

    vision: Vision
    platforms: list[LoadedPlatform]
    #: Chapter → language → Markdown.
    chapters: dict[str, dict[LanguageCode, str]]
    logo: Path | None
    folder: Path


def is_there(folder: Path) -> bool:
    """Return whether a vision exists: the folder holds more than its README."""
    return folder.is_dir() and any(path.name not in ("README.md", ".gitkeep") for path in folder.iterdir())


def purpose_label(guide: Guide, purpose: Purpose) -> dict[LanguageCode, str]:
    """Return the label of a purpose, by language: its own, else that of §2.4."""
    if purpose.label:
        return purpose.label.texts
    return next(one.label.texts for one in guide.survey.purposes if one.id == purpose.id)


def load_vision(
    folder: Path, guide: Guide, engine: Engine, language: LanguageCode = FIRST
) -> tuple[LoadedVision | None, list[Problem]]:
    """Return the vision in a folder, if it can be published, and everything wrong with it."""
    return _Reader(folder, guide, engine, language).read()


class _Reader:
    def __init__(self, folder: Path, guide: Guide, engine: Engine, language: LanguageCode) -> None:
        self.folder = folder
        self.guide = guide
        self.engine = engine
        self.language = language
        self.problems: list[Problem] = []

    def read(self) -> tuple[LoadedVision | None, list[Problem]]:
        files = self._files()
        if (path := files.pop(NAME, None)) is None:
            self._report(self._shown(NAME), "vision_missing", value=NAME)
            return None, self.problems
        source = read(path, self._shown(NAME), self.say)
        self.problems += source.problems
        vision = self._validated(source)
        records = self._records(files)
        chapters = self._chapters(files)
        platforms = self._platforms(vision, source, records) if vision else []
        logo = self._logo(vision, source, files) if vision else None
        if vision:
            self._references(vision, source)
        # Which picture and which records are named is known only where the vision could be read.
        unexpected = [*files, *records] if vision else [name for name in files if _kind(name) not in PICTURES]
        for name in unexpected:
            near = nearest_word(
                name, [NAME, *(chapter_file(chapter, FIRST) for chapter in self.guide.document.chapters)]
            )
            self._report(self._shown(name), "vision_unexpected_file", value=name, near=near)
        if self.problems or vision is None:
            return None, sorted(self.problems)
        return LoadedVision(vision, platforms, chapters, logo, self.folder), []

    def _files(self) -> dict[str, Path]:
        """Return the folder's files by name; links, huge files and too many of them are refused."""
        found: dict[str, Path] = {}
        root = self.folder.resolve()
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_symlink() or not path.resolve().is_relative_to(root):
                self._report(self._shown(name), "vision_link", value=name)
            elif path.is_file() and path.name not in ("README.md", ".gitkeep"):
                limit = _limit(name)
                if path.stat().st_size > limit:
                    self._report(self._shown(name), "vision_too_large", value=f"{limit // 1000} kB")
                else:
                    found[name] = path
            if len(found) > MAX_FILES:
                self._report(self._shown(name), "vision_too_many", value=MAX_FILES)
                break
        return found

    def _validated(self, source: Source) -> Vision | None:
        data = source.data
        if data is None and source.problems:
            return None
        for path, text in _texts_in(data):
            if unwanted := set(STEERING.findall(text)) - {"\n", "\t"}:
                value = f"U+{ord(min(unwanted)):04X}"
                self.problems.append(source.problem(path, self.say("file_control_character", {"value": value})))
        version = data.get("schema_version") if isinstance(data, dict) else None
        if type(version) is int and version != SCHEMA_VERSION:
            self._at(source, ("schema_version",), "vision_version", value=version, choices=str(SCHEMA_VERSION))
            return None
        try:
            return Vision.model_validate(data)
        except pydantic.ValidationError as error:
            for detail in error.errors(include_url=False):
                self._invalid(source, detail)
        return None

    def _invalid(self, source: Source, detail: Any) -> None:
        """Report one thing that pydantic found, in the reader's language."""
        path = place_of(detail["loc"], source.data)
        value, kind = detail["input"], detail["type"]
        name = str(detail["loc"][-1]) if detail["loc"] else NAME
        if kind == "missing":
            self._at(source, path, "vision_key_missing", value=name)
        elif kind == "extra_forbidden":
            self._at(
                source, path, "vision_unknown_key", value=name, near=nearest_word(name, keys_of(Vision)), at_key=True
            )
        elif kind == "literal_error":
            choices = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            near = nearest_word(str(value), choices.split(", "))
            self._at(source, path, "vision_unknown_value", where=name, value=value, choices=choices, near=near)
        elif kind == "value_error":
            self._at(source, path, "vision_value", where=name, value=str(detail["ctx"]["error"]))
        else:
            what = "vision_too_long" if kind in ("string_too_long", "too_long") else "vision_form"
            self._at(source, path, what, where=name, value=str(value)[:80])

    def _records(self, files: dict[str, Path]) -> dict[str, ReadRecord | None]:
        """Return the platforms' records by file; None for one with errors, which are reported."""
        found: dict[str, ReadRecord | None] = {}
        reader = RecordFiles(self.engine, self.language)
        for name in [one for one in files if one.startswith("platforms/") and one.endswith(".yml")]:
            text = self._decoded(files.pop(name), name)
            if text is None:
                found[name] = None
                continue
            records = list(reader.read_yaml(text, self._shown(name)))
            problems = [problem for record in records for problem in record.problems]
            self.problems += problems
            if len(records) != 1:
                self._report(self._shown(name), "vision_one_record", value=len(records))
            found[name] = records[0] if len(records) == 1 and not problems else None
        return found

    def _platforms(self, vision: Vision, source: Source, records: dict[str, ReadRecord | None]) -> list[LoadedPlatform]:
        """Return the platforms with their records; each entry has a file."""
        found: list[LoadedPlatform] = []
        for index, entry in enumerate(vision.platforms):
            name = f"platforms/{entry.id}.yml"
            if name not in records:
                self._at(
                    source, ("platforms", index, "id"), "vision_no_record", value=name, near=nearest_word(name, records)
                )
            elif (record := records.pop(name)) is not None:
                found.append(LoadedPlatform(entry, record))
        return found

    def _chapters(self, files: dict[str, Path]) -> dict[str, dict[LanguageCode, str]]:
        found: dict[str, dict[LanguageCode, str]] = {}
        for chapter in self.guide.document.chapters:
            for language in LANGUAGES:
                name = chapter_file(chapter, language)
                if name in files and (text := self._decoded(files.pop(name), name)) is not None:
                    if len(parsed(text)) > MAX_CHAPTER_PARTS:
                        self._report(self._shown(name), "vision_too_many_parts", value=MAX_CHAPTER_PARTS)
                    found.setdefault(chapter, {})[language] = text
        return found

    def _decoded(self, path: Path, name: str) -> str | None:
        """Return a file's text; none where it is not UTF-8 or holds control characters, which is a problem."""
        decoded = decode(path.read_bytes(), self._shown(name), self.say, DEFAULT)
        self.problems += decoded.problems
        if decoded.notices:  # read all the same where records are; what is published is UTF-8
            self.problems.append(Problem(self._shown(name), 1, 1, self.say("file_encoding", {})))
        # In what is published, marks that turn the direction of text would show something else than is written.
        if decoded.text and (steering := STEERING.search(decoded.text.translate(dict.fromkeys(map(ord, "\n\r\t"))))):
            line, column = position(decoded.text, decoded.text.index(steering[0]))
            message = self.say("file_control_character", {"value": f"U+{ord(steering[0]):04X}"})
            self.problems.append(Problem(self._shown(name), line, column, message))
        return decoded.text

    def say(self, message: str, values: Mapping[str, Any]) -> str:
        """Return the text of a problem of reading."""
        return fill(self.guide.interface[f"problem_{message}"][self.language], **values)

    def _logo(self, vision: Vision, source: Source, files: dict[str, Path]) -> Path | None:
        if vision.logo is None:
            return None
        path = files.pop(vision.logo, None)
        if path is None:
            self._at(source, ("logo",), "vision_no_file", value=vision.logo)
        elif (size := picture_size(path.read_bytes(), _kind(path.name))) is None:
            self._at(source, ("logo",), "vision_no_picture", value=vision.logo)
        elif is_too_large(size):
            self._at(source, ("logo",), "vision_picture_too_large", value=f"{size[0]} × {size[1]}")
        return path

    def _references(self, vision: Vision, source: Source) -> None:
        """Report unknown ids, and ids used twice."""
        guide = self.guide
        self._one_of(source, ("prefecture",), vision.prefecture, [item.code for item in guide.prefectures])
        known = {one.id: [outcome.id for outcome in one.outcomes] for one in guide.decisions if one.choosable}
        for index, platform in enumerate(vision.platforms):
            for name, value in platform.choice.outcomes.items():
                place: Path_ = ("platforms", index, "choice", name)
                if name not in known:
                    near = nearest_word(name, (*known, "reason"))
                    self._at(source, place, "vision_unknown_key", value=name, near=near, at_key=True)
                elif value is not None:
                    self._one_of(source, place, value, known[name])
        procedures = [item.id for item in guide.procedures]
        for index, initiative in enumerate(vision.initiatives):
            self._one_of(source, ("initiatives", index, "procedure"), initiative.procedure, procedures)
        purposes = [item.id for item in guide.survey.purposes]
        indicators = [item.id for item in guide.area.indicators]
        for index, purpose in enumerate(vision.purposes):
            for row, measure in enumerate(purpose.measures):
                if measure.indicator is not None:
                    where: Path_ = ("purposes", index, "measures", row, "indicator")
                    self._one_of(source, where, measure.indicator, indicators)
            if purpose.label is None:
                self._one_of(source, ("purposes", index, "id"), purpose.id, purposes)
        for part in ("purposes", "platforms", "initiatives"):
            ids: set[str] = set()
            for index, item in enumerate(getattr(vision, part)):
                if item.id in ids:
                    self._at(source, (part, index, "id"), "vision_twice", value=item.id)
                ids.add(item.id)

    def _one_of(self, source: Source, path: Path_, value: str, known: list[str]) -> None:
        if value not in known:
            shown = ", ".join(known) if len(known) < 12 else f"{known[0]} … {known[-1]}"
            near = nearest_word(value, known)
            self._at(source, path, "vision_unknown_value", where=str(path[-1]), value=value, choices=shown, near=near)

    def _shown(self, name: str) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}/{name}"

    def _at(
        self, source: Source, path: Path_, message: str, *, near: str | None = None, at_key: bool = False, **values: Any
    ) -> None:
        self.problems.append(source.problem(path, self._text(message, near, values), at_key=at_key))

    def _report(self, file: str, message: str, *, near: str | None = None, **values: Any) -> None:
        self.problems.append(Problem(file, 1, 1, self._text(message, near, values)))

    def _text(self, message: str, near: str | None, values: dict[str, Any]) -> str:
        text = fill(self.guide.draft[message][self.language], **values)
        if near:
            suggestion = fill(self.guide.interface["problem_nearest"][self.language], nearest=near)
            text += LANGUAGES[self.language].before_suggestion + suggestion
        return text


def _kind(name: str) -> str:
    """Return how a file's name ends."""
    return name.rpartition(".")[2]


def _limit(name: str) -> int:
    """Return how many bytes a file of the folder may have."""
    if _kind(name) in PICTURES:
        return MAX_LOGO_BYTES
    return MAX_CHAPTER_BYTES if name.startswith("chapters/") else MAX_TEXT_BYTES


def _texts_in(data: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Yield the texts in data, with the place of each."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts_in(value, (*path, key))
