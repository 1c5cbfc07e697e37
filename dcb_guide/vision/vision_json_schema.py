"""The form of ``vision.json``, so that the visions of many prefectures can be read together."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

type Name = dict[str, str | None] | str


class Part(BaseModel):
    """Base of what is published: a newer guide may add keys; those read here have their form."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class PublishedGuide(Part):
    """The guide a vision was made with: its version, its model's, and the guidebook's edition (a date)."""

    version: str
    model: str
    edition: str


class PublishedPrefecture(Part):
    """A prefecture by its code of JIS X 0401, with its name."""

    code: str
    name: dict[str, str]


class PublishedAnswer(Part):
    """A decision: its outcome, or none while several are possible."""

    id: str | None
    possible: list[str]


class PublishedGap(Part):
    """Something missing (MODEL 4)."""

    id: str
    status: Literal["unmet", "unknown"]
    severity: Literal["required", "recommended"]
    step: str


class PublishedPlatform(Part):
    """A platform: its answers, what the rules suggest, what was chosen."""

    id: str
    name: Name
    field: Name
    answers: dict[str, Any]
    suggested: dict[str, PublishedAnswer]
    chosen: dict[str, str | None]
    gaps: list[PublishedGap]


class PublishedInitiative(Part):
    """Something to do, under a procedure of §3.3; months as ``YYYY-MM``, cost in million yen."""

    id: str
    title: Name
    procedure: str
    start: str | None
    end: str | None
    cost_million_yen: float | None
    state: Literal["planned", "in_progress", "done", "stopped"]


class PublishedVision(Part):
    """A published vision."""

    format: Literal["dcb-guide-vision/1"]
    guide: PublishedGuide
    prefecture: PublishedPrefecture
    department: Name
    #: The state of co-use (v3 6.6); none where it is open, or where the guide was older.
    prefecture_state: str | None = None
    platforms: list[PublishedPlatform]
    initiatives: list[PublishedInitiative]


def schema() -> dict[str, Any]:
    """Return the JSON Schema of ``vision.json``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "vision.json",
        **PublishedVision.model_json_schema(),
    }
