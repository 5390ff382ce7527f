"""The desk's history: what was changed on it, by whom as a role, and taking an older change back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from rrsa.errors import RrsaError
from rrsa.guide.history import PAGE, Line, day_words, moment
from rrsa.i18n import _
from rrsa.overview.desk_words import tell
from rrsa.portfolio.checks import show_day
from rrsa.tui.dialogs.taking_back import TakeBack
from rrsa.tui.screens.desk_screen import DeskScreen
from rrsa.tui.screens.history import line_rows
from rrsa.tui.widgets.lists import KeyedList

if TYPE_CHECKING:
    from rrsa.store import Entry

_OLDER = "older"
MOST_TOLD = 60
"""Lines of one change; a list of sixty settings makes hundreds, and the command tells of all."""


class DeskHistoryScreen(DeskScreen):
    """Changes under the days on which they were made, newest first, and what each of them did."""

    TITLE_TEXT = _("Overview — history")
    HELP = _(
        "Every change on the desk, the newest first, with the role of whoever made it. The card tells what "
        "it did. Enter takes a change back, where nothing newer stands on it; on a line that took something "
        "back, it does that again. **u** takes back your own latest change and **U** does it again. What "
        "settings share is theirs and is not told here."
    )
    DEFAULT_CSS: ClassVar[str] = """
    DeskHistoryScreen #history-page { height: 1fr; layout: vertical; }
    DeskHistoryScreen #history-list { height: 1fr; border: none; background: $background; padding: 0 1; }
    DeskHistoryScreen #history-card { height: auto; max-height: 8; padding: 0 2; border-top: solid $panel; }
    DeskHistoryScreen.-wide #history-page { layout: horizontal; }
    DeskHistoryScreen.-wide #history-list { width: 3fr; height: 1fr; }
    DeskHistoryScreen.-wide #history-card {
        width: 2fr; height: 1fr; max-height: 100%; border-top: none; border-left: solid $panel;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._read = -1
        self._more = False

    def body(self) -> ComposeResult:
        with Container(id="history-page"):
            yield KeyedList(id="history-list")
            with VerticalScroll(id="history-card"):
                yield Static(id="history-about")

    def on_mount(self) -> None:
        self.query_one("#history-list").focus()

    def show(self) -> None:
        if self._read != self.desk.revision:
            self._read = self.desk.revision
            self._fetch(None, max(PAGE, len(self._entries)))

    @work(thread=True, exclusive=True, group="desk-history", exit_on_error=False)
    def _fetch(self, before: int | None, limit: int) -> None:
        """Reads a page of the journal beside the screen's thread; one more says whether there is more."""
        worker = get_current_worker()
        try:
            found = self.desk.history(limit=limit + 1, before=before)
        except RrsaError as error:
            self.app.call_from_thread(self.notify, str(error), severity="warning", markup=False)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, found[:limit], len(found) > limit, before)

    def _take(self, found: list[Entry], more: bool, before: int | None) -> None:
        if not self.is_mounted or self.rrsa.desk_sitting is None:
            return
        self._entries = found if before is None else self._entries + found
        self._more = more
        listed = self.query_one("#history-list", KeyedList)
        listed.refill(self._rows())
        if listed.item is None:
            listed.action_cursor_down()
        self._show_card()

    def _rows(self) -> list[Option]:
        rows: list[Option] = []
        last: date | None = None
        for entry in self._entries:
            at = moment(entry.changeset.at)
            if at.date() != last:
                last = at.date()
                heading = day_words(last, self.desk.today)
                rows.append(Option(Content.styled(heading, "bold $secondary"), disabled=True))
            after = "  " + _("(taken back)") if entry.undone else ""
            row = Content.assemble(
                (f"{at:%H:%M}  ", "$accent"),
                entry.changeset.reason,
                (f"  {entry.changeset.author}{after}", "$text-muted"),
            )
            rows.append(Option(row, id=str(entry.revision)))
        if self._more:
            rows.append(Option(Content.styled(_("Older changes …"), "$primary"), id=_OLDER))
        return rows or [Option(_("Nothing has been changed on the desk yet."), disabled=True)]

    @property
    def highlighted_entry(self) -> Entry | None:
        """The change that is highlighted."""
        item = self.query_one("#history-list", KeyedList).item
        return next((entry for entry in self._entries if str(entry.revision) == item), None)

    def _show_card(self) -> None:
        entry = self.highlighted_entry
        card = self.query_one("#history-card")
        card.display = entry is not None
        if entry is None:
            return
        changeset, at = entry.changeset, moment(entry.changeset.at)
        lines = [
            Content.styled(changeset.reason, "bold"),
            Content.styled(f"{show_day(at.date())} {at:%H:%M} · {changeset.author}", "$text-muted"),
        ]
        told = self._told(entry)
        lines += [row for line in told[:MOST_TOLD] for row in line_rows(line)]
        if len(told) > MOST_TOLD:
            lines.append(Content.styled(_("… rrsa overview history --full tells all of it."), "$text-muted"))
        self.query_one("#history-about", Static).update(Content("\n").join(lines))
        card.scroll_home(animate=False)

    def _told(self, entry: Entry) -> list[Line]:
        return tell(self.desk.portfolio, entry.changeset.changes)

    def on_option_list_option_highlighted(self) -> None:
        self._show_card()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == _OLDER:
            self._fetch(self._entries[-1].revision, PAGE)
        elif (entry := self.highlighted_entry) is not None:
            self._look_for_what_stands(entry)

    @work(thread=True, exclusive=True, group="desk-standing", exit_on_error=False)
    def _look_for_what_stands(self, entry: Entry) -> None:
        """Asks the journal whether a change can be taken back before anybody is asked about it."""
        try:
            others = self.desk.store.standing_on(self.desk.id, entry.changeset.uuid)
        except RrsaError as error:
            self.app.call_from_thread(self.notify, str(error), severity="warning", markup=False)
            return
        self.app.call_from_thread(self._ask, entry, others)

    def _ask(self, entry: Entry, others: list[Entry]) -> None:
        if not self.is_current:
            return
        desk, sitting = self.desk, self.sitting
        again = entry.changeset.undoes is not None

        def answered(yes: bool | None) -> None:
            if yes:
                said = _("Done again: {what}") if again else _("Taken back: {what}")
                sitting.do(
                    lambda: desk.undo(entry.changeset.uuid),
                    say=lambda done: said.format(what=done.changeset.reason),
                )

        self.app.push_screen(TakeBack(entry, others, self._told(entry)[:MOST_TOLD]), answered)
