"""The history: what was changed, by whom as a role, and taking an older change back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from rrsa.errors import BadInput
from rrsa.guide import history
from rrsa.guide.history import Line, Wanted
from rrsa.i18n import _
from rrsa.portfolio.checks import past_day, show_day
from rrsa.tui.dialogs.find import FindDialog, Found
from rrsa.tui.dialogs.simple import AskLine
from rrsa.tui.screens.changes import ChangesScreen
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.lists import KeyedList

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.store import Entry
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.sitting import Sitting


class HistoryScreen(ChangesScreen, SettingScreen):
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

    NOTHING = _("Nothing was changed there. Press e to see everything.")

    def __init__(self, outcome: str | None = None, item: str | None = None, day: date | None = None) -> None:
        super().__init__()
        self._wanted = Wanted(outcome, item, day)

    def body(self) -> ComposeResult:
        yield Static(id="history-head")
        yield from super().body()

    # -- which changes -----------------------------------------------------------------------------

    @property
    def saving(self) -> Sitting:
        return self.sitting

    @property
    def kept(self) -> Evaluation:
        return self.evaluation

    def page(self, limit: int) -> list[Entry]:
        return history.page(self.evaluation, self._wanted, limit=limit)

    def standing_on(self, entry: Entry) -> list[Entry]:
        evaluation = self.evaluation
        return evaluation.store.standing_on(evaluation.setting_id, entry.changeset.uuid)

    def told(self, entry: Entry) -> list[Line]:
        """What a change did; of one that did many things, first what it did to the item that is looked at."""
        evaluation, item = self.evaluation, self._wanted.item
        changes = sorted(entry.changeset.changes, key=lambda c: c.cell.record.partition(":")[0] != item)
        return history.tell(evaluation.framework, evaluation.portfolio, changes)

    def show(self) -> None:
        self.query_one("#history-head", Static).update(self._head())
        super().show()

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

    # -- what one can do ---------------------------------------------------------------------------

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


def show_history(app: RrsaApp, *, outcome: str | None = None, item: str | None = None) -> None:
    """Opens the history of one outcome or item."""
    page = next(page for page in app.pages() if page.name == HistoryScreen.NAME)
    app.open_page(page, outcome=outcome, item=item)
