"""Many replies as one survey: which rows are the same platform, and where their answers differ.

Rows of the same owner and name are one, and so are rows of the same id whose owners do not differ. Where rows that are
one answer a question differently, the answer is unknown and a :class:`~dcb_guide.prefecture.survey.Conflict` names both
places: nothing is chosen silently. The result depends on the order of the rows, never on that of the files.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dcb_guide.core.values import word
from dcb_guide.prefecture.survey import PREFECTURE, Conflict, Place
from dcb_guide.prefecture.survey_labels import trimmed

#: More fields than these are not compared letter by letter, which takes time with the square of their number.
MOST_COMPARED = 200
#: How much of two fields has to be the same for them to be alike.
LEAST_ALIKE = 0.8
DIGITS = re.compile(r"\d+")


class Given(NamedTuple):
    """A value of a row: what it means, how it was written, and where."""

    value: Any
    text: str
    place: Place


@dataclass(slots=True)
class Entry:
    """A row of platforms or services: its values by column; ``reply`` is the number of the file it is in."""

    reply: int
    place: Place
    values: dict[str, Given]
    #: Who uses the platform, as written in its own row.
    users: list[Given] = field(default_factory=list)

    def text(self, column: str) -> str:
        """Return a column's value as a text, blank where it is unknown."""
        return str(self.values[column].value) if column in self.values else ""


@dataclass(slots=True, eq=False)
class Group:
    """Rows that describe the same platform or service."""

    entries: list[Entry]
    id: str = ""
    owner: str = ""


def grouped(entries: Iterable[Entry]) -> list[Group]:
    """Return which rows are one, in the order of their first rows. An owner or a name that is blank equals no other."""
    groups: list[Group] = []
    by_id: dict[str, list[Group]] = {}
    by_name: dict[tuple[str, str], Group] = {}
    for entry in entries:
        name, owner, identity = entry.text("name"), trimmed(entry.text("owner")), entry.text("id")
        same = [one for one in by_id.get(identity, []) if not owner or not one.owner or one.owner == owner][:1]
        if owner and name and (owner, trimmed(name)) in by_name:
            same.append(by_name[owner, trimmed(name)])
        found = min(same, key=groups.index, default=None) if len(same) > 1 else (same[0] if same else None)
        if found is None:
            found = Group([])
            groups.append(found)
        for other in same:
            if other is not found:
                found.entries += other.entries
                found.owner = found.owner or other.owner
                groups.remove(other)
                for listed in by_id.values():
                    listed[:] = list(dict.fromkeys(found if one is other else one for one in listed))
                by_name.update({key: found for key, one in by_name.items() if one is other})
        found.entries.append(entry)
        found.owner = found.owner or owner
        if identity and found not in by_id.setdefault(identity, []):
            by_id[identity].append(found)
        if found.owner:
            by_name.update(
                {(found.owner, trimmed(one.text("name"))): found for one in found.entries if one.text("name")}
            )
    return groups


def name_groups(groups: Sequence[Group], kind: str, made_distinct: Callable[[str, str, Place, Place], None]) -> None:
    """Give each group an id of its own: the first one given, made distinct where another has it, or one made.

    ``made_distinct`` is called with (id as given, id it became, its place, the place of the row that has it).
    """
    given = {entry.text("id") for group in groups for entry in group.entries}
    taken: dict[str, Group] = {}
    numbers: dict[str, int] = {}
    for group in groups:
        first = next((entry for entry in group.entries if entry.text("id")), None)
        if first is None:
            continue
        group.id = wanted = first.text("id")
        if wanted in taken:
            holder = next(entry for entry in taken[wanted].entries if entry.text("id") == wanted)
            number = numbers.get(wanted, 2)
            while f"{wanted}-{number}" in given or f"{wanted}-{number}" in taken:
                number += 1
            numbers[wanted] = number
            group.id = f"{wanted}-{number}"
            made_distinct(wanted, group.id, first.values["id"].place, holder.place)
        taken[group.id] = group
    counts: dict[str, int] = {}
    for group in groups:
        if not group.id:
            stem = group.owner if group.owner == PREFECTURE or group.owner.isdigit() else kind
            group.id = _free(f"{stem}-", counts.get(stem, 0) + 1, taken.keys())
            counts[stem] = int(group.id.rpartition("-")[2])
            taken[group.id] = group


def _free(stem: str, number: int, taken: Any) -> str:
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


class Differences:
    """Settles each question of rows that are one, and notes where they answer differently."""

    def __init__(self) -> None:
        self.conflicts: list[Conflict] = []

    def settle(self, part: str, identity: str, key: str, answers: Iterable[Given]) -> Given | None:
        """Return the one answer, or None where there is none or where answers differ."""
        first: dict[Any, Given] = {}
        for one in answers:
            first.setdefault(_comparable(key, one.value), one)
        if len(first) > 1:
            differing = tuple((" ".join(one.text.split()), one.place) for one in first.values())
            self.conflicts.append(Conflict(part, identity, key, differing))
            return None
        return next(iter(first.values()), None)


def _comparable(key: str, value: Any) -> Any:
    """Return a value without what makes no difference: the width of characters, and in a field their case."""
    if isinstance(value, str):
        return trimmed(value).casefold() if key == "field" else trimmed(value)
    return word(value) if isinstance(value, list) else (type(value).__name__, value)


def alike_fields(fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of fields that may be the same: one holds the other (観光, 観光分野), or a letter or two differ.

    Fields of which only a number differs (第1分野, 第2分野) are meant to be two.
    Fields that are equal after NFKC, trimming and case folding are one field, and no pair.
    """
    from difflib import SequenceMatcher

    first: dict[str, str] = {}
    for text in fields:
        first.setdefault(trimmed(text).casefold(), text)
    words = list(first)
    known = set(words)
    pairs: dict[tuple[str, str], None] = {}
    for word_ in words:
        inside = {
            word_[start:end] for start in range(len(word_)) for end in range(start + 2, min(len(word_), start + 60) + 1)
        }
        pairs |= dict.fromkeys((other, word_) for other in sorted((inside & known) - {word_}))
    if len(words) <= MOST_COMPARED:
        matcher = SequenceMatcher()
        for number, word_ in enumerate(words):
            matcher.set_seq2(word_)
            for other in words[:number]:
                matcher.set_seq1(other)
                if matcher.real_quick_ratio() >= LEAST_ALIKE and matcher.ratio() >= LEAST_ALIKE:
                    pairs.setdefault((other, word_))
    seen: set[frozenset[str]] = set()
    for one, other in pairs:
        if DIGITS.sub("", one) == DIGITS.sub("", other):
            continue
        if frozenset((one, other)) not in seen:
            seen.add(frozenset((one, other)))
            yield first[one], first[other]
