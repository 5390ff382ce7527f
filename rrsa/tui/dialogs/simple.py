"""Small dialogs: one line of text, a conflict, drafts that were left behind."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from rrsa.drafts import Draft
from rrsa.evaluation import Evaluation
from rrsa.guide.history import cell_words
from rrsa.i18n import _
from rrsa.portfolio.changes import Conflict
from rrsa.portfolio.checks import required
from rrsa.portfolio.records import LINE
from rrsa.tui.dialogs.dialog import Dialog


class AskLine(Dialog[str]):
    """Asks for one line of text."""

    def __init__(
        self, title: str, hint: str, name: str, text: str = "", *, may_be_empty: bool = False
    ) -> None:
        super().__init__()
        self._title, self._hint, self._field = title, hint, name
        self._text, self._may_be_empty = text, may_be_empty

    def title_text(self) -> str:
        return self._title

    def body(self) -> ComposeResult:
        yield Label(self._hint, classes="hint", markup=False)
        yield Input(self._text, max_length=LINE, id="line")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> str:
        text = self.reading("#line")
        if not self._may_be_empty:
            required(self._field, text)
        return text


class SettleConflict(Dialog[bool]):
    """Somebody else has changed the same thing: ours or theirs? ``True`` is ours, ``None`` not now."""

    TITLE_TEXT = _("Somebody else has changed this too")
    HELP = _(
        "**Use mine** saves what you wrote; theirs stays in the history. **Keep theirs** lets go of what you "
        "wrote. Escape decides nothing yet: text that you typed waits in its field."
    )

    def __init__(self, evaluation: Evaluation, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._conflicts = conflicts

    def body(self) -> ComposeResult:
        for conflict in self._conflicts:
            about, said = cell_words(
                self._evaluation.framework,
                self._evaluation.portfolio,
                conflict.cell,
                (conflict.base, conflict.mine, conflict.theirs),
            )
            base, mine, theirs = (words or _("(nothing)") for words in said)
            yield Static(
                Content.assemble(
                    (f"{about}\n", "bold $secondary"),
                    (_("It was: "), "bold"),
                    f"{base}\n",
                    (_("You wrote: "), "bold"),
                    f"{mine}\n",
                    (_("It is now: "), "bold"),
                    f"{theirs}\n",
                )
            )

    def buttons(self) -> ComposeResult:
        yield Button(_("Use mine"), variant="primary", id="ok", compact=True)
        yield Button(_("Keep theirs"), id="theirs", compact=True)

    def pressed(self, button: str) -> None:
        self.dismiss(button == "ok")

    def action_ok(self) -> None:
        self.dismiss(True)


class LeftBehind(Dialog[str]):
    """Text that was typed and not saved when the window closed: keep it or let it go."""

    TITLE_TEXT = _("You were typing when the window closed")
    BINDINGS: ClassVar = []

    def __init__(self, drafts: tuple[tuple[Draft, str], ...]) -> None:
        super().__init__()
        self._drafts = drafts

    def body(self) -> ComposeResult:
        for draft, where in self._drafts:
            yield Static(Content.assemble((f"{where}\n", "bold"), draft.text, "\n"))

    def buttons(self) -> ComposeResult:
        yield Button(_("Save it"), variant="primary", id="ok", compact=True)
        yield Button(_("Let it go"), id="drop", compact=True)
        yield Button(_("Decide later"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one("#ok", Button).focus()

    def value(self) -> str:
        return "save"

    def pressed(self, button: str) -> None:
        if button == "drop":
            self.dismiss("drop")
        else:
            super().pressed(button)
