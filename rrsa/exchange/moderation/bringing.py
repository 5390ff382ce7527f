"""What others said in a moderation round, brought into the portfolio of the setting that it is about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.exchange.moderation.layout import REVIEWS, TO_LOOK_AT, Hidden, read_hidden
from rrsa.exchange.returning.preview import Refusal
from rrsa.exchange.returning.workbook import Workbook
from rrsa.i18n import _
from rrsa.portfolio.checks import checked
from rrsa.portfolio.ids import REVIEW_LETTER, derived_id
from rrsa.portfolio.records import Value, review_view_id
from rrsa.vocabulary import Reviewer

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Brought:
    """What a workbook of a round says of a setting. ``id`` is the round's own, so that bringing the same
    file twice, or a fuller one later, makes no second review."""

    id: str
    values: dict[str, Value]
    said: dict[str, dict[str, Value]]
    refused: tuple[Refusal, ...]


def read_reviews(evaluation: Evaluation, path: Path) -> Brought | None:
    """What the workbook at ``path`` says; ``None`` where it is of another sort. Nothing is changed.

    Raises :class:`BadInput` for one about another setting or framework, and as
    :class:`~rrsa.exchange.returning.workbook.Workbook` does.
    """
    with Workbook(path) as workbook:
        hidden = read_hidden(workbook)
        name = workbook.name
    if hidden.copy == TO_LOOK_AT:
        raise BadInput(
            _("“{name}” asks you to look at others’ outcomes, and says nothing of yours").format(name=name),
            _("fill it in and send it back to whoever coordinates the round"),
        )
    if hidden.copy != REVIEWS:
        return None
    _check(evaluation, name, hidden)
    said: dict[str, dict[str, Value]] = {}
    refused: list[Refusal] = []
    for line in hidden.rows:
        if line[0] != "said" or len(line) < 4:
            continue
        try:
            outcome, values = _said(evaluation, line)
        except BadInput as problem:
            refused.append(Refusal(_("Outcome {id}").format(id=line[1][:20]), str(problem), name))
        else:
            if values:
                said[outcome] = values
    if not said:
        raise BadInput(
            str(refused[0]) if refused else _("“{name}” says nothing of your outcomes").format(name=name),
            "" if refused else _("ask whoever coordinates the round for a fresh one"),
        )
    title = " ".join(hidden.lines.get("title", "").split())[:120] or _("Joint quality assurance")
    made = derived_id(REVIEW_LETTER, REVIEWS, hidden.lines.get("round", ""), evaluation.setting_id)
    values = {
        "by": Reviewer.NEIGHBOUR.value,
        "who": title,
        "title": title,
        "date": hidden.lines.get("looked_on") or evaluation.today.isoformat(),
        "blind": True,
    }
    order = list(evaluation.framework.outcomes)
    return Brought(made, values, {o: said[o] for o in sorted(said, key=order.index)}, tuple(refused))


def bring(evaluation: Evaluation, brought: Brought, values: dict[str, Value]) -> tuple[int, int]:
    """Makes the review, finished; or adds to one that is there what it does not say yet.

    ``values`` are what somebody chose otherwise. Gives how many outcomes are new, and how many stand
    otherwise in the review already and stay so.
    """
    if brought.id not in evaluation.portfolio.reviews:
        known = {**brought.values, **values}
        known.setdefault("closed_on", known["date"])
        evaluation.add_review(known, brought.said, made=brought.id)
        return len(brought.said), 0
    new = other = 0
    for outcome, said in brought.said.items():
        there = evaluation.portfolio.review_views.get(review_view_id(brought.id, outcome))
        if there is None:
            evaluation.say_in_review(brought.id, outcome, said)
            new += 1
        elif any(getattr(there, name) != value for name, value in said.items()):
            other += 1
    return new, other


def _check(evaluation: Evaluation, name: str, hidden: Hidden) -> None:
    if (about := hidden.lines.get("setting", "")) != evaluation.setting_id:
        raise BadInput(
            _("“{name}” is about “{setting}”").format(name=name, setting=about[:60]),
            _("ask whoever coordinates the round for yours"),
        )
    theirs = hidden.lines.get("framework", "")
    if theirs.partition("@")[0] != evaluation.framework.id:
        raise BadInput(
            _("“{name}” was written by the framework “{theirs}”, and yours is “{ours}”").format(
                name=name, theirs=theirs[:60], ours=evaluation.framework.ref
            ),
            _("enter what they say with rrsa review add and rrsa review say"),
        )


def _said(evaluation: Evaluation, line: list[str]) -> tuple[str, dict[str, Value]]:
    outcome, view = line[1], line[2]
    if outcome not in evaluation.framework.outcomes:
        raise BadInput(
            _("your framework has no such outcome any more"), _("enter what they say with rrsa review say")
        )
    try:
        words = json.loads("".join(line[3:]))
    except ValueError:
        words = None
    if not isinstance(words, str):
        raise BadInput(_("somebody has altered its hidden sheet"), _("ask for a fresh one"))
    values: dict[str, Value] = dict(checked("review_view", {"words": words}))
    if view:
        if not view.isdecimal() or int(view) not in evaluation.framework.grade_by_number:
            raise BadInput(_("your scale has no such grade"), _("enter what they say with rrsa review say"))
        values["view"] = int(view)
    return outcome, {name: value for name, value in values.items() if value is not None}
