"""Each role gets at its own rows and at no others, in every table there is; a rule that is missing shows."""

from __future__ import annotations

from collections.abc import Iterator

import access_guards
import access_world
import pytest
from access_world import JOURNAL, NAMES, REVIEWS, SHARED, World, findings

OWN_RULES = ("setting", *JOURNAL, *REVIEWS, *SHARED, "sharing_key", "released", "access", "arrangement")
"""Tables with rules of their own; all others have those of ``evidence``."""


@pytest.fixture(scope="module")
def world(postgres_server: str) -> Iterator[World]:
    with access_world.world(postgres_server) as made:
        yield made


@pytest.mark.parametrize("table", NAMES)
def test_each_role_gets_at_its_own_rows_and_at_no_others(world: World, table: str) -> None:
    assert findings(world, table) == []


@pytest.mark.parametrize("table", NAMES)
def test_a_table_without_forced_rules_is_noticed(world: World, table: str) -> None:
    for lost in ("DISABLE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"):
        admin = world.line("postgres")
        admin.execute(f'ALTER TABLE "{table}" {lost}')
        admin.commit()
        found = findings(world, table)
        admin.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')
        admin.commit()
        assert found, lost
        if lost.startswith("DISABLE") and table not in ("access", "meta"):
            assert any("no forced" not in each for each in found), "only the catalogue gave it away"


@pytest.mark.parametrize("table", ["evidence", *OWN_RULES])
def test_each_rule_is_needed_and_noticed_when_it_is_dropped_or_left_open(world: World, table: str) -> None:
    admin = world.line("postgres")
    rules = admin.execute(
        "SELECT policyname, cmd, qual, with_check, array_to_string(roles, ', ') FROM pg_policies"
        " WHERE tablename = %s AND schemaname = 'public'",
        (table,),
    ).fetchall()
    admin.rollback()
    assert rules
    for name, command, seen, come, roles in rules:
        using = "" if seen is None else f" USING ({seen})"
        check = "" if come is None else f" WITH CHECK ({come})"
        again = f'CREATE POLICY {name} ON "{table}" FOR {command} TO {roles}{using}{check}'
        admin.execute(f'DROP POLICY {name} ON "{table}"')
        admin.commit()
        dropped = noticed(world, table)
        if "true" not in (seen, come):
            opened = again.replace(using, " USING (true)" if using else "")
            opened = opened.replace(check, " WITH CHECK (true)" if check else "")
            admin.execute(opened)
            admin.commit()
            left_open = noticed(world, table)
            admin.execute(f'DROP POLICY {name} ON "{table}"')
        else:
            left_open = ["is meant to be open, to its owner alone or to tell what is no secret"]
        admin.execute(again)
        admin.commit()
        assert dropped, f"{name} is not needed"
        assert left_open, f"{name} left open is not noticed"
    assert noticed(world, table) == []


def noticed(world: World, table: str) -> list[str]:
    """What is wrong with a table's rows, or with what functions and guards make of them."""
    return [*findings(world, table), *access_guards.broken(world, table)]
