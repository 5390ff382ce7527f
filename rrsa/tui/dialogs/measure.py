"""A measure: what is counted, which way is better, where it began and where it should go."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Input, Label, Select, TextArea

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.evaluation.rules import check_out_of
from rrsa.i18n import _
from rrsa.portfolio.checks import parse_day, past_day, required, show_day
from rrsa.portfolio.records import LINE, TITLE, Measure, Value
from rrsa.quantity import read_count
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.vocabulary import Better, Counts


class MeasureForm(NamedTuple):
    """What was filled in, and what stood there before."""

    outcome: str
    values: dict[str, Value]
    seen: dict[str, Value]


class MeasureDialog(Dialog[MeasureForm]):
    """Adds or edits a measure. Only what it is, what it counts and which way is better are needed."""

    HELP = _(
        "A measure is something that you **count more than once**: children who say they know whom to tell, "
        "evenings when somebody went without supper. Count **people** out of how many there are, as 12/41, "
        "or **times** that something happened; then say among how many people, as 12/6. Without that, nobody "
        "can tell what a number means. The **baseline** is the count before you began. Never count anything "
        "that says something about one child or one member of staff."
    )

    def __init__(self, evaluation: Evaluation, measure: Measure | None = None, *, outcome: str = "") -> None:
        super().__init__()
        self._evaluation = evaluation
        self._measure = measure
        self._outcome = outcome

    def title_text(self) -> str:
        return _("Something to count") if self._measure is None else _("Measure")

    def body(self) -> ComposeResult:
        measure = self._measure or Measure("", outcome=self._outcome)
        yield Label(_("What is counted?"), classes="field")
        yield Input(
            measure.title or "",
            id="title",
            max_length=TITLE,
            placeholder=_("for example: say they know whom to tell if they are worried"),
        )
        yield Label(_("For which outcome?"), classes="field")
        outcomes = self._evaluation.framework.outcomes
        yield self._select(
            "outcome", [(f"{o.id} {o.short}", o.id) for o in outcomes.values()], measure.outcome, outcomes
        )
        yield Label(_("Does it count people, or times?"), classes="field")
        yield self._select("counts", [(c.label, c.value) for c in Counts], measure.counts, set(Counts))
        yield Label(_("Which way is better?"), classes="field")
        yield self._select("better", [(b.label, b.value) for b in Better], measure.better, set(Better))
        yield Label(_("The baseline: where it began"), classes="field")
        yield Input(
            shown_count(measure.baseline, measure.baseline_n),
            id="baseline",
            placeholder=_("12/41 for 12 of 41 people; may stay empty"),
        )
        yield Label(_("When was that?"), classes="field")
        yield Input(show_day(measure.baseline_on), id="baseline_on", placeholder=_("3 Apr 2026, today"))
        yield Label(_("The target: where you would like it to be"), classes="field")
        yield Input(
            shown_count(measure.target, measure.target_n),
            id="target",
            placeholder=_("30/41; may stay empty"),
        )
        yield Label(_("By when?"), classes="field")
        yield Input(show_day(measure.target_on), id="target_on", placeholder=_("30 Jun 2027; may stay empty"))
        yield Label(_("Where do the figures come from?"), classes="field")
        yield Input(
            measure.source or "",
            id="source",
            max_length=LINE,
            placeholder=_("for example: questionnaire, question 4"),
        )
        yield Label(_("How it is counted, so that it is the same next time"), classes="field")
        yield TextArea(measure.note or "", id="note")

    def _select(
        self, name: str, options: list[tuple[str, str]], value: str | None, known: object
    ) -> Select[str]:
        at = value if value and value in known else Select.NULL  # type: ignore[operator]
        return Select(options, prompt=_("choose one"), value=at, id=name, compact=True)

    def on_mount(self) -> None:
        self.begin_at("#title")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def value(self) -> MeasureForm:
        today = clock.today()
        required("title", title := self.reading("#title"))
        outcome = self._chosen("outcome", _("it is not said for which outcome it is"))
        counts = self._chosen("counts", _("it is not said whether it counts people or times"))
        better = self._chosen("better", _("it is not said which way is better"))
        people = counts == Counts.PEOPLE
        baseline, baseline_n = self._count("#baseline", people=people)
        began = self._day("#baseline_on", baseline)
        baseline_on = past_day(began, today=today) if began else None
        target, target_n = self._count("#target", people=people)
        due = self._day("#target_on", target)
        target_on = parse_day(due, today=today).isoformat() if due else None
        values: dict[str, Value] = {
            "title": title,
            "outcome": outcome,
            "counts": counts,
            "better": better,
            "baseline": baseline,
            "baseline_n": baseline_n,
            "baseline_on": baseline_on,
            "target": target,
            "target_n": target_n,
            "target_on": target_on,
            "source": self.reading("#source") or None,
            "note": self.query_one("#note", TextArea).text.strip() or None,
        }
        seen = {name: getattr(self._measure, name) for name in values} if self._measure else {}
        return MeasureForm(outcome, values, seen)

    def _chosen(self, name: str, missing: str) -> str:
        self.reading(f"#{name}")
        value = self.query_one(f"#{name}", Select).value
        if value is Select.NULL:
            raise BadInput(missing, _("choose one from the list"))
        return str(value)

    def _count(self, selector: str, *, people: bool) -> tuple[int | None, int | None]:
        text = self.reading(selector)
        return read_out_of(text, people=people) if text else (None, None)

    def _day(self, selector: str, count: int | None) -> str:
        """A day as it was typed; one without a count says nothing."""
        text = self.reading(selector)
        if text and count is None:
            raise BadInput(_("a day is given without a count"), _("give the count too, or clear the day"))
        return text


def read_out_of(text: str, *, people: bool) -> tuple[int, int | None]:
    """A count with how many there are, checked as it will be when it is saved."""
    count, n = read_count(text)
    check_out_of(count, n, people=people)
    return count, n


def shown_count(count: int | None, n: int | None) -> str:
    """A count as it is typed: ``12/41``."""
    if count is None:
        return ""
    return str(count) if n is None else f"{count}/{n}"
