"""Where the guide's pages show what a result names, from the root of a language's pages. Standard library only."""

import re
from collections.abc import Container


def of_section(edition: str, section: str) -> str:
    """Return where a section is listed: ``sections/#v3-7-1``, ``sections/#v1-1-2-1`` for 1.2(1) of edition 1.0."""
    return f"sections/#{edition}-{re.sub(r'[.(]', '-', section.rstrip(')'))}"


def of_pattern(pattern: str) -> str:
    """Return where a transition pattern is shown: ``types/#pattern-b``."""
    return f"types/#{pattern.replace('_', '-')}"


def of_outcome(decision: str, outcome: str, on_types: Container[str]) -> str:
    """Return where an outcome is shown: an official type, else its decision's table.

    ``on_types`` are the decisions whose outcomes are official types.
    """
    if decision in on_types:
        return f"types/#{outcome.replace('_', '-')}"
    return f"decisions/#{decision}--{outcome}"
