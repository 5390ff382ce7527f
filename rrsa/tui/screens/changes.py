"""What the two histories share: changes under their days, a card that tells one, and taking it back."""

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
from rrsa.guide import history
from rrsa.guide.history import Line
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.tui.dialogs.taking_back import TakeBack
from rrsa.tui.screens.framed import FramedScreen
from rrsa.tui.widgets.lists import KeyedList

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.overview.desk import Desk
    from rrsa.store import Entry
    from rrsa.tui.sitting import Saving

_OLDER = "older"


class ChangesScreen(FramedScreen):
    """Lists changes, the newest first. A subclass says of what (:attr:`kept`), which, and what each did."""

    NOTHING: ClassVar[str] = ""
    """What stands in an empty list."""
    MOST_TOLD: ClassVar[int | None] = None
    """Lines of one change that are told; all of them where it is ``None``."""
    DEFAULT_CSS: ClassVar[str] = """
    ChangesScreen #history-page { height: 1fr; layout: vertical; }
    ChangesScreen #history-list { height: 1fr; border: none; background: $background; padding: 0 1; }
    ChangesScreen #history-card { height: auto; max-height: 8; padding: 0 2; border-top: solid $panel; }
    ChangesScreen.-wide #history-page { layout: horizontal; }
    ChangesScreen.-wide #history-list { width: 3fr; height: 1fr; }
    ChangesScreen.-wide #history-card {
        width: 2fr; height: 1fr; max-height: 100%; border-top: none; border-left: solid $panel;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._read = -1  # the revision up to which the list has been read, or is being read
        self._more = False

    # -- what a subclass says ----------------------------------------------------------------------

    @property
    def saving(self) -> Saving:
        """The sitting that a change is taken back in."""
        raise NotImplementedError

    @property
    def kept(self) -> Evaluation | Desk:
        """What was changed."""
        raise NotImplementedError

    def page(self, limit: int) -> list[Entry]:
        """The newest changes that are wanted, ``limit`` at most. Raises :class:`RrsaError`."""
        raise NotImplementedError

    def standing_on(self, entry: Entry) -> list[Entry]:
        """What would have to be taken back before a change can be. Raises :class:`RrsaError`."""
        raise NotImplementedError

    def told(self, entry: Entry) -> list[Line]:
        """What a change did."""
        raise NotImplementedError

    # -- reading -----------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        with Container(id="history-page"):
            yield KeyedList(id="history-list")
            with VerticalScroll(id="history-card"):
                yield Static(id="history-about")

    def on_mount(self) -> None:
        self.query_one("#history-list").focus()

    def show(self) -> None:
        if self._read != self.kept.revision:
            self._read = self.kept.revision
            self._fetch(max(history.PAGE, len(self._entries)))

    @work(thread=True, exclusive=True, group="history", exit_on_error=False)
    def _fetch(self, limit: int) -> None:
        """Reads the journal beside the screen's thread; one more says whether there is more.

        Always from the newest, so that an answer is whole whatever was asked before and after it.
        """
        worker = get_current_worker()
        try:
            found = self.page(limit + 1)
        except RrsaError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._in_vain, str(error))
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, found[:limit], len(found) > limit)

    def _in_vain(self, why: str) -> None:
        self._read = -1  # so that it is read when the page is drawn again
        self.notify(why, severity="warning", markup=False)

    def _take(self, found: list[Entry], more: bool) -> None:
        if not self.is_open:
            return
        self._entries, self._more = found, more
        listed = self.query_one("#history-list", KeyedList)
        listed.refill(self._rows())
        if listed.item is None:
            listed.action_cursor_down()
        self._show_card()

    # -- what is drawn -----------------------------------------------------------------------------

    def _rows(self) -> list[Option]:
        rows: list[Option] = []
        last: date | None = None
        for entry in self._entries:
            at = history.moment(entry.changeset.at)
            if at.date() != last:
                last = at.date()
                heading = history.day_words(last, self.kept.today)
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
        return rows or [Option(self.NOTHING, disabled=True)]

    @property
    def highlighted_entry(self) -> Entry | None:
        """The change that is highlighted."""
        item = self.query_one("#history-list", KeyedList).item
        return next((entry for entry in self._entries if str(entry.revision) == item), None)

    def _show_card(self) -> None:
        entry = self.highlighted_entry
        card = self.query_one("#history-card")
        card.display = entry is not None
        if entry is not None:
            self.query_one("#history-about", Static).update(self._card(entry))
            card.scroll_home(animate=False)

    def _card(self, entry: Entry) -> Content:
        changeset, at = entry.changeset, history.moment(entry.changeset.at)
        lines = [
            Content.styled(changeset.reason, "bold"),
            Content.styled(f"{show_day(at.date())} {at:%H:%M} · {changeset.author}", "$text-muted"),
        ]
        told = self.told(entry)
        lines += [row for line in told[: self.MOST_TOLD] for row in line_rows(line)]
        if self.MOST_TOLD is not None and len(told) > self.MOST_TOLD:
            lines.append(Content.styled(_("… rrsa overview history --full tells all of it."), "$text-muted"))
        return Content("\n").join(lines)

    # -- what one can do ---------------------------------------------------------------------------

    def on_option_list_option_highlighted(self) -> None:
        self._show_card()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == _OLDER:
            self._fetch(len(self._entries) + history.PAGE)
        elif (entry := self.highlighted_entry) is not None:
            self._look_for_what_stands(entry)

    @work(thread=True, exclusive=True, group="standing", exit_on_error=False)
    def _look_for_what_stands(self, entry: Entry) -> None:
        """Asks the journal whether a change can be taken back before anybody is asked about it."""
        worker = get_current_worker()
        try:
            others = self.standing_on(entry)
        except RrsaError as error:
            self.app.call_from_thread(self.notify, str(error), severity="warning", markup=False)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._ask, entry, others)

    def _ask(self, entry: Entry, others: list[Entry]) -> None:
        if not self.is_active:
            return  # it has been asked, or somebody has gone on
        kept, sitting = self.kept, self.saving
        again = entry.changeset.undoes is not None

        def answered(yes: bool | None) -> None:
            if yes:
                said = _("Done again: {what}") if again else _("Taken back: {what}")
                sitting.do(
                    lambda: kept.undo(entry.changeset.uuid),
                    say=lambda done: said.format(what=done.changeset.reason),
                )

        self.app.push_screen(TakeBack(entry, others, self.told(entry)[: self.MOST_TOLD]), answered)


def line_rows(line: Line) -> list[Content]:
    """A line of what changed, in as many rows as it takes; long texts one under the other."""
    if not line.is_long:
        return [Content(f"• {line.text}")]
    rows = [Content(f"• {line.about}")]
    if line.before:
        rows += [Content.styled(_("It was"), "$text-muted"), Content(line.before)]
        rows.append(Content.styled(_("It became"), "$text-muted"))
    rows.append(Content(line.after or _("(taken away)")))
    return rows
