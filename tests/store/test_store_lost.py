"""Lines that break in mid-work: no edit is lost, and none is done twice."""

from __future__ import annotations

import io
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from types import ModuleType
from uuid import uuid4

import pytest
from proxy import Line, line_to
from store_samples import AUTHOR, evidence, founding, set_up, view
from test_store_opening import one_line

from rrsa.errors import ConnectionLost
from rrsa.portfolio.changes import Changeset, one_action
from rrsa.store import Store, open_store
from rrsa.store.patience import Patience

COMMIT = b"COMMIT\0"  # and not READ COMMITTED, with which a transaction begins


@pytest.fixture
def line(postgres_url: str) -> Iterator[tuple[Line, str]]:
    with line_to(postgres_url) as made:
        yield made


@pytest.fixture
def store(line: tuple[Line, str]) -> Iterator[Store]:
    """A store at the other end of a line that can be broken."""
    with open_store(line[1]) as opened:
        set_up(opened)
        opened.database.patience = Patience((0.0, *[0.05] * 100))
        yield opened
        line[0].refuses = False
        assert opened.check() == []


def uuids(store: Store) -> list[str]:
    return [entry.changeset.uuid for entry in store.history("birch")]


WRITES: dict[str, Callable[[Store, str], object]] = {
    "commit": lambda store, setting: store.commit(setting, evidence("E1")),
    "undo": lambda store, setting: store.undo(setting, AUTHOR),
    "create": lambda store, _setting: store.create(
        "ash", founding("Ash House"), framework_text="title: ash\n"
    ),
    "file": lambda store, setting: store.put_file(setting, io.BytesIO(b"minutes" * 1000)),
    "framework": lambda store, setting: store.put_framework(setting, "title: other\n"),
}


@pytest.mark.parametrize("what", WRITES)
@pytest.mark.parametrize("order", [COMMIT, b"setting_id"], ids=["the commit", "a statement before it"])
def test_an_answer_that_never_came_makes_nothing_twice(
    store: Store, line: tuple[Line, str], what: str, order: bytes
) -> None:
    """The order arrives and is carried out; then the line breaks. Whoever asked gets their answer all the
    same, and it is the first one's."""
    store.commit("birch", view("1", None, 1, AUTHOR))
    before = uuids(store)
    line[0].lose_answer_to(order)
    WRITES[what](store, "birch")
    made = [uuid for uuid in uuids(store) if uuid not in before]
    assert len(made) == (what in ("commit", "undo"))
    assert [s.id for s in store.settings()] == (["ash", "birch"] if what == "create" else ["birch"])
    if what == "create":
        assert store.load("ash").revision == 1
    if what == "undo":
        assert [entry.undone for entry in store.history("birch")][:2] == [False, True]


def test_a_server_killed_between_the_commit_and_its_answer_makes_nothing_twice(
    postgres_servers: ModuleType,
) -> None:
    """As when the machine is switched off in that very moment, and comes up again."""
    made = postgres_servers.server({"synchronous_commit": "on"})
    with made as server, line_to(server.url) as (line, url), open_store(url) as store:
        set_up(store)
        killed = threading.Event()

        def kill() -> None:
            server.stop("immediate")
            killed.set()

        def start_again() -> None:
            assert killed.wait(20)
            server.start()

        starter = threading.Thread(target=start_again)
        starter.start()
        line.lose_answer_to(COMMIT, kill)
        mine = evidence("E1")
        done = store.commit("birch", mine)
        starter.join()
        assert (done.revision, done.repeated) == (2, True)
        assert uuids(store)[0] == mine.uuid
        assert len(uuids(store)) == 2
        assert store.check() == []


def test_where_the_answer_stays_away_it_is_said_that_nobody_knows(
    store: Store, line: tuple[Line, str]
) -> None:
    """A command gives up after a while, and does not claim that nothing was saved."""
    store.database.patience = Patience((0.0, 0.01))
    mine = evidence("E1")

    def gone() -> None:
        line[0].refuses = True

    line[0].lose_answer_to(COMMIT, gone)
    with pytest.raises(ConnectionLost, match="rrsa history says whether it is there") as failed:
        store.commit("birch", mine)
    assert failed.value.unsure
    one_line(failed.value)
    line[0].refuses = False
    assert uuids(store).count(mine.uuid) == 1


def test_where_the_order_never_went_out_it_is_said_that_nothing_was_saved(
    store: Store, line: tuple[Line, str]
) -> None:
    store.database.patience = Patience((0.0, 0.01))
    line[0].refuses = True
    line[0].cut()
    with pytest.raises(ConnectionLost) as failed:
        store.commit("birch", evidence("E1"))
    assert not failed.value.unsure
    line[0].refuses = False
    assert len(uuids(store)) == 1


def test_the_same_action_done_again_from_its_start_is_done_once(store: Store) -> None:
    """Somebody presses *Try again*, and what was asked for is worked out anew, with new ids."""
    action = uuid4()
    for title in ("E1", "E2"):  # a new id each time, as an action has it that begins anew
        with one_action(action):
            store.commit("birch", Changeset(AUTHOR, "Evidence added", evidence(title).changes))
    assert list(store.load("birch").portfolio.evidence) == ["E1"]
    with one_action(uuid4()):
        first, second = (Changeset(AUTHOR, reason, ()) for reason in ("one", "two"))
        third = Changeset(AUTHOR, "one", ())
    assert len({first.uuid, second.uuid, third.uuid}) == 3


def test_a_line_that_breaks_right_after_a_save_does_not_make_it_look_unsaved(
    store: Store, line: tuple[Line, str]
) -> None:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.catalogue import find
    from rrsa.setup import create_setting

    setting = create_setting(store, "Oak", find("rights-respecting-school"), author=AUTHOR)
    evaluation = Evaluation.open(store, setting, author=AUTHOR)
    evaluation.record_outcome("1", {"view": 2})
    line[0].lose_answer_to(b"FROM evidence")  # the undo is through, and what there is now is being read
    assert evaluation.undo().undone
    assert evaluation.portfolio.outcome("1").view is None
    assert store.load(setting).revision == evaluation.revision == 3


def test_a_hundred_edits_over_a_line_that_breaks_again_and_again(
    store: Store, line: tuple[Line, str]
) -> None:
    """Cut at random moments; every edit is there once, in the order in which it was made."""
    chance, made, over = random.Random(11), [], threading.Event()

    def break_it() -> None:
        while not over.wait(0.03 + chance.random() * 0.1):
            line[0].cut()

    breaker = threading.Thread(target=break_it)
    breaker.start()
    try:
        before = None
        for n in range(100):
            mine = view("1", before, n)
            made.append(mine.uuid)
            store.commit("birch", mine)
            before = n
    finally:
        over.set()
        breaker.join()
    assert uuids(store)[::-1][1:] == made
    assert max(Counter(uuids(store)).values()) == 1


def test_while_it_is_away_only_the_one_who_saves_asks_and_the_app_hears_of_it(
    store: Store, line: tuple[Line, str]
) -> None:
    told: list[bool] = []
    store.database.patience = Patience((0.0, *[0.02] * 500), told.append)
    line[0].refuses = True
    line[0].cut()
    saved: list[int] = []
    writer = threading.Thread(target=lambda: saved.append(store.commit("birch", view("1", None, 1)).revision))
    writer.start()
    until = time.monotonic() + 5
    while not told and time.monotonic() < until:
        time.sleep(0.005)
    assert told == [True]
    asked = line[0].sent
    with pytest.raises(ConnectionLost, match="is away at the moment — what you type is kept"):
        store.load("birch")
    assert line[0].sent == asked  # nothing went out for that
    line[0].refuses = False
    writer.join(10)
    assert (saved, told) == ([2], [True, False])
    assert store.load("birch").revision == 2


def test_whoever_leaves_does_not_wait(store: Store, line: tuple[Line, str]) -> None:
    store.database.patience = Patience((0.0, 60.0, 60.0), lambda _away: None)
    line[0].refuses = True
    line[0].cut()
    failed: list[BaseException] = []

    def save() -> None:
        try:
            store.commit("birch", view("1", None, 1))
        except ConnectionLost as problem:
            failed.append(problem)

    writer = threading.Thread(target=save)
    writer.start()
    store.database.patience.end()
    writer.join(10)
    assert not writer.is_alive()
    assert len(failed) == 1
    store.database.patience = Patience()
