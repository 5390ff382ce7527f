"""What settings have shared: the newest snapshot of each, those before it, and the keys they sign with.

These tables are no part of any portfolio: a coordinator's database holds here what settings elsewhere have
shared. What a snapshot says is JSON that this module does not look into; whoever calls has read it
(:mod:`rrsa.guide.shared`). A newer one takes the place of an older one and never the other way round, and
of what was withdrawn only the key and the moments are left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from rrsa.i18n import _
from rrsa.portfolio.changes import ConflictError, now_utc
from rrsa.store import tables
from rrsa.store.shared_ids import beside, kept_under

if TYPE_CHECKING:
    from rrsa.store.store import Store

AHEAD = timedelta(days=1)
"""How far the clocks of two machines may be apart before a moment is not believed."""

MOST_BEFORE = 120
"""Earlier snapshots that are kept of one setting: a month apart, ten years."""

_AT_ONCE = 300  # ids that one statement names
_ROWS = 100  # rows of content that are read at a time


class SharedRow(NamedTuple):
    """The columns of a snapshot, or of the tombstone of one that was withdrawn; no content with them."""

    setting_id: str
    at: str
    taken_at: str
    withdrawn: bool
    key: str
    name: str | None = None
    kind: str | None = None
    area: str | None = None
    framework: str | None = None
    held: str | None = None
    aim: str | None = None
    accredited_on: str | None = None
    expires_on: str | None = None
    wants: str | None = None
    offers: str | None = None
    parts: str | None = None


class Signed(NamedTuple):
    """A snapshot or a withdrawal with its signature. ``row`` is what is listed of it; ``content`` is the
    snapshot's JSON, and absent where it is a withdrawal."""

    row: SharedRow
    content: str | None
    signature: str | None


class Keys(NamedTuple):
    """What a setting signs with: both parts in hexadecimal digits."""

    private: str
    public: str


class Taken(StrEnum):
    """What came of a snapshot from elsewhere; only the first two have changed anything."""

    TAKEN = "taken"
    WITHDRAWN = "withdrawn"  # it was a withdrawal, and was followed
    SAME = "same"  # known already
    OLDER = "older"  # there is a newer one
    GONE = "gone"  # withdrawn since
    OTHER_KEY = "other-key"  # not signed with the key that this setting is known by


Narrow = Callable[[str, str], str | None]
"""From an earlier snapshot's JSON and the parts that are shared now: what of it may stay, if anything."""

_ROW = tuple(tables.shared.c[name] for name in SharedRow._fields)


# -- reading ---------------------------------------------------------------------------------------------


def latest(store: Store) -> list[SharedRow]:
    """What each setting has shared last, by name; columns only, so that thousands are read at once."""
    with store.database.reading() as connection:
        rows = [SharedRow._make(row) for row in connection.execute(select(*_ROW)).all()]
        if connection.dialect.name == "postgresql":
            rows = [row for each in rows if (row := _sound(each)) is not None]
    return sorted(rows, key=lambda row: ((row.name or row.setting_id).casefold(), row.setting_id))


def row_of(store: Store, setting_id: str) -> SharedRow | None:
    """What one setting has shared last; ``None`` where it never did."""
    with store.database.reading() as connection:
        found = _row(connection, setting_id)
        return None if found is None else _sound(found)


def place_of(store: Store, row: SharedRow) -> str:
    """The id under which what a setting shares is kept here."""
    with store.database.reading() as connection:
        return kept_under(connection, row.setting_id, row.key)


def _sound(row: SharedRow) -> SharedRow | None:
    """A row as it can be shown, if it can. On a server, whoever shares may have written theirs with another
    program: what is in it must neither keep the others from being read nor steer a terminal."""
    try:
        moment = datetime.fromisoformat(row.at)
    except ValueError:
        return None
    if moment.tzinfo is None or not 1 < moment.year < 9999:
        return None
    if all(value.isprintable() for value in row if isinstance(value, str)):
        return row
    return SharedRow._make(_printable(value) if isinstance(value, str) else value for value in row)


def _printable(text: str) -> str:
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def content(store: Store, setting_id: str) -> str | None:
    """The JSON of a setting's snapshot; ``None`` where there is none, or it was withdrawn."""
    t = tables.shared
    with store.database.reading() as connection:
        found = connection.execute(select(t.c.content).where(t.c.setting_id == setting_id)).scalar()
    return None if found is None else str(found)


def contents(store: Store, settings: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
    """Setting and JSON of each snapshot that stands, a few at a time; of all settings where none is named."""
    t = tables.shared
    asked = select(t.c.setting_id, t.c.content).where(t.c.content.is_not(None)).order_by(t.c.setting_id)
    with store.database.reading() as connection:
        for part in _named(asked, t.c.setting_id, settings):
            for setting_id, text in connection.execute(part.execution_options(yield_per=_ROWS)):
                yield str(setting_id), str(text)


def history(store: Store, setting_id: str) -> list[tuple[str, str]]:
    """Moment and JSON of a setting's earlier snapshots, the earliest first."""
    return [(at, text) for _setting, at, text in histories(store, [setting_id])]


def histories(store: Store, settings: Collection[str] | None = None) -> Iterator[tuple[str, str, str]]:
    """Setting, moment and JSON of earlier snapshots; the newest of each is not among them."""
    t = tables.shared_before
    asked = select(t.c.setting_id, t.c.at, t.c.content).order_by(t.c.setting_id, t.c.at)
    with store.database.reading() as connection:
        for part in _named(asked, t.c.setting_id, settings):
            for setting_id, at, text in connection.execute(part.execution_options(yield_per=_ROWS)):
                yield str(setting_id), str(at), str(text)


def _named(asked: Any, column: Any, settings: Collection[str] | None) -> Iterator[Any]:
    if settings is None:
        yield asked
        return
    ids = sorted(set(settings))
    for start in range(0, len(ids), _AT_ONCE):
        yield asked.where(column.in_(ids[start : start + _AT_ONCE]))


def keys_of(store: Store, setting_id: str) -> Keys | None:
    """What a setting signs with; ``None`` until it has shared something."""
    with store.database.reading() as connection:
        return _keys(connection, setting_id)


def _keys(connection: Connection, setting_id: str) -> Keys | None:
    t = tables.sharing_key
    row = connection.execute(select(t.c.private, t.c.public).where(t.c.setting_id == setting_id)).first()
    return None if row is None else Keys(str(row[0]), str(row[1]))


def _row(connection: Connection, setting_id: str) -> SharedRow | None:
    found = connection.execute(select(*_ROW).where(tables.shared.c.setting_id == setting_id)).first()
    return None if found is None else SharedRow._make(found)


# -- sharing one's own -----------------------------------------------------------------------------------


def keep_keys(store: Store, setting_id: str, made: Keys) -> Keys:
    """Keeps what a setting signs with from now on; returns what stands, where somebody was quicker."""
    with store.database.writing() as connection:
        known = _keys(connection, setting_id)
        if known is not None:
            return known
        row = {"setting_id": setting_id, "private": made.private, "public": made.public, "at": now_utc()}
        connection.execute(insert(tables.sharing_key), [row])
    return made


def next_moment(known: SharedRow | None) -> str:
    """The moment of what is shared now: later than what was shared before, also where the clock was put
    back since; a clock that was far ahead is not followed."""
    now = datetime.now(UTC)
    if known is not None:
        before = datetime.fromisoformat(known.at)
        if now <= before <= now + AHEAD:
            now = before + timedelta(microseconds=1)
    return now.isoformat(timespec="microseconds")


def lay(connection: Connection, signed: Signed, narrow: Narrow) -> None:
    """Makes a setting's own snapshot the newest, inside the transaction that records that it shares.

    Raises :class:`ConflictError` where somebody else has shared a later one meanwhile.
    """
    known = _row(connection, signed.row.setting_id)
    ahead = (datetime.now(UTC) + AHEAD).isoformat(timespec="microseconds")
    if known is not None and known.at >= signed.row.at and known.at <= ahead:
        raise ConflictError(
            (), _("somebody else has shared it meanwhile"), _("look at what is shared now, then share again")
        )
    _replace(connection, known, signed, narrow)


def withdraw(connection: Connection, setting_id: str) -> None:
    """Leaves of what a setting has shared only a tombstone, inside the transaction that takes it back."""
    known = _row(connection, setting_id)
    if known is None or known.withdrawn:
        return
    _bury(connection, known._replace(at=next_moment(_sound(known))))


def withdraw_what_speaks_of(connection: Connection, setting_id: str, kinds: Collection[str]) -> bool:
    """Withdraws a snapshot that may hold words of records of these kinds, since they are erased; says
    whether there was one. Counts and views say nothing of what was written."""
    if not _speaks_of(connection, setting_id, kinds):
        return False
    withdraw(connection, setting_id)
    return True


def drop_what_speaks_of(connection: Connection, setting_id: str, kinds: Collection[str]) -> None:
    """Takes such a snapshot out of a copy that is about to be brought in, as if it had never been there."""
    if _speaks_of(connection, setting_id, kinds):
        for table in (tables.shared, tables.shared_before):
            connection.execute(delete(table).where(table.c.setting_id == setting_id))


def _speaks_of(connection: Connection, setting_id: str, kinds: Collection[str]) -> bool:
    known = _row(connection, setting_id)
    if known is None or known.withdrawn:
        return False
    parts = set((known.parts or "").split(","))
    return "setting" in kinds or any(_SAID_IN.get(kind) in parts for kind in kinds)


_SAID_IN = {
    "outcome": "moderation",
    "evidence": "moderation",
    "measure": "measures",
    "reading": "measures",
}
"""Kind of record → the part of a snapshot in which its words or figures stand."""


# -- taking what comes from elsewhere --------------------------------------------------------------------


def take(
    store: Store, signed: Signed, narrow: Narrow, *, accept: bool = False, another: bool = False
) -> Taken:
    """Takes a snapshot or a withdrawal whose signature fits its content; says what came of it.

    The first key that is seen for a setting is the one that it is known by; another is refused but with
    ``accept``, which lets it take the place of the first, or with ``another``, which keeps both.
    """
    with store.database.writing() as connection:
        own, key = signed.row.setting_id, signed.row.key
        setting_id = kept_under(connection, own, key)
        if another and trusted_key(connection, own) not in (None, key):
            setting_id = beside(own, key)
        signed = signed._replace(row=signed.row._replace(setting_id=setting_id))
        known, keys = _row(connection, setting_id), _keys(connection, setting_id)
        trusted = trusted_key(connection, setting_id)
        if trusted is not None and trusted != key and (keys is not None or not accept):
            return Taken.OTHER_KEY
        if known is not None and (known.key == signed.row.key or keys is not None):
            refused = _not_newer(connection, known, signed)
            if refused is not None:
                return refused
        if signed.row.withdrawn:
            _bury(connection, signed.row)
            return Taken.WITHDRAWN
        _replace(connection, known, signed, narrow)
    return Taken.TAKEN


def trusted_key(connection: Connection, setting_id: str) -> str | None:
    """The key that a setting is known by here; ``None`` before anything of it was seen."""
    keys, known = _keys(connection, setting_id), _row(connection, setting_id)
    return keys.public if keys is not None else known.key if known is not None else None


def _not_newer(connection: Connection, known: SharedRow, signed: Signed) -> Taken | None:
    if signed.row.at > known.at:
        return None
    if signed.row.at < known.at:
        return Taken.GONE if known.withdrawn else Taken.OLDER
    t = tables.shared
    held = connection.execute(select(t.c.content).where(t.c.setting_id == known.setting_id)).scalar()
    if signed.row.withdrawn == known.withdrawn and held == signed.content:
        return Taken.SAME
    # A withdrawal of the same moment as the snapshot itself is followed: it says less.
    return None if signed.row.withdrawn and not known.withdrawn else Taken.GONE


# -- what both come to -----------------------------------------------------------------------------------


def _replace(connection: Connection, known: SharedRow | None, signed: Signed, narrow: Narrow) -> None:
    setting_id = signed.row.setting_id
    if known is not None and not known.withdrawn:
        _keep_before(connection, known, signed, narrow)
    values = {**signed.row._asdict(), "content": signed.content, "signature": signed.signature}
    t = tables.shared
    if known is None:
        connection.execute(insert(t), [values])
    else:
        connection.execute(update(t).where(t.c.setting_id == setting_id).values(values))


def _keep_before(connection: Connection, known: SharedRow, signed: Signed, narrow: Narrow) -> None:
    """The one before goes to the earlier ones, at most one for each day; where less is shared now than
    before, less is left of all of them."""
    t, parts = tables.shared, signed.row.parts or ""
    text = connection.execute(select(t.c.content).where(t.c.setting_id == known.setting_id)).scalar()
    before = tables.shared_before
    mine = before.c.setting_id == known.setting_id
    if not set(filter(None, (known.parts or "").split(","))) <= set(parts.split(",")):
        earlier = connection.execute(select(before.c.at, before.c.content).where(mine)).all()
        for at, said in earlier:
            _rewrite(connection, known.setting_id, at, narrow(str(said), parts))
    if known.at[:10] == signed.row.at[:10]:
        return
    kept = narrow(str(text), parts) if text is not None else None
    if kept is None:
        return
    there = connection.execute(select(before.c.at).where(mine).order_by(before.c.at)).scalars().all()
    if known.at not in there:
        row = {"setting_id": known.setting_id, "at": known.at, "content": kept}
        connection.execute(insert(before), [row])
    for at in there[: max(0, len(there) + 1 - MOST_BEFORE)]:
        connection.execute(delete(before).where(mine & (before.c.at == at)))


def _rewrite(connection: Connection, setting_id: str, at: str, text: str | None) -> None:
    t = tables.shared_before
    this = (t.c.setting_id == setting_id) & (t.c.at == at)
    if text is None:
        connection.execute(delete(t).where(this))
    else:
        connection.execute(update(t).where(this).values(content=text))


def _bury(connection: Connection, row: SharedRow) -> None:
    """A tombstone: the key and the moments, and nothing before it."""
    t = tables.shared
    stone = SharedRow(row.setting_id, row.at, now_utc(), True, row.key)
    values = {**stone._asdict(), "content": None, "signature": None}
    if _row(connection, row.setting_id) is None:
        connection.execute(insert(t), [values])
    else:
        connection.execute(update(t).where(t.c.setting_id == row.setting_id).values(values))
    before = tables.shared_before
    connection.execute(delete(before).where(before.c.setting_id == row.setting_id))
