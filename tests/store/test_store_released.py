"""Figures of groups are kept once, travel with a backup, and are told alike to everybody on a server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import access_world
import pytest
from access_world import World
from an_authority import SCHOOLS, authority
from sharing_samples import put

from rrsa.errors import RrsaError
from rrsa.overview import references
from rrsa.overview.desk import Desk
from rrsa.overview.figure_words import nothing_told, whose_figures
from rrsa.overview.groups import Figures
from rrsa.overview.passing_on import for_setting, pass_on
from rrsa.overview.releasing import release
from rrsa.portfolio.portfolio import Portfolio
from rrsa.store import Store, open_store, released, restore
from rrsa.store.access import granting
from rrsa.store.access.levels import Level
from rrsa.store.postgres import PostgresDatabase
from rrsa.store.released import AREAS, Made, ReleasedRow

AGAIN = "2026-03-10T10:00:00.000000+00:00"


def a_figure(at: str, content: str = "{}", after: str | None = None) -> Made:
    return Made(ReleasedRow(SCHOOLS, "views", at, content), "{}", after)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with open_store(store_url, create=True) as opened:
        yield opened


def test_of_two_who_make_the_same_figures_the_first_is_kept(store: Store) -> None:
    assert released.add(store, "desk.overview", [a_figure("a", "1")]) == 1
    assert released.add(store, "desk.overview", [a_figure("b", "2")]) == 0  # made of the same, a moment later
    assert [row.content for row in released.released(store)] == ["1"]
    assert released.add(store, "desk.overview", [a_figure("b", "2", after="a")]) == 1
    assert released.bases(store)[SCHOOLS, "views"][0] == "b"


def test_figures_travel_with_a_backup_so_that_nothing_is_counted_anew(tmp_path: Path) -> None:
    with open_store(tmp_path / "desk.db", create=True) as store:
        put(store, *authority(12, 0))
        release(store)
        before = released.released(store)
        store.backup(tmp_path / "desk.rrsa-backup")
    restore(tmp_path / "desk.rrsa-backup", tmp_path / "again.db")
    with open_store(tmp_path / "again.db", create=False) as again:
        assert released.released(again) == before
        put(again, *(replace(each, at=AGAIN) for each in authority(4, 0)))
        assert release(again) == 0


@pytest.fixture
def world(postgres_server: str) -> Iterator[World]:
    with access_world.world(postgres_server) as made:
        line = made.line("postgres")
        for table in ("released", "shared", "shared_before", "reference"):
            line.execute(f"DELETE FROM {table}")  # type: ignore[arg-type]
        line.commit()
        yield made


def test_everybody_on_a_server_is_told_the_same_and_only_who_coordinates_makes_them(world: World) -> None:
    with open_store(world.address("coord"), create=False) as store:
        put(store, *authority(24, 0))
        assert release(store) > 0
        made = Figures.of(store)
        figure = made.newest(SCHOOLS, "views")
        assert figure is not None and figure.n == 24
        assert made.areas(SCHOOLS) == ["East", "West"]
    for role in ("lead", "head", "friend"):
        with open_store(world.address(role), create=False) as store:
            figures = Figures.of(store)
            assert figures.newest(SCHOOLS, "views") == figure
            assert figures.areas(SCHOOLS) == []
            assert not any(row.subject.endswith(AREAS) for row in released.released(store))
            assert released.bases(store) == {}
            assert release(store) == 0
            with pytest.raises(RrsaError):
                released.add(store, "desk.overview", [a_figure("z")])


def test_nobody_but_who_keeps_the_desk_tells_the_others_figures(world: World) -> None:
    """An editor may write rows under the own setting's id, with another program than ours."""
    with open_store(world.address("coord"), create=False) as store:
        put(store, *authority(24, 0))
        assert release(store) > 0
        made = released.released(store)
    line = world.line("lead")
    for framework, subject in ((SCHOOLS, "views"), ("", "references"), (SCHOOLS, "forged")):
        line.execute(
            "INSERT INTO released (setting_id, framework, subject, at, content, basis)"
            " VALUES ('birch', %s, %s, '2099-01-01T00:00:00.000000+00:00', 'not even JSON', '{\"birch\": 1')",
            (framework, subject),
        )
    line.commit()
    for role in ("head", "coord", "area"):
        with open_store(world.address(role), create=False) as store:
            told = [row for row in released.released(store) if not row.subject.endswith(AREAS)]
            assert told == [row for row in made if not row.subject.endswith(AREAS)]
            assert for_setting(store, Portfolio()) == []
            assert Figures.of(store).frameworks


def test_whoever_sees_most_of_those_counted_is_not_told_what_the_others_must_be(world: World) -> None:
    """Eight of twelve settings seen for themselves, and twelve counted: subtracted, that is about four."""
    settings = [each.setting for each in authority(12, 0)]
    with open_store(world.address("coord"), create=False) as store:
        put(store, *authority(12, 0))
        assert release(store) > 0
    for more, told in (([], True), (settings[:7], True), (settings[7:8], False), (settings[8:], True)):
        database = PostgresDatabase(world.address("boss"))
        if more:
            granting.grant(database, world.role("area"), more, Level.COORDINATOR)
        database.close()
        with open_store(world.address("area"), create=False) as store:
            figures = Figures.of(store)
            assert bool(figures.frameworks) is told, more
            assert figures.others_make and release(store) == 0, "figures over some would be another group's"
            assert bool(nothing_told(figures)) and bool(whose_figures(figures))
    with open_store(world.address("coord"), create=False) as store:
        assert not Figures.of(store).others_make and not whose_figures(Figures.of(store))


def test_figures_from_elsewhere_reach_the_settings_of_a_server(world: World) -> None:
    found = references.figure(
        {
            "title": "Scotland",
            "subject": "view:1",
            "figure": "72 %",
            "date": "1 Feb 2026",
            "source": "Survey",
        },
        today=date(2026, 3, 2),
    )
    assert not isinstance(found, references.Wrong)
    with open_store(world.address("coord"), create=False) as store:
        desk = Desk.open(store, "coord")
        references.take(desk, [found], name="a.csv")
        assert pass_on(store)
        assert not pass_on(store)  # nothing has changed since
    with open_store(world.address("lead"), create=False) as store:
        (seen,) = for_setting(store, Portfolio())
        assert (seen.title, seen.figure, seen.source) == ("Scotland", "72 %", "Survey")
        assert not pass_on(store)
    with open_store(world.address("coord"), create=False) as store:
        references.remove(Desk.open(store, "coord"), [found[0]])
        assert pass_on(store)
    with open_store(world.address("lead"), create=False) as store:
        assert list(for_setting(store, Portfolio())) == []
