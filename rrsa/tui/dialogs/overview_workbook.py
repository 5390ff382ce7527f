"""Writing the overview as a workbook: what is listed now, or everything."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Label, Select

from rrsa import clock
from rrsa.i18n import _
from rrsa.overview.narrowing import all_of
from rrsa.tui.dialogs.writing import FileDialog, Job, Made, Progress

if TYPE_CHECKING:
    from rrsa.tui.desk_sitting import DeskSitting
    from rrsa.tui.screens.overview import OverviewScreen


class OverviewWorkbook(FileDialog):
    """One line for each setting, groups, gaps, requests and offers."""

    TITLE_TEXT = _("The overview as a workbook")
    OK = _("Write it")
    HELP = _(
        "One line for each setting with what it has shared, the groups in counts, gaps, and who asks for "
        "help and who offers it. It holds what settings have shared with you: pass on the sheets about "
        "groups, and keep the others to yourself."
    )

    def __init__(self, sitting: DeskSitting) -> None:
        super().__init__()
        self._sitting = sitting

    def choices(self) -> ComposeResult:
        if self._sitting.wanted.narrows:
            n, every = len(self._sitting.listed), len(self._sitting.rows)
            which = [
                (_("The {n} that are listed now").format(n=n), "listed"),
                (_("All {n}").format(n=every), "all"),
            ]
            yield Label(_("Which settings?"), classes="field")
            yield Select(which, value="listed", allow_blank=False, id="which", compact=True)

    def file_name(self) -> str:
        return f"overview-{clock.today().isoformat()}.xlsx"

    def job(self) -> Job:
        desk, wanted = self._sitting.desk, self._sitting.wanted
        if wanted.narrows and str(self.query_one("#which", Select).value) == "all":
            wanted = all_of(wanted)

        def write(path: Path, _keep: Collection[str], _progress: Progress) -> Made:
            from rrsa.exchange.overview_book import write_overview

            return Made(write_overview(desk.store, desk, path, wanted))

        return Job(write)


def write_workbook(screen: OverviewScreen) -> None:
    """Asks which settings and where to, and writes it."""
    if screen.sitting.rows:
        screen.app.push_screen(OverviewWorkbook(screen.sitting))
    else:
        screen.notify(_("There is nothing to write yet."))
