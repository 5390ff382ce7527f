"""One outcome, by the three questions: how are we doing, how do we know, what are we going to do now?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Checkbox, Collapsible, Label, OptionList, Static
from textual.widgets.option_list import Option

from rrsa.framework.model import Outcome
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell
from rrsa.scoring import words
from rrsa.scoring.model import OutcomeAssessment, Step
from rrsa.tui import pictures, recording
from rrsa.tui.screens import outcome_words
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.fields import LineField, NoteField
from rrsa.tui.widgets.lists import ActionList, EvidenceList, KeyedList, LookForList
from rrsa.tui.widgets.steps import StepList
from rrsa.tui.widgets.ticks import Tick
from rrsa.vocabulary import Perspective

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp

TEXTS = ("line", "achieved", "difference", "whom_to_ask")
OF_PARTNERSHIPS = ("strengths", "improve")


class OutcomeScreen(SettingScreen):
    """The one editor page; another outcome refills it rather than opening a second."""

    NAME = "outcome"
    CSS_PATH = "outcome.tcss"
    HELP = _(
        "Number keys give **our view**; **0** takes it back. **a** adds evidence, **k** links a piece that "
        "is there already, **t** adds something to do, **s** puts a next step into the plan, **l** opens the "
        "look-fors. **n** and **p** go to the next and previous outcome, **M** to what is counted, **D** to "
        "this outcome on one page. Text is saved when you leave its field, with Tab or Escape."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(str(g), f"grade({g})", show=False, id=f"outcome.grade{g}") for g in range(10)],
        Binding("a", "evidence", _("Evidence"), id="outcome.evidence", tooltip=_("Add evidence")),
        Binding(
            "k", "link", _("Link"), show=False, id="outcome.link", tooltip=_("Show other evidence here too")
        ),
        Binding("t", "act", _("To do"), id="outcome.act", tooltip=_("Add something to do")),
        Binding(
            "s",
            "step",
            _("Step to plan"),
            show=False,
            id="outcome.step",
            tooltip=_("Put a next step into the plan"),
        ),
        Binding(
            "D",
            "any_day",
            _("Any day"),
            show=False,
            id="page.any-day",
            tooltip=_("This outcome on one page, for whoever asks today"),
        ),
        Binding("l", "looks", _("Look-fors"), id="outcome.looks", tooltip=_("Open or fold the look-fors")),
        Binding("n", "go(1)", _("Next"), id="outcome.next", tooltip=_("Next outcome")),
        Binding("p", "go(-1)", _("Prev"), id="outcome.previous", tooltip=_("Previous outcome")),
    ]

    def __init__(self, outcome_id: str) -> None:
        super().__init__()
        self.outcome_id = outcome_id

    @property
    def outcome(self) -> Outcome:
        return self.evaluation.framework.outcomes[self.outcome_id]

    @property
    def found(self) -> OutcomeAssessment:
        return self.evaluation.assessment.outcomes[self.outcome_id]

    @property
    def place(self) -> str:
        return self.outcome_id

    @property
    def texts(self) -> tuple[str, ...]:
        """The fields that people write in."""
        return TEXTS + (OF_PARTNERSHIPS if self.evaluation.framework.asks_strengths else ())

    def title_words(self) -> str:
        framework = self.evaluation.framework
        strand = framework.strand_of[self.outcome_id]
        at = list(framework.outcomes).index(self.outcome_id) + 1
        return _("{setting} — {strand}, outcome {n} of {total}").format(
            setting=self.evaluation.portfolio.setting.name,
            strand=strand.short,
            n=at,
            total=len(framework.outcomes),
        )

    def body(self) -> ComposeResult:
        yield Static(id="head")
        with VerticalScroll(id="page", can_focus=False):
            with Vertical(classes="column"), Vertical(id="doing", classes="question"):
                yield Label(_("How are we doing?"), classes="ask")
                yield OptionList(id="grades")
                yield Static(id="looks-like")
                yield Label(_("Why do we say so? One line."), classes="field")
                yield LineField(id="line")
                if self.evaluation.framework.asks_strengths:
                    yield Label(_("Strengths"), classes="field")
                    yield NoteField(id="strengths")
                    yield Label(_("Areas for improvement, one a line"), classes="field")
                    yield NoteField(id="improve")
                yield Static(id="disagree")
                with Collapsible(id="looks", collapsed=True):
                    yield LookForList(id="look-list")
                    yield Static(id="look-more")
            with Vertical(classes="column"):
                with Vertical(id="knowing", classes="question"):
                    yield Label(_("How do we know?"), classes="ask")
                    yield Static(id="shown")
                    yield EvidenceList(id="evidence-list")
                    yield Static(id="no-evidence")
                    yield Static(id="piece-more")
                    yield Label(_("How have we achieved this?"), classes="field")
                    yield NoteField(id="achieved")
                    yield Label(_("What difference has it made?"), classes="field")
                    yield NoteField(id="difference")
                    yield Static(id="counted")
                    yield Tick(_("We asked children; they chose not to say"), id="asked", compact=True)
                    yield Label(_("On a visit, whom to ask (roles, never a child’s name)"), classes="field")
                    yield LineField(id="whom_to_ask")
                with Vertical(id="doing-now", classes="question"):
                    yield Label(_("What are we going to do now?"), classes="ask")
                    yield ActionList(id="action-list")
                    yield Static(
                        _("Press [b]t[/b] to note something to do: what, who, and by when."), id="hint"
                    )
                    yield Label(_("What could come next"), classes="field", id="next-label")
                    yield StepList(id="next")

    def on_mount(self) -> None:
        self._open_looks_if_low()
        self.query_one("#grades", OptionList).focus()

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        outcome, found = self.outcome, self.found
        self.query_one("#head", Static).update(
            Content.assemble(
                (f"{outcome.id} · {outcome.title}", "bold"),
                "\n",
                (f"“{outcome.children}”", "italic $secondary"),
            )
        )
        self._show_view(found)
        self._show_looks()
        self._show_evidence(found)
        self._show_counted()
        self._show_actions()
        record = self.evaluation.portfolio.outcome(outcome.id)
        for name in self.texts:
            field = self.query_one(f"#{name}")
            assert isinstance(field, NoteField)
            cell = Cell("outcome", outcome.id, name)
            field.fill(cell, getattr(record, name) or "", self.sitting.drafts, self.save_text)
        asked = self.query_one("#asked", Tick)
        with self.prevent(Checkbox.Changed):
            asked.value = bool(record.asked)
        asked.display = not any(p.perspective is Perspective.CHILDREN for p in found.pieces)

    def _show_view(self, found: OutcomeAssessment) -> None:
        grades = self.query_one("#grades", OptionList)
        at = grades.highlighted
        grades.clear_options()
        for step in self.evaluation.framework.scale:
            mark = "●" if step.grade == found.view else "○"
            text = Content.assemble((f"{step.grade} {mark} ", "$accent"), step.name)
            grades.add_option(
                Option(text.stylize("bold") if step.grade == found.view else text, id=str(step.grade))
            )
        if at is None and found.view is not None:
            at = [s.grade for s in self.evaluation.framework.scale].index(found.view)
        grades.highlighted = at or 0
        self._show_description()
        said = words.disagreement_sentence(self.evaluation.framework, found)
        disagree = self.query_one("#disagree", Static)
        disagree.display = bool(said)
        disagree.update(Content(said))

    def _show_description(self) -> None:
        at = self.query_one("#grades", OptionList).highlighted
        step = self.evaluation.framework.scale[at or 0]
        text = self.outcome.grades.get(step.grade, step.meaning)
        self.query_one("#looks-like", Static).update(Content(text))

    def _show_looks(self) -> None:
        indicators = self.outcome.indicators
        counted = outcome_words.answers(self.evaluation, indicators)
        self.query_one("#looks", Collapsible).title = _("Look-fors: {answers}").format(answers=counted)
        self.query_one("#look-list", LookForList).show(self.evaluation, indicators)
        self._show_look()

    def _show_look(self) -> None:
        item = self.query_one("#look-list", LookForList).item
        more = self.query_one("#look-more", Static)
        more.display = item is not None
        more.update(outcome_words.look_for(self.evaluation, item) if item else "")

    def _show_evidence(self, found: OutcomeAssessment) -> None:
        self.query_one("#shown", Static).update(outcome_words.shown(self.evaluation.framework, found))
        listed = self.query_one("#evidence-list", EvidenceList)
        listed.show(self.evaluation, self.outcome_id, found.pieces)
        listed.display = bool(found.pieces)
        self._show_piece()
        nothing = self.query_one("#no-evidence", Static)
        nothing.display = not found.pieces
        nothing.update(
            Content.from_markup(
                _(
                    "Nothing yet. Press [b]a[/b] and say what you saw or heard and where it is kept; "
                    "that is enough."
                )
            )
        )

    def _show_counted(self) -> None:
        """A line a measure, drawn small; nothing where nothing is counted."""
        counted = self.query_one("#counted", Static)
        text = outcome_words.counted(self.evaluation, self.outcome_id)
        counted.display = bool(text.plain)
        counted.update(text)

    def _show_actions(self) -> None:
        actions = self.evaluation.portfolio.actions_by_outcome.get(self.outcome_id, ())
        listed = self.query_one("#action-list", ActionList)
        listed.show(self.evaluation, actions)
        listed.display = bool(actions)
        hint = self.query_one("#hint", Static)
        hint.display = not actions
        self.find_steps(self.evaluation.stage)

    def show_steps(self, steps: tuple[Step, ...], _stage: str) -> None:
        listed = self.query_one("#next", StepList)
        listed.show(self.evaluation, [step for step in steps if step.outcome == self.outcome_id][:3])
        listed.display = self.query_one("#next-label").display = bool(listed.steps)

    # -- what one can do ---------------------------------------------------------------------------

    def action_grade(self, grade: int) -> None:
        framework, evaluation, outcome = self.evaluation.framework, self.evaluation, self.outcome_id
        if grade and grade not in framework.grade_by_number:
            self.notify(_("There is no grade {n} here.").format(n=grade), severity="warning")
            return
        view = grade or None
        said = _("Saved: {view}").format(view=pictures.view_words(framework, view))
        if view is not None:
            self.query_one("#grades", OptionList).highlighted = [s.grade for s in framework.scale].index(view)
        self.sitting.do(
            lambda: evaluation.record_outcome(outcome, {"view": view}),
            said=said,
            then=lambda _result: self._open_looks_if_low(),
        )

    def _open_looks_if_low(self) -> None:
        """Look-fors open where the view is low; a high view never folds what somebody has opened."""
        view = self.found.view
        if view is not None and view < self.evaluation.framework.low_grade:
            self.query_one("#looks", Collapsible).collapsed = False
            # Unfolding scrolls to what unfolds; the page begins with our view.
            self.call_after_refresh(self.call_after_refresh, self._to_top)

    def _to_top(self) -> None:
        self.query_one("#page").scroll_home(animate=False)

    def _show_piece(self) -> None:
        """The parts of the score of the piece that is highlighted, in words and numbers."""
        item = self.query_one("#evidence-list", EvidenceList).item
        found = self.found
        piece = next((p for p in found.pieces if p.evidence == item), None)
        more = self.query_one("#piece-more", Static)
        more.display = piece is not None
        if piece is not None:
            more.update(outcome_words.strength(self.evaluation.framework, found, piece))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_list.id == "grades":
            self._show_description()
        elif event.option_list.id == "look-list":
            self._show_look()
        elif event.option_list.id == "evidence-list":
            self._show_piece()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        item = event.option_id or ""
        if event.option_list.id == "grades":
            self.action_grade(int(item))
        elif event.option_list.id == "evidence-list":
            recording.edit_evidence(self.rrsa, item)
        elif event.option_list.id == "action-list":
            recording.edit_action(self.rrsa, item)
        elif event.option_list.id == "next":
            self._with_step(recording.take_step)

    def on_keyed_list_asked(self, event: KeyedList.Asked) -> None:
        if event.list.id == "look-list":
            recording.answer_look(self.rrsa, event.what, event.item)
        elif event.list.id == "evidence-list":
            recording.asked_of_evidence(self.rrsa, self.outcome_id, event.what, event.item)
        else:
            recording.asked_of_action(self.rrsa, event.what, event.item)

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        evaluation, outcome, asked = self.evaluation, self.outcome_id, event.value
        self.sitting.do(lambda: evaluation.record_outcome(outcome, {"asked": asked}))

    def on_line_field_entered(self) -> None:
        self.set_focus(self.resting_place())

    def action_evidence(self) -> None:
        recording.add_evidence(self.rrsa, (self.outcome_id,))

    def action_link(self) -> None:
        recording.link_evidence(self.rrsa, self.outcome_id)

    def action_act(self) -> None:
        recording.add_action(self.rrsa, self.outcome_id)

    def action_step(self) -> None:
        """Puts the next step that is highlighted, or the first, into the plan."""
        self._with_step(recording.action_from_step)

    def _with_step(self, go: Callable[[RrsaApp, Step], None]) -> None:
        step = self.query_one("#next", StepList).step
        if step is None:
            self.notify(_("There is no next step to put into the plan. Press t to write one."))
        else:
            go(self.rrsa, step)

    def action_any_day(self) -> None:
        from rrsa.tui.screens.any_day import open_any_day

        open_any_day(self.rrsa, self.outcome_id)

    def action_looks(self) -> None:
        looks = self.query_one("#looks", Collapsible)
        looks.collapsed = not looks.collapsed
        if not looks.collapsed:
            self.query_one("#look-list", LookForList).focus()

    def action_go(self, by: int) -> None:
        ids = list(self.evaluation.framework.outcomes)
        self.open_outcome(ids[(ids.index(self.outcome_id) + by) % len(ids)])

    def open_outcome(self, outcome_id: str) -> None:
        """Refills the page with another outcome; what was typed here is saved first."""
        for name in self.texts:
            field = self.query_one(f"#{name}")
            if isinstance(field, NoteField):
                field.leave()
        self.outcome_id = outcome_id
        grades = self.query_one("#grades", OptionList)
        grades.highlighted = None
        self.query_one("#looks", Collapsible).collapsed = True
        grades.focus()
        self.redraw()
        self._open_looks_if_low()
        self.query_one("#page").scroll_home(animate=False)
        self.sitting.remember(self.NAME, outcome_id)

    def resting_place(self) -> OptionList:
        return self.query_one("#grades", OptionList)
