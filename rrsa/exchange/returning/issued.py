"""The ids of new rows: made from the export, the row's reference and what it holds, so that the same row
comes in once; and rows that were brought in before and have been added to since."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from rrsa.exchange.returning.found import Links
from rrsa.exchange.returning.layout import NEEDED, Layout
from rrsa.portfolio.ids import derived_id
from rrsa.portfolio.records import SPECS, Value
from rrsa.vocabulary import ActionStatus

_MOST_ADDED = 2
"""Cells that may have been mended or added since: more make it another row."""

UNSAID = {"status": ActionStatus.PLANNED.value}
"""What holds for a new action of which nothing is said."""


class Made(NamedTuple):
    """What a new row becomes: its id; or the record that it was brought in as, and what was added since."""

    record: str
    added: tuple[str, ...] = ()


def made_of(
    layout: Layout,
    export: str,
    reference: str,
    values: Mapping[str, Value],
    links: Links,
    there: Collection[str],
) -> Made:
    """The id of a new row. Where one of the records that are ``there`` was made of all of it but one or two
    cells, the row was brought in before, and those cells were mended or added since."""
    parts = {name: [f"{name}={values[name]}"] for name in SPECS[layout.kind] if values.get(name) is not None}
    if links:
        parts["for"] = [f"{target}:{each.direction}:{each.chosen}" for target, each in sorted(links.items())]

    def made(without: tuple[str, ...]) -> str:
        content = []
        for name, texts in parts.items():
            if name not in without:
                content += texts
            elif name in UNSAID:
                content.append(f"{name}={UNSAID[name]}")
        return derived_id(layout.letter, export, reference, *content)

    whole = made(())
    if there and whole not in there:
        for without in _fewer(layout, parts):
            if (record := made(without)) in there:
                return Made(record, without)
    return Made(whole)


def _fewer(layout: Layout, parts: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    optional = [name for name in parts if name not in NEEDED[layout.kind]]
    for n in range(1, _MOST_ADDED + 1):
        yield from combinations(optional, n)
