"""What a number was meant as, by the way in which its cell shows it.

Who types ``85%``, ``9:30`` or ``£300`` into a spreadsheet leaves 0.85, 0.3958 and 300 behind, and only the
cell's format still says what was typed. As a bare number it would be taken for something else: 100% for 1.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple, Self

_BUILT_IN_DAYS = frozenset([*range(14, 18), 22, *range(27, 37), *range(50, 59)])
_BUILT_IN_TIMES = frozenset([*range(18, 22), 45, 47])
_LASTING = 46
_BUILT_IN_PERCENTS = frozenset([9, 10])
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|General', re.IGNORECASE)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_MONEY = re.compile(r'\[\$([^\]\-\d]+)(?:-[^\]]*)?\]|"?([£€$¥])"?')
_DAY_SECONDS = 24 * 60 * 60


class Shows(Enum):
    """What a format makes of a number."""

    DAY = "day"
    TIME = "time"
    LASTING = "lasting"
    PERCENT = "percent"
    MONEY = "money"


class Formatted(str):
    """What a cell shows, and the number behind it: a column may have been given another format, and nobody
    have touched what stands in it."""

    __slots__ = ("number",)
    number: float

    def __new__(cls, shown: str, number: float) -> Self:
        made = super().__new__(cls, shown)
        made.number = number
        return made


class NumberFormat(NamedTuple):
    """A format; ``sign`` is that of the money it shows."""

    shows: Shows
    sign: str = ""

    def words(self, number: float) -> Formatted | None:
        """The number as its cell shows it; ``None`` where it stands for a day."""
        shown = self._words(number)
        return None if shown is None else Formatted(shown, number)

    def _words(self, number: float) -> str | None:
        if self.shows is Shows.PERCENT:
            return f"{number * 100:.12g}%"
        if self.shows is Shows.MONEY:
            amount = f"{abs(number):,.2f}".removesuffix(".00")
            return f"{'-' if number < 0 else ''}{self.sign}{amount}"
        if self.shows is Shows.LASTING or (self.shows is Shows.TIME and 0 <= number < 1):
            minutes, seconds = divmod(round(number * _DAY_SECONDS), 60)
            hours, minutes = divmod(minutes, 60)
            return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
        return None


def number_format(form: str, codes: dict[str, str]) -> NumberFormat | None:
    """What the format numbered ``form`` shows; ``codes`` are those that the workbook adds. ``None`` where it
    shows a number as a number."""
    code = codes.get(form)
    if code is None:
        return _built_in(int(form)) if form.isdecimal() else None
    first = code.partition(";")[0]
    if _ELAPSED.search(first):
        return NumberFormat(Shows.LASTING)
    bare = _NOT_SHOWN.sub("", first).lower()
    if any(letter in bare for letter in "dy"):
        return NumberFormat(Shows.DAY)
    if any(letter in bare for letter in "hs"):
        return NumberFormat(Shows.TIME)
    if "m" in bare:
        return NumberFormat(Shows.DAY)
    if "%" in bare:
        return NumberFormat(Shows.PERCENT)
    if match := _MONEY.search(first):
        return NumberFormat(Shows.MONEY, (match[1] or match[2]).strip())
    return None


def _built_in(number: int) -> NumberFormat | None:
    if number in _BUILT_IN_DAYS:
        return NumberFormat(Shows.DAY)
    if number in _BUILT_IN_TIMES:
        return NumberFormat(Shows.TIME)
    if number == _LASTING:
        return NumberFormat(Shows.LASTING)
    return NumberFormat(Shows.PERCENT) if number in _BUILT_IN_PERCENTS else None
