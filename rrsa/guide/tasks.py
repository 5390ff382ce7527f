"""Ten minutes: the most useful few things that can be done in one short sitting.

What there is to do comes from the next steps and from the portfolio itself. How a task is asked stands in
:mod:`rrsa.guide.questions`, what becomes of the answers in :mod:`rrsa.guide.answers`; the screen and the
command both work from these and have nothing of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.scoring.model import Flag, Step, StepKind
from rrsa.scoring.outcome import said
from rrsa.scoring.words import outcome_words
from rrsa.vocabulary import ActionStatus, Answer, Perspective, SettingKind

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.portfolio.records import Action

TEN_MINUTES = 10
READING_DAYS = 92
"""A measure without a reading in so many days, about a term, is worth counting again. Our own figure."""


class TaskKind(StrEnum):
    """What can be done in a few minutes, the most useful first where nothing else decides."""

    VIEW = "view"  # a first view of an outcome: a grade and a line
    LINE = "line"
    ACT_ON = "act-on"  # something to do because evidence shows not yet
    EVIDENCE = "evidence"
    MOVE_ON = "move-on"  # an action past its date
    DATE = "date"  # evidence without a date
    DIFFERENCE = "difference"  # of an outcome
    LOOK = "look"
    ACTION_DIFFERENCE = "action-difference"
    READING = "reading"
    MILESTONE = "milestone"
    PLAN = "plan"
    DUE = "due"  # an action without a date
    REFRESH = "refresh"  # evidence that is getting old
    ACHIEVED = "achieved"


_MINUTES = {
    TaskKind.VIEW: 2,
    TaskKind.LINE: 1,
    TaskKind.ACT_ON: 2,
    TaskKind.EVIDENCE: 3,
    TaskKind.MOVE_ON: 1,
    TaskKind.DATE: 1,
    TaskKind.DIFFERENCE: 2,
    TaskKind.LOOK: 1,
    TaskKind.ACTION_DIFFERENCE: 2,
    TaskKind.READING: 1,
    TaskKind.MILESTONE: 1,
    TaskKind.PLAN: 2,
    TaskKind.DUE: 1,
    TaskKind.REFRESH: 1,
    TaskKind.ACHIEVED: 3,
}

ADDS = frozenset({TaskKind.EVIDENCE, TaskKind.ACT_ON, TaskKind.PLAN, TaskKind.READING})
"""Tasks that make something new: done twice, they would make it twice."""


@dataclass(frozen=True, slots=True)
class Task:
    """One small thing to do. ``about`` is the id of what it speaks of: an outcome, a look-for, a piece of
    evidence, an action, a measure or a milestone, as its kind says."""

    kind: TaskKind
    about: str
    what: str
    why: str
    outcome: str | None = None
    perspective: Perspective | None = None
    hints: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Tells one task from another, today and next time."""
        return ":".join(filter(None, (self.kind, self.about, self.perspective)))

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return _MINUTES[self.kind]

    @property
    def time_words(self) -> str:
        return ngettext("about a minute", "about {n} minutes", self.minutes).format(n=self.minutes)


def sitting(evaluation: Evaluation, *, most: int = 5, begun: Collection[str] = ()) -> tuple[Task, ...]:
    """The most useful few things for ten minutes: of as many kinds and about as many outcomes as can be,
    together no longer than that, the small ones first. The same evaluation always gives the same.

    ``begun`` holds the keys of tasks that somebody has begun to answer: they come before all others.
    """
    by_kind: dict[TaskKind, list[Task]] = {kind: [] for kind in TaskKind}
    for task in {task.key: task for task in Finder(evaluation).tasks()}.values():
        by_kind[task.kind].append(task)
    picked = [task for waiting in by_kind.values() for task in waiting if task.key in begun][:most]
    for waiting in by_kind.values():
        waiting[:] = [task for task in waiting if task.key not in begun]
    left = TEN_MINUTES - sum(task.minutes for task in picked)
    found = True
    while found and len(picked) < most:
        found = False
        for waiting in by_kind.values():
            waiting[:] = [task for task in waiting if task.minutes <= left]
            if not waiting or len(picked) == most:
                continue
            outcomes = {task.outcome for task in picked}
            chosen = next((task for task in waiting if task.outcome not in outcomes), waiting[0])
            waiting.remove(chosen)
            picked.append(chosen)
            left -= chosen.minutes
            found = True
    return tuple(sorted(picked, key=lambda task: (task.key not in begun, task.minutes)))


def through_outcome(evaluation: Evaluation, outcome: str) -> tuple[Task, ...]:
    """One outcome from end to end: how are we doing, how do we know, what now, what difference."""
    make = Finder(evaluation)
    framework = evaluation.framework
    looks = framework.indicators_up_to(evaluation.stage, framework.outcomes[outcome])
    return (
        make.view(outcome),
        *(make.look(indicator.id) for indicator in looks),
        make.evidence(outcome, None),
        make.plan(outcome),
        make.difference(outcome),
    )


class Finder:
    """Finds what there is to do, and puts it in words."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._framework = evaluation.framework
        self._portfolio = evaluation.portfolio
        self._assessed = evaluation.assessment.outcomes
        self._house = evaluation.framework.for_ is SettingKind.RESIDENTIAL

    def tasks(self) -> Iterator[Task]:
        """Everything that can be done, the most useful of each kind first."""
        for step in self._evaluation.steps():
            yield from self._from_step(step)
        for outcome, assessed in self._assessed.items():
            if assessed.view is None:
                yield self.view(outcome)
            else:
                yield from self._of_outcome(outcome)
        for outcome in self._framework.outcomes:
            for action in self._portfolio.actions_by_outcome.get(outcome, ()):
                yield from self._of_action(outcome, action)
            yield from self._readings(outcome)

    def _from_step(self, step: Step) -> Iterator[Task]:
        if step.kind is StepKind.REACH_MILESTONE and step.milestone:
            yield self.milestone(step.milestone)
        elif step.outcome is None:
            return
        elif step.kind is StepKind.LOOK_AT_OUTCOME:
            yield self.view(step.outcome)
        elif step.kind is StepKind.LOOK_AT_INDICATOR and step.indicator:
            yield self.look(step.indicator)
        elif step.kind is StepKind.ADD_EVIDENCE:
            yield self.evidence(step.outcome, step.perspective)
        elif step.kind is StepKind.DATE_EVIDENCE and step.evidence:
            yield self.date(step.outcome, step.evidence)
        elif step.kind is StepKind.REFRESH_EVIDENCE and step.evidence:
            yield self.refresh(step.outcome, step.evidence)
        elif step.kind is StepKind.RECORD_DIFFERENCE:
            yield self.difference(step.outcome)
        elif step.kind is StepKind.PLAN_ACTION:
            yield self.plan(step.outcome)
        elif step.kind is StepKind.WRITE:
            yield self.line(step.outcome) if step.field == "line" else self.achieved(step.outcome)

    def _of_outcome(self, outcome: str) -> Iterator[Task]:
        assessed, record = self._assessed[outcome], self._portfolio.outcome(outcome)
        low = (assessed.view or 0) < self._framework.low_grade
        for indicator in self._framework.indicators_up_to(
            self._evaluation.stage, self._framework.outcomes[outcome]
        ):
            answer = self._portfolio.look(indicator.id).answer
            if answer == Answer.UNSURE or (low and answer is None):
                yield self.look(indicator.id)
        if not said(record.line):
            yield self.line(outcome)
        answered = {action.because for action in self._portfolio.actions.values()}
        for piece in assessed.pieces:
            if Flag.UNDATED in piece.flags:
                yield self.date(outcome, piece.evidence)
            elif Flag.STALE in piece.flags:
                yield self.refresh(outcome, piece.evidence)
        for piece in assessed.not_yet:
            if piece.evidence not in answered:
                yield self.act_on(outcome, piece.evidence)
        if assessed.counting and not said(record.difference):
            yield self.difference(outcome)

    def _of_action(self, outcome: str, action: Action) -> Iterator[Task]:
        status = ActionStatus(action.status or ActionStatus.PLANNED)
        about = f"“{action.what}”"
        if status is ActionStatus.DONE and not said(action.difference):
            yield Task(
                TaskKind.ACTION_DIFFERENCE,
                action.id,
                _("{action} is done. What difference has it made?").format(action=about),
                _("That answer is often the best evidence there is. One example is enough."),
                outcome,
            )
        elif status.is_open and action.due and action.due < self._evaluation.on.isoformat():
            yield Task(
                TaskKind.MOVE_ON,
                action.id,
                _("{action} was due by {day}.").format(action=about, day=show_day(action.due)),
                _("Plans change. One that says how things really stand is of use to everybody."),
                outcome,
            )
        elif status.is_open and not action.due:
            yield Task(
                TaskKind.DUE,
                action.id,
                _("By when will it be done: {action}?").format(action=about),
                _("What has a day is more likely to happen. A rough one will do."),
                outcome,
            )

    def _readings(self, outcome: str) -> Iterator[Task]:
        since = (self._evaluation.on - timedelta(days=READING_DAYS)).isoformat()
        for measure in self._portfolio.measures_by_outcome.get(outcome, ()):
            readings = self._portfolio.readings_by_measure.get(measure.id, ())
            last = max(filter(None, (measure.baseline_on, *(r.date for r in readings))), default=None)
            if last is not None and last >= since:
                continue
            why = _("Counted now and then, it shows whether what you do is working.")
            if last is not None:
                why = _("It was last counted on {day}.").format(day=show_day(last)) + " " + why
            what = _("How does it stand now: {measure}?").format(measure=measure.title)
            hints = (_("Figures from: {source}").format(source=measure.source),) if measure.source else ()
            yield Task(TaskKind.READING, measure.id, what, why, outcome, hints=hints)

    # -- each task in words ------------------------------------------------------------------------

    def _named(self, outcome: str) -> str:
        return outcome_words(self._framework, outcome)

    def _titled(self, evidence: str) -> str:
        item = self._portfolio.evidence.get(evidence)
        return f"“{item.title if item else evidence}”"

    def view(self, outcome: str) -> Task:
        return Task(
            TaskKind.VIEW,
            outcome,
            _("How is it going with outcome {outcome}?").format(outcome=self._named(outcome)),
            _("First thoughts are enough. They show what is worth a closer look."),
            outcome,
            hints=(f"“{self._framework.outcomes[outcome].children}”",),
        )

    def line(self, outcome: str) -> Task:
        return Task(
            TaskKind.LINE,
            outcome,
            _("Why do you see outcome {outcome} as you do?").format(outcome=self._named(outcome)),
            _("One line is enough for whoever reads it next, a colleague or a visitor."),
            outcome,
        )

    def achieved(self, outcome: str) -> Task:
        return Task(
            TaskKind.ACHIEVED,
            outcome,
            _("How did you get there with outcome {outcome}?").format(outcome=self._named(outcome)),
            _("A few words now spare somebody a long search before the evaluation is handed in."),
            outcome,
        )

    def difference(self, outcome: str) -> Task:
        what = _("What is different for children because of outcome {outcome}?")
        if self._house:
            what = _("What is different for young people because of outcome {outcome}?")
        return Task(
            TaskKind.DIFFERENCE,
            outcome,
            what.format(outcome=self._named(outcome)),
            _("What changed for somebody says more than what was done. One example will do, no names."),
            outcome,
        )

    def look(self, indicator: str) -> Task:
        found = self._framework.indicators[indicator]
        outcome = self._framework.outcome_of[indicator]
        return Task(
            TaskKind.LOOK,
            indicator,
            _("Is it so here? {statement}").format(statement=found.statement),
            _("One look-for of outcome {outcome}: it shows where to begin.").format(
                outcome=self._named(outcome)
            ),
            outcome,
            hints=found.prompts,
        )

    def evidence(self, outcome: str, perspective: Perspective | None) -> Task:
        what, why = self._evidence_words(perspective)
        ideas = [
            idea
            for indicator in self._framework.outcomes[outcome].indicators
            for idea in (indicator.evidence.get(perspective, ())[:1] if perspective else ())
        ]
        hints = tuple(_("For example: {idea}").format(idea=idea) for idea in ideas[:2])
        about = what.format(outcome=self._named(outcome))
        return Task(TaskKind.EVIDENCE, outcome, about, why, outcome, perspective, hints)

    def _evidence_words(self, perspective: Perspective | None) -> tuple[str, str]:
        if perspective is Perspective.CHILDREN:
            what = _("What have children said lately about outcome {outcome}?")
            if self._house:
                what = _("What have young people said lately about outcome {outcome}?")
            return what, _(
                "Nobody knows better how it is than they do. What two or three said is a beginning."
            )
        if perspective is Perspective.OBSERVATION:
            what = _("What have you seen for yourself of outcome {outcome}?")
            return what, _(
                "What somebody saw happen, with its day, is strong, and it takes a minute to note."
            )
        if perspective is Perspective.RECORDS:
            what = _("Which record or count shows outcome {outcome}?")
            return what, _("It stays where it is kept. You only say where that is.")
        if perspective is Perspective.ADULTS:
            what = _("What has a colleague, a parent or a carer said of outcome {outcome}?")
            return what, _("It shows the same thing from another side.")
        return _("How do you know about outcome {outcome}?"), _("Two or three good pieces are enough.")

    def date(self, outcome: str, evidence: str) -> Task:
        return Task(
            TaskKind.DATE,
            evidence,
            _("When was this seen: {title}?").format(title=self._titled(evidence)),
            _("Without a day, nobody can tell how recent it is. About when is good enough."),
            outcome,
        )

    def refresh(self, outcome: str, evidence: str) -> Task:
        item = self._portfolio.evidence.get(evidence)
        return Task(
            TaskKind.REFRESH,
            evidence,
            _("Is this still so: {title}?").format(title=self._titled(evidence)),
            _("It is from {day}. If somebody has seen it since, the new day makes it count again.").format(
                day=show_day(item.date if item else None)
            ),
            outcome,
        )

    def plan(self, outcome: str) -> Task:
        return Task(
            TaskKind.PLAN,
            outcome,
            _("What will you do next about outcome {outcome}?").format(outcome=self._named(outcome)),
            _("Small and soon is better than large and later."),
            outcome,
        )

    def act_on(self, outcome: str, evidence: str) -> Task:
        return Task(
            TaskKind.ACT_ON,
            evidence,
            _("{title} shows “not yet”. What will you do about it?").format(title=self._titled(evidence)),
            _("It was honest to note it. Something planned shows that it was heard."),
            outcome,
        )

    def milestone(self, milestone: str) -> Task:
        found = self._framework.milestone_by_id[milestone]
        return Task(
            TaskKind.MILESTONE,
            milestone,
            _("Has this happened yet? {title}").format(title=found.title),
            found.about,
        )
