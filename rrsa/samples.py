"""Sample settings, loaded through the same door as everything else.

A sample is a folder in ``samples/`` with a ``sample.yaml`` and the files that it speaks of. It is written
as a diary of sittings; each becomes one changeset by the role that sat at the keyboard, on a day counted
from today, at the hour that it names or after the bell. Every act goes through
:class:`~rrsa.evaluation.Evaluation`, so a sample can hold nothing that a user could not have recorded.

A sample that says ``history: true`` is by a framework that is kept as history. Its days are fixed (``day``),
and the demo leaves it out unless somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

from rrsa import clock
from rrsa.i18n import _
from rrsa.paths import private, shipped
from rrsa.portfolio.changes import Change, Changeset, Guard, squash
from rrsa.sample_writing import SampleWriter
from rrsa.vocabulary import SettingKind

if TYPE_CHECKING:
    from rrsa.framework.adopted import Adopted
    from rrsa.store import Committed, Snapshot, Store, StoredFile

T = TypeVar("T")
_FILE = "sample.yaml"
_SITTING_STARTS = time(15, 20)  # after the bell
_LATER = timedelta(minutes=40)
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample that comes with the program."""

    id: str
    title: str
    about: str
    framework: str
    folder: Path
    history: bool = False


def samples() -> list[Sample]:
    """The samples that the demo opens with, by id."""
    return [sample for sample in _shipped_samples() if not sample.history]


def history_samples() -> list[Sample]:
    """The samples by frameworks that are kept as history, by id."""
    return [sample for sample in _shipped_samples() if sample.history]


def _shipped_samples() -> list[Sample]:
    return [_sample(path.parent) for path in sorted(shipped("samples").glob(f"*/{_FILE}"))]


def load_sample(store: Store, name: str | None = None, *, author: str | None = None) -> str:
    """Makes a setting from the sample ``name`` (the first one where none is named); returns its id.

    ``author`` takes the place of the sample's lead, so that whoever tries it out can take the lead's last
    steps back. Raises :class:`~rrsa.errors.BadInput` where the sample is there already, and
    :class:`~rrsa.errors.NotFound` for one that does not exist.
    """
    from rrsa.finding import unknown
    from rrsa.framework.catalogue import find

    known = {sample.id: sample for sample in (*samples(), *history_samples())}
    if name is not None and name not in known:
        raise unknown(_("sample"), name, known)
    sample = known[name] if name else next(iter(known.values()))
    content = _read(sample.folder)
    details = dict(content["setting"])
    adopted = find(sample.framework)
    roles = {details["lead"]: author} if author else {}
    diarist = Diarist(store, sample.id, adopted, details, content["sittings"][0], sample, roles=roles)
    for sitting in content["sittings"]:
        diarist.write(sitting)
    return sample.id


class Diarist:
    """Makes a setting and writes its sittings, each as one changeset by its role on its day.

    ``details`` are the setting's, its name and aim with them; ``first`` is the sitting that set it up.
    ``sample`` has the files that sittings speak of.
    """

    def __init__(
        self,
        store: Store,
        setting_id: str,
        adopted: Adopted,
        details: Mapping[str, Any],
        first: Mapping[str, Any],
        sample: Sample | None = None,
        *,
        roles: Mapping[str, str] | None = None,
    ) -> None:
        from rrsa.evaluation import Evaluation
        from rrsa.setup import create_setting

        framework = adopted.framework
        self._diary = diary = _Diary(
            store, clock.today(), roles or {}, weekends=_has_weekends(framework.for_)
        )
        diary.open(first)
        made = create_setting(
            cast("Store", diary),
            details["name"],
            adopted,
            author=diary.author,
            aim=details["aim"],
            details={name: value for name, value in details.items() if name not in ("name", "aim")},
            setting_id=setting_id,
            history=sample is not None and sample.history,
        )
        evaluation = Evaluation(cast("Store", diary), made, framework, diary.load(made), author=diary.author)
        day = partial(day_of, today=diary.today, weekends=diary.weekends)
        files = (sample.folder if sample else shipped("samples")) / "files"
        self._writer = SampleWriter(evaluation, files, day)

    def write(self, sitting: Mapping[str, Any]) -> None:
        """Writes one sitting."""
        self._diary.open(sitting)
        self._writer.write(sitting)
        self._diary.close()

    def passed_over(self) -> None:
        """Told that something else has been recorded in the setting since the last sitting."""
        self._diary.reread()


def ensure_demo(database: Path | str, *, author: str | None = None, history: bool = False) -> str:
    """The samples in a database of their own, made if they are not there; returns the first one's id.

    A demo in which nobody has touched anything is made anew on another day, since its dates count from the
    day it was made. Whatever somebody has recorded in it stays as it is. With ``history`` the samples that
    are kept as history are there too, and once they are, they stay.
    """
    from rrsa.store import open_store

    known = samples() + (history_samples() if history else [])
    _put_names(known)
    where = Path(database)
    is_file = "://" not in str(database)
    if is_file and where.exists() and (there := _grown_old(where)) is not None:
        _make_demo(where, author, known + [sample for sample in there if sample not in known])
        return known[0].id
    if is_file and not where.exists():
        _make_demo(where, author, known)
        return known[0].id
    store = open_store(database)
    try:
        for sample in known:
            if not store.exists(sample.id):
                load_sample(store, sample.id, author=author)
    finally:
        store.close()
    return known[0].id


def _put_names(known: list[Sample]) -> None:
    """The samples' invented names on this machine's own lists, unless there is one already."""
    from rrsa.atomic import write_private
    from rrsa.exchange.gate.names import Names

    for sample in known:
        source = sample.folder / "names.txt"
        target = Names.of(sample.id).file
        with suppress(OSError):  # a demo can be looked at without them
            if source.is_file() and not target.exists():
                write_private(target, source.read_bytes())


def _grown_old(database: Path) -> list[Sample] | None:
    """The samples in a demo that holds nothing but samples as they were loaded, where that was on another
    day; else None."""
    from rrsa.store import open_store

    by_id = {sample.id: sample for sample in _shipped_samples()}
    there = []
    old = False
    # Opened for writing, because only then is the write-ahead log cleared away on closing.
    store = open_store(database)
    try:
        for setting in store.settings():
            if setting.id not in by_id:
                return None
            there.append(by_id[setting.id])
            sittings = _read(by_id[setting.id].folder)["sittings"]
            latest = store.history(setting.id, limit=1)[0].changeset
            if setting.revision != len(sittings) + 1 or latest.reason != sittings[-1]["reason"]:
                return None
            weekends = _has_weekends(setting.kind)
            old |= latest.at != _moment(sittings[-1], clock.today(), weekends=weekends)
    finally:
        store.close()
    return there if old else None


def _make_demo(database: Path, author: str | None, wanted: list[Sample]) -> None:
    """Loads the samples aside and puts them in place whole, so that half a demo is never opened."""
    from rrsa.store import open_store

    private(database.parent)
    with TemporaryDirectory(dir=database.parent, prefix="making-") as aside:
        made = Path(aside) / database.name
        store = open_store(made)
        try:
            for sample in wanted:
                load_sample(store, sample.id, author=author)
        finally:
            store.close()
        if database.exists() and _log(database).exists():
            return  # open in another window: the log belongs to the old file, which therefore stays
        _log(database).unlink(missing_ok=True)
        try:
            made.replace(database)
        except PermissionError:  # the same, as Windows says it
            if not database.exists():
                raise


def _log(database: Path) -> Path:
    """SQLite's write-ahead log; one that is left behind would be played into whatever takes the name."""
    return database.with_name(database.name + "-wal")


def _sample(folder: Path) -> Sample:
    content = _read(folder)
    return Sample(
        content["id"],
        content["title"],
        content["about"].strip(),
        content["framework"],
        folder,
        content.get("history", False),
    )


def _read(folder: Path) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load((folder / _FILE).read_text(encoding="utf-8"), Loader=loader)
    return found


def _has_weekends(kind: str) -> bool:
    """Whether somebody is there on Saturdays and Sundays too: people live in a house."""
    return kind == SettingKind.RESIDENTIAL


def day_of(entry: Mapping[str, Any], today: date, *, weekends: bool = False) -> str | None:
    """The day that ``days_ago``, ``in_days`` or ``day`` means, as ISO text; ``None`` where none is given.

    Without ``weekends`` a Saturday or Sunday moves to the Friday before, since nobody was at school. A fixed
    day (``day``) stays what it is.
    """
    if "day" in entry:
        return date.fromisoformat(entry["day"]).isoformat()
    if "days_ago" in entry:
        day = today - timedelta(days=entry["days_ago"])
    elif "in_days" in entry:
        day = today + timedelta(days=entry["in_days"])
    else:
        return None
    moved = 0 if weekends else max(0, day.weekday() - _FRIDAY)
    return (day - timedelta(days=moved)).isoformat()


def _moment(sitting: Mapping[str, Any], today: date, *, weekends: bool) -> str:
    """When a sitting was, in UTC, as a changeset says it; one moved from a weekend is later on Friday."""
    day = date.fromisoformat(day_of(sitting, today, weekends=weekends) or "")
    moved = (today - timedelta(days=sitting["days_ago"]) - day).days if "days_ago" in sitting else 0
    at = time.fromisoformat(sitting["at"]) if "at" in sitting else _SITTING_STARTS
    start = datetime.combine(day, at, UTC) + moved * _LATER
    return start.isoformat(timespec="microseconds")


class _Diary:
    """Stands where the store stands while a sitting is written, and hands it on as one changeset.

    It gives a changeset the day and the role of its sitting; everything else is the store's own.
    """

    read_only = False

    def __init__(self, store: Store, today: date, roles: Mapping[str, str], *, weekends: bool) -> None:
        self.today = today
        self.weekends = weekends
        self.author = ""
        self._store = store
        self._roles = roles
        self._reason = ""
        self._at = ""
        self._setting = ""
        self._snapshot: Snapshot | None = None
        self._changes: list[Change] = []
        self._guards: list[Guard] = []

    def open(self, sitting: Mapping[str, Any]) -> None:
        """A sitting begins: who, when, and why."""
        self.author = self._roles.get(sitting["by"], sitting["by"])
        self._reason = sitting["reason"]
        self._at = _moment(sitting, self.today, weekends=self.weekends)

    def reread(self) -> None:
        """Goes on from what the store holds now."""
        self._snapshot = self._store.load(self._setting)

    def close(self) -> None:
        """The sitting ends: what it came to is committed. Guards on its own cells have served."""
        changes = squash(self._changes)
        own = {change.cell for change in changes}
        guards = tuple(guard for guard in self._guards if guard.cell not in own)
        self._store.commit(
            self._setting, Changeset(self.author, self._reason, changes, tuple(guards), at=self._at)
        )
        self._changes.clear()
        self._guards.clear()

    # -- what a setting's set-up and its evaluation ask of a store ---------------------------------

    def author_for(self, named: str) -> str:
        return named

    def exists(self, setting_id: str) -> bool:
        return self._store.exists(setting_id)

    def create(
        self, setting_id: str, changeset: Changeset, *, framework_text: str | None = None
    ) -> Committed:
        done = self._store.create(setting_id, replace(changeset, at=self._at), framework_text=framework_text)
        self._setting = setting_id
        self._snapshot = self._store.load(setting_id)
        return done

    def load(self, setting_id: str) -> Snapshot:
        return self._snapshot or self._store.load(setting_id)

    def patiently(self, ask: Callable[[], T]) -> T:
        return ask()

    def commit(self, setting_id: str, changeset: Changeset) -> Committed:
        from rrsa.store import Committed, Snapshot

        before = self.load(setting_id)
        after = Snapshot(before.portfolio.apply(changeset), before.revision + 1)
        self._snapshot = after
        self._changes += changeset.changes
        self._guards += changeset.guards
        return Committed(after.revision, changeset.changes, False)

    def put_file(self, setting_id: str, source: BinaryIO | Path) -> StoredFile:
        return self._store.put_file(setting_id, source)
