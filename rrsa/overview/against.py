"""A setting beside its kind, its authority, and figures from elsewhere: itself, and never another setting.

What stands beside it are the group figures as they were made, for everybody the same, and reference figures
with their source and date. Nothing is averaged, and there is no word for above or below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rrsa.guide.measures import MeasureView, measure_views
from rrsa.i18n import _
from rrsa.overview import references
from rrsa.overview.figure_words import (
    counted_words,
    how_made,
    share_words,
    spread_words,
    stage_words,
)
from rrsa.overview.figures import closed, measure_key
from rrsa.overview.groups import EVERYBODY, Figure, Figures, Group, kinds
from rrsa.portfolio.desk import Reference
from rrsa.scoring.words import grade_words, state_words

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation


class BesideOutcome(NamedTuple):
    """One outcome: what the setting says, and what is told of its kind."""

    outcome: str
    short: str
    view: int | None
    own: str  # our view in words, or why there is none
    shown: int | None
    views: str  # its kind's views in a line; empty where nothing is told
    shows: str
    references: tuple[Reference, ...]


class BesideMeasure(NamedTuple):
    """One of the setting's measures, and the same measure over those who have it too."""

    view: MeasureView
    figure: Figure


class Against(NamedTuple):
    """All that stands beside a setting. ``views`` and ``shown`` are those of its own kind."""

    kind: str  # its kind, several of them: ``schools``
    views: Figure | None
    shown: Figure | None
    outcomes: tuple[BesideOutcome, ...]
    measures: tuple[BesideMeasure, ...]
    authority: tuple[Figure, ...]  # the stages of every framework's settings
    references: tuple[Reference, ...]  # those about no outcome
    evidence: Figure | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to stand beside."""
        return not (self.authority or self.references or any(each.references for each in self.outcomes))


def against(evaluation: Evaluation, figures: Figures, elsewhere: Sequence[Reference]) -> Against:
    """What is told of a setting's kind and its authority, with figures from elsewhere."""
    framework, assessment = evaluation.framework, evaluation.assessment
    views, shown, evidence = (figures.newest(framework.ref, name) for name in ("views", "shown", "evidence"))
    groups = {EVERYBODY.text, Group("kind", framework.for_.value).text}
    groups |= {f"framework:{each}" for each in (framework.ref, framework.id)}
    outcomes = []
    told: set[str] = set()
    for outcome in framework.outcomes.values():
        here = assessment.outcomes[outcome.id]
        subjects = [f"{kind}:{outcome.id}" for kind in ("view", "shown", "evidence")]
        told.update(subjects)
        outcomes.append(
            BesideOutcome(
                outcome.id,
                outcome.short,
                here.view,
                state_words(framework, here) if here.view is None else grade_words(framework, here.view),
                here.shown,
                spread_words(views, outcome.id) if views else "",
                spread_words(shown, outcome.id) if shown else "",
                tuple(references.about(elsewhere, subjects, groups)),
            )
        )
    stages = (figures.newest(each, "stage") for each in figures.frameworks)
    return Against(
        kinds(framework.for_),
        views,
        shown,
        tuple(outcomes),
        tuple(_measures(evaluation, figures)),
        tuple(figure for figure in stages if figure),
        tuple(
            each
            for each in elsewhere
            if each.subject not in told and (each.group or EVERYBODY.text) in groups
        ),
        evidence,
    )


def _measures(evaluation: Evaluation, figures: Figures) -> Iterator[BesideMeasure]:
    framework = evaluation.framework
    known = {figure.subject: figure for figure in figures.measures(framework.ref)}
    for view in measure_views(framework, evaluation.portfolio, evaluation.on):
        m = view.measure
        figure = known.get(measure_key(m.title or "", m.outcome or "", m.counts or ""))
        if figure is not None:
            yield BesideMeasure(view, figure)


# -- in words, for screens and commands ------------------------------------------------------------------


def measure_words(figure: Figure) -> str:
    """A measure over those who have it: ``12 schools: 400 of 620; the better way in all 12``."""
    said = figure.said
    kind = figure.words.kind
    counted = _("too few people to say")
    if said["total"] is not None:
        counted = _("{count} of {n}").format(count=said["total"], n=said["of"])
        if said["counts"] != "people":
            counted = _("{count} times among {n} people").format(count=said["total"], n=said["of"])
    text = _("{n} {kinds}: {counted}").format(n=said["n"], kinds=kinds(kind), counted=counted)
    if said["compared"]:
        compared = int(said["compared"])
        gone = share_words(closed(figure.share("better"), compared), compared, kind)
        text += "; " + _("gone the better way since the baseline in: {said}").format(said=gone)
    return text


def outcome_lines(each: BesideOutcome) -> Iterator[tuple[str, str]]:
    """What stands beside an outcome, a label and what it says."""
    yield _("Our view"), each.own
    if each.views:
        yield _("Views"), each.views
    if each.shows:
        yield _("Shown"), each.shows
    for reference in each.references:
        yield reference_line(reference)


def reference_line(reference: Reference) -> tuple[str, str]:
    """A figure from elsewhere, with its source and date."""
    said = _("{figure} ({source})").format(
        figure=references.figure_words(reference), source=references.source_words(reference)
    )
    return reference.title or "", said


def heading(found: Against) -> str:
    """Whom the figures are about and of when they are."""
    figure = found.views or found.shown
    if figure is None:
        return _("Nothing is told of {kinds} yet: figures are made once five have shared the same.").format(
            kinds=found.kind
        )
    return counted_words(figure)


def authority_lines(found: Against) -> Iterator[tuple[str, str]]:
    """The stages held over all settings, framework by framework."""
    for figure in found.authority:
        yield counted_words(figure), stage_words(figure, "held")


def caution() -> str:
    """What to bear in mind wherever a setting sees itself beside others."""
    return (
        _("Views are each setting’s own, and nobody’s is right because others share it.") + " " + how_made()
    )
