"""Sharing on a server that the authority reaches too: who shares, who sees it, and who does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import access_world
import pytest
from access_world import World
from sharing_samples import a_shared, put, signed
from test_store_opening import one_line
from two_copies import begin

from rrsa.errors import NotAllowed
from rrsa.evaluation import Evaluation
from rrsa.exchange.sharing import Choice, prepare, read_inbox, share, take_back
from rrsa.exchange.sharing.files import snapshot_file
from rrsa.exchange.sharing.signing import new_keys
from rrsa.guide.shared import Part, Shared, earlier
from rrsa.overview.desk import Desk
from rrsa.overview.releasing import release
from rrsa.overview.rounds import agreed_settings
from rrsa.overview.rows import rows
from rrsa.store import Store, open_store
from rrsa.store import shared as table
from rrsa.store.erasing import erase
from rrsa.store.rewriting import Mark
from rrsa.store.shared import Taken, take

Open = Callable[[str], Store]


@pytest.fixture(scope="module")
def world(postgres_server: str) -> Iterator[World]:
    with access_world.world(postgres_server, filled=False) as made:
        yield made


@pytest.fixture
def as_(world: World) -> Iterator[Open]:
    """Opens the database as a role."""
    held: dict[str, Store] = {}

    def opened(role: str) -> Store:
        if role not in held:
            held[role] = open_store(world.address(role))
        return held[role]

    yield opened
    for store in held.values():
        store.close()
    admin = world.line("postgres")
    admin.rollback()
    for name in reversed(access_world.NAMES):
        if name not in ("meta", "access"):
            admin.execute(f'DELETE FROM "{name}"')
    admin.commit()


@pytest.fixture
def birch(as_: Open) -> Evaluation:
    """Birch, opened by its editor."""
    store = as_("lead")
    begin(store)
    evaluation = Evaluation.open(store, "birch", author="lead")
    evaluation.record_outcome("1", {"view": 2, "line": "Why we say so"})
    return evaluation


def seen(store: Store) -> list[str]:
    return [row.setting_id for row in table.latest(store)]


def test_the_coordinator_sees_what_was_shared_and_no_more(as_: Open, birch: Evaluation) -> None:
    share(birch, prepare(birch, Choice(frozenset({Part.VIEWS}), wants="Article 12")))
    coordinator = as_("coord")
    assert seen(coordinator) == seen(as_("area")) == ["birch"]
    found = Shared.from_json(table.content(coordinator, "birch") or "")
    assert found.outcomes["1"].view == 2 and "Why we say so" not in found.to_json()
    assert coordinator.settings() == [] and table.keys_of(coordinator, "birch") is None
    for other in ("oaklead",):
        assert seen(as_(other)) == [] and table.content(as_(other), "birch") is None
    share(birch, prepare(birch, Choice(frozenset())))
    assert list(table.histories(coordinator)) == []
    assert Shared.from_json(table.content(coordinator, "birch") or "").outcomes == {}


def test_taking_back_and_undoing_reach_the_coordinator(as_: Open, birch: Evaluation) -> None:
    coordinator = as_("coord")
    share(birch, prepare(birch, Choice(frozenset(Part))))
    birch.undo()
    assert table.content(coordinator, "birch") is None
    share(birch, prepare(birch, Choice(frozenset(Part))))
    assert table.content(coordinator, "birch") is not None
    take_back(birch)
    assert table.content(coordinator, "birch") is None
    share(birch, prepare(birch, Choice(frozenset(Part))))
    erase(birch.store, "birch", [Mark("outcome", "1", "line")], author="lead")
    assert table.content(coordinator, "birch") is None


@pytest.mark.parametrize("role", ["head", "friend"])
def test_who_may_not_change_a_setting_does_not_share_for_it(as_: Open, birch: Evaluation, role: str) -> None:
    other = Evaluation.open(as_(role), "birch", author=role)
    for known in (False, True):
        with pytest.raises(NotAllowed) as refused:
            share(other, prepare(other, Choice(frozenset(Part))))
        assert one_line(refused.value)
        assert (table.row_of(birch.store, "birch") is not None) is known
        if not known:
            share(birch, prepare(birch, Choice()))
    with pytest.raises(NotAllowed):
        take_back(other)
    assert table.content(birch.store, "birch") is not None


def test_a_coordinator_takes_in_files_of_settings_elsewhere(as_: Open, birch: Evaluation) -> None:
    share(birch, prepare(birch, Choice()))
    coordinator = as_("coord")
    assert put(coordinator, a_shared("ash")) == [Taken.TAKEN]
    assert seen(coordinator) == ["ash", "birch"] and seen(as_("area")) == ["birch"]
    forged = signed(a_shared("birch", at=table.next_moment(table.row_of(coordinator, "birch"))), new_keys())
    assert take(coordinator, forged, earlier) is Taken.OTHER_KEY
    with pytest.raises(NotAllowed):
        take(coordinator, forged, earlier, accept=True)
    with pytest.raises(NotAllowed):
        put(as_("area"), a_shared("elm"))
    assert seen(coordinator) == ["ash", "birch"]


def test_a_file_that_is_not_hers_to_take_in_holds_up_no_other(as_: Open, tmp_path: Path) -> None:
    for name in ("ash", "birch", "elm"):
        (tmp_path / f"{name}.rrsa-share").write_bytes(snapshot_file(signed(a_shared(name))))
    found = read_inbox(as_("area"), tmp_path)  # who coordinates birch alone
    assert [each.outcome.value for each in found.came] == ["refused", "taken", "refused"]
    assert "your role may not take in what “ash” shares" in found.came[0].words
    assert seen(as_("coord")) == ["birch"]


def test_whose_key_lies_on_the_server_is_not_taken_from_a_file_with_another(
    as_: Open, birch: Evaluation, tmp_path: Path
) -> None:
    share(birch, prepare(birch, Choice(frozenset())))
    (tmp_path / "birch.rrsa-share").write_bytes(snapshot_file(signed(a_shared("birch"), new_keys())))
    (tmp_path / "elm.rrsa-share").write_bytes(snapshot_file(signed(a_shared("elm"))))
    found = read_inbox(as_("coord"), tmp_path, accept=["birch"])
    assert [each.outcome.value for each in found.came] == ["refused", "taken"]
    found = read_inbox(as_("coord"), tmp_path, another=["birch"])
    assert [each.outcome.value for each in found.came] == ["taken", "same"]
    assert len([each for each in seen(as_("coord")) if each.startswith("birch")]) == 2


@pytest.mark.parametrize(
    "column, value",
    [("at", "zzz"), ("at", "2026-13-45T00:00:00+00:00"), ("at", ""), ("at", "9999-12-31T23:59:59+00:00"),
     ("name", "\x1b[31mBirch\x1b[0m"), ("area", "East\nWest"), ("content", "garbage")],
    ids=["word", "no-month", "empty", "last-day", "colours", "lines", "no-snapshot"],
)  # fmt: skip
def test_what_another_program_wrote_keeps_nobody_else_from_being_read(
    as_: Open, birch: Evaluation, world: World, column: str, value: str
) -> None:
    share(birch, prepare(birch, Choice(frozenset({Part.VIEWS, Part.MODERATION}))))
    put(as_("coord"), *(a_shared(f"s{n}") for n in range(5)))
    line = world.line("lead")
    line.execute(f"UPDATE shared SET {column} = %s WHERE setting_id = 'birch'", (value,))  # type: ignore[arg-type]
    line.commit()
    store = as_("coord")
    found = rows(store, Desk.open(store, "coord"))
    assert {f"s{n}" for n in range(5)} <= {row.setting for row in found}
    for row in found:
        assert row.shared_on is None or row.shared_on.year < 9999
        assert row.name.isprintable() and (row.area or "").isprintable()
    assert release(store) > 0
    assert len(agreed_settings(store)) >= 5
    share(birch, prepare(birch, Choice(frozenset())))  # and its own program mends it
    assert "birch" in seen(store) and take_back(birch) is None
