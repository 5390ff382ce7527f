"""A measure as it was found on one day."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Input, Label

from rrsa import clock
from rrsa.guide.measures import MeasureView, point_words
from rrsa.i18n import _
from rrsa.portfolio.checks import past_day, required, show_day
from rrsa.portfolio.records import LINE, Reading, Value
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.dialogs.measure import read_out_of, shown_count


class ReadingForm(NamedTuple):
    """What was filled in, and what stood there before."""

    values: dict[str, Value]
    seen: dict[str, Value]


class ReadingDialog(Dialog[ReadingForm]):
    """Adds or edits a reading."""

    HELP = _(
        "Count it the same way as before. People are given out of how many there are **now**, as 24/41; "
        "times with the number of people they are among, as 7/6. A note says what a reader has to know about "
        "the day, never about a child."
    )

    def __init__(self, view: MeasureView, reading: Reading | None = None) -> None:
        super().__init__()
        self._view = view
        self._reading_before = reading

    def title_text(self) -> str:
        return _("Counted again") if self._reading_before is None else _("Reading")

    def body(self) -> ComposeResult:
        reading = self._reading_before or Reading("", date=clock.today().isoformat())
        yield Label(self._view.measure.title or "", classes="hint", markup=False)
        if self._view.latest is not None:
            last = _("Last: {said}").format(said=point_words(self._view, self._view.latest))
            yield Label(last, classes="hint", markup=False)
        if self._view.people:
            yield Label(_("How many, out of how many?"), classes="field")
            example = _("24/41 for 24 of 41 people")
        else:
            yield Label(_("How many times, and among how many people?"), classes="field")
            example = _("7/6 for 7 times among 6 people, or just 7")
        yield Input(shown_count(reading.count, reading.n), id="count", placeholder=example)
        yield Label(_("When was it counted?"), classes="field")
        yield Input(show_day(reading.date), id="date", placeholder=_("today, yesterday, 3 Apr 2026"))
        yield Label(_("Anything to know about it?"), classes="field")
        yield Input(reading.note or "", id="note", max_length=LINE)

    def on_mount(self) -> None:
        self.begin_at("#count")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "note":
            self.action_ok()
        else:
            self.focus_next()

    def value(self) -> ReadingForm:
        required("count", text := self.reading("#count"))
        count, n = read_out_of(text, people=self._view.people)
        required("date", day := self.reading("#date"))
        values: dict[str, Value] = {
            "count": count,
            "n": n,
            "date": past_day(day, today=clock.today()),
            "note": self.reading("#note") or None,
        }
        before = self._reading_before
        seen = {name: getattr(before, name) for name in values} if before else {}
        return ReadingForm(values, seen)
