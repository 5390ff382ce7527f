"""The action plan as it is read: what is due and how long ago, in words; by outcome or by date; and the words
with which something to do begins when it comes from a gap, a next step or evidence that shows not yet.

Nothing here counts what one role has done or left undone, and nothing should.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from rrsa.framework.model import Framework
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import LINE, TITLE, Action, Value
from rrsa.scoring import words
from rrsa.scoring.model import Assessment, Gap, Missing, Step, StepKind
from rrsa.vocabulary import ActionStatus, Answer, Perspective

SOON = 14
"""Days before its date from which an action says how many are left."""

# -- how far one action has come -----------------------------------------------------------------------


def status_of(action: Action) -> ActionStatus:
    """How far an action has come; *planned* where nobody has said."""
    return ActionStatus(action.status) if action.status in set(ActionStatus) else ActionStatus.PLANNED


def is_late(action: Action, on: date) -> bool:
    """Whether something is still to be done that should have been done before ``on``."""
    return bool(action.due) and status_of(action).is_open and str(action.due) < on.isoformat()


def due_words(action: Action, on: date) -> str:
    """``by 30 Apr 2026``, ``was due 3 Apr 2026, two weeks ago``; empty without a date, or when it is over."""
    if not action.due or not status_of(action).is_open:
        return ""
    left = (date.fromisoformat(action.due) - on).days
    day = show_day(action.due)
    if left < 0:
        return _("was due {day}, {ago}").format(day=day, ago=ago_words(date.fromisoformat(action.due), on))
    if left == 0:
        return _("due today")
    if left == 1:
        return _("due tomorrow")
    if left <= SOON:
        return _("by {day}, in {n} days").format(day=day, n=number_word(left))
    return _("by {day}").format(day=day)


def ago_words(day: date, on: date) -> str:
    """How long ago a day was, as one would say it: ``yesterday``, ``ten days ago``, ``two weeks ago``."""
    days = (on - day).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    months = (on.year - day.year) * 12 + on.month - day.month - (on.day < day.day)
    if months >= 24:
        return _ago(ngettext("a year ago", "{n} years ago", months // 12), months // 12)
    if days >= 63:
        return _ago(ngettext("a month ago", "{n} months ago", months), months)
    if days == 7 or days >= 14:
        return _ago(ngettext("a week ago", "{n} weeks ago", days // 7), days // 7)
    return _ago(ngettext("a day ago", "{n} days ago", days), days)


def _ago(text: str, n: int) -> str:
    return text.format(n=number_word(n))


def number_word(n: int) -> str:
    """Small numbers as words, as in a sentence; others in digits."""
    small = {
        2: _("two"),
        3: _("three"),
        4: _("four"),
        5: _("five"),
        6: _("six"),
        7: _("seven"),
        8: _("eight"),
        9: _("nine"),
        10: _("ten"),
        11: _("eleven"),
        12: _("twelve"),
    }
    return small.get(n, str(n))


def how_far(action: Action, on: date) -> list[str]:
    """What is known of an action beside its words, in short pieces: how far, who, by when."""
    status = status_of(action)
    said = [
        f"{status.label} {show_day(action.done_on)}".strip() if status is ActionStatus.DONE else status.label
    ]
    said += [part for part in (action.who, due_words(action, on)) if part]
    if status is ActionStatus.CANNOT and action.why_not:
        said.append(action.why_not)
    return said


# -- the plan, in order --------------------------------------------------------------------------------


class Only(NamedTuple):
    """Which actions are wanted; what is left empty wants all."""

    outcome: str | None = None
    role: str = ""
    statuses: frozenset[ActionStatus] | None = None
    late: bool = False

    def takes(self, action: Action, on: date) -> bool:
        return (
            self.outcome in (None, action.outcome)
            and (not self.role or has_role(action, self.role))
            and (self.statuses is None or status_of(action) in self.statuses)
            and (not self.late or is_late(action, on))
        )


EVERYTHING = Only()
OPEN = frozenset(status for status in ActionStatus if status.is_open)


class Group(NamedTuple):
    """Some actions under a heading. ``bare`` says that the outcome is low and nothing is planned for it."""

    heading: str
    actions: tuple[Action, ...]
    outcome: str | None = None
    bare: bool = False


def roles(portfolio: Portfolio) -> tuple[str, ...]:
    """The roles that something is planned for, in the order of the alphabet."""
    found = {action.who.casefold(): action.who for action in portfolio.actions.values() if action.who}
    return tuple(found[key] for key in sorted(found))


def has_role(action: Action, role: str) -> bool:
    """Whether an action is for a role; a part of it will do: ``P6`` is in *P6 and P7 teachers*."""
    return " ".join(role.casefold().split()) in (action.who or "").casefold()


def by_outcome(
    framework: Framework, assessment: Assessment, portfolio: Portfolio, only: Only = EVERYTHING
) -> tuple[Group, ...]:
    """The plan in the framework's order: under each outcome what is open first, soonest first.

    With everything wanted, an outcome that is low and has nothing planned has a group without actions.
    """
    groups = []
    known = framework.outcomes
    for outcome in (*known, *(o for o in portfolio.actions_by_outcome if o not in known)):
        actions = portfolio.actions_by_outcome.get(outcome, ())
        found = [a for a in actions if only.takes(a, assessment.on)]
        bare = only == EVERYTHING and outcome in known and _is_bare(framework, assessment, outcome, actions)
        if found or bare:
            heading = f"{outcome} · {known[outcome].short}" if outcome in known else _("No outcome")
            found.sort(key=lambda a: (not status_of(a).is_open, a.due or "9999", a.id))
            groups.append(Group(heading, tuple(found), outcome, bare))
    return tuple(groups)


def _is_bare(framework: Framework, assessment: Assessment, outcome: str, actions: Iterable[Action]) -> bool:
    view = assessment.outcomes[outcome].view
    low = view is not None and view < framework.low_grade
    return low and all(status_of(a) is ActionStatus.CANNOT for a in actions)


def by_date(portfolio: Portfolio, on: date, only: Only = EVERYTHING) -> tuple[Group, ...]:
    """The plan by when: past its date, month by month, without a date, done (the latest first), cannot."""
    found = [a for a in portfolio.actions.values() if only.takes(a, on)]
    found.sort(key=lambda a: (a.due or "9999", a.id))
    headed: dict[str, list[Action]] = {}
    for action in (a for a in found if status_of(a).is_open):
        if is_late(action, on):
            heading = _("Past its date")
        elif action.due:
            heading = show_day(action.due).partition(" ")[2]
        else:
            heading = _("No date yet")
        headed.setdefault(heading, []).append(action)
    done = [a for a in found if status_of(a) is ActionStatus.DONE]
    done.sort(key=lambda a: (a.done_on or "", a.id), reverse=True)
    cannot = [a for a in found if status_of(a) is ActionStatus.CANNOT]
    over = {ActionStatus.DONE.label: done, ActionStatus.CANNOT.label: cannot}
    return tuple(Group(head, tuple(actions)) for head, actions in {**headed, **over}.items() if actions)


def summary_words(portfolio: Portfolio, on: date) -> str:
    """How the whole plan stands: ``4 to do, 2 of them past their dates · 3 done``."""
    actions = portfolio.actions.values()
    still = sum(status_of(a).is_open for a in actions)
    late = sum(is_late(a, on) for a in actions)
    done = sum(status_of(a) is ActionStatus.DONE for a in actions)
    cannot = sum(status_of(a) is ActionStatus.CANNOT for a in actions)
    said = ngettext("{n} to do", "{n} to do", still).format(n=still)
    if late:
        past = ngettext("{n} past its date", "{n} past their dates", late).format(n=late)
        said = _("{to_do}, {late}").format(to_do=said, late=past)
    parts = [said]
    if done:
        parts.append(ngettext("{n} done", "{n} done", done).format(n=done))
    if cannot:
        parts.append(ngettext("{n} that we cannot do", "{n} that we cannot do", cannot).format(n=cannot))
    return " · ".join(parts)


# -- where an action comes from ------------------------------------------------------------------------


class Idea(NamedTuple):
    """How something to do begins: its words (to be changed), the outcome if one is meant, and why."""

    what: str = ""
    outcome: str | None = None
    because: str | None = None


def from_evidence(portfolio: Portfolio, outcome: str, evidence: str) -> Idea:
    """What evidence that shows not yet asks for: do something about it."""
    item = portfolio.evidence.get(evidence)
    title = item.title if item and item.title else evidence
    return Idea(_cut(_("Do something about what “{title}” shows").format(title=title)), outcome, evidence)


def from_step(framework: Framework, portfolio: Portfolio, step: Step) -> Idea:
    """A next step, put into the plan instead of being taken at once."""
    because = step.evidence if step.evidence in portfolio.evidence else None
    if step.kind is StepKind.PLAN_ACTION:
        return Idea(_what_is_low(framework, portfolio, step.outcome), step.outcome, because)
    said = words.step_sentence(framework, portfolio, step).split(". ")[0].rstrip(".")
    return Idea(_cut(said), step.outcome, because)


def from_gap(framework: Framework, portfolio: Portfolio, gap: Gap) -> Idea:
    """Something missing, put into the plan; never to raise a view, but to do what would move things on."""
    if gap.options:
        ideas = [from_gap(framework, portfolio, option) for option in gap.options]
        return next((idea for idea in ideas if idea.what), ideas[0])._replace(outcome=gap.outcome)
    if gap.missing is Missing.MILESTONE:
        known = framework.milestone_by_id.get(gap.milestone or "")
        return Idea(_cut(_("Work towards: {title}").format(title=known.title if known else gap.milestone)))
    if gap.missing is Missing.LOOK and gap.indicator is not None:
        statement = framework.indicators[gap.indicator].statement
        known_low = gap.have in (Answer.NOT_YET, Answer.PARTLY)
        text = _("Work on {id}: {statement}") if known_low else _("Look at {id}: {statement}")
        return Idea(_cut(text.format(id=gap.indicator, statement=statement)), gap.outcome)
    if gap.outcome is None:
        return Idea(_cut(_of_several(framework, gap.strand)))
    if gap.missing in (Missing.ACTION, Missing.VIEW_BELOW):
        return Idea(_what_is_low(framework, portfolio, gap.outcome), gap.outcome)
    about = _("{id} ({title})").format(id=gap.outcome, title=framework.outcomes[gap.outcome].short)
    return Idea(_cut(_of_outcome(gap.missing).format(outcome=about)), gap.outcome)


def _of_several(framework: Framework, strand: str | None) -> str:
    """What is missing of a strand or everywhere: somebody has to say for which outcome it is done."""
    for each in framework.strands:
        if each.id == strand:
            text = _("Find what is still missing for strand {id} ({title})")
            return text.format(id=each.id, title=each.short)
    return _("Find what is still missing for all outcomes together")


def _of_outcome(missing: Missing) -> str:
    return {
        Missing.VIEW: _("Take a first look together at outcome {outcome}"),
        Missing.LINE: _("Agree in one line why we see outcome {outcome} as we do"),
        Missing.ACHIEVED: _("Write down how we achieved outcome {outcome}"),
        Missing.DIFFERENCE: _("Find out what difference outcome {outcome} has made for children"),
        Missing.CHILDREN: _("Ask some children about outcome {outcome} and note what they say"),
        Missing.PERSPECTIVES: _("Look at outcome {outcome} from another side: ask, go and see, or count"),
        Missing.APPLICABLE: _("See which look-for of outcome {outcome} applies here after all"),
    }.get(missing, _("Gather what shows how outcome {outcome} is going"))


def _what_is_low(framework: Framework, portfolio: Portfolio, outcome: str | None) -> str:
    """The first look-for of an outcome that says *not yet*, else *partly*; empty where none does."""
    if outcome is None:
        return ""
    for answer in (Answer.NOT_YET, Answer.PARTLY):
        for indicator in framework.outcomes[outcome].indicators:
            if portfolio.look(indicator.id).answer == answer:
                said = _("Work on {id}: {statement}")
                return _cut(said.format(id=indicator.id, statement=indicator.statement))
    return ""


def _cut(text: str, limit: int = LINE) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


# -- where it goes -------------------------------------------------------------------------------------


def as_evidence(portfolio: Portfolio, action: Action, today: date) -> dict[str, Value]:
    """The answer to *what difference has it made?*, begun as a piece of evidence for somebody to look over.

    The perspective is a guess: of a measure, records; else the perspective of what had shown not yet, since
    the same people can say whether it is better now; else observation.
    """
    because = portfolio.evidence.get(action.because or "")
    if action.measure in portfolio.measures:
        perspective = Perspective.RECORDS.value
    else:
        perspective = (because.perspective if because else None) or Perspective.OBSERVATION.value
    return {
        "title": _cut(_("What came of it: {what}").format(what=action.what), TITLE),
        "note": action.difference,
        "date": action.done_on or today.isoformat(),
        "seen_by": action.who,
        "perspective": perspective,
    }
