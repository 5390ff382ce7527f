"""One task, asked one question at a time: a list to choose from or a line to write, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from rrsa.errors import BadInput
from rrsa.guide import questions as guide
from rrsa.guide.questions import Form, Question
from rrsa.guide.tasks import Task
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell
from rrsa.tui.widgets.fields import Left, LineField

if TYPE_CHECKING:
    from rrsa.drafts import Drafts
    from rrsa.evaluation import Evaluation

DRAFT = "task"
"""The kind of cell under which an answer waits until its task is carried out."""


class Asking(VerticalScroll):
    """Asks a task's questions. What is answered is kept as a draft until the task is carried out."""

    DEFAULT_CSS = """
    Asking { padding: 0 2; }
    Asking #task-what { text-style: bold; color: $primary; max-width: 100; }
    Asking #task-why { color: $text-muted; max-width: 100; margin-bottom: 1; }
    Asking #task-hints { max-width: 100; padding: 0 1; border-left: thick $secondary; margin-bottom: 1; }
    Asking #task-answered { color: $text-muted; max-width: 100; }
    Asking #task-ask { text-style: bold; width: 100%; max-width: 100; }
    Asking #task-choices { height: auto; border: none; background: $background; padding: 0; }
    Asking #task-more {
        padding: 0 1; margin-top: 1; border-left: thick $primary; min-height: 3; max-width: 100;
    }
    Asking #task-text { max-width: 100; }
    Asking #task-hint { color: $text-muted; max-width: 100; }
    Asking #task-trouble { color: $error; max-width: 100; margin-top: 1; }
    """

    KEYS = _("Enter goes on. Escape, then s, skips.")
    """What is said below a line to write."""

    class Ready(Message):
        """All questions are answered, or as many as were wanted."""

        def __init__(self, task: Task, answers: dict[str, str], seen: dict[str, str]) -> None:
            super().__init__()
            self.task = task
            self.answers = answers
            self.seen = seen

    class Moved(Message):
        """Another question stands there now."""

    def __init__(self, **more: str) -> None:
        super().__init__(can_focus=False, **more)  # type: ignore[arg-type]
        self.in_hand: Task | None = None
        self._all: tuple[Question, ...] = ()
        self._answers: dict[str, str] = {}
        self._at = 0

    def compose(self) -> ComposeResult:
        yield Static(id="task-what", markup=False)
        yield Static(id="task-why", markup=False)
        yield Static(id="task-hints", markup=False)
        yield Static(id="task-answered", markup=False)
        yield Label(id="task-ask", markup=False)
        yield OptionList(id="task-choices", markup=False)
        yield Static(id="task-more", markup=False)
        yield LineField(id="task-text")
        yield Static(id="task-hint", markup=False)
        yield Static(id="task-trouble", markup=False)

    # -- what is asked -----------------------------------------------------------------------------

    def ask(self, evaluation: Evaluation, task: Task, drafts: Drafts) -> None:
        """Puts a task on the page, at its first question that is still open."""
        self.in_hand, self._evaluation, self._drafts = task, evaluation, drafts
        self._all = guide.questions(evaluation, task)
        self._answers = {}
        for question in self._all:
            draft = drafts.get(self._cell(question))
            if draft is not None:
                drafts.save_asked(draft.cell)
                self._answers[question.name] = draft.text
        self._at = 0
        while self._at < len(self._asked) - 1 and self._asked[self._at].name in self._answers:
            self._at += 1
        self.query_one("#task-what", Static).update(task.what)
        self.query_one("#task-why", Static).update(f"{task.why} ({task.time_words})")
        self._show()

    def _cell(self, question: Question) -> Cell:
        assert self.in_hand is not None
        return Cell(DRAFT, self.in_hand.key, question.name)

    @property
    def _asked(self) -> tuple[Question, ...]:
        return guide.asked(self._all, self._answers)

    @property
    def question(self) -> Question | None:
        """The question on the page."""
        return self._asked[self._at] if self._at < len(self._asked) else None

    @property
    def seen(self) -> dict[str, str]:
        return {q.name: q.now for q in self._all if q.form is Form.TEXT}

    @property
    def answers(self) -> dict[str, str] | None:
        """What has been answered, where it is enough to be recorded; ``None`` otherwise."""
        question, field = self.question, self.query_one("#task-text", LineField)
        typed = dict(self._answers)
        if question is not None and question.form is not Form.CHOICE and field.typed != question.now:
            typed[question.name] = field.typed
        if not guide.enough(self._all, typed):
            return None
        try:
            for each in guide.asked(self._all, typed):
                guide.check(self._evaluation, each, typed.get(each.name, ""))
        except BadInput:
            return None
        return typed

    def forget(self, task: Task) -> None:
        """The task is carried out: its answers are no drafts any more."""
        for draft in self._drafts.all():
            if draft.cell.record == task.key:
                self._drafts.clear(draft.cell)

    def close(self) -> None:
        """Nothing is asked any more."""
        self.in_hand = None
        self.query_one("#task-text", LineField).cell = None

    # -- what is drawn -----------------------------------------------------------------------------

    def _show(self) -> None:
        question = self.question
        assert question is not None and self.in_hand is not None
        before = [q for q in self._asked[: self._at] if self._answers.get(q.name)]
        said = [f"✓ {guide.value_words(q, self._answers[q.name])}" for q in before]
        self._put("#task-answered", "\n".join(said))
        self._put("#task-hints", "" if said else "\n".join(self.in_hand.hints[:2]))
        self.query_one("#task-ask", Label).update(question.ask)
        keys = "" if question.form is Form.CHOICE else self.KEYS
        self._put("#task-hint", "\n".join(filter(None, (question.hint, keys))))
        self.complain("")
        choosing = question.form is Form.CHOICE
        choices, text = self.query_one("#task-choices", OptionList), self.query_one("#task-text", LineField)
        text.cell = None  # what stood there is answered; the field may take another question's text
        choices.display, text.display = choosing, not choosing
        if choosing:
            self._show_choices(choices, question)
            choices.focus()
        else:
            self._put("#task-more", "")
            answer = self._answers.get(question.name, question.now)
            text.fill(self._cell(question), answer, self._drafts, self._keep)
            text.base = question.now
            text.focus()
            text.move_cursor(text.document.end)
        self.scroll_home(animate=False)
        self.post_message(self.Moved())

    def _show_choices(self, choices: OptionList, question: Question) -> None:
        now = self._answers.get(question.name, question.now)
        values = [choice.value for choice in question.choices]
        choices.clear_options()
        for n, choice in enumerate(question.choices, start=1):
            mark = "●" if choice.value == now else "○"
            label = Content.assemble((f"{n} {mark} ", "$accent"), choice.label)
            choices.add_option(Option(label, id=choice.value))
        choices.highlighted = values.index(now) if now in values else 0
        self._show_more()

    def _show_more(self) -> None:
        question, at = self.question, self.query_one("#task-choices", OptionList).highlighted
        if question is None or question.form is not Form.CHOICE or at is None:
            return
        about = question.choices[at].about if at < len(question.choices) else ""
        more = self.query_one("#task-more", Static)
        more.update(about)
        # The place stays where any answer has something to say, so that the page does not jump.
        more.display = any(choice.about for choice in question.choices)

    def _put(self, selector: str, text: str) -> None:
        part = self.query_one(selector, Static)
        part.update(text)
        part.display = bool(text)

    def complain(self, text: str) -> None:
        """Says what is wrong below the question; empty text takes it away."""
        self._put("#task-trouble", f"▲ {text}" if text else "")

    # -- answering ---------------------------------------------------------------------------------

    def choose(self, number: int) -> None:
        """The answer with this number in the list."""
        question = self.question
        if question is None or question.form is not Form.CHOICE:
            return
        if 1 <= number <= len(question.choices):
            self.take(question.choices[number - 1].value)
        else:
            self.complain(_("choose a number from 1 to {n}").format(n=len(question.choices)))

    def take(self, typed: str) -> None:
        """An answer to the question on the page; on to the next, or all is ready."""
        question = self.question
        if question is None or self.in_hand is None:
            return
        try:
            answer = guide.check(self._evaluation, question, typed)
        except BadInput as error:
            self.complain(str(error))
            return
        self._answers[question.name] = answer
        cell = self._cell(question)
        self._drafts.keep(cell, answer, question.now)
        self._drafts.save_asked(cell)
        if self._at + 1 < len(self._asked):
            self._at += 1
            self._show()
        else:
            self.post_message(self.Ready(self.in_hand, dict(self._answers), self.seen))

    def back(self) -> bool:
        """The question before; says whether there was one."""
        if self._at == 0:
            return False
        self._at -= 1
        self._show()
        return True

    def resume(self) -> None:
        """Puts the cursor back where the answer goes."""
        question = self.question
        if question is not None:
            self.query_one("#task-choices" if question.form is Form.CHOICE else "#task-text").focus()

    def _keep(self, left: Left) -> None:
        """A line was left by another way than Enter: it waits as a draft, and stays in its place."""
        field = self.query_one("#task-text", LineField)
        self._drafts.save_asked(left.cell)
        self._answers[left.cell.field] = left.text
        field.base = left.base

    def on_line_field_entered(self, event: LineField.Entered) -> None:
        event.stop()
        self.take(self.query_one("#task-text", LineField).typed)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_more()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.take(event.option_id or "")
