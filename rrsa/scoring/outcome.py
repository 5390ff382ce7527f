"""One outcome: what bears on it, how far that carries our view, and what holds it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rrsa.framework.model import Cap, Framework, Indicator, Outcome
from rrsa.portfolio.records import Evidence, Link, LookRecord, OutcomeRecord
from rrsa.scoring.model import (
    CapInForce,
    EvidenceScore,
    IndicatorAssessment,
    OutcomeAssessment,
    Piece,
    State,
)
from rrsa.scoring.strength import Scales, evidence_score
from rrsa.vocabulary import Answer, Direction, Directness, Perspective

_PERSPECTIVES = {p.value: p for p in Perspective}
_DIRECTIONS = {d.value: d for d in Direction}
_ANSWERS = {a.value: a for a in Answer}
_BEST = {Direction.WORKS: 0, Direction.MIXED: 1, Direction.NOT_YET: 2}

Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Bearing:
    """What bears on one outcome, before our view of it: it changes with evidence and look-fors alone."""

    indicators: tuple[IndicatorAssessment, ...]
    pieces: Pieces
    evidence: EvidenceScore


def pieces_on(links: Iterable[Link], evidence: Mapping[str, Evidence], scales: Scales) -> Pieces:
    """The pieces linked to one outcome or look-for, strongest first.

    A link whose evidence is gone, or that does not say what it shows, is passed over; so is evidence
    without a perspective, since nobody can say from where it looks.
    """
    found: dict[str, Piece] = {}
    for link in links:
        item = evidence.get(link.evidence or "")
        direction = _DIRECTIONS.get(link.direction or "")
        if not link.present or direction is None or item is None or not item.present:
            continue
        perspective = _PERSPECTIVES.get(item.perspective or "")
        if perspective is None:
            continue
        w = scales.weigh(item)
        piece = Piece(
            item.id,
            perspective,
            direction,
            w.kind,
            w.directness,
            w.freshness,
            w.strength,
            w.months,
            w.flags,
        )
        _keep_best(found, piece)
    return _strongest_first(found)


def _keep_best(found: dict[str, Piece], piece: Piece) -> None:
    """A piece linked more than once says the best that any of its links says."""
    other = found.get(piece.evidence)
    if other is None or _BEST[piece.direction] < _BEST[other.direction]:
        found[piece.evidence] = piece


def _strongest_first(found: Mapping[str, Piece]) -> Pieces:
    return tuple(sorted(found.values(), key=lambda p: (-float(p.strength), p.evidence)))


def look(indicator: Indicator, record: LookRecord | None, pieces: Pieces) -> IndicatorAssessment:
    """A look-for. *Not applicable* is heard only where the framework allows it, else the look-for
    stands as not looked at."""
    answer = _ANSWERS.get(record.answer or "") if record else None
    if answer is Answer.NOT_APPLICABLE and not indicator.may_not_apply:
        answer = None
    if answer is None:
        state = State.NOT_LOOKED_AT
    elif answer is Answer.NOT_APPLICABLE:
        state = State.NOT_APPLICABLE
    else:
        state = State.VIEWED
    ways = len({piece.perspective for piece in pieces if piece.counts})
    return IndicatorAssessment(indicator.id, state, answer, pieces, ways)


def bearing(
    framework: Framework, outcome: Outcome, looks: Mapping[str, LookRecord], pieces: Mapping[str, Pieces]
) -> Bearing:
    """What bears on an outcome. ``pieces`` holds those of the outcome and of its look-fors, by id.

    Evidence on a look-for that is set aside is seen there and counts for nothing.
    """
    indicators = tuple(look(i, looks.get(i.id), pieces.get(i.id, ())) for i in outcome.indicators)
    found: dict[str, Piece] = {}
    for piece in pieces.get(outcome.id, ()):
        _keep_best(found, piece)
    for each in indicators:
        if each.state is not State.NOT_APPLICABLE:
            for piece in each.pieces:
                _keep_best(found, piece)
    together = _strongest_first(found)
    return Bearing(indicators, together, evidence_score(framework.evidence, together))


def said(text: str | None) -> bool:
    """Whether anything has been written."""
    return bool(text and text.strip())


def ways_sought(evidence: EvidenceScore, record: OutcomeRecord) -> int:
    """From how many perspectives it is shown, where children who were asked and chose not to say
    count as one: their silence is theirs to keep, and nobody is held back for it."""
    return len(evidence.by_perspective) + (
        bool(record.asked) and Perspective.CHILDREN not in evidence.by_perspective
    )


def children_heard(evidence: EvidenceScore, record: OutcomeRecord) -> bool:
    """Whether children's views show it, or they were asked and chose not to say."""
    return Perspective.CHILDREN in evidence.by_perspective or bool(record.asked)


def applies(cap: Cap, record: OutcomeRecord, found: Bearing) -> bool:
    """Whether what the cap speaks of is missing."""
    if cap.when == "no-children":
        return not children_heard(found.evidence, record)
    if cap.when == "one-perspective":
        return ways_sought(found.evidence, record) <= 1
    if cap.when == "two-perspectives":
        return ways_sought(found.evidence, record) <= 2
    if cap.when == "no-difference":
        return not said(record.difference)
    counting = [piece for piece in found.pieces if piece.counts]
    return bool(counting) and all(piece.kind is Directness.INTENDED for piece in counting)


def shown_grade(view: int | None, caps: Iterable[CapInForce], ways: int) -> int | None:
    """How far evidence carries our view: nothing without a view or without evidence, else as far as
    the lowest cap. Age plays no part."""
    if view is None or ways == 0:
        return None
    return min([view, *(cap.at_most for cap in caps)])


def disagreeing(framework: Framework, view: int | None, found: Bearing) -> tuple[str, ...]:
    """Look-fors whose answers do not sit with our view. Only said, never acted on.

    *Not yet* beside a view that is not low; or a low view beside *yes* to every look-for of a stage.
    """
    if view is None:
        return ()
    applicable = [i for i in found.indicators if i.state is not State.NOT_APPLICABLE]
    if view >= framework.low_grade:
        return tuple(i.indicator for i in applicable if i.answer is Answer.NOT_YET)
    all_yes: dict[str, bool] = {}
    for i in applicable:
        stage = framework.indicators[i.indicator].stage
        all_yes[stage] = all_yes.get(stage, True) and i.answer is Answer.YES
    return tuple(i.indicator for i in applicable if all_yes[framework.indicators[i.indicator].stage])


def judge(framework: Framework, outcome: Outcome, record: OutcomeRecord, found: Bearing) -> OutcomeAssessment:
    """The outcome as a whole: what bears on it set beside our view."""
    view = record.view if record.view in framework.grade_by_number else None
    if view is not None:
        state = State.VIEWED
    elif all(i.state is State.NOT_APPLICABLE for i in found.indicators):
        state = State.NOT_APPLICABLE
    else:
        state = State.NOT_LOOKED_AT
    holding = [cap for cap in framework.caps if view is not None and cap.at_most < view]
    caps = [CapInForce(cap.when, cap.at_most, cap.why) for cap in holding if applies(cap, record, found)]
    caps.sort(key=lambda cap: cap.at_most)
    ways = len(found.evidence.by_perspective)
    return OutcomeAssessment(
        outcome=outcome.id,
        state=state,
        view=view,
        shown=shown_grade(view, caps, ways),
        ways=ways,
        asked=bool(record.asked) or any(p.perspective is Perspective.CHILDREN for p in found.pieces),
        pieces=found.pieces,
        evidence=found.evidence,
        caps=tuple(caps),
        indicators=found.indicators,
        disagreements=disagreeing(framework, view, found),
    )
