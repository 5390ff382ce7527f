"""Staying in touch with a database on a server: what is said while it is away, and what waits until then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work
from textual.message import Message
from textual.widgets import Static

from rrsa.errors import ConnectionLost, RrsaError
from rrsa.i18n import _, ngettext
from rrsa.tui.in_turn import InTurn

if TYPE_CHECKING:
    from rrsa.store import Store
    from rrsa.tui.desk_sitting import DeskSitting
    from rrsa.tui.sitting import Sitting


SLOW = 4.0
"""Seconds after which it is said that the server does not answer; that a line is dead is known in half a
minute, or a whole one."""


class ServerAway(Message):
    """The database server has gone, or is back."""

    def __init__(self, away: bool) -> None:
        super().__init__()
        self.away = away


class AwayLine(Static):
    """One calm line above everything, for as long as the server is away."""

    DEFAULT_CSS = """
    AwayLine { dock: top; height: 1; width: 100%; padding: 0 1; }
    AwayLine { background: $surface; color: $text; text-style: bold; }
    """

    def say(self, waiting: int, *, away: bool) -> None:
        """``waiting`` is how many things are to be saved; ``away`` whether the server is, or only slow."""
        if not away:
            text = _("The server is slow to answer. Go on: what you type is kept.")
        elif not waiting:
            text = _("No connection to the server. Go on: what you type is kept.")
        else:
            text = ngettext(
                "No connection to the server. {n} thing waits, and is saved when it is back.",
                "No connection to the server. {n} things wait, and are saved when it is back.",
                waiting,
            ).format(n=waiting)
        self.update(f"◌ {text}")


class InTouch(InTurn):
    """Notices that the server is away, says so until it is back, and loses nothing meanwhile."""

    store: Store | None
    sitting: Sitting | None
    desk_sitting: DeskSitting | None
    server_away = False
    _leaving = False

    def keep_in_touch(self, store: Store) -> None:
        """From now on saves wait for a server that is away, and its going and coming is shown."""
        if not store.database.shares_with_others:
            return
        from rrsa.store.patience import LONG, Patience

        self.server_away = False
        store.database.patience = Patience(LONG, lambda away: self._told(store, away))

    def _told(self, store: Store, away: bool) -> None:
        """Called in the thread that found out."""
        if self.store is store:
            self.post_message(ServerAway(away))

    def on_server_away(self, event: ServerAway) -> None:
        self.server_away = event.away
        self.show_whether_away()
        if not event.away:
            self.notify(_("The server is back."), timeout=4)
            self.back_in_touch()

    def back_in_touch(self) -> None:
        """What others have saved meanwhile is taken in."""

    def show_whether_away(self) -> None:
        """The line stands on every screen that is open, with how much waits."""
        shown = self.server_away or self._slow
        for screen in self.screen_stack:
            lines = screen.query(AwayLine)
            if not shown:
                lines.remove()
                continue
            line = lines.first() if lines else AwayLine()
            if not lines:
                screen.mount(line, before=0)
            line.say(self.unsaved, away=self.server_away)

    @property
    def _slow(self) -> bool:
        """Whether something has been on its way to a server for so long that somebody wonders."""
        if self.store is None or not self.store.database.shares_with_others:
            return False
        return any(each.waits > SLOW for each in (self.sitting, self.desk_sitting) if each is not None)

    @property
    def unsaved(self) -> int:
        """How many things have been asked for and are not saved yet."""
        return sum(each.unsaved for each in (self.sitting, self.desk_sitting) if each is not None)

    @work(thread=True, exit_on_error=False, group="knock", exclusive=True)
    def knock(self) -> None:
        """Sees whether the server is back where nothing else asks it."""
        if self.store is not None:
            self.store.changed()

    # -- leaving -----------------------------------------------------------------------------------

    def stays(self) -> bool:
        """Whether something would be lost by leaving now; then it is asked, and leaving comes by itself."""
        if self._leaving or not (self.server_away or self._slow) or not self.unsaved:
            return False
        from rrsa.tui.dialogs.sure import Sure

        def answered(yes: bool | None) -> None:
            if yes:
                self.stop_waiting()
                self.call_later(self.action_quit)

        about = ngettext(
            "{n} thing could not be saved yet. Texts stay on this machine and are offered when you come "
            "back; anything else would have to be entered again.",
            "{n} things could not be saved yet. Texts stay on this machine and are offered when you come "
            "back; anything else would have to be entered again.",
            self.unsaved,
        ).format(n=self.unsaved)
        question = _("Leave while the server is away?")
        self.push_screen(Sure(question, about, _("Leave now"), _("Stay")), answered)
        return True

    def stop_waiting(self) -> None:
        """Whatever waits for the server is given up."""
        self._leaving = True
        if self.store is not None:
            self.store.database.patience.end()

    async def run_action(self, *args: Any, **kwargs: Any) -> bool:
        """A key that needs the server while it is away says so and does nothing else."""
        try:
            return await super().run_action(*args, **kwargs)
        except ConnectionLost as lost:
            self.notify(str(lost), severity="warning", timeout=8, markup=False)
            return True

    # -- passwords ---------------------------------------------------------------------------------

    def ask_password(self, address: str, error: RrsaError, *, again: bool) -> None:
        """Asks for the password of a server, and opens the database once more."""
        from rrsa.store import addresses
        from rrsa.tui.dialogs.password import PasswordDialog

        def typed(password: str | None) -> None:
            if password is None:
                self.no_password(error)
            else:
                addresses.remember(address, password)
                self.with_password()

        self.push_screen(PasswordDialog(address, again=again), typed)

    def with_password(self) -> None:
        """Opens the database with the password that was typed."""

    def no_password(self, error: RrsaError) -> None:
        """Nobody typed a password."""
