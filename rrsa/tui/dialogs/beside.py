"""One standard in two wordings: what a house asks beside what a school asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static

from rrsa.errors import RrsaError
from rrsa.guide.beside import Beside, Wording, beside, words
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp


class BesideDialog(Dialog[None]):
    """Shows the wordings; there is nothing to decide."""

    TITLE_TEXT = _("The same in other words")
    HELP = _(
        "A young person may live in a house and learn in a school. Both are asked the same of their rights, "
        "in two wordings. Here they stand beside each other, with children's words, so that the adults of "
        "both can speak of one thing."
    )

    def __init__(self, told: tuple[Beside, ...]) -> None:
        super().__init__()
        self._told = told

    def body(self) -> ComposeResult:
        parts = [self._wording(self._told[0].own)]
        for each in self._told:
            parts += [self._wording(other) for other in each.others]
            if not each.others:
                parts.append(Content.styled(each.other_framework, "bold"))
            parts.append(Content.styled(words(each), "$text-muted"))
        yield Static(Content("\n\n").join(parts))

    @staticmethod
    def _wording(each: Wording) -> Content:
        head = Content.styled(each.framework, "bold $primary")
        said = Content.styled(f"“{each.children}”", "italic $secondary")
        return Content("\n").join([head, Content(f"{each.id}  {each.text}"), said])

    def buttons(self) -> ComposeResult:
        yield Button(_("Close"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one("#cancel").focus()

    def value(self) -> None:
        return None


def show_beside(app: RrsaApp, target: str) -> None:
    """Opens the wordings of one outcome or look-for, or says that there are none."""
    try:
        told = beside(app.open_sitting.evaluation.framework, target)
    except RrsaError as error:
        app.notify(str(error), timeout=6, markup=False)
        return
    app.push_screen(BesideDialog(told))
