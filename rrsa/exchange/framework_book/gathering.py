"""What the parts of a framework's workbook have in common: rows by their owner, cells by their column.

What only a workbook can get wrong is said here: empty cells, ids that lead to no row of another sheet, rows
that nothing belongs to. Where that has been said, the marks are noted as incomplete, so that the framework's
reader does not say it once more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rrsa.exchange.framework_book.cells import Cells, Read, Spot
from rrsa.exchange.framework_book.columns import every
from rrsa.exchange.framework_book.node import Node
from rrsa.exchange.framework_book.shape import Column
from rrsa.framework.problems import listed, nearest, quoted
from rrsa.i18n import _

FLAGS = {"yes": "true", "no": "false", "true": "true", "false": "false"}
_BULLET = re.compile(r"^[-•*]\s+")


def write_here(about: str) -> str:
    """How an empty cell is put right; ``about`` is the column's hint."""
    if not about:
        return _("write it in this cell")
    return _("write it in this cell: {about}").format(about=about[0].lower() + about[1:].rstrip("."))


class Gathering:
    """Rows of cells, made into the mappings of a framework's tree."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._top = Spot(0, 0)

    def _rows(self, key: str) -> list[Cells]:
        return self._read.rows.get(key, [])

    def _at(self, key: str) -> Spot:
        """Where one would type the first row of a sheet."""
        top = self._read.tops.get(key, self._top)
        return Spot(top.line + 1, top.column)

    def _node(self, row: Cells, *, but: tuple[str, ...] = ()) -> Node:
        """A row's own cells, by their columns' keys; empty ones that are needed are said."""
        node = Node(row.spot)
        node.marks.incomplete = bool(row.refused)
        for column in row.table.columns:
            if column.key in but or column.key.startswith("grade-"):
                continue
            text, spot = row.get(column.key), row.at(column.key)
            if text:
                self._cell(node, column, text, spot)
            elif column.needed and column.key not in row.refused:
                self._empty(node, row, column)
        return node

    def _empty(self, node: Node, row: Cells, column: Column) -> None:
        node.marks.incomplete = True
        if column.key not in row.spots and column.needed:
            return  # the whole column is missing, and that has been said
        what = _("“{head}” is empty").format(head=column.head)
        self._read.problem(row.at(column.key), what, write_here(column.about))

    def _cell(self, node: Node, column: Column, text: str, spot: Spot) -> None:
        if column.kind == "flag":
            said = FLAGS.get(text.casefold())
            if said is None:
                what = _("{value} is neither yes nor no").format(value=quoted(text))
                self._read.problem(spot, what, _("choose from the list"))
                return
            node.put(column.key, said, spot)
        elif column.kind == "lines":
            lines = (_BULLET.sub("", line.strip()) for line in text.split("\n"))
            node.texts(column.key, filter(None, lines), spot)
        elif column.kind == "ids":
            node.texts(column.key, filter(None, re.split(r"[\s,;]+", text)), spot)
        elif column.kind == "serves":
            self._serves(node, text, spot)
        else:
            node.put(column.key, text, spot)

    def _serves(self, node: Node, text: str, spot: Spot) -> None:
        served = Node(spot)
        for part in filter(None, (each.strip() for each in re.split("[;\n]", text))):
            name, colon, items = part.partition(":")
            if not colon:
                what = _("{value} does not say of which set it is").format(value=quoted(part))
                self._read.problem(spot, what, _("write the set's id and a colon before it, such as qi: 7.1"))
                continue
            served.texts(name.strip(), filter(None, re.split(r"[\s,]+", items)), spot)
        node.put("serves", served.value, served.marks)

    def _list(self, parent: Node, key: str, items: list[Node]) -> None:
        """A list that a sheet holds at the framework's top."""
        if items:
            parent.nodes(key, items, self._at(key))
        else:
            self._no_row(key)

    def _no_row(self, key: str) -> None:
        if key in self._read.tops and not self._rows(key):
            what = _("the sheet holds no row yet")
            self._read.problem(self._read.free[key], what, _("write the first one here"))

    def _plain_list(self, parent: Node, key: str) -> None:
        rows = self._rows(key)
        if rows:
            parent.nodes(key, map(self._node, rows), self._at(key))

    def _below(
        self, owners: str, parents: Mapping[str, Any], key: str, column: str, kind: str
    ) -> tuple[dict[str, list[Cells]], bool]:
        """The rows of the sheet ``key`` by the id, of the sheet ``owners``, that they belong to; and whether
        one belongs nowhere."""
        found: dict[str, list[Cells]] = {}
        astray = False
        for row in self._rows(key):
            owner = row.get(column)
            if owner in parents:
                found.setdefault(owner, []).append(row)
                continue
            astray = True
            if parents:  # kept all the same, so that what leads to it is not said to lead nowhere
                found.setdefault(list(parents)[-1], []).append(row)
            if column in row.refused or (owner and owners not in self._read.tops):
                continue  # that has been said, of the cell or of the sheet
            head = row.table.column(column)
            if not owner:
                what = _("“{head}” is empty").format(head=head.head if head else column)
                self._read.problem(row.at(column), what, _("choose from the list to what this row belongs"))
                continue
            what = _("there is no {kind} {value}").format(kind=kind, value=quoted(owner))
            self._read.problem(row.at(column), what, self._instead(owner, parents))
        return found, astray

    def _instead(self, given: str, known: Mapping[str, Any]) -> str:
        meant = nearest(given, known)
        if meant:
            return _("did you mean “{key}”?").format(key=meant)
        if not known:
            return _("give it a row of its own first")
        return _("use one that has a row, such as {few}").format(few=listed(list(known)[:8], _("or")))

    def _lonely(self, row: Cells, what: str, sheet: str) -> None:
        name = every()[sheet].name
        self._read.problem(row.spot, what, _("add one on the sheet {name} that names it").format(name=name))
