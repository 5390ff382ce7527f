"""Writing the any-day page of an outcome as a file that prints."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Label

from rrsa.evaluation import Evaluation
from rrsa.i18n import _
from rrsa.tui.dialogs.writing import Job, Made, Progress, Stayed, WritingDialog, names_in


class WriteDayDialog(WritingDialog):
    """One outcome on one page."""

    TITLE_TEXT = _("Print this page")
    OK = _("Write")
    WHERE = _("Where to? A file that ends in .html or .docx")
    HELP = _(
        "The page is written as a file. One that ends in **.html** opens in any browser, where you print it; "
        "one that ends in **.docx** opens in a word processor. Evidence whose people have not agreed to its "
        "leaving is left out, and the page says how many pieces that is."
    )

    def __init__(self, evaluation: Evaluation, outcome: str) -> None:
        super().__init__(evaluation)
        self._outcome = outcome

    def choices(self) -> ComposeResult:
        outcome = self._evaluation.framework.outcomes[self._outcome]
        yield Label(f"{outcome.id} · {outcome.title}", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one("#said").display = False
        self.query_one("#path").focus()

    def file_name(self) -> str:
        return self.dated(f"outcome-{self._outcome}", ".html")

    def job(self) -> Job:
        evaluation, outcome = self._evaluation, self._outcome

        def write(path: Path, keep: Collection[str], progress: Progress) -> Made:
            from rrsa.exchange.report.audiences import Audience
            from rrsa.exchange.report.writing import write_report

            progress(0, 1)  # the last moment at which it can be stopped
            written = write_report(evaluation, path, audience=Audience.ANY_DAY, outcome=outcome, keep=keep)
            return Made(written.path, Stayed(written.held, written.hits).words(screen=False))

        return Job(write, names_in(evaluation))
