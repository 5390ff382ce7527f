"""Coverage: from which perspectives each outcome is shown, with a chart; which articles are touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rrsa.exchange.book import Book, Sheet
from rrsa.exchange.content import Content
from rrsa.exchange.looks import ACCENT, FONT, INK, LINE, MUTED
from rrsa.framework.model import Article
from rrsa.i18n import _
from rrsa.scoring.coverage import article_coverage, perspective_coverage, thin_articles
from rrsa.vocabulary import Perspective

_WIDTHS = (178, 78, 84, 76, 76, 70, 78)
_CHART_ROWS = 15
_CHART_ROW = 24.0
# Told apart without colour: plain, dense stripes, dots, white with wide stripes.
_FILLS: Mapping[Perspective, dict[str, Any]] = {
    Perspective.CHILDREN: {"fill": {"color": ACCENT}},
    Perspective.OBSERVATION: {
        "pattern": {"pattern": "wide_upward_diagonal", "fg_color": ACCENT, "bg_color": "#FFFFFF"}
    },
    Perspective.RECORDS: {"pattern": {"pattern": "percent_30", "fg_color": ACCENT, "bg_color": "#FFFFFF"}},
    Perspective.ADULTS: {"fill": {"color": "#FFFFFF"}},
}


def write(book: Book, content: Content) -> None:
    sheet = book.sheet("coverage", _("Coverage"), _WIDTHS)
    sheet.anchor("coverage")
    sheet.put(0, _("Coverage"), "heading", span=7)
    sheet.end(least=28)
    about = _(
        "How many pieces show that it works, by outcome and by where they look from. Gaps are worth a look; "
        "a full row needs no more."
    )
    sheet.put(0, about, "body", span=7)
    sheet.end(least=20)
    sheet.gap(6)
    first, last = _perspectives(sheet, content)
    sheet.gap(10)
    if content.blank:
        sheet.put(0, filled_later(), "note", span=7)
        sheet.end()
    else:
        _chart(sheet, first, last)
    sheet.page_break()
    _articles(sheet, content)
    sheet.finish()


def _perspectives(sheet: Sheet, content: Content) -> tuple[int, int]:
    """The table; returns its head row and its last row."""
    head = sheet.row
    sheet.put(0, _("Outcome"), "head")
    for column, perspective in enumerate(Perspective, start=1):
        sheet.put(column, perspective.label, "head_centre")
    sheet.put(5, _("Mixed"), "head_centre")
    sheet.put(6, _("Shows not yet"), "head_centre")
    sheet.end(least=30)
    found = perspective_coverage(content.framework, content.assessment)
    for outcome in content.framework.outcomes.values():
        counts = found[outcome.id]
        sheet.put(0, f"{outcome.id} {outcome.short}", "cell")
        for column, perspective in enumerate(Perspective, start=1):
            sheet.put(column, None if content.blank else counts[perspective].works, "cell_count")
        mixed, not_yet = (sum(c.mixed for c in counts.values()), sum(c.not_yet for c in counts.values()))
        sheet.put(5, None if content.blank else mixed, "cell_count")
        sheet.put(6, None if content.blank else not_yet, "cell_count")
        sheet.end(least=17)
    return head, sheet.row - 1


def _chart(sheet: Sheet, head: int, last: int) -> None:
    """A native chart, so that any spreadsheet program draws it from the table above."""
    font = {"name": FONT, "size": 9, "color": INK}
    chart = sheet.book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for column, perspective in enumerate(Perspective, start=1):
        label = "#FFFFFF" if perspective is Perspective.CHILDREN else INK
        chart.add_series(
            {
                "name": [sheet.name, head, column],
                "categories": [sheet.name, head + 1, 0, last, 0],
                "values": [sheet.name, head + 1, column, last, column],
                "border": {"color": ACCENT, "width": 1},
                "gap": 45,
                "data_labels": {
                    "value": True,
                    "num_format": "0;;;",  # a zero needs no label
                    "font": {"name": FONT, "size": 9, "bold": True, "color": label},
                    **({} if label != INK else {"fill": {"color": "#FFFFFF"}}),
                },
                **_FILLS[perspective],
            }
        )
    chart.set_title(
        {
            "name": _("Pieces that show it works, by where they look from"),
            "name_font": {"name": FONT, "size": 11, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    chart.set_x_axis(
        {
            "name": _("Pieces of evidence"),
            "name_font": font,
            "num_font": font,
            "num_format": "0",
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
        }
    )
    chart.set_y_axis(
        {
            "name": _("Outcome"),
            "name_font": font,
            "num_font": font,
            "reverse": True,
            "crossing": "max",
            "line": {"color": MUTED},
        }
    )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": sum(_WIDTHS) - 10, "height": int(_CHART_ROWS * _CHART_ROW / 0.75) - 10})
    chart.set_chartarea({"border": {"color": LINE}})
    sheet.worksheet.insert_chart(
        sheet.row,
        0,
        chart,
        {
            "x_offset": 4,
            "y_offset": 4,
            "object_position": 1,
            "description": _("Stacked bars: pieces of evidence by outcome and perspective, as in the table."),
        },
    )
    for _row in range(_CHART_ROWS):
        sheet.gap(_CHART_ROW)


def _articles(sheet: Sheet, content: Content) -> None:
    framework = content.framework
    covered = article_coverage(framework, content.assessment)
    thin = set(thin_articles(framework, content.assessment))
    known = articles()
    sheet.put(0, _("Articles of the Convention"), "heading", span=7)
    sheet.end(least=28)
    about = _(
        "The articles that this framework names, and whether an outcome that serves them is shown. Articles "
        "43 to 54 say how the Convention is run and are never a gap."
    )
    sheet.put(0, about, "body", span=7)
    sheet.end(least=20)
    sheet.gap(6)
    head = sheet.row
    for column, span, text in (
        (0, 2, _("Article")),
        (2, 2, _("Outcomes that show it")),
        (4, 3, _("How far")),
    ):
        sheet.put(column, text, "head", span=span)
    sheet.end(least=22)
    for number, outcomes in covered.items():
        article = known.get(number)
        sheet.put(0, f"{number} {article.title}" if article else str(number), "cell", span=2)
        sheet.put(2, ", ".join(outcomes), "cell", span=2)
        how_far = None if content.blank else _how_far(bool(outcomes), number in thin)
        sheet.put(4, how_far, "cell", span=3)
        sheet.end(least=17)
    without = [str(n) for n, a in known.items() if a.kind == "right" and n not in covered]
    if without:
        sheet.gap(6)
        words = _("Named by no outcome of this framework: {articles}.").format(articles=", ".join(without))
        sheet.put(0, words, "note", span=7)
        sheet.end()
    sheet.worksheet.repeat_rows(head)


def filled_later() -> str:
    """Why the tables of a blank copy are empty."""
    return _("This fills by itself in the app, once the copy has come back.")


def _how_far(shown: bool, thin: bool) -> str:
    if not shown:
        return _("Nothing shown yet")
    return _("Thin: shown one way only") if thin else _("Shown two ways or more")


def articles() -> Mapping[int, Article]:
    """The Convention's articles by number."""
    from rrsa.framework.catalogue import rights

    return rights().by_number
