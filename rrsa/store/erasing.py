"""Erasing for good: out of the records, the history, the side lines, the files and the copies beside them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext
from rrsa.portfolio.changes import Cell, Changeset
from rrsa.portfolio.records import SETTING_ID, SPECS, Value
from rrsa.store.journal import Journal
from rrsa.store.records import Records
from rrsa.store.rewriting import Done, Mark, forget
from rrsa.store.shared import withdraw_what_speaks_of
from rrsa.store.sqlite import SqliteDatabase, file_uri

if TYPE_CHECKING:
    from rrsa.store.database import Database
    from rrsa.store.store import Store

WHOLE = ("evidence", "action", "measure", "reading", "round", "parked", "review")
"""Kinds of record that can be erased as a whole; links and counts go with what they belong to. Not how the
columns of a questionnaire are read: that is nobody's, and its id must be free to come again."""

_FILE = ("file_sha256", "file_type", "file_size")  # which go with the file's name, and count with it

OWN_TEXTS = ("authority", "head", "lead", "area", "help_wanted", "help_offered")
"""What can be erased of the setting itself."""

NEEDED = frozenset(
    {
        ("evidence", "title"),
        ("action", "what"),
        ("measure", "title"),
        ("round", "title"),
        ("review", "title"),
        ("review", "who"),
    }
)
"""Texts that a record cannot be without: their earlier wordings go, and how they read now stays."""


class Swept(NamedTuple):
    """What became of the traces: whether the database's own files are clean, and the copies beside it that
    were removed, and those that could not be."""

    clean: bool
    copies: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()
    elsewhere: bool = False
    """The traces that are left are a shared server's own, for whoever looks after it to clear."""


class Erasure(NamedTuple):
    """What was erased, without a word of it."""

    kinds: dict[str, int]
    """Kind → how many whole records."""
    fields: int
    """Single fields."""
    rows: int
    """Changes taken out of the history."""
    reasons: int
    """Reasons that quoted it."""
    sides: int
    """Changes of side lines that spoke of it."""
    files: int
    """Stored files that nothing else names."""
    swept: Swept
    shared: bool = False
    """Whether what was shared has been taken back, since it may have spoken of it."""


def erase(store: Store, setting_id: str, marks: Collection[Mark], *, author: str) -> Erasure:
    """Erases records, or single fields of them, for good; nothing can bring them back.

    The history says who did so and how much, but not what. Raises :class:`BadInput` for what cannot be
    erased and :class:`~rrsa.errors.NotFound` where there is no such setting; then nothing is erased.
    """
    check(marks)
    database = store.database
    database.delete_securely()
    with database.writing() as connection:
        revision = store._locked(connection, setting_id)
        journal = Journal(connection, database.statements, setting_id)
        records = Records(connection, database.statements, setting_id)
        done = forget(journal, marks, kept(marks, records.value))
        taken_back = withdraw_what_speaks_of(connection, setting_id, {mark.kind for mark in done.marks})
        kinds, fields = counted(done)
        journal.add(revision, Changeset(store.author_for(author), reason(kinds, fields), ()), ())
    database.noted(0, 1)
    swept = sweep(store, setting_id)
    return Erasure(kinds, fields, done.rows, done.reasons, done.sides, done.files, swept, taken_back)


def kept(marks: Collection[Mark], value: Callable[[Cell], Value]) -> dict[Mark, str]:
    """What stands in place of earlier wordings, where a field cannot be empty: how it reads now."""
    found = {mark: value(Cell(*mark)) for mark in marks if (mark.kind, mark.field) in NEEDED}
    return {mark: text for mark, text in found.items() if isinstance(text, str)}


def check(marks: Collection[Mark]) -> None:
    """Raises :class:`BadInput` for what cannot be erased on its own."""
    if not marks:
        raise BadInput(_("there is nothing to erase"), _("name a piece of evidence, an action or another"))
    for kind, record, field in marks:
        named = "/".join(filter(None, (kind, record, field)))
        if not record or kind not in SPECS or (field and field not in SPECS[kind]):
            raise BadInput(_("there is nothing called {cell} to erase").format(cell=named[:120]))
        if not field and kind not in WHOLE:
            raise BadInput(
                _("{cell} cannot be erased as a whole").format(cell=named),
                _("name one of its texts, such as --field line"),
            )
        if field == "present" or (kind == SETTING_ID and field not in OWN_TEXTS):
            raise BadInput(_("{cell} cannot be erased on its own").format(cell=named))


def counted(done: Done) -> tuple[dict[str, int], int]:
    """Kind → how many whole records of those that people name, and how many single fields."""
    kinds = Counter(mark.kind for mark in done.marks if not mark.field and mark.kind in WHOLE)
    return dict(sorted(kinds.items())), sum(
        1 for mark in done.marks if mark.field and mark.field not in _FILE
    )


def reason(kinds: dict[str, int], fields: int) -> str:
    """What the history says of an erasure: how much, never what."""
    return _("Erased for good: {what}").format(what=amount(kinds, fields))


def amount(kinds: dict[str, int], fields: int) -> str:
    """``2 pieces of evidence, 1 action``."""
    said = {
        "evidence": lambda n: ngettext("{n} piece of evidence", "{n} pieces of evidence", n),
        "action": lambda n: ngettext("{n} action", "{n} actions", n),
        "measure": lambda n: ngettext("{n} measure", "{n} measures", n),
        "reading": lambda n: ngettext("{n} reading", "{n} readings", n),
        "round": lambda n: ngettext("{n} round of questions", "{n} rounds of questions", n),
        "review": lambda n: ngettext("{n} review", "{n} reviews", n),
        "parked": lambda n: ngettext("{n} thing kept from before", "{n} things kept from before", n),
    }
    parts = [said[kind](n).format(n=n) for kind, n in kinds.items() if n]
    if fields:
        parts.append(ngettext("{n} text or file", "{n} texts or files", fields).format(n=fields))
    return ", ".join(parts)


# -- traces --------------------------------------------------------------------------------------------


def sweep(store: Store, setting_id: str) -> Swept:
    """Leaves no trace of what was deleted in the database's own files, nor in copies that an update made.

    May be called again at any time: what another program was in the way of is done then.
    """
    database = store.database
    clean = database.sweep()
    removed: list[Path] = []
    left: list[Path] = []
    for copy in _copies(database):
        if not _may_hold(copy, setting_id):
            continue
        try:
            copy.unlink()
            removed.append(copy)
        except OSError:
            left.append(copy)
    return Swept(clean, tuple(removed), tuple(left), not clean and not database.may_tidy())


def _copies(database: Database) -> Iterator[Path]:
    """Copies of how the database was before an update, and what a broken-off one left."""
    if isinstance(database, SqliteDatabase):
        name = escape(database.path.name)
        for pattern in (f"{name}.before-*", f"{name}-rehearsal.*"):
            yield from sorted(database.path.parent.glob(pattern))


def _may_hold(copy: Path, setting_id: str) -> bool:
    """Whether something of a setting may be in a copy; one that cannot be read counts as holding it."""
    try:
        connection = sqlite3.connect(f"{file_uri(copy)}?mode=ro&immutable=1", uri=True)
        try:
            row = connection.execute("SELECT 1 FROM setting WHERE id = ?", (setting_id,)).fetchone()
        finally:
            with suppress(sqlite3.Error):
                connection.close()
    except sqlite3.Error:
        return True
    return row is not None
