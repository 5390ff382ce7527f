"""Ticks that say yes or no by their shape: the library's own differ in colour alone."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import Checkbox, SelectionList

TICKED, EMPTY = "✓", " "
_INNER = 1  # the library draws a left edge, the mark, a right edge, then the text


class Tick(Checkbox):
    """A checkbox: a tick when it is set, empty when it is not."""

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]  # noqa: N802 - the library's name
        return TICKED if self.value else EMPTY


class TickList(SelectionList[str]):
    """A list to tick in."""

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        row = self.scroll_offset.y + y
        if row >= self.option_count:
            return strip
        segments = list(strip)
        mark = TICKED if self.get_option_at_index(row).value in self.selected else EMPTY
        segments[_INNER] = Segment(mark, segments[_INNER].style)
        return Strip(segments)
