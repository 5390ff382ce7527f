"""What a sentence is about: one outcome, chosen by those who know what was meant."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from rrsa.evaluation import Evaluation
from rrsa.guide.asking import about_of
from rrsa.i18n import _
from rrsa.portfolio.voices import Round
from rrsa.tui.dialogs.dialog import Dialog


class AboutOutcome(Dialog[str]):
    """Gives an outcome's id."""

    TITLE_TEXT = _("What is the sentence about?")
    OK = _("Choose")

    def __init__(self, evaluation: Evaluation, record: Round) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._record = record

    def body(self) -> ComposeResult:
        yield Static(f"“{self._record.sentence or ''}”", markup=False)
        yield Label(_("It becomes evidence for one outcome."), classes="hint")
        outcomes = self._evaluation.framework.outcomes
        asked = about_of(self._evaluation.framework, self._record)
        yield OptionList(
            *[Option(f"{each}  {outcomes[each].short}", id=each) for each in asked or tuple(outcomes)],
            id="outcomes",
            markup=False,
        )

    def on_mount(self) -> None:
        listed = self.query_one("#outcomes", OptionList)
        listed.highlighted = 0
        listed.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> str | None:
        listed = self.query_one("#outcomes", OptionList)
        at = listed.highlighted
        return None if at is None else listed.get_option_at_index(at).id
