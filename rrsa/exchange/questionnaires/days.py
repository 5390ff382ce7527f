"""When somebody answered: the day of a time stamp, and whether day or month comes first in it.

Forms write stamps as the reader's country does, and an export says nowhere which that was. What can be told
from the stamps is told; where both readings are possible, somebody is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rrsa.errors import BadInput
from rrsa.exchange.questionnaires.reading import Cell
from rrsa.i18n import _
from rrsa.portfolio.checks import parse_day, show_day

_NUMERIC = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?![\d/.\-])")
_YEAR_FIRST = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?!\d)")
_WORDED = re.compile(r"^(\d{1,2}(?:st|nd|rd|th)?[\s\-]+[A-Za-z]{3,9}\.?,?[\s\-]+\d{4})(?!\d)")
_MONTH_WORD = re.compile(r"^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_EARLIEST = 2000
_ANY_DAY = date(2000, 1, 1)  # for words such as "today", which no stamp holds


class Order(StrEnum):
    """What a stamp such as 3/9/2026 begins with."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def looks_like_a_stamp(cell: Cell) -> bool:
    """Whether a cell begins with a date."""
    if isinstance(cell, date):
        return True
    return any(form.match(cell) for form in (_NUMERIC, _YEAR_FIRST, _WORDED, _MONTH_WORD))


def day_of(cell: Cell, order: Order, *, today: date) -> date | None:
    """The day of a stamp; ``None`` where it is none, or none that can have been."""
    if isinstance(cell, date):
        return cell if cell.year >= _EARLIEST and cell <= today else None
    found = _parts(cell, order)
    if found is None:
        return None
    try:
        day = date(*found)
    except ValueError:
        return None
    return day if day.year >= _EARLIEST and day <= today else None


def _parts(text: str, order: Order) -> tuple[int, int, int] | None:
    """Year, month and day."""
    if match := _YEAR_FIRST.match(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _NUMERIC.match(text):
        one, two, year = int(match[1]), int(match[2]), int(match[3])
        year += 2000 if year < 100 else 0
        return (year, two, one) if order is Order.DAY_FIRST else (year, one, two)
    worded = None
    if match := _WORDED.match(text):
        worded = match[1]
    elif match := _MONTH_WORD.match(text):
        worded = f"{match[2]} {match[1]} {match[3]}"
    if worded is None:
        return None
    try:
        day = parse_day(worded.replace(",", ""), today=_ANY_DAY)
    except BadInput:
        return None
    return day.year, day.month, day.day


@dataclass
class Stamps:
    """What a column's stamps have in common, gathered one at a time; none of them is kept but a sample."""

    today: date
    seen: int = 0
    numeric: int = 0
    not_day_first: int = 0
    not_month_first: int = 0
    sample: str = ""

    def take(self, cell: Cell) -> None:
        if not looks_like_a_stamp(cell):
            return
        self.seen += 1
        if isinstance(cell, date) or not (match := _NUMERIC.match(cell)):
            return
        self.numeric += 1
        readings = [day_of(cell, order, today=self.today) for order in Order]
        self.not_day_first += readings[0] is None
        self.not_month_first += readings[1] is None
        if not self.sample and None not in readings and readings[0] != readings[1]:
            self.sample = match[0]

    def order(self, wanted: Order | None = None) -> Order:
        """Which comes first. ``wanted`` is what somebody has said. Raises :class:`BadInput` where both may
        be meant, or where each is impossible for some."""
        if wanted is not None or not self.numeric:
            return wanted or Order.DAY_FIRST
        if self.not_day_first and self.not_month_first:
            # Two rows may hold rubbish; if nearly all agree, they are what the file means.
            few = max(1, self.numeric // 20)
            if self.not_day_first <= few < self.not_month_first:
                return Order.DAY_FIRST
            if self.not_month_first <= few < self.not_day_first:
                return Order.MONTH_FIRST
            raise BadInput(
                _("some dates in the file have the day first, others the month"),
                _("say which is meant with --dates day-first or --dates month-first, or put the file right"),
            )
        if self.not_day_first:
            return Order.MONTH_FIRST
        if self.not_month_first or not self.sample:
            return Order.DAY_FIRST
        days = [day_of(self.sample, order, today=self.today) for order in Order]
        raise BadInput(
            _("“{stamp}” may be {one} or {other}").format(
                stamp=self.sample, one=show_day(days[0]), other=show_day(days[1])
            ),
            _("say which with --dates day-first or --dates month-first"),
        )
