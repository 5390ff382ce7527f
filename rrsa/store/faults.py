"""What a database says when the machine is in the way, as one line with the way out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from rrsa.errors import BadInput, EnvironmentFailed, ReadOnly, RrsaError
from rrsa.i18n import _


@contextmanager
def translated(shown: str) -> Iterator[None]:
    """Turns what the database library raises into errors for people; ``shown`` names the database."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as problem:
        raise explained(problem, shown) from problem
    except Exception as problem:
        if from_driver(problem):  # what is asked together goes past the database library
            raise explained(problem, shown) from problem
        raise


def explained(problem: BaseException, shown: str) -> RrsaError:
    """The error for people behind an exception. It never repeats what was being written."""
    if (answer := known(problem, shown)) is not None:
        return answer
    original = problem.orig if isinstance(problem, DBAPIError) and problem.orig else problem
    if from_driver(original):
        from rrsa.store.server_faults import other_tables

        if (answer := other_tables(original, shown)) is not None:
            return answer
    return EnvironmentFailed(
        _("the database {where} failed ({kind})").format(where=shown, kind=type(problem).__name__),
        _("rrsa doctor looks into it; nothing that was saved before is lost"),
    )


def known(problem: BaseException, shown: str) -> RrsaError | None:
    """The error for people where the machine is in the way; ``None`` where something else went wrong."""
    if isinstance(problem, DBAPIError):
        problem = problem.orig or problem
    if isinstance(problem, sqlite3.Error):
        return _sqlite(problem, shown)
    if isinstance(problem, PoolTimeout):
        return busy(shown)
    if from_driver(problem):
        from rrsa.store.server_faults import server_fault

        return server_fault(problem, shown)
    return None


def from_driver(problem: BaseException) -> bool:
    """Whether an exception is PostgreSQL's driver's; the driver is not even there for most people."""
    return type(problem).__module__.startswith("psycopg")


def _sqlite(problem: sqlite3.Error, shown: str) -> RrsaError | None:
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return busy(shown)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return not_writable(shown)
        case sqlite3.SQLITE_FULL:
            return disk_full(shown)
        case sqlite3.SQLITE_IOERR:
            return EnvironmentFailed(
                _("the disk refused to read or write {file}").format(file=shown),
                _("see whether the disk is full or has come loose, then do the last thing again"),
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(shown)
        case sqlite3.SQLITE_CANTOPEN:
            return EnvironmentFailed(
                _("the database {file} cannot be opened").format(file=shown),
                _("see whether its folder is there and is yours to write in"),
            )
        case sqlite3.SQLITE_TOOBIG:
            return BadInput(_("that is more than a database can hold in one place"), _("make it smaller"))
    return None


def busy(shown: str) -> EnvironmentFailed:
    """The error for a lock that another program holds for too long."""
    return EnvironmentFailed(
        _("the database {where} is busy with another program").format(where=shown),
        _("wait a moment, then do the last thing again"),
    )


def not_writable(shown: str) -> ReadOnly:
    """The error for a file, or its folder, that may only be read."""
    return ReadOnly(
        _("the database {file} may not be written to").format(file=shown),
        _("make it writable, copy it to a folder of your own, or open it with --read-only"),
    )


def disk_full(shown: str) -> EnvironmentFailed:
    """The error for a disk on which nothing more fits."""
    return EnvironmentFailed(
        _("the disk of {where} is full; the last thing was not saved").format(where=shown),
        _("make some room, then do it again"),
    )


class Damaged(EnvironmentFailed):
    """A file whose content cannot be a database of ours any more."""


def damaged(shown: str) -> Damaged:
    """The error for such a file."""
    return Damaged(
        _("{file} is damaged or no database").format(file=shown),
        _("check the file name, or bring back your latest backup with rrsa restore"),
    )
