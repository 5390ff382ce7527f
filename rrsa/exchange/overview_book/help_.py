"""Help: who would like some, and whose offer speaks of the same."""

from __future__ import annotations

from rrsa.exchange.book import Book, Sheet, Titled
from rrsa.exchange.overview_book.gathered import Overview
from rrsa.i18n import _
from rrsa.overview.helping import Said, meetings
from rrsa.overview.rows import Row

_WIDTHS = (140, 170, 330)


def write(book: Book, overview: Overview) -> None:
    sheet = book.sheet("help", _("Help"), _WIDTHS)
    sheet.anchor("help")
    sheet.put(0, _("Help"), "heading", span=3)
    sheet.end(least=28)
    about = _(
        "What settings have asked for and offered, so that others hear of it. Who could help whom is told by "
        "the words alone; a call says more."
    )
    sheet.put(0, about, "body", span=3)
    sheet.end(least=20)
    found = overview.help
    if not (found.matches or found.unmet or found.open):
        sheet.gap(6)
        sheet.put(0, _("Nobody has asked for help or offered any yet."), "body", span=3)
        sheet.end(least=20)
    if found.matches:
        _heading(sheet, _("Could be brought together"))
        _heads(sheet, _("Would like help with"), _("Who asks"), _("What is offered, and by whom"))
        for wanted, offers in meetings(found):
            sheet.put(0, Titled(wanted.text), "cell")
            sheet.put(1, _settings(wanted), "cell")
            sheet.put(2, "\n".join(f"{offer.text}: {_settings(offer)}" for offer in offers), "cell")
            sheet.end(least=20)
    if found.unmet:
        _heading(sheet, _("Asked for, and nobody’s offer speaks of it yet"))
        _heads(sheet, _("Setting"), _("Would like help with"), _("Write to"))
        for row in found.unmet:
            _line(sheet, row, row.wants, row.role)
    if found.open:
        _heading(sheet, _("Offered, and nobody has asked for it yet"))
        _heads(sheet, _("Setting"), _("Could help with"), _("Write to"))
        for row in found.open:
            _line(sheet, row, row.offers, row.role)
    sheet.finish(one_page_wide=True)


def _heading(sheet: Sheet, text: str) -> None:
    sheet.gap(10)
    sheet.put(0, text, "section", span=3)
    sheet.end(least=22)
    sheet.gap(4)


def _heads(sheet: Sheet, *heads: str) -> None:
    for column, text in enumerate(heads):
        sheet.put(column, text, "head")
    sheet.end(least=22)


def _line(sheet: Sheet, row: Row, said: str | None, third: str | None) -> None:
    sheet.put(0, Titled(f"{row.name}\n{row.area or ''}".strip()), "cell")
    sheet.put(1, said, "cell")
    sheet.put(2, third, "cell")
    sheet.end(least=20)


def _settings(said: Said) -> str:
    return "; ".join(row.name for row in said.rows)
