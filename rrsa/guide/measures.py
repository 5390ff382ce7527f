"""A measure as people read it: what it was, what it is, where it should go, and what was done beside it.

How many there are (``n``) is always said. Shares of people have a quantity word in front, by the rule of
:mod:`rrsa.quantity`; in a house, where they would mean little and soon say who is meant, only counts are
given. No sentence here says that an action was the reason for a figure: the two stand side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from rrsa.framework.model import Framework
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action, Measure
from rrsa.quantity import quantity_word
from rrsa.vocabulary import ActionStatus, Better, Counts


class Role(StrEnum):
    """What a point of a measure is."""

    BASELINE = "baseline"
    READING = "reading"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Point:
    """A measure on one day: ``count`` of ``n`` people, or so many events among ``n`` people."""

    role: Role
    day: str | None  # ISO; a baseline or a target may be without one
    count: int
    n: int | None
    note: str = ""
    reading: str = ""  # the reading's id; empty for a baseline or a target


class Beside(NamedTuple):
    """Something done, or to be done, on the same time line."""

    action: str
    what: str
    who: str
    day: str | None  # done on, else due
    status: ActionStatus
    tied: bool  # it was meant to move this very measure; otherwise it is of the same outcome

    @property
    def done(self) -> bool:
        return self.status is ActionStatus.DONE


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One measure with all that belongs beside it."""

    measure: Measure
    points: tuple[Point, ...]  # the baseline and the readings, earliest first
    target: Point | None
    beside: tuple[Beside, ...]  # earliest first; those without a day last
    shares: bool  # whether shares of people may be spoken of
    on: date

    @property
    def people(self) -> bool:
        """Whether it counts people; otherwise it counts how often something happened."""
        return self.measure.counts == Counts.PEOPLE

    @property
    def first(self) -> Point | None:
        return self.points[0] if self.points else None

    @property
    def latest(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def readings(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.role is Role.READING)

    @property
    def series(self) -> tuple[Point, ...]:
        """Everything that has a number: the points and then the target, for whoever draws them."""
        return self.points + ((self.target,) if self.target else ())

    @property
    def reached(self) -> bool:
        """Whether the latest count is at the target, or beyond it on the better side."""
        if self.target is None or self.latest is None:
            return False
        now, wanted = self.size(self.latest), self.size(self.target)
        return now <= wanted if self.measure.better == Better.FEWER else now >= wanted

    def size(self, point: Point) -> Fraction:
        """What points are compared and drawn by: the exact share of people where shares may be spoken of,
        else the count."""
        if self.shares and point.n:
            return Fraction(point.count, point.n)
        return Fraction(point.count)


# -- reading it out of a portfolio ----------------------------------------------------------------------


def measure_view(framework: Framework, portfolio: Portfolio, measure: str, on: date) -> MeasureView:
    """A measure as of the day ``on``. Raises :class:`KeyError` where there is none with that id."""
    record = portfolio.measures[measure]
    points = [
        Point(Role.READING, reading.date, reading.count, reading.n, reading.note or "", reading.id)
        for reading in portfolio.readings_by_measure.get(measure, ())
        if reading.count is not None
    ]
    if record.baseline is not None:
        points.append(Point(Role.BASELINE, record.baseline_on, record.baseline, record.baseline_n))
    # A baseline comes before a reading of the same day, and one without a day before everything.
    points.sort(key=lambda point: (point.day or "", point.role is Role.READING, point.reading))
    target = None
    if record.target is not None:
        target = Point(Role.TARGET, record.target_on, record.target, record.target_n)
    shares = framework.percentages and record.counts == Counts.PEOPLE and all(p.n for p in points)
    return MeasureView(record, tuple(points), target, _beside(portfolio, record), shares, on)


def measure_views(
    framework: Framework, portfolio: Portfolio, on: date, outcome: str | None = None
) -> tuple[MeasureView, ...]:
    """The measures of ``outcome``, or all: by the framework's outcomes, then by title."""
    by_outcome = portfolio.measures_by_outcome
    order = [outcome] if outcome else list(dict.fromkeys((*framework.outcomes, *sorted(by_outcome))))
    found = [m for o in order for m in sorted(by_outcome.get(o, ()), key=lambda m: (m.title or "", m.id))]
    return tuple(measure_view(framework, portfolio, each.id, on) for each in found)


def _beside(portfolio: Portfolio, measure: Measure) -> tuple[Beside, ...]:
    """The actions meant to move the measure, and the outcome's others that are meant for no other one."""
    tied = [action for action in portfolio.actions.values() if action.measure == measure.id]
    others = [
        action
        for action in portfolio.actions_by_outcome.get(measure.outcome or "", ())
        if not action.measure and action.status != ActionStatus.CANNOT
    ]
    found = [_as_beside(action, tied=True) for action in tied]
    found += [_as_beside(action, tied=False) for action in others]
    return tuple(sorted(found, key=lambda b: (b.day or "9999", b.action)))


def _as_beside(action: Action, *, tied: bool) -> Beside:
    status = ActionStatus(action.status or ActionStatus.PLANNED)
    day = action.done_on if status is ActionStatus.DONE else action.due
    return Beside(action.id, action.what or "", action.who or "", day, status, tied)


# -- in words -------------------------------------------------------------------------------------------


def count_words(view: MeasureView, point: Point) -> str:
    """One count with its ``n``: ``the majority, 24 of 41``; ``4 of 6``; ``12 times among 6 people``."""
    if view.people:
        if not point.n:
            return _("{count} (out of how many is not noted)").format(count=point.count)
        said = _("{count} of {n}").format(count=point.count, n=point.n)
        if view.shares and point.count <= point.n:
            return _("{word}, {said}").format(word=quantity_word(point.count, point.n), said=said)
        return said
    times = ngettext("{count} time", "{count} times", point.count).format(count=point.count)
    if not point.n:
        return _("{times} (among how many people is not noted)").format(times=times)
    return ngettext("{times}, with {n} person", "{times} among {n} people", point.n).format(
        times=times, n=point.n
    )


def number_words(view: MeasureView, point: Point) -> str:
    """One count as short as can be, for a drawing or a table: ``24/41``; ``12``."""
    return f"{point.count}/{point.n}" if view.people and point.n else str(point.count)


def point_words(view: MeasureView, point: Point) -> str:
    """A count with its day, where it has one."""
    said = count_words(view, point)
    return _("{said}, on {day}").format(said=said, day=show_day(point.day)) if point.day else said


def now_words(view: MeasureView) -> str:
    """The latest count with its day; or that there is none."""
    return point_words(view, view.latest) if view.latest else _("nothing counted yet")


def change_sentences(view: MeasureView) -> str:
    """Which way it has gone since the beginning, both counts said in full, and nothing about why."""
    first, latest = view.first, view.latest
    if first is None or latest is None:
        return _("Nothing has been counted yet.")
    if first is latest:
        said = point_words(view, first)
        if first.role is Role.BASELINE:
            return _("The baseline is {said}. Nothing has been counted since.").format(said=said)
        return _("{said}. A second reading will show which way it goes.").format(said=_capital(said))
    sentences = [
        _("{compared}: {before} then; {after}.").format(
            compared=_compared(view, first, latest),
            before=count_words(view, first),
            after=point_words(view, latest),
        )
    ]
    if not view.shares and first.n and latest.n and first.n != latest.n:
        sentences.append(_("There were not as many people then as now, so compare with care."))
    return " ".join(sentences)


def change_word(view: MeasureView) -> str:
    """The change in two or three words, with its shape: ``▼ fewer``; empty where nothing can be compared."""
    if view.first is None or view.latest is None or view.first is view.latest:
        return ""
    before, after = view.size(view.first), view.size(view.latest)
    if before == after:
        return _("= no change")
    return _("▲ more") if after > before else _("▼ fewer")


def _compared(view: MeasureView, first: Point, latest: Point) -> str:
    before, after = view.size(first), view.size(latest)
    by_share = view.shares and first.n != latest.n
    day = show_day(first.day)
    if before == after:
        text = _("The same share as on {day}") if by_share else _("As many as on {day}")
        dayless = _("The same share as at the beginning") if by_share else _("As many as at the beginning")
    elif after > before:
        text = _("A larger share than on {day}") if by_share else _("More than on {day}")
        dayless = _("A larger share than at the beginning") if by_share else _("More than at the beginning")
    else:
        text = _("A smaller share than on {day}") if by_share else _("Fewer than on {day}")
        dayless = _("A smaller share than at the beginning") if by_share else _("Fewer than at the beginning")
    return text.format(day=day) if day else dayless


def target_sentence(view: MeasureView) -> str:
    """Where it should go and by when, and whether it is there."""
    better = Better(view.measure.better).label if view.measure.better else ""
    if view.target is None:
        return _("{better}; no target is set.").format(better=better) if better else _("No target is set.")
    said = count_words(view, view.target)
    day = view.target.day
    if view.reached:
        text = _("{better}; the target, {said}, is reached.")
    elif day and day < view.on.isoformat():
        text = _("{better}; the target was {said}, by {day}.")
    elif day:
        text = _("{better}; the target is {said}, by {day}.")
    else:
        text = _("{better}; the target is {said}.")
    return text.format(better=better, said=said, day=show_day(day))


def line_words(view: MeasureView) -> str:
    """All of it in one line, for an outcome's page: where it stands, against what, and the target."""
    parts = [now_words(view)]
    if view.first is not None and view.first is not view.latest:
        began = _("{change} since {day} ({number})") if view.first.day else _("{change}, from {number}")
        parts.append(
            began.format(
                change=change_word(view),
                day=show_day(view.first.day),
                number=number_words(view, view.first),
            )
        )
    if view.target is not None:
        number = number_words(view, view.target)
        text = _("target {number}, reached") if view.reached else _("target {number}")
        parts.append(text.format(number=number))
    return "; ".join(parts)


def beside_words(each: Beside) -> str:
    """How far an action has come, and its day: ``Done, 3 Mar 2026``."""
    day = show_day(each.day)
    if not day:
        return each.status.label
    if each.done:
        return _("{status}, {day}").format(status=each.status.label, day=day)
    return _("{status}, by {day}").format(status=each.status.label, day=day)


def caution() -> str:
    """What to bear in mind wherever actions stand beside figures."""
    return _(
        "What was done stands beside what was counted. The figures do not say whether one is the reason for "
        "the other."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
