"""What may leave the machine, and in which form (docs/why/privacy.md).

A piece of evidence whose people refused, or took their yes back, never leaves. One that shows an
identifiable child leaves only when consent was given or is not needed. Counts of people under five
never leave as numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from rrsa.i18n import _
from rrsa.portfolio import parking
from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.portfolio import Portfolio, record_cells
from rrsa.portfolio.records import Evidence, Record
from rrsa.portfolio.reviewing import stays_of
from rrsa.vocabulary import Consent

SMALL = 5
"""Counts of people below this are not shown in anything that leaves."""

K = TypeVar("K")


class Why(StrEnum):
    """Why something stays here: a piece of evidence, or (the last two) a file of one that leaves."""

    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NOT_KNOWN = "not-known"  # consent is not known, and a child could be recognised
    NAME = "name"  # the file holds a name of the setting's own list
    NOT_CLEAN = "not-clean"  # what the file hides cannot be taken out of it

    @property
    def of_file(self) -> bool:
        return self in (Why.NAME, Why.NOT_CLEAN)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A portfolio that may leave, and how many pieces of evidence were held back and why (never which)."""

    portfolio: Portfolio
    held_back: int
    held: Mapping[Why, int] = field(default_factory=dict)


def why_held(item: Evidence) -> Why | None:
    """Why a piece of evidence may be part of nothing that leaves; ``None`` where it may."""
    consent = item.consent or Consent.UNKNOWN
    if consent == Consent.REFUSED:
        return Why.REFUSED
    if consent == Consent.WITHDRAWN:
        return Why.WITHDRAWN
    return Why.NOT_KNOWN if item.identifiable and consent == Consent.UNKNOWN else None


def may_leave(item: Evidence) -> bool:
    """Whether a piece of evidence may be part of anything that leaves."""
    return why_held(item) is None


def redact(portfolio: Portfolio) -> Redacted:
    """The portfolio without what may not leave: the evidence, its links, others' mention of it, the counts
    that it was made of, and of reviews what nobody has said yes to."""
    held = {item.id: why for item in portfolio.evidence.values() if (why := why_held(item)) is not None}
    counts = Counter(held.values())
    found = without_evidence(_without_rounds_of(portfolio, held), held)
    kept = (
        Change(cell, value, None) for each in parking.stays(portfolio) for cell, value in record_cells(each)
    )
    return Redacted(
        found.with_changes((*stays_of(portfolio), *kept)),
        len(held),
        {why: counts[why] for why in Why if counts[why]},
    )


def _without_rounds_of(portfolio: Portfolio, held: Container[str]) -> Portfolio:
    """The portfolio without the rounds of questions that were made into one of these pieces: who takes a yes
    back takes back the sentence and the counts too."""
    gone: list[Record] = [each for each in portfolio.rounds.values() if each.evidence in held]
    for each in tuple(gone):
        gone += portfolio.tallies_by_round.get(each.id, ())
    return portfolio.with_changes(
        Change(cell, value, None) for record in gone for cell, value in record_cells(record)
    )


def without_evidence(portfolio: Portfolio, held: Container[str]) -> Portfolio:
    """The portfolio without some pieces of evidence, their links, and others' mention of them."""
    gone: list[Record] = [item for item in portfolio.evidence.values() if item.id in held]
    gone += [link for link in portfolio.links.values() if link.evidence in held]
    gone += [each for each in portfolio.parked.values() if each.evidence and each.evidence in held]
    changes = [Change(cell, value, None) for record in gone for cell, value in record_cells(record)]
    changes += [
        Change(Cell("action", action.id, "because"), action.because, None)
        for action in portfolio.actions.values()
        if action.because in held
    ]
    changes += [
        Change(Cell("evidence", item.id, "replaces"), item.replaces, None)
        for item in portfolio.evidence.values()
        if item.replaces in held and item.id not in held
    ]
    changes += [
        Change(Cell("round", each.id, "evidence"), each.evidence, None)
        for each in portfolio.rounds.values()
        if each.evidence in held
    ]
    return portfolio.with_changes(changes)


def show_count(count: int | None) -> str:
    """A count of people as it may leave."""
    if count is None:
        return ""
    return _("fewer than five") if 0 < count < SMALL else str(count)


def suppress(counts: Mapping[K, int]) -> Mapping[K, int | None]:
    """Counts of people that stand beside their total: those under five are hidden (``None``), and where
    what the total leaves for them would give them away, the next smallest are hidden too.

    Who reads the counts may know this rule. So equal counts are hidden or shown together, and where there
    are hardly more people than counts, nought is hidden with all others.
    """
    hidden = {key for key, n in counts.items() if 0 < n < SMALL}
    if not hidden:
        return dict(counts)
    shown = sorted({n for n in counts.values() if n >= SMALL or n == 0}, key=lambda n: (n == 0, n))
    for n in shown:
        if not _given_away([counts[key] for key in hidden]):
            break
        hidden |= {key for key, count in counts.items() if count == n}
    if not any(counts[key] for key in counts if key not in hidden) and sum(counts.values()) <= len(counts):
        hidden = set(counts)
    return {key: None if key in hidden else n for key, n in counts.items()}


def _given_away(hidden: list[int]) -> bool:
    """Whether the sum of hidden counts says what one of them is, to somebody who knows the rule: there is
    one alone, there are too few people, or all are the least or the most that they can be."""
    return len(hidden) < 2 or sum(hidden) < SMALL or set(hidden) in ({1}, {SMALL - 1})
