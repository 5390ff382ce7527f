"""Many people at work on one server at once, each as a role of their own: for the load test and benchmark.

    python crowd.py PLAN FOLDER SECONDS

PLAN is a JSON file: a list with, for each person, ``url``, the ``settings`` they work on, ``views`` where
they are to give nothing but views, and ``every`` how many seconds, where they take their time. Each is a
process with a program of its own that does what the app does: looks at a setting, gives a view, writes a
line, adds evidence with a file, plans, takes back and does again. Each writes what was acknowledged into
``FOLDER/NUMBER``, a line each: ``commit SETTING REVISION UUID MILLISECONDS``, ``back SETTING`` (undone or
done again), ``conflict SETTING`` or ``nothing SETTING``.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from rrsa.errors import BadInput, NotFound
from rrsa.evaluation import Evaluation
from rrsa.framework.catalogue import find
from rrsa.portfolio.changes import ConflictError
from rrsa.store import open_store
from rrsa.store.answers import Committed
from rrsa.store.store import Store

LOOK_FOR_OTHERS = 2.0
"""Seconds between looks at what others have saved, as in the app."""


@contextmanager
def place(server: str, people: Sequence[Sequence[str]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A shared database on a server of which we are the superuser, with a role for each of ``people``, who
    are given by the settings that they edit; gives its address and the plan. Nothing of it is left."""
    import psycopg

    from rrsa.setup import create_setting
    from rrsa.store.access import granting, setting_up
    from rrsa.store.access.levels import Level
    from rrsa.store.postgres import PostgresDatabase

    mark = uuid4().hex[:8]
    database, boss = f"crowd_{mark}", f"boss_{mark}"
    roles = [f"person_{n}_{mark}" for n in range(len(people))]
    address = f"{server.rpartition('/')[0]}/{database}"

    def as_role(role: str) -> str:
        return f"postgresql://{role}@{address.rpartition('@')[2]}"

    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {boss} LOGIN CREATEROLE")
        admin.execute(f"CREATE DATABASE {database} OWNER {boss} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            shared = PostgresDatabase(as_role(boss))
            setting_up.init(shared)
            adopted = find("rights-respecting-school")
            with Store(shared) as store:
                for name in sorted({setting for settings in people for setting in settings}):
                    assert create_setting(store, name, adopted, author=boss) == name
                for role, settings in zip(roles, people, strict=True):
                    granting.grant(shared, role, settings, Level.EDITOR)
            plan = [
                {"url": as_role(role), "settings": list(settings)}
                for role, settings in zip(roles, people, strict=True)
            ]
            yield address, plan
        finally:
            admin.execute(f"DROP DATABASE {database} WITH (FORCE)")
            for role in (*roles, boss):
                admin.execute(f"DROP ROLE IF EXISTS {role}")


class Logged(Store):
    """A store that notes what it acknowledged."""

    out: IO[str]

    def commit(self, setting_id: str, changeset: Any, **more: Any) -> Committed:
        begun = time.perf_counter()
        done = super().commit(setting_id, changeset, **more)
        took = 1000 * (time.perf_counter() - begun)
        if done.changes:
            self.note(f"commit {setting_id} {done.revision} {changeset.uuid} {took:.2f}")
        return done

    def note(self, line: str) -> None:
        print(line, file=self.out, flush=True)


def one_thing(
    evaluation: Evaluation, chance: random.Random, files: list[Path], *, only_views: bool
) -> str | None:
    """One thing that a person does; what is to be noted of it beyond what the store notes."""
    setting, kind = evaluation.setting_id, 1.0 if only_views else chance.random()
    outcome = chance.choice(list(evaluation.framework.outcomes))
    try:
        if kind < 0.08:
            evaluation.undo()
            return f"back {setting}"
        if kind < 0.12:
            evaluation.redo()
            return f"back {setting}"
        if kind < 0.25:
            values = {"title": f"Minutes {chance.random()}", "perspective": "records"}
            file = chance.choice(files) if chance.random() < 0.3 else None
            evaluation.add_evidence(values, [outcome], file=file)
        elif kind < 0.35:
            evaluation.add_action(outcome, {"what": f"Ask the children again {chance.random()}"})
        elif kind < 0.45:
            look = chance.choice(list(evaluation.framework.indicators))
            evaluation.record_look(look, chance.choice(("yes", "partly", "not-yet")))
        else:
            seen = evaluation.portfolio.outcome(outcome)
            new = {"view": chance.choice((1, 2, 3, 4)), "line": f"because {chance.random()}"}
            evaluation.record_outcome(outcome, new, seen={"view": seen.view, "line": seen.line})
    except ConflictError:
        evaluation.refresh()
        return f"conflict {setting}"
    except (NotFound, BadInput):
        return f"nothing {setting}"
    return None


def work(person: dict[str, Any], log: Path, number: int, begin: Barrier, seconds: float) -> None:
    """One person's sitting, once everybody is there."""
    chance = random.Random(number)
    files = []
    for n in range(3):
        file = log.with_suffix(f".{n}.txt")
        file.write_bytes(bytes([65 + n]) * 4000)  # several people add the same few files
        files.append(file)
    store = Logged(open_store(person["url"], create=False).database)
    with store, log.open("w", encoding="utf-8") as store.out:
        open_now = [Evaluation.open(store, each, author=f"person {number}") for each in person["settings"]]
        begin.wait(120)
        edits, until, every = 0, time.monotonic() + seconds, float(person.get("every", 0))
        look = 0.0
        due = time.monotonic() + chance.random() * every
        while edits < 3 or time.monotonic() < until:
            time.sleep(max(due - time.monotonic(), 0))
            due += every
            edits += 1
            evaluation = chance.choice(open_now)
            if time.monotonic() >= look:
                look = time.monotonic() + LOOK_FOR_OTHERS
                for each in open_now if store.changed() else ():
                    each.refresh()
            if (
                line := one_thing(evaluation, chance, files, only_views=bool(person.get("views")))
            ) is not None:
                store.note(line)


def main() -> int:
    """Starts everybody together and waits; returns how many failed."""
    plan, folder, seconds = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]), float(sys.argv[3])
    find("rights-respecting-school")  # read once, for all of them
    begin = multiprocessing.get_context("fork").Barrier(len(plan))
    children = []
    for number, person in enumerate(plan):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                work(person, folder / str(number), number, begin, seconds)
                status = 0
            except BaseException:
                traceback.print_exc()
                begin.abort()
            finally:
                os._exit(status)
        children.append(child)
    return sum(os.waitpid(child, 0)[1] != 0 for child in children)


if __name__ == "__main__":
    sys.exit(main())
