"""Whose file this is: only mine, ours on this PC, ours on a shared drive."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label, Select, Static

from rrsa import whose_file
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.vocabulary import Whose


class WhoseFile(NamedTuple):
    """What was chosen; ``file`` is where the database is to lie, ``None`` for where it lies now."""

    whose: Whose
    file: Path | None


class WhoseFields(Vertical):
    """The question and, where others come in, the folder."""

    DEFAULT_CSS = """
    WhoseFields { height: auto; }
    """

    def __init__(self, whose: Whose, database: str) -> None:
        super().__init__(id="whose-fields")
        self._whose = whose
        self._database = database

    def compose(self) -> ComposeResult:
        yield Label(_("Whose file is it?"), classes="field")
        yield Select(
            [(whose.label, whose.value) for whose in Whose],
            value=self._whose.value,
            allow_blank=False,
            id="whose",
            compact=True,
        )
        yield Static(classes="hint", id="whose-about", markup=False)
        yield Label(_("In which folder?"), classes="field", id="folder-label")
        yield Input(id="folder")

    def on_mount(self) -> None:
        self.query_one("#folder", Input).value = folder_shown(self._database)
        self._show()

    def on_select_changed(self, event: Select.Changed) -> None:
        event.stop()
        self._show()

    @property
    def whose(self) -> Whose:
        return Whose(str(self.query_one("#whose", Select).value))

    def _show(self) -> None:
        self.query_one("#whose-about", Static).update(self.whose.about)
        shared = self.whose is not Whose.ME
        self.query_one("#folder-label").display = self.query_one("#folder").display = shared

    def chosen(self) -> WhoseFile:
        """Raises :class:`~rrsa.errors.BadInput` for a folder that will not do."""
        if self.whose is Whose.ME or "://" in self._database:
            return WhoseFile(self.whose, None)
        folder = self.query_one("#folder", Input).value
        file = whose_file.database_in(folder)
        stays = file.parent == Path(self._database).absolute().parent
        return WhoseFile(self.whose, None if stays else file)


def folder_shown(database: str) -> str:
    """The folder that a database lies in; nothing for one on a server."""
    return "" if "://" in database else str(Path(database).absolute().parent)


class WhoseDialog(Dialog[WhoseFile]):
    """Changes whose file it is, after it has been set up."""

    TITLE_TEXT = _("How this file is shared")
    HELP = _(
        "**Only mine** lies in your own folder. **Ours, on this PC** asks for the role of whoever opens it; "
        "**F9** covers the screen. **Ours, on a shared drive** lets one person write at a time and tells the "
        "others who it is. A folder that OneDrive, Dropbox or the like copies to other machines is refused: "
        "two copies of one file would lose what somebody wrote. Where a colleague has set up the file "
        "already, give its folder and you join them."
    )

    def __init__(self, whose: Whose, database: str) -> None:
        super().__init__()
        self._now, self._database = whose, database

    def body(self) -> ComposeResult:
        yield WhoseFields(self._now, self._database)

    def on_mount(self) -> None:
        self.query_one("#whose").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> WhoseFile:
        self.reading("#folder")
        return self.query_one(WhoseFields).chosen()
