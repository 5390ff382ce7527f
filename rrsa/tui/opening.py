"""Opening: the database, a setting in it, and where the last sitting ended."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from rrsa import paths
from rrsa.errors import PasswordNeeded, RrsaError
from rrsa.i18n import _
from rrsa.tui.at_the_desk import AtTheDesk
from rrsa.tui.screens.start import StartScreen
from rrsa.vocabulary import Whose

if TYPE_CHECKING:
    from datetime import date

    from rrsa.drafts import Place
    from rrsa.evaluation import Evaluation
    from rrsa.store import SettingInfo, Store


class Opening(AtTheDesk):
    """Finds the way from the start screen into a setting, and back."""

    database: str
    author: str
    on: date | None
    read_only: bool
    levels: frozenset[str]
    """What may be done with the setting that is open; on a file everything."""
    store: Store | None
    _wanted: str | None
    _demo: bool
    _last_saved: str
    _ending: int
    _asked_read_only: bool
    _role_known: bool
    lasting: bool = False
    """Whether the program ends with the app."""

    @work(thread=True, exit_on_error=False, group="open", exclusive=True)
    def open_store(self) -> None:
        """Opens the database away from the screen's thread; the first frame is there before it."""
        asked = self.database
        try:
            if self._demo:
                from rrsa.samples import ensure_demo

                self._wanted = ensure_demo(self.database, author=self.author)
            store, taken = self._open_to_write()
            if not store.read_only:
                store.changed()  # what others save from now on is news, also before the first look
            arranged = store.arrangement()
            if arranged.roles and not self._role_known and arranged.whose is Whose.ME:
                self.author = arranged.roles[0]
            own = store.author_for(self.author)
            self._role_known |= own != self.author  # on a shared server the role that is connected writes
            self.author = own
            settings = store.settings()
            self._to_overview |= self._wanted is None and self.was_at_desk()
            wanted = None if self._to_overview else self._resumable(settings)
            evaluation = self._evaluate(store, wanted.setting) if wanted else None
        except RrsaError as error:
            no_store = error
            self.call_from_thread(self._if_still, asked, lambda: self._no_store(no_store))
            return

        def opened() -> None:
            self._opened(store, settings, evaluation, wanted)

        self.call_from_thread(self._if_still, asked, opened, store.close)
        if taken:
            self.call_from_thread(self.notify, taken, severity="warning", timeout=15, markup=False)
        from rrsa import opening_files

        opening_files.clear()  # of a sitting that ended without its end

    def _if_still(
        self, asked: str, do: Callable[[], None], otherwise: Callable[[], None] | None = None
    ) -> None:
        """What comes of opening a database is of no use where another has been asked for since."""

        def then() -> None:
            if asked == self.database:
                do()
            elif otherwise is not None:
                otherwise()

        self.in_turn(then)

    def _open_to_write(self) -> tuple[Store, str]:
        """The database; only to read, and why, where somebody else is writing on a shared drive."""
        from rrsa.store import open_store
        from rrsa.store.one_writer import Taken

        store = open_store(self.database, read_only=self._asked_read_only)
        try:
            store.claim(self.author)
        except Taken as taken:
            store.close()
            return open_store(self.database, read_only=True), str(taken)
        except RrsaError:
            store.close()
            raise
        return store, ""

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

        self.levels = store.levels(setting_id)
        return Evaluation.open(store, setting_id, author=self.author, on=self.on)

    def _no_store(self, error: RrsaError) -> None:
        if isinstance(error, PasswordNeeded):
            from rrsa.store import addresses

            typed = addresses.password_for(self.database) is not None
            if typed or not error.refused:
                self.ask_password(self.database, error, again=typed)
                return
        self.no_password(error)

    def with_password(self) -> None:
        self.open_store()

    def no_password(self, error: RrsaError) -> None:
        self._start_screen().show_trouble(str(error))
        self._ending = error.exit_code
        self.call_after_refresh(self._settle)

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
        self.keep_in_touch(store)
        self.read_only = store.read_only
        self._start_screen().show_settings(settings)
        if self._to_overview:
            self._to_overview = False
            self.action_overview()
            self.call_after_refresh(self._settle)
        elif evaluation is not None and place is not None:
            self.with_role(lambda: self._sit(evaluation, place))
        else:
            self.call_after_refresh(self._settle)

    def _start_screen(self) -> StartScreen:
        return next(screen for screen in self.screen_stack if isinstance(screen, StartScreen))

    def open_setting(self, setting_id: str, then: Callable[[], object] | None = None) -> None:
        """Opens a setting at its home page, or where it was left last time, and then does ``then``."""
        assert self.store is not None
        self._open_setting(self.store, setting_id, then)

    @work(thread=True, exit_on_error=False, group="open-setting", exclusive=True)
    def _open_setting(self, store: Store, setting_id: str, then: Callable[[], object] | None) -> None:
        """Reads it away from the screen's thread: a server may take its time, or not answer at all."""
        from rrsa import drafts

        try:
            evaluation = self._evaluate(store, setting_id)
        except RrsaError as error:
            self.call_from_thread(self.notify, str(error), severity="error", timeout=10, markup=False)
            return
        place = drafts.last_place(self.database)
        if place is None or place.setting != setting_id:
            place = drafts.Place(setting_id)

        def sit() -> None:
            if store is self.store and self.sitting is None and self.whole.desk_sitting is None:
                self.with_role(lambda: self._sit(evaluation, place, then))

        if not get_current_worker().is_cancelled:
            self.call_from_thread(self.in_turn, sit, self._start_screen())

    def _sit(self, evaluation: Evaluation, place: Place, then: Callable[[], object] | None = None) -> None:
        from rrsa.tui.screens.home import HomeScreen
        from rrsa.tui.sitting import Sitting

        evaluation.author = evaluation.store.author_for(self.author)
        self.sitting = Sitting(self, evaluation, self.database)
        self._last_saved = ""
        self.push_screen(HomeScreen())
        if place.screen == "outcome" and place.outcome in evaluation.framework.outcomes:
            self.open_outcome(place.outcome)
        elif place.screen == "quick-look":
            self.open_quick_look(place.outcome)
        elif place.screen == "readiness":
            self.action_readiness()
        else:
            self._back_to_page(place)
        self._offer_drafts()
        if then is not None:
            then()
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """What has been opened stays until the end: looking through all of it for what may go, again and
        again, would hold up every third page for a tenth of a second, and a large setting for longer."""
        if not self.lasting:
            return
        if gc.get_freeze_count():  # another setting was open before this one
            gc.unfreeze()
            gc.collect()
        gc.freeze()
        gc.enable()

    # -- who is at the keyboard --------------------------------------------------------------------

    def with_role(self, then: Callable[[], None]) -> None:
        """Goes on once it is known who is at the keyboard, where several people share the file."""
        if self._role_known or self.store is None or self.store.arrangement().whose is Whose.ME:
            then()
        else:
            self.ask_role(then)

    def ask_role(self, then: Callable[[], None] | None = None) -> None:
        """Asks for the role; it holds for everything that is saved from now on."""
        from rrsa.tui.dialogs.role import RoleDialog

        if self.store is None:
            return
        if self.store.author_for("") != "":
            said = _("You are connected as “{role}”, and what you save is under that name.")
            self.notify(said.format(role=self.author), markup=False)
            if then is not None:
                then()
            return

        def chosen(role: str | None) -> None:
            if role is None:
                return
            self.took_role(role)
            if then is not None:
                then()

        self.push_screen(RoleDialog(self.store.arrangement().roles, self.author), chosen)

    def took_role(self, role: str) -> None:
        """Somebody has said their role: what is saved from now on is theirs."""
        self.author, self._role_known = role, True
        if self.sitting is not None:
            self.sitting.note_visit()  # of the one who gets up
            self.sitting.evaluation.author = role
        if self.desk_sitting is not None:
            self.desk_sitting.desk.author = role
        self._note_role(role)

    @work(thread=True, exit_on_error=False, group="role")
    def _note_role(self, role: str) -> None:
        """Remembers the role for the next time, and names it to the others on a shared drive."""
        store = self.store
        # A role that cannot be remembered is no reason to stop anybody from working.
        if store is not None and not store.read_only:
            with contextlib.suppress(RrsaError):
                store.arrange(store.arrangement().with_role(role))
                store.claim(role)

    def action_role(self) -> None:
        """Somebody else sits down at the keyboard."""
        self.ask_role(self.refresh_page)

    def refresh_page(self) -> None:
        """Shows what has changed around the page that is open."""
        from rrsa.tui.screens.desk_screen import DeskScreen
        from rrsa.tui.screens.setting_screen import SettingScreen

        if isinstance(self.screen, (SettingScreen, DeskScreen)):
            self.screen.redraw()

    def action_cover(self) -> None:
        """Covers the screen; on a shared PC, whoever comes back says their role."""
        from rrsa.tui.dialogs.role import CoverScreen

        if isinstance(self.screen, CoverScreen):
            return

        def uncovered(_result: None) -> None:
            if self.store is not None and self.store.arrangement().whose is Whose.THIS_PC:
                self.ask_role(self.refresh_page)

        self.push_screen(CoverScreen(), uncovered)

    def action_command_palette(self) -> None:
        """The palette names what is open, so it stays shut behind the cover."""
        from rrsa.tui.dialogs.role import CoverScreen

        if not isinstance(self.screen, CoverScreen):
            super().action_command_palette()

    def action_whose(self) -> None:
        from rrsa.tui.setting_tasks import ask_whose

        ask_whose(self.whole)

    def _back_to_page(self, place: Place) -> None:
        """The page that was open last, at its outcome where it has one."""
        page = next((page for page in self.pages() if page.name == place.screen), None)
        if page is not None and page.of_outcome and place.outcome:
            self.open_page(page, outcome=place.outcome)
        elif page is not None:
            self.open_page(page)

    def _offer_drafts(self) -> None:
        from rrsa.tui.dialogs.drafts import offer_drafts

        offer_drafts(self.whole)

    def close_setting(self) -> None:
        """Back to the list of settings; everything asked for is saved first."""
        from rrsa import drafts

        if self.server_away and self.unsaved:
            self.notify(_("This stays open until the server is back and everything is saved."), timeout=6)
            return
        self.end_sitting()
        drafts.remember_place(self.database, None)
        while not isinstance(self.screen, StartScreen):
            self.pop_screen()
        self.show_settings()

    def show_settings(self) -> None:
        """The list of settings as it is now; why there is none, where the server is away."""
        assert self.store is not None
        try:
            settings = self.store.settings()
        except RrsaError as error:
            self._start_screen().show_trouble(str(error))
        else:
            self._start_screen().show_settings(settings)

    def open_brought_in(self, setting_id: str, *, anew: bool = False) -> None:
        """Opens a setting that something was brought into; ``anew`` where it may have another framework."""
        if anew or self.sitting is None or self.sitting.evaluation.setting_id != setting_id:
            self.close_setting()
            self.open_setting(setting_id)
            return
        from rrsa.tui.screens.home import HomeScreen

        while not isinstance(self.screen, HomeScreen):
            self.pop_screen()

    def end_sitting(self) -> None:
        self.end_desk()
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
        self.notify(_("Opening the samples …"), timeout=2)
        self.database, self._demo = str(paths.demo_database()), True
        self.open_store()
