"""The evaluation by strand: what has lasted, what has come of it, one or two showcases each."""

from __future__ import annotations

from collections.abc import Iterator

from rrsa.exchange.report import action_plan
from rrsa.exchange.report.paper import Block, Bullets, Cell, Heading, PageBreak, Table, Text
from rrsa.exchange.report.short_form import milestones
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.report.words import (
    about_setting,
    evidence_of,
    numbered,
    pieces_table,
    seen_from,
    view_of,
)
from rrsa.framework.model import Strand
from rrsa.guide.plan import status_of
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.records import Evidence

SHOWCASES = 2
"""A strand's showcases: one or two are asked for."""
_OTHERS = 3
"""Pieces beside the showcases: a strand is shown by three from three sides."""


def body(subject: Subject) -> Iterator[Block]:
    """A page a strand, then what is planned where something has slipped."""
    yield about_setting(subject)
    yield Text(
        _(
            "What has lasted and what has grown is told by strand, with one or two showcases each. All other "
            "evidence is kept where it came about and can be seen on a visit."
        )
    )
    yield from milestones(subject)
    for strand in subject.framework.strands:
        yield PageBreak()
        yield from _strand(subject, strand)
    planned = [
        outcome
        for outcome in subject.framework.outcomes
        if any(status_of(action).is_open for action in subject.actions(outcome))
    ]
    if planned:
        yield PageBreak()
        yield Heading(_("What we are going to do now"))
        yield action_plan.table(subject, only=planned)


def _strand(subject: Subject, strand: Strand) -> Iterator[Block]:
    yield Heading(_("Strand {id} · {title}").format(id=strand.id, title=strand.title))
    yield Table(
        caption=_("The outcomes of strand {id}").format(id=strand.id),
        heads=(_("Outcome"), _("Our view"), _("Why, in one line")),
        rows=tuple(
            (
                Cell(numbered(outcome)),
                Cell(view_of(subject, outcome), quiet=subject.portfolio.outcome(outcome.id).view is None),
                Cell(subject.portfolio.outcome(outcome.id).line or "–"),
            )
            for outcome in strand.outcomes
        ),
        widths=(38, 22, 40),
        heard=True,
    )
    yield Heading(_("What difference has it made?"), 3)
    told = [
        _("{short}: {difference}").format(short=outcome.short, difference=difference)
        for outcome in strand.outcomes
        if (difference := subject.portfolio.outcome(outcome.id).difference)
    ]
    yield Bullets(tuple(told)) if told else Text(_("Nothing written yet."), "quiet")
    yield Heading(_("Showcases"), 3)
    marked = _showcases(subject, strand)
    for item in marked[:SHOWCASES]:
        yield from _showcase(subject, item)
    if not marked:
        yield Text(_("None chosen yet. One or two for each strand are enough."), "quiet")
    elif len(marked) > SHOWCASES:
        more = len(marked) - SHOWCASES
        yield Text(
            ngettext(
                "{n} more piece is marked as a showcase; the latest two stand here.",
                "{n} more pieces are marked as showcases; the latest two stand here.",
                more,
            ).format(n=more),
            "quiet",
        )
    others = _others(subject, strand, {item.id for item in marked[:SHOWCASES]})
    if others:
        yield Heading(_("Other evidence"), 3)
        caption = _("Other evidence for strand {id}").format(id=strand.id)
        yield pieces_table(subject, others, caption)


def _showcase(subject: Subject, item: Evidence) -> Iterator[Block]:
    yield Text(item.title or "–", "label")
    if item.note:
        yield Text(item.note)
    if item.said:
        yield Text(_("“{said}”").format(said=item.said), "quote")
    facts = (
        seen_from(subject, item).replace("\n", ", "),
        show_day(item.date) or _("Undated"),
        _("Kept: {place}").format(place=item.place) if item.place else "",
    )
    yield Text(" · ".join(fact for fact in facts if fact), "quiet")


def _showcases(subject: Subject, strand: Strand) -> list[Evidence]:
    """The pieces of a strand that are marked as showcases, latest first."""
    mine = {outcome.id for outcome in strand.outcomes}
    found = [
        item
        for item in subject.portfolio.evidence.values()
        if item.present and item.showcase and mine & set(subject.content.outcomes_of(item))
    ]
    return sorted(found, key=lambda item: (item.date or "", item.id), reverse=True)


def _others(subject: Subject, strand: Strand, taken: set[str]) -> list[Evidence]:
    """The strongest pieces of a strand beside its showcases, from as many sides as there are."""
    found = subject.content.assessment.outcomes
    pieces = {
        piece.evidence: piece
        for outcome in strand.outcomes
        for piece in found[outcome.id].counting
        if piece.evidence not in taken
    }
    strongest = sorted(pieces.values(), key=lambda piece: (-piece.strength, piece.evidence))
    sides = {piece.perspective: piece for piece in reversed(strongest)}
    picked = [piece for piece in strongest if sides[piece.perspective] is piece]
    picked += [piece for piece in strongest if piece not in picked]
    return evidence_of(subject, picked[:_OTHERS])
