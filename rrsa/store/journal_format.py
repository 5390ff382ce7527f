"""How one journal row is written, and how rows written by older programs are read.

A row's ``format`` says by which program's rules its values were written. Kinds and field names never
change; how a value is written may, and then an upcaster brings old rows up one format at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

from rrsa.errors import EnvironmentFailed
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell, Change, Guard
from rrsa.portfolio.records import Value

FORMAT = 1
"""The format in which this program writes: each value as JSON."""


_write = json.JSONEncoder(ensure_ascii=False).encode


class Row(NamedTuple):
    """One changed cell as the journal holds it; ``before`` and ``after`` are text in the row's format."""

    kind: str
    record: str
    field: str
    before: str
    after: str


Upcaster = Callable[[Row], Row]

UPCASTERS: Mapping[int, Upcaster] = {}
"""Format → what brings its rows to the next format. Format 1 is the first that was ever released."""


def written(value: Value) -> str:
    """A value as the journal writes it."""
    return _write(value)


def read_value(text: str) -> Value:
    """A value as the journal wrote it."""
    value: Value = json.loads(text)
    return value


def read_change(row: Row, row_format: int, upcasters: Mapping[int, Upcaster] = UPCASTERS) -> Change:
    """The change that a row holds, whichever program wrote it.

    Raises :class:`EnvironmentFailed` for a row that only a newer program can read.
    """
    if row_format > FORMAT:
        raise EnvironmentFailed(
            _("the history was written by a newer version of this program"),
            _("install the newest version, then open it again"),
        )
    for step in range(row_format, FORMAT):
        row = upcasters[step](row)
    return Change(
        Cell(row.kind, row.record, row.field),
        read_value(row.before),
        read_value(row.after),
    )


def read_guard(kind: str, record: str, field: str, value: str) -> Guard:
    """The guard that a row holds."""
    return Guard(Cell(kind, record, field), read_value(value))
