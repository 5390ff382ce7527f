"""How long things are kept, and what is past its day (docs/reference/retention.md).

The periods are this project's own suggestion; no law names them. Nothing goes by itself: what is found here
is shown to somebody, who decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.privacy import SMALL
from rrsa.portfolio.records import Evidence, Measure
from rrsa.vocabulary import ActionStatus, Perspective, Reviewer


class Kept(StrEnum):
    """What there is a period for."""

    WORDS = "words"
    """Children's words, their views, and whatever shows a child who could be recognised."""
    EVIDENCE = "evidence"
    ACTION = "action"
    MEASURE = "measure"
    ROUND = "round"
    REVIEW = "review"


YEARS: Mapping[Kept, int] = {
    Kept.EVIDENCE: 4,
    Kept.ACTION: 4,
    Kept.MEASURE: 6,
    Kept.ROUND: 6,
    Kept.REVIEW: 4,
}
"""Years from the day. For :attr:`Kept.WORDS`: to the end of the school year after the one it is from."""

_YEAR_ENDS = (7, 31)
"""A school year is taken to end on 31 July: it fits Scotland, and serves elsewhere."""

_REMOVABLE = frozenset({"evidence", "action", "measure", "reading", "round", "review"})
"""Kinds whose records somebody may have removed. What was in one stands in the history alone and serves
nothing but undo, so it is kept no longer than children's words, from the day on which it was entered."""


class Past(NamedTuple):
    """Something past its day: a whole record, or one field of it."""

    kind: str
    record: str
    field: str
    day: date
    """The day that it is from."""
    until: date
    """The last day on which it was to be kept."""
    kept: Kept


def past(
    portfolio: Portfolio,
    entered: Mapping[tuple[str, str], str],
    *,
    today: date,
    keep: int | None = None,
) -> list[Past]:
    """What is past its day, the longest past first.

    ``entered`` gives the moment (ISO text) at which a record was made: what has no day counts from then.
    ``keep`` is a number of years for everything, in place of the periods above.
    """
    found = []
    for kind, record, field, day, kept in _dated(portfolio, entered):
        until = last_day(kept, day, keep=keep)
        if until < today:
            found.append(Past(kind, record, field, day, until, kept))
    return sorted(found, key=lambda each: (each.until, each.kind, each.record))


def last_day(kept: Kept, day: date, *, keep: int | None = None) -> date:
    """The last day on which something from ``day`` is to be kept."""
    if keep is not None:
        return _years_on(day, keep)
    if kept is not Kept.WORDS:
        return _years_on(day, YEARS[kept])
    ends = date(day.year, *_YEAR_ENDS)
    return date(day.year + (1 if day <= ends else 2), *_YEAR_ENDS)


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _dated(
    portfolio: Portfolio, entered: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, str, str, date, Kept]]:
    """Everything that there is a period for: kind, id, field (empty for all of it), its day, which period."""

    def day(kind: str, record: str, *given: str | None) -> date | None:
        text = next((each for each in given if each), None) or entered.get((kind, record), "")[:10]
        return date.fromisoformat(text) if text else None

    for item in portfolio.evidence.values():
        if from_day := day("evidence", item.id, item.date):
            yield "evidence", item.id, "", from_day, Kept.WORDS if _of_children(item) else Kept.EVIDENCE
    for action in portfolio.actions.values():
        closed = action.status in (ActionStatus.DONE, ActionStatus.CANNOT)
        if closed and (from_day := day("action", action.id, action.done_on)):
            yield "action", action.id, "", from_day, Kept.ACTION
    for measure in portfolio.measures.values():
        if from_day := day("measure", measure.id, _last_read(portfolio, measure)):
            yield "measure", measure.id, "", from_day, Kept.MEASURE
    for asked in portfolio.rounds.values():
        if from_day := day("round", asked.id, asked.date, asked.since):
            yield "round", asked.id, "", from_day, Kept.ROUND
            if asked.sentence and asked.n is not None and asked.n < SMALL:
                yield "round", asked.id, "sentence", from_day, Kept.WORDS
    for review in portfolio.reviews.values():
        if from_day := day("review", review.id, review.date):
            kept = Kept.WORDS if review.by == Reviewer.GROUP else Kept.REVIEW
            yield "review", review.id, "", from_day, kept
    for (kind, record), moment in entered.items():
        if kind in _REMOVABLE and record not in portfolio.of_kind(kind):
            yield kind, record, "", date.fromisoformat(moment[:10]), Kept.WORDS


def _of_children(item: Evidence) -> bool:
    return bool(item.perspective == Perspective.CHILDREN or item.said or item.question or item.identifiable)


def _last_read(portfolio: Portfolio, measure: Measure) -> str | None:
    days = [reading.date for reading in portfolio.readings_by_measure.get(measure.id, ()) if reading.date]
    days += [each for each in (measure.baseline_on,) if each]
    return max(days, default=None)
