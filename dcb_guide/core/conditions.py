"""Conditions on answers, where some are unknown: yes, no, or not known yet.

A condition is plain data, as ``guide_data/`` writes it: input id → a value, a list of values, or ``{"not": …}``; every
test must hold. The decision tables are not evaluated this way, but as diagrams (:mod:`dcb_guide.core.engine`).
"""

from collections.abc import Mapping
from typing import Any


def holds(when: Mapping[str, Any], answers: Mapping[str, Any]) -> bool | None:
    """Return whether a condition holds of answers (input id → answer): None where unknown answers decide it."""
    tests = [_passes(test, answers.get(name)) for name, test in when.items()]
    if False in tests:
        return False
    return None if None in tests else True


def _passes(test: Any, answer: Any) -> bool | None:
    if answer is None:
        return None
    if isinstance(test, Mapping):
        return not _among(answer, test["not"])
    return _among(answer, test)


def _among(answer: Any, values: Any) -> bool:
    """Return whether an answer is a value or one of several, yes/no and numbers are different."""
    listed = values if isinstance(values, list) else [values]
    return any(answer == one and isinstance(answer, bool) is isinstance(one, bool) for one in listed)
