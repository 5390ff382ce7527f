"""Before a round: which questions, how many people, and what the group is called."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets import Input, Label, Select, Static

from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.framework.voices import QuestionSet
from rrsa.guide.asking import Asking, people_asked, sets_of
from rrsa.i18n import _
from rrsa.portfolio.privacy import SMALL
from rrsa.portfolio.records import NAME
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.vocabulary import SettingKind


@dataclass(frozen=True, slots=True)
class Begun:
    """What is asked of whom."""

    questions: QuestionSet
    n: int
    group: str


class AskDialog(Dialog[Begun]):
    """Gives what is asked of whom; nothing of it is recorded yet."""

    TITLE_TEXT = _("Ask children, young people or adults")
    OK = _("Begin")
    HELP = _(
        "Choose the questions, and say **how many** are asked: 1 for one child with an adult. Of five or "
        "more people counts of the whole group are kept; of fewer only a sentence that they agree to. The "
        "**group** has a name such as “Primary 7”, never a child’s. Nothing is recorded until they have seen "
        "what would be kept and said yes."
    )

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._sets = sets_of(evaluation.framework)
        self._group_hint = (
            _("Such as our house meeting; empty for everybody. Never a young person’s name.")
            if evaluation.framework.for_ is SettingKind.RESIDENTIAL
            else _("Such as Primary 7; empty for everybody. Never a child’s name.")
        )

    def body(self) -> ComposeResult:
        yield Label(_("Which questions"), classes="field")
        yield Select(
            [(each.title, each.id) for each in self._sets],
            value=self._sets[0].id,
            allow_blank=False,
            id="set",
            compact=True,
        )
        yield Static(id="about", classes="hint", markup=False)
        yield Label(_("How many are asked"), classes="field")
        yield Label(_("1 for one child with an adult"), classes="hint")
        yield Input(max_length=4, id="n")
        yield Label(_("What the group is called"), classes="field")
        yield Label(self._group_hint, classes="hint")
        yield Input(max_length=NAME, id="group")

    def on_mount(self) -> None:
        self._tell()
        self.begin_at("#set")

    def on_select_changed(self) -> None:
        self._tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "n" and event.value.strip() not in ("", *map(str, range(1, SMALL))):
            self.query_one("#group").focus()
        else:
            self.action_ok()

    def _tell(self) -> None:
        self.query_one("#about", Static).update(self._chosen().about)

    def _chosen(self) -> QuestionSet:
        value = self.query_one("#set", Select).value
        return next(each for each in self._sets if each.id == value)

    def value(self) -> Begun:
        text = self.reading("#n")
        if not (text.isascii() and text.isdigit()):
            raise BadInput(_("it is not said how many are asked"), _("write a number, such as 12"))
        n = int(text)
        Asking(self._chosen(), n)  # says at once where nobody could be counted
        group = self.reading("#group")
        if n < SMALL:
            group = people_asked(n) if n == 1 else _("a few people")
        return Begun(self._chosen(), n, group)
