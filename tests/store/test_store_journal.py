"""The journal tells every state again; laws of changes, on generated histories."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection
from store_samples import AUTHOR, change, founding, set_up

from rrsa.errors import EnvironmentFailed, NotFound
from rrsa.portfolio.changes import Cell, Change, Changeset, ConflictError, merge
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SPECS, Value
from rrsa.store import Store, open_store
from rrsa.store.journal_format import FORMAT, Row, read_change

AUTHORS = ("rights lead", "head", "deputy")

VALUES: dict[str, st.SearchStrategy[Value]] = {
    "text": st.sampled_from(["", "one", "two\nlines", "früh 👧"]),
    "day": st.sampled_from(["2026-01-31", "2025-02-28"]),
    "whole": st.integers(0, 3),
    "flag": st.booleans(),
}

CELLS = st.one_of(
    st.builds(Cell, st.just("outcome"), st.sampled_from("12"), st.sampled_from(list(SPECS["outcome"]))),
    st.builds(
        Cell,
        st.just("evidence"),
        st.sampled_from(["E1", "E2"]),
        st.sampled_from(["present", "title", "people"]),
    ),
    st.builds(Cell, st.just("setting"), st.just("setting"), st.sampled_from(["head", "aim"])),
)


@st.composite
def wishes(draw: st.DrawFn) -> dict[Cell, Value]:
    """What one user action wants some cells to hold."""
    chosen = draw(st.lists(CELLS, min_size=1, max_size=4, unique=True))
    return {c: draw(st.none() | VALUES[SPECS[c.kind][c.field].type]) for c in chosen}


def cells(portfolio: Portfolio) -> dict[Cell, Value]:
    return dict(portfolio.cells())


def changeset(author: str, seen: Portfolio, wanted: dict[Cell, Value]) -> Changeset:
    return Changeset(author, "edit", tuple(Change(c, seen.value(c), v) for c, v in wanted.items()))


class History(RuleBasedStateMachine):
    """Several people edit, some from a stale view, undo and redo; a plain list of states is the model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store: Store = open_store(Path(self.folder.name) / "rrsa.db")

    @initialize()
    def begin(self) -> None:
        set_up(self.store)
        self.states: list[Portfolio] = [Portfolio(), self.store.load("birch").portfolio]

    def now(self) -> Portfolio:
        return self.states[-1]

    @rule(author=st.sampled_from(AUTHORS), wanted=wishes())
    def edit(self, author: str, wanted: dict[Cell, Value]) -> None:
        mine = changeset(author, self.now(), wanted)
        done = self.store.commit("birch", mine)
        expected = self.now().apply(mine)
        if cells(expected) != cells(self.now()):
            self.states.append(expected)
        assert done.revision == len(self.states) - 1

    @rule(author=st.sampled_from(AUTHORS), wanted=wishes(), back=st.integers(1, 3))
    def edit_what_was_seen_earlier(self, author: str, wanted: dict[Cell, Value], back: int) -> None:
        mine = changeset(author, self.states[max(-len(self.states), -back)], wanted)
        try:
            expected = self.now().apply(mine)
        except ConflictError as refused:
            with pytest.raises(ConflictError) as stored:
                self.store.commit("birch", mine)
            assert stored.value.conflicts == refused.conflicts
            return
        self.store.commit("birch", mine)
        if cells(expected) != cells(self.now()):
            self.states.append(expected)

    @rule(author=st.sampled_from(AUTHORS))
    def undo(self, author: str) -> None:
        try:
            entry = self.store.undo("birch", author)
        except (NotFound, ConflictError):
            return
        reverse = tuple(Change(c.cell, c.after, c.before) for c in entry.changeset.changes)
        expected = self.now().apply(Changeset(author, "undo", reverse))
        assert cells(expected.with_changes(entry.changeset.changes)) == cells(self.now())
        self.states.append(expected)

    @rule(author=st.sampled_from(AUTHORS))
    def redo(self, author: str) -> None:
        try:
            entry = self.store.redo("birch", author)
        except (NotFound, ConflictError):
            return
        self.states.append(self.now().apply(Changeset(author, "redo", entry.changeset.changes)))

    @precondition(lambda self: len(self.states) > 2)
    @rule(author=st.sampled_from(AUTHORS), n=st.integers(1, 9))
    def all_back_and_forward(self, author: str, n: int) -> None:
        """As many undos as will go, then as many redos: everything is as it was."""
        start, went = self.now(), 0
        for _ in range(n):
            try:
                self.store.undo("birch", author)
            except (NotFound, ConflictError):
                break
            went += 1
            self.states.append(self.store.load("birch").portfolio)
        for _ in range(went):
            self.store.redo("birch", author)
            self.states.append(self.store.load("birch").portfolio)
        assert cells(self.now()) == cells(start)

    @invariant()
    def tables_are_as_expected(self) -> None:
        if not hasattr(self, "states"):
            return
        snapshot = self.store.load("birch")
        assert snapshot.revision == len(self.states) - 1
        assert cells(snapshot.portfolio) == cells(self.now())

    def teardown(self) -> None:
        for revision, state in enumerate(getattr(self, "states", [])):
            told = self.store.portfolio_at("birch", revision)
            assert cells(told) == cells(state)
        assert self.store.check() == []
        self.store.close()
        self.folder.cleanup()


TestHistory = History.TestCase
TestHistory.settings = settings(
    max_examples=30, stateful_step_count=25, report_multiple_bugs=False, phases=(Phase.generate,)
)


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("merge") / "rrsa.db") as store:
        yield store


@given(start=wishes(), one=wishes(), two=wishes())
def test_a_merge_without_conflict_is_the_same_in_either_order(
    one_store: Store, start: dict[Cell, Value], one: dict[Cell, Value], two: dict[Cell, Value]
) -> None:
    results = []
    for first, second in ((one, two), (two, one)):
        setting = f"s{len(one_store.settings())}"
        one_store.create(setting, founding())
        seen = one_store.load(setting).portfolio
        one_store.commit(setting, changeset("head", seen, start))
        seen = one_store.load(setting).portfolio
        a, b = changeset("rights lead", seen, first), changeset("deputy", seen, second)
        one_store.commit(setting, a)
        try:
            one_store.commit(setting, b)
        except ConflictError as refused:
            assert {c.cell for c in refused.conflicts} == {c.cell for c in merge(a, b)[1] if c.base != c.mine}
            return
        results.append(cells(one_store.load(setting).portfolio))
    assert results[0] == results[1]


def test_any_revision_can_be_looked_at_again(store: Store, birch: str) -> None:
    store.commit(birch, Changeset(AUTHOR, "one", (change("outcome", "1", "view", None, 1),)))
    store.commit(birch, Changeset(AUTHOR, "two", (change("outcome", "1", "view", 1, None),)))
    assert store.portfolio_at(birch, 0) == Portfolio()
    assert [store.portfolio_at(birch, n).outcome("1").view for n in (1, 2, 3)] == [None, 1, None]
    with pytest.raises(NotFound, match="the latest is 3"):
        store.portfolio_at(birch, 4)


def test_many_revisions_are_told_in_one_pass(store: Store, birch: str) -> None:
    for n in range(1, 6):
        store.commit(birch, Changeset(AUTHOR, "on", (change("outcome", "1", "view", n - 1 or None, n),)))
    store.undo(birch, AUTHOR)
    told = list(store.portfolios_at(birch, [7, 3, 3, 1]))
    assert told == [(n, store.portfolio_at(birch, n)) for n in (1, 3, 7)]
    assert [portfolio.outcome("1").view for _n, portfolio in told] == [None, 2, 4]
    moments = store.moments(birch)
    assert [revision for revision, _at in moments] == list(range(1, 8))
    assert [at for _revision, at in moments] == sorted(
        e.changeset.at for e in store.history(birch, limit=None)
    )


def test_a_row_of_an_older_format_is_brought_up() -> None:
    """Format 0, of this test alone: flags written as yes and no, everything else as plain text."""

    def from_0(row: Row) -> Row:
        def value(text: str) -> str:
            words: dict[str, Value] = {"": None, "yes": True, "no": False}
            return json.dumps(words[text]) if row.field == "present" else json.dumps(text or None)

        return row._replace(before=value(row.before), after=value(row.after))

    upcasters = {0: from_0}
    row = Row("evidence", "E1", "present", "", "yes")
    assert read_change(row, 0, upcasters) == change("evidence", "E1", "present", None, True)
    row = Row("evidence", "E1", "title", "Minutes", "")
    assert read_change(row, 0, upcasters) == change("evidence", "E1", "title", "Minutes", None)
    now = Row("evidence", "E1", "title", '"yes"', "null")
    assert read_change(now, FORMAT, upcasters) == change("evidence", "E1", "title", "yes", None)


def test_a_journal_from_a_newer_program_says_so(store: Store, birch: str) -> None:
    with store.database.writing() as connection:
        unguarded(connection, "UPDATE journal SET format = 2")
    with pytest.raises(EnvironmentFailed, match="install the newest version"):
        store.history(birch)
    with store.database.writing() as connection:
        unguarded(connection, "UPDATE journal SET format = 1")


def unguarded(connection: Connection, statement: str) -> None:
    """Alters the journal as only whoever owns the tables of a server can."""
    server = connection.dialect.name == "postgresql"
    if server:
        connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER USER")
    connection.exec_driver_sql(statement)
    if server:
        connection.exec_driver_sql("ALTER TABLE journal ENABLE TRIGGER USER")


def test_a_table_that_was_tampered_with_is_found(store: Store, birch: str) -> None:
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE setting SET head = 'somebody'")
    assert store.check() == ["birch: setting/setting/head is not what the history says"]
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE setting SET head = NULL, revision = 2")
    assert store.check() == ["birch: the history has gaps"]
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE setting SET revision = 1")
