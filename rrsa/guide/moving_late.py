"""What comes in late: said under the framework of before, in a copy that did not move, and brought together
with one that did. It is laid beside the outcomes of today by the crosswalk of that move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.framework.crosswalk import find_crosswalk
from rrsa.guide.moving_records import Mover
from rrsa.i18n import _
from rrsa.portfolio.portfolio import Portfolio

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.crosswalk_model import Crosswalk
    from rrsa.framework.model import Framework
    from rrsa.portfolio.changes import Change
    from rrsa.portfolio.records import Record

_BY_OUTCOME = ("action", "measure", "tally", "review_view")


@dataclass(frozen=True, slots=True)
class Late:
    """What lays late things where they belong, and how many there are."""

    origin: str
    things: int
    changes: tuple[Change, ...]
    revision: int


def late_records(framework: Framework, portfolio: Portfolio) -> list[Record]:
    """Records under ids that ``framework`` does not have."""
    known = {
        "outcome": framework.outcomes,
        "agreed": framework.outcomes,
        "look": framework.indicators,
        "milestone": framework.milestone_by_id,
        "checklist": framework.checklist_by_id,
    }
    found = [
        record
        for kind, ids in known.items()
        for record in portfolio.of_kind(kind).values()
        if record.id not in ids
    ]
    found += [link for link in portfolio.links.values() if link.target not in framework.outcome_of]
    for kind in _BY_OUTCOME:
        for record in portfolio.of_kind(kind).values():
            outcome = getattr(record, "outcome", None)
            if outcome and outcome not in framework.outcome_of:
                found.append(record)
    return found


def plan_late(evaluation: Evaluation) -> Late:
    """How late things are laid beside today's outcomes. Raises :class:`BadInput` where there are none, or
    where nothing says under which framework they were said."""
    new, portfolio = evaluation.framework, evaluation.portfolio
    late = late_records(new, portfolio)
    if not late:
        raise BadInput(
            _("nothing stands under an earlier framework's ids"), _("rrsa migrate --queue lists what waits")
        )
    origin, crosswalk, old = _origin(evaluation)
    # Whatever is said now stays: what comes late is laid beside it, even where the question is the same.
    moves = tuple(replace(move, same=False) for move in crosswalk.moves)
    crosswalk = replace(crosswalk, moves=moves)
    only = Portfolio.from_records([portfolio.setting, *late])
    mover = Mover(old, new, crosswalk, only, taken=portfolio.parked)
    return Late(origin, len(late), mover.run(), evaluation.revision)


def _origin(evaluation: Evaluation) -> tuple[str, Crosswalk, Framework]:
    """The framework from which the setting has come, with the crosswalk that led from there."""
    from rrsa.framework.catalogue import find

    new = evaluation.framework
    late = {
        getattr(record, "target", None) or getattr(record, "outcome", None) or record.id
        for record in late_records(new, evaluation.portfolio)
    }
    refs = sorted({each.origin for each in evaluation.portfolio.parked.values() if each.origin})
    found = []
    for ref in refs:
        try:
            old = find(ref).framework
            crosswalk = find_crosswalk(ref, new.ref)
        except BadInput:
            continue
        found.append((len(late & old.outcome_of.keys()), ref, crosswalk, old))
    if not found:
        raise BadInput(
            _("nothing says under which framework these were said"),
            _("undo the move, bring the copies together, and move again"),
        )
    _most, ref, crosswalk, old = max(found, key=lambda each: each[:2])
    return ref, crosswalk, old
