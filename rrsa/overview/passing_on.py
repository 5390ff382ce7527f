"""On a server: figures from elsewhere lie on the desk, where settings cannot see them, and are passed on.

They go the way of the figures of groups, which everybody who was granted anything is told. Elsewhere a
setting's own database holds the figures that it has taken in itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rrsa.overview import references
from rrsa.overview.desk import DESK_ID
from rrsa.portfolio.changes import now_utc
from rrsa.portfolio.desk import Reference
from rrsa.store import released as kept
from rrsa.store.access.levels import Level
from rrsa.store.released import Made, ReleasedRow

if TYPE_CHECKING:
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.store import Store

SUBJECT = "references"
"""Under which figures from elsewhere are passed on, for no framework by itself."""


def pass_on(store: Store) -> bool:
    """Passes the desk's figures from elsewhere on where they have changed and this role keeps the desk; says
    whether they had."""
    if store.read_only or not _on_server(store) or Level.EDITOR not in store.levels(DESK_ID):
        return False
    if not store.exists(DESK_ID):
        return False
    newest = _newest(store)
    found = references.listed(store.load(DESK_ID).portfolio)
    content = json.dumps([references.as_data(each) for each in found], ensure_ascii=False)
    if content == (newest.content if newest is not None else "[]"):
        return False
    row = ReleasedRow("", SUBJECT, now_utc(), content)
    return bool(kept.add(store, DESK_ID, [Made(row, "", newest.at if newest is not None else None)]))


def for_setting(store: Store, desk: Portfolio) -> Sequence[Reference]:
    """The figures from elsewhere that a setting may see: the desk's own, or those that were passed on."""
    own = references.listed(desk)
    newest = None if own or not _on_server(store) else _newest(store)
    return own if newest is None else [Reference(**each) for each in json.loads(newest.content)]


def _newest(store: Store) -> ReleasedRow | None:
    rows = [row for row in kept.released(store) if (row.framework, row.subject) == ("", SUBJECT)]
    return rows[-1] if rows else None


def _on_server(store: Store) -> bool:
    return store.database.engine.dialect.name == "postgresql"
