"""The coordinator's desk in the app: sitting down at it, going about on it, and getting up again."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from textual import work
from textual.screen import Screen

from rrsa.errors import RrsaError
from rrsa.tui.going_about import GoingAbout

if TYPE_CHECKING:
    from rrsa.store import Store
    from rrsa.tui.desk_sitting import DeskSitting

PAGES: dict[str, str] = {
    "needs": "overview_needs:NeedsScreen",
    "targets": "overview_targets:TargetsScreen",
    "moderation": "overview_moderation:ModerationScreen",
    "send": "overview_send:SendScreen",
    "history": "desk_history:DeskHistoryScreen",
}
"""The desk's pages beside the overview itself: name → module:class among the screens."""


def has_page(name: str) -> bool:
    """Whether a page of the desk is there to go to."""
    module = PAGES[name].partition(":")[0]
    return find_spec(f"rrsa.tui.screens.{module}") is not None


class AtTheDesk(GoingAbout):
    """Finds the way from the start screen to the desk, about on it, and back."""

    store: Store | None
    desk_sitting: DeskSitting | None = None
    _to_overview: bool = False

    def action_overview(self) -> None:
        """Sits down at the desk, once it is known who does."""
        if self.store is None:
            self._to_overview = True  # as soon as it is open
        elif self.sitting is None and self.desk_sitting is None:
            self.whole.with_role(self._to_desk)

    def _to_desk(self) -> None:
        if self.store is not None:
            self._open_desk(self.store)

    @work(thread=True, exit_on_error=False, group="open-desk", exclusive=True)
    def _open_desk(self, store: Store) -> None:
        """Opens it away from the screen's thread: a server may take its time."""
        from rrsa.overview.desk import Desk
        from rrsa.tui.desk_sitting import DeskSitting

        app = self.whole
        try:
            sitting = DeskSitting(self, Desk.open(store, app.author, on=app.on))
        except RrsaError as error:
            self.call_from_thread(self.notify, str(error), severity="error", timeout=10, markup=False)
            return
        self.call_from_thread(self.in_turn, lambda: self._sit_at(sitting))

    def _sit_at(self, sitting: DeskSitting) -> None:
        from rrsa import drafts
        from rrsa.overview.desk import DESK_ID
        from rrsa.tui.screens.overview import OverviewScreen

        nobody_sits = self.desk_sitting is None and self.sitting is None
        if nobody_sits and sitting.desk.store is self.store:  # another may have been opened meanwhile
            self.desk_sitting = sitting
            drafts.remember_place(self.whole.database, drafts.Place(DESK_ID, "overview"))
            self.push_screen(OverviewScreen())
        else:
            sitting.close()

    def was_at_desk(self) -> bool:
        """Whether the last sitting with this database ended at the desk."""
        from rrsa import drafts
        from rrsa.overview.desk import DESK_ID

        place = drafts.last_place(self.whole.database)
        return place is not None and place.setting == DESK_ID

    def action_desk_page(self, name: str) -> None:
        """Opens a page of the desk by its name."""
        if self.desk_sitting is not None and has_page(name):
            module, _colon, class_name = PAGES[name].partition(":")
            page: type[Screen[Any]] = getattr(import_module(f"rrsa.tui.screens.{module}"), class_name)
            self.push_screen(page())

    def end_desk(self) -> None:
        """Everything that was asked for on the desk is saved; nobody sits at it any more."""
        if self.desk_sitting is not None:
            self.desk_sitting.close()
            self.desk_sitting = None

    def leave_desk(self, then: str | None = None) -> None:
        """Back to the list of settings, or on into the setting ``then``."""
        self.whole.close_setting()
        if then is not None:
            self.whole.open_setting(then)
