"""What the outcome's page says of its look-fors, its evidence and its measures."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from rrsa.evaluation import Evaluation
from rrsa.framework.model import Framework, Indicator
from rrsa.guide.measure_drawing import small_drawing
from rrsa.guide.measures import line_words, measure_views
from rrsa.i18n import _, ngettext
from rrsa.scoring import words
from rrsa.scoring.model import OutcomeAssessment, Piece
from rrsa.vocabulary import Answer, Perspective


def answers(evaluation: Evaluation, indicators: Iterable[Indicator]) -> str:
    """How the look-fors are answered, counted."""
    found = [evaluation.portfolio.look(indicator.id).answer for indicator in indicators]
    counted = [
        f"{found.count(answer.value)} {answer.label.lower()}" for answer in Answer if answer.value in found
    ]
    if n := found.count(None):
        counted.append(ngettext("{n} not looked at", "{n} not looked at", n).format(n=n))
    return ", ".join(counted)


def look_for(evaluation: Evaluation, indicator_id: str) -> Content:
    """One look-for with all that helps to answer it."""
    indicator = evaluation.framework.indicators[indicator_id]
    lines = [Content.styled(f"“{indicator.children}”", "italic $secondary")]
    record = evaluation.portfolio.look(indicator.id)
    if record.why:
        lines.append(Content(_("Our reason: {why}").format(why=record.why)))
    lines += [Content(f"• {prompt}") for prompt in indicator.prompts]
    lines.append(Content.styled(_("What could show it"), "bold"))
    for perspective in Perspective:
        ideas = indicator.evidence.get(perspective, ())
        lines += [Content.assemble((f"{perspective.label}: ", "$text-muted"), idea) for idea in ideas]
    stage = evaluation.framework.stage_by_id[indicator.stage].name
    lines.append(Content.styled(_("Belongs to {stage}").format(stage=stage), "$text-muted"))
    return Content("\n").join(lines)


def shown(framework: Framework, found: OutcomeAssessment) -> Content:
    """From how many sides it is shown, with the score and what holds it."""
    lines = [Content.styled(words.shown_in_ways(found.ways), "bold")]
    if found.counting:
        score = _("Evidence score {score} of 100: our own help, not an official figure").format(
            score=found.evidence.out_of_100
        )
        lines[0] = lines[0] + Content.styled(f"  {score}", "$text-muted")
    lines += [Content(words.cap_sentence(framework, cap)) for cap in found.caps[:1] if found.counting]
    if len(found.counting) >= 3:
        lines.append(Content.styled(words.enough_words(), "$text-muted"))
    return Content("\n").join(lines)


def strength(framework: Framework, found: OutcomeAssessment, piece: Piece) -> Content:
    """The parts of the score of a piece, in words and numbers."""
    parts = words.piece_parts(framework, piece)
    lines = [Content.assemble((f"{number:>5}  ", "$accent"), text) for text, number in parts]
    if piece.counts:
        together = words.number(found.evidence.by_perspective[piece.perspective])
        label = _("{perspective}, all together").format(perspective=piece.perspective.label)
        lines.append(Content.assemble((f"{together:>5}  ", "$accent"), label))
    else:
        lines.append(Content.styled(_("Listed, not counted: it does not show that it works."), "$text-muted"))
    return Content("\n").join(lines)


def counted(evaluation: Evaluation, outcome: str) -> Content:
    """A line a measure: drawn small, its name, where it stands; empty where nothing is counted."""
    views = measure_views(evaluation.framework, evaluation.portfolio, evaluation.on, outcome)
    lines = [
        Content.assemble(
            (f"{small_drawing(view) or '·'} ", "$primary"),
            view.measure.title or "",
            (f"  {line_words(view)}", "$text-muted"),
        )
        for view in views
    ]
    if lines:
        lines.append(Content.styled(_("M opens the drawing, with what was done beside it."), "$text-muted"))
    return Content("\n").join(lines)
