"""What holds of reviews wherever they are read: when one may stand beside our view, what of it may leave.

Children's words leave only after their yes, in a house one sentence at a time; a group of fewer than five, or
of nobody knows how many, is not named.
"""

from __future__ import annotations

import re

from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import LINE, SPECS, Review, ReviewView, Value
from rrsa.vocabulary import Reviewer, SettingKind

NAMEABLE = 5
"""As many children a group must have had for its name to leave."""

_ENDS = re.compile(r"[.!?…]['\"’”)]*\s+\S")


def is_going_on(review: Review) -> bool:
    """Whether a blind review is not finished: what it says stands beside our view only afterwards."""
    return bool(review.blind) and not review.closed_on


def is_sentence(words: str, kind: Value) -> bool:
    """Whether words are short enough to be agreed: a sentence in a house, a line elsewhere."""
    if len(words) > LINE:
        return False
    return kind != SettingKind.RESIDENTIAL or ("\n" not in words and not _ENDS.search(words))


def stays_of(portfolio: Portfolio) -> tuple[Change, ...]:
    """What of the reviews stays behind when a portfolio leaves, as changes that clear it.

    A review that is going on stays whole. Of a children's group: its name where it is small, and words that
    nobody has said yes to. Notes in the margin beside a group's words are ours about children: they stay too.
    """
    changes: list[Change] = []

    def clear(record: Review | ReviewView, *names: str) -> None:
        held = ((name, getattr(record, name)) for name in names)
        changes.extend(
            Change(Cell(record.KIND, record.id, name), value, None)
            for name, value in held
            if value is not None
        )

    kind = portfolio.setting.kind
    for review in portfolio.reviews.values():
        if is_going_on(review):
            clear(review, *SPECS["review"])
        elif review.by == Reviewer.GROUP and (review.people or 0) < NAMEABLE:
            clear(review, "who", "title", "people")
    for said in portfolio.review_views.values():
        owner = portfolio.reviews.get(said.review or "")
        if owner is None or is_going_on(owner):
            clear(said, *SPECS["review_view"])
        elif owner.by == Reviewer.GROUP:
            agreed = said.said_yes and is_sentence(said.words or "", kind)
            if said.view is not None or said.rather_not or (said.words and agreed):
                clear(said, "note", *(() if agreed else ("words",)))
            else:
                clear(said, *SPECS["review_view"])
    return tuple(changes)
