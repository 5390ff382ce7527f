"""Thirty people at once on one server, each as a role of their own: what was acknowledged is there, once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

from crowd import place
from test_store_processes import broken_links

from rrsa.store import open_store

CROWD = Path(__file__).parent / "crowd.py"
PEOPLE = 30
SECONDS = 6
BUSY = ("birch", "ash")
"""Settings on which fifteen people work at once; on the others three do."""
QUIET = tuple(f"school-{n}" for n in range(10))


def test_thirty_people_as_thirty_roles_lose_nothing_and_see_only_what_is_theirs(
    postgres_server: str, tmp_path: Path, posix: None
) -> None:
    people = [(BUSY[n % 2], QUIET[n % 10]) for n in range(PEOPLE)]
    logs = tmp_path / "logs"
    logs.mkdir()
    with place(postgres_server, people) as (address, plan):
        file = tmp_path / "plan.json"
        file.write_text(json.dumps(plan), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(CROWD), str(file), str(logs), str(SECONDS)], timeout=300, check=False
        )
        assert done.returncode == 0
        told = {n: (logs / str(n)).read_text(encoding="utf-8").split("\n")[:-1] for n in range(PEOPLE)}
        lines = [(n, *line.split()) for n, noted in told.items() for line in noted]
        counted = Counter(line[1] for line in lines)
        assert all(len(noted) >= 3 for noted in told.values())
        assert counted["commit"] > PEOPLE
        assert counted["conflict"] > 0
        assert counted["back"] > 0

        roles = {n: person["url"].partition("//")[2].partition("@")[0] for n, person in enumerate(plan)}
        acknowledged = defaultdict(set)
        for n, word, setting, *rest in lines:
            if word == "commit":
                acknowledged[setting].add((int(rest[0]), rest[1], roles[n]))
        with open_store(address) as store:  # as the superuser, who sees all
            assert {s.id for s in store.settings()} == {*BUSY, *QUIET}
            for setting in (*BUSY, *QUIET):
                history = store.history(setting)
                assert [e.revision for e in history] == list(range(len(history), 0, -1)), "no holes"
                founding = 1
                kept = {
                    (e.revision, e.changeset.uuid, e.changeset.author)
                    for e in history[:-founding]
                    if e.changeset.undoes is None
                }
                assert acknowledged[setting] == kept
                back = sum(word == "back" and where == setting for _n, word, where, *_rest in lines)
                assert sum(e.changeset.undoes is not None for e in history) == back
                assert broken_links(history) == []
            assert store.check() == [], "the journal told again is what stands in the tables"
        for n in (0, 1, 29):
            with open_store(plan[n]["url"], create=False) as store:
                assert {s.id for s in store.settings()} == set(people[n])
