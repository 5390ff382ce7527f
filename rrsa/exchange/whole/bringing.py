"""Bringing a whole pack in: looked at first, then done, all or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rrsa.exchange.returning.preview import REMOVE, Difference, Preview
from rrsa.exchange.whole.opening import digest_of, opened_pack
from rrsa.exchange.whole.saying import differences, notes, reason_words
from rrsa.exchange.whole.writing import working_folder
from rrsa.i18n import _
from rrsa.portfolio.changes import Change, ConflictError

if TYPE_CHECKING:
    from rrsa.store import Store
    from rrsa.store.kinship import Kinship, Laid, Road
    from rrsa.store.rewriting import Mark


@dataclass(frozen=True)
class WholePreview:
    """A whole pack, compared with what is here and not yet brought in."""

    path: Path
    digest: str
    road: Road
    preview: Preview
    """What is to choose; its ``notes`` say in words what bringing it in comes to."""
    left_out: int
    """Things in the pack that were erased here, and stay away."""

    @property
    def comes_to_nothing(self) -> bool:
        """Whether all that is in it is known here."""
        from rrsa.store.kinship import Road

        return self.road is Road.NOTHING


class Brought(NamedTuple):
    """What came of it. Where anything is ``left`` to choose, nothing was done."""

    setting: str
    road: Road
    committed: int
    """Changesets that came in as they were, or cells that the merge turned."""
    erased: int
    left: tuple[Difference, ...]
    left_out: int
    revision: int


def read_whole_pack(store: Store, path: Path) -> WholePreview:
    """What bringing a whole pack in would come to; nothing is changed.

    Raises :class:`~rrsa.errors.BadInput` for what is no whole pack, or belongs to another setting of the
    same id, and :class:`~rrsa.errors.EnvironmentFailed` where it is damaged or too new.
    """
    from rrsa.store.kinship import compare_copies

    with _theirs(store, path) as (theirs, setting, laid):
        with store.database.reading() as connection:
            kinship = compare_copies(connection, store, theirs, setting, laid)
        return _preview(store, theirs, kinship, laid, path)


def apply_whole_pack(
    store: Store,
    path: Path,
    choices: Mapping[str, str],
    *,
    prefer: str | None = None,
    author: str,
    seen: WholePreview | None = None,
) -> Brought:
    """Brings a whole pack in, settled as :meth:`Preview.settled` says.

    Nothing is done until everything is chosen: what waits is in ``left``. ``seen`` is what somebody looked
    at; raises :class:`~rrsa.portfolio.changes.ConflictError` where the pack or the portfolio is another by
    now, or somebody saves meanwhile.
    """
    from rrsa.store.kinship import Road, compare_copies
    from rrsa.store.merging import bring_in

    with _theirs(store, path) as (theirs, setting, laid):
        with store.database.reading() as connection:
            kinship = compare_copies(connection, store, theirs, setting, laid)
        now = _preview(store, theirs, kinship, laid, path)
        if seen is not None and (seen.digest, seen.preview.revision) != (now.digest, now.preview.revision):
            raise ConflictError(
                (), _("the pack or the portfolio has changed since you looked"), _("look at it again")
            )
        settled = now.preview.settled(choices, prefer=prefer)
        if settled.left:
            return Brought(setting, now.road, 0, 0, settled.left, laid.there, kinship.revision)
        erase = tuple(mark for mark in kinship.asked if choices.get(erased_key(mark)) == REMOVE)
        done = bring_in(
            store,
            theirs,
            setting,
            laid=laid,
            revision=kinship.revision,
            settle=_settling(settled.changes, erase),
            erase=erase,
            author=author,
            reason=reason_words(kinship),
        )
    if done.road is Road.NEW:
        return Brought(setting, done.road, done.revision, 0, (), 0, done.revision)
    return Brought(setting, done.road, done.changes, done.erased, (), laid.there, done.revision)


def _settling(changes: Collection[Change], erase: Collection[Mark]) -> Callable[[Kinship], list[Change]]:
    """What was chosen, but for what is erased: that goes in another way."""
    whole = {(mark.kind, mark.record) for mark in erase if not mark.field}
    cells = {tuple(mark) for mark in erase if mark.field}

    def settle(_kinship: Kinship) -> list[Change]:
        return [
            change
            for change in changes
            if (change.cell.kind, change.cell.record) not in whole and tuple(change.cell) not in cells
        ]

    return settle


def erased_key(mark: Mark) -> str:
    """The key under which an erasure there is asked about."""
    return "/".join(filter(None, ("erased", *mark)))


def _preview(store: Store, theirs: Store, kinship: Kinship, laid: Laid, path: Path) -> WholePreview:
    from rrsa.framework.adopted import adopt
    from rrsa.store.kinship import Road

    setting = kinship.theirs.setting
    told: tuple[Difference, ...] = ()
    if kinship.road in (Road.MERGE, Road.FORWARD):
        sha = kinship.mine.setting.framework_sha256 or ""
        framework = adopt(store.framework_text(kinship.setting, sha)).framework
        asked = [(erased_key(mark), mark) for mark in kinship.asked]
        told = tuple(differences(framework, kinship, path.name, asked))
    preview = Preview(
        setting=kinship.setting,
        name=(kinship.mine.setting.name or setting.name or kinship.setting),
        is_new=kinship.road is Road.NEW,
        revision=kinship.revision,
        workbooks=(path.name,),
        differences=told,
        notes=tuple(notes(kinship, theirs.load(kinship.setting).revision, laid.there)),
    )
    return WholePreview(path, digest_of(path), kinship.road, preview, laid.there)


@contextmanager
def _theirs(store: Store, path: Path) -> Iterator[tuple[Store, str, Laid]]:
    """The pack as a store of its own, with what was erased here taken out."""
    from rrsa.store.kinship import lay_our_erasures_on

    with working_folder() as folder, opened_pack(path, folder) as (theirs, setting):
        yield theirs, setting, lay_our_erasures_on(theirs, store, setting)
