"""More of where a setting stands: what is covered, and how it went over time, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rrsa.cli import output
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.guide.coverage import Coverage
    from rrsa.guide.trend import Trend


def _covered(evaluation: Evaluation) -> Coverage:
    from rrsa.framework.catalogue import rights
    from rrsa.guide.coverage import coverage

    return coverage(evaluation.framework, evaluation.assessment, rights())


def coverage_lines(evaluation: Evaluation) -> Iterator[str]:
    """Each outcome by the sides that show it, then the articles of the Convention."""
    from rrsa.guide import coverage as guide

    found = _covered(evaluation)
    ids = max(len(line.outcome) for line in found.outcomes)
    wide = max(len(line.short) for line in found.outcomes)
    yield ""
    yield _("Coverage")
    yield output.wrapped(guide.sides_sentence(found))
    for line in found.outcomes:
        yield output.wrapped(
            guide.outcome_words(line), first=f"  {line.outcome:>{ids}}  {line.short:{wide}}  "
        )
    yield output.wrapped(guide.articles_sentence(found))
    for reach in guide.Reach:
        articles = [article for article in found.articles if article.reach is reach]
        if articles:
            numbers = "; ".join(f"{article.number} {article.title}" for article in articles)
            yield output.wrapped(f"{reach.label} — {numbers}.", first="  ")
    if unnamed := guide.unnamed_sentence(found):
        yield output.wrapped(unnamed, first="  ")


def coverage_data(evaluation: Evaluation) -> dict[str, Any]:
    """Counts of pieces by outcome, side and direction; articles with their reach."""
    found = _covered(evaluation)
    return {
        "outcomes": [
            {
                "id": line.outcome,
                "ways": line.ways,
                "pieces": {side.value: counts._asdict() for side, counts in line.counts.items()},
            }
            for line in found.outcomes
        ],
        "articles": [
            {
                "number": article.number,
                "title": article.title,
                "reach": article.reach.value,
                "shown_by": list(article.shown_by),
                "named_by": list(article.named_by),
            }
            for article in found.articles
        ],
        "not_named": list(found.unnamed),
    }


def _told(evaluation: Evaluation) -> Trend:
    from rrsa.guide.trend import trend

    return trend(evaluation)


def trend_lines(evaluation: Evaluation, stage: str) -> Iterator[str]:
    """What has become of it, then a line a day."""
    from rrsa.guide import trend as guide
    from rrsa.portfolio.checks import show_day

    found = _told(evaluation)
    yield ""
    yield _("Over time")
    for sentence in guide.sentences(found, stage):
        yield output.wrapped(sentence)
    if found.begun:
        for point in found.points:
            day = _("now") if point is found.now else show_day(point.on)
            yield output.wrapped(guide.spread_words(point), first=f"  {day:<12}  ")


def trend_data(evaluation: Evaluation) -> list[dict[str, Any]]:
    """One object a day, the last one now; ``views`` and ``ways`` by outcome of the text then in force."""
    return [
        {
            "on": point.on.isoformat(),
            "revision": point.revision,
            "framework": point.framework.ref,
            "views": dict(point.views),
            "ways": dict(point.ways),
            "stages": {stage: {"met": met, "total": total} for stage, (met, total) in point.stages.items()},
        }
        for point in _told(evaluation).points
    ]
