"""Asking for the password of a database on a server: on the terminal, without showing what is typed."""

from __future__ import annotations

import sys

from rrsa.cli import output
from rrsa.errors import PasswordNeeded
from rrsa.i18n import _
from rrsa.store import addresses

TRIES = 3


def ask(where: str, problem: PasswordNeeded, asked: int) -> bool:
    """Asks for the password of ``where`` and remembers it for this run; says whether it is worth trying.

    Nobody is asked where nobody sits at the keyboard, nor for a password that stands elsewhere and is wrong:
    that has to be put right there.
    """
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        return False
    if asked >= TRIES or (asked == 0 and problem.refused):
        return False
    import getpass

    if asked:
        addresses.forget(where)
        output.note(_("That was not the password."))
    try:
        typed = getpass.getpass(_("Password for {where}: ").format(where=where.partition("?")[0]))
    except EOFError:
        return False
    if not typed:
        return False
    addresses.remember(where, typed)
    return True
