"""JSON Schema of a record and of each kind of data file, for editors that complete and check while one types."""

from typing import Any

from dcb_guide.core.languages import LANGUAGES
from dcb_guide.core.values import YES_NO
from dcb_guide.guide import area_content
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import Input
from dcb_guide.guide.read_guide import AREA, FOLDERS, LISTS, SINGLE

AREA_LISTS = {f"{AREA}/{name}": model for name, model in area_content.LISTS.items()}
AREA_SINGLE = {f"{AREA}/{name}": model for name, model in area_content.SINGLE.items()}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def names() -> list[str]:
    """Return what there is a schema of."""
    return ["record", *FOLDERS, *LISTS, *SINGLE, *AREA_LISTS, *AREA_SINGLE]


def schema(name: str, guide: Guide) -> dict[str, Any]:
    """Return the JSON Schema of a record, or of a kind of file of ``guide_data/``; ``name`` is one of :func:`names`."""
    if name == "record":
        return record(guide)
    made = {**FOLDERS, **LISTS, **SINGLE, **AREA_LISTS, **AREA_SINGLE}[name].model_json_schema()
    if name in LISTS or name in AREA_LISTS:
        definitions = made.pop("$defs", {})
        return {"$schema": DIALECT, "type": "array", "items": made, "$defs": definitions}
    return {"$schema": DIALECT, **made}


def record(guide: Guide) -> dict[str, Any]:
    """Return the schema of a record (DESIGN: a record); every answer may be null."""
    text = {"type": "string"}
    name = {"anyOf": [text, {"type": "null"}, _mapping(dict.fromkeys(LANGUAGES, text))]}
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
                "public_notes": _mapping(dict.fromkeys(questions, text)),
            }
        ),
    }


def _mapping(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _answer(item: Input) -> dict[str, Any]:
    values = [value.id for value in item.values]
    about = {"description": " / ".join(item.question.texts.values())}
    match item.kind:
        case "yes_no":
            return {**about, "enum": [*YES_NO, *YES_NO.values(), None]}
        case "count":
            return {**about, "type": ["integer", "null"], "minimum": 0}
        case "choices":
            return {**about, "type": ["array", "null"], "items": {"enum": values}, "uniqueItems": True}
        case "record":
            facets = {facet.id: {"enum": [*(one.id for one in facet.values), None]} for facet in item.facets}
            return {**about, "anyOf": [{"enum": [*values, None]}, _mapping(facets)]}
    return {**about, "enum": [*values, None]}
