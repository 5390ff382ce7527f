"""Where a setting stands, as charts: its views, from which sides they are shown, what a stage asks for."""

from __future__ import annotations

from rrsa.exchange.assessor.summary import spread_words
from rrsa.exchange.report.paper import Bar, Bars, Cell, Chart, Chips, Mark, Marks, Table
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.report.words import numbered
from rrsa.i18n import _, ngettext
from rrsa.scoring.model import OutcomeAssessment
from rrsa.scoring.words import grade_words
from rrsa.vocabulary import Perspective


def views(subject: Subject) -> Chart:
    """The outcomes by our view, the highest grade first; nothing is averaged."""
    spread = subject.content.assessment.spread
    outcomes = subject.framework.outcomes
    groups = [
        (grade_words(subject.framework, step.grade), spread.get(step.grade, ()))
        for step in reversed(subject.framework.scale)
    ]
    if without := spread.get(None, ()):
        groups.append((_("Not looked at yet"), without))
    return Chart(
        title=_("Our view of every outcome"),
        said=spread_words(subject.content),
        drawing=Chips(
            tuple((label, tuple(f"{i} {outcomes[i].short}" for i in ids)) for label, ids in groups)
        ),
        table=Table(
            caption=_("Our view of every outcome"),
            heads=(_("Our view"), _("Outcomes")),
            rows=tuple(
                (Cell(label), Cell("\n".join(numbered(outcomes[i]) for i in ids) or "–"))
                for label, ids in groups
            ),
            widths=(32, 68),
        ),
    )


def sides(subject: Subject) -> Chart:
    """From which sides evidence bears on each outcome."""
    meaning = mark_meaning()
    rows: list[tuple[str, tuple[Mark, ...]]] = []
    table = []
    several: list[str] = []
    for outcome in subject.framework.outcomes.values():
        found = subject.content.assessment.outcomes[outcome.id]
        marks = tuple(_mark(found, side) for side in Perspective)
        rows.append((f"{outcome.id} {outcome.short}", marks))
        table.append((Cell(numbered(outcome)), *(_side_cell(found, side) for side in Perspective)))
        if found.ways >= 2:
            several.append(outcome.id)
    columns = tuple(side.label for side in Perspective)
    return Chart(
        title=_("How we know: from which sides each outcome is shown"),
        said=_sides_said(several, len(rows)),
        drawing=Marks(columns, tuple(rows), meaning),
        table=Table(
            caption=_("From which sides each outcome is shown"),
            heads=(_("Outcome"), *columns),
            rows=tuple(table),
            widths=(36, *(16 for _side in columns)),
        ),
    )


def mark_meaning() -> tuple[tuple[Mark, str], ...]:
    return (
        ("full", _("Shows it works")),
        ("half", _("Mixed or not yet; or asked, with no answer")),
        ("none", _("Nothing yet")),
    )


def _side_cell(found: OutcomeAssessment, side: Perspective) -> Cell:
    mark = _mark(found, side)
    if mark == "half" and not any(piece.perspective is side for piece in found.pieces):
        return Cell(_("Asked, chose not to say"))
    words = {"full": _("Shows it works"), "half": _("Mixed or not yet"), "none": _("Nothing yet")}
    return Cell(words[mark], quiet=mark == "none")


def _mark(found: OutcomeAssessment, side: Perspective) -> Mark:
    here = [piece for piece in found.pieces if piece.perspective is side]
    if any(piece.counts for piece in here):
        return "full"
    return "half" if here or (side is Perspective.CHILDREN and found.asked) else "none"


def _sides_said(several: list[str], total: int) -> str:
    if not several:
        words = _("No outcome is shown from two sides yet.")
    elif len(several) == total:
        words = _("Every outcome is shown from two sides or more.")
    else:
        words = ngettext(
            "Outcome {ids} is shown from two sides or more, the others from one or none so far.",
            "Outcomes {ids} are shown from two sides or more, the others from one or none so far.",
            len(several),
        ).format(ids=", ".join(several))
    return words


def asked_for(subject: Subject) -> Chart:
    """What the stage asks, by kind, and how much of it there is: counts of things to do, never a share."""
    assessment = subject.content.assessment
    gaps = tuple(assessment.stages[subject.stage.id].gaps)
    bars = []
    milestones = [c.milestone for c in subject.conditions if c.milestone]
    if milestones:
        reached = sum(bool(assessment.milestones.get(milestone)) for milestone in milestones)
        bars.append(_bar(_("Milestones reached"), reached, len(milestones)))
    if subject.of_outcomes:
        open_ones = {gap.outcome for gap in gaps if gap.outcome}
        total = len(subject.framework.outcomes)
        bars.append(_bar(_("Outcomes that have all that is asked"), total - len(open_ones), total))
    if subject.of_strands:
        open_strands = {gap.strand for gap in gaps if gap.strand and not gap.outcome}
        total = len(subject.framework.strands)
        bars.append(_bar(_("Strands that have all that is asked"), total - len(open_strands), total))
    if gaps:
        said = "; ".join(f"{bar.label}: {bar.words}" for bar in bars) + "."
    else:
        said = _("All that {stage} asks for is there.").format(stage=subject.stage.name)
    title = _("On the way to {stage}").format(stage=subject.stage.name)
    return Chart(
        title=title,
        said=said,
        drawing=Bars(tuple(bars)),
        table=Table(
            caption=title,
            heads=(_("What is asked"), _("How far")),
            rows=tuple((Cell(bar.label), Cell(bar.words)) for bar in bars),
            widths=(65, 35),
        ),
    )


def _bar(label: str, done: int, total: int) -> Bar:
    return Bar(label, _("{done} of {total}").format(done=done, total=total), done, total)
