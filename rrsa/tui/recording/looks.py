"""Answers to look-fors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.i18n import _
from rrsa.tui.recording.evidence import add_evidence
from rrsa.vocabulary import Answer

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp


def answer_look(app: RrsaApp, what: str, indicator: str) -> None:
    """A key of the look-for list."""
    from rrsa.tui.dialogs.simple import AskLine

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    if what == "evidence":
        add_evidence(app, (indicator,))
        return
    if what != Answer.NOT_APPLICABLE:
        answer = None if what == "clear" else what
        why = evaluation.portfolio.look(indicator).why if answer else None
        said = Answer(answer).label if answer else _("not looked at")
        sitting.do(
            lambda: evaluation.record_look(indicator, answer, why),
            said=_("Saved: {id} — {answer}").format(id=indicator, answer=said),
        )
        return
    if not evaluation.framework.indicators[indicator].may_not_apply:
        app.notify(_("Look-for {id} applies everywhere.").format(id=indicator))
        return

    def given(why: str | None) -> None:
        if why:
            sitting.do(lambda: evaluation.record_look(indicator, Answer.NOT_APPLICABLE, why))

    title = _("Why does {id} not apply here?").format(id=indicator)
    app.push_screen(AskLine(title, _("A few words; they stand in the portfolio."), "why"), given)
