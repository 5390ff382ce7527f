"""Saying how it goes: our view of an outcome, an answer to a look-for, a milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Word, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.vocabulary import Answer

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.model import Framework
    from rrsa.portfolio.records import Value


@click.command(
    "view",
    cls=Command,
    help=_(
        "Say how an outcome is going: GRADE is a number of the framework's scale or its name. Without GRADE, "
        "the options alone are recorded. An empty text (“”) clears what was written."
    ),
    example='rrsa view kirkbrae-primary 4 3 --line "The children know whom to tell"',
)
@click.argument("setting")
@click.argument("outcome")
@click.argument("grade", required=False)
@click.option("--line", metavar="T", help=_("Why we say so, in one line."))
@click.option("--achieved", metavar="T", help=_("How we have achieved this."))
@click.option("--difference", metavar="T", help=_("What difference it has made."))
@click.option("--whom-to-ask", metavar="T", help=_("Whom a visitor may ask (roles, never a child's name)."))
@click.option(
    "--asked/--not-asked",
    default=None,
    help=_("Children were asked and chose not to say (or: take that back)."),
)
@click.option("--strengths", metavar="T", help=_("Strengths (of partnerships)."))
@click.option("--improve", metavar="T", help=_("Areas for improvement, one a line (of partnerships)."))
@pass_session
def view(
    session: Session,
    setting: str,
    outcome: str,
    grade: str | None,
    line: str | None,
    achieved: str | None,
    difference: str | None,
    whom_to_ask: str | None,
    asked: bool | None,
    strengths: str | None,
    improve: str | None,
) -> None:
    given: dict[str, Value] = {
        "line": line,
        "achieved": achieved,
        "difference": difference,
        "whom_to_ask": whom_to_ask,
        "asked": asked,
        "strengths": strengths,
        "improve": improve,
    }
    values = {name: value for name, value in given.items() if value is not None}
    if grade is None and not values:
        raise BadInput(
            _("GRADE is missing"),
            _("write it like this: {example}").format(example=view.example),
        )
    with session.evaluation(setting, changing=True) as evaluation:
        if grade is not None:
            values["view"] = find_grade(evaluation.framework, grade)
        evaluation.record_outcome(outcome, values)
        output.note(say_outcome(evaluation, evaluation.outcome_id(outcome)))


def find_grade(framework: Framework, given: str) -> int:
    """The grade that was meant by its number or its name, in any case."""
    wanted = " ".join(given.casefold().split())
    for step in framework.scale:
        if wanted in (str(step.grade), step.name.casefold(), f"{step.grade} {step.name}".casefold()):
            return step.grade
    raise BadInput(
        _("“{given}” is not a grade of this framework").format(given=given[:60]),
        _("choose one of: {grades}").format(
            grades=", ".join(f"{step.grade} ({step.name})" for step in framework.scale)
        ),
    )


def say_outcome(evaluation: Evaluation, outcome: str) -> str:
    """One sentence on where an outcome stands now."""
    from rrsa.scoring.words import shown_in_ways, state_words

    assessed = evaluation.assessment.outcomes[outcome]
    return _("Saved. Outcome {id} ({title}): {state}. {shown}.").format(
        id=outcome,
        title=evaluation.framework.outcomes[outcome].short,
        state=state_words(evaluation.framework, assessed),
        shown=shown_in_ways(assessed.ways),
    )


@click.command(
    "look",
    cls=Command,
    help=_("Answer a look-for. “not-applicable” needs a reason and a look-for that allows it."),
    example='rrsa look kirkbrae-primary 4.2 partly --why "P1 are still learning it"',
)
@click.argument("setting")
@click.argument("indicator")
@click.argument("answer", type=Word(Answer, lambda: _("the answer")))
@click.option("--why", metavar="T", help=_("Why, in a few words."))
@pass_session
def look(session: Session, setting: str, indicator: str, answer: str, why: str | None) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.indicator_id(indicator)
        # A reason that was given before stays, unless another is given now.
        kept = evaluation.portfolio.look(found).why
        evaluation.record_look(found, answer, kept if why is None else why)
        output.note(
            _("Saved. Look-for {id}: {answer}. {statement}").format(
                id=found,
                answer=Answer(answer).label,
                statement=evaluation.framework.indicators[found].statement,
            )
        )


@click.command(
    "milestone",
    cls=Command,
    help=_("Note a milestone as reached: today, or on the day given."),
    example='rrsa milestone kirkbrae-primary rights-group --done "3 Sep 2025"',
)
@click.argument("setting")
@click.argument("milestone_id", metavar="ID")
@click.option("--done", metavar="D", help=_("The day it was reached; otherwise today."))
@click.option("--not-done", is_flag=True, help=_("It has not been reached after all."))
@click.option("--note", metavar="T", help=_("A few words about it."))
@pass_session
def milestone(
    session: Session, setting: str, milestone_id: str, done: str | None, not_done: bool, note: str | None
) -> None:
    if done is not None and not_done:
        raise BadInput(_("--done and --not-done say the opposite"), _("give one of the two"))
    if done is not None and not done.strip():
        raise BadInput(_("--done needs a day"), _("write it like 3 Apr 2026, or leave --done out for today"))
    with session.evaluation(setting, changing=True) as evaluation:
        known = {each.lower(): each for each in evaluation.framework.milestone_by_id}
        found = known.get(milestone_id.strip().lower(), milestone_id)
        there = evaluation.portfolio.milestones.get(found)
        # A note alone says nothing of the day, which stays where one is known.
        known_day = there.done if there is not None and note is not None else None
        day = None if not_done else done or known_day or evaluation.today.isoformat()
        evaluation.record_milestone(found, day, note)
        title = evaluation.framework.milestone_by_id[found].title
        said = _("Saved. Not reached yet: {title}") if not_done else _("Saved. Reached: {title}")
        output.note(said.format(title=title))
