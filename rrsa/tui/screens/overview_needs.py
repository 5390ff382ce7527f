"""What groups of settings need: outcomes, evidence, over time, help, and figures from elsewhere."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TabbedContent, TabPane
from textual.worker import get_current_worker

from rrsa.errors import RrsaError
from rrsa.i18n import _
from rrsa.overview import references
from rrsa.overview.groups import EVERYBODY, Figures, Group, belongs
from rrsa.overview.helping import Help, helps
from rrsa.overview.needs import FrameworkNeeds, needs
from rrsa.overview.passing_on import pass_on
from rrsa.overview.releasing import release
from rrsa.overview.rows import Row, rows
from rrsa.tui.recording import needs as recording
from rrsa.tui.screens import overview_needs_rows as drawn
from rrsa.tui.screens.desk_screen import DeskScreen
from rrsa.tui.widgets.lists import KeyedList


class Known(NamedTuple):
    """What was read: the figures as they stand, and every setting's line."""

    figures: Figures
    rows: list[Row]


class NeedsScreen(DeskScreen):
    """One group at a time, in five tabs."""

    CSS_PATH = "overview_needs.tcss"
    TITLE_TEXT = _("Needs")
    HELP = _(
        "Figures are about **five settings or more** and name none; they are made anew once five have "
        "shared anew. **[** and **]** choose another group: all, a kind, an area. **1 Outcomes** "
        "says where many stand low. **2 Evidence** has the kinds that are missing, articles that nobody "
        "covers, and measures in common. **3 Over time** looks back. **4 Help** lays what some would like "
        "help with beside what others offer; nothing else is said of them. **5 From elsewhere** holds "
        "reference figures: **f** takes a file, **d** removes one. **r** writes a draft for the authority’s "
        "children’s rights report."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "tab('outcomes')", show=False, id="needs.outcomes"),
        Binding("2", "tab('evidence')", show=False, id="needs.evidence"),
        Binding("3", "tab('time')", show=False, id="needs.time"),
        Binding("4", "tab('help')", show=False, id="needs.help"),
        Binding("5", "tab('elsewhere')", show=False, id="needs.elsewhere"),
        Binding(
            "left_square_bracket",
            "group(-1)",
            _("Group"),
            key_display="[ ]",
            id="needs.group-before",
            tooltip=_("Another group"),
        ),
        Binding("right_square_bracket", "group(1)", show=False, id="needs.group-after"),
        Binding(
            "f", "take_figures", _("Figures"), id="needs.figures", tooltip=_("Take reference figures in")
        ),
        Binding("d", "remove", _("Remove"), id="needs.remove", tooltip=_("Remove a reference figure")),
        Binding("r", "report", _("Rights report"), id="needs.report", tooltip=_("A draft to work from")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.reading = True
        self.known: Known | None = None
        self.group: Group = EVERYBODY

    def body(self) -> ComposeResult:
        yield Static(_("Reading …"), id="head")
        with TabbedContent(initial="outcomes", id="tabs"):
            with TabPane(_("1 Outcomes"), id="outcomes"):
                yield KeyedList(id="outcome-list")
            with TabPane(_("2 Evidence"), id="evidence"):
                yield KeyedList(id="evidence-list")
            with TabPane(_("3 Over time"), id="time"), VerticalScroll(classes="scroll", id="time-scroll"):
                yield Static(id="time-text")
            with TabPane(_("4 Help"), id="help"):
                yield KeyedList(id="help-list")
            with TabPane(_("5 From elsewhere"), id="elsewhere"):
                yield KeyedList(id="elsewhere-list")

    def on_mount(self) -> None:
        self.query_one("#outcome-list").focus()

    @property
    def tab(self) -> str:
        """The tab that is open."""
        return self.query_one("#tabs", TabbedContent).active or "outcomes"

    # -- reading -----------------------------------------------------------------------------------

    def show(self) -> None:
        self._read()

    @work(thread=True, exclusive=True, group="needs", exit_on_error=False)
    def _read(self) -> None:
        """Makes what figures are due and reads them, beside the screen's thread."""
        worker, desk = get_current_worker(), self.desk
        why = ""
        try:
            release(desk.store)
            pass_on(desk.store)
        except RrsaError as error:
            why = str(error)
        try:
            known = Known(Figures.of(desk.store), rows(desk.store, desk))
        except RrsaError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._failed, str(error))
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, known, why)

    def _failed(self, why: str) -> None:
        self.is_read(in_vain=True)
        self.query_one("#head", Static).update(Content(why))

    def _take(self, known: Known, why: str) -> None:
        if not self.is_open:
            return
        if why:
            self.notify(why, severity="warning", timeout=10, markup=False)
        self.known = known
        if self.group not in known.figures.groups():
            self.group = EVERYBODY
        self._draw()
        self.is_read()

    def _found(self) -> list[FrameworkNeeds]:
        assert self.known is not None
        return needs(self.known.figures, self.group)

    def helping(self) -> Help:
        """Who could help whom, within the group."""
        assert self.known is not None
        return helps(row for row in self.known.rows if belongs(row, self.group))

    def _draw(self) -> None:
        assert self.known is not None
        found = self._found()
        groups = self.known.figures.groups()
        at = _("group {at} of {n}").format(at=groups.index(self.group) + 1, n=len(groups))
        self.query_one("#head", Static).update(
            Content.assemble((self.group.label, "bold"), (f"  {at}", "$text-muted"))
        )
        for name, options in (
            ("outcome", drawn.outcomes(self.known.figures, found)),
            ("evidence", drawn.evidence(found)),
            ("help", drawn.helping(self.helping())),
            ("elsewhere", drawn.elsewhere(references.listed(self.desk.portfolio))),
        ):
            listed = self.query_one(f"#{name}-list", KeyedList)
            listed.refill(list(options))
            if listed.item is None:
                listed.action_first()
        self.query_one("#time-text", Static).update(drawn.over_time(self.known.figures, found))

    # -- what one can do ---------------------------------------------------------------------------

    def action_tab(self, tab: str) -> None:
        self.query_one("#tabs", TabbedContent).active = tab
        self.query_one(f"#{tab}").query("OptionList, VerticalScroll").first().focus()
        self.refresh_bindings()

    def on_tabbed_content_tab_activated(self, _event: TabbedContent.TabActivated) -> None:
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "remove" and self.is_mounted:
            return self.tab == "elsewhere"
        return super().check_action(action, parameters)

    def action_group(self, by: int) -> None:
        if self.known is not None:
            groups = self.known.figures.groups()
            self.group = groups[(groups.index(self.group) + by) % len(groups)]
            self._draw()

    def action_take_figures(self) -> None:
        recording.take_figures(self)

    def action_remove(self) -> None:
        self.once_read(self._remove)

    def _remove(self) -> None:
        item = self.query_one("#elsewhere-list", KeyedList).item
        if item is None:
            self.notify(_("Choose a line first, with the arrow keys."))
        else:
            recording.remove_figure(self, item)

    def action_report(self) -> None:
        self.once_read(lambda: recording.write_report(self))
