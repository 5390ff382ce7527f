"""What a piece of evidence weighs, by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from scoring_strategies import ON, SMALL

from rrsa.portfolio.records import Evidence
from rrsa.scoring.model import EvidenceScore, Flag
from rrsa.scoring.strength import Scales, freshness, perspective_score, whole_months
from rrsa.vocabulary import Directness

RULES = SMALL.evidence  # 0.6, 0.4, 0.2; fresh 12, stale 36, floor 1/4; ceiling 0.8


@pytest.mark.parametrize(
    ("then", "on", "months"),
    [
        ("2026-04-03", "2026-04-03", 0),
        ("2026-03-04", "2026-04-03", 0),
        ("2026-03-03", "2026-04-03", 1),
        ("2025-04-03", "2026-04-03", 12),
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-31", 2),
        ("2024-02-29", "2026-02-28", 23),
    ],
)
def test_months_are_whole_and_know_the_day(then: str, on: str, months: int) -> None:
    assert whole_months(date.fromisoformat(then), date.fromisoformat(on)) == months


def test_months_never_go_back_from_one_day_to_the_next() -> None:
    for day_of_month in (1, 28, 29, 30, 31):
        then = date(2023, 12, day_of_month)
        ages = [whole_months(then, date.fromordinal(then.toordinal() + n)) for n in range(800)]
        assert ages == sorted(ages)
        assert max(b - a for a, b in pairwise(ages)) == 1


@pytest.mark.parametrize(
    ("months", "share"),
    [(0, "1"), (12, "1"), (13, "31/32"), (24, "5/8"), (35, "9/32"), (36, "1/4"), (400, "1/4"), (None, "1/4")],
)
def test_freshness_falls_in_equal_steps_to_the_floor(months: int | None, share: str) -> None:
    assert freshness(RULES.freshness, months) == Fraction(share)


def weighed(day: str | None, directness: str | None = "first-hand", accredited: str | None = None):
    return Scales(RULES, ON, accredited).weigh(
        Evidence("E", True, date=day, directness=directness, perspective="children")
    )


def test_strength_is_directness_times_freshness() -> None:
    found = weighed("2024-04-03")
    assert (found.strength, found.months, found.flags) == (Fraction(3, 5) * Fraction(5, 8), 24, ())


def test_undated_evidence_is_at_the_floor_and_says_so() -> None:
    found = weighed(None)
    assert (found.strength, found.months, found.flags) == (Fraction(3, 20), None, (Flag.UNDATED,))


def test_a_day_that_still_lies_ahead_is_taken_as_none() -> None:
    assert weighed("2026-04-04") == weighed(None)


def test_stale_from_the_stale_month_on() -> None:
    assert weighed("2023-04-04").flags == ()
    assert weighed("2023-04-03").flags == (Flag.STALE,)


def test_evidence_from_before_the_accreditation_is_at_the_floor_however_fresh() -> None:
    found = weighed("2026-01-31", accredited="2026-02-01")
    assert (found.freshness, found.flags) == (Fraction(1, 4), (Flag.BEFORE_ACCREDITATION,))
    assert weighed("2026-02-01", accredited="2026-02-01").freshness == 1
    assert weighed("2026-01-31", accredited="2026-12-01").freshness == 1


def test_where_nobody_said_how_direct_it_is_reported_is_taken() -> None:
    assert weighed("2026-04-01", None).kind is Directness.REPORTED


def test_one_perspective_reaches_the_ceiling_and_stays() -> None:
    ceiling = RULES.ceiling
    assert perspective_score(Counter({Fraction(3, 5): 1}), ceiling) == Fraction(3, 5)
    assert perspective_score(Counter({Fraction(1, 5): 2}), ceiling) == Fraction(9, 25)
    assert perspective_score(Counter({Fraction(3, 5): 2}), ceiling) == ceiling
    assert perspective_score(Counter({Fraction(1, 20): 5000, Fraction(3, 5): 5000}), ceiling) == ceiling


def test_thousands_of_very_weak_pieces_still_come_out_exactly() -> None:
    weak = Counter({Fraction(1, 10_000): 200})
    assert perspective_score(weak, RULES.ceiling) == 1 - Fraction(9999, 10_000) ** 200


def test_the_figure_is_rounded_down_so_that_nobody_sees_a_hundred() -> None:
    assert EvidenceScore(Fraction(9999, 10_000), {}).out_of_100 == 99
