"""What covers of workbooks are made of: a head, facts behind their labels, what is inside, and notes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rrsa.exchange.book import Sheet
from rrsa.i18n import _

WIDTHS = (150, 490)
"""Pixels of a cover's two columns: labels, and what stands behind them."""


def head(sheet: Sheet, eyebrow: str, title: str, subtitle: str) -> None:
    """What the workbook is, in three sizes, over a rule."""
    sheet.put(0, eyebrow, "eyebrow", span=2)
    sheet.end()
    sheet.put(0, title, "title", span=2)
    sheet.end(least=44)
    sheet.put(0, subtitle, "subtitle", span=2)
    sheet.end(least=24)
    sheet.put(0, None, "rule", span=2)
    sheet.end(least=12)


def fact(sheet: Sheet, label: str, value: str | date) -> None:
    """A label and what it is; a day can be reckoned with."""
    sheet.put(0, label, "label")
    sheet.put(1, value, "body_day" if isinstance(value, date) else "body")
    sheet.end(least=20)


def section(sheet: Sheet, title: str) -> None:
    """A heading, with room below it."""
    sheet.put(0, title, "section", span=2)
    sheet.end(least=22)
    sheet.gap(4)


def inside(sheet: Sheet, sheets: Iterable[tuple[str, str, str]]) -> None:
    """The other sheets: the key that each is known by, its name, which leads there, and what it is about."""
    section(sheet, _("Inside"))
    for key, name, about in sheets:
        sheet.put(0, name, "link", link=key)
        sheet.put(1, about, "body")
        sheet.end(least=18)
