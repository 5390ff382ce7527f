"""A setting's records, history and side lines, as if some things had never been in them.

Every value of what is erased becomes absent, everywhere and at every revision, and so does every mention of
it by another record. Since one rule is laid on all values alike, what the journal tells still follows from
one revision to the next, and its end is what the tables hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Table, and_, delete, select, update
from sqlalchemy.sql.elements import ColumnElement

from rrsa.i18n import _
from rrsa.portfolio.changes import now_utc
from rrsa.portfolio.naming import BELONGS, NAMES
from rrsa.portfolio.records import SPECS, Value
from rrsa.store import tables
from rrsa.store.journal import Journal
from rrsa.store.journal_format import read_value, written

AT_ONCE = 300
"""Ids that one statement names."""

_SHORTEST = 3  # letters of a word that would give something away
_LONG = 8  # characters from which a text is known again wherever it stands
_CLIPPED = 24  # characters by which a longer text is known again where it was cut off
_AN_ID = 64  # characters up to which a field holds an id or a hash, and no words
_NO_WORDS = ("seen_by", "who", "file_type")  # roles and marks, in many a reason


class Mark(NamedTuple):
    """What is to be erased: a whole record, or one field of it."""

    kind: str
    record: str
    field: str = ""


Row: TypeAlias = list[Any]
"""A change of a side line: kind, record, field, before, after."""


class _Side(NamedTuple):
    line: str
    n: int
    rows: list[Row]
    reason: str


class Done(NamedTuple):
    """What was taken out: the marks with all that belonged to them, and the files that nobody names now."""

    marks: frozenset[Mark]
    rows: int
    reasons: int
    sides: int
    files: int


def forget(journal: Journal, marks: Iterable[Mark], keep: Mapping[Mark, str] | None = None) -> Done:
    """Takes ``marks`` out of everything that a setting keeps, within the transaction that is open.

    Links go with their evidence, readings with their measure, counts with their round. ``keep`` gives, for
    single fields that cannot be empty, the text that stands in place of every wording that they ever had.
    """
    return _Rewriting(journal, marks, keep or {}).done()


class _Rewriting:
    def __init__(self, journal: Journal, marks: Iterable[Mark], keep: Mapping[Mark, str]) -> None:
        self.keep = keep
        self.connection: Connection = journal.connection
        self.journal = journal
        self.setting = journal.setting_id
        self.sides = list(_side_rows(self.connection, self.setting))
        asked = frozenset(marks)
        self.marks = asked | self._belonging(asked)
        self.whole: dict[str, set[str]] = {}
        self.fields: dict[str, dict[str, set[str]]] = {}
        for kind, record, field in self.marks:
            if field:
                self.fields.setdefault(kind, {}).setdefault(record, set()).add(field)
            else:
                self.whole.setdefault(kind, set()).add(record)
        self.texts: set[str] = set()
        self.files: set[str] = set()
        self.touched: set[int] = set()

    def done(self) -> Done:
        rows = 0
        for kind, gone in self.whole.items():
            rows += sum(self._of_records(kind, ids) for ids in _in_parts(sorted(gone)))
        for kind, by_record in self.fields.items():
            for record, fields in by_record.items():
                rows += sum(self._of_records(kind, [record], field) for field in sorted(fields))
        for (kind, field), named in NAMES.items():
            for ids in _in_parts(sorted(self.whole.get(named, ()))):
                self._mentions(kind, field, ids)
        for kind in SPECS:
            self._drop_empty(kind)
        kept = self._side_lines()
        quoted = _Quoted(self.texts)
        sides = self._keep_sides(kept, quoted)
        reasons = self._reasons(quoted)
        files = self._files()
        self._remember()
        return Done(self.marks, rows, reasons, sides, files)

    # -- what goes with it -------------------------------------------------------------------------

    def _belonging(self, marks: Iterable[Mark]) -> frozenset[Mark]:
        """Every record that ever belonged to one that goes."""
        whole = {(kind, record) for kind, record, field in marks if not field}
        found: set[Mark] = set()
        for kind, (field, owner) in BELONGS.items():
            owners = {record for each, record in whole if each == owner}
            if not owners:
                continue
            found |= {Mark(kind, record) for record in self.journal.ever_named(kind, field, owners)}
            found |= {
                Mark(kind, row[1])
                for side in self.sides
                for row in side.rows
                if row[0] == kind and row[2] == field and not owners.isdisjoint(row[3:])
            }
        evidence = {record for kind, record in whole if kind == "evidence"}
        if evidence:  # a link's id begins with its evidence's, whatever else is known of it
            c = tables.journal_change
            asked = select(c.c.record).where(c.c.setting_id == self.setting, c.c.kind == "link").distinct()
            links = set(self.connection.execute(asked).scalars())
            links |= {row[1] for side in self.sides for row in side.rows if row[0] == "link"}
            found |= {Mark("link", link) for link in links if link.partition(":")[0] in evidence}
        return frozenset(found)

    # -- records and journal -----------------------------------------------------------------------

    def _of_records(self, kind: str, ids: list[str], field: str | None = None) -> int:
        """Takes records, or a field of one, out of table and journal; returns the journal's rows."""
        keep = self.keep.get(Mark(kind, ids[0], field)) if field else None
        self._out_of_table(kind, ids, field, keep)
        c, g = tables.journal_change, tables.journal_guard
        here, guarded = (_cells(table, self.setting, kind, ids, field) for table in (c, g))
        rows = self.connection.execute(
            select(c.c.revision, c.c.field, c.c.before, c.c.after).where(here)
        ).all()
        for revision, name, before, after in rows:
            self.touched.add(int(revision))
            self._saw(kind, name, read_value(before), keep)
            self._saw(kind, name, read_value(after), keep)
        if keep is None:
            self.connection.execute(delete(c).where(here))
            self.connection.execute(delete(g).where(guarded))
            return len(rows)
        for table, column, own in ((c, c.c.before, here), (c, c.c.after, here), (g, g.c.value, guarded)):
            something = own & (column != written(None))
            self.connection.execute(update(table).where(something).values({column.name: written(keep)}))
        self.connection.execute(delete(c).where(here & (c.c.before == c.c.after)))
        return len(rows)

    def _out_of_table(self, kind: str, ids: list[str], field: str | None, keep: str | None) -> None:
        t = tables.setting if kind == "setting" else tables.records[kind]
        here = t.c.id == self.setting
        if kind != "setting":
            here = (t.c.setting_id == self.setting) & t.c.id.in_(ids)
        names = [field] if field else list(SPECS[kind])
        rows = self.connection.execute(select(*(t.c[name] for name in names)).where(here)).all()
        for row in rows:
            for name, value in zip(names, row, strict=True):
                self._saw(kind, name, value, keep)
        if field and rows:
            new = None if rows[0][0] is None else keep
            self.connection.execute(update(t).where(here).values({field: new}))
        elif not field and kind != "setting":
            self.connection.execute(delete(t).where(here))

    def _mentions(self, kind: str, field: str, ids: list[str]) -> None:
        """Other records forget that they named one that goes, now and in the journal."""
        t, c, g = tables.records[kind], tables.journal_change, tables.journal_guard
        own = (t.c.setting_id == self.setting) & t.c[field].in_(ids)
        self.connection.execute(update(t).where(own).values({field: None}))
        told, nothing = [written(each) for each in ids], written(None)
        for table, column in ((c, c.c.before), (c, c.c.after), (g, g.c.value)):
            here = (table.c.setting_id == self.setting) & (table.c.kind == kind) & (table.c.field == field)
            self.connection.execute(
                update(table).where(here & column.in_(told)).values({column.name: nothing})
            )
        here = (c.c.setting_id == self.setting) & (c.c.kind == kind) & (c.c.field == field)
        self.connection.execute(delete(c).where(here & (c.c.before == nothing) & (c.c.after == nothing)))

    def _drop_empty(self, kind: str) -> None:
        """A record in which nothing is left is as if it had never been."""
        if kind == "setting":
            return
        t = tables.records[kind]
        empty = and_(t.c.setting_id == self.setting, *(t.c[name].is_(None) for name in SPECS[kind]))
        self.connection.execute(delete(t).where(empty))

    def _saw(self, kind: str, field: str, value: object, keep: str | None = None) -> None:
        if not isinstance(value, str) or not value or value == keep:
            return
        spec = SPECS[kind].get(field)
        if (kind, field) == ("evidence", "file_sha256"):
            self.files.add(value)
        elif spec is not None and spec.limit > _AN_ID and not spec.choices and field not in _NO_WORDS:
            self.texts.add(value)

    # -- side lines --------------------------------------------------------------------------------

    def _goes(self, kind: str, record: str, field: str) -> bool:
        return record in self.whole.get(kind, ()) or field in self.fields.get(kind, {}).get(record, ())

    def _value(self, kind: str, field: str, value: Value) -> Value:
        named = NAMES.get((kind, field))
        return None if named is not None and value in self.whole.get(named, ()) else value

    def _side_lines(self) -> list[_Side]:
        """The side lines without what goes."""
        kept: list[_Side] = []
        for line, n, rows, reason in self.sides:
            stay: list[Row] = []
            new: list[Value]
            for kind, record, field, before, after in rows:
                if self._goes(kind, record, field):
                    keep = self.keep.get(Mark(kind, record, field))
                    self._saw(kind, field, before, keep)
                    self._saw(kind, field, after, keep)
                    new = [None if value is None else keep for value in (before, after)]
                else:
                    new = [self._value(kind, field, value) for value in (before, after)]
                if new != [None, None] and (new[0] != new[1] or before == after):
                    stay.append([kind, record, field, *new])
            kept.append(_Side(line, n, stay, reason))
        return kept

    def _keep_sides(self, kept: list[_Side], quoted: _Quoted) -> int:
        """Writes the side lines that have altered; returns how many of their changes had something to go."""
        t = tables.side_changeset
        altered = 0
        for new, old in zip(kept, self.sides, strict=True):
            touched = new.rows != old.rows
            said = quoted.neutral(new.reason, touched)
            altered += touched
            if touched or said != old.reason:
                here = (t.c.setting_id == self.setting) & (t.c.line == new.line) & (t.c.n == new.n)
                self.connection.execute(
                    update(t).where(here).values(changes=side_text(new.rows), reason=said)
                )
        return altered

    # -- what was said of it -----------------------------------------------------------------------

    def _reasons(self, quoted: _Quoted) -> int:
        """Reasons that quote what goes say something neutral instead; returns how many did."""
        j = tables.journal
        altered = 0
        asked = select(j.c.revision, j.c.reason).where(j.c.setting_id == self.setting)
        for revision, reason in self.connection.execute(asked).all():
            said = quoted.neutral(reason, revision in self.touched)
            if said != reason:
                altered += 1
                here = (j.c.setting_id == self.setting) & (j.c.revision == revision)
                self.connection.execute(update(j).where(here).values(reason=said))
        return altered

    # -- files -------------------------------------------------------------------------------------

    def _files(self) -> int:
        """Takes out the files that only what goes has named; returns how many."""
        gone = sorted(self.files - self._named_still())
        for ids in _in_parts(gone):
            for table in (tables.file, tables.file_chunk):
                self.connection.execute(
                    delete(table).where(table.c.setting_id == self.setting, table.c.sha256.in_(ids))
                )
        return len(gone)

    def _named_still(self) -> set[str]:
        e, c = tables.records["evidence"], tables.journal_change
        own = select(e.c.file_sha256).where(e.c.setting_id == self.setting, e.c.file_sha256.is_not(None))
        found = set(self.connection.execute(own).scalars())
        told = select(c.c.before, c.c.after).where(
            c.c.setting_id == self.setting, c.c.kind == "evidence", c.c.field == "file_sha256"
        )
        found |= {read_value(text) for row in self.connection.execute(told) for text in row}
        for _line, _n, rows, _reason in _side_rows(self.connection, self.setting):
            found |= {value for row in rows if row[2] == "file_sha256" for value in row[3:]}
        return {sha for sha in found if isinstance(sha, str)}

    # -- so that it stays so -----------------------------------------------------------------------

    def _remember(self) -> None:
        t = tables.erased
        day = now_utc()[:10]
        add = self.journal.statements.adding_once(t)
        add.run_many(self.connection, [(self.setting, *mark, day, None) for mark in sorted(self.marks)])
        # A field that was written anew since it was erased first is erased once more.
        for kind, record, field in (mark for mark in self.marks if mark.field):
            here = (t.c.setting_id == self.setting) & (t.c.kind == kind) & (t.c.record == record)
            again = here & (t.c.field == field) & t.c.again.is_not(None)
            self.connection.execute(update(t).where(again).values(again=None, at=day))


class _Quoted:
    """Whether a reason gives away one of some texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        plain = {" ".join(text.split()).casefold() for text in texts}
        self._texts = {text for text in plain if text}
        self._words = {word for text in plain for word in _words(text)}
        begins = (re.sub(r"^\W+", "", text)[:_CLIPPED] for text in plain)
        self._begins = {text for text in begins if len(text) >= _LONG}
        self._lengths = sorted({len(text) for text in self._begins})

    def neutral(self, reason: str, touched: bool) -> str:
        """``reason``, or something neutral where it gives away what goes.

        ``touched`` says that the changeset itself had to do with it: then a single word is enough.
        """
        plain = " ".join(reason.split()).casefold()
        gives = any(
            plain[word.start() : word.start() + length] in self._begins
            for word in re.finditer(r"\w+", plain)
            for length in self._lengths
        )
        if touched and not gives:
            gives = not self._words.isdisjoint(_words(plain)) or not self._texts.isdisjoint(plain.split())
        return _("A change to something that was erased since") if gives else reason


def _words(text: str) -> Iterator[str]:
    return (word for word in re.findall(r"\w+", text) if len(word) >= _SHORTEST)


def side_text(rows: Iterable[Iterable[Any]]) -> str:
    """A side line's changes as they are kept."""
    return json.dumps([list(row) for row in rows], ensure_ascii=False)


def _side_rows(connection: Connection, setting: str) -> Iterator[_Side]:
    t = tables.side_changeset
    asked = select(t.c.line, t.c.n, t.c.changes, t.c.reason).where(t.c.setting_id == setting)
    for line, n, changes, reason in connection.execute(asked.order_by(t.c.line, t.c.n)).all():
        yield _Side(line, n, json.loads(changes), reason)


def _cells(
    table: Table, setting: str, kind: str, records: list[str], field: str | None
) -> ColumnElement[bool]:
    here = (table.c.setting_id == setting) & (table.c.kind == kind) & table.c.record.in_(records)
    return here & (table.c.field == field) if field else here


def _in_parts(ids: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(ids), AT_ONCE):
        yield ids[first : first + AT_ONCE]
