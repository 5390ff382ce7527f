"""Evidence and its links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rrsa.i18n import _, ngettext
from rrsa.portfolio.records import link_id
from rrsa.tui.recording.actions import add_action

if TYPE_CHECKING:
    from rrsa.guide.pruning import Spare
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.dialogs.evidence import EvidenceForm


def add_evidence(
    app: RrsaApp,
    targets: tuple[str, ...],
    *,
    perspective: str | None = None,
    then: Callable[[str], None] | None = None,
) -> None:
    """A new piece for outcomes or look-fors, with a perspective to begin with if one is wanted; ``then``
    gets its id. Without targets the dialog asks what it is for."""
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
                then=then,
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


def replace_evidence(app: RrsaApp, evidence: str, then: Callable[[str], None] | None = None) -> None:
    """A newer piece takes the place of an older one, which is kept; ``then`` gets the id of the newer."""
    from rrsa.tui.dialogs.evidence import EvidenceDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    older = evaluation.portfolio.evidence[evidence]

    def filled(form: EvidenceForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.replace_evidence(evidence, form.values, file=form.file),
                said=_("Replaced: {title}. The older piece is kept.").format(title=older.title),
                then=then,
            )

    app.push_screen(EvidenceDialog(evaluation, (), older=older), filled)


def tell_evidence(app: RrsaApp, evidence: str) -> None:
    """Where a piece is shown, and what it shows there: linked, told again, or taken away."""
    from rrsa.tui.dialogs.places import PlacesDialog, PlacesForm

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    title = evaluation.portfolio.evidence[evidence].title or ""

    def filled(form: PlacesForm | None) -> None:
        if form is not None and form.directions:
            sitting.do(
                lambda: evaluation.tell(evidence, form.directions),
                said=_("Linked: {title}").format(title=title),
            )

    app.push_screen(PlacesDialog(evaluation, evidence), filled)


def mark_showcase(app: RrsaApp, evidence: str) -> None:
    """Marks a piece as a showcase of its strand, or takes the mark back."""
    sitting = app.open_sitting
    evaluation = sitting.evaluation
    item = evaluation.portfolio.evidence[evidence]
    marked = not item.showcase
    said = _("A showcase: {title}") if marked else _("No longer a showcase: {title}")
    sitting.do(
        lambda: evaluation.edit_evidence(evidence, {"showcase": marked}), said=said.format(title=item.title)
    )


def remove_evidence(app: RrsaApp, evidence: str) -> None:
    """Removes a piece, once somebody has said yes."""
    from rrsa.tui.dialogs.sure import Sure

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    title = evaluation.portfolio.evidence[evidence].title or ""
    links = evaluation.portfolio.links_by_evidence.get(evidence, ())
    places = ", ".join(link.target or "" for link in links)
    about = _("It is shown for {places}.").format(places=places) if links else _("It is not linked anywhere.")

    def answered(yes: bool | None) -> None:
        if yes:
            sitting.do(
                lambda: evaluation.remove_evidence(evidence),
                said=_("Removed: {title}. Press u to take that back.").format(title=title),
                loud=True,
            )

    question = _("Remove “{title}”?").format(title=title)
    undo = _("Press u afterwards if you want it back.")
    app.push_screen(Sure(question, f"{about} {undo}", _("Remove")), answered)


def prune_evidence(app: RrsaApp, spare: Sequence[Spare]) -> None:
    """Offers what can be done without; only what is ticked goes, and one undo brings all of it back."""
    from rrsa.tui.dialogs.pruning import PruneDialog, PruneForm

    sitting = app.open_sitting
    evaluation = sitting.evaluation

    def chosen(form: PruneForm | None) -> None:
        if form is not None:
            n = len(form.unlinked.keys() | set(form.removed))
            said = ngettext(
                "Thinned out: {n} piece. Press u to take that back.",
                "Thinned out: {n} pieces. Press u to take that back.",
                n,
            )
            sitting.do(
                lambda: evaluation.prune(form.unlinked, form.removed), said=said.format(n=n), loud=True
            )

    app.push_screen(PruneDialog(evaluation, tuple(spare)), chosen)


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
