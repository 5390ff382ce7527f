"""Reading what was sent back: which setting each workbook belongs to, and what all of them come to."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from rrsa.errors import BadInput, NotFound, RrsaError
from rrsa.exchange.export import Cancelled as StoppedByProgress
from rrsa.exchange.returning.comparing import Comparing, Now
from rrsa.exchange.returning.comparing_new import compare_missing, compare_new
from rrsa.exchange.returning.found import Returned
from rrsa.exchange.returning.homes import Home, Opened, home_of
from rrsa.exchange.returning.judging import Setting, judge
from rrsa.exchange.returning.ledger import read_ledger, who_filled_in
from rrsa.exchange.returning.preview import Preview, Refusal
from rrsa.exchange.returning.workbook import Workbook
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.store import Store

Progress: TypeAlias = Callable[[int, int], None]


class Cancelled(StoppedByProgress):
    """Raised by a progress callback to stop; nothing has been changed then."""

    def __init__(self) -> None:
        RrsaError.__init__(self, _("reading was cancelled"), _("nothing has been changed"))


def read_returns(
    store: Store,
    paths: Sequence[Path],
    *,
    today: date,
    setting: str | None = None,
    progress: Progress | None = None,
) -> list[Preview]:
    """What the workbooks at ``paths`` come to, one preview a setting; nothing is changed.

    The order of ``paths`` makes no difference. ``setting`` says which one they belong to, whatever they say
    themselves. ``progress`` is called with how many of how many steps are done, and may raise
    :class:`Cancelled`. Raises the reason where not one of the files can be read; where some can, the others
    are among what was refused.
    """
    with _no_collecting():
        return _read(store, sorted(dict.fromkeys(map(Path, paths)), key=_in_order), today, setting, progress)


def _in_order(path: Path) -> tuple[str, str]:
    return path.name, str(path)


def _read(
    store: Store, paths: Sequence[Path], today: date, setting: str | None, progress: Progress | None
) -> list[Preview]:
    if not paths:
        raise BadInput(_("no workbook is named"), _("name the files that came back"))
    steps = _Steps(progress, len(paths))
    homes: dict[str, Home] = {}
    unread: list[tuple[Path, RrsaError]] = []
    closing: list[Workbook] = []
    try:
        for path in paths:
            try:
                opened = _open(path, steps)
                closing.append(opened.workbook)
                home = home_of(store, opened, setting, homes)
            except StoppedByProgress:
                raise
            except RrsaError as problem:
                unread.append((path, problem))
                continue
            homes[home.setting] = home
            home.opened.append(opened)
        previews = [
            preview
            for home in sorted(homes.values(), key=lambda home: home.setting)
            if (preview := _preview(store, home, today, unread)) is not None
        ]
    finally:
        for workbook in closing:
            workbook.close()
    steps.done()
    if not previews:
        raise unread[0][1]
    if unread:
        lost = tuple(Refusal(path.name, str(problem), path.name) for path, problem in unread)
        previews[0] = _with_refused(previews[0], lost)  # said once, whatever else came back
    return previews


def _with_refused(preview: Preview, lost: tuple[Refusal, ...]) -> Preview:
    from dataclasses import replace

    return replace(preview, refused=(*lost, *preview.refused))


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Cells are a great many small values without a cycle among them; looking for cycles finds nothing."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _Steps:
    """How far the reading of all files has come."""

    def __init__(self, progress: Progress | None, files: int) -> None:
        self._progress = progress
        self._done, self._total = 0, files

    def add(self, parts: int) -> None:
        self._total += parts

    def step(self) -> None:
        self._done = min(self._done + 1, self._total)
        if self._progress is not None:
            self._progress(self._done, self._total)

    def done(self) -> None:
        if self._progress is not None:
            self._progress(self._total, self._total)


def _open(path: Path, steps: _Steps) -> Opened:
    workbook = Workbook(path, steps.step)
    try:
        steps.add(workbook.parts)
        ledger = read_ledger(workbook)
        return Opened(workbook, ledger, who_filled_in(workbook, ledger))
    except BaseException:
        workbook.close()
        raise


# -- what they come to ---------------------------------------------------------------------------------


def _preview(store: Store, home: Home, today: date, unread: list[tuple[Path, RrsaError]]) -> Preview | None:
    framework = home.adopted.framework
    workbooks: list[Returned] = []
    notes: list[str] = []
    known: dict[str, bool] = {}
    for opened in home.opened:
        base = opened.ledger.lines.get("base", "")
        if base not in known:  # colleagues' copies mostly stand on the same one
            known[base] = _is_known(store, home, base)
        # A blank copy stands on nothing.
        opened.ledger.is_known = opened.ledger.blank or known[base]
        try:
            returned = judge(
                opened.workbook, opened.ledger, Setting(framework, home.portfolio, today), opened.who
            )
        except StoppedByProgress:
            raise
        except RrsaError as problem:
            unread.append((Path(opened.workbook.name), problem))
            continue
        went_out_as = opened.ledger.lines.get("name", "")
        if went_out_as and went_out_as != home.name:
            notes.append(
                _("{name} went out from “{then}”; it is compared with “{now}”.").format(
                    name=opened.workbook.name, then=went_out_as[:120], now=home.name
                )
            )
        sha256 = opened.ledger.lines.get("framework_sha256")
        if sha256 and sha256 != home.adopted.sha256:
            returned.is_bound = False
            notes.append(
                _(
                    "{name} was written by another text of the framework: what was said of outcomes and "
                    "look-fors is asked about."
                ).format(name=opened.workbook.name)
            )
        if not opened.ledger.is_known:
            notes.append(
                _(
                    "{name} went out from another computer, or after a backup that was brought back here: "
                    "every difference is asked about."
                ).format(name=opened.workbook.name)
            )
        if not opened.ledger.is_whole:
            notes.append(
                _(
                    "{name} has lost its hidden sheet, so what went out is not known: every difference is "
                    "asked about."
                ).format(name=opened.workbook.name)
            )
        workbooks.append(returned)
    if not workbooks:
        return None
    _tell_apart(workbooks)
    now = Now(framework, home.portfolio, today, _erased(store, home), _ever(store, home))
    comparing = Comparing(now, workbooks)
    comparing.rows()
    compare_new(comparing)
    compare_missing(comparing)
    found = comparing.found
    refused = [each for returned in workbooks for each in returned.refused] + found.refused
    notes += [note for returned in workbooks for note in returned.notes] + found.notes
    if untouched := sum(returned.untouched for returned in workbooks):
        notes.append(
            ngettext("{n} row had not been touched.", "{n} rows had not been touched.", untouched).format(
                n=untouched
            )
        )
    return Preview(
        setting=home.setting,
        name=home.name,
        is_new=home.is_new,
        revision=home.revision,
        workbooks=tuple(returned.name for returned in workbooks),
        differences=tuple(found.differences),
        refused=tuple(refused),
        notes=tuple(dict.fromkeys(notes)),
        begins=home.begins,
        framework_text=home.adopted.text if home.is_new else None,
    )


def _is_known(store: Store, home: Home, base: str) -> bool:
    """Whether the changeset that a copy stands on is one of ours; one that names none stands on nothing."""
    if home.is_new or not base:
        return True
    try:
        store.changeset(home.setting, base)
    except NotFound:
        return False
    return True


def _tell_apart(workbooks: Sequence[Returned]) -> None:
    """Files of one name from several folders get a number each, so that one can be chosen by its name."""
    seen: dict[str, int] = {}
    for returned in workbooks:
        n = seen[returned.name] = seen.get(returned.name, 0) + 1
        if n > 1:
            stem, dot, ending = returned.name.rpartition(".")
            if returned.who == returned.name:
                returned.who = f"{stem} ({n}){dot}{ending}"
            returned.refused = [
                each._replace(workbook=f"{stem} ({n}){dot}{ending}") for each in returned.refused
            ]
            returned.name = f"{stem} ({n}){dot}{ending}"


def _erased(store: Store, home: Home) -> Collection[tuple[str, str, str]]:
    return frozenset() if home.is_new else store.erased(home.setting)


def _ever(
    store: Store, home: Home
) -> Callable[[Mapping[tuple[str, str], Collection[str]]], set[tuple[str, str]]]:
    if home.is_new:
        return lambda _fields: set()
    return lambda fields: store.ever_named(home.setting, fields)
