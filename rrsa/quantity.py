"""Counts of people: as they are typed, and as quantity words by a stated rule.

The words and their bands are Education Scotland's: almost all (over 90 %), most (75-90 %), the majority
(50-74 %), less than half (15-49 %), a few (up to 15 %). The published bands meet at 15 and leave gaps at
49-50 and 74-75; here every share has one word: 15 % exactly is *a few*, what lies between 49 and 50 is *less
than half*, what lies between 74 and 75 is *the majority*. *All* and *none* are said where they are meant.
Shares are compared as exact fractions and never rounded first.
"""

from __future__ import annotations

import re
from fractions import Fraction

from rrsa.errors import BadInput
from rrsa.i18n import _

_COUNT = re.compile(r"(\d{1,7})(?:\s*(?:/|of|out\s+of)\s*(\d{1,7}))?", re.ASCII | re.IGNORECASE)


def quantity_word(count: int, n: int) -> str:
    """The word for ``count`` of ``n`` people. Raises :class:`ValueError` for a share that cannot be."""
    if n < 1 or not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is no share of people")
    share = Fraction(count, n)
    if count == 0:
        return _("none")
    if count == n:
        return _("all")
    if share > Fraction(90, 100):
        return _("almost all")
    if share >= Fraction(75, 100):
        return _("most")
    if share >= Fraction(50, 100):
        return _("the majority")
    if share > Fraction(15, 100):
        return _("less than half")
    return _("a few")


def read_count(text: str) -> tuple[int, int | None]:
    """A count as people type it, and out of how many: ``12/41``, ``12 of 41``, ``12 out of 41``, ``12``.

    Raises :class:`BadInput` for anything else; a percentage is refused because it hides how many there are.
    """
    given = " ".join(text.split())
    found = _COUNT.fullmatch(given)
    if found is not None:
        return int(found[1]), None if found[2] is None else int(found[2])
    shown = given if len(given) <= 40 else given[:39] + "…"
    if given.endswith("%") or given.lower().endswith(("per cent", "percent")):
        raise BadInput(
            _("“{text}” does not say out of how many").format(text=shown),
            _("give the two counts, such as 12/41 for 12 of 41"),
        )
    raise BadInput(
        _("“{text}” is not a count").format(text=shown), _("write it like 12, or 12/41 for 12 of 41")
    )
