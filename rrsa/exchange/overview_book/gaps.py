"""Gaps over many settings: outcomes that are low with many, evidence and articles that are missing."""

from __future__ import annotations

from rrsa.exchange.book import Book, CellValue, Sheet
from rrsa.exchange.overview_book.gathered import Overview
from rrsa.exchange.overview_book.groups import heads, nothing_in, section
from rrsa.i18n import _
from rrsa.overview.figure_words import no_outcome_told, share_words
from rrsa.overview.figures import Few, Share
from rrsa.overview.needs import ArticleNeed, FrameworkNeeds
from rrsa.vocabulary import Perspective

_WIDTHS = (184, 114, 114, 114, 114)


def write(book: Book, overview: Overview) -> None:
    sheet = book.sheet("gaps", _("Gaps"), _WIDTHS)
    sheet.anchor("gaps")
    sheet.put(0, _("Gaps"), "heading", span=5)
    sheet.end(least=28)
    about = _(
        "Where something is missing in many places at once, it is worth doing something about together. "
        "Every line is about five settings or more."
    )
    sheet.put(0, about, "body", span=5)
    sheet.end(least=20)
    if not overview.needs:
        sheet.gap(6)
        sheet.put(0, nothing_in(overview), "body", span=5)
        sheet.end(least=20)
    for number, needs in enumerate(overview.needs):
        if number and has_tables(overview.needs[number - 1]):
            sheet.page_break()
        sheet.gap(8)
        sheet.put(0, overview.stages.title(needs.framework), "heading", span=5)
        sheet.end(least=28)
        _weak(sheet, needs)
        _kinds(sheet, needs)
        _articles(sheet, needs)
    sheet.finish()


def has_tables(needs: FrameworkNeeds) -> bool:
    """Whether what is told of a framework fills a page."""
    return bool(needs.weak) or any(each.kinds_n for each in needs.outcomes)


def _weak(sheet: Sheet, needs: FrameworkNeeds) -> None:
    if needs.views is None:
        return
    section(
        sheet,
        _("Outcomes that are low with half of them or more"),
        _("Low is below {grade}, or not looked at yet. In the framework’s order.").format(
            grade=needs.words.grade(needs.words.low)
        )
        if needs.words.low
        else "",
        5,
    )
    if not needs.weak:
        none = _("None, as far as that is told.")
        if not needs.tells_outcomes:
            none = no_outcome_told(needs.views.n, needs.words.kind)
        sheet.put(0, none, "body", span=5)
        sheet.end(least=18)
        return
    for column, span, text in (
        (0, 1, _("Outcome")),
        (1, 2, _("Stand low")),
        (3, 2, _("Have it in their plan")),
    ):
        sheet.put(column, text, "head", span=span)
    sheet.end(least=22)
    kind = needs.words.kind
    for each in needs.weak:
        sheet.put(0, f"{each.outcome} {each.short}", "cell_strong")
        sheet.put(1, share_words(each.low, each.n, kind), "cell", span=2)
        planned = share_words(each.planned, each.planned_n, kind) if each.planned_n else _("not shared")
        sheet.put(3, planned, "cell", span=2)
        sheet.end(least=18)


def _kinds(sheet: Sheet, needs: FrameworkNeeds) -> None:
    n = max((each.kinds_n for each in needs.outcomes), default=0)
    if not n:
        return
    section(
        sheet,
        _("Kinds of evidence"),
        _("For how many of {n} settings there is evidence of each kind that it works.").format(n=n),
        5,
    )
    heads(sheet, (_("Outcome"), "head"), *((kind.label, "head_centre") for kind in Perspective))
    for each in needs.outcomes:
        sheet.put(0, f"{each.outcome} {each.short}", "cell")
        for column, kind in enumerate(Perspective, start=1):
            value, look = short_share(each.kinds.get(kind))
            sheet.put(column, value, look)
        sheet.end(least=18)


def short_share(said: Share) -> tuple[CellValue, str]:
    """A share as a cell of a table says it, and the cell's look; bold where it is missing."""
    if said is None:
        return _("not told"), "cell_muted"
    if isinstance(said, Few):
        return (_("nearly all"), "cell_centre") if said.is_high else (_("fewer than 5"), "cell_strong")
    return (_("none"), "cell_strong") if said == 0 else (int(said), "cell_count")


def _articles(sheet: Sheet, needs: FrameworkNeeds) -> None:
    if not needs.articles:
        return
    section(
        sheet,
        _("Articles of the Convention"),
        _(
            "Counted: {n} settings. Articles 43 to 54 say how the Convention is run and are never a gap."
        ).format(n=needs.articles_n),
        5,
    )
    for label, found in (
        (_("Shown by nobody"), needs.uncovered),
        (_("Shown by a few only"), needs.thin),
    ):
        sheet.put(0, label, "label")
        sheet.put(1, _named(found), "body", span=4)
        sheet.end(least=18)


def _named(found: list[ArticleNeed]) -> str:
    from rrsa.framework.catalogue import rights

    known = rights().by_number
    words = [f"{each.number} {known[each.number].title}" for each in found if each.number in known]
    return "; ".join(words) or _("none, as far as that is told")
