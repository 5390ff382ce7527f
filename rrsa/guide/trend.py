"""How it went over time: the portfolio as it stood then, by the framework text that was in force then.

A handful of days are chosen from the journal, the portfolio of each is told again in one pass, and each is
assessed as of its own day. What was taken back later counts as it stood then. A spread is shown, never an
average: how many outcomes hold which grade.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.model import Framework
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.scoring.model import Assessment

MOST = 12
"""Days looked back to, besides now."""
_ENOUGH = 3
"""So many months are worth showing month by month; a shorter history is shown by weeks or days."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where the setting stood at the end of one day.

    ``views`` and ``ways`` hold every outcome of the framework then in force; ``stages`` its stages, each as
    conditions met and in all.
    """

    on: date
    revision: int
    framework: Framework
    views: Mapping[str, int | None]
    ways: Mapping[str, int]
    stages: Mapping[str, tuple[int, int]]

    @property
    def spread(self) -> Mapping[int | None, int]:
        """Grade → how many outcomes hold it; ``None`` counts those that nobody had looked at."""
        return Counter(self.views.values())

    @property
    def looked_at(self) -> int:
        return sum(1 for view in self.views.values() if view is not None)

    @property
    def shown_twice(self) -> int:
        """Outcomes shown two ways or more."""
        return sum(1 for ways in self.ways.values() if ways >= 2)


@dataclass(frozen=True, slots=True)
class Trend:
    """Points in the order of their days; the last one is now."""

    points: tuple[Point, ...]

    @property
    def first(self) -> Point:
        return self.points[0]

    @property
    def now(self) -> Point:
        return self.points[-1]

    @property
    def begun(self) -> bool:
        """Whether there is anything to look back on."""
        return len(self.points) > 1

    def views_of(self, outcome: str) -> tuple[int | None, ...]:
        """An outcome's views, one a point; ``None`` too where the framework then did not have it."""
        return tuple(point.views.get(outcome) for point in self.points)


def trend(evaluation: Evaluation, *, most: int = MOST) -> Trend:
    """The points of a setting, at most ``most`` of them besides now.

    It reads the journal and assesses once a point, so a screen asks for it in a thread.
    """
    framework, portfolio, assessment = evaluation.framework, evaluation.portfolio, evaluation.assessment
    revision, store, setting = evaluation.revision, evaluation.store, evaluation.setting_id
    now = _point(framework, assessment, revision)
    moments = [(n, local_day(at)) for n, at in store.moments(setting) if n < revision]
    chosen = chosen_days([(n, day) for n, day in moments if day <= assessment.on], most=most)
    texts = {portfolio.setting.framework_sha256: framework}
    points = []
    for n, then in store.portfolios_at(setting, chosen):
        sha256 = then.setting.framework_sha256
        if sha256 not in texts:
            texts[sha256] = _adopted(evaluation, sha256)
        points.append(_assessed(texts[sha256], then, chosen[n], n))
    return Trend((*points, now))


def local_day(moment: str) -> date:
    """The local day of a UTC moment."""
    return datetime.fromisoformat(moment).astimezone().date()


def chosen_days(moments: Iterable[tuple[int, date]], *, most: int = MOST) -> dict[int, date]:
    """The revisions to look back to → their days, from revisions in order.

    The last of each month in which something changed; of each week or each day where there are too few
    months to tell anything. More than ``most`` are thinned evenly, and the first is kept.
    """
    known = list(moments)
    last: dict[object, tuple[int, date]] = {}
    for grain in (_month, _week, _same):
        last = {grain(day): (revision, day) for revision, day in known}
        if len(last) >= _ENOUGH:
            break
    found = list(last.values())
    if len(found) > most:
        step = (len(found) - 1) / max(most - 1, 1)
        found = [found[round(n * step)] for n in range(most)]
    return dict(found)


def _month(day: date) -> object:
    return day.year, day.month


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _same(day: date) -> object:
    return day


def _adopted(evaluation: Evaluation, sha256: str | None) -> Framework:
    """The text that was in force, as the setting keeps it."""
    from rrsa.framework.adopted import adopt

    return adopt(evaluation.store.framework_text(evaluation.setting_id, sha256 or "")).framework


def _assessed(framework: Framework, portfolio: Portfolio, on: date, revision: int) -> Point:
    from rrsa.scoring.assess import assess

    return _point(framework, assess(framework, portfolio, on), revision)


def _point(framework: Framework, assessment: Assessment, revision: int) -> Point:
    return Point(
        on=assessment.on,
        revision=revision,
        framework=framework,
        views={outcome: found.view for outcome, found in assessment.outcomes.items()},
        ways={outcome: found.ways for outcome, found in assessment.outcomes.items()},
        stages={stage: (found.met, found.total) for stage, found in assessment.stages.items()},
    )


# -- in words --------------------------------------------------------------------------------------


def spread_words(point: Point) -> str:
    """``3 First steps · 2 Making a difference · 4 not looked at yet``."""
    spread = point.spread
    parts = [f"{n} {step.name}" for step in point.framework.scale if (n := spread.get(step.grade, 0))]
    if n := spread.get(None, 0):
        parts.append(ngettext("{n} not looked at yet", "{n} not looked at yet", n).format(n=n))
    return " · ".join(parts)


def sentences(found: Trend, stage: str) -> list[str]:
    """What has become of it since the first point, in words; ``stage`` is the one that is asked about."""
    if not found.begun:
        return [_("There is nothing to look back on yet. After the next few sittings there will be.")]
    first, now = found.first, found.now
    day = show_day(first.on)
    if first.looked_at:
        looked = _("On {day}, {then} of {total_then} outcomes had been looked at; now {now} of {total}.")
        views = [_("Our views on {day}: {spread}.").format(day=day, spread=spread_words(first))]
    else:
        looked = _("On {day}, nobody had looked at any outcome yet; now {now} of {total}.")
        views = []
    said = [
        looked.format(
            day=day,
            then=first.looked_at,
            total_then=len(first.views),
            now=now.looked_at,
            total=len(now.views),
        ),
        *views,
        _("Our views now: {spread}.").format(spread=spread_words(now)),
        _("Shown two ways or more: {then} outcomes then, {now} now.").format(
            then=first.shown_twice, now=now.shown_twice
        ),
    ]
    if stage in first.stages:
        (met_then, total_then), (met, total) = first.stages[stage], now.stages[stage]
        said.append(
            _("{stage}: {then} of {total_then} things in place then, {now} of {total} now.").format(
                stage=now.framework.stage_by_id[stage].name,
                then=met_then,
                total_then=total_then,
                now=met,
                total=total,
            )
        )
    said += [each for each in (_lower(found), _texts(found.points)) if each]
    return said


def _lower(found: Trend) -> str:
    """Views that are lower than they once were: a closer look, as likely as not."""
    if len({point.framework.ref for point in found.points}) > 1:
        return ""  # another text may count its grades in another way
    lower = []
    for outcome in found.now.views:
        views = [view for view in found.views_of(outcome) if view is not None]
        if views and views[-1] < max(views):
            lower.append(outcome)
    if not lower:
        return ""
    return ngettext(
        "Outcome {ids} has a lower view than it once had. Often that is a closer look, not a step back.",
        "Outcomes {ids} have a lower view than they once had. Often that is a closer look, not a step back.",
        len(lower),
    ).format(ids=", ".join(lower))


def _texts(points: Sequence[Point]) -> str:
    """Which framework texts were in force, where there was more than one."""
    refs = list(dict.fromkeys(point.framework.ref for point in points))
    if len(refs) < 2:
        return ""
    return _("Each day is read by the framework text then in force: {texts}.").format(texts=", ".join(refs))
