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


def explained(problem: BaseException, shown: str) -> RrsaError:
    """The error for people behind an exception. It never repeats what was being written."""
    return known(problem, shown) or EnvironmentFailed(
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
        return _busy(shown)
    return _postgres(problem, shown) if type(problem).__module__.startswith("psycopg") else None


def _sqlite(problem: sqlite3.Error, shown: str) -> RrsaError | None:
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _busy(shown)
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


def _postgres(problem: BaseException, shown: str) -> RrsaError | None:
    state: str | None = getattr(problem, "sqlstate", None)
    if state is None:  # the connection itself
        return EnvironmentFailed(
            _("the database server of {where} cannot be reached").format(where=shown),
            _("see whether it runs and whether the address, user and password are right"),
        )
    if state.startswith("28"):
        return EnvironmentFailed(
            _("the database server does not let you in to {where}").format(where=shown),
            _("check the user and the password"),
        )
    if state.startswith(("08", "57P")):
        return EnvironmentFailed(
            _("the connection to {where} was lost").format(where=shown),
            _("see whether the database server runs, then do the last thing again"),
        )
    if state.startswith("22"):
        return BadInput(
            _("the database cannot hold that text"), _("take out the unusual characters and try again")
        )
    answers: dict[str, RrsaError] = {
        "3D000": EnvironmentFailed(
            _("there is no database {where}").format(where=shown),
            _("ask whoever looks after the server to make it"),
        ),
        "42501": ReadOnly(
            _("you may not write to {where}").format(where=shown),
            _("ask whoever looks after the server for the right, or open it with --read-only"),
        ),
        "25006": ReadOnly(_("{where} can only be read").format(where=shown), _("open it with --read-only")),
        "53100": disk_full(shown),
        "55P03": _busy(shown),
        "40P01": _busy(shown),
        "53300": _busy(shown),
    }
    return answers.get(state)


def _busy(shown: str) -> EnvironmentFailed:
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


def damaged(shown: str) -> EnvironmentFailed:
    """The error for a file whose content cannot be a database of ours any more."""
    return EnvironmentFailed(
        _("{file} is damaged or no database").format(file=shown),
        _("check the file name, or bring back your latest backup with rrsa restore"),
    )
