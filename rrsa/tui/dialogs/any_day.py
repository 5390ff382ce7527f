"""Writing the any-day page of an outcome as a file that prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.widgets import Button, Input, Label, Static

from rrsa import clock
from rrsa.errors import BadInput, RrsaError
from rrsa.evaluation import Evaluation
from rrsa.i18n import _, ngettext
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.exchange.report.writing import Written


class WriteDayDialog(Dialog[Path]):
    """Writes in a thread; the file appears under its name only when it is whole."""

    TITLE_TEXT = _("Print this page")
    OK = _("Write")
    HELP = _(
        "The page is written as a file. One that ends in **.html** opens in any browser, where you print it; "
        "one that ends in **.docx** opens in a word processor. Evidence whose people have not agreed to its "
        "leaving is left out, and the page says how many pieces that is."
    )

    def __init__(self, evaluation: Evaluation, outcome: str) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._outcome = outcome
        self._writing = False
        self._done: Path | None = None

    def body(self) -> ComposeResult:
        outcome = self._evaluation.framework.outcomes[self._outcome]
        yield Label(f"{outcome.id} · {outcome.title}", classes="hint", markup=False)
        yield Label(_("Where to? A file that ends in .html or .docx"), classes="field")
        yield Input(str(self._suggested()), id="path")
        yield Static(id="said", markup=False)

    def on_mount(self) -> None:
        self.query_one("#said").display = False
        self.query_one("#path", Input).focus()

    def _suggested(self) -> Path:
        folder = next((f for f in (Path.home() / "Documents", Path.home()) if f.is_dir()), Path())
        name = f"{self._evaluation.setting_id}-outcome-{self._outcome}-{clock.today().isoformat()}.html"
        return folder / name

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def action_ok(self) -> None:
        if self._done is not None:
            self.dismiss(self._done)
        elif not self._writing:
            typed = self.query_one("#path", Input).value.strip().strip('"')
            if not typed:
                self.complain(str(BadInput(_("the file has no name"), _("type where it should go"))), "#path")
                return
            self.query_one("#dialog-error").display = False
            self._writing = True
            self._write(Path(typed))

    @work(thread=True, exit_on_error=False, group="write")
    def _write(self, path: Path) -> None:
        from rrsa.exchange.report.audiences import Audience
        from rrsa.exchange.report.writing import write_report

        try:
            written = write_report(self._evaluation, path, audience=Audience.ANY_DAY, outcome=self._outcome)
        except RrsaError as error:
            self.app.call_from_thread(self._failed, str(error))
        except Exception as error:
            # It must end in words; a worker that dies would leave the dialog waiting for ever.
            why = _("rrsa did not expect this: {error}").format(error=f"{type(error).__name__}: {error}")
            self.app.call_from_thread(self._failed, why)
        else:
            self.app.call_from_thread(self._finished, written)

    def _failed(self, text: str) -> None:
        self._writing = False
        self.complain(text, "#path")

    def _finished(self, written: Written) -> None:
        self._writing = False
        self._done = written.path
        held = _("Nothing had to be held back.")
        if written.held_back:
            held = ngettext(
                "{n} piece of evidence in the portfolio was held back from it.",
                "{n} pieces of evidence in the portfolio were held back from it.",
                written.held_back,
            ).format(n=written.held_back)
        said = self.query_one("#said", Static)
        said.update(_("Written: {path}").format(path=written.path) + "\n" + held)
        said.display = True
        self.query_one("#ok", Button).label = _("Done")

    def action_leave(self) -> None:
        self.dismiss(self._done)
