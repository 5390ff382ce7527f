"""Key people: whom a child places how near, and what helps. In memory, for as long as the page is open.

Nothing in here is ever stored: no record, no draft, no log. What is placed shows itself only where it is
asked for by :meth:`Rings.placed`, so that no error report spells it out by accident.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from rrsa.i18n import _

MOST = 24
"""People on the rings; more can't be told apart on a screen."""
WORD = 24
"""Characters of a word for a person: “my nan”, “next door”, “the one with the dog”."""
HELPS = 80
"""Characters of what helps."""
NEAREST, FARTHEST = 0, 2
REACH = (0.34, 0.66, 0.98)
"""How far out each ring lies, as a share of the whole."""


class Placed:
    """One person on a ring."""

    __slots__ = ("helps", "ring", "word")

    def __init__(self, word: str, ring: int) -> None:
        self.word, self.ring, self.helps = word, ring, ""

    def __repr__(self) -> str:
        return "<placed>"


class Rings:
    """The three rings with the child in the middle."""

    __slots__ = ("_people",)

    def __init__(self) -> None:
        self._people: list[Placed] = []

    def __repr__(self) -> str:
        return "<rings>"

    def __len__(self) -> int:
        return len(self._people)

    def placed(self) -> Iterator[Placed]:
        """The people, nearest first, and as they were placed."""
        return iter(self._people)

    def add(self, word: str, ring: int = 1) -> Placed | None:
        """Places somebody; ``None`` where the word is empty or there is no more room."""
        clean = " ".join(word.split())[:WORD]
        if not clean or len(self._people) >= MOST:
            return None
        somebody = Placed(clean, ring)
        self._people.append(somebody)
        self._order()
        return somebody

    def move(self, somebody: Placed, by: int) -> None:
        """Nearer (-1) or farther away (+1), as far as the rings go."""
        somebody.ring = max(NEAREST, min(FARTHEST, somebody.ring + by))
        self._order()

    def take_away(self, somebody: Placed) -> None:
        if somebody in self._people:
            self._people.remove(somebody)

    def clear(self) -> None:
        """Everything goes, the words first."""
        for somebody in self._people:
            somebody.word = somebody.helps = ""
        self._people.clear()

    def _order(self) -> None:
        self._people.sort(key=lambda each: each.ring)


def ring_name(ring: int) -> str:
    """A ring in words, as one would say it to a child."""
    return (_("very close"), _("close"), _("further away"))[ring]


def spots(rings: Rings) -> Iterator[tuple[Placed, float, float]]:
    """Each person with a place on their ring: across and down, from -1 to 1, the child in the middle."""
    for ring in range(NEAREST, FARTHEST + 1):
        own = [each for each in rings.placed() if each.ring == ring]
        for n, each in enumerate(own):
            # Each ring begins elsewhere, so that neighbours on two rings don't stand in one line.
            turn = 2 * math.pi * (n / len(own)) + (0.4, 1.3, 0.0)[ring]
            yield each, REACH[ring] * math.cos(turn), REACH[ring] * math.sin(turn)


def drawing(rings: Rings, width: int, height: int, chosen: Placed | None = None) -> list[str]:
    """The rings with plain characters, ``height`` lines of ``width``; the one that is chosen in brackets."""
    lines = [[" "] * width for _line in range(height)]
    across, down = (width - 1) / 2, (height - 1) / 2

    def put(x: float, y: float, text: str) -> None:
        row = min(max(round(down + y * down), 0), height - 1)
        begin = min(max(round(across + x * across - len(text) / 2), 0), max(width - len(text), 0))
        for column, character in enumerate(text[:width], start=begin):
            lines[row][column] = character

    for reach in REACH:
        for step in range(360):
            turn = 2 * math.pi * step / 360
            put(reach * math.cos(turn), reach * math.sin(turn), ".")
    put(0, 0, _(" me "))
    for each, x, y in spots(rings):
        put(x, y, f"[{each.word}]" if each is chosen else f" {each.word} ")
    return ["".join(line).rstrip() for line in lines]
