"""Edits: what one user action changes, as data. Pure; nothing here knows a store or a framework.

Every function returns ``(changes, guards)`` made against the portfolio that the user saw. ``seen`` holds
the values that stood in a form when it was opened: a field that somebody else has changed since then
becomes a conflict instead of being overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from rrsa.portfolio.changes import Cell, Change, Guard, same
from rrsa.portfolio.portfolio import Portfolio, record_cells
from rrsa.portfolio.records import SPECS, Record, Value, link_id

Edit: TypeAlias = tuple[tuple[Change, ...], tuple[Guard, ...]]


def set_fields(
    portfolio: Portfolio,
    kind: str,
    record: str,
    values: Mapping[str, Value],
    *,
    seen: Mapping[str, Value] | None = None,
    guards: tuple[Guard, ...] = (),
) -> Edit:
    """Some fields of one record take new values; fields that already hold them are left out."""
    changes = []
    for name, after in values.items():
        cell = Cell(kind, record, name)
        before = seen[name] if seen and name in seen else portfolio.value(cell)
        if not same(before, after):
            changes.append(Change(cell, before, after))
    return tuple(changes), guards if changes else ()


def present(kind: str, record: str) -> Guard:
    """Holds on to a record being there."""
    return Guard(Cell(kind, record, "present"), True)


def create(kind: str, record: str, values: Mapping[str, Value]) -> tuple[Change, ...]:
    """A new record; its ``present`` cell comes first."""
    cells = {"present": True, **{name: value for name, value in values.items() if value is not None}}
    return tuple(Change(Cell(kind, record, name), None, value) for name, value in cells.items())


def remove(record: Record) -> Edit:
    """A record goes, with all that it held, so that undo brings all of it back.

    What it did not hold must still be absent: a word that somebody has just added would stay behind alone.
    """
    changes = tuple(Change(cell, value, None) for cell, value in record_cells(record))
    held = {change.cell for change in changes}
    cells = (Cell(record.KIND, record.id, name) for name in SPECS[record.KIND])
    return changes, tuple(Guard(cell, None) for cell in cells if cell not in held)


def _all(edits: Iterable[Edit]) -> Edit:
    """Several edits as one."""
    made = list(edits)
    return tuple(c for changes, _ in made for c in changes), tuple(g for _, guards in made for g in guards)


def link(
    portfolio: Portfolio, evidence: str, targets: Iterable[str], direction: str, *, new: bool = False
) -> Edit:
    """Evidence shown against outcomes or indicators; a link that is there takes the new direction."""
    changes: list[Change] = []
    for target in dict.fromkeys(targets):
        made = link_id(evidence, target)
        values: dict[str, Value] = {"evidence": evidence, "target": target, "direction": direction}
        if made in portfolio.links:
            changes += set_fields(portfolio, "link", made, values)[0]
        else:
            changes += create("link", made, values)
    guards = () if new or not changes else (present("evidence", evidence),)
    return tuple(changes), guards


def unlink(portfolio: Portfolio, evidence: str, targets: Iterable[str]) -> Edit:
    """Links go; the evidence stays."""
    made = [link_id(evidence, target) for target in dict.fromkeys(targets)]
    return _all(remove(portfolio.links[each]) for each in made if each in portfolio.links)


def remove_evidence(portfolio: Portfolio, evidence: str, now: Portfolio | None = None) -> Edit:
    """A piece of evidence goes, with its links; actions made because of it stay and forget the reason, and
    a round of questions forgets what was made of it.

    ``now``, if given, is the portfolio as it stands: its links, actions and rounds go by, seen or not.
    """
    now = portfolio if now is None else now
    forgotten = tuple(
        Change(Cell("action", action.id, "because"), evidence, None)
        for action in now.actions.values()
        if action.because == evidence
    )
    forgotten += tuple(
        Change(Cell("round", each.id, "evidence"), evidence, None)
        for each in now.rounds.values()
        if each.evidence == evidence
    )
    gone: tuple[Record, ...] = (portfolio.evidence[evidence], *now.links_by_evidence.get(evidence, ()))
    return _all([*(remove(each) for each in gone), (forgotten, ())])


def remove_measure(portfolio: Portfolio, measure: str, now: Portfolio | None = None) -> Edit:
    """A measure goes, with its readings; actions that were to move it stay and forget it.

    ``now``, if given, is the portfolio as it stands: its readings and actions go by, seen or not.
    """
    now = portfolio if now is None else now
    forgotten = tuple(
        Change(Cell("action", action.id, "measure"), measure, None)
        for action in now.actions.values()
        if action.measure == measure
    )
    gone: tuple[Record, ...] = (portfolio.measures[measure], *now.readings_by_measure.get(measure, ()))
    return _all([*(remove(each) for each in gone), (forgotten, ())])


def remove_round(portfolio: Portfolio, round_: str, now: Portfolio | None = None) -> Edit:
    """A round of questions goes, with all its counts; evidence that was made of it stays.

    ``now``, if given, is the portfolio as it stands: its counts go by, seen or not.
    """
    now = portfolio if now is None else now
    gone: tuple[Record, ...] = (portfolio.rounds[round_], *now.tallies_by_round.get(round_, ()))
    return _all(remove(each) for each in gone)


def remove_review(portfolio: Portfolio, review: str, now: Portfolio | None = None) -> Edit:
    """A review goes, with all that it says of outcomes; what was agreed stays.

    ``now``, if given, is the portfolio as it stands: what it says by then goes by, seen or not.
    """
    now = portfolio if now is None else now
    gone: tuple[Record, ...] = (
        portfolio.reviews[review],
        *(each for each in now.review_views.values() if each.review == review),
    )
    return _all(remove(each) for each in gone)


def replace_evidence(portfolio: Portfolio, old: str, new: str, values: Mapping[str, Value]) -> Edit:
    """A newer piece takes an older one's place: the links go over to it as they are, the older one stays."""
    changes = list(create("evidence", new, {**values, "replaces": old}))
    for each in portfolio.links_by_evidence.get(old, ()):
        moved = {"evidence": new, "target": each.target, "direction": each.direction, "chosen": each.chosen}
        changes += create("link", link_id(new, each.target or ""), moved)
    gone = _all(remove(each) for each in portfolio.links_by_evidence.get(old, ()))
    return tuple(changes) + gone[0], (present("evidence", old), *gone[1])
