"""Shown while the window is too small to work in; nothing is lost beneath it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from rrsa.i18n import _

WIDTH, HEIGHT = 64, 18
"""Columns and rows below which pages can no longer be read."""


def fits(size: Size) -> bool:
    return size.width >= WIDTH and size.height >= HEIGHT


class TooSmall(ModalScreen[None]):
    DEFAULT_CSS = """
    TooSmall { align: center middle; background: $background; }
    TooSmall Static { width: auto; text-align: center; }
    """

    def compose(self) -> ComposeResult:
        yield Static(
            _("Please make this window larger:\n{width} columns by {height} rows at least.").format(
                width=WIDTH, height=HEIGHT
            )
        )
