"""PostgreSQL, for several people at once: reached by URL, with psycopg 3 as an extra.

A commit locks its setting's row by raising the revision, so that under READ COMMITTED everything it reads
afterwards is the newest; a load reads one snapshot under REPEATABLE READ.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.i18n import _
from rrsa.store import addresses, listening
from rrsa.store.access import asking
from rrsa.store.access.levels import EVERY, Level, may_write
from rrsa.store.answers import Link
from rrsa.store.database import WAIT_SECONDS, Database
from rrsa.store.faults import translated
from rrsa.store.statements import CHANNEL
from rrsa.store.together import Asked, in_line, line, together
from rrsa.vocabulary import Whose

_CONNECT_SECONDS = 10
_SCHEMA_LOCK = 0x52525341  # any number, the same for every program of ours

_LINE = {
    "connect_timeout": _CONNECT_SECONDS,
    "client_encoding": "utf8",
    "fallback_application_name": "rrsa",
    # A line that is dead is known to be within a minute, also where nobody says so.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""What a connection is made with unless the address says otherwise."""

_SESSION = (
    "SET lock_timeout = '{wait}s'; SET idle_in_transaction_session_timeout = '2min';"
    " SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
)
"""What the server keeps to: a program that was switched off in mid-work keeps no lock for longer."""


class PostgresDatabase(Database):
    """A database on a server."""

    shares_with_others = True

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        bare = addresses.without_password(url)
        parsed, prepares = _prepares(parse(bare))
        options = {name: value for name, value in _LINE.items() if name not in parsed.query}
        try:
            engine = create_engine(
                parsed,
                paramstyle="format",
                isolation_level="READ COMMITTED",
                pool_pre_ping=True,
                pool_size=2,  # one that writes and one that reads; more only while more is read at once
                hide_parameters=True,
                use_native_hstore=False,  # asking whether there is any would be three ways to the server
                connect_args=options,
            )
        except ImportError as problem:
            raise EnvironmentFailed(
                _("the driver for PostgreSQL is not installed"),
                _('install it with: pip install "rrsa[postgresql]"'),
            ) from problem

        @event.listens_for(engine, "do_connect")
        def hand_over(_dialect: object, _record: object, _args: object, wanted: dict[str, Any]) -> None:
            password = addresses.password_for(bare)
            if password is not None:
                wanted["password"] = password

        @event.listens_for(engine, "connect")
        def set_up(driver: Any, _record: object) -> None:
            driver.autocommit = True
            driver.execute(_SESSION.format(wait=WAIT_SECONDS))
            driver.autocommit = False
            if not prepares:
                driver.prepare_threshold = None

        # What the driver would print about a line that broke is said by us, in one line.
        logging.getLogger("psycopg").addHandler(logging.NullHandler())
        super().__init__(engine, shown(parsed), read_only=read_only)
        self._known: tuple[int, int] | None = None
        self._ear = listening.Ear()
        self._role: asking.Role | None = None
        self._calls = False

    def _reader(self) -> Connection:
        return self.engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def _writer(self) -> Connection:
        return self.engine.connect()

    def take_lock(
        self, connection: Connection, setting_id: str, kinds: Collection[str] | None = None
    ) -> int | None:
        self._calls = True
        row = self.statements.next_revision_returning.one(connection, setting_id)
        return self._allowed(connection, setting_id, row, kinds)

    def lock_knowing(
        self, connection: Connection, setting_id: str, uuid: str, kinds: Collection[str] | None = None
    ) -> tuple[int | None, int | None]:
        statements = self.statements
        self._calls = True
        # Read committed: the second sees what was committed while the first waited for its turn.
        lock, known = together(
            connection,
            [
                Asked(statements.next_revision_returning, (setting_id,)),
                Asked(statements.revision_of_uuid, (setting_id, uuid)),
            ],
        )
        revision = self._allowed(connection, setting_id, lock[0] if lock else None, kinds)
        return revision, int(known[0][0]) if known else None

    def _finish(self, connection: Connection) -> None:
        """Commits and calls all who listen, in one way to the server.

        The call is a transaction of its own: within the one that saves, it would make all savers of the
        server wait for each other's disk. One that is lost is made up for by looking once in a while.
        """
        calls, self._calls = self._calls, False
        if calls and connection.in_transaction() and in_line(connection):
            with line(connection) as driver:
                driver.execute("COMMIT")
                driver.execute(f"NOTIFY {CHANNEL}")

    # -- who may do what ---------------------------------------------------------------------------

    def _allowed(
        self, connection: Connection, setting_id: str, lock: Any, kinds: Collection[str] | None
    ) -> int | None:
        """The revision in ``lock``, where the role may go on; permission comes before comparing."""
        if lock is None:  # not there, not to be seen, or only to be read
            self.check_writing(connection, setting_id, kinds)
            return None
        if not may_write(lock[1], kinds):
            raise asking.refusal(connection, setting_id, lock[1])
        return int(lock[0])

    @property
    def role(self) -> str | None:
        if self._role is None:
            with self.reading() as connection:
                self._role = asking.who(connection)
        return None if self._role.owns_all else self._role.name

    def levels(self, connection: Connection, setting_id: str) -> frozenset[str]:
        return asking.levels(connection, setting_id)

    def check_writing(
        self, connection: Connection, setting_id: str, kinds: Collection[str] | None = None
    ) -> None:
        asking.check_writing(connection, setting_id, kinds)

    def check_making(self, connection: Connection, setting_id: str) -> None:
        asking.check_making(connection, setting_id)

    def brings_histories(self, connection: Connection) -> bool:
        return Level.ADMIN in asking.levels(connection, EVERY)

    def _others_wrote(self) -> bool:
        """Whether the server has called; it is asked only where it has not done so for a while."""
        connection = self.held()
        called = self._ear.heard(connection.connection.driver_connection)
        if called or not self._ear.due:
            return called
        with connection.begin():
            row = self.statements.totals.one(connection)
        assert row is not None
        known, self._known = self._known, (int(row[0]), int(row[1]))
        news = known not in (None, self._known)
        self._ear.looked(news)
        return news

    def link(self) -> Link | None:
        """The role that is connected and how the line to the server is encrypted."""
        with self.reading() as connection:
            role = str(connection.exec_driver_sql("SELECT session_user").scalar_one())
            tls = connection.exec_driver_sql(
                "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            ).scalar()
            driver: Any = connection.connection.driver_connection
            host = str(driver.info.host)
        own = host.startswith(("/", "@", "127.", "::1")) or host in ("localhost", "")
        return Link(role, str(tls) if tls else None, own)

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

    def may_tidy(self) -> bool:
        with self.reading() as connection:
            return asking.may_tidy(connection)

    def sweep(self) -> bool:
        from rrsa.store import tables

        names = ", ".join(f'"{table.name}"' for table in tables.CONTENT)
        if not self.may_tidy():  # the server would pass its tables over and say that all is well
            return False
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


def _prepares(parsed: URL) -> tuple[URL, bool]:
    """An address without our own option in it, and whether statements may be prepared: ``prepare=no`` is for
    a proxy that hands each transaction to another connection, where the next does not know them."""
    said = parsed.query.get("prepare")
    if said not in (None, "yes", "no"):
        raise BadInput(
            _("prepare in the address is neither yes nor no"), _("leave it out, or write prepare=no")
        )
    return parsed.difference_update_query(["prepare"]), said != "no"


def shown(parsed: URL) -> str:
    """An address for people: no password, and no options that only a driver understands."""
    bare = URL.create("postgresql", parsed.username, None, parsed.host, parsed.port, parsed.database)
    return bare.render_as_string()


def parse(url: str) -> URL:
    """A PostgreSQL URL, to be reached with psycopg 3. The error never repeats a password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise BadInput(
            _("that is no address of a database"), _("write it like postgresql://USER@SERVER/DATABASE")
        ) from None
    return parsed.set(drivername="postgresql+psycopg")
