"""Help on what has the focus, and the keys that work there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Markdown

from rrsa.i18n import _, note
from rrsa.tui.widgets.key_line import KeyLine


def own_bindings(screen: Screen[Any]) -> Iterator[Binding]:
    """What this app has bound where the focus is; the library's own keys (arrows, Tab) go without saying."""
    for active in screen.active_bindings.values():
        if active.binding.id and active.binding.description:
            yield active.binding


class HelpScreen(ModalScreen[None]):
    """The help text of the focused widget and of its screen, then the keys, declared where they are bound."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen VerticalScroll {
        width: 84; max-width: 100%; height: auto; max-height: 100%;
        background: $surface; border: round $primary; padding: 0 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "dismiss", _("Close"), key_display="Esc")
    ]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Markdown(self._words())
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def _words(self) -> str:
        parts: list[str] = []
        focused = self._about.focused
        if focused is not None and (text := getattr(focused, "HELP", None)):
            parts.append(str(text))
        if text := getattr(self._about, "HELP", None):
            parts.append(str(text))
        rows = [
            f"- **{self.app.get_key_display(binding)}** {binding.tooltip or binding.description}"
            for binding in own_bindings(self._about)
        ]
        heading = _("Keys here")
        parts += [f"### {heading}", "\n".join(dict.fromkeys(rows))]
        parts.append(
            _(
                "**Ctrl+P** opens the palette with everything that can be done. **Ctrl+Q** closes the app; "
                "all is saved."
            )
        )
        if draft := note():
            parts.append(f"*{draft}*")
        return "\n\n".join(parts)
