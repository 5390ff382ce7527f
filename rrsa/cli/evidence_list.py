"""Evidence as lists and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from rrsa.cli import output
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.privacy import may_leave
from rrsa.vocabulary import Direction, Directness, Perspective

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.guide.register import Filter, Row


def rows(evaluation: Evaluation, targets: tuple[str, ...], wanted: Filter) -> list[Row]:
    """What is wanted for any of ``targets`` (an outcome brings its look-fors), or at all; newest first,
    undated last."""
    from rrsa.guide import register

    filters = [replace(wanted, target=target) for target in targets] or [wanted]
    found = {row.item.id: row for each in filters for row in register.rows(evaluation, each)}
    in_order = sorted(found.values(), key=lambda row: row.item.id)
    return sorted(in_order, key=lambda row: row.item.date or "", reverse=True)


def as_data(evaluation: Evaluation, row: Row) -> dict[str, Any]:
    """All that is recorded of a piece, its links, and whether it may be part of an export."""
    item = row.item
    data = {f.name: getattr(item, f.name) for f in fields(item) if f.name != "present"}
    data["identifiable"] = bool(item.identifiable)
    data["showcase"] = bool(item.showcase)
    data["age"] = row.age.value
    data["replaced_by"] = row.newer
    data["links"] = [
        {"target": link.target, "direction": link.direction, "chosen": bool(link.chosen)}
        for link in evaluation.portfolio.links_by_evidence.get(item.id, ())
    ]
    data["may_leave"] = row.may_leave
    return data


def as_lines(evaluation: Evaluation, row: Row) -> Iterator[str]:
    """A piece of evidence for people: its title, what is known of it, and what it is shown against."""
    item = row.item
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
    if item.said:
        asked = _("Asked: {question}").format(question=item.question) if item.question else ""
        said = _("They said: “{said}”").format(said=item.said)
        yield output.wrapped(f"{asked} {said}".strip(), first=indent)
    by_direction: dict[str, list[str]] = {}
    for link in evaluation.portfolio.links_by_evidence.get(item.id, ()):
        by_direction.setdefault(link.direction or Direction.WORKS, []).append(link.target or "")
    for direction in Direction:
        if direction in by_direction:
            yield output.wrapped(
                f"{direction.label}: {', '.join(by_direction[direction])}",
                first=indent,
            )
    if item.showcase:
        yield output.wrapped(_("A showcase of its strand"), first=indent)
    if row.newer:
        yield output.wrapped(_("Replaced by {id}").format(id=row.newer), first=indent)
    if row.older:
        yield output.wrapped(_("In the place of {id}, which is kept").format(id=row.older), first=indent)
    if not row.may_leave:
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
