"""What is given of a vision, as plain data: what is published is made of it, on a machine and in the browser alike."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dcb_guide.core.languages import FIRST, LanguageCode

if TYPE_CHECKING:
    from dcb_guide.core.document import Chapters
    from dcb_guide.prefecture.cost_plan import Plan
    from dcb_guide.prefecture.survey import Survey
    from dcb_guide.vision.read_vision import LoadedVision

#: Kana and ideographs.
JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class GivenPlatform:
    """A platform: its entry in ``vision.yml``, its name, and its record."""

    entry: Mapping[str, Any]
    name: Any
    answers: dict[str, Any] = field(default_factory=dict)
    public_notes: dict[str, str] = field(default_factory=dict)
    #: Whether its record is not there yet: all its answers are unknown then.
    is_waiting: bool = False

    @property
    def chosen(self) -> dict[str, str]:
        """What the prefecture chose: decision → outcome."""
        return {name: one for name, one in self.entry["choice"].items() if name != "reason" and one}


@dataclass(frozen=True)
class Given:
    """A vision: the data of ``vision.yml`` with every field (``Vision.model_dump()``), and what is beside it."""

    vision: Mapping[str, Any]
    platforms: list[GivenPlatform]
    chapters: "Chapters"
    #: The places of its pictures, ``images/…``.
    pictures: list[str]
    survey: "Survey | None" = None
    cost_plan: "Plan | None" = None


def name_of(in_vision: Mapping[str, Any] | None, in_record: Any, identity: str) -> Any:
    """Return a platform's name, plain or by language: the vision's, else the record's, else its id."""
    if in_vision:
        return {code: text for code, text in in_vision.items() if text is not None}
    name = in_record or identity
    # A plain name with Japanese characters is marked as Japanese on a page in another language.
    return {FIRST: name} if isinstance(name, str) and JAPANESE.search(name) else name


def given(loaded: "LoadedVision") -> Given:
    """Return what is given of a vision that was read and is valid."""
    vision = loaded.vision.model_dump()
    platforms = [
        GivenPlatform(entry, one.name, one.record.answers, one.record.public_notes, one.is_waiting)
        for entry, one in zip(vision["platforms"], loaded.platforms, strict=True)
    ]
    return Given(vision, platforms, loaded.chapters, sorted(loaded.pictures), loaded.survey, loaded.cost_plan)


def chapter_file(chapter: str, language: LanguageCode) -> str:
    """Return the file of a chapter's free Markdown in the vision's folder: ``chapters/<name>.md``, ``….<code>.md``."""
    return f"chapters/{chapter}{'' if language == FIRST else f'.{language}'}.md"
