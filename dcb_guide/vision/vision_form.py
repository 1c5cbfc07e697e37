"""What the page on which a vision is written calls in the browser: a vision's files in, and out again.

They are written by the code of ``dcb-guide vision init`` (:mod:`dcb_guide.vision.start`). The page holds the data of
``vision.yml``; the other files of an opened vision are kept here and written back as they were.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LanguageCode, text_in
from dcb_guide.core.record_address import record_of
from dcb_guide.core.values import fill
from dcb_guide.files.decode import decode
from dcb_guide.files.limits import DEFAULT
from dcb_guide.files.write_tables import ZIP_DATE
from dcb_guide.files.written_dates import written_date
from dcb_guide.files.yaml_positions import parse
from dcb_guide.prefecture.survey import short_code
from dcb_guide.records.read_files import RecordFiles
from dcb_guide.vision import MAX_LOGO_BYTES, PICTURES
from dcb_guide.vision.form_document import FormDocument
from dcb_guide.vision.private import MAY_BE_PUBLIC, PrivateSearch, WrittenText, strings_of
from dcb_guide.vision.published_parts import published_survey
from dcb_guide.vision.start import VISION, FirstPlatform, free_id, vision_files

RECORD = re.compile(r"platforms/([a-z][a-z0-9_]*)\.yml")
#: Most files of a zip, and most bytes of all of them.
MAX_FILES = 600
MAX_BYTES = 40_000_000
#: Keys of ``vision.yml`` that are written anew for this guide.
OF_THE_FORM = ("schema_version", "model")
#: Keys of a platform's entry that the start writes itself.
OF_THE_ENTRY = ("id", "name", "field", "owner")


class UnreadableError(Exception):
    """A file that is no vision and no record; the text says why."""


class VisionForm:
    """A page's work with one vision, in one language.

    ``form`` is the survey's form, by which prefectures are known, with ``municipalities`` (code → name) and the guide
    as plain data under ``vision`` (:func:`~dcb_guide.vision.plain_guide.plain_guide`). In what the page gets and gives,
    municipalities are texts: names, where the guide or the vision knows them, else codes.
    """

    def __init__(self, form: Mapping[str, Any], engine: Engine, language: LanguageCode) -> None:
        self.form = form
        self.engine = engine
        self.language = language
        self.files: dict[str, bytes] = {}
        self.records: dict[str, FirstPlatform] = {}
        #: The municipalities of the opened vision as it has them, by code.
        self.municipalities: dict[str, dict[str, Any]] = {}

    def open(self, files: Iterable[tuple[str, bytes]]) -> str:
        """Read files (name, bytes) and return JSON.

        A zip of a vision or its ``vision.yml`` gives ``vision``, the data of that file; a record (YAML or JSON) gives
        one of ``platforms``, an entry for the vision. ``problems`` are texts.
        """
        found: dict[str, Any] = {"vision": None, "platforms": [], "problems": []}
        for name, content in files:
            try:
                self._open(name, bytes(content), found)
            except UnreadableError as error:
                found["problems"].append(str(error))
        return json.dumps(found, ensure_ascii=False, default=str)

    def _open(self, name: str, content: bytes, found: dict[str, Any]) -> None:
        if content[:2] == b"PK":
            inside = _unzipped(content)
            if inside is None:
                raise UnreadableError(self._text("zip_unreadable", name))
            if VISION not in inside:
                raise UnreadableError(self._text("file_kind", name, value=VISION))
            self.files = inside
            self._read_vision(name, inside.pop(VISION), found)
            return
        data = self._data(name, content)
        if isinstance(data, dict) and "department" in data:
            self.files = {}
            self._read_vision(name, content, found)
            return
        reader = RecordFiles(self.engine, self.language)
        for record in reader.read_yaml(content.decode("utf-8-sig", errors="replace"), name):
            found["problems"] += [str(one) for one in record.problems]
            if not record.problems:
                stem = name.rpartition("/")[2].partition(".")[0]
                self._add(FirstPlatform(stem, record.name, record.answers, record.notes, record.public_notes), found)

    def add_kept(self, platforms: str) -> str:
        """Take platforms that the tool keeps in the browser (JSON: name, address, notes, public_notes each).

        Returns JSON as :meth:`open` does.
        """
        found: dict[str, Any] = {"vision": None, "platforms": [], "problems": []}
        for one in json.loads(platforms):
            answers, _ = self.engine.read(record_of(one["address"], self.engine))
            notes, public_notes = _texts(one.get("notes")), _texts(one.get("public_notes"))
            self._add(FirstPlatform("platform_1", one["name"], answers, notes, public_notes), found)
        return json.dumps(found, ensure_ascii=False)

    def _add(self, platform: FirstPlatform, found: dict[str, Any]) -> None:
        identity = free_id(platform.suggested, self.records)
        self.records[identity] = platform
        found["platforms"].append({"id": identity, "name": platform.name or ""})

    def _read_vision(self, name: str, content: bytes, found: dict[str, Any]) -> None:
        data = self._data(name, content)
        if not isinstance(data, dict):
            raise UnreadableError(self._text("not_a_mapping", name, value=VISION))
        self.records = {}
        reader = RecordFiles(self.engine, self.language)
        for file in [one for one in self.files if (RECORD.fullmatch(one))]:
            for record in reader.read_yaml(self.files[file].decode("utf-8-sig", errors="replace"), file):
                found["problems"] += [str(one) for one in record.problems]
                self.records[RECORD.sub(r"\1", file)] = FirstPlatform(
                    name=record.name, answers=record.answers, public_notes=record.public_notes
                )
        listed = data.get("platforms")
        for entry in listed if isinstance(listed, list) else []:
            known = self.records.get(entry.get("id", "")) if isinstance(entry, dict) else None
            if known is not None and not entry.get("name"):
                entry["name"] = known.name or ""
        found["vision"] = self._with_names(data)

    # ── Municipalities ──────────────────────────────────────────────────────────────────────────────────────

    def _with_names(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return an opened vision with the names of municipalities in place of their codes and entries."""
        listed = data.get("municipalities")
        entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        self.municipalities = {self._code(one.get("code")): one for one in entries}
        names = self._names()
        if entries:
            data = {**data, "municipalities": [names.get(code, code) for code in self.municipalities]}
        for entry in data.get("platforms") or []:
            if isinstance(entry, dict) and isinstance(used := entry.get("used_by"), list):
                entry["used_by"] = [names.get(self._code(one), str(one)) for one in used]
        return data

    def _names(self) -> dict[str, str]:
        """Return the names of municipalities by code: the vision's own before the guide's."""
        own = {code: text_in(one["name"], FIRST) for code, one in self.municipalities.items() if one.get("name")}
        return {**self.form["municipalities"], **own}

    @staticmethod
    def _code(written: Any) -> str:
        """Return the five digits of a code; a number has lost the zero that Hokkaido's begin with."""
        text = f"{written:05}" if isinstance(written, int) else str(written)
        return short_code(text) or text

    def _codes(self, prefecture: str) -> dict[str, str]:
        """Return the codes of the municipalities of a prefecture by name."""
        return {name: code for code, name in self._names().items() if code.startswith(prefecture)}

    def municipalities_of(self, prefecture: str) -> str:
        """Return as JSON the names of all municipalities of a prefecture, in the order of their codes."""
        codes = {code: name for code, name in self.form["municipalities"].items() if code.startswith(prefecture)}
        return json.dumps([codes[code] for code in sorted(codes)], ensure_ascii=False)

    def unknown_municipalities(self, fields: str) -> str:
        """Return as JSON what is written for municipalities and is neither a name in the prefecture nor a code."""
        data = json.loads(fields)
        codes = self._codes(data.get("prefecture", ""))
        written = [
            *data.get("municipalities", []),
            *(name for one in _entries(data) for name in one.get("used_by", [])),
        ]
        all_of_them = self.form["words"]["all"]
        unknown = [one for one in written if one not in codes and one not in all_of_them and not short_code(one)]
        return json.dumps(list(dict.fromkeys(unknown)), ensure_ascii=False)

    def _with_codes(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what the fields hold with the entries and codes of municipalities in place of their names."""
        codes = self._codes(data.get("prefecture", ""))
        names = self._names()

        def coded(written: list[str], everybody: Iterable[str]) -> list[str]:
            found: dict[str, None] = {}
            for one in written:
                found |= dict.fromkeys(everybody if one in self.form["words"]["all"] else [codes.get(one, one)])
            return [self._code(one) for one in found]

        listed = coded(data.pop("municipalities", []), codes.values())
        if listed:
            data["municipalities"] = [
                self.municipalities.get(code, {"code": code, "name": names.get(code, code)}) for code in listed
            ]
        for entry in _entries(data):
            if used := entry.pop("used_by", []):
                entry["used_by"] = coded(used, listed or codes.values())
        return data

    # ── Months ──────────────────────────────────────────────────────────────────────────────────────────────

    def month(self, text: str) -> str:
        """Return as ``YYYY-MM`` a month written in any usual way, such as ``令和9年4月``; blank where it is none."""
        found = written_date(text, self.form["eras"])
        return f"{found.year}-{found.month:02}" if found else ""

    # ── Logo ────────────────────────────────────────────────────────────────────────────────────────────────

    def logo(self, name: str, content: bytes) -> str:
        """Take a picture as the logo and return the name it has in the vision; blank where it is none or too large."""
        kind = name.rpartition(".")[2].lower()
        data = bytes(content)
        if kind not in PICTURES or len(data) > MAX_LOGO_BYTES:
            return ""
        self.files = {name: content for name, content in self.files.items() if not _is_picture(name)}
        self.files[f"logo.{kind}"] = data
        return f"logo.{kind}"

    # ── What the check would refuse ─────────────────────────────────────────────────────────────────────────

    def mistakes(self, fields: str) -> str:
        """Return as JSON what fields say together that no vision can: its ``place`` in ``vision.yml`` and its ``kind``.

        A ``purpose`` of its own without a heading, a ``measure`` of nothing, an ``end`` before its start, a ``period``
        of which one month is missing.
        """
        return json.dumps([{"place": place, "kind": kind} for place, kind in self._mistakes(json.loads(fields))])

    def _mistakes(self, data: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        period = data.get("frame", {}).get("period", {})
        for name in ("start", "end"):
            if period and not period.get(name):
                yield ("frame", "period", name), "period"
        for number, purpose in enumerate(data.get("purposes", [])):
            if purpose.get("id") not in self.form["vision"]["purposes"] and not purpose.get("label"):
                yield ("purposes", number, "label"), "purpose"
            for row, measure in enumerate(purpose.get("measures", [])):
                if not measure.get("indicator") and not measure.get("text"):
                    yield ("purposes", number, "measures", row, "text"), "measure"
        for number, one in enumerate(data.get("initiatives", [])):
            if one.get("start") and one.get("end") and one["end"] < one["start"]:
                yield ("initiatives", number, "end"), "end"

    # ── Private texts ───────────────────────────────────────────────────────────────────────────────────────

    def private(self, fields: str) -> str:
        """Return as JSON what looks private in what would be published, as ``dcb-guide vision check`` finds it.

        Each has its ``place`` in ``vision.yml`` (a list of keys and numbers; empty for another file), the ``file``,
        what ``kind`` of text it looks like, and the ``text``.
        """
        data = json.loads(fields)
        confirmed = [text for key in MAY_BE_PUBLIC for _, text in strings_of(data.get(key), ())]
        search = PrivateSearch(self.form["private"], confirmed)
        found = []
        for place, file, text in self._published(data):
            for one in search.find(WrittenText(text, file, "")):
                kind = one.pattern.label[self.language]
                found.append({"place": place, "file": one.file, "kind": kind, "text": one.shown})
        return json.dumps(found, ensure_ascii=False)

    def _published(self, data: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """Yield what would be published: the place in ``vision.yml``, the file, the text."""
        for place, text in strings_of(data):
            if place[0] not in MAY_BE_PUBLIC:
                yield place, VISION, text
        for entry in _entries(data):
            identity = entry.get("id", "")
            known = self.records.get(identity, FirstPlatform())
            for _, text in strings_of(known.public_notes):
                yield (), f"platforms/{identity}.yml", text
        for name, content in self.files.items():
            if name.endswith(".md"):
                yield (), name, content.decode("utf-8-sig", errors="replace")
        if survey := data.get("survey"):
            for _, text in strings_of(published_survey(self.drafting.survey(survey, self.files))):
                yield (), survey, text
        if beside := data.get("cost_plan"):
            plan = self.drafting.cost_plan(beside, self.files)
            for participant in plan.participants if plan else ():
                for _, text in strings_of(participant.name):
                    yield (), beside, text

    def _data(self, name: str, content: bytes) -> Any:
        decoded = decode(content, name, self._say, DEFAULT)
        if decoded.text is None:
            raise UnreadableError("\n".join(map(str, decoded.problems)))
        source = parse(decoded.text, name, say=self._say)
        if source.problems:
            raise UnreadableError("\n".join(map(str, source.problems)))
        return source.data

    def _say(self, message: str, values: Mapping[str, Any]) -> str:
        return fill(self.engine.texts["interface"][f"problem_{message}"][self.language], **values)

    def _text(self, message: str, name: str, **values: Any) -> str:
        return f"{name}: {self._say(message, values)}"

    # ── The document ────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def drafting(self) -> FormDocument:
        """What drafts the document."""
        return FormDocument(self.form, self.engine, self.language, self._say)

    def document(self, fields: str) -> str:
        """Return as JSON the ``blocks`` of the document, and the ``pictures`` it shows, the logo first."""
        files = self._written(fields)
        blocks = self.drafting.blocks(files)
        shown = [part["place"] for one in blocks for part in one.get("parts", ()) if part["kind"] == "picture"]
        logo = [name for name in files if _is_picture(name)]
        pictures = [*logo, *(name for name in dict.fromkeys(shown) if name in files)]
        return json.dumps({"blocks": blocks, "logo": logo[:1], "pictures": pictures}, ensure_ascii=False)

    def picture(self, name: str) -> bytes:
        """Return the bytes of a picture of the vision."""
        return self.files[name]

    # ── Out ─────────────────────────────────────────────────────────────────────────────────────────────────

    def without_reason(self, fields: str) -> str:
        """Return as JSON the names of platforms whose choice the rules exclude and that give no reason for it."""
        found = []
        for entry in json.loads(fields).get("platforms", []):
            record = self.records.get(entry.get("id", ""), FirstPlatform())
            choice = entry.get("choice", {})
            decided = self.engine.decide(record.answers)
            for name, chosen in choice.items():
                outcome = decided.get(name)
                allowed = (*outcome["possible"], outcome.get("alternative")) if outcome else (chosen,)
                if chosen not in allowed and not choice.get("reason"):
                    found.append(text_in(entry.get("name") or entry.get("id", ""), self.language))
                    break
        return json.dumps(found, ensure_ascii=False)

    def text(self, fields: str) -> str:
        """Return the ``vision.yml`` of what the fields hold (JSON: the data of that file)."""
        return self._written(fields)[VISION].decode()

    def zip(self, fields: str) -> bytes:
        """Return all files of the vision as a zip, in the folder ``vision/``."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in sorted(self._written(fields).items()):
                entry = zipfile.ZipInfo(f"vision/{name}", ZIP_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
        return packed.getvalue()

    def _written(self, fields: str) -> dict[str, bytes]:
        data = {key: value for key, value in json.loads(fields).items() if key not in OF_THE_FORM}
        data = self._with_codes(data)
        platforms: dict[str, FirstPlatform] = {}
        for entry in data.pop("platforms", []):
            known = self.records.get(entry.get("id", ""), FirstPlatform())
            identity = free_id(entry.get("id") or "platform_1", platforms)
            name = entry.get("name") or known.name
            further = {key: value for key, value in entry.items() if key not in OF_THE_ENTRY}
            if f"platforms/{identity}.yml" in self.files and name != known.name:
                further = {"name": name, **further}
            platforms[identity] = FirstPlatform(
                identity, name, known.answers, known.notes, known.public_notes,
                entry.get("field") or "", entry.get("owner") or "", further,
            )  # fmt: skip
        code = data.pop("prefecture")
        found = vision_files(self.form, self.engine, code, [*platforms.values()], own=data)
        kept = {
            name: content
            for name, content in self.files.items()
            if self._is_kept(name, platforms) and (not _is_picture(name) or name == data.get("logo"))
        }
        return {**{name: text.encode() for name, text in found.items()}, **kept}

    def _is_kept(self, name: str, platforms: Mapping[str, FirstPlatform]) -> bool:
        """Return whether a file of the opened vision is still part of it: not the record of a platform taken out."""
        record = RECORD.fullmatch(name)
        return record is None or record[1] in platforms


def _entries(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the entries of the platforms of a vision."""
    return [one for one in data.get("platforms") or [] if isinstance(one, dict)]


def _is_picture(name: str) -> bool:
    """Return whether a file is a picture beside ``vision.yml``, which is the logo."""
    return "/" not in name and name.rpartition(".")[2].lower() in PICTURES


def begin(session: Any) -> VisionForm:
    """Return the work with a vision beside that of a page's session (:class:`PrefectureSession`)."""
    return VisionForm(session.form, session.engine, session.language)


def _texts(notes: Any) -> dict[str, str]:
    """Return notes by question; whatever else was kept is dropped."""
    return {key: text for key, text in notes.items() if isinstance(text, str)} if isinstance(notes, dict) else {}


def _unzipped(content: bytes) -> dict[str, bytes] | None:
    """Return the files of a vision's zip by their names in the vision's folder; None where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) > MAX_FILES or sum(one.file_size for one in entries) > MAX_BYTES:
                return None
            tops = [one.filename for one in entries if one.filename.rpartition("/")[2] == VISION]
            top = min(tops, key=len, default=VISION).removesuffix(VISION)
            names = {one: one.filename.removeprefix(top) for one in entries if one.filename.startswith(top)}
            return {
                name: archive.read(one) for one, name in names.items() if ".." not in name and not name.startswith("/")
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
        # RuntimeError: encrypted, or packed in a way that zipfile does not know.
        return None
