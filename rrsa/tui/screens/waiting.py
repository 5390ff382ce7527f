"""A screen that waits for long work: progress, a way to stop, and an end in words whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import work
from textual.screen import Screen
from textual.widgets import ProgressBar, Static
from textual.worker import get_current_worker

from rrsa.errors import RrsaError
from rrsa.i18n import _
from rrsa.portfolio.changes import ConflictError

if TYPE_CHECKING:
    from rrsa.store import Store
    from rrsa.tui.app import RrsaApp

T = TypeVar("T")


class Waiting(Screen[None]):
    """Has a ``#summary`` line and a ``#progress`` bar; work goes on beside the screen's thread."""

    busy: bool = False
    _stopped: bool = False

    @property
    def rrsa(self) -> RrsaApp:
        return cast("RrsaApp", self.app)

    @property
    def store(self) -> Store:
        store = self.rrsa.store
        assert store is not None
        return store

    @property
    def author(self) -> str:
        """The role at the keyboard."""
        sitting = self.rrsa.sitting
        return sitting.evaluation.author if sitting is not None else self.rrsa.author

    def begin(self, said: str) -> None:
        """Says what is under way."""
        self.busy, self._stopped = True, False
        self.query_one("#summary", Static).update(said)
        progress = self.query_one("#progress", ProgressBar)
        progress.update(total=None, progress=0)
        progress.display = True

    def ended(self) -> None:
        self.busy = False
        self.query_one("#progress").display = False

    def stop(self) -> None:
        """Asks what is under way to stop; it does at its next step."""
        self._stopped = True

    def failed(self, why: str) -> None:
        """Says why it could not be done."""
        raise NotImplementedError

    def progress(self, done: int, total: int) -> None:
        """For the work to call in its own thread. Raises :class:`~rrsa.exchange.export.Cancelled`."""
        from rrsa.exchange.export import Cancelled

        if self._stopped or get_current_worker().is_cancelled:
            raise Cancelled
        self.app.call_from_thread(self._step, done, total)

    def _step(self, done: int, total: int) -> None:
        if self.is_mounted:
            self.query_one("#progress", ProgressBar).update(total=total or None, progress=done)

    @work(thread=True, exclusive=True, group="waiting", exit_on_error=False)
    def beside(
        self, job: Callable[[], T], then: Callable[[T], Any], *, apart: Callable[[], None] | None = None
    ) -> None:
        """Does ``job`` in a thread and hands its result to ``then``; where it is stopped, the screen goes.

        ``apart`` is called where somebody else has saved meanwhile.
        """
        from rrsa.exchange.export import Cancelled

        call = self.app.call_from_thread
        try:
            made = job()
        except Cancelled:
            call(self.in_turn, self.dismiss)
        except RrsaError as error:
            if apart is not None and isinstance(error, ConflictError):
                call(apart)
            else:
                call(self._end, self.failed, str(error))
        except Exception as error:
            # It must end in words; a worker that dies would leave the screen waiting for ever.
            why = _("rrsa did not expect this: {error}").format(error=f"{type(error).__name__}: {error}")
            call(self._end, self.failed, why)
        else:
            if self._stopped:
                call(self.in_turn, self.dismiss)
            elif not get_current_worker().is_cancelled:
                call(self._end, then, made)

    def in_turn(self, do: Callable[[], Any]) -> None:
        """Does what opens or closes a screen, and came late, once this screen is the one in front."""
        self.rrsa.in_turn(do, self)

    def _end(self, then: Callable[[T], Any], made: T) -> None:
        if self.is_mounted:
            self.ended()
            then(made)
