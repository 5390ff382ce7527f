"""For the authority's report on children's rights: what is known, heading by heading, and room to write."""

from __future__ import annotations

from itertools import groupby

from rrsa.exchange.book import Book, Sheet, Titled
from rrsa.exchange.overview_book.gathered import Overview
from rrsa.exchange.overview_book.groups import heads
from rrsa.exchange.report.rights import article_name
from rrsa.i18n import _
from rrsa.overview.rights import Section, about_this, sections

_WIDTHS = (180, 460)
_ROOM = 64.0  # points to write into


def write(book: Book, overview: Overview) -> None:
    sheet = book.sheet("rights", _("Rights report"), _WIDTHS, growing=True)
    sheet.anchor("rights")
    sheet.put(0, _("For the report on children’s rights"), "heading", span=2)
    sheet.end(least=28)
    for text in about_this():
        sheet.put(0, text, "body", span=2)
        sheet.end(least=18)
        sheet.gap(3)
    sheet.gap(6)
    head = heads(sheet, (_("About"), "head"), (_("What is known, and what is left to write"), "head"))
    found = sections(
        overview.figures, overview.desk.portfolio, overview.help_of_all, article_name, overview.on
    )
    for section in found:
        _section(sheet, section)
    sheet.worksheet.fixed = head + 1
    sheet.finish(repeat=(head, head), one_page_wide=True)


def _section(sheet: Sheet, section: Section) -> None:
    sheet.put(0, section.title, "band", span=2)
    sheet.end(least=20)
    for (whose, about), lines in groupby(section.lines, key=lambda line: (line.whose, line.about)):
        sheet.put(0, Titled(f"{about}\n{whose}".strip()) if about else whose, "cell")
        sheet.put(1, "\n".join(line.said for line in lines), "cell")
        sheet.end(least=18)
    sheet.put(0, _("To write"), "cell_muted")
    sheet.put(1, section.to_write, "cell_muted")
    sheet.end(least=18)
    sheet.put(0, None, "cell")
    sheet.put(1, None, "cell_typed")
    sheet.end(least=_ROOM)
