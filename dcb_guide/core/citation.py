"""How a source names sections of the guidebook's editions: ``"1.1, v3 6.5"``. Standard library only."""

#: The edition of a section that names none.
UNNAMED = "v1"


def cited(source: str) -> list[tuple[str, str]]:
    """Return the (edition, section) of each part of a source: ``"1.1, v3 6.5"`` → ``("v1", "1.1"), ("v3", "6.5")``."""
    parts = (part.rpartition(" ") for part in source.split(", "))
    return [(edition or UNNAMED, section) for edition, _, section in parts]


def sections_of(source: str) -> str:
    """Return a source as people read it: ``"1.1, v3 6.5"`` → ``"v1 §1.1, v3 §6.5"``."""
    return ", ".join(f"{edition} §{section}" for edition, section in cited(source))
