"""Text fields that save when one leaves them, and keep a draft until then."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

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


class Left(Message):
    """A field was left with new text in it."""

    def __init__(self, field: NoteField) -> None:
        super().__init__()
        self.field = field
        self.cell = field.cell
        self.text = field.typed.strip()
        self.base = field.base


class _Saving(Widget):
    """What both kinds of field share: the cell, the text that stood there, the draft."""

    cell: Cell | None = None
    base: str = ""
    drafts: Drafts | None = None
    _timer: Timer | None = None

    @property
    def typed(self) -> str:
        raise NotImplementedError

    def _put(self, text: str) -> None:
        raise NotImplementedError

    def fill(self, cell: Cell, text: str, drafts: Drafts) -> None:
        """Shows a cell's text, or what was typed there and is not through yet.

        A focused field with the same cell is never overwritten.
        """
        if self.has_focus and self.cell == cell:
            return
        self._stop()
        unsaved = drafts.on_the_way(cell)
        self.cell, self.base, self.drafts = cell, unsaved.base if unsaved else text, drafts
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

    def take(self) -> Left | None:
        """What was typed, if it is new; whoever takes it has it saved."""
        raise NotImplementedError

    def leave(self) -> None:
        """Asks for what was typed to be saved, if it is new."""
        if (left := self.take()) is not None:
            self.post_message(left)

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

    def take(self) -> Left | None:
        self._stop()
        if self.cell is None or self.typed.strip() == self.base:
            return None
        self.keep_draft()  # until the save is through
        left = Left(self)
        self.base = self.typed.strip()
        return left

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
