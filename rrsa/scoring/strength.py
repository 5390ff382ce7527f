"""How much a piece of evidence weighs, and what many weigh together. Exact rationals throughout.

The numbers are the framework's; the rules are this project's own judgement (docs/why/scoring.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rrsa.framework.model import EvidenceRules, Freshness
from rrsa.portfolio.records import Evidence
from rrsa.scoring.model import EvidenceScore, Flag, Piece
from rrsa.vocabulary import Directness, Perspective

_DIRECTNESS = {d.value: d for d in Directness}
_AT_ONCE = 64
"""So many equal pieces are multiplied at a time: the ceiling is nearly always reached by then."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What age and directness make of a piece, before it is known what it shows."""

    kind: Directness
    directness: Fraction
    freshness: Fraction
    strength: Fraction
    months: int | None
    flags: tuple[Flag, ...]


def whole_months(then: date, on: date) -> int:
    """Whole months from ``then`` to ``on``: 31 January to 28 February is none, to 31 March two."""
    return (on.year - then.year) * 12 + on.month - then.month - (on.day < then.day)


def freshness(rules: Freshness, months: int | None) -> Fraction:
    """1 up to ``fresh_months``, then equal steps by whole months down to the floor at ``stale_months``.

    ``None`` (undated) is the floor.
    """
    if months is None or months >= rules.stale_months:
        return rules.floor
    if months <= rules.fresh_months:
        return Fraction(1)
    gone = Fraction(months - rules.fresh_months, rules.stale_months - rules.fresh_months)
    return 1 - (1 - rules.floor) * gone


def day(text: str | None) -> date | None:
    """A recorded day, or ``None`` where there is none that can be read."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


class Scales:
    """Weighs evidence as of one day, for a setting accredited on another.

    A day after ``on`` is taken as undated: refused when entered, it is only met when looking back to an
    earlier day. An accreditation that still lies ahead counts for nothing.
    """

    def __init__(self, rules: EvidenceRules, on: date, accredited_on: str | None) -> None:
        accredited = day(accredited_on)
        self._rules = rules
        self._on = on
        self._accredited = accredited if accredited and accredited <= on else None
        self._known: dict[tuple[str | None, str | None], Weight] = {}

    def weigh(self, item: Evidence) -> Weight:
        """The weight of ``item``. Where it is not said how direct it is, it counts as reported."""
        key = (item.date, item.directness)
        weight = self._known.get(key)
        if weight is None:
            weight = self._known[key] = self._weigh(item)
        return weight

    def _weigh(self, item: Evidence) -> Weight:
        rules = self._rules.freshness
        then = day(item.date)
        if then is not None and then > self._on:
            then = None
        months = None if then is None else whole_months(then, self._on)
        fresh = freshness(rules, months)
        flags = []
        if months is None:
            flags.append(Flag.UNDATED)
        elif months >= rules.stale_months:
            flags.append(Flag.STALE)
        if then is not None and self._accredited is not None and then < self._accredited:
            flags.append(Flag.BEFORE_ACCREDITATION)
            fresh = min(fresh, rules.floor)
        kind = _DIRECTNESS.get(item.directness or "", Directness.REPORTED)
        direct = self._rules.directness[kind]
        return Weight(kind, direct, fresh, direct * fresh, months, tuple(flags))


def evidence_score(rules: EvidenceRules, pieces: Iterable[Piece]) -> EvidenceScore:
    """What the pieces that count come to together: per perspective, then over perspectives."""
    counting: dict[Perspective, Counter[Fraction]] = {}
    for piece in pieces:
        if piece.counts:
            counting.setdefault(piece.perspective, Counter())[piece.strength] += 1
    by_perspective = {
        perspective: perspective_score(counting[perspective], rules.ceiling)
        for perspective in Perspective
        if perspective in counting
    }
    left = Fraction(1)
    for share in by_perspective.values():
        left *= 1 - share
    return EvidenceScore(1 - left, by_perspective)


def perspective_score(strengths: Counter[Fraction], ceiling: Fraction) -> Fraction:
    """min(ceiling, 1 − Π(1 − s)), strongest first, stopping where more could change nothing.

    Stopping keeps 5,000 pieces as cheap as five: the exact product would have thousands of digits.
    """
    left = Fraction(1)
    for strength in sorted(strengths, reverse=True):
        count = strengths[strength]
        while count:
            step = min(count, _AT_ONCE)
            left *= (1 - strength) ** step
            if 1 - left >= ceiling:
                return ceiling
            count -= step
    return 1 - left
