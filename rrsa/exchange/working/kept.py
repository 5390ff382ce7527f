"""Kept from before: what was said under an earlier framework and has not gone along. It is to be read here,
and settled in the app or with ``rrsa migrate``; nothing of it comes back with the workbook."""

from __future__ import annotations

from rrsa.exchange.book import Book
from rrsa.exchange.content import Content
from rrsa.exchange.identity import reference
from rrsa.guide.parked import Kept, beside_words, history, queue
from rrsa.i18n import _

_WIDTHS = (90, 150, 130, 220, 330, 190, 130)
_LOOKS = ("cell_ref", "cell", "cell", "cell", "cell", "cell", "cell")


def kept(content: Content) -> tuple[Kept, ...]:
    """What there is of it; nothing in a blank copy."""
    if content.blank:
        return ()
    return (*queue(content.framework, content.portfolio), *history(content.portfolio))


def write(book: Book, content: Content) -> None:
    """The sheet, where there is anything to show."""
    found = kept(content)
    if not found:
        return
    sheet = book.sheet("kept", _("Kept from before"), _WIDTHS, landscape=True)
    sheet.anchor("kept")
    sheet.put(0, _("Kept from before"), "heading", span=len(_WIDTHS))
    sheet.end(least=28)
    about = _(
        "Said under an earlier framework, and not taken over into this one, or not yet. Nothing of it counts "
        "in what the other sheets say. It is settled in the app, or with rrsa migrate --queue."
    )
    sheet.put(0, about, "body", span=len(_WIDTHS))
    sheet.end(least=34)
    head = sheet.row
    heads = (
        _("Reference"),
        _("Where it lies"),
        _("What it is"),
        _("What it was about"),
        _("What was said"),
        _("Said under"),
        _("What was done with it"),
    )
    for column, text in enumerate(heads):
        sheet.put(column, text, "head")
    sheet.end(least=22)
    looks = tuple(map(sheet.book.look, _LOOKS))
    for each in found:
        cells = (
            reference(each.id),
            beside_words(content.framework, each),
            each.label,
            each.about,
            each.words,
            each.origin,
            each.settled or _("waits"),
        )
        sheet.line(cells, looks)
    sheet.finish(one_page_wide=True, repeat=(head, head))
