"""The overview: every setting in one table, a page at a time, and beside it what that one has shared."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Input, Static
from textual.worker import get_current_worker

from rrsa.errors import RrsaError
from rrsa.guide.shared import Shared
from rrsa.i18n import _
from rrsa.overview import narrowing
from rrsa.overview.narrowing import By, Page, Sort, Wanted
from rrsa.overview.rows import Row, State, rows
from rrsa.overview.showing import newest
from rrsa.overview.stages import Stages
from rrsa.tui.at_the_desk import PAGES, has_page
from rrsa.tui.screens import overview_pane, overview_table
from rrsa.tui.screens.desk_screen import DeskScreen
from rrsa.tui.screens.overview_keys import KEYS
from rrsa.tui.screens.overview_table import GROUP

ROWS = 100
"""Rows on a page: a table of thousands takes seconds to draw, and nobody reads it to the end."""


class OverviewScreen(DeskScreen):
    """One table, a page at a time, and one pane."""

    CSS_PATH = "overview.tcss"
    TITLE_TEXT = _("Overview")
    HELP = _(
        "Every setting that is on your list, has shared something or lies in this database, with what it has "
        "**shared**: nobody looks in. **f** narrows the list down, **/** searches it, **s** changes the "
        "order and **b** the groups, **0** lists everything again. **v** says what is worth noticing: what "
        "runs out, who would like help, what there is to celebrate. **a** puts a setting on your list, **e** "
        "changes what you have noted, **d** takes it off, **l** takes in a whole list from a CSV file. **I** "
        "takes in what settings have sent to share. **n** says what groups of settings need, **t** has their "
        "targets, **m** rounds of looking at each other’s, **w** sends blank copies and packs, **x** writes "
        "a workbook. **o** opens a setting that lies in this database. **u** takes back what you did, **h** "
        "has all of it. Tab goes to what a setting has shared, to scroll it. Nothing here is a ranking."
    )
    # Beside a table with whole names there is only room for the pane on a wide screen.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-wide")]
    AUTO_FOCUS = "#settings"  # not the search, which would take the first key for a word
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self) -> None:
        super().__init__()
        self._stages = Stages()
        self._page = Page((), 0, 0)
        self._at: str | None = None
        self._found: list[Row] | None = None  # what the table was made of
        self.reading = True
        self._contents: dict[str, tuple[str | None, Shared | None]] = {}

    def body(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Static(_("Reading …"), id="listed")
            yield Static(id="keys")
            yield Input(id="search", placeholder=_("words to search for"))
        with Vertical(id="both"):
            yield DataTable(id="settings", cursor_type="row", zebra_stripes=False)
            with VerticalScroll(id="about"):
                yield Static(id="setting")

    def on_mount(self) -> None:
        self.query_one("#search").display = False
        self.query_one("#settings").focus()

    def on_resize(self) -> None:
        if self._found is not None:
            self.call_after_refresh(self._fill)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "desk_page" and parameters and str(parameters[0]) in PAGES:
            return has_page(str(parameters[0]))
        return super().check_action(action, parameters)

    # -- reading -----------------------------------------------------------------------------------

    def show(self) -> None:
        self._read_rows()

    @work(thread=True, exclusive=True, group="overview-rows", exit_on_error=False)
    def _read_rows(self) -> None:
        """Reads every setting's line beside the screen's thread; what stood there stays until then."""
        worker, sitting = get_current_worker(), self.sitting
        try:
            found = rows(sitting.desk.store, sitting.desk)
            for framework in {row.framework for row in found}:
                self._stages.title(framework)
        except RrsaError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._failed, str(error))
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, found)

    def _failed(self, why: str) -> None:
        self.is_read(in_vain=True)
        if self.is_mounted:
            self.query_one("#listed", Static).update(Text(why, no_wrap=True, overflow="ellipsis"))
            self.notify(why, severity="error", timeout=10, markup=False)

    def _take(self, found: list[Row]) -> None:
        if not self.is_open:
            return
        if found == self._found:
            self._show_listed()  # where it had just been said that it could not be read
            return
        self._found = self.sitting.rows = found
        # After the first frame, since only then it is known how wide the table is.
        self.call_after_refresh(self._list_found)

    def _list_found(self) -> None:
        self._list(self._at)
        self.is_read()

    # -- what is drawn -----------------------------------------------------------------------------

    def _list(self, at: str | None, first: int | None = None) -> None:
        """Lists what is wanted: the page with the setting ``at``, or the one that begins with ``first``."""
        sitting = self.sitting
        sitting.listed = narrowing.narrowed(sitting.rows, sitting.wanted, sitting.desk.on, self._stages)
        begin = self._page.first if first is None else first
        self._page = narrowing.page(sitting.listed, first=begin, most=ROWS, at=at)
        self._at = at
        self._fill()

    def _fill(self) -> None:
        self._show_listed()
        table = self.query_one("#settings", DataTable)
        was, wanted = table.cursor_row, self.sitting.wanted
        wide = max(table.size.width or self.size.width, 40)
        with_area = wanted.group is not By.AREA and overview_table.has_room_for_area(wide)
        lines = overview_table.lines(self._page, wanted, self._stages, with_area=with_area)
        keys = [key for key, _cells in lines]
        with self.prevent(DataTable.RowHighlighted):
            table.clear(columns=True)
            for label, width in overview_table.heads(wide, with_area=with_area):
                table.add_column(Text(label), width=width)
            for key, cells in lines:
                table.add_row(*cells, key=key)
            self._at = self._at if self._at in keys else keys[min(was, len(keys) - 1)] if keys else None
            if self._at is not None:
                table.move_cursor(row=keys.index(self._at), animate=False)
        self._show_about()

    def _show_listed(self) -> None:
        sitting = self.sitting
        said = overview_table.above(sitting.rows, self._page, sitting.wanted)
        self.query_one("#listed", Static).update(Text(said, no_wrap=True, overflow="ellipsis"))
        keys = self.query_one("#keys", Static)
        keys.display = not self.query_one("#search").display
        every = _("[b]0[/b] all  ") if sitting.wanted.narrows else ""
        words = _("[b]f[/b] filter  [b]/[/b] search  [b]s[/b] order  [b]b[/b] groups")
        keys.update(Content.from_markup(every + words))

    # -- the pane ----------------------------------------------------------------------------------

    @property
    def row(self) -> Row | None:
        """The setting under the cursor."""
        return next((row for row in self._page.rows if row.setting == self._at), None)

    def _show_about(self) -> None:
        row = self.row
        pane = self.query_one("#setting", Static)
        self.query_one("#about").scroll_home(animate=False)
        if row is not None:
            at, shared = self._contents.get(row.setting, ("", None))
            read = at == row.shared_at or row.state is not State.SHARED
            pane.update(overview_pane.about_setting(row, shared if read else None, self._stages, read=read))
            if not read:
                self._read_content(row)
        elif self._at is not None and (by := self.sitting.wanted.group) is not None:
            groups = narrowing.grouped(self.sitting.listed, by, self._stages)
            group = next((g for g in groups if GROUP + g.key == self._at), None)
            pane.update(overview_pane.about_group(group) if group else "")
        elif self._found is None:
            pane.update("")
        else:
            empty = overview_pane.nothing_found() if self.sitting.rows else overview_pane.nothing_yet()
            pane.update(empty)

    @work(thread=True, exclusive=True, group="overview-content", exit_on_error=False)
    def _read_content(self, row: Row) -> None:
        """Reads what a setting has shared beside the screen's thread, while the cursor stays on it."""
        worker = get_current_worker()
        try:
            shared = newest(self.desk.store, row.setting)
        except RrsaError as error:
            self.app.call_from_thread(self.notify, str(error), severity="warning", markup=False)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take_content, row, shared)

    def _take_content(self, row: Row, shared: Shared | None) -> None:
        if len(self._contents) > ROWS:
            self._contents.clear()
        self._contents[row.setting] = (row.shared_at, shared)
        if self.is_mounted and self._at == row.setting:
            self._show_about()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        if event.row_key.value is not None:
            self._at = event.row_key.value
            self._show_about()

    def on_data_table_row_selected(self, _event: DataTable.RowSelected) -> None:
        self.query_one("#about").focus()

    # -- which settings ----------------------------------------------------------------------------

    def narrow(self, wanted: Wanted, at: str | None = None) -> None:
        """Lists other settings, or the same in another order; once they are there."""
        self.sitting.wanted = wanted
        if self._found is not None:
            self._list(at or self._at, 0)

    def action_filter(self) -> None:
        self.once_read(self._filter)

    def _filter(self) -> None:
        from rrsa.tui.dialogs.overview_filter import OverviewFilter

        def chosen(wanted: Wanted | None) -> None:
            if wanted is not None:
                self.narrow(wanted)

        areas = narrowing.areas(self.sitting.rows)
        self.app.push_screen(OverviewFilter(self.sitting.wanted, areas), chosen)

    def action_everything(self) -> None:
        search = self.query_one("#search", Input)
        with self.prevent(Input.Changed):
            search.value = ""
        search.display = False
        self.narrow(narrowing.all_of(self.sitting.wanted))

    def action_search(self) -> None:
        search = self.query_one("#search", Input)
        search.display = True
        self.query_one("#keys").display = False
        search.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.narrow(replace(self.sitting.wanted, search=event.value))

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        self.set_focus(self.resting_place())

    def resting_place(self) -> DataTable[Text]:
        search = self.query_one("#search", Input)
        search.display = bool(search.value.strip())
        self.query_one("#keys").display = not search.display
        return self.query_one("#settings", DataTable)

    def action_sort(self) -> None:
        known = list(Sort)
        sort = known[(known.index(self.sitting.wanted.sort) + 1) % len(known)]
        self.narrow(replace(self.sitting.wanted, sort=sort))
        self.say(sort.label)

    def action_group(self) -> None:
        known = [None, *By]
        group = known[(known.index(self.sitting.wanted.group) + 1) % len(known)]
        self.narrow(replace(self.sitting.wanted, group=group))
        self.say(group.label if group else _("no groups"))

    def action_turn(self, by: int) -> None:
        first = self._page.first + by * ROWS
        if 0 <= first < self._page.total:
            self.query_one("#settings", DataTable).move_cursor(row=0)
            self._list(None, first)

    def action_notice(self) -> None:
        self.once_read(self._notice)

    def _notice(self) -> None:
        from rrsa.tui.dialogs.overview_notices import notice_dialog

        def chosen(setting: str | None) -> None:
            if setting is not None:
                self.narrow(narrowing.all_of(self.sitting.wanted), setting)

        notice_dialog(self, self._stages, chosen)

    # -- what one can do ---------------------------------------------------------------------------

    def action_add(self) -> None:
        from rrsa.tui.dialogs.listed import add_to_list

        row = self.row
        add_to_list(self, row if row is not None and not row.listed else None)

    def action_edit(self) -> None:
        from rrsa.tui.dialogs.listed import add_to_list, edit_listed

        row = self.row
        if row is not None and row.listed:
            edit_listed(self, row.setting)
        elif row is not None:
            add_to_list(self, row)

    def action_remove(self) -> None:
        self.once_read(self._remove)

    def _remove(self) -> None:
        from rrsa.overview import listing

        row = self.row
        if row is None:
            return
        if not row.listed:
            self.notify(_("It is not on your list."))
            return
        sitting = self.sitting
        sitting.do(
            lambda: listing.remove(sitting.desk, [row.setting]),
            said=_("Off the list: {name}").format(name=row.name),
            loud=True,
        )

    def action_take_list(self) -> None:
        from rrsa.tui.dialogs.listed import take_list

        take_list(self)

    def action_inbox(self) -> None:
        from rrsa.tui.dialogs.overview_inbox import open_inbox

        open_inbox(self)

    def action_write(self) -> None:
        from rrsa.tui.dialogs.overview_workbook import write_workbook

        self.once_read(lambda: write_workbook(self))

    def action_open(self) -> None:
        row = self.row
        if row is None:
            return
        if row.here:
            self.rrsa.leave_desk(row.setting)
        else:
            self.notify(_("It lies elsewhere: what it has shared is all that there is of it here."))

    def leave(self) -> None:
        self.rrsa.leave_desk()
