"""Pruning in words: which pieces an outcome can do without, why, and where else they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.scoring.surplus import Surplus


@dataclass(frozen=True, slots=True)
class Spare:
    """A piece that can be taken away from an outcome. ``elsewhere`` are the other places where it is shown:
    where there are any, the piece itself stays."""

    evidence: str
    title: str
    outcome: str
    targets: tuple[str, ...]
    elsewhere: tuple[str, ...]
    why: str


def spare(evaluation: Evaluation, outcome: str | None = None) -> tuple[Spare, ...]:
    """What one outcome, or the whole setting, can do without: weakest first, all of it proven."""
    from rrsa.scoring.surplus import surplus

    found = surplus(evaluation.framework, evaluation.portfolio, evaluation.assessment, outcome)
    return tuple(_spare(evaluation, each) for each in found)


def _spare(evaluation: Evaluation, found: Surplus) -> Spare:
    portfolio = evaluation.portfolio
    links = portfolio.links_by_evidence.get(found.evidence, ())
    elsewhere = tuple(link.target or "" for link in links if link.target not in found.targets)
    title = portfolio.evidence[found.evidence].title or ""
    return Spare(found.evidence, title, found.outcome, found.targets, elsewhere, _why(evaluation, found))


def _why(evaluation: Evaluation, found: Surplus) -> str:
    """Which pieces stay that say the same from the same side, and what becomes of the score."""
    from rrsa.vocabulary import Perspective

    evidence = evaluation.portfolio.evidence
    item = evidence[found.evidence]
    side = Perspective(item.perspective or "").label
    stay = [evidence[each].title or "" for each in found.beside[:2]]
    if len(stay) == 1:
        line = _("{side}: “{first}” speaks from the same side, and stays.").format(side=side, first=stay[0])
    else:
        line = _("{side}: “{first}” and “{second}” speak from the same side, and stay.").format(
            side=side, first=stay[0], second=stay[1]
        )
    said = [line]
    before = evaluation.assessment.outcomes[found.outcome].evidence.out_of_100
    after = found.score.out_of_100
    if before == after:
        said.append(_("What is shown stays as it is, and so does the evidence score."))
    else:
        said.append(
            _(
                "What is shown stays as it is. If everything listed for outcome {id} goes, its evidence "
                "score is {after} instead of {before}."
            ).format(id=found.outcome, after=after, before=before)
        )
    return " ".join(said)


def elsewhere_words(spare: Spare) -> str:
    """Where else a piece is shown; empty where it is shown nowhere else."""
    if not spare.elsewhere:
        return ""
    return _("It is also shown for {places} and stays there.").format(places=", ".join(spare.elsewhere))


def apart(
    evaluation: Evaluation, chosen: Iterable[Spare], *, remove: bool
) -> tuple[dict[str, list[str]], list[str]]:
    """Evidence → the places that it is taken away from; and what is removed, if that is wanted: only pieces
    that are then shown nowhere."""
    unlinked: dict[str, list[str]] = {}
    for each in chosen:
        unlinked.setdefault(each.evidence, []).extend(each.targets)
    removed = []
    if remove:
        for evidence, targets in unlinked.items():
            links = evaluation.portfolio.links_by_evidence.get(evidence, ())
            if {link.target for link in links} <= set(targets):
                removed.append(evidence)
    return {each: places for each, places in unlinked.items() if each not in removed}, removed
