"""Many programs at once, and programs that are killed: nothing acknowledged is lost, nothing silently."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from store_samples import founding, set_up

from rrsa.portfolio.changes import Cell
from rrsa.portfolio.records import Value
from rrsa.store import Entry, Store, open_store

FLEET = Path(__file__).parent / "fleet.py"
SETTINGS = ("birch", "ash", "oak")
PROGRAMS = 30


def broken_links(history: list[Entry]) -> list[str]:
    """Changes that do not begin where the one before them on the same cell ended: an edit lost silently."""
    now: dict[Cell, Value] = {}
    wrong = []
    for entry in reversed(history):
        for cell, before, after in entry.changeset.changes:
            if now.get(cell) != before:
                wrong.append(f"{entry.revision}: {cell} was {now.get(cell)!r}, not {before!r}")
            now[cell] = after
    return wrong


def test_thirty_programs_at_once_lose_nothing(store_url: str, tmp_path: Path, posix: None) -> None:
    with open_store(store_url) as store:
        for setting in SETTINGS:
            set_up(store, setting)
    logs = tmp_path / "logs"
    logs.mkdir()
    fleet = [sys.executable, str(FLEET), store_url, str(logs), str(PROGRAMS), "5", *SETTINGS]
    done = subprocess.run(fleet, timeout=120, check=False)
    assert done.returncode == 0
    lines = [line.split() for log in logs.iterdir() for line in log.read_text().splitlines()]
    assert len({log.name for log in logs.iterdir() if log.stat().st_size}) == PROGRAMS
    counted = Counter(line[0] for line in lines)
    assert counted["commit"] > PROGRAMS
    assert counted["conflict"] > 0
    assert counted["undo"] > 0
    with open_store(store_url) as store:
        for setting in SETTINGS:
            history = store.history(setting)
            told = {(str(e.revision), e.changeset.uuid) for e in history if e.changeset.undoes is None}
            told -= {(str(history[-1].revision), history[-1].changeset.uuid)}
            assert {tuple(line[2:]) for line in lines if line[:2] == ["commit", setting]} == told
            taken_back = sum(line[:2] == ["undo", setting] for line in lines)
            assert sum(e.changeset.undoes is not None for e in history) == taken_back
            assert [e.revision for e in history] == list(range(len(history), 0, -1))
            assert broken_links(history) == []
            for sha in {line[2] for line in lines if line[:2] == ["file", setting]}:
                assert len(b"".join(store.read_file(setting, sha))) == 3000
        assert store.check() == []


def test_programs_that_make_the_same_database_at_once_make_it_once(store_url: str, posix: None) -> None:
    code = (
        "import os, sys\nfrom rrsa.store import open_store\n"
        "children = []\n"
        "for n in range(8):\n"
        "    child = os.fork()\n"
        "    if not child:\n"
        "        try:\n"
        "            open_store(sys.argv[1]).close()\n"
        "            os._exit(0)\n"
        "        finally:\n"
        "            os._exit(1)\n"
        "    children.append(child)\n"
        "sys.exit(sum(os.waitpid(c, 0)[1] != 0 for c in children))"
    )
    assert subprocess.run([sys.executable, "-c", code, store_url], timeout=120, check=False).returncode == 0
    with open_store(store_url) as store:
        store.create("birch", founding())
        assert store.check() == []


EDITS = """
import sys
from rrsa.portfolio.changes import Cell, Change, Changeset
from rrsa.store import open_store

store = open_store(sys.argv[1])
portfolio = store.load("birch").portfolio
first = int(sys.argv[2])
for n in range(first, 1000):
    if n % 10 == 9:
        entry = store.undo("birch", "lead")
        portfolio = store.load("birch").portfolio
        print("undone", entry.changeset.uuid, flush=True)
        continue
    cells = [Cell("outcome", str(n % 40), "view"), Cell("evidence", f"E{n}", "note")]
    values = (n, "x" * 2000)
    changes = tuple(Change(cell, portfolio.value(cell), value) for cell, value in zip(cells, values))
    changeset = Changeset("lead", str(n), changes)
    done = store.commit("birch", changeset)
    portfolio = portfolio.with_changes(done.changes)
    print("saved", changeset.uuid, flush=True)
print("end", flush=True)
"""


def test_every_acknowledged_edit_survives_a_kill(store_url: str, posix: None) -> None:
    """A thousand edits by a program that is killed again and again at random moments."""
    chance = random.Random(7)
    with open_store(store_url) as store:
        set_up(store)
    saved: set[str] = set()
    undone: set[str] = set()
    edits = kills = 0
    finished = False
    while not finished:
        child = subprocess.Popen(
            [sys.executable, "-c", EDITS, store_url, str(edits)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        stop_after = chance.randrange(1, 260)
        for count, line in enumerate(child.stdout, start=1):
            finished = _note(line, saved, undone)
            if count == stop_after:
                time.sleep(chance.random() * 0.004)
                child.kill()
                kills += 1
                break
        for line in child.stdout:  # what it still said before it fell
            finished = _note(line, saved, undone)
        child.stdout.close()
        child.wait()
        with open_store(store_url) as store:
            edits = _all_there(store, saved, undone, kills)
    assert kills >= 3
    assert len(saved) + len(undone) >= 1000 - kills


def _note(line: str, saved: set[str], undone: set[str]) -> bool:
    word, *uuid = line.split()
    if word == "saved":
        saved.update(uuid)
    elif word == "undone":
        undone.update(uuid)
    return word == "end"


def _all_there(store: Store, saved: set[str], undone: set[str], kills: int) -> int:
    """Sees that nothing is missing; returns how many edits there are."""
    assert store.check() == []
    history = store.history("birch")
    assert broken_links(history) == []
    assert saved <= {e.changeset.uuid for e in history}
    assert undone <= {e.changeset.uuid for e in history if e.undone}
    acknowledged = len(saved) + len(undone)
    edits = len(history) - 1
    assert acknowledged <= edits <= acknowledged + kills  # one may have been on its way at each kill
    return edits
