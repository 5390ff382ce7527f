"""What both engines promise alike."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from store_samples import AUTHOR, change, evidence, founding, link, set_up, view

from rrsa.errors import BadInput, NotFound, ReadOnly
from rrsa.portfolio.changes import Cell, Changeset, Conflict, ConflictError
from rrsa.portfolio.records import Value
from rrsa.store import Store, open_store


def value(store: Store, setting: str, kind: str, record: str, field: str) -> Value:
    return store.load(setting).portfolio.value(Cell(kind, record, field))


def test_a_new_setting_is_listed_and_can_be_loaded(store: Store) -> None:
    made = store.create("birch", founding("Birch Primary"))
    assert made.revision == 1
    store.create("ash", founding("Ash House"))
    assert [(s.id, s.name, s.kind, s.framework, s.aim, s.revision) for s in store.settings()] == [
        ("ash", "Ash House", "school", "school@1", "silver", 1),
        ("birch", "Birch Primary", "school", "school@1", "silver", 1),
    ]
    assert store.exists("ash")
    assert not store.exists("oak")
    assert store.load("birch").portfolio.setting.name == "Birch Primary"


def test_the_list_says_when_a_setting_was_last_changed(store: Store, birch: str) -> None:
    later = replace(view("1", None, 3), at="2031-05-06T07:08:09.000000+00:00")
    store.commit(birch, later)
    assert store.settings()[0].changed_at == later.at


def test_a_taken_id_is_refused_but_the_same_set_up_repeated_is_not(store: Store) -> None:
    first = founding()
    store.create("birch", first)
    again = store.create("birch", first)
    assert again.repeated
    assert again.revision == 1
    assert {c.after for c in again.changes} == {c.after for c in first.changes}
    with pytest.raises(BadInput, match="there is a setting “birch” already"):
        store.create("birch", founding())
    assert len(store.history("birch")) == 1


def test_every_type_of_value_comes_back_as_it_went_in(store: Store, birch: str) -> None:
    note = "Zürich\n“quoted” — 50 %, 子ども 👧\t%s :x ?"
    store.commit(birch, evidence("E1", identifiable=True, people=2**53 - 1, date="2026-02-28", note=note))
    store.commit(birch, evidence("E2", identifiable=None, people=0, note=""))
    with open_store(store_address(store)) as other:
        found = other.load(birch).portfolio.evidence
    assert found["E1"].identifiable is True
    assert found["E1"].people == 2**53 - 1
    assert (found["E1"].date, found["E1"].note) == ("2026-02-28", note)
    assert found["E2"].identifiable is None
    assert found["E2"].people == 0
    assert type(found["E2"].people) is int
    assert found["E2"].note == ""


def store_address(store: Store) -> str:
    url = store.database.engine.url
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql").render_as_string(hide_password=False)
    return store.where


def test_a_stale_change_is_refused_with_base_mine_and_theirs_and_nothing_is_made(
    store: Store, birch: str
) -> None:
    store.commit(birch, view("1", None, 2, "head"))
    mine = Changeset(
        AUTHOR,
        "Two views",
        (change("outcome", "2", "view", None, 4), change("outcome", "1", "view", None, 3)),
    )
    with pytest.raises(ConflictError) as refused:
        store.commit(birch, mine)
    assert refused.value.conflicts == (Conflict(Cell("outcome", "1", "view"), None, 3, 2),)
    assert store.load(birch).revision == 2
    assert value(store, birch, "outcome", "2", "view") is None
    assert [e.changeset.author for e in store.history(birch)] == ["head", AUTHOR]


def test_two_stores_on_one_database_see_each_others_conflicts(store: Store, birch: str) -> None:
    with open_store(store_address(store)) as other:
        other.commit(birch, view("1", None, 2))
        with pytest.raises(ConflictError):
            store.commit(birch, view("1", None, 3))
        store.commit(birch, view("1", 2, 3))
        assert value(other, birch, "outcome", "1", "view") == 3


def test_a_guard_that_no_longer_holds_refuses_the_change(store: Store, birch: str) -> None:
    with pytest.raises(ConflictError) as refused:
        store.commit(birch, link("E1", "4"))
    assert refused.value.conflicts == (Conflict(Cell("evidence", "E1", "present"), True, True, None),)
    store.commit(birch, evidence("E1"))
    store.commit(birch, link("E1", "4"))
    assert list(store.load(birch).portfolio.links) == ["E1:4"]


def test_a_commit_repeated_after_a_lost_answer_changes_nothing(store: Store, birch: str) -> None:
    mine = view("1", None, 3)
    first = store.commit(birch, mine)
    store.commit(birch, view("1", 3, 2))
    again = store.commit(birch, mine)
    assert (again.revision, again.changes, again.repeated) == (first.revision, first.changes, True)
    assert value(store, birch, "outcome", "1", "view") == 2
    assert store.load(birch).revision == 3


def test_the_same_changeset_may_go_to_two_settings(store: Store) -> None:
    set_up(store, "birch")
    set_up(store, "ash")
    mine = view("1", None, 3)
    assert not store.commit("birch", mine).repeated
    assert not store.commit("ash", mine).repeated
    assert value(store, "ash", "outcome", "1", "view") == 3


def test_what_is_so_already_makes_no_revision(store: Store, birch: str) -> None:
    store.commit(birch, view("1", None, 3))
    nothing = store.commit(birch, view("1", None, 3))
    assert nothing.revision == 2
    assert nothing.changes == ()
    assert not nothing.repeated
    assert store.load(birch).revision == 2
    both = Changeset(
        AUTHOR, "Both", (change("outcome", "1", "view", None, 3), change("outcome", "2", "view", None, 1))
    )
    made = store.commit(birch, both)
    assert made.revision == 3
    assert made.changes == (change("outcome", "2", "view", None, 1),)
    assert store.history(birch, limit=1)[0].changeset.changes == made.changes


def test_a_record_with_nothing_left_in_it_is_gone(store: Store, birch: str) -> None:
    store.commit(birch, view("1", None, 3))
    store.commit(birch, view("1", 3, None))
    assert store.load(birch).portfolio.outcomes == {}
    store.commit(birch, view("1", None, 2))
    assert value(store, birch, "outcome", "1", "view") == 2


def test_many_records_at_once_are_compared_as_carefully_as_one(store: Store, birch: str) -> None:
    made = tuple(change("outcome", str(n), "view", None, n) for n in range(200))
    store.commit(birch, Changeset(AUTHOR, "All", made))
    store.commit(birch, view("150", 150, 7))
    stale = tuple(change("outcome", str(n), "view", n, n + 1) for n in range(200))
    with pytest.raises(ConflictError) as refused:
        store.commit(birch, Changeset(AUTHOR, "All again", stale))
    assert refused.value.conflicts == (Conflict(Cell("outcome", "150", "view"), 150, 151, 7),)
    gone = tuple(change("outcome", str(n), "view", 7 if n == 150 else n, None) for n in range(200))
    store.commit(birch, Changeset(AUTHOR, "None", gone))
    assert store.load(birch).portfolio.outcomes == {}


def test_settings_do_not_touch_each_other(store: Store) -> None:
    set_up(store, "birch")
    set_up(store, "ash")
    store.commit("birch", view("1", None, 3))
    store.commit("ash", view("1", None, 1))
    store.commit("ash", view("1", 1, None))
    assert value(store, "birch", "outcome", "1", "view") == 3
    assert (store.load("birch").revision, store.load("ash").revision) == (2, 3)


def test_an_unknown_setting_is_named_with_the_nearest(store: Store, birch: str) -> None:
    for ask in (
        lambda: store.load("brich"),
        lambda: store.commit("brich", view("1", None, 3)),
        lambda: store.history("brich"),
        lambda: store.undo("brich", AUTHOR),
    ):
        with pytest.raises(NotFound, match="there is no setting “brich” — did you mean birch"):
            ask()


@pytest.mark.parametrize(
    "cell, after",
    [
        (Cell("outcome", "1", "mood"), "good"),
        (Cell("mood", "1", "view"), 3),
        (Cell("outcome", "", "view"), 3),
        (Cell("setting", "other", "name"), "X"),
        (Cell("outcome", "1", "view"), "3"),
        (Cell("outcome", "1", "view"), True),
        (Cell("outcome", "1", "asked"), 1),
        (Cell("outcome", "1", "line"), 1),
        (Cell("outcome", "1", "line"), "a\0b"),
        (Cell("outcome", "1", "line"), "a\ud800b"),
    ],
)
def test_what_no_record_can_hold_is_refused(store: Store, birch: str, cell: Cell, after: Value) -> None:
    wrong = Changeset(AUTHOR, "Wrong", (change("outcome", "2", "view", None, 1), change(*cell, None, after)))
    with pytest.raises(BadInput):
        store.commit(birch, wrong)
    assert store.load(birch).revision == 1


def test_a_cell_named_twice_is_refused(store: Store, birch: str) -> None:
    twice = Changeset(
        AUTHOR, "Twice", (change("outcome", "1", "view", None, 1), change("outcome", "1", "view", None, 2))
    )
    with pytest.raises(BadInput, match="twice"):
        store.commit(birch, twice)


def test_each_revision_has_the_uuid_of_the_changeset_that_led_to_it(store: Store, birch: str) -> None:
    for entry in store.history(birch):
        assert store.uuid_at(birch, entry.revision) == entry.changeset.uuid
    assert store.uuid_at(birch, 0) is None
    assert store.uuid_at(birch, 99) is None
    with pytest.raises(NotFound):
        store.uuid_at("nowhere", 1)


def test_history_is_newest_first_and_comes_in_pages(store: Store, birch: str) -> None:
    for n in range(1, 6):
        store.commit(birch, view("1", n - 1 or None, n))
    everything = store.history(birch)
    assert [e.revision for e in everything] == [6, 5, 4, 3, 2, 1]
    assert everything[-1].changeset.reason == "Set up: Birch Primary"
    assert [e.revision for e in store.history(birch, limit=2)] == [6, 5]
    assert [e.revision for e in store.history(birch, limit=2, before=5)] == [4, 3]
    assert [e.revision for e in store.history(birch, limit=9, before=2)] == [1]


def test_a_changeset_comes_back_whole(store: Store, birch: str) -> None:
    store.commit(birch, evidence("E1", people=4, identifiable=True))
    mine = link("E1", "4")
    store.commit(birch, mine)
    entry = store.changeset(birch, mine.uuid)
    assert entry.changeset == mine
    assert (entry.revision, entry.undone) == (3, False)
    with pytest.raises(NotFound):
        store.changeset(birch, "no-such-uuid")


def test_a_frameworks_text_is_kept_with_the_set_up_or_not_at_all(store: Store) -> None:
    set_up(store, "birch")
    set_up(store, "other")
    sha = store.put_framework("birch", "title: früh\n")
    assert store.put_framework("birch", "title: früh\n") == sha
    assert store.framework_text("birch", sha) == "title: früh\n"
    store.create("ash", founding(), framework_text="title: ash\n")
    with pytest.raises(BadInput):
        store.create("ash", founding(), framework_text="title: lost\n")
    with pytest.raises(ConflictError):
        store.commit("ash", view("1", 4, 3), framework_text="title: lost\n")
    lost = store.put_framework("other", "title: lost\n")
    with pytest.raises(NotFound):
        store.framework_text("ash", lost)
    store.commit("ash", view("1", None, 3), framework_text="title: lost\n")
    assert store.framework_text("ash", lost) == "title: lost\n"


def test_others_writes_are_noticed_and_own_ones_are_not(store: Store, birch: str) -> None:
    store.changed()
    store.commit(birch, view("1", None, 3))
    store.undo(birch, AUTHOR)
    store.commit(birch, view("1", 4, None))  # changes nothing
    set_up(store, "ash")
    assert not store.changed()
    with open_store(store_address(store)) as other:
        other.commit(birch, view("2", None, 3))
        assert soon(store.changed)
        assert not store.changed()
        set_up(other, "oak")
        assert soon(store.changed)
        assert soon(lambda: not store.changed())
        store.commit(birch, view("3", None, 3))
        assert not store.changed()


def soon(asked: Callable[[], bool]) -> bool:
    """Whether it is so within two seconds: a server's call needs a moment to arrive."""
    until = time.monotonic() + 2
    while not (answer := asked()) and time.monotonic() < until:
        time.sleep(0.005)
    return answer


def test_reading_only_reads_and_refuses_to_write(store: Store, birch: str) -> None:
    store.commit(birch, evidence("E1"))
    with open_store(store_address(store), read_only=True) as reader:
        assert reader.read_only
        assert list(reader.load(birch).portfolio.evidence) == ["E1"]
        assert reader.check() == []
        for write in (
            lambda: reader.commit(birch, view("1", None, 3)),
            lambda: reader.undo(birch, AUTHOR),
            lambda: reader.create("ash", founding()),
            lambda: reader.put_framework(birch, "x"),
        ):
            with pytest.raises(ReadOnly):
                write()
        reader.changed()
        store.commit(birch, view("1", None, 3))
        assert reader.changed()
        assert reader.load(birch).revision == 3


def test_readers_in_other_threads_always_see_one_whole_revision(store: Store, birch: str) -> None:
    """The two cells always change together; a reader that saw one without the other saw no revision."""
    done = threading.Event()
    torn: list[tuple[Value, Value]] = []
    seen: set[Value] = set()

    def read() -> None:
        while not done.is_set():
            portfolio = store.load(birch).portfolio
            a, b = portfolio.outcome("1").view, portfolio.milestones.get("m")
            seen.add(a)
            if str(a) != (b.note if b else "None"):
                torn.append((a, b and b.note))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for n in range(60):
            before = n - 1 if n else None
            both = (
                change("milestone", "m", "note", None if before is None else str(before), str(n)),
                change("outcome", "1", "view", before, n),
            )
            store.commit(birch, Changeset(AUTHOR, str(n), both))
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert torn == []
    assert len(seen) > 1


def test_the_database_library_comes_only_with_the_first_store(tmp_path: Path) -> None:
    where = str(tmp_path / "rrsa.db")
    code = (
        "import sys, rrsa.store as s; assert 'sqlalchemy' not in sys.modules\n"
        f"for _ in range(2): s.open_store({where!r}).close()\n"
        "assert 'sqlalchemy' in sys.modules and 'alembic' not in sys.modules and 'psycopg' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
