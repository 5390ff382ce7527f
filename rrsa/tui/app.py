"""The app: which screen is open, what happens when something is saved, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.events import AppBlur, Resize
from textual.screen import Screen

from rrsa import in_browser, paths
from rrsa.errors import Exit
from rrsa.i18n import _
from rrsa.store import addresses
from rrsa.tui import terminal, themes
from rrsa.tui.opening import Opening
from rrsa.tui.preferences import load_keys, load_less_motion, load_theme, save_less_motion, save_theme
from rrsa.tui.screens.start import StartScreen
from rrsa.tui.screens.too_small import TooSmall, fits
from rrsa.vocabulary import DEFAULT_ROLE

if TYPE_CHECKING:
    from textual.geometry import Size

    from rrsa.portfolio.changes import Conflict
    from rrsa.store import Store
    from rrsa.tui.sitting import Refreshed, Saved, SaveFailed, Sitting

LOOK_FOR_OTHERS = 2.0
"""Seconds between looks at whether somebody else has saved something."""


class RrsaApp(Opening):
    """The whole program on a screen."""

    TITLE = "rrsa"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (112, "-wide")]
    CSS_PATH = Path(__file__).with_name("app.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", _("Quit"), show=False, id="app.quit"),
        Binding("ctrl+t", "next_theme", _("Light, dark, high contrast"), show=False, id="app.theme"),
        Binding("f9", "cover", _("Cover the screen"), show=False, priority=True, id="app.cover"),
        Binding("ctrl+r", "role", _("Who is at the keyboard"), show=False, id="app.role"),
        Binding("f2", "keys", _("Keys"), show=False, id="app.keys", tooltip=_("See and change the keys")),
        Binding(
            "f3", "motion", _("Less motion"), show=False, id="app.motion", tooltip=_("Less or usual motion")
        ),
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
        overview: bool = False,
    ) -> None:
        super().__init__()
        self.database = addresses.without_password(str(database or paths.default_database()))
        self.author = author or DEFAULT_ROLE
        self._role_known = author is not None
        self.on = on
        self.read_only = self._asked_read_only = read_only
        self.levels = frozenset({"editor"})
        self.store: Store | None = None
        self.sitting: Sitting | None = None
        self._wanted = setting
        self._demo = demo
        self._to_overview = overview
        self._last_saved = ""
        self._ending = Exit.DONE
        self._begun = False
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = load_theme([theme.name for theme in themes.THEMES])
        self._usual_motion = self.animation_level
        if load_less_motion():
            self.animation_level = "none"
        if own_keys := load_keys():
            self.set_keymap(own_keys)

    # -- opening -----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.push_screen(StartScreen())
        self._mind_the_size(self.size)
        self.set_interval(LOOK_FOR_OTHERS, self._look_for_others)
        self.set_interval(terminal.LOOK, self._look_at_terminal)
        for name in ("SIGHUP", "SIGTERM"):
            if hasattr(signal, name):
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self._hang_up)

    def on_ready(self) -> None:
        """The first frame is drawn; now there is time for what takes time."""
        self.open_store()

    def _look_at_terminal(self) -> None:
        if terminal.is_gone():
            self._hang_up()

    def _hang_up(self) -> None:
        """The terminal is going: what is being typed becomes a draft, and the app ends in order."""
        self._let_go()
        self.exit(Exit.DONE)

    def _let_go(self) -> None:
        from rrsa.tui.widgets.fields import NoteField

        if isinstance(self.screen.focused, NoteField):
            self.screen.focused.keep_draft()
        self.stop_waiting()
        self.end_sitting()

    def on_exit_app(self) -> None:
        """In a browser the page goes without a signal: the server asks the app to end."""
        if in_browser.folder() is not None and not self._exit:
            self._let_go()

    def on_app_blur(self, event: AppBlur) -> None:
        """In a browser the app begins as if it had lost the focus. The page has it then, and tells only of
        what changes: the line of keys would stay empty until somebody pressed one."""
        if in_browser.folder() is not None and not self._begun:
            self._begun = True
            event.prevent_default()

    def action_keys(self) -> None:
        from rrsa.tui.dialogs.keys import choose_keys

        choose_keys(self)

    def action_motion(self) -> None:
        """Nothing glides or fades any more, or as usual again."""
        less = self.animation_level != "none"
        self.animation_level = "none" if less else self._usual_motion
        save_less_motion(less)
        self.notify(_("Less motion.") if less else _("Motion as usual."), timeout=3)

    def action_next_theme(self) -> None:
        names = [theme.name for theme in themes.THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]

    def watch_theme(self, theme: str) -> None:
        save_theme(theme)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: everything that can be done here, by its name."""
        if self.sitting is not None:
            yield SystemCommand(_("Take the tour"), _("The first minute, with real work"), self.action_tour)
            yield SystemCommand(
                _("Move to another framework"), _("A new version, or another; undo works"), self.action_move
            )
            yield SystemCommand(
                _("The same in other words"), _("What a school asks beside a house"), self.action_beside
            )
            if self.sitting.evaluation.portfolio.parked:
                yield SystemCommand(
                    _("Kept from before"), _("What waits from an earlier framework"), self.action_kept
                )
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.id and binding.description:

                def run(node: Any = active.node, action: str = binding.action) -> None:
                    self.call_later(self.run_action, action, node)

                yield SystemCommand(binding.description, binding.tooltip or binding.description, run)

    # -- saving ------------------------------------------------------------------------------------

    @property
    def _is_reader(self) -> bool:
        """Whether a server lets the connected role read the open setting and nothing more."""
        return self.sitting is not None and not self.levels & {"editor", "reviewer"}

    @property
    def state_words(self) -> str:
        """What the title line says on the right."""
        said = _("reading only") if self.read_only or self._is_reader else self._last_saved
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
        self.in_turn(lambda: say_trouble(self, event))

    def _redraw(self, said: str | None) -> None:
        from rrsa.tui.screens.desk_screen import DeskScreen
        from rrsa.tui.screens.setting_screen import SettingScreen

        if self.sitting is not None and self.sitting.framework_is_another():
            self.back_to_outcomes()  # what is open speaks of outcomes that may be gone
        screen = self.screen
        if (isinstance(screen, SettingScreen) and self.sitting is not None) or (
            isinstance(screen, DeskScreen) and self.desk_sitting is not None
        ):
            screen.redraw()
            if said:
                screen.say(said)
        elif (saved_below := getattr(self.screen, "saved_below", None)) is not None:
            saved_below()

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
        sitting = self.sitting or self.desk_sitting
        if sitting is not None and not self.read_only:
            sitting.look_for_others()
        elif self.server_away:
            self.knock()
        self.show_whether_away()

    def back_in_touch(self) -> None:
        if isinstance(self.screen, StartScreen) and self.store is not None:
            self.show_settings()
        else:
            self.refresh_page()  # what could not be read is read now
            self._look_for_others()

    # -- the window --------------------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        if any(isinstance(screen, StartScreen) for screen in self.screen_stack):  # else it would lie above
            self._mind_the_size(event.size)

    def _mind_the_size(self, size: Size) -> None:
        """Says where the window is too small to work in, for as long as it is."""
        small = next((s for s in self.screen_stack if isinstance(s, TooSmall)), None)
        if fits(size):
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
        if self.stays():
            return
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
    overview: bool = False,
) -> int:
    """Opens the app, on the sample or on the overview if asked for, and returns its exit code."""
    app = RrsaApp(database, author=author, on=on, read_only=read_only, demo=demo, overview=overview)
    app.lasting = True
    return int(app.run() or Exit.DONE)
