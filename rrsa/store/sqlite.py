"""SQLite: one file in the user's data folder.

Write-ahead log, ``synchronous=FULL``: what was acknowledged survives a power cut. Writers take their turn
with ``BEGIN IMMEDIATE``; a deferred begin would let two of them read the same state and then fail or lose.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import QueuePool

from rrsa.i18n import _
from rrsa.store.database import WAIT_SECONDS, Database
from rrsa.store.faults import translated
from rrsa.store.one_writer import Claim
from rrsa.vocabulary import Whose

_BEGIN = "rrsa_begin"


class SqliteDatabase(Database):
    """A database file that exists."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._seen = -1
        self._claim: Claim | None = None
        mode = "mode=rw"
        if read_only:
            mode = "mode=ro" if _readable_beside_writers(path) else "mode=ro&immutable=1"
        uri = f"{file_uri(path)}?{mode}"

        def connect() -> sqlite3.Connection:
            return prepare(sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, check_same_thread=False))

        engine = create_engine(
            "sqlite+pysqlite://", creator=connect, poolclass=QueuePool, hide_parameters=True
        )

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

        super().__init__(engine, str(path), read_only=read_only)

    def _reader(self) -> Connection:
        return self.engine.connect()

    def _writer(self) -> Connection:
        self._seen = -1  # the count belongs to one connection
        return self.engine.connect().execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})

    def take_lock(
        self,
        connection: Connection,
        setting_id: str,
        kinds: Collection[str] | None = None,  # noqa: ARG002 - whoever may write the file may write all of it
    ) -> int | None:
        # The lock is held since BEGIN IMMEDIATE.
        self.statements.next_revision.run(connection, setting_id)
        row = self.statements.revision.one(connection, setting_id)
        return None if row is None else int(row[0])

    def _others_wrote(self) -> bool:
        # SQLite counts, for each connection, the commits of all others.
        version = int(self.driver().execute("PRAGMA data_version").fetchone()[0])
        seen, self._seen = self._seen, version
        return seen not in (-1, version)

    def driver(self) -> sqlite3.Connection:
        """The driver's own connection behind the one that writes."""
        found: Any = self.held().connection.driver_connection
        assert isinstance(found, sqlite3.Connection)
        return found

    def tables_there(self, connection: Connection) -> set[str]:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {str(row[0]) for row in rows}

    def settle(self, whose: Whose) -> None:
        with translated(self.shown):
            if whose is Whose.SHARED_DRIVE:
                use_rollback_journal(self.driver())
            else:
                use_write_ahead_log(self.driver())

    def arranged(self, whose: Whose) -> None:
        self.settle(whose)

    def claim(self, role: str) -> None:
        if self._claim is None:
            self._claim = Claim(self.path)
        self._claim.take(role)

    def check_claim(self) -> None:
        if self._claim is not None:
            self._claim.check()

    def close(self) -> None:
        super().close()
        if self._claim is not None:
            self._claim.release()

    def lock_schema(self, connection: Connection) -> None:
        """Nothing to do: BEGIN IMMEDIATE keeps every other writer out."""

    def delete_securely(self) -> None:
        with translated(self.shown):
            self.driver().execute("PRAGMA secure_delete=ON")

    def sweep(self) -> bool:
        with self._lock:
            driver = self.driver()
            try:
                # What was deleted may lie in the log still, in pages that nothing uses, and between rows.
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                driver.execute("VACUUM")
                busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.OperationalError:
                return False
            return not busy

    def own_check(self) -> list[str]:
        with translated(self.shown), self._reader() as connection:
            return engine_check(connection.connection.driver_connection)

    def noted(self, settings: int, revisions: int) -> None:
        """Nothing to do: SQLite tells own writes from others' by itself."""


def file_uri(path: Path) -> str:
    """A file's address as SQLite reads it, also for Windows drives and network shares."""
    posix = path.absolute().as_posix()
    return "file://" + ("/" if posix[1:2] == ":" else "") + quote(posix, safe="/:")


def prepare(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A driver connection set as every connection of ours must be."""
    connection.isolation_level = None  # transactions begin where we say so, and nowhere else
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Readers then never wait for the writer. Kept by the file itself once set."""
    until = time.monotonic() + WAIT_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as problem:
            # SQLite does not wait here when several programs open a new file at once.
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


def use_rollback_journal(connection: sqlite3.Connection) -> None:
    """On a shared drive: the write-ahead log needs memory that machines share, which they do not."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
        connection.execute("PRAGMA journal_mode=DELETE")


def engine_check(driver: Any) -> list[str]:
    """What SQLite finds wrong with a file."""
    assert isinstance(driver, sqlite3.Connection)
    found = [str(row[0]) for row in driver.execute("PRAGMA integrity_check(20)")]
    problems = [] if found == ["ok"] else [_("the file is damaged: {what}").format(what=f) for f in found]
    for table, _row, parent, _key in driver.execute("PRAGMA foreign_key_check"):
        problems.append(
            _("a row of “{table}” belongs to nothing in “{parent}”").format(table=table, parent=parent)
        )
    return problems


def _readable_beside_writers(path: Path) -> bool:
    """Whether a reader can take part in the write-ahead log, which needs files beside the database.

    Where nobody can write those (a read-only folder, a disc), and none is there, the file cannot change
    either, and SQLite may read it as it lies.
    """
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size > 0:
        return True
    shm = path.with_name(path.name + "-shm")
    return shm.exists() or os.access(path.parent, os.W_OK)
