"""A round on a shared server: the coordinator's own role draws it and takes it in, and no other sees it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from moderation_desk import NAMES, VIEW, fill_in, lay, snapshot, withdraw

from rrsa.errors import RrsaError
from rrsa.exchange.moderation.going_out import write_out
from rrsa.exchange.moderation.taking import read_reply, take
from rrsa.overview.desk import DESK_ID, Desk
from rrsa.overview.moderation import Wish
from rrsa.overview.round_edits import start
from rrsa.overview.rounds import drawn_now, open_round
from rrsa.store import open_store
from rrsa.store.access import granting, setting_up
from rrsa.store.access.levels import Level


class Shared(NamedTuple):
    """A server's database, by the addresses of a coordinator and of a setting's lead."""

    coordinator: str
    lead: str


@pytest.fixture
def shared(postgres_server: str) -> Iterator[Shared]:
    import psycopg

    from rrsa.store.postgres import PostgresDatabase

    end = uuid.uuid4().hex[:8]
    name, boss, coordinator, lead = (f"{each}_{end}" for each in ("t", "boss", "coord", "lead"))

    def address(role: str) -> str:
        return f"postgresql://{role}@{postgres_server.rpartition('@')[2].rpartition('/')[0]}/{name}"

    with psycopg.connect(postgres_server, autocommit=True) as admin:
        for role in (boss, coordinator, lead):
            admin.execute(f"CREATE ROLE {role} LOGIN{' CREATEROLE' if role == boss else ''}")
        admin.execute(f"CREATE DATABASE {name} OWNER {boss} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            database = PostgresDatabase(address(boss))
            setting_up.init(database)
            granting.grant(database, coordinator, ["all"], Level.COORDINATOR)
            granting.grant(database, lead, ["kirkbrae-primary"], Level.EDITOR)
            database.close()
            yield Shared(address(coordinator), address(lead))
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
            for role in (boss, coordinator, lead):
                admin.execute(f"DROP ROLE {role}")


def test_a_coordinators_role_draws_sends_and_takes_in(shared: Shared, tmp_path: Path) -> None:
    with open_store(shared.coordinator) as store:
        for name in NAMES:
            lay(store, snapshot(name))
        desk = Desk.open(store, "Coordinator")
        round_id = start(desk, drawn_now(store, Wish("a seed", 1)), title="Autumn round")
        sent = list(write_out(open_round(desk, round_id), tmp_path, day="2026-11-26"))
        assert len(sent) == len(NAMES)
        for each in sent:
            fill_in(each.path, lambda _n, row: setattr(row[VIEW], "value", 2))
            take(desk, read_reply(desk, each.path))
        assert len(open_round(desk, round_id).looked_at) == len(NAMES)
        withdraw(store, snapshot(NAMES[0]))
        assert len(open_round(desk, round_id).looked_at) == len(NAMES) - 1
        desk.undo()
        assert len(open_round(desk, round_id).looked_at) == len(NAMES) - 2


def test_a_settings_role_sees_nothing_of_a_round(shared: Shared) -> None:
    with open_store(shared.coordinator) as store:
        for name in NAMES:
            lay(store, snapshot(name))
        start(Desk.open(store, "Coordinator"), drawn_now(store, Wish("a seed", 1)))
    with open_store(shared.lead) as store:
        assert not store.exists(DESK_ID)
        assert not Desk.open(store, "Lead").portfolio.moderations
        with pytest.raises(RrsaError):
            drawn_now(store, Wish("a seed"))
