"""The invented authority: sixty settings that say and share the same each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from rrsa import authority_sample
from rrsa.cli.program import program
from rrsa.guide.shared import Part, Shared
from rrsa.overview.desk import Desk
from rrsa.store import Store, open_store, shared


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("authority") / "authority.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RRSA_HOME", str(database.parent))
        authority_sample.ready(database)
    return database


@pytest.fixture
def store(made: Path) -> Iterator[Store]:
    with open_store(made, read_only=True) as found:
        yield found


def test_there_are_sixty_schools_and_houses_in_four_areas(store: Store) -> None:
    everyone = authority_sample.invented()
    assert len({each.id for each in everyone}) == 60
    assert Counter(each.kind for each in everyone) == {"school": 53, "residential": 7}
    assert {info.id for info in store.settings()} == {each.id for each in everyone}
    assert set(Desk.open(store, "Coordinator").portfolio.listed) == {each.id for each in everyone}


def test_most_have_shared_something_and_some_have_not(store: Store) -> None:
    rows = shared.latest(store)
    assert 45 <= len(rows) < 60
    snapshots = [Shared.from_json(content) for _setting, content in shared.contents(store)]
    for part in Part:
        assert 5 <= sum(part in each.parts for each in snapshots) < 60, part
    assert any(each.wants for each in snapshots) and any(each.offers for each in snapshots)
    assert len({each.held for each in snapshots if each.kind == "school"}) == 4


def test_each_tells_of_two_days(store: Store) -> None:
    rows = shared.latest(store)
    assert all(len(shared.history(store, row.setting_id)) >= 1 for row in rows)


def test_every_journal_is_whole(store: Store) -> None:
    assert store.check() == []


def test_the_same_setting_says_the_same_each_time() -> None:
    from rrsa.framework.catalogue import find

    framework = find("rights-respecting-school").framework
    first, second = ([*each.sittings(framework)] for each in (authority_sample.invented()[0],) * 2)
    assert first == second


def test_the_demo_of_it_without_a_terminal_says_the_overview(home: Path) -> None:
    done = CliRunner().invoke(program, ["demo", "--authority"])
    assert done.exit_code == 0, done.output
    assert "60 settings" in done.output
    again = CliRunner().invoke(program, ["demo", "--authority", "--create-only"])
    assert again.exit_code == 0 and "Making" not in again.output


@pytest.mark.parametrize("more", ["--fresh", "--with-history"])
def test_the_demo_of_it_is_no_other_demo(more: str) -> None:
    done = CliRunner().invoke(program, ["demo", "--authority", more])
    assert done.exit_code != 0 and "sample of its own" in f"{done.output}{done.exception}"
