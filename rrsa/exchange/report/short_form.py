"""The short form, where a stage asks for no evidence yet: milestones, views with a line each, the plan."""

from __future__ import annotations

from collections.abc import Iterator

from rrsa.exchange.report import action_plan
from rrsa.exchange.report.paper import Block, Cell, Heading, PageBreak, Table
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.report.words import about_setting, numbered, view_of
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day


def body(subject: Subject) -> Iterator[Block]:
    """The short evaluation with the plan that belongs to it."""
    yield about_setting(subject)
    yield from milestones(subject)
    yield Heading(_("Where we stand"))
    yield Table(
        caption=_("Our view of every outcome, and why"),
        heads=(_("Outcome"), _("Our view"), _("Why, in one line")),
        rows=tuple(
            (
                Cell(numbered(outcome)),
                Cell(view_of(subject, outcome), quiet=subject.portfolio.outcome(outcome.id).view is None),
                Cell(subject.portfolio.outcome(outcome.id).line or "–"),
            )
            for outcome in subject.framework.outcomes.values()
        ),
        widths=(38, 22, 40),
        heard=True,
    )
    yield PageBreak()
    yield Heading(_("What we are going to do now"))
    yield action_plan.table(subject)


def milestones(subject: Subject) -> Iterator[Block]:
    """The stage's milestones, where it has any."""
    asked = {condition.milestone for condition in subject.conditions}
    found = [m for m in subject.framework.milestones if m.id in asked]
    if not found:
        return
    yield Heading(_("Milestones"))
    rows = []
    for milestone in found:
        record = subject.portfolio.milestones.get(milestone.id)
        day = show_day(record.done) if record else ""
        rows.append(
            (
                Cell(milestone.title),
                Cell(day or _("Not yet"), quiet=not day),
                Cell((record.note if record else None) or "–"),
            )
        )
    yield Table(
        caption=_("Milestones of {stage}").format(stage=subject.stage.name),
        heads=(_("Milestone"), _("Reached"), _("Note")),
        rows=tuple(rows),
        widths=(42, 16, 42),
        heard=True,
    )
