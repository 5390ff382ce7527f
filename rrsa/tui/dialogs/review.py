"""Whose review it is; and the parts of a report that are about the whole."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Input, Label, Select, TextArea

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.portfolio.checks import past_day, required, show_day
from rrsa.portfolio.records import NAME, TITLE, Review, Value
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.widgets.ticks import Tick
from rrsa.vocabulary import Reviewer


class ReviewForm(NamedTuple):
    """What was filled in, and what stood there before."""

    values: dict[str, Value]
    seen: dict[str, Value]


class ReviewDialog(Dialog[ReviewForm]):
    """Begins or changes a review."""

    HELP = _(
        "Who looks: the children’s group or house meeting, a colleague, a neighbouring school or house, or "
        "a mock assessor. **Who** is a role or a group, never a name. **Blind**: your view and your words "
        "are not shown to whoever reviews, and what they say is laid beside yours once it is finished. "
        "A group of fewer than five children, or of nobody knows how many, is not named in anything that "
        "leaves."
    )

    def __init__(self, review: Review | None = None) -> None:
        super().__init__()
        self._review = review

    def title_text(self) -> str:
        return _("Somebody else’s view") if self._review is None else _("Review")

    def body(self) -> ComposeResult:
        review = self._review or Review("", date=clock.today().isoformat())
        yield Label(_("Who looks?"), classes="field")
        yield Select(
            [(each.label, each.value) for each in Reviewer],
            prompt=_("choose one"),
            value=review.by if review.by in set(Reviewer) else Select.NULL,
            id="by",
            compact=True,
        )
        yield Label(_("A role or a group, never a name"), classes="field")
        yield Input(
            review.who or "",
            id="who",
            max_length=NAME,
            placeholder=_("for example: Rights group, or Head of Glenmore School"),
        )
        yield Tick(_("Blind: without seeing our view"), bool(review.blind), id="blind", compact=True)
        yield Label(_("How many take part?"), classes="field")
        yield Input(
            "" if review.people is None else str(review.people),
            id="people",
            max_length=6,
            placeholder=_("a number; may stay empty"),
        )
        yield Label(_("Which day?"), classes="field")
        yield Input(show_day(review.date), id="date", placeholder=_("today, yesterday, 3 Apr 2026"))
        yield Label(_("What it is called"), classes="field")
        yield Input(
            review.title or "", id="title", max_length=TITLE, placeholder=_("otherwise by who it is from")
        )

    def on_mount(self) -> None:
        self.begin_at("#by")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "title":
            self.action_ok()
        else:
            self.focus_next()

    def value(self) -> ReviewForm:
        self.reading("#by")
        by = self.query_one("#by", Select).value
        if by is Select.NULL:
            raise BadInput(_("it is not said who looks"), _("choose one from the list"))
        required("reviewer", who := self.reading("#who"))
        people = self.reading("#people")
        if people and not (people.isascii() and people.isdigit()):
            raise BadInput(_("“{given}” is not a number").format(given=people), _("write it as 12"))
        required("date", day := self.reading("#date"))
        values: dict[str, Value] = {
            "by": str(by),
            "who": who,
            "blind": self.query_one("#blind", Tick).value or None,
            "people": int(people) if people else None,
            "date": past_day(day, today=clock.today()),
        }
        title = self.reading("#title")
        if title or self._review is not None:
            values["title"] = title or who
        seen = {name: getattr(self._review, name) for name in values} if self._review else {}
        return ReviewForm(values, seen)


class ReportPartsDialog(Dialog[ReviewForm]):
    """Key strengths, what must be done first, recommendations: as published reports have them."""

    TITLE_TEXT = _("The report as a whole")
    HELP = _(
        "In the shape of a published report. **Key strengths**, then what **must be done first**, before the "
        "stage is reached, then **recommendations** for keeping it. One a line. What is about one outcome "
        "stands beside that outcome. The paper is written with `P`, “Somebody else’s view”."
    )

    def __init__(self, review: Review) -> None:
        super().__init__()
        self._review = review

    def body(self) -> ComposeResult:
        for name, label in (
            ("strengths", _("Key strengths, one a line")),
            ("before", _("What must be done before the stage is reached, one a line")),
            ("after", _("Recommendations for keeping it, one a line")),
        ):
            yield Label(label, classes="field")
            yield TextArea(getattr(self._review, name) or "", id=name)

    def on_mount(self) -> None:
        self.begin_at("#strengths")

    def value(self) -> ReviewForm:
        values: dict[str, Value] = {
            name: self.query_one(f"#{name}", TextArea).text.strip() or None
            for name in ("strengths", "before", "after")
        }
        return ReviewForm(values, {name: getattr(self._review, name) for name in values})
