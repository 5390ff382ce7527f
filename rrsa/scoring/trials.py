"""Trying things out: what a stage would still miss, were something done. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from rrsa.framework.model import EvidenceRules, Framework
from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Value, link_id
from rrsa.scoring.incremental import Assessor
from rrsa.scoring.model import Assessment, Gap, Missing
from rrsa.scoring.outcome import ways_sought
from rrsa.scoring.strength import day
from rrsa.vocabulary import Direction, Directness, Perspective

Changes = tuple[Change, ...]


class Level(NamedTuple):
    """How strong a piece of evidence may be: how direct, and fresh or undated."""

    strength: Fraction
    kind: Directness
    fresh: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a trial comes to, against where things stand."""

    closes: tuple[Gap, ...]
    freed: int  # caps on the outcome that no longer hold
    nearness: Fraction  # how far the watched gaps are filled, each 0 to 1, added up
    shown: int | None  # of the outcome that it is about

    @property
    def rank(self) -> tuple[int, int, Fraction]:
        """Greater is better."""
        return (len(self.closes), self.freed, self.nearness)


class Trials:
    """Tries changes against one portfolio and one stage."""

    def __init__(
        self, framework: Framework, portfolio: Portfolio, assessment: Assessment, stage: str
    ) -> None:
        self.framework = framework
        self.portfolio = portfolio
        self.before = assessment
        self.stage = stage
        self.gaps = assessment.stages[stage].gaps
        self._assessor = Assessor(framework, assessment.on)
        self._assessor.assess(portfolio)

    def outlook(
        self, changes: Iterable[Change], outcome: str | None = None, watched: Sequence[Gap] = ()
    ) -> Outlook:
        """What ``changes`` would close, and how near they would bring the ``watched`` gaps."""
        portfolio = self.portfolio.with_changes(changes)
        after = self._assessor.assess(portfolio)
        left = {gap.about: gap for top in after.stages[self.stage].gaps for gap in (top, *leaves(top))}
        closes = tuple(gap for gap in self.gaps if gap.about not in left)
        if outcome is None:
            return Outlook(closes, 0, Fraction(0), None)
        found = after.outcomes[outcome]
        held = {cap.when for cap in self.before.outcomes[outcome].caps}
        freed = len(held - {cap.when for cap in found.caps})
        ways = ways_sought(found.evidence, portfolio.outcome(outcome))
        nearness = sum((_filled(left.get(gap.about), ways) for gap in watched), Fraction(0))
        return Outlook(closes, freed, nearness, found.shown)


def leaves(gap: Gap) -> Iterator[Gap]:
    """The gap itself, or those of all its options."""
    if not gap.options:
        yield gap
    for option in gap.options:
        yield from leaves(option)


def _filled(gap: Gap | None, ways: int) -> Fraction:
    """How far a gap is filled, 0 to 1; one that is gone is full."""
    if gap is None:
        return Fraction(1)
    share = Fraction(0)
    if isinstance(gap.have, int | Fraction) and isinstance(gap.need, int | Fraction) and gap.need:
        share = min(Fraction(gap.have) / gap.need, Fraction(1))
    if gap.missing is Missing.SHOWN:
        # A cap may ask for several more perspectives at once; each is a part of the way.
        return (share + Fraction(ways, len(Perspective))) / 3
    return share / 2


def levels(rules: EvidenceRules) -> list[Level]:
    """The strengths that a new piece may have by the framework's own words, strongest first."""
    found = [
        Level(rules.directness[kind] * (1 if fresh else rules.freshness.floor), kind, fresh)
        for kind in Directness
        for fresh in (True, False)
    ]
    return sorted(found, key=lambda level: (-level.strength, level.kind))


def set_cells(kind: str, record: str, values: Mapping[str, Value]) -> Changes:
    """A record with these values, whatever stood there."""
    return tuple(Change(Cell(kind, record, name), None, value) for name, value in values.items())


def new_pieces(outcome: str, perspective: Perspective, level: Level, count: int, on: date) -> Changes:
    """``count`` pieces of evidence that could be added to an outcome."""
    found: list[Change] = []
    for n in range(count):
        made = f"tried-{perspective}-{n}"
        item: dict[str, Value] = {
            "present": True,
            "perspective": perspective.value,
            "directness": level.kind.value,
            "date": on.isoformat() if level.fresh else None,
        }
        link: dict[str, Value] = {
            "present": True,
            "evidence": made,
            "target": outcome,
            "direction": Direction.WORKS.value,
        }
        found += set_cells("evidence", made, item)
        found += set_cells("link", link_id(made, outcome), link)
    return tuple(found)


def oldest_fresh_day(framework: Framework, portfolio: Portfolio, on: date) -> date:
    """The earliest day that still counts in full: so long ago that it is only just fresh, and not before
    the last accreditation."""
    months = on.year * 12 + on.month - 1 - framework.evidence.freshness.fresh_months
    year, month = divmod(months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    found = date(year, month + 1, min(on.day, last))
    accredited = day(portfolio.setting.accredited_on)
    return max(found, accredited) if accredited and accredited <= on else found
