"""What every screen of the coordinator's desk shares: its title line, its keys, and keeping up with saves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import ScreenResume

from rrsa.i18n import _
from rrsa.tui.screens.framed import FramedScreen

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.tui.desk_sitting import DeskSitting


class DeskScreen(FramedScreen):
    """A screen of the desk. Subclasses fill :meth:`body` and redraw in :meth:`show`."""

    TITLE_TEXT: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", _("Back"), id="desk.back"),
        Binding("u", "undo", _("Undo"), id="desk.undo", tooltip=_("Take back what was saved last")),
        Binding("U", "redo", _("Redo"), show=False, id="desk.redo", tooltip=_("Do again what u took back")),
        Binding("question_mark", "app.help", _("Help"), key_display="?", id="desk.help"),
    ]

    _sitting: DeskSitting | None = None
    reading: bool = False
    """Whether what the page is about is still being read."""
    _wanted: Callable[[], Any] | None = None

    @property
    def sitting(self) -> DeskSitting:
        """The sitting that this page belongs to; messages may still come in when the app has ended it."""
        if self._sitting is None:
            self._sitting = self.rrsa.desk_sitting
        assert self._sitting is not None
        return self._sitting

    @property
    def desk(self) -> Desk:
        return self.sitting.desk

    @property
    def is_open(self) -> bool:
        return self.is_mounted and self.rrsa.desk_sitting is not None

    def once_read(self, do: Callable[[], Any]) -> None:
        """Does something with what the page is about; a key pressed while that is being read waits for it."""
        if self.reading:
            self._wanted = do
        else:
            do()

    def is_read(self, *, in_vain: bool = False) -> None:
        """What the page is about stands there; what was wanted of it is done, unless somebody has gone on."""
        self.reading = False
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.is_active and not in_vain:
            wanted()

    def title_words(self) -> str:
        return self.TITLE_TEXT

    def on_mount(self) -> None:
        self.redraw()

    def on_screen_resume(self, _event: ScreenResume) -> None:
        if self.is_open:
            self.redraw()

    def action_undo(self) -> None:
        self.sitting.do(self.desk.undo, say=lambda e: _("Taken back: {what}").format(what=e.changeset.reason))

    def action_redo(self) -> None:
        self.sitting.do(self.desk.redo, say=lambda e: _("Done again: {what}").format(what=e.changeset.reason))
