"""Targets: what a group of settings is to reach by a day, where it began, and how far it has come."""

from __future__ import annotations

from rrsa.errors import BadInput
from rrsa.exchange.book import Book, Titled
from rrsa.exchange.overview_book.gathered import Overview
from rrsa.exchange.overview_book.groups import heads
from rrsa.i18n import _
from rrsa.overview.groups import group_of
from rrsa.overview.targets import Progress, baseline, in_order, is_reached, progress, wanted_words
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.desk import Target

_WIDTHS = (176, 122, 124, 136, 82)


def write(book: Book, overview: Overview) -> None:
    sheet = book.sheet("targets", _("Targets"), _WIDTHS)
    sheet.anchor("targets")
    sheet.put(0, _("Targets"), "heading", span=5)
    sheet.end(least=28)
    about = _(
        "What a group of settings is to reach together. Progress is counted from the same figures as Groups, "
        "so it says no more than they do."
    )
    sheet.put(0, about, "body", span=5)
    sheet.end(least=20)
    sheet.gap(6)
    targets = in_order(overview.desk.portfolio)
    if not targets:
        sheet.put(0, _("No target is set yet; rrsa overview targets sets one."), "body", span=5)
        sheet.end(least=20)
        sheet.finish(one_page_wide=True)
        return
    head = heads(
        sheet,
        (_("Target"), "head"),
        (_("What is wanted"), "head"),
        (_("When it was set"), "head"),
        (_("Now"), "head"),
        (_("Reached"), "head"),
    )
    for target in targets:
        now = progress(overview.figures, target)
        sheet.put(0, Titled(f"{target.title or target.id}\n{_group(target)}"), "cell")
        sheet.put(1, wanted_words(target, overview.on), "cell")
        sheet.put(2, baseline(target, now.kind).words, "cell")
        sheet.put(3, now.words, "cell")
        sheet.put(4, _reached(target, now), "cell")
        sheet.end(least=20)
        if target.note:
            sheet.put(0, target.note, "cell_muted", span=5)
            sheet.end(least=18)
    sheet.finish(repeat=(head, head), one_page_wide=True)


def _group(target: Target) -> str:
    try:
        return group_of(target.group or "all").label
    except BadInput:
        return target.group or ""


def _reached(target: Target, now: Progress) -> str:
    """In words; a target that is not reached yet is no failure, and a closed one says its day."""
    reached = is_reached(target, now)
    words = _("not told") if reached is None else _("yes") if reached else _("not yet")
    if target.closed_on:
        return _("{words}; closed {day}").format(words=words, day=show_day(target.closed_on))
    return words
