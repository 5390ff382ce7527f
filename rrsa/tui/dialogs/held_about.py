"""What is held about somebody: every place where a name or words occur, for whoever asks to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.widgets import Input, Label, ProgressBar, Static

from rrsa import clock
from rrsa.errors import RrsaError
from rrsa.i18n import _
from rrsa.portfolio.checks import required
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.dialogs.kept_text import KeptText

if TYPE_CHECKING:
    from rrsa.exchange.subject_access import Answer
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.sitting import Sitting


class HeldAbout(Dialog["Answer"]):
    """Looks in a thread; changes nothing and notes nothing."""

    TITLE_TEXT = _("What is held about somebody?")
    OK = _("Look")
    HELP = _(
        "For a child, a parent or a colleague who asks what is held about them. Type a name, or words that "
        "speak of them; commas between several. Looked at are all records and how they read earlier, stored "
        "files as far as they can be read, drafts, and copies that were brought together with this one. "
        "Somebody can be meant without a name, so read as well. Nothing is changed, and nobody can see "
        "afterwards what was looked for."
    )

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._looking = self._stopped = False

    def body(self) -> ComposeResult:
        yield Label(
            _("Every place where a name or words occur, now or earlier. Commas between several."),
            classes="hint",
        )
        yield Input(id="words", placeholder=_("Morag Wintergreen, the girl with the red coat"))
        yield ProgressBar(id="progress", show_eta=False)
        yield Static(id="said", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one("#progress").display = False
        self.query_one("#words").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> None:
        if self._looking:
            return
        required(_("what to look for"), typed := self.reading("#words"))
        self._looking, self._stopped = True, False
        self.query_one("#dialog-error").display = False
        progress = self.query_one("#progress", ProgressBar)
        progress.update(total=None, progress=0)
        progress.display = True
        self._look([word.strip() for word in typed.split(",")])

    @work(thread=True, exit_on_error=False, group="held-about")
    def _look(self, words: list[str]) -> None:
        from rrsa.exchange.export import Cancelled
        from rrsa.exchange.subject_access import search

        sitting = self._sitting
        try:
            answer = search(sitting.evaluation, words, opened_as=(sitting.database,), progress=self._progress)
        except Cancelled:
            self.app.call_from_thread(self._ended, _("Stopped."))
        except RrsaError as error:
            self.app.call_from_thread(self._failed, str(error))
        except Exception as error:
            # It must end in words; a worker that dies would leave the dialog waiting for ever.
            why = _("rrsa did not expect this: {error}").format(error=f"{type(error).__name__}: {error}")
            self.app.call_from_thread(self._failed, why)
        else:
            self.app.call_from_thread(self.in_turn, lambda: self.dismiss(answer))

    def _progress(self, done: int, total: int) -> None:
        from rrsa.exchange.export import Cancelled

        if self._stopped:
            raise Cancelled
        self.app.call_from_thread(self._step, done, total)

    def _step(self, done: int, total: int) -> None:
        if self.is_mounted:
            self.query_one("#progress", ProgressBar).update(total=total or None, progress=done)

    def _ended(self, said: str) -> None:
        self._looking = False
        self.query_one("#progress").display = False
        self.query_one("#said", Static).update(said)

    def _failed(self, why: str) -> None:
        self._ended("")
        self.complain(why, "#words")

    def action_leave(self) -> None:
        if self._looking:
            self._stopped = True
        else:
            self.dismiss(None)


class HeldAboutAnswer(KeptText):
    """The answer, with what could not be looked into."""

    TITLE_TEXT = _("What was found")
    HELP = HeldAbout.HELP


def ask_what_is_held(app: RrsaApp) -> None:
    """Asks for words, looks, and shows the answer."""
    sitting = app.open_sitting

    def found(answer: Answer | None) -> None:
        from rrsa.exchange.subject_access import lines

        if answer is not None:
            name = f"{sitting.evaluation.setting_id}-request-{clock.today().isoformat()}.txt"
            app.push_screen(HeldAboutAnswer("\n".join(lines(answer)) + "\n", name))

    app.push_screen(HeldAbout(sitting), found)
