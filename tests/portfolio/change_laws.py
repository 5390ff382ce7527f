"""The laws of changes. Each raises where it is broken, so that a broken rule can be seen to break it."""

from __future__ import annotations

from collections.abc import Sequence

from rrsa.portfolio import changes as rules
from rrsa.portfolio.changes import Cell, Change, Changeset, Conflict, ConflictError, Guard
from rrsa.portfolio.portfolio import Portfolio, is_empty
from rrsa.portfolio.records import Value


class Broken(Exception):
    """A law does not hold. Not an assertion: a test may expect it, and nothing else."""


def hold(law: bool, what: str) -> None:
    if not law:
        raise Broken(what)


def identical(a: Value, b: Value) -> bool:
    return (type(a), a) == (type(b), b)


def contents(portfolio: Portfolio) -> dict[Cell, tuple[type, Value]]:
    """A portfolio as the finite map that it stands for; ``True`` and 1 differ."""
    found: dict[Cell, tuple[type, Value]] = {}
    for cell, value in portfolio.cells():
        hold(cell not in found, f"{cell} twice")
        found[cell] = (type(value), value)
    return found


def fresh(portfolio: Portfolio) -> Portfolio:
    """The same cells in a portfolio that has computed nothing yet."""
    return Portfolio().with_changes(Change(cell, None, value) for cell, value in portfolio.cells())


def look_at_indexes(portfolio: Portfolio) -> None:
    _ = portfolio.links_by_target, portfolio.links_by_evidence, portfolio.actions_by_outcome


def map_law(before: Portfolio, changes: Sequence[Change]) -> None:
    """Changing cells changes these cells, no other, and leaves no record that holds nothing."""
    look_at_indexes(before)
    seen = contents(before)
    after = before.with_changes(changes)
    wanted = seen | {c.cell: (type(c.after), c.after) for c in changes}
    hold(contents(after) == {c: v for c, v in wanted.items() if v[1] is not None}, "other cells")
    hold(contents(before) == seen, "the old portfolio changed")
    for kind, records in after.records.items():
        hold(bool(records), f"a kind with nothing in it: {kind}")
        hold(not any(is_empty(record) for record in records.values()), f"an empty record: {kind}")
    hold(after == fresh(after), "equal cells, unequal portfolios")
    for name in ("links_by_target", "links_by_evidence", "actions_by_outcome"):
        hold(getattr(after, name) == getattr(fresh(after), name), f"{name} is out of date")


def compare_law(now: Portfolio, changeset: Changeset) -> None:
    """Already there: dropped. As it was seen: made. Else, or where a guard does not hold: a conflict."""
    todo, conflicts = rules.compare(now.value, changeset)
    at = {conflict.cell: conflict for conflict in conflicts}
    for change in changeset.changes:
        theirs = now.value(change.cell)
        there = identical(theirs, change.after)
        stale = not there and not identical(theirs, change.before)
        hold((change in todo) == (not there and not stale), "made or not")
        if stale:
            wanted = Conflict(change.cell, change.before, change.after, theirs)
            hold(wanted in conflicts, "a stale change is no conflict")
    for guard in changeset.guards:
        hold((guard.cell in at) == (not identical(now.value(guard.cell), guard.value)), "a guard is not kept")


def all_or_nothing_law(now: Portfolio, changeset: Changeset) -> None:
    """A changeset is made whole, or refused and nothing is changed."""
    seen = contents(now)
    _, conflicts = rules.compare(now.value, changeset)
    try:
        after = now.apply(changeset)
    except ConflictError as refused:
        hold(bool(conflicts) and refused.conflicts == conflicts, "refused for no conflict")
    else:
        hold(not conflicts, "made in spite of a conflict")
        hold(all(identical(after.value(c.cell), c.after) for c in changeset.changes), "made in part")
        hold(contents(after.apply(changeset)) == contents(after), "made twice is not made once")
    hold(contents(now) == seen, "the old portfolio changed")


def reverse_law(start: Portfolio, changeset: Changeset) -> None:
    """What was made and taken back has left no trace."""
    back = changeset.reversed("rights lead", "undo")
    hold(start.apply(changeset).apply(back) == start, "undo left something")
    hold(back.undoes == changeset.uuid and back.uuid != changeset.uuid, "undo does not say of what")


def merge_law(start: Portfolio, a: Changeset, b: Changeset) -> None:
    """A merge is the same in either order, and the same as making both, whoever comes first."""
    together, conflicts = rules.merge(a, b)
    other, mirrored = rules.merge(b, a)
    hold(together == other, "the order matters")
    hold([Conflict(c.cell, c.base, c.theirs, c.mine) for c in conflicts] == list(mirrored), "one-sided")
    hold(not (together and conflicts), "merged in spite of a conflict")
    results = []
    for first, second in ((a, b), (b, a)):
        try:
            results.append(contents(start.apply(first).apply(second)))
        except ConflictError as refused:
            hold(bool({c.cell for c in refused.conflicts} & {c.cell for c in conflicts}), "hidden conflict")
    if conflicts:
        hold(len(results) < 2, "a conflict where both orders go through")
    else:
        hold(results == [contents(start.with_changes(together))] * 2, "not what making both comes to")


def squash_law(start: Portfolio, wanted: Sequence[tuple[Cell, Value]]) -> None:
    """Changes made one after another come to the same when they are put into one a cell."""
    now, made = start, []
    for cell, value in wanted:
        made.append(Change(cell, now.value(cell), value))
        now = now.with_changes(made[-1:])
    net = rules.squash(made)
    hold(len({c.cell for c in net}) == len(net), "a cell twice")
    hold(not any(identical(c.before, c.after) for c in net), "a change that changes nothing")
    hold(start.apply(Changeset("rights lead", "all at once", net)) == now, "not the same in the end")


def guarded(cell: Cell, value: Value, *changes: Change) -> Changeset:
    return Changeset("rights lead", "guarded", changes, (Guard(cell, value),))
