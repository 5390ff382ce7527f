"""The coordinator's inbox: a folder of shared snapshots, read file by file, a line for what came of each.

What is not as it should be changes nothing, and no file is ever removed or altered: the folder is hers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rrsa.errors import BadInput, EnvironmentFailed, NotAllowed, NotFound, RrsaError
from rrsa.exchange.sharing.files import ENDING, Opened, read_share
from rrsa.exchange.sharing.signing import fingerprint
from rrsa.guide.shared import earlier
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.store import shared as table
from rrsa.store.shared import Taken

if TYPE_CHECKING:
    from rrsa.store import Store

Progress = Callable[[int, int], None]

_NOT_MINE = ("desktop.ini", "thumbs.db", "read-me.txt")


class Outcome(StrEnum):
    """What came of a file. What stands under ``problem`` waits for somebody."""

    TAKEN = "taken"
    WITHDRAWN = "withdrawn"
    SAME = "same"
    OLDER = "older"
    GONE = "gone"
    OTHER_KEY = "other-key"
    REFUSED = "refused"

    @property
    def problem(self) -> bool:
        return self in (Outcome.OTHER_KEY, Outcome.REFUSED)


class Came(NamedTuple):
    """What came of one file, in a line: whose it was (empty where that cannot be told), and how it ended."""

    file: str
    outcome: Outcome
    setting: str
    name: str
    words: str


class Inbox(NamedTuple):
    """What came of a folder, by the files' names; ``unknown`` are those to accept that no file was of."""

    came: tuple[Came, ...]
    unknown: tuple[str, ...] = ()

    def count(self, *outcomes: Outcome) -> int:
        return sum(1 for each in self.came if each.outcome in outcomes)

    @property
    def problems(self) -> tuple[Came, ...]:
        return tuple(each for each in self.came if each.outcome.problem)


def read_inbox(
    store: Store,
    folder: Path,
    *,
    accept: Collection[str] = (),
    another: Collection[str] = (),
    progress: Progress | None = None,
) -> Inbox:
    """Takes in what lies in ``folder``, each file by itself; folders in it are not looked into.

    ``accept`` names settings, by id or name, whose new key is knowingly taken in place of the one that they
    were known by: one new key each, and never the other way round. ``another`` names those beside which
    another setting of the same id is kept. ``progress`` is told how many of how many files are read, and may
    raise: what was taken until then stays taken. Raises :class:`BadInput` where there is no such folder.
    """
    from rrsa.portfolio.changes import ConflictError

    files = files_in(folder)
    wanted, both = {_plain(each) for each in accept}, {_plain(each) for each in another}
    if wanted & both:
        raise BadInput(
            _("“{name}” cannot be one setting and two at once").format(name=min(wanted & both)),
            _("give either --accept or --another for it"),
        )
    used: set[str] = set()
    accepted: set[str] = set()  # one new key each: files of the one before stay out of date
    came: list[Came] = []
    for n, path in enumerate(files):
        if progress is not None:
            progress(n, len(files))
        try:
            opened = read_share(path)
        except RrsaError as problem:
            came.append(Came(path.name, Outcome.REFUSED, "", "", _("left alone: {why}").format(why=problem)))
            continue
        row = opened.signed.row
        mine = {_plain(row.setting_id), _plain(opened.name)}
        used |= mine & (wanted | both)
        known = table.row_of(store, row.setting_id)
        if opened.shared is None and known is not None:
            opened = opened._replace(name=known.name or opened.name)  # a withdrawal itself names nobody
        new = bool(mine & wanted) and row.setting_id not in accepted
        try:
            taken = table.take(store, opened.signed, earlier, accept=new, another=bool(mine & both))
        except ConflictError:
            taken = Taken.OLDER  # somebody else has just taken it in from another desk
        except NotAllowed:
            came.append(_not_hers(path, opened))
            continue
        if new and known is not None and known.key != row.key and taken in (Taken.TAKEN, Taken.WITHDRAWN):
            accepted.add(row.setting_id)
        came.append(_came(store, path, opened, taken))
    if progress is not None:
        progress(len(files), len(files))
    unknown = tuple(each for each in (*accept, *another) if _plain(each) not in used)
    return Inbox(tuple(came), unknown)


def files_in(folder: Path) -> list[Path]:
    """What there is to read in ``folder``. Raises :class:`BadInput` where there is no such folder."""
    try:
        if not folder.exists():
            raise NotFound(
                _("there is no folder “{folder}”").format(folder=folder),
                _("check the name, or make it first"),
            )
        if not folder.is_dir():
            raise BadInput(
                _("“{name}” is a file").format(name=folder.name), _("name the folder that it lies in")
            )
        return sorted(
            (each for each in folder.iterdir() if _wanted(each)), key=lambda each: each.name.casefold()
        )
    except OSError as problem:
        raise EnvironmentFailed(
            _("“{folder}” cannot be read: {why}").format(folder=folder, why=problem.strerror or problem),
            _("choose a folder of your own"),
        ) from None


def _wanted(path: Path) -> bool:
    """What somebody may have put there on purpose: no folders, nothing hidden, nothing of the system's."""
    if path.name.startswith((".", "~$")) or path.name.casefold() in _NOT_MINE:
        return False
    return not path.is_dir() or path.suffix.lower() == ENDING


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _came(store: Store, path: Path, opened: Opened, taken: Taken) -> Came:
    row = opened.signed.row
    day = show_day(row.at[:10])
    setting = table.place_of(store, row)
    if taken is Taken.OTHER_KEY:
        words = _other_key(store, opened)
    else:
        words = {
            Taken.TAKEN: _("taken in: {parts}, of {day}").format(parts=_parts(opened), day=day),
            Taken.WITHDRAWN: _("has withdrawn what it shared; nothing of it is kept"),
            Taken.SAME: _("known already, of {day}").format(day=day),
            Taken.OLDER: _("left alone: it is of {day}, and a newer one is here").format(day=day),
            Taken.GONE: _("left alone: the setting has withdrawn it since; delete the file"),
        }[taken]
        if row.withdrawn and taken is Taken.OLDER:
            words = _(
                "left alone: it takes back what was shared until {day}, and something newer is here; ask "
                "there whether that may stay"
            ).format(day=day)
        if setting != row.setting_id:
            words = _("{words}; kept here as “{id}”").format(words=words, id=setting)
    return Came(path.name, Outcome(taken.value), setting, opened.name, words)


def _parts(opened: Opened) -> str:
    n = len(opened.shared.parts) if opened.shared else 0
    if not n:
        return _("stage, days and help")
    return ngettext("stage, days, help and {n} more part", "stage, days, help and {n} more parts", n).format(
        n=n
    )


def _other_key(store: Store, opened: Opened) -> str:
    """A forged file, another setting of the same id, or one that began anew: only a person can tell."""
    row = opened.signed.row
    key, known = fingerprint(row.key), table.row_of(store, row.setting_id)
    here = (known.name if known else None) or row.setting_id
    if known is not None and known.area:
        here = _("{name} in {area}").format(name=here, area=known.area)
    if table.keys_of(store, row.setting_id) is not None:
        return _(
            "left alone: its id is “{id}”, which is that of {here} in this database, and it is signed with "
            "another key ({key}); ask there, and if it is another setting of the same name, take it in "
            "beside that one: --another {id}"
        ).format(id=row.setting_id, here=here, key=key)
    return _(
        "left alone: its id is “{id}”, which {here} has here already, and it is signed with another key "
        "({key}); ask there: if it is another setting of the same name, --another {id} keeps both; if they "
        "began anew, --accept {id} puts it in place of what is here"
    ).format(id=row.setting_id, here=here, key=key)


def _not_hers(path: Path, opened: Opened) -> Came:
    """What the server does not let this role take in; the other files are not held up by it."""
    words = _(
        "left alone: your role may not take in what “{id}” shares; ask whoever looks after the server to "
        "make you its coordinator"
    ).format(id=opened.signed.row.setting_id)
    return Came(path.name, Outcome.REFUSED, opened.signed.row.setting_id, opened.name, words)


def lines(inbox: Inbox) -> Iterator[str]:
    """All of it as people read it, a line for each file."""
    for each in inbox.came:
        yield (
            _("{file}: {name}: {words}").format(file=each.file, name=each.name, words=each.words)
            if (each.name)
            else _("{file}: {words}").format(file=each.file, words=each.words)
        )


def summary(inbox: Inbox) -> str:
    """How much came in, in a sentence."""
    if not inbox.came:
        return _("There is nothing in the folder.")
    taken = inbox.count(Outcome.TAKEN)
    parts = [ngettext("{n} taken in", "{n} taken in", taken).format(n=taken)]
    if n := inbox.count(Outcome.WITHDRAWN):
        parts.append(ngettext("{n} withdrawn", "{n} withdrawn", n).format(n=n))
    if n := inbox.count(Outcome.SAME, Outcome.OLDER, Outcome.GONE):
        parts.append(ngettext("{n} known or out of date", "{n} known or out of date", n).format(n=n))
    if n := len(inbox.problems):
        parts.append(ngettext("{n} left alone", "{n} left alone", n).format(n=n))
    return _("{parts}.").format(parts=", ".join(parts))
