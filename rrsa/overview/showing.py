"""One setting of the overview, and what it has shared: its newest snapshot and those before it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from rrsa.errors import BadInput, NotFound
from rrsa.finding import unknown
from rrsa.guide.shared import Shared
from rrsa.i18n import _
from rrsa.overview.rows import Row, local_day

if TYPE_CHECKING:
    from rrsa.store import Store


class Snapshots(NamedTuple):
    """What a setting has shared, the earliest first: moment (UTC) and JSON of each."""

    setting: str
    kept: tuple[tuple[str, str], ...]

    @property
    def moments(self) -> tuple[str, ...]:
        """When each was shared (UTC), the earliest first."""
        return tuple(at for at, _text in self.kept)

    def text(self, day: date | None = None) -> str | None:
        """The JSON of the newest one, or of the newest by the end of a day."""
        found = [text for at, text in self.kept if day is None or local_day(at) <= day]
        return found[-1] if found else None

    def by(self, day: date | None = None) -> Shared | None:
        """The newest one, or the newest by the end of a day. Raises :class:`BadInput` for a damaged one."""
        text = self.text(day)
        return None if text is None else Shared.kept_as(self.setting, text)

    def data(self, day: date | None = None) -> dict[str, Any] | None:
        """The same as it was shared, for a program."""
        text = self.text(day)
        return None if text is None else {**json.loads(text), "setting": self.setting}


def snapshots(store: Store, setting: str) -> Snapshots:
    """Everything that a setting has shared and not withdrawn."""
    from rrsa.store import shared

    kept = list(shared.history(store, setting))
    row, text = shared.row_of(store, setting), shared.content(store, setting)
    if row is not None and text is not None:
        kept.append((row.at, text))
    return Snapshots(setting, tuple(kept))


def newest(store: Store, setting: str) -> Shared | None:
    """What a setting has shared last, if anything."""
    from rrsa.store import shared

    text = shared.content(store, setting)
    return None if text is None else Shared.kept_as(setting, text)


def find_row(rows: Sequence[Row], given: str) -> Row:
    """The setting that was meant: by its id or its name, in any case, or by a beginning of its id.

    Raises :class:`NotFound` with the nearest, and :class:`BadInput` where several are called so.
    """
    wanted = " ".join(given.casefold().split())
    same = [row for row in rows if row.setting == given]
    same = same or [row for row in rows if wanted in (row.setting.casefold(), row.name.casefold())]
    if not same and len(wanted) >= 4:
        same = [row for row in rows if row.setting.casefold().startswith(wanted)]
    if len(same) == 1:
        return same[0]
    if same:
        ids = ", ".join(row.setting for row in same[:6])
        raise BadInput(
            _("{n} settings could be meant by “{given}”").format(n=len(same), given=given[:60]),
            _("choose one by its id: {ids}").format(ids=ids),
        )
    if not rows:
        raise NotFound(
            _("there is nothing to look at yet"),
            _("put settings on your list with rrsa overview list add, or take in what they share"),
        )
    raise unknown(_("setting"), given, [row.setting for row in rows])
