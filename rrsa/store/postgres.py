"""PostgreSQL, for several people at once: reached by URL, with psycopg 3 as an extra.

A commit locks its setting's row by raising the revision, so that under READ COMMITTED everything it reads
afterwards is the newest; a load reads one snapshot under REPEATABLE READ.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.i18n import _
from rrsa.store.database import WAIT_SECONDS, Database
from rrsa.store.faults import translated
from rrsa.vocabulary import Whose

_CONNECT_SECONDS = 10
_SCHEMA_LOCK = 0x52525341  # any number, the same for every program of ours


class PostgresDatabase(Database):
    """A database on a server."""

    shares_with_others = True

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        parsed = parse(url)
        try:
            engine = create_engine(
                parsed,
                paramstyle="format",
                isolation_level="READ COMMITTED",
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args={"connect_timeout": _CONNECT_SECONDS, "client_encoding": "utf8"},
            )
        except ImportError as problem:
            raise EnvironmentFailed(
                _("the driver for PostgreSQL is not installed"),
                _("install it with: pip install 'rrsa[postgresql]'"),
            ) from problem

        @event.listens_for(engine, "connect")
        def set_up(driver: Any, _record: object) -> None:
            driver.autocommit = True
            driver.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
            driver.autocommit = False

        shown = parsed.set(drivername="postgresql", query={}).render_as_string()
        super().__init__(engine, shown, read_only=read_only)
        self._known: tuple[int, int] | None = None

    def _reader(self) -> Connection:
        return self.engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def _writer(self) -> Connection:
        return self.engine.connect()

    def take_lock(self, connection: Connection, setting_id: str) -> int | None:
        row = self.statements.next_revision_returning.one(connection, setting_id)
        return None if row is None else int(row[0])

    def _others_wrote(self) -> bool:
        with self._reader() as connection, connection.begin():
            row = self.statements.totals.one(connection)
        assert row is not None
        known, self._known = self._known, (int(row[0]), int(row[1]))
        return known not in (None, self._known)

    def noted(self, settings: int, revisions: int) -> None:
        if self._known is not None:
            self._known = (self._known[0] + settings, self._known[1] + revisions)

    def tables_there(self, connection: Connection) -> set[str]:
        rows = connection.exec_driver_sql(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        )
        return {str(row[0]) for row in rows}

    def settle(self, whose: Whose) -> None:
        """Nothing to do: the server is set up by whoever looks after it."""

    def arranged(self, whose: Whose) -> None:
        """Nothing to do: a server keeps writers apart by itself."""

    def claim(self, role: str) -> None:
        """Nothing to do: several may write."""

    def check_claim(self) -> None:
        """Nothing to do."""

    def lock_schema(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")

    def delete_securely(self) -> None:
        """Nothing to do: vacuuming takes out what was deleted."""

    def sweep(self) -> bool:
        from rrsa.store import tables

        names = ", ".join(f'"{table.name}"' for table in tables.CONTENT)
        try:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"VACUUM FULL {names}")
        except DBAPIError:
            return False
        return True

    def own_check(self) -> list[str]:
        with translated(self.shown), self._reader() as connection:
            connection.exec_driver_sql("SELECT 1")
        return []


def parse(url: str) -> URL:
    """A PostgreSQL URL, to be reached with psycopg 3. The error never repeats a password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise BadInput(
            _("that is no address of a database"), _("write it like postgresql://USER@SERVER/DATABASE")
        ) from None
    return parsed.set(drivername="postgresql+psycopg")
