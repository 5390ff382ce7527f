"""What comes late waits its turn: it opens nothing over a cover, and closes nothing but its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import Screen

Late = tuple[Screen[Any] | None, Callable[[], Any]]


class InTurn(App[int]):
    """Does what opens or closes a screen only while the screen that it belongs to is in front.

    Between asking and an answer somebody may have covered the screen, opened the help, or made the window
    too small; a screen that is dismissed then would take away whatever lies in front in place of itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self._late: list[Late] = []

    def in_turn(self, do: Callable[[], Any], screen: Screen[Any] | None = None) -> None:
        """Does something as soon as ``screen`` is in front; without one, as soon as nothing covers the
        screen. It comes to nothing where ``screen`` is gone by then."""
        if self._is_in_front(screen):
            do()
        else:
            self._late.append((screen, do))

    def _is_in_front(self, screen: Screen[Any] | None) -> bool:
        from rrsa.tui.dialogs.role import CoverScreen
        from rrsa.tui.screens.too_small import TooSmall

        front = self.screen
        return front is screen if screen is not None else not isinstance(front, (CoverScreen, TooSmall))

    def pop_screen(self) -> AwaitComplete:
        popped = super().pop_screen()
        if self._late:
            self.call_later(self._take_turns)
        return popped

    def _take_turns(self) -> None:
        """In the order in which it came; each may bring another screen to the front."""
        stack = self.screen_stack
        self._late = [(screen, do) for screen, do in self._late if screen is None or screen in stack]
        turn = next((late for late in self._late if self._is_in_front(late[0])), None)
        if turn is not None:
            self._late.remove(turn)
            turn[1]()
            self.call_later(self._take_turns)
