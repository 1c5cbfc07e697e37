"""JSON Schema of a record and of each kind of data file, for editors that complete and check while one types."""

from typing import Any

from dcb_guide import area_content, models
from dcb_guide.load import AREA, FOLDERS, LISTS, SINGLE
from dcb_guide.vision import published
from dcb_guide.vision.models import Vision

AREA_LISTS = {f"{AREA}/{name}": model for name, model in area_content.LISTS.items()}
AREA_SINGLE = {f"{AREA}/{name}": model for name, model in area_content.SINGLE.items()}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def names() -> list[str]:
    """Return what there is a schema of."""
    return ["record", "vision", "vision.json", *FOLDERS, *LISTS, *SINGLE, *AREA_LISTS, *AREA_SINGLE]


def schema(name: str, guide: models.Guide) -> dict[str, Any]:
    """Return the schema of a record, of the vision, of what is published of it, or of a file of ``guide_data/``."""
    if name == "record":
        return record(guide)
    if name == "vision.json":
        return published.schema()
    if name == "vision":
        return {"$schema": DIALECT, **Vision.model_json_schema()}
    made = {**FOLDERS, **LISTS, **SINGLE, **AREA_LISTS, **AREA_SINGLE}[name].model_json_schema()
    if name in LISTS or name in AREA_LISTS:
        definitions = made.pop("$defs", {})
        return {"$schema": DIALECT, "type": "array", "items": made, "$defs": definitions}
    return {"$schema": DIALECT, **made}


def record(guide: models.Guide) -> dict[str, Any]:
    """Return the schema of a record (DESIGN: a record); every answer may be null."""
    text = {"type": "string"}
    name = {"anyOf": [text, {"type": "null"}, _mapping({"ja": text, "en": text})]}
    questions = [one.id for item in guide.inputs for one in (item, *item.facets)]
    return {
        "$schema": DIALECT,
        "title": "record",
        **_mapping(
            {
                "name": name,
                "model": text,
                "platform": _mapping({item.id: _answer(item) for item in guide.attributes}),
                "context": _mapping({item.id: _answer(item) for item in guide.context}),
                "notes": _mapping(dict.fromkeys(questions, text)),
            }
        ),
    }


def _mapping(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _answer(item: models.Input) -> dict[str, Any]:
    values = [value.id for value in item.values]
    about = {"description": f"{item.question.ja} / {item.question.en}"}
    match item.kind:
        case "yes_no":
            return {**about, "enum": [True, False, "yes", "no", None]}
        case "count":
            return {**about, "type": ["integer", "null"], "minimum": 0}
        case "choices":
            return {**about, "type": ["array", "null"], "items": {"enum": values}, "uniqueItems": True}
        case "record":
            facets = {facet.id: {"enum": [*(one.id for one in facet.values), None]} for facet in item.facets}
            return {**about, "anyOf": [{"enum": [*values, None]}, _mapping(facets)]}
    return {**about, "enum": [*values, None]}
