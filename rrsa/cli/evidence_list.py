"""Evidence as lists and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from rrsa.cli import output
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.privacy import may_leave
from rrsa.portfolio.records import Evidence
from rrsa.vocabulary import Direction, Directness, Perspective

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation


def items(evaluation: Evaluation, targets: tuple[str, ...] | None) -> list[Evidence]:
    """The evidence for ``targets`` (an outcome brings its look-fors), or all; newest first, undated last."""
    portfolio = evaluation.portfolio
    found = list(portfolio.evidence.values())
    if targets is not None:
        outcomes = evaluation.framework.outcomes
        wanted = set(targets)
        wanted.update(i.id for t in targets if t in outcomes for i in outcomes[t].indicators)
        shown = {link.evidence for link in portfolio.links.values() if link.target in wanted}
        found = [item for item in found if item.id in shown]
    return sorted(sorted(found, key=lambda item: item.id), key=lambda item: item.date or "", reverse=True)


def as_data(evaluation: Evaluation, item: Evidence) -> dict[str, Any]:
    """All that is recorded of a piece, its links, and whether it may be part of an export."""
    data = {f.name: getattr(item, f.name) for f in fields(item) if f.name != "present"}
    data["identifiable"] = bool(item.identifiable)
    data["links"] = [
        {"target": link.target, "direction": link.direction, "chosen": bool(link.chosen)}
        for link in evaluation.portfolio.links_by_evidence.get(item.id, ())
    ]
    data["may_leave"] = may_leave(item)
    return data


def as_lines(evaluation: Evaluation, item: Evidence) -> Iterator[str]:
    """A piece of evidence for people: its title, what is known of it, and what it is shown against."""
    indent = " " * (len(item.id) + 2)
    yield output.wrapped(item.title or "", first=f"{item.id}  ")
    known = [
        Perspective(item.perspective).label if item.perspective else "",
        Directness(item.directness).label.split(":")[0] if item.directness else "",
        show_day(item.date) or _("undated"),
        _("kept at {place}").format(place=item.place) if item.place else "",
        item.file_name or "",
    ]
    yield output.wrapped(" · ".join(filter(None, known)), first=indent)
    by_direction: dict[str, list[str]] = {}
    for link in evaluation.portfolio.links_by_evidence.get(item.id, ()):
        by_direction.setdefault(link.direction or Direction.WORKS, []).append(link.target or "")
    for direction in Direction:
        if direction in by_direction:
            yield output.wrapped(
                f"{direction.label}: {', '.join(by_direction[direction])}",
                first=indent,
            )
    if not may_leave(item):
        yield output.wrapped(_("Held back from every export, as consent stands"), first=indent)


def what_follows(evaluation: Evaluation, evidence: str) -> Iterator[str]:
    """What a person wants to know after adding or changing a piece: where it counts, what it asks."""
    from rrsa.scoring.words import shown_in_ways

    item = evaluation.portfolio.evidence[evidence]
    links = evaluation.portfolio.links_by_evidence.get(evidence, ())
    yield _("Saved {id}: {title}.").format(id=evidence, title=item.title)
    outcomes = {evaluation.framework.outcome_of.get(link.target or ""): None for link in links}
    for outcome in outcomes:
        if outcome is not None:
            yield _("Outcome {id} ({title}): {shown}.").format(
                id=outcome,
                title=evaluation.framework.outcomes[outcome].short,
                shown=shown_in_ways(evaluation.assessment.outcomes[outcome].ways),
            )
    if any(link.direction == Direction.NOT_YET for link in links):
        yield _("It shows not yet, and that is welcome. What will you do about it? rrsa action add --help")
    if not may_leave(item):
        yield _("As consent stands, it stays here and is left out of every export.")
