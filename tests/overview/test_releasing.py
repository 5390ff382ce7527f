"""Figures stand until five settings have changed, so that counting before and after tells nobody's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sharing_samples import a_shared, put

from rrsa.guide.shared import Part, Shared
from rrsa.overview.groups import EVERYBODY, Figures, Group, group_of
from rrsa.overview.releasing import State, due, needed, release
from rrsa.store import Store, open_store, released, shared
from rrsa.store.released import AREAS

SCHOOLS = "rights-respecting-school@2026.1"
START = datetime(2026, 9, 1, 9, tzinfo=UTC)


def moment(minutes: int) -> str:
    return (START + timedelta(minutes=minutes)).isoformat(timespec="microseconds")


@pytest.fixture
def store(tmp_path: object) -> Iterator[Store]:
    with open_store(f"{tmp_path}/desk.sqlite", create=True) as opened:
        yield opened


# Which setting, its view, whether it shares views, its area, whether it stays.
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 17), st.integers(1, 4), st.booleans(), st.integers(0, 2), st.integers(0, 5).map(bool)
    ),
    min_size=20,
    max_size=90,
)


@given(EVENTS)
def test_any_two_figures_differ_by_five_settings_or_more(
    events: list[tuple[int, int, bool, int, bool]],
) -> None:
    """However settings come, go, share more or less or move: of one subject, and of one area, what differs
    between the figures of any two days, next to each other or not, is about five settings or nothing."""
    standing: dict[str, Shared] = {}
    states = []
    for minute, (who, view, views, area, stays) in enumerate(events):
        setting = f"setting-{who:02}"
        standing.pop(setting, None)
        if stays:
            parts = tuple(Part) if views else ()
            standing[setting] = a_shared(
                setting, views={"1": view}, parts=parts, at=moment(minute), area=f"Area {area}"
            )
        states.append(State(moment(minute), list(standing.values())))
    made: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for each in due(SCHOOLS, states, {}):
        made.setdefault(each.row.subject, []).append((each.row.at, json.loads(each.basis)))
    for subject, figures in made.items():
        if subject.endswith(AREAS):
            # Of the same moment as the whole: else the difference of the two would be of fewer.
            assert {at for at, _basis in figures} <= {at for at, _basis in made[subject.removesuffix(AREAS)]}
        for (_at, before), (_later, now) in combinations(figures, 2):
            areas = {mark.partition(" ")[2] for mark in (*before.values(), *now.values())}
            for area in areas:
                then, here = within(area, before), within(area, now)
                assert len(then) not in (1, 2, 3, 4)
                if then and here:  # told on both days
                    assert differing(then, here) not in (1, 2, 3, 4)
                    assert differing(then, here) >= 5 or subject.endswith(AREAS)


def within(area: str, basis: dict[str, str]) -> dict[str, str]:
    """The settings of one area; where no areas are told, all."""
    return {setting: mark for setting, mark in basis.items() if mark.partition(" ")[2] == area}


def differing(one: dict[str, str], other: dict[str, str]) -> int:
    return sum(one.get(setting) != other.get(setting) for setting in one.keys() | other.keys())


def test_those_that_came_and_went_do_not_bring_a_figure_back_to_what_it_was() -> None:
    """Five come, and go again; then one changes: beside the figure of before, that would be one."""
    held = {n: a_shared(f"setting-{n:02}", at=moment(n)) for n in range(10)}
    states = [State(moment(20), list(held.values()))]
    guests = [a_shared(f"guest-{n}", at=moment(30 + n)) for n in range(5)]
    states.append(State(moment(40), [*held.values(), *guests]))
    held[3] = a_shared("setting-03", at=moment(50), views={"1": 4})
    states.append(State(moment(60), list(held.values())))
    moments = {made.row.at for made in due(SCHOOLS, states, {})}
    assert moments == {moment(20), moment(40)}


def test_where_there_are_many_more_of_them_have_to_share_anew() -> None:
    assert [needed(n) for n in (5, 60, 100, 119, 200, 5000)] == [5, 5, 5, 5, 10, 250]


def share_views(store: Store, n: int, view: int, *, minutes: int, begin: int = 0, **more: str) -> None:
    put(store, *(
        a_shared(f"setting-{place:02}", views={"1": view}, at=moment(minutes + place), **more)
        for place in range(begin, begin + n)
    ))  # fmt: skip


def views(store: Store) -> tuple[str, list[list[int]]] | None:
    figure = Figures.of(store).newest(SCHOOLS, "views")
    return None if figure is None else (figure.at, figure.said["outcomes"]["1"])


def test_four_more_change_nothing_and_the_fifth_does(store: Store) -> None:
    share_views(store, 6, 1, minutes=0)
    share_views(store, 6, 4, minutes=0, begin=6)
    assert release(store, now=moment(100)) > 0
    first = views(store)
    assert first == (moment(100), [[0, 2, 6], [3, 4, 6]])
    share_views(store, 4, 4, minutes=200)
    assert release(store, now=moment(300)) == 0
    assert views(store) == first
    share_views(store, 1, 1, minutes=400, begin=4)
    assert release(store, now=moment(500)) > 0
    assert views(store) != first


def test_whoever_withdraws_is_not_to_be_told_from_what_is_left(store: Store) -> None:
    share_views(store, 12, 3, minutes=0)
    release(store, now=moment(100))
    first = views(store)
    with store.database.writing() as connection:
        shared.withdraw(connection, "setting-03")
    assert release(store, now=moment(300)) == 0
    assert views(store) == first


def test_fewer_than_five_are_told_nothing_of(store: Store) -> None:
    share_views(store, 4, 3, minutes=0)
    assert release(store, now=moment(100)) == 0
    assert Figures.of(store).frameworks == {}


def test_a_second_coordinator_makes_the_same_figures_once(store: Store) -> None:
    share_views(store, 12, 3, minutes=0)
    made = release(store, now=moment(100))
    assert made > 0
    assert release(store, now=moment(101)) == 0
    assert len(released.released(store)) == made


def test_earlier_snapshots_give_a_trend_the_first_time(store: Store) -> None:
    share_views(store, 12, 1, minutes=0)
    share_views(store, 12, 4, minutes=60 * 24 * 45)
    release(store, now=moment(60 * 24 * 60))
    days = [figure.on.isoformat() for figure in Figures.of(store).series(SCHOOLS, "views")]
    assert len(days) == 2
    assert days[0] <= "2026-10-01" < days[1]


def test_groups_are_found_by_what_is_typed(store: Store) -> None:
    share_views(store, 12, 3, minutes=0, area="East")
    share_views(store, 8, 2, minutes=0, begin=12, area="West")
    release(store, now=moment(100))
    figures = Figures.of(store)
    assert [each.text for each in figures.groups()] == ["all", "kind:school", "area:East", "area:West"]
    assert figures.within(EVERYBODY) == [SCHOOLS]
    assert figures.within(group_of("area:east")) == [SCHOOLS]
    assert figures.within(group_of("framework:rights-respecting-school")) == [SCHOOLS]
    with pytest.raises(Exception, match="nothing is told of children’s houses"):
        figures.within(Group("kind", "residential"))
    with pytest.raises(Exception, match="no group of settings"):
        group_of("east")
