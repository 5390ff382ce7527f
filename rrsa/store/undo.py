"""Taking back and doing again.

A changeset may be taken back while it is the last writer of each of its cells and nothing that stands
relies on them. What has itself been taken back does not count, nor does the undo that did it: together
they left no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from sqlalchemy import Table

from rrsa.errors import BadInput, NotFound
from rrsa.i18n import _, ngettext
from rrsa.portfolio.changes import Cell, Changeset, Conflict, ConflictError, Guard
from rrsa.portfolio.records import Value
from rrsa.store import tables
from rrsa.store.answers import Entry
from rrsa.store.journal import Header, Journal, Standing

Reader: TypeAlias = Callable[[Cell], Value]

REFERS = {
    ("link", "evidence"): "evidence",
    ("action", "because"): "evidence",
    ("action", "measure"): "measure",
    ("reading", "measure"): "measure",
    ("tally", "round"): "round",
    ("round", "evidence"): "evidence",
    ("review_view", "review"): "review",
    ("parked", "evidence"): "evidence",
}
"""Fields that name another record, with its kind: bringing one back needs that record to be there."""


def latest_to_undo(journal: Journal, standing: Standing, author: str) -> Header:
    """The author's latest changeset that stands; raises :class:`NotFound` where there is none.

    What set the setting up is left out: without it there would be no setting. So is what was erased since.
    """
    for header in reversed(standing.headers):
        own = header.author == author and header.undoes is None and header.revision > 1
        if own and not standing.taken_back(header) and not journal.is_empty(header.revision):
            return header
    raise NotFound(
        _("there is nothing of “{author}” left to undo").format(author=author),
        _("rrsa history lists the changes; name one to take back another's"),
    )


def latest_to_redo(journal: Journal, standing: Standing, author: str) -> Header:
    """The author's latest undo that stands, unless the author has changed something since."""
    for header in reversed(standing.headers):
        if header.author != author:
            continue
        nothing = journal.is_empty(header.revision)
        if header.undoes is None and not nothing:
            break
        if standing.depth(header) == 1 and not standing.taken_back(header) and not nothing:
            return header
    raise NotFound(
        _("there is nothing of “{author}” to do again").format(author=author),
        _("only what was undone last can be done again, before the next change"),
    )


def named(journal: Journal, standing: Standing, uuid: str) -> Header:
    """The changeset that a person means by a UUID or its beginning."""
    exact = standing.by_uuid.get(uuid)
    begins = [exact] if exact else [h for h in standing.headers if len(uuid) >= 4 and h.uuid.startswith(uuid)]
    if len(begins) != 1:
        raise NotFound(
            _("there is no change “{uuid}” in this setting's history").format(uuid=uuid[:60]),
            _("rrsa history lists them"),
        )
    header = begins[0]
    if standing.depth(header) == 2:  # taking back a redo is taking back what it brought back
        header = standing.root(header)
    if header.revision == 1:
        raise BadInput(
            _("that change set the setting up and cannot be taken back"),
            _("change its details instead"),
        )
    if standing.taken_back(header):
        raise BadInput(
            _("“{reason}” has been taken back already").format(reason=header.reason),
            _("rrsa redo does it again"),
        )
    if journal.is_empty(header.revision):
        raise BadInput(
            _("nothing is left to take back of “{reason}”").format(reason=header.reason),
            _("what was erased for good cannot come back"),
        )
    return header


def prepared(
    journal: Journal, standing: Standing, target: Header, value: Reader, author: str
) -> tuple[Changeset, Entry]:
    """The changeset that takes ``target`` back, and what is taken back or done again.

    Raises :class:`ConflictError` with what stands on it.
    """
    changeset = journal.one(target.revision)
    root = standing.root(target)
    on_top = _standing_on(journal, standing, target, changeset)
    if on_top:
        raise _stands_on(root, changeset, on_top, value)
    text = _("Undo: {reason}") if target.undoes is None else _("Redo: {reason}")
    reverse = changeset.reversed(author, text.format(reason=root.reason))
    guarded = replace(reverse, guards=tuple(_referred_to(reverse)))
    if target.undoes is None:
        return guarded, Entry(target.revision, changeset, True)
    return guarded, Entry(root.revision, journal.one(root.revision), False)


def told_again(journal: Journal, standing: Standing, uuid: str) -> Entry:
    """What an undo or redo that was committed before took back or did again."""
    target = standing.by_uuid[standing.by_uuid[uuid].undoes or ""]
    root = standing.root(target)
    return Entry(root.revision, journal.one(root.revision), target.undoes is None)


def standing_on(journal: Journal, standing: Standing, target: Header) -> list[Header]:
    """What stands on a changeset, newest first."""
    on_top = _standing_on(journal, standing, target, journal.one(target.revision))
    return _newest_first(on_top)


def _newest_first(on_top: dict[Cell, set[Header]]) -> list[Header]:
    return sorted({h for headers in on_top.values() for h in headers}, key=lambda h: -h.revision)


def _standing_on(
    journal: Journal, standing: Standing, target: Header, changeset: Changeset
) -> dict[Cell, set[Header]]:
    """Cell → what has written it since, or relies on it, and stands.

    Doing, undoing and redoing one changeset follow each other in turn, so what was written an even number
    of times since is as it was then, and leaves no trace.
    """
    cells = {c.cell for c in changeset.changes}
    root = standing.root(target)
    writers: dict[Cell, dict[Header, Header]] = {}
    for cell, header in _later(journal, standing, tables.journal_change, cells, target.revision):
        turns = writers.setdefault(cell, {})
        if turns.pop(standing.root(header), None) is None:
            turns[standing.root(header)] = header
    found = {cell: {h for other, h in turns.items() if other != root} for cell, turns in writers.items()}
    for cell, header in _later(journal, standing, tables.journal_guard, cells, target.revision):
        other = standing.root(header)
        takes_back = standing.depth(header) == 1
        if other != root and standing.taken_back(other) == takes_back:
            found.setdefault(cell, set()).add(header)
    return {cell: headers for cell, headers in found.items() if headers}


def _later(
    journal: Journal, standing: Standing, table: Table, cells: set[Cell], revision: int
) -> Iterable[tuple[Cell, Header]]:
    """The rows of a journal table that speak of some cells after a revision, oldest first for each cell."""
    by_revision = {h.revision: h for h in standing.headers}
    later = journal.statements.later(table)
    for kind, record in dict.fromkeys((c.kind, c.record) for c in cells):
        rows = later.all(journal.connection, journal.setting_id, kind, record, revision)
        for field, at in sorted(rows, key=lambda row: int(row[1])):
            if (cell := Cell(kind, record, field)) in cells:
                yield cell, by_revision[at]


def _stands_on(
    root: Header, changeset: Changeset, on_top: dict[Cell, set[Header]], value: Reader
) -> ConflictError:
    others = _newest_first(on_top)
    conflicts = [
        Conflict(c.cell, c.after, c.before, value(c.cell)) for c in changeset.changes if c.cell in on_top
    ]
    if changeset.undoes is None:
        what = ngettext(
            "“{reason}” cannot be taken back on its own: “{other}” by {author} stands on it",
            "“{reason}” cannot be taken back on its own: {n} later changes stand on it, "
            "the last “{other}” by {author}",
            len(others),
        )
    else:
        what = ngettext(
            "“{reason}” cannot be done again: “{other}” by {author} came in between",
            "“{reason}” cannot be done again: {n} later changes came in between, "
            "the last “{other}” by {author}",
            len(others),
        )
    what = what.format(reason=root.reason, other=others[0].reason, author=others[0].author, n=len(others))
    return ConflictError(conflicts, what, _("take that back first, or enter the earlier value again"))


def _referred_to(changeset: Changeset) -> Iterable[Guard]:
    """Guards for the records that a changeset's new values name, unless it brings them itself."""
    touched = {c.cell for c in changeset.changes}
    for change in changeset.changes:
        kind = REFERS.get((change.cell.kind, change.cell.field))
        if kind is not None and isinstance(change.after, str):
            cell = Cell(kind, change.after, "present")
            if cell not in touched:
                yield Guard(cell, True)
