"""Where the platforms of a prefecture together depart from the principles of co-use (§1.1), or do not fit (§3.4).

The rules are data (``guide_data/principles_checks.yml``); a vision and an inventory ask this module. Standard library
only.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from dcb_guide.core.conditions import holds

#: The group of platforms across fields.
ACROSS_FIELDS = "*"
#: How fields are cut (§1.2(2)): pattern 2 and pattern 1.
type Partition = Literal["by_field", "by_data"]


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
    source: str
    basis: str


def platform_in_its_field(
    platform_id: str, field: str, answers: Mapping[str, Any], rules: Mapping[str, Any]
) -> GroupedPlatform:
    """Return a platform, grouped by its field's text; ``rules`` are the model's ``principles_checks``."""
    across = holds(rules["across_fields_where"], answers)
    group = ACROSS_FIELDS if across else unicodedata.normalize("NFKC", field).strip().casefold()
    counts = holds(rules["counts_unless"], answers) is not True
    return GroupedPlatform(platform_id, answers, (group,) if group else (), not group, counts)


def check_principles(
    platforms: Sequence[GroupedPlatform], rules: Mapping[str, Any], partition: Partition = "by_field"
) -> list[PrincipleResult]:
    """Return the result of each check, in the order of the rules; platforms that do not count are left out."""
    counted = [one for one in platforms if one.counts]
    return [_result(check, counted, partition) for check in rules["checks"]]


def _result(check: Mapping[str, Any], counted: Sequence[GroupedPlatform], partition: Partition) -> PrincipleResult:
    if check["at_most_one"]:
        departures, is_open = _crowded_groups(check, counted, partition)
    elif check["departs_where"]:
        found = {one.id: holds(check["departs_where"], one.answers) for one in counted}
        departures = [(name,) for name, departs in found.items() if departs]
        is_open = None in found.values()
    else:
        departures = list(_unequal_levels(check, counted))
        is_open = _levels_are_open(check, counted)
    by_data = check["source_by_data"] if partition == "by_data" else None
    status: Literal["kept", "broken", "open"] = "broken" if departures else "open" if is_open else "kept"
    return PrincipleResult(check["id"], status, tuple(departures), by_data or check["source"], check["basis"])


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


def _unequal_levels(check: Mapping[str, Any], counted: Sequence[GroupedPlatform]) -> Iterator[tuple[str, ...]]:
    """Yield each pair with different known levels."""
    among = [one for one in counted if holds(check["among"], one.answers)]
    for first, second in combinations(among, 2):
        levels = [(first.answers.get(name), second.answers.get(name)) for name in check["same_levels"]]
        if any(None not in pair and pair[0] != pair[1] for pair in levels):
            yield first.id, second.id


def _levels_are_open(check: Mapping[str, Any], counted: Sequence[GroupedPlatform]) -> bool:
    """Return whether two platforms or more may be among those compared, and one of them lacks an answer."""
    perhaps = [one for one in counted if holds(check["among"], one.answers) is not False]
    needed = [*check["same_levels"], *check["among"]]
    return len(perhaps) > 1 and any(one.answers.get(name) is None for one in perhaps for name in needed)
