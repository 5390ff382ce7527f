"""Targets: what a group of settings is to reach by a day, and how far that has come."""

from __future__ import annotations

from rrsa.exchange.book import Book
from rrsa.exchange.overview_book.gathered import Overview
from rrsa.i18n import _

_WIDTHS = (176, 100, 84, 280)


def write(book: Book, overview: Overview) -> None:
    sheet = book.sheet("targets", _("Targets"), _WIDTHS)
    sheet.anchor("targets")
    sheet.put(0, _("Targets"), "heading", span=4)
    sheet.end(least=28)
    if not overview.desk.portfolio.targets:
        sheet.put(0, _("No target is set yet: rrsa overview targets sets one."), "body", span=4)
        sheet.end(least=20)
    sheet.finish()
