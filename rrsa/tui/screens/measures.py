"""Measures: what was counted, drawn, with what was done beside it on the same time line."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Label, OptionList, Static

from rrsa.guide.measure_drawing import HEIGHT, WIDTH, drawing, key_words, lettered
from rrsa.guide.measures import (
    MeasureView,
    beside_words,
    caution,
    change_sentences,
    measure_views,
    target_sentence,
)
from rrsa.i18n import _
from rrsa.tui.at_hand import outcome_at_hand
from rrsa.tui.recording import measures as recording
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.lists import KeyedList
from rrsa.tui.widgets.measures import BASELINE, MeasureList, ReadingList

_MARGIN = 4  # columns of the detail pane that its padding and a scroll bar take
_NARROWEST = 40


class MeasuresScreen(SettingScreen):
    """The measures by outcome; the one that is highlighted is shown whole."""

    NAME = "measures"
    CSS_PATH = "measures.tcss"
    HELP = _(
        "A measure is something that you count more than once, so that a difference stands beside what you "
        "did. **a** adds one, **r** notes what it is now, Enter opens it, **d** removes it. Tab goes to the "
        "counts, where Enter and **d** are for one count. The drawing shows each count at its day (○ "
        "baseline, ● counted, ◎ target); letters under its line are what was done. How many people there "
        "are is always said, and the page never says that one thing was the reason for another."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", _("Add"), id="measures.add", tooltip=_("Add something to count")),
        Binding(
            "r", "reading", _("Reading"), id="measures.reading", tooltip=_("Counted again: what it is now")
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._views: tuple[MeasureView, ...] = ()
        self._begin_at: str | None = None
        self._first: str | None = None

    @property
    def shown(self) -> MeasureView | None:
        """The measure that is highlighted."""
        item = self.query_one("#measure-list", MeasureList).item
        return next((view for view in self._views if view.measure.id == item), None)

    @property
    def place(self) -> str:
        return (self.shown.measure.outcome or "") if self.is_mounted and self.shown else ""

    def body(self) -> ComposeResult:
        with Vertical(id="measures"):
            yield Static(id="nothing")
            yield MeasureList(id="measure-list")
            with VerticalScroll(id="detail"):
                yield Static(id="words")
                yield Static(id="drawing")
                yield Label(_("What was counted"), classes="ask")
                yield ReadingList(id="reading-list")
                yield Static(id="source")
                yield Label(_("What was done meanwhile, and what is planned"), classes="ask")
                yield Static(id="beside")

    def on_mount(self) -> None:
        at_hand = outcome_at_hand(self.rrsa)
        listed = self.query_one("#measure-list", MeasureList)
        here = next((v.measure.id for v in self._all() if v.measure.outcome == at_hand), None)
        if at_hand is not None and here is None:
            self._begin_at = at_hand  # nothing is counted there yet: what is added next is for it
        self.show()
        if here is not None:
            listed.highlighted = listed.get_option_index(here)
        self._first = listed.item
        listed.focus()

    # -- what is drawn -----------------------------------------------------------------------------

    def _all(self) -> tuple[MeasureView, ...]:
        evaluation = self.evaluation
        return measure_views(evaluation.framework, evaluation.portfolio, evaluation.on)

    def show(self) -> None:
        self._views = self._all()
        nothing = self.query_one("#nothing", Static)
        nothing.display = not self._views
        nothing.update(Content.from_markup(_nothing_yet()))
        listed = self.query_one("#measure-list", MeasureList)
        listed.display = self.query_one("#detail").display = bool(self._views)
        listed.show(self.evaluation.framework, self._views, short=not self._wide)
        self._show_detail()

    def _show_detail(self) -> None:
        view = self.shown
        if view is None:
            return
        self.query_one("#words", Static).update(self._words(view))
        room = self.query_one("#detail").size.width - _MARGIN
        lines = drawing(view, min(max(room, _NARROWEST), WIDTH), HEIGHT if self._wide else HEIGHT - 1)
        drawn = self.query_one("#drawing", Static)
        drawn.display = bool(lines)
        drawn.update(
            Content.assemble(("\n".join(lines), "$primary"), "\n", (key_words(), "$text-muted"))
            if lines
            else ""
        )
        self.query_one("#reading-list", ReadingList).show(view)
        self.query_one("#source", Static).update(self._source(view))
        self.query_one("#beside", Static).update(self._beside(view))

    @property
    def _wide(self) -> bool:
        """Whether the list stands beside what is shown of one measure, and not above it."""
        return self.has_class("-wide")

    def _words(self, view: MeasureView) -> Content:
        lines = [Content(change_sentences(view)), Content(target_sentence(view))]
        if self._wide:
            lines.insert(0, Content.styled(view.measure.title or "", "bold"))
        return Content("\n").join(lines)

    @staticmethod
    def _source(view: MeasureView) -> Content:
        """Where the figures come from, and how they are counted."""
        source = _("Source: {source}").format(source=view.measure.source) if view.measure.source else ""
        return Content("\n".join(filter(None, (source, view.measure.note))))

    @staticmethod
    def _beside(view: MeasureView) -> Content:
        if not view.beside:
            return Content(_("Nothing yet. What is planned for this outcome will stand here."))
        lines = []
        for letter, each in lettered(view):
            told = [beside_words(each), each.who, _("meant to move this") if each.tied else ""]
            mark = "✓" if each.done else "☐"
            lines.append(
                Content.assemble(
                    (f"{letter} {mark} ", "$primary"),
                    each.what,
                    (f"  {' · '.join(filter(None, told))}", "$text-muted"),
                )
            )
        return Content("\n").join([*lines, Content.styled(caution(), "$text-muted")])

    def on_resize(self) -> None:
        # The pane has its new size only once the layout is through.
        self.call_after_refresh(self._draw_anew)

    def _draw_anew(self) -> None:
        if self.is_open:
            self.show()

    # -- what one can do ---------------------------------------------------------------------------

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_list.id == "measure-list":
            if event.option_id != self._first:
                self._begin_at = None  # somebody has chosen another
            self._show_detail()
            self.query_one("#detail").scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        item = event.option_id or ""
        if event.option_list.id == "measure-list":
            recording.edit_measure(self.rrsa, item)
        elif item != BASELINE:
            recording.edit_reading(self.rrsa, item)
        elif self.shown is not None:
            recording.edit_measure(self.rrsa, self.shown.measure.id)

    def on_keyed_list_asked(self, event: KeyedList.Asked) -> None:
        if event.list.id == "measure-list":
            recording.remove_measure(self.rrsa, event.item)
        elif event.item == BASELINE:
            self.notify(_("The baseline belongs to the measure. Enter opens it."))
        else:
            recording.remove_reading(self.rrsa, event.item)

    def action_add(self) -> None:
        recording.add_measure(self.rrsa, self._begin_at or self.place, then=self._go_to)

    def _go_to(self, measure: str) -> None:
        """What was just added is what one wants to see."""
        if self.is_mounted and measure in self.evaluation.portfolio.measures:
            self.redraw()
            listed = self.query_one("#measure-list", MeasureList)
            listed.highlighted = listed.get_option_index(measure)
            listed.focus()

    def action_reading(self) -> None:
        if self.shown is not None:
            recording.add_reading(self.rrsa, self.shown.measure.id)


def _nothing_yet() -> str:
    return _(
        "Nothing is counted yet. A measure is one thing that you count more than once, say in autumn and "
        "again in spring: how many know whom to tell when they are worried. Press [b]a[/b] to begin with "
        "one; one that is kept up says more than five that are not."
    )
