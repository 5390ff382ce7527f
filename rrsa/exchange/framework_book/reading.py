"""A framework from its workbook: the same strict reader as for files, with cells in place of lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrsa.exchange.framework_book.building import Builder
from rrsa.exchange.framework_book.cells import CellProblem, Read, Spot, read_cells
from rrsa.exchange.framework_book.keyed import about_lines, rule_lines
from rrsa.framework.compose import Tree
from rrsa.framework.problems import MOST, Problem, quoted

if TYPE_CHECKING:
    from rrsa.framework.model import Framework


@dataclass(frozen=True, slots=True)
class BookRead:
    """What a workbook holds: its tree, the framework where nothing is wrong with it, and all that is."""

    tree: Mapping[str, Any]
    framework: Framework | None
    problems: tuple[CellProblem, ...]


def read_book(path: Path) -> BookRead:
    """The framework that the workbook at ``path`` holds, with every problem at its cell.

    Raises :class:`BadInput`, :class:`NotFound` or :class:`EnvironmentFailed` where it is no workbook or
    cannot be opened.
    """
    from rrsa.framework.reader import read_tree

    read = read_cells(path)
    builder = Builder(read)
    value, marks = builder.whole()
    tree = Tree(path.name)
    tree.value, tree.marks = value, marks
    framework, found = read_tree(tree)
    for problem in found:
        _place(read, problem)
    unique = {(p.sheet, p.order, p.what): p for p in read.problems}
    problems = tuple(sorted(unique.values(), key=lambda p: (p.order, p.what)))[:MOST]
    return BookRead(value, None if problems else framework, problems)


def _place(read: Read, problem: Problem) -> None:
    """A problem of the framework's reader, said of its cell and in the words of its column."""
    spot = Spot(problem.line - 1, problem.column - 1)
    column = read.head(spot)
    what, mend = problem.what, problem.mend
    if column is not None and column.key in ("value", "number"):
        for line in (*about_lines(), *rule_lines()):
            what = what.replace(quoted(line.key), quoted(line.label), 1)
            if "_" in line.key:
                mend = mend.replace(line.key, quoted(line.label), 1)
    elif column is not None and column.head:
        what = what.replace(quoted(column.key), quoted(column.head), 1)
    read.problem(spot, what, mend)
