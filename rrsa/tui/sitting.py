"""A sitting: one setting's evaluation at the keyboard, with what is typed, saved and remembered around it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from textual.message import Message

from rrsa import drafts, visits
from rrsa.evaluation import Evaluation
from rrsa.i18n import _
from rrsa.portfolio.changes import ConflictError, one_action
from rrsa.tui.writer import Writer
from rrsa.visits import Visit

if TYPE_CHECKING:
    from textual.app import App


class Saved(Message):
    """Something is in the database. The screen says ``said`` about it, and pops it up when ``loud``."""

    def __init__(self, said: str, loud: bool) -> None:
        super().__init__()
        self.said = said
        self.loud = loud


class SaveFailed(Message):
    """A save was refused; nothing has changed, and what was typed is still there.

    ``again`` tries once more; ``forced`` saves over what somebody else has saved, where that makes sense.
    """

    def __init__(
        self, error: BaseException, again: Callable[[], None], forced: Callable[[], None] | None
    ) -> None:
        super().__init__()
        self.error = error
        self.again = again
        self.forced = forced


class Refreshed(Message):
    """Somebody else has saved something, and it has been taken in."""


class Saving:
    """Records in a thread of its own, in the order in which it was asked; the app hears what came of it."""

    def __init__(self, app: App[Any]) -> None:
        self.app = app
        self.writer = Writer()
        self._asked: dict[UUID, float] = {}

    def do(
        self,
        job: Callable[[], Any],
        *,
        said: str = "",
        say: Callable[[Any], str] | None = None,
        loud: bool = False,
        then: Callable[[Any], None] | None = None,
        forced: Callable[[], Any] | None = None,
        apart: Callable[[], None] | None = None,
        key: UUID | None = None,
    ) -> None:
        """Records in the writer thread; the app then gets :class:`Saved` or :class:`SaveFailed`.

        ``say(result)`` makes the words where they depend on the result; ``then(result)`` runs in the app's
        own thread after a save; ``forced`` is the job that saves over somebody else's change; ``apart`` runs
        in the app's own thread, in place of :class:`SaveFailed`, where somebody else has saved meanwhile.
        ``key`` is the action's where it is done again, so that it is not made twice if it was saved before.
        """
        own = key or uuid4()

        def once() -> Any:
            with one_action(own):
                return job()

        def done(result: Any, error: BaseException | None) -> None:
            self._asked.pop(own, None)
            if error is None:
                if then is not None:
                    self.app.call_later(then, result)
                words = say(result) if say is not None else said or _("Saved")
                self.app.post_message(Saved(words, loud or say is not None))
            elif apart is not None and isinstance(error, ConflictError):
                self.app.call_later(apart)
            else:
                over = None if forced is None else lambda: self.do(forced, said=said, then=then)
                self.app.post_message(
                    SaveFailed(
                        error,
                        lambda: self.do(
                            job, said=said, say=say, then=then, forced=forced, apart=apart, key=own
                        ),
                        over,
                    )
                )

        self._asked[own] = time.monotonic()
        self.writer.put(once, done)

    @property
    def waits(self) -> float:
        """For how many seconds the first of them has been on its way."""
        return max((time.monotonic() - since for since in list(self._asked.values())), default=0.0)

    @property
    def unsaved(self) -> int:
        """How many things have been asked for and are neither saved nor refused yet."""
        return len(self._asked)


class Sitting(Saving):
    """What screens hold on to: read ``evaluation``, record through ``do``."""

    def __init__(self, app: App[Any], evaluation: Evaluation, database: str) -> None:
        super().__init__(app)
        self.evaluation = evaluation
        self.database = database
        self.drafts = drafts.Drafts(database, evaluation.setting_id)
        self.opened_at = evaluation.revision
        self._drawn_by = evaluation.framework
        self._left_off: dict[str, Visit | None] = {}

    def look_for_others(self) -> None:
        """Takes in what others have saved since; cheap when nobody has."""

        def job() -> bool:
            return bool(self.evaluation.store.changed()) and self.evaluation.refresh()

        def done(news: Any, error: BaseException | None) -> None:
            if news and error is None:
                self.app.post_message(Refreshed())

        if not self.writer.busy:
            self.writer.put(job, done)

    def framework_is_another(self) -> bool:
        """Whether the setting works with another text than when this was asked last: it has moved, or that
        was taken back."""
        before, self._drawn_by = self._drawn_by, self.evaluation.framework
        return before is not self._drawn_by

    def remember(self, screen: str, outcome: str = "") -> None:
        drafts.remember_place(self.database, drafts.Place(self.evaluation.setting_id, screen, outcome))

    @property
    def left_off(self) -> Visit | None:
        """Where the role at the keyboard left off before this sitting; ``None`` on its first visit."""
        role = self.evaluation.author
        if role not in self._left_off:
            setting = self.evaluation.setting_id
            self._left_off[role] = visits.last_visit(self.database, setting, role)
        return self._left_off[role]

    def note_visit(self) -> None:
        """The role at the keyboard goes: what it has had before it is no news to it next time."""
        evaluation = self.evaluation
        visits.remember_visit(self.database, evaluation.setting_id, evaluation.author, evaluation.revision)

    def close(self) -> None:
        self.writer.close()
        self.note_visit()
