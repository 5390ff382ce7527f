"""The quick look: every outcome once, with one grade and one line."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from rrsa.framework.model import Outcome
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell
from rrsa.tui import pictures
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.fields import LineField

TALL = 38
"""Rows from which all four descriptions fit on the page at once."""


class QuickLookScreen(SettingScreen):
    """One outcome at a time, each skippable; what is given is saved at once."""

    NAME = "quick-look"
    CSS_PATH = "quick_look.tcss"
    HELP = _(
        "Press a number for the description that fits best **today**; then say in one line why. Enter goes "
        "on to the next outcome. Nothing has to be answered now: **n** goes on, **p** goes back, and "
        "everything is saved as you go. First thoughts are enough — you can look closer later."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(str(g), f"grade({g})", show=False, id=f"quick.grade{g}") for g in range(10)],
        Binding("n", "go(1)", _("Next"), id="quick.next"),
        Binding("p", "go(-1)", _("Previous"), id="quick.previous"),
    ]

    def __init__(self, start: str | None = None) -> None:
        super().__init__()
        self._start = start
        self._at = 0

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(self.evaluation.framework.outcomes.values())

    @property
    def outcome(self) -> Outcome:
        return self.outcomes[self._at]

    @property
    def place(self) -> str:
        return self.outcome.id

    def body(self) -> ComposeResult:
        with VerticalScroll(id="quick", can_focus=False):
            yield Static(id="where")
            yield Static(id="what")
            yield OptionList(id="grades")
            yield Static(id="looks-like")
            yield Label(_("Why do you say so? One line is enough."), id="line-label")
            yield LineField(
                id="line", placeholder=_("for example: most classes made a charter, but it isn’t used yet")
            )

    def on_mount(self) -> None:
        ids = [outcome.id for outcome in self.outcomes]
        if self._start in ids:
            self._at = ids.index(self._start)
        else:
            views = self.evaluation.assessment.outcomes
            self._at = next((i for i, o in enumerate(ids) if views[o].view is None), 0)
        self.query_one("#grades", OptionList).focus()

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        outcome = self.outcome
        record = self.evaluation.portfolio.outcome(outcome.id)
        views = [self.evaluation.assessment.outcomes[o.id].view for o in self.outcomes]
        marks = Content(" ").join(
            Content.styled("●" if view else "○", "bold reverse" if i == self._at else "")
            for i, view in enumerate(views)
        )
        place = _("Quick look · {n} of {total}").format(n=self._at + 1, total=len(views))
        self.query_one("#where", Static).update(Content.assemble((f"{place}   ", "$text-muted"), marks))
        self.query_one("#what", Static).update(
            Content.assemble(
                (f"{outcome.id} · {outcome.title}", "bold"),
                "\n",
                (f"“{outcome.children}”", "italic $secondary"),
            )
        )
        self._show_grades(record.view)
        line = self.query_one("#line", LineField)
        cell = Cell("outcome", outcome.id, "line")
        line.fill(cell, record.line or "", self.sitting.drafts, self.save_text)

    def _show_grades(self, view: int | None) -> None:
        grades = self.query_one("#grades", OptionList)
        tall = self.size.height >= TALL
        self.query_one("#looks-like").display = not tall
        at = grades.highlighted
        grades.clear_options()
        for step in self.evaluation.framework.scale:
            mark = "●" if step.grade == view else "○"
            text = Content.assemble((f"{step.grade} {mark} ", "$accent"), (step.name, "bold"))
            if tall and (described := self.outcome.grades.get(step.grade)):
                text = Content.assemble(text, f"\n{described}\n")
            grades.add_option(Option(text, id=str(step.grade)))
        grades.highlighted = (view - 1) if view else (at or 0)
        self._show_description()

    def _show_description(self) -> None:
        at = self.query_one("#grades", OptionList).highlighted
        grade = (at or 0) + 1
        text = self.outcome.grades.get(grade)
        name = self.evaluation.framework.grade_by_number[grade].name
        self.query_one("#looks-like", Static).update(
            Content.assemble((f"{name}: ", "bold"), text) if text else Content("")
        )

    def on_resize(self) -> None:
        if self.is_open:
            self.redraw()

    def on_option_list_option_highlighted(self) -> None:
        self._show_description()

    # -- what one can do ---------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.action_grade(int(event.option_id or 0))

    def action_grade(self, grade: int) -> None:
        if grade and grade not in self.evaluation.framework.grade_by_number:
            self.notify(_("There is no grade {n} here.").format(n=grade), severity="warning")
            return
        outcome = self.outcome.id
        said = _("Saved: outcome {id} — {view}").format(
            id=outcome, view=pictures.view_words(self.evaluation.framework, grade or None)
        )
        evaluation = self.evaluation
        self.sitting.do(lambda: evaluation.record_outcome(outcome, {"view": grade or None}), said=said)
        if grade:
            self.query_one("#line", LineField).focus()

    def on_line_field_entered(self) -> None:
        self.query_one("#grades", OptionList).focus()
        self.action_go(1)

    def action_go(self, by: int) -> None:
        line = self.query_one("#line", LineField)
        line.leave()
        at = self._at + by
        if at >= len(self.outcomes):
            self.rrsa.finish_quick_look()
            return
        self._at = max(at, 0)
        grades = self.query_one("#grades", OptionList)
        grades.highlighted = None
        grades.focus()
        self.redraw()
        self.query_one("#quick").scroll_home(animate=False)
        self.sitting.remember(self.NAME, self.place)

    def resting_place(self) -> OptionList:
        return self.query_one("#grades", OptionList)
