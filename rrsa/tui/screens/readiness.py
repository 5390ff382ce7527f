"""How ready we are for a stage, why not yet, and what would help next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option

from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.scoring import words
from rrsa.scoring.model import Gap, Step
from rrsa.tui import pictures, recording
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.vocabulary import Perspective

MOST_STEPS = 12
"""Steps listed at a time: a list that one can read beats a complete one."""


class ReadinessScreen(SettingScreen):
    """Pictures, the *why not yet* chain, next steps and milestones for one stage at a time."""

    NAME = "readiness"
    CSS_PATH = "readiness.tcss"
    HELP = _(
        "**Picture** shows the stages, then each outcome: our view (dots), how far it is shown, and from "
        "which perspectives (◆ there, ◇ not yet). **Why not yet** gives each thing that is missing, from the "
        "stage down to the evidence. **Next steps** are things to do; Enter goes there. **Milestones** are "
        "ticked with Enter. **[** and **]** choose another stage. It is all our own judgement, not an award "
        "decision."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "tab('picture')", _("Picture"), id="ready.picture"),
        Binding("2", "tab('why')", _("Why not yet"), id="ready.why"),
        Binding("3", "tab('steps')", _("Next steps"), id="ready.steps"),
        Binding("4", "tab('milestones')", _("Milestones"), id="ready.milestones"),
        Binding(
            "left_square_bracket",
            "stage(-1)",
            _("Stage"),
            key_display="[ ]",
            id="ready.stage-before",
            tooltip=_("Another stage"),
        ),
        Binding("right_square_bracket", "stage(1)", show=False, id="ready.stage-after"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._stage: str | None = None
        self._steps: tuple[Step, ...] = ()
        self._gaps: Sequence[Gap] = ()

    @property
    def stage(self) -> str:
        return self._stage or self.evaluation.stage

    def body(self) -> ComposeResult:
        yield Static(id="stage")
        with TabbedContent(initial="picture", id="tabs"):
            with TabPane(_("Picture"), id="picture"), VerticalScroll(id="picture-scroll"):
                yield Static(id="picture-text")
            with TabPane(_("Why not yet"), id="why"):
                yield OptionList(id="gaps")
            with TabPane(_("Next steps"), id="steps"):
                yield OptionList(id="step-list")
            with TabPane(_("Milestones"), id="milestones"):
                yield OptionList(id="milestone-list")

    def on_mount(self) -> None:
        self.query_one("#picture-scroll").focus()

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        framework, assessment = self.evaluation.framework, self.evaluation.assessment
        readiness = assessment.stages[self.stage]
        stage = framework.stage_by_id[self.stage]
        self.query_one("#stage", Static).update(
            Content.assemble(
                (stage.name, "bold"),
                "  ",
                _("everything is in place")
                if readiness.ready
                else _("not yet: {met} of {total} things in place").format(
                    met=readiness.met, total=readiness.total
                ),
                "\n",
                (_("Self-evaluation, not an award decision."), "$text-muted"),
            )
        )
        self.query_one("#picture-text", Static).update(self._picture())
        self._show_gaps(readiness.gaps)
        self.find_steps(self.stage)
        self._show_milestones()

    def _picture(self) -> Content:
        framework, assessment = self.evaluation.framework, self.evaluation.assessment
        wide = self.size.width >= 110
        lines = [
            pictures.stage_line(framework, assessment.stages[stage.id], 30 if wide else 16)
            for stage in framework.stages
        ]
        lines += [
            Content(""),
            Content.assemble((_("Our views: "), "bold"), pictures.spread_words(framework, assessment)),
        ]
        if assessment.lowest:
            names = ", ".join(f"{o} {framework.outcomes[o].short}" for o in assessment.lowest[:4])
            lines.append(Content.assemble((_("Lowest now: "), "bold"), names))
        heads = " ".join(p.label[:1] for p in Perspective)
        lines += [
            Content(""),
            Content.styled(f"{'':<5}{'':<25} {_('Our view'):<9}{_('Shown'):<8}{heads}  ", "$text-muted"),
        ]
        for strand in framework.strands:
            lines.append(Content.styled(f"{strand.id} · {strand.title}", "bold $secondary"))
            for outcome in strand.outcomes:
                found = assessment.outcomes[outcome.id]
                scale = len(framework.scale)
                lines.append(
                    Content.assemble(
                        (f"{outcome.id:>3}  ", "$accent"),
                        f"{outcome.short:<25} ",
                        (f"{pictures.grade_dots(found.view, scale):<9}", "$primary"),
                        (f"{pictures.grade_dots(found.shown, scale):<8}", "$secondary"),
                        pictures.perspective_marks(found),
                        (f"  {words.shown_in_ways(found.ways)}", "$text-muted"),
                    )
                )
        legend = " · ".join(f"{p.label[:1]} {p.label}" for p in Perspective)
        lines += [
            Content(""),
            Content.styled(
                _("◆ shows it works, ◇ nothing yet: {legend}").format(legend=legend), "$text-muted"
            ),
        ]
        return Content("\n").join(lines)

    def _show_gaps(self, gaps: Sequence[Gap]) -> None:
        framework = self.evaluation.framework
        self._gaps = gaps
        rows: list[Option] = []
        last = ""
        for n, gap in enumerate(gaps):
            _stage, *between, missing = words.gap_chain(framework, gap)
            under = between[0] if between else _("The whole school")
            if under != last:
                rows.append(Option(Content.styled(under, "bold $secondary"), disabled=True))
                last = under
            row = [Content(f"  ○ {missing}")]
            row += [Content.styled(f"    {look}", "$text-muted") for look in between[1:]]
            rows.append(Option(Content("\n").join(row), id=f"gap-{n}"))
        if not rows:
            rows.append(Option(_("Nothing is missing for this stage."), disabled=True))
        self._refill("#gaps", rows)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        evaluation = self.evaluation
        self._steps = steps[:MOST_STEPS]
        rows = []
        for n, step in enumerate(self._steps):
            closes = len(step.closes)
            said = _("puts {n} of the missing things in place").format(n=closes) if closes > 1 else ""
            text = words.step_sentence(evaluation.framework, evaluation.portfolio, step)
            rows.append(
                Option(
                    Content.assemble(("→ ", "$primary"), text, (f"  {said}", "$text-muted")), id=f"step-{n}"
                )
            )
        if not rows:
            rows.append(Option(_("There is nothing left to suggest for this stage."), disabled=True))
        self._refill("#step-list", rows)

    def _show_milestones(self) -> None:
        rows: list[Option] = []
        framework = self.evaluation.framework
        for stage in framework.stages:
            found = [m for m in framework.milestones if m.stage == stage.id]
            if found:
                rows.append(Option(Content.styled(stage.name, "bold $secondary"), disabled=True))
            for milestone in found:
                done = self.evaluation.portfolio.milestones.get(milestone.id)
                when = show_day(done.done) if done and done.done else ""
                rows.append(
                    Option(
                        Content.assemble(
                            ("✓ " if when else "☐ ", "$primary"),
                            (milestone.title, "bold"),
                            (f"  {when}" if when else "", "$text-muted"),
                            f"\n  {milestone.about}",
                        ),
                        id=f"milestone-{milestone.id}",
                    )
                )
        self._refill("#milestone-list", rows)

    def _refill(self, selector: str, rows: list[Option]) -> None:
        listed = self.query_one(selector, OptionList)
        at = listed.highlighted
        listed.clear_options()
        listed.add_options(rows)
        if at is not None and rows:
            listed.highlighted = min(at, len(rows) - 1)

    # -- what one can do ---------------------------------------------------------------------------

    def action_tab(self, tab: str) -> None:
        self.query_one("#tabs", TabbedContent).active = tab
        self.query_one(f"#{tab}").query("OptionList, VerticalScroll").first().focus()

    def action_stage(self, by: int) -> None:
        ids = [stage.id for stage in self.evaluation.framework.stages]
        self._stage = ids[(ids.index(self.stage) + by) % len(ids)]
        self.redraw()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        kind, _dash, item = (event.option_id or "").partition("-")
        if kind == "milestone":
            self._toggle(item)
        elif kind == "step":
            recording.take_step(self.rrsa, self._steps[int(item)])
        elif kind == "gap":
            gap = self._gaps[int(item)]
            if gap.outcome:
                self.rrsa.open_outcome(gap.outcome)
            elif gap.milestone:
                self.action_tab("milestones")

    def _toggle(self, milestone: str) -> None:
        evaluation = self.evaluation
        record = evaluation.portfolio.milestones.get(milestone)
        day = None if record and record.done else evaluation.today.isoformat()
        title = evaluation.framework.milestone_by_id[milestone].title
        said = _("Reached: {title}") if day else _("Not reached after all: {title}")
        self.sitting.do(lambda: evaluation.record_milestone(milestone, day), said=said.format(title=title))
