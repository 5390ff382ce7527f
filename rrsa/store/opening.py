"""Opening a database: finding it, making it, and seeing that it is ours and of this program's age."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from sqlalchemy import Connection, insert, text

from rrsa import paths
from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.i18n import _
from rrsa.store import arrangement, tables
from rrsa.store.database import Database
from rrsa.store.faults import damaged, not_writable
from rrsa.store.sqlite import SqliteDatabase
from rrsa.store.store import Store
from rrsa.synced import synced_by
from rrsa.vocabulary import Whose

_POSTGRES = ("postgresql:", "postgres:", "postgresql+psycopg:")
_SQLITE = "sqlite:///"
_MAGIC = b"SQLite format 3\0"


def opened(where: str | Path | None, *, read_only: bool, create: bool) -> Store:
    """The store behind a path or URL; see :func:`rrsa.store.open_store`."""
    if isinstance(where, str) and where.startswith(_POSTGRES):
        return _postgres(where, read_only=read_only)
    path = database_path(where)
    try:
        status = path.stat()
    except FileNotFoundError:
        there = False
    except OSError as problem:
        raise EnvironmentFailed(
            _("the database {file} cannot be opened: {why}").format(
                file=path, why=problem.strerror or problem
            ),
            _("see whether its folder is there and is yours to use"),
        ) from problem
    else:
        _refuse_what_is_no_file(path, status.st_mode)
        there = status.st_size > 0
    if not read_only:
        refuse_synchronised(path)
    if not there:
        if read_only or not create:
            raise NotFound(
                _("there is no database {file}").format(file=path),
                _("check the name, or make one with rrsa new"),
            )
        _make_file(path)
    return _sqlite(path, read_only=read_only)


def refuse_synchronised(path: Path) -> None:
    """Raises where a service copies the folder of ``path`` to other machines; see :mod:`rrsa.synced`."""
    service = synced_by(path.parent)
    if service is not None:
        raise BadInput(
            _(
                "{folder} is copied to other machines by {service}, which can make two files of one, lose "
                "what was written, and take children’s data off this machine"
            ).format(folder=path.parent, service=service),
            _("keep the database in a folder that is not synchronised; backups may go where you decide"),
        )


def _refuse_what_is_no_file(path: Path, mode: int) -> None:
    """A folder, or a device or pipe, on which opening could wait for ever."""
    if stat.S_ISDIR(mode):
        raise BadInput(
            _("{path} is a folder, not a database").format(path=path),
            _("name a file inside it, such as {file}").format(file=path / paths.DATABASE_NAME),
        )
    if not stat.S_ISREG(mode):
        raise BadInput(
            _("{path} is not a file").format(path=path),
            _("give a file, such as {name}").format(name="rrsa.db"),
        )


def database_path(where: str | Path | None) -> Path:
    """The file that ``where`` means; the user's own where it means nothing."""
    if where is None or where == "":
        return paths.default_database()
    if isinstance(where, str):
        if where.startswith(_SQLITE):
            where = where.removeprefix(_SQLITE)
        elif "://" in where or where.startswith("sqlite:"):
            raise BadInput(
                _("that kind of database is not known"),
                _("give a file, or an address like postgresql://USER@SERVER/DATABASE"),
            )
        if not where or where == ":memory:" or "\0" in where:
            raise _no_file_name()
    path = paths.expanded(Path(where)).absolute()
    try:
        str(path).encode()
    except UnicodeEncodeError:  # SQLite takes names as UTF-8 alone
        raise _no_file_name() from None
    return path


def _no_file_name() -> BadInput:
    return BadInput(_("that is no file name for a database"), _("give a file, such as rrsa.db"))


def _make_file(path: Path) -> None:
    """An empty file that its owner alone can read; our own folders are made, others must be there."""
    try:
        if path.parent.is_relative_to(paths.data_dir().absolute()):
            paths.private(path.parent)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except FileNotFoundError:
        raise BadInput(
            _("there is no folder {folder}").format(folder=path.parent),
            _("check the name, or make the folder first"),
        ) from None
    except OSError as problem:
        raise EnvironmentFailed(
            _("the database {file} cannot be made: {why}").format(file=path, why=problem.strerror or problem),
            _("choose a folder that is yours to write in"),
        ) from problem


def refuse_others(path: Path) -> None:
    """Raises where a file is no SQLite database, before anything could be written into it."""
    try:
        with path.open("rb") as stream:
            start = stream.read(len(_MAGIC))
    except OSError as problem:
        raise EnvironmentFailed(
            _("the database {file} cannot be read: {why}").format(file=path, why=problem.strerror or problem),
            _("see whether it is yours to read"),
        ) from problem
    if start and start != _MAGIC:
        raise damaged(str(path))


def _sqlite(path: Path, *, read_only: bool) -> Store:
    refuse_others(path)
    if not read_only and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise not_writable(str(path))
    database = SqliteDatabase(path, read_only=read_only)
    try:
        _make_ready(database)
    except BaseException:
        database.close()
        raise
    return Store(database)


def _postgres(url: str, *, read_only: bool) -> Store:
    from rrsa.store.access.asking import check_granted
    from rrsa.store.postgres import PostgresDatabase

    database = PostgresDatabase(url, read_only=read_only)
    try:
        _make_ready(database)
        with database.reading() as connection:
            check_granted(connection, database.shown)
    except BaseException:
        database.close()
        raise
    return Store(database)


# -- what a database holds ---------------------------------------------------------------------------


def _make_ready(database: Database) -> None:
    """Sees that our tables are there in this program's form; makes or migrates them if need be."""
    with database.reading() as connection:
        version = found_version(database, connection)
        whose = arrangement.read(connection).whose if version == tables.SCHEMA else Whose.ME
    if not database.read_only and (version or tables.SCHEMA) <= tables.SCHEMA:
        database.settle(whose)
    if version is None:
        with database.writing() as connection:
            database.lock_schema(connection)
            if found_version(database, connection) is None:  # nobody was quicker
                fill(connection)
    elif version > tables.SCHEMA:
        raise EnvironmentFailed(
            _("{where} was made by a newer version of this program").format(where=database.shown),
            _("install the newest version, then open it again"),
        )
    elif version < tables.SCHEMA:
        from rrsa.store.migrating import bring_up_to_date

        bring_up_to_date(database)


def found_version(database: Database, connection: Connection) -> str | None:
    """The schema version of a database of ours, ``None`` for an empty one. Raises for another program's."""
    there = database.tables_there(connection)
    ours = {table.name for table in tables.metadata.sorted_tables}
    if tables.meta.name in there:
        row = connection.execute(_VERSION).first()
        if row is not None and row[1] == tables.APPLICATION:
            return str(row[0])
    elif not there & ours and (database.shares_with_others or not there):
        return None
    raise BadInput(
        _("{where} holds the data of another program").format(where=database.shown),
        _("give it a database of its own"),
    )


def fill(connection: Connection) -> None:
    """Makes the tables in an empty database."""
    tables.metadata.create_all(connection, checkfirst=False)
    connection.execute(insert(tables.meta).values(version_num=tables.SCHEMA, application=tables.APPLICATION))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={tables.APPLICATION_ID}")
    else:
        from rrsa.store.access.rules import lay

        lay(connection)


_VERSION = text("SELECT version_num, application FROM meta")
