"""Many programs at work on one database at once, for the tests.

    python fleet.py URL FOLDER PROGRAMS SECONDS SETTING…

Every program is a process of its own with a store of its own. Each writes what the store acknowledged to it
into ``FOLDER/NUMBER``, a line each: ``commit SETTING REVISION UUID``, ``undo SETTING UUID`` (what was taken
back or done again), ``file SETTING SHA256``, ``conflict SETTING`` or ``nothing SETTING``.
"""

from __future__ import annotations

import io
import os
import random
import sys
import time
import traceback
from pathlib import Path

from rrsa.errors import NotFound
from rrsa.portfolio.changes import Cell, Change, Changeset, ConflictError, Guard
from rrsa.store import Store, open_store

OUTCOMES = [str(n) for n in range(1, 6)]


def edit(store: Store, setting: str, author: str, chance: random.Random) -> str:
    """One thing that a person does, from what they saw a moment ago."""
    kind = chance.random()
    try:
        if kind < 0.15:
            return f"undo {setting} {store.undo(setting, author).changeset.uuid}"
        if kind < 0.25:
            return f"undo {setting} {store.redo(setting, author).changeset.uuid}"
        if kind < 0.35:
            content = bytes([chance.randrange(40)]) * 3000  # several people add the same few files
            return f"file {setting} {store.put_file(setting, io.BytesIO(content)).sha256}"
        seen = store.load(setting).portfolio
        if chance.random() < 0.3:
            time.sleep(chance.random() * 0.01)  # the person reads
        cells = [Cell("outcome", o, chance.choice(("view", "line"))) for o in chance.sample(OUTCOMES, 2)]
        changes = [
            Change(
                cell,
                seen.value(cell),
                chance.randrange(2**40) if cell.field == "view" else str(chance.random()),
            )
            for cell in cells
        ]
        guard = Cell("outcome", chance.choice(OUTCOMES), "view")
        guards = (Guard(guard, seen.value(guard)),) if chance.random() < 0.3 and guard not in cells else ()
        changeset = Changeset(author, "edit", tuple(changes), guards)
        revision = store.commit(setting, changeset).revision
        if chance.random() < 0.1:
            assert store.commit(setting, changeset).revision == revision  # as after a lost answer
        return f"commit {setting} {revision} {changeset.uuid}"
    except ConflictError:
        return f"conflict {setting}"
    except NotFound:
        return f"nothing {setting}"


def work(url: str, log: Path, number: int, until: float, settings: list[str]) -> None:
    """One program's work."""
    chance = random.Random(number)
    author = f"person {number % 10}"
    with open_store(url) as store, log.open("w") as out:
        edits = 0
        while edits < 5 or time.monotonic() < until:
            edits += 1
            print(edit(store, chance.choice(settings), author, chance), file=out, flush=True)


def main() -> int:
    """Starts the programs together and waits; returns how many failed."""
    url, folder, programs, seconds, *settings = sys.argv[1:]
    until = time.monotonic() + float(seconds)
    children = []
    for number in range(int(programs)):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                work(url, Path(folder) / str(number), number, until, settings)
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        children.append(child)
    return sum(os.waitpid(child, 0)[1] != 0 for child in children)


if __name__ == "__main__":
    sys.exit(main())
