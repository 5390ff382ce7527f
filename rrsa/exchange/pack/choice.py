"""What goes into a pack: the two or three pieces of each outcome; by stage, by strand or by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from rrsa.errors import BadInput
from rrsa.exchange.content import Content
from rrsa.finding import found as find_one
from rrsa.framework.model import Framework, Outcome
from rrsa.i18n import _
from rrsa.portfolio.ids import with_check, without_check
from rrsa.portfolio.privacy import may_leave
from rrsa.scoring.model import OutcomeAssessment, Piece

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Choice:
    """``stage`` leaves out what bears only on look-fors of a later stage; ``strands`` keeps to those strands;
    ``add`` and ``leave`` name pieces of evidence. All by id; nothing named means everything."""

    stage: str | None = None
    strands: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()


class PieceChoice(NamedTuple):
    """A piece that may go into a pack."""

    evidence: str
    reference: str
    title: str
    perspective: str  # in words
    date: str | None
    chosen: bool
    file_size: int | None  # bytes; None where there is no file
    place: str | None


class OutcomeChoice(NamedTuple):
    """An outcome with every piece that may leave and bears on it; what is held back is not here at all."""

    outcome: str
    title: str
    strand: str
    pieces: tuple[PieceChoice, ...]


def checked_choice(evaluation: Evaluation, choice: Choice) -> Choice:
    """``choice`` by ids, from what people type. Raises :class:`BadInput`, also for a piece that is held
    back or both added and left out."""
    framework = evaluation.framework
    strands = {strand.id: strand for strand in framework.strands}
    stage = choice.stage
    if stage is not None:
        stage = find_one(_("stage"), stage, framework.stage_by_id)

    def piece(given: str) -> str:
        """By id, or by the reference that stands in workbooks."""
        return evaluation.evidence_id(without_check(given.strip().upper()) or given)

    add = tuple(dict.fromkeys(map(piece, choice.add)))
    leave = tuple(dict.fromkeys(map(piece, choice.leave)))
    for each in add:
        if not may_leave(evaluation.portfolio.evidence[each]):
            raise BadInput(
                _("as consent stands, {evidence} stays here").format(evidence=each),
                _("note consent with the evidence first, if it was given"),
            )
        if each in leave:
            raise BadInput(
                _("{evidence} is both to be added and to be left out").format(evidence=each),
                _("say one of the two"),
            )
    return Choice(
        stage, tuple(dict.fromkeys(find_one(_("strand"), s, strands) for s in choice.strands)), add, leave
    )


def outcomes_of(framework: Framework, choice: Choice) -> tuple[Outcome, ...]:
    """The outcomes that a pack is about, in the framework's order."""
    return tuple(
        outcome
        for strand in framework.strands
        if not choice.strands or strand.id in choice.strands
        for outcome in strand.outcomes
    )


def chosen(content: Content, choice: Choice) -> Mapping[str, tuple[str, ...]]:
    """Outcome → the pieces that go into the pack for it, from ``content``, which may leave as a whole.

    Raises :class:`BadInput` for an added piece that bears on none of these outcomes.
    """
    made: dict[str, tuple[str, ...]] = {}
    for outcome in outcomes_of(content.framework, choice):
        found = content.assessment.outcomes[outcome.id]
        best = content.best(replace(found, pieces=_by_stage(content, outcome, found, choice)))
        picked = dict.fromkeys(piece.evidence for piece in best if piece.evidence not in choice.leave)
        bearing = {piece.evidence for piece in found.pieces}
        picked.update(dict.fromkeys(each for each in choice.add if each in bearing))
        made[outcome.id] = tuple(picked)
    for each in choice.add:
        if not any(each in pieces for pieces in made.values()):
            raise BadInput(
                _("{evidence} is for no outcome of this pack").format(evidence=each),
                _("link it to one first, or choose its strand too"),
            )
    return made


def _by_stage(
    content: Content, outcome: Outcome, found: OutcomeAssessment, choice: Choice
) -> tuple[Piece, ...]:
    if choice.stage is None:
        return found.pieces
    targets = {outcome.id, *(i.id for i in content.framework.indicators_up_to(choice.stage, outcome))}
    return tuple(
        piece
        for piece in found.pieces
        if any(link.target in targets for link in content.links(piece.evidence))
    )


def choices(evaluation: Evaluation, choice: Choice | None = None) -> tuple[OutcomeChoice, ...]:
    """What may be chosen for a pack and what is chosen now, outcome by outcome: what a dialog shows.

    Names are taken out of the titles as they will be in the pack; no file is looked into yet.
    """
    from rrsa.exchange.export import content_of

    choice = checked_choice(evaluation, choice or Choice())
    content = content_of(evaluation, "assessor")
    picked = chosen(content, choice)
    strand_of = content.framework.strand_of
    return tuple(
        OutcomeChoice(
            outcome.id,
            f"{outcome.id} {outcome.short}",
            strand_of[outcome.id].id,
            tuple(
                _piece(content, piece, chosen=piece.evidence in picked[outcome.id])
                for piece in content.assessment.outcomes[outcome.id].pieces
            ),
        )
        for outcome in outcomes_of(content.framework, choice)
    )


def _piece(content: Content, piece: Piece, *, chosen: bool) -> PieceChoice:
    item = content.portfolio.evidence[piece.evidence]
    return PieceChoice(
        item.id,
        with_check(item.id),
        item.title or "–",
        piece.perspective.label,
        item.date,
        chosen,
        (item.file_size or 0) if item.file_sha256 else None,
        item.place,
    )
