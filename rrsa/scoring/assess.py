"""Assessing a portfolio: pure, whole, from nothing. The incremental way must come to the same."""

from __future__ import annotations

from datetime import date

from rrsa.framework.model import Framework
from rrsa.portfolio.portfolio import Portfolio
from rrsa.scoring.model import Assessment
from rrsa.scoring.outcome import bearing, judge, pieces_on
from rrsa.scoring.readiness import Facts, Readiness
from rrsa.scoring.strength import Scales


def assess(framework: Framework, portfolio: Portfolio, on: date) -> Assessment:
    """What ``portfolio`` comes to by ``framework`` as of ``on``.

    ``on`` sets the age of evidence and nothing else; an earlier day is allowed. Whatever the portfolio
    holds under ids that the framework does not know is passed over.
    """
    scales = Scales(framework.evidence, on, portfolio.setting.accredited_on)
    pieces = {
        target: pieces_on(links, portfolio.evidence, scales)
        for target, links in portfolio.links_by_target.items()
        if target in framework.outcome_of
    }
    outcomes = {
        outcome.id: judge(
            framework,
            outcome,
            portfolio.outcome(outcome.id),
            bearing(framework, outcome, portfolio.looks, pieces),
        )
        for outcome in framework.outcomes.values()
    }
    milestones = reached(framework, portfolio)
    stages = Readiness(framework).stages(Facts(portfolio, outcomes, milestones))
    return Assessment(framework.ref, on, outcomes, stages, milestones)


def reached(framework: Framework, portfolio: Portfolio) -> dict[str, bool]:
    """Milestone → whether a day is recorded on which it was reached."""
    records = portfolio.milestones
    return {m.id: bool(m.id in records and records[m.id].done) for m in framework.milestones}
