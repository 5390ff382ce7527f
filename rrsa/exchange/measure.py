"""How wide text is on paper, so that no row of a workbook is too low for what it says.

Spreadsheet programs set the height of a wrapped row only when somebody edits it, so it is worked out
here, from the advance widths of Arial (Liberation Sans has the same).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_BY_WIDTH = {
    191: "'",
    222: "ijl’‘",
    260: "|",
    278: " !,./:;I[\\]ft·",
    333: "()-`r“”",
    334: "{}",
    350: "•",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu–éè£",
    584: "+<=>~×",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…→←",
    1015: "@",
}
_WIDTHS = {character: width for width, characters in _BY_WIDTH.items() for character in characters}
_WIDE = 1100
_UNKNOWN = 620
_BOLD = 1.12
_SAFETY = 1.03  # printers and screens round each character a little differently
_SPACE = 278
_SHORT = 60  # characters of a text that may well stand in many cells
_PADDING = 8  # pixels that a cell keeps free at its sides

LINE = 1.28
"""The height of a line of text, in its font size."""
PAPER_LIMIT = 400.0
"""Points that a row may be high: spreadsheet programs stop at 409."""


def _character(c: str) -> int:
    known = _WIDTHS.get(c)
    if known is not None:
        return known
    if unicodedata.combining(c) or unicodedata.category(c) == "Cf":
        return 0
    if unicodedata.east_asian_width(c) in "WF":
        return _WIDE
    plain = unicodedata.normalize("NFD", c)[0]
    return _WIDTHS.get(plain, _UNKNOWN)


@lru_cache(maxsize=16_384)
def _word(word: str) -> int:
    """A word's width in thousandths of the font size."""
    return sum(map(_character, word))


@lru_cache(maxsize=1024)
def room_of(pixels: int, size: float, bold: bool) -> float:
    """How many thousandths of the font size fit beside each other in a cell."""
    points = (pixels - _PADDING) * 0.75
    return max(points, 6) * 1000 / size / (_SAFETY * (_BOLD if bold else 1))


def wrap(text: str, pixels: int, size: float = 10, bold: bool = False) -> list[str]:
    """``text`` as the lines that it takes in a cell so wide; joined, they are the text again."""
    return _wrapped(text, room_of(pixels, size, bold))


def _wrapped(text: str, room: float) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        used = 0.0
        for number, word in enumerate(paragraph.split(" ")):
            width = _word(word)
            if number:
                line += " "
                used += _SPACE
                if used + width > room:
                    lines.append(line)
                    line, used = "", 0.0
            while width > room:  # one word longer than the cell is broken by the program
                fits = max(1, int(len(word) * room / width))
                while fits > 1 and _word(word[:fits]) > room:
                    fits -= 1
                lines.append(word[:fits])
                word = word[fits:]
                width = _word(word)
            line += word
            used += width
        lines.append(line + "\n")
    lines[-1] = lines[-1][:-1]
    return lines


def count_lines(text: str, pixels: int, size: float = 10, bold: bool = False) -> int:
    """How many lines ``text`` takes in a cell ``pixels`` wide."""
    return lines_in(text, room_of(pixels, size, bold))


def lines_in(text: str, room: float) -> int:
    """How many lines ``text`` takes where ``room`` fits beside each other, as :func:`room_of` gives it."""
    if len(text) * _WIDE <= room and "\n" not in text:
        return 1
    # Drop-downs, roles and places say the same again and again, row after row.
    return _count_often(text, room) if len(text) <= _SHORT else _count(text, room)


def _count(text: str, room: float) -> int:
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        widths = [*map(_word, paragraph.split(" "))]
        if sum(widths) + _SPACE * (len(widths) - 1) <= room:
            continue
        if max(widths) > room:
            return len(_wrapped(text, room))
        used = -_SPACE
        for width in widths:
            used += _SPACE + width
            if used > room:
                lines += 1
                used = width
    return lines


_count_often = lru_cache(maxsize=4_096)(_count)


@lru_cache(maxsize=1024)
def height(lines: int, size: float = 10) -> float:
    """Points that so many lines need."""
    return lines * size * LINE + 6


def cut(text: str, pixels: int, most: int, size: float = 10, bold: bool = False) -> tuple[str, str]:
    """``text`` cut between lines: at most the first ``most`` of them, and what is left for the row below.

    A paragraph is kept together where that leaves the first part at least half full.
    """
    lines = wrap(text, pixels, size, bold)
    if len(lines) > most:
        ends = (n for n in range(most, most // 2, -1) if lines[n - 1].endswith("\n"))
        most = next(ends, most)
    return "".join(lines[:most]).rstrip("\n "), "".join(lines[most:])
