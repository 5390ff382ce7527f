"""Erasing for good: what of it, asked twice, and a receipt that says where it went from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Input, Label, Select, Static

from rrsa.errors import BadInput, RrsaError
from rrsa.evaluation import Evaluation
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.dialogs.kept_text import KeptText

if TYPE_CHECKING:
    from rrsa.erasure import Plan, Receipt
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.sitting import Sitting

WHOLE, WORDS = "whole", "words"


class EraseDialog(Dialog[str]):
    """Step one: the person's own words, or the whole piece. Gives which; nothing has gone yet."""

    TITLE_TEXT = _("Erase for good")
    OK = _("Go on …")
    HELP = _(
        "**Removing** a piece keeps it in the history, and **u** brings it back. **Erasing** takes it out of "
        "everything that this program keeps on this machine: the register, the history, stored files, drafts "
        "and copies from before an update. Nothing brings it back. Backups and whatever you handed out stay "
        "as they are; the receipt says so."
    )

    def __init__(self, evaluation: Evaluation, evidence: str) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._evidence = evidence

    def body(self) -> ComposeResult:
        item = self._evaluation.portfolio.evidence[self._evidence]
        yield Label(item.title or "", classes="field", markup=False)
        yield Static(
            _(
                "Erasing is not removing: nothing brings it back, neither undo nor the history. It is meant "
                "for a child or a family who asks for it, and for what has been kept long enough."
            )
        )
        yield Label(_("What is to go?"), classes="field")
        options = [(_("The whole piece: its texts, its links, its file"), WHOLE)]
        if item.question or item.said:
            options.append((_("Only the person’s own words: what was asked, and what they said"), WORDS))
        yield Select(options, value=options[-1][1], allow_blank=False, id="what", compact=True)
        yield Static(id="plan")

    def on_mount(self) -> None:
        self.query_one("#plan").styles.margin = (1, 0, 0, 0)
        self.query_one("#cancel").focus()

    def on_select_changed(self, _event: Select.Changed) -> None:
        plan = plan_of(self._evaluation, self._evidence, self._what)
        lines = [
            Content.assemble(("• ", "$primary"), " · ".join(filter(None, line[1:]))) for line in plan.lines
        ]
        self.query_one("#plan", Static).update(Content("\n").join(lines))

    @property
    def _what(self) -> str:
        return str(self.query_one("#what", Select).value)

    def buttons(self) -> ComposeResult:
        yield Button(_("Go on …"), id="ok", compact=True)
        yield Button(_("Leave it"), id="cancel", compact=True)

    def value(self) -> str:
        return self._what


class EraseSure(Dialog["Receipt"]):
    """Step two: the word itself has to be typed. Erases, and gives the receipt."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "ok", _("Erase"), id="dialog.ok")]
    TITLE_TEXT = _("Nothing brings this back")
    HELP = EraseDialog.HELP

    def __init__(self, sitting: Sitting, plan: Plan) -> None:
        super().__init__()
        self._sitting = sitting
        self._plan = plan
        self._erasing = False

    def body(self) -> ComposeResult:
        yield Static(plan_words(self._plan))
        yield Label(
            _("Type {word} to erase it for good").format(word=_("erase")), classes="field", markup=False
        )
        yield Input(id="word", max_length=20)
        yield Static(id="said", classes="hint")

    def buttons(self) -> ComposeResult:
        yield Button(_("Erase for good"), variant="error", id="ok", compact=True)
        yield Button(_("Leave it"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one("#word").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> None:
        word = _("erase")
        if self.reading("#word").casefold() != word.casefold():
            raise BadInput(
                _("“{word}” is not there").format(word=word), _("type it, or leave everything as it is")
            )
        if not self._erasing:
            self._erasing = True
            self.query_one("#said", Static).update(_("Erasing …"))
            self._erase()

    def _erase(self) -> None:
        """In the writer's thread, after all that was asked for before."""
        from rrsa import erasure

        evaluation, plan, sitting = self._sitting.evaluation, self._plan, self._sitting

        def done(receipt: Receipt | None, error: BaseException | None) -> None:
            if error is None:
                self.app.call_later(self.in_turn, lambda: self.dismiss(receipt))
                return
            expected = isinstance(error, RrsaError)
            why = str(error) if expected else f"{type(error).__name__}: {error}"
            if not expected:
                why = _("rrsa did not expect this: {error}").format(error=why)
            self.app.call_later(self._failed, why)

        sitting.writer.put(lambda: erasure.carry_out(evaluation, plan, opened_as=(sitting.database,)), done)

    def _failed(self, why: str) -> None:
        self._erasing = False
        self.query_one("#said", Static).update("")
        self.complain(why, "#word")

    def action_leave(self) -> None:
        # What has begun goes on to its end: half an erasure is none.
        if not self._erasing:
            self.dismiss(None)


class ReceiptDialog(KeptText):
    """What the receipt says; it can be kept, and holds no content."""

    TITLE_TEXT = _("Erased")
    OK = _("Save the receipt")
    HELP = _(
        "The receipt says that something was erased, when, by which role and where: never what. Keep it with "
        "the request. Backups and what you handed out are not reached from here: somebody has to see to them."
    )


def plan_words(plan: Plan) -> Content:
    """What would go, a line each."""
    lines = [" · ".join(filter(None, line[1:])) for line in plan.lines]
    return Content("\n").join(Content.assemble(("• ", "$primary"), line) for line in lines)


def plan_of(evaluation: Evaluation, evidence: str, what: str) -> Plan:
    """What would go."""
    from rrsa import erasure

    return erasure.of_items(evaluation, [evidence], words=what == WORDS)


def erase_evidence(app: RrsaApp, evidence: str) -> None:
    """Asks what is to go, asks again, erases, and shows the receipt."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    if app.read_only:
        app.notify(_("Nothing can be erased while this is open for reading only."), timeout=6)
        return

    def chosen(what: str | None) -> None:
        if what is not None:
            plan = plan_of(evaluation, evidence, what)
            app.push_screen(EraseSure(sitting, plan), erased)

    def erased(receipt: Receipt | None) -> None:
        if receipt is not None:
            app.refresh_page()
            name = f"{evaluation.setting_id}-erased-{receipt.moment:%Y-%m-%d-%H%M}.txt"
            app.push_screen(ReceiptDialog(receipt.text, name))

    app.push_screen(EraseDialog(evaluation, evidence), chosen)
