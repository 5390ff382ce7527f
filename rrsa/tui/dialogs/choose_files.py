"""Which files have come back: chosen in a file list, or typed; a folder brings all workbooks in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label
from textual.widgets.option_list import Option

from rrsa import in_browser
from rrsa.errors import BadInput, NotFound
from rrsa.i18n import _
from rrsa.tui.coming_back import PACK, ComingBack, files_of
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.in_browser import choose_file, choose_folder
from rrsa.tui.widgets.lists import KeyedList

ENDINGS = (".xlsx", ".xlsm")
"""Files that may be workbooks; what they are is found out when they are read."""


class ChosenFiles(KeyedList):
    """What was chosen so far."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "delete,backspace",
            "screen.let_go",
            _("Not this one"),
            key_display="Del",
            id="choose.let-go",
            tooltip=_("Take a file off the list"),
        ),
    ]


class ChooseFiles(Dialog[ComingBack]):
    """Gives files that are there; nothing is read yet."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "ok", _("Look"), id="dialog.ok")]
    TITLE_TEXT = _("What came back")
    OK = _("Look at them")
    HELP = _(
        "Type where a workbook lies and press Enter, or choose it with **File**; **Folder** takes every "
        "workbook in it. Several copies that colleagues filled in can come in together. Enter on an empty "
        "line looks at them. A **whole pack** (.zip) of somebody who had this before comes in by itself. You "
        "see every difference before anything goes in."
    )

    def __init__(self) -> None:
        super().__init__()
        self._paths: list[Path] = []

    def body(self) -> ComposeResult:
        yield Label(
            _("Working copies that were filled in, or a whole pack. You see every difference first."),
            classes="hint",
        )
        yield Label(_("Where is it? A file, or a folder with several"), classes="field")
        with Horizontal(classes="row"):
            yield Input(id="path", placeholder=_("type or paste, then Enter"))
            yield Button(_("File"), id="browse", compact=True)
            yield Button(_("Folder"), id="folder", compact=True)
        yield Label(_("Chosen"), classes="field", id="chosen-label")
        yield ChosenFiles(id="chosen", markup=False)

    def on_mount(self) -> None:
        self.query_one("#chosen").styles.max_height = 8
        self._list()
        self.begin_at("#path")

    def _list(self) -> None:
        listed = self.query_one("#chosen", ChosenFiles)
        listed.clear_options()
        listed.add_options([Option(where(path)) for path in self._paths])
        listed.display = self.query_one("#chosen-label").display = bool(self._paths)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip() and self._paths:
            self.action_ok()
            return
        try:
            self._take_typed()
        except BadInput as error:
            self.complain(str(error), "#path")

    def _take_typed(self) -> None:
        """What stands in the line goes to the list, where it is a workbook or a folder with some."""
        typed = self.reading("#path").strip("\"'")
        if not typed:
            return
        self._add(workbooks_at(in_browser.to_read(typed)))
        self.query_one("#path", Input).value = ""
        self.query_one("#dialog-error").display = False

    def _add(self, found: tuple[Path, ...]) -> None:
        self._paths = list(dict.fromkeys([*self._paths, *found]))
        self._list()

    def pressed(self, button: str) -> None:
        if button in ("browse", "folder"):
            self._browse(button == "folder")
        else:
            super().pressed(button)

    def _browse(self, folder: bool) -> None:
        def take(path: Path) -> None:
            try:
                self._add(workbooks_at(path))
            except BadInput as error:
                self.complain(str(error), "#path")
            else:
                self.query_one("#ok").focus()

        if folder:
            choose_folder(self.app, take)
        else:
            choose_file(self.app, take, only=(_("Workbooks and packs"), (*ENDINGS, PACK)))

    def action_let_go(self) -> None:
        at = self.query_one("#chosen", ChosenFiles).highlighted
        if at is not None:
            del self._paths[at]
            self._list()
            if not self._paths:
                self.query_one("#path").focus()

    def value(self) -> ComingBack:
        self._take_typed()
        if not self._paths:
            raise BadInput(_("no file is chosen"), _("type where it lies, or choose it with File"))
        return files_of(self._paths)


def where(path: Path) -> str:
    """A chosen file as it is listed: with its folder, where that is on one's own disk."""
    return path.name if in_browser.folder() else f"{path.name}  {path.parent}"


def workbooks_at(path: Path) -> tuple[Path, ...]:
    """The file itself, or the workbooks that lie in a folder, by name.

    Raises :class:`NotFound` where there is nothing of that name, or no workbook in the folder.
    """
    try:
        if path.is_dir():
            if found := tuple(sorted(_in_folder(path))):
                return found
            raise NotFound(
                _("there is no workbook in {folder}").format(folder=path),
                _("choose the folder in which the .xlsx files lie"),
            )
        there = path.exists()
    except OSError as error:
        raise BadInput(_("{path} cannot be read").format(path=path), error.strerror or "") from error
    if not there:
        raise NotFound(_("there is no file {path}").format(path=path), _("check its name and folder"))
    return (path,)


def _in_folder(folder: Path) -> Iterator[Path]:
    """Workbooks; not the notes that a spreadsheet program leaves beside one that is open."""
    for each in folder.iterdir():
        if each.suffix.lower() in ENDINGS and not each.name.startswith(("~$", ".")) and each.is_file():
            yield each
