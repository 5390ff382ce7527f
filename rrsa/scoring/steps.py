"""What to do next, from a fixed list, each step proven by trying it with the weakest item allowed.

Never *raise your view*, never *remove evidence*, never *not applicable*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from rrsa.framework.model import Framework
from rrsa.portfolio.portfolio import Portfolio
from rrsa.scoring.model import Assessment, Flag, Gap, Missing, State, Step, StepKind
from rrsa.scoring.outcome import said
from rrsa.scoring.trials import (
    Changes,
    Level,
    Outlook,
    Trials,
    leaves,
    levels,
    new_pieces,
    oldest_fresh_day,
    set_cells,
)
from rrsa.vocabulary import Answer, Perspective

_BY_EVIDENCE = {Missing.CHILDREN, Missing.PIECES, Missing.PERSPECTIVES, Missing.SCORE, Missing.SHOWN}
_AT_MOST_PIECES = 6
"""So many pieces are tried for one outcome; whoever needs more sees the next ones after these."""
_AT_MOST_DATES = 5
_WORDS = "…"
"""The weakest thing that can be written."""
_KINDS = list(StepKind)


def next_steps(
    framework: Framework,
    portfolio: Portfolio,
    assessment: Assessment,
    stage: str,
    *,
    limit: int | None = None,
) -> tuple[Step, ...]:
    """The steps towards ``stage``, the most useful first: outcomes that nobody has looked at, then what
    closes most gaps, then what brings one nearer (``closes`` is empty there).

    ``assessment`` is that of ``portfolio`` by ``framework``.
    """
    if assessment.stages[stage].ready:
        return ()
    finder = Finder(Trials(framework, portfolio, assessment, stage))
    found = finder.first_looks() if limit is not None else []
    if limit is None or len(found) < limit:  # a first look comes before all else, so those may be enough
        found = [*finder.steps()]
    places = {outcome: n for n, outcome in enumerate(framework.outcomes)}
    found.sort(key=lambda step: _order(step, places.get(step.outcome or "", -1)))
    return tuple(found[:limit])


def _order(step: Step, place: int) -> tuple[int, int, int, int, int]:
    first = 0 if step.kind is StepKind.LOOK_AT_OUTCOME else 1 if step.closes else 2
    gain = (step.shown_after or 0) - (step.shown_before or 0)
    return (first, -len(step.closes), -gain, place, _KINDS.index(step.kind))


class Finder:
    """Finds the steps towards one stage."""

    def __init__(self, trials: Trials) -> None:
        self._trials = trials
        self._stage = trials.stage
        self._framework = trials.framework
        self._portfolio = trials.portfolio
        self._before = trials.before
        self._levels = levels(trials.framework.evidence)

    def steps(self) -> Iterator[Step]:
        """Every step, in no order that matters."""
        by_outcome: dict[str, list[Gap]] = {}
        by_strand: dict[str, list[Gap]] = {}
        milestones: dict[str, None] = {}
        for gap in (leaf for top in self._trials.gaps for leaf in leaves(top)):
            if gap.milestone is not None:
                milestones[gap.milestone] = None
            elif gap.outcome is not None:
                by_outcome.setdefault(gap.outcome, []).append(gap)
            elif gap.strand is not None:
                by_strand.setdefault(gap.strand, []).append(gap)
        for milestone in milestones:
            yield from self._milestone(milestone)
        served = set()
        for outcome, gaps in by_outcome.items():
            for step in self._for_outcome(outcome, gaps):
                if step.kind is StepKind.ADD_EVIDENCE:
                    served.add(self._framework.strand_of[outcome].id)
                yield step
        for strand, gaps in by_strand.items():
            # Evidence for an outcome is evidence for its strand: only a strand that gets none of it
            # needs a step of its own.
            if strand not in served:
                yield from self._for_strand(strand, gaps)

    def first_looks(self) -> list[Step]:
        """The steps for outcomes that nobody has looked at, which are few to try."""
        gaps = (leaf for top in self._trials.gaps for leaf in leaves(top))
        missing = dict.fromkeys(gap.outcome for gap in gaps if gap.outcome is not None)
        unseen = [outcome for outcome in missing if self._before.outcomes[outcome].view is None]
        return [step for outcome in unseen for step in self._for_outcome(outcome, [])]

    def _milestone(self, milestone: str) -> Iterator[Step]:
        closes = self._trials.milestone(milestone).closes
        if closes:
            yield Step(StepKind.REACH_MILESTONE, self._stage, milestone=milestone, closes=closes)

    # -- one outcome -------------------------------------------------------------------------------

    def _for_outcome(self, outcome: str, gaps: list[Gap]) -> list[Step]:
        if self._before.outcomes[outcome].view is None:
            # Until somebody has looked, nobody knows what else is worth doing here.
            step = Step(StepKind.LOOK_AT_OUTCOME, self._stage, outcome)
            lowest = min(grade.grade for grade in self._framework.scale)
            return [self._tried(step, set_cells("outcome", outcome, {"view": lowest}))]
        missing = {gap.missing for gap in gaps}
        steps = [*self._writing(outcome, missing, gaps), *self._looking(outcome, gaps)]
        to_show = [gap for gap in gaps if gap.missing in _BY_EVIDENCE]
        if to_show:
            steps += self._evidence(outcome, to_show)
        if Missing.SCORE in missing:
            steps += self._dates(outcome)
        if Missing.ACTION in missing or not steps:
            steps += self._action(outcome, even_so=not steps)
        return steps

    def _writing(self, outcome: str, missing: set[Missing], gaps: list[Gap]) -> Iterator[Step]:
        for field in ("line", "achieved"):
            if Missing(field) in missing:
                step = Step(StepKind.WRITE, self._stage, outcome, field=field)
                yield from self._if_it_closes(step, set_cells("outcome", outcome, {field: _WORDS}))
        if said(self._portfolio.outcome(outcome).difference):
            return
        step = Step(StepKind.RECORD_DIFFERENCE, self._stage, outcome)
        written = set_cells("outcome", outcome, {"difference": _WORDS})
        if Missing.DIFFERENCE in missing:
            yield from self._if_it_closes(step, written)
        elif Missing.SHOWN in missing:
            outlook = self._trials.outlook(written, outcome, gaps)
            if outlook.closes or outlook.freed:
                yield self._with(step, outlook)

    def _looking(self, outcome: str, gaps: list[Gap]) -> Iterator[Step]:
        """Look-for by look-for where nobody has looked, or nobody was sure. The weakest answer is *not
        yet*, so most close nothing; looking is worth it all the same."""
        wanted = [
            gap.indicator for gap in gaps if gap.missing is Missing.LOOK and gap.have in (None, Answer.UNSURE)
        ]
        if any(gap.missing is Missing.APPLICABLE for gap in gaps):
            looks = self._before.outcomes[outcome].indicators
            wanted += [look.indicator for look in looks if look.state is State.NOT_APPLICABLE]
        for indicator in dict.fromkeys(each for each in wanted if each):
            step = Step(StepKind.LOOK_AT_INDICATOR, self._stage, outcome, indicator)
            answered = set_cells("look", indicator, {"answer": Answer.NOT_YET.value})
            found = self._tried(step, answered)
            if found.closes or self._before_answer(outcome, indicator) is not Answer.NOT_APPLICABLE:
                yield found

    def _before_answer(self, outcome: str, indicator: str) -> Answer | None:
        looks = self._before.outcomes[outcome].indicators
        return next(look.answer for look in looks if look.indicator == indicator)

    def _action(self, outcome: str, *, even_so: bool) -> Iterator[Step]:
        """An action, ``even_so`` where it closes nothing: our view or a look-for stands too low, and
        only work on it can honestly change that."""
        step = Step(StepKind.PLAN_ACTION, self._stage, outcome)
        planned = set_cells("action", "tried", {"present": True, "what": _WORDS, "outcome": outcome})
        found = self._tried(step, planned)
        if found.closes or even_so:
            yield found

    # -- evidence ----------------------------------------------------------------------------------

    def _for_strand(self, strand: str, gaps: list[Gap]) -> Iterator[Step]:
        """Evidence where the strand has least, among the outcomes that somebody has looked at."""
        outcomes = next(s for s in self._framework.strands if s.id == strand).outcomes
        viewed = [self._before.outcomes[o.id] for o in outcomes]
        viewed = [found for found in viewed if found.view is not None]
        if viewed:
            least = min(viewed, key=lambda found: (found.ways, len(found.counting)))
            yield from self._evidence(least.outcome, gaps)

    def _evidence(self, outcome: str, gaps: list[Gap]) -> Iterator[Step]:
        """The fewest pieces that do it: one after another, each from the perspective that helps most."""
        counts: Counter[Perspective] = Counter()
        now = self._trials.outlook((), outcome, gaps)
        start = now.rank
        for _ in range(_AT_MOST_PIECES):
            tries = [
                (self._add(outcome, counts + Counter([p]), self._levels[0], gaps), p) for p in Perspective
            ]
            # Children come first in the list of perspectives, and so wherever two would help as much.
            best, perspective = max(tries, key=lambda each: each[0].rank)
            if best.rank <= now.rank:
                break
            now = best
            counts[perspective] += 1
        for perspective, count in counts.items():
            yield from self._weakest(outcome, perspective, count, gaps, start)

    def _add(self, outcome: str, counts: Counter[Perspective], level: Level, gaps: list[Gap]) -> Outlook:
        pieces: Changes = ()
        for perspective, count in counts.items():
            pieces += new_pieces(outcome, perspective, level, count, self._before.on)
        return self._trials.outlook(pieces, outcome, gaps)

    def _weakest(
        self,
        outcome: str,
        perspective: Perspective,
        count: int,
        gaps: list[Gap],
        start: tuple[int, int, Fraction],
    ) -> Iterator[Step]:
        """The step with the least strength at which it does all that it can do on its own; anything
        stronger must do so too."""
        counts = Counter({perspective: count})
        enough: tuple[Level, Outlook] | None = None
        for level in self._levels:
            outlook = self._add(outcome, counts, level, gaps)
            best = enough[1] if enough else outlook
            if outlook.rank <= start or not set(outlook.closes) >= set(best.closes):
                break
            enough = (level, outlook)
        if enough:
            level, outlook = enough
            step = Step(
                StepKind.ADD_EVIDENCE,
                self._stage,
                outcome,
                perspective=perspective,
                strength=level.strength,
                count=count,
            )
            yield self._with(step, outlook)

    def _dates(self, outcome: str) -> Iterator[Step]:
        """Of the pieces whose age is unknown or counts against them, those that a date would help: one of
        each kind, taken at the oldest that still counts in full."""
        fresh = oldest_fresh_day(self._framework, self._portfolio, self._before.on).isoformat()
        pieces = sorted(self._before.outcomes[outcome].counting, key=lambda p: (-p.directness, p.evidence))
        for kind, some in (
            (StepKind.DATE_EVIDENCE, [p for p in pieces if Flag.UNDATED in p.flags]),
            (StepKind.REFRESH_EVIDENCE, [p for p in pieces if p.months is not None and p.freshness < 1]),
        ):
            for piece in some[:_AT_MOST_DATES]:
                step = Step(
                    kind,
                    self._stage,
                    outcome,
                    evidence=piece.evidence,
                    perspective=piece.perspective,
                    strength=piece.directness,
                )
                found = self._tried(step, set_cells("evidence", piece.evidence, {"date": fresh}))
                if found.closes:
                    yield found
                    break

    # -- proof -------------------------------------------------------------------------------------

    def _if_it_closes(self, step: Step, changes: Changes) -> Iterator[Step]:
        found = self._tried(step, changes)
        if found.closes:
            yield found

    def _tried(self, step: Step, changes: Changes) -> Step:
        return self._with(step, self._trials.outlook(changes, step.outcome or ""))

    def _with(self, step: Step, outlook: Outlook) -> Step:
        before = self._before.outcomes[step.outcome or ""].shown
        return replace(step, closes=outlook.closes, shown_before=before, shown_after=outlook.shown)
