"""Measures as they may leave: every figure beside how many it is out of, small numbers hidden.

A count of people is one part of how many there are, and what is left over is another, so both are weighed:
39 of 41 gives two away as surely as *two* does. Counts of events are no counts of people and stay; how many
people they are about is shown by the same rule. Nothing is turned into a percentage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rrsa.exchange.report.paper import Bar, Bars, Cell, Chart, Table
from rrsa.exchange.report.subject import Subject
from rrsa.framework.model import Outcome
from rrsa.guide.measures import MeasureView, Point, Role, measure_views
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.privacy import SMALL, show_count, suppress
from rrsa.quantity import quantity_word
from rrsa.vocabulary import Better

_MOST = 10
"""Figures that one chart shows: the first, then the latest."""
_FEW_PEOPLE = 10
"""Among fewer people than this, *fewer than five* would nearly be a number."""


def measures(subject: Subject, outcome: Outcome) -> list[MeasureView]:
    """An outcome's measures that have a figure to show."""
    views = measure_views(subject.framework, subject.portfolio, subject.content.on, outcome.id)
    return [view for view in views if view.points]


def chart(view: MeasureView) -> Chart:
    """A measure over time, a bar a figure."""
    points = view.points if len(view.points) < _MOST else (view.points[0], *view.points[2 - _MOST :])
    top = max([point.count for point in view.series] + [1])
    bars = []
    for point in (*points, view.target) if view.target else points:
        hidden = view.people and not may_be_seen(point)
        whole = (point.n or max(point.count, 1)) if view.people else top
        count = None if hidden else point.count
        bars.append(Bar(_label(point), figure(view, point), count, whole, point.role is Role.TARGET))
    title = view.measure.title or "–"
    return Chart(
        title=title,
        said=" ".join(said(view)),
        drawing=Bars(tuple(bars)),
        table=Table(
            caption=title,
            heads=(_("When"), _("What was counted")),
            rows=tuple((Cell(bar.label), Cell(bar.words)) for bar in bars),
            widths=(35, 65),
        ),
    )


def figure(view: MeasureView, point: Point) -> str:
    """A figure in words, as it may leave: ``the majority, 121 of 164``; ``9 times among 6 people``."""
    if not view.people:
        times = ngettext("{count} time", "{count} times", point.count).format(count=point.count)
        if not point.n:
            return times
        return _("{times} among {n} people").format(times=times, n=show_count(point.n))
    n = point.n or 0
    if n < point.count or n == 0:
        return _("out of how many is not noted")
    words = _("{count} of {n}").format(count=point.count, n=n)
    if may_be_seen(point):
        word = quantity_word(point.count, n) if view.shares else ""
        return _("{word}, {figure}").format(word=word, figure=words) if word else words
    if n < _FEW_PEOPLE:
        return _("not shown: too few people")
    if not view.shares or _words_tell(n):
        return _("not shown: a small number would be seen")
    return _("{word} of {n}").format(word=quantity_word(point.count, n), n=n)


def may_be_seen(point: Point) -> bool:
    """Whether a count of people may be seen beside how many there are."""
    n = point.n or 0
    return n >= point.count and None not in suppress({"so": point.count, "not": n - point.count}).values()


def _words_tell(n: int) -> bool:
    """Whether among so many people a word would say a number that may not be seen: *almost all* of 14 are
    13. Then none of these words is said of them, or the silence would say as much."""
    hidden = (*range(1, SMALL), *range(n - SMALL + 1, n))
    return 1 in Counter(quantity_word(count, n) for count in hidden).values()


def _label(point: Point) -> str:
    day = show_day(point.day)
    if point.role is Role.TARGET:
        return _("Target, by {day}").format(day=day) if day else _("Target")
    if point.role is Role.BASELINE:
        return _("{day}, the baseline").format(day=day) if day else _("Baseline")
    return day or _("No date")


def said(view: MeasureView) -> Iterator[str]:
    """What a measure comes to in a few sentences, and nothing about why."""
    first, latest = view.first, view.latest
    if first is None or latest is None:
        return
    if first is latest:
        yield _("Counted once so far: {figure}.").format(figure=figure(view, latest))
    else:
        yield _("First {first}; most lately {latest}.").format(
            first=figure(view, first), latest=figure(view, latest)
        )
    if view.measure.better in set(Better):
        yield _("{direction}.").format(direction=Better(view.measure.better or "").label)
    if view.measure.source:
        yield _("From: {source}.").format(source=view.measure.source.rstrip("."))
    done = [each for each in view.beside if each.tied and each.done]
    if done:
        yield _("Done about it meanwhile: {what}.").format(
            what="; ".join(each.what.rstrip(".") for each in done)
        )
