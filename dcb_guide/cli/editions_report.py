"""What rests on which section of the guidebook's editions, as text for people."""

from collections.abc import Iterator

from dcb_guide.core.citation import in_words
from dcb_guide.core.languages import LanguageCode
from dcb_guide.core.values import fill
from dcb_guide.guide.content import Edition, Guide, Section
from dcb_guide.guide.section_use import KINDS, Use, touched


def sections_named(guide: Guide, name: str) -> list[tuple[Edition, Section]]:
    """Return the sections that a name stands for: ``v3 7.1``, or ``7.1`` in every edition that has it."""
    edition, _, number = name.replace("§", "").rpartition(" ")
    return [
        (one, section)
        for one in guide.editions
        for section in one.sections
        if section.id == number and edition.strip() in ("", one.id, one.number)
    ]


def overview(guide: Guide, uses: list[Use], language: LanguageCode) -> Iterator[str]:
    """Yield each edition with its sections, and how much of each kind rests on each."""
    for edition in guide.editions:
        yield fill(
            guide.interface["editions_summary"][language], number=edition.number, id=edition.id, date=edition.date
        )
        for section in edition.sections:
            yield f"  §{section.id} {section.title[language]}: {_counts(guide, _on(uses, edition, section), language)}"


def of_sections(
    guide: Guide, uses: list[Use], sections: list[tuple[Edition, Section]], language: LanguageCode
) -> Iterator[str]:
    """Yield all that rests on sections, each with its place, and what a change of their rules would touch."""
    ui = {key: text.texts for key, text in guide.interface.items()}
    for edition, section in sections:
        found = _on(uses, edition, section)
        named = f"{in_words(edition.id, section.id, ui, language)} {section.title[language]}"
        yield f"{named}: {_counts(guide, found, language)}"
        for kind in KINDS:
            for use in (one for one in found if one.kind == kind):
                yield f"  {use.place}: {use.name}"
        changed = {use.name.partition("/")[0] for use in found if use.kind == "rule"}
        if changed:
            reached = touched(guide, changed)
            for key, names in (
                ("editions_touches", reached.decisions),
                ("editions_touches_requirements", reached.requirements),
                ("editions_touches_checks", reached.checks),
            ):
                yield f"  {guide.interface[key][language]}: {', '.join(names) or '–'}"


def _on(uses: list[Use], edition: Edition, section: Section) -> list[Use]:
    return [use for use in uses if (use.edition, use.section) == (edition.id, section.id)]


def _counts(guide: Guide, found: list[Use], language: LanguageCode) -> str:
    counts = {kind: sum(use.kind == kind for use in found) for kind in KINDS}
    parts = [
        fill(guide.interface[f"editions_{kind}"][language], count=count) for kind, count in counts.items() if count
    ]
    return ", ".join(parts) or guide.interface["editions_none"][language]
