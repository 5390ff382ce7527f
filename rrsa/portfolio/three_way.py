"""Two copies of a portfolio that have moved apart, brought together cell by cell.

What each side did since they were one is a set of net changes. A cell that only one side changed takes that
side's value; a cell that both changed, differently, waits for a choice. Records are looked at as wholes where
parts would make no sense: one that a side removed while the other worked on it, one that is new, a file.
Pure, and the same whichever side asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from rrsa.portfolio.changes import Cell, Change, same, squash
from rrsa.portfolio.naming import BELONGS, NAMES
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Value

_FILE = ("file_sha256", "file_name", "file_type", "file_size")


class Decided(StrEnum):
    """Who has brought the two copies together in a way that the other has not heard of."""

    MINE = "mine"
    THEIRS = "theirs"


class Part(NamedTuple):
    """Cells that go together, on which the two copies differ and theirs has something to say."""

    key: Cell
    """The cell by which the part is known."""
    mine: Mapping[Cell, Value]
    theirs: Mapping[Cell, Value]
    base: Value
    """What the key cell held when the two were one, where both have changed it."""
    is_conflict: bool
    is_known: bool
    """Whether ``base`` is known: not where each side has settled the same conflict in its own way."""
    is_new: bool = False
    """Whether it is a record that we have not."""


def three_way(
    mine: Portfolio,
    theirs: Portfolio,
    my_changes: Iterable[Change],
    their_changes: Iterable[Change],
    *,
    apart: Collection[tuple[str, ...]] = (),
    decided: Decided | None = None,
) -> list[Part]:
    """What there is to take over from ``theirs``, in a stable order.

    ``my_changes`` and ``their_changes`` are what each did that the other has not heard of, in order. What is
    ``apart`` may differ, records by kind and id and single cells: it was erased on one side alone.
    ``decided`` says which side has brought the two together before, and settled what differs.
    """
    return _ThreeWay(mine, theirs, my_changes, their_changes, frozenset(apart), decided).parts()


class _ThreeWay:
    def __init__(
        self,
        mine: Portfolio,
        theirs: Portfolio,
        my_changes: Iterable[Change],
        their_changes: Iterable[Change],
        apart: frozenset[tuple[str, ...]],
        decided: Decided | None,
    ) -> None:
        self.mine, self.theirs = dict(mine.cells()), dict(theirs.cells())
        self.my_net = {change.cell: change for change in squash(my_changes)}
        self.their_net = {change.cell: change for change in squash(their_changes)}
        self.apart = apart
        self.decided = decided
        self.by_record: dict[tuple[str, str], list[Cell]] = {}
        for cell in sorted(self.mine.keys() | self.theirs.keys()):
            self.by_record.setdefault((cell.kind, cell.record), []).append(cell)
        self.naming: dict[tuple[str, Value], set[Cell]] = {}
        for values in (self.mine, self.theirs):
            for cell, value in values.items():
                named = NAMES.get((cell.kind, cell.field))
                if named is not None:
                    self.naming.setdefault((named, value), set()).add(cell)
        self._differ = {
            cell
            for cells in self.by_record.values()
            for cell in cells
            if not same(self.mine.get(cell), self.theirs.get(cell))
        }

    def parts(self) -> list[Part]:
        found: list[Part] = []
        settled: set[Cell] = set()

        def add(part: Part | None) -> None:
            if part is not None and part.theirs:
                found.append(part)
                settled.update(part.theirs)

        # What is gone on one side comes first, with all that names it; then what is new.
        for new, cell in sorted((self._is_new(c), c) for c in self._differ if c.field == "present"):
            whole = self._with_its_own((cell.kind, cell.record), mentions=not new) & self._differ - settled
            standings = {self._standing(each) for each in whole}
            if len(standings) > 1 or True in standings:  # one side removed it while the other worked on it
                add(self._part(cell, whole, conflict=True))
            elif False in standings:
                add(self._part(cell, whole, new=new))
        for cell in sorted(self._differ):
            if cell in settled:
                continue
            standing = self._standing(cell)
            if standing is None:
                continue
            if cell.kind == "evidence" and cell.field in _FILE:
                cells = {cell._replace(field=name) for name in _FILE} - settled
                conflict = any(self._standing(each) for each in cells)
                add(self._part(cell._replace(field=_FILE[0]), cells, conflict=conflict))
            else:
                add(self._part(cell, {cell}, conflict=standing))
        return sorted(found, key=lambda part: part.key)

    def _is_new(self, present: Cell) -> bool:
        return self.mine.get(present) is None and self._standing(present) is False

    def _standing(self, cell: Cell) -> bool | None:
        """``True`` for a conflict, ``False`` for theirs to take over, ``None`` where ours stays as it is."""
        mine, theirs = self.mine.get(cell), self.theirs.get(cell)
        if cell not in self._differ or self._is_apart(cell):
            return None
        my, their = self.my_net.get(cell), self.their_net.get(cell)
        if their is None:
            if my is not None or self.decided is Decided.MINE:
                return None
            # Neither has touched it since: one side has settled it, or each has in its own way.
            return self.decided is not Decided.THEIRS
        if my is None:
            return False
        if same(my.before, theirs):  # they still have what we started from
            return None
        return not same(their.before, mine)  # they started from what we have, else both have changed it

    def _is_apart(self, cell: Cell) -> bool:
        named = NAMES.get((cell.kind, cell.field))
        return (
            cell in self.apart
            or (cell.kind, cell.record) in self.apart
            or (named is not None and (named, self.mine.get(cell)) in self.apart)
        )

    def _part(self, key: Cell, cells: Collection[Cell], *, conflict: bool = False, new: bool = False) -> Part:
        differ = sorted(self._differ.intersection(cells))
        change = self.my_net.get(key) or self.their_net.get(key)
        return Part(
            key,
            {cell: self.mine.get(cell) for cell in differ},
            {cell: self.theirs.get(cell) for cell in differ},
            change.before if change is not None else None,
            conflict,
            change is not None,
            new,
        )

    # -- records as wholes -------------------------------------------------------------------------

    def _with_its_own(self, record: tuple[str, str], *, mentions: bool = True) -> set[Cell]:
        """All cells of a record and of what is nothing without it; with ``mentions`` those that name it."""
        cells = set(self.by_record.get(record, ()))
        for cell in self.naming.get(record, ()):
            if BELONGS.get(cell.kind, ("", ""))[0] == cell.field:
                cells |= set(self.by_record[cell.kind, cell.record])
            elif mentions:
                cells.add(cell)
        return cells
