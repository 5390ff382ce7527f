"""Checks on what people type, before it becomes a change: one clear line, and nothing changes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from difflib import get_close_matches

from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext
from rrsa.portfolio.records import SPECS, Value

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMERIC = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})$")
_WORDED = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s\-]+([a-z]{3,9})\.?,?[\s\-]+(\d{4}|\d{2})$")
_MONTH_FIRST = re.compile(r"^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})$")
_WEEKDAY = re.compile(r"^([a-z]{3,9})\.?,?\s+(?=\S)")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_YEAR = re.compile(r"['’‘](\d{2})$")
_YEAR_FIRST = re.compile(r"^(\d{4})([/.\-])(\d{1,2})\2(\d{1,2})$")
_EARLIEST = 1900


def parse_day(text: str, *, today: date) -> date:
    """A day as people write one: ``2026-04-03``, ``3/4/2026``, ``3 Apr 2026``, ``Fri 3 April ’26``,
    ``April 3, 2026``, ``today``, ``yesterday``.

    Day before month, as in Britain, except behind a year. A day of the week has to be that of the date.
    Raises :class:`BadInput` for anything else.
    """
    given = text.strip().lower()
    words = {"today": today, "yesterday": today - timedelta(days=1), "tomorrow": today + timedelta(days=1)}
    if given in words:
        return words[given]
    weekday = None
    if (match := _WEEKDAY.match(given)) and (weekday := _weekday(match[1])) is not None:
        given = given[match.end() :]
    given = _SHORT_YEAR.sub(r"\1", given)
    parts: tuple[int, int, int] | None = None
    if match := _YEAR_FIRST.match(given):
        parts = (int(match[1]), int(match[3]), int(match[4]))
    elif match := _NUMERIC.match(given):
        parts = (_year(match[3]), int(match[2]), int(match[1]))
    elif (match := _WORDED.match(given)) and (month := _month(match[2])):
        parts = (_year(match[3]), month, int(match[1]))
    elif (match := _MONTH_FIRST.match(given)) and (month := _month(match[1])):
        parts = (_year(match[3]), month, int(match[2]))
    if parts is None:
        raise BadInput(
            _("“{text}” is not a date").format(text=_clip(text)), _("write it like 3 Apr 2026 or 2026-04-03")
        )
    try:
        day = date(*parts)
    except ValueError:
        raise BadInput(
            _("there is no such day as “{text}”").format(text=_clip(text)),
            _("write it like 3 Apr 2026 or 2026-04-03"),
        ) from None
    if day.year < _EARLIEST:
        raise BadInput(_("“{text}” is too long ago").format(text=_clip(text)), _("check the year"))
    if weekday is not None and day.weekday() != weekday:
        raise BadInput(
            _("“{text}” falls on another day of the week").format(text=_clip(text)),
            _("check the date"),
        )
    return day


def _weekday(word: str) -> int | None:
    """The day of the week that a word is, or is the beginning of, from Monday as 0."""
    return next((n for n, name in enumerate(_WEEKDAYS) if name.startswith(word)), None)


def _month(word: str) -> int | None:
    """The month that a word is, or is the beginning of."""
    return next((n for n, name in enumerate(_MONTHS, start=1) if name.startswith(word)), None)


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def past_day(text: str, *, today: date) -> str:
    """A day that is not in the future, as ISO text."""
    day = parse_day(text, today=today)
    if day > today:
        raise BadInput(
            _("{day} is in the future").format(day=show_day(day)), _("give the day on which it happened")
        )
    return day.isoformat()


def show_day(day: date | str | None) -> str:
    """A day as people read it: ``3 Apr 2026``; empty where there is none."""
    if not day:
        return ""
    value = date.fromisoformat(day) if isinstance(day, str) else day
    months = (
        _("Jan"),
        _("Feb"),
        _("Mar"),
        _("Apr"),
        _("May"),
        _("Jun"),
        _("Jul"),
        _("Aug"),
        _("Sep"),
        _("Oct"),
        _("Nov"),
        _("Dec"),
    )
    return f"{value.day} {months[value.month - 1]} {value.year}"


_UNSEEN = frozenset("\ufeff\u202a\u202b\u202c\u202d\u202e")
"""A byte order mark, and what forces a direction on all that follows: neither is seen, and the latter would
turn round the rest of the line that a text stands in. Arabic and Hebrew need none of it."""


def clean_text(text: str) -> str:
    """Text without control characters, unseen ones and outer space; line breaks and tabs stay."""
    if text.isprintable():  # most texts are, and a workbook holds thousands of them
        return text.strip()
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = "".join(
        c for c in kept if c in "\n\t" or not (c in _UNSEEN or unicodedata.category(c) in ("Cc", "Cs"))
    ).strip()
    # What joins other characters means nothing where there are none.
    return clean if any(not c.isspace() and unicodedata.category(c) != "Cf" for c in clean) else ""


def checked(kind: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """``values`` for a record of ``kind``, cleaned; raises :class:`BadInput` with the field's name.

    Empty text becomes absent. Days must be ISO text already (see :func:`parse_day`).
    """
    specs = SPECS[kind]
    found: dict[str, Value] = {}
    for name, value in values.items():
        spec = specs[name]
        if value is None:
            found[name] = None
        elif spec.type == "text" or spec.type == "day":
            if not isinstance(value, str):
                raise BadInput(_("{field} must be text").format(field=field_label(name)))
            found[name] = _checked_text(name, clean_text(value), spec.limit, spec.choices)
        elif spec.type == "whole":
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
                raise BadInput(_("{field} must be a whole number").format(field=field_label(name)))
            found[name] = value
        else:
            # A flag that is not set is absent, so that "no" has one way of being written.
            found[name] = True if value else None
    return found


def _checked_text(name: str, text: str, limit: int, choices: tuple[str, ...]) -> str | None:
    if not text:
        return None
    if choices and text not in choices:
        raise not_one_of(field_label(name), text, choices)
    if limit and len(text) > limit:
        over = len(text) - limit
        raise BadInput(
            ngettext(
                "{field} is {over} character too long",
                "{field} is {over} characters too long",
                over,
            ).format(field=field_label(name), over=over),
            _("keep it to {limit} characters").format(limit=limit),
        )
    return text


def not_one_of(what: str, given: str, choices: Iterable[str]) -> BadInput:
    """The error for a word outside a closed list, with the nearest right one."""
    known = list(choices)
    near = get_close_matches(given.lower(), known, n=1, cutoff=0.6)
    mend = _("did you mean {near}?").format(near=near[0]) + " " if near else ""
    return BadInput(
        _("{what} cannot be “{given}”").format(what=what, given=_clip(given)),
        mend + _("choose one of: {choices}").format(choices=", ".join(known)),
    )


def required(name: str, value: Value) -> None:
    """Raises :class:`BadInput` where a field that is needed is empty."""
    if value is None or value == "":
        raise BadInput(_("{field} is missing").format(field=field_label(name)), _("a few words are enough"))


def field_label(name: str) -> str:
    """A field's name as people read it."""
    return {
        "title": _("the title"),
        "outcome": _("the outcome"),
        "perspective": _("the perspective"),
        "directness": _("how direct it is"),
        "direction": _("what it shows"),
        "date": _("the date"),
        "place": _("where it is kept"),
        "seen_by": _("who saw it"),
        "note": _("the note"),
        "consent": _("consent"),
        "people": _("how many people"),
        "line": _("the line on why"),
        "achieved": _("how it was achieved"),
        "difference": _("the difference it has made"),
        "whom_to_ask": _("whom to ask"),
        "strengths": _("strengths"),
        "improve": _("areas for improvement"),
        "answer": _("the answer"),
        "why": _("the reason"),
        "what": _("what to do"),
        "who": _("who does it"),
        "due": _("the date it is due"),
        "status": _("how far it has come"),
        "done_on": _("the day it was done"),
        "done": _("the day it was reached"),
        "name": _("the name"),
        "view": _("our view"),
        "visit_on": _("the day of the visit"),
        "question": _("what was asked"),
        "said": _("what they said"),
        "for_children": _("how children are told it"),
        "why_not": _("why it cannot be done"),
        "measure": _("the measure"),
        "counts": _("what is counted"),
        "better": _("which way is better"),
        "source": _("where the figures come from"),
        "baseline": _("the baseline"),
        "baseline_n": _("how many there were"),
        "baseline_on": _("the day of the baseline"),
        "target": _("the target"),
        "target_n": _("how many the target is out of"),
        "target_on": _("the day for the target"),
        "count": _("the count"),
        "n": _("how many there are"),
        "by": _("whose review it is"),
        "reviewer": _("who reviews"),
        "words": _("what they say"),
        "reason": _("the reason"),
        "before": _("what must be done first"),
        "after": _("what is recommended"),
    }.get(name, name.replace("_", " "))


def _clip(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else one_line[:57] + "…"
