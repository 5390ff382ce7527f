"""Guards beside the rules: what a reviewer may alter, whose name stands in the journal, whose key signs."""

from __future__ import annotations

from collections.abc import Iterator

import access_world
import psycopg
import pytest
from access_guards import PROMISES, broken, each_guard
from access_world import World


@pytest.fixture(scope="module")
def world(postgres_server: str) -> Iterator[World]:
    with access_world.world(postgres_server) as made:
        yield made


def test_every_promise_holds(world: World) -> None:
    assert broken(world) == []


def test_a_guard_that_is_dropped_is_noticed(world: World) -> None:
    admin = world.line("postgres")
    guards = list(each_guard(world))
    assert len(guards) == 5
    for name, table in guards:
        admin.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        admin.commit()
        found = broken(world)
        admin.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")
        admin.commit()
        assert found, f"{name} on {table} is not needed"


def test_a_reviewer_leaves_a_review_with_its_changeset(world: World) -> None:
    """What the guards let through, in bare statements, to the end of the transaction."""
    role = world.role("friend")
    with psycopg.connect(world.address("friend")) as line:
        line.execute("UPDATE setting SET revision = revision + 1 WHERE id = 'birch'")
        line.execute("INSERT INTO review (setting_id, id, title) VALUES ('birch', 'R9', 'A neighbour')")
        line.execute(
            "INSERT INTO journal VALUES ('birch', 2, 'u9', %s, '2026-01-01', 'Review', NULL, 1)", (role,)
        )
        line.execute(
            "INSERT INTO journal_change VALUES ('birch', 2, 0, 'review', 'R9', 'title', 'null', '\"A\"')"
        )
        line.execute("SET CONSTRAINTS ALL IMMEDIATE")
        line.rollback()


def test_promises_are_about_tables_and_roles_that_are_there() -> None:
    for table, role, _attempt in PROMISES.values():
        assert table in access_world.NAMES
        assert role in access_world.GRANTS
