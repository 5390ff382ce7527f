"""What a PostgreSQL server, or the line to it, says when it is in the way, as one line with the way out.

What goes wrong while connecting has no code that a program could go by, only the server's own words, which
may be in any language. So the driver is asked first (was a password wanted, was one sent), then the words are
looked at, and where neither tells, the line says what to look at.
"""

from __future__ import annotations

import re

from rrsa.errors import (
    BadInput,
    ConnectionLost,
    EnvironmentFailed,
    NotAllowed,
    PasswordNeeded,
    ReadOnly,
    RrsaError,
)
from rrsa.i18n import _
from rrsa.store.access.levels import nothing_granted


def server_fault(problem: BaseException, shown: str) -> RrsaError | None:
    """The error for people behind one of the driver's; ``None`` where something else went wrong."""
    state: str | None = getattr(problem, "sqlstate", None)
    if state is not None:
        return _by_state(state, str(problem), shown)
    text = str(problem)
    if (option := re.search(r"invalid (?:connection option|\w+ value:) \"([^\"]{1,40})\"", text)) is not None:
        return BadInput(
            _("the address says “{option}”, which the driver does not know").format(option=option[1]),
            _("leave it out, or look up how it is written"),
        )
    connecting = getattr(problem, "pgconn", None)
    if connecting is not None or text.startswith(("failed to resolve", "connection ")):
        return _not_connected(connecting, text, shown)
    return lost(shown)


def lost(shown: str, *, saving: bool = False) -> ConnectionLost:
    """The connection broke; with ``saving`` between the order to save something and the answer."""
    if saving:
        return ConnectionLost(
            _("the connection to {where} was lost while the last thing was being saved").format(where=shown),
            _("when it is back, rrsa history says whether it is there; do it again only if it is not"),
            unsure=True,
        )
    return ConnectionLost(
        _("the connection to {where} was lost, and the last thing was not saved").format(where=shown),
        _("see whether the database server runs, then do the last thing again"),
    )


def away(shown: str) -> ConnectionLost:
    """The server was found to be away a moment ago, and has not been seen since."""
    return ConnectionLost(
        _("the database server of {where} is away at the moment").format(where=shown),
        _("what you type is kept, and this can be done when it is back"),
    )


def _not_connected(connecting: object, text: str, shown: str) -> RrsaError:
    if re.search(r"too many (connections|clients)|connection slots|connection limit", text):
        return ConnectionLost(
            _("the database server of {where} has as many connections as it takes").format(where=shown),
            _("wait a moment, then do the last thing again; if it stays so, tell whoever looks after it"),
        )
    if re.search(r"(starting up|shutting down|recovery mode|not yet accepting)", text):
        return ConnectionLost(
            _("the database server of {where} is just starting or stopping").format(where=shown),
            _("wait a moment, then do the last thing again"),
        )
    if re.search(r'database ".*" does not exist', text):
        return no_database(shown)
    if re.search(r"failed to resolve|could not translate host name", text):
        return ConnectionLost(
            _("there is no server by the name in {where}, as far as this machine knows").format(where=shown),
            _("check the name, and whether this machine is on the network"),
        )
    if re.search(r"no pg_hba\.conf entry|pg_hba\.conf rejects", text):
        return EnvironmentFailed(
            _("the database server does not let this machine, or this role, in to {where}").format(
                where=shown
            ),
            _("ask whoever looks after the server to let it in, and whether it must be encrypted"),
        )
    if "does not support SSL" in text or "SSL was required" in text:
        return EnvironmentFailed(
            _("the database server of {where} does not offer encrypted connections").format(where=shown),
            _("ask whoever looks after it to turn TLS on; only on your own network leave out sslmode"),
        )
    if re.search(r"certificate|root\.crt|SSL error|sslmode|sslrootcert", text):
        return EnvironmentFailed(
            _("the database server of {where} cannot show that it is the one you mean").format(where=shown),
            _("ask whoever looks after it for its certificate, and name that with sslrootcert"),
        )
    if re.search(r'permission denied for database|role ".*" is not permitted to log in', text):
        return _not_let_in(shown)
    if getattr(connecting, "needs_password", False) is True:
        return PasswordNeeded(
            _("the database server of {where} asks for a password").format(where=shown),
            _("set PGPASSWORD, keep it in a pgpass file, or start this on a terminal and type it"),
        )
    if re.search(r"password authentication failed|authentication failed", text):
        return PasswordNeeded(
            _("the database server does not let you in to {where}").format(where=shown),
            _("check the role and the password"),
            refused=True,
        )
    if getattr(connecting, "used_password", False) is True or re.search(r'role ".*" does not exist', text):
        return _not_let_in(shown)
    return ConnectionLost(
        _("the database server of {where} cannot be reached").format(where=shown),
        _("see whether it runs and whether the address, user and password are right"),
    )


def other_tables(problem: BaseException, shown: str) -> EnvironmentFailed | None:
    """The tables are no longer as they were when this program opened them: a newer version has been here."""
    if getattr(problem, "sqlstate", None) not in ("42P01", "42703"):
        return None
    return EnvironmentFailed(
        _("the tables of {where} are not the ones that this program opened").format(where=shown),
        _("another version has changed them; close this and open it again"),
    )


def no_database(shown: str) -> EnvironmentFailed:
    return EnvironmentFailed(
        _("there is no database {where}").format(where=shown),
        _("ask whoever looks after the server to make it"),
    )


def _not_let_in(shown: str) -> EnvironmentFailed:
    return EnvironmentFailed(
        _("the database server does not let you in to {where}").format(where=shown),
        _("check the role and the password"),
    )


_LOST = ("08", "57P", "25P03")
"""Codes that come before the server hangs up: it stops, it crashed, a transaction stood open for too long."""


def _not_allowed(text: str, shown: str) -> NotAllowed:
    """A right that the connected role has not been given. What is said names no row and no setting."""
    if re.search(r"must be owner|permission denied for (schema|database)", text):
        return NotAllowed(
            _("your role may not make or alter the tables of {where}").format(where=shown),
            _("whoever looks after the server does that, with: rrsa admin init"),
        )
    if re.search(r"permission denied for (table|relation|function)", text):
        return nothing_granted(shown)
    return NotAllowed(
        _("your role may not do that in {where}").format(where=shown),
        _("rrsa admin list shows what it may do; ask whoever looks after the server for more"),
    )


def _by_state(state: str, text: str, shown: str) -> RrsaError | None:
    from rrsa.store.faults import busy, disk_full

    if state.startswith("28"):
        return _not_let_in(shown)
    if state.startswith(_LOST):
        return lost(shown)
    if state.startswith("22"):
        return BadInput(
            _("the database cannot hold that text"), _("take out the unusual characters and try again")
        )
    if state in ("42P05", "26000"):
        return EnvironmentFailed(
            _("the server of {where} stands behind a proxy that gives each change another connection").format(
                where=shown
            ),
            _("add prepare=no to the address: ?prepare=no at its end, or &prepare=no after other options"),
        )
    if state == "53100" or "No space left" in text:
        return disk_full(shown)
    if state.startswith(("58", "XX001", "XX002")):
        return EnvironmentFailed(
            _("the database server of {where} has trouble with its own disk").format(where=shown),
            _("tell whoever looks after it; nothing that was saved before is lost by trying again"),
        )
    answers: dict[str, RrsaError] = {
        "3D000": no_database(shown),
        "42501": _not_allowed(text, shown),
        "25006": ReadOnly(_("{where} can only be read").format(where=shown), _("open it with --read-only")),
        "55P03": busy(shown),
        "40P01": busy(shown),
        "40001": busy(shown),
        "53300": busy(shown),
        "57014": busy(shown),
    }
    return answers.get(state)
