"""What a whole pack holds that differs from ours, in words; the same words as for a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rrsa.exchange.returning.preview import Difference, Side, Standing
from rrsa.guide.history import cell_words
from rrsa.guide.record_words import NAMED_BY, Names
from rrsa.i18n import _, ngettext
from rrsa.portfolio.changes import Cell, Changeset
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Value
from rrsa.portfolio.three_way import Part
from rrsa.store.kinship import Road

if TYPE_CHECKING:
    from rrsa.framework.model import Framework
    from rrsa.store.kinship import Kinship
    from rrsa.store.rewriting import Mark

_MOST = 160  # characters of a record in a line


def differences(
    framework: Framework, kinship: Kinship, pack: str, asked: Iterable[tuple[str, Mark]]
) -> Iterator[Difference]:
    """What was erased there and is still here, then what there is to take over."""
    last = {change.cell: each for each in kinship.unknown for change in each.changes}
    for key, mark in asked:
        yield _erased(framework, kinship, key, mark, pack)
    for part in kinship.parts:
        made = [last[cell] for cell in part.theirs if cell in last] or kinship.unknown[-1:]
        yield _difference(framework, kinship, part, made[-1], pack)


def _difference(framework: Framework, kinship: Kinship, part: Part, made: Changeset, pack: str) -> Difference:
    cell = part.key
    if cell.field == "present":
        names = Names(framework, kinship.theirs if part.is_new else kinship.mine)
        about = names.record(cell.kind, cell.record)
        mine = _record_words(framework, kinship.mine, cell)
        theirs = _record_words(framework, kinship.theirs, cell, named=not part.is_new)
        base = None if not part.is_known else "" if part.base is None else _("there")
    else:
        lending = kinship.mine if cell.record in kinship.mine.of_kind(cell.kind) else kinship.theirs
        shown = cell._replace(field="file_name") if cell.field == "file_sha256" else cell
        values: list[Value] = [kinship.mine.value(shown), kinship.theirs.value(shown)]
        if shown == cell:
            values.append(part.base)
        about, said = cell_words(framework, lending, shown, values)
        mine, theirs = said[:2]
        base = said[2] if part.is_known and len(said) > 2 else None
    return Difference(
        key=key_of(cell),
        about=about,
        base=base,
        mine=mine,
        theirs=(Side(part.theirs, theirs, made.author, pack, show_day(made.at[:10])),),
        standing=Standing.CONFLICT if part.is_conflict else Standing.CHANGE,
        is_new=part.is_new,
        now=part.mine,
    )


def key_of(cell: Cell) -> str:
    """``evidence/E4K7M2Q9X/said``; a record as a whole goes by its kind and id alone."""
    if cell.field == "present":
        return f"{cell.kind}/{cell.record}"
    return "/".join(cell._replace(field="file") if cell.field == "file_sha256" else cell)


def _record_words(framework: Framework, portfolio: Portfolio, cell: Cell, *, named: bool = True) -> str:
    """A record in a line: what it is called, if need be, and what stands in it; empty where there is none."""
    record = portfolio.of_kind(cell.kind).get(cell.record)
    if record is None or not getattr(record, "present", None):
        return ""
    names = Names(framework, portfolio)
    texts: list[str] = []
    for field in ("question", "said", "note", "date", "due", "direction", "count", "n", "status"):
        value = getattr(record, field, None)
        if value is not None and field != NAMED_BY.get(cell.kind):
            texts.append(names.value(cell.kind, field, value))
    if named or not texts:
        texts.insert(0, names.record(cell.kind, cell.record))
    line = " · ".join(" ".join(text.split()) for text in texts)
    return line if len(line) <= _MOST else line[: _MOST - 1] + "…"


def _erased(framework: Framework, kinship: Kinship, key: str, mark: Mark, pack: str) -> Difference:
    """Something erased there: here it stays unless its removal is chosen."""
    mine, made = kinship.mine, kinship.unknown[-1]
    here = mark.record in mine.of_kind(mark.kind)
    name = Names(framework, mine).record(mark.kind, mark.record) if here else mark.record
    if mark.field:
        name, said = cell_words(framework, mine, Cell(*mark), [mine.value(Cell(*mark))])
        now = said[0]
    else:
        now = _record_words(framework, mine, Cell(mark.kind, mark.record, "present"))
    return Difference(
        key=key,
        about=_("{name}: erased for good there").format(name=name),
        base=None,
        mine=now or _("only in the history"),
        theirs=(Side({}, _("erased here as well, for good"), made.author, pack, show_day(made.at[:10])),),
        standing=Standing.MISSING,
    )


def reason_words(kinship: Kinship) -> str:
    """How the history calls the merge."""
    if not kinship.unknown:
        return _("Brought together with another copy")
    last = kinship.unknown[-1]
    return _("Brought together with the copy of {role}, {day}").format(
        role=last.author, day=show_day(last.at[:10])
    )


def notes(kinship: Kinship, their_revision: int, left_out: int) -> Iterator[str]:
    """What bringing it in comes to, a line each."""
    n = len(kinship.unknown)
    match kinship.road:
        case Road.NEW:
            yield ngettext(
                "It is not here yet and comes in complete, with {n} change in its history.",
                "It is not here yet and comes in complete, with {n} changes in its history.",
                their_revision,
            ).format(n=their_revision)
        case Road.NOTHING:
            yield _("There is nothing to do: all that was done there is known here.")
        case Road.FORWARD:
            yield ngettext(
                "Nothing was done here since: {n} change comes in as it was made.",
                "Nothing was done here since: {n} changes come in as they were made.",
                n,
            ).format(n=n)
        case Road.MERGE:
            yield ngettext(
                "Both have moved on since revision {common}: {n} change of theirs is not known here.",
                "Both have moved on since revision {common}: {n} changes of theirs are not known here.",
                n,
            ).format(n=n, common=kinship.common)
    if left_out:
        yield ngettext(
            "{n} thing in it was erased here, and stays away.",
            "{n} things in it were erased here, and stay away.",
            left_out,
        ).format(n=left_out)
