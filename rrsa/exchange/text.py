"""Text as a cell can hold it."""

from __future__ import annotations

import re

from rrsa.i18n import _

CELL = 32_767
"""UTF-16 units that one cell can hold, in every spreadsheet program."""

_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|\x85|\u2028|\u2029")


def units(text: str) -> int:
    """UTF-16 units of ``text``: what a cell's limit counts."""
    return len(text) + sum(c > "\uffff" for c in text)


def cell_text(text: str) -> str:
    """``text`` without what a cell refuses, clipped with a sentence where it is too long.

    Applied to the same text it always gives the same, and applied twice it changes nothing more, so a
    returned cell can be compared with what went out.
    """
    if not text.isprintable():
        text = readable(text)
    if len(text) > CELL // 2 and units(text) > CELL:
        text = clip(text, CELL)
    return text


def readable(text: str) -> str:
    """``text`` without the characters that no document may hold, with one kind of line break."""
    return text if text.isprintable() else _REFUSED.sub("", _BREAKS.sub("\n", text))


def clip(text: str, limit: int) -> str:
    """At most ``limit`` units of ``text``, with a closing sentence that says so."""
    closing = _("… (There is more than a cell can hold; the rest is in the app.)")
    room = limit - units(closing)
    kept = text[:room]
    while units(kept) > room:
        kept = kept[: len(kept) - max(1, (units(kept) - room) // 2)]
    return kept + closing


def shortened(text: str, most: int) -> str:
    """The beginning of a text, cut between words, with an ellipsis where something is left out."""
    if len(text) <= most:
        return text
    return text[: most + 1].rsplit(None, 1)[0].rstrip(" ,;:.") + " …"
