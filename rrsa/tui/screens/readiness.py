"""How ready we are for a stage, why not yet, what would help next, what is covered, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from rrsa.errors import RrsaError
from rrsa.guide import coverage as covering
from rrsa.guide.trend import Trend, trend
from rrsa.i18n import _
from rrsa.scoring.model import Assessment, Gap, Step
from rrsa.tui import recording
from rrsa.tui.screens import readiness_tabs as tabs
from rrsa.tui.screens.setting_screen import SettingScreen

MOST_STEPS = 12
"""Steps listed at a time: a list that one can read beats a complete one."""
MOST_GAPS = 200
"""Gaps listed at a time: a larger framework has thousands at the beginning."""


class ReadinessScreen(SettingScreen):
    """One stage at a time: its picture, the *why not yet* chain, next steps, milestones, what is covered,
    and how it went over time. A tab is drawn when somebody looks at it."""

    NAME = "readiness"
    CSS_PATH = "readiness.tcss"
    HELP = _(
        "**1 Picture** shows the stages, then each outcome: our view (dots), how far it is shown, and what "
        "each perspective says (◆ works, ◈ mixed, ◇ not yet, · nothing). **2 Why not yet** gives each thing "
        "that is missing, from the stage down to the evidence. **3 Next steps** are things to do and what "
        "each would change; Enter goes there, **t** puts it into the plan. **4 Milestones** are ticked with "
        "Enter. **5 Coverage** shows which perspectives and which articles of the Convention are there. "
        "**6 Over time** looks back, and sets us beside others of our kind where figures are at hand. **[** "
        "and **]** choose another stage. It is all our own judgement, not an award decision."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "tab('picture')", _("Picture"), show=False, id="ready.picture"),
        Binding("2", "tab('why')", _("Why not yet"), show=False, id="ready.why"),
        Binding("3", "tab('steps')", _("Next steps"), show=False, id="ready.steps"),
        Binding("4", "tab('milestones')", _("Milestones"), show=False, id="ready.milestones"),
        Binding("5", "tab('coverage')", _("Coverage"), show=False, id="ready.coverage"),
        Binding("6", "tab('time')", _("Over time"), show=False, id="ready.time"),
        Binding(
            "left_square_bracket",
            "stage(-1)",
            _("Stage"),
            key_display="[ ]",
            id="ready.stage-before",
            tooltip=_("Another stage"),
        ),
        Binding("right_square_bracket", "stage(1)", show=False, id="ready.stage-after"),
        Binding(
            "t",
            "to_do",
            _("Into the plan"),
            id="ready.to-do",
            tooltip=_("What is missing, or a next step, becomes an action"),
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._stage: str | None = None
        self._steps: tuple[Step, ...] = ()
        self._steps_asked: tuple[Assessment, str] | None = None  # what the steps are looked for by
        self._looking_for_steps = True
        self._gaps: Sequence[Gap] = ()
        self._most_gaps = MOST_GAPS
        self._trend: Trend | None = None
        self._beside = Content("")  # what stands beside the setting, where anything is told
        self._drawn: set[str] = set()
        self._shown: tuple[object, ...] | None = None

    @property
    def stage(self) -> str:
        return self._stage or self.evaluation.stage

    @property
    def tab(self) -> str:
        """The tab that is open."""
        return self.query_one("#tabs", TabbedContent).active or "picture"

    def body(self) -> ComposeResult:
        yield Static(id="stage")
        with TabbedContent(initial="picture", id="tabs"):
            with TabPane(_("1 Picture"), id="picture"), VerticalScroll(id="picture-scroll"):
                yield Static(id="picture-text")
            with TabPane(_("2 Why not yet"), id="why"):
                yield OptionList(id="gaps")
            with TabPane(_("3 Next steps"), id="steps"):
                yield OptionList(id="step-list")
            with TabPane(_("4 Milestones"), id="milestones"):
                yield OptionList(id="milestone-list")
            with TabPane(_("5 Coverage"), id="coverage"):
                yield OptionList(id="coverage-list")
            with TabPane(_("6 Over time"), id="time"), VerticalScroll(id="time-scroll"):
                yield Static(id="time-text")

    def on_mount(self) -> None:
        self.query_one("#picture-scroll").focus()

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        name = self.evaluation.framework.stage_by_id[self.stage].name
        self.query_one("#stage", Static).update(
            Content.assemble(
                (name, "bold"),
                "  ",
                tabs.stage_words(self.evaluation, self.stage),
                "\n",
                (f"{self.evaluation.framework.for_.disclaimer}.", "$text-muted"),
            )
        )
        shown = (self.evaluation.portfolio, self.evaluation.assessment, self.stage)
        if self._shown is None or any(a is not b for a, b in zip(self._shown, shown, strict=True)):
            self._drawn.clear()  # else nothing has changed since: a page that is come back to stands
            self._shown = shown
        asked = self._steps_asked
        if asked is None or asked[0] is not self.evaluation.assessment or asked[1] != self.stage:
            self._steps, self._looking_for_steps = (), True
            self._steps_asked = (self.evaluation.assessment, self.stage)
            # The page comes first: a thread that reckons makes every part of drawing wait its turn.
            self.call_after_refresh(self.find_steps, self.stage, MOST_STEPS)
        self._draw(self.tab)

    def _draw(self, tab: str) -> None:
        """Draws a tab unless it shows what stands now."""
        if tab in self._drawn:
            return
        self._drawn.add(tab)
        evaluation = self.evaluation
        if tab == "picture":
            picture = tabs.picture(evaluation, self._steps, self.app.size.width)
            self.query_one("#picture-text", Static).update(picture)
        elif tab == "why":
            self._gaps = evaluation.assessment.stages[self.stage].gaps
            self._refill("#gaps", tabs.gap_rows(evaluation, self._gaps, self._most_gaps))
        elif tab == "steps":
            waiting = [tabs.saying(_("Working it out …"))]
            rows = waiting if self._looking_for_steps else tabs.step_rows(evaluation, self._steps)
            self._refill("#step-list", rows)
        elif tab == "milestones":
            self._refill("#milestone-list", tabs.milestone_rows(evaluation))
        elif tab == "coverage":
            self._draw_coverage()
        elif tab == "time":
            self._draw_time()

    def _draw_coverage(self) -> None:
        from rrsa.framework.catalogue import rights

        found = covering.coverage(self.evaluation.framework, self.evaluation.assessment, rights())
        self._refill("#coverage-list", tabs.coverage_rows(found, self.evaluation.framework))

    def _draw_time(self) -> None:
        """What is known by now, and the journal's tale as soon as it has been told again."""
        told = self.query_one("#time-text", Static)
        if self._trend is not None and self._trend.now.revision == self.evaluation.revision:
            told.update(self._over_time(self._trend))
        else:
            told.update(_("Looking back …"))
            self.look_back()

    @work(thread=True, exclusive=True, group="trend", exit_on_error=False)
    def look_back(self) -> None:
        """Tells the journal again beside the screen's thread."""
        from rrsa.tui.screens import beside_others

        beside = Content("")
        try:
            found: Trend | str = trend(self.evaluation)
            beside = beside_others.drawn(beside_others.read(self.evaluation))
        except RrsaError as error:
            found = str(error)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._take_trend, found, beside)

    def _take_trend(self, found: Trend | str, beside: Content) -> None:
        if not self.is_open:
            return
        if isinstance(found, str):
            self.query_one("#time-text", Static).update(Content(found))
            self._drawn.discard("time")  # so that going there again tries again
            return
        self._trend, self._beside = found, beside
        if self.tab == "time":
            self.query_one("#time-text", Static).update(self._over_time(found))

    def _over_time(self, found: Trend) -> Content:
        told = tabs.over_time(found, self.stage, self.app.size.width - 4)
        return Content("\n").join([told, self._beside]) if self._beside.plain else told

    def show_steps(self, steps: tuple[Step, ...], stage: str) -> None:
        if stage != self.stage:
            return
        self._steps, self._looking_for_steps = steps, False
        self._drawn -= {"picture", "steps"}
        if self.tab in ("picture", "steps"):
            self._draw(self.tab)

    def _refill(self, selector: str, rows: list[Option]) -> None:
        listed = self.query_one(selector, OptionList)
        at = listed.highlighted
        listed.clear_options()
        listed.add_options(rows)
        # Keys speak of a line, so there always is one.
        first = next((n for n, row in enumerate(rows) if not row.disabled), None)
        listed.highlighted = first if at is None else min(at, len(rows) - 1)

    # -- what one can do ---------------------------------------------------------------------------

    def action_tab(self, tab: str) -> None:
        self.query_one("#tabs", TabbedContent).active = tab
        self._draw(tab)
        self.query_one(f"#{tab}").query("OptionList, VerticalScroll").first().focus()
        self.refresh_bindings()

    def on_tabbed_content_tab_activated(self, event: TabbedContent.TabActivated) -> None:
        """A tab that was clicked."""
        if event.pane.id and self.rrsa.sitting is not None:
            self._draw(event.pane.id)
            self.refresh_bindings()

    def action_stage(self, by: int) -> None:
        ids = [stage.id for stage in self.evaluation.framework.stages]
        self._stage = ids[(ids.index(self.stage) + by) % len(ids)]
        self._most_gaps = MOST_GAPS
        self.redraw()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is missing and what comes next can become an action."""
        if action == "to_do" and self.is_mounted:
            return self.tab in ("why", "steps")
        return True

    def action_to_do(self) -> None:
        listed = self.query_one("#gaps" if self.tab == "why" else "#step-list", OptionList)
        at = listed.highlighted
        kind, _dash, item = ("" if at is None else listed.get_option_at_index(at).id or "").partition("-")
        if self.tab == "steps" and self._looking_for_steps:
            self.notify(_("Working it out …"))
        elif kind == "gap":
            recording.action_from_gap(self.rrsa, self._gaps[int(item)])
        elif kind == "step":
            recording.action_from_step(self.rrsa, self._steps[int(item)])
        else:
            self.notify(_("Choose a line first, with the arrow keys."))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        kind, _dash, item = (event.option_id or "").partition("-")
        if kind == "milestone":
            self._toggle(item)
        elif kind == "step" and int(item) < len(self._steps):  # else it was pressed on what is gone by now
            recording.take_step(self.rrsa, self._steps[int(item)])
        elif kind == "gap" and int(item) < len(self._gaps):
            gap = self._gaps[int(item)]
            if gap.outcome:
                self.rrsa.open_outcome(gap.outcome)
            elif gap.milestone:
                self.action_tab("milestones")
        elif kind == "more":
            self._most_gaps += MOST_GAPS
            self._drawn.discard("why")
            self._draw("why")
        elif kind == "outcome":
            self.rrsa.open_outcome(item)
        elif kind == "article":
            self._open_article(int(item))

    def _open_article(self, number: int) -> None:
        """The first outcome that names the article and is not shown yet, or else the first of all."""
        outcomes = self.evaluation.framework.outcomes.values()
        naming = [outcome.id for outcome in outcomes if number in outcome.articles]
        silent = [o for o in naming if not self.evaluation.assessment.outcomes[o].ways]
        self.rrsa.open_outcome((silent or naming)[0])

    def _toggle(self, milestone: str) -> None:
        evaluation = self.evaluation
        record = evaluation.portfolio.milestones.get(milestone)
        day = None if record and record.done else evaluation.today.isoformat()
        title = evaluation.framework.milestone_by_id[milestone].title
        said = _("Reached: {title}") if day else _("Not reached after all: {title}")
        self.sitting.do(lambda: evaluation.record_milestone(milestone, day), said=said.format(title=title))
