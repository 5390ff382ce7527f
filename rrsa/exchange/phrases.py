"""The words on a workbook's pages that several sheets share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from rrsa.exchange.gate.words import files_sentence, held_sentence
from rrsa.framework.model import Framework
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.records import Action
from rrsa.scoring.model import OutcomeAssessment, Piece, State
from rrsa.scoring.words import grade_words
from rrsa.vocabulary import ActionStatus, Direction, Perspective, SettingKind

if TYPE_CHECKING:
    from rrsa.exchange.content import Content


def day_of(text: str | None) -> date | None:
    """A recorded day as a real date, so that a spreadsheet can sort by it; ``None`` where there is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def view_words(framework: Framework, outcome: OutcomeAssessment) -> str:
    """Our view in words; the three states that are no grade have words of their own."""
    if outcome.view is not None:
        return grade_words(framework, outcome.view)
    if outcome.state is State.NOT_APPLICABLE:
        return _("Not applicable here")
    return _("Not looked at yet")


def rag_words(framework: Framework, view: int | None) -> str:
    """The word that the award's action plan form asks for."""
    step = framework.grade_by_number.get(view or 0)
    if step is None:
        return _("Not looked at yet")
    return {"red": _("Red"), "amber": _("Amber"), "green": _("Green")}[step.rag]


def perspectives_words(pieces: Iterable[Piece]) -> str:
    """The perspectives of some pieces, each once: ``Children's views, Observation``."""
    found = {piece.perspective for piece in pieces}
    return ", ".join(p.label for p in Perspective if p in found)


def shows_words(direction: Direction) -> str:
    """What a piece shows, where that is worth a word: most show that it works."""
    return "" if direction is Direction.WORKS else direction.label


def status_words(action: Action, on: date) -> str:
    """How far an action has come: ``Under way, overdue``, ``Done 3 Apr 2026``, ``We cannot: no budget``."""
    status = ActionStatus(action.status) if action.status in set(ActionStatus) else ActionStatus.PLANNED
    if status is ActionStatus.DONE:
        return f"{status.label} {show_day(action.done_on)}".strip()
    if status is ActionStatus.CANNOT:
        return (
            _("{status}: {why}").format(status=status.label, why=action.why_not)
            if action.why_not
            else status.label
        )
    due = day_of(action.due)
    if due is not None and due < on:
        return _("{status}, overdue").format(status=status.label)
    return status.label


def chose_not_to_say(framework: Framework) -> str:
    """They were asked, and that is an answer too."""
    if framework.for_ is SettingKind.RESIDENTIAL:
        return _("Young people were asked and chose not to say.")
    return _("Children were asked and chose not to say.")


def asked_head(framework: Framework) -> str:
    """Over the questions that were put to them."""
    if framework.for_ is SettingKind.RESIDENTIAL:
        return _("What young people were asked")
    return _("What children were asked")


def told_head(framework: Framework) -> str:
    """Over an action in the words in which it is told."""
    if framework.for_ is SettingKind.RESIDENTIAL:
        return _("As young people are told it")
    return _("As children are told it")


def held_back_words(content: Content) -> str:
    """How much was held back and why, never which."""
    said = held_sentence(content.held)
    if content.held_back:
        said += " " + _("What is seen on the setting's own screen may therefore be fuller than this copy.")
    return " ".join(filter(None, (said, files_sentence(content.held))))


def identity_words(content: Content) -> str:
    """Which export this is, for whoever has to match papers with a database."""
    identity = content.identity
    return _("Export {export} · base {base} · {framework}").format(
        export=identity.export, base=identity.base, framework=identity.framework
    )


def not_affiliated() -> str:
    return _("Not affiliated with or endorsed by UNICEF.")


def not_an_award(framework: Framework) -> str:
    return f"{framework.for_.disclaimer}."
