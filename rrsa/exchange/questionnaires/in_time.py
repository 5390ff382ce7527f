"""What a form's rounds told at other times, in papers that may have left: nothing of a few people may be
worked out by laying one of those beside a paper of today.

A round that was taken back is gone from every paper made since, and not from those made before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.guide.voices import RoundView, days_words
from rrsa.guide.voices_shown import divided, overlap, rounds_shown, same_group
from rrsa.i18n import _
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.privacy import SMALL

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.portfolio.voices import Round

Told = tuple[RoundView, ...]
"""The rounds of a form as they could be read in a paper of one moment."""


def told_before(evaluation: Evaluation, form: str) -> Iterator[Told]:
    """What stood at each moment at which a round of the form was kept or taken back, from the journal."""
    store, setting = evaluation.store, evaluation.setting_id
    ever = store.ever_named(setting, {("round", "form"): [form]})
    if not ever:
        return
    rounds = {record for _kind, record in ever}
    then = Portfolio()
    for entry in reversed(store.history(setting, touching=sorted(ever))):
        changes = [each for each in entry.changeset.changes if each.cell.kind in ("round", "tally")]
        then = then.with_changes(changes)
        yield _counted(then, rounds)


def check_apart(evaluation: Evaluation, form: str, now: Portfolio, fresh: Collection[str]) -> None:
    """Raises :class:`BadInput` where one of the ``fresh`` rounds of ``now`` would say, beside what stood at
    another time, what fewer than five people answered."""
    told = tuple(told_before(evaluation, form))
    stood = [view.round for each in told for view in each]
    new = [view for view in rounds_shown(now) if view.round.id in fresh and view.round.n]
    for view in new:
        if any(_same_people(view.round, each) for each in stood):
            continue  # as it stood once already, so it tells nothing that was not told then
        for each in told:
            for then in each:
                if not overlap(view.round, then.round):
                    continue
                if same_group(view.round, then.round):
                    if abs((view.round.n or 0) - (then.round.n or 0)) < SMALL:
                        raise _nearly(then)
                elif divided(view.round) != divided(then.round) and _tells(view, new, then, each):
                    raise _divided_otherwise(then)


def _same_people(one: Round, other: Round) -> bool:
    return same_group(one, other) and overlap(one, other) and one.n == other.n


def _counted(then: Portfolio, rounds: set[str]) -> Told:
    return tuple(view for view in rounds_shown(then) if view.round.id in rounds and view.round.n)


def _tells(view: RoundView, new: Sequence[RoundView], then: RoundView, told: Told) -> bool:
    """Whether everybody less the groups, or the other way about, is a few. Two ways to divide people into
    groups are never laid beside each other."""
    if divided(view.round) and divided(then.round):
        return True
    whole, parts = (then, new) if divided(view.round) else (view, told)
    own = [part for part in parts if divided(part.round) and overlap(part.round, whole.round)]
    if sum(part.round.n or 0 for part in own) > (whole.round.n or 0):
        return True  # some have answered since, and without them a group of then may have been small
    return any(0 < left < SMALL for left in _left(whole, own))


def _left(whole: RoundView, parts: Sequence[RoundView]) -> Iterator[int]:
    """What is left of each number of a round when those of its parts are taken away."""
    yield (whole.round.n or 0) - sum(part.round.n or 0 for part in parts)
    known = [
        {(asked.key, each.answer): each.count for asked in part.questions for each in asked.answers}
        for part in parts
    ]
    for asked in whole.questions:
        for each in asked.answers:
            if each.count is not None:
                yield each.count - sum(part.get((asked.key, each.answer)) or 0 for part in known)


def how_divided(record: Round) -> str:
    """How the people of a round were divided, in words."""
    return _("by group") if divided(record) else _("all together")


def _nearly(then: RoundView) -> BadInput:
    return BadInput(
        _(
            "a round of {days} was kept and taken back with {n} people; two papers, one from then and one "
            "from now, would say what a few of them answered"
        ).format(days=days_words(then.round), n=then.round.n),
        _("take the same answers in as then, or wait until five more have answered"),
    )


def _divided_otherwise(then: RoundView) -> BadInput:
    how = how_divided(then.round)
    return BadInput(
        _(
            "answers of these days were in before, {how}; two papers, one from then and one from now, would "
            "give a small group away"
        ).format(how=how),
        _("count them {how} again").format(how=how),
    )
