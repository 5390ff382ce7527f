"""Names of the setting's list in what is about to leave: each is left out, unless it is knowingly kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Label, SelectionList, Static
from textual.widgets.selection_list import Selection

from rrsa.i18n import _, ngettext
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.widgets.ticks import TickList

if TYPE_CHECKING:
    from rrsa.exchange.gate.leaving import Hit

MOST_PLACES = 30
"""Places shown of one name."""
_OR = " / "  # between the entries of the list that a find may be


class NamesFound(Dialog[frozenset[str]]):
    """Gives the names that stay in; nothing is ticked to begin with."""

    TITLE_TEXT = _("Names of your list are in it")
    OK = _("Go on")
    HELP = _(
        "Each of these names stands on your own list. Where nothing is ticked, a text says **[name]** in "
        "its place, and a file that holds it stays here. Space ticks a name that may stay in, such as an "
        "adult who has agreed. This **helps to find** names; it cannot find all. Read what you hand over."
    )

    def __init__(self, hits: Sequence[Hit]) -> None:
        super().__init__()
        self._by_name: dict[str, list[Hit]] = {}
        for hit in hits:
            self._by_name.setdefault(hit.name, []).append(hit)

    def body(self) -> ComposeResult:
        n = len(self._by_name)
        found = ngettext(
            "{n} name was found. It is left out, unless you tick it.",
            "{n} names were found. They are left out, unless you tick them.",
            n,
        ).format(n=n)
        yield Label(found, classes="hint", markup=False)
        yield TickList(
            *(Selection(self._row(name, hits), name) for name, hits in self._by_name.items()), id="names"
        )
        yield Label(_("Where"), classes="field")
        yield Static(id="places")
        yield Label(
            _("It helps to find names, and cannot find all: read what you hand over."), classes="hint"
        )

    @staticmethod
    def _row(name: str, hits: Sequence[Hit]) -> Content:
        places = ngettext("{n} place", "{n} places", len(hits)).format(n=len(hits))
        said = [places]
        if files := sum(hit.cell is None for hit in hits):
            said.append(ngettext("{n} in a file", "{n} in files", files).format(n=files))
        return Content.assemble(name, (f"  {' · '.join(said)}", "$text-muted"))

    def on_mount(self) -> None:
        listed = self.query_one("#names", TickList)
        listed.styles.max_height = 5 if self.size.height < 30 else 12
        listed.focus()
        listed.highlighted = 0

    def on_selection_list_selection_highlighted(self, event: SelectionList.SelectionHighlighted[str]) -> None:
        hits = self._by_name[event.selection.value]
        lines = [self._place(hit) for hit in hits[:MOST_PLACES]]
        if (more := len(hits) - MOST_PLACES) > 0:
            lines.append(Content(ngettext("and {n} more", "and {n} more", more).format(n=more)))
        self.query_one("#places", Static).update(Content("\n").join(lines))

    @staticmethod
    def _place(hit: Hit) -> Content:
        line = Content.assemble(("• ", "$primary"), f"{hit.where}: “{hit.around}”")
        if hit.cell is None:
            line += Content.styled("  " + _("The file stays here, unless you tick the name."), "$text-muted")
        return line

    def value(self) -> frozenset[str]:
        ticked = self.query_one("#names", TickList).selected
        return frozenset(name for entry in ticked for name in entry.split(_OR))
