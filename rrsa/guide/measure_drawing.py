"""A measure drawn in characters, for a screen of 80 columns and for a command's output alike.

Each count is a mark on a stem that stands on the time line at its day, with its number beside it; the target
is a dotted level. Letters under the line are what was done, so that activity and figures share one time line.
Shapes tell a baseline, a reading and a target apart, and the numbers say it all again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from string import ascii_lowercase

from rrsa.guide.measures import Beside, MeasureView, Point, Role, number_words
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day

WIDTH = 72
"""Columns of a drawing that stands in 80."""
HEIGHT = 7
"""Rows from the top down to the time line, which is the last."""
_GAP = 2  # columns that marks keep between each other
_STEPS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters that a drawing is made of."""

    baseline: str
    reading: str
    target: str
    stem: str
    level: str
    axis: str
    corner: str
    line: str
    foot: str


SIGNS = Signs("○", "●", "◎", "│", "·", "│", "└", "─", "┴")
PLAIN = Signs("o", "*", "x", "|", ".", "|", "+", "-", "+")
"""For a terminal whose code page has no others."""


def lettered(view: MeasureView) -> list[tuple[str, Beside]]:
    """What was done, with the letter that stands for it under the drawing; those without a day have none."""
    dated = [each for each in view.beside if each.day][: len(ascii_lowercase)]
    letters = dict(zip((each.action for each in dated), ascii_lowercase, strict=False))
    return [(letters.get(each.action, " "), each) for each in view.beside]


def key_words(signs: Signs = SIGNS) -> str:
    """What the marks mean."""
    return _("{baseline} baseline   {reading} counted   {target} target   a, b … what was done").format(
        baseline=signs.baseline, reading=signs.reading, target=signs.target
    )


def drawing(
    view: MeasureView, width: int = WIDTH, height: int = HEIGHT, *, signs: Signs = SIGNS
) -> list[str]:
    """The measure as lines of at most ``width`` characters; empty where nothing has been counted."""
    if not view.points:
        return []
    return _Drawing(view, width, max(height, 4), signs).lines()


def small_drawing(view: MeasureView, most: int = 8) -> str:
    """The counts as so many little bars, the latest last: ``▇▅▃``. Nothing but zero has the lowest."""
    points = view.points[-most:]
    top = max((view.size(p) for p in view.series), default=Fraction(0))
    return "".join(_step(view.size(point), top) for point in points)


def _step(size: Fraction, top: Fraction) -> str:
    if size == 0 or top == 0:
        return _STEPS[0]
    return _STEPS[max(1, round(size / top * (len(_STEPS) - 1)))]


class _Drawing:
    """Characters on a grid: ``rows`` from the top down to the line, ``columns`` from left to right."""

    def __init__(self, view: MeasureView, width: int, height: int, signs: Signs) -> None:
        self._view = view
        self._signs = signs
        self._height = height
        self._top, self._scale = self._levels()
        self._left = max(map(len, self._scale.values())) + 1
        longest = max(len(number_words(view, point)) for point in view.series)
        self._columns = max(width - self._left - 1 - longest - 2, 12)
        self._width = width
        self._grid = [[" "] * (width - self._left - 1) for _row in range(height)]
        self._places = self._placed()

    # -- where things stand ------------------------------------------------------------------------

    def _levels(self) -> tuple[Fraction, dict[int, str]]:
        """The size at the top, and what is written beside which row: words for shares, else numbers."""
        view, last = self._view, self._height - 1
        if view.shares:
            return Fraction(1), {0: _("all"), last // 2: _("half"), last: _("none")}
        top = max(view.size(point) for point in view.series)
        if view.people:
            top = max([top, *(Fraction(point.n) for point in view.series if point.n)])
        top = max(top, Fraction(1))
        return top, {0: str(int(top)), last: "0"}

    def _row(self, size: Fraction) -> int:
        """Zero stands on the time line, and nothing else does."""
        last = self._height - 1
        up = round(size / self._top * last) if self._top else 0
        return last - (max(up, 1) if size else 0)

    def _span(self) -> tuple[date, date] | None:
        """The first and the last day of everything that has one."""
        days = [point.day for point in self._view.series if point.day]
        days += [each.day for _letter, each in lettered(self._view) if each.day]
        if not days:
            return None
        return date.fromisoformat(min(days)), date.fromisoformat(max(days))

    def _column(self, day: str | None) -> int:
        span = self._span()
        if span is None or day is None or span[0] == span[1]:
            return 1
        share = Fraction((date.fromisoformat(day) - span[0]).days, (span[1] - span[0]).days)
        return 1 + round(share * (self._columns - 2))

    def _placed(self) -> list[tuple[Point, int]]:
        """Each count with its column; counts close in time are moved apart so that each can be seen."""
        columns = [self._column(point.day) for point in self._view.points]
        if len(columns) * _GAP <= self._columns:
            for n in range(1, len(columns)):
                columns[n] = max(columns[n], columns[n - 1] + _GAP)
            limit = self._columns - 1
            for n in range(len(columns) - 1, -1, -1):
                columns[n] = min(columns[n], limit)
                limit = columns[n] - _GAP
        return list(zip(self._view.points, columns, strict=True))

    # -- putting it on the grid --------------------------------------------------------------------

    def lines(self) -> list[str]:
        """From the top down to the letters under the time line."""
        self._grid[-1][: self._columns] = self._signs.line * self._columns
        self._put_target()
        for point, column in self._places:
            row = self._row(self._view.size(point))
            for below in range(row + 1, self._height - 1):
                self._grid[below][column] = self._signs.stem
            if row < self._height - 1:
                self._grid[-1][column] = self._signs.foot
        for point, column in self._places:
            mark = self._signs.baseline if point.role is Role.BASELINE else self._signs.reading
            self._grid[self._row(self._view.size(point))][column] = mark
        self._put_numbers()
        last = self._height - 1
        drawn = [
            f"{self._scale.get(n, ''):>{self._left - 1}} "
            f"{self._signs.corner if n == last else self._signs.axis}{''.join(row)}".rstrip()
            for n, row in enumerate(self._grid)
        ]
        return [*drawn, *self._under()]

    def _put_target(self) -> None:
        target = self._view.target
        if target is None:
            return
        row = self._row(self._view.size(target))
        end = self._column(target.day) if target.day else self._columns - 1
        end = min(end, self._columns - 1)
        end = max(end, self._places[-1][1])
        for column in range(1, end, 2):
            self._grid[row][column] = self._signs.level
        self._grid[row][end] = self._signs.target
        self._write(row, end + 2, number_words(self._view, target))

    def _put_numbers(self) -> None:
        """The numbers beside their marks, the first and the latest before those between."""
        order = [self._places[-1], self._places[0], *reversed(self._places[1:-1])]
        for point, column in dict.fromkeys(order):
            text = number_words(self._view, point)
            row = self._row(self._view.size(point))
            if not self._write(row, column + 2, text) and row > 0:
                self._write(row - 1, column, text)

    def _write(self, row: int, column: int, text: str) -> bool:
        """Writes ``text`` where there is room for it, and a blank before and after it."""
        cells = self._grid[row]
        if column + len(text) > len(cells):
            return False
        around = cells[max(column - 1, 0) : column + len(text) + 1]
        if any(cell not in (" ", self._signs.level, self._signs.line) for cell in around):
            return False
        for n in range(max(column - 1, 0), min(column + len(text) + 1, len(cells))):
            cells[n] = " "
        cells[column : column + len(text)] = text
        return True

    def _under(self) -> list[str]:
        """The days at both ends of the line, and the letters of what was done between."""
        span = self._span()
        if span is None:
            return []
        first, last = (show_day(day) for day in span)
        indent = " " * (self._left + 1)
        under = [indent + first]
        if first != last:
            under = [indent + first + last.rjust(max(self._columns - len(first), len(last) + 2))]
        letters = self._letters()
        return [indent + letters, *under] if letters else under

    def _letters(self) -> str:
        """``a  b c``: each letter at its day, moved on where another stands there already."""
        cells = [" "] * (self._width - self._left - 1)
        for letter, each in lettered(self._view):
            if each.day is None or letter == " ":
                continue
            column = self._column(each.day)
            while column < len(cells) and cells[column] != " ":
                column += 1
            if column < len(cells):
                cells[column] = letter
        return "".join(cells).rstrip()


def can_show(
    encoding: str | None, signs: Sequence[str] = (*_STEPS, "○", "●", "◎", "│", "└", "─", "┴")
) -> bool:
    """Whether text in ``encoding`` can hold the characters of a drawing."""
    try:
        "".join(signs).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
