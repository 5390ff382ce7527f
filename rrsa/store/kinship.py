"""Two copies of one setting: what each knows of the other, and which road brings them together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell, Changeset
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.three_way import Decided, Part, three_way
from rrsa.store import shared, side_lines, tables
from rrsa.store.erasing import WHOLE, kept
from rrsa.store.journal import Journal
from rrsa.store.net_changes import cells_of_merges, merged, net, written_in
from rrsa.store.records import Records
from rrsa.store.rewriting import Mark, forget

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from rrsa.store.side_lines import SideLine
    from rrsa.store.store import Store


class Road(StrEnum):
    """How another copy comes in."""

    NEW = "new"
    """The setting is not here: it comes in complete."""
    NOTHING = "nothing"
    """All that was done there is known here."""
    FORWARD = "forward"
    """Nothing was done here since: what was done there is added as it was."""
    MERGE = "merge"
    """Both have moved on."""


@dataclass(frozen=True)
class Kinship:
    """How another copy of a setting stands to ours."""

    road: Road
    setting: str
    revision: int
    """Ours, with which it was compared; 0 where the setting is not here."""
    common: int
    """Our revision up to which both histories are the same."""
    mine: Portfolio
    theirs: Portfolio
    unknown: tuple[Changeset, ...]
    """What was done there and is not known here, oldest first."""
    lines: tuple[SideLine, ...]
    """Their side lines that hold something we have not heard of."""
    parts: tuple[Part, ...]
    """What there is to take over, where both have moved on."""
    asked: tuple[Mark, ...]
    """What was erased there and is still here."""
    erased: frozenset[Mark]
    """All that was erased there, as far as we do not know it yet."""


class Laid(NamedTuple):
    """What was erased here and is now erased in the other copy too; ``there`` counts what it still held."""

    marks: frozenset[Mark] = frozenset()
    there: int = 0


def lay_our_erasures_on(theirs: Store, ours: Store, setting_id: str) -> Laid:
    """Takes what was erased here out of a copy that nobody else has open."""
    with ours.database.reading() as connection:
        if ours.database.statements.revision.one(connection, setting_id) is None:
            return Laid()
        marks = marks_of(connection, setting_id)
        value = Records(connection, ours.database.statements, setting_id).value
        keep = kept(marks, value)
    with theirs.database.writing() as connection:
        journal = Journal(connection, theirs.database.statements, setting_id)
        missing = frozenset(marks - marks_of(connection, setting_id))
        if not missing:
            return Laid()
        there = [mark for mark in named_by_people(missing) if holds(journal, mark)]
        done = forget(journal, missing, keep)
        shared.drop_what_speaks_of(connection, setting_id, {mark.kind for mark in done.marks})
    return Laid(missing, len(there))


def compare_copies(
    connection: Connection, ours: Store, theirs: Store, setting_id: str, laid: Laid
) -> Kinship:
    """How ``theirs``, on which our erasures were ``laid``, stands to ours, as our open transaction sees it.

    Raises :class:`BadInput` where both have a setting of this id that were never one.
    """
    statements = ours.database.statements
    row = statements.revision.one(connection, setting_id)
    with theirs.database.reading_beside() as other:
        there = Journal(other, theirs.database.statements, setting_id)
        their_now = Records(other, theirs.database.statements, setting_id).all()
        their_marks = marks_of(other, setting_id)
        their_lines = side_lines.read(there)
        their_headers = there.headers()
        their_uuids = [header.uuid for header in their_headers]
        if row is None:
            return Kinship(
                Road.NEW, setting_id, 0, 0, Portfolio(), their_now, (), (), (), (), frozenset(their_marks)
            )
        here = Journal(connection, statements, setting_id)
        my_headers = here.headers()
        my_uuids = [header.uuid for header in my_headers]
        if their_uuids[0] != my_uuids[0]:
            raise BadInput(
                _("there is another setting “{id}” here, with a history of its own").format(id=setting_id),
                _("bring this one into a new database, with --database FILE"),
            )
        my_lines = side_lines.read(here)
        i_know = side_lines.known(here, my_lines)
        they_know = side_lines.known(there, their_lines)
        unknown = _changesets(there, their_uuids, i_know)
        mine = _changesets(here, my_uuids, they_know)
        my_merges, their_merges = {line.merge for line in my_lines}, {line.merge for line in their_lines}
        # Values that a side took over from the other are known by what that one has ever written.
        i_wrote = written_in(here, len(my_uuids), cells_of_merges(unknown, their_merges))
        they_wrote = written_in(there, len(their_uuids), cells_of_merges(mine, my_merges))
    common = next(
        (n for n, (a, b) in enumerate(zip(my_uuids, their_uuids, strict=False)) if a != b),
        min(len(my_uuids), len(their_uuids)),
    )
    my_now = Records(connection, statements, setting_id).all()
    my_marks = marks_of(connection, setting_id)
    new_marks = frozenset(their_marks - my_marks)
    road = Road.MERGE
    if not unknown:
        road = Road.NOTHING
    elif common == len(my_uuids) and ours.database.brings_histories(connection):
        road = Road.FORWARD  # else it comes in as one change, by whoever brings it
    parts: list[Part] = []
    if road is Road.MERGE:
        parts = three_way(
            my_now,
            their_now,
            net(mine, my_headers, my_merges, they_wrote),
            net(unknown, their_headers, their_merges, i_wrote),
            decided=_decided(
                merged(mine, my_headers, my_merges), merged(unknown, their_headers, their_merges)
            ),
            apart={mark[:2] if not mark.field else Cell(*mark) for mark in new_marks | laid.marks},
        )
    return Kinship(
        road=road,
        setting=setting_id,
        revision=int(row[0]),
        common=common,
        mine=my_now,
        theirs=their_now,
        unknown=tuple(unknown),
        lines=tuple(line for line in their_lines if _unheard(line, i_know)),
        parts=tuple(parts),
        asked=tuple(sorted(_asked(here, my_now, new_marks))),
        erased=new_marks,
    )


def _changesets(journal: Journal, uuids: list[str], known: Collection[str]) -> list[Changeset]:
    """The changesets of a journal that are not ``known``, oldest first."""
    revisions = [n for n, uuid in enumerate(uuids, start=1) if uuid not in known]
    if not revisions:
        return []
    told = journal.changesets(revisions[0], revisions[-1])
    return [changeset for _revision, changeset in reversed(told) if changeset.uuid not in known]


def _unheard(line: SideLine, known: Collection[str]) -> bool:
    return any(changeset.uuid not in known for changeset in line.changesets)


def _decided(i_did: bool, they_did: bool) -> Decided | None:
    """Which side has merged in a way that the other has not heard of; ``None`` for both or neither."""
    if i_did == they_did:
        return None
    return Decided.MINE if i_did else Decided.THEIRS


# -- what was erased -----------------------------------------------------------------------------------


def marks_of(connection: Connection, setting_id: str) -> set[Mark]:
    """All that was erased in a setting, single fields that were written anew included."""
    t = tables.erased
    asked = select(t.c.kind, t.c.record, t.c.field).where(t.c.setting_id == setting_id)
    return {Mark(*row) for row in connection.execute(asked)}


def named_by_people(marks: Collection[Mark]) -> Iterator[Mark]:
    """Those of ``marks`` that somebody has named; links and counts went with them."""
    return (mark for mark in marks if mark.field or mark.kind in WHOLE)


def holds(journal: Journal, mark: Mark) -> bool:
    """Whether a history says anything of what a mark stands for."""
    c = tables.journal_change
    asked = select(c.c.n).where(
        c.c.setting_id == journal.setting_id, c.c.kind == mark.kind, c.c.record == mark.record
    )
    if mark.field:
        asked = asked.where(c.c.field == mark.field)
    return journal.connection.execute(asked.limit(1)).first() is not None


def _asked(journal: Journal, mine: Portfolio, marks: Collection[Mark]) -> Iterator[Mark]:
    for mark in named_by_people(marks):
        if mark.kind == "reading" and not mark.field:
            reading = mine.readings.get(mark.record)
            if reading is not None and Mark("measure", reading.measure or "") in marks:
                continue  # goes or stays with its measure
        if holds(journal, mark):
            yield mark
