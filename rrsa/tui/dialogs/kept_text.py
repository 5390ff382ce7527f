"""A text that somebody may want to keep: shown, and saved into a new file that only its owner can read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Input, Label, Static

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.paths import expanded
from rrsa.tui.dialogs.dialog import Dialog


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
        folder = next((f for f in (Path.home() / "Documents", Path.home()) if f.is_dir()), Path())
        yield Input(str(folder / self._file_name), id="path")

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
        path = expanded(Path(self.reading("#path").strip('"')))
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
        self.app.notify(_("Written: {path}").format(path=path), markup=False)
        return True
