"""What the package offers to other programs; the command is a thin skin over it."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LanguageCode

if TYPE_CHECKING:
    from dcb_guide.files.problem import Problem
    from dcb_guide.guide.content import Guide
    from dcb_guide.records.read_files import ReadRecord


def load_engine() -> Engine:
    """Return the engine with the model that the installed package carries, or in a checkout that of ``guide_data/``.

    Raises ``GuideError`` where the data of a checkout has errors, and ``FileNotFoundError`` where there is neither a
    model nor data.
    """
    carried = files("dcb_guide").joinpath("model.json")
    if carried.is_file():
        return Engine(json.loads(carried.read_text(encoding="utf-8")))
    return engine_of(load_guide())


def load_guide(folder: Path | None = None) -> "Guide":
    """Return the guide read from a folder, by default ``guide_data/`` of the checkout or of the working directory.

    Its references are checked, its tables not proved (see ``verify``). Raises ``GuideError``, whose ``problems`` name
    everything wrong by file, line and column, or ``FileNotFoundError``.
    """
    from dcb_guide.guide.read_guide import load

    return load(folder)


def engine_of(guide: "Guide") -> Engine:
    """Return the engine for a guide, with its model made from the tables, requirements and checks."""
    from dcb_guide.proof.model_json import model_json

    return Engine(model_json(guide))


def verify(folder: Path | None = None) -> "list[Problem]":
    """Prove the decision tables of a folder over all combinations of answers (MODEL 7) and return every defect.

    A defect is a combination that no rule or several rules cover, a rule, outcome, requirement or check that never
    takes effect, or values that no rule distinguishes though the data does not say so; each at its file and line, with
    one combination that shows it. Errors of the data are returned too, in place of the proof. Raises
    ``FileNotFoundError`` where there is no such folder.
    """
    from dcb_guide.guide.read_guide import GuideError, load_with_sources
    from dcb_guide.proof.verify import defects

    try:
        return defects(*load_with_sources(folder))
    except GuideError as error:
        return error.problems


def read_records(path: Path, engine: Engine | None = None, language: LanguageCode = FIRST) -> "Iterator[ReadRecord]":
    """Yield the records of a YAML, JSON, JSON Lines, CSV or xlsx file, read against the model of an engine.

    Each holds its valid ``answers`` (input id → answer), ready for ``Engine.result``, and its ``problems`` by file,
    line and column in a language (``ja`` or ``en``); nothing valid is lost by something invalid beside it.
    """
    from dcb_guide.records.read_files import RecordFiles

    yield from RecordFiles(engine or load_engine(), language).read(path)
