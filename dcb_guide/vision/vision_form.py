"""What the page on which a vision is written calls in the browser: a vision's files in, and out again.

They are written by the code of ``dcb-guide vision init`` (:mod:`dcb_guide.vision.start`). The page holds the data of
``vision.yml``; the other files of an opened vision are kept here and written back as they were.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LanguageCode, text_in
from dcb_guide.core.record_address import record_of
from dcb_guide.core.values import fill
from dcb_guide.files.decode import decode
from dcb_guide.files.limits import DEFAULT
from dcb_guide.files.write_tables import ZIP_DATE
from dcb_guide.files.yaml_positions import parse
from dcb_guide.records.read_files import RecordFiles
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
    """A page's work with one vision, in one language; ``form`` is the survey's form, by which prefectures are known."""

    def __init__(self, form: Mapping[str, Any], engine: Engine, language: LanguageCode) -> None:
        self.form = form
        self.engine = engine
        self.language = language
        self.files: dict[str, bytes] = {}
        self.records: dict[str, FirstPlatform] = {}

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
                self.records[RECORD.sub(r"\1", file)] = FirstPlatform(name=record.name, answers=record.answers)
        listed = data.get("platforms")
        for entry in listed if isinstance(listed, list) else []:
            known = self.records.get(entry.get("id", "")) if isinstance(entry, dict) else None
            if known is not None and not entry.get("name"):
                entry["name"] = known.name or ""
        found["vision"] = data

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
        kept = {name: content for name, content in self.files.items() if self._is_kept(name, platforms)}
        return {**{name: text.encode() for name, text in found.items()}, **kept}

    def _is_kept(self, name: str, platforms: Mapping[str, FirstPlatform]) -> bool:
        """Return whether a file of the opened vision is still part of it: not the record of a platform taken out."""
        record = RECORD.fullmatch(name)
        return record is None or record[1] in platforms


def begin(session: Any) -> VisionForm:
    """Return the work with a vision beside that of a page's session (:class:`PrefectureSession`)."""
    return VisionForm(session.form, session.engine, session.language)


def _texts(notes: Any) -> dict[str, str]:
    """Return notes by question; whatever else was kept is dropped."""
    return {key: text for key, text in notes.items() if isinstance(text, str)} if isinstance(notes, dict) else {}


def _unzipped(content: bytes) -> dict[str, bytes]:
    """Return the files of a vision's zip by their names in the vision's folder; raises :class:`UnreadableError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) > MAX_FILES or sum(one.file_size for one in entries) > MAX_BYTES:
                raise UnreadableError(f"zip > {MAX_FILES}, {MAX_BYTES // 1_000_000} MB")
            tops = [one.filename for one in entries if one.filename.rpartition("/")[2] == VISION]
            top = min(tops, key=len, default=VISION).removesuffix(VISION)
            names = {one: one.filename.removeprefix(top) for one in entries if one.filename.startswith(top)}
            return {
                name: archive.read(one) for one, name in names.items() if ".." not in name and not name.startswith("/")
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        # RuntimeError: encrypted, or packed in a way that zipfile does not know.
        raise UnreadableError("zip") from error
