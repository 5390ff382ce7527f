"""A yes or a no, before something goes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog


class Sure(Dialog[bool]):
    """Asks ``question``; ``yes`` is what the button says that does it. The focus is on leaving things be."""

    FOCUS: ClassVar[str] = "#cancel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Leave"), id="dialog.leave"),
        Binding("y", "ok", _("Yes"), id="sure.yes"),
        Binding("n", "leave", _("No"), id="sure.no"),
        Binding("ctrl+s", "ok", show=False, id="dialog.ok"),
    ]

    def __init__(self, question: str, about: str, yes: str, no: str = "") -> None:
        super().__init__()
        self._question = question
        self._about = about
        self._yes = yes
        self._no = no

    def title_text(self) -> str:
        return self._question

    def body(self) -> ComposeResult:
        yield Static(self._about, markup=False)

    def buttons(self) -> ComposeResult:
        yield Button(self._yes, variant="primary", id="ok", compact=True)
        yield Button(self._no or _("Leave it"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one(self.FOCUS).focus()

    def value(self) -> bool:
        return True
