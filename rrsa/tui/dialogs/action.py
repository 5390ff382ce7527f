"""Something to do: what, who, by when; and when it is done, what difference it has made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.widgets import Input, Label, Select, TextArea

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.guide.plan import Idea
from rrsa.i18n import _
from rrsa.portfolio.checks import parse_day, past_day, required, show_day
from rrsa.portfolio.records import LINE, NAME, Action, Value
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.widgets.ticks import Tick
from rrsa.vocabulary import ActionStatus

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation


class ActionForm(NamedTuple):
    """What was filled in, and what stood there before. ``keep``: the answer is to become evidence too."""

    values: dict[str, Value]
    seen: dict[str, Value]
    keep: bool = False


class ActionDialog(Dialog[ActionForm]):
    """Adds or edits an action."""

    HELP = _(
        "Small and soon is better than large and later. **Who** is a role, such as *P2 teacher* or *pupil "
        "council*. When it is done, say what difference it has made: that answer is often your best "
        "evidence. If it cannot be done, say **We cannot** and why: children are owed the reason."
    )

    def __init__(
        self, evaluation: Evaluation, action: Action | None = None, *, idea: Idea | None = None
    ) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._action = action
        self._idea = idea or Idea()

    def title_text(self) -> str:
        return _("Something to do") if self._action is None else _("Action")

    def body(self) -> ComposeResult:
        action = self._action or Action("", what=self._idea.what, outcome=self._idea.outcome)
        yield Label(_("What will you do?"), classes="field")
        yield Input(action.what or "", id="what", max_length=LINE)
        yield Label(_("Who? A role"), classes="field")
        yield Input(action.who or "", id="who", max_length=NAME)
        yield Label(_("By when?"), classes="field")
        yield Input(show_day(action.due), id="due", placeholder=_("for example: 12 Dec 2026; may stay empty"))
        yield Label(_("How far has it come?"), classes="field")
        yield Select(
            [(s.label, s.value) for s in ActionStatus],
            value=str(action.status or ActionStatus.PLANNED),
            allow_blank=False,
            id="status",
            compact=True,
        )
        yield Label(_("If you cannot: why not? Children are told this"), classes="field", id="why_not-label")
        yield Input(action.why_not or "", id="why_not", max_length=LINE)
        yield Label(_("For which outcome?"), classes="field")
        known = self._evaluation.framework.outcomes
        yield Select(
            [(f"{outcome.id} {outcome.short}", outcome.id) for outcome in known.values()],
            value=action.outcome if action.outcome in known else Select.NULL,
            prompt=_("choose one"),
            id="outcome",
            compact=True,
        )
        yield Label(_("Which measure should it move?"), classes="field", id="measure-label")
        yield Select([], prompt=_("none"), id="measure", compact=True)
        yield Label(_("How would you tell children?"), classes="field")
        yield Input(
            action.for_children or "",
            id="for_children",
            max_length=LINE,
            placeholder=_("in a sentence that they would say themselves; may stay empty"),
        )
        if self._action is not None:
            yield Label(_("When was it done?"), classes="field")
            yield Input(show_day(action.done_on), id="done_on", placeholder=_("today, yesterday, 3 Apr 2026"))
            yield Label(_("What difference has it made?"), classes="field")
            yield TextArea(action.difference or "", id="difference")

    def on_mount(self) -> None:
        self._offer_measures(self._action.measure if self._action else None)
        self._show_why_not()
        self.begin_at("#what")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def on_select_changed(self, event: Select.Changed) -> None:
        if event.select.id == "outcome":
            measure = self.query_one("#measure", Select).value
            self._offer_measures(None if measure is Select.NULL else str(measure))
        elif event.select.id == "status":
            self._show_why_not()

    def _offer_measures(self, chosen: str | None) -> None:
        """The measures of the outcome that is chosen; where it has none, nothing is asked."""
        outcome = self.query_one("#outcome", Select).value
        measures = self._evaluation.portfolio.measures_by_outcome.get(str(outcome), ())
        select = self.query_one("#measure", Select)
        with self.prevent(Select.Changed):
            select.set_options([(measure.title or measure.id, measure.id) for measure in measures])
            if chosen in [measure.id for measure in measures]:
                select.value = chosen
        select.display = self.query_one("#measure-label").display = bool(measures)

    def _show_why_not(self) -> None:
        cannot = self.query_one("#status", Select).value == ActionStatus.CANNOT
        self.query_one("#why_not").display = self.query_one("#why_not-label").display = cannot

    def value(self) -> ActionForm:
        today = clock.today()
        required("what", what := self.reading("#what"))
        due = self.reading("#due")
        measure = self.query_one("#measure", Select).value
        values: dict[str, Value] = {
            "what": what,
            "who": self.query_one("#who", Input).value.strip() or None,
            "due": parse_day(due, today=today).isoformat() if due else None,
            "status": str(self.query_one("#status", Select).value),
            "measure": None if measure is Select.NULL else str(measure),
            "for_children": self.query_one("#for_children", Input).value.strip() or None,
            "why_not": None,
        }
        if values["status"] == ActionStatus.CANNOT:
            required("why_not", why_not := self.reading("#why_not"))
            values["why_not"] = why_not
        self.reading("#outcome")
        values["outcome"] = self._outcome()
        if self._action is not None:
            done = self.reading("#done_on")
            values["done_on"] = past_day(done, today=today) if done else None
            values["difference"] = self.query_one("#difference", TextArea).text.strip() or None
            if values["status"] == ActionStatus.DONE and not values["done_on"]:
                values["done_on"] = today.isoformat()
            if values["status"] != ActionStatus.DONE:
                values["done_on"] = None
        seen = {name: getattr(self._action, name) for name in values} if self._action else {}
        return ActionForm(values, seen)

    def _outcome(self) -> str:
        outcome = self.query_one("#outcome", Select).value
        if outcome is Select.NULL:
            raise BadInput(
                _("it is not said which outcome it is for"), _("choose the one that it serves most")
            )
        return str(outcome)


class FinishDialog(Dialog[ActionForm]):
    """An action is done: what difference has it made? The answer may be kept as evidence at once."""

    TITLE_TEXT = _("Done — what difference has it made?")
    HELP = _(
        "Say what is different for children now: what you saw, heard or counted. If nothing is, say that; it "
        "is worth knowing. The answer may wait, too. With the tick, it is opened as a piece of evidence for "
        "you to look over."
    )

    def __init__(self, action: Action) -> None:
        super().__init__()
        self._action = action

    def body(self) -> ComposeResult:
        yield Label(self._action.what or "", id="finished", markup=False)
        yield Label(_("What difference has it made? It may wait"), classes="field")
        yield TextArea(self._action.difference or "", id="difference")
        yield Tick(_("Keep this answer as evidence too"), id="keep", compact=True)
        yield Label(_("When was it done?"), classes="field")
        day = self._action.done_on or clock.today().isoformat()
        yield Input(show_day(day), id="done_on", placeholder=_("today, yesterday, 3 Apr 2026"))

    def on_mount(self) -> None:
        difference = self.query_one("#difference", TextArea)
        difference.tab_behavior = "focus"
        self.begin_at("#difference")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> ActionForm:
        today = clock.today()
        self.reading("#difference")
        difference = self.query_one("#difference", TextArea).text.strip() or None
        keep = self.query_one("#keep", Tick).value
        if keep and difference is None:
            raise BadInput(
                _("there is no answer yet to keep as evidence"),
                _("say what difference it has made, or leave the box empty"),
            )
        done = self.reading("#done_on")
        values: dict[str, Value] = {
            "status": ActionStatus.DONE.value,
            "done_on": past_day(done, today=today) if done else today.isoformat(),
            "difference": difference,
        }
        return ActionForm(values, {name: getattr(self._action, name) for name in values}, keep)
