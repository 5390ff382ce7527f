"""Where settings stand together: stages over groups, views and what is shown outcome by outcome, measures.

Every figure is about five settings or more, with how many were counted; it is made and suppressed in
:mod:`rrsa.overview.figures`, and nothing is counted here.
"""

from __future__ import annotations

from rrsa.exchange.book import Book, CellValue, Sheet
from rrsa.exchange.overview_book.charts import stacked
from rrsa.exchange.overview_book.gathered import Overview
from rrsa.i18n import _
from rrsa.overview.figure_words import (
    counted_words,
    how_made,
    no_outcome_told,
    nothing_told,
    share_words,
    spread_words,
    stage_words,
    whose_figures,
)
from rrsa.overview.figures import Few, Share, at_least, closed
from rrsa.overview.groups import Figure, kinds
from rrsa.overview.needs import FrameworkNeeds
from rrsa.portfolio.checks import show_day
from rrsa.store.released import AREAS

_WIDTHS = (166, 66, 66, 66, 276)


def write(book: Book, overview: Overview) -> None:
    sheet = book.sheet("groups", _("Groups"), _WIDTHS)
    sheet.anchor("groups")
    sheet.put(0, _("Groups"), "heading", span=5)
    sheet.end(least=28)
    sheet.put(0, how_made(), "body", span=5)
    sheet.end(least=20)
    if overview.needs and (whose := whose_figures(overview.figures)):
        sheet.put(0, whose, "body", span=5)
        sheet.end(least=20)
    if not overview.needs:
        sheet.gap(6)
        sheet.put(0, nothing_in(overview), "body", span=5)
        sheet.end(least=20)
    for number, needs in enumerate(overview.needs):
        if number:
            sheet.page_break()
        sheet.gap(8)
        sheet.put(0, _title(overview, needs), "heading", span=5)
        sheet.end(least=28)
        _stages(sheet, overview, needs)
        _views(sheet, needs)
        _measures(sheet, needs)
    sheet.finish()


def nothing_in(overview: Overview) -> str:
    """Why there is no figure yet."""
    if overview.figures.others_make:
        return nothing_told(overview.figures)
    return _("Nothing is told of groups yet: that needs five settings of one framework that have shared.")


def _title(overview: Overview, needs: FrameworkNeeds) -> str:
    title = overview.stages.title(needs.framework)
    return title if len(overview.needs) == 1 else f"{title} ({needs.framework})"


def section(sheet: Sheet, title: str, about: str, span: int) -> None:
    """A part of a sheet: its title, and a sentence on what it says."""
    sheet.gap(6)
    sheet.put(0, title, "section", span=span)
    sheet.end(least=22)
    sheet.gap(3)
    if about:
        sheet.put(0, about, "body", span=span)
        sheet.end(least=18)
        sheet.gap(3)


def heads(sheet: Sheet, *texts: tuple[str, str]) -> int:
    """A row of heads, each with its look; gives its number."""
    for column, (text, look) in enumerate(texts):
        sheet.put(column, text, look)
    return sheet.end(least=30)


# -- stages --------------------------------------------------------------------------------------------


def _stages(sheet: Sheet, overview: Overview, needs: FrameworkNeeds) -> None:
    figure = needs.stage
    if figure is None:
        return
    section(sheet, _("Stages"), _counted(overview, needs, figure), 5)
    for label, of in ((_("Held"), "held"), (_("Worked towards"), "aim")):
        if not figure.stages(of):
            continue
        sheet.put(0, label, "label")
        sheet.put(1, stage_words(figure, of), "body", span=4)
        sheet.end(least=18)
    sheet.gap(6)
    table: list[tuple[str, int, int | None, str]] = []
    holding = at_least(figure.stages("held"), 1)
    table.append((_("All {kinds}").format(kinds=kinds(needs.words.kind)), figure.n, holding, _whole(figure)))
    table += _areas(overview, needs)
    if all(count is None for _name, _n, count, _words in table):
        sheet.put(
            0, _("Which stages they hold is not told: it would be about fewer than five."), "body", span=5
        )
        sheet.end(least=18)
        return
    head = heads(
        sheet,
        (_("Group"), "head"),
        (_("Hold a stage"), "head_centre"),
        (_("None yet"), "head_centre"),
        (_("Counted"), "head_centre"),
        (_("In words"), "head"),
    )
    for name, n, count, words in table:
        sheet.put(0, name, "cell")
        sheet.put(1, count, "cell_count")
        sheet.put(2, None if count is None else n - count, "cell_count")
        sheet.put(3, n, "cell_count")
        sheet.put(4, words, "cell")
        sheet.end(least=18)
    sheet.gap(8)
    stacked(
        sheet,
        head=head,
        last=head + len(table),
        names=0,
        values=(1, 2),
        title=_("Settings that hold a stage, by group"),
        about=_("Stacked bars: settings that hold a stage and those that hold none yet, as in the table."),
        across=_("Settings"),
    )


def _counted(overview: Overview, needs: FrameworkNeeds, figure: Figure) -> str:
    """Who was counted and when; areas may have been counted on another day."""
    said = _("Counted: {who}.").format(who=counted_words(figure))
    by_area = overview.figures.newest(needs.framework, f"stage{AREAS}")
    if by_area is not None and by_area.said["areas"] and by_area.on != figure.on:
        said += " " + _("By area as of {day}.").format(day=show_day(by_area.on))
    return said


def _whole(figure: Figure) -> str:
    return share_words(at_least(figure.stages("held"), 1), figure.n, figure.words.kind)


def _areas(overview: Overview, needs: FrameworkNeeds) -> list[tuple[str, int, int | None, str]]:
    """A line for each area of which something is told."""
    figure = overview.figures.newest(needs.framework, f"stage{AREAS}")
    if figure is None:
        return []
    lines = []
    for area, n in sorted(figure.said["areas"].items(), key=lambda each: str(each[0]).casefold()):
        said = closed(figure.share("holding", area), int(n))
        lines.append((str(area), int(n), number(said), share_words(said, int(n), needs.words.kind)))
    return lines


def number(said: Share) -> int | None:
    """A share as a number, where it is told as one."""
    return None if said is None or isinstance(said, Few) else int(said)


# -- views ---------------------------------------------------------------------------------------------


def _views(sheet: Sheet, needs: FrameworkNeeds) -> None:
    figure = needs.views
    if figure is None:
        return
    if needs.tells_outcomes:
        sheet.page_break()
    section(
        sheet,
        _("Our views, outcome by outcome"),
        _("Counted: {who}, of those that share their views. Nothing is averaged.").format(
            who=counted_words(figure)
        ),
        5,
    )
    if not needs.tells_outcomes:
        sheet.put(0, no_outcome_told(figure.n, needs.words.kind), "body", span=5)
        sheet.end(least=18)
        return
    low = needs.words.low
    above = _("At {grade} or above").format(grade=low) if low else _("Higher")
    below = _("Below, or not looked") if low else _("Lower")
    head = heads(
        sheet,
        (_("Outcome"), "head"),
        (above, "head_centre"),
        (below, "head_centre"),
        (_("Counted"), "head_centre"),
        (_("Where they stand"), "head"),
    )
    told = 0
    for each in needs.outcomes:
        count = at_least(each.views, low) if low else None
        told += count is not None
        sheet.put(0, f"{each.outcome} {each.short}", "cell")
        sheet.put(1, count, "cell_count")
        sheet.put(2, None if count is None else figure.n - count, "cell_count")
        sheet.put(3, figure.n, "cell_count")
        sheet.put(4, spread_words(figure, each.outcome), "cell")
        sheet.end(least=18)
    if told:
        sheet.page_break()
        stacked(
            sheet,
            head=head,
            last=head + len(needs.outcomes),
            names=0,
            values=(1, 2),
            title=_("Where settings see themselves, outcome by outcome"),
            about=_("Stacked bars: settings by their own view of each outcome, as in the table."),
            across=_("Settings"),
        )
    if needs.shown is not None:
        section(
            sheet,
            _("How far they can show it"),
            _("Counted: {who}.").format(who=counted_words(needs.shown)),
            5,
        )
        for each in needs.outcomes:
            sheet.put(0, f"{each.outcome} {each.short}", "cell")
            sheet.put(1, spread_words(needs.shown, each.outcome), "cell", span=4)
            sheet.end(least=18)


# -- measures ------------------------------------------------------------------------------------------


def _measures(sheet: Sheet, needs: FrameworkNeeds) -> None:
    if not needs.measures:
        return
    section(
        sheet,
        _("What they count alike"),
        _("Measures of the same title for the same outcome, their counts added up."),
        5,
    )
    heads(
        sheet,
        (_("Measure"), "head"),
        (_("Settings"), "head_centre"),
        (_("Count"), "head_centre"),
        (_("Out of"), "head_centre"),
        (_("Since the start"), "head"),
    )
    for figure in needs.measures:
        said = figure.said
        count: CellValue = said["total"] if said["total"] is not None else _("not told")
        sheet.put(0, said["title"], "cell")
        sheet.put(1, figure.n, "cell_count")
        sheet.put(2, count, "cell_count")
        sheet.put(3, said["of"], "cell_count")
        sheet.put(4, _better(figure), "cell")
        sheet.end(least=18)


def _better(figure: Figure) -> str:
    said = figure.said
    if not said["compared"]:
        return _("not told: fewer than five say how it began")
    share = closed(figure.share("better"), int(said["compared"]))
    if share is None:
        return _("not told: it would be about fewer than five")
    better = share_words(share, said["compared"], figure.words.kind)
    return _("better in {some}, counted up to {day}").format(some=better, day=show_day(said["until"]))
