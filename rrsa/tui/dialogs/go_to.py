"""*Go to*: every page of the setting with its key, for those who do not know the keys yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.tui.going_about import GoingAbout


class GoToDialog(Dialog[str]):
    """Gives the action of the page that was chosen."""

    TITLE_TEXT = _("Go to")
    HELP = _("Press the letter of a page, or choose it with the arrows and Enter. The letters work anywhere.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Back"), id="dialog.leave"),
        Binding("enter", "go", _("Open"), id="go-to.open"),
        Binding("ctrl+s", "go", show=False, id="dialog.ok"),
    ]

    def __init__(self, places: list[tuple[str, str, str, str]]) -> None:
        super().__init__()
        self._places = places  # key, label, what it is for, action

    def body(self) -> ComposeResult:
        yield OptionList(
            *(
                Option(
                    Content.assemble((f" {key}  ", "bold $accent"), f"{label:<18}", (about, "$text-muted")),
                    id=str(n),
                )
                for n, (key, label, about, _action) in enumerate(self._places)
            ),
            id="places",
            compact=True,
        )

    def buttons(self) -> ComposeResult:
        yield Button(_("Back"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one("#places").focus()

    def on_key(self, event: Key) -> None:
        for key, _label, _about, action in self._places:
            if event.character == key:
                event.stop()
                self.dismiss(action)
                return

    def action_go(self) -> None:
        self.query_one("#places", OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._places[int(event.option_id or 0)][3])


def go_to(app: GoingAbout) -> None:
    """Asks where to go, and goes there."""
    places = [(page.key, page.label, page.tooltip, f"page('{page.name}')") for page in app.pages()]
    places += [
        ("r", _("Readiness"), _("How ready we are, and what comes next"), "readiness"),
        ("P", _("Papers"), _("For the award, for parents, for children"), "papers"),
        ("x", _("Workbook"), _("Write a workbook"), "export"),
        ("I", _("Bring in"), _("Workbooks that came back, or a whole pack"), "bring_in"),
        ("Q", _("Questionnaire"), _("Answers of a form, as counts"), "questionnaire"),
        ("X", _("Pack"), _("For an assessor, or for a colleague"), "pack"),
        ("L", _("Names"), _("The list that is looked for before it leaves"), "names"),
    ]

    async def chosen(action: str | None) -> None:
        if action is not None:
            await app.run_action(action)

    app.push_screen(GoToDialog(places), chosen)
