"""Something to do: what, who, by when; and when it is done, what difference it has made."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Input, Label, Select, TextArea

from rrsa import clock
from rrsa.i18n import _
from rrsa.portfolio.checks import parse_day, past_day, required, show_day
from rrsa.portfolio.records import LINE, NAME, Action, Value
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.vocabulary import ActionStatus


class ActionForm(NamedTuple):
    """What was filled in, and what stood there before."""

    values: dict[str, Value]
    seen: dict[str, Value]


class ActionDialog(Dialog[ActionForm]):
    """Adds or edits an action."""

    HELP = _(
        "Small and soon is better than large and later. **Who** is a role, such as *P2 teacher* or *pupil "
        "council*. When it is done, say what difference it has made: that answer is often your best evidence."
    )

    def __init__(self, action: Action | None = None, *, what: str = "", finishing: bool = False) -> None:
        super().__init__()
        self._action = action
        self._what = what
        self._finishing = finishing

    def title_text(self) -> str:
        if self._finishing:
            return _("Done — what difference has it made?")
        return _("Something to do") if self._action is None else _("Action")

    def body(self) -> ComposeResult:
        action = self._action or Action("", what=self._what)
        status = ActionStatus.DONE if self._finishing else (action.status or ActionStatus.PLANNED)
        yield Label(_("What will you do?"), classes="field")
        yield Input(action.what or "", id="what", max_length=LINE)
        yield Label(_("Who? A role"), classes="field")
        yield Input(action.who or "", id="who", max_length=NAME)
        yield Label(_("By when?"), classes="field")
        yield Input(show_day(action.due), id="due", placeholder=_("for example: 12 Dec 2026; may stay empty"))
        yield Label(_("How far has it come?"), classes="field")
        yield Select(
            [(s.label, s.value) for s in ActionStatus],
            value=str(status),
            allow_blank=False,
            id="status",
            compact=True,
        )
        if self._action is not None:
            yield Label(_("When was it done?"), classes="field")
            day = action.done_on or (clock.today().isoformat() if self._finishing else None)
            yield Input(show_day(day), id="done_on", placeholder=_("today, yesterday, 3 Apr 2026"))
            yield Label(_("What difference has it made?"), classes="field")
            yield TextArea(action.difference or "", id="difference")

    def on_mount(self) -> None:
        self.begin_at("#difference" if self._finishing else "#what")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def value(self) -> ActionForm:
        today = clock.today()
        required("what", what := self.reading("#what"))
        due = self.reading("#due")
        values: dict[str, Value] = {
            "what": what,
            "who": self.query_one("#who", Input).value.strip() or None,
            "due": parse_day(due, today=today).isoformat() if due else None,
            "status": str(self.query_one("#status", Select).value),
        }
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
