"""What dialogs that ask for one file share: a line to type or paste it, and a button that browses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Static

from rrsa import in_browser
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.in_browser import as_typed, choose_file

T = TypeVar("T")
SHOWN = 12
"""Mistakes of a file that are said at once."""


class OneFile(Dialog[T], Generic[T]):
    """Gives what is made of a file; a subclass makes it in :meth:`Dialog.value`, from :meth:`path`."""

    ONLY: ClassVar[tuple[str, tuple[str, ...]]]
    """What files are offered: in words, and how their names end."""

    def file_row(self, placeholder: str) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Input(id="path", placeholder=placeholder)
            yield Button(_("File"), id="browse", compact=True)

    def on_mount(self) -> None:
        self.begin_at("#path")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def pressed(self, button: str) -> None:
        if button == "browse":

            def take(path: Path) -> None:
                self.query_one("#path", Input).value = as_typed(path)
                self.query_one("#ok").focus()

            choose_file(self.app, take, only=self.ONLY)
        else:
            super().pressed(button)

    def path(self) -> Path:
        """The file that was meant. Raises :class:`BadInput` where none is named, or none that can be read."""
        typed = self.reading("#path").strip("\"'")
        if not typed:
            raise BadInput(_("no file is chosen"), _("type where it lies, or choose it with File"))
        return in_browser.to_read(typed)


class CheckedFile(OneFile[T], Generic[T]):
    """Taken only once it has no mistakes, each of which is said with its place."""

    def mistakes_row(self) -> ComposeResult:
        yield Static(id="problems", markup=False)

    def say_mistakes(self, mistakes: Sequence[str]) -> None:
        """The first of them, and how many more; none clears the place."""
        said = list(mistakes[:SHOWN])
        if (more := len(mistakes) - SHOWN) > 0:
            said.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
        self.query_one("#problems", Static).update("\n".join(said))
