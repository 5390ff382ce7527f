"""Writing a draft of the authority's report on children's rights: whose it is, in which form, where to."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Label, Select

from rrsa import clock
from rrsa.i18n import _
from rrsa.portfolio.records import NAME
from rrsa.tui.dialogs.writing import FileDialog, Job, Made, Progress

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.overview.groups import Figures

DOCX, HTML = ".docx", ".html"


class RightsReport(FileDialog):
    """A draft to work from: what is known fills in a part, and the rest is said to be written."""

    TITLE_TEXT = _("A draft of the children’s rights report")
    OK = _("Write it")
    HELP = _(
        "A **draft to work from** for the report under part 3 of the UNCRC (Incorporation) (Scotland) Act "
        "2024. Its headings are our own. It holds figures of groups, targets and figures from elsewhere; no "
        "setting is named in it. Under each heading it says what is left to write."
    )

    def __init__(self, desk: Desk, figures: Figures) -> None:
        super().__init__()
        self._desk = desk
        self._figures = figures

    def choices(self) -> ComposeResult:
        forms = [(_("Word document: to send or change"), DOCX), (_("Page: to read and print"), HTML)]
        yield Label(_("Whose report is it?"), classes="field")
        yield Input(id="authority", max_length=NAME, placeholder=_("the authority’s name; may stay empty"))
        yield Label(_("In which form?"), classes="field")
        yield Select(forms, value=DOCX, allow_blank=False, id="form", compact=True)

    def file_name(self) -> str:
        ending = str(self.query_one("#form", Select).value)
        return f"childrens-rights-report-{clock.today().isoformat()}{ending}"

    def job(self) -> Job:
        authority = self.query_one("#authority", Input).value.strip()
        desk, figures = self._desk, self._figures

        def write(path: Path, _keep: Collection[str], progress: Progress) -> Made:
            from rrsa.exchange.report.rights import write_rights_report

            progress(0, 1)
            made = write_rights_report(desk.store, desk, figures, path, authority=authority)
            return Made(made, (_("It is a draft: read it through, and add what only you know."),))

        return Job(write)
