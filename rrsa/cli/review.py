"""Others' views by command: reviews, what they say of each outcome, and what was agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rrsa.cli import output, review_take
from rrsa.cli.review_options import given_values, whose
from rrsa.cli.session import Session
from rrsa.cli.shape import Group, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.portfolio.records import Value

F = TypeVar("F", bound=Callable[..., Any])

review = Group("review", help=_("How others see it: children, colleagues, a neighbour, a mock assessor."))


@review.command(
    "list",
    help=_("List the reviews with how far each has come."),
    example="rrsa review list kirkbrae-primary",
)
@click.argument("setting")
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def list_(session: Session, /, setting: str, as_json: bool) -> None:
    from rrsa.cli.review_words import review_data, review_line
    from rrsa.guide.reviews import reviews

    with session.evaluation(setting) as evaluation:
        found = reviews(evaluation.portfolio)
        if as_json:
            output.say_json([review_data(evaluation, each) for each in found])
            return
        for each in found:
            for line in review_line(evaluation, each):
                output.say(line)
        if not found:
            output.note(_("Nobody else has looked yet. Begin with: rrsa review add --help"))


@review.command(
    "add",
    help=_(
        "Begin a review and print its id. What it says of each outcome comes with rrsa review say. It stands "
        "beside your view and never changes it."
    ),
    example='rrsa review add kirkbrae-primary --by group --who "Rights group" --people 12 --blind',
)
@click.argument("setting")
@whose(new=True)
@pass_session
def add(session: Session, /, setting: str, **given: Any) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        made = evaluation.add_review(given_values(given))
        output.say(made)
        output.note(
            _("Saved {id}: {title}. What they say: rrsa review say {setting} {id} OUTCOME GRADE").format(
                id=made, title=evaluation.portfolio.reviews[made].title, setting=evaluation.setting_id
            )
        )


@review.command(
    "edit",
    help=_("Change whose review it is, its day or its title. An empty text (“”) clears it."),
    example='rrsa review edit kirkbrae-primary W4K7M2Q9X --date "3 Mar 2026"',
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@whose(new=False)
@pass_session
def edit(session: Session, /, setting: str, id_: str, **given: Any) -> None:
    values = given_values(given)
    if not values:
        raise BadInput(_("nothing to change is given"), _("name what changes, such as --who or --date"))
    _change(session, setting, id_, values)


@review.command(
    "say",
    help=_(
        "What a review says of an outcome: GRADE is a number of the framework's scale or its name, and may "
        "be left out. Children's words are entered as they said them, without names. An empty text (“”) "
        "clears what was written."
    ),
    example='rrsa review say kirkbrae-primary W4K7M2Q9X 4 2 --words "Some of us don’t know whom to tell"',
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@click.argument("outcome")
@click.argument("grade", required=False)
@click.option("--words", metavar="T", help=_("What they say, in their own words."))
@click.option(
    "--yes/--no-yes",
    "said_yes",
    default=None,
    help=_("They have heard these words and agree that others read them (or: they do not)."),
)
@click.option("--note", metavar="T", help=_("A note in the margin."))
@click.option("--rather-not", is_flag=True, help=_("They would rather not say."))
@click.option("--clear", is_flag=True, help=_("Take away all that it says of this outcome."))
@pass_session
def say(
    session: Session,
    /,
    setting: str,
    id_: str,
    outcome: str,
    grade: str | None,
    words: str | None,
    said_yes: bool | None,
    note: str | None,
    rather_not: bool,
    clear: bool,
) -> None:
    from rrsa.cli.recording import find_grade
    from rrsa.guide.reviews import said_line, said_of

    values = given_values({"words": words, "said_yes": said_yes, "note": note})
    if sum((rather_not, clear, grade is not None or bool(values))) != 1:
        raise BadInput(
            _("it is not said what they say"),
            _("give a grade, --words or --note; or --rather-not alone, or --clear alone"),
        )
    with session.evaluation(setting, changing=True) as evaluation:
        found, asked = evaluation.review_id(id_), evaluation.outcome_id(outcome)
        if clear:
            evaluation.unsay_in_review(found, asked)
        elif rather_not:
            evaluation.choose_not_to_say(found, asked)
        else:
            if grade is not None:
                values["view"] = find_grade(evaluation.framework, grade)
            evaluation.say_in_review(found, asked, values)
        said = said_of(evaluation.portfolio, evaluation.portfolio.reviews[found], asked)
        told = _("nothing is said of it") if said is None else said_line(evaluation.framework, said)
        output.note(_("Saved. Outcome {id}: {said}").format(id=asked, said=told))


@review.command(
    "report",
    help=_(
        "The parts of a report that are about the whole, in the shape in which reports are published. One a "
        "line; an empty text (“”) clears it."
    ),
    example='rrsa review report kirkbrae-primary W4K7M2Q9X --strengths "Children speak up in class"',
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@click.option("--strengths", metavar="T", help=_("Key strengths."))
@click.option("--before", metavar="T", help=_("What must be done before the stage is reached."))
@click.option("--after", metavar="T", help=_("Recommendations for keeping it."))
@pass_session
def report(session: Session, /, setting: str, id_: str, **given: str | None) -> None:
    values = given_values(given)
    if not values:
        raise BadInput(_("nothing to write is given"), _("give --strengths, --before or --after"))
    _change(session, setting, id_, values)


@review.command(
    "close",
    help=_("Say that a review is finished. A blind one is laid beside your view from then on."),
    example="rrsa review close kirkbrae-primary W4K7M2Q9X",
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@click.option("--date", metavar="D", help=_("The day; otherwise today."))
@click.option("--again", is_flag=True, help=_("It is not finished after all."))
@pass_session
def close(session: Session, /, setting: str, id_: str, date: str | None, again: bool) -> None:
    from rrsa.guide.reviews import still_to_talk

    if again and date:
        raise BadInput(_("--again takes no day"), _("leave out one of the two"))
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.review_id(id_)
        if again:
            evaluation.reopen_review(found)
            output.note(_("Open again: {title}").format(title=evaluation.portfolio.reviews[found].title))
            return
        evaluation.close_review(found, date)
        output.note(still_to_talk(evaluation.framework, evaluation.portfolio))


@review.command(
    "agree",
    help=_(
        "Note what was agreed of an outcome after talking, and why. Your view stays as it is; where the two "
        "differ, that is said. --differ instead of GRADE notes that you agreed to differ."
    ),
    example='rrsa review agree kirkbrae-primary 4 2 --because "P4 and P5 know; the youngest do not yet"',
)
@click.argument("setting")
@click.argument("outcome")
@click.argument("grade", required=False)
@click.option("--because", "reason", metavar="T", help=_("The reason, in a sentence."))
@click.option("--differ", is_flag=True, help=_("You agreed to differ."))
@click.option("--date", metavar="D", help=_("The day; otherwise today."))
@click.option("--clear", is_flag=True, help=_("Nothing is agreed after all."))
@pass_session
def agree(
    session: Session,
    /,
    setting: str,
    outcome: str,
    grade: str | None,
    reason: str | None,
    differ: bool,
    date: str | None,
    clear: bool,
) -> None:
    from rrsa.cli.recording import find_grade
    from rrsa.guide.reviews import agreed_sentence, side_by_side

    if sum((grade is not None, differ, clear)) != 1:
        raise BadInput(
            _("it is not said what was agreed"), _("give a grade, or --differ, or --clear to take it back")
        )
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.outcome_id(outcome)
        if clear:
            evaluation.take_back_agreed(found)
            output.note(_("Saved. Nothing is agreed of outcome {id}.").format(id=found))
            return
        view = None if differ else find_grade(evaluation.framework, grade or "")
        values = {"view": view, **given_values({"reason": reason, "date": date})}
        evaluation.agree(found, values)
        sides = side_by_side(evaluation.framework, evaluation.portfolio)
        mine = next(each for each in sides if each.outcome.id == found)
        output.note(_("Saved. {agreed}").format(agreed=agreed_sentence(evaluation.framework, mine)))


@review.command(
    "remove",
    help=_("Remove a review with all that it says; what was agreed stays. rrsa undo brings it back."),
    example="rrsa review remove kirkbrae-primary W4K7M2Q9X",
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@pass_session
def remove(session: Session, /, setting: str, id_: str) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.review_id(id_)
        title = evaluation.portfolio.reviews[found].title
        evaluation.remove_review(found)
        output.note(
            _("Removed: {title}. To have it back: rrsa undo {setting}").format(
                title=title, setting=evaluation.setting_id
            )
        )


@review.command(
    "show",
    help=_(
        "Without ID: every outcome with your view and others' beside it, what differs, and what was agreed. "
        "With a review's ID: all that it says."
    ),
    example="rrsa review show kirkbrae-primary",
)
@click.argument("setting")
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def show(session: Session, /, setting: str, id_: str | None, as_json: bool) -> None:
    from rrsa.cli import review_words as words

    with session.evaluation(setting) as evaluation:
        if id_ is None:
            if as_json:
                output.say_json(words.beside_data(evaluation))
                return
            lines = words.beside_lines(evaluation)
        else:
            found = evaluation.portfolio.reviews[evaluation.review_id(id_)]
            if as_json:
                output.say_json(words.review_data(evaluation, found))
                return
            lines = words.review_lines(evaluation, found)
        for line in lines:
            output.say(line)


def _change(session: Session, setting: str, id_: str, values: dict[str, Value]) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.review_id(id_)
        evaluation.edit_review(found, values)
        output.note(_saved(evaluation, found))


def _saved(evaluation: Evaluation, review_id: str) -> str:
    title = evaluation.portfolio.reviews[review_id].title
    return _("Saved {id}: {title}").format(id=review_id, title=title)


review.add_command(review_take.take)
