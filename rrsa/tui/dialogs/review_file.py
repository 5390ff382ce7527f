"""A review that comes as a file: what came of a moderation round, or a copy that somebody else filled in."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label

from rrsa import in_browser
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.in_browser import as_typed, choose_file


class ReviewFile(Dialog[Path]):
    """Gives the workbook; nothing is read yet."""

    TITLE_TEXT = _("A review from a workbook")
    OK = _("Read it")
    HELP = _(
        "Two sorts of workbook hold a review. What came of a **moderation round** says itself who looked, "
        "and comes in at once. A **working copy** that somebody else has filled in: its quick look is read "
        "as their view and not as yours, and you are asked who they are. Your own view stays as it is."
    )

    def body(self) -> ComposeResult:
        yield Label(
            _("From a moderation round, or a blank copy that somebody else has filled in."), classes="hint"
        )
        yield Label(_("Where is it?"), classes="field")
        with Horizontal(classes="row"):
            yield Input(id="path", placeholder=_("type or paste, then Enter"))
            yield Button(_("File"), id="browse", compact=True)

    def on_mount(self) -> None:
        self.begin_at("#path")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def pressed(self, button: str) -> None:
        if button == "browse":

            def take(path: Path) -> None:
                self.query_one("#path", Input).value = as_typed(path)
                self.query_one("#ok").focus()

            choose_file(self.app, take, only=(_("Workbooks"), (".xlsx",)))
        else:
            super().pressed(button)

    def value(self) -> Path:
        typed = self.reading("#path").strip("\"'")
        if not typed:
            raise BadInput(_("no file is chosen"), _("type where it lies, or choose it with File"))
        return in_browser.to_read(typed)
