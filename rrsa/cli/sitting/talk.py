"""The way through a sitting: a choice of what to do, tasks one after another, a finish line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rrsa.cli.sitting.lines import Lines, Stopped
from rrsa.errors import BadInput
from rrsa.guide import questions as guide
from rrsa.guide.answers import Done, carry_out, finish
from rrsa.guide.questions import Form, Question
from rrsa.guide.tasks import ADDS, Task, sitting, through_outcome
from rrsa.i18n import _, ngettext
from rrsa.portfolio.changes import ConflictError
from rrsa.scoring.words import enough_words, shown_in_ways, state_words
from rrsa.vocabulary import ActionStatus

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation

HELP, SKIP, BACK, STOP = "?", "s", "b", "q"
NOTHING = "-"
"""Typed for an answer that is suggested and not wanted."""


class _Skipped(Exception):
    """Not this one, not today."""


class _GoBack(Exception):
    """The task before."""


class Talk:
    """One sitting with one evaluation."""

    def __init__(self, evaluation: Evaluation, lines: Lines) -> None:
        self._evaluation = evaluation
        self._lines = lines
        self._done: list[Done] = []

    def whole(self) -> None:
        """From the greeting to the finish line. However it ends, what was answered is saved."""
        try:
            self._greet()
            while self._choose_what():
                pass
        except Stopped:
            pass
        self._finish()

    # -- beginning and end -------------------------------------------------------------------------

    def _greet(self) -> None:
        setting = self._evaluation.portfolio.setting.name or self._evaluation.setting_id
        stage = self._evaluation.framework.stage_by_id[self._evaluation.stage].name
        self._say(_("{setting} — working towards {stage}").format(setting=setting, stage=stage))
        self._say(f"{self._evaluation.framework.for_.disclaimer}.")
        self._explain()

    def _explain(self) -> None:
        self._say(
            _(
                "Type an answer and press Enter. ? explains, s skips, b goes back, q stops. Everything is "
                "saved as you go. Never type a child’s name."
            )
        )

    def _choose_what(self) -> bool:
        """Asks what to do and does it; says whether to ask again."""
        self._say()
        self._say(_("What would you like to do?"))
        self._say(_("The most useful few things for ten minutes"), first="1. ")
        self._say(_("One outcome from end to end; “outcome 4” goes to it at once"), first="2. ")
        self._say(_("Stop here"), first="3. ")
        while True:
            typed = self._read()
            word = typed.casefold()
            if word == HELP:
                self._explain()
            elif word in ("", "1"):
                self._ten_minutes()
                return True
            elif word == "2":
                self._which_outcome()
                return True
            elif word in ("3", SKIP, BACK):
                return False
            else:
                try:
                    self._through(self._named(typed))
                except BadInput as error:
                    self._say(str(error))
                    continue
                return True

    def _finish(self) -> None:
        found = finish(self._evaluation, self._done)
        self._say()
        n = len(found.done)
        if n:
            text = ngettext("That was it: {n} thing is done.", "That was it: {n} things are done.", n)
            self._say(text.format(n=n))
            for said in found.done:
                self._say(said, first="- ")
        else:
            self._say(_("Nothing was recorded this time, and nothing is lost by that."))
        if found.next_time:
            self._say(_("Ready for next time:"))
            for task in found.next_time:
                self._say(task.what, first="- ")
        self._say(
            _("All is saved. To take back the last thing: rrsa undo {setting}").format(
                setting=self._evaluation.setting_id
            )
        )

    # -- what can be done --------------------------------------------------------------------------

    def _ten_minutes(self) -> None:
        tasks = sitting(self._evaluation)
        if not tasks:
            self._say(_("There is nothing small left to do just now."))
            return
        self._walk(tasks)

    def _which_outcome(self) -> None:
        self._say(_("Which outcome?"))
        for outcome in self._evaluation.framework.outcomes.values():
            state = state_words(self._evaluation.framework, self._evaluation.assessment.outcomes[outcome.id])
            self._say(f"{outcome.short}. {state}", first=f"{outcome.id}. ")
        while True:
            typed = self._read()
            if typed.casefold() in (SKIP, BACK):
                return
            if typed == HELP:
                self._say(_("Type the number of an outcome, or b to go back."))
                continue
            try:
                self._through(self._named(typed))
            except BadInput as error:
                self._say(str(error))
                continue
            return

    def _named(self, typed: str) -> str:
        """The outcome that was typed: ``4``, or ``outcome 4``."""
        word = _("outcome")
        text = typed.strip()
        for lead in dict.fromkeys((word, "outcome")):
            if text.casefold().startswith(lead):
                text = text[len(lead) :].strip()
        return self._evaluation.outcome_id(text)

    def _through(self, outcome: str) -> None:
        """One outcome: what stands there already, then its tasks."""
        evaluation = self._evaluation
        found, assessed = evaluation.framework.outcomes[outcome], evaluation.assessment.outcomes[outcome]
        self._say()
        self._say(_("Outcome {id}: {title}").format(id=outcome, title=found.title))
        self._say(f"“{found.children}”")
        self._say(
            f"{state_words(evaluation.framework, assessed)}. {shown_in_ways(assessed.ways)}. {enough_words()}"
        )
        for piece in assessed.pieces:
            item = evaluation.portfolio.evidence[piece.evidence]
            told = f"{item.title} ({piece.perspective.label}, {piece.direction.label})"
            self._say(_("Evidence: {what}").format(what=told), first="- ")
        for action in evaluation.portfolio.actions_by_outcome.get(outcome, ()):
            status = ActionStatus(action.status or ActionStatus.PLANNED)
            told = f"{action.what} ({status.label})"
            self._say(_("To do: {what}").format(what=told), first="- ")
        self._walk(through_outcome(evaluation, outcome))

    # -- tasks one after another -------------------------------------------------------------------

    def _walk(self, tasks: Sequence[Task]) -> None:
        at = 0
        while at < len(tasks):
            self._say()
            task = tasks[at]
            place = _("{n} of {total}, {time}.").format(n=at + 1, total=len(tasks), time=task.time_words)
            self._say(f"{place} {task.what}")
            self._say(task.why)
            try:
                self._ask(task)
            except _Skipped:
                self._say(_("Skipped."))
            except _GoBack:
                at = self._before(tasks, at)
                continue
            at += 1

    def _before(self, tasks: Sequence[Task], at: int) -> int:
        """The task before this one. What was made is not made once more."""
        made = {done.task.key for done in self._done if done.stands(self._evaluation)}
        before = at - 1
        while before >= 0 and tasks[before].kind in ADDS and tasks[before].key in made:
            self._say(_("That is saved already: {what}").format(what=tasks[before].what))
            before -= 1
        if before < 0:
            self._say(_("This is the first one."))
            return at
        return before

    def _ask(self, task: Task) -> None:
        """Asks a task's questions and carries it out. Whatever way it is left, what is enough is saved."""
        asked = guide.questions(self._evaluation, task)
        answers: dict[str, str] = {}
        seen = {question.name: question.now for question in asked if question.form is Form.TEXT}
        at = 0
        try:
            while at < len(guide.asked(asked, answers)):
                question = guide.asked(asked, answers)[at]
                try:
                    answers[question.name] = self._answer(task, question)
                    at += 1
                except _GoBack:
                    if at == 0:
                        raise
                    at -= 1
        except (Stopped, _Skipped):
            if not guide.enough(asked, answers):
                raise
            self._record(task, answers, seen)
            raise
        self._record(task, answers, seen)

    def _answer(self, task: Task, question: Question) -> str:
        """One answer that can be used; one that cannot is said so in a line, and asked for again."""
        self._say(question.ask)
        for n, choice in enumerate(question.choices, start=1):
            self._say(f"{choice.label}. {choice.about}" if choice.about else choice.label, first=f"{n}. ")
        if question.now:
            kept = guide.value_words(question, question.now)
            self._say(_("Enter alone keeps: {text}").format(text=kept))
        elif not question.needed:
            self._say(_("Enter alone leaves it out."))
        while True:
            typed = self._read()
            word = typed.casefold()
            if word == HELP:
                self._help(task, question)
                continue
            if word == SKIP:
                raise _Skipped
            if word == BACK:
                raise _GoBack
            if not typed and question.now:
                return question.now
            try:
                return guide.check(self._evaluation, question, "" if typed == NOTHING else typed)
            except BadInput as error:
                self._say(str(error))

    def _help(self, task: Task, question: Question) -> None:
        for hint in (question.hint, *task.hints):
            if hint:
                self._say(hint, first="- ")
        if question.now and not question.needed:
            self._say(_("A dash alone (-) leaves it empty."), first="- ")
        self._explain()

    def _record(self, task: Task, answers: dict[str, str], seen: dict[str, str]) -> None:
        try:
            done = carry_out(self._evaluation, task, answers, seen=seen)
        except (BadInput, ConflictError) as error:
            # Somebody else was quicker, or two answers do not go together: nothing is saved of this one.
            self._evaluation.refresh()
            self._say(_("Not saved: {why}").format(why=error))
            return
        self._done = [each for each in self._done if each.cell != done.cell]
        self._done.append(done)
        self._say(_("Saved. {what}").format(what=done.said))

    # -- lines -------------------------------------------------------------------------------------

    def _say(self, text: str = "", *, first: str = "") -> None:
        self._lines.say(text, first=first)

    def _read(self) -> str:
        typed = self._lines.read()
        if typed.casefold() == STOP:
            raise Stopped
        return typed
