"""Changes: one user action as data, compared and applied the same way everywhere.

A portfolio is a finite map *(kind, id, field) → value* in which *absent* (``None``) is a value. A
changeset says which cells one user action turns from *before* to *after*, and which other cells must
still hold what the user saw (guards). Comparing is pure and shared by the store and by previews.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID, uuid4, uuid5

from rrsa.errors import Exit, RrsaError
from rrsa.i18n import _, ngettext
from rrsa.portfolio.records import Value


class Cell(NamedTuple):
    """The address of one value."""

    kind: str
    record: str
    field: str


class Change(NamedTuple):
    """One cell, from what the user saw to what the user wants."""

    cell: Cell
    before: Value
    after: Value


class Guard(NamedTuple):
    """A cell that must still hold ``value`` for the changeset to make sense."""

    cell: Cell
    value: Value


class Conflict(NamedTuple):
    """A cell that somebody else has changed: what we started from, what we want, what is there now."""

    cell: Cell
    base: Value
    mine: Value
    theirs: Value


class ConflictError(RrsaError):
    """The changeset was refused as a whole; ``conflicts`` says where."""

    exit_code = Exit.PROBLEMS

    def __init__(self, conflicts: Sequence[Conflict], what: str = "", mend: str = "") -> None:
        n = len(conflicts)
        super().__init__(
            what
            or ngettext(
                "somebody else has changed {n} thing that you were changing",
                "somebody else has changed {n} things that you were changing",
                n,
            ).format(n=n),
            mend or _("look at it again, then make your change"),
        )
        self.conflicts = tuple(conflicts)


def now_utc() -> str:
    """This moment, in UTC, as ISO text to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


_ACTION: ContextVar[tuple[UUID, Counter[str]] | None] = ContextVar("action", default=None)


@contextmanager
def one_action(key: UUID) -> Iterator[None]:
    """What is committed meanwhile is one user action's, known by ``key``.

    Done again from its start, because nobody knows whether it was saved, it makes changesets of the same
    UUIDs, and those that are in the journal already are not made twice.
    """
    before = _ACTION.set((key, Counter()))
    try:
        yield
    finally:
        _ACTION.reset(before)


def new_uuid(reason: str) -> str:
    """The UUID of a changeset: the same again where the same action is done again, else a new one."""
    if (action := _ACTION.get()) is None:
        return str(uuid4())
    key, made = action
    made[reason] += 1
    return str(uuid5(key, f"{made[reason]} {reason}"))


@dataclass(frozen=True, slots=True)
class Changeset:
    """One user action. ``uuid`` makes repeating it harmless; ``undoes`` names what it takes back."""

    author: str
    reason: str
    changes: tuple[Change, ...]
    guards: tuple[Guard, ...] = ()
    undoes: str | None = None
    uuid: str = ""  # a new one
    at: str = field(default_factory=now_utc)

    def __post_init__(self) -> None:
        if not self.uuid:
            object.__setattr__(self, "uuid", new_uuid(self.reason))

    def reversed(self, author: str, reason: str) -> Changeset:
        """The changeset that takes this one back."""
        return Changeset(
            author=author,
            reason=reason,
            changes=tuple(Change(c.cell, c.after, c.before) for c in self.changes),
            undoes=self.uuid,
        )


def compare(
    read: Callable[[Cell], Value], changeset: Changeset
) -> tuple[tuple[Change, ...], tuple[Conflict, ...]]:
    """The changes that still have to be made, and the conflicts (then nothing may be made).

    ``read`` gives the value that a cell holds now. A cell that already holds *after* needs nothing;
    one that holds neither *before* nor *after* is a conflict; so is a guard that no longer holds.
    """
    todo: list[Change] = []
    conflicts: list[Conflict] = []
    for change in changeset.changes:
        current = read(change.cell)
        if same(current, change.after):
            continue
        if same(current, change.before):
            todo.append(change)
        else:
            conflicts.append(Conflict(change.cell, change.before, change.after, current))
    for guard in changeset.guards:
        current = read(guard.cell)
        if not same(current, guard.value):
            conflicts.append(Conflict(guard.cell, guard.value, guard.value, current))
    return tuple(todo), tuple(conflicts)


def same(a: Value, b: Value) -> bool:
    """Equal in value and in type: ``True`` is not 1."""
    return type(a) is type(b) and a == b


def merge(first: Changeset, second: Changeset) -> tuple[tuple[Change, ...], tuple[Conflict, ...]]:
    """Both changesets, made from one base, as one set of changes; the order of the two never matters.

    Returns the changes sorted by cell, and the cells on which they differ (base, first's, second's). They
    differ too where one relies on what the other changes, such as a link on its evidence.
    """
    mine = {c.cell: c for c in first.changes}
    theirs = {c.cell: c for c in second.changes}
    bases = {
        c: mine[c].before for c in mine.keys() & theirs.keys() if not same(mine[c].after, theirs[c].after)
    }
    for guards, changes in ((first.guards, theirs), (second.guards, mine)):
        for cell, value in guards:
            if cell in changes and not same(changes[cell].after, value):
                bases.setdefault(cell, value)
    if bases:
        wants = [{**dict(c.guards), **{each.cell: each.after for each in c.changes}} for c in (first, second)]
        return (), tuple(
            Conflict(cell, bases[cell], wants[0][cell], wants[1][cell]) for cell in sorted(bases)
        )
    both = {**theirs, **mine}
    return tuple(both[cell] for cell in sorted(both)), ()


def squash(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Several changes made one after another, as one change a cell; those that come to nothing drop out."""
    net: dict[Cell, Change] = {}
    for change in changes:
        earlier = net.get(change.cell)
        net[change.cell] = change if earlier is None else Change(change.cell, earlier.before, change.after)
    return tuple(c for c in net.values() if not same(c.before, c.after))


def with_guards(changeset: Changeset, *guards: Guard) -> Changeset:
    """The same changeset, holding on to more cells."""
    return replace(changeset, guards=changeset.guards + guards)
