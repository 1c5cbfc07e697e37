"""The form of ``vision.json``, so that the visions of many prefectures can be read together."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

#: A text by language, or a plain one; a language without a translation has none.
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
    """A platform: its answers, what the rules suggest, what was chosen, and what is decided by both."""

    id: str
    name: Name
    field: Name
    owner: Literal["prefecture", "other"] | None = None
    #: Codes of five digits of the municipalities that use it.
    used_by: list[str] = []
    #: Notes on answers: input id → text.
    notes: dict[str, str] = {}
    answers: dict[str, Any]
    suggested: dict[str, PublishedAnswer]
    chosen: dict[str, str | None]
    reason: Name | None = None
    #: Decisions with the choices made; empty where the guide was older.
    decided: dict[str, PublishedAnswer] = {}
    #: Decisions whose chosen outcome the rules exclude.
    excluded: list[str] = []
    gaps: list[PublishedGap]

    def outcome(self, decision: str) -> str | None:
        """Return what is decided: the prefecture's choice, else what the rules suggest; None while that is open."""
        if answer := self.decided.get(decision):
            return answer.id
        suggested = self.suggested.get(decision)
        return self.chosen.get(decision) or (suggested.id if suggested else None)


class PublishedInitiative(Part):
    """Something to do, under a procedure of §3.3; months as ``YYYY-MM``, cost in million yen."""

    id: str
    title: Name
    procedure: str
    owner: Name | None = None
    start: str | None
    end: str | None
    cost_million_yen: float | None
    state: Literal["planned", "in_progress", "done", "stopped"]


class PublishedMunicipality(Part):
    """A municipality by the five digits of its code."""

    code: str
    name: Name


class PublishedMeasure(Part):
    """How a purpose is measured; ``by`` is ``YYYY-MM``, ``indicator`` one of section 8.3 of edition 3.0."""

    indicator: str | None = None
    text: Name | None = None
    now: Name | None = None
    target: Name | None = None
    by: str | None = None


class PublishedPurpose(Part):
    """A purpose of co-use with its measures."""

    id: str
    label: Name
    measures: list[PublishedMeasure] = []


class PublishedContact(Part):
    """Where the organisation is reached."""

    telephone: str | None = None
    email: str | None = None
    page: str | None = None


class PublishedCostSharing(Part):
    """How costs are shared; what is not settled is none."""

    prefecture_percent: int | None = None
    basis: str | None = None
    collection: str | None = None
    late_joiners: str | None = None
    non_participants: str | None = None
    note: Name | None = None


class PublishedChange(Part):
    """An entry of the history; the day as ``YYYY-MM-DD``."""

    date: str
    text: Name


class PublishedDeparture(Part):
    """Where platforms together depart from a principle; ``what`` names them."""

    id: str
    #: Ids of the platforms that depart together.
    platforms: list[str] = []
    what: Name
    source: str
    basis: str


class PublishedVision(Part):
    """A published vision. Files of format 1 lack what has a default here."""

    format: Literal["dcb-guide-vision/1", "dcb-guide-vision/2"]
    guide: PublishedGuide
    prefecture: PublishedPrefecture
    title: Name | None = None
    department: Name
    contact: PublishedContact = PublishedContact()
    #: Address of the published site, and the terms of use.
    site: str | None = None
    licence: Name | None = None
    #: The day it bears, and the first and the last day of its history (``YYYY-MM-DD``).
    day: str | None = None
    begun: str | None = None
    changed: str | None = None
    #: How fields are cut (§1.2(2)).
    partition: Literal["by_field", "by_data"] = "by_field"
    municipalities: list[PublishedMunicipality] = []
    purposes: list[PublishedPurpose] = []
    #: The prefecture's own prose: chapter → language → Markdown.
    chapters: dict[str, dict[str, str]] = {}
    #: Places of the pictures in that prose; they are at ``assets/vision/`` of the site.
    pictures: list[str] = []
    #: The state of co-use (v3 6.6); none where it is open, or where the guide was older.
    prefecture_state: str | None = None
    platforms: list[PublishedPlatform]
    departures: list[PublishedDeparture] = []
    #: ``draft`` or ``adopted``; the plan's aim, place, period, background and follow-up, by these names.
    state: str | None = None
    frame: dict[str, Any] | None = None
    #: What the vision shows of its survey and of its cost plan.
    survey: dict[str, Any] | None = None
    costs: dict[str, Any] | None = None
    initiatives: list[PublishedInitiative]
    cost_sharing: PublishedCostSharing = PublishedCostSharing()
    principles: dict[str, Name | None] = {}
    history: list[PublishedChange] = []


def schema() -> dict[str, Any]:
    """Return the JSON Schema of ``vision.json``."""
    made = PublishedVision.model_json_schema()
    made["properties"]["format"] = {"const": "dcb-guide-vision/2"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "vision.json"}
