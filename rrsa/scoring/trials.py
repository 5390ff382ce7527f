"""Trying things out: what a stage would still miss, were something done. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from rrsa.framework.model import EvidenceRules, Framework
from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Record, Value, link_id
from rrsa.scoring.model import Assessment, Gap, Missing
from rrsa.scoring.outcome import Pieces, bearing, judge, pieces_on, ways_sought
from rrsa.scoring.readiness import Facts, Readiness
from rrsa.scoring.strength import Scales, day
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
    freed: int  # caps that stood in the way of what is watched, and no longer hold
    nearness: Fraction  # how far the watched gaps are filled, each 0 to 1, added up
    shown: int | None  # of the outcome that it is about

    @property
    def rank(self) -> tuple[int, int, Fraction]:
        """Greater is better."""
        return (len(self.closes), self.freed, self.nearness)


class Trials:
    """Tries changes against one portfolio and one stage.

    A trial concerns one outcome, so it judges that outcome anew and leaves the others as they were
    assessed: whatever a portfolio's size, it costs about the same.
    """

    def __init__(
        self, framework: Framework, portfolio: Portfolio, assessment: Assessment, stage: str
    ) -> None:
        self.framework = framework
        self.portfolio = portfolio
        self.before = assessment
        self.stage = stage
        self.gaps = assessment.stages[stage].gaps
        self._of_outcome: dict[str, list[Gap]] = {}  # those of an outcome, in their order
        self._of_others: list[Gap] = []  # of strands and of the whole setting
        for gap in self.gaps:
            own = None if gap.outcome is None else self._of_outcome.setdefault(gap.outcome, [])
            (self._of_others if own is None else own).append(gap)
        self._scales = Scales(framework.evidence, assessment.on, portfolio.setting.accredited_on)
        self._parts: dict[str, tuple[Portfolio, dict[str, Pieces]]] = {}

    def milestone(self, milestone: str) -> Outlook:
        """What reaching a milestone would close."""
        facts = Facts(self.portfolio, self.before.outcomes, {**self.before.milestones, milestone: True})
        return Outlook(self._closed(facts, ())[0], 0, Fraction(0), None)

    def outlook(self, changes: Changes, outcome: str, watched: Sequence[Gap] = ()) -> Outlook:
        """What ``changes`` to an outcome, its look-fors, evidence or actions would close, and how near
        they would bring the ``watched`` gaps."""
        part, pieces = self._part(outcome)
        portfolio = part.with_changes(changes)
        for target in self._touched(part, changes, pieces):
            links = portfolio.links_by_target.get(target, ())
            pieces = {**pieces, target: pieces_on(links, portfolio.evidence, self._scales)}
        asked = self.framework.outcomes[outcome]
        record = portfolio.outcome(outcome)
        found = judge(self.framework, asked, record, bearing(self.framework, asked, portfolio.looks, pieces))
        facts = Facts(portfolio, {**self.before.outcomes, outcome: found}, self.before.milestones)
        closes, left = self._closed(facts, (outcome,))

        need = max((int(str(gap.need)) for gap in watched if gap.missing is Missing.SHOWN), default=0)
        held = {cap.when for cap in self.before.outcomes[outcome].caps if cap.at_most < need}
        freed = len(held - {cap.when for cap in found.caps})
        ways = ways_sought(found.evidence, record)
        nearness = sum((_filled(left.get(gap.about), ways) for gap in watched), Fraction(0))
        return Outlook(closes, freed, nearness, found.shown)

    def _closed(
        self, facts: Facts, outcomes: tuple[str, ...]
    ) -> tuple[tuple[Gap, ...], dict[tuple[object, ...], Gap]]:
        """The gaps that close, and those that are left of what depends on ``outcomes`` or milestones."""
        stage = self.framework.stage_by_id[self.stage]
        after = Readiness(self.framework).stage(stage, facts, only=outcomes).gaps
        left = {gap.about: gap for top in after for gap in (top, *leaves(top))}
        strands = {self.framework.strand_of[outcome].id for outcome in outcomes}
        # A trial concerns one outcome or none, so its gaps and the others' are all that it can close.
        concerned = [gap for outcome in outcomes for gap in self._of_outcome.get(outcome, ())]
        concerned += [gap for gap in self._of_others if gap.strand is None or gap.strand in strands]
        return tuple(gap for gap in concerned if gap.about not in left), left

    def _part(self, outcome: str) -> tuple[Portfolio, dict[str, Pieces]]:
        """What the portfolio holds that bears on an outcome, and its pieces by target."""
        found = self._parts.get(outcome)
        if found is None:
            targets = (outcome, *(i.id for i in self.framework.outcomes[outcome].indicators))
            whole = self.portfolio
            links = {link.id: link for t in targets for link in whole.links_by_target.get(t, ())}
            evidence = {link.evidence: whole.evidence.get(link.evidence or "") for link in links.values()}
            records: dict[str, Mapping[str, Record]] = {
                "setting": whole.of_kind("setting"),
                "outcome": whole.outcomes,
                "look": whole.looks,
                "link": links,
                "evidence": {id_: item for id_, item in evidence.items() if id_ and item},
                "action": whole.actions,
            }
            part = Portfolio(records)
            by_target = part.links_by_target
            pieces = {
                t: pieces_on(by_target[t], part.evidence, self._scales) for t in targets if t in by_target
            }
            found = self._parts[outcome] = (part, pieces)
        return found

    @staticmethod
    def _touched(part: Portfolio, changes: Changes, pieces: Mapping[str, Pieces]) -> set[str]:
        """Targets whose pieces the changes alter."""
        found = {str(c.after) for c in changes if c.cell.kind == "link" and c.cell.field == "target"}
        if any(c.cell.kind == "evidence" and c.cell.record in part.evidence for c in changes):
            found |= pieces.keys()
        return found


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
