"""What a coordinator would want to notice: what runs out in which term, what is new, who has been quiet.

Terms are this project's own and rough, since authorities set their dates themselves: August to December,
January to March, April to July. Nobody is measured by any of this.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from rrsa.i18n import _
from rrsa.overview.rows import Row, State

AHEAD = 3
"""Terms that are looked ahead: about a year, so that nobody is told late."""

NEW_STAGE = timedelta(weeks=26)
"""For so long a stage that was reached is news."""

LATELY = timedelta(weeks=4)
"""For so long something shared is recent."""

SILENT = timedelta(days=365)
"""After so long a call may be welcome."""

_ENDS = (3, 7, 12)


class Term(NamedTuple):
    """A term by its last day."""

    end: date
    name: str


class Noticed(NamedTuple):
    """What is worth a coordinator's eye, each list in the order in which she would take it up."""

    out: tuple[Row, ...]  # has run out already
    by_term: tuple[tuple[Term, tuple[Row, ...]], ...]
    wants: tuple[Row, ...]
    offers: tuple[Row, ...]
    new_stages: tuple[Row, ...]
    lately: tuple[Row, ...]
    silent: tuple[Row, ...]
    not_returned: tuple[Row, ...]


def terms(on: date, ahead: int = AHEAD) -> list[Term]:
    """The term that ``on`` lies in and those after it, ``ahead`` in all."""
    names = (_("this term"), _("next term"), _("the term after that"))
    found = []
    year, month = on.year, next(month for month in _ENDS if on.month <= month)
    for n in range(ahead):
        end = date(year, month, monthrange(year, month)[1])
        found.append(Term(end, names[n] if n < len(names) else _("later")))
        year, month = (year + 1, _ENDS[0]) if month == 12 else (year, _ENDS[_ENDS.index(month) + 1])
    return found


def is_silent(row: Row, on: date) -> bool:
    """Whether nothing has come from a setting for a year, or ever. One that has withdrawn has spoken."""
    if row.state is State.NOT_YET:
        return row.listed
    return row.state is State.SHARED and row.shared_on is not None and on - row.shared_on > SILENT


def noticed(rows: Iterable[Row], on: date) -> Noticed:
    """What is worth a coordinator's eye on a day."""
    known = list(rows)
    coming = terms(on)
    expiring = sorted((row for row in known if row.expires_on), key=lambda row: row.expires_on or "")
    today = on.isoformat()
    by_term: list[tuple[Term, tuple[Row, ...]]] = []
    begin = today
    for term in coming:
        end = term.end.isoformat()
        by_term.append((term, tuple(row for row in expiring if begin <= (row.expires_on or "") <= end)))
        begin = (term.end + timedelta(days=1)).isoformat()
    since = (on - NEW_STAGE).isoformat()
    shared = sorted(
        (row for row in known if row.state is State.SHARED), key=lambda row: row.shared_at or "", reverse=True
    )
    new = (r for r in shared if r.held and r.accredited_on and since <= r.accredited_on <= today)
    silent = (row for row in known if is_silent(row, on))
    return Noticed(
        out=tuple(row for row in expiring if (row.expires_on or "") < today),
        by_term=tuple(by_term),
        wants=tuple(row for row in known if row.wants),
        offers=tuple(row for row in known if row.offers),
        new_stages=tuple(sorted(new, key=lambda row: row.accredited_on or "", reverse=True)),
        lately=tuple(row for row in shared if row.shared_on and on - row.shared_on <= LATELY),
        # Those that once shared first, the one longest ago at the top; then those that never did, by name.
        silent=tuple(sorted(silent, key=lambda row: row.shared_at or "9999")),
        not_returned=tuple(
            sorted((row for row in known if row.not_returned), key=lambda row: row.issued_on or "")
        ),
    )
