"""What a pack no longer shows, because of what was left out of it: said before and after it is written."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from rrsa.exchange.content import Content
from rrsa.exchange.pack.choice import Choice, checked_choice, chosen, outcomes_of
from rrsa.i18n import _, ngettext
from rrsa.portfolio.privacy import without_evidence
from rrsa.scoring.assess import assess
from rrsa.scoring.model import OutcomeAssessment
from rrsa.scoring.words import grade_words, shown_in_ways
from rrsa.vocabulary import Perspective

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.model import Framework, Outcome


class NoLonger(NamedTuple):
    """An outcome that the pack shows less well than the whole evaluation does."""

    outcome: str
    words: str  # a sentence or two
    perspectives: tuple[Perspective, ...]  # from which nothing shows it any more
    look_fors: tuple[str, ...]  # that nothing shows any more
    falls: bool  # how far it is shown falls


def coverage_of(evaluation: Evaluation, choice: Choice | None = None) -> tuple[NoLonger, ...]:
    """What is no longer shown by what a choice leaves out, compared with all that may leave."""
    from rrsa.exchange.export import content_of

    choice = checked_choice(evaluation, choice or Choice())
    content = content_of(evaluation, "assessor")
    kept = {piece for pieces in chosen(content, choice).values() for piece in pieces}
    return no_longer_shown(content, choice, kept)


def no_longer_shown(content: Content, choice: Choice, kept: Collection[str]) -> tuple[NoLonger, ...]:
    """The same of a content that may leave and the pieces of it that are in the pack."""
    gone = content.portfolio.evidence.keys() - set(kept)
    if not gone:
        return ()
    after = assess(content.framework, without_evidence(content.portfolio, gone), content.on)
    found = []
    for outcome in outcomes_of(content.framework, choice):
        less = _less(
            content.framework,
            outcome,
            content.assessment.outcomes[outcome.id],
            after.outcomes[outcome.id],
        )
        if less is not None:
            found.append(less)
    return tuple(found)


def _less(
    framework: Framework, outcome: Outcome, before: OutcomeAssessment, after: OutcomeAssessment
) -> NoLonger | None:
    sides = {p.perspective for p in before.counting} - {p.perspective for p in after.counting}
    perspectives = tuple(p for p in Perspective if p in sides)
    look_fors = tuple(
        b.indicator for b, a in zip(before.indicators, after.indicators, strict=True) if b.ways and not a.ways
    )
    falls = (before.shown or 0) > (after.shown or 0)
    if not (perspectives or look_fors or falls):
        return None
    said = []
    if falls and before.shown is not None:
        fallen = (
            _("shown as far as “{before}”, in the pack as far as “{after}”").format(
                before=grade_words(framework, before.shown), after=grade_words(framework, after.shown)
            )
            if after.shown is not None
            else _("shown as far as “{before}”, in the pack not at all").format(
                before=grade_words(framework, before.shown)
            )
        )
        said.append(fallen)
    if perspectives:
        sides_left = shown_in_ways(after.ways)
        said.append(
            _("no longer seen from: {sides} (in the pack: {left})").format(
                sides=", ".join(p.label for p in perspectives), left=sides_left
            )
        )
    if look_fors:
        said.append(
            ngettext(
                "look-for {ids} no longer shown", "look-fors {ids} no longer shown", len(look_fors)
            ).format(ids=", ".join(look_fors))
        )
    words = _("{outcome}: {what}.").format(outcome=f"{outcome.id} {outcome.short}", what="; ".join(said))
    return NoLonger(outcome.id, words, perspectives, look_fors, falls)
