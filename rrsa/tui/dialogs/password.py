"""The password of a database on a server, asked for before anything is opened."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog


class PasswordDialog(Dialog[str]):
    """Gives what was typed. It is shown to nobody and kept nowhere but in this program, until it ends."""

    TITLE_TEXT = _("The database server asks for a password")
    OK = _("Go on")
    HELP = _(
        "Type the password of your role on the database server. It is not stored: to be asked no more, keep "
        "it in a pgpass file, which whoever looks after the server can help with."
    )

    def __init__(self, address: str, *, again: bool = False) -> None:
        super().__init__()
        self._address = address.partition("?")[0]
        self._again = again

    def body(self) -> ComposeResult:
        yield Label(self._address, classes="hint", markup=False)
        yield Input(password=True, id="password")
        yield Static(_("It is not shown, and not stored."), classes="hint")

    def on_mount(self) -> None:
        if self._again:
            self.complain(_("That was not the password."), "#password")
        self.query_one("#password").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> str:
        typed = self.query_one("#password", Input).value  # as it is: a password may begin with a space
        if not typed:
            raise BadInput(_("nothing was typed"), _("type the password, or press Escape"))
        return typed
