"""Writing a paper to a file: what may leave, composed for its audience, as the file's name asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrsa.errors import BadInput
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.place import DOCX, HTML, check_paper
from rrsa.exchange.target import write_whole
from rrsa.i18n import _
from rrsa.paths import expanded

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.report.paper import Paper

DEFAULT = {DOCX: Audience.EVALUATION, HTML: Audience.GOVERNORS}
"""Whom a paper is for where nobody says: what is sent is a document, what is read is a page."""

_COMPOSERS = {
    Audience.EVALUATION: "evaluation",
    Audience.ACTION_PLAN: "action_plan",
    Audience.GOVERNORS: "governors",
    Audience.CHILDREN: "children",
    Audience.QUESTIONNAIRES: "questionnaires",
    Audience.ANY_DAY: "any_day",
}
_RENDERERS = {DOCX: "word", HTML: "page"}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: where, for whom, how many pieces of evidence were held back."""

    path: Path
    audience: Audience
    held_back: int


def write_report(
    evaluation: Evaluation,
    path: Path,
    *,
    audience: Audience | None = None,
    stage: str | None = None,
    outcome: str | None = None,
) -> Written:
    """Writes a paper about ``evaluation`` to ``path``, a ``.docx`` or ``.html`` file, whole or not at all.

    ``stage`` is a stage's id (unless given, the one that is worked towards), ``outcome`` an outcome's, needed
    for the any-day page and for no other. Raises :class:`~rrsa.errors.BadInput` for a path, stage or outcome
    that will not do or a file that is not ours to replace, and :class:`~rrsa.errors.EnvironmentFailed` where
    the machine is in the way.
    """
    path = expanded(Path(path))
    ending = check_paper(path)
    audience = audience or DEFAULT[ending]
    composed, held_back = compose(evaluation, audience, stage=stage, outcome=outcome)
    render: Callable[[Paper], bytes] = _named(_RENDERERS[ending], "render")
    made = render(composed)
    check_paper(path)  # somebody may have put a file there meanwhile
    write_whole(path, made)
    return Written(path, audience, held_back)


def compose(
    evaluation: Evaluation, audience: Audience, *, stage: str | None = None, outcome: str | None = None
) -> tuple[Paper, int]:
    """The paper for an audience from what may leave, and how many pieces were held back."""
    from rrsa.exchange.export import content_of
    from rrsa.exchange.report.subject import Subject

    framework = evaluation.framework
    if stage is not None and not audience.by_stage:
        raise BadInput(_("this paper is the same for every stage"), _("leave out the stage"))
    if outcome is not None and audience is not Audience.ANY_DAY:
        raise BadInput(
            _("only the any-day page is about one outcome"), _("leave out the outcome, or ask for any-day")
        )
    if outcome is None and audience is Audience.ANY_DAY:
        raise BadInput(_("it is not said which outcome the page is about"), _("name one, such as 4"))
    chosen = None if outcome is None else framework.outcomes[evaluation.outcome_id(outcome)]
    content = content_of(evaluation, "assessor")
    subject = Subject(content, framework.stage_by_id[stage or evaluation.stage], chosen)
    made: Paper = _named(_COMPOSERS[audience], "compose")(subject)
    return made, content.held_back


def _named(module: str, name: str) -> Any:
    """A function of one of this package's modules, read only when a paper is written."""
    return getattr(import_module(f"rrsa.exchange.report.{module}"), name)
