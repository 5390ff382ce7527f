"""Getting ready for a visit: the day, what to have ready, what will have aged by then, and what may be asked.

For schools and partnerships whose framework says something about a visit. A house has none that is
announced. Nothing here is scored, and no answer of a child is written for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rrsa.i18n import _, ngettext
from rrsa.vocabulary import ActionStatus

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.model import MockQuestion
    from rrsa.scoring.model import Gap, Piece

WHO = ("children", "staff", "leaders", "families", "partners")
"""Whom a visitor asks, in the order in which they are listed."""
_IN_DAYS, _IN_WEEKS = 14, 60
_FEW = 3


# -- the day ---------------------------------------------------------------------------------------


def visit_day(evaluation: Evaluation) -> date | None:
    """The day of the visit, where one is agreed."""
    from rrsa.scoring.strength import day

    return day(evaluation.portfolio.setting.visit_on)


def countdown(day: date | None, today: date) -> str:
    """How far off a visit is, in words."""
    from rrsa.portfolio.checks import show_day

    if day is None:
        return _("No day is agreed yet.")
    days = (day - today).days
    if days == 0:
        return _("The visit is today.")
    if days == 1:
        return _("The visit is tomorrow, {day}.").format(day=show_day(day))
    if days < 0:
        return _("The visit was on {day}, {span} ago.").format(day=show_day(day), span=_span(day, today))
    return _("The visit is on {day}, in {span}.").format(day=show_day(day), span=_span(today, day))


def _span(first: date, last: date) -> str:
    """The time between two days, as people say it: ``3 weeks``."""
    from rrsa.scoring.strength import whole_months

    days = (last - first).days
    if days < _IN_DAYS:
        return ngettext("{n} day", "{n} days", days).format(n=days)
    if days < _IN_WEEKS:
        n = days // 7
        return ngettext("{n} week", "{n} weeks", n).format(n=n)
    n = max(whole_months(first, last), 1)
    return ngettext("{n} month", "{n} months", n).format(n=n)


# -- what to have ready ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ready:
    """Something to have ready; ``done`` is the day (ISO text) on which it was."""

    id: str
    text: str
    done: str | None
    note: str


def checklist(evaluation: Evaluation) -> tuple[Ready, ...]:
    """What the framework asks to have ready, with its ticks."""
    visit = evaluation.framework.visit
    records = evaluation.portfolio.checklist
    found = []
    for item in visit.checklist if visit else ():
        record = records.get(item.id)
        found.append(
            Ready(item.id, item.text, record.done if record else None, (record.note if record else "") or "")
        )
    return tuple(found)


def checklist_words(items: tuple[Ready, ...]) -> str:
    """How much is ready; empty where there is nothing to have ready."""
    if not items:
        return ""
    done = sum(1 for item in items if item.done)
    if done == len(items):
        return _("Everything on the list is ready.")
    return _("{done} of {total} things on the list are ready.").format(done=done, total=len(items))


# -- what will have aged ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Aged:
    """A piece of evidence that will weigh less on the day of the visit."""

    evidence: str
    title: str
    outcomes: tuple[str, ...]
    months: int  # of age on that day
    stale: bool  # past the framework's last month of ageing, where it stays


@dataclass(frozen=True, slots=True)
class Fall:
    """An outcome whose evidence score is lower on the day, both out of 100."""

    outcome: str
    now: int
    then: int


@dataclass(frozen=True, slots=True)
class ByThen:
    """What time alone does until ``day``. Neither our view nor what is shown is touched by it."""

    day: date
    stale: tuple[Aged, ...]  # will have become stale, the oldest first
    older: tuple[Aged, ...]  # will weigh less, and are not stale
    already: tuple[Aged, ...]  # are stale today
    falls: tuple[Fall, ...]
    gaps: tuple[Gap, ...]  # of the stage worked towards: met today, missing on the day


def by_then(evaluation: Evaluation, day: date) -> ByThen:
    """What will have aged on ``day`` if nothing is refreshed; nothing where that day is past."""
    from rrsa.scoring.assess import assess

    framework, portfolio, now = evaluation.framework, evaluation.portfolio, evaluation.assessment
    later = assess(framework, portfolio, max(day, now.on))
    before = {p.evidence: p for found in now.outcomes.values() for p in found.counting}
    outcomes: dict[str, list[str]] = {}
    pieces: dict[str, Piece] = {}
    for outcome, found in later.outcomes.items():
        for piece in found.counting:
            outcomes.setdefault(piece.evidence, []).append(outcome)
            pieces[piece.evidence] = piece
    stale: list[Aged] = []
    older: list[Aged] = []
    already: list[Aged] = []
    for evidence, piece in pieces.items():
        today = before[evidence]
        if not _stale(today) and piece.strength == today.strength:
            continue
        into = already if _stale(today) else stale if _stale(piece) else older
        title = portfolio.evidence[evidence].title or evidence
        into.append(Aged(evidence, title, tuple(outcomes[evidence]), piece.months or 0, _stale(piece)))
    falls = tuple(
        Fall(outcome, found.evidence.out_of_100, later.outcomes[outcome].evidence.out_of_100)
        for outcome, found in now.outcomes.items()
        if later.outcomes[outcome].evidence.out_of_100 < found.evidence.out_of_100
    )
    missing = {gap.about for gap in now.stages[evaluation.stage].gaps}
    gaps = tuple(gap for gap in later.stages[evaluation.stage].gaps if gap.about not in missing)
    by_age = [tuple(sorted(some, key=lambda a: (-a.months, a.title))) for some in (stale, older, already)]
    return ByThen(later.on, by_age[0], by_age[1], by_age[2], falls, gaps)


def _stale(piece: Piece) -> bool:
    from rrsa.scoring.model import Flag

    return Flag.STALE in piece.flags


def by_then_sentence(found: ByThen) -> str:
    """What ageing comes to, in a sentence or two."""
    parts = []
    if n := len(found.stale):
        parts.append(
            ngettext(
                "{n} piece will have grown old by then.", "{n} pieces will have grown old by then.", n
            ).format(n=n)
        )
    if n := len(found.older):
        parts.append(
            ngettext("{n} piece will weigh a little less.", "{n} pieces will weigh a little less.", n).format(
                n=n
            )
        )
    if not parts:
        parts.append(_("Nothing more will have grown old by then."))
    parts.append(_("Age never lowers our view or what is shown."))
    return " ".join(parts)


# -- what may be asked -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """A question that a visitor may ask, beside what the setting could answer with."""

    who: str
    ask: str
    outcome: str | None
    view: str  # our view in words; empty where the question is about no one outcome
    line: str
    difference: str
    pieces: tuple[tuple[str, str], ...]  # evidence id and title: the two or three best
    doing: tuple[str, ...]  # what is being done now
    whom_to_ask: str
    strengths: str = ""  # of a partnership
    improve: str = ""  # its areas for improvement

    @property
    def nothing_yet(self) -> bool:
        """Whether there is nothing to answer with so far."""
        said = (self.line, self.difference, self.strengths, self.improve, self.whom_to_ask)
        return not (any(said) or self.pieces or self.doing)


def answers(evaluation: Evaluation) -> tuple[Answer, ...]:
    """Every question of the framework, by who is asked."""
    visit = evaluation.framework.visit
    questions = sorted(visit.questions if visit else (), key=lambda question: WHO.index(question.who))
    return tuple(_answer(evaluation, question) for question in questions)


def _answer(evaluation: Evaluation, question: MockQuestion) -> Answer:
    from rrsa.guide.any_day import best_pieces
    from rrsa.scoring.words import state_words

    framework, portfolio = evaluation.framework, evaluation.portfolio
    outcome = question.outcome
    if outcome is None or outcome not in framework.outcomes:
        ours = question.who in ("leaders", "staff")
        doing = tuple(_doing(evaluation, evaluation.assessment.lowest)) if ours else ()
        return Answer(question.who, question.ask, None, "", "", "", (), doing, "")
    found = evaluation.assessment.outcomes[outcome]
    record = portfolio.outcome(outcome)
    pieces = best_pieces(framework, portfolio, found)
    return Answer(
        question.who,
        question.ask,
        outcome,
        state_words(framework, found),
        record.line or "",
        record.difference or "",
        tuple((p.evidence, portfolio.evidence[p.evidence].title or p.evidence) for p in pieces),
        tuple(_doing(evaluation, (outcome,))),
        record.whom_to_ask or "",
        record.strengths or "",
        record.improve or "",
    )


def _doing(evaluation: Evaluation, outcomes: tuple[str, ...]) -> Iterator[str]:
    """What is open in the action plan for these outcomes, the soonest first."""
    by_outcome = evaluation.portfolio.actions_by_outcome
    found = [action for outcome in outcomes for action in by_outcome.get(outcome, ())]
    is_open = [a for a in found if ActionStatus(a.status or ActionStatus.PLANNED).is_open]
    yield from (action.what or "" for action in is_open[:_FEW])


def who_label(who: str) -> str:
    """Whom a visitor asks, by name."""
    return {
        "children": _("Children"),
        "staff": _("Staff"),
        "leaders": _("Leaders"),
        "families": _("Families"),
        "partners": _("Partners"),
    }[who]


def who_hint(who: str) -> str:
    """What to bear in mind when it is they who are asked; empty where nothing needs saying."""
    if who == "children":
        return _("Ask some children and listen. Nobody should learn an answer by heart.")
    if who == "families":
        return _("Ask some parents and carers beforehand, and not only those who always come.")
    return ""
