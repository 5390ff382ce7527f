"""Pieces of evidence that add nothing to what others show, so that a pile can become two or three again.

A piece is named only when taking it away from the outcome, together with those named before it, leaves
everything as it is: what is shown, from how many sides, every cap, every look-for, and each condition of
every stage, met or not. That is proven by assessing. Evidence that is mixed or shows not yet is never
named: nobody tidies away what is uncomfortable. Nor is what was chosen for the assessor or as a showcase.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from rrsa.framework.model import Framework, Outcome
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Link
from rrsa.scoring.model import Assessment, EvidenceScore, Gap, OutcomeAssessment, Piece, State
from rrsa.scoring.outcome import Bearing, applies, judge
from rrsa.scoring.readiness import Facts, Readiness
from rrsa.scoring.strength import evidence_score
from rrsa.vocabulary import Direction, Perspective

ENOUGH = 3
"""Pieces that show it works are never brought below this: two or three good ones are enough."""


@dataclass(frozen=True, slots=True)
class Surplus:
    """A piece that an outcome can do without.

    ``targets`` are the outcome and look-fors that it is linked to there; ``beside`` the pieces of the same
    perspective that stay, strongest first; ``score`` the outcome's, once all that is named there is gone.
    """

    outcome: str
    evidence: str
    targets: tuple[str, ...]
    beside: tuple[str, ...]
    score: EvidenceScore


def surplus(
    framework: Framework, portfolio: Portfolio, assessment: Assessment, outcome: str | None = None
) -> tuple[Surplus, ...]:
    """What can be taken away from one outcome, or from all: weakest first, children's views last.

    All that is named can go together, and so can any part of it.
    """
    trial = _Trial(framework, portfolio, assessment)
    wanted = framework.outcomes if outcome is None else [outcome]
    return tuple(found for each in wanted for found in trial.outcome(framework.outcomes[each]))


class _Trial:
    """Takes pieces away, one outcome after the other, and sees whether anybody would notice."""

    def __init__(self, framework: Framework, portfolio: Portfolio, assessment: Assessment) -> None:
        self._framework = framework
        self._portfolio = portfolio
        self._milestones = assessment.milestones
        self._outcomes = dict(assessment.outcomes)

    def outcome(self, outcome: Outcome) -> list[Surplus]:
        """What this outcome can do without, given what was taken away from others before."""
        before = self._outcomes[outcome.id]
        linked = self._linked(outcome)
        candidates = [piece for piece in before.counting if self._may_go(linked.get(piece.evidence, ()))]
        candidates.sort(key=lambda p: (p.strength, p.perspective is Perspective.CHILDREN, p.evidence))
        # However many there are, so many have to stay.
        todo = [piece.evidence for piece in candidates]
        gone = self._most(outcome, before, todo)
        if not gone:
            return []
        after = self._judged(outcome, before, gone)
        beside: dict[Perspective, tuple[str, ...]] = {
            side: tuple(piece.evidence for piece in after.counting if piece.perspective is side)
            for side in Perspective
        }
        side_of = {piece.evidence: piece.perspective for piece in candidates}
        self._outcomes[outcome.id] = after
        return [
            Surplus(
                outcome.id,
                evidence,
                tuple(link.target or "" for link in linked[evidence]),
                beside[side_of[evidence]],
                after.evidence,
            )
            for evidence in gone
        ]

    def _linked(self, outcome: Outcome) -> dict[str, list[Link]]:
        """Evidence → its links to the outcome and its look-fors."""
        found: dict[str, list[Link]] = {}
        for target in (outcome.id, *(i.id for i in outcome.indicators)):
            for link in self._portfolio.links_by_target.get(target, ()):
                found.setdefault(link.evidence or "", []).append(link)
        return found

    def _may_go(self, links: Sequence[Link]) -> bool:
        """Whether a piece may be named at all: nobody chose it, and it says nothing but that it works."""
        item = self._portfolio.evidence.get(links[0].evidence or "") if links else None
        if item is None or item.showcase:
            return False
        return all(link.direction == Direction.WORKS and not link.chosen for link in links)

    def _most(self, outcome: Outcome, before: OutcomeAssessment, todo: list[str]) -> list[str]:
        """Those that can go, tested one after the other, as if each were a trial of its own.

        Agreeing evidence never lowers anything, so what can go together can go in part: a run of pieces
        that can all go is found by trying ever longer runs, and a pile of hundreds costs a few trials.
        """
        gone: list[str] = []
        at, step = 0, 1
        while at < len(todo):
            run = todo[at : at + step]
            if self._unnoticed(outcome, before, [*gone, *run]):
                gone += run
                at += len(run)
                step *= 2
            elif step == 1:
                at += 1  # this one is needed
            else:
                step = max(step // 4, 1)
        return gone

    def _unnoticed(self, outcome: Outcome, before: OutcomeAssessment, gone: list[str]) -> bool:
        """Whether everything stays as it is without these pieces."""
        if len(before.counting) - len(gone) < ENOUGH:
            return False
        after = self._judged(outcome, before, gone)
        if (before.shown, before.ways) != (after.shown, after.ways):
            return False
        looks = zip(before.indicators, after.indicators, strict=True)
        if any(was.ways != now.ways for was, now in looks if was.state is not State.NOT_APPLICABLE):
            return False
        if self._caps(outcome, before) != self._caps(outcome, after):
            return False
        return self._gaps(outcome.id, before) == self._gaps(outcome.id, after)

    def _judged(
        self, outcome: Outcome, before: OutcomeAssessment, gone: Collection[str]
    ) -> OutcomeAssessment:
        """The outcome without these pieces."""
        looks = tuple(
            replace(look, pieces=left, ways=len({piece.perspective for piece in left if piece.counts}))
            for look in before.indicators
            for left in [_without(look.pieces, gone)]
        )
        left = _without(before.pieces, gone)
        found = Bearing(looks, left, evidence_score(self._framework.evidence, left))
        return judge(self._framework, outcome, self._portfolio.outcome(outcome.id), found)

    def _caps(self, outcome: Outcome, found: OutcomeAssessment) -> list[str]:
        """The caps that hold, or would hold if our view were higher than it is."""
        record = self._portfolio.outcome(outcome.id)
        bearing = Bearing(found.indicators, found.pieces, found.evidence)
        return [cap.when for cap in self._framework.caps if applies(cap, record, bearing)]

    def _gaps(self, outcome: str, found: OutcomeAssessment) -> list[tuple[Gap, ...]]:
        """What every stage still asks, of all that this outcome has a part in, and how near it is."""
        facts = Facts(self._portfolio, {**self._outcomes, outcome: found}, self._milestones)
        readiness = Readiness(self._framework)
        return [
            tuple(readiness.stage(stage, facts, only=(outcome,)).gaps) for stage in self._framework.stages
        ]


def _without(pieces: Sequence[Piece], gone: Collection[str]) -> tuple[Piece, ...]:
    taken = set(gone)
    return tuple(piece for piece in pieces if piece.evidence not in taken)
