"""Who is at the keyboard, and covering the screen for a moment."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from rrsa.i18n import _
from rrsa.portfolio.checks import clean_text, required
from rrsa.portfolio.records import NAME
from rrsa.tui.dialogs.dialog import Dialog


class RoleDialog(Dialog[str]):
    """Asks for a role: one that has been here before, or a new one. No name, no password."""

    TITLE_TEXT = _("Who is at the keyboard?")
    OK = _("Go on")
    HELP = _(
        "Choose your role with the arrows and Enter, or type it: *Night shift*, *Key worker*, *P5 teacher*. "
        "It stands in the history beside what you save, so that others know whom to ask. No name is needed."
    )
    DEFAULT_CSS = """
    RoleDialog #roles { height: auto; max-height: 10; border: none; }
    """

    def __init__(self, roles: tuple[str, ...], now: str = "") -> None:
        super().__init__()
        self._roles, self._now = roles, now

    def body(self) -> ComposeResult:
        if self._roles:
            yield OptionList(*(Option(role, id=str(n)) for n, role in enumerate(self._roles)), id="roles")
            yield Label(_("or somebody else"), classes="field")
        yield Input(
            "" if self._roles else self._now,
            id="role",
            max_length=NAME,
            placeholder=_("a role, such as Night shift"),
        )

    def buttons(self) -> ComposeResult:
        yield Button(self.OK, variant="primary", id="ok", compact=True)
        yield Button(_("Leave"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one("#roles" if self._roles else "#role").focus()

    def on_key(self, event: Key) -> None:
        """Whoever begins to type means the field."""
        field = self.query_one("#role", Input)
        if event.is_printable and event.character and not field.has_focus:
            event.stop()
            field.focus()
            field.insert_text_at_cursor(event.character)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._roles[int(event.option_id or 0)])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> str:
        typed = " ".join(clean_text(self.reading("#role")).split())
        if not typed and self._roles:
            at = self.query_one("#roles", OptionList).highlighted
            return self._roles[at or 0]
        required("who", typed)
        return typed


class CoverScreen(ModalScreen[None]):
    """Nothing of anybody's can be seen while this is open; what was being typed waits behind it."""

    DEFAULT_CSS = """
    CoverScreen { background: $background; align: center middle; }
    CoverScreen Vertical { width: auto; height: auto; }
    CoverScreen Static { width: auto; text-align: center; color: $text-muted; }
    CoverScreen Toast { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,f9", "uncover", _("Go on"), id="cover.go-on"),
        Binding("f1", "nothing", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(_("Covered. Press Enter to go on."))

    def action_uncover(self) -> None:
        self.dismiss()

    def action_nothing(self) -> None:
        """Help stays shut, since it would tell what is behind."""
