"""Each law holds for portfolios of every shape, and fails when its rule is broken on purpose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import scoring_laws as laws
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from scoring_strategies import EVIDENCE, OUTCOMES, TARGETS, edits, evidence_items, frameworks, portfolios

from rrsa.framework.model import EvidenceRules
from rrsa.scoring import assess, incremental, outcome, readiness, steps, strength
from rrsa.scoring.model import EvidenceScore, Flag, Gap, Piece
from rrsa.scoring.readiness import Asked, Readiness
from rrsa.scoring.trials import Level, Trials
from rrsa.vocabulary import Direction, Directness, Perspective

days = st.integers(0, 3000)
added = evidence_items(st.sampled_from([*EVIDENCE, "new"]), sound=True)
randoms = st.randoms(use_true_random=False)

LAWS: dict[Callable[..., None], dict[str, st.SearchStrategy[Any]]] = {
    laws.law_order_never_matters: {"random": randoms},
    laws.law_agreeing_evidence_never_lowers: {"item": added, "target": st.sampled_from(TARGETS)},
    laws.law_time_alone_never_raises: {"days": days},
    laws.law_age_never_lowers_what_is_shown: {"days": days},
    laws.law_score_lies_in_bounds: {},
    laws.law_parts_recompute: {},
    laws.law_shown_never_exceeds_view: {},
    laws.law_only_what_works_counts: {},
    laws.law_silence_is_never_punished: {"outcome": st.sampled_from(OUTCOMES)},
    laws.law_readiness_adds_up: {},
    laws.law_incremental_equals_full: {
        "edits": st.lists(edits(), max_size=5),
        "days": st.lists(days, max_size=1),
    },
    laws.law_a_step_closes_what_it_names: {"stage": st.integers(0, 2), "random": randoms},
}


def hold(law: Callable[..., None], examples: int, *, shrink: bool = True) -> None:
    """Tries a law on so many portfolios, the same ones each time."""
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    wrapped = given(framework=frameworks, portfolio=portfolios(), **LAWS[law])(law)
    settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )(wrapped)()


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Callable[..., None]) -> None:
    hold(law, 150)


# -- broken on purpose -----------------------------------------------------------------------------

strength_score = strength.perspective_score
applies = outcome.applies
pieces_on = outcome.pieces_on
levels = steps.levels
relink = incremental.Assessor._relink
together = readiness.together


def first_come(rules: EvidenceRules, pieces: Iterable[Piece]) -> EvidenceScore:
    """Only the piece with the first id counts in each perspective."""
    first: dict[Perspective, Piece] = {}
    for piece in sorted(pieces, key=lambda p: p.evidence):
        if piece.counts:
            first.setdefault(piece.perspective, piece)
    return strength.evidence_score(rules, first.values())


def averaged(strengths: Counter[Fraction], ceiling: Fraction) -> Fraction:
    """A mean, so that a weak piece pulls a strong one down."""
    return min(ceiling, sum((s * n for s, n in strengths.items()), Fraction(0)) / strengths.total())


def piled_up(strengths: Counter[Fraction], ceiling: Fraction) -> Fraction:
    """A sum without a ceiling, a first-hand piece being worth two."""
    return sum((2 * s * n for s, n in strengths.items()), Fraction(0))


def rounded(strengths: Counter[Fraction], ceiling: Fraction) -> Fraction:
    return round(strength_score(strengths, ceiling), 1)


def any_plan_caps(cap: Any, record: Any, found: Any) -> bool:
    """One plan among the evidence is enough to cap it."""
    if cap.when == "only-intended":
        return any(p.counts and p.kind is Directness.INTENDED for p in found.pieces)
    return applies(cap, record, found)


def mellowing(rules: Any, months: int | None) -> Fraction:
    """Evidence that gets better with age."""
    return rules.floor if months is None or months < rules.stale_months else Fraction(1)


def without_stale(links: Any, evidence: Any, scales: Any) -> tuple[Piece, ...]:
    """Stale evidence thrown away."""
    return tuple(p for p in pieces_on(links, evidence, scales) if Flag.STALE not in p.flags)


def all_of_the_view(view: int | None, caps: Any, ways: int) -> int | None:
    return view


def every_gap(self: Trials, facts: Any, outcomes: tuple[str, ...]) -> tuple[tuple[Gap, ...], dict[Any, Gap]]:
    """Steps that promise everything."""
    return tuple(gap for gap in self.gaps if gap.outcome in outcomes), {}


def too_little(rules: EvidenceRules) -> list[Level]:
    """A strong piece tried, a weak one asked for."""
    return [levels(rules)[0]._replace(strength=Fraction(1, 1000))]


def forgets_links(self: Any, link_id: str, was: Any, now: Any) -> set[str]:
    relink(self, link_id, was, now)
    return set()


def forgets_nothing(self: Readiness, outcomes: Any, strands: Any) -> None:
    """What was remembered is never judged again."""


def twice_remembered(self: Any, place: Any, asked: Any) -> Any:
    """Look-fors kept although they have changed."""
    key = (self._stage, place, self._outcome.id)
    if key not in self._remembered:
        self._remembered[key] = ((), self._each_look(place, asked))
    return self._remembered[key][1]


def deaf(evidence: EvidenceScore, record: Any) -> bool:
    """Children's silence counts for nothing."""
    return Perspective.CHILDREN in evidence.by_perspective


def silence_is_no_way(evidence: EvidenceScore, record: Any) -> int:
    return len(evidence.by_perspective)


def silence_costs_a_way(evidence: EvidenceScore, record: Any) -> int:
    return len(evidence.by_perspective) - bool(record.asked)


def lenient(tallies: Any) -> Any:
    """A gap that is nowhere counted."""
    found = together(tallies)
    return replace(found, met=found.total) if found.gaps else found


BROKEN: list[tuple[Callable[..., None], Any, str, Any]] = [
    (laws.law_order_never_matters, outcome, "evidence_score", first_come),
    (laws.law_agreeing_evidence_never_lowers, strength, "perspective_score", averaged),
    (laws.law_agreeing_evidence_never_lowers, outcome, "applies", any_plan_caps),
    (laws.law_time_alone_never_raises, strength, "freshness", mellowing),
    (laws.law_age_never_lowers_what_is_shown, assess, "pieces_on", without_stale),
    (laws.law_score_lies_in_bounds, strength, "perspective_score", piled_up),
    (laws.law_parts_recompute, strength, "perspective_score", rounded),
    (laws.law_shown_never_exceeds_view, outcome, "shown_grade", all_of_the_view),
    (
        laws.law_only_what_works_counts,
        Piece,
        "counts",
        property(lambda p: p.direction is not Direction.NOT_YET),
    ),
    (laws.law_silence_is_never_punished, outcome, "children_heard", deaf),
    (laws.law_silence_is_never_punished, readiness, "children_heard", deaf),
    (laws.law_silence_is_never_punished, outcome, "ways_sought", silence_is_no_way),
    (laws.law_silence_is_never_punished, readiness, "ways_sought", silence_costs_a_way),
    (laws.law_readiness_adds_up, readiness, "together", lenient),
    (laws.law_incremental_equals_full, incremental.Assessor, "_relink", forgets_links),
    (laws.law_incremental_equals_full, Readiness, "forget", forgets_nothing),
    (laws.law_incremental_equals_full, Asked, "_looks", twice_remembered),
    (laws.law_a_step_closes_what_it_names, Trials, "_closed", every_gap),
    (laws.law_a_step_closes_what_it_names, steps, "levels", too_little),
]


@pytest.mark.parametrize(
    ("law", "where", "rule", "broken"),
    BROKEN,
    ids=[f"{law.__name__}-{getattr(b, '__name__', rule)}" for law, _w, rule, b in BROKEN],
)
def test_the_law_fails_when_its_rule_is_broken(
    law: Callable[..., None], where: Any, rule: str, broken: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, rule, broken)
    with pytest.raises(AssertionError):
        hold(law, 1000, shrink=False)


def test_no_law_goes_without_being_broken() -> None:
    assert {law for law, *_rest in BROKEN} == set(LAWS)
