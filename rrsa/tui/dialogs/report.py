"""Writing a paper: which one, for which stage or outcome, as a document or a page, and where to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Input, Label, Select, Static

from rrsa import clock
from rrsa.errors import BadInput, RrsaError
from rrsa.evaluation import Evaluation
from rrsa.exchange.report.audiences import Audience
from rrsa.i18n import _, ngettext
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.exchange.report.writing import Written

DOCX, HTML = ".docx", ".html"


class ReportDialog(Dialog[Path]):
    """Writes in a thread; the file appears under its name only when it is whole."""

    TITLE_TEXT = _("Write a paper")
    OK = _("Write")
    DEFAULT_CSS = "ReportDialog .part { height: auto; }"
    HELP = _(
        "The **evaluation** and the **action plan** are what the award’s forms ask for. The other papers are "
        "for reading. A **Word document** can be changed and sent; a **page** opens in any browser and "
        "prints well. Evidence without consent stays behind in all of them, and each says how many pieces "
        "did."
    )

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._writing = False
        self._done: Path | None = None

    def body(self) -> ComposeResult:
        framework = self._evaluation.framework
        papers = [(audience.label(framework.for_), audience.value) for audience in Audience]
        stages = [(stage.name, stage.id) for stage in framework.stages]
        outcomes = [
            (f"{outcome.id} · {outcome.short}", outcome.id) for outcome in framework.outcomes.values()
        ]
        forms = [(_("Word document: to send or change"), DOCX), (_("Page: to read and print"), HTML)]
        yield Label(_("Which paper?"), classes="field")
        yield Select(papers, value=Audience.EVALUATION.value, allow_blank=False, id="paper", compact=True)
        with Vertical(id="by-stage", classes="part"):
            yield Label(_("For which stage?"), classes="field")
            yield Select(stages, value=self._evaluation.stage, allow_blank=False, id="stage", compact=True)
        with Vertical(id="by-outcome", classes="part"):
            yield Label(_("Which outcome?"), classes="field")
            yield Select(outcomes, value=outcomes[0][1], allow_blank=False, id="outcome", compact=True)
        yield Label(_("In which form?"), classes="field")
        yield Select(forms, value=DOCX, allow_blank=False, id="form", compact=True)
        yield Label(_("Where to?"), classes="field")
        yield Input(str(self._folder() / self._suggested(Audience.EVALUATION, DOCX)), id="path")
        yield Static(id="said", markup=False)

    def on_mount(self) -> None:
        self._show_parts()
        self.begin_at("#paper")

    # -- what is chosen ------------------------------------------------------------------------------

    @property
    def _audience(self) -> Audience:
        return Audience(str(self.query_one("#paper", Select).value))

    def _folder(self) -> Path:
        return next((f for f in (Path.home() / "Documents", Path.home()) if f.is_dir()), Path())

    def _suggested(self, audience: Audience, ending: str) -> str:
        return f"{self._evaluation.setting_id}-{audience.value}-{clock.today().isoformat()}{ending}"

    def _show_parts(self) -> None:
        self.query_one("#by-stage").display = self._audience.by_stage
        self.query_one("#by-outcome").display = self._audience is Audience.ANY_DAY

    def on_select_changed(self, event: Select.Changed) -> None:
        if event.select.id not in ("paper", "form"):
            return
        self._show_parts()
        path = self.query_one("#path", Input)
        name = self._suggested(self._audience, str(self.query_one("#form", Select).value))
        path.value = str(Path(path.value).parent / name)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    # -- writing -------------------------------------------------------------------------------------

    def action_ok(self) -> None:
        if self._done is not None:
            self.dismiss(self._done)
            return
        if self._writing:
            return
        typed = self.query_one("#path", Input).value.strip().strip('"')
        if not typed:
            self.complain(str(BadInput(_("the file has no name"), _("type where it should go"))), "#path")
            return
        self.query_one("#dialog-error").display = False
        self.query_one("#said", Static).update(_("Writing …"))
        self._writing = True
        audience = self._audience
        stage = str(self.query_one("#stage", Select).value) if audience.by_stage else None
        outcome = str(self.query_one("#outcome", Select).value) if audience is Audience.ANY_DAY else None
        self._write(Path(typed).expanduser(), audience, stage, outcome)

    @work(thread=True, exit_on_error=False, group="report")
    def _write(self, path: Path, audience: Audience, stage: str | None, outcome: str | None) -> None:
        from rrsa.exchange.report.writing import write_report

        try:
            written = write_report(self._evaluation, path, audience=audience, stage=stage, outcome=outcome)
        except RrsaError as error:
            self.app.call_from_thread(self._failed, str(error))
        except Exception as error:
            # It must end in words; a worker that dies would leave the dialog waiting for ever.
            why = _("rrsa did not expect this: {error}").format(error=f"{type(error).__name__}: {error}")
            self.app.call_from_thread(self._failed, why)
        else:
            self.app.call_from_thread(self._finished, written)

    def _ended(self, said: str) -> None:
        self._writing = False
        self.query_one("#said", Static).update(said)

    def _failed(self, text: str) -> None:
        self._ended("")
        self.complain(text, "#path")

    def _finished(self, written: Written) -> None:
        said = [_("Written: {path}").format(path=written.path)]
        if written.held_back:
            said.append(
                ngettext(
                    "{n} piece of evidence was held back.",
                    "{n} pieces of evidence were held back.",
                    written.held_back,
                ).format(n=written.held_back)
            )
        else:
            said.append(_("Nothing had to be held back."))
        self._ended("\n".join(said))
        self._done = written.path
        self.query_one("#ok", Button).label = _("Done")
        self.query_one("#said").scroll_visible(animate=False)

    def action_leave(self) -> None:
        # A paper is written in a moment: what has begun is waited for, so that it is not left unsaid.
        if not self._writing:
            self.dismiss(self._done)
