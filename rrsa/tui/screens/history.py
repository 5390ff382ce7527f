"""The history: what was changed, by whom as a role, and taking an older change back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from rrsa.errors import BadInput, RrsaError
from rrsa.guide import history
from rrsa.guide.history import Line, Wanted
from rrsa.i18n import _
from rrsa.portfolio.checks import past_day, show_day
from rrsa.tui.dialogs.find import FindDialog, Found
from rrsa.tui.dialogs.simple import AskLine
from rrsa.tui.dialogs.taking_back import TakeBack
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.lists import KeyedList

if TYPE_CHECKING:
    from rrsa.store import Entry
    from rrsa.tui.app import RrsaApp

_OLDER = "older"


class HistoryScreen(SettingScreen):
    """Changes under the days on which they were made, newest first, and what each of them did."""

    NAME = "history"
    CSS_PATH = "history.tcss"
    HELP = _(
        "Every change, the newest first, with the role of whoever made it. The card tells what it did. Enter "
        "takes a change back, where nothing newer stands on it; on a line that took something back, it does "
        "that again. **u** takes back your own latest change and **U** does it again. **o** shows one "
        "outcome with all that belongs to it, **d** one day, **i** the one thing that the highlighted change "
        "is about, **e** everything again, **s** what was done in a copy that was brought together with this "
        "one. Nobody is counted here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("U", "app.redo", _("Redo"), id="setting.redo", tooltip=_("Do again what u took back")),
        Binding("o", "outcome", _("Outcome"), id="history.outcome", tooltip=_("Only one outcome")),
        Binding("i", "item", _("Only this"), id="history.item", tooltip=_("Only what this change is about")),
        Binding("d", "day", _("Day"), id="history.day", tooltip=_("Only one day")),
        Binding(
            "s",
            "side_lines",
            _("Side lines"),
            show=False,
            id="history.side-lines",
            tooltip=_("What was done in copies that were brought together with this one"),
        ),
        Binding("e", "everything", _("Everything"), id="history.everything", tooltip=_("All changes again")),
    ]

    def __init__(self, outcome: str | None = None, item: str | None = None, day: date | None = None) -> None:
        super().__init__()
        self._wanted = Wanted(outcome, item, day)
        self._entries: list[Entry] = []
        self._read = -1  # the revision up to which the list has been read
        self._more = False

    def body(self) -> ComposeResult:
        yield Static(id="history-head")
        with Container(id="history-page"):
            yield KeyedList(id="history-list")
            with VerticalScroll(id="history-card"):
                yield Static(id="history-about")

    def on_mount(self) -> None:
        self.query_one("#history-list").focus()

    # -- reading -----------------------------------------------------------------------------------

    def show(self) -> None:
        self.query_one("#history-head", Static).update(self._head())
        if self._read != self.evaluation.revision:
            self._read = self.evaluation.revision
            self._fetch(self._wanted, None, max(history.PAGE, len(self._entries)))

    @work(thread=True, exclusive=True, group="history", exit_on_error=False)
    def _fetch(self, wanted: Wanted, before: int | None, limit: int) -> None:
        """Reads a page of the journal beside the screen's thread; one more says whether there is more."""
        worker = get_current_worker()
        try:
            found = history.page(self.evaluation, wanted, limit=limit + 1, before=before)
        except RrsaError as error:
            self.app.call_from_thread(self.notify, str(error), severity="warning", markup=False)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, found[:limit], len(found) > limit, before)

    def _take(self, found: list[Entry], more: bool, before: int | None) -> None:
        if not self.is_mounted or self.rrsa.sitting is None:
            return
        self._entries = found if before is None else self._entries + found
        self._more = more
        listed = self.query_one("#history-list", KeyedList)
        listed.refill(self._rows())
        if listed.item is None:
            listed.action_cursor_down()
        self._show_card()

    # -- what is drawn -----------------------------------------------------------------------------

    def _head(self) -> Content:
        evaluation, wanted = self.evaluation, self._wanted
        said = []
        if wanted.outcome is not None:
            outcome = evaluation.framework.outcomes[wanted.outcome]
            said.append(f"{outcome.id} · {outcome.title}")
        if wanted.item is not None:
            said.append(history.item_words(evaluation, wanted.item))
        if wanted.day is not None:
            said.append(show_day(wanted.day))
        text = _("Only: {what}").format(what=" · ".join(said)) if said else _("Everything, newest first")
        return Content.assemble(
            (text, "bold"), "\n", (_("Enter takes a change back, where nothing stands on it."), "$text-muted")
        )

    def _rows(self) -> list[Option]:
        rows: list[Option] = []
        last: date | None = None
        for entry in self._entries:
            at = history.moment(entry.changeset.at)
            if at.date() != last:
                last = at.date()
                heading = history.day_words(last, self.evaluation.today)
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
        if not rows:
            rows.append(Option(_("Nothing was changed there. Press e to see everything."), disabled=True))
        return rows

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
        changeset = entry.changeset
        at = history.moment(changeset.at)
        lines = [
            Content.styled(changeset.reason, "bold"),
            Content.styled(f"{show_day(at.date())} {at:%H:%M} · {changeset.author}", "$text-muted"),
        ]
        lines += [row for line in self._told(entry) for row in line_rows(line)]
        return Content("\n").join(lines)

    def _told(self, entry: Entry) -> list[Line]:
        """What a change did; of one that did many things, first what it did to the item that is looked at."""
        evaluation, item = self.evaluation, self._wanted.item
        changes = sorted(entry.changeset.changes, key=lambda c: c.cell.record.partition(":")[0] != item)
        return history.tell(evaluation.framework, evaluation.portfolio, changes)

    # -- what one can do ---------------------------------------------------------------------------

    def on_option_list_option_highlighted(self) -> None:
        self._show_card()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == _OLDER:
            self._fetch(self._wanted, self._entries[-1].revision, history.PAGE)
        elif (entry := self.highlighted_entry) is not None:
            self._look_for_what_stands(entry)

    @work(thread=True, exclusive=True, group="standing", exit_on_error=False)
    def _look_for_what_stands(self, entry: Entry) -> None:
        """Asks the journal whether a change can be taken back before anybody is asked about it."""
        evaluation = self.evaluation
        try:
            others = evaluation.store.standing_on(evaluation.setting_id, entry.changeset.uuid)
        except RrsaError as error:
            self.app.call_from_thread(self.notify, str(error), severity="warning", markup=False)
            return
        self.app.call_from_thread(self._ask, entry, others)

    def _ask(self, entry: Entry, others: list[Entry]) -> None:
        if not self.is_current:
            return
        evaluation, sitting = self.evaluation, self.sitting
        again = entry.changeset.undoes is not None

        def answered(yes: bool | None) -> None:
            if yes:
                said = _("Done again: {what}") if again else _("Taken back: {what}")
                sitting.do(
                    lambda: evaluation.undo(entry.changeset.uuid),
                    say=lambda done: said.format(what=done.changeset.reason),
                )

        self.app.push_screen(TakeBack(entry, others, self._told(entry)), answered)

    def action_outcome(self) -> None:
        outcomes = self.evaluation.framework.outcomes.values()
        things = [
            Found("outcome", o.id, f"{o.id} {o.title}", "", f"{o.id} {o.title}".lower()) for o in outcomes
        ]

        def chosen(found: Found | None) -> None:
            if found is not None:
                self.narrow(Wanted(outcome=found.item, day=self._wanted.day))

        self.app.push_screen(FindDialog(things, _("Only one outcome")), chosen)

    def action_item(self) -> None:
        entry = self.highlighted_entry
        if entry is None:
            return
        item = history.what_it_is_about(entry.changeset.changes)
        if item is None:
            self.notify(_("That change is about more than one thing."))
        else:
            self.narrow(Wanted(item=item, day=self._wanted.day))

    def action_day(self) -> None:
        today = self.evaluation.today

        def given(text: str | None) -> None:
            if not text:
                return
            try:
                day = date.fromisoformat(past_day(text, today=today))
            except BadInput as error:
                self.notify(str(error), severity="warning", markup=False)
                return
            self.narrow(self._wanted._replace(day=day))

        hint = _("For example: today, yesterday, 3 Apr 2026")
        self.app.push_screen(AskLine(_("Which day?"), hint, "date"), given)

    def action_side_lines(self) -> None:
        from rrsa.tui.dialogs.side_lines import SideLines

        self.app.push_screen(SideLines(self.evaluation))

    def action_everything(self) -> None:
        self.narrow(Wanted())

    def narrow(self, wanted: Wanted) -> None:
        """Shows other changes, from the newest."""
        self._wanted = wanted
        self._entries = []
        self._read = -1
        self.query_one("#history-list", KeyedList).highlighted = None
        self.show()


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


def show_history(app: RrsaApp, *, outcome: str | None = None, item: str | None = None) -> None:
    """Opens the history of one outcome or item."""
    page = next(page for page in app.pages() if page.name == HistoryScreen.NAME)
    app.open_page(page, outcome=outcome, item=item)
