"""Which outcome somebody has before them, so that a page about one outcome opens on that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp


def outcome_at_hand(app: RrsaApp) -> str | None:
    """The outcome that the page below shows or has highlighted; the topmost page that has one decides."""
    from rrsa.tui.screens.setting_screen import SettingScreen

    outcomes = app.open_sitting.evaluation.framework.outcomes
    for screen in reversed(app.screen_stack):
        if not isinstance(screen, SettingScreen):
            continue
        if screen.place in outcomes:
            return screen.place
        listed = screen.query("#outcomes").first() if screen.query("#outcomes") else None
        if isinstance(listed, OptionList) and listed.highlighted is not None:
            found = listed.get_option_at_index(listed.highlighted).id
            if found in outcomes:
                return found
    return None
