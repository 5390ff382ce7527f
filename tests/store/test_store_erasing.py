"""Erasing for good: no word is left, nothing brings it back, and the history tells all else."""

from __future__ import annotations

import io
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import AUTHOR, change, evidence, founding, link, set_up, view

from rrsa.errors import BadInput, NotFound, RrsaError
from rrsa.portfolio.changes import Cell, Change, Changeset, Guard
from rrsa.portfolio.naming import NAMES
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Value
from rrsa.store import Store, open_store, tables
from rrsa.store.erasing import erase, sweep
from rrsa.store.rewriting import Mark

SECRET = "Morag drew the otter"
OTHER = "Everybody likes the pond"
GONE = (SECRET, "otter-42.txt", "a letter about the otter", "Morag")


def fill(store: Store) -> tuple[str, str]:
    """A setting whose history speaks of one piece in every way; returns the hashes of two files."""
    set_up(store)
    mine = store.put_file("birch", io.BytesIO(b"a letter about the otter" * 90_000)).sha256
    shared = store.put_file("birch", io.BytesIO(b"the pond")).sha256
    file = {"file_sha256": mine, "file_name": "otter-42.txt", "file_type": "text/plain", "file_size": 9}
    store.commit("birch", evidence("E1", SECRET, **file))
    store.commit("birch", evidence("E2", OTHER, file_sha256=shared, said="We like frogs", question="Why?"))
    store.commit("birch", link("E1", "4"))
    store.commit("birch", link("E2", "4"))
    store.commit(
        "birch",
        Changeset(
            "head",
            f"Evidence changed: {SECRET}",
            (
                change("evidence", "E1", "note", None, "Morag said so"),
                change("evidence", "E2", "replaces", None, "E1"),
            ),
        ),
    )
    store.commit(
        "birch",
        Changeset(
            "head",
            "An action",
            (
                change("action", "A1", "present", None, True),
                change("action", "A1", "what", None, "Dig a pond"),
                change("action", "A1", "because", None, "E1"),
            ),
            (Guard(Cell("evidence", "E1", "present"), True),),
        ),
    )
    store.commit(
        "birch",
        Changeset(
            "head",
            "Both",
            (
                change("evidence", "E1", "file_sha256", mine, shared),
                change("outcome", "4", "line", None, "Going well"),
            ),
        ),
    )
    store.undo("birch", "head")
    store.undo("birch", "head")
    store.redo("birch", "head")
    return mine, shared


def files_of(path: Path) -> list[Path]:
    return [each for each in path.parent.rglob("*") if each.is_file()]


def assert_nothing_of(words: tuple[str, ...], path: Path) -> None:
    """No file in the folder holds any of ``words``, however they are written."""
    for file in files_of(path):
        content = file.read_bytes().lower()
        for word in words:
            for written in (word, word.casefold()):
                for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                    assert written.encode(encoding).lower() not in content, (file.name, word)


def test_a_piece_goes_with_all_that_speaks_of_it(store: Store) -> None:
    mine, shared = fill(store)
    done = erase(store, "birch", [Mark("evidence", "E1")], author="head")
    assert done.kinds == {"evidence": 1}
    assert done.files == 1
    assert done.swept.clean
    now = store.load("birch").portfolio
    assert list(now.evidence) == ["E2"]
    assert [each.evidence for each in now.links.values()] == ["E2"]
    assert now.evidence["E2"].replaces is None
    assert now.actions["A1"].because is None
    assert now.actions["A1"].what == "Dig a pond"
    assert now.outcome("4").line is None
    with pytest.raises(NotFound):
        store.read_file("birch", mine)
    assert b"".join(store.read_file("birch", shared)) == b"the pond"
    assert store.erased("birch") == {("evidence", "E1", ""), ("link", "E1:4", "")}
    told = store.history("birch")
    assert told[0].changeset.reason == "Erased for good: 1 piece of evidence"
    assert told[0].changeset.author == "head"
    for entry in told:
        assert SECRET not in entry.changeset.reason
        assert "E1" not in {part for each in entry.changeset.changes for part in each.cell}
        assert "E1" not in {value for each in entry.changeset.changes for value in each[1:]}
        assert not any(guard.cell.record == "E1" for guard in entry.changeset.guards)


def test_every_revision_can_still_be_told_as_if_it_had_never_been(store: Store) -> None:
    fill(store)
    before = {n: store.portfolio_at("birch", n) for n in range(store.load("birch").revision + 1)}
    erase(store, "birch", [Mark("evidence", "E1")], author="head")
    for revision, portfolio in before.items():
        assert cells(store.portfolio_at("birch", revision)) == without(portfolio, {("evidence", "E1", "")})


def test_it_cannot_come_back(store: Store) -> None:
    fill(store)
    erase(store, "birch", [Mark("evidence", "E1")], author="head")
    before = store.load("birch")
    for again in (
        evidence("E1", "Again"),
        Changeset("head", "Because", (change("action", "A1", "because", None, "E1"),)),
        Changeset("head", "Link", (change("link", "E1:9", "evidence", None, "E1"),)),
    ):
        with pytest.raises(BadInput, match="erased for good and cannot come back — record it as something"):
            store.commit("birch", again)
    for entry in store.history("birch"):
        with pytest.raises(RrsaError) as refused:
            store.undo("birch", "head", entry.changeset.uuid)
            raise BadInput("taken back")
        assert "\n" not in str(refused.value)
    for _again in range(12):
        try:
            store.undo("birch", AUTHOR)
        except NotFound:
            break
    assert "E1" not in store.load("birch").portfolio.evidence
    assert before.portfolio != store.load("birch").portfolio


def test_one_persons_words_go_and_the_piece_stays(store: Store) -> None:
    fill(store)
    erase(store, "birch", [Mark("evidence", "E2", "said"), Mark("evidence", "E2", "question")], author="head")
    item = store.load("birch").portfolio.evidence["E2"]
    assert (item.title, item.said, item.question) == (OTHER, None, None)
    assert store.history("birch", limit=1)[0].changeset.reason == "Erased for good: 2 texts or files"
    assert ("evidence", "E2", "said") in store.erased("birch")
    store.commit("birch", Changeset("head", "Anew", (change("evidence", "E2", "said", None, "We do"),)))
    assert store.erased("birch") == {("evidence", "E2", "question")}
    erase(store, "birch", [Mark("evidence", "E2", "said")], author="head")
    assert ("evidence", "E2", "said") in store.erased("birch")


def test_earlier_wordings_of_a_title_go_and_the_present_one_stays(store: Store) -> None:
    set_up(store)
    store.commit("birch", evidence("E1", "Morag's otter"))
    store.commit(
        "birch",
        Changeset(
            "head",
            "Evidence changed: Morag’s otters",
            (change("evidence", "E1", "title", "Morag's otter", "Morag’s otters"),),
        ),
    )
    store.commit(
        "birch",
        Changeset(
            "head",
            "Evidence changed: A drawing",
            (
                change("evidence", "E1", "title", "Morag’s otters", "A drawing"),
                change("evidence", "E1", "note", None, "Of the pond"),
            ),
        ),
    )
    erase(store, "birch", [Mark("evidence", "E1", "title")], author="head")
    assert store.load("birch").portfolio.evidence["E1"].title == "A drawing"
    told = str(store.history("birch"))
    assert "Morag" not in told
    store.undo("birch", "head")
    item = store.load("birch").portfolio.evidence["E1"]
    assert (item.title, item.note) == ("A drawing", None)


def test_readings_go_with_their_measure_and_counts_with_their_round(store: Store) -> None:
    set_up(store)
    store.commit(
        "birch",
        Changeset(
            "head",
            "Counting",
            (
                change("measure", "M1", "present", None, True),
                change("measure", "M1", "title", None, "Out of the room"),
                change("reading", "R1", "present", None, True),
                change("reading", "R1", "measure", None, "M1"),
                change("round", "V1", "present", None, True),
                change("tally", "T1", "present", None, True),
                change("tally", "T1", "round", None, "V1"),
                change("action", "A1", "what", None, "Something"),
                change("action", "A1", "measure", None, "M1"),
            ),
        ),
    )
    done = erase(store, "birch", [Mark("measure", "M1"), Mark("round", "V1")], author="head")
    assert done.kinds == {"measure": 1, "reading": 1, "round": 1}
    now = store.load("birch").portfolio
    assert not now.measures and not now.readings and not now.rounds and not now.tallies
    assert now.actions["A1"].measure is None


@pytest.mark.parametrize("mark", [
    Mark("outcome", "4"), Mark("setting", "setting"), Mark("setting", "setting", "name"),
    Mark("evidence", "E1", "colour"), Mark("evidence", "E1", "present"), Mark("nothing", "E1"),
])  # fmt: skip
def test_what_cannot_be_erased_is_said_and_nothing_goes(store: Store, birch: str, mark: Mark) -> None:
    with pytest.raises(BadInput):
        erase(store, birch, [mark], author="head")
    with pytest.raises(BadInput, match="nothing to erase"):
        erase(store, birch, [], author="head")
    with pytest.raises(NotFound):
        erase(store, "oak", [Mark("evidence", "E1")], author="head")
    assert store.load(birch).revision == 1


def test_other_settings_are_left_alone(store: Store) -> None:
    fill(store)
    store.create("ash", founding("Ash House"))
    store.commit("ash", evidence("E1", SECRET))
    erase(store, "birch", [Mark("evidence", "E1")], author="head")
    assert store.load("ash").portfolio.evidence["E1"].title == SECRET
    assert store.erased("ash") == frozenset()


# -- traces --------------------------------------------------------------------------------------------


def test_a_search_of_every_byte_finds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    path = folder / "rrsa.db"
    with open_store(path) as store:
        fill(store)
        # What is written over in the ordinary way leaves its traces in pages that nothing uses.
        for before, after in (("Morag said so", "Morag " * 3000), ("Morag " * 3000, None)):
            edit = change("evidence", "E1", "note", before, after)
            store.commit("birch", Changeset("deputy", "Evidence changed", (edit,)))
        kept = folder / "rrsa.db.before-0003-20260101-000000-000000"
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(kept)) as copy:
            source.backup(copy)
        (folder / "rrsa.db-rehearsal.20260101").write_bytes(SECRET.encode())
        with pytest.raises(AssertionError):
            assert_nothing_of(GONE, path)
        done = erase(store, "birch", [Mark("evidence", "E1")], author="head")
        assert len(done.swept.copies) == 2
        assert_nothing_of(GONE, path)
        assert store.check() == []
        store.commit("birch", view("7", None, 2))
    assert_nothing_of(GONE, path)


def test_a_copy_without_this_setting_stays(tmp_path: Path) -> None:
    path = tmp_path / "rrsa.db"
    with open_store(tmp_path / "other.db") as other:
        set_up(other, "oak")
        other.backup(tmp_path / "rrsa.db.before-0003-20260101-000000-000000")
    with open_store(path) as store:
        fill(store)
        assert erase(store, "birch", [Mark("evidence", "E1")], author="head").swept.copies == ()


def test_a_reader_with_an_old_view_reads_on_and_the_traces_go_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rrsa.store import sqlite

    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.2)
    path = tmp_path / "rrsa.db"
    with open_store(path) as store:
        fill(store)
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM evidence").fetchone() == (2,)
            done = erase(store, "birch", [Mark("evidence", "E1")], author="head")
            assert not done.swept.clean
            assert reader.execute("SELECT count(*) FROM evidence").fetchone() == (2,)
            reader.execute("COMMIT")
            assert reader.execute("SELECT count(*) FROM evidence").fetchone() == (1,)
        assert sweep(store, "birch").clean
        assert_nothing_of(GONE, path)
        assert store.check() == []


def test_an_app_that_has_it_open_goes_on(store_url: str) -> None:
    with open_store(store_url) as store, open_store(store_url) as app:
        fill(store)
        assert not app.changed()
        seen = app.load("birch").portfolio
        erase(store, "birch", [Mark("evidence", "E1")], author="head")
        assert app.changed()
        with pytest.raises(RrsaError):
            app.commit(
                "birch",
                Changeset(
                    "deputy",
                    "Note",
                    (Change(Cell("evidence", "E1", "note"), seen.evidence["E1"].note, "Something else"),),
                ),
            )
        app.commit("birch", view("9", None, 3))
        assert app.check() == []


def test_somebody_elses_lock_is_waited_for_and_then_said(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from test_store_faults import writer_in_the_way

    from rrsa.store import postgres, sqlite

    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.2)
    monkeypatch.setattr(postgres, "WAIT_SECONDS", 0.2)
    with open_store(store_url) as store:
        fill(store)
        before = store.load("birch")
        with writer_in_the_way(store_url), pytest.raises(RrsaError, match="busy"):
            erase(store, "birch", [Mark("evidence", "E1")], author="head")
        assert store.load("birch") == before
        assert store.erased("birch") == frozenset()
        assert store.check() == []


KILLED = """
import os, signal, sys
from sqlalchemy import event
from rrsa.store import open_store
from rrsa.store.erasing import erase
from rrsa.store.rewriting import Mark
after = int(sys.argv[2])
with open_store(sys.argv[1]) as store:
    def tick(connection, cursor, statement, parameters, context, executemany):
        global after
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            after -= 1
            if after < 0:
                os.kill(os.getpid(), signal.SIGKILL)
    event.listen(store.database.engine, "before_cursor_execute", tick)
    erase(store, "birch", [Mark("evidence", "E1")], author="head")
"""


def test_killed_on_the_way_it_is_all_or_none(tmp_path: Path, posix: None) -> None:
    path = tmp_path / "rrsa.db"
    with open_store(path) as store:
        fill(store)
        before = store.history("birch"), store.load("birch")
    for after in (1, 5, 12, 25, 2000):
        done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(after)], check=False)
        with open_store(path) as store:
            assert store.check() == []
            if done.returncode:
                assert (store.history("birch"), store.load("birch")) == before
                assert store.erased("birch") == frozenset()
    assert done.returncode == 0
    assert_nothing_of(GONE, path)


# -- laws ----------------------------------------------------------------------------------------------

RECORDS = {
    "evidence": (("E1", "E2", "E3"), ("present", "title", "said", "replaces")),
    "action": (("A1", "A2"), ("present", "what", "because", "measure")),
    "measure": (("M1",), ("present", "title")),
    "reading": (("R1", "R2"), ("present", "measure", "note")),
    "link": (("E1:4", "E2:4"), ("present", "evidence")),
    "outcome": (("4",), ("line", "view")),
}
NAMED = {"replaces": ("E1", "E2"), "because": ("E1", "E3"), "measure": ("M1",), "evidence": ("E1", "E2")}


def cells(portfolio: Portfolio) -> dict[Cell, Value]:
    return dict(portfolio.cells())


def without(portfolio: Portfolio, marks: set[tuple[str, str, str]]) -> dict[Cell, Value]:
    """What is left of a portfolio when marks, and all mention of them, had never been: the rule itself."""
    whole = {(kind, record) for kind, record, field in marks if not field}
    left = {}
    for cell, value in portfolio.cells():
        owner = cell.record.partition(":")[0] if cell.kind == "link" else cell.record
        goes = (cell.kind, cell.record) in whole or cell in marks
        goes = goes or (cell.kind == "link" and ("evidence", owner) in whole)
        if not goes and (NAMES.get((cell.kind, cell.field)), value) not in whole:
            left[cell] = value
    return left


def random_edit(store: Store, chance: random.Random) -> None:
    author = chance.choice(("head", "lead"))
    try:
        turn = chance.random()
        if turn < 0.2:
            store.undo("birch", author)
            return
        if turn < 0.3:
            store.redo("birch", author)
            return
        seen = store.load("birch").portfolio
        wanted: dict[Cell, Value] = {}
        for _n in range(chance.randint(1, 4)):
            kind = chance.choice(list(RECORDS))
            ids, fields = RECORDS[kind]
            record, field = chance.choice(ids), chance.choice(fields)
            value: Value = chance.choice(("one", "two words", "drei"))
            if field == "present":
                value = True
            elif field == "view":
                value = chance.randint(1, 4)
            elif field == "evidence":
                value = record.partition(":")[0]
            elif field in NAMED:
                value = chance.choice(NAMED[field])
            wanted[Cell(kind, record, field)] = chance.choice((value, value, None))
        store.commit(
            "birch",
            Changeset(
                author, f"Edit: {chance.choice(('one', 'nothing'))}",
                tuple(Change(cell, seen.value(cell), value) for cell, value in wanted.items()),
            ),
        )  # fmt: skip
    except RrsaError:
        return


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("laws")


@settings(max_examples=25)
@given(seed=st.integers(0, 10**9))
def test_whatever_was_recorded_erasing_leaves_all_else_as_it_was(laws: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = laws / "rrsa.db"
    for leftover in laws.glob("rrsa.db*"):
        leftover.unlink()
    with open_store(path) as store:
        set_up(store)
        store.database.driver().execute("PRAGMA synchronous=OFF")
        for _n in range(chance.randint(5, 25)):
            random_edit(store, chance)
        marks = {Mark("evidence", "E1")}
        if chance.random() < 0.5:
            marks |= {Mark("measure", "M1"), Mark("outcome", "4", "line")}
        last = store.load("birch").revision
        before = {n: store.portfolio_at("birch", n) for n in range(last + 1)}
        readings = {each.id for p in before.values() for each in p.readings.values() if each.measure == "M1"}
        erase(store, "birch", marks, author="head")
        gone: set[tuple[str, str, str]] = {tuple(mark) for mark in marks}  # type: ignore[misc]
        if Mark("measure", "M1") in marks:
            gone |= {("reading", each, "") for each in readings}
        for revision, portfolio in before.items():
            assert cells(store.portfolio_at("birch", revision)) == without(portfolio, gone)
        assert store.check() == []
        for _n in range(8):
            random_edit(store, chance)
        now = store.load("birch").portfolio
        assert "E1" not in now.evidence
        assert not any(item.replaces == "E1" for item in now.evidence.values())
        assert not any(action.because == "E1" for action in now.actions.values())
        assert store.check() == []
        assert not any(e.changeset.reason == "" for e in store.history("birch"))


def test_the_table_of_what_was_erased_holds_ids_alone() -> None:
    assert [column.name for column in tables.erased.c] == [
        "setting_id", "kind", "record", "field", "at", "again",
    ]  # fmt: skip
