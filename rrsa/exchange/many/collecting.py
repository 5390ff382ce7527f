"""Copies that came back, taken in from a folder: each becomes or updates a setting in the coordinator's own
database, and what came of each file is said in a line.

Which setting a file belongs to is read from the file, else from the list by its export or its name. What
waits for a choice stays in the file; running it again adds nothing that is in already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rrsa.errors import NotAllowed, NotFound, RrsaError
from rrsa.exchange.many.letter import letter_name
from rrsa.exchange.many.manifest import MANIFEST
from rrsa.exchange.many.matching import Belongs, belongs
from rrsa.exchange.many.recognising import recognised
from rrsa.exchange.many.telling import Progress, Stopped, folder_to_read
from rrsa.i18n import _, ngettext
from rrsa.overview.listing import note_returned

if TYPE_CHECKING:
    from rrsa.exchange.returning.preview import Preview, Refusal
    from rrsa.overview.desk import Desk
    from rrsa.store import Store

_NOT_LOOKED_AT = frozenset({"thumbs.db", "desktop.ini", MANIFEST})
"""What systems and this program leave in a folder."""


class FileState(StrEnum):
    """What came of one file."""

    TAKEN = "taken"  # something came in
    WAITS = "waits"  # something in it waits for a choice, or is not understood; the rest came in
    SAME = "same"  # nothing in it that is not here already
    UNFILLED = "unfilled"  # as it went out
    EMPTY = "empty"  # somebody has saved it, and filled in nothing
    FAILED = "failed"

    @property
    def is_problem(self) -> bool:
        return self in (FileState.WAITS, FileState.EMPTY, FileState.FAILED)

    @property
    def came_back(self) -> bool:
        return self in (FileState.TAKEN, FileState.WAITS, FileState.SAME)


@dataclass(frozen=True, slots=True)
class FileSaid:
    """One file's line. ``taken``, ``waiting`` and ``refused`` count differences and cells; ``new`` says that
    the setting was made by it."""

    file: str
    state: FileState
    words: str
    setting: str = ""
    name: str = ""
    taken: int = 0
    waiting: int = 0
    refused: int = 0
    new: bool = False


@dataclass(frozen=True, slots=True)
class Collected:
    """All files' lines by name, whether it was stopped before the end, and how many folders in the folder
    were not looked into."""

    lines: tuple[FileSaid, ...]
    stopped: bool
    folders: int

    @property
    def problems(self) -> tuple[FileSaid, ...]:
        return tuple(each for each in self.lines if each.state.is_problem)


def collect(
    desk: Desk,
    folder: Path,
    *,
    progress: Progress | None = None,
    said: Callable[[FileSaid], None] | None = None,
) -> Collected:
    """Takes in the filled-in copies that lie in ``folder``, whatever their names; folders in it are left.

    Several copies of one setting are compared together, as anywhere. That a setting's copy has come back is
    noted on the desk, all in one changeset, also where ``progress`` raises
    :class:`~rrsa.exchange.many.telling.Stopped`. One that fails is said, and the others go on. Raises
    :class:`NotFound` for a folder that is not there or holds no file.
    """
    folder = folder_to_read(folder)
    files, folders = _files(folder)
    lines: dict[Path, FileSaid] = {}
    came: dict[str, bool] = {}  # setting → whether something new came in, or the newest copy came back
    stopped = False

    def tell(path: Path, line: FileSaid) -> None:
        lines[path] = line
        if said is not None:
            said(line)

    def step() -> None:
        if progress is not None:
            progress(len(lines), len(files))

    try:
        groups: dict[str, list[tuple[Path, Belongs]]] = {}
        for path in files:
            step()
            try:
                found = recognised(path)
                if found.untouched and found.copy == "blank":
                    line = _words(path, FileState.UNFILLED, _("as it went out: nobody has filled it in"))
                    tell(path, line)
                    continue
                whose = belongs(desk, path.name, found)
            except RrsaError as problem:
                tell(path, _words(path, FileState.FAILED, str(problem)))
                continue
            groups.setdefault(whose.setting, []).append((path, whose))
        for setting in sorted(groups):
            step()
            for path, line in _taken_in(desk, groups[setting]):
                tell(path, line)
                if line.state.came_back:
                    newest = next(w.newest for p, w in groups[setting] if p == path)
                    came[setting] = came.get(setting, False) or newest or line.taken > 0
        step()
    except Stopped:
        stopped = True
    finally:
        _note(desk, [setting for setting, fresh in came.items() if fresh])
    return Collected(tuple(lines[path] for path in files if path in lines), stopped, folders)


def _files(folder: Path) -> tuple[list[Path], int]:
    """The files that may have come back, by name, and how many folders lie beside them."""
    files, folders = [], 0
    for each in folder.iterdir():
        if each.name.startswith(("~$", ".")) or each.name.casefold() in _NOT_LOOKED_AT:
            continue  # what a spreadsheet program leaves beside one that is open
        if each.is_dir():
            folders += 1
        elif each.name != letter_name():
            files.append(each)
    if not files:
        raise NotFound(
            _("there is no file in “{folder}”").format(folder=folder),
            _("choose the folder in which the copies lie that came back"),
        )
    return sorted(files, key=lambda path: (path.name.casefold(), path.name)), folders


def _words(path: Path, state: FileState, words: str, whose: Belongs | None = None) -> FileSaid:
    return FileSaid(path.name, state, words, whose.setting if whose else "", whose.name if whose else "")


# -- one setting ---------------------------------------------------------------------------------------


def _taken_in(desk: Desk, group: Sequence[tuple[Path, Belongs]]) -> Iterator[tuple[Path, FileSaid]]:
    """Takes in one setting's files together, and says what came of each."""
    from rrsa.exchange.returning import apply_return, read_returns

    whose = group[0][1]
    paths = [path for path, _whose in group]
    named = whose.setting if any(each.must_name for _path, each in group) else None
    begun = whose.must_begin
    try:
        if begun and not _holds_something(desk, whose, paths):
            yield from _nothing_in(group, ())
            return
        if begun:
            _begin(desk, desk.store, whose)
        previews = read_returns(desk.store, paths, today=desk.today, setting=named)
        preview = next(each for each in previews if each.setting == whose.setting)
        if preview.is_new and not preview.differences:
            yield from _nothing_in(group, preview.refused)
            return
        # Nothing can be lost in a setting that was made a moment ago: what is asked about is what is new.
        prefer = "theirs" if begun else None
        applied = apply_return(desk.store, preview, {}, prefer=prefer, author=desk.author)
    except RrsaError as problem:
        why = _not_ours(whose) if _is_closed(desk, whose, problem) else problem
        for path, each in group:
            yield path, _words(path, FileState.FAILED, str(why), each)
        return
    waiting = {each.key for each in applied.left}
    for path, each in group:
        yield path, _said(path, each, preview, waiting, new=preview.is_new or begun)


def _is_closed(desk: Desk, whose: Belongs, problem: RrsaError) -> bool:
    """Whether a shared server keeps the setting's records from this role."""
    return isinstance(problem, NotAllowed) and not desk.store.exists(whose.setting)


def _not_ours(whose: Belongs) -> NotAllowed:
    return NotAllowed(
        _("its records are not yours to write on this server"),
        _(
            "have whoever looks after it make you its editor: "
            "rrsa admin grant ROLE --as editor --setting {setting}"
        ).format(setting=whose.setting),
    )


def _begin(desk: Desk, store: Store, whose: Belongs) -> None:
    """Makes the setting that a copy belongs to which no longer says enough of itself to make one."""
    from rrsa.exchange.many.blanks import Frameworks
    from rrsa.setup import create_setting

    adopted = Frameworks().of(desk.portfolio.listed[whose.setting])
    create_setting(store, whose.name, adopted, author=desk.author, setting_id=whose.setting)


def _holds_something(desk: Desk, whose: Belongs, paths: Sequence[Path]) -> bool:
    """Whether anything is in them, looked at aside: no setting is made for copies that turn out empty or
    cannot be read. Raises as reading them does."""
    from rrsa.exchange.returning import read_returns
    from rrsa.store import open_store

    with TemporaryDirectory() as aside, open_store(Path(aside) / "aside.db") as store:
        _begin(desk, store, whose)
        previews = read_returns(store, paths, today=desk.today, setting=whose.setting)
        return any(preview.differences for preview in previews)


def _nothing_in(
    group: Sequence[tuple[Path, Belongs]], all_refused: Sequence[Refusal]
) -> Iterator[tuple[Path, FileSaid]]:
    for path, whose in group:
        refused = _refused(all_refused, path.name)
        if refused:
            words, n = _refused_words(refused), len(refused)
            yield path, FileSaid(path.name, FileState.FAILED, words, whose.setting, whose.name, refused=n)
        else:
            words = _("came back with nothing filled in; ask whether it was the right file")
            yield path, _words(path, FileState.EMPTY, words, whose)


def _said(path: Path, whose: Belongs, preview: Preview, waiting: set[str], *, new: bool) -> FileSaid:
    mine = [
        each
        for each in preview.differences
        if any(path.name in side.workbooks for side in each.theirs) or each.standing.value == "missing"
    ]
    waits = [each for each in mine if each.key in waiting]
    taken = len(mine) - len(waits)
    refused = _refused(preview.refused, path.name)
    unread = [each for each in refused if each.place == each.workbook]
    if unread:
        return _words(path, FileState.FAILED, unread[0].why, whose)
    words = []
    if taken:
        words.append(ngettext("{n} entry came in", "{n} entries came in", taken).format(n=taken))
    if waits:
        words.append(
            ngettext("{n} waits for a choice", "{n} wait for a choice", len(waits)).format(n=len(waits))
        )
    if refused:
        words.append(_refused_words(refused))
    if waits or refused:
        state = FileState.WAITS
        words.append(_("rrsa import FILE shows it all"))
    elif taken:
        state = FileState.TAKEN
    else:
        state, words = FileState.SAME, [_("nothing in it that is not here already")]
    if new and taken:
        words.insert(0, _("a new setting"))
    return FileSaid(
        path.name,
        state,
        "; ".join(words),
        whose.setting,
        whose.name,
        taken=taken,
        waiting=len(waits),
        refused=len(refused),
        new=new,
    )


def _refused(refused: Sequence[Refusal], file: str) -> list[Refusal]:
    return [each for each in refused if each.workbook == file]


def _refused_words(refused: Sequence[Refusal]) -> str:
    n = len(refused)
    if n == 1:
        return _("not understood: {what}").format(what=refused[0])
    return ngettext(
        "{n} cell not understood, the first of them {what}",
        "{n} cells not understood, the first of them {what}",
        n,
    ).format(n=n, what=refused[0])


def _note(desk: Desk, settings: Sequence[str]) -> None:
    """That their copies have come back, for those on the list."""
    listed = [setting for setting in settings if setting in desk.portfolio.listed]
    if listed:
        note_returned(desk, listed, desk.today.isoformat())
