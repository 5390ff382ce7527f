"""Answers of a questionnaire: a file of Microsoft Forms or Google Forms, in as counts of whole groups."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label, Select, Static
from textual.worker import get_current_worker

from rrsa import in_browser
from rrsa.errors import BadInput, RrsaError
from rrsa.evaluation import Evaluation
from rrsa.i18n import _, ngettext
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.in_browser import as_typed, choose_file
from rrsa.vocabulary import Respondents

if TYPE_CHECKING:
    from rrsa.exchange.questionnaires import Options, Preview
    from rrsa.tui.app import RrsaApp

TOGETHER = "\0together"
"""In the place of a column: all are counted together."""
ENDINGS = (".csv", ".xlsx")


class QuestionnaireDialog(Dialog["Preview"]):
    """Reads in a thread and shows what it comes to; gives the preview that somebody agreed to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "ok", _("Go on"), id="dialog.ok"),
    ]
    TITLE_TEXT = _("Answers of a questionnaire")
    DEFAULT_CSS = """
    QuestionnaireDialog .row Label { width: 27; }
    QuestionnaireDialog .row Select { width: 1fr; }
    QuestionnaireDialog #file-row Label { width: auto; padding-right: 1; }
    QuestionnaireDialog #told { margin-top: 1; }
    """
    HELP = _(
        "Download the answers from **Microsoft Forms** or **Google Forms** as .xlsx or .csv and choose the "
        "file. Only counts of whole groups are kept, never what one person answered; of a group of fewer "
        "than five nothing is kept. Look at how each column is read; the choices above change that, and the "
        "form is remembered for the next time. **Two rounds** divides the answers at a day, to see before "
        "and after. Where a column is taken wrongly, rrsa voices take --write-map says how to mend it."
    )

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._preview: Preview | None = None
        self._read: tuple[Path, Options] | None = None  # what the preview was made of
        self._busy = self._again = False

    def body(self) -> ComposeResult:
        who = [(word.label, word.value) for word in Respondents]
        orders = [(_("day before month"), "day-first"), (_("month before day"), "month-first")]
        with Horizontal(classes="row", id="file-row"):
            yield Label(_("File"))
            yield Input(id="path", placeholder=_("type or paste where it lies, then Enter"))
            yield Button(_("Browse"), id="browse", compact=True)
        yield from self._line(_("Who answered"), self._select("who", who))
        yield from self._line(_("Groups"), self._select("group", [(_("all together"), TOGETHER)]))
        yield from self._line(
            _("One name for all of them"), Input(id="group_name", placeholder=_("Primary 7; no child’s name"))
        )
        yield from self._line(
            _("Two rounds, divided on"), Input(id="split", placeholder=_("the first day of the second"))
        )
        yield from self._line(
            _("The day, if it holds none"), Input(id="on", placeholder=_("3 Apr 2026, today, yesterday"))
        )
        yield from self._line(_("How dates are written"), self._select("order", orders))
        yield Static(id="told")

    @staticmethod
    def _line(label: str, field: Input | Select[str]) -> ComposeResult:
        with Horizontal(classes="row option"):
            yield Label(label)
            yield field

    @staticmethod
    def _select(name: str, options: list[tuple[str, str]]) -> Select[str]:
        return Select(options, prompt=_("as the file says"), value=Select.NULL, id=name, compact=True)

    def buttons(self) -> ComposeResult:
        yield Button(_("Look at it"), variant="primary", id="ok", compact=True)
        yield Button(_("Leave"), id="cancel", compact=True)

    def on_mount(self) -> None:
        for row in self.query(".option"):
            row.display = False
        self.begin_at("#path")

    # -- the file ----------------------------------------------------------------------------------

    def pressed(self, button: str) -> None:
        if button == "browse":
            self._browse()
        else:
            super().pressed(button)

    def _browse(self) -> None:
        def take(path: Path) -> None:
            self.query_one("#path", Input).value = as_typed(path)
            self.action_ok()

        choose_file(self.app, take, only=(_("Answers"), ENDINGS))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def on_select_changed(self, _event: Select.Changed) -> None:
        if self._read is not None:
            self.action_ok(only_look=True)

    # -- looking -----------------------------------------------------------------------------------

    def action_ok(self, *, only_look: bool = False) -> None:
        if self._busy:
            self._again |= only_look  # another choice than the one that is being looked at
            return
        self._again = False
        self._reading = ""
        try:
            asked = self._asked()
        except RrsaError as error:
            self.complain(str(error), self._reading)
            return
        self.query_one("#dialog-error").display = False
        if asked == self._read and self._preview is not None:
            if not only_look and self._preview.changes:
                self.dismiss(self._preview)
            return
        self._busy = True
        self.query_one("#ok", Button).disabled = False
        self.query_one("#told", Static).update(_("Reading …"))
        self._look(*asked)

    def _asked(self) -> tuple[Path, Options]:
        """The file and what is said about it. Raises :class:`BadInput` for what cannot be used."""
        from rrsa.exchange.questionnaires import Options, Order

        typed = self.reading("#path").strip("\"'")
        if not typed:
            raise BadInput(_("no file is chosen"), _("type where it lies, or choose it with Browse"))
        group = self._chosen("group")
        order = self._chosen("order")
        who = self._chosen("who")
        return in_browser.to_read(typed), Options(
            who=Respondents(who) if who else None,
            group=None if group in (None, TOGETHER) else group,
            undivided=group == TOGETHER,
            group_name=self.reading("#group_name") or None,
            split=self._day("#split"),
            on=self._day("#on"),
            order=Order(order) if order else None,
        )

    def _chosen(self, name: str) -> str | None:
        value = self.query_one(f"#{name}", Select).value
        return None if value is Select.NULL else str(value)

    def _day(self, selector: str) -> date | None:
        from rrsa.portfolio.checks import parse_day

        typed = self.reading(selector)
        return parse_day(typed, today=self._evaluation.today) if typed else None

    @work(thread=True, exclusive=True, group="questionnaire", exit_on_error=False)
    def _look(self, path: Path, options: Options) -> None:
        from rrsa.exchange.questionnaires import take_in

        try:
            preview = take_in(self._evaluation, path, options)
        except RrsaError as error:
            self.app.call_from_thread(self._failed, str(error))
        except Exception as error:
            # It must end in words; a worker that dies would leave the dialog waiting for ever.
            why = _("rrsa did not expect this: {error}").format(error=f"{type(error).__name__}: {error}")
            self.app.call_from_thread(self._failed, why)
        else:
            if not get_current_worker().is_cancelled:
                self.app.call_from_thread(self._looked, preview, (path, options))

    def _failed(self, why: str) -> None:
        self._busy = False
        self._preview = None
        self.query_one("#told", Static).update("")
        for row in self.query(".option"):
            row.display = True  # one of them may be what is missing
        self.complain(why)

    def _looked(self, preview: Preview, read: tuple[Path, Options]) -> None:
        from rrsa.tui.dialogs.questionnaire_words import preview_words

        if not self.is_mounted:
            return
        self._busy = False
        self._preview, self._read = preview, read
        heads = [(column.head, column.head) for column in preview.mapped.columns if column.head]
        group = self.query_one("#group", Select)
        chosen = group.value
        with self.prevent(Select.Changed):
            group.set_options([(_("all together"), TOGETHER), *heads])
            group.value = chosen
        for row in self.query(".option"):
            row.display = True
        self.query_one("#told", Static).update(preview_words(self._evaluation, preview))
        button = self.query_one("#ok", Button)
        button.label = _("Take it in") if preview.changes else _("Nothing new")
        button.disabled = not preview.changes
        if preview.changes:
            button.focus()
        if self._again:
            self.action_ok(only_look=True)

    def value(self) -> None:
        """See :meth:`action_ok`."""


def take_answers(app: RrsaApp) -> None:
    """Asks for a file of answers, and takes in what somebody agreed to."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation

    def agreed(preview: Preview | None) -> None:
        from rrsa.exchange.questionnaires import apply

        if preview is None:
            return

        def said(rounds: int) -> str:
            text = ngettext(
                "{n} round taken in. u takes it back.", "{n} rounds taken in. u takes them back.", rounds
            )
            return text.format(n=rounds) if rounds else _("No counts have changed.")

        sitting.do(lambda: apply(evaluation, preview), say=said)

    if app.read_only:
        app.notify(_("Nothing can be brought in while this is open for reading only."), timeout=6)
    else:
        app.push_screen(QuestionnaireDialog(evaluation), agreed)
