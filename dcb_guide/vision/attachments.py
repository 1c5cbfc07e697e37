"""What lies beside a vision and is shown in it: pictures of its prose, its survey, its cost plan."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LanguageCode
from dcb_guide.files.data_file import read_data
from dcb_guide.files.problem import Problem
from dcb_guide.guide.content import Guide, survey_texts
from dcb_guide.guide.prefecture_survey import read_municipalities
from dcb_guide.guide.read_guide import find_data
from dcb_guide.prefecture.cost_plan import Plan, read_plan
from dcb_guide.prefecture.cost_report import Report
from dcb_guide.prefecture.read_survey import SurveyReader
from dcb_guide.prefecture.survey import Survey
from dcb_guide.vision.own_markdown import pictures_of
from dcb_guide.vision.own_pictures import FOLDER, Picture, PictureError, read_picture

#: A survey holds its cost plan under this key.
COST = "cost"


def read_survey(
    path: Path, shown: str, guide: Guide, engine: Engine, language: LanguageCode
) -> tuple[Survey | None, list[Problem]]:
    """Return a survey beside a vision, or what is wrong with it."""
    reader = SurveyReader(engine, survey_texts(guide), read_municipalities(find_data()), language)
    reading = reader.read([(shown, path.read_bytes())])
    return (None if reading.problems else reading.survey), reading.problems


def read_cost_plan(
    path: Path, shown: str, engine: Engine, language: LanguageCode, say: Callable[[str, Mapping[str, Any]], str]
) -> tuple[Plan | None, list[Problem]]:
    """Return a cost plan beside a vision, or what is wrong with it."""
    source = read_data(path, say)
    if source.problems:
        return None, [Problem(shown, one.line, one.column, one.message) for one in source.problems]
    data = source.data
    base: tuple[str, ...] = (COST,) if isinstance(data, dict) and COST in data else ()
    plan, problems = read_plan(data[COST] if base else data)
    report = Report(engine.texts["interface"], language)
    placed = [source.problem((*base, *one["path"]), report.problem(one), at_key=one["at_key"]) for one in problems]
    return plan, [Problem(shown, one.line, one.column, one.message) for one in placed]


def picture_problems(
    chapters: Iterable[tuple[str, str]], pictures: Mapping[str, Picture | None]
) -> Iterator[tuple[str, int, str, str]]:
    """Yield what is wrong with the pictures that chapters (file, text) show: file, line, id of the message, picture.

    ``pictures`` are those there are, by their place; None for one that cannot be read, which is reported elsewhere.
    """
    for file, text in chapters:
        for line, place, alternative in pictures_of(text):
            if not place.startswith(FOLDER):
                yield file, line, "vision_picture_elsewhere", place
            elif place not in pictures:
                yield file, line, "vision_no_file", place
            if not alternative.strip():
                yield file, line, "vision_picture_without_text", place


def read_pictures(files: dict[str, Path]) -> Iterator[tuple[str, Picture | None, str]]:
    """Take the pictures out of a vision's files; yield place, picture or None, the id of what is wrong or ``""``."""
    for name in [one for one in files if one.startswith(FOLDER)]:
        try:
            yield name, read_picture(name, files.pop(name).read_bytes()), ""
        except PictureError as error:
            yield name, None, str(error)
