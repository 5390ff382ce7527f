"""What screens ask for when something is to be recorded: the right dialog, then one save.

Every function takes the app, opens a dialog where one is needed, and hands the result to the sitting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.i18n import _
from rrsa.portfolio.changes import Cell
from rrsa.portfolio.records import Value, link_id
from rrsa.scoring.model import Step, StepKind
from rrsa.vocabulary import Answer

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.dialogs.action import ActionForm
    from rrsa.tui.dialogs.evidence import EvidenceForm
    from rrsa.tui.widgets.fields import Left


# -- text -------------------------------------------------------------------------------------------


def save_text(app: RrsaApp, left: Left) -> None:
    """Saves what was typed in a field; its draft goes once the text is safe."""
    save_cell(app, left.cell, left.text, left.base)


def save_cell(app: RrsaApp, cell: Cell, text: str, base: str) -> None:
    """Saves text for an outcome's cell against the text that stood there when typing began."""
    if app.sitting is None:
        return  # the app is ending; the text waits as a draft
    sitting = app.sitting
    evaluation = sitting.evaluation
    new: dict[str, Value] = {cell.field: text or None}
    seen: dict[str, Value] = {cell.field: base or None}
    sitting.drafts.save_asked(cell)
    sitting.do(
        lambda: evaluation.record_outcome(cell.record, new, seen=seen),
        forced=lambda: evaluation.record_outcome(cell.record, new),
        then=lambda _result: sitting.drafts.clear(cell),
    )


# -- evidence ---------------------------------------------------------------------------------------


def add_evidence(app: RrsaApp, targets: tuple[str, ...], *, perspective: str | None = None) -> None:
    """A new piece for outcomes or look-fors, with a perspective to begin with if one is wanted."""
    from rrsa.tui.dialogs.evidence import EvidenceDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation

    def filled(form: EvidenceForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.add_evidence(
                    form.values, form.targets, direction=form.direction, file=form.file
                ),
                said=_("Evidence saved: {title}").format(title=form.values["title"]),
            )

    app.push_screen(EvidenceDialog(evaluation, targets, perspective=perspective), filled)


def edit_evidence(app: RrsaApp, evidence: str) -> None:
    """Opens a piece of evidence with all the outcomes that it is shown against."""
    from rrsa.tui.dialogs.evidence import EvidenceDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    item = evaluation.portfolio.evidence.get(evidence)
    if item is None:
        return
    linked = tuple(link.target or "" for link in evaluation.portfolio.links_by_evidence.get(evidence, ()))
    linked = tuple(target for target in linked if target in evaluation.framework.outcome_of)

    def filled(form: EvidenceForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.revise_evidence(
                    evidence, form.values, form.targets, form.direction, seen=form.seen, file=form.file
                ),
                forced=lambda: evaluation.revise_evidence(
                    evidence, form.values, form.targets, form.direction, file=form.file
                ),
                said=_("Evidence saved: {title}").format(title=form.values["title"]),
            )

    app.push_screen(EvidenceDialog(evaluation, linked, item), filled)


def link_evidence(app: RrsaApp, outcome: str) -> None:
    """Shows a piece that is there already against this outcome too."""
    from rrsa.tui.dialogs.find import FindDialog, Found, evidence_entries

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    entries = evidence_entries(evaluation, without=outcome)
    if not entries:
        app.notify(_("There is no other evidence to link yet. Press a to add some."))
        return

    def chosen(found: Found | None) -> None:
        if found is not None:
            sitting.do(
                lambda: evaluation.link(found.item, (outcome,)),
                said=_("Linked: {title}").format(title=found.label),
            )

    title = _("Link evidence to outcome {id}").format(id=outcome)
    app.push_screen(FindDialog(entries, title), chosen)


def asked_of_evidence(app: RrsaApp, outcome: str, what: str, evidence: str) -> None:
    """A key of the evidence list: choose, unlink, remove, or an action from what shows not yet."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    portfolio, framework = evaluation.portfolio, evaluation.framework
    title = portfolio.evidence[evidence].title or ""
    here = [
        link
        for link in portfolio.links_by_evidence.get(evidence, ())
        if framework.outcome_of.get(link.target or "") == outcome
    ]
    if what == "choose" and here:
        direct = portfolio.links.get(link_id(evidence, outcome)) or here[0]
        chosen = not any(link.chosen for link in here)
        target = direct.target or ""
        sitting.do(
            lambda: evaluation.choose(evidence, target, chosen),
            said=_("For the assessor: {title}").format(title=title) if chosen else _("No longer chosen"),
        )
    elif what == "unlink":
        targets = [link.target or "" for link in here]
        sitting.do(
            lambda: evaluation.unlink(evidence, targets), said=_("Unlinked: {title}").format(title=title)
        )
    elif what == "remove":
        sitting.do(
            lambda: evaluation.remove_evidence(evidence),
            said=_("Removed: {title}. Press u to take that back.").format(title=title),
            loud=True,
        )
    elif what == "act":
        add_action(app, outcome, because=evidence)


# -- look-fors --------------------------------------------------------------------------------------


def answer_look(app: RrsaApp, what: str, indicator: str) -> None:
    """A key of the look-for list."""
    from rrsa.tui.dialogs.simple import AskLine

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    if what == "evidence":
        add_evidence(app, (indicator,))
        return
    if what != Answer.NOT_APPLICABLE:
        answer = None if what == "clear" else what
        why = evaluation.portfolio.look(indicator).why if answer else None
        said = Answer(answer).label if answer else _("not looked at")
        sitting.do(
            lambda: evaluation.record_look(indicator, answer, why),
            said=_("Saved: {id} — {answer}").format(id=indicator, answer=said),
        )
        return
    if not evaluation.framework.indicators[indicator].may_not_apply:
        app.notify(_("Look-for {id} applies everywhere.").format(id=indicator))
        return

    def given(why: str | None) -> None:
        if why:
            sitting.do(lambda: evaluation.record_look(indicator, Answer.NOT_APPLICABLE, why))

    title = _("Why does {id} not apply here?").format(id=indicator)
    app.push_screen(AskLine(title, _("A few words; they stand in the portfolio."), "why"), given)


# -- actions ----------------------------------------------------------------------------------------


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


# -- next steps -------------------------------------------------------------------------------------


def take_step(app: RrsaApp, step: Step) -> None:
    """Goes to where a next step is taken, with its dialog open where it has one."""
    if step.kind is StepKind.REACH_MILESTONE or step.outcome is None:
        app.open_milestones()
        return
    app.open_outcome(step.outcome)
    if step.kind is StepKind.ADD_EVIDENCE:
        perspective = step.perspective.value if step.perspective else None
        add_evidence(app, (step.indicator or step.outcome,), perspective=perspective)
    elif step.kind in (StepKind.DATE_EVIDENCE, StepKind.REFRESH_EVIDENCE) and step.evidence:
        edit_evidence(app, step.evidence)
    elif step.kind is StepKind.PLAN_ACTION:
        add_action(app, step.outcome)
