"""Making a snapshot of a setting: from what may leave of it, and of that only the parts that it chose."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from rrsa.framework.model import Framework
from rrsa.guide.coverage import coverage
from rrsa.guide.measures import MeasureView, Point, measure_views
from rrsa.guide.shared import Part, Shared, SharedMeasure, SharedOutcome, SharedPiece, with_needed
from rrsa.portfolio.checks import clean_text
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.privacy import SMALL, suppress
from rrsa.portfolio.records import SettingRecord
from rrsa.scoring.model import Assessment, OutcomeAssessment
from rrsa.vocabulary import ActionStatus, Better, Counts, Perspective

_OF_OUTCOMES = frozenset({Part.VIEWS, Part.SHOWN, Part.ACTIONS, Part.EVIDENCE, Part.MODERATION})


def snapshot_of(
    setting_id: str,
    framework: Framework,
    portfolio: Portfolio,
    assessment: Assessment,
    parts: Collection[Part],
    *,
    at: str,
    by: str,
) -> Shared:
    """A snapshot of ``portfolio``, which must have been through the gate, and of what that comes to.

    ``at`` is a moment in UTC and ``by`` a role. Figures are suppressed here as exports suppress them.
    """
    chosen = with_needed(parts)
    record = portfolio.setting
    return Shared(
        setting=setting_id,
        name=_clean(record.name) or setting_id,
        kind=framework.for_,
        area=_clean(record.area),
        framework=framework.ref,
        framework_sha256=record.framework_sha256 or "",
        at=at,
        by=by,
        parts=chosen,
        held=record.held,
        aim=record.aim,
        accredited_on=record.accredited_on,
        expires_on=expires_on(framework, record),
        visit_on=record.visit_on,
        wants=_clean(record.help_wanted),
        offers=_clean(record.help_offered),
        scale={step.grade: clean_text(step.name) for step in framework.scale},
        low_grade=framework.low_grade,
        stages={stage.id: clean_text(stage.name) for stage in framework.stages},
        short={outcome.id: clean_text(outcome.short) for outcome in framework.outcomes.values()},
        outcomes=_outcomes(framework, portfolio, assessment, chosen) if chosen & _OF_OUTCOMES else {},
        measures=tuple(_measures(framework, portfolio, assessment.on)) if Part.MEASURES in chosen else (),
        articles=_articles(framework, assessment) if Part.EVIDENCE in chosen else {},
    )


def expires_on(framework: Framework, record: SettingRecord) -> str | None:
    """The day on which the stage held runs out, as its framework has it; ``None`` where it doesn't."""
    stage = framework.stage_by_id.get(record.held or "")
    if stage is None or stage.lasts_months is None or not record.accredited_on:
        return None
    return _months_later(date.fromisoformat(record.accredited_on), stage.lasts_months).isoformat()


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)
    return date(year, month + 1, min(day.day, last.day))


def _outcomes(
    framework: Framework, portfolio: Portfolio, assessment: Assessment, parts: frozenset[Part]
) -> Mapping[str, SharedOutcome]:
    found = {}
    for outcome in framework.outcomes:
        here = assessment.outcomes[outcome]
        statuses = [
            ActionStatus(a.status or ActionStatus.PLANNED)
            for a in portfolio.actions_by_outcome.get(outcome, ())
        ]
        actions, views = Part.ACTIONS in parts, Part.VIEWS in parts
        said = portfolio.outcomes.get(outcome) if Part.MODERATION in parts else None
        found[outcome] = SharedOutcome(
            outcome,
            state=here.state if views else None,
            view=here.view if views else None,
            shown=here.shown if Part.SHOWN in parts else None,
            evidence=_kinds(here) if Part.EVIDENCE in parts else {},
            open_actions=sum(status.is_open for status in statuses) if actions else None,
            done_actions=sum(status is ActionStatus.DONE for status in statuses) if actions else None,
            line=_clean(said.line) if said else None,
            achieved=_clean(said.achieved) if said else None,
            difference=_clean(said.difference) if said else None,
            pieces=tuple(_pieces(portfolio, here)) if Part.MODERATION in parts else (),
        )
    return found


def _kinds(outcome: OutcomeAssessment) -> Mapping[Perspective, int]:
    counts = {p: sum(1 for piece in outcome.counting if piece.perspective is p) for p in Perspective}
    return {p: n for p, n in counts.items() if n}


def _pieces(portfolio: Portfolio, outcome: OutcomeAssessment) -> Iterator[SharedPiece]:
    """The titles of evidence, strongest first; none of a piece in which a child could be recognised."""
    for piece in outcome.pieces:
        item = portfolio.evidence[piece.evidence]
        title = _clean(item.title)
        if title and not item.identifiable:
            yield SharedPiece(title, piece.perspective, piece.direction, item.date)


def _measures(framework: Framework, portfolio: Portfolio, on: date) -> Iterator[SharedMeasure]:
    for view in measure_views(framework, portfolio, on):
        record = view.measure
        title = _clean(record.title)
        if not title or not record.outcome:
            continue
        first = view.first if view.first is not view.latest else None
        figures = [_figures(view, point) for point in (view.latest, first, view.target)]
        (count, n, hidden), (baseline, baseline_n, hidden_first), (target, target_n, hidden_target) = figures
        yield SharedMeasure(
            title=title,
            outcome=record.outcome,
            counts=Counts(record.counts or Counts.PEOPLE),
            better=Better(record.better) if record.better else None,
            count=count,
            n=n,
            date=view.latest.day if view.latest else None,
            baseline=baseline,
            baseline_n=baseline_n,
            baseline_on=first.day if first else None,
            target=target,
            target_n=target_n,
            target_on=view.target.day if view.target else None,
            held_back=hidden or hidden_first or hidden_target,
        )


def _figures(view: MeasureView, point: Point | None) -> tuple[int | None, int | None, bool]:
    """A count and what it is out of, as they may leave, and whether anything is held back.

    A count of people is one part of ``n`` and what is left over another, so both are weighed: 39 of 41
    gives two away as surely as *two* does. A count of events is no count of people and stays.
    """
    if point is None:
        return None, None, False
    small = point.n is not None and 0 < point.n < SMALL
    n = None if small else point.n
    if not view.people:
        return point.count, n, small
    if point.n is None or point.n < point.count:
        telling = 0 < point.count < SMALL
    else:
        telling = None in suppress({"so": point.count, "not": point.n - point.count}).values()
    return None if telling else point.count, n, small or telling


def _articles(framework: Framework, assessment: Assessment) -> Mapping[int, str]:
    return {article.number: article.reach.value for article in coverage(framework, assessment).articles}


def _clean(text: str | None) -> str | None:
    return clean_text(text or "") or None
