"""Side lines: what was recorded in other copies before they came together with this one, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Static

from rrsa.errors import RrsaError
from rrsa.evaluation import Evaluation
from rrsa.guide.history import moment, tell
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.store.side_lines import SideLine

MOST_CHANGES = 200
"""Changes of a line that are shown; rrsa history --side tells all of them."""


class SideLines(Dialog[bool]):
    """The latest first, each with its changes, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Done"), id="dialog.leave"),
        Binding("ctrl+s", "leave", show=False, id="dialog.ok"),
    ]
    TITLE_TEXT = _("Side lines")
    HELP = _(
        "When a whole pack comes in and both sides have moved on, one change brings them together. How the "
        "other side came to where it was is kept here, word for word. It can be read and not changed."
    )

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation

    def body(self) -> ComposeResult:
        yield Static(_("Looking …"), id="lines")

    def buttons(self) -> ComposeResult:
        yield Button(_("Done"), variant="primary", id="cancel", compact=True)

    def on_mount(self) -> None:
        body = self.query_one("#dialog-body")
        body.can_focus = True
        body.focus()
        self._read()

    @work(thread=True, exclusive=True, group="side-lines", exit_on_error=False)
    def _read(self) -> None:
        evaluation = self._evaluation
        try:
            told = self._told(evaluation.store.side_lines(evaluation.setting_id)[::-1])
        except RrsaError as error:
            told = Content(str(error))
        self.app.call_from_thread(self._show, told)

    def _show(self, told: Content) -> None:
        if self.is_mounted:
            self.query_one("#lines", Static).update(told)

    def _told(self, lines: list[SideLine]) -> Content:
        if not lines:
            return Content(_("There is none: no other copy was brought together with this one yet."))
        rows: list[Content] = []
        for line in lines:
            n = len(line.changesets)
            head = ngettext(
                "Brought in on {day} by {role}: {n} change", "Brought in on {day} by {role}: {n} changes", n
            )
            day = show_day(moment(line.at).date())
            rows.append(
                Content.styled(head.format(day=day, role=line.author, n=n), "bold $secondary"),
            )
            for changeset in list(reversed(line.changesets))[:MOST_CHANGES]:
                at = moment(changeset.at)
                rows.append(
                    Content.assemble(
                        (f"{show_day(at.date())} {at:%H:%M}  ", "$accent"),
                        changeset.reason,
                        (f"  {changeset.author}", "$text-muted"),
                    )
                )
                told = tell(self._evaluation.framework, self._evaluation.portfolio, changeset.changes)
                rows += [Content.assemble(("  • ", "$primary"), each.text) for each in told]
            rows.append(Content(""))
        return Content("\n").join(rows)
