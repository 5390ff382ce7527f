"""Bringing in what came back: every difference on one side, and what each of them says on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Label, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from rrsa.exchange.returning.preview import MINE, THEIRS, Difference, Preview, Standing
from rrsa.i18n import _, ngettext
from rrsa.tui.coming_back import ComingBack
from rrsa.tui.dialogs.bring_in import BringIn, applied_words
from rrsa.tui.dialogs.sure import Sure
from rrsa.tui.screens import bringing_in_pane
from rrsa.tui.screens.setting_screen import TitleLine
from rrsa.tui.screens.waiting import Waiting
from rrsa.tui.settling import ROWS, Page, Row, Settling, Wanted
from rrsa.tui.widgets.lists import KeyedList

if TYPE_CHECKING:
    from rrsa.exchange.returning import Applied
    from rrsa.tui.dialogs.find import Found


class BringingInScreen(Waiting):
    """One list and one pane. Nothing goes in before somebody says so."""

    CSS_PATH = "bringing_in.tcss"
    HELP = _(
        "Everything in the workbooks that differs from what is here. **?** waits for a choice, **→** goes "
        "in, **=** stays as it is, **✕** is removed, **!** is a cell that is not understood; **✚** is part "
        "of a new row. **m** keeps what is here, **t** takes theirs; where several say different things, "
        "**t** again or a number takes one of them. **M** and **T** settle all that still waits: rows that "
        "are missing stay. **r** removes such a row, or keeps it. **n** goes to what is still to choose, "
        "**f** lists only some, **0** everything. Enter brings in what is settled; what is not waits in the "
        "workbook. **u** takes all of it back at once, **U** does it again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", _("Leave"), id="bring.leave", tooltip=_("Stop, or leave without it")),
        Binding("m", "take('mine')", _("Mine"), id="bring.mine", tooltip=_("Keep what is here")),
        Binding("t", "take('theirs')", _("Theirs"), id="bring.theirs", tooltip=_("Take what came back")),
        *[Binding(str(n), f"number({n})", show=False) for n in range(1, 10)],
        Binding("r", "remove", _("Remove"), id="bring.remove", tooltip=_("A missing row: remove it, or not")),
        Binding("n", "next", _("Next"), id="bring.next", tooltip=_("What is still to choose")),
        Binding("f", "filter", _("Filter"), id="bring.filter", tooltip=_("List only some of it")),
        Binding("0", "everything", _("All"), show=False, id="bring.all", tooltip=_("List everything again")),
        Binding(
            "M",
            "rest('mine')",
            _("Mine for the rest"),
            show=False,
            id="bring.rest-mine",
            tooltip=_("Keep what is here, for all that waits"),
        ),
        Binding(
            "T",
            "rest('theirs')",
            _("Theirs for the rest"),
            show=False,
            id="bring.rest-theirs",
            tooltip=_("Take what came back, for all that waits"),
        ),
        Binding(
            "ctrl+s",
            "bring_in",
            _("Bring in"),
            id="bring.in",
            tooltip=_("Bring in what is settled; so does Enter"),
        ),
        Binding("u", "app.undo", _("Undo"), show=False, id="bring.undo", tooltip=_("Take it all back")),
        Binding("U", "app.redo", _("Redo"), show=False, id="bring.redo", tooltip=_("Do it again")),
        Binding(
            "left_square_bracket",
            "turn(-1)",
            _("Page"),
            key_display="[ ]",
            show=False,
            id="bring.page-before",
            tooltip=_("The pages of a long list"),
        ),
        Binding("right_square_bracket", "turn(1)", show=False, id="bring.page-after"),
        Binding("question_mark", "app.help", _("Help"), key_display="?", id="bring.help"),
    ]

    def __init__(self, files: ComingBack) -> None:
        super().__init__()
        self._files = files
        self._settling: Settling | None = None
        self._wanted = Wanted()
        self._page = Page((), 0, 0)
        self._drawn: dict[str, Content] = {}
        self._bringing = False

    def compose(self) -> ComposeResult:
        yield TitleLine()
        yield Static(id="summary")
        yield ProgressBar(id="progress", show_eta=False)
        with Container(id="both"):
            yield KeyedList(id="differences")
            with VerticalScroll(id="pane"):
                yield Static(id="sides")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#title", Label).update(self._files.title)
        self.query_one("#state", Label).update(self.rrsa.state_words)
        self.query_one("#both").display = False
        self.look()

    # -- looking -----------------------------------------------------------------------------------

    def look(self) -> None:
        """Compares the files with what is here; choices that were made stand."""
        if not self.busy:
            self.begin(_("Looking at what came back …"))
            self.beside(lambda: self._files.look(self.store, self.progress), self._looked)

    def _looked(self, previews: list[Preview]) -> None:
        before, self._settling = self._settling, Settling(previews)
        if before is not None:
            self._settling = before.again(previews)
        self.query_one("#both").display = True
        self._list()
        if self.focused is None:
            self.query_one("#differences", KeyedList).focus()
        self._behind()

    def failed(self, why: str) -> None:
        self.query_one("#both").display = False
        self._settling = None
        words = Content.assemble(("▲ ", "$error"), why, "\n", (_("Nothing has changed."), "$text-muted"))
        self.query_one("#summary", Static).update(words)

    def _behind(self) -> None:
        """Looks again where somebody has saved since the comparison was made."""
        sitting = self.rrsa.sitting
        if self._settling is None or sitting is None:
            return
        evaluation = sitting.evaluation
        for preview in self._settling.previews:
            if preview.setting == evaluation.setting_id and preview.revision < evaluation.revision:
                self.look()

    def saved_below(self) -> None:
        """Something was saved, taken back or taken in, or could not be, while this is open."""
        self.query_one("#state", Label).update(self.rrsa.state_words)
        if self._bringing:
            self._bringing = False
            self.ended()
            self._show()
        if not self.busy:
            self._behind()

    # -- what is drawn -----------------------------------------------------------------------------

    def _list(self, first: int | None = None) -> None:
        settling = self._settling
        if settling is None:
            return
        self._page = settling.page(self._wanted, first=self._page.first if first is None else first)
        listed = self.query_one("#differences", KeyedList)
        rows = self._page.rows or (Row(_("Nothing of that kind. Press 0 to list everything again.")),)
        self._drawn = {row.id: bringing_in_pane.row_words(settling, row) for row in rows if row.id}
        with self.prevent(OptionList.OptionHighlighted):
            listed.refill(
                [
                    Option(
                        self._drawn[row.id] if row.id else bringing_in_pane.row_words(settling, row),
                        id=row.id,
                        disabled=row.id is None,
                    )
                    for row in rows
                ]
            )
            if listed.item is None:
                listed.action_first()
        self._show()

    def _show(self) -> None:
        """The summary, the lines whose mark has changed, and the pane."""
        settling, row = self._settling, self._row
        if settling is None:
            return
        listed = self.query_one("#differences", KeyedList)
        for each in self._page.rows:
            if each.id and (words := bringing_in_pane.row_words(settling, each)) != self._drawn[each.id]:
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

    def on_option_list_option_selected(self) -> None:
        self.action_bring_in()

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

    # -- bringing in -------------------------------------------------------------------------------

    def action_bring_in(self) -> None:
        settling = self._settling
        if settling is None or self.busy:
            return
        if not settling.goes_in and not settling.begins:
            self.notify(_("Nothing is settled that would go in. t takes theirs."), timeout=5)
            return

        def answered(yes: bool | None) -> None:
            if yes and not self.busy:
                self._bring_in(settling)

        self.app.push_screen(BringIn(settling), answered)

    def _bring_in(self, settling: Settling) -> None:
        app, author, store = self.rrsa, self.author, self.store
        sitting = app.sitting
        changes = settling.goes_in
        self.begin(_("Bringing it in …"))

        def job() -> list[Applied]:
            done = [
                self._files.bring_in(store, preview, settling.choices(preview), author)
                for preview in settling.previews
            ]
            if sitting is not None:
                sitting.evaluation.refresh()
            return done

        def brought_in(done: list[Applied]) -> None:
            self.notify(applied_words(changes, done), timeout=6)
            self._brought_in(done)

        if sitting is None:
            self.beside(job, brought_in, apart=self._moved_on)
        else:
            self._bringing = True
            sitting.do(
                job,
                say=lambda done: applied_words(changes, done),
                then=self._brought_in,
                apart=self._moved_on,
            )

    def _moved_on(self) -> None:
        """Somebody has saved since the files were compared: nothing went in."""
        self._bringing = False
        self.ended()
        self.notify(
            _("Somebody else has saved meanwhile, so nothing went in: it is compared again."), timeout=8
        )
        self.look()

    def _brought_in(self, done: list[Applied]) -> None:
        """What is left stays before one; with nothing left, back to the setting, or into a new one."""
        self._bringing = False
        self.ended()
        settling = self._settling
        assert settling is not None
        settling.touched = False
        if settling.begins:
            self.rrsa.open_brought_in(settling.begins[-1].setting)
        elif any(applied.left for applied in done) or settling.refused:
            self.look()
        elif self.rrsa.sitting is None:
            self.rrsa.open_brought_in(settling.previews[0].setting)
        else:
            self.dismiss()

    def action_back(self) -> None:
        """Stops what is under way; leaves, and asks first where choices would be lost."""
        if self.busy:
            self.stop()
        elif self._settling is not None and self._settling.touched:

            def answered(yes: bool | None) -> None:
                if yes:
                    self.dismiss()

            about = _("What you have chosen here is forgotten. The workbooks stay as they are.")
            self.app.push_screen(Sure(_("Leave without bringing it in?"), about, _("Leave")), answered)
        else:
            self.dismiss()
