"""The list of names that are looked for in whatever leaves: on this machine alone."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label, Static
from textual.widgets.option_list import Option

from rrsa.errors import RrsaError
from rrsa.evaluation import Evaluation
from rrsa.i18n import _, ngettext
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.widgets.lists import KeyedList

MOST_LISTED = 300
"""Names shown at a time; a few letters find the others."""


class NameList(KeyedList):
    """The names that are on the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "delete,backspace",
            "screen.take_off",
            _("Take off"),
            key_display="Del",
            id="names.take-off",
            tooltip=_("Take a name off the list"),
        ),
    ]


class NamesDialog(Dialog[bool]):
    """Adds and takes off at once; there is nothing to save at the end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Done"), id="dialog.leave"),
        Binding("ctrl+s", "leave", show=False, id="dialog.ok"),
    ]
    TITLE_TEXT = _("Names to look for")
    HELP = _(
        "Before a workbook, a paper or a pack is written, these names are looked for in all its texts, and "
        "in the files of a pack as far as they can be read. That **helps to find** them; it cannot find a "
        "nickname, a photo or a name that is spelt otherwise, so read what you hand over. The list is a file "
        "on this machine; it is in no database, backup, workbook or pack. Paste several names at once, with "
        "commas between them."
    )

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        from rrsa.exchange.gate.names import Names

        self._names = Names.of(evaluation.setting_id)
        self._all: tuple[str, ...] = ()

    def body(self) -> ComposeResult:
        yield Label(
            _(
                "Children’s names first, and whoever else must not be recognised. Before anything leaves, "
                "they are looked for. That helps to find them, and cannot find all."
            ),
            classes="hint",
        )
        yield Label(_("Add a name, or type to find one"), classes="field")
        with Horizontal(classes="row"):
            yield Input(id="name", placeholder=_("Isla MacRae, then Enter; commas between several"))
            yield Button(_("Add"), id="add", compact=True)
        yield Label(id="count", classes="field")
        yield NameList(id="names", markup=False)
        yield Static(id="where", classes="hint", markup=False)

    def buttons(self) -> ComposeResult:
        yield Button(_("Done"), id="cancel", compact=True)

    def on_mount(self) -> None:
        listed = self.query_one("#names")
        listed.styles.max_height = 7 if self.size.height < 30 else 16
        self.query_one("#where", Static).update(where_words(self._names.file))
        self._read()
        self.query_one("#name").focus()

    def _read(self) -> None:
        try:
            self._all = self._names.all()
        except RrsaError as error:
            self._all = ()
            self.complain(str(error))
        self._list()

    def _list(self) -> None:
        typed = self.query_one("#name", Input).value.strip().casefold()
        found = [name for name in self._all if typed in name.casefold()] if typed else list(self._all)
        listed = self.query_one("#names", NameList)
        listed.refill([Option(name, id=name) for name in found[:MOST_LISTED]])
        listed.display = bool(found)
        n = len(self._all)
        said = ngettext("{n} name on the list", "{n} names on the list", n).format(n=n)
        if len(found) > MOST_LISTED:
            said += " · " + _("the first {n} are shown").format(n=MOST_LISTED)
        self.query_one("#count", Label).update(said if n else _("No name is on the list yet"))

    def on_input_changed(self, _event: Input.Changed) -> None:
        self._list()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._add()

    def pressed(self, button: str) -> None:
        if button == "add":
            self._add()
        else:
            super().pressed(button)

    def _add(self) -> None:
        field = self.query_one("#name", Input)
        given = [name for each in field.value.split(",") if (name := each.strip())]
        if not given:
            return
        try:
            new = self._names.add(given)
        except RrsaError as error:
            self.complain(str(error), "#name")
            return
        self.query_one("#dialog-error").display = False
        with self.prevent(Input.Changed):
            field.value = ""
        self._read()
        n = len(new)
        said = ngettext("{n} name was added.", "{n} names were added.", n) if n else _("It is on the list.")
        self.notify(said.format(n=n), timeout=3)

    def action_take_off(self) -> None:
        name = self.query_one("#names", NameList).item
        if name is None:
            return
        try:
            self._names.remove([name])
        except RrsaError as error:
            self.complain(str(error))
            return
        self._read()
        self.notify(_("Taken off: {name}").format(name=name), timeout=3, markup=False)


def where_words(file: Path) -> str:
    """Where the list lies, and where it is not."""
    said = _("The list lies in {file}. It stays on this machine: in no database, backup or pack.")
    return said.format(file=file)
