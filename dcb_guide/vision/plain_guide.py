"""What of the guide a vision's document is made with, as plain data: the browser, which has no pydantic, has it too."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from dcb_guide.core.languages import FIRST, LANGUAGES

if TYPE_CHECKING:
    from dcb_guide.guide.content import Guide

#: What of an input, a decision and a requirement the tables are made of.
_INPUT = {"id": True, "kind": True, "levels": True, "values": {"__all__": {"id"}},
          "facets": {"__all__": {"id": True, "values": {"__all__": {"id"}}}}}  # fmt: skip
_DECISION = {"id": True, "opens_gaps": True, "outcomes": {"__all__": {"id"}},
             "rules": {"__all__": {"when", "then", "alternative"}}}  # fmt: skip
_REQUIREMENT = {"title", "reason", "remedy"}


def plain_guide(guide: "Guide") -> dict[str, Any]:
    """Return the guide's tables, and the labels and rules with which a vision is published, as JSON can hold them."""
    from dcb_guide.vision.vision_types import schema

    def dumped(items: Any, **parts: Any) -> list[dict[str, Any]]:
        return [one.model_dump(mode="json", by_alias=True, **parts) for one in items]

    return {
        "prefectures": {one.code: one.name.texts for one in guide.prefectures},
        "purposes": {one.id: one.label.texts for one in guide.survey.purposes},
        "indicators": {one.id: one.label.texts for one in guide.area.indicators},
        "procedures": {one.id: one.label.texts for one in guide.procedures},
        "fields": {one.path: one.label.texts for one in guide.publication.fields_},
        "kinds": {one.path: guide.publication.form(one).as_ for one in guide.publication.fields_},
        "eras": guide.publication.first_years,
        "settled_by": guide.publication.settled_by,
        "edition": guide.edition_in_force.date,
        "schema": schema(guide),
        "tables": {
            "attributes": dumped(guide.attributes, include=_INPUT),
            "context": dumped(guide.context, include=_INPUT),
            "conditions": dumped(guide.conditions, include={"id", "any_of"}),
            "decisions": dumped(guide.decisions, include=_DECISION),
            "requirements": dumped(guide.requirements, exclude=_REQUIREMENT),
        },
    }


def tables(plain: Mapping[str, Any]) -> Any:
    """Return the tables of :func:`plain_guide` as a guide has them, without its checks."""

    def test(data: Any) -> Any:
        return SimpleNamespace(**{f"{key}_" if key == "not" else key: one for key, one in data.items()})

    def when(data: Mapping[str, Any]) -> dict[str, Any]:
        return {name: test(one) if isinstance(one, dict) else one for name, one in data.items()}

    def requires(data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        if asked := data.get("highest_of"):
            return SimpleNamespace(highest_of=[SimpleNamespace(**{**one, "when": when(one["when"])}) for one in asked])
        return test(data)

    def parts(items: Any) -> list[Any]:
        return [SimpleNamespace(**one) for one in items]

    def item(data: Mapping[str, Any]) -> Any:
        facets = [SimpleNamespace(id=one["id"], values=parts(one["values"])) for one in data["facets"]]
        return SimpleNamespace(**{**data, "values": parts(data["values"]), "facets": facets})

    def requirement(data: Mapping[str, Any]) -> Any:
        applies = data["applies"]
        return SimpleNamespace(
            **{
                **data,
                "applies": when(applies) if isinstance(applies, dict) else [when(one) for one in applies],
                "unless": [when(one) for one in data["unless"]],
                "requires": requires(data["requires"]),
                "severity_where": [SimpleNamespace(**{**one, "when": when(one["when"])})
                                   for one in data["severity_where"]],
            }
        )  # fmt: skip

    found = plain["tables"]
    return SimpleNamespace(
        attributes=[item(one) for one in found["attributes"]],
        context=[item(one) for one in found["context"]],
        conditions=[
            SimpleNamespace(id=one["id"], any_of=[when(w) for w in one["any_of"]]) for one in found["conditions"]
        ],
        decisions=[
            SimpleNamespace(
                id=one["id"],
                opens_gaps=one["opens_gaps"],
                outcomes=parts(one["outcomes"]),
                rules=[SimpleNamespace(**{**rule, "when": when(rule["when"])}) for rule in one["rules"]],
            )
            for one in found["decisions"]
        ],
        requirements=[requirement(one) for one in found["requirements"]],
        checks=[],
    )


class PlainWriting:
    """How the fields of ``vision.yml`` are written, by :func:`plain_guide`."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self.first_years: dict[str, int] = plain["eras"]
        self._kinds: dict[str, str] = plain["kinds"]

    def kind(self, path: tuple[str | int, ...]) -> str | None:
        """Return what is made of usual ways of writing the field at a path; None where there is no such field."""
        return self._kinds.get(".".join(part for part in path if isinstance(part, str)))


def completed(data: Any, schema: Mapping[str, Any], part: Mapping[str, Any] | None = None) -> Any:
    """Return a valid ``vision.yml``'s data with every field of its schema, as the check has it once it is read.

    A field that is left out has its default; a text is one in each language, None where there is none.
    """
    part = schema if part is None else part
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        if name == "Words":
            texts = {FIRST: data} if isinstance(data, str) else data
            return {**dict.fromkeys(LANGUAGES), **texts}
        return completed(data, schema, schema["$defs"][name])
    if data is None:
        return None
    if "anyOf" in part:
        return completed(data, schema, next(one for one in part["anyOf"] if one.get("type") != "null"))
    if isinstance(data, dict) and "properties" in part:
        filled = {key: one for key, one in _with_defaults(part).items() if key not in data}
        return {
            key: completed(data.get(key, filled.get(key)), schema, one)
            for key, one in part["properties"].items()
            if key in data or key in filled
        }
    if isinstance(data, list) and "items" in part:
        return [completed(one, schema, part["items"]) for one in data]
    return float(data) if part.get("type") == "number" else data


def _with_defaults(part: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one["default"] for key, one in part["properties"].items() if "default" in one}
