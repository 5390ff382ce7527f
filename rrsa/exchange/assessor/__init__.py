"""The assessor's copy: selective, print-ready, read in ten minutes. It holds no score and no cap."""

from __future__ import annotations

from rrsa.exchange.assessor import children, cover, evidence, outcomes, plan, summary, visit
from rrsa.exchange.book import Book
from rrsa.exchange.content import Content
from rrsa.exchange.identity import Ledger

SHEETS = (cover, summary, outcomes, evidence, children, plan, visit)


def write(book: Book, content: Content) -> None:
    """All sheets, in the order in which they are read."""
    for piece, path in (content.files or {}).items():
        book.anchor(f"file:{piece}", f"external:{path}")
    for sheet in SHEETS:
        sheet.write(book, content)
    Ledger(content.identity).write(book)
    book.sheets["cover"].worksheet.activate()


def steps(_content: Content) -> int:
    """How often ``book.step`` is called."""
    return len(SHEETS)
