"""Ten minutes: the most useful few things, one at a time, with a finish line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from rrsa.drafts import Drafts
from rrsa.guide.answers import Done, Finish, carry_out, finish
from rrsa.guide.tasks import ADDS, Task, sitting
from rrsa.i18n import _, ngettext
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.asking import Asking
from rrsa.tui.widgets.fields import LineField

if TYPE_CHECKING:
    from textual.widget import Widget


class TenMinutesScreen(SettingScreen):
    """One task after another, each skippable; what is answered is saved when the next one comes."""

    NAME = "ten-minutes"
    CSS_PATH = "ten_minutes.tcss"
    AUTO_FOCUS = ""  # each task says where the cursor goes
    HELP = _(
        "The most useful few things that can be done just now. Press a number to choose, or write a line; "
        "Enter goes on. **Escape** takes the cursor out of a line; then **s** skips what does not suit "
        "today, **b** goes back and **e** is enough for today. Everything is saved as you go, and what you "
        "have begun to write waits for you. **u** takes back what was saved last."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(str(n), f"choose({n})", show=False, id=f"ten.choose{n}") for n in range(1, 10)],
        Binding("enter", "answer", _("Answer"), show=False, id="ten.answer"),
        Binding("s", "skip", _("Skip"), id="ten.skip", tooltip=_("Not today; on to the next")),
        Binding("b", "before", _("Back one"), id="ten.before", tooltip=_("The question before")),
        Binding("e", "enough", _("Enough for today"), id="ten.enough", tooltip=_("Stop here; all is saved")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._tasks: tuple[Task, ...] | None = None
        self._done: dict[str, Done] = {}
        self._at = 0
        self._finished_at: int | None = None

    def body(self) -> ComposeResult:
        yield Static(id="where")
        yield Asking(id="asking")
        with VerticalScroll(id="finish"):
            yield Static(id="finish-text")

    def on_mount(self) -> None:
        self._drafts = Drafts(self.sitting.database, f"{self.sitting.evaluation.setting_id}\nten-minutes")
        self.asking.display = False
        self.query_one("#where", Static).update(_("Looking for the most useful few things …"))
        self._find_tasks()

    @property
    def asking(self) -> Asking:
        return self.query_one(Asking)

    @property
    def in_hand(self) -> Task | None:
        """The task on the page; ``None`` before the first and at the finish line."""
        return self._tasks[self._at] if self._tasks and self._at < len(self._tasks) else None

    # -- what there is to do -----------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="tasks", exit_on_error=False)
    def _find_tasks(self) -> None:
        begun = {draft.cell.record for draft in self._drafts.all()}
        tasks = sitting(self.evaluation, begun=begun)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._begin, tasks)

    def _begin(self, tasks: tuple[Task, ...]) -> None:
        if self.is_open:
            self._tasks = tasks
            self._go(0)

    def _go(self, at: int) -> None:
        """Puts a task on the page; behind the last one is the finish line."""
        self._at = max(at, 0)
        task = self.in_hand
        self.asking.display = task is not None
        self.query_one("#finish").display = task is None
        if task is None:
            self.asking.close()
            self._find_finish()
        else:
            self._finished_at = None
            self.asking.ask(self.evaluation, task, self._drafts)
        self.redraw()

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        if self._tasks is None:
            return
        if self.in_hand is None:
            if self._finished_at is not None and self._finished_at != self.evaluation.revision:
                self._find_finish()
            self.query_one("#where", Static).update("")
            return
        marks = Content(" ").join(
            Content.styled("●" if self._stands(task) else "○", "bold reverse" if i == self._at else "")
            for i, task in enumerate(self._tasks)
        )
        place = _("Ten minutes · {n} of {total}").format(n=self._at + 1, total=len(self._tasks))
        self.query_one("#where", Static).update(Content.assemble((f"{place}   ", "$text-muted"), marks))

    def _stands(self, task: Task) -> bool:
        done = self._done.get(task.key)
        return done is not None and done.stands(self.evaluation)

    def _find_finish(self) -> None:
        """Behind everything that is still being saved, so that the finish line speaks of all of it."""

        def found(result: Finish | None, _error: BaseException | None) -> None:
            if result is not None:
                self.app.call_later(self._show_finish, result)

        self.sitting.writer.put(lambda: finish(self.evaluation, self._done.values()), found)

    def _show_finish(self, found: Finish) -> None:
        if not self.is_mounted or self.in_hand is not None or self.rrsa.sitting is None:
            return
        self._finished_at = self.evaluation.revision
        n = len(found.done)
        if n:
            head = ngettext("That was it: {n} thing is done.", "That was it: {n} things are done.", n)
        elif self._tasks:
            head = _("Nothing was recorded this time, and nothing is lost by that.")
        else:
            head = _("There is nothing small left to do just now.")
        parts = [Content.styled(head.format(n=n), "bold $primary"), Content("")]
        parts += [Content(f"✓ {said}") for said in found.done]
        if found.next_time:
            parts += [Content(""), Content.styled(_("Ready for next time"), "bold")]
            parts += [Content(f"→ {task.what}") for task in found.next_time]
        parts += [
            Content(""),
            Content.styled(_("All is saved. Escape goes back; T on any page begins again."), "$text-muted"),
        ]
        self.query_one("#finish-text", Static).update(Content("\n").join(parts))
        self.query_one("#finish").focus()

    # -- what one can do ---------------------------------------------------------------------------

    def on_asking_ready(self, event: Asking.Ready) -> None:
        self._record(event.task, event.answers, event.seen)
        self._go(self._at + 1)

    def _record(self, task: Task, answers: dict[str, str], seen: dict[str, str]) -> None:
        evaluation = self.evaluation

        def job(seen: dict[str, str] | None = seen) -> None:
            self._done[task.key] = carry_out(evaluation, task, answers, seen=seen)

        self.sitting.do(
            job,
            forced=lambda: job(None),
            said=_("Saved"),
            then=lambda _result: self.asking.forget(task),
        )

    def _take_what_is_there(self) -> bool:
        """Records the task on the page, where enough of it is answered; says whether it was."""
        task, answers = self.in_hand, self.asking.answers
        if task is None or answers is None:
            return False
        self._record(task, answers, self.asking.seen)
        self.asking.close()
        return True

    def action_choose(self, number: int) -> None:
        if self.in_hand is not None:
            self.asking.choose(number)

    def action_answer(self) -> None:
        if self.in_hand is not None:
            self.asking.resume()

    def action_skip(self) -> None:
        if self.in_hand is not None:
            self._take_what_is_there()
            self._go(self._at + 1)

    def action_before(self) -> None:
        if self._tasks is None or (self.in_hand is not None and self.asking.back()):
            return
        before = self._at - 1
        while before >= 0 and self._tasks[before].kind in ADDS and self._stands(self._tasks[before]):
            before -= 1  # answered once more, it would be there twice
        if before >= 0:
            self._go(before)
        else:
            self.notify(_("This is the first one. u takes back what was saved last."))

    def action_enough(self) -> None:
        if self._tasks is not None and self.in_hand is not None:
            self._take_what_is_there()
            self._go(len(self._tasks))

    def resting_place(self) -> Widget | None:
        field = self.asking.query_one("#task-text", LineField)
        field.leave()
        return None

    def leave(self) -> None:
        """The finish line comes first where there is something to say; from there one goes home."""
        if self.in_hand is None:
            self.dismiss()
            return
        if self._take_what_is_there() or self._done:
            self._go(len(self._tasks or ()))
        else:
            self.dismiss()
