"""Where the platforms of a prefecture together depart from the principles of co-use (§1.1), or do not fit (§3.4).

The rules are data (``guide_data/principles_checks.yml``); a vision and an inventory ask this module. Standard library
only.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any, Literal

from dcb_guide.core.conditions import holds

#: The group of platforms across fields.
ACROSS_FIELDS = "*"
#: How fields are cut (§1.2(2)): pattern 2 and pattern 1.
type Partition = Literal["by_field", "by_data"]
#: The kind of a platform's data → the groups it is in where fields are cut by kind of data.
GROUPS_OF_DATA = {
    "personal": ("personal",),
    "non_personal": ("non_personal",),
    "both": ("personal", "non_personal"),
    "none": (),
}
#: So many pairs with different levels are named; their number grows with the square of that of the platforms.
MOST_PAIRS = 1000


@dataclass(frozen=True)
class GroupedPlatform:
    """A platform among others: which groups it is in, and its answers (input id → answer)."""

    id: str
    answers: Mapping[str, Any]
    #: Empty where it is in none, or where that is open.
    groups: tuple[str, ...] = ()
    group_is_open: bool = False
    counts: bool = True


@dataclass(frozen=True)
class PrincipleResult:
    """What follows from one check: ``broken`` with its departures, ``open`` where an answer is missing, or ``kept``."""

    id: str
    status: Literal["kept", "broken", "open"]
    #: Each the ids of the platforms that depart together.
    departures: tuple[tuple[str, ...], ...]
    #: How many departures there are; more than ``departures`` where not every pair is named.
    count: int
    source: str
    basis: str


def platform_in_its_field(
    platform_id: str, field: str, answers: Mapping[str, Any], rules: Mapping[str, Any]
) -> GroupedPlatform:
    """Return a platform, grouped by its field's text; ``rules`` are the model's ``principles_checks``."""
    across = holds(rules["across_fields_where"], answers)
    group = ACROSS_FIELDS if across else unicodedata.normalize("NFKC", field).strip().casefold()
    return GroupedPlatform(platform_id, answers, (group,) if group else (), not group, _counts(answers, rules))


def platform_by_its_data(
    platform_id: str, data_kind: str | None, answers: Mapping[str, Any], rules: Mapping[str, Any]
) -> GroupedPlatform:
    """Return a platform, grouped by its kind of data (the decision ``data_kind``; None where that is not settled)."""
    groups = GROUPS_OF_DATA[data_kind] if data_kind else ()
    return GroupedPlatform(platform_id, answers, groups, data_kind is None, _counts(answers, rules))


def _counts(answers: Mapping[str, Any], rules: Mapping[str, Any]) -> bool:
    return holds(rules["counts_unless"], answers) is not True


def check_principles(
    platforms: Sequence[GroupedPlatform], rules: Mapping[str, Any], partition: Partition = "by_field"
) -> list[PrincipleResult]:
    """Return the result of each check, in the order of the rules; platforms that do not count are left out."""
    counted = [one for one in platforms if one.counts]
    return [_result(check, counted, partition) for check in rules["checks"]]


def _result(check: Mapping[str, Any], counted: Sequence[GroupedPlatform], partition: Partition) -> PrincipleResult:
    count: int | None = None
    if check["at_most_one"]:
        departures, is_open = _crowded_groups(check, counted, partition)
    elif check["departs_where"]:
        found = {one.id: holds(check["departs_where"], one.answers) for one in counted}
        departures = [(name,) for name, departs in found.items() if departs]
        is_open = None in found.values()
    else:
        departures, count = _unequal_levels(check, counted)
        is_open = _levels_are_open(check, counted)
    by_data = check["source_by_data"] if partition == "by_data" else None
    status: Literal["kept", "broken", "open"] = "broken" if departures else "open" if is_open else "kept"
    number = len(departures) if count is None else count
    return PrincipleResult(check["id"], status, tuple(departures), number, by_data or check["source"], check["basis"])


def _crowded_groups(
    check: Mapping[str, Any], counted: Sequence[GroupedPlatform], partition: Partition
) -> tuple[list[tuple[str, ...]], bool]:
    """Return the platforms of each group that holds more than one, and whether a group is open."""
    across = check["at_most_one"] == "across_fields"
    if across and partition == "by_data":
        return [], False
    groups: dict[str, list[str]] = {}
    for one in counted:
        for group in one.groups:
            if (group == ACROSS_FIELDS) is across:
                groups.setdefault(group, []).append(one.id)
    # An unknown scope is taken by its field: no platform across fields is open.
    is_open = not across and any(one.group_is_open for one in counted)
    return [tuple(names) for names in groups.values() if len(names) > 1], is_open


def _unequal_levels(check: Mapping[str, Any], counted: Sequence[GroupedPlatform]) -> tuple[list[tuple[str, ...]], int]:
    """Return the pairs with different known levels, at most ``MOST_PAIRS``, and how many there are.

    Platforms of the same levels are compared as one: there are few such classes, and many pairs.
    """
    among = [one for one in counted if holds(check["among"], one.answers)]
    classes: dict[tuple[Any, ...], list[int]] = {}
    for position, one in enumerate(among):
        classes.setdefault(tuple(one.answers.get(name) for name in check["same_levels"]), []).append(position)
    others = {levels: [places for other, places in classes.items() if _differ(levels, other)] for levels in classes}
    count = sum(len(places) * len(other) for levels, places in classes.items() for other in others[levels]) // 2

    def pairs() -> Iterator[tuple[str, ...]]:
        for position, one in enumerate(among):
            levels = tuple(one.answers.get(name) for name in check["same_levels"])
            later = (islice(places, bisect_right(places, position), None) for places in others[levels])
            yield from ((one.id, among[second].id) for second in merge(*later))

    return list(islice(pairs(), MOST_PAIRS)), count


def _differ(levels: tuple[Any, ...], others: tuple[Any, ...]) -> bool:
    return any(None not in pair and pair[0] != pair[1] for pair in zip(levels, others, strict=True))


def _levels_are_open(check: Mapping[str, Any], counted: Sequence[GroupedPlatform]) -> bool:
    """Return whether two platforms or more may be among those compared, and one of them lacks an answer."""
    perhaps = [one for one in counted if holds(check["among"], one.answers) is not False]
    needed = [*check["same_levels"], *check["among"]]
    return len(perhaps) > 1 and any(one.answers.get(name) is None for one in perhaps for name in needed)
