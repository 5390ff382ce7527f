"""What was agreed of an outcome after talking, and why."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Input, Label, Select, Static, TextArea

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.guide.reviews import Beside, difference_sentences, grade_words
from rrsa.i18n import _
from rrsa.portfolio.checks import past_day, required, show_day
from rrsa.portfolio.records import AgreedView, Value
from rrsa.tui.dialogs.dialog import Dialog

DIFFER = "differ"


class AgreeForm(NamedTuple):
    """What was filled in (nothing: take it back), and what stood there before."""

    values: dict[str, Value] | None
    seen: dict[str, Value]


class AgreeDialog(Dialog[AgreeForm]):
    """Notes an agreed view; our own stays as it is."""

    HELP = _(
        "Talk first: what did they see that you did not, and the other way round? Then note what you agreed "
        "and **why**, in a sentence. You may agree to differ; say in which respect. Your own view stays as "
        "it is; change it on the outcome’s page if the talk has changed your mind."
    )

    def __init__(self, evaluation: Evaluation, beside: Beside) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._beside = beside

    def title_text(self) -> str:
        return _("Agreed on {id} · {short}").format(
            id=self._beside.outcome.id, short=self._beside.outcome.short
        )

    def body(self) -> ComposeResult:
        framework, agreed = self._evaluation.framework, self._beside.agreed
        for sentence in difference_sentences(framework, self._beside):
            yield Static(sentence, classes="hint", markup=False)
        yield Label(_("What did you agree on?"), classes="field")
        grades = [(grade_words(framework, step.grade), str(step.grade)) for step in framework.scale]
        yield Select(
            [*grades, (_("We agreed to differ"), DIFFER), (_("Nothing is agreed"), "")],
            prompt=_("choose one"),
            value=self._at(agreed),
            id="view",
            compact=True,
        )
        yield Label(_("Why?"), classes="field")
        yield TextArea((agreed.reason if agreed else None) or "", id="reason")
        yield Label(_("Which day?"), classes="field")
        day = (agreed.date if agreed else None) or clock.today().isoformat()
        yield Input(show_day(day), id="date", placeholder=_("today, yesterday, 3 Apr 2026"))

    @staticmethod
    def _at(agreed: AgreedView | None) -> object:
        if agreed is None:
            return Select.NULL
        return DIFFER if agreed.view is None else str(agreed.view)

    def on_mount(self) -> None:
        self.begin_at("#view")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> AgreeForm:
        agreed = self._beside.agreed
        seen = {name: getattr(agreed, name) for name in ("view", "reason", "date")} if agreed else {}
        self.reading("#view")
        chosen = self.query_one("#view", Select).value
        if chosen is Select.NULL:
            raise BadInput(_("it is not said what you agreed on"), _("choose one from the list"))
        if chosen == "":
            return AgreeForm(None, seen)
        self.reading("#reason")
        required("reason", reason := self.query_one("#reason", TextArea).text.strip())
        required("date", day := self.reading("#date"))
        values: dict[str, Value] = {
            "view": None if chosen == DIFFER else int(str(chosen)),
            "reason": reason,
            "date": past_day(day, today=clock.today()),
        }
        return AgreeForm(values, seen)
