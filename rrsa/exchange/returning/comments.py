"""Comments that somebody has pinned to cells: they come in nowhere, so it is said where they stand."""

from __future__ import annotations

from rrsa.errors import BadInput
from rrsa.exchange.returning.cells import too_many
from rrsa.exchange.returning.workbook import Workbook
from rrsa.i18n import _

_NAMED = 8


def comments_note(workbook: Workbook) -> str:
    """A line on where comments stand; empty where there are none."""
    try:
        places = workbook.comments()
    except BadInput:  # a part that is only beside the cells may be broken
        return ""
    if not places:
        return ""
    return _("{name}: comments are not read; look at those at {places}").format(
        name=workbook.name, places=too_many(places, _NAMED)
    )
