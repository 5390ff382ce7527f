"""Rows that were torn apart by a sort of some columns only, which no reference can tell.

Each cell then holds what another row held before. Where three or more rows of a sheet have each other's
texts, nobody has written that, and none of it comes in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from rrsa.exchange.returning.found import RowSaid
from rrsa.exchange.returning.layout import REFERENCES
from rrsa.portfolio.checks import clean_text
from rrsa.portfolio.records import SPECS

_FEWEST = 3
"""Two texts may well have been swapped on purpose."""


def torn_apart(kind: str, fields: Collection[str], rows: Mapping[str, RowSaid]) -> dict[str, list[str]]:
    """Field → the records whose cell holds what another of ``rows`` held when it went out.

    A text that several of them held says nothing.
    """
    found: dict[str, list[str]] = {}
    for field in fields:
        spec = SPECS[kind].get(field)
        if spec is None or spec.type != "text" or spec.choices or field in REFERENCES or field == "outcome":
            continue
        changed = {record: said for record, said in rows.items() if field in said.values and said.base}
        before = {record: _plain(said.base.get(field)) for record, said in changed.items() if said.base}
        often = Counter(before.values())
        owner = {text: record for record, text in before.items() if text and often[text] == 1}
        moved = [
            record
            for record, said in changed.items()
            if owner.get(_plain(said.values[field]), record) != record
        ]
        if len(moved) >= _FEWEST:
            found[field] = moved
    return found


def _plain(value: object) -> str:
    return clean_text(value) if isinstance(value, str) else ""
