"""Assessing again after a change, at the cost of the change. Always equal to the full assessment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from rrsa.framework.model import Framework
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Link, Record
from rrsa.scoring.assess import reached
from rrsa.scoring.model import Assessment, OutcomeAssessment
from rrsa.scoring.outcome import Bearing, Pieces, bearing, judge, pieces_on
from rrsa.scoring.readiness import Facts, Readiness
from rrsa.scoring.strength import Scales

R = TypeVar("R", bound=Record)


class Assessor:
    """Assesses one portfolio after another as of one day, keeping what did not change.

    It compares records with those of the last portfolio, by identity first: a portfolio made by a
    change shares all other records. Another day of accreditation touches everything; for another day
    of assessment make another assessor. Not for use from two threads at once.
    """

    def __init__(self, framework: Framework, on: date) -> None:
        self.framework = framework
        self.on = on
        self._start_over(Portfolio())

    def _start_over(self, portfolio: Portfolio) -> None:
        self._accredited_on = portfolio.setting.accredited_on
        self._scales = Scales(self.framework.evidence, self.on, self._accredited_on)
        self._last = Portfolio()
        self._links: dict[str, dict[str, Link]] = {}  # target → its links
        self._targets: dict[str, dict[str, str]] = {}  # evidence → link → target
        self._pieces: dict[str, Pieces] = {}
        self._bearings: dict[str, Bearing] = {}
        self._readiness = Readiness(self.framework)
        self._outcomes = {outcome: self._judge(outcome, self._last) for outcome in self.framework.outcomes}

    def assess(self, portfolio: Portfolio) -> Assessment:
        """What ``portfolio`` comes to; see :func:`rrsa.scoring.assess.assess`."""
        if portfolio.setting.accredited_on != self._accredited_on:
            self._start_over(portfolio)
        touched = self._touched(portfolio)
        self._last = portfolio
        strand_of = self.framework.strand_of
        outcomes = dict(self._outcomes)
        strands = set()
        for outcome, evidence_too in touched.items():
            if evidence_too:
                self._bearings.pop(outcome, None)
                strands.add(strand_of[outcome].id)
            outcomes[outcome] = self._judge(outcome, portfolio)
        self._outcomes = outcomes
        self._readiness.forget(touched, strands)
        milestones = reached(self.framework, portfolio)
        stages = self._readiness.stages(Facts(portfolio, outcomes, milestones))
        return Assessment(self.framework.ref, self.on, outcomes, stages, milestones)

    def _judge(self, outcome_id: str, portfolio: Portfolio) -> OutcomeAssessment:
        outcome = self.framework.outcomes[outcome_id]
        found = self._bearings.get(outcome_id)
        if found is None:
            for target in (outcome_id, *(i.id for i in outcome.indicators)):
                if target not in self._pieces:
                    links = self._links.get(target)
                    self._pieces[target] = (
                        pieces_on(links.values(), portfolio.evidence, self._scales) if links else ()
                    )
            found = bearing(self.framework, outcome, portfolio.looks, self._pieces)
            self._bearings[outcome_id] = found
        return judge(self.framework, outcome, portfolio.outcome(outcome_id), found)

    def _touched(self, portfolio: Portfolio) -> dict[str, bool]:
        """Outcomes that have to be judged again → whether anything changed that shows how they are (so
        that their strands have changed too), or only what we say of them."""
        outcome_of = self.framework.outcome_of
        last = self._last
        targets: set[str] = set()
        for link_id, was_link, link in changed(last.links, portfolio.links):
            targets |= self._relink(link_id, was_link, link)
        for evidence_id, _was, _now in changed(last.evidence, portfolio.evidence):
            targets.update(self._targets.get(evidence_id, {}).values())
        for target in targets:
            self._pieces.pop(target, None)
        targets.update(indicator for indicator, _was, _now in changed(last.looks, portfolio.looks))
        touched = {outcome_of[target]: True for target in targets if target in outcome_of}
        for outcome, was_said, said in changed(last.outcomes, portfolio.outcomes):
            asked_again = (was_said and was_said.asked) != (said and said.asked)
            touched[outcome] = touched.get(outcome, False) or asked_again
        for _id, was_action, action in changed(last.actions, portfolio.actions):
            for each in (was_action, action):
                if each is not None and each.outcome:
                    touched.setdefault(each.outcome, False)
        return {outcome: shows for outcome, shows in touched.items() if outcome in self.framework.outcomes}

    def _relink(self, link_id: str, was: Link | None, now: Link | None) -> set[str]:
        """Keeps the links by target and by evidence up to date; returns the targets concerned."""
        concerned = set()
        if was is not None:
            self._links[was.target or ""].pop(link_id)
            self._targets[was.evidence or ""].pop(link_id)
            concerned.add(was.target or "")
        if now is not None:
            self._links.setdefault(now.target or "", {})[link_id] = now
            self._targets.setdefault(now.evidence or "", {})[link_id] = now.target or ""
            concerned.add(now.target or "")
        return concerned


def changed(was: Mapping[str, R], now: Mapping[str, R]) -> Iterator[tuple[str, R | None, R | None]]:
    """The records that differ, each as it was and as it is."""
    if was is now:
        return
    found = 0
    for record_id, record in now.items():
        before = was.get(record_id)
        if before is not None:
            found += 1
        if before is not record and before != record:
            yield record_id, before, record
    if found < len(was):
        for record_id, record in was.items():
            if record_id not in now:
                yield record_id, record, None
