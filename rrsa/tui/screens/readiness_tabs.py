"""What the tabs of the readiness page say: each a text or rows, made from the evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from textual.content import Content
from textual.widgets.option_list import Option

from rrsa.evaluation import Evaluation
from rrsa.framework.model import Framework, Outcome
from rrsa.guide import coverage as covering
from rrsa.guide import trend as trends
from rrsa.guide.coverage import ArticleCoverage, Coverage, OutcomeCoverage, Reach
from rrsa.guide.trend import Point, Trend
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.scoring import effects, words
from rrsa.scoring.model import Assessment, Gap, Step
from rrsa.tui import pictures
from rrsa.vocabulary import Perspective

MOST_NAMED = 4
"""As many of the lowest outcomes are named."""
_REACHES = {Reach.COVERED: "◆◆", Reach.THIN: "◆·", Reach.NOTHING: "··"}
MANY_VIEWS = 60
"""Outcomes listed one by one over time; beyond that only those whose view has changed."""


def heading(text: str) -> Option:
    """A row that only says what follows."""
    return Option(Content.styled(text, "bold $secondary"), disabled=True)


def saying(text: str) -> Option:
    """A row that is only read."""
    return Option(Content.styled(text, "$text-muted"), disabled=True)


def stating(text: str) -> Option:
    """A row that is only read, and matters."""
    return Option(Content.styled(text, "$foreground"), disabled=True)


# -- picture ---------------------------------------------------------------------------------------


def picture(evaluation: Evaluation, steps: Sequence[Step], width: int) -> Content:
    """The stages, the spread of our views, the lowest by name, what comes next, and each outcome."""
    framework, assessment = evaluation.framework, evaluation.assessment
    wide = width >= 110
    lines = [
        pictures.stage_line(framework, assessment.stages[stage.id], 30 if wide else 16)
        for stage in framework.stages
    ]
    lines += [
        Content(""),
        Content.assemble((_("Our views: "), "bold"), pictures.spread_words(framework, assessment)),
        *_lowest(framework, assessment),
    ]
    if steps:
        text = words.step_sentence(framework, evaluation.portfolio, steps[0])
        lines.append(Content.assemble((_("Comes next: "), "bold"), text))
    heads = " ".join(p.label[:1] for p in Perspective)
    view, shown = _("Our view"), _("Shown")
    row = f"{'':<5}{'':<25} {view:<9}{shown:<8}{heads}  "
    lines += [Content(""), Content.styled(row, "$text-muted")]
    for strand in framework.strands:
        lines.append(Content.styled(f"{strand.id} · {strand.title}", "bold $secondary"))
        lines += [_standing(framework, assessment, outcome) for outcome in strand.outcomes]
    legend = " · ".join(f"{p.label[:1]} {p.label}" for p in Perspective)
    lines += [
        Content(""),
        Content.styled(pictures.marks_legend(), "$text-muted"),
        Content.styled(legend, "$text-muted"),
    ]
    return Content("\n").join(lines)


def _lowest(framework: Framework, assessment: Assessment) -> Iterator[Content]:
    """The outcomes that stand lowest, where not all stand alike."""
    views = {found.view for found in assessment.outcomes.values() if found.view is not None}
    if len(views) < 2:
        return
    lowest = assessment.lowest
    names = ", ".join(f"{o} {framework.outcomes[o].short}" for o in lowest[:MOST_NAMED])
    if (more := len(lowest) - MOST_NAMED) > 0:
        names += " " + ngettext("and {n} more", "and {n} more", more).format(n=more)
    yield Content.assemble((_("Lowest now: "), "bold"), names)


def _standing(framework: Framework, assessment: Assessment, outcome: Outcome) -> Content:
    found = assessment.outcomes[outcome.id]
    scale = len(framework.scale)
    # Nine times "not shown yet" would only discourage somebody who has just begun.
    begun = found.view is not None or found.pieces
    return Content.assemble(
        (f"{outcome.id:>3}  ", "$accent"),
        f"{outcome.short:<25} ",
        (f"{pictures.grade_dots(found.view, scale):<9}", "$primary"),
        (f"{pictures.grade_dots(found.shown, scale):<8}", "$secondary"),
        pictures.perspective_marks(found),
        (f"  {words.shown_in_ways(found.ways)}" if begun else "", "$text-muted"),
    )


def stage_words(evaluation: Evaluation, stage: str) -> str:
    """How much of a stage is in place; a start is called a start."""
    readiness = evaluation.assessment.stages[stage]
    if readiness.ready:
        return _("everything is in place")
    if not readiness.met:
        return ngettext(
            "{total} thing to put in place", "{total} things to put in place, one at a time", readiness.total
        ).format(total=readiness.total)
    return _("not yet: {met} of {total} things in place").format(met=readiness.met, total=readiness.total)


# -- why not yet, next steps, milestones -----------------------------------------------------------


def gap_rows(evaluation: Evaluation, gaps: Sequence[Gap], most: int) -> list[Option]:
    """The chains of the first ``most`` gaps, under their outcome; the row ``more`` where there are others."""
    framework = evaluation.framework
    rows: list[Option] = []
    last = ""
    for n, gap in enumerate(gaps[:most]):
        _stage, *between, missing = words.gap_chain(framework, gap)
        under = between[0] if between else _("The whole setting")
        if under != last:
            rows.append(heading(under))
            last = under
        row = [Content(f"  ○ {missing}")]
        row += [Content.styled(f"    {look}", "$text-muted") for look in between[1:]]
        rows.append(Option(Content("\n").join(row), id=f"gap-{n}"))
    if (more := len(gaps) - most) > 0:
        text = ngettext("{n} more thing: Enter shows it.", "{n} more things: Enter shows the next.", more)
        rows.append(Option(Content.assemble(("  ↓ ", "$primary"), text.format(n=more)), id="more"))
    return rows or [Option(_("Nothing is missing for this stage."), disabled=True)]


def step_rows(evaluation: Evaluation, steps: Sequence[Step]) -> list[Option]:
    """What to do next, each with what it changes."""
    rows = []
    for n, step in enumerate(steps):
        text = words.step_sentence(evaluation.framework, evaluation.portfolio, step)
        effect = effects.effect_words(evaluation.framework, evaluation.assessment, step)
        row = Content.assemble(("→ ", "$primary"), text, (f"\n    {effect}", "$text-muted"))
        rows.append(Option(row, id=f"step-{n}"))
    return rows or [Option(_("There is nothing left to suggest for this stage."), disabled=True)]


def milestone_rows(evaluation: Evaluation) -> list[Option]:
    """What is done once, under its stage, with the day on which it was."""
    rows: list[Option] = []
    framework = evaluation.framework
    for stage in framework.stages:
        found = [m for m in framework.milestones if m.stage == stage.id]
        if found:
            rows.append(heading(stage.name))
        for milestone in found:
            done = evaluation.portfolio.milestones.get(milestone.id)
            when = show_day(done.done) if done and done.done else ""
            row = Content.assemble(
                ("✓ " if when else "☐ ", "$primary"),
                (milestone.title, "bold"),
                (f"  {when}" if when else "", "$text-muted"),
                f"\n  {milestone.about}",
            )
            rows.append(Option(row, id=f"milestone-{milestone.id}"))
    return rows


# -- coverage --------------------------------------------------------------------------------------

_SIDE = 10
"""Characters for the column of one perspective."""


def coverage_rows(found: Coverage, framework: Framework) -> list[Option]:
    """Outcomes by the sides that show them, then the Convention's articles."""
    begun = any(line.says(p) for line in found.outcomes for p in Perspective)
    heads = "".join(f"{pictures.side_heading(p):<{_SIDE}}" for p in Perspective)
    rows = [
        stating(covering.sides_sentence(found) if begun else _nothing_yet()),
        saying(f"{'':<31}{heads}".rstrip()),
    ]
    lines = {line.outcome: line for line in found.outcomes}
    for strand in framework.strands:
        rows.append(heading(f"{strand.id} · {strand.title}"))
        rows += [_outcome_row(lines[outcome.id], begun) for outcome in strand.outcomes]
    rows += [
        saying(pictures.marks_legend()),
        saying(""),
        heading(_("Articles of the Convention")),
    ]
    if begun:
        rows.append(stating(covering.articles_sentence(found)))
    for reach in covering.Reach:
        articles = [article for article in found.articles if article.reach is reach]
        if articles:
            rows.append(heading(f"{_REACHES[reach]} {reach.label}" if begun else _("Spoken of")))
            rows += [_article_row(article) for article in articles]
    if unnamed := covering.unnamed_sentence(found):
        rows.append(saying(unnamed))
    return rows


def _nothing_yet() -> str:
    return _(
        "No evidence yet, and none is needed to begin. One piece that children gave you is the best start."
    )


def _outcome_row(line: OutcomeCoverage, begun: bool) -> Option:
    cells = "".join(f"{_side_mark(line, p):<{_SIDE}}" for p in Perspective)
    silent = covering.silent_words(line)
    said = f"\n     {silent}" if begun and silent else ""
    row = Content.assemble(
        (f"{line.outcome:>3}  ", "$accent"), f"{line.short:<25} ", (cells, "$primary"), (said, "$text-muted")
    )
    return Option(row, id=f"outcome-{line.outcome}")


def _article_row(article: ArticleCoverage) -> Option:
    outcomes = ", ".join(article.shown_by or article.named_by)
    where = ngettext("outcome {ids}", "outcomes {ids}", len(article.shown_by or article.named_by))
    row = Content.assemble(
        (f"{article.number:>3}  ", "$accent"),
        f"{article.title}  ",
        (where.format(ids=outcomes), "$text-muted"),
    )
    return Option(row, id=f"article-{article.number}")


# -- over time -------------------------------------------------------------------------------------


def over_time(found: Trend, stage: str, width: int) -> Content:
    """What has become of it: in words, as a spread for each day, and outcome by outcome."""
    lines = [Content(sentence) for sentence in trends.sentences(found, stage)]
    if found.begun:
        lines += [Content(""), Content.styled(_("How many outcomes hold which grade"), "bold $secondary")]
        for _scale, points in groupby(found.points, key=lambda point: point.framework.scale):
            lines += _spread(tuple(points), found.now, stage, width)
        lines += [Content(""), *_outcome_by_outcome(found)]
    return Content("\n").join(lines)


def _spread(points: Sequence[Point], now: Point, stage: str, width: int) -> Iterator[Content]:
    """A line a day: how many outcomes held each grade, and how much of the stage was in place."""
    framework = points[0].framework
    grades = [None, *(step.grade for step in framework.scale)]
    size = len(framework.scale)
    column = max(size + 1, min(14, (width - 26) // len(grades)))
    heads = "".join(f"{pictures.grade_dots(grade, size):<{column}}" for grade in grades)
    yield Content.styled(f"{'':<13}{heads}" + _("in place"), "$text-muted")
    for point in points:
        day = _("now") if point is now else show_day(point.on)
        cells = "".join(
            f"{pictures.amount(point.spread.get(grade, 0), len(point.views), column - 2):<{column}}"
            for grade in grades
        )
        met, total = point.stages.get(stage, (0, 0))
        yield Content.assemble(
            (f"{day:<13}", "bold" if point is now else ""),
            (cells, "$primary"),
            _("{met} of {total}").format(met=met, total=total) if total else "",
        )
    legend = [pictures.grade_dots(None, size) + " " + _("not looked at yet")]
    legend += [f"{pictures.grade_dots(step.grade, size)} {step.name}" for step in framework.scale]
    yield Content.styled(" · ".join(legend), "$text-muted")


def _outcome_by_outcome(found: Trend) -> Iterator[Content]:
    """Each outcome's views in the order of the days above."""
    framework = found.now.framework
    views = {outcome: found.views_of(outcome) for outcome in framework.outcomes}
    listed = {o: seen for o, seen in views.items() if len(set(seen)) > 1 or len(views) <= MANY_VIEWS}
    if not listed:
        return
    yield Content.styled(_("Outcome by outcome, the same days from left to right"), "bold $secondary")
    for outcome, seen in listed.items():
        marks = " ".join(pictures.NOTHING if view is None else str(view) for view in seen)
        before, now = found.first.ways.get(outcome, 0), found.now.ways[outcome]
        ways = words.shown_in_ways(now)
        if before != now and before:
            ways = _("{before} → {now}").format(before=words.shown_in_ways(before), now=ways)
        yield Content.assemble(
            (f"{outcome:>3}  ", "$accent"),
            f"{framework.outcomes[outcome].short:<25} ",
            (marks, "$primary"),
            (f"   {ways}" if now or before else "", "$text-muted"),
        )


def _side_mark(line: OutcomeCoverage, perspective: Perspective) -> str:
    """``◆ 3``: the best that a side says of an outcome, and how many pieces say it."""
    said = line.says(perspective)
    return pictures.NOTHING if said is None else f"{pictures.SAYS[said[0]]} {said[1]}"
