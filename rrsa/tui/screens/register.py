"""The evidence register: everything in one table, and beside it all about the piece under the cursor."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Input, Static

from rrsa.guide import register
from rrsa.guide.pruning import Spare
from rrsa.guide.register import EVERYTHING, Filter, Page, Row
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.scoring import words
from rrsa.tui import pictures, recording
from rrsa.tui.screens import register_piece
from rrsa.tui.screens.register_files import RegisterFiles
from rrsa.tui.widgets.lists import DIRECTION_MARKS
from rrsa.vocabulary import Direction, Perspective

ROWS = 100
"""Rows on a page: a table of thousands takes seconds to draw, and nobody reads it to the end."""
MARKS, WHOSE, DATE, FOR = 3, 11, 11, 11
"""Columns, in characters; the title has what is left."""


class RegisterScreen(RegisterFiles):
    """One table, a page at a time, and one pane."""

    NAME = "register"
    CSS_PATH = "register.tcss"
    HELP = _(
        "All evidence, the newest first. **◆** shows it works, **◈** is mixed, **◇** shows not yet, **·** is "
        "not linked; **★** is chosen for the assessor, **✦** a showcase, **↺** replaced by a newer piece. "
        "**f** narrows the list down, **/** searches it, **0** lists everything again. **k** says where a "
        "piece is shown and what it shows there, **p** puts a newer piece in its place, **o** opens its file "
        "and **s** saves a copy of it, **v** goes to an outcome where it is shown. **t** lists what adds "
        "nothing to what others show: two or three good pieces for an outcome are enough. **E** erases a "
        "piece for good, which is more than removing it. Tab goes to what is said of a piece, to scroll it."
    )
    AUTO_FOCUS = "#pieces"  # not the search, which would take the first key for a word
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", _("Add"), id="register.add", tooltip=_("Add evidence")),
        Binding("k", "link", _("Link"), id="register.link", tooltip=_("Where it is shown, and how")),
        Binding(
            "f", "filter", _("Filter"), show=False, id="register.filter", tooltip=_("List only some of it")
        ),
        Binding(
            "slash",
            "search",
            _("Search"),
            key_display="/",
            show=False,
            id="register.search",
            tooltip=_("List what these words occur in"),
        ),
        Binding(
            "0", "everything", _("All"), show=False, id="register.all", tooltip=_("List everything again")
        ),
        Binding("o", "open", _("Open"), id="register.open", tooltip=_("Open its file")),
        Binding("s", "save", _("Save a copy"), show=False, id="register.save", tooltip=_("Save its file")),
        Binding("p", "newer", _("Newer"), id="register.newer", tooltip=_("A newer piece takes its place")),
        Binding("w", "showcase", _("Showcase"), show=False, id="register.showcase", tooltip=_("Mark it ✦")),
        Binding("d,delete", "remove", _("Remove"), key_display="d", id="register.remove"),
        Binding("E", "erase", _("Erase"), show=False, id="register.erase", tooltip=_("Erase it for good …")),
        Binding(
            "t",
            "thin_out",
            _("Thin out"),
            show=False,
            id="register.thin-out",
            tooltip=_("What adds nothing to what others show"),
        ),
        Binding(
            "v", "outcome", _("Outcome"), show=False, id="register.outcome", tooltip=_("Go to its outcome")
        ),
        Binding(
            "left_square_bracket",
            "turn(-1)",
            _("Page"),
            key_display="[ ]",
            show=False,
            id="register.page-before",
            tooltip=_("The pages of a long list"),
        ),
        Binding("right_square_bracket", "turn(1)", show=False, id="register.page-after"),
    ]

    def __init__(self, wanted: Filter = EVERYTHING) -> None:
        super().__init__()
        self._filter = wanted
        self._page = Page((), 0, 0)
        self._at: str | None = None
        self._looking = False
        self._shown: tuple[object, object] = (None, None)

    def title_words(self) -> str:
        return _("{setting} — evidence").format(setting=self.evaluation.portfolio.setting.name)

    def body(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Static(id="listed")
            yield Static(id="keys")
            yield Input(id="search", placeholder=_("words to search for"), value=self._filter.search)
        with Vertical(id="both"):
            yield DataTable(id="pieces", cursor_type="row", zebra_stripes=False)
            with VerticalScroll(id="about"):
                yield Static(id="piece")

    def on_mount(self) -> None:
        self.query_one("#search").display = bool(self._filter.search)
        self.query_one("#pieces").focus()

    def on_resize(self) -> None:
        if self._page.rows:
            self.call_after_refresh(self._fill)

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        was, self._shown = self._shown, (self.evaluation.portfolio, self.evaluation.assessment)
        if any(a is not b for a, b in zip(was, self._shown, strict=True)):
            self._list(self._at)  # else nothing has changed since: a page that is come back to stands

    def _list(self, at: str | None, first: int | None = None) -> None:
        """Lists what is wanted: the page with the piece ``at``, or the one that begins with ``first``."""
        begin = self._page.first if first is None else first
        self._page = register.page(self.evaluation, self._filter, first=begin, most=ROWS, at=at)
        self._at = at
        self._fill()

    def _fill(self) -> None:
        page = self._page
        self._show_listed()
        table = self.query_one("#pieces", DataTable)
        was = table.cursor_row
        ids = [row.item.id for row in page.rows]
        wide = max(table.size.width or self.size.width, 40)
        around = 2 * 5 + 2  # the columns' padding, and the scroll bar
        title = wide - MARKS - WHOSE - DATE - FOR - around
        with self.prevent(DataTable.RowHighlighted):
            table.clear(columns=True)
            heads = ((" ", MARKS), (_("What it is"), title), (_("Whose view"), WHOSE))
            for label, width in (*heads, (_("Date"), DATE), (_("For"), FOR)):
                table.add_column(Text(label), width=width)
            for row in page.rows:
                table.add_row(*self._cells(row), key=row.item.id)
            row_at = ids.index(self._at) if self._at in ids else min(was, len(ids) - 1)
            if ids:
                table.move_cursor(row=max(row_at, 0), animate=False)
                self._at = ids[max(row_at, 0)]
            else:
                self._at = None
        self._show_piece()

    @staticmethod
    def _cells(row: Row) -> list[Text]:
        item = row.item
        said = list(dict.fromkeys(place.direction for place in row.places))
        mark = DIRECTION_MARKS[min(said, key=list(Direction).index)] if said else "·"
        mark += "★" if row.chosen else ""
        mark += "✦" if item.showcase else ""
        mark = "↺" if row.newer else mark
        whose = pictures.side_heading(Perspective(item.perspective)) if item.perspective else "–"
        day = show_day(item.date) or _("no date")
        places = ", ".join(place.target for place in row.places)
        places = places if len(places) <= FOR else places[: FOR - 1] + "…"
        cells = (mark, item.title or "", whose, day, places or "–")
        return [Text(cell, no_wrap=True, overflow="ellipsis", end="") for cell in cells]

    def _show_listed(self) -> None:
        page, everything = self._page, len(self.evaluation.portfolio.evidence)
        if not self._filter.narrows:
            said = ngettext("{n} piece of evidence", "{n} pieces of evidence", everything).format(
                n=everything
            )
        else:
            said = _("{n} of {all}: {what}").format(
                n=page.total,
                all=everything,
                what=" · ".join(register.filter_words(self.evaluation, self._filter)),
            )
        if page.total > len(page.rows):
            last = page.first + len(page.rows)
            said += "  " + _("{first}–{last}, [ and ] turn the page").format(first=page.first + 1, last=last)
        self.query_one("#listed", Static).update(Text(said, no_wrap=True, overflow="ellipsis"))
        keys = self.query_one("#keys", Static)
        keys.display = not self.query_one("#search").display
        every = _("[b]0[/b] all  ") if self._filter.narrows else ""
        keys.update(Content.from_markup(every + _("[b]f[/b] filter  [b]/[/b] search  [b]t[/b] thin out")))

    def _show_piece(self) -> None:
        row = self.row
        if row is not None:
            about = register_piece.about(self.evaluation, row)
        elif self._filter.narrows:
            about = register_piece.nothing_found()
        else:
            about = register_piece.nothing_yet()
        self.query_one("#piece", Static).update(about)
        self.query_one("#about").scroll_home(animate=False)

    @property
    def row(self) -> Row | None:
        """The piece under the cursor."""
        return next((row for row in self._page.rows if row.item.id == self._at), None)

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        if event.row_key.value is not None:
            self._at = event.row_key.value
            self._show_piece()

    # -- which pieces ------------------------------------------------------------------------------

    def action_filter(self) -> None:
        from rrsa.tui.dialogs.register_filter import FilterDialog

        def chosen(wanted: Filter | None) -> None:
            if wanted is not None:
                self._narrow(wanted)

        self.app.push_screen(FilterDialog(self.evaluation, self._filter), chosen)

    def _narrow(self, wanted: Filter) -> None:
        self._filter = wanted
        self._list(self._at, 0)

    def action_everything(self) -> None:
        search = self.query_one("#search", Input)
        with self.prevent(Input.Changed):
            search.value = ""
        search.display = False
        self._narrow(EVERYTHING)

    def action_search(self) -> None:
        search = self.query_one("#search", Input)
        search.display = True
        self.query_one("#keys").display = False
        search.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._narrow(replace(self._filter, search=event.value))

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        self.set_focus(self.resting_place())

    def resting_place(self) -> DataTable[Text]:
        search = self.query_one("#search", Input)
        search.display = bool(search.value.strip())
        self.query_one("#keys").display = not search.display
        return self.query_one("#pieces", DataTable)

    def action_turn(self, by: int) -> None:
        first = self._page.first + by * ROWS
        if 0 <= first < self._page.total:
            self.query_one("#pieces", DataTable).move_cursor(row=0)
            self._list(None, first)

    # -- what one can do ---------------------------------------------------------------------------

    def _then(self, evidence: str) -> None:
        """What is new is what the cursor goes to."""
        if self.is_mounted:
            self._list(evidence)

    def action_add(self) -> None:
        target = self._filter.target
        recording.add_evidence(self.rrsa, (target,) if target else (), then=self._then)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        if event.row_key.value is not None:
            recording.edit_evidence(self.rrsa, event.row_key.value)

    def action_link(self) -> None:
        if self._at:
            recording.tell_evidence(self.rrsa, self._at)

    def action_newer(self) -> None:
        row = self.row
        if row is None:
            return
        if row.newer is not None:
            title = self.evaluation.portfolio.evidence[row.newer].title
            self.notify(_("A newer piece has its place already: {title}").format(title=title))
            return
        recording.replace_evidence(self.rrsa, row.item.id, then=self._then)

    def action_showcase(self) -> None:
        if self._at:
            recording.mark_showcase(self.rrsa, self._at)

    def action_remove(self) -> None:
        if self._at:
            recording.remove_evidence(self.rrsa, self._at)

    def action_erase(self) -> None:
        from rrsa.tui.dialogs.erase import erase_evidence

        if self._at:
            erase_evidence(self.rrsa, self._at)

    def action_outcome(self) -> None:
        from rrsa.tui.dialogs.find import FindDialog, Found

        row = self.row
        outcomes = list(dict.fromkeys(place.outcome for place in row.places)) if row else []
        if not outcomes:
            self.notify(_("It is not linked to an outcome yet. Press k to link it."))
            return
        if len(outcomes) == 1:
            self.rrsa.open_outcome(outcomes[0])
            return
        known = self.evaluation.framework.outcomes
        labels = {outcome: f"{outcome} {known[outcome].title}" for outcome in outcomes}
        things = [Found("outcome", o, label, "", label.lower()) for o, label in labels.items()]

        def chosen(found: Found | None) -> None:
            if found is not None:
                self.rrsa.open_outcome(found.item)

        self.app.push_screen(FindDialog(things, _("Which outcome?")), chosen)

    # -- thinning out ------------------------------------------------------------------------------

    def action_thin_out(self) -> None:
        if not self._looking:
            self._looking = True
            target = self._filter.target
            outcome = self.evaluation.framework.outcome_of.get(target or "")
            self._look_for_spare(outcome)

    @work(thread=True, exclusive=True, group="spare", exit_on_error=False)
    def _look_for_spare(self, outcome: str | None) -> None:
        from rrsa.guide.pruning import spare

        self.app.call_from_thread(self._offer, spare(self.evaluation, outcome))

    def _offer(self, found: tuple[Spare, ...]) -> None:
        self._looking = False
        if not self.is_mounted or self.app.screen is not self:
            return
        if found:
            recording.prune_evidence(self.rrsa, found)
        else:
            self.notify(
                _("Every piece adds something. {enough}").format(enough=words.enough_words()), timeout=6
            )
