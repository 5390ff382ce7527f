"""A sitting at the coordinator's desk: the desk itself, what the overview lists, and saving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rrsa.overview.desk import Desk
from rrsa.overview.narrowing import EVERYTHING, Wanted
from rrsa.overview.rows import Row, stamp
from rrsa.tui.sitting import Refreshed, Saving

if TYPE_CHECKING:
    from textual.app import App


class DeskSitting(Saving):
    """What the desk's screens hold on to: read ``desk``, record through ``do``.

    ``rows`` are all settings as the overview read them last; ``listed`` those that it lists at the moment,
    narrowed down by ``wanted``: what is done to a selection is done to these.
    """

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._stamp = stamp(desk.store)
        desk.store.changed()  # from now on
        super().__init__(app)
        self.desk = desk
        self.rows: list[Row] = []
        self.listed: list[Row] = []
        self.wanted: Wanted = EVERYTHING

    def look_for_others(self) -> None:
        """Takes in what others have saved or shared since; cheap when nobody has."""

        def job() -> bool:
            if not self.desk.store.changed():
                return False
            before, self._stamp = self._stamp, stamp(self.desk.store)
            return self.desk.refresh() or before != self._stamp

        def done(news: Any, error: BaseException | None) -> None:
            if news and error is None:
                self.app.post_message(Refreshed())

        if not self.writer.busy:
            self.writer.put(job, done)

    def close(self) -> None:
        """Waits until everything that was asked for is saved."""
        self.writer.close()
