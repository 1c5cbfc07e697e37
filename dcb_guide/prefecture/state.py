"""The state of co-use in a prefecture: one of the four that the guidebook counts (v3 6.6). Standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

#: The four states, by the ids of ``guide_data/area/prefectures.yml``.
type State = Literal["prefecture_shared", "municipal_shared", "not_shared", "none"]


@dataclass(frozen=True)
class ExistingPlatform:
    """An existing platform that counts (PREFECTURE 2): whose it is and whether it is shared, None where unknown."""

    of_prefecture: bool | None
    co_used: bool | None


def state_of(platforms: Iterable[ExistingPlatform]) -> State | None:
    """Return a prefecture's state over its existing platforms that count; None where an unknown answer decides it.

    ``prefecture_shared`` where one of the prefecture's own is shared; else ``municipal_shared`` where any is; else
    unknown where it is not known of one whether it is shared; else ``not_shared`` where there is one; else ``none``.
    """
    found = list(platforms)
    shared = [one for one in found if one.co_used]
    if any(one.of_prefecture for one in shared):
        return "prefecture_shared"
    if shared:
        return None if any(one.of_prefecture is None for one in shared) else "municipal_shared"
    if any(one.co_used is None for one in found):
        return None
    return "not_shared" if found else "none"
