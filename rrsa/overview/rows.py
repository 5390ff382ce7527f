"""One line for every setting: what it has shared, and what its coordinator keeps beside it.

Three sources, and no fourth: the newest snapshot that a setting has shared, the coordinator's own list, and
that a setting lies in this database at all. What a setting has recorded and not shared is never opened here,
also where the file is the coordinator's own and she could.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rrsa.i18n import _
from rrsa.portfolio.desk import Listed

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.store import SettingInfo, Store
    from rrsa.store.shared import SharedRow


class State(StrEnum):
    """What is known of a setting's sharing. None of them is a fault."""

    SHARED = "shared"
    WITHDRAWN = "withdrawn"
    NOT_YET = "not-yet"

    @property
    def label(self) -> str:
        return {
            "shared": _("has shared"),
            "withdrawn": _("has withdrawn what it shared"),
            "not-yet": _("has not shared anything yet"),
        }[self.value]


class Row(NamedTuple):
    """A setting in the overview. Days are ISO text, absent ones ``None``.

    ``held`` and ``aim`` are ids of stages of ``framework`` (``id@version``); ``shared_at`` is a UTC moment,
    also of the withdrawal where ``state`` says so. ``listed`` says that it is on the coordinator's list,
    ``here`` that it lies in this database. ``role`` is whom one writes to; ``issued_on`` and ``returned_on``
    speak of blank copies.
    """

    setting: str
    name: str
    kind: str | None
    area: str | None
    framework: str | None
    held: str | None
    aim: str | None
    accredited_on: str | None
    expires_on: str | None
    wants: str | None
    offers: str | None
    parts: tuple[str, ...]
    state: State
    shared_at: str | None
    listed: bool
    here: bool
    role: str | None = None
    issued_on: str | None = None
    returned_on: str | None = None
    note: str | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether it has taken back what it had shared."""
        return self.state is State.WITHDRAWN

    @property
    def shared_on(self) -> date | None:
        """The day of the snapshot, or of the withdrawal, on the wall of this room."""
        return local_day(self.shared_at) if self.shared_at else None

    @property
    def not_returned(self) -> bool:
        """Whether a blank copy is out and has not come back since."""
        return bool(self.issued_on) and (self.returned_on or "") < (self.issued_on or "")


def local_day(at: str) -> date:
    """The day of a UTC moment, on the wall of this room."""
    return datetime.fromisoformat(at).astimezone().date()


def rows(store: Store, desk: Desk) -> list[Row]:
    """Every setting that is listed, has shared or lies in this database, by name; on a server, of the last
    two what the role may read."""
    from rrsa.store.shared import latest

    listed = desk.portfolio.listed
    here = {info.id: info for info in store.settings()}
    found = [_of_shared(line, listed.get(line.setting_id), here) for line in latest(store)]
    known = {row.setting for row in found}
    found += [_of_listed(each, here) for each in listed.values() if each.id not in known]
    known.update(listed)
    found += [_of_here(info) for info in here.values() if info.id not in known]
    return sorted(found, key=lambda row: (row.name.casefold(), row.setting))


def _of_shared(line: SharedRow, listed: Listed | None, here: Mapping[str, SettingInfo]) -> Row:
    """What a setting says of itself comes first; the list fills in what it does not say."""
    own = listed or _NOT_LISTED
    info = here.get(line.setting_id)
    return Row(
        line.setting_id,
        line.name or own.name or (info.name if info else None) or line.setting_id,
        line.kind or own.kind or (info.kind if info else None) or None,
        line.area or own.area,
        line.framework or own.framework,
        line.held,
        line.aim,
        line.accredited_on,
        line.expires_on,
        line.wants,
        line.offers,
        tuple(filter(None, (line.parts or "").split(","))),
        State.WITHDRAWN if line.withdrawn else State.SHARED,
        line.at,
        listed is not None,
        info is not None,
        own.role,
        own.issued_on,
        own.returned_on,
        own.note,
    )


def _of_listed(listed: Listed, here: Mapping[str, SettingInfo]) -> Row:
    info = here.get(listed.id)
    return _bare(
        listed.id,
        listed.name or (info.name if info else None) or listed.id,
        listed.kind or (info.kind if info else None) or None,
        listed.framework or (info.framework if info else None) or None,
        here=info is not None,
    )._replace(
        area=listed.area,
        listed=True,
        role=listed.role,
        issued_on=listed.issued_on,
        returned_on=listed.returned_on,
        note=listed.note,
    )


def _of_here(info: SettingInfo) -> Row:
    return _bare(info.id, info.name, info.kind or None, info.framework or None, here=True)


def _bare(setting: str, name: str, kind: str | None, framework: str | None, *, here: bool) -> Row:
    """A setting of which no more is known than that it is there."""
    nothing = (None,) * 6
    return Row(setting, name, kind, None, framework, *nothing, (), State.NOT_YET, None, False, here)


_NOT_LISTED = Listed("")


def stamp(store: Store) -> tuple[int, str]:
    """How many settings have ever shared, and when something came last: another once anything has changed."""
    from sqlalchemy import func, select

    from rrsa.store import tables

    t = tables.shared
    with store.database.reading() as connection:
        n, last = connection.execute(select(func.count(), func.max(t.c.taken_at)).select_from(t)).one()
    return int(n), str(last or "")
