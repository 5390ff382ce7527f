"""What one copy did that the other has not heard of, as one change a cell.

A merge is no edit: what it took over from the very copy that it is compared with now was that copy's own, and
whatever stood there before was given up for it. A merge that was taken back, and all that did so, came to
nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeAlias

from rrsa.portfolio.changes import Cell, Change, Changeset, same
from rrsa.portfolio.records import Value
from rrsa.store.journal import Header, Journal, Standing

Written: TypeAlias = set[tuple[Cell, type, Value]]
"""Every value that a copy ever put into a cell."""


def written_in(journal: Journal, last: int, cells: Collection[Cell]) -> Written:
    """Every value that a journal put into some cells."""
    if not cells:
        return set()
    wanted = set(cells)
    told = journal.changes(1, last)
    return {
        (change.cell, type(change.after), change.after)
        for changes in told.values()
        for change in changes
        if change.cell in wanted
    }


def cells_of_merges(changesets: Iterable[Changeset], merges: Collection[str | None]) -> set[Cell]:
    """The cells that merges among some changesets turned."""
    return {change.cell for each in changesets if each.uuid in merges for change in each.changes}


def net(
    changesets: Iterable[Changeset],
    headers: Iterable[Header],
    merges: Collection[str | None],
    others: Written,
) -> list[Change]:
    """The net changes of some changesets of a journal, oldest first.

    ``headers`` is the whole journal, ``merges`` the UUIDs of its merges, ``others`` what the other copy has
    ever written.
    """
    standing = Standing(headers)
    found: dict[Cell, Change] = {}
    for changeset in changesets:
        header = standing.by_uuid[changeset.uuid]
        root = standing.root(header)
        if root.uuid in merges and (header is not root or standing.taken_back(root)):
            continue
        for change in changeset.changes:
            if root.uuid in merges and (change.cell, type(change.after), change.after) in others:
                found.pop(change.cell, None)
                continue
            earlier = found.get(change.cell)
            before = change.before if earlier is None else earlier.before
            found[change.cell] = Change(change.cell, before, change.after)
    return [change for change in found.values() if not same(change.before, change.after)]


def merged(
    changesets: Iterable[Changeset], headers: Iterable[Header], merges: Collection[str | None]
) -> bool:
    """Whether there is a merge among some changesets that stands."""
    standing = Standing(headers)
    return any(
        each.uuid in merges and not standing.taken_back(standing.by_uuid[each.uuid]) for each in changesets
    )
