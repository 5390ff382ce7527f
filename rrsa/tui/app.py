"""The app: which screen is open, what happens when something is saved, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.screen import Screen

from rrsa import paths
from rrsa.errors import Exit, RrsaError
from rrsa.i18n import _
from rrsa.tui import themes
from rrsa.tui.preferences import load_theme, save_theme
from rrsa.tui.screens.start import StartScreen
from rrsa.tui.screens.too_small import TooSmall, fits

if TYPE_CHECKING:
    from rrsa.drafts import Place
    from rrsa.evaluation import Evaluation
    from rrsa.portfolio.changes import Conflict
    from rrsa.store import SettingInfo, Store
    from rrsa.tui.sitting import Refreshed, Saved, SaveFailed, Sitting

LOOK_FOR_OTHERS = 2.0
"""Seconds between looks at whether somebody else has saved something."""


class RrsaApp(App[int]):
    """The whole program on a screen."""

    TITLE = "rrsa"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (112, "-wide")]
    CSS_PATH = Path(__file__).with_name("app.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", _("Quit"), show=False, id="app.quit"),
        Binding("ctrl+t", "next_theme", _("Light, dark, high contrast"), show=False, id="app.theme"),
        Binding("f1", "help", _("Help"), show=False, id="app.help"),
    ]

    def __init__(
        self,
        database: str | Path | None = None,
        *,
        author: str | None = None,
        on: date | None = None,
        read_only: bool = False,
        setting: str | None = None,
        demo: bool = False,
    ) -> None:
        super().__init__()
        self.database = str(database or paths.default_database())
        self.author = author or _("Lead")
        self.on = on
        self.read_only = read_only
        self.store: Store | None = None
        self.sitting: Sitting | None = None
        self._wanted = setting
        self._demo = demo
        self._last_saved = ""
        self._ending = Exit.DONE
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = load_theme([theme.name for theme in themes.THEMES])

    # -- opening -----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.push_screen(StartScreen())
        self.set_interval(LOOK_FOR_OTHERS, self._look_for_others)
        for name in ("SIGHUP", "SIGTERM"):
            if hasattr(signal, name):
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self._hang_up)

    def on_ready(self) -> None:
        """The first frame is drawn; now there is time for what takes time."""
        self.open_store()

    def _hang_up(self) -> None:
        """The terminal is going: what is being typed becomes a draft, and the app ends in order."""
        from rrsa.tui.widgets.fields import NoteField

        if isinstance(self.screen.focused, NoteField):
            self.screen.focused.keep_draft()
        self.end_sitting()
        self.exit(Exit.DONE)

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
        self._offer_drafts()

    def _offer_drafts(self) -> None:
        from rrsa.tui.dialogs.drafts import offer_drafts

        offer_drafts(self)

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

        new_setting(self)

    def edit_setting(self) -> None:
        from rrsa.tui.setting_tasks import edit_setting

        edit_setting(self)

    def open_demo(self) -> None:
        self.notify(_("Opening the sample school …"), timeout=2)
        self.database, self._demo = str(paths.demo_database()), True
        self.open_store()

    # -- going about -------------------------------------------------------------------------------

    @property
    def open_sitting(self) -> Sitting:
        assert self.sitting is not None
        return self.sitting

    def open_outcome(self, outcome_id: str) -> None:
        from rrsa.tui.screens.outcome import OutcomeScreen

        for screen in self.screen_stack:
            if isinstance(screen, OutcomeScreen):
                page: OutcomeScreen = screen
                while self.screen is not page:
                    self.pop_screen()
                page.open_outcome(outcome_id)
                return
        self.push_screen(OutcomeScreen(outcome_id))

    def open_quick_look(self, start: str | None = None) -> None:
        from rrsa.tui.screens.quick_look import QuickLookScreen

        self.push_screen(QuickLookScreen(start))

    def finish_quick_look(self) -> None:
        """The last outcome is behind us: what it comes to, and where to go from here."""
        self.pop_screen()
        self.notify(
            _("That was the last one. Open what is lowest, or press r to see what comes next."), timeout=8
        )

    def action_readiness(self) -> None:
        from rrsa.tui.screens.readiness import ReadinessScreen

        if self.sitting is not None and not isinstance(self.screen, ReadinessScreen):
            self.push_screen(ReadinessScreen())

    def open_milestones(self) -> None:
        from rrsa.tui.screens.readiness import ReadinessScreen

        self.action_readiness()
        if isinstance(self.screen, ReadinessScreen):
            self.screen.call_after_refresh(self.screen.action_tab, "milestones")

    def action_export(self) -> None:
        from rrsa.tui.dialogs.export import ExportDialog

        if self.sitting is not None:
            self.push_screen(ExportDialog(self.sitting.evaluation))

    def action_search(self) -> None:
        from rrsa.tui.dialogs.find import search

        if self.sitting is not None:
            search(self)

    def action_help(self) -> None:
        from rrsa.tui.dialogs.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_next_theme(self) -> None:
        names = [theme.name for theme in themes.THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]

    def watch_theme(self, theme: str) -> None:
        save_theme(theme)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: everything that can be done here, by its name."""
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.id and binding.description:

                def run(node: Any = active.node, action: str = binding.action) -> None:
                    self.call_later(self.run_action, action, node)

                yield SystemCommand(binding.description, binding.tooltip or binding.description, run)

    # -- saving ------------------------------------------------------------------------------------

    @property
    def state_words(self) -> str:
        """What the title line says on the right."""
        said = _("reading only") if self.read_only else self._last_saved
        author = self.sitting.evaluation.author if self.sitting else self.author
        return f"{said} · {author}" if said else author

    def on_saved(self, event: Saved) -> None:
        self._last_saved = _("saved {time}").format(time=datetime.now().astimezone().strftime("%H:%M"))
        if event.loud:
            self.notify(event.said, timeout=5)
        self._redraw(event.said)

    def on_refreshed(self, _event: Refreshed) -> None:
        self._redraw(None)
        self.notify(_("Somebody else has saved something; it is on the screen now."), timeout=4)

    def on_save_failed(self, event: SaveFailed) -> None:
        from rrsa.tui.dialogs.trouble import say_trouble

        self._redraw(None)
        say_trouble(self, event)

    def _redraw(self, said: str | None) -> None:
        from rrsa.tui.screens.setting_screen import SettingScreen

        if isinstance(self.screen, SettingScreen) and self.sitting is not None:
            self.screen.redraw()
            if said:
                self.screen.say(said)

    def action_undo(self) -> None:
        if self.sitting is not None:
            self.sitting.do(
                self.sitting.evaluation.undo,
                say=lambda e: _("Taken back: {what}").format(what=e.changeset.reason),
            )

    def action_redo(self) -> None:
        if self.sitting is not None:
            self.sitting.do(
                self.sitting.evaluation.redo,
                say=lambda e: _("Done again: {what}").format(what=e.changeset.reason),
            )

    def take_theirs(self, conflicts: tuple[Conflict, ...]) -> None:
        """Our text is given up for what stands there now."""
        for conflict in conflicts:
            self.open_sitting.drafts.clear(conflict.cell)
        self._redraw(None)

    def _look_for_others(self) -> None:
        if self.sitting is not None and not self.read_only:
            self.sitting.look_for_others()

    # -- the window --------------------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        small = next((s for s in self.screen_stack if isinstance(s, TooSmall)), None)
        if fits(event.size):
            if small is not None and self.screen is small:
                self.pop_screen()
        elif small is None:
            self.push_screen(TooSmall())

    async def action_quit(self) -> None:
        """Takes what is being typed in a field, waits for the last save, and goes."""
        from rrsa.tui.widgets.fields import NoteField

        for screen in self.screen_stack:
            for field in screen.query(NoteField):
                field.leave()
        # Beside this thread, so that what follows from the last save (a draft that goes) still happens.
        await asyncio.to_thread(self.end_sitting)
        if self.store is not None:
            self.store.close()
            self.store = None
        self.exit(self._ending)


def run_app(
    database: str | Path | None = None,
    *,
    author: str | None = None,
    on: date | None = None,
    read_only: bool = False,
    demo: bool = False,
) -> int:
    """Opens the app, on the sample if asked for, and returns its exit code."""
    app = RrsaApp(database, author=author, on=on, read_only=read_only, demo=demo)
    return int(app.run() or Exit.DONE)
