"""A save that was refused: a conflict to settle, or something in the way, with a second try."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Button, Static

from rrsa.errors import BadInput, RrsaError
from rrsa.i18n import _
from rrsa.portfolio.changes import ConflictError
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.dialogs.simple import SettleConflict

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.sitting import SaveFailed


class NotSaved(Dialog[bool]):
    """Says why, and offers to try again. Saves that fail while it is open join it, in their order."""

    TITLE_TEXT = _("That could not be saved")

    def __init__(self, why: str, again: Callable[[], None]) -> None:
        super().__init__()
        self._why = why
        self.saves = [again]

    def body(self) -> ComposeResult:
        yield Static(self._why, markup=False)
        yield Static(_("What you typed is kept."), classes="hint")

    def buttons(self) -> ComposeResult:
        yield Button(_("Try again"), variant="primary", id="ok", compact=True)
        yield Button(_("Leave it"), id="cancel", compact=True)

    def value(self) -> bool:
        return True


def say_trouble(app: RrsaApp, event: SaveFailed) -> None:
    """Turns a failed save into something that a person can act on."""
    error = event.error
    if isinstance(error, ConflictError) and event.forced is not None:
        forced = event.forced

        def settled(mine: bool | None) -> None:
            if mine:
                forced()
            elif mine is not None:
                app.take_theirs(error.conflicts)

        app.push_screen(SettleConflict(app.open_sitting.evaluation, error.conflicts), settled)
    elif isinstance(error, (BadInput, ConflictError)):
        app.notify(str(error), severity="warning", timeout=10, markup=False)
    else:
        why = (
            str(error)
            if isinstance(error, RrsaError)
            else _("rrsa did not expect this: {error}").format(error=f"{type(error).__name__}: {error}")
        )

        for screen in app.screen_stack:
            if isinstance(screen, NotSaved):
                screen.saves.append(event.again)
                return
        dialog = NotSaved(why, event.again)

        def again(yes: bool | None) -> None:
            if yes:
                for save in dialog.saves:
                    save()

        app.push_screen(dialog, again)
