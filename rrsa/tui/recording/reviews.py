"""Reviews, what they say, and what was agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rrsa.i18n import _
from rrsa.portfolio.records import Value

if TYPE_CHECKING:
    from rrsa.guide.reviews import Beside
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.dialogs.agree import AgreeForm
    from rrsa.tui.dialogs.review import ReviewForm


def add_review(app: RrsaApp, *, then: Callable[[str], None] | None = None) -> None:
    """Somebody else looks; ``then`` is told the review's id."""
    from rrsa.tui.dialogs.review import ReviewDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation

    def filled(form: ReviewForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.add_review(form.values),
                said=_("Review begun: {who}").format(who=form.values["who"]),
                then=then,
            )

    app.push_screen(ReviewDialog(), filled)


def edit_review(app: RrsaApp, review: str) -> None:
    """Whose it is, its day, its title."""
    from rrsa.tui.dialogs.review import ReviewDialog

    record = app.open_sitting.evaluation.portfolio.reviews.get(review)
    if record is not None:
        app.push_screen(ReviewDialog(record), lambda form: _save(app, review, form))


def report_review(app: RrsaApp, review: str) -> None:
    """The parts of a report that are about the whole."""
    from rrsa.tui.dialogs.review import ReportPartsDialog

    record = app.open_sitting.evaluation.portfolio.reviews.get(review)
    if record is not None:
        app.push_screen(ReportPartsDialog(record), lambda form: _save(app, review, form))


def _save(app: RrsaApp, review: str, form: ReviewForm | None) -> None:
    if form is None:
        return
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    sitting.do(
        lambda: evaluation.edit_review(review, form.values, seen=form.seen),
        forced=lambda: evaluation.edit_review(review, form.values),
        said=_("Review saved"),
    )


def finish_review(app: RrsaApp, review: str) -> None:
    """Finished, or not finished after all."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    record = evaluation.portfolio.reviews.get(review)
    if record is None:
        return
    if record.closed_on:
        sitting.do(
            lambda: evaluation.reopen_review(review),
            said=_("Not finished after all: {title}").format(title=record.title),
            loud=True,
        )
    else:
        sitting.do(
            lambda: evaluation.close_review(review),
            said=_("Finished: {title}").format(title=record.title),
            loud=True,
        )


def remove_review(app: RrsaApp, review: str) -> None:
    """A review goes with all that it says; undo brings it back."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    title = evaluation.portfolio.reviews[review].title
    sitting.do(
        lambda: evaluation.remove_review(review),
        said=_("Removed: {title}. Press u to take that back.").format(title=title),
        loud=True,
    )


def say(app: RrsaApp, review: str, outcome: str, values: dict[str, Value], said: str = "") -> None:
    """What a review says of an outcome."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    sitting.do(lambda: evaluation.say_in_review(review, outcome, values), said=said)


def rather_not(app: RrsaApp, review: str, outcome: str) -> None:
    """They would rather not say; nobody asks why."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    sitting.do(lambda: evaluation.choose_not_to_say(review, outcome), said=_("That is all right"))


def agree(app: RrsaApp, beside: Beside) -> None:
    """What was agreed after talking."""
    from rrsa.tui.dialogs.agree import AgreeDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    outcome = beside.outcome.id

    def filled(form: AgreeForm | None) -> None:
        if form is None:
            return
        values = form.values
        if values is None:
            sitting.do(lambda: evaluation.take_back_agreed(outcome), said=_("Nothing is agreed"))
        else:
            sitting.do(
                lambda: evaluation.agree(outcome, values, seen=form.seen),
                forced=lambda: evaluation.agree(outcome, values),
                said=_("Agreed on outcome {id}").format(id=outcome),
            )

    app.push_screen(AgreeDialog(evaluation, beside), filled)
