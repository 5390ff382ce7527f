"""The tour: one minute of real work. A first view and its line, a piece of evidence, undo, and *Go to*."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from rrsa.drafts import Drafts
from rrsa.guide.answers import Done, carry_out
from rrsa.guide.tasks import Finder, Task
from rrsa.i18n import _
from rrsa.tui import tour
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.asking import Asking
from rrsa.vocabulary import Perspective


class Stop(IntEnum):
    """Where the tour is."""

    WELCOME = 0
    VIEW = 1
    EVIDENCE = 2
    UNDO = 3
    REDO = 4
    GO_TO = 5
    END = 6


class AskingOnTour(Asking):
    """Asks in the tour, where Escape leaves and nothing is skipped."""

    KEYS = _("Enter goes on. Escape leaves the tour.")


class TourScreen(SettingScreen):
    """Everything that is entered is real and kept; Escape leaves at any moment."""

    NAME = "tour"
    CSS_PATH = "tour.tcss"
    AUTO_FOCUS = ""  # each task says where the cursor goes
    HELP = _(
        "A minute of real work: what you enter is kept. Press what the page asks for. Escape leaves the tour "
        "at any moment; the palette (Ctrl+P) has it again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(str(n), f"choose({n})", show=False, id=f"tour.choose{n}") for n in range(1, 10)],
        Binding("escape", "leave_tour", _("Leave the tour"), priority=True, id="tour.leave"),
        Binding("enter", "onward", _("Go on"), id="tour.onward"),
        Binding("u", "take_back", _("Undo"), id="tour.undo", tooltip=_("Take back what was saved last")),
        Binding("U", "bring_back", _("Redo"), id="tour.redo", tooltip=_("Do again what u took back")),
        Binding("g", "show_places", _("Go to"), id="tour.go-to", tooltip=_("Every page, with its key")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._stop_at = Stop.WELCOME
        self._done: dict[str, Done] = {}

    def body(self) -> ComposeResult:
        yield Static(id="tour-where", markup=False)
        yield Static(id="tour-words")
        yield AskingOnTour(id="asking")

    def on_mount(self) -> None:
        evaluation = self.evaluation
        self._drafts = Drafts(self.sitting.database, f"{evaluation.setting_id}\ntour")
        views = evaluation.assessment.outcomes
        self._outcome = next((o for o, found in views.items() if found.view is None), next(iter(views)))
        self._reach(Stop.WELCOME)

    @property
    def asking(self) -> Asking:
        return self.query_one(Asking)

    @property
    def _tasks(self) -> dict[Stop, Task]:
        find = Finder(self.evaluation)
        return {
            Stop.VIEW: find.view(self._outcome),
            Stop.EVIDENCE: find.evidence(self._outcome, Perspective.OBSERVATION),
        }

    # -- what is drawn -----------------------------------------------------------------------------

    def _reach(self, stop: Stop) -> None:
        self._stop_at = stop
        task = self._tasks.get(stop)
        self.asking.display = task is not None
        if task is not None:
            self.asking.ask(self.evaluation, task, self._drafts)
        else:
            self.asking.close()
            self.set_focus(None)
        self.redraw()

    def show(self) -> None:
        at, last = int(self._stop_at), int(Stop.END)
        part = "" if at in (0, last) else _("{n} of {total}").format(n=min(at, at - (at > 3)), total=4)
        where = _("One minute, with real work") + (f" · {part}" if part else "")
        self.query_one("#tour-where", Static).update(where)
        self.query_one("#tour-words", Static).update(self._words())
        self.refresh_bindings()

    def _words(self) -> Content:
        said = {
            Stop.WELCOME: _(
                "You are new here, or this setting is. Shall we do the first bit of work together? You say "
                "how one outcome is going, note one thing that you have seen, and know your way about. "
                "Everything that you enter is real and stays."
            ),
            Stop.VIEW: _("How are we doing? One grade and one line are enough. Press the number that fits."),
            Stop.EVIDENCE: _(
                "How do we know? Say what you saw and where it is kept. Nothing has to be copied, and no "
                "child’s name is ever needed. If you can think of nothing just now, Escape leaves."
            ),
            Stop.UNDO: _("That is saved. Nothing here is ever final: press u, and it is taken back. Try it."),
            Stop.REDO: _("It is gone. Now press U, the capital letter, and it is back."),
            Stop.GO_TO: _(
                "It is back. One more key: g shows every page with its letter, wherever you are. Press g and "
                "have a look; Escape brings you back here."
            ),
            Stop.END: _("That was all. Three questions make the whole evaluation, one outcome at a time."),
        }[self._stop_at]
        parts = [Content.styled(said, "bold" if self._stop_at in (Stop.UNDO, Stop.REDO, Stop.GO_TO) else "")]
        kept = [f"✓ {done.said}" for done in self._done.values() if done.stands(self.evaluation)]
        if kept and self._stop_at >= Stop.UNDO:
            parts += [Content(""), *(Content(each) for each in kept)]
        if self._stop_at is Stop.WELCOME:
            parts += [Content(""), Content(_("Enter: yes, let us begin.  Escape: not now."))]
        if self._stop_at is Stop.END:
            parts += [
                Content(""),
                Content(_("T is for when you have ten minutes, ? explains the page that you are on.")),
                Content(_("Enter: go to all the outcomes.")),
            ]
        return Content("\n").join(parts)

    # -- what one can do ---------------------------------------------------------------------------

    def on_asking_ready(self, event: Asking.Ready) -> None:
        self._record(event.task, event.answers, event.seen)
        self._reach(Stop(self._stop_at + 1))

    def _record(self, task: Task, answers: dict[str, str], seen: dict[str, str]) -> None:
        evaluation, asking = self.evaluation, self.asking

        def job(seen: dict[str, str] | None = seen) -> None:
            self._done[task.key] = carry_out(evaluation, task, answers, seen=seen)

        self.sitting.do(
            job, forced=lambda: job(None), said=_("Saved"), then=lambda _result: asking.forget(task)
        )

    def action_choose(self, number: int) -> None:
        if self._stop_at in (Stop.VIEW, Stop.EVIDENCE):
            self.asking.choose(number)

    def action_onward(self) -> None:
        if self._stop_at is Stop.WELCOME:
            self._reach(Stop.VIEW)
        elif self._stop_at is Stop.END:
            self.action_leave_tour()
        elif self._stop_at in (Stop.VIEW, Stop.EVIDENCE):
            self.asking.resume()

    def action_take_back(self) -> None:
        if self._stop_at is Stop.UNDO:
            self.sitting.do(
                self.evaluation.undo, said=_("Taken back"), then=lambda _e: self._reach(Stop.REDO)
            )

    def action_bring_back(self) -> None:
        if self._stop_at is Stop.REDO:
            self.sitting.do(
                self.evaluation.redo, said=_("Done again"), then=lambda _e: self._reach(Stop.GO_TO)
            )

    def action_show_places(self) -> None:
        if self._stop_at is Stop.GO_TO:
            self._stop_at = Stop.END
            self.rrsa.action_go_to()

    def action_leave_tour(self) -> None:
        """What is answered is kept, and what undo was shown with comes back."""
        tour.remember()
        task, answers = self.asking.in_hand, self.asking.answers
        if task is not None and answers is not None:
            self._record(task, answers, self.asking.seen)
        if self._stop_at is Stop.REDO:
            self.sitting.do(self.evaluation.redo, said=_("Done again"))
        self.asking.close()
        self.dismiss()
