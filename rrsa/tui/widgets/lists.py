"""The lists of an outcome's page: look-fors, evidence, actions. Each has keys while it has the focus."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from rrsa.evaluation import Evaluation
from rrsa.framework.model import Indicator
from rrsa.guide import plan
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.records import Action
from rrsa.scoring import words
from rrsa.scoring.model import Piece
from rrsa.vocabulary import ActionStatus, Answer, Direction, Perspective

ANSWER_MARKS = {
    None: "·",
    Answer.YES: "●",
    Answer.PARTLY: "◐",
    Answer.NOT_YET: "○",
    Answer.UNSURE: "?",
    Answer.NOT_APPLICABLE: "–",
}
DIRECTION_MARKS = {Direction.WORKS: "◆", Direction.MIXED: "◈", Direction.NOT_YET: "◇"}
STATUS_MARKS = {
    ActionStatus.PLANNED: "☐",
    ActionStatus.UNDER_WAY: "◐",
    ActionStatus.DONE: "✓",
    ActionStatus.CANNOT: "–",
}


def action_row(action: Action, on: date, moves: str = "") -> Content:
    """An action in a line: its mark, its words, how far it has come, who, by when, and what it is to move."""
    told = [*plan.how_far(action, on), *([_("to move: {measure}").format(measure=moves)] if moves else [])]
    return Content.assemble(
        (f"{STATUS_MARKS[plan.status_of(action)]} ", "$primary"),
        action.what or "",
        (f"  {' · '.join(told)}", "$text-muted"),
    )


class KeyedList(OptionList):
    """An option list whose keys speak of the item that is highlighted."""

    class Asked(Message):
        """A key asked for ``what`` to be done with an item."""

        def __init__(self, widget: KeyedList, what: str, item: str) -> None:
            super().__init__()
            self.list = widget
            self.what = what
            self.item = item

        @property
        def control(self) -> KeyedList:
            return self.list

    def refill(self, options: list[Option]) -> None:
        """New rows; the highlight stays on the item it was on, or as near as can be."""
        before = self.item
        at = self.highlighted
        self.clear_options()
        self.add_options(options)
        ids = [option.id for option in options]
        if before is not None and before in ids:
            self.highlighted = ids.index(before)
        elif options and at is not None:
            self.highlighted = min(at, len(options) - 1)

    def on_focus(self) -> None:
        """Keys speak of an item, so there always is one."""
        if self.highlighted is None and self.option_count:
            self.highlighted = 0

    @property
    def item(self) -> str | None:
        """The id of the item that is highlighted."""
        if self.highlighted is None or self.highlighted >= self.option_count:
            return None
        return self.get_option_at_index(self.highlighted).id

    def action_ask(self, what: str) -> None:
        if self.item is not None:
            self.post_message(self.Asked(self, what, self.item))


class LookForList(KeyedList):
    """Look-fors with their answers."""

    HELP = _(
        "A look-for is one thing that you can go and see, hear or count. Answer the ones that help you: "
        "**y** yes, **p** partly, **n** not yet, **s** not sure, **o** not applicable (with a reason), "
        "**0** takes the answer back. Answers never change your view; where they disagree, the page says so."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "ask('yes')", _("Yes"), id="look.yes"),
        Binding("p", "ask('partly')", _("Partly"), id="look.partly"),
        Binding("n", "ask('not-yet')", _("Not yet"), id="look.not-yet"),
        Binding("s", "ask('unsure')", _("Not sure"), id="look.unsure"),
        Binding("o", "ask('not-applicable')", _("Not applicable"), show=False, id="look.not-applicable"),
        Binding("0", "ask('clear')", show=False, id="look.clear"),
        Binding("a", "ask('evidence')", _("Add evidence"), id="look.evidence"),
    ]

    def show(self, evaluation: Evaluation, indicators: tuple[Indicator, ...]) -> None:
        rows = []
        for indicator in indicators:
            answer = evaluation.portfolio.look(indicator.id).answer
            mark = ANSWER_MARKS[Answer(answer) if answer else None]
            label = Answer(answer).label if answer else _("not looked at")
            rows.append(
                Option(
                    Content.assemble(
                        (f"{mark} {indicator.id}  ", "$accent"),
                        indicator.statement,
                        (f"  — {label}", "$text-muted"),
                    ),
                    id=indicator.id,
                )
            )
        self.refill(rows)


class EvidenceList(KeyedList):
    """The evidence of one outcome, strongest first."""

    HELP = _(
        "Evidence for this outcome. **◆** shows it works, **◈** is mixed, **◇** shows not yet — "
        "which is welcome, and asks what you did about it. Enter opens a piece. **c** marks it with ★ as one "
        "of the two or three for the assessor. Delete removes it; **u** brings it back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c",
            "ask('choose')",
            _("Choose ★"),
            id="evidence.choose",
            tooltip=_("One of the two or three for the assessor"),
        ),
        Binding(
            "m",
            "ask('unlink')",
            _("Unlink"),
            show=False,
            id="evidence.unlink",
            tooltip=_("Take it away from this outcome; the evidence stays"),
        ),
        Binding(
            "t",
            "ask('act')",
            _("Action from it"),
            show=False,
            id="evidence.act",
            tooltip=_("Something to do because of this evidence"),
        ),
        Binding("delete,backspace", "ask('remove')", _("Remove"), key_display="Del", id="evidence.remove"),
    ]

    def show(self, evaluation: Evaluation, outcome: str, pieces: tuple[Piece, ...]) -> None:
        self.refill([Option(self._row(evaluation, outcome, piece), id=piece.evidence) for piece in pieces])

    @staticmethod
    def _row(evaluation: Evaluation, outcome: str, piece: Piece) -> Content:
        item = evaluation.portfolio.evidence[piece.evidence]
        links = [
            link
            for link in evaluation.portfolio.links_by_evidence.get(item.id, ())
            if evaluation.framework.outcome_of.get(link.target or "") == outcome
        ]
        star = "★ " if any(link.chosen for link in links) else ""
        parts = [Perspective(piece.perspective).label, show_day(item.date) or _("no date")]
        parts += [words.flag_words(flag) for flag in piece.flags if flag != "undated"]
        below = [link.target for link in links if link.target != outcome]
        if below:
            parts.append(", ".join(str(target) for target in below))
        elsewhere = [
            link.target or ""
            for link in evaluation.portfolio.links_by_evidence.get(item.id, ())
            if link.target in evaluation.framework.outcome_of and link not in links
        ]
        if elsewhere:
            parts.append(_("also for {ids}").format(ids=", ".join(elsewhere)))
        if item.showcase:
            parts.append(_("showcase"))
        if item.file_name:
            parts.append(_("file"))
        return Content.assemble(
            (f"{DIRECTION_MARKS[piece.direction]} ", "$primary"),
            (star, "$accent"),
            item.title or "",
            (f"  {' · '.join(parts)}", "$text-muted"),
        )


class ActionList(KeyedList):
    """The actions of one outcome, soonest first."""

    HELP = _(
        "What you are going to do about this outcome. Enter opens an action, **f** finishes it and asks what "
        "difference it has made, **c** says that we cannot, and why. Delete removes it; **u** brings it back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f",
            "ask('finish')",
            _("Finish"),
            id="action.finish",
            tooltip=_("It is done: what difference has it made?"),
        ),
        Binding(
            "c",
            "ask('cannot')",
            _("We cannot"),
            id="action.cannot",
            tooltip=_("It cannot be done: why not? Children are told the reason"),
        ),
        Binding("delete,backspace", "ask('remove')", _("Remove"), key_display="Del", id="action.remove"),
    ]

    def show(self, evaluation: Evaluation, actions: tuple[Action, ...]) -> None:
        measures = evaluation.portfolio.measures
        rows = []
        for action in actions:
            measure = measures.get(action.measure or "")
            row = action_row(action, evaluation.on, (measure.title or "") if measure else "")
            rows.append(Option(row, id=action.id))
        self.refill(rows)
