"""The working copy: everything that staff fill in, so that it can come back. Also blank, for staff who
have nothing installed."""

from __future__ import annotations

from rrsa.exchange.book import Book
from rrsa.exchange.content import Content
from rrsa.exchange.identity import Ledger
from rrsa.exchange.working import (
    coverage,
    evidence,
    kept,
    look_fors,
    measures,
    outcomes,
    plan,
    quick_look,
    readings,
    scores,
    start,
)
from rrsa.exchange.working.table import Desk, ticks
from rrsa.exchange.working.words import WordLists

_SHEETS = 10


def write(book: Book, content: Content) -> None:
    """All sheets, in the order in which they are filled in."""
    desk = Desk(book, content, Ledger(content.identity), WordLists(content.framework))
    start.write(book, content)
    quick_look.write(desk)
    outcomes.write(desk)
    look_fors.write(desk)
    evidence.write(desk)
    plan.write(desk)
    measures.write(desk)
    readings.write(desk)
    coverage.write(book, content)
    scores.write(book, content)
    kept.write(book, content)
    desk.ledger.write(book)
    desk.words.write(book)
    book.sheets["start"].worksheet.activate()


def steps(content: Content) -> int:
    """How often ``book.step`` is called."""
    framework = content.framework
    rows = [len(framework.outcomes), len(framework.outcomes), len(framework.indicators)]
    rows += [len(content.register), len(plan.actions(content))]
    rows += [len(measures.measures(content)), len(readings.readings(content))]
    return _SHEETS + bool(kept.kept(content)) + sum(ticks(n) for n in rows)
