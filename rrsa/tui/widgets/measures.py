"""The lists of the measures page: what is counted, and the counts of one measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from rrsa.framework.model import Framework
from rrsa.guide.measure_drawing import small_drawing
from rrsa.guide.measures import MeasureView, Role, change_word, count_words, line_words
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.tui.widgets.lists import KeyedList

BASELINE = "baseline"
"""The baseline's row among the counts; it belongs to the measure itself."""


class MeasureList(KeyedList):
    """Every measure, under its outcome."""

    HELP = _(
        "What is counted for each outcome, with its latest count. **a** adds something to count, **r** notes "
        "what it is now, Enter opens a measure, **d** removes it with its counts; **u** brings it back. Tab "
        "goes to the counts."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete,backspace", "ask('remove')", _("Remove"), key_display="d", id="measure.remove"),
    ]

    def show(self, framework: Framework, views: Sequence[MeasureView], *, short: bool = False) -> None:
        """``short`` leaves the words to whatever is shown beside the list."""
        rows: list[Option] = []
        last = None
        for view in views:
            outcome = view.measure.outcome or ""
            if outcome != last:
                rows.append(Option(self._heading(framework, outcome), disabled=True))
                last = outcome
            rows.append(Option(self._row(view, short=short), id=view.measure.id))
        self.refill(rows)
        if self.item is None and views:
            self.highlighted = 1

    @staticmethod
    def _heading(framework: Framework, outcome: str) -> Content:
        known = framework.outcomes.get(outcome)
        return Content.styled(f"{outcome} {known.short if known else ''}".rstrip(), "bold $secondary")

    @staticmethod
    def _row(view: MeasureView, *, short: bool) -> Content:
        if short:
            return Content.assemble(
                (f"{small_drawing(view):>8}  ", "$primary"),
                view.measure.title or "",
                (f"  {change_word(view)}", "$text-muted"),
            )
        return Content.assemble(
            (view.measure.title or "", "bold"),
            "\n",
            (f"  {small_drawing(view)} " if view.points else "  ", "$primary"),
            (line_words(view), "$text-muted"),
        )


class ReadingList(KeyedList):
    """The counts of one measure, the baseline first."""

    HELP = _(
        "Every count of this measure with its day. Enter opens one, **r** adds another, **d** removes one; "
        "**u** brings it back. The baseline (○) belongs to the measure: Enter opens that."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete,backspace", "ask('remove')", _("Remove"), key_display="d", id="reading.remove"),
    ]

    def show(self, view: MeasureView) -> None:
        rows = []
        for point in view.points:
            mark = "○" if point.role is Role.BASELINE else "●"
            dated = show_day(point.day) or _("no date")
            row = Content.assemble(
                (f"{mark} ", "$primary"),
                f"{dated:<12} {count_words(view, point)}",
                (f"  {point.note}" if point.note else "", "$text-muted"),
            )
            rows.append(Option(row, id=point.reading or BASELINE))
        self.refill(rows)
