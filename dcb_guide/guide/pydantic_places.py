"""Where in the data something is that pydantic reports, and which keys a type knows."""

from typing import Any

from pydantic import BaseModel

from dcb_guide.files.problem import Path_


def place_of(location: tuple[str | int, ...], data: Any) -> Path_:
    """Return the part of a pydantic location that is in the data, or is missing at its end.

    Pydantic names the members of unions in its locations too; they are left out.
    """
    place: list[str | int] = []
    for number, part in enumerate(location, start=1):
        if isinstance(data, dict) and part in data:
            data = data[str(part)]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        elif number == len(location) and isinstance(data, dict) and isinstance(part, str):
            return (*place, part)
        else:
            continue
        place.append(part)
    return tuple(place)


def keys_of(model: type[BaseModel]) -> list[str]:
    """Return every key used in a type or in the types it is made of."""
    schema = model.model_json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return sorted({key for part in parts for key in part.get("properties", {})})
