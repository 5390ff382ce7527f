"""What every page with a title line shares: its frame, what it says of saving, and leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, Label, TextArea

from rrsa.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp


class TitleLine(Horizontal):
    """Whose evaluation this is on the left, what was saved last on the right."""

    DEFAULT_CSS = """
    TitleLine { height: 1; background: $primary; color: $background; padding: 0 1; }
    TitleLine #title { width: 1fr; text-style: bold; }
    TitleLine #state { width: auto; }
    """

    def compose(self) -> ComposeResult:
        yield Label(id="title", markup=False)
        yield Label(id="state", markup=False)


class FramedScreen(Screen[None]):
    """A page between title line and keys. Subclasses fill :meth:`body` and redraw in :meth:`show`."""

    @property
    def rrsa(self) -> RrsaApp:
        return cast("RrsaApp", self.app)

    @property
    def is_open(self) -> bool:
        """Whether anybody still sits at what the page is about; what comes late is for nobody otherwise."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        yield TitleLine()
        yield from self.body()
        yield KeyLine(compact=True)

    def body(self) -> ComposeResult:
        raise NotImplementedError

    def show(self) -> None:
        """Redraws what the page says; called when it opens and after every save."""
        raise NotImplementedError

    def title_words(self) -> str:
        raise NotImplementedError

    def redraw(self) -> None:
        self.query_one("#title", Label).update(self.title_words())
        self.query_one("#state", Label).update(self.rrsa.state_words)
        self.show()

    def say(self, text: str) -> None:
        """What has just been saved, in the title line."""
        self.query_one("#state", Label).update(text if len(text) < 48 else text[:47] + "…")

    def action_back(self) -> None:
        """Leaves a text field first, and the screen only from outside of one."""
        if isinstance(self.focused, (Input, TextArea)):
            self.set_focus(self.resting_place())
        else:
            self.leave()

    def resting_place(self) -> Any:
        """Where focus goes when a text field is left with Escape."""
        return None

    def leave(self) -> None:
        self.dismiss()
