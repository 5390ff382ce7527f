"""How a task is asked: one plain question after another, the same on a screen and line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.guide.tasks import Task, TaskKind
from rrsa.i18n import _
from rrsa.portfolio.checks import clean_text, parse_day, past_day, show_day
from rrsa.portfolio.records import LINE, TEXT
from rrsa.vocabulary import Answer, Counts, Direction, Perspective, SettingKind

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation

Answers = Mapping[str, str]
"""What was typed or chosen, by the question's name; texts as they were typed."""

_COUNT = re.compile(r"^(\d{1,9})(?:\s*(?:/|of|out of)\s*(\d{1,9}))?$")


class Form(StrEnum):
    """What an answer is made of."""

    CHOICE = "choice"
    TEXT = "text"
    PAST = "past"  # a day that is not ahead
    DAY = "day"
    COUNT = "count"  # 12, or 12/41


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose, by its number in the list."""

    value: str
    label: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Where ``needed`` is not set, nothing may be answered. ``now`` is what stands there, or
    what is suggested; ``only`` says for which earlier answer the question is asked at all."""

    name: str
    ask: str
    form: Form = Form.TEXT
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    needed: bool = False
    now: str = ""
    limit: int = LINE
    only: tuple[str, str] | None = None


def questions(evaluation: Evaluation, task: Task) -> tuple[Question, ...]:
    """What is asked for a task, in order."""
    portfolio = evaluation.portfolio
    kind = task.kind
    if kind is TaskKind.VIEW:
        return _view(evaluation, task.about)
    if kind is TaskKind.LINE:
        return (_line(portfolio.outcome(task.about).line, needed=True),)
    if kind is TaskKind.ACHIEVED:
        return (_text("achieved", _("In a few words"), portfolio.outcome(task.about).achieved),)
    if kind is TaskKind.DIFFERENCE:
        return (_text("difference", _("In a sentence or two"), portfolio.outcome(task.about).difference),)
    if kind is TaskKind.ACTION_DIFFERENCE:
        return (_text("difference", _("In a sentence or two"), portfolio.actions[task.about].difference),)
    if kind is TaskKind.LOOK:
        return (_look(portfolio.look(task.about).answer),)
    if kind is TaskKind.EVIDENCE:
        return _evidence(evaluation, task)
    if kind in (TaskKind.DATE, TaskKind.REFRESH):
        ask = _("The day") if kind is TaskKind.DATE else _("When did somebody last see it so?")
        return (Question("date", ask, Form.PAST, hint=_days_hint(), needed=True),)
    if kind in (TaskKind.PLAN, TaskKind.ACT_ON):
        return _action()
    if kind is TaskKind.MOVE_ON:
        return _progress(evaluation, task.about)
    if kind is TaskKind.DUE:
        return (Question("due", _("The day"), Form.DAY, hint=_due_hint(), needed=True),)
    if kind is TaskKind.READING:
        return _reading(evaluation, task.about)
    return (Question("done", _("On which day was it reached?"), Form.PAST, hint=_days_hint(), needed=True),)


def asked(all_questions: tuple[Question, ...], answers: Answers) -> tuple[Question, ...]:
    """Those questions that the answers so far leave to be asked."""
    return tuple(q for q in all_questions if q.only is None or answers.get(q.only[0]) == q.only[1])


def enough(all_questions: tuple[Question, ...], answers: Answers) -> bool:
    """Whether everything needed is answered, so that the task can be carried out."""
    return bool(answers) and all(answers.get(q.name) for q in asked(all_questions, answers) if q.needed)


def check(evaluation: Evaluation, question: Question, typed: str) -> str:
    """An answer as it can be used; raises :class:`BadInput` in one line where it cannot."""
    text = clean_text(typed)
    if not text:
        if question.needed:
            raise BadInput(
                _("nothing was answered"), _("a few words are enough, or leave it for another time")
            )
        return ""
    if question.form is Form.CHOICE:
        return _chosen(question, text)
    if question.form is Form.PAST:
        past_day(text, today=evaluation.today)
    elif question.form is Form.DAY:
        parse_day(text, today=evaluation.today)
    elif question.form is Form.COUNT:
        count_of(text)
    elif len(text) > question.limit:
        raise BadInput(
            _("that is {n} characters too long").format(n=len(text) - question.limit),
            _("keep it to {limit} characters").format(limit=question.limit),
        )
    return text


def _chosen(question: Question, text: str) -> str:
    """A choice by its number in the list, its word or the beginning of its label."""
    wanted = text.casefold()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(question.choices):
        return question.choices[int(wanted) - 1].value
    exact = [c.value for c in question.choices if wanted in (c.value.casefold(), c.label.casefold())]
    begins = [c.value for c in question.choices if c.label.casefold().startswith(wanted)]
    for meant in (exact, begins):
        if len(meant) == 1:
            return meant[0]
    raise BadInput(
        _("“{given}” is none of the answers").format(given=text[:60]),
        _("choose a number from 1 to {n}").format(n=len(question.choices)),
    )


def count_of(text: str) -> tuple[int, int | None]:
    """``12/41`` or ``12 of 41`` as both numbers; ``12`` alone leaves open of how many."""
    found = _COUNT.match(text.strip().lower())
    if found is None:
        raise BadInput(
            _("“{given}” is not a count").format(given=text[:60]),
            _("write a whole number, or 12/41 for 12 of 41"),
        )
    return int(found[1]), int(found[2]) if found[2] else None


def value_words(question: Question, answer: str) -> str:
    """An answer as it is read back."""
    return next((c.label for c in question.choices if c.value == answer), answer)


# -- each kind -----------------------------------------------------------------------------------------


def _view(evaluation: Evaluation, outcome: str) -> tuple[Question, ...]:
    record = evaluation.portfolio.outcome(outcome)
    described = evaluation.framework.outcomes[outcome].grades
    grades = tuple(
        Choice(str(step.grade), step.name, described.get(step.grade, ""))
        for step in evaluation.framework.scale
    )
    now = str(record.view) if record.view is not None else ""
    ask = _("Which of these fits best today?")
    return (
        Question("view", ask, Form.CHOICE, choices=grades, needed=True, now=now),
        _line(record.line),
    )


def _line(now: str | None, *, needed: bool = False) -> Question:
    hint = _("for example: most know whom to tell; the newest are still finding out")
    return Question(
        "line", _("Why do you say so? One line is enough."), hint=hint, needed=needed, now=now or ""
    )


def _text(name: str, ask: str, now: str | None) -> Question:
    return Question(name, ask, hint=_("no names; roles at most"), needed=True, now=now or "", limit=TEXT)


def _look(now: str | None) -> Question:
    offered = (Answer.YES, Answer.PARTLY, Answer.NOT_YET, Answer.UNSURE)
    choices = tuple(Choice(answer.value, answer.label) for answer in offered)
    known = now if now in offered else ""
    return Question("answer", _("Your answer"), Form.CHOICE, choices=choices, needed=True, now=known or "")


def _evidence(evaluation: Evaluation, task: Task) -> tuple[Question, ...]:
    found: list[Question] = []
    house = evaluation.framework.for_ is SettingKind.RESIDENTIAL
    if task.perspective is None:
        views = tuple(Choice(each.value, each.label) for each in Perspective)
        found.append(Question("perspective", _("Whose view is it?"), Form.CHOICE, choices=views, needed=True))
    shows = tuple(Choice(each.value, each.label) for each in Direction)
    found += [
        Question(
            "title",
            _("What is it? A few words, no child’s name")
            if not house
            else _("What is it? A few words, no names"),
            hint={
                SettingKind.SCHOOL: _(
                    "for example: what we heard in the dinner queue; the worry box of last week"
                ),
                SettingKind.RESIDENTIAL: _("for example: what was said at tea; the log of last week"),
                SettingKind.PARTNERSHIP: _(
                    "for example: what a parents’ group told us; the waits of last year"
                ),
            }[evaluation.framework.for_],
            needed=True,
            limit=200,
        ),
        Question("direction", _("What does it show?"), Form.CHOICE, choices=shows, needed=True),
    ]
    if task.perspective is Perspective.CHILDREN:
        said = Question("said", _("What did they say, in one sentence that they agreed to?"))
        found.append(said)
    return (
        *found,
        Question("place", _("Where is it kept?"), hint=_("for example: blue folder in the office")),
        Question(
            "date", _("When was it seen?"), Form.PAST, hint=_days_hint(), now=show_day(evaluation.today)
        ),
    )


def _action() -> tuple[Question, ...]:
    return (
        Question("what", _("In a few words"), needed=True),
        Question("who", _("Who? A role"), hint=_("for example: deputy"), limit=120),
        Question("due", _("By when?"), Form.DAY, hint=_due_hint()),
    )


def _progress(evaluation: Evaluation, action: str) -> tuple[Question, ...]:
    told = _("in words that children can be told")
    if evaluation.framework.for_ is SettingKind.RESIDENTIAL:
        told = _("in words that young people can be told")
    choices = (
        Choice("done", _("It is done")),
        Choice("later", _("It needs more time")),
        Choice("cannot", _("We cannot do it")),
    )
    record = evaluation.portfolio.actions[action]
    return (
        Question("progress", _("How far has it come?"), Form.CHOICE, choices=choices, needed=True),
        Question(
            "difference",
            _("What difference has it made? It may also be said later"),
            now=record.difference or "",
            limit=TEXT,
            only=("progress", "done"),
        ),
        Question(
            "due", _("By when now?"), Form.DAY, hint=_due_hint(), needed=True, only=("progress", "later")
        ),
        Question("why_not", _("Why not?"), hint=told, needed=True, only=("progress", "cannot")),
    )


def _reading(evaluation: Evaluation, measure: str) -> tuple[Question, ...]:
    people = evaluation.portfolio.measures[measure].counts == Counts.PEOPLE
    hint = _("for example 12/41, for 12 of 41") if people else _("a whole number")
    ask = _("On which day was it counted?")
    return (
        Question("count", _("How many now?"), Form.COUNT, hint=hint, needed=True),
        Question("date", ask, Form.PAST, hint=_days_hint(), now=show_day(evaluation.today)),
    )


def _days_hint() -> str:
    return _("today, yesterday, 3 Apr 2026")


def _due_hint() -> str:
    return _("for example: 12 Dec 2026")
