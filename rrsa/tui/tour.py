"""The first minute: offered once where nothing has been recorded yet, and again whenever somebody asks."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa import paths
from rrsa.atomic import write_private

if TYPE_CHECKING:
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.tui.app import RrsaApp


def offer_tour(app: RrsaApp) -> bool:
    """Opens the tour in a setting that holds nothing yet, unless it was taken or refused on this machine
    before; says whether it did."""
    sitting = app.sitting
    if sitting is None or app.read_only or known() or not untouched(sitting.evaluation.portfolio):
        return False
    start_tour(app)
    return True


def start_tour(app: RrsaApp) -> None:
    """Opens the tour, taken before or not."""
    from rrsa.tui.screens.tour import TourScreen

    if app.sitting is not None and not app.read_only and not isinstance(app.screen, TourScreen):
        app.push_screen(TourScreen())


def untouched(portfolio: Portfolio) -> bool:
    """Whether nothing has been recorded but the setting itself."""
    return not any(records for kind, records in portfolio.records.items() if kind != "setting")


def known() -> bool:
    """Whether the tour was taken or refused on this machine."""
    try:
        return _file().exists()
    except OSError:
        return True


def remember() -> None:
    """The tour was taken or refused: it is not offered again."""
    # Offered once too often is no reason to stop anybody from working.
    with contextlib.suppress(OSError):
        if not known():
            write_private(_file(), "{}")


def _file() -> Path:
    return paths.own_dir() / "tour.json"
