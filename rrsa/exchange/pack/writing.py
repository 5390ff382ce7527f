"""Writing an evidence pack: chosen, looked into, then streamed into a zip, whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rrsa.errors import BadInput
from rrsa.exchange.gate.files import FileOut, stored
from rrsa.exchange.gate.hidden import clean_copy
from rrsa.exchange.gate.leaving import Hit, Leaving, Progress, look_at_files, matcher_of
from rrsa.exchange.gate.names import check_kept
from rrsa.exchange.pack.archive import Archive, check_pack
from rrsa.exchange.pack.choice import Choice, checked_choice, chosen
from rrsa.exchange.pack.coverage import NoLonger, no_longer_shown
from rrsa.exchange.pack.packed import packed
from rrsa.exchange.pack.places import NOTE, places, plain
from rrsa.exchange.target import whole_file
from rrsa.i18n import _
from rrsa.paths import expanded
from rrsa.portfolio.privacy import Why

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.content import Content
    from rrsa.store import Store


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written. ``held`` counts by reason and never says which; ``unread`` files could not be looked
    into for names; ``size`` is the pack's, in bytes."""

    path: Path
    pieces: int
    files: int
    held: Mapping[Why, int]
    hits: tuple[Hit, ...]
    unread: int
    no_longer_shown: tuple[NoLonger, ...]
    size: int


def write_pack(
    evaluation: Evaluation,
    path: Path,
    *,
    choice: Choice | None = None,
    keep: Collection[str] = (),
    progress: Progress | None = None,
) -> Packed:
    """Writes an evidence pack of ``evaluation`` to ``path``, a ``.zip`` file.

    Memory is bounded: files are looked into and written one at a time. ``progress`` is called with bytes
    done and in all (each file counts twice, since it is looked into first), and may raise
    :class:`~rrsa.exchange.export.Cancelled`. Raises :class:`BadInput` for a path or a choice that will not
    do or a file that is not ours to replace, and :class:`~rrsa.errors.EnvironmentFailed` where the machine
    is in the way; nothing is left then.
    """
    from rrsa.exchange.export import render
    from rrsa.exchange.pack.note import note

    path = expanded(Path(path))
    check_pack(path)
    ready = _ready(evaluation, choice, keep)
    leaving = _looked_into(
        evaluation, ready.inside, keep, progress and (lambda done, total: progress(done, 2 * total))
    )
    inside = replace(ready.inside, held=leaving.held, files=places(ready.picked, leaving.files))
    workbook, _sheets = render(inside)
    name = f"{plain(evaluation.setting_id, 40) or 'setting'}-assessor.xlsx"
    front = note(inside, ready.choice, ready.picked, name)
    check_pack(path)  # somebody may have put a file there meanwhile
    with whole_file(path) as stream:
        archive = Archive(stream)
        try:
            archive.add(name, [workbook], len(workbook))
            archive.add(NOTE, [front], len(front))
            _add_files(archive, evaluation.store, evaluation.setting_id, inside, leaving, progress)
            archive.close(inside.identity.export)
        finally:
            archive.abandon()
    return Packed(
        path=path,
        pieces=len({piece for pieces in ready.picked.values() for piece in pieces}),
        files=len(set((inside.files or {}).values())),
        held=leaving.held,
        hits=leaving.hits,
        unread=leaving.unread,
        no_longer_shown=ready.lost,
        size=path.stat().st_size,
    )


def look_before(
    evaluation: Evaluation,
    choice: Choice | None = None,
    *,
    keep: Collection[str] = (),
    progress: Progress | None = None,
) -> Leaving:
    """What the gate says of a pack before it is written: names found in it, files that would stay.
    ``progress`` is called with bytes looked into and in all, and may raise."""
    return _looked_into(evaluation, _ready(evaluation, choice, keep).inside, keep, progress)


class _Ready(NamedTuple):
    """A pack as far as it can be made ready without looking into a file."""

    choice: Choice
    inside: Content
    picked: Mapping[str, tuple[str, ...]]
    lost: tuple[NoLonger, ...]


def _ready(evaluation: Evaluation, choice: Choice | None, keep: Collection[str]) -> _Ready:
    from rrsa.exchange.export import content_of

    choice = checked_choice(evaluation, choice or Choice())
    content = content_of(evaluation, "assessor", keep)
    picked = chosen(content, choice)
    kept = {piece for pieces in picked.values() for piece in pieces}
    if not kept:
        raise BadInput(
            _("there is no piece of evidence to pack"),
            _("add evidence, choose another strand, or write the assessor's copy alone with rrsa export"),
        )
    return _Ready(choice, packed(content, choice, kept), picked, no_longer_shown(content, choice, kept))


def _looked_into(
    evaluation: Evaluation, inside: Content, keep: Collection[str], progress: Progress | None
) -> Leaving:
    """What of the pack's content may leave, its files looked into; names that are not in it are no finds."""
    hits = tuple(
        hit
        for hit in inside.hits
        if hit.cell is None or hit.cell.record in inside.portfolio.of_kind(hit.cell.kind)
    )
    matcher = matcher_of(evaluation.setting_id, inside.portfolio)
    return look_at_files(
        Leaving(inside.portfolio, inside.held, hits),
        evaluation.store,
        evaluation.setting_id,
        matcher,
        check_kept(matcher, keep),
        progress,
    )


def _add_files(
    archive: Archive,
    store: Store,
    setting_id: str,
    inside: Content,
    leaving: Leaving,
    progress: Progress | None,
) -> None:
    """Every file once, under its place in the pack."""
    total = 2 * sum(
        item.file_size or 0
        for item in inside.portfolio.evidence.values()
        if item.present and item.file_sha256
    )
    done = total // 2
    written: set[str] = set()
    for evidence, place in (inside.files or {}).items():
        file = leaving.files[evidence]
        if place not in written:
            written.add(place)
            archive.add(place, _content(store, setting_id, file), file.size)
        done += file.size
        if progress is not None:
            progress(min(done, total), total)
    if progress is not None:
        progress(total, total)


def _content(store: Store, setting_id: str, file: FileOut) -> Iterator[bytes]:
    """A file's bytes as they leave: cleaned where it hides something, else chunk by chunk as stored."""
    if file.hides:
        yield clean_copy(stored(store, setting_id, file.sha256), file.name or f"file{file.ending}")
    else:
        yield from store.read_file(setting_id, file.sha256)
