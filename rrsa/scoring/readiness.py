"""How far a setting has come towards each stage, and every gap with its chain.

Conditions are built from exists, count, score, grade, and, or; none speaks of shares, of at-mosts or of
time. What an outcome or a strand comes to is remembered until it is forgotten, so that one new view
costs one outcome.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from rrsa.framework.model import (
    Framework,
    LookCondition,
    Outcome,
    OutcomeCondition,
    Stage,
    StageCondition,
    Strand,
    StrandCondition,
)
from rrsa.portfolio.portfolio import Portfolio
from rrsa.scoring.model import (
    Gap,
    Gaps,
    IndicatorAssessment,
    Missing,
    OutcomeAssessment,
    StageReadiness,
    State,
)
from rrsa.scoring.outcome import children_heard, said, ways_sought
from rrsa.vocabulary import ActionStatus, Answer, Perspective

Place = tuple[int, ...]
Looks = tuple[IndicatorAssessment, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What readiness is judged by."""

    portfolio: Portfolio
    outcomes: Mapping[str, OutcomeAssessment]
    milestones: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Tally:
    """Elementary conditions: how many are met, of how many, and the gaps of the rest."""

    met: int
    total: int
    gaps: Sequence[Gap] = ()


NOTHING = Tally(0, 0)


def met_or(met: bool, gap: Gap) -> Tally:
    """One elementary condition."""
    return Tally(1, 1) if met else Tally(0, 1, (gap,))


def together(tallies: Iterable[Tally]) -> Tally:
    """All of several conditions."""
    found = [tally for tally in tallies if tally.total]
    met, total = sum([tally.met for tally in found]), sum([tally.total for tally in found])
    return Tally(met, total, strung(total - met, found))


def strung(count: int, tallies: Sequence[Tally]) -> Sequence[Gap]:
    """The ``count`` gaps of all of these, in order."""
    return Gaps(count, lambda: chain.from_iterable([t.gaps for t in tallies])) if count else ()


def one_of(tallies: Sequence[Tally], gap: Gap) -> Tally:
    """Any of several conditions counts as one; its gap holds what would do, option by option."""
    if any(not tally.gaps for tally in tallies):
        return Tally(1, 1)
    options = tuple(_as_one(gap, tally.gaps) for tally in tallies)
    return Tally(0, 1, (_with(gap, Missing.ANY, options),))


def _as_one(gap: Gap, gaps: Sequence[Gap]) -> Gap:
    return gaps[0] if len(gaps) == 1 else _with(gap, Missing.ALL, gaps)


def _with(gap: Gap, missing: Missing, options: Sequence[Gap]) -> Gap:
    return Gap(
        gap.stage, missing, strand=gap.strand, outcome=gap.outcome, options=tuple(options), place=gap.place
    )


class Readiness:
    """Judges a framework's stages."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._of_outcomes: dict[tuple[str, Place], Remembered] = {}
        self._of_strands: dict[tuple[str, Place], Remembered] = {}
        self._of_looks: dict[tuple[str, Place, str], tuple[Looks, Tally]] = {}

    def forget(self, outcomes: Iterable[str], strands: Iterable[str]) -> None:
        """These outcomes have changed, and what they bring to these strands."""
        for outcome in outcomes:
            for remembered in self._of_outcomes.values():
                remembered.stale.add(outcome)
        for strand in strands:
            for remembered in self._of_strands.values():
                remembered.stale.add(strand)

    def stages(self, facts: Facts) -> dict[str, StageReadiness]:
        """Every stage, in the framework's order."""
        return {stage.id: self.stage(stage, facts) for stage in self._framework.stages}

    def stage(self, stage: Stage, facts: Facts, only: Collection[str] | None = None) -> StageReadiness:
        """One stage: all its conditions hold, and each outcome has a look-for that applies.

        ``only`` leaves out what does not depend on these outcomes or on milestones.
        """
        tallies = [self._each_outcome(stage, (), None, facts, only)]
        tallies += [self._condition(stage, (n,), c, facts, only) for n, c in enumerate(stage.conditions)]
        tally = together(tallies)
        return StageReadiness(stage.id, tally.met, tally.total, tally.gaps)

    def _condition(
        self,
        stage: Stage,
        place: Place,
        condition: StageCondition,
        facts: Facts,
        only: Collection[str] | None,
    ) -> Tally:
        if condition.milestone is not None:
            gap = Gap(stage.id, Missing.MILESTONE, milestone=condition.milestone, place=place)
            return met_or(facts.milestones.get(condition.milestone, False), gap)
        if condition.each_outcome is not None:
            return self._each_outcome(stage, place, condition.each_outcome, facts, only)
        if condition.each_strand is not None:
            return self._each_strand(stage, place, condition.each_strand, facts, only)
        if condition.any is not None:
            # What would do instead may lie anywhere, so nothing is left out here.
            parts = enumerate(condition.any)
            tallies = [self._condition(stage, (*place, n), part, facts, None) for n, part in parts]
            return one_of(tallies, Gap(stage.id, Missing.ANY, place=place))
        parts = enumerate(condition.all or ())
        return together(self._condition(stage, (*place, n), part, facts, only) for n, part in parts)

    def _each_outcome(
        self,
        stage: Stage,
        place: Place,
        conditions: tuple[OutcomeCondition, ...] | None,
        facts: Facts,
        only: Collection[str] | None,
    ) -> Tally:
        """The conditions on each outcome; ``None`` stands for the one that holds for every stage."""
        outcomes = self._framework.outcomes
        remembered = self._of_outcomes.get((stage.id, place))
        if remembered is None:
            remembered = Remembered(outcomes if only is None else only)
            self._of_outcomes[stage.id, place] = remembered
        for outcome in remembered.stale:
            asked = Asked(self._framework, stage, outcomes[outcome], facts, self._of_looks)
            tally = asked.applicable() if conditions is None else asked.all_of(place, conditions)
            remembered.note(outcome, tally)
        return remembered.together()

    def _each_strand(
        self,
        stage: Stage,
        place: Place,
        conditions: tuple[StrandCondition, ...],
        facts: Facts,
        only: Collection[str] | None,
    ) -> Tally:
        strands = {
            strand.id: strand
            for strand in self._framework.strands
            if only is None or any(outcome.id in only for outcome in strand.outcomes)
        }
        remembered = self._of_strands.get((stage.id, place))
        if remembered is None:
            remembered = self._of_strands[stage.id, place] = Remembered(strands)
        for strand in remembered.stale:
            remembered.note(strand, strand_tally(stage, place, conditions, strands[strand], facts))
        return remembered.together()


class Remembered:
    """What each outcome, or each strand, comes to by some conditions, in the framework's order."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._tallies = dict.fromkeys(ids, NOTHING)
        self._met = self._total = 0
        self.stale = set(self._tallies)

    def note(self, id_: str, tally: Tally) -> None:
        """What one of them comes to now. The sums are kept, so that the others need no counting again."""
        before = self._tallies[id_]
        self._met += tally.met - before.met
        self._total += tally.total - before.total
        self._tallies[id_] = tally

    def together(self) -> Tally:
        """All of them; nothing is stale any more."""
        self.stale.clear()
        missing = self._total - self._met
        return Tally(self._met, self._total, strung(missing, tuple(self._tallies.values())))


def strand_tally(
    stage: Stage, place: Place, conditions: tuple[StrandCondition, ...], strand: Strand, facts: Facts
) -> Tally:
    """What a strand comes to over all its outcomes, each piece of evidence counted once."""
    pieces: set[str] = set()
    perspectives: set[Perspective] = set()
    for outcome in strand.outcomes:
        found = facts.outcomes[outcome.id]
        pieces.update(piece.evidence for piece in found.counting)
        perspectives.update(found.evidence.by_perspective)
        if facts.portfolio.outcome(outcome.id).asked:
            perspectives.add(Perspective.CHILDREN)
    tallies = []
    for n, condition in enumerate(conditions):
        if condition.pieces is not None:
            missing, need, have = Missing.PIECES, condition.pieces, len(pieces)
        else:
            missing, need, have = Missing.PERSPECTIVES, condition.perspectives or 0, len(perspectives)
        gap = Gap(stage.id, missing, strand=strand.id, need=need, have=have, place=(*place, n))
        tallies.append(met_or(have >= need, gap))
    return together(tallies)


class Asked:
    """What one stage asks of one outcome, and what the outcome has."""

    def __init__(
        self,
        framework: Framework,
        stage: Stage,
        outcome: Outcome,
        facts: Facts,
        looks: dict[tuple[str, Place, str], tuple[Looks, Tally]],
    ) -> None:
        self._remembered = looks  # what look-for conditions came to, and by which look-fors
        self._framework = framework
        self._stage = stage.id
        self._outcome = outcome
        self._strand = framework.strand_of[outcome.id].id
        self._found = facts.outcomes[outcome.id]
        self._record = facts.portfolio.outcome(outcome.id)
        self._actions = facts.portfolio.actions_by_outcome.get(outcome.id, ())

    def applicable(self) -> Tally:
        """At least one look-for of the stage, or of an earlier one, applies (of all, where there are none
        so early). Counted only where it fails, so that a blank portfolio does not seem to have begun."""
        if not any(look.state is State.NOT_APPLICABLE for look in self._found.indicators):
            return NOTHING
        early = {i.id for i in self._framework.indicators_up_to(self._stage, self._outcome)}
        looks = [i for i in self._found.indicators if not early or i.indicator in early]
        if any(look.state is not State.NOT_APPLICABLE for look in looks):
            return NOTHING
        return Tally(0, 1, (self._gap((), Missing.APPLICABLE, need=1, have=0),))

    def all_of(self, place: Place, conditions: Iterable[OutcomeCondition]) -> Tally:
        """All of the conditions."""
        return together(self._condition((*place, n), c) for n, c in enumerate(conditions))

    def _condition(self, place: Place, condition: OutcomeCondition) -> Tally:
        if condition.any is not None:
            tallies = [self._condition((*place, n), part) for n, part in enumerate(condition.any)]
            return one_of(tallies, self._gap(place, Missing.ANY))
        if condition.all is not None:
            return self.all_of(place, condition.all)
        if condition.looks is not None:
            return self._looks(place, condition.looks)
        if condition.has is not None:
            return self._has(place, condition.has)
        if condition.view is not None:
            return self._at_least_view(place, condition.view)
        if condition.shown is not None:
            return self._at_least(place, Missing.SHOWN, condition.shown, self._found.shown)
        if condition.pieces is not None:
            return self._at_least(place, Missing.PIECES, condition.pieces, len(self._found.counting))
        if condition.perspectives is not None:
            ways = ways_sought(self._found.evidence, self._record)
            return self._at_least(place, Missing.PERSPECTIVES, condition.perspectives, ways)
        return self._at_least(
            place, Missing.SCORE, condition.score or Fraction(0), self._found.evidence.score
        )

    def _has(self, place: Place, what: str) -> Tally:
        record = self._record
        if what == "children":
            # How many of their views there are, so that words can tell silence from "not yet".
            views = sum(piece.perspective is Perspective.CHILDREN for piece in self._found.pieces)
            gap = self._gap(place, Missing.CHILDREN, need=1, have=views)
            return met_or(children_heard(self._found.evidence, record), gap)
        met = {
            "view": self._found.view is not None,
            "line": said(record.line),
            "achieved": said(record.achieved),
            "difference": said(record.difference),
            # What cannot be done is no answer to a low grade: something else has to be planned.
            "action": any(a.present and a.status != ActionStatus.CANNOT for a in self._actions),
        }[what]
        return met_or(met, self._gap(place, Missing(what)))

    def _at_least_view(self, place: Place, need: int) -> Tally:
        view = self._found.view
        return self._at_least(place, Missing.VIEW if view is None else Missing.VIEW_BELOW, need, view)

    def _at_least(
        self, place: Place, missing: Missing, need: int | Fraction, have: int | Fraction | None
    ) -> Tally:
        met = have is not None and have >= need
        return met_or(met, self._gap(place, missing, need=need, have=have))

    def _looks(self, place: Place, asked: LookCondition) -> Tally:
        """Each look-for counts on its own. A new view leaves them as they are, so they are kept."""
        looks = self._found.indicators
        key = (self._stage, place, self._outcome.id)
        if key not in self._remembered or self._remembered[key][0] is not looks:
            self._remembered[key] = (looks, self._each_look(place, asked))
        return self._remembered[key][1]

    def _each_look(self, place: Place, asked: LookCondition) -> Tally:
        enough = {"partly": (Answer.PARTLY, Answer.YES), "yes": (Answer.YES,)}[asked.answer]
        tallies = []
        for look in self._found.indicators:
            if look.state is State.NOT_APPLICABLE:
                continue
            if self._framework.indicators[look.indicator].stage != asked.stage:
                continue
            gap = self._gap(
                place, Missing.LOOK, indicator=look.indicator, need=str(asked.answer), have=look.answer
            )
            tallies.append(met_or(look.answer in enough, gap))
        return together(tallies)

    def _gap(
        self,
        place: Place,
        missing: Missing,
        *,
        indicator: str | None = None,
        need: int | Fraction | str | None = None,
        have: int | Fraction | str | None = None,
    ) -> Gap:
        return Gap(
            self._stage,
            missing,
            strand=self._strand,
            outcome=self._outcome.id,
            indicator=indicator,
            need=need,
            have=have,
            place=place,
        )
