"""Writing a workbook: which copy, where to; progress, and a way to stop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.widgets import Button, Input, Label, ProgressBar, Select, Static

from rrsa import clock
from rrsa.errors import BadInput, RrsaError
from rrsa.evaluation import Evaluation
from rrsa.i18n import _, ngettext
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.exchange.export import Exported


class ExportDialog(Dialog[Path]):
    """Exports in a thread; the file appears under its name only when it is whole."""

    TITLE_TEXT = _("Export a workbook")
    OK = _("Export")
    HELP = _(
        "The **assessor’s copy** is for reading and printing: selective, without scores. The **working "
        "copy** is for colleagues to fill in; a **blank** one is for those who start from nothing. Evidence "
        "without consent stays behind in all of them, and the cover says how many pieces did."
    )

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._cancelled = False
        self._exporting = False
        self._done: Path | None = None

    def body(self) -> ComposeResult:
        copies = [
            (_("Assessor’s copy: to read and print"), "assessor"),
            (_("Working copy: to fill in"), "working"),
            (_("Blank working copy: for somebody without the app"), "blank"),
        ]
        yield Label(_("Which copy?"), classes="field")
        yield Select(copies, value="assessor", allow_blank=False, id="copy", compact=True)
        yield Label(_("Where to?"), classes="field")
        yield Input(str(self._suggested("assessor")), id="path")
        yield ProgressBar(id="progress", show_eta=False)
        yield Static(id="said", markup=False)

    def on_mount(self) -> None:
        self.query_one("#progress", ProgressBar).display = False
        self.query_one("#copy", Select).focus()

    def _suggested(self, copy: str) -> Path:
        folder = next((f for f in (Path.home() / "Documents", Path.home()) if f.is_dir()), Path())
        return folder / f"{self._evaluation.setting_id}-{copy}-{clock.today().isoformat()}.xlsx"

    def on_select_changed(self, event: Select.Changed) -> None:
        path = self.query_one("#path", Input)
        before = Path(path.value)
        path.value = str(before.parent / self._suggested(str(event.value)).name)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def action_ok(self) -> None:
        if self._done is not None:
            self.dismiss(self._done)
            return
        if self._exporting:
            return
        typed = self.query_one("#path", Input).value.strip().strip('"')
        if not typed:
            self.complain(str(BadInput(_("the file has no name"), _("type where it should go"))), "#path")
            return
        self.query_one("#dialog-error").display = False
        progress = self.query_one("#progress", ProgressBar)
        progress.display = True
        self._exporting, self._cancelled = True, False
        self._export(str(self.query_one("#copy", Select).value), Path(typed).expanduser())

    @work(thread=True, exit_on_error=False, group="export")
    def _export(self, copy: str, path: Path) -> None:
        from rrsa.exchange.export import Cancelled, export_workbook

        def progress(done: int, total: int) -> None:
            if self._cancelled:
                raise Cancelled
            self.app.call_from_thread(self._step, done, total)

        try:
            exported = export_workbook(
                self._evaluation,
                path,
                copy="assessor" if copy == "assessor" else "working",
                blank=copy == "blank",
                progress=progress,
            )
        except Cancelled:
            self.app.call_from_thread(self._ended, _("Stopped. Nothing was written."))
        except RrsaError as error:
            self.app.call_from_thread(self._failed, str(error))
        except Exception as error:
            # A failed export must end in words; a worker that dies would leave the dialog waiting for ever.
            why = _("rrsa did not expect this: {error}").format(error=f"{type(error).__name__}: {error}")
            self.app.call_from_thread(self._failed, why)
        else:
            self.app.call_from_thread(self._finished, exported)

    def _step(self, done: int, total: int) -> None:
        self.query_one("#progress", ProgressBar).update(total=total, progress=done)

    def _ended(self, said: str) -> None:
        self._exporting = False
        self.query_one("#progress", ProgressBar).display = False
        self.query_one("#said", Static).update(said)

    def _failed(self, text: str) -> None:
        self._ended("")
        self.complain(text, "#path")

    def _finished(self, exported: Exported) -> None:
        said = [_("Written: {path}").format(path=exported.path)]
        if exported.held_back:
            said.append(
                ngettext(
                    "{n} piece of evidence was held back, so figures on screen may be higher.",
                    "{n} pieces of evidence were held back, so figures on screen may be higher.",
                    exported.held_back,
                ).format(n=exported.held_back)
            )
        else:
            said.append(_("Nothing had to be held back."))
        self._ended("\n".join(said))
        self._done = exported.path
        self.query_one("#ok", Button).label = _("Done")

    def action_leave(self) -> None:
        if self._exporting:
            self._cancelled = True
        else:
            self.dismiss(self._done)
