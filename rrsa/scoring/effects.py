"""What a next step changes, in words: before and after, and what it puts in place.

A step promises only what it was proven to do with the weakest item allowed, so what is said here is the
least that comes of it.
"""

from __future__ import annotations

from typing import NamedTuple

from rrsa.framework.model import Framework
from rrsa.i18n import _
from rrsa.scoring.model import Assessment, Gap, Missing, Step, StepKind
from rrsa.scoring.words import grade_words, needed_words

_SAYS_IT = (StepKind.REACH_MILESTONE, StepKind.WRITE, StepKind.RECORD_DIFFERENCE)


class Counted(NamedTuple):
    """Conditions of the step's stage that are met, before and after, and how many there are."""

    before: int
    after: int
    total: int


def counted(assessment: Assessment, step: Step) -> Counted | None:
    """How far a step takes its stage. ``None`` where it puts nothing in place, or where a look-for comes
    to apply again, since the conditions themselves are others then."""
    if not step.closes or any(gap.missing is Missing.APPLICABLE for gap in step.closes):
        return None
    stage = assessment.stages[step.stage]
    return Counted(stage.met, stage.met + len(step.closes), stage.total)


def count_words(assessment: Assessment, step: Step) -> str:
    """``54 of 88 things in place → 56``; empty where nothing can be counted."""
    found = counted(assessment, step)
    if found is None:
        return ""
    return _("{before} of {total} things in place → {after}").format(
        before=found.before, total=found.total, after=found.after
    )


def shown_words(framework: Framework, step: Step) -> str:
    """How far the outcome is shown, before and after; empty where that stays as it is."""
    if step.shown_after is None or step.shown_after == step.shown_before:
        return ""
    after = grade_words(framework, step.shown_after)
    if step.shown_before is None:
        return _("not shown yet → shown as far as {after}").format(after=after)
    before = grade_words(framework, step.shown_before)
    return _("shown as far as {before} → {after}").format(before=before, after=after)


def closed_words(framework: Framework, step: Step) -> str:
    """The conditions that a step puts in place; empty where it puts none, or just what it says itself."""
    if not step.closes or (len(step.closes) == 1 and step.kind in _SAYS_IT):
        return ""
    found = dict.fromkeys(_in_place(framework, gap) for gap in step.closes)
    return _("puts in place: {things}").format(things="; ".join(found))


def effect_words(framework: Framework, assessment: Assessment, step: Step) -> str:
    """All of it in a line, the counts first."""
    parts = (
        count_words(assessment, step),
        shown_words(framework, step),
        closed_words(framework, step),
    )
    return " · ".join(part for part in parts if part) or _why_even_so(step)


def _in_place(framework: Framework, gap: Gap) -> str:
    if gap.outcome is None and gap.strand is not None:
        strand = next(s for s in framework.strands if s.id == gap.strand)
        return _("{what} for strand {id}").format(what=_thing(framework, gap), id=strand.id)
    return _thing(framework, gap)


def _thing(framework: Framework, gap: Gap) -> str:
    if gap.missing is Missing.APPLICABLE:
        return _("a look-for that applies")
    if gap.missing is Missing.SCORE:
        return _("evidence that weighs enough")
    if gap.missing is Missing.ANY:
        return _(", or ").join(_thing(framework, option) for option in gap.options)
    return needed_words(framework, gap)


def _why_even_so(step: Step) -> str:
    """Why a step is worth taking that puts nothing in place by itself."""
    if step.kind in (StepKind.LOOK_AT_OUTCOME, StepKind.LOOK_AT_INDICATOR):
        return _("then you know what comes next")
    if step.kind is StepKind.PLAN_ACTION:
        return _("a beginning: what is asked for here comes from doing it")
    return _("brings it nearer")
