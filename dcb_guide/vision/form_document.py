"""The document of a vision that is written in the form: the blocks that ``dcb-guide vision draft`` writes.

It is made from the files that the form would save, read as the check reads them.
"""

from collections.abc import Mapping
from typing import Any

from dcb_guide.core import document
from dcb_guide.core.document import Block
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LANGUAGES, LanguageCode
from dcb_guide.files.data_file import parse_data
from dcb_guide.files.problem import Say
from dcb_guide.prefecture.cost_plan import Plan, read_plan
from dcb_guide.prefecture.read_survey import SurveyReader
from dcb_guide.prefecture.survey import Survey
from dcb_guide.records.read_files import ReadRecord, RecordFiles
from dcb_guide.vision.choices import Choices
from dcb_guide.vision.given import Given, GivenPlatform, chapter_file, name_of
from dcb_guide.vision.own_markdown import counted
from dcb_guide.vision.plain_guide import PlainWriting, completed, tables
from dcb_guide.vision.prose_blocks import prose_blocks
from dcb_guide.vision.start import VISION
from dcb_guide.vision.usual_writing import in_form
from dcb_guide.vision.vision_json import published_of

PICTURES = "images/"
#: A survey holds its cost plan under this key.
COST = "cost"


class FormDocument:
    """Drafts the document of a vision's files; ``form`` is that of :class:`VisionForm`."""

    def __init__(self, form: Mapping[str, Any], engine: Engine, language: LanguageCode, say: Say) -> None:
        self.plain: Mapping[str, Any] = form["vision"]
        self.engine = engine
        self.language = language
        self.say = say
        self.reader = SurveyReader(engine, form, form["municipalities"], language)
        self._choices: Choices | None = None

    def blocks(self, files: Mapping[str, bytes]) -> list[Block]:
        """Return the document's blocks; the prefecture's own prose (``free``) has its blocks in ``parts``."""
        if self._choices is None:
            self._choices = Choices(tables(self.plain))
        given = self.given(files)
        vision = published_of(given, self.plain, self._choices, self.engine)
        found = document.blocks(vision, self.engine.texts, self.language, given.chapters, count_own=counted)
        for block in found:
            if block["kind"] == "free":
                block["parts"] = prose_blocks(block)
        return found

    def given(self, files: Mapping[str, bytes]) -> Given:
        """Return what is given of a vision by its files, which are valid."""
        written = parse_data(files[VISION], VISION, self.say).data
        vision = completed(in_form(written, PlainWriting(self.plain)), self.plain["schema"])
        chapters: dict[str, dict[LanguageCode, str]] = {}
        for chapter in self.engine.texts["document"]["chapters"]:
            for code in LANGUAGES:
                if content := files.get(chapter_file(chapter, code)):
                    chapters.setdefault(chapter, {})[code] = content.decode("utf-8-sig", errors="replace")
        survey = self.survey(vision["survey"], files)
        plan = self.cost_plan(vision["cost_plan"], files)
        if plan is None and survey is not None and survey.cost is not None:
            plan = read_plan(survey.cost)[0]
        pictures = sorted(name for name in files if name.startswith(PICTURES))
        platforms = [self._platform(entry, files) for entry in vision["platforms"]]
        return Given(vision, platforms, chapters, pictures, survey, plan)

    def _platform(self, entry: Mapping[str, Any], files: Mapping[str, bytes]) -> GivenPlatform:
        file = f"platforms/{entry['id']}.yml"
        record = ReadRecord()
        if content := files.get(file):
            reader = RecordFiles(self.engine, self.language)
            record = next(iter(reader.read_yaml(content.decode("utf-8-sig", errors="replace"), file)), record)
        name = name_of(entry["name"], record.name, entry["id"])
        return GivenPlatform(entry, name, record.answers, record.public_notes, is_waiting=not content)

    def survey(self, name: str | None, files: Mapping[str, bytes]) -> Survey | None:
        """Return the survey beside a vision; None where there is none that can be read."""
        if not name or name not in files:
            return None
        reading = self.reader.read([(name, files[name])])
        return None if reading.problems else reading.survey

    def cost_plan(self, name: str | None, files: Mapping[str, bytes]) -> Plan | None:
        """Return the cost plan beside a vision; None where there is none that can be read."""
        if not name or name not in files:
            return None
        data = parse_data(files[name], name, self.say).data
        return read_plan(data[COST] if isinstance(data, dict) and COST in data else data)[0]
