"""Small pictures in characters: each says in shape what the words beside it say too."""

from __future__ import annotations

from textual.content import Content

from rrsa.framework.model import Framework
from rrsa.i18n import _, ngettext, pgettext
from rrsa.scoring.model import Assessment, OutcomeAssessment, StageReadiness
from rrsa.vocabulary import Direction, Perspective

NOTHING = "·"
SAYS = {Direction.WORKS: "◆", Direction.MIXED: "◈", Direction.NOT_YET: "◇", None: NOTHING}
"""What evidence says, the same shapes everywhere."""


def grade_dots(grade: int | None, of: int) -> str:
    """``●●●○``: our view on the scale; ``····`` while nobody has looked."""
    return NOTHING * of if grade is None else "●" * grade + "○" * (of - grade)


def bar(part: int, whole: int, width: int) -> str:
    """A bar ``width`` characters wide; something is never drawn as nothing, nor part as all."""
    if whole <= 0:
        return "░" * width
    full = round(width * part / whole)
    if part:
        full = max(full, 1)
    if part < whole:
        full = min(full, width - 1)
    return "█" * full + "░" * (width - full)


def people_marks(part: int, whole: int, width: int) -> str:
    """``●●●○○``: a mark for each person; where there are more than ``width``, the number alone."""
    return "●" * part + "○" * (whole - part) if 0 <= part <= whole <= width else str(part)


def amount(part: int, whole: int, width: int) -> str:
    """``3 ▇▇``: a number with as much of a bar as ``width`` leaves; nothing is a dot."""
    if not part:
        return NOTHING
    number = f"{part} "
    room = max(width - len(number), 1)
    return number + "▇" * max(1, round(room * part / max(whole, 1)))


def view_words(framework: Framework, grade: int | None) -> str:
    """Our view by its name."""
    if grade is None:
        return _("not looked at yet")
    step = framework.grade_by_number.get(grade)
    return step.name if step else str(grade)


def perspective_marks(outcome: OutcomeAssessment) -> str:
    """One mark a perspective, by the best that it says; see :data:`SAYS`."""
    said = {(piece.perspective, piece.direction) for piece in outcome.pieces}
    return " ".join(
        next((SAYS[d] for d in Direction if (perspective, d) in said), NOTHING) for perspective in Perspective
    )


def marks_legend() -> str:
    """What the shapes mean."""
    return _("◆ shows it works, ◈ mixed, ◇ shows not yet, · nothing yet")


def side_heading(perspective: Perspective) -> str:
    """A perspective in a word, over a narrow column."""
    return {
        Perspective.CHILDREN: pgettext("column", "Children"),
        Perspective.OBSERVATION: pgettext("column", "Seen"),
        Perspective.RECORDS: pgettext("column", "Records"),
        Perspective.ADULTS: pgettext("column", "Adults"),
    }[perspective]


def stage_line(framework: Framework, stage: StageReadiness, width: int) -> Content:
    """A stage's name, its bar, and how much is in place, in words."""
    name = framework.stage_by_id[stage.stage].name
    words = (
        _("everything is in place")
        if stage.ready
        else _("{met} of {total} things in place").format(met=stage.met, total=stage.total)
    )
    return Content.assemble(
        (f"{name:<26} ", "bold"), (bar(stage.met, stage.total, width), "$primary"), f"  {words}"
    )


def spread_words(framework: Framework, assessment: Assessment) -> str:
    """How our views lie over the scale, never averaged."""
    spread = assessment.spread
    counts = [(len(spread.get(step.grade, ())), step.name) for step in framework.scale]
    parts = [f"{n} {name}" for n, name in counts if n]
    if n := len(spread.get(None, ())):
        parts.append(ngettext("{n} not looked at yet", "{n} not looked at yet", n).format(n=n))
    return " · ".join(parts)
