"""The action plan: everything to do on one page, by outcome or by date."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rrsa.guide import plan
from rrsa.guide.plan import Group, Only
from rrsa.i18n import _, ngettext
from rrsa.portfolio.records import Action
from rrsa.tui import recording
from rrsa.tui.dialogs.find import FindDialog, Found
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.lists import STATUS_MARKS, KeyedList
from rrsa.vocabulary import ActionStatus

MOST_ROWS = 400
"""Actions listed at a time; a role, or how far they have come, finds the rest."""

_BARE = "bare:"  # begins the id of a row that stands for an outcome without an action


class PlanScreen(SettingScreen):
    """One list of actions under headings, and a card about the one that is highlighted."""

    NAME = "plan"
    CSS_PATH = "plan.tcss"
    HELP = _(
        "Everything you are going to do. **t** adds something, Enter opens it, **f** says that it is done "
        "and asks what difference it has made, **c** says that you cannot and why; children are told the "
        "reason. **d** takes it out. **o** turns the list from outcomes to dates and back, **w** shows what "
        "one role does, **s** what is to do, past its date or over. **h** shows how an action came to be as "
        "it is. Nobody is counted here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "new", _("New"), id="plan.new", tooltip=_("Something new to do")),
        Binding(
            "i",
            "improvements",
            _("From areas"),
            id="plan.improvements",
            tooltip=_("Make actions from the areas for improvement"),
        ),
        Binding("f", "finish", _("Finish"), id="plan.finish", tooltip=_("What difference has it made?")),
        Binding(
            "c",
            "cannot",
            _("We cannot"),
            id="plan.cannot",
            tooltip=_("It cannot be done: why not? Children are told the reason"),
        ),
        Binding(
            "d,delete,backspace",
            "remove",
            _("Remove"),
            key_display="d",
            show=False,
            id="plan.remove",
            tooltip=_("Take it out of the plan; u brings it back"),
        ),
        Binding("o", "order", _("Order"), id="plan.order", tooltip=_("By outcome, or by date")),
        Binding("w", "who", _("Who"), id="plan.who", tooltip=_("Only what one role does")),
        Binding(
            "s", "status", _("How far"), id="plan.status", tooltip=_("To do, past its date, done, cannot")
        ),
        Binding(
            "h",
            "history",
            _("History of it"),
            show=False,
            id="plan.history",
            tooltip=_("How it came to be"),
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._by_date = False
        self._only = plan.EVERYTHING

    def body(self) -> ComposeResult:
        yield Static(id="plan-head")
        with Container(id="plan-page"):
            yield KeyedList(id="plan-list")
            with VerticalScroll(id="plan-card"):
                yield Static(id="plan-about")

    def on_mount(self) -> None:
        self.query_one("#plan-list").focus()

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        evaluation = self.evaluation
        portfolio, on = evaluation.portfolio, evaluation.on
        if self._by_date:
            groups = plan.by_date(portfolio, on, self._only)
        else:
            groups = plan.by_outcome(evaluation.framework, evaluation.assessment, portfolio, self._only)
        self.query_one("#plan-head", Static).update(self._head())
        listed = self.query_one("#plan-list", KeyedList)
        listed.refill(self._rows(groups))
        if listed.item is None:
            listed.action_cursor_down()
        self._show_card()

    def _head(self) -> Content:
        portfolio = self.evaluation.portfolio
        # A figure beside a role would measure a colleague.
        said = self._only.role or plan.summary_words(portfolio, self.evaluation.on)
        order = _("By date") if self._by_date else _("By outcome")
        return Content.assemble((said, "bold"), "\n", (f"{order} · {self._status_words()}", "$text-muted"))

    def _status_words(self) -> str:
        if self._only.late:
            return _("past its date")
        if self._only.statuses is None:
            return _("everything")
        if self._only.statuses == plan.OPEN:
            return _("still to do")
        return " · ".join(status.label.lower() for status in self._only.statuses)

    def _rows(self, groups: tuple[Group, ...]) -> list[Option]:
        rows: list[Option] = []
        left = MOST_ROWS
        for group in groups:
            if left <= 0:
                break
            rows.append(Option(Content.styled(group.heading, "bold $secondary"), disabled=True))
            rows += [Option(self._row(action), id=action.id) for action in group.actions[:left]]
            left -= len(group.actions)
            if group.bare:
                text = _("Our view is low here, and nothing is planned yet. Enter plans something.")
                rows.append(Option(Content.styled(f"· {text}", "$text-muted"), id=f"{_BARE}{group.outcome}"))
        more = sum(len(group.actions) for group in groups) - MOST_ROWS
        if more > 0:
            text = ngettext("and {n} more; w or s find it", "and {n} more; w or s find them", more)
            rows.append(Option(Content.styled(text.format(n=more), "$text-muted"), disabled=True))
        if not rows:
            rows.append(Option(self._nothing(), disabled=True))
        return rows

    def _nothing(self) -> str:
        if self._only == plan.EVERYTHING and self.evaluation.framework.asks_strengths:
            return _("Nothing is planned yet. Press i to make actions from the areas for improvement.")
        if self._only == plan.EVERYTHING:
            return _("Nothing is planned yet. Press t and say what you will do, who does it, and by when.")
        return _("Nothing of that kind. Press s or w to see the rest.")

    def _row(self, action: Action) -> Content:
        known = plan.how_far(action, self.evaluation.on)
        outcome = self.evaluation.framework.outcomes.get(action.outcome or "")
        if self._by_date and outcome is not None:
            known.append(f"{outcome.id} {outcome.short}")
        return Content.assemble(
            (f"{STATUS_MARKS[plan.status_of(action)]} ", "$primary"),
            action.what or "",
            (f"\n  {' · '.join(known)}", "$text-muted"),
        )

    def _show_card(self) -> None:
        action = self.highlighted_action
        card = self.query_one("#plan-card")
        card.display = action is not None
        if action is not None:
            self.query_one("#plan-about", Static).update(Content("\n").join(self._card(action)))

    def _card(self, action: Action) -> list[Content]:
        evaluation = self.evaluation
        outcome = evaluation.framework.outcomes.get(action.outcome or "")
        because = evaluation.portfolio.evidence.get(action.because or "")
        measure = evaluation.portfolio.measures.get(action.measure or "")
        lines = [Content.styled(action.what or "", "bold")]
        if outcome is not None:
            lines.append(Content.styled(f"{outcome.id} · {outcome.title}", "$secondary"))
        lines.append(Content(" · ".join(plan.how_far(action, evaluation.on)[:3])))
        more = [
            (_("Children are told: "), action.for_children),
            (_("Why not: "), action.why_not),
            (_("What difference it has made: "), action.difference),
            (_("Because of: "), because.title if because else None),
            (_("Is to move: "), measure.title if measure else None),
        ]
        lines += [Content.assemble((label, "$text-muted"), text) for label, text in more if text]
        if action.status == ActionStatus.DONE and not action.difference:
            lines.append(Content.styled(_("What difference has it made? f notes it."), "$text-muted"))
        return lines

    # -- what one can do ---------------------------------------------------------------------------

    @property
    def _item(self) -> str:
        return self.query_one("#plan-list", KeyedList).item or ""

    @property
    def highlighted_action(self) -> Action | None:
        """The action that is highlighted."""
        return self.evaluation.portfolio.actions.get(self._item)

    @property
    def highlighted_outcome(self) -> str | None:
        """The outcome that the highlighted row belongs to."""
        action = self.highlighted_action
        if action is not None:
            return action.outcome
        return self._item.removeprefix(_BARE) if self._item.startswith(_BARE) else None

    def on_option_list_option_highlighted(self) -> None:
        self._show_card()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if (event.option_id or "").startswith(_BARE):
            self.action_new()
        elif event.option_id:
            recording.edit_action(self.rrsa, event.option_id)

    def action_new(self) -> None:
        recording.add_action(self.rrsa, self.highlighted_outcome)

    def action_finish(self) -> None:
        recording.finish_action(self.rrsa, self._item)

    def action_cannot(self) -> None:
        recording.give_up_action(self.rrsa, self._item)

    def action_remove(self) -> None:
        recording.remove_action(self.rrsa, self._item)

    def action_order(self) -> None:
        self._by_date = not self._by_date
        self._show_from_the_top()

    def action_status(self) -> None:
        """Goes on to the next: everything, still to do, past its date, done, cannot."""
        kinds: list[tuple[frozenset[ActionStatus] | None, bool]] = [
            (None, False),
            (plan.OPEN, False),
            (None, True),
            (frozenset({ActionStatus.DONE}), False),
            (frozenset({ActionStatus.CANNOT}), False),
        ]
        at = kinds.index((self._only.statuses, self._only.late))
        statuses, late = kinds[(at + 1) % len(kinds)]
        self._only = Only(role=self._only.role, statuses=statuses, late=late)
        self._show_from_the_top()

    def _show_from_the_top(self) -> None:
        self.query_one("#plan-list", KeyedList).highlighted = None
        self.show()

    def action_who(self) -> None:
        everybody = _("Everybody")
        things = [Found("role", "", everybody, "", everybody.lower())]
        things += [
            Found("role", role, role, "", role.lower()) for role in plan.roles(self.evaluation.portfolio)
        ]

        def chosen(found: Found | None) -> None:
            if found is not None:
                self._only = self._only._replace(role=found.item)
                self._show_from_the_top()

        self.app.push_screen(FindDialog(things, _("Whose part of the plan?")), chosen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Areas for improvement are for partnerships."""
        if action == "improvements":
            return self.evaluation.framework.asks_strengths
        return super().check_action(action, parameters)

    def action_improvements(self) -> None:
        recording.plan_improvements(self.rrsa)

    def action_history(self) -> None:
        from rrsa.tui.screens.history import show_history

        if self.highlighted_action is not None:
            show_history(self.rrsa, item=self.highlighted_action.id)
