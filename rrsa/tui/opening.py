"""Opening: the database, a setting in it, and where the last sitting ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from rrsa import paths
from rrsa.errors import RrsaError
from rrsa.i18n import _
from rrsa.tui.going_about import GoingAbout
from rrsa.tui.pages import PAGES
from rrsa.tui.screens.start import StartScreen

if TYPE_CHECKING:
    from datetime import date

    from rrsa.drafts import Place
    from rrsa.evaluation import Evaluation
    from rrsa.store import SettingInfo, Store


class Opening(GoingAbout):
    """Finds the way from the start screen into a setting, and back."""

    database: str
    author: str
    on: date | None
    read_only: bool
    store: Store | None
    _wanted: str | None
    _demo: bool
    _last_saved: str
    _ending: int

    @work(thread=True, exit_on_error=False, group="open", exclusive=True)
    def open_store(self) -> None:
        """Opens the database away from the screen's thread; the first frame is there before it."""
        from rrsa.store import open_store

        try:
            if self._demo:
                from rrsa.samples import ensure_demo

                self._wanted = ensure_demo(self.database, author=self.author)
            store = open_store(self.database, read_only=self.read_only)
            settings = store.settings()
            wanted = self._resumable(settings)
            evaluation = self._evaluate(store, wanted.setting) if wanted else None
        except RrsaError as error:
            self.call_from_thread(self._no_store, error)
            return
        self.call_from_thread(self._opened, store, settings, evaluation, wanted)

    def _resumable(self, settings: list[SettingInfo]) -> Place | None:
        """Where to go at once: the setting asked for, or where the last sitting ended."""
        from rrsa import drafts

        ids = [info.id for info in settings]
        place = drafts.last_place(self.database)
        if self._wanted and self._wanted in ids:
            return place if place and place.setting == self._wanted else drafts.Place(self._wanted)
        return place if place and place.setting in ids else None

    def _evaluate(self, store: Store, setting_id: str) -> Evaluation:
        from rrsa.evaluation import Evaluation

        return Evaluation.open(store, setting_id, author=self.author, on=self.on)

    def _no_store(self, error: RrsaError) -> None:
        self._start_screen().show_trouble(str(error))
        self._ending = error.exit_code

    def _opened(
        self,
        store: Store,
        settings: list[SettingInfo],
        evaluation: Evaluation | None,
        place: Place | None,
    ) -> None:
        if self.store is not None:
            self.store.close()
        self.store = store
        self._start_screen().show_settings(settings)
        if evaluation is not None and place is not None:
            self._sit(evaluation, place)

    def _start_screen(self) -> StartScreen:
        return next(screen for screen in self.screen_stack if isinstance(screen, StartScreen))

    def open_setting(self, setting_id: str) -> None:
        """Opens a setting at its home page, or where it was left last time."""
        from rrsa import drafts

        assert self.store is not None
        try:
            evaluation = self._evaluate(self.store, setting_id)
        except RrsaError as error:
            self.notify(str(error), severity="error", timeout=10)
            return
        place = drafts.last_place(self.database)
        self._sit(evaluation, place if place and place.setting == setting_id else drafts.Place(setting_id))

    def _sit(self, evaluation: Evaluation, place: Place) -> None:
        from rrsa.tui.screens.home import HomeScreen
        from rrsa.tui.sitting import Sitting

        self.sitting = Sitting(self, evaluation, self.database)
        self._last_saved = ""
        self.push_screen(HomeScreen())
        if place.screen == "outcome" and place.outcome in evaluation.framework.outcomes:
            self.open_outcome(place.outcome)
        elif place.screen == "quick-look":
            self.open_quick_look(place.outcome)
        elif place.screen == "readiness":
            self.action_readiness()
        elif any(page.name == place.screen for page in PAGES):
            self.action_page(place.screen)
        self._offer_drafts()

    def _offer_drafts(self) -> None:
        from rrsa.tui.dialogs.drafts import offer_drafts

        offer_drafts(self.whole)

    def close_setting(self) -> None:
        """Back to the list of settings; everything asked for is saved first."""
        from rrsa import drafts

        self.end_sitting()
        drafts.remember_place(self.database, None)
        while not isinstance(self.screen, StartScreen):
            self.pop_screen()
        assert self.store is not None
        self._start_screen().show_settings(self.store.settings())

    def end_sitting(self) -> None:
        if self.sitting is not None:
            self.sitting.close()
            self.sitting = None

    def new_setting(self) -> None:
        from rrsa.tui.setting_tasks import new_setting

        new_setting(self.whole)

    def edit_setting(self) -> None:
        from rrsa.tui.setting_tasks import edit_setting

        edit_setting(self.whole)

    def open_demo(self) -> None:
        self.notify(_("Opening the sample school …"), timeout=2)
        self.database, self._demo = str(paths.demo_database()), True
        self.open_store()
