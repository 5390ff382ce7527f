"""What was erased stays erased: remembered by id alone, and refused when it would come back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.portfolio.changes import Change
from rrsa.portfolio.naming import NAMES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from rrsa.store.statements import Statements


def settle_erased(
    connection: Connection, statements: Statements, setting_id: str, changes: Iterable[Change], revision: int
) -> None:
    """Raises :class:`BadInput` where ``changes`` would bring an erased record back.

    A single field that was erased may be written anew; it then no longer counts as erased.
    """
    marks = statements.erased.all(connection, setting_id)
    if not marks:
        return
    whole = {(kind, record) for kind, record, field in marks if not field}
    fields = {(kind, record, field) for kind, record, field in marks if field}
    for change in changes:
        if change.after is None:
            continue
        cell = change.cell
        named = [(cell.kind, cell.record), (NAMES.get((cell.kind, cell.field)), change.after)]
        if cell.kind == "link":
            named.append(("evidence", cell.record.partition(":")[0]))
        back = next((record for kind, record in named if (kind, record) in whole), None)
        if back is not None:
            raise BadInput(
                _("{id} was erased for good and cannot come back").format(id=back),
                _("record it as something new, if it may be kept"),
            )
        if cell in fields:
            statements.written_anew.run(connection, revision, setting_id, *cell)
