"""Actions as lists and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from rrsa.cli import output
from rrsa.guide import plan
from rrsa.i18n import _
from rrsa.portfolio.records import Action

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation


def as_data(evaluation: Evaluation, action: Action) -> dict[str, Any]:
    """All that is recorded of an action, and whether it is past its date."""
    data = {f.name: getattr(action, f.name) for f in fields(action) if f.name != "present"}
    data["overdue"] = plan.is_late(action, evaluation.on)
    return data


def as_lines(evaluation: Evaluation, action: Action) -> Iterator[str]:
    """An action for people: what to do, how far it has come, what else is known of it."""
    indent = " " * (len(action.id) + 2)
    yield output.wrapped(action.what or "", first=f"{action.id}  ")
    told = [_("outcome {id}").format(id=action.outcome), *plan.how_far(action, evaluation.on)]
    yield output.wrapped(" · ".join(told), first=indent)
    measure = evaluation.portfolio.measures.get(action.measure or "")
    if measure is not None:
        yield output.wrapped(_("Is to move: {measure}").format(measure=measure.title), first=indent)
    if action.for_children:
        yield output.wrapped(_("Children are told: {text}").format(text=action.for_children), first=indent)
    if action.difference:
        yield output.wrapped(action.difference, first=indent)
