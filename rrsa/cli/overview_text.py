"""The overview as text."""

from __future__ import annotations

from typing import Any

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.i18n import _


def show_overview(session: Session, **_wanted: Any) -> int | None:
    """Says which settings there are and what each has shared."""
    with session.store():
        output.note(_("Nobody has shared anything yet."))
    return None
