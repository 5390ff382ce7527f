"""Evidence and its links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.i18n import _
from rrsa.portfolio.records import link_id
from rrsa.tui.recording.actions import add_action

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.dialogs.evidence import EvidenceForm


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
