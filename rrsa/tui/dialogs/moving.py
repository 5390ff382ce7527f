"""Moving to another framework: where to, what becomes of everything, and then the one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Label, Select, Static
from textual.worker import get_current_worker

from rrsa.errors import RrsaError
from rrsa.guide.moving import Plan, Section, planned, sections, ways_on
from rrsa.i18n import _, ngettext
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.tui.app import RrsaApp

MOST = 120
"""Moves told one by one; a crosswalk of thousands is read as a file."""


class MoveDialog(Dialog[Plan]):
    """The way on is chosen, its plan is read, and the button makes it."""

    TITLE_TEXT = _("Move to another framework")
    HELP = _(
        "Choose where to and read what becomes of everything. What still asks the same goes along. All else "
        "lies beside the new outcome until you have looked at it. **Nothing is deleted**, and **u** takes "
        "the whole move back. A crosswalk of your own goes into the folder of your frameworks, or in by "
        "`rrsa migrate --crosswalk`."
    )
    DEFAULT_CSS = """
    MoveDialog #dialog { width: 96; }
    MoveDialog #plan { height: auto; margin-top: 1; }
    """

    def __init__(self, evaluation: Evaluation, ways: list[str]) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._ways = ways
        self._to = ways[0]
        self._plan: Plan | None = None

    def body(self) -> ComposeResult:
        yield Label(_("From {ref} to").format(ref=self._evaluation.framework.ref), classes="field")
        yield Select(
            [(ref, ref) for ref in self._ways], value=self._ways[0], allow_blank=False, id="to", compact=True
        )
        yield Static(id="plan")

    def buttons(self) -> ComposeResult:
        yield Button(_("Move"), variant="primary", id="ok", compact=True, disabled=True)
        yield Button(_("Leave"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.begin_at("#to")

    def on_select_changed(self, event: Select.Changed) -> None:
        event.stop()
        self._to = str(event.value)
        self._plan = None
        self.query_one("#ok", Button).disabled = True
        self.query_one("#plan", Static).update(Content(_("Looking through it …")))
        self._look(self._to)

    @work(thread=True, exclusive=True, group="plan", exit_on_error=False)
    def _look(self, to: str) -> None:
        try:
            found: Plan | RrsaError = planned(self._evaluation, to)
        except RrsaError as error:
            found = error
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, found, to)

    def _show(self, found: Plan | RrsaError, to: str) -> None:
        if not self.is_mounted or to != self._to:  # another has been chosen since
            return
        if isinstance(found, RrsaError):
            self.query_one("#plan", Static).update("")
            self.complain(str(found), "#to")
            return
        self._plan = found
        parts = [Content(found.about)]
        told = list(sections(found))
        *listed, last = told
        if (more := len(listed) - MOST) > 0:
            text = ngettext(
                "and {n} more; rrsa migrate tells all of them",
                "and {n} more; rrsa migrate tells all of them",
                more,
            )
            last = Section(text.format(n=more), last.lines)
        for section in (*listed[:MOST], last):
            head = [Content.styled(section.head, "bold")] if section.head else []
            parts.append(Content("\n").join([*head, *map(Content, section.lines)]))
        self.query_one("#plan", Static).update(Content("\n\n").join(parts))
        self.query_one("#ok", Button).disabled = False

    def value(self) -> Plan | None:
        return self._plan


def move(app: RrsaApp) -> None:
    """Asks where to and moves; then the page opens on which what waits is looked at."""
    from rrsa.tui.screens.moving import KeptScreen

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    ways = ways_on(evaluation.framework.ref)
    if not ways:
        app.notify(
            _("No crosswalk leads on from {ref}.").format(ref=evaluation.framework.ref),
            timeout=6,
            markup=False,
        )
        return

    def moved(plan: Plan) -> None:
        sitting.framework_is_another()  # known; the page that opens now is about the new one
        app.back_to_outcomes()
        if plan.waiting:
            app.in_turn(lambda: app.push_screen(KeptScreen()))

    def chosen(plan: Plan | None) -> None:
        if plan is not None:
            app.back_to_outcomes()  # pages that are open speak of the old outcomes
            sitting.do(
                lambda: evaluation.move_to(
                    plan.text, plan.changes, reason=plan.reason, revision=plan.revision
                ),
                say=lambda _none: _("Moved to {ref}").format(ref=plan.new.ref),
                then=lambda _none: moved(plan),
            )

    app.push_screen(MoveDialog(evaluation, ways), chosen)
