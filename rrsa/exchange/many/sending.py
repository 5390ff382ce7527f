"""Assessors' copies and evidence packs of many settings in one go, one after the other, each through the
privacy gate as it would go alone.

Each file appears whole or not at all, and is noted in the folder's list once it is there. A run that was
stopped or killed goes on where it was; a setting that has moved on is written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa.errors import BadInput, NotFound, RrsaError
from rrsa.exchange.export import Cancelled
from rrsa.exchange.many.manifest import Entry, Manifest, digest
from rrsa.exchange.many.telling import Progress, folder_to_write, tidy
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.gate.leaving import Hit
    from rrsa.exchange.gate.leaving import Progress as GateProgress
    from rrsa.portfolio.privacy import Why
    from rrsa.store import SettingInfo, Store


class What(StrEnum):
    """What is sent of a setting."""

    COPY = "copy"
    PACK = "pack"

    @property
    def label(self) -> str:
        return {"copy": _("assessor’s copy"), "pack": _("evidence pack")}[self.value]

    def file_name(self, setting: str) -> str:
        return {"copy": f"{setting}-assessor.xlsx", "pack": f"{setting}-pack.zip"}[self.value]


class SentState(StrEnum):
    """What came of one file."""

    WRITTEN = "written"
    ANEW = "anew"  # the setting had moved on since
    THERE = "there"  # from an earlier run, and still as the setting stands
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sent:
    """One file's line. ``held`` counts what stayed behind by reason and never says which; ``names`` counts
    those of the setting's list that were taken out, ``unread`` files that only a person can look into."""

    setting: str
    name: str
    what: What
    state: SentState
    words: str
    path: Path | None = None
    entry: Entry | None = None
    held: Mapping[Why, int] = field(default_factory=dict)
    names: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class SentAll:
    """All lines in order; whether it was stopped before the end."""

    folder: Path
    lines: tuple[Sent, ...]
    stopped: bool

    @property
    def problems(self) -> tuple[Sent, ...]:
        return tuple(each for each in self.lines if each.state is SentState.FAILED)


def send(
    store: Store,
    folder: Path,
    settings: Sequence[str],
    what: Collection[What] = (What.PACK,),
    *,
    author: str,
    on: date | None = None,
    again: bool = False,
    progress: Progress | None = None,
    said: Callable[[Sent], None] | None = None,
) -> SentAll:
    """Writes the assessor's copy or the evidence pack, or both, of each of ``settings`` into ``folder``.

    One setting is open at a time, so memory does not grow with their number. What lies there already stays,
    if the setting and its list of names stand as they did, unless ``again``; a file that somebody has altered
    is never written over. ``on`` is the day to assess as of, unless today. ``progress`` is called with how
    many of how many files are done, also within one, and may raise
    :class:`~rrsa.exchange.many.telling.Stopped`; ``said`` is called with each line as it comes. One that
    fails is said, and the others go on. Raises :class:`BadInput` for a folder that will not do or where
    nothing is to be sent.
    """
    kinds = [each for each in What if each in what]
    if not kinds or not settings:
        raise BadInput(_("there is nothing to send"), _("name a setting, and copies or packs or both"))
    sending = _Sending(store, folder_to_write(folder), author=author, on=on, again=again)
    total = len(settings) * len(kinds)
    lines: list[Sent] = []

    def step(_done: int = 0, _total: int = 0) -> None:
        """Called from within a pack too, so that a large one can be stopped."""
        if progress is not None:
            progress(len(lines), total)

    stopped = False
    try:
        for number, setting in enumerate(settings):
            for line in sending.setting(setting, kinds, step):
                lines.append(line)
                if said is not None:
                    said(line)
            tidy(number)
        step()
    except Cancelled:
        stopped = True
    return SentAll(sending.folder, tuple(lines), stopped)


class _Sending:
    """One run over many settings."""

    def __init__(self, store: Store, folder: Path, *, author: str, on: date | None, again: bool) -> None:
        self.store, self.folder, self.author, self.on, self.again = store, folder, author, on, again
        self.manifest = Manifest(folder)
        self.known = {info.id: info for info in store.settings()}

    def setting(self, setting: str, kinds: Sequence[What], step: GateProgress) -> Iterator[Sent]:
        """The lines of one setting; it is opened only where something is to be written."""
        step(0, 0)
        info = self.known.get(setting)
        name = info.name if info else setting
        evaluation: Evaluation | None = None
        for what in kinds:
            try:
                if info is None:
                    raise NotFound(
                        _("its records are not kept here"),
                        _("take in its filled-in copy, or ask it to send its own pack"),
                    )
                there = self._there(info, what)
                if there is not None:
                    yield there
                    continue
                if evaluation is None:
                    from rrsa.evaluation import Evaluation

                    evaluation = Evaluation.open(self.store, setting, author=self.author, on=self.on)
                yield self._written(evaluation, name, what, step)
            except Cancelled:
                raise
            except RrsaError as problem:
                yield Sent(setting, name, what, SentState.FAILED, str(problem))

    def _there(self, info: SettingInfo, what: What) -> Sent | None:
        """The line of a file from an earlier run that is still as the setting stands; ``None`` where one is
        to be written. Raises :class:`BadInput` for one that somebody has altered since."""
        path = self.folder / what.file_name(info.id)
        entry = self.manifest.entry(path.name)
        if entry is None or not path.is_file():
            return None
        if digest(path) != (entry.sha256, entry.size):
            raise BadInput(
                _("“{name}” has been altered since it was written").format(name=path.name),
                _("move it away, then run this again"),
            )
        if self.again or entry.revision != info.revision or self._another_day(entry):
            return None
        if _changed_after(info.id, path):
            return None
        words = _("as it stands, from {day}").format(day=show_day(entry.day))
        return Sent(info.id, info.name, what, SentState.THERE, words, path, entry)

    def _another_day(self, entry: Entry) -> bool:
        """Whether a day was asked for by name that is not the one that the file was assessed as of."""
        return self.on is not None and entry.day != self.on.isoformat()

    def _written(self, evaluation: Evaluation, name: str, what: What, step: GateProgress) -> Sent:
        setting = evaluation.setting_id
        path = self.folder / what.file_name(setting)
        before = self.manifest.entry(path.name) if path.exists() else None
        day, revision = evaluation.on.isoformat(), evaluation.revision
        hits: Sequence[Hit]
        if what is What.COPY:
            from rrsa.exchange.export import export_workbook

            exported = export_workbook(evaluation, path, copy="assessor", progress=step)
            held, hits, unread = exported.held, exported.hits, 0
        else:
            from rrsa.exchange.pack.writing import write_pack

            packed = write_pack(evaluation, path, progress=step)
            held, hits, unread = packed.held, packed.hits, packed.unread
        sha256, size = digest(path)
        entry = Entry(path.name, setting, what.value, revision, day, sha256, size, sum(held.values()))
        self.manifest.add(entry)
        state = SentState.ANEW if before is not None and before.revision != revision else SentState.WRITTEN
        out = sum(hit.cell is not None and not hit.kept for hit in hits)
        return Sent(
            setting, name, what, state, " ".join(_words(held, hits, unread)), path, entry, held, out, unread
        )


def _words(held: Mapping[Why, int], hits: Sequence[Hit], unread: int) -> list[str]:
    from rrsa.exchange.gate.words import held_lines

    return held_lines(held, hits, unread, screen=False)


def _changed_after(setting: str, path: Path) -> bool:
    """Whether the setting's list of names was changed after a file was written: what stands on it now may
    stand in the file. (What stands on it is written nowhere else, and so neither into the folder's list.)"""
    from rrsa.exchange.gate.names import Names

    try:
        return Names.of(setting).file.stat().st_mtime >= path.stat().st_mtime
    except FileNotFoundError:
        return False
    except OSError:
        return True  # the writing says what is the matter
