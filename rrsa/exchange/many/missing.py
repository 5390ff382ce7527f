"""Who has not been sent a blank copy, has not sent one back, has not shared anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rrsa.overview.rows import Row, State


@dataclass(frozen=True, slots=True)
class Missing:
    """The settings on the list, by what is missing of them; one may stand in several. A setting that has
    withdrawn what it shared has decided so, and is missing nothing."""

    listed: int
    not_issued: tuple[Row, ...]
    not_returned: tuple[Row, ...]  # those who have waited longest first
    not_shared: tuple[Row, ...]

    @property
    def any(self) -> bool:
        return bool(self.not_issued or self.not_returned or self.not_shared)


def missing(rows: Iterable[Row]) -> Missing:
    """What is missing of the settings on the list.

    A blank copy is for those who have not the program: whoever has shared needs none, and is not missed.
    """
    listed = [row for row in rows if row.listed]
    quiet = [row for row in listed if row.state is State.NOT_YET]
    return Missing(
        len(listed),
        not_issued=tuple(row for row in quiet if not row.issued_on and not row.returned_on),
        not_returned=tuple(
            sorted(
                (row for row in quiet if row.not_returned), key=lambda row: (row.issued_on or "", row.setting)
            )
        ),
        not_shared=tuple(quiet),
    )


def waited(row: Row, today: date) -> int | None:
    """For how many days a blank copy has been out."""
    return (today - date.fromisoformat(row.issued_on)).days if row.issued_on else None
