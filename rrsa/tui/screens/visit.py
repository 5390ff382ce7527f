"""Getting ready for a visit: the day, what to have ready, what will have aged by then, what may be asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from rrsa.guide import visit
from rrsa.guide.improvements import areas
from rrsa.guide.visit import Aged, Answer, ByThen
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.scoring import words
from rrsa.tui import recording
from rrsa.tui.screens.readiness_tabs import heading, saying, stating
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.lists import KeyedList


class VisitScreen(SettingScreen):
    """Three lists under the day; nothing in them is scored."""

    NAME = "visit"
    CSS_PATH = "visit.tcss"
    HELP = _(
        "**d** sets the day of the visit. **1 To have ready** is a list to tick with Enter. **2 By the "
        "day** shows which evidence will have grown old by then; Enter opens a piece. **3 Questions** are "
        "some that a visitor might ask, beside what you could answer with; Enter opens the outcome. **m** "
        "walks through them one at a time. Nothing here is scored, and nobody should rehearse. **R** lets "
        "somebody look as an assessor would, and keeps what they recommend."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "tab('ready')", _("To have ready"), show=False, id="visit.ready"),
        Binding("2", "tab('aging')", _("By the day"), show=False, id="visit.aging"),
        Binding("3", "tab('questions')", _("Questions"), show=False, id="visit.questions"),
        Binding("d", "day", _("Set the day"), id="visit.day"),
        Binding("m", "mock", _("Mock visit"), id="visit.mock", tooltip=_("The questions, one at a time")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._answers: tuple[Answer, ...] = ()

    def body(self) -> ComposeResult:
        yield Static(id="day")
        with TabbedContent(initial="ready", id="tabs"):
            with TabPane(_("1 To have ready"), id="ready"):
                yield KeyedList(id="ready-list")
            with TabPane(_("2 By the day"), id="aging"):
                yield KeyedList(id="aging-list")
            with TabPane(_("3 Questions"), id="questions"):
                yield KeyedList(id="question-list")

    def on_mount(self) -> None:
        self.query_one("#ready-list").focus()

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        evaluation = self.evaluation
        items = visit.checklist(evaluation)
        day = visit.visit_day(evaluation)
        lines = [Content.styled(visit.countdown(day, evaluation.today), "bold")]
        said = visit.checklist_words(items)
        if day is None:
            ask = _("Press d when a day is agreed.")
            said = f"{said} {ask}".strip()
        self.query_one("#day", Static).update(Content("\n").join([*lines, Content(said)]))
        ready = self.query_one("#ready-list", KeyedList)
        ready.refill(list(self._ready_rows(items)))
        if ready.highlighted is None and items:
            ready.highlighted = 0
        self._answers = visit.answers(evaluation)
        self.query_one("#question-list", KeyedList).refill(list(self._question_rows()))
        aging = self.query_one("#aging-list", KeyedList)
        if day is None:
            aging.refill([saying(_("Once the day is set, this says what will have grown old by then."))])
        elif day < evaluation.on:
            aging.refill([saying(_("That day is past. Set the next one, and this looks ahead to it."))])
        else:
            if not aging.option_count:
                aging.refill([saying(_("Working it out …"))])
            self.look_ahead()

    def _ready_rows(self, items: tuple[visit.Ready, ...]) -> Iterator[Option]:
        about = self.evaluation.framework.visit
        for item in items:
            row = Content.assemble(
                ("✓ " if item.done else "☐ ", "$primary"),
                item.text,
                (f"  {show_day(item.done)}" if item.done else "", "$text-muted"),
                (f"\n  {item.note}" if item.note else "", "$text-muted"),
            )
            yield Option(row, id=f"item-{item.id}")
        if about is None:
            yield saying(_("This framework says nothing about a visit."))
        else:
            yield saying("")
            yield saying(about.about)

    def _question_rows(self) -> Iterator[Option]:
        who = ""
        for n, answer in enumerate(self._answers):
            if answer.who != who:
                who = answer.who
                yield heading(visit.who_label(who))
                if hint := visit.who_hint(who):
                    yield saying(f"  {hint}")
            lines = [Content.assemble(("? ", "$primary"), (answer.ask, "bold"))]
            lines += [
                Content.assemble((f"    {label}: ", "$text-muted"), text)
                for label, text in answer_lines(answer, brief=True)
            ]
            yield Option(Content("\n").join(lines), id=f"question-{n}")
        if not self._answers:
            yield saying(_("This framework has no questions to try."))

    @work(thread=True, exclusive=True, group="aging", exit_on_error=False)
    def look_ahead(self) -> None:
        """Assesses as of the day beside the screen's thread."""
        day = visit.visit_day(self.evaluation)
        found = visit.by_then(self.evaluation, day) if day else None
        if found is not None and not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._take, found)

    def _take(self, found: ByThen) -> None:
        # The day may have been changed or taken away while this was worked out.
        still = self.is_open
        if still and visit.visit_day(self.evaluation) == found.day:
            self.query_one("#aging-list", KeyedList).refill(list(self._aging_rows(found)))

    def _aging_rows(self, found: ByThen) -> Iterator[Option]:
        framework = self.evaluation.framework
        yield stating(visit.by_then_sentence(found))
        for title, pieces in (
            (_("Will have grown old: worth another look"), found.stale),
            (_("Will weigh a little less"), found.older),
            (_("Old already"), found.already),
        ):
            if pieces:
                yield heading(title)
                yield from (self._aged_row(piece) for piece in pieces)
        if found.falls:
            yield heading(_("Evidence scores, out of 100"))
            for fall in found.falls:
                short = framework.outcomes[fall.outcome].short
                text = _("{outcome} {short}: {now} now, {then} on the day")
                yield saying(
                    "  " + text.format(outcome=fall.outcome, short=short, now=fall.now, then=fall.then)
                )
        if found.gaps:
            name = framework.stage_by_id[self.evaluation.stage].name
            yield heading(_("Asked for by {stage}, and missing on the day").format(stage=name))
            yield from (saying(f"  ○ {words.gap_sentence(framework, gap)}") for gap in found.gaps)

    def _aged_row(self, piece: Aged) -> Option:
        outcomes = ngettext("outcome {ids}", "outcomes {ids}", len(piece.outcomes))
        age = ngettext("{n} month old by then", "{n} months old by then", piece.months)
        said = f"{age.format(n=piece.months)} · {outcomes.format(ids=', '.join(piece.outcomes))}"
        row = Content.assemble(("  ◷ ", "$primary"), piece.title, (f"\n    {said}", "$text-muted"))
        return Option(row, id=f"piece-{piece.evidence}")

    # -- what one can do ---------------------------------------------------------------------------

    def action_tab(self, tab: str) -> None:
        self.query_one("#tabs", TabbedContent).active = tab
        self.query_one(f"#{tab}").query_one(KeyedList).focus()

    def action_day(self) -> None:
        """Asks for the day and saves it."""
        from rrsa.tui.dialogs.visit_day import VisitDayDialog

        evaluation = self.evaluation
        before = evaluation.portfolio.setting.visit_on

        def given(day: str | None) -> None:
            if day is not None:
                values = {"visit_on": day or None}
                self.sitting.do(
                    lambda: evaluation.record_setting(values, seen={"visit_on": before}),
                    forced=lambda: evaluation.record_setting(values),
                    said=_("The visit: {day}").format(day=show_day(day) or _("no day")),
                )

        self.rrsa.push_screen(VisitDayDialog(before), given)

    def action_mock(self) -> None:
        from rrsa.tui.screens.mock_visit import MockVisitScreen

        if self._answers:
            self.rrsa.push_screen(MockVisitScreen())
        else:
            self.notify(_("This framework has no questions to try."))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        kind, _dash, item = (event.option_id or "").partition("-")
        if kind == "item":
            self._tick(item)
        elif kind == "piece":
            recording.edit_evidence(self.rrsa, item)
        elif kind == "question" and (outcome := self._answers[int(item)].outcome):
            self.rrsa.open_outcome(outcome)

    def _tick(self, item: str) -> None:
        evaluation = self.evaluation
        record = evaluation.portfolio.checklist.get(item)
        day = None if record and record.done else evaluation.today.isoformat()
        said = _("Ready: {what}") if day else _("Not ready after all: {what}")
        text = evaluation.framework.checklist_by_id[item].text
        self.sitting.do(lambda: evaluation.record_checklist(item, day), said=said.format(what=text))


def answer_lines(answer: Answer, *, brief: bool = False) -> Iterator[tuple[str, str]]:
    """What could be answered with, each part behind its label; ``brief`` leaves out the long texts."""
    if answer.outcome is not None and not brief:
        yield _("Outcome {id}").format(id=answer.outcome), answer.view
    if answer.line:
        yield _("We say"), answer.line
    if answer.strengths and not brief:
        yield _("Strengths"), answer.strengths
    if answer.improve and not brief:
        yield _("To improve"), "; ".join(areas(answer.improve))
    if answer.difference and not brief:
        yield _("What difference"), answer.difference
    if answer.pieces:
        yield _("To show"), "; ".join(title for _id, title in answer.pieces)
    if answer.doing and not brief:
        yield _("What we are doing"), "; ".join(answer.doing)
    if answer.whom_to_ask:
        yield _("Whom to ask"), answer.whom_to_ask
    if answer.nothing_yet and answer.outcome is not None:
        yield _("So far"), _("nothing is written down for this yet, which is an answer too")
