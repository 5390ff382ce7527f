"""On which day the visit is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input, Label

from rrsa import clock
from rrsa.i18n import _
from rrsa.portfolio.checks import parse_day, show_day
from rrsa.tui.dialogs.dialog import Dialog


class VisitDayDialog(Dialog[str]):
    """Gives the day as ISO text, or empty text where none is agreed after all."""

    TITLE_TEXT = _("The day of the visit")
    HELP = _(
        "Write the day as you would on a note: 12 Jun 2027, 12/6/2027. Leave it empty if none is agreed."
    )

    def __init__(self, day: str | None) -> None:
        super().__init__()
        self._day = day

    def body(self) -> ComposeResult:
        hint = _("For example 12 Jun 2027. Leave it empty if none is agreed yet.")
        yield Label(hint, classes="hint", markup=False)
        yield Input(show_day(self._day), id="day")

    def on_mount(self) -> None:
        self.begin_at("#day")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> str:
        text = self.reading("#day")
        return parse_day(text, today=clock.today()).isoformat() if text else ""
