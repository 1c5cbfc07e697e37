"""What the third edition says, as data: its quantities fit together and cover what the guidebook lists."""

from itertools import pairwise

import pytest


def test_the_four_states_hold_every_prefecture_once(guide):
    states = guide.area.prefectures
    assert [state.count for state in states.states] == [13, 5, 19, 10]
    assert states.total == len(guide.prefectures) == 47
    assert states.as_of == guide.edition_in_force.date


def test_the_types_are_the_guidebooks_thirteen_and_no_two_are_alike(guide):
    types = guide.area.types
    assert [one.number for one in types.before] == [f"1.{number}" for number in range(1, 6)]
    assert [one.number for one in types.after] == [f"2.{number}" for number in range(1, 9)]
    told_apart = {(one.origin, one.services, one.scope) for one in types.after}
    assert len(told_apart) == 8
    assert [one.number for one in types.after if one.goal] == ["2.4"]


def test_levels_are_aligned_exactly_where_several_platforms_serve_the_whole_prefecture(guide):
    for one in guide.area.types.after:
        several = one.origin == "multiple"
        wide = one.scope == "prefecture"
        expected = {(True, True): "aligned", (True, False): "not_aligned", (False, True): "as_needed"}
        assert one.alignment == expected.get((several, wide), "not_needed"), one.number


def test_each_way_keeps_its_origin_until_the_goal_and_widens(guide):
    after = {one.number: one for one in guide.area.types.after}
    for way in guide.area.types.ways:
        assert way.stages[-1] == ["2.4"]
        for earlier, later in pairwise(way.stages):
            assert {after[one].scope for one in earlier} <= {"municipality"} or {after[one].scope for one in later} == {
                "prefecture"
            }
    on_ways = {number for way in guide.area.types.ways for stage in way.stages for number in stage}
    assert on_ways == set(after)


def test_the_attributes_stand_under_one_viewpoint_each(guide):
    listed = [name for viewpoint in guide.area.attributes.viewpoints for name in viewpoint.attributes]
    assert sorted(listed) == sorted(item.id for item in guide.attributes)
    assert [viewpoint.number for viewpoint in guide.area.attributes.viewpoints] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("scheme", "build", "run"), [("prefecture_first", 100, 100), ("joint", 100, 50), ("by_domain", 100, 100)]
)
def test_a_scheme_says_what_the_prefecture_bears(guide, scheme, build, run):
    found = next(one for one in guide.area.running.schemes if one.id == scheme)
    assert (found.build_percent, found.run_percent) == (build, run)


def test_one_to_one_connections_grow_as_the_guidebook_computes(guide):
    hub = next(part for part in guide.area.platform.parts if part.id == "hub")
    for systems, connections in hub.table.rows:
        count = int(systems.ja)
        assert int(connections.ja) == count * (count - 1) // 2


def test_every_part_has_an_anchor_of_its_own_in_its_chapter(guide):
    for chapter in guide.area.chapters:
        ids = [part.id for part in chapter.parts]
        assert len(set(ids)) == len(ids), chapter.id


def test_what_an_officer_decides_is_this_guides_judgement(guide):
    for chapter in guide.area.chapters:
        assert chapter.decide, chapter.id
        assert {point.basis for point in chapter.decide} == {"judgement"}, chapter.id
