"""Records in their tables: read as tuples, written whole, gone when every field is absent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Connection

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.portfolio import desk
from rrsa.portfolio.changes import Cell, Change, Changeset
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import KINDS, SETTING_ID, SPECS, Record, Value
from rrsa.store import shared
from rrsa.store.statements import Statements
from rrsa.store.together import Asked, Rows, Written, together
from rrsa.store.together import write as write_together

_FLAGS = {
    kind: tuple(i for i, spec in enumerate(specs.values(), start=1) if spec.type == "flag")
    for kind, specs in SPECS.items()
}
_OF_A_DESK = frozenset(record.KIND for record in desk.RECORDS)
_MANY = 50  # records of one kind, beyond which reading all of them is quicker than one by one
_SHARED_ON = Cell(SETTING_ID, SETTING_ID, "shared_on")
_TYPES: dict[str, type] = {"text": str, "day": str, "whole": int, "flag": bool}


class Records:
    """One setting's records, read and written within a transaction. Rows are read once and kept."""

    def __init__(self, connection: Connection, statements: Statements, setting_id: str) -> None:
        self.connection = connection
        self.statements = statements
        self.setting_id = setting_id
        self._rows: dict[tuple[str, str], dict[str, Value]] = {}
        self._there: set[tuple[str, str]] = set()

    def all(self) -> Portfolio:
        """Everything that the setting has recorded."""
        kinds = self._kinds()
        asked = [Asked(self.statements.rows(kind), (self.setting_id,)) for kind in kinds]
        return self._portfolio(kinds, together(self.connection, asked))

    def all_with_revision(self) -> tuple[Portfolio, int] | None:
        """Everything that the setting has recorded, and its revision; ``None`` where it is not there."""
        kinds = self._kinds()
        asked = [Asked(self.statements.rows(kind), (self.setting_id,)) for kind in kinds]
        revision, *found = together(
            self.connection, [Asked(self.statements.revision, (self.setting_id,)), *asked]
        )
        return (self._portfolio(kinds, found), int(revision[0][0])) if revision else None

    def _kinds(self) -> list[str]:
        """The kinds of record that there can be."""
        at_desk = desk.is_desk(self.setting_id)
        return [kind for kind in KINDS if at_desk or kind not in _OF_A_DESK]

    @staticmethod
    def _portfolio(kinds: Sequence[str], answers: Sequence[Rows]) -> Portfolio:
        found: dict[str, dict[str, Record]] = {}
        for kind, rows in zip(kinds, answers, strict=True):
            made = {record.id: record for record in map(_maker(kind), rows)}
            if made:
                found[kind] = made
        return Portfolio(cast(dict[str, Any], found))

    def value(self, cell: Cell) -> Value:
        """What a cell holds now."""
        return self._row(cell.kind, cell.record).get(cell.field)

    def _row(self, kind: str, record: str) -> dict[str, Value]:
        key = (kind, record)
        found = self._rows.get(key)
        if found is None:
            row = self.statements.row(kind).one(self.connection, *self._places(kind, record))
            if row is not None:
                return self._keep(kind, row)
            found = self._rows[key] = dict.fromkeys(SPECS[kind])
        return found

    def _places(self, kind: str, record: str) -> tuple[object, ...]:
        return (self.setting_id,) if kind == "setting" else (self.setting_id, record)

    def expect(self, changeset: Changeset) -> None:
        """Told which records a changeset touches, to read them at one go; of many, the whole kind."""
        touched: dict[str, dict[str, None]] = {}
        for cell in (*(c.cell for c in changeset.changes), *(g.cell for g in changeset.guards)):
            if (cell.kind, cell.record) not in self._rows:
                touched.setdefault(cell.kind, {})[cell.record] = None
        few = [(k, record) for k, records in touched.items() if len(records) < _MANY for record in records]
        asked = [Asked(self.statements.row(kind), self._places(kind, record)) for kind, record in few]
        for (kind, record), found in zip(few, together(self.connection, asked), strict=True):
            if found:
                self._keep(kind, found[0])
            else:
                self._rows[kind, record] = dict.fromkeys(SPECS[kind])
        for kind, records in touched.items():
            if len(records) < _MANY:
                continue
            for row in self.statements.rows(kind).all(self.connection, self.setting_id):
                if row[0] in records:
                    self._keep(kind, row)
            for record in records:
                self._rows.setdefault((kind, record), dict.fromkeys(SPECS[kind]))

    def _keep(self, kind: str, row: Sequence[Any]) -> dict[str, Value]:
        key = (kind, SETTING_ID if kind == "setting" else row[0])
        self._there.add(key)
        self._rows[key] = dict(zip(SPECS[kind], _plain(kind, row)[1:], strict=True))
        return self._rows[key]

    def make(self, changes: Iterable[Change]) -> None:
        """Writes changes that have been compared. Rows of a kind go in one batch."""
        write_together(self.connection, self.written(changes))

    def written(self, changes: Iterable[Change]) -> list[Written]:
        """What is to be written for changes that have been compared."""
        touched: dict[tuple[str, str], dict[str, Value]] = {}
        taken_back = False
        for change in changes:
            taken_back |= change.cell == _SHARED_ON and change.after is None
            row = self._row(change.cell.kind, change.cell.record)
            row[change.cell.field] = change.after
            touched[change.cell.kind, change.cell.record] = row
        write: dict[str, list[tuple[object, ...]]] = {}
        remove: dict[str, list[tuple[object, ...]]] = {}
        for (kind, record), row in touched.items():
            if kind == "setting":
                write.setdefault(kind, []).append((*row.values(), self.setting_id))
            elif any(value is not None for value in row.values()):
                write.setdefault(kind, []).append((self.setting_id, record, *row.values()))
            elif (kind, record) in self._there:
                remove.setdefault(kind, []).append((self.setting_id, record))
        if taken_back:
            # Whoever takes back that it was shared, by an undo as well, takes the snapshot back.
            shared.withdraw(self.connection, self.setting_id)
        return [
            *(Written(self.statements.write(kind), rows) for kind, rows in write.items()),
            *(Written(self.statements.remove(kind), rows) for kind, rows in remove.items()),
        ]


def _plain(kind: str, row: Sequence[Any]) -> Sequence[Any]:
    """A row with its flags as ``True``; SQLite keeps them as 1."""
    flags = _FLAGS[kind]
    if not flags:
        return row
    values = list(row)
    for i in flags:
        if values[i] is not None:
            values[i] = bool(values[i])
    return values


def _maker(kind: str) -> Any:
    made: Any = KINDS[kind]
    if kind == "setting":
        return lambda row: made(SETTING_ID, *row[1:])
    return lambda row: made(*_plain(kind, row))


def check_changeset(changeset: Changeset) -> None:
    """Raises :class:`BadInput` for cells that no record has, values of the wrong type, a cell named twice."""
    seen: set[Cell] = set()
    for change in changeset.changes:
        _check_value(change.cell, change.before)
        _check_value(change.cell, change.after)
        if change.cell in seen:
            raise BadInput(_("a change names {cell} twice").format(cell="/".join(change.cell)))
        seen.add(change.cell)
    for guard in changeset.guards:
        _check_value(guard.cell, guard.value)


def _check_value(cell: Cell, value: Value) -> None:
    spec = SPECS.get(cell.kind, {}).get(cell.field)
    if spec is None or not cell.record or (cell.kind == "setting" and cell.record != SETTING_ID):
        raise BadInput(
            _("there is nothing called {cell} to record").format(cell="/".join(cell)[:120]),
            _("it may come from a newer version of this program"),
        )
    if value is None or type(value) is _TYPES[spec.type]:
        if isinstance(value, str):
            _check_text(cell, value)
        return
    raise BadInput(_("{cell} holds a value of the wrong type").format(cell="/".join(cell)))


def _check_text(cell: Cell, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        usable = False
    else:
        usable = "\0" not in text  # PostgreSQL holds none, and both engines take the same
    if not usable:
        raise BadInput(
            _("{cell} holds characters that cannot be stored").format(cell="/".join(cell)),
            _("take out the unusual characters and try again"),
        )
