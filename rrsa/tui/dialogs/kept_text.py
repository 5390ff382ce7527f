"""A text that somebody may want to keep: shown, and saved into a new file that only its owner can read."""

from __future__ import annotations

import os
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Input, Label, Static

from rrsa import in_browser
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.in_browser import written


class KeptText(Dialog[bool]):
    """Gives ``True`` once it is saved; leaving it unsaved is fine."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Done"), id="dialog.leave"),
        Binding("ctrl+s", "ok", _("Save"), id="dialog.ok"),
    ]
    OK = _("Save")
    KEEP: ClassVar[str] = _("Save it? A new text file")

    def __init__(self, text: str, name: str) -> None:
        """``name`` is the file's name that is suggested."""
        super().__init__()
        self._text = text
        self._file_name = name

    def body(self) -> ComposeResult:
        yield Static(self._text.rstrip(), markup=False)
        yield Label(self.KEEP, classes="field")
        yield Input(in_browser.suggested(self._file_name), id="path")

    def buttons(self) -> ComposeResult:
        yield Button(self.OK, id="ok", compact=True)
        yield Button(_("Done"), variant="primary", id="cancel", compact=True)

    def on_mount(self) -> None:
        # The text can be scrolled with the arrows; what it is about stands at its beginning.
        body = self.query_one("#dialog-body")
        body.can_focus = True
        body.focus()
        body.scroll_home(animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> bool:
        path = in_browser.to_write(self.reading("#path"))
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(self._text)
        except FileExistsError:
            raise BadInput(
                _("“{name}” is there already").format(name=path.name), _("choose another name")
            ) from None
        except OSError as problem:
            raise BadInput(
                _("“{name}” cannot be written: {why}").format(
                    name=path.name, why=problem.strerror or problem
                ),
                _("choose another place"),
            ) from None
        self.app.notify(written(self.app, path), markup=False)
        return True
