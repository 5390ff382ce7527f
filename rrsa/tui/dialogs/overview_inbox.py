"""The coordinator's inbox: a folder with what settings have sent to share, taken in file by file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label, ProgressBar, Static

from rrsa import in_browser
from rrsa.errors import BadInput, RrsaError
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.exchange.sharing.inbox import Inbox
    from rrsa.tui.desk_sitting import DeskSitting
    from rrsa.tui.screens.overview import OverviewScreen

SHOWN = 200
"""Files of which the dialog tells what came of them; the command tells of all."""


class InboxDialog(Dialog[bool]):
    """Gives ``True`` once something has been taken in; stays open to say what came of each file."""

    TITLE_TEXT = _("Take in what settings share")
    OK = _("Take in")
    HELP = _(
        "Name the folder in which the files lie that settings have sent you (**.rrsa-share**). Each is "
        "looked at by itself: a newer snapshot takes the place of an older one, a withdrawal removes it. "
        "What is no such file, was changed on the way, or is signed by somebody else, is left alone and "
        "said. No file is removed. Where a setting rightly has a new key, ask there first; then the command "
        "**rrsa overview inbox FOLDER --accept SETTING** takes it."
    )

    def __init__(self, sitting: DeskSitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._working = self._stopped = self._done = False

    def body(self) -> ComposeResult:
        yield Label(_("The folder with the files that settings have sent you."), classes="hint")
        with Horizontal(classes="row"):
            yield Input(id="path", placeholder=_("type or paste where it lies"))
            yield Button(_("Folder"), id="browse", compact=True)
        yield ProgressBar(id="progress", show_eta=False)
        yield Static(id="came", markup=False)

    def on_mount(self) -> None:
        self.query_one("#progress").display = False
        if (place := in_browser.folder()) is not None:
            self.query_one("#path", Input).value = str(place / in_browser.UP)
            self.query_one(".row").display = False
        self.begin_at("#path")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def pressed(self, button: str) -> None:
        if button == "browse":
            from rrsa.tui.in_browser import choose_folder

            def take(path: Path) -> None:
                self.query_one("#path", Input).value = str(path)
                self.query_one("#ok").focus()

            choose_folder(self.app, take)
        else:
            super().pressed(button)

    def value(self) -> bool | None:
        if self._done:
            return True
        if self._working:
            return None
        typed = self.reading("#path").strip("\"'")
        if not typed:
            raise BadInput(_("no folder is chosen"), _("type where it lies, or choose it with Folder"))
        self._working, self._stopped = True, False
        self.query_one("#dialog-error").display = False
        progress = self.query_one("#progress", ProgressBar)
        progress.update(total=None, progress=0)
        progress.display = True
        place = in_browser.folder()
        self._take_in(place / in_browser.UP if place is not None else in_browser.to_read(typed))
        return None

    @work(thread=True, exit_on_error=False, group="inbox")
    def _take_in(self, folder: Path) -> None:
        """Reads the folder beside the screen's thread; what was taken until it is stopped stays taken."""
        from rrsa.exchange.export import Cancelled
        from rrsa.exchange.sharing.inbox import read_inbox

        call = self.app.call_from_thread

        def step(done: int, total: int) -> None:
            if self._stopped:
                raise Cancelled
            call(self.query_one("#progress", ProgressBar).update, total=total or None, progress=done)

        try:
            found = read_inbox(self._sitting.desk.store, folder, progress=step)
        except Cancelled:
            call(self.dismiss, True)
        except RrsaError as error:
            call(self._failed, str(error))
        except Exception as error:
            # It must end in words; a worker that dies would leave the dialog waiting for ever.
            call(
                self._failed,
                _("rrsa did not expect this: {error}").format(error=f"{type(error).__name__}: {error}"),
            )
        else:
            call(self._finished, found)

    def _failed(self, why: str) -> None:
        self._working = False
        self.query_one("#progress").display = False
        self.complain(why, "#path")

    def _finished(self, found: Inbox) -> None:
        from rrsa.exchange.sharing.inbox import lines, summary

        self._working, self._done = False, True
        self.query_one("#progress").display = False
        said = [summary(found), *lines(found)]
        if len(said) > SHOWN:
            said = [*said[:SHOWN], _("… rrsa overview inbox says what came of every file.")]
        self.query_one("#came", Static).update("\n".join(said))
        button = self.query_one("#ok", Button)
        button.label = _("Done")
        button.focus()

    def action_leave(self) -> None:
        if self._working:
            self._stopped = True
        else:
            self.dismiss(self._done or None)


def open_inbox(screen: OverviewScreen) -> None:
    """Asks for the folder and takes in what lies there."""
    if screen.rrsa.read_only:
        screen.notify(_("This was opened for reading only."))
        return

    def done(_changed: bool | None) -> None:
        if screen.is_mounted:
            screen.redraw()

    screen.app.push_screen(InboxDialog(screen.sitting), done)
