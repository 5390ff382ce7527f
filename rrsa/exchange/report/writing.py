"""Writing a paper to a file: what may leave, composed for its audience, as the file's name asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
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
    from rrsa.exchange.content import Content
    from rrsa.exchange.gate.leaving import Hit
    from rrsa.exchange.report.paper import Paper
    from rrsa.portfolio.privacy import Why

DEFAULT = {DOCX: Audience.EVALUATION, HTML: Audience.GOVERNORS}
"""Whom a paper is for where nobody says: what is sent is a document, what is read is a page."""

_COMPOSERS = {
    Audience.EVALUATION: "evaluation",
    Audience.ACTION_PLAN: "action_plan",
    Audience.GOVERNORS: "governors",
    Audience.CHILDREN: "children",
    Audience.QUESTIONNAIRES: "questionnaires",
    Audience.ANY_DAY: "any_day",
    Audience.REVIEW: "review",
}
_RENDERERS = {DOCX: "word", HTML: "page"}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: where, for whom, how many pieces of evidence were held back. ``held`` counts by
    reason; ``hits`` are the names that were found on the way."""

    path: Path
    audience: Audience
    held_back: int
    held: Mapping[Why, int] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()


def write_report(
    evaluation: Evaluation,
    path: Path,
    *,
    audience: Audience | None = None,
    stage: str | None = None,
    outcome: str | None = None,
    review: str | None = None,
    keep: Collection[str] = (),
) -> Written:
    """Writes a paper about ``evaluation`` to ``path``, a ``.docx`` or ``.html`` file, whole or not at all.

    ``stage`` is a stage's id (unless given, the one that is worked towards), ``outcome`` an outcome's, needed
    for the any-day page and for no other, ``review`` the review that a report is about (unless given, the
    latest by an adult). ``keep`` names entries of the setting's list of names that are
    knowingly left in. Raises :class:`~rrsa.errors.BadInput` for a path, stage, outcome or review
    that will not do or a file that is not ours to replace, and :class:`~rrsa.errors.EnvironmentFailed` where
    the machine is in the way.
    """
    path = expanded(Path(path))
    ending = check_paper(path)
    audience = audience or DEFAULT[ending]
    composed, content = compose(evaluation, audience, stage=stage, outcome=outcome, review=review, keep=keep)
    render: Callable[[Paper], bytes] = _named(_RENDERERS[ending], "render")
    made = render(composed)
    check_paper(path)  # somebody may have put a file there meanwhile
    write_whole(path, made)
    return Written(path, audience, content.held_back, content.held, content.hits)


def compose(
    evaluation: Evaluation,
    audience: Audience,
    *,
    stage: str | None = None,
    outcome: str | None = None,
    review: str | None = None,
    keep: Collection[str] = (),
) -> tuple[Paper, Content]:
    """The paper for an audience, and the content that it was made from: what may leave."""
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
        raise BadInput(
            _("it is not said which outcome the page is about"), _("name one, such as --outcome 4")
        )
    about = None if review is None else _review(evaluation, audience, review)
    chosen = None if outcome is None else framework.outcomes[evaluation.outcome_id(outcome)]
    content = content_of(evaluation, "assessor", keep)
    subject = Subject(content, framework.stage_by_id[stage or evaluation.stage], chosen, about)
    made: Paper = _named(_COMPOSERS[audience], "compose")(subject)
    return made, content


def _review(evaluation: Evaluation, audience: Audience, given: str) -> str:
    """The id of the review that was meant. Raises :class:`BadInput` where it cannot be told yet."""
    from rrsa.portfolio.reviewing import is_going_on

    if audience is not Audience.REVIEW:
        raise BadInput(
            _("only a review’s report is about one review"), _("leave out the review, or ask for review")
        )
    found = evaluation.review_id(given)
    if is_going_on(evaluation.portfolio.reviews[found]):
        raise BadInput(
            _("this review is blind and not finished"),
            _("finish it first: rrsa review close {setting} {id}").format(
                setting=evaluation.setting_id, id=found
            ),
        )
    return found


def _named(module: str, name: str) -> Any:
    """A function of one of this package's modules, read only when a paper is written."""
    return getattr(import_module(f"rrsa.exchange.report.{module}"), name)
