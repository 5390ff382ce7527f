"""What the dialogs about many settings share: a folder, progress, a way to stop, a line for each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label, ProgressBar, Select, Static

from rrsa import in_browser
from rrsa.errors import BadInput, RrsaError
from rrsa.i18n import _
from rrsa.overview.desk import Desk
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.tui.desk_sitting import DeskSitting

Progress = Callable[[int, int], None]
SHOWN = 200
"""Lines that the dialog tells; the command tells all."""


@dataclass(frozen=True)
class Came:
    """What came of it, a summary and a line for each; whether it was stopped before the end."""

    summary: str
    lines: tuple[str, ...]
    stopped: bool = False


Job = Callable[[Desk, Path, Progress], Came]


class ManyDialog(Dialog[bool]):
    """Does something to many settings, one after the other, in a thread of its own. Gives ``True`` once
    anything may have changed; stays open to say what came of each."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "ok", _("Begin"), id="dialog.ok")]
    WRITES: ClassVar[bool] = True
    FOLDER: ClassVar[str] = ""
    DEFAULT_CSS = """
    ManyDialog #said { width: 100%; text-style: bold; }
    ManyDialog #came { width: 100%; }
    """

    def __init__(self, sitting: DeskSitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._working = self._stopped = self._done = self._finished_once = False

    # -- what a subclass says ----------------------------------------------------------------------

    def choices(self) -> ComposeResult:
        """The fields above the folder."""
        raise NotImplementedError

    def job(self) -> Job:
        """What is to be done; reads the fields, and raises :class:`RrsaError` where one will not do."""
        raise NotImplementedError

    # -- the folder --------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield from self.choices()
        yield Label(self.FOLDER, classes="field", id="folder-label")
        with Horizontal(classes="row", id="folder-row"):
            yield Input(id="path", placeholder=_("type or paste where it lies"))
            yield Button(_("Folder"), id="browse", compact=True)
        yield ProgressBar(id="progress", show_eta=False)
        yield Static(id="said", markup=False)
        yield Static(id="came", markup=False)

    def on_mount(self) -> None:
        self.query_one("#progress").display = False
        if in_browser.folder() is not None:
            self.query_one("#folder-label").display = self.query_one("#folder-row").display = False
            self.query_one("#ok").focus()
        else:
            self.query_one("#path", Input).value = in_browser.suggested(self.folder_name())
            self.begin_at("#path")

    def folder_name(self) -> str:
        """The folder's name that is suggested."""
        raise NotImplementedError

    def _folder(self) -> Path:
        """The folder that was meant; in a browser one of the session's own."""
        place = in_browser.folder()
        if place is not None:
            if self.WRITES:
                return in_browser.to_write(f"{self.folder_name()}.zip").with_suffix("")
            return place / in_browser.UP
        typed = self.reading("#path").strip("\"'")
        if not typed:
            raise BadInput(_("no folder is chosen"), _("type where it lies, or choose it with Folder"))
        return in_browser.to_write(typed) if self.WRITES else in_browser.to_read(typed)

    def pressed(self, button: str) -> None:
        if button == "browse":
            from rrsa.tui.in_browser import choose_folder

            def take(path: Path) -> None:
                self.query_one("#path", Input).value = str(path)
                self.query_one("#ok").focus()

            choose_folder(self.app, take)
        else:
            super().pressed(button)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def on_input_changed(self, _event: Input.Changed) -> None:
        self.once_more()

    def on_select_changed(self, _event: Select.Changed) -> None:
        self.once_more()

    def once_more(self) -> None:
        """Something else is wanted than what was done: that can be done too."""
        if self._done and not self._working:
            self.query_one("#ok", Button).label = self.OK
            self._say("", ())
            self._finished_once = False

    # -- doing it ----------------------------------------------------------------------------------

    def value(self) -> bool | None:
        if self._finished_once:
            return True
        if self._working:
            return None
        job, folder = self.job(), self._folder()
        self._working, self._stopped = True, False
        self.query_one("#dialog-error").display = False
        self._say(_("Working …"), ())
        progress = self.query_one("#progress", ProgressBar)
        progress.update(total=None, progress=0)
        progress.display = True
        self.call_after_refresh(progress.scroll_visible, animate=False)
        self._do(job, folder)
        return None

    @work(thread=True, exit_on_error=False, group="many")
    def _do(self, job: Job, folder: Path) -> None:
        """Works beside the screen's thread, at a desk of its own; what is whole when it is stopped stays."""
        from rrsa.exchange.export import Cancelled
        from rrsa.exchange.many.telling import Stopped

        call = self.app.call_from_thread

        def step(done: int, total: int) -> None:
            if self._stopped:
                raise Stopped
            call(self._step, done, total)

        try:
            own = self._sitting.desk
            desk = Desk.open(own.store, own.author, on=own.on)
            came = job(desk, folder, step)
            made = _packed(folder) if self.WRITES and in_browser.folder() is not None else None
        except Cancelled:  # the job left it to this dialog to say so
            call(self._finished, Came("", (), stopped=True), None)
        except RrsaError as error:
            call(self._failed, str(error))
        except Exception as error:
            # It must end in words; a worker that dies would leave the dialog waiting for ever.
            why = _("rrsa did not expect this: {error}").format(error=f"{type(error).__name__}: {error}")
            call(self._failed, why)
        else:
            call(self._finished, came, made)

    def _step(self, done: int, total: int) -> None:
        self.query_one("#progress", ProgressBar).update(total=total or None, progress=done)
        self._say(_("{done} of {total}; Escape stops").format(done=done, total=total), ())

    def _say(self, summary: str, lines: Sequence[str]) -> None:
        self.query_one("#said", Static).update(summary)
        shown = list(lines[:SHOWN])
        if len(lines) > SHOWN:
            shown.append(_("… the command says what came of every one."))
        self.query_one("#came", Static).update("\n".join(shown))

    def _failed(self, why: str) -> None:
        self._working = False
        self.query_one("#progress").display = False
        self._say("", ())
        self.complain(why, "#path" if in_browser.folder() is None else "")

    def _finished(self, came: Came, made: Path | None) -> None:
        from rrsa.tui.in_browser import written

        self._working, self._done, self._finished_once = False, True, not came.stopped
        self.query_one("#progress").display = False
        said = [came.summary, _("Stopped; what is whole stays.") if came.stopped else ""]
        said.append(written(self.app, made) if made is not None else "")
        self._say(" ".join(filter(None, said)), came.lines)
        button = self.query_one("#ok", Button)
        button.label = _("Go on") if came.stopped else _("Done")
        button.focus()
        self.call_after_refresh(self.query_one("#said").scroll_visible, animate=False)

    def action_leave(self) -> None:
        if self._working:
            self._stopped = True
        else:
            self.dismiss(self._done or None)


def _packed(folder: Path) -> Path | None:
    """What was written, as one file that a browser can fetch."""
    if not any(folder.iterdir()):
        return None
    made = Path(shutil.make_archive(str(folder), "zip", folder))
    shutil.rmtree(folder)
    return made
