"""A file of plain data, YAML or JSON, read with the same limits and problems whichever it is."""

from pathlib import Path

from dcb_guide.files import json_text, yaml_positions
from dcb_guide.files.decode import decode
from dcb_guide.files.limits import DEFAULT, Limits
from dcb_guide.files.problem import Problem, Say
from dcb_guide.files.yaml_positions import Source

SUFFIXES = (".yml", ".yaml", ".json")


def read_data(path: Path, say: Say, limits: Limits = DEFAULT) -> Source:
    """Return a file's data with the position of every part; everything wrong with it is in ``problems``."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except OSError as error:
        return Source(str(path), problems=[Problem(str(path), 1, 1, say("file", {"value": error.strerror or ""}))])
    return parse_data(data, str(path), say, limits)


def parse_data(data: bytes, name: str, say: Say, limits: Limits = DEFAULT) -> Source:
    """Return the data of a file's bytes; its kind is by its name's ending."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        return Source(name, problems=[Problem(name, 1, 1, say("file_kind", {"choices": ", ".join(SUFFIXES)}))])
    decoded = decode(data, name, say, limits)
    if decoded.text is None:
        return Source(name, problems=decoded.problems)
    if suffix == ".json":
        parsed = json_text.parse(decoded.text, name, 1, say, limits)
        if not parsed.problems:
            places = json_text.positions(decoded.text, name, 1, say, limits)
            parsed.values, parsed.keys = places.values, places.keys
        return parsed
    return yaml_positions.parse(decoded.text, name, say=say, limits=limits)
