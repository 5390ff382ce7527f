"""A review that comes as a file: what came of a moderation round, or a copy that somebody else filled in."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Label

from rrsa.i18n import _
from rrsa.tui.dialogs.one_file import OneFile


class ReviewFile(OneFile[Path]):
    """Gives the workbook; nothing is read yet."""

    TITLE_TEXT = _("A review from a workbook")
    OK = _("Read it")
    ONLY = (_("Workbooks"), (".xlsx",))
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
        yield from self.file_row(_("type or paste, then Enter"))

    def value(self) -> Path:
        return self.path()
