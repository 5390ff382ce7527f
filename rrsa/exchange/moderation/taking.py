"""What comes back from those who looked: checked cell by cell, and nothing is overwritten unasked.

A row is known by its reference alone, which only this desk has given out, so sorted rows and lost hidden
sheets do no harm. An empty row says nothing yet: a workbook may come back half filled in, and again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa.errors import BadInput, NotFound
from rrsa.exchange.moderation.layout import (
    ANSWERED,
    HEADS,
    REVIEWS,
    TO_LOOK_AT,
    Hidden,
    plain_text,
    read_hidden,
)
from rrsa.exchange.returning.cells import plain, text_of
from rrsa.exchange.returning.preview import Refusal
from rrsa.exchange.returning.sheet_parser import CellRead, RowRead, letters_of
from rrsa.exchange.returning.workbook import Workbook
from rrsa.finding import unknown
from rrsa.i18n import _, ngettext
from rrsa.overview import round_edits, rounds
from rrsa.paths import expanded
from rrsa.portfolio.checks import checked, clean_text
from rrsa.portfolio.ids import without_check

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.overview.rounds import Round
    from rrsa.portfolio.desk import Moderated
    from rrsa.portfolio.edits import Edit
    from rrsa.portfolio.records import Value

_FIRST_COLUMNS = 3  # a reference stands in one of them, whatever a program has put before it


@dataclass
class Reply:
    """What one workbook says. ``said`` holds what is new, by the item's id; nothing is changed yet."""

    name: str
    round: Round
    said: dict[str, dict[str, Value]] = field(default_factory=dict)
    known: int = 0
    """Outcomes of which the desk holds the very same."""
    empty: int = 0
    """Outcomes of which nothing is said yet."""
    refused: list[Refusal] = field(default_factory=list)


def read_reply(desk: Desk, path: Path, *, replace: bool = False) -> Reply:
    """What the workbook at ``path`` says of the outcomes that it was sent out with; nothing is changed.

    Raises :class:`BadInput` for a file that is no such workbook, of a round that is not on this desk, or
    closed; and as :class:`~rrsa.exchange.returning.workbook.Workbook` does. ``replace`` takes what differs
    from what the desk holds already; otherwise it is refused, cell by cell.
    """
    with Workbook(path) as workbook:
        hidden = read_hidden(workbook)
        _check_copy(workbook.name, hidden)
        known = {item.ref: item for item in desk.portfolio.moderated.values() if item.ref and item.present}
        table = _Table(workbook, hidden, known)
        if not table.rows:
            raise _not_ours(workbook.name, hidden)
        of = {known[ref].moderation or "" for ref, _row in table.rows}
        if len(of) > 1:
            raise BadInput(
                _("“{name}” holds rows of several rounds").format(name=workbook.name),
                _("take in the workbooks of each round as they came"),
            )
        round_ = rounds.open_round(desk, of.pop())
        round_edits.check_open(round_)
        reply = Reply(workbook.name, round_)
        _Reader(desk, table, reply, replace).read(known)
        return reply


def take(desk: Desk, reply: Reply) -> None:
    """Writes a reply down, in one change that can be taken back."""
    by_id = {item.id: item for item in reply.round.items}
    edits: list[Edit] = [
        round_edits.said_edit(desk, reply.round, by_id[item], values) for item, values in reply.said.items()
    ]
    changes = tuple(change for each, _guards in edits for change in each)
    guards = tuple(dict.fromkeys(guard for _changes, held in edits for guard in held))
    # Not from which file: the history would lay beside each other who looked and what they see.
    desk.commit(_("{title}: a workbook taken in").format(title=reply.round.title), (changes, guards))


def reply_words(reply: Reply) -> str:
    """What came of a workbook, in a line."""
    n = len(reply.said)
    said = [ngettext("{n} outcome taken", "{n} outcomes taken", n).format(n=n)]
    if reply.known:
        said.append(ngettext("{n} known already", "{n} known already", reply.known).format(n=reply.known))
    if reply.empty:
        said.append(ngettext("{n} still empty", "{n} still empty", reply.empty).format(n=reply.empty))
    if reply.refused:
        refused = len(reply.refused)
        said.append(ngettext("{n} refused", "{n} refused", refused).format(n=refused))
    return ", ".join(said) + "."


def workbooks(given: Iterable[str]) -> list[Path]:
    """The files that were named, and of a folder all workbooks in it; each once.

    What a spreadsheet program lays beside an open file (``~$…``) is passed over.
    """
    found: list[Path] = []
    for each in given:
        path = expanded(Path(each))
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() == ".xlsx")
            inside = [p for p in inside if not p.name.startswith(("~$", "."))]
            if not inside:
                raise NotFound(
                    _("there is no workbook in “{folder}”").format(folder=path),
                    _("name the folder that the workbooks came back to"),
                )
            found += inside
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _check_copy(name: str, hidden: Hidden) -> None:
    if hidden.copy in ("", TO_LOOK_AT):
        return
    if hidden.copy == REVIEWS:
        raise BadInput(
            _("“{name}” holds what others said of a setting’s own outcomes").format(name=name),
            _("its setting brings it in with: rrsa review take SETTING FILE.xlsx"),
        )
    raise BadInput(
        _("“{name}” belongs to no moderation round").format(name=name),
        _("take in the workbook that rrsa overview moderation out has written"),
    )


def _not_ours(name: str, hidden: Hidden) -> BadInput:
    if hidden.copy == TO_LOOK_AT:
        return BadInput(
            _("“{name}” was sent out from another desk, or its round was removed").format(name=name),
            _("if it was removed here, rrsa overview undo brings it back"),
        )
    return BadInput(
        _("“{name}” holds no row of a moderation round").format(name=name),
        _("take in the workbook that rrsa overview moderation out has written"),
    )


class _Table:
    """The rows that hold a reference of ours, and the columns with what is said."""

    def __init__(self, workbook: Workbook, hidden: Hidden, known: Mapping[str, Moderated]) -> None:
        self.name = ""
        self.workbook = workbook.name
        self.rows: list[tuple[str, RowRead]] = []
        self.columns: dict[str, int] = {}
        self.torn: set[int] = set()
        self.strays: list[RowRead] = []
        heads = {plain(head()): name for name, head in HEADS.items()}
        heads |= {plain(line[2]): line[3] for line in hidden.rows if line[0] == "column" and len(line) > 3}
        for name in workbook.sheets:
            if workbook.is_hidden(name):
                continue
            self._look_at(name, workbook.sheet(name).rows, heads, known)
            if self.columns and self.rows:
                self.name = name
                return
            self.rows, self.columns = [], {}

    def _look_at(
        self, name: str, rows: Sequence[RowRead], heads: Mapping[str, str], known: Mapping[str, Moderated]
    ) -> None:
        self.name = name
        for row in rows:
            if not self.columns:
                found = {heads[h]: c for c, v in row.cells.items() if (h := plain(plain_text(v))) in heads}
                if set(ANSWERED) <= set(found):
                    self.columns = found
                continue
            refs = [_reference(row.cells[column]) for column in sorted(row.cells)[:_FIRST_COLUMNS]]
            ref = next((each for each in refs if each in known), None)
            last = _reference(row.cells[max(row.cells)])
            if ref is None:
                if any(plain_text(row.cells.get(self.columns[each])).strip() for each in ANSWERED):
                    self.strays.append(row)
                continue
            self.rows.append((ref, row))
            if last in known and last != ref:
                self.torn.add(row.number)

    def place(self, row: RowRead, name: str = "") -> str:
        column = self.columns[name] if name else min(row.cells)
        return f"{self.name}!{letters_of(column)}{row.number}"


def _reference(value: CellRead) -> str | None:
    text = plain_text(value).strip().upper()
    return without_check(text) if "-" in text else None


class _Reader:
    """Reads the rows of one workbook into a reply."""

    def __init__(self, desk: Desk, table: _Table, reply: Reply, replace: bool) -> None:
        self._desk = desk
        self._table = table
        self._reply = reply
        self._replace = replace

    def read(self, known: Mapping[str, Moderated]) -> None:
        seen: set[str] = set()
        for ref, row in self._table.rows:
            if row.number in self._table.torn:
                why = _(
                    "this row begins with one reference and ends with another: its cells were moved apart"
                )
                self._refuse(row, "", BadInput(why, _("undo the sorting, or fill in a fresh workbook")))
            elif ref in seen:
                again = BadInput(
                    _("this row is in it twice"), _("keep the one that counts, and delete the other")
                )
                self._refuse(row, "", again)
            else:
                seen.add(ref)
                self._row(known[ref], row)
        for row in self._table.strays:
            lost = BadInput(
                _("this row does not begin with its reference"),
                _("copy it from the row’s other end, or fill in a fresh workbook"),
            )
            self._refuse(row, "", lost)

    def _refuse(self, row: RowRead, name: str, problem: BadInput) -> None:
        self._reply.refused.append(Refusal(self._table.place(row, name), str(problem), self._table.workbook))

    def _row(self, item: Moderated, row: RowRead) -> None:
        if item.setting not in self._reply.round.shared:
            gone = BadInput(
                _("its setting has withdrawn since"), _("nothing is taken of it; there is nothing to do")
            )
            if any(self._table.columns[name] in row.cells for name in ANSWERED):
                self._refuse(row, "", gone)
            return
        values: dict[str, Value] = {}
        sound = True
        for name in ANSWERED:
            try:
                value = self._value(item, name, row.cells.get(self._table.columns[name]))
            except BadInput as problem:
                self._refuse(row, name, problem)
                sound = False
                continue
            if value is not None:
                values[name] = value
        if not values:
            self._reply.empty += sound
            return
        if "why_not" in values and ("view" in values or "words" in values):
            both = BadInput(
                _("it says both a view and why it could not be looked at"), _("leave one of the two empty")
            )
            self._refuse(row, "why_not", both)
            return
        if sound:
            self._compare(item, row, values)

    def _compare(self, item: Moderated, row: RowRead, values: dict[str, Value]) -> None:
        held = {name: value for name in ANSWERED if (value := getattr(item, name)) is not None}
        if held == values:
            self._reply.known += 1
        elif not held or self._replace or all(values.get(name) == value for name, value in held.items()):
            # What only adds to what is there overwrites nothing.
            self._reply.said[item.id] = {**dict.fromkeys(ANSWERED), **values}
        else:
            name = next(n for n in ANSWERED if held.get(n) is not None and held[n] != values.get(n))
            other = BadInput(
                _("the desk holds another answer to this already"),
                _("look at both, then take this one with --replace"),
            )
            self._refuse(row, name, other)

    def _value(self, item: Moderated, name: str, cell: CellRead | None) -> Value:
        if cell is None:
            return None
        if name == "view":
            return grade_of(cell, self._reply.round.shared[item.setting or ""].scale)
        text = clean_text(text_of(cell))
        return checked("moderated", {name: text})[name]


def grade_of(cell: CellRead, scale: Mapping[int, str]) -> int | None:
    """The grade that a cell means: its number, its name, or both. Raises :class:`BadInput` otherwise."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = " ".join(text_of(cell).split())
    if not text:
        return None
    meant = {
        grade
        for grade, name in scale.items()
        if plain(text) in {str(grade), plain(name), plain(f"{grade} {name}"), plain(f"{grade} ({name})")}
    }
    if len(meant) == 1:
        return meant.pop()
    choices = [f"{grade} {name}" for grade, name in sorted(scale.items())]
    near = unknown(_("grade"), text, choices)
    raise BadInput(near.what, _("choose one of: {choices}").format(choices=", ".join(choices)))
