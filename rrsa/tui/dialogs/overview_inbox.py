"""The coordinator's inbox: a folder with what settings have sent to share, taken in file by file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Label

from rrsa.i18n import _
from rrsa.overview.desk import Desk
from rrsa.tui.dialogs.many import Came, Job, ManyDialog, Progress

if TYPE_CHECKING:
    from rrsa.tui.screens.overview import OverviewScreen


class InboxDialog(ManyDialog):
    """Gives ``True`` once something has been taken in; stays open to say what came of each file."""

    TITLE_TEXT = _("Take in what settings share")
    OK = _("Take in")
    FOLDER = _("In which folder do they lie?")
    WRITES = False
    HELP = _(
        "Name the folder in which the files lie that settings have sent you (**.rrsa-share**). Each is "
        "looked at by itself: a newer snapshot takes the place of an older one, a withdrawal removes it. "
        "What is no such file, was changed on the way, or is signed by somebody else, is left alone and "
        "said. No file is removed. Where a key is another than before, ask there first; then the command "
        "**rrsa overview inbox FOLDER** takes it: with **--accept SETTING** in place of what is here, with "
        "**--another SETTING** beside it, as another setting of the same name."
    )

    def choices(self) -> ComposeResult:
        yield Label(_("The folder with the files that settings have sent you."), classes="hint")

    def folder_name(self) -> str:
        return ""

    def job(self) -> Job:
        def take_in(desk: Desk, folder: Path, progress: Progress) -> Came:
            from rrsa.exchange.sharing.inbox import lines, read_inbox, summary

            found = read_inbox(desk.store, folder, progress=progress)
            return Came(summary(found), tuple(lines(found)))

        return take_in


def open_inbox(screen: OverviewScreen) -> None:
    """Asks for the folder and takes in what lies there."""
    if screen.rrsa.read_only:
        screen.notify(_("This was opened for reading only."))
        return

    def done(_changed: bool | None) -> None:
        if screen.is_mounted:
            screen.redraw()

    screen.app.push_screen(InboxDialog(screen.sitting), done)
