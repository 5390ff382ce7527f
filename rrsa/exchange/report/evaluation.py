"""The evaluation for a stage, in the form that what the stage asks calls for.

A stage that asks for a view and a line of each outcome, and no evidence, gets a short form (Bronze). One that
asks for evidence by strand, and of no outcome how it was achieved, gets a form by strand with showcases
(keeping Gold). All others get the three questions of the award's own form for each outcome; a partnership
strengths, areas for improvement and the action plan made from them.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrsa.exchange.phrases import chose_not_to_say
from rrsa.exchange.report import action_plan, by_strand, others, short_form
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.paper import Block, Cell, Heading, Paper, Table, Text
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.report.words import (
    about_setting,
    evidence_of,
    more_words,
    numbered,
    paper,
    pieces_table,
    shows_of,
    view_of,
)
from rrsa.framework.model import Outcome
from rrsa.i18n import _
from rrsa.scoring.words import shown_in_ways


def compose(subject: Subject) -> Paper:
    """The evaluation for the subject's stage."""
    asked = {each.has for each in subject.of_outcomes}
    weighed = any(each.pieces or each.shown or each.perspectives for each in subject.of_outcomes)
    if subject.framework.asks_strengths:
        body = _body(subject)
    elif subject.of_strands and "achieved" not in asked and "difference" not in asked:
        body = by_strand.body(subject)
    elif not weighed and not asked & {"achieved", "difference", "children"}:
        body = short_form.body(subject)
    else:
        body = _body(subject)
    label = Audience.EVALUATION.label(subject.kind)
    eyebrow = _("{paper}: {stage}").format(paper=label, stage=subject.stage.name)
    blocks = (*body, *others.blocks(subject))
    return paper(subject, Audience.EVALUATION, blocks, eyebrow=eyebrow)


def _body(subject: Subject) -> Iterator[Block]:
    yield about_setting(subject)
    yield Heading(_("At a glance"))
    yield at_a_glance(subject)
    for strand in subject.framework.strands:
        yield Heading(_("Strand {id} · {title}").format(id=strand.id, title=strand.title))
        for outcome in strand.outcomes:
            yield from _outcome(subject, outcome)
    if subject.framework.asks_strengths:
        yield from _plan(subject)
    yield from short_form.milestones(subject)


def _plan(subject: Subject) -> Iterator[Block]:
    """What is planned, of the outcomes for which anything is."""
    planned = [outcome for outcome in subject.framework.outcomes if subject.actions(outcome)]
    yield Heading(_("What we are going to do now"))
    if planned:
        yield action_plan.table(subject, only=planned)
    else:
        yield Text(_("Nothing is planned at present."), "quiet")


def at_a_glance(subject: Subject) -> Table:
    """Every outcome in a line."""
    outcomes = subject.content.assessment.outcomes
    return Table(
        caption=_("Every outcome in a line"),
        heads=(_("Outcome"), _("Our view"), _("Why, in one line"), _("Shown")),
        rows=tuple(
            (
                Cell(numbered(outcome)),
                Cell(view_of(subject, outcome), quiet=outcomes[outcome.id].view is None),
                Cell(subject.portfolio.outcome(outcome.id).line or "–"),
                Cell(shown_in_ways(outcomes[outcome.id].ways)),
            )
            for outcome in subject.framework.outcomes.values()
        ),
        widths=(34, 18, 33, 15),
        heard=True,
    )


def _outcome(subject: Subject, outcome: Outcome) -> Iterator[Block]:
    record = subject.portfolio.outcome(outcome.id)
    found = subject.content.assessment.outcomes[outcome.id]
    view = view_of(subject, outcome)
    yield Heading(numbered(outcome), 3)
    if found.view is None:
        yield Text(view, "quiet")
    else:
        line = f": {record.line}" if record.line else "."
        yield Text(_("Our view: {view}").format(view=view) + line, "lead")
    nothing = _("Nothing written yet.")
    asks = subject.framework.asks_strengths
    if found.view is None and asks and record.line:
        yield Text(record.line)
    strengths = ((_("Strengths"), record.strengths), (_("Areas for improvement"), record.improve))
    for label, text in (
        *(strengths if asks else ()),
        (_("How have we achieved this?"), record.achieved),
        (_("What difference has it made?"), record.difference),
    ):
        if not text and asks and label not in dict(strengths):
            continue
        yield Text(label, "label")
        yield Text(text or nothing, "body" if text else "quiet")
    yield Text(_("What evidence is there?"), "label")
    pieces = subject.content.best(found)
    if pieces:
        caption = _("Evidence for outcome {id}").format(id=outcome.id)
        yield pieces_table(subject, evidence_of(subject, pieces), caption)
        after = [shows_of(pieces), more_words(found, len(pieces))]
        if any(after):
            yield Text(
                " ".join(part if part.endswith(".") else f"{part}." for part in after if part), "quiet"
            )
    else:
        yield Text(_("None is listed yet."), "quiet")
    if record.asked:
        yield Text(chose_not_to_say(subject.framework), "quiet")
    if record.whom_to_ask:
        yield Text(_("Whom to ask: {whom}").format(whom=record.whom_to_ask))
