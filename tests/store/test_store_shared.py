"""What settings have shared, kept beside the portfolios, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sharing_samples import a_shared, keys_for, put, signed
from store_samples import AUTHOR, change, evidence, view
from two_copies import begin, bring, pack

from rrsa.exchange.sharing.signing import new_keys
from rrsa.guide.shared import Part, Shared, earlier, with_needed
from rrsa.portfolio.changes import Changeset, ConflictError
from rrsa.store import Store, open_store, restore, shared_moving, tables
from rrsa.store import shared as table
from rrsa.store.erasing import erase
from rrsa.store.rewriting import Mark
from rrsa.store.shared import SharedRow, Signed, Taken, take

JAN, FEB, MAR = (f"2026-0{month}-10T09:00:00.000000+00:00" for month in (1, 2, 3))


def stone(shared: Shared, at: str) -> Signed:
    """The withdrawal of what was shared."""
    return Signed(SharedRow(shared.setting, at, at, True, keys_for(shared.setting).public), None, None)


def share(store: Store, shared: Shared, *, before: str | None = None) -> None:
    """Shares as a setting does: the day and the snapshot in one go."""
    day = change("setting", "setting", "shared_on", before, shared.at[:10])
    store.commit(
        shared.setting,
        Changeset(AUTHOR, "Shared", (day,) if before != shared.at[:10] else ()),
        also=lambda connection: table.lay(connection, signed(shared), earlier),
    )


@pytest.fixture
def birch(store: Store) -> Shared:
    """A setting in the database, and its first snapshot, not shared yet."""
    begin(store)
    table.keep_keys(store, "birch", keys_for("birch"))
    return a_shared("birch", at=JAN)


# -- taking -------------------------------------------------------------------------------------------


def test_the_newest_stays_and_the_ones_before_are_kept(store: Store) -> None:
    one = a_shared(at=FEB, views={"1": 2})
    assert put(store, one) == [Taken.TAKEN]
    assert put(store, one) == [Taken.SAME]
    assert put(store, a_shared(at=JAN)) == [Taken.OLDER]
    assert put(store, a_shared(at=MAR, views={"1": 3})) == [Taken.TAKEN]
    (row,) = table.latest(store)
    assert (row.setting_id, row.at, row.withdrawn) == ("birch-primary", MAR, False)
    assert (row.name, row.kind, row.held, row.parts) == (
        "Birch Primary",
        "school",
        "bronze",
        "views,shown,actions,measures,evidence,moderation",
    )
    now = Shared.from_json(table.content(store, "birch-primary") or "")
    assert now.outcomes["1"].view == 3
    ((at, before),) = table.history(store, "birch-primary")
    assert at == FEB and Shared.from_json(before).outcomes["1"].view == 2
    assert "Why 1" not in before, "words for a joint round are kept no longer than the round needs them"


def test_at_most_one_a_day_is_kept_of_those_before(store: Store) -> None:
    put(
        store,
        a_shared(at=JAN),
        a_shared(at=JAN.replace("09:", "10:")),
        a_shared(at=JAN.replace("09:", "11:")),
    )
    assert table.history(store, "birch-primary") == []
    put(store, a_shared(at=FEB))
    assert [at for at, _text in table.history(store, "birch-primary")] == [JAN.replace("09:", "11:")]


def test_old_ones_do_not_pile_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_BEFORE", 2)
    days = [f"2026-01-0{day}T09:00:00.000000+00:00" for day in range(1, 6)]
    put(store, *(a_shared(at=day) for day in days))
    assert [at for at, _text in table.history(store, "birch-primary")] == days[2:4]


def test_who_shares_less_has_shared_less_before_too(store: Store) -> None:
    put(store, a_shared(at=JAN), a_shared(at=FEB))
    put(store, a_shared(at=MAR, parts=[Part.ACTIONS]))
    for _at, text in table.history(store, "birch-primary"):
        before = Shared.from_json(text)
        assert before.parts == {Part.ACTIONS}
        assert before.outcomes["1"].view is None and not before.measures


def test_another_key_is_refused_until_it_is_accepted(store: Store) -> None:
    forged = signed(a_shared(at=FEB, views={"1": 4}), new_keys())
    put(store, a_shared(at=JAN))
    assert take(store, forged, earlier) is Taken.OTHER_KEY
    assert table.latest(store)[0].at == JAN
    assert take(store, forged, earlier, accept=True) is Taken.TAKEN
    assert put(store, a_shared(at=MAR)) == [Taken.OTHER_KEY]
    assert table.latest(store)[0].key == forged.row.key


def test_a_setting_that_lies_here_is_known_by_its_own_key(store: Store, birch: Shared) -> None:
    forged = signed(birch, new_keys())
    assert take(store, forged, earlier) is Taken.OTHER_KEY
    assert take(store, forged, earlier, accept=True) is Taken.OTHER_KEY
    assert put(store, birch) == [Taken.TAKEN]


def test_what_is_withdrawn_leaves_a_tombstone_and_does_not_come_back(store: Store) -> None:
    first, second = a_shared(at=JAN), a_shared(at=FEB)
    put(store, first, second)
    assert take(store, stone(first, MAR), earlier) is Taken.WITHDRAWN
    (row,) = table.latest(store)
    assert row == SharedRow("birch-primary", MAR, row.taken_at, True, row.key)
    assert table.content(store, "birch-primary") is None
    assert list(table.contents(store)) == [] and table.history(store, "birch-primary") == []
    assert put(store, first, second) == [Taken.GONE, Taken.GONE]
    assert take(store, stone(first, MAR), earlier) is Taken.SAME
    assert put(store, a_shared(at=MAR.replace("09:", "10:"))) == [Taken.TAKEN], "it may share again"


def test_a_withdrawal_may_come_before_what_it_withdraws(store: Store) -> None:
    shared = a_shared(at=JAN)
    assert take(store, stone(shared, FEB), earlier) is Taken.WITHDRAWN
    assert put(store, shared) == [Taken.GONE]


def test_an_older_withdrawal_does_not_take_a_newer_snapshot(store: Store) -> None:
    put(store, a_shared(at=FEB))
    assert take(store, stone(a_shared(), JAN), earlier) is Taken.OLDER
    assert table.content(store, "birch-primary")


def test_many_are_listed_by_name_and_read_by_id(store: Store) -> None:
    put(store, *(a_shared(f"school-{n:02}", at=JAN) for n in reversed(range(12))))
    assert [row.setting_id for row in table.latest(store)] == [f"school-{n:02}" for n in range(12)]
    wanted = ["school-03", "school-07", "not-there"]
    assert [setting for setting, _text in table.contents(store, wanted)] == ["school-03", "school-07"]
    assert len(list(table.contents(store))) == 12
    assert list(table.contents(store, [])) == []


def test_listing_reads_no_content(store: Store) -> None:
    put(store, a_shared(at=JAN))
    assert not any("Why 1" in str(value) for row in table.latest(store) for value in row)


# -- one's own ----------------------------------------------------------------------------------------


def test_sharing_and_saying_so_are_one(store: Store, birch: Shared) -> None:
    share(store, birch)
    assert store.load("birch").portfolio.setting.shared_on == "2026-01-10"
    assert table.row_of(store, "birch") is not None
    before = store.load("birch").revision

    class Interrupted(Exception):
        pass

    def broken_off(_connection: object) -> None:
        raise Interrupted

    day = change("setting", "setting", "shared_on", "2026-01-10", "2026-02-10")
    with pytest.raises(Interrupted):
        store.commit("birch", Changeset(AUTHOR, "Shared", (day,)), also=broken_off)
    assert store.load("birch").revision == before
    assert store.load("birch").portfolio.setting.shared_on == "2026-01-10"
    assert table.content(store, "birch") == birch.to_json()


def test_sharing_again_on_the_same_day_takes_the_newer(store: Store, birch: Shared) -> None:
    share(store, birch)
    later = replace(birch, at=JAN.replace("09:", "10:"), wants="Another thing")
    revision = store.load("birch").revision
    share(store, later, before="2026-01-10")
    assert store.load("birch").revision == revision, "nothing of the portfolio has changed"
    assert table.content(store, "birch") == later.to_json()


def test_the_same_changeset_twice_shares_once(store: Store, birch: Shared) -> None:
    laid: list[int] = []
    changeset = Changeset(AUTHOR, "Shared", (change("setting", "setting", "shared_on", None, "2026-01-10"),))
    for _again in range(2):
        store.commit("birch", changeset, also=lambda _connection: laid.append(1))
    assert laid == [1]


def test_of_two_who_share_at_once_the_later_stays(store: Store, birch: Shared) -> None:
    share(store, replace(birch, at=FEB))
    with pytest.raises(ConflictError, match="somebody else has shared it meanwhile"):
        share(store, birch, before="2026-02-10")
    assert store.load("birch").portfolio.setting.shared_on == "2026-02-10"
    assert table.row_of(store, "birch").at == FEB  # type: ignore[union-attr]


def test_undoing_a_share_takes_the_snapshot_back(store: Store, birch: Shared) -> None:
    share(store, birch)
    store.undo("birch", AUTHOR)
    assert store.load("birch").portfolio.setting.shared_on is None
    row = table.row_of(store, "birch")
    assert row is not None and row.withdrawn and row.at > JAN
    assert table.content(store, "birch") is None
    store.redo("birch", AUTHOR)
    assert table.content(store, "birch") is None, "what was withdrawn comes back only when it is shared again"


def test_other_changes_and_undos_leave_it_alone(store: Store, birch: Shared) -> None:
    share(store, birch)
    store.commit("birch", view("1", None, 3))
    store.undo("birch", AUTHOR)
    assert table.content(store, "birch") == birch.to_json()


def test_a_clock_put_back_does_not_stop_a_setting_from_sharing(store: Store) -> None:
    now = datetime.now(UTC)

    def known(ahead: timedelta) -> SharedRow:
        at = (now + ahead).isoformat(timespec="microseconds")
        return SharedRow("birch", at, at, False, "")

    assert table.next_moment(None) >= now.isoformat(timespec="microseconds")
    hour = known(timedelta(hours=1))
    assert table.next_moment(hour) > hour.at
    year = known(timedelta(days=365))
    assert table.next_moment(year) < year.at, "a clock that was a year ahead is not followed"


def test_a_key_is_made_once(store: Store, birch: Shared) -> None:
    assert table.keep_keys(store, "birch", new_keys()) == keys_for("birch") == table.keys_of(store, "birch")
    assert table.keys_of(store, "ash") is None


# -- moving with a setting ----------------------------------------------------------------------------


def test_a_backup_brings_it_all_back(store: Store, birch: Shared, tmp_path: Path) -> None:
    share(store, birch)
    put(store, a_shared("ash", at=JAN), a_shared("ash", at=FEB), a_shared("elm", at=JAN))
    take(store, stone(a_shared("elm"), FEB), earlier)
    store.backup(tmp_path / "backup.db")
    restore(tmp_path / "backup.db", tmp_path / "new.db")
    with open_store(tmp_path / "new.db") as new:
        assert table.latest(new) == table.latest(store)
        assert list(table.contents(new)) == list(table.contents(store))
        assert list(table.histories(new)) == list(table.histories(store))
        assert table.keys_of(new, "birch") == keys_for("birch")


def test_a_backup_does_not_put_older_ones_in_place_of_newer(store: Store, tmp_path: Path) -> None:
    put(store, a_shared("ash", at=JAN), a_shared("elm", at=JAN), a_shared("oak", at=JAN))
    put(store, a_shared("ash", at=FEB), a_shared("fir", at=FEB))
    store.backup(tmp_path / "backup.db")
    with open_store(tmp_path / "new.db") as new:
        put(new, a_shared("ash", at=MAR, parts=[]), a_shared("elm", at=JAN.replace("2026", "2025")))
        take(new, stone(a_shared("oak"), FEB), earlier)
    restore(tmp_path / "backup.db", tmp_path / "new.db")
    with open_store(tmp_path / "new.db") as new:
        rows = {row.setting_id: (row.at, row.withdrawn) for row in table.latest(new)}
        assert rows == {"ash": (MAR, False), "elm": (JAN, False), "oak": (FEB, True), "fir": (FEB, False)}
        assert table.history(new, "ash") == [], "what it shared before with more in it stays away"
        assert [setting for setting, _text in table.contents(new)] == ["ash", "elm", "fir"]


def test_whoever_takes_over_goes_on_with_the_key(store: Store, birch: Shared, tmp_path: Path) -> None:
    share(store, birch)
    put(store, a_shared("ash", at=JAN))
    with open_store(tmp_path / "new.db") as new:
        bring(new, pack(store, tmp_path))
        assert table.keys_of(new, "birch") == keys_for("birch")
        assert [row.setting_id for row in table.latest(new)] == ["birch"], "other settings' are not in it"
        # And again, once both have gone on: the newer snapshot and the one key stay.
        newer = replace(birch, at=MAR)
        share(store, newer, before="2026-01-10")
        new.commit("birch", evidence("E5", "Made by whoever took over"))
        bring(new, pack(store, tmp_path))
        assert table.row_of(new, "birch").at == MAR  # type: ignore[union-attr]
        assert table.keys_of(new, "birch") == keys_for("birch")


def test_the_tables_are_part_of_what_is_kept() -> None:
    assert set(shared_moving.TABLES) <= set(tables.CONTENT)


# -- erasing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "parts", "goes"),
    [
        ((Mark("evidence", "E1"),), [Part.MODERATION], True),
        ((Mark("evidence", "E1", "note"),), [Part.MODERATION], True),
        ((Mark("evidence", "E1"),), [Part.VIEWS, Part.EVIDENCE, Part.SHOWN, Part.MEASURES], False),
        ((Mark("outcome", "1", "line"),), [Part.MODERATION], True),
        ((Mark("outcome", "1", "line"),), [Part.VIEWS], False),
        ((Mark("measure", "M1"),), [Part.MEASURES], True),
        ((Mark("reading", "R1"),), [Part.MEASURES], True),
        ((Mark("measure", "M1"),), [Part.MODERATION], False),
        ((Mark("setting", "setting", "help_wanted"),), [], True),
        ((Mark("action", "A1"),), list(Part), False),
    ],
    ids=[
        "piece",
        "note",
        "piece, counts alone",
        "line",
        "line, views alone",
        "measure",
        "reading",
        "measure, no figures",
        "help",
        "action",
    ],
)
def test_what_is_erased_is_not_left_in_what_was_shared(
    store: Store, birch: Shared, marks: tuple[Mark, ...], parts: list[Part], goes: bool
) -> None:
    store.commit("birch", evidence("E1", "A title that gives somebody away"))
    share(store, replace(birch.narrowed(with_needed(parts)), at=FEB))
    put(store, a_shared("ash", at=FEB))
    done = erase(store, "birch", marks, author=AUTHOR)
    assert done.shared is goes
    assert (table.content(store, "birch") is None) is goes
    assert table.history(store, "birch") == [] and table.content(store, "ash")


def test_what_was_erased_does_not_come_back_with_what_another_copy_shared(
    store: Store, birch: Shared, tmp_path: Path
) -> None:
    store.commit("birch", evidence("E1", "A title that gives somebody away"))
    with open_store(tmp_path / "new.db") as new:
        bring(new, pack(store, tmp_path))
        share(new, birch)  # with the words of a joint round
        old = pack(new, tmp_path, "old.zip")
    erase(store, "birch", [Mark("evidence", "E1")], author=AUTHOR)
    bring(store, old)
    assert table.row_of(store, "birch") is None
