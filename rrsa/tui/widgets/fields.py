"""Text fields that save when one leaves them, and keep a draft until then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.events import Blur
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import TextArea

from rrsa.portfolio.changes import Cell

if TYPE_CHECKING:
    from rrsa.drafts import Drafts

DRAFT_AFTER = 0.6
"""Seconds of quiet after which what is typed is kept as a draft."""


class Left(NamedTuple):
    """New text that a field was left with, and the text that stood there when typing began."""

    cell: Cell
    text: str
    base: str


Save = Callable[[Left], None]


class _Saving(Widget):
    """What both kinds of field share: the cell, the text that stood there, the draft."""

    cell: Cell | None = None
    base: str = ""
    drafts: Drafts | None = None
    save: Save | None = None
    _timer: Timer | None = None

    @property
    def typed(self) -> str:
        raise NotImplementedError

    def _put(self, text: str) -> None:
        raise NotImplementedError

    def fill(self, cell: Cell, text: str, drafts: Drafts, save: Save) -> None:
        """Shows a cell's text, or what was typed there and is not through yet.

        A focused field with the same cell is never overwritten. ``save`` is called at once rather than
        sent for, since a page may go in the very moment that its field is left.
        """
        if self.has_focus and self.cell == cell:
            return
        self._stop()
        unsaved = drafts.on_the_way(cell)
        self.cell, self.base, self.drafts, self.save = cell, unsaved.base if unsaved else text, drafts, save
        shown = unsaved.text if unsaved else text
        if self.typed != shown:
            with self.prevent(TextArea.Changed):
                self._put(shown)

    def note_typing(self) -> None:
        self._stop()
        self._timer = self.set_timer(DRAFT_AFTER, self.keep_draft)

    def keep_draft(self) -> None:
        if self.cell is not None and self.drafts is not None:
            self.drafts.keep(self.cell, self.typed.strip(), self.base)

    def leave(self) -> None:
        """Has what was typed saved, if it is new."""
        self._stop()
        text = self.typed.strip()
        if self.cell is None or self.save is None or text == self.base:
            return
        self.keep_draft()  # until the save is through
        left = Left(self.cell, text, self.base)
        self.base = text
        self.save(left)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


class NoteField(TextArea, _Saving):
    """Some lines of text for a cell; Tab goes on to the next field."""

    @property
    def typed(self) -> str:
        return self.text

    def _put(self, text: str) -> None:
        self.load_text(text)

    def on_text_area_changed(self) -> None:
        self.note_typing()

    def on_blur(self, _event: Blur) -> None:
        self.leave()


class LineField(NoteField):
    """One line of text, wrapped so that nothing of it is cut off; Enter goes on."""

    class Entered(Message):
        """Enter was pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "enter", show=False, priority=True)]

    def action_enter(self) -> None:
        self.post_message(self.Entered())

    @property
    def typed(self) -> str:
        return " ".join(self.text.split())
