"""The first screen: which setting, a new one, or a look round the sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rrsa.i18n import _
from rrsa.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from rrsa.store import SettingInfo
    from rrsa.tui.app import RrsaApp


class StartScreen(Screen[None]):
    """Settings in this database, with *new* and *demo*."""

    CSS_PATH = "start.tcss"
    HELP = _(
        "Choose a setting with the arrow keys and Enter. Press **n** to set up a new one, or **d** to look "
        "round a sample school and a sample house; nothing that you try there touches your own work. **I** "
        "brings in workbooks that others have filled in, also people who have never seen this program. "
        "**o** opens the desk of somebody who looks after many settings. **w** says whose file this is and "
        "changes that."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", _("New setting"), id="start.new"),
        Binding("d", "demo", _("Samples"), id="start.demo"),
        Binding(
            "I",
            "app.bring_in",
            _("Bring in"),
            id="start.bring-in",
            tooltip=_("Workbooks, or a whole pack"),
        ),
        Binding(
            "o",
            "app.overview",
            _("Overview"),
            id="start.overview",
            tooltip=_("A coordinator’s desk: many settings, and what they have shared"),
        ),
        Binding(
            "w", "app.whose", _("Whose file"), id="start.whose", tooltip=_("Mine, ours on this PC, shared")
        ),
        Binding("question_mark", "app.help", _("Help"), key_display="?", id="start.help"),
        Binding("q", "app.quit", _("Quit"), id="start.quit"),
    ]

    @property
    def rrsa(self) -> RrsaApp:
        return cast("RrsaApp", self.app)

    def compose(self) -> ComposeResult:
        with Vertical(id="start"):
            yield Static(_("Rights-respecting self-evaluation"), id="start-title")
            yield Static(
                _("How are we doing? How do we know? What are we going to do now?"), id="start-questions"
            )
            yield Static(_("Opening …"), id="start-say")
            yield OptionList(id="start-settings")
            yield Static(
                _(
                    "Not affiliated with or endorsed by UNICEF. Everything stays where you keep it; "
                    "nothing is sent anywhere."
                ),
                id="start-note",
            )
        yield KeyLine()

    def show_settings(self, settings: list[SettingInfo]) -> None:
        """Fills the list; with no setting yet, says how to begin."""
        choices = self.query_one(OptionList)
        choices.clear_options()
        choices.display = bool(settings)
        say = self.query_one("#start-say", Static)
        if settings:
            say.update(_("Choose a setting, or press n for a new one."))
            choices.add_options([Option(self._line(info), id=info.id) for info in settings])
            choices.highlighted = 0
            choices.focus()
        else:
            say.update(
                Content.from_markup(
                    _(
                        "Welcome. Nothing has been set up here yet.\n\n"
                        "Press [b]n[/b] to set up your school or house — a name is enough — and take a first "
                        "quick look at nine outcomes, about two minutes each.\n"
                        "Press [b]d[/b] to look round a sample school and a sample house first."
                    )
                    + "\n"
                    + _("Press [b]I[/b] to bring in a workbook that was filled in, or a whole pack.")
                    + "\n"
                    + _("Press [b]o[/b] if you look after many settings.")
                )
            )

    def show_trouble(self, what: str) -> None:
        """The database cannot be used: says so in place of the list."""
        self.query_one(OptionList).display = False
        self.query_one("#start-say", Static).update(Content(what))

    @staticmethod
    def _line(info: SettingInfo) -> Content:
        from rrsa.portfolio.checks import show_day

        changed = show_day(info.changed_at[:10]) if info.changed_at else ""
        return Content.assemble(
            (info.name or info.id, "bold"), "\n", (_("last changed {day}").format(day=changed), "$text-muted")
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.rrsa.open_setting(event.option_id)

    def action_new(self) -> None:
        self.rrsa.new_setting()

    def action_demo(self) -> None:
        self.rrsa.open_demo()
