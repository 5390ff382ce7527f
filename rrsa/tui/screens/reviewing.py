"""Doing a review: one outcome at a time, in whoever's words, with or without sight of our view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Checkbox, Label, OptionList, Static
from textual.widgets.option_list import Option

from rrsa.framework.model import Outcome
from rrsa.guide.reviews import Said, plain_grades, said_of
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell
from rrsa.portfolio.records import Review, Value, review_view_id
from rrsa.portfolio.reviewing import is_going_on
from rrsa.scoring.words import shown_in_ways
from rrsa.tui import pictures
from rrsa.tui.recording import reviews as recording
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.fields import NoteField
from rrsa.tui.widgets.ticks import Tick
from rrsa.vocabulary import Reviewer

_PIECES = 5


class ReviewingScreen(SettingScreen):
    """One review. What belongs to the portfolio is only read here."""

    NAME = "reviews"
    CSS_PATH = "reviewing.tcss"
    HELP = _(
        "Press a number for what fits best, write it in the words in which it is said, and go on with **n**. "
        "Every outcome may be left out; **c** notes that they would rather not say, and nobody asks why. "
        "With children: talk first, write what they say in their words, without names, read it to them, and "
        "tick the box only when they say yes to others reading it. If somebody says something that worries "
        "you, stop, listen and follow your child-protection procedure; do not type it here. For adults, "
        "**t** opens the report as a whole; what is about one outcome stands in its margin. **f** finishes. "
        "In a blind review your view and your words are not on this page until it is finished; nothing is "
        "locked, so let whoever reviews stay on this page."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(str(g), f"grade({g})", show=False, id=f"reviewing.grade{g}") for g in range(10)],
        Binding("n", "go(1)", _("Next"), id="reviewing.next"),
        Binding("p", "go(-1)", _("Previous"), id="reviewing.previous"),
        Binding(
            "c", "rather_not", _("Rather not say"), id="reviewing.not", tooltip=_("They would rather not say")
        ),
        Binding("t", "report", _("Report"), id="reviewing.report", tooltip=_("The report as a whole")),
        Binding(
            "f", "finish", _("Finish"), id="reviewing.finish", tooltip=_("It is finished, or not after all")
        ),
        Binding("g", "app.go_to", _("Go to"), show=False, id="setting.go-to"),
    ]

    def __init__(self, review: str, outcome: str = "") -> None:
        super().__init__()
        self.review_id = review
        self._outcome = outcome

    @property
    def review(self) -> Review | None:
        """The review; gone where somebody has taken it back."""
        return self.evaluation.portfolio.reviews.get(self.review_id)

    @property
    def of_children(self) -> bool:
        return self.review is not None and self.review.by == Reviewer.GROUP

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(self.evaluation.framework.outcomes.values())

    @property
    def at(self) -> int:
        ids = [outcome.id for outcome in self.outcomes]
        return ids.index(self._outcome) if self._outcome in ids else 0

    @property
    def outcome(self) -> Outcome:
        return self.outcomes[self.at]

    @property
    def place(self) -> str:
        return self.outcome.id

    @property
    def said(self) -> Said | None:
        return (
            said_of(self.evaluation.portfolio, self.review, self.outcome.id)
            if self.review is not None
            else None
        )

    def title_words(self) -> str:
        name = self.evaluation.portfolio.setting.name
        return _("{setting} — {review}").format(
            setting=name, review=self.review.title if self.review is not None else ""
        )

    def body(self) -> ComposeResult:
        with VerticalScroll(id="reviewing", can_focus=False):
            yield Static(id="where")
            yield Static(id="what")
            yield OptionList(id="grades")
            yield Static(id="looks-like")
            yield Label(_("In their own words"), classes="field", id="words-label")
            yield NoteField(id="words")
            yield Tick(_("They have heard it and say yes to others reading it"), id="yes", compact=True)
            yield Label(
                _("Note in the margin: what you would ask, or recommend"), classes="field", id="note-label"
            )
            yield NoteField(id="note")
            yield Static(id="ours")
        yield Static(id="after")

    def on_mount(self) -> None:
        if not self._outcome:
            unsaid = (o.id for o in self.outcomes if not self._said_already(o.id))
            self._outcome = next(unsaid, self.outcomes[0].id)
            self.redraw()
        self.query_one("#grades", OptionList).focus(scroll_visible=False)

    def _to_top(self) -> None:
        self.query_one("#reviewing").scroll_home(animate=False)

    def _said_already(self, outcome: str) -> bool:
        return (
            self.review is not None and said_of(self.evaluation.portfolio, self.review, outcome) is not None
        )

    # -- what is drawn -----------------------------------------------------------------------------

    def redraw(self) -> None:
        super().redraw()
        if self.of_children:
            self.query_one("#state", Label).update("")  # whose keyboard it is, is nobody's business here

    def show(self) -> None:
        if self.review is None:
            self.call_later(self.leave)
            return
        marks = Content(" ").join(
            Content.styled("●" if self._said_already(o.id) else "○", "bold reverse" if n == self.at else "")
            for n, o in enumerate(self.outcomes)
        )
        place = _("{n} of {total}").format(n=self.at + 1, total=len(self.outcomes))
        blind = "  " + _("blind") if is_going_on(self.review) else ""
        self.query_one("#where", Static).update(
            Content.assemble((f"{place}   ", "$text-muted"), marks, (blind, "$text-muted"))
        )
        self.query_one("#what", Static).update(self._what())
        self._show_grades()
        self._show_texts()
        lines = list(self._ours())
        ours = self.query_one("#ours", Static)
        ours.display = bool(lines)
        ours.update(Content("\n").join(lines))
        after = _("Talk first. Every one may be left out.") if self.of_children else ""
        self.query_one("#after", Static).update(after)
        self.query_one("#after").display = bool(after)
        if not isinstance(self.focused, NoteField):  # a highlighted grade scrolls what it is about away
            self.call_after_refresh(self.call_after_refresh, self._to_top)

    def _what(self) -> Content:
        outcome = self.outcome
        if self.of_children:
            return Content.assemble((outcome.children, "bold $secondary"))
        return Content.assemble(
            (f"{outcome.id} · {outcome.title}", "bold"),
            "\n",
            (f"“{outcome.children}”", "italic $secondary"),
        )

    def _show_grades(self) -> None:
        said = self.said
        view = said.view if said is not None else None
        grades = self.query_one("#grades", OptionList)
        at = grades.highlighted
        grades.clear_options()
        plain = plain_grades(self.evaluation.framework)
        for step in self.evaluation.framework.scale:
            mark = "●" if step.grade == view else "○"
            name = plain[step.grade] if self.of_children else step.name
            grades.add_option(
                Option(
                    Content.assemble((f"{step.grade} {mark} ", "$accent"), (name, "bold")), id=str(step.grade)
                )
            )
        if said is not None and said.chose_not_to:
            grades.add_option(Option(_("They would rather not say"), disabled=True))
        ids = [step.grade for step in self.evaluation.framework.scale]
        grades.highlighted = (
            ids.index(view) if view in ids else (at if at is not None and at < len(ids) else 0)
        )
        self._show_description()

    def _show_description(self) -> None:
        at = self.query_one("#grades", OptionList).highlighted or 0
        step = self.evaluation.framework.scale[min(at, len(self.evaluation.framework.scale) - 1)]
        text = None if self.of_children else self.outcome.grades.get(step.grade)
        described = self.query_one("#looks-like", Static)
        described.display = bool(text)
        described.update(text or "")

    def _show_texts(self) -> None:
        said = self.said
        record = review_view_id(self.review_id, self.outcome.id)
        for name, text in (("words", said.words if said else ""), ("note", said.note if said else "")):
            field = self.query_one(f"#{name}", NoteField)
            field.fill(Cell("review_view", record, name), text, self.sitting.drafts, self.save_text)
        self.query_one("#note").display = self.query_one("#note-label").display = not self.of_children
        yes = self.query_one("#yes", Tick)
        yes.display = self.of_children
        with self.prevent(Checkbox.Changed):
            yes.value = bool(said and said.said_yes)

    def _ours(self) -> Iterator[Content]:
        """What the portfolio says, to be read: nothing of our view in a blind review, and to children only
        how the adults see it."""
        review, evaluation = self.review, self.evaluation
        if review is None:
            return
        record, found = (
            evaluation.portfolio.outcome(self.outcome.id),
            evaluation.assessment.outcomes[self.outcome.id],
        )
        hidden = is_going_on(review)
        if self.of_children:
            if not hidden and record.view is not None:
                plain = plain_grades(evaluation.framework).get(record.view, "")
                yield Content(_("The adults say: {view}").format(view=plain))
            return
        yield Content.styled(_("The portfolio, to read"), "bold")
        if hidden:
            yield Content.styled(_("Their own view is shown once this review is finished."), "$text-muted")
        else:
            view = pictures.view_words(evaluation.framework, record.view)
            for label, text in (
                (_("Their view"), f"{view}: {record.line}" if record.line else view),
                (_("How achieved"), record.achieved),
                (_("What difference"), record.difference),
            ):
                if text:
                    yield Content.assemble((f"{label}: ", "bold"), text)
        yield Content.assemble((_("Evidence: "), "bold"), shown_in_ways(found.ways))
        for piece in found.pieces[:_PIECES]:
            item = evaluation.portfolio.evidence[piece.evidence]
            yield Content(f"  {pictures.SAYS[piece.direction]} {item.title or ''}")
        if len(found.pieces) > _PIECES:
            yield Content(_("  and {n} more in the register").format(n=len(found.pieces) - _PIECES))

    # -- what one can do ---------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "report" and self.is_mounted and self.of_children:
            return False
        return super().check_action(action, parameters)

    def on_option_list_option_highlighted(self) -> None:
        self._show_description()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.action_grade(int(event.option_id or 0))

    def action_grade(self, grade: int) -> None:
        if grade and grade not in self.evaluation.framework.grade_by_number:
            self.notify(_("There is no grade {n} here.").format(n=grade), severity="warning")
            return
        recording.say(
            self.rrsa,
            self.review_id,
            self.outcome.id,
            {"view": grade or None},
            _("Saved: outcome {id}").format(id=self.outcome.id),
        )

    def action_rather_not(self) -> None:
        for name in ("words", "note"):
            self.query_one(f"#{name}", NoteField).leave()
        recording.rather_not(self.rrsa, self.review_id, self.outcome.id)

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        field = self.query_one("#words", NoteField)
        field.leave()
        values: dict[str, Value] = {"words": field.typed.strip() or None, "said_yes": event.value or None}
        recording.say(self.rrsa, self.review_id, self.outcome.id, values)

    def action_report(self) -> None:
        recording.report_review(self.rrsa, self.review_id)

    def action_finish(self) -> None:
        recording.finish_review(self.rrsa, self.review_id)

    def action_go(self, by: int) -> None:
        for name in ("words", "note"):
            self.query_one(f"#{name}", NoteField).leave()
        at = self.at + by
        if at >= len(self.outcomes):
            self.notify(_("That was the last one. Press f when the review is finished."), timeout=6)
            return
        self._outcome = self.outcomes[max(at, 0)].id
        grades = self.query_one("#grades", OptionList)
        grades.highlighted = None
        grades.focus(scroll_visible=False)
        self.redraw()
        self._to_top()

    def resting_place(self) -> OptionList:
        return self.query_one("#grades", OptionList)
