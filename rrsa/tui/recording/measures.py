"""Measures and their readings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rrsa.guide.measures import measure_view
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.dialogs.measure import MeasureForm
    from rrsa.tui.dialogs.reading import ReadingForm


def add_measure(app: RrsaApp, outcome: str = "", *, then: Callable[[str], None] | None = None) -> None:
    """Something to count from now on; ``then`` is told the id of what was made."""
    from rrsa.tui.dialogs.measure import MeasureDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation

    def filled(form: MeasureForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.add_measure(form.outcome, form.values),
                said=_("Measure saved: {title}").format(title=form.values["title"]),
                then=then,
            )

    app.push_screen(MeasureDialog(evaluation, outcome=outcome), filled)


def edit_measure(app: RrsaApp, measure: str) -> None:
    """Opens a measure."""
    from rrsa.tui.dialogs.measure import MeasureDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    record = evaluation.portfolio.measures.get(measure)
    if record is None:
        return

    def filled(form: MeasureForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.edit_measure(measure, form.values, seen=form.seen),
                forced=lambda: evaluation.edit_measure(measure, form.values),
                said=_("Measure saved: {title}").format(title=form.values["title"]),
            )

    app.push_screen(MeasureDialog(evaluation, record), filled)


def remove_measure(app: RrsaApp, measure: str) -> None:
    """A measure goes with its readings; undo brings all of it back."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    title = evaluation.portfolio.measures[measure].title
    sitting.do(
        lambda: evaluation.remove_measure(measure),
        said=_("Removed: {title}. Press u to take that back.").format(title=title),
        loud=True,
    )


def add_reading(app: RrsaApp, measure: str) -> None:
    """What a measure is now."""
    from rrsa.tui.dialogs.reading import ReadingDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    if measure not in evaluation.portfolio.measures:
        return
    view = measure_view(evaluation.framework, evaluation.portfolio, measure, evaluation.on)

    def filled(form: ReadingForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.add_reading(measure, form.values),
                said=_("Reading saved: {title}").format(title=view.measure.title),
            )

    app.push_screen(ReadingDialog(view), filled)


def edit_reading(app: RrsaApp, reading: str) -> None:
    """Opens a reading."""
    from rrsa.tui.dialogs.reading import ReadingDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    record = evaluation.portfolio.readings.get(reading)
    measure = record.measure if record else None
    if record is None or measure is None or measure not in evaluation.portfolio.measures:
        return
    view = measure_view(evaluation.framework, evaluation.portfolio, measure, evaluation.on)

    def filled(form: ReadingForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.edit_reading(reading, form.values, seen=form.seen),
                forced=lambda: evaluation.edit_reading(reading, form.values),
                said=_("Reading saved: {title}").format(title=view.measure.title),
            )

    app.push_screen(ReadingDialog(view, record), filled)


def remove_reading(app: RrsaApp, reading: str) -> None:
    """A reading goes; undo brings it back."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    sitting.do(
        lambda: evaluation.remove_reading(reading),
        said=_("Reading removed. Press u to take that back."),
        loud=True,
    )
