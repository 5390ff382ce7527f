"""What can go wrong, as a small typed family, and the exit codes that say so.

Every message is one line in the form ``what — how to mend it``; the commands print it behind
``error:`` and the screens show it beside the thing it speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    PROBLEMS = 1  # done, and problems were found: a check failed, conflicts are left, not ready
    BAD_INPUT = 2
    ENVIRONMENT = 3


class RrsaError(Exception):
    """Base of all errors that a user is meant to read.

    ``what`` says what is wrong, ``mend`` how to put it right; neither ends in a full stop.
    """

    exit_code = Exit.BAD_INPUT

    def __init__(self, what: str, mend: str = "") -> None:
        self.what = " ".join(what.split())
        self.mend = " ".join(mend.split())
        super().__init__(str(self))

    def __str__(self) -> str:
        return f"{self.what} — {self.mend}" if self.mend else self.what


class BadInput(RrsaError):
    """Something typed, chosen or read cannot be used; nothing has changed."""


class NotFound(BadInput):
    """A setting, outcome, look-for, piece of evidence or file that does not exist."""


class EnvironmentFailed(RrsaError):
    """The machine is in the way: a locked or damaged database, a full disk, a missing right."""

    exit_code = Exit.ENVIRONMENT


class ReadOnly(EnvironmentFailed):
    """A change was asked for where only reading is possible."""


class NotAllowed(EnvironmentFailed):
    """The role that is connected to a database server may not do this; somebody there can allow it."""


class PasswordNeeded(EnvironmentFailed):
    """A database server asks for a password and was given none; ``refused``, that it was given another."""

    def __init__(self, what: str, mend: str = "", *, refused: bool = False) -> None:
        super().__init__(what, mend)
        self.refused = refused


class ConnectionLost(EnvironmentFailed):
    """A database server cannot be reached at the moment, or has gone in mid-work.

    ``unsure`` says that it went between being told to save something and saying that it had: that may be
    saved or not.
    """

    def __init__(self, what: str, mend: str = "", *, unsure: bool = False) -> None:
        super().__init__(what, mend)
        self.unsure = unsure


class ProblemsFound(RrsaError):
    """The work was done and found problems; ``problems`` holds one line each."""

    exit_code = Exit.PROBLEMS

    def __init__(self, what: str, mend: str = "", problems: Sequence[str] = ()) -> None:
        super().__init__(what, mend)
        self.problems = tuple(problems)
