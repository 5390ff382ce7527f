"""What a store answers with: small plain tuples that need neither records nor a database library."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rrsa.portfolio.changes import Change, Changeset
    from rrsa.portfolio.portfolio import Portfolio


class SettingInfo(NamedTuple):
    """One setting in the list of settings. ``changed_at`` is the UTC moment of its last changeset."""

    id: str
    name: str
    kind: str
    framework: str
    aim: str | None
    revision: int
    changed_at: str | None


class Committed(NamedTuple):
    """What came of a commit: the setting's revision and the changes that were really made.

    ``repeated`` says that this changeset had been committed before; the answer is then the first one's.
    """

    revision: int
    changes: tuple[Change, ...]
    repeated: bool = False


class Entry(NamedTuple):
    """One changeset of the journal; ``undone`` says that it has been taken back since."""

    revision: int
    changeset: Changeset
    undone: bool


class Snapshot(NamedTuple):
    """A portfolio as it stood at one revision."""

    portfolio: Portfolio
    revision: int


class StoredFile(NamedTuple):
    """A file's content in the store; ``size`` in bytes."""

    sha256: str
    size: int


class Link(NamedTuple):
    """The line to a database server: the role that is connected, what encrypts it (``None`` where nothing
    does), and whether it stays on this machine."""

    role: str
    encrypted: str | None
    own_machine: bool
