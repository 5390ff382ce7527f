"""A mock visit: one question at a time, to answer aloud before looking at what there is to answer with."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rrsa.guide import visit
from rrsa.i18n import _
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.screens.visit import answer_lines


class MockVisitScreen(SettingScreen):
    """Questions in turn. Nothing is recorded and nothing is scored."""

    NAME = "visit"
    CSS_PATH = "mock_visit.tcss"
    HELP = _(
        "One of you asks, the others answer as they would on the day. **Enter** shows what you have to "
        "answer with, **n** and **p** go to the next question and back, **o** opens the outcome. Nothing is "
        "written down and nothing is scored."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "reveal", _("Answer"), key_display="Enter", id="mock.reveal"),
        Binding("n", "go(1)", _("Next"), id="mock.next", tooltip=_("Next question")),
        Binding("p", "go(-1)", _("Prev"), id="mock.previous", tooltip=_("Question before")),
        Binding("o", "open", _("Outcome"), id="mock.open", tooltip=_("Open this outcome")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._revealed = False

    def body(self) -> ComposeResult:
        with VerticalScroll(id="card"):
            yield Static(id="who")
            yield Static(id="ask")
            yield Static(id="hint")
            yield Static(id="answer")

    def show(self) -> None:
        answers = visit.answers(self.evaluation)
        answer = answers[self._at]
        count = _("{n} of {total}").format(n=self._at + 1, total=len(answers))
        self.query_one("#who", Static).update(
            Content.assemble(visit.who_label(answer.who), (f"   {count}", "$text-muted"))
        )
        self.query_one("#ask", Static).update(Content(answer.ask))
        hint = visit.who_hint(answer.who)
        if not self._revealed:
            first = _("Say your answer first; Enter shows what you have.")
            hint = f"{hint} {first}".strip()
        self.query_one("#hint", Static).update(Content(hint))
        lines = [
            Content.assemble((f"{label}\n", "bold"), f"  {text}") for label, text in answer_lines(answer)
        ]
        if not lines:
            lines = [Content(_("This one is not about one outcome: say what you see."))]
        self.query_one("#answer", Static).update(Content("\n").join(lines) if self._revealed else "")

    def on_mount(self) -> None:
        self.query_one("#card").focus()

    def action_reveal(self) -> None:
        self._revealed = not self._revealed
        self.redraw()

    def action_go(self, by: int) -> None:
        self._at = (self._at + by) % len(visit.answers(self.evaluation))
        self._revealed = False
        self.query_one("#card").scroll_home(animate=False)
        self.redraw()

    def action_open(self) -> None:
        outcome = visit.answers(self.evaluation)[self._at].outcome
        if outcome is not None:
            self.rrsa.open_outcome(outcome)
