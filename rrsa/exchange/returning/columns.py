"""The columns of one table, each with how its cells are compared with what went out, and understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rrsa.errors import BadInput
from rrsa.exchange.identity import NEW_LETTER
from rrsa.exchange.returning import cells, looks
from rrsa.exchange.returning.found import Pending, RowSaid
from rrsa.exchange.returning.layout import NEEDED, REFERENCES, TARGETS, Layout
from rrsa.exchange.returning.sheet_parser import CellRead
from rrsa.exchange.returning.tables import Table, TableRow
from rrsa.i18n import _
from rrsa.portfolio.changes import same
from rrsa.portfolio.checks import field_label
from rrsa.portfolio.records import SPECS, Value

if TYPE_CHECKING:
    from rrsa.exchange.returning.judging import Judge


class Columns:
    """The columns of one table, each with how its cells are understood."""

    def __init__(self, judge_of: Judge, table: Table, layout: Layout) -> None:
        self._judge = judge_of
        self._table = table
        self._kind = layout.kind
        self._columns: list[tuple[str, str, looks.Looks, bool]] = []
        # Whatever the hidden sheet says.
        lists = self._lists = {column.field: column.words for column in layout.columns}
        for name in table.columns:
            if name in SPECS[layout.kind] and not (layout.kind == "evidence" and name in TARGETS):
                words = lists.get(name, "")
                known = looks.untouched(layout.kind, name, words, judge_of.words)
                self._columns.append((name, words, known, SPECS[layout.kind][name].type == "whole"))
        self._withheld = looks.withheld_words()

    def changed(
        self, row: TableRow, base: Mapping[str, Any], withheld: frozenset[str], said: RowSaid
    ) -> None:
        """Takes up what differs from what went out."""
        own = row.cells
        for name, words, untouched, is_number in self._columns:
            cell = own.get(name)
            value = base.get(name)
            if untouched(value, cell):
                continue
            if is_number and (
                (name in withheld and looks.is_withheld(cell))
                or (isinstance(cell, str) and cell.strip() in self._withheld)
            ):
                continue
            if name in row.covered:
                self._refuse(row, name, _("a merged cell covers this one — take it apart again"))
                continue
            try:
                meant = self._understood(name, words, cell)
            except BadInput as problem:
                self._refuse(row, name, str(problem))
                continue
            if same(meant, value) and name not in withheld:
                continue
            if meant is None and name in NEEDED.get(self._kind, ()):
                self._refuse(row, name, self.missing_words(name))
                continue
            said.values[name] = meant
            said.places[name] = self._table.place(row.number, name)

    def new(self, row: TableRow) -> tuple[dict[str, Value], set[str]]:
        """The values of a new row, and the fields that could not be understood."""
        values: dict[str, Value] = {}
        broken: set[str] = set()
        for name, words, _untouched, _is_number in self._columns:
            cell = row.cells.get(name)
            if name in row.covered:
                self._refuse(row, name, _("a merged cell covers this one — take it apart again"))
                broken.add(name)
                continue
            if cell is None:
                continue
            try:
                values[name] = self._understood(name, words, cell)
            except BadInput as problem:
                self._refuse(row, name, str(problem))
                broken.add(name)
        return values, broken

    def _understood(self, name: str, words: str, cell: CellRead | None) -> Value:
        if cell is None:
            return None
        if name in REFERENCES:
            kind = REFERENCES[name]
            known = self._judge.known(kind)
            issued = self._judge.ledger.issued.get("measures" if kind == "measure" else "evidence", ())

            def find(body: str) -> str | None:
                found = known(body)
                if found is None and (body in issued or body.startswith(NEW_LETTER)):
                    return Pending(body)
                return found

            return cells.reference(cell, find)
        return cells.simple(self._judge.words, self._kind, name, words, cell, self._judge.setting.today)

    def missing_words(self, name: str) -> str:
        """What is said where a needed cell is empty."""
        what = _("{field} is missing").format(field=field_label(name))
        words = self._lists.get(name)
        if words:
            mend = _("choose one of: {choices}").format(choices=self._judge.words.offered(words))
        elif name in REFERENCES:
            mend = _("copy the reference from the first column of its row")
        else:
            mend = {
                "day": _("write it like 3 Apr 2026 or 2026-04-03"),
                "whole": _("write how many, in figures alone"),
            }.get(SPECS[self._kind][name].type, _("a few words are enough"))
        return str(BadInput(what, mend))

    def _refuse(self, row: TableRow, name: str, why: str) -> None:
        self._judge.refuse(self._table.place(row.number, name), why)
