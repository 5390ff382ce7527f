"""Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.guide.plan import Idea
    from rrsa.scoring.model import Gap, Step
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.dialogs.action import ActionForm
    from rrsa.tui.dialogs.evidence import EvidenceForm


def add_action(app: RrsaApp, outcome: str | None, *, what: str = "", because: str | None = None) -> None:
    """Something new to do about an outcome; without one, the dialog asks for it."""
    from rrsa.guide import plan

    if because is not None and outcome is not None and not what:
        idea = plan.from_evidence(app.open_sitting.evaluation.portfolio, outcome, because)
    else:
        idea = plan.Idea(what, outcome, because)
    _ask(app, idea)


def action_from_gap(app: RrsaApp, gap: Gap) -> None:
    """Puts what is missing into the plan: the dialog opens filled in, and its words can be changed."""
    from rrsa.guide import plan

    evaluation = app.open_sitting.evaluation
    _ask(app, plan.from_gap(evaluation.framework, evaluation.portfolio, gap))


def action_from_step(app: RrsaApp, step: Step) -> None:
    """Puts a next step into the plan instead of taking it at once."""
    from rrsa.guide import plan

    evaluation = app.open_sitting.evaluation
    _ask(app, plan.from_step(evaluation.framework, evaluation.portfolio, step))


def _ask(app: RrsaApp, idea: Idea) -> None:
    from rrsa.tui.dialogs.action import ActionDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation

    def filled(form: ActionForm | None) -> None:
        if form is not None:
            outcome = str(form.values["outcome"])
            sitting.do(
                lambda: evaluation.add_action(outcome, {**form.values, "because": idea.because}),
                said=_("To do: {what}").format(what=form.values["what"]),
            )

    app.push_screen(ActionDialog(evaluation, idea=idea), filled)


def plan_improvements(app: RrsaApp) -> None:
    """Makes actions of a partnership's areas for improvement, once somebody has seen which."""
    from rrsa.guide.improvements import proposals, to_plan
    from rrsa.tui.dialogs.sure import Sure

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    new = to_plan(proposals(evaluation.framework, evaluation.portfolio))
    if not new:
        app.notify(_("Every area for improvement is in the plan, or none is written yet."))
        return

    def chosen(yes: bool | None) -> None:
        if yes:
            sitting.do(lambda: evaluation.plan_improvements(new), said=said, loud=True)

    n = len(new)
    said = ngettext(
        "{n} action is in the plan now. Say who and by when.",
        "{n} actions are in the plan now. Say who and by when.",
        n,
    ).format(n=n)
    question = ngettext(
        "Make {n} action from the areas for improvement?",
        "Make {n} actions from the areas for improvement?",
        n,
    ).format(n=n)
    about = "\n".join(f"{outcome}  {what}" for _id, outcome, what in new)
    app.push_screen(Sure(question, about, _("Put into the plan")), chosen)


def edit_action(app: RrsaApp, action: str) -> None:
    """Opens an action."""
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

    app.push_screen(ActionDialog(evaluation, record), filled)


def finish_action(app: RrsaApp, action: str) -> None:
    """An action is done: asks what difference it has made, and opens the answer as evidence if that is
    wanted."""
    from rrsa.tui.dialogs.action import FinishDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    record = evaluation.portfolio.actions.get(action)
    if record is None:
        return

    def filled(form: ActionForm | None) -> None:
        if form is None:
            return
        sitting.do(
            lambda: evaluation.edit_action(action, form.values, seen=form.seen),
            forced=lambda: evaluation.edit_action(action, form.values),
            said=_("Done: {what}").format(what=record.what),
            then=(lambda _result: app.in_turn(lambda: keep_as_evidence(app, action))) if form.keep else None,
        )

    app.push_screen(FinishDialog(record), filled)


def keep_as_evidence(app: RrsaApp, action: str) -> None:
    """Opens what came of an action as a new piece of evidence, filled in as far as it is known."""
    from rrsa.portfolio.records import Evidence
    from rrsa.tui.dialogs.evidence import EvidenceDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    record = evaluation.portfolio.actions.get(action)
    outcome = evaluation.framework.outcomes.get(record.outcome or "") if record else None
    if record is None or outcome is None:
        return
    from rrsa.guide import plan

    begun = Evidence("", **plan.as_evidence(evaluation.portfolio, record, evaluation.today))  # type: ignore[arg-type]

    def filled(form: EvidenceForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.add_evidence(
                    form.values, form.targets, direction=form.direction, file=form.file
                ),
                said=_("Evidence saved: {title}").format(title=form.values["title"]),
            )

    app.push_screen(EvidenceDialog(evaluation, (outcome.id,), begun), filled)


def give_up_action(app: RrsaApp, action: str) -> None:
    """An action cannot be done: asks why, in the words that children are told."""
    from rrsa.tui.dialogs.simple import AskLine

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    record = evaluation.portfolio.actions.get(action)
    if record is None:
        return

    def given(why: str | None) -> None:
        if why:
            sitting.do(
                lambda: evaluation.give_up_action(action, why),
                said=_("We cannot: {what}").format(what=record.what),
            )

    title = _("We cannot — why not?")
    hint = _(
        "Children are told this, so say it as you would to them. It stands in the plan beside the action."
    )
    app.push_screen(AskLine(title, hint, "why_not", record.why_not or ""), given)


def remove_action(app: RrsaApp, action: str) -> None:
    """Takes an action out of the plan."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    record = evaluation.portfolio.actions.get(action)
    if record is not None:
        said = _("Removed: {what}. Press u to take that back.").format(what=record.what)
        sitting.do(lambda: evaluation.remove_action(action), said=said, loud=True)


def asked_of_action(app: RrsaApp, what: str, action: str) -> None:
    """A key of a list of actions: finish, we cannot, remove."""
    {"finish": finish_action, "cannot": give_up_action, "remove": remove_action}[what](app, action)
