"""Writing a workbook: which copy, and where to."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Label, Select

from rrsa.i18n import _
from rrsa.tui.dialogs.writing import Job, Made, Progress, Stayed, WritingDialog, names_in


class ExportDialog(WritingDialog):
    """The assessor's copy, the working copy, or a blank one."""

    TITLE_TEXT = _("Export a workbook")
    OK = _("Export")
    HELP = _(
        "The **assessor’s copy** is for reading and printing: selective, without scores. The **working "
        "copy** is for colleagues to fill in; a **blank** one is for those who start from nothing. Evidence "
        "without consent stays behind in all of them, and the cover says how many pieces did. Names of your "
        "own list are looked for first. **I** on the first page brings filled-in copies back."
    )

    def choices(self) -> ComposeResult:
        copies = [
            (_("Assessor’s copy: to read and print"), "assessor"),
            (_("Working copy: to fill in"), "working"),
            (_("Blank working copy: for somebody without the app"), "blank"),
        ]
        yield Label(_("Which copy?"), classes="field")
        yield Select(copies, value="assessor", allow_blank=False, id="copy", compact=True)

    def on_mount(self) -> None:
        self.query_one("#copy", Select).focus()

    def file_name(self) -> str:
        return self.dated(str(self.query_one("#copy", Select).value), ".xlsx")

    def job(self) -> Job:
        copy, evaluation = str(self.query_one("#copy", Select).value), self._evaluation

        def write(path: Path, keep: Collection[str], progress: Progress) -> Made:
            from rrsa.exchange.export import export_workbook

            exported = export_workbook(
                evaluation,
                path,
                copy="assessor" if copy == "assessor" else "working",
                blank=copy == "blank",
                keep=keep,
                progress=progress,
            )
            return Made(exported.path, Stayed(exported.held, exported.hits).words())

        return Job(write, None if copy == "blank" else names_in(evaluation))
