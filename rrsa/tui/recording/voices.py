"""Rounds of questions: evidence of one, what is done because of it, removing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.i18n import _
from rrsa.vocabulary import Direction

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp


def says_words(app: RrsaApp, evidence: str) -> str:
    """What a piece says, as most of its links do."""
    links = app.open_sitting.evaluation.portfolio.links_by_evidence.get(evidence, ())
    said = {link.direction for link in links if link.present and link.direction}
    return ", ".join(Direction(each).label for each in Direction if each.value in said)


def make_evidence(app: RrsaApp, round_: str) -> None:
    """A round becomes evidence with what its counts suggest; made already, its direction goes on to the
    next."""
    from rrsa.guide.voices import evidence_note, suggested_direction, view
    from rrsa.guide.voices_shown import rounds_shown

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    record = evaluation.portfolio.rounds.get(round_)
    if record is None:
        return
    if record.evidence in evaluation.portfolio.evidence:
        _turn(app, record.evidence or "")
        return
    shown = next(each for each in rounds_shown(evaluation.portfolio) if each.round.id == round_)
    whole = view(evaluation.portfolio, record)
    shows = suggested_direction(whole)
    note = evidence_note(shown, shares=evaluation.framework.percentages)

    def made(targets: tuple[str, ...]) -> None:
        sitting.do(
            lambda: evaluation.evidence_of_round(round_, targets, shows, note=note),
            said=_("Evidence: {direction}. Not right? e again.").format(direction=shows.label),
            loud=True,
        )

    if any(target in evaluation.framework.outcome_of for target in whole.targets):
        made(())
        return

    from rrsa.tui.dialogs.about_outcome import AboutOutcome

    def chosen(outcome: str | None) -> None:
        if outcome is not None:
            made((outcome,))

    app.push_screen(AboutOutcome(evaluation, record), chosen)


def _turn(app: RrsaApp, evidence: str) -> None:
    """The next direction, for all links of a piece."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    links = [x for x in evaluation.portfolio.links_by_evidence.get(evidence, ()) if x.present and x.target]
    if not links:
        app.notify(_("The evidence of this round is not linked to anything. Open it from its outcome."))
        return
    order = list(Direction)
    now = next((Direction(x.direction) for x in links if x.direction), order[-1])
    then = order[(order.index(now) + 1) % len(order)]
    sitting.do(
        lambda: evaluation.link(evidence, [str(x.target) for x in links], then),
        said=_("Evidence: {direction}").format(direction=then.label),
        loud=True,
    )


def answer_round(app: RrsaApp, round_: str) -> None:
    """Something to do because of a round; the dialog has a place for what children are told of it."""
    from rrsa.tui.recording.actions import add_action

    evaluation = app.open_sitting.evaluation
    record = evaluation.portfolio.rounds.get(round_)
    evidence = record.evidence if record else None
    if evidence not in evaluation.portfolio.evidence or evidence is None:
        app.notify(_("First e: what you do is tied to the evidence of this round."))
        return
    links = evaluation.portfolio.links_by_evidence.get(evidence, ())
    about = [evaluation.framework.outcome_of.get(link.target or "") for link in links if link.present]
    outcome = next((each for each in about if each), None)
    if outcome is not None:
        add_action(app, outcome, because=evidence)


def remove_round(app: RrsaApp, round_: str) -> None:
    """A round goes with its counts; undo brings it back."""
    from rrsa.guide.voices import title_words

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    record = evaluation.portfolio.rounds.get(round_)
    if record is not None:
        said = _("Removed: {what}. Press u to take that back.").format(what=title_words(record))
        sitting.do(lambda: evaluation.remove_round(round_), said=said, loud=True)
