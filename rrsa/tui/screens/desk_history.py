"""The desk's history: what was changed on it, by whom as a role, and taking an older change back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.guide.history import Line
from rrsa.i18n import _
from rrsa.overview.desk_words import tell
from rrsa.tui.screens.changes import ChangesScreen
from rrsa.tui.screens.desk_screen import DeskScreen

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.store import Entry
    from rrsa.tui.desk_sitting import DeskSitting


class DeskHistoryScreen(ChangesScreen, DeskScreen):
    """Changes under the days on which they were made, newest first, and what each of them did."""

    TITLE_TEXT = _("Overview — history")
    HELP = _(
        "Every change on the desk, the newest first, with the role of whoever made it. The card tells what "
        "it did. Enter takes a change back, where nothing newer stands on it; on a line that took something "
        "back, it does that again. **u** takes back your own latest change and **U** does it again. What "
        "settings share is theirs and is not told here."
    )
    NOTHING = _("Nothing has been changed on the desk yet.")
    # A list of sixty settings makes hundreds of lines, and the command tells of all.
    MOST_TOLD = 60

    @property
    def saving(self) -> DeskSitting:
        return self.sitting

    @property
    def kept(self) -> Desk:
        return self.desk

    def page(self, limit: int) -> list[Entry]:
        return self.desk.history(limit=limit)

    def standing_on(self, entry: Entry) -> list[Entry]:
        return self.desk.store.standing_on(self.desk.id, entry.changeset.uuid)

    def told(self, entry: Entry) -> list[Line]:
        return tell(self.desk.portfolio, entry.changeset.changes)
