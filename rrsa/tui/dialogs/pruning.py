"""Thinning out: what can be done without, with the reason beside it, and a tick for each that is to go."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Label, Select, SelectionList, Static
from textual.widgets.selection_list import Selection

from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.guide.pruning import Spare, apart, elsewhere_words
from rrsa.i18n import _, ngettext
from rrsa.scoring import words
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.widgets.ticks import TickList

MOST_LISTED = 100
"""Rows at a time: once these have gone, the next can be listed."""


class PruneForm(NamedTuple):
    """Evidence → the places that it is taken away from; and the pieces that are removed."""

    unlinked: dict[str, list[str]]
    removed: list[str]


class PruneDialog(Dialog[PruneForm]):
    """Nothing is ticked to begin with: what goes is somebody's choice, piece by piece."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "ok", _("Do it"), id="dialog.ok")]
    TITLE_TEXT = _("Thin out")
    OK = _("Take away")
    HELP = _(
        "These pieces can go and nothing changes: not what is shown, nor from how many sides, nor anything "
        "that a stage asks. Space ticks one. **Take away** leaves the piece in the register; **remove** lets "
        "it go where it is shown nowhere else. Pieces that are mixed or show not yet are never listed here, "
        "nor what you chose for the assessor. **u** brings everything back."
    )

    def __init__(self, evaluation: Evaluation, spare: tuple[Spare, ...]) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._found = len(spare)
        self._spare = {f"{each.outcome} {each.evidence}": each for each in spare[:MOST_LISTED]}

    def body(self) -> ComposeResult:
        n = self._found
        found = ngettext(
            "{n} piece adds nothing to what others show.", "{n} pieces add nothing to what others show.", n
        ).format(n=n)
        yield Label(f"{found} {words.enough_words()}", classes="hint", markup=False)
        if n > len(self._spare):
            more = _("The first {n} are listed here.").format(n=len(self._spare))
            yield Label(more, classes="hint", markup=False)
        rows = [Selection(f"{each.outcome:<4} {each.title}", key) for key, each in self._spare.items()]
        yield TickList(*rows, id="spare")
        yield Static(id="spare-why", markup=False)
        yield Label(_("What becomes of those that are ticked?"), classes="field")
        options = [
            (_("Take them away from the outcome; they stay in the register"), "unlink"),
            (_("Remove them, where they are shown nowhere else"), "remove"),
        ]
        yield Select(options, value="unlink", allow_blank=False, id="how", compact=True)

    def on_mount(self) -> None:
        listed = self.query_one("#spare", TickList)
        listed.styles.max_height = 6 if self.size.height < 30 else 14
        why = self.query_one("#spare-why", Static)
        why.styles.height = 5
        why.styles.padding = (1, 1, 0, 1)
        listed.focus()
        listed.highlighted = 0

    def on_selection_list_selection_highlighted(self, event: SelectionList.SelectionHighlighted[str]) -> None:
        each = self._spare[event.selection.value]
        told = [each.why, elsewhere_words(each)]
        self.query_one("#spare-why", Static).update("\n".join(filter(None, told)))

    def on_select_changed(self, event: Select.Changed) -> None:
        self.query_one("#ok", Button).label = _("Remove") if event.value == "remove" else _("Take away")

    def value(self) -> PruneForm:
        self.reading("#spare")
        ticked = [self._spare[key] for key in self.query_one("#spare", TickList).selected]
        if not ticked:
            raise BadInput(_("nothing is ticked"), _("tick what is to go with Space, or leave with Escape"))
        remove = self.query_one("#how", Select).value == "remove"
        return PruneForm(*apart(self._evaluation, ticked, remove=remove))
