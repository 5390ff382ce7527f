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
        found: dict[str, dict[str, Record]] = {}
        at_desk = desk.is_desk(self.setting_id)
        for kind in KINDS:
            if kind in _OF_A_DESK and not at_desk:
                continue
            rows: Iterable[Sequence[Any]] = self.statements.rows(kind).all(self.connection, self.setting_id)
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
            places = (self.setting_id,) if kind == "setting" else (self.setting_id, record)
            row = self.statements.row(kind).one(self.connection, *places)
            if row is not None:
                return self._keep(kind, row)
            found = self._rows[key] = dict.fromkeys(SPECS[kind])
        return found

    def expect(self, changeset: Changeset) -> None:
        """Told which records a changeset touches: where they are many, a kind is read at one go."""
        touched: dict[str, set[str]] = {}
        for change in changeset.changes:
            touched.setdefault(change.cell.kind, set()).add(change.cell.record)
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
        for kind, rows in write.items():
            self.statements.write(kind).run_many(self.connection, rows)
        for kind, rows in remove.items():
            self.statements.remove(kind).run_many(self.connection, rows)
        if taken_back:
            # Whoever takes back that it was shared, by an undo as well, takes the snapshot back.
            shared.withdraw(self.connection, self.setting_id)


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
