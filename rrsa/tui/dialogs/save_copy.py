"""Saving a copy of a stored file: where to."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Input, Label

from rrsa import in_browser
from rrsa.evaluation import Evaluation
from rrsa.evidence_files import stored_name
from rrsa.i18n import _
from rrsa.portfolio.checks import required
from rrsa.portfolio.records import Evidence
from rrsa.tui.dialogs.dialog import Dialog


class SaveCopyDialog(Dialog[Path]):
    """Writes the file of a piece where somebody wants it, and gives the path."""

    TITLE_TEXT = _("Save a copy of the file")
    HELP = _("The file is written where you say, under a name of your own if you like. It replaces no other.")

    def __init__(self, evaluation: Evaluation, item: Evidence, why: str = "") -> None:
        super().__init__()
        self._evaluation = evaluation
        self._item = item
        self._why = why

    def body(self) -> ComposeResult:
        if self._why:
            yield Label(self._why, classes="hint", markup=False)
        yield Label(_("Where to?"), classes="field")
        yield Input(in_browser.suggested(stored_name(self._item.file_name or "")), id="path")

    def on_mount(self) -> None:
        self.begin_at("#path")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> Path:
        from rrsa.opening_files import save_copy

        typed = self.reading("#path").strip('"')
        required("name", typed)
        evaluation = self._evaluation
        return save_copy(evaluation.store, evaluation.setting_id, self._item, in_browser.to_write(typed))
