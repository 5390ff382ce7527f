"""What becomes of the answers to a task: one change in the evaluation, told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.guide.questions import Answers, asked, check, count_of, questions
from rrsa.guide.tasks import Task, TaskKind, sitting
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell
from rrsa.portfolio.checks import parse_day, show_day
from rrsa.portfolio.records import Value
from rrsa.scoring.words import grade_words, outcome_words
from rrsa.vocabulary import Answer, Counts

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation

_NEXT_TIME = 3


@dataclass(frozen=True, slots=True)
class Done:
    """A task carried out: what was done, in words, and the cell that shows whether it still stands."""

    task: Task
    said: str
    cell: Cell
    value: Value

    def stands(self, evaluation: Evaluation) -> bool:
        """Whether it has not been taken back since."""
        return evaluation.portfolio.value(self.cell) == self.value


@dataclass(frozen=True, slots=True)
class Finish:
    """The finish line: what was done, and what is ready next time."""

    done: tuple[str, ...]
    next_time: tuple[Task, ...]


def carry_out(evaluation: Evaluation, task: Task, answers: Answers, *, seen: Answers | None = None) -> Done:
    """Records what was answered as one change. ``seen`` holds the texts that stood there when they were
    asked about: what somebody else has written since is a conflict, not overwritten.

    Raises :class:`BadInput` where an answer cannot be used; nothing is recorded then.
    """
    clean = {
        q.name: check(evaluation, q, answers.get(q.name, ""))
        for q in asked(questions(evaluation, task), answers)
    }
    cell, said = _RECORD[task.kind](evaluation, task, clean, seen or {})
    return Done(task, said, cell, evaluation.portfolio.value(cell))


def finish(evaluation: Evaluation, done: Iterable[Done]) -> Finish:
    """What this sitting came to. What has been taken back meanwhile was not done."""
    standing = tuple(each.said for each in done if each.stands(evaluation))
    return Finish(standing, sitting(evaluation, most=_NEXT_TIME))


# -- each kind -----------------------------------------------------------------------------------------

Recorded = tuple[Cell, str]
Recorder = Callable[["Evaluation", Task, Answers, Answers], Recorded]


def _outcome_text(name: str) -> Recorder:
    def record(evaluation: Evaluation, task: Task, given: Answers, seen: Answers) -> Recorded:
        before: dict[str, Value] | None = {name: seen[name] or None} if name in seen else None
        evaluation.record_outcome(task.about, {name: given[name]}, seen=before)
        said = {
            "line": _("Why we see {outcome} so"),
            "achieved": _("How we achieved {outcome}"),
            "difference": _("What difference {outcome} has made"),
        }[name]
        outcome = outcome_words(evaluation.framework, task.about)
        return Cell("outcome", task.about, name), said.format(outcome=outcome)

    return record


def _view(evaluation: Evaluation, task: Task, given: Answers, seen: Answers) -> Recorded:
    values: dict[str, Value] = {"view": int(given["view"])}
    before: dict[str, Value] | None = None
    if given.get("line") or seen.get("line"):
        values["line"] = given.get("line") or None
        before = {"line": seen["line"] or None} if "line" in seen else None
    evaluation.record_outcome(task.about, values, seen=before)
    return Cell("outcome", task.about, "view"), _("Our view of {outcome}: {grade}").format(
        outcome=outcome_words(evaluation.framework, task.about),
        grade=grade_words(evaluation.framework, int(given["view"])),
    )


def _look(evaluation: Evaluation, task: Task, given: Answers, _seen: Answers) -> Recorded:
    why = evaluation.portfolio.look(task.about).why
    evaluation.record_look(task.about, given["answer"], why)
    said = _("Look-for {id}: {answer}").format(id=task.about, answer=Answer(given["answer"]).label)
    return Cell("look", task.about, "answer"), said


def _evidence(evaluation: Evaluation, task: Task, given: Answers, _seen: Answers) -> Recorded:
    names = ("title", "place", "said", "date")
    values: dict[str, Value] = {name: given[name] for name in names if given.get(name)}
    values["perspective"] = task.perspective or given["perspective"]
    made = evaluation.add_evidence(values, (task.about,), direction=given["direction"])
    said = _("Evidence noted: {title}").format(title=values["title"])
    return Cell("evidence", made, "present"), said


def _evidence_day(evaluation: Evaluation, task: Task, given: Answers, _seen: Answers) -> Recorded:
    evaluation.edit_evidence(task.about, {"date": given["date"]})
    item = evaluation.portfolio.evidence[task.about]
    said = _("“{title}” has its day: {day}").format(title=item.title, day=show_day(item.date))
    return Cell("evidence", task.about, "date"), said


def _plan(evaluation: Evaluation, task: Task, given: Answers, _seen: Answers) -> Recorded:
    values: dict[str, Value] = {name: given[name] for name in ("what", "who", "due") if given.get(name)}
    if task.kind is TaskKind.ACT_ON:
        values["because"] = task.about
    made = evaluation.add_action(task.outcome or task.about, values)
    return Cell("action", made, "present"), _("To do: {what}").format(what=values["what"])


def _progress(evaluation: Evaluation, task: Task, given: Answers, _seen: Answers) -> Recorded:
    what = evaluation.portfolio.actions[task.about].what
    if given["progress"] == "done":
        evaluation.finish_action(task.about, difference=given.get("difference") or None)
        return Cell("action", task.about, "status"), _("Done: {what}").format(what=what)
    if given["progress"] == "cannot":
        evaluation.give_up_action(task.about, given["why_not"])
        said = _("We cannot, and we say why: {what}").format(what=what)
        return Cell("action", task.about, "status"), said
    return _due(evaluation, task, given, _seen)


def _due(evaluation: Evaluation, task: Task, given: Answers, _seen: Answers) -> Recorded:
    day = parse_day(given["due"], today=evaluation.today)
    evaluation.edit_action(task.about, {"due": day.isoformat()})
    what = evaluation.portfolio.actions[task.about].what
    said = _("By {day}: {what}").format(day=show_day(day), what=what)
    return Cell("action", task.about, "due"), said


def _action_difference(evaluation: Evaluation, task: Task, given: Answers, seen: Answers) -> Recorded:
    before: dict[str, Value] | None = {"difference": seen["difference"] or None} if seen else None
    evaluation.edit_action(task.about, {"difference": given["difference"]}, seen=before)
    what = evaluation.portfolio.actions[task.about].what
    said = _("What difference it has made: {what}").format(what=what)
    return Cell("action", task.about, "difference"), said


def _reading(evaluation: Evaluation, task: Task, given: Answers, _seen: Answers) -> Recorded:
    count, n = count_of(given["count"])
    measure = evaluation.portfolio.measures[task.about]
    if measure.counts == Counts.PEOPLE and n is None:
        raise BadInput(_("it is not said of how many people that is"), _("write both, such as 12/41"))
    values: dict[str, Value] = {"count": count, "n": n}
    if given.get("date"):
        values["date"] = given["date"]
    made = evaluation.add_reading(task.about, values)
    return Cell("reading", made, "present"), _("Counted again: {measure}").format(measure=measure.title)


def _milestone(evaluation: Evaluation, task: Task, given: Answers, _seen: Answers) -> Recorded:
    evaluation.record_milestone(task.about, given["done"])
    title = evaluation.framework.milestone_by_id[task.about].title
    return Cell("milestone", task.about, "done"), _("Reached: {title}").format(title=title)


_RECORD: Mapping[TaskKind, Recorder] = {
    TaskKind.VIEW: _view,
    TaskKind.LINE: _outcome_text("line"),
    TaskKind.ACHIEVED: _outcome_text("achieved"),
    TaskKind.DIFFERENCE: _outcome_text("difference"),
    TaskKind.LOOK: _look,
    TaskKind.EVIDENCE: _evidence,
    TaskKind.DATE: _evidence_day,
    TaskKind.REFRESH: _evidence_day,
    TaskKind.PLAN: _plan,
    TaskKind.ACT_ON: _plan,
    TaskKind.MOVE_ON: _progress,
    TaskKind.DUE: _due,
    TaskKind.ACTION_DIFFERENCE: _action_difference,
    TaskKind.READING: _reading,
    TaskKind.MILESTONE: _milestone,
}
