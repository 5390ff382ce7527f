"""Programs that listen: idle ones cost a server nothing, and a call says no more than that there is news."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import pytest
from proxy import Line, line_to
from store_samples import evidence, set_up, view
from test_store_contract import soon

from rrsa.portfolio.records import KINDS
from rrsa.store import Store, listening, open_store
from rrsa.store.statements import CHANNEL

PROGRAMS = 30


@pytest.fixture
def line(postgres_url: str) -> Iterator[tuple[Line, str]]:
    with open_store(postgres_url) as store:
        set_up(store)
    with line_to(postgres_url) as made:
        yield made


def test_thirty_idle_programs_ask_the_server_nothing_and_hear_of_a_save(
    line: tuple[Line, str], postgres_url: str
) -> None:
    with contextlib.ExitStack() as open_now:
        stores = [open_now.enter_context(open_store(line[1])) for _n in range(PROGRAMS)]
        assert [store.changed() for store in stores] == [False] * PROGRAMS
        asked = line[0].sent
        for _second in range(20):
            assert [store.changed() for store in stores] == [False] * PROGRAMS
        assert line[0].sent == asked
        with open_store(postgres_url) as other:
            other.commit("birch", view("1", None, 1))
        assert [soon(store.changed) for store in stores] == [True] * PROGRAMS
        assert line[0].sent == asked  # what there is to see is asked for by whoever shows it
        assert [store.changed() for store in stores] == [False] * PROGRAMS


def test_a_call_carries_no_word_of_what_was_saved(line: tuple[Line, str], postgres_url: str) -> None:
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        with open_store(postgres_url) as store:
            store.commit("birch", evidence("E1", "Something private"))
            store.undo("birch", store.history("birch")[0].changeset.author)
        calls = list(listener.notifies(timeout=1, stop_after=2))
    assert [(call.channel, call.payload) for call in calls] == [(CHANNEL, ""), (CHANNEL, "")]


def test_what_is_given_up_calls_nobody(postgres_url: str, line: tuple[Line, str]) -> None:
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        with open_store(postgres_url) as store:
            store.commit("birch", view("1", None, None))  # changes nothing
        assert list(listener.notifies(timeout=0.2, stop_after=1)) == []


def _deaf(store: Store) -> None:
    """As behind a proxy that gives each transaction to another connection: it takes LISTEN, and no call ever
    comes back."""
    driver: Any = store.database.held().connection.driver_connection
    driver.execute("UNLISTEN *")
    driver.commit()


def test_where_calls_do_not_come_through_they_are_not_relied_upon(
    line: tuple[Line, str], postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "SELDOM", 0.0)
    monkeypatch.setattr(listening, "OFTEN", 0.0)
    with open_store(line[1]) as store, open_store(postgres_url) as other:
        assert not store.changed()
        _deaf(store)
        other.commit("birch", view("1", None, 1))
        assert store.changed()  # found by looking, as is done once in a while
        assert not store.changed()
        assert not store.database._ear.relies  # type: ignore[attr-defined]
        asked = line[0].sent
        assert not store.changed()
        assert line[0].sent > asked  # from now on it asks
        other.commit("birch", view("1", 1, 2))
        assert store.changed()


def test_where_calls_come_through_looking_now_and_then_finds_no_fault_with_them(
    line: tuple[Line, str], postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "SELDOM", 0.0)
    with open_store(line[1]) as store, open_store(postgres_url) as other:
        store.changed()
        for n in range(20):
            other.commit("birch", view("1", n - 1 if n else None, n))
            store.commit("birch", view("2", n - 1 if n else None, n))
            store.changed()
        assert soon(lambda: not store.changed())
        assert store.database._ear.relies  # type: ignore[attr-defined]


def test_a_line_that_broke_is_noticed_and_listened_to_again(
    line: tuple[Line, str], postgres_url: str
) -> None:
    with open_store(line[1]) as store, open_store(postgres_url) as other:
        assert not store.changed()
        line[0].cut()
        other.commit("birch", view("1", None, 1))  # nobody at the other end to hear it
        noticed = False
        until = time.monotonic() + 5
        while not noticed and time.monotonic() < until:
            with contextlib.suppress(Exception):
                noticed = store.changed()
        assert noticed
        other.commit("birch", view("1", 1, 2))
        assert soon(store.changed)


def test_a_portfolio_and_a_save_wait_for_the_server_a_few_times_however_many_kinds_there_are(
    line: tuple[Line, str],
) -> None:
    with open_store(line[1]) as store:
        store.load("birch")
        store.commit("birch", view("1", None, 1))
        line[0].delay = 0.02  # long enough that no answer comes between what is sent together
        before = line[0].turns
        store.load("birch")
        assert line[0].turns - before <= 4 < len(KINDS)
        before = line[0].turns
        store.commit("birch", evidence("E1"))
        assert line[0].turns - before <= 6
        line[0].delay = 0.0
