"""Settling what came back: every difference in one list, what each of them says in one pane, and choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from rrsa.exchange.returning.preview import MINE, THEIRS, Difference, Preview, Standing
from rrsa.i18n import _, ngettext
from rrsa.tui.screens import bringing_in_pane
from rrsa.tui.screens.framed import TitleLine
from rrsa.tui.screens.waiting import Waiting
from rrsa.tui.settling import Settling
from rrsa.tui.settling_rows import ROWS, Page, Row, Wanted
from rrsa.tui.widgets.key_line import KeyLine
from rrsa.tui.widgets.lists import KeyedList

if TYPE_CHECKING:
    from rrsa.tui.dialogs.find import Found


class SettlingScreen(Waiting):
    """One list and one pane. A subclass says where the differences come from and what becomes of them."""

    def __init__(self) -> None:
        super().__init__()
        self._settling: Settling | None = None
        self._wanted = Wanted()
        self._page = Page((), 0, 0)
        self._drawn: dict[str, Content] = {}

    def compose(self) -> ComposeResult:
        yield TitleLine()
        yield Static(id="summary")
        yield ProgressBar(id="progress", show_eta=False)
        with Container(id="both"):
            yield KeyedList(id="differences")
            with VerticalScroll(id="pane"):
                yield Static(id="sides")
        yield KeyLine(compact=True)

    # -- what is drawn -----------------------------------------------------------------------------

    def _list(self, first: int | None = None) -> None:
        settling = self._settling
        if settling is None:
            return
        self._page = settling.page(self._wanted, first=self._page.first if first is None else first)
        listed = self.query_one("#differences", KeyedList)
        rows = self._page.rows or (Row(_("Nothing of that kind. Press 0 to list everything again.")),)
        self._drawn = {row.id: self._words(settling, row) for row in rows if row.id}
        with self.prevent(OptionList.OptionHighlighted):
            listed.refill(
                [
                    Option(
                        self._drawn[row.id] if row.id else self._words(settling, row),
                        id=row.id,
                        disabled=row.id is None,
                    )
                    for row in rows
                ]
            )
            if listed.item is None:
                listed.action_first()
        self._show()

    def _words(self, settling: Settling, row: Row) -> Content:
        width = self.query_one("#differences").size.width or self.size.width // 2
        return bringing_in_pane.row_words(settling, row, width)

    def on_resize(self) -> None:
        """The words of each line fill what there is of it."""
        if self._settling is not None:
            self.call_after_refresh(self._list)

    def _show(self) -> None:
        """The summary, the lines whose mark has changed, and the pane."""
        settling, row = self._settling, self._row
        if settling is None:
            return
        listed = self.query_one("#differences", KeyedList)
        for each in self._page.rows:
            if each.id and (words := self._words(settling, each)) != self._drawn[each.id]:
                self._drawn[each.id] = words
                listed.replace_option_prompt(each.id, words)
        self.query_one("#summary", Static).update(
            bringing_in_pane.summary(settling, self._wanted, self._page)
        )
        roomy = self.has_class("-wide")
        pane = Content("") if row is None else bringing_in_pane.about(settling, row, roomy=roomy)
        self.query_one("#sides", Static).update(pane)

    @property
    def _row(self) -> Row | None:
        item = self.query_one("#differences", KeyedList).item
        return next((row for row in self._page.rows if row.id and row.id == item), None)

    @property
    def _at(self) -> tuple[Settling, Preview, Difference] | None:
        """The difference under the cursor."""
        settling, row = self._settling, self._row
        if self.busy or settling is None or row is None or row.preview is None or row.difference is None:
            return None
        return settling, row.preview, row.difference

    def on_option_list_option_highlighted(self) -> None:
        self._show()
        self.query_one("#pane").scroll_home(animate=False)

    # -- choosing ----------------------------------------------------------------------------------

    def action_take(self, choice: str) -> None:
        if self._at is None:
            return
        settling, preview, difference = self._at
        if choice == THEIRS and difference.standing is Standing.MISSING:
            self.notify(_("It is missing there. Press r to remove it, m to keep it."), timeout=4)
            return
        settling.choose(preview, difference, MINE if choice == MINE else settling.theirs(preview, difference))
        self._show()

    def action_number(self, number: int) -> None:
        if self._at is None:
            return
        settling, preview, difference = self._at
        if difference.standing is not Standing.MISSING and number <= len(difference.theirs):
            settling.choose(preview, difference, settling.theirs(preview, difference, number))
            self._show()

    def action_remove(self) -> None:
        if self._at is None:
            return
        settling, preview, difference = self._at
        if difference.standing is not Standing.MISSING:
            self.notify(_("Only a row that did not come back can be removed here."), timeout=4)
            return
        removed = settling.side(preview, difference) is not None
        settling.choose(preview, difference, MINE if removed else settling.theirs(preview, difference))
        self._show()

    def action_rest(self, choice: str) -> None:
        if self._settling is None or self.busy:
            return
        n = self._settling.settle_the_rest(choice)
        self._show()
        if choice == MINE:
            said = ngettext("{n} stays as it is here.", "{n} stay as they are here.", n)
        else:
            said = ngettext("{n} settled: theirs.", "{n} settled: theirs.", n)
        left = self._settling.summary()
        self.notify(f"{said.format(n=n)} {left}.", timeout=4, markup=False)

    def action_next(self) -> None:
        """To the next difference that waits, from where the cursor is; on other pages too."""
        settling = self._settling
        if settling is None or self.busy:
            return
        rows = [row for row in settling.page(self._wanted, most=10**9).rows if row.id]
        here = self._row
        at = next((n for n, row in enumerate(rows) if here and row.id == here.id), -1)
        around = [*enumerate(rows)][at + 1 :] + [*enumerate(rows)][: at + 1]
        for n, row in around:
            if row.preview and row.difference and settling.waiting(row.preview, row.difference):
                if not self._page.first <= n < self._page.first + ROWS:
                    self._list(n // ROWS * ROWS)
                listed = self.query_one("#differences", KeyedList)
                listed.highlighted = listed.get_option_index(row.id or "")
                return
        self.notify(_("Nothing is left to choose. Enter brings it in."), timeout=4)

    # -- what is listed ----------------------------------------------------------------------------

    def action_filter(self) -> None:
        from rrsa.tui.dialogs.narrowing import narrowed

        if self._settling is None or self.busy:
            return
        dialog, meant = narrowed(self._settling)

        def chosen(found: Found | None) -> None:
            if found is not None:
                self._wanted = meant(found)
                self._list(0)

        self.app.push_screen(dialog, chosen)

    def action_everything(self) -> None:
        self._wanted = Wanted()
        self._list(0)

    def action_turn(self, by: int) -> None:
        first = self._page.first + by * ROWS
        if 0 <= first < self._page.total:
            self._list(first)
            self.query_one("#differences", KeyedList).action_first()
