"""Pieces of evidence that would take their own place, or one another's in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rrsa.exchange.returning.found import NewRow, Returned, RowSaid
from rrsa.i18n import _
from rrsa.portfolio.portfolio import Portfolio


def in_a_circle(records: Iterable[str], older: Callable[[str], str | None]) -> list[str]:
    """Those of ``records`` that come round to themselves; ``older`` gives what a piece takes the place of."""
    found = []
    for record in records:
        seen = {record}
        each = older(record)
        while each is not None and each not in seen:
            seen.add(each)
            each = older(each)
        if each == record:
            found.append(record)
    return found


def break_circles(returned: Returned, portfolio: Portfolio, refuse: Callable[[str, str], None]) -> None:
    """Takes out of a workbook what would put a piece in its own place; ``refuse`` is told where and why."""
    rows: dict[str, NewRow | RowSaid] = {
        record: row for (kind, record), row in returned.rows.items() if kind == "evidence"
    }
    rows |= {made: new for made, new in returned.news.items() if new.kind == "evidence"}

    def older(record: str) -> str | None:
        if record in rows and "replaces" in rows[record].values:
            return str(rows[record].values["replaces"] or "") or None
        return older_in(portfolio, record)

    for record in in_a_circle([r for r, row in rows.items() if row.values.get("replaces")], older):
        refuse(rows[record].places["replaces"], circle_words())
        del rows[record].values["replaces"]


def older_in(portfolio: Portfolio, record: str) -> str | None:
    """The piece whose place another takes in a portfolio."""
    item = portfolio.evidence.get(record)
    return None if item is None else item.replaces


def circle_words() -> str:
    return _("a piece cannot take its own place, not even by way of others — name an older one")
