"""What dialogs that write a file share: where to, names first, progress, a way to stop, an end in words.

A subclass has what can be chosen (:meth:`FileDialog.choices`), the file's name that goes with it
(:meth:`FileDialog.file_name`) and the :class:`Job` that it comes to (:meth:`FileDialog.job`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Button, Input, Label, ProgressBar, Select, Static

from rrsa import clock, in_browser
from rrsa.errors import BadInput, RrsaError
from rrsa.evaluation import Evaluation
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.in_browser import written

if TYPE_CHECKING:
    from rrsa.exchange.gate.leaving import Hit
    from rrsa.portfolio.privacy import Why

T = TypeVar("T")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Made:
    """What was written, and what there is to say about it, a line each."""

    path: Path
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """A file to be written: ``find`` looks for names in what would go out (``None``: nothing to look
    through), ``write`` writes it. Both are called in a thread of their own, and stop where ``Progress``
    raises."""

    write: Callable[[Path, Collection[str], Progress], Made]
    find: Callable[[Progress], Sequence[Hit]] | None = None


@dataclass(frozen=True)
class Stayed:
    """What stayed behind, for whoever writes: counted by reason."""

    held: Mapping[Why, int] = field(default_factory=dict)
    hits: Sequence[Hit] = ()
    unread: int = 0

    def words(self, *, screen: bool = True) -> tuple[str, ...]:
        from rrsa.exchange.gate.words import held_lines

        return tuple(held_lines(self.held, self.hits, self.unread, screen=screen))


class FileDialog(Dialog[Path]):
    """Writes in a thread; the file appears under its name only when it is whole."""

    WHERE: ClassVar[str] = _("Where to?")
    DEFAULT_CSS = "FileDialog #said { width: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        self._cancelled = False
        self._writing = False
        self._done: Path | None = None

    # -- what a subclass says ----------------------------------------------------------------------

    def choices(self) -> ComposeResult:
        """The fields above the file's name."""
        raise NotImplementedError

    def file_name(self) -> str:
        """The name that is suggested for what is chosen now."""
        raise NotImplementedError

    def job(self) -> Job:
        """What is to be written; reads the fields, and raises :class:`RrsaError` where one will not do."""
        raise NotImplementedError

    def progress_words(self, _done: int, _total: int) -> str:
        """How far it has come, in words; the bar says it in shape."""
        return ""

    # -- where to ----------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield from self.choices()
        yield Label(self.WHERE, classes="field")
        yield Input(id="path")
        yield ProgressBar(id="progress", show_eta=False)
        yield Static(id="said", markup=False)

    def on_mount(self) -> None:
        self.query_one("#progress", ProgressBar).display = False
        self.query_one("#path", Input).value = in_browser.suggested(self.file_name())

    def suggest(self) -> None:
        """Another name, in the folder that stands there."""
        path = self.query_one("#path", Input)
        path.value = str(Path(path.value).parent / self.file_name())

    def on_select_changed(self, event: Select.Changed) -> None:
        self.once_more()
        self.chosen(event.select.id or "")

    def on_input_changed(self, _event: Input.Changed) -> None:
        self.once_more()

    def once_more(self) -> None:
        """Something else is wanted than what was written: that can be written too."""
        if self._done is not None:
            self._done = None
            self.query_one("#ok", Button).label = self.OK
            self._say("")

    def chosen(self, _what: str) -> None:
        """Something else has been chosen; see :meth:`Dialog.pressed` for why this is no handler."""
        self.suggest()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    # -- writing -----------------------------------------------------------------------------------

    def action_ok(self) -> None:
        if self._done is not None:
            self.dismiss(self._done)
            return
        if self._writing:
            return
        try:
            typed = self.reading("#path").strip('"')
            if not typed:
                raise BadInput(_("the file has no name"), _("type where it should go"))
            job = self.job()
            path = in_browser.to_write(typed)
        except RrsaError as error:
            self.complain(str(error), self._reading)
            return
        self.query_one("#dialog-error").display = False
        self._begin()
        self._look(job, path)

    def _begin(self) -> None:
        self._writing, self._cancelled = True, False
        self._say(_("Writing …"))
        progress = self.query_one("#progress", ProgressBar)
        progress.update(total=None, progress=0)
        progress.display = True
        self.call_after_refresh(progress.scroll_visible, animate=False)

    @work(thread=True, exit_on_error=False, group="writing")
    def _look(self, job: Job, path: Path) -> None:
        """Looks for names, and asks about them before anything is written."""

        def find() -> Sequence[Hit]:
            found = tuple(job.find(self._progress)) if job.find is not None else ()
            self._go_on()
            return found

        hits = self._attempt(find)
        if hits is None:
            return
        if hits:
            self.app.call_from_thread(self.in_turn, lambda: self._ask(hits, job, path))
        else:
            self._write_now(job, path, ())

    def _ask(self, hits: Sequence[Hit], job: Job, path: Path) -> None:
        from rrsa.tui.dialogs.names_found import NamesFound

        def answered(keep: frozenset[str] | None) -> None:
            if keep is None:
                self._ended(_("Nothing was written."))
            else:
                self._write(job, path, keep)

        self.app.push_screen(NamesFound(hits), answered)

    @work(thread=True, exit_on_error=False, group="writing")
    def _write(self, job: Job, path: Path, keep: Collection[str]) -> None:
        self._write_now(job, path, keep)

    def _write_now(self, job: Job, path: Path, keep: Collection[str]) -> None:
        made = self._attempt(lambda: job.write(path, keep, self._progress))
        if made is not None:
            self.app.call_from_thread(self._finished, made)

    def _attempt(self, do: Callable[[], T]) -> T | None:
        """Does it in the worker's thread; what stands in the way is said, and gives ``None``."""
        from rrsa.exchange.export import Cancelled

        try:
            return do()
        except Cancelled:
            self.app.call_from_thread(self._ended, _("Stopped. Nothing was written."))
        except RrsaError as error:
            self.app.call_from_thread(self._failed, str(error))
        except Exception as error:
            # It must end in words; a worker that dies would leave the dialog waiting for ever.
            why = _("rrsa did not expect this: {error}").format(error=f"{type(error).__name__}: {error}")
            self.app.call_from_thread(self._failed, why)
        return None

    def _go_on(self) -> None:
        """Called in the worker's thread, between two steps; ends where somebody has asked for that."""
        from rrsa.exchange.export import Cancelled

        if self._cancelled:
            raise Cancelled

    def _progress(self, done: int, total: int) -> None:
        """Called in the worker's thread."""
        self._go_on()
        self.app.call_from_thread(self._step, done, total)

    def _step(self, done: int, total: int) -> None:
        self.query_one("#progress", ProgressBar).update(total=total or None, progress=done)
        if words := self.progress_words(done, total):
            self._say(words)

    def _say(self, text: str) -> None:
        said = self.query_one("#said", Static)
        said.update(text)
        said.display = True

    def _ended(self, said: str) -> None:
        self._writing = False
        self.query_one("#progress", ProgressBar).display = False
        self._say(said)

    def _failed(self, text: str) -> None:
        self._ended("")
        self.complain(text, "#path")

    def _finished(self, made: Made) -> None:
        self._ended("\n".join([written(self.app, made.path), *made.said]))
        self._done = made.path
        button = self.query_one("#ok", Button)
        button.label = _("Done")
        button.focus()
        self.call_after_refresh(self.query_one("#dialog-body").scroll_end, animate=False)

    def action_leave(self) -> None:
        if self._writing:
            self._cancelled = True
        else:
            self.dismiss(self._done)


class WritingDialog(FileDialog):
    """Writes something of a setting that is open."""

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation

    def dated(self, what: str, ending: str) -> str:
        """``corranbeath-working-2026-03-18.xlsx``."""
        return f"{self._evaluation.setting_id}-{what}-{clock.today().isoformat()}{ending}"


def names_in(evaluation: Evaluation) -> Callable[[Progress], Sequence[Hit]]:
    """Looks for the names of the setting's list in all texts that may leave."""

    def find(_progress: Progress) -> Sequence[Hit]:
        from rrsa.exchange.gate.leaving import through_the_gate

        return through_the_gate(
            evaluation.store, evaluation.setting_id, evaluation.framework, evaluation.portfolio
        ).hits

    return find
