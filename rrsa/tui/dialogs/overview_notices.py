"""What is worth noticing on the overview: each setting under its heading, to go to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from rrsa.i18n import _, ngettext
from rrsa.overview.notices import Notice, notices
from rrsa.overview.terms import noticed
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.overview.stages import Stages
    from rrsa.tui.screens.overview import OverviewScreen

MOST = 40
"""Settings under one heading; the overview lists the others with a filter."""


class NoticesDialog(Dialog[str]):
    """Gives the id of a setting to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "ok", _("Go there"), id="dialog.ok")]
    TITLE_TEXT = _("Worth noticing")
    HELP = _(
        "What runs out within three terms, who would like help and who could give it, stages that were "
        "reached, and who has not been heard from. Terms are rough: to the end of December, March and July. "
        "Enter goes to a setting. Nobody is ranked, and being quiet is no fault."
    )
    DEFAULT_CSS = "NoticesDialog OptionList { height: auto; max-height: 100%; }"

    def __init__(self, found: list[Notice]) -> None:
        super().__init__()
        self._found = found

    def body(self) -> ComposeResult:
        yield OptionList(*self._options(), id="notices")

    def _options(self) -> list[Option]:
        options: list[Option] = []
        for number, notice in enumerate(self._found):
            if options:
                options.append(Option(Content(""), disabled=True))
            heading = f"{notice.heading} ({len(notice.items)})"
            options.append(Option(Content.styled(heading, "bold $secondary"), disabled=True))
            options += [
                Option(Content(f"  {item.text}"), id=f"{number}:{item.setting}")
                for item in notice.items[:MOST]
            ]
            if (more := len(notice.items) - MOST) > 0:
                said = ngettext("and {n} more; f lists them", "and {n} more; f lists them", more)
                options.append(
                    Option(Content.styled(f"  {said.format(n=more)}", "$text-muted"), disabled=True)
                )
        return options or [Option(_("Nothing at present. All is well."), disabled=True)]

    def buttons(self) -> ComposeResult:
        yield Button(_("Close"), id="cancel", compact=True)

    def on_mount(self) -> None:
        listed = self.query_one("#notices", OptionList)
        listed.action_first()
        listed.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> str | None:
        listed = self.query_one("#notices", OptionList)
        if listed.highlighted is None:
            return None
        return (listed.get_option_at_index(listed.highlighted).id or "").partition(":")[2] or None


def notice_dialog(screen: OverviewScreen, stages: Stages, then: Callable[[str | None], None]) -> None:
    """Shows what is worth noticing among all settings; ``then`` gets the one that is gone to."""
    found = notices(noticed(screen.sitting.rows, screen.desk.on), stages)
    screen.app.push_screen(NoticesDialog(found), then)
