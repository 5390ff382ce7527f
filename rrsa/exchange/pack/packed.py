"""A content with nothing in it but what the pack holds: its pieces, its strands, what they come to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from rrsa.exchange.content import Content
from rrsa.exchange.pack.choice import Choice
from rrsa.framework.model import Framework
from rrsa.portfolio.changes import Change
from rrsa.portfolio.portfolio import Portfolio, record_cells
from rrsa.portfolio.privacy import without_evidence
from rrsa.portfolio.records import Record
from rrsa.scoring.assess import assess
from rrsa.vocabulary import Perspective


def packed(content: Content, choice: Choice, kept: Collection[str]) -> Content:
    """``content`` with the pieces ``kept`` alone, and only the strands that were chosen."""
    gone = content.portfolio.evidence.keys() - set(kept)
    portfolio = without_evidence(content.portfolio, gone)
    framework = content.framework
    if choice.strands:
        framework = _with_strands(framework, choice)
        portfolio = _about(portfolio, framework.outcome_of)
    people = {piece: number for piece, number in content.people.items() if piece in kept}
    return replace(
        content,
        framework=framework,
        portfolio=portfolio,
        assessment=assess(framework, portfolio, content.on),
        people=people,
        children_in_all=_children(portfolio, people),
    )


def _with_strands(framework: Framework, choice: Choice) -> Framework:
    strands = tuple(strand for strand in framework.strands if strand.id in choice.strands)
    known = {outcome.id for strand in strands for outcome in strand.outcomes}
    visit = framework.visit
    if visit is not None:
        questions = tuple(q for q in visit.questions if q.outcome is None or q.outcome in known)
        visit = replace(visit, questions=questions)
    return replace(framework, strands=strands, visit=visit)


def _about(portfolio: Portfolio, outcomes: Collection[str]) -> Portfolio:
    """Without actions, measures, answers and what is said of other outcomes. ``outcomes`` holds those that
    stay, and their look-fors."""
    gone: list[Record] = [each for each in portfolio.outcomes.values() if each.id not in outcomes]
    gone += [each for each in portfolio.actions.values() if each.outcome not in outcomes]
    measures = {each.id for each in portfolio.measures.values() if each.outcome not in outcomes}
    gone += [each for each in portfolio.measures.values() if each.id in measures]
    gone += [each for each in portfolio.readings.values() if each.measure in measures]
    gone += [each for each in portfolio.looks.values() if each.id not in outcomes]
    tallies = portfolio.tallies.values()
    other = [each for each in tallies if each.outcome and each.outcome not in outcomes]
    gone += other
    asked = {each.round for each in other} - {
        each.round for each in tallies if not each.outcome or each.outcome in outcomes
    }
    gone += [each for each in portfolio.rounds.values() if each.id in asked]
    changes = [Change(cell, value, None) for record in gone for cell, value in record_cells(record)]
    return portfolio.with_changes(changes)


def _children(portfolio: Portfolio, people: Mapping[str, int | str]) -> int | None:
    """How many children in all. A number that is hidden in any copy stays hidden here: beside the whole
    assessor's copy, a pack with other numbers shown would say what the small one is."""
    numbers = [
        people[item.id]
        for item in portfolio.evidence.values()
        if item.id in people and item.perspective == Perspective.CHILDREN
    ]
    shown = [number for number in numbers if isinstance(number, int)]
    return sum(shown) if len(shown) == len(numbers) else None
