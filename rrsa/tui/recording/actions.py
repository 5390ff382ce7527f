"""Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.dialogs.action import ActionForm


def add_action(app: RrsaApp, outcome: str, *, what: str = "", because: str | None = None) -> None:
    """Something new to do about an outcome."""
    from rrsa.tui.dialogs.action import ActionDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation

    def filled(form: ActionForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.add_action(outcome, {**form.values, "because": because}),
                said=_("To do: {what}").format(what=form.values["what"]),
            )

    app.push_screen(ActionDialog(what=what), filled)


def edit_action(app: RrsaApp, action: str, *, finishing: bool = False) -> None:
    """Opens an action; ``finishing`` asks what difference it has made."""
    from rrsa.tui.dialogs.action import ActionDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    record = evaluation.portfolio.actions.get(action)
    if record is None:
        return

    def filled(form: ActionForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.edit_action(action, form.values, seen=form.seen),
                forced=lambda: evaluation.edit_action(action, form.values),
                said=_("Action saved: {what}").format(what=form.values["what"]),
            )

    app.push_screen(ActionDialog(record, finishing=finishing), filled)


def asked_of_action(app: RrsaApp, what: str, action: str) -> None:
    """A key of the action list."""
    sitting = app.open_sitting
    if what == "finish":
        edit_action(app, action, finishing=True)
    elif what == "remove":
        evaluation = sitting.evaluation
        said = _("Removed: {what}. Press u to take that back.")
        text = evaluation.portfolio.actions[action].what
        sitting.do(lambda: evaluation.remove_action(action), said=said.format(what=text), loud=True)
