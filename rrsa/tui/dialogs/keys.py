"""Choosing other keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key as KeyPress
from textual.keys import format_key
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.tui import keys
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp


def shown(key: str) -> str:
    """A key, or several, as people read it."""
    return ", ".join(format_key(each.strip()) for each in key.split(","))


class PressKey(Dialog[str]):
    """Waits for the key that is wanted; gives it by the library's name for it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Leave"), id="press-key.leave", priority=True)
    ]

    def __init__(self, key: keys.Key) -> None:
        super().__init__()
        self._key = key

    def title_text(self) -> str:
        return self._key.label

    def body(self) -> ComposeResult:
        yield Static(_("Now it is {key}. Press the key that you want.").format(key=shown(self._key.key)))

    def buttons(self) -> ComposeResult:
        yield from ()

    def on_key(self, event: KeyPress) -> None:
        event.stop()
        event.prevent_default()
        if event.key != "escape":
            self.dismiss(event.key)


class KeysDialog(Dialog[dict[str, str]]):
    """Every key with what it does; gives the keymap that is wanted."""

    TITLE_TEXT = _("Keys")
    HELP = _(
        "Choose a line with the arrows and press Enter, then the key that you would like for it. **Delete** "
        "brings the usual key back. Your choice is kept on this machine."
    )
    DEFAULT_CSS = """
    KeysDialog #keys { height: 1fr; max-height: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,backspace", "usual", _("Usual key"), id="keys.usual"),
    ]

    def __init__(self, keymap: dict[str, str]) -> None:
        super().__init__()
        self._keymap = dict(keymap)

    def body(self) -> ComposeResult:
        yield OptionList(id="keys", compact=True)

    def buttons(self) -> ComposeResult:
        yield Button(_("Keep these"), variant="primary", id="ok", compact=True)
        yield Button(_("Leave"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self._refill()
        self.query_one("#keys").focus()

    def _refill(self) -> None:
        listed = self.query_one("#keys", OptionList)
        at = listed.highlighted
        listed.clear_options()
        place = ""
        for key in keys.all_keys(self._keymap):
            if key.place != place:
                place = key.place
                listed.add_option(Option(Content.styled(place, "bold $secondary"), disabled=True))
            own = key.id in self._keymap
            listed.add_option(
                Option(
                    Content.assemble(
                        (f" {shown(key.key):<12} ", "bold $accent" if own else "$accent"),
                        key.label,
                        (_("  (your own)") if own else "", "$text-muted"),
                    ),
                    id=key.id,
                )
            )
        listed.highlighted = at if at is not None else 1

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        id_ = event.option_id or ""
        key = next(key for key in keys.all_keys(self._keymap) if key.id == id_)

        def pressed(wanted: str | None) -> None:
            if wanted is None:
                return
            try:
                self._keymap = keys.changed(self._keymap, id_, wanted)
            except BadInput as error:
                self.complain(str(error))
                return
            self.query_one("#dialog-error").display = False
            self._refill()

        self.app.push_screen(PressKey(key), pressed)

    def action_usual(self) -> None:
        listed = self.query_one("#keys", OptionList)
        if listed.highlighted is not None:
            self._keymap.pop(listed.get_option_at_index(listed.highlighted).id or "", None)
            self._refill()

    def value(self) -> dict[str, str]:
        return self._keymap


def choose_keys(app: RrsaApp) -> None:
    """Asks for other keys and uses them from now on."""
    from rrsa.tui.preferences import load_keys, save_keys

    def chosen(keymap: dict[str, str] | None) -> None:
        if keymap is not None:
            save_keys(keymap)
            app.set_keymap(keymap)
            app.notify(_("Your keys are in use now."), timeout=4)

    app.push_screen(KeysDialog(keys.usable(load_keys())), chosen)
