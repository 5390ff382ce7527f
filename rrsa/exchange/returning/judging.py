"""One workbook, row by row: what was changed, what is new, what is missing, and what cannot be understood."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rrsa.errors import BadInput
from rrsa.exchange.identity import NEW_LETTER
from rrsa.exchange.returning import cells, looks
from rrsa.exchange.returning.cells import Words
from rrsa.exchange.returning.circles import break_circles
from rrsa.exchange.returning.columns import Columns
from rrsa.exchange.returning.comments import comments_note
from rrsa.exchange.returning.found import Links, NewRow, Pending, Returned, RowSaid, links_of
from rrsa.exchange.returning.issued import UNSAID, made_of
from rrsa.exchange.returning.lawful import STATUS
from rrsa.exchange.returning.layout import NEEDED, SHEETS, TARGETS, Layout
from rrsa.exchange.returning.ledger import Ledger, RowLine
from rrsa.exchange.returning.preview import Refusal
from rrsa.exchange.returning.tables import (
    Table,
    TableRow,
    as_reference,
    copies,
    find_tables,
    tidy_reference,
)
from rrsa.exchange.returning.targeting import links_said
from rrsa.exchange.returning.torn import torn_apart
from rrsa.exchange.returning.workbook import Workbook
from rrsa.framework.model import Framework
from rrsa.i18n import _, ngettext
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SPECS


@dataclass(frozen=True)
class Setting:
    """What a workbook is compared with."""

    framework: Framework
    portfolio: Portfolio
    today: date


def judge(workbook: Workbook, ledger: Ledger, setting: Setting, who: str) -> Returned:
    """All that a workbook says. Raises :class:`BadInput` where none of its sheets can be found."""
    returned = Returned(workbook.name, who or workbook.name)
    judge_of = Judge(workbook, ledger, setting, returned)
    there: list[Table] = []
    absent = []
    for table in find_tables(workbook, ledger, setting.framework):
        if isinstance(table, str):
            absent.append(table)
        else:
            there.append(table)
            judge_of.table(table)
    if not there:
        raise BadInput(
            _("“{name}” holds no sheet of a working copy").format(name=workbook.name),
            _("bring in a copy that rrsa has exported, or export one and fill that in"),
        )
    if absent:
        returned.notes.append(
            _("{name} comes without: {sheets}").format(name=workbook.name, sheets=", ".join(absent))
        )
    for copy, original in copies(workbook, ledger, setting.framework, there).items():
        returned.notes.append(
            _(
                "{name}: “{copy}” is a copy of “{original}” and is not read; write what it says into that"
            ).format(name=workbook.name, copy=copy, original=original)
        )
    if note := comments_note(workbook):
        returned.notes.append(note)
    judge_of.finish()
    return returned


class Judge:
    """Takes one workbook apart, table by table."""

    def __init__(self, workbook: Workbook, ledger: Ledger, setting: Setting, returned: Returned) -> None:
        self.workbook, self.ledger, self.setting, self.returned = workbook, ledger, setting, returned
        self.words = Words(setting.framework, ledger.words)
        self.targets = {cells.plain(target): target for target in setting.framework.outcome_of}
        self._ids: dict[str, Callable[[str], str | None]] = {}
        self._new_ids: dict[str, str] = {}  # reference of a new row → its id
        self._ambiguous: set[str] = set()
        self._here: dict[str, set[str]] = {}
        self._untouched = 0

    # -- what is known -----------------------------------------------------------------------------

    def known(self, kind: str) -> Callable[[str], str | None]:
        """Finds a record of a kind by its reference without the check character, whatever its case."""
        found = self._ids.get(kind)
        if found is None:
            ids = {record.upper(): record for record in self.setting.portfolio.of_kind(kind)}
            for key, layout in SHEETS.items():
                if layout.kind == kind:
                    ids.update((record.upper(), record) for record in self.ledger.rows.get(key, ()))
            if kind in ("outcome", "look"):
                asked = self.setting.framework.outcomes if kind == "outcome" else None
                for record in asked if asked is not None else self.setting.framework.indicators:
                    ids.setdefault(record.upper(), record)
            found = self._ids[kind] = ids.get
        return found

    def refuse(self, place: str, why: str) -> None:
        self.returned.refused.append(Refusal(place, why, self.workbook.name))

    # -- a table -----------------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        layout = SHEETS[table.key]
        self.returned.refused += table.refused
        went_out = self.ledger.rows.get(table.key, {})
        expected = went_out or (not self.ledger.is_whole and self.setting.portfolio.of_kind(layout.kind))
        if not table.has_references and expected and table.rows:
            self.refuse(
                table.place(table.rows[0].number),
                _("the references are gone from this sheet — bring the first or the last column back"),
            )
            return
        if table.absent:
            self.returned.notes.append(
                _("{name}, {sheet}, comes without: {columns}").format(
                    name=self.workbook.name, sheet=table.name, columns=", ".join(table.absent)
                )
            )
        understand = Columns(self, table, layout)
        seen: dict[str, TableRow] = {}
        twice: dict[str, list[TableRow]] = {}
        mentioned: set[str] = set()  # by rows that were scrambled: either end may be meant
        fresh: list[tuple[TableRow, str]] = []
        for row in table.rows:
            record, reference = self._who(table, layout, row, mentioned)
            if record is not None and not row.cells and layout.named_by in table.columns:
                continue  # all but its references was deleted: it is missing, as one without them is
            if record is None:
                if reference is not None:
                    fresh.append((row, reference))
            elif record in seen:
                if seen[record].cells != row.cells:
                    twice.setdefault(record, [seen[record]]).append(row)
            else:
                seen[record] = row
        for record, row in seen.items():
            if record in twice:
                self._say_twice(table, record, twice[record])
            else:
                self._row(table, layout, understand, record, row)
        self._torn(table, layout, seen)
        for row, reference in fresh:
            self._new(table, layout, understand, row, reference)
        self._count_missing(table, layout, went_out, seen.keys() | mentioned)

    def _who(
        self, table: Table, layout: Layout, row: TableRow, mentioned: set[str]
    ) -> tuple[str | None, str | None]:
        """The record that a row is about; or nothing and the reference of a new row; or nothing at all."""
        known = self.known(layout.kind)
        if not row.references:
            if layout.letter:
                return None, ""
            self.refuse(
                table.place(row.number),
                _("the row has lost its reference — copy it from the copy that went out"),
            )
            return None, None
        bodies = [as_reference(text) for text in row.references]
        if len(bodies) == 2 and tidy_reference(row.references[0]) != tidy_reference(row.references[1]):
            mentioned.update(record for body in bodies if body is not None and (record := known(body)))
            if None in bodies:
                self.refuse(
                    table.place(row.number),
                    _(
                        "the row begins with {first} and ends with {last} — put right which of them is wrong"
                    ).format(first=cells.short(row.references[0]), last=cells.short(row.references[1])),
                )
                return None, None
            self.refuse(
                table.place(row.number),
                _(
                    "this row was scrambled: it begins with {first} and ends with {last} — sort all columns "
                    "together, or undo the sorting"
                ).format(first=cells.short(row.references[0]), last=cells.short(row.references[1])),
            )
            return None, None
        body = bodies[0]
        if body is None:
            self.refuse(
                table.place(row.number),
                _("the check character of “{given}” does not fit — copy the reference again").format(
                    given=cells.short(row.references[0])
                ),
            )
            return None, None
        if (record := known(body)) is not None:
            return record, None
        if body in self.ledger.issued.get(table.key, ()) or (body.startswith(NEW_LETTER) and layout.letter):
            return None, body if row.cells else None
        self.refuse(
            table.place(row.number),
            _("there is no row “{given}” here — leave the reference empty if it is new").format(
                given=cells.short(row.references[0])
            ),
        )
        return None, None

    def _torn(self, table: Table, layout: Layout, seen: Mapping[str, TableRow]) -> None:
        """Takes out what a sort of some columns only has put into other rows."""
        rows = {
            record: said
            for record in seen
            if (said := self.returned.rows.get((layout.kind, record))) is not None
        }
        for name, records in torn_apart(layout.kind, table.columns, rows).items():
            for record in records:
                said = rows[record]
                self.refuse(
                    said.places[name],
                    _(
                        "this stood in another row when it went out, and so do others of its column — it was "
                        "sorted alone; undo that, or sort all columns together"
                    ),
                )
                del said.values[name]

    def _say_twice(self, table: Table, record: str, rows: list[TableRow]) -> None:
        for row in rows:
            others = ", ".join(str(other.number) for other in rows if other is not row)
            self.refuse(
                table.place(row.number),
                _(
                    "the reference {record} stands in row {others} too, with other words — keep one of them; "
                    "leave the reference empty if one is new"
                ).format(record=record, others=others),
            )

    def _count_missing(
        self, table: Table, layout: Layout, went_out: Mapping[str, RowLine], seen: Collection[str]
    ) -> None:
        gone = [record for record in went_out if record not in seen]
        if not gone:
            return
        if layout.letter:
            self.returned.missing += [(layout.kind, record) for record in gone]
        else:
            n = len(gone)
            self.returned.notes.append(
                ngettext(
                    "{n} row of {sheet} is not in {name}; nothing changes there.",
                    "{n} rows of {sheet} are not in {name}; nothing changes there.",
                    n,
                ).format(n=n, sheet=table.name, name=self.workbook.name)
            )

    # -- rows --------------------------------------------------------------------------------------

    def _row(self, table: Table, layout: Layout, understand: Columns, record: str, row: TableRow) -> None:
        line = self.ledger.rows.get(table.key, {}).get(record)
        went_out = None if line is None else line.base(layout.kind)
        base = went_out if self.ledger.is_known else None
        now = self.setting.portfolio.of_kind(layout.kind).get(record)
        known: dict[str, Any]
        if base is not None:
            known = base
            base_links = links_of(base)
        else:
            known = {} if now is None else {name: getattr(now, name) for name in SPECS[layout.kind]}
            base_links = looks.shown_of(self.setting.portfolio.links_by_evidence.get(record, ()))
        withheld = frozenset((went_out or {}).get("withheld", ()))
        said = self.returned.rows.get((layout.kind, record))
        if said is None:
            said = RowSaid(layout.kind, record, row.number, None if base is None else known, base_links)
        elif said.base is not None and base is not None:  # an outcome stands on two sheets
            said.base = {**said.base, **known}
        said.unknown |= withheld
        said_before = len(said.values)  # of an outcome, on the sheet before
        understand.changed(row, known, withheld, said)
        if "for" in table.columns:
            shown = self._targets(table, row, base_links)
            if shown is not None and dict(shown) != dict(base_links):
                said.links = shown
                said.places["for"] = table.place(row.number, "for")
        if said.says_something:
            self.returned.rows[layout.kind, record] = said
        if said.links is None and len(said.values) == said_before:
            self._untouched += 1

    def _targets(self, table: Table, row: TableRow, base: Links, *, new: bool = False) -> Links | None:
        if not row.covered.isdisjoint(TARGETS):
            return None
        try:
            return links_said(row.cells, table.columns, base, self.targets, self.words, new=new)
        except BadInput as problem:
            at = getattr(problem, "column", "for")
            self.refuse(table.place(row.number, at), str(problem))
            return None

    def _new(self, table: Table, layout: Layout, understand: Columns, row: TableRow, reference: str) -> None:
        if not row.cells:
            return
        values, broken = understand.new(row)
        if all(value is None for value in values.values()) and not broken and "for" not in row.cells:
            return  # "No" in a drop-down is not yet a row
        if layout.kind == "action":
            if "status" in broken:  # what goes with it waits for it
                values = {name: value for name, value in values.items() if name not in STATUS}
            values = {**UNSAID, **values}
        missing = [name for name in NEEDED[layout.kind] if values.get(name) is None]
        if missing:
            for name in missing:
                if name not in broken:
                    self.refuse(table.place(row.number, name), understand.missing_words(name))
            if broken.intersection(missing):
                self.refuse(
                    table.place(row.number),
                    _("this new row waits until what it needs is understood — mend its cells first"),
                )
            return
        links: Links = {}
        if layout.kind == "evidence" and "for" in table.columns:
            links = self._targets(table, row, {}, new=True) or {}
        here = self._here_only(table, layout)
        made, added = made_of(layout, self.ledger.export, reference or table.key, values, links, here)
        if reference and self._new_ids.setdefault(reference, made) != made:
            self._ambiguous.add(reference)
        places = {name: table.place(row.number, name) for name in (*values, "for")}
        if added:
            before = {name: value for name, value in values.items() if name not in added}
            before |= {name: value for name, value in UNSAID.items() if name in added}
            said = RowSaid(layout.kind, made, row.number, before, {} if "for" in added else links)
            said.values = {name: values[name] for name in added if name != "for"}
            said.links = links if "for" in added else None
            said.places = places
            self.returned.rows.setdefault((layout.kind, made), said)
            return
        self.returned.news.setdefault(
            made, NewRow(layout.kind, made, reference, table.place(row.number), values, links, places)
        )

    def _here_only(self, table: Table, layout: Layout) -> Collection[str]:
        """Records that did not go out in this workbook: what it has brought in before is among them."""
        found = self._here.get(table.key)
        if found is None:
            went_out = self.ledger.rows.get(table.key, {})
            found = {each for each in self.setting.portfolio.of_kind(layout.kind) if each not in went_out}
            self._here[table.key] = found
        return found

    # -- the end -----------------------------------------------------------------------------------

    def finish(self) -> None:
        """References to new rows become their ids; a row that cannot be without one waits with it."""
        again = True
        while again:  # a reading waits for its measure, and what waits for the reading with it
            again = False
            for made, new in list(self.returned.news.items()):
                for name, value in list(new.values.items()):
                    if isinstance(value, Pending) and not self._resolve(value, new.places[name]):
                        if name in NEEDED[new.kind]:
                            del self.returned.news[made]
                            self._new_ids = {r: i for r, i in self._new_ids.items() if i != made}
                            again = True
                            break
                        del new.values[name]
        for row in self.returned.rows.values():
            for name, value in list(row.values.items()):
                if isinstance(value, Pending) and not self._resolve(value, row.places[name]):
                    del row.values[name]
        self._settle_references()
        break_circles(self.returned, self.setting.portfolio, self.refuse)
        self.returned.untouched = self._untouched

    def _resolve(self, value: Pending, place: str) -> bool:
        made = self._new_ids.get(value)
        if made is not None and value not in self._ambiguous:
            return True  # it stays pending until it is certain that the row comes in
        self.refuse(
            place,
            _("the row “{reference}” that this speaks of does not come in — mend that row first").format(
                reference=value
            ),
        )
        return False

    def _settle_references(self) -> None:
        holders = [new.values for new in self.returned.news.values()]
        holders += [row.values for row in self.returned.rows.values()]
        for values in holders:
            for name, value in values.items():
                if isinstance(value, Pending):
                    values[name] = self._new_ids[value]
