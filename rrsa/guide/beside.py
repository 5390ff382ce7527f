"""One standard in two wordings, side by side: for a young person who lives in a house and learns in a school,
and for the adults of both who talk with each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.finding import found
from rrsa.framework.crosswalk import crosswalks, read_crosswalk
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.framework.model import Framework


@dataclass(frozen=True, slots=True)
class Wording:
    """How one framework words an outcome or a look-for."""

    framework: str
    """What people call it."""
    ref: str
    id: str
    text: str
    children: str
    """The same in children's words."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A wording, and those of another framework that belong to it.

    ``same`` says that they ask the same; else ``why`` says how they differ, or why there is none.
    """

    own: Wording
    others: tuple[Wording, ...]
    other_framework: str
    same: bool
    why: str


def beside(framework: Framework, given: str) -> tuple[Beside, ...]:
    """What other frameworks on offer say where ``framework`` has the outcome or look-for ``given``, by the
    crosswalks that lead there. Raises :class:`BadInput` where there is no such id, or no crosswalk."""
    from rrsa.framework.catalogue import find

    target = found(_("outcome or look-for"), given, framework.outcome_of)
    own = wording(framework, target)
    told = []
    latest = {(known.from_ref, known.to_ref): known for known in crosswalks()}  # one's own comes last
    for (from_ref, to_ref), known in latest.items():
        if from_ref != framework.ref or to_ref.partition("@")[0] == framework.id:
            continue
        crosswalk, other = read_crosswalk(known.path), find(to_ref).framework
        move = crosswalk.move_of[target]
        same = crosswalk.same_as.get(target)
        ids = (same,) if same else tuple(new for old, new in move.pairs if old == target) or move.to
        others = tuple(wording(other, each) for each in ids)
        told.append(Beside(own, others, other.title, same is not None, move.why))
    if not told:
        raise BadInput(
            _("no crosswalk leads from {ref} to another framework").format(ref=framework.ref),
            _("rrsa frameworks lists those that there are"),
        )
    return tuple(told)


def wording(framework: Framework, target: str) -> Wording:
    """How ``framework`` words one of its outcomes or look-fors."""
    outcome = framework.outcomes.get(target)
    if outcome is not None:
        return Wording(framework.title, framework.ref, target, outcome.title, outcome.children)
    indicator = framework.indicators[target]
    return Wording(framework.title, framework.ref, target, indicator.statement, indicator.children)


def words(each: Beside) -> str:
    """How the two stand to each other, in a sentence."""
    if each.same:
        return _("Both ask the same.")
    if each.others:
        return _("Not quite the same: {why}").format(why=each.why)
    return _("There is nothing like it there: {why}").format(why=each.why)
