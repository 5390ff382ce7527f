"""Blank working copies for the settings on a coordinator's list, in one go, with a letter for whoever fills
them in.

What is there already stays: a copy that somebody has filled in is never written over, and a run that was
stopped or killed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa.errors import BadInput, NotFound, RrsaError
from rrsa.exchange.many.letter import letter_name, write_letter
from rrsa.exchange.many.telling import Progress, Stopped, folder_to_write, tidy
from rrsa.i18n import _
from rrsa.overview.listing import note_issued
from rrsa.portfolio.checks import show_day
from rrsa.vocabulary import DEFAULT_ROLE, SettingKind

if TYPE_CHECKING:
    from rrsa.exchange.content import Content
    from rrsa.framework.adopted import Adopted
    from rrsa.overview.desk import Desk
    from rrsa.portfolio.desk import Listed
    from rrsa.store import Store


class BlankState(StrEnum):
    """What came of one setting's blank copy."""

    WRITTEN = "written"
    THERE = "there"  # from an earlier run, as it went out
    FILLED = "filled"  # in the folder, and somebody has saved it since
    ISSUED = "issued"  # it went out before, from another folder
    FAILED = "failed"

    @property
    def is_problem(self) -> bool:
        return self in (BlankState.FILLED, BlankState.FAILED)


@dataclass(frozen=True, slots=True)
class Blank:
    """One setting's line: ``words`` say what came of it, ``path`` where its copy lies."""

    setting: str
    name: str
    state: BlankState
    words: str
    path: Path | None = None
    export: str | None = None


@dataclass(frozen=True, slots=True)
class Blanks:
    """All lines, in the order of the list; whether it was stopped before the end; the letter, where one was
    written."""

    lines: tuple[Blank, ...]
    stopped: bool
    letter: Path | None

    @property
    def written(self) -> tuple[Blank, ...]:
        return tuple(each for each in self.lines if each.state is BlankState.WRITTEN)

    @property
    def problems(self) -> tuple[Blank, ...]:
        return tuple(each for each in self.lines if each.state.is_problem)


def file_name(setting: str) -> str:
    """What a setting's blank copy is called."""
    return f"{setting}-blank.xlsx"


def write_blanks(
    desk: Desk,
    folder: Path,
    settings: Collection[str] = (),
    *,
    again: bool = False,
    return_to: str | None = None,
    return_by: date | None = None,
    progress: Progress | None = None,
    said: Callable[[Blank], None] | None = None,
) -> Blanks:
    """Writes a blank working copy for every setting on the desk's list, or for those named, into ``folder``.

    Only what is missing: a copy that lies there, or that went out before, is left, unless ``again``; one
    that somebody has saved since is left even then. Which export each setting was sent is noted on the desk,
    all in one changeset, also where it is stopped. ``progress`` may raise
    :class:`~rrsa.exchange.many.telling.Stopped`; ``said`` is called with each line as it comes. One that
    fails is said, and the others go on. Raises :class:`BadInput` for a folder that will not do or a list with
    nothing on it, :class:`NotFound` for a setting that is not on it.
    """
    chosen = _chosen(desk, settings)
    folder = folder_to_write(folder)
    role = return_to or (desk.author if desk.author != DEFAULT_ROLE else None)
    frameworks = Frameworks()
    lines: list[Blank] = []
    stopped = False
    try:
        for done, listed in enumerate(chosen):
            if progress is not None:
                progress(done, len(chosen))
            line = _one(desk, listed, folder, frameworks, again=again, to=role, by=return_by)
            lines.append(line)
            if said is not None:
                said(line)
            tidy(done)
        if progress is not None:
            progress(len(chosen), len(chosen))
    except Stopped:
        stopped = True
    finally:
        # Also where somebody pressed Ctrl+C: what lies in the folder may be sent.
        _note(desk, lines)
    letter = None
    there = any(each.state in (BlankState.WRITTEN, BlankState.THERE) for each in lines)
    # A later run that says nothing of when and to whom leaves the letter that did.
    if there and (return_to or return_by or not (folder / letter_name()).exists()):
        letter = write_letter(folder, return_to=role, return_by=return_by, day=desk.on)
    return Blanks(tuple(lines), stopped, letter)


def _chosen(desk: Desk, settings: Collection[str]) -> list[Listed]:
    on_list = desk.portfolio.listed
    if not on_list:
        raise NotFound(_("there is nobody on the list yet"), _("rrsa overview list add puts settings on it"))
    if settings:
        wanted = set(settings)
        return [each for each in _in_order(on_list.values()) if each.id in wanted]
    return _in_order(on_list.values())


def _in_order(listed: Collection[Listed]) -> list[Listed]:
    return sorted(listed, key=lambda each: ((each.name or each.id).casefold(), each.id))


def _one(
    desk: Desk,
    listed: Listed,
    folder: Path,
    frameworks: Frameworks,
    *,
    again: bool,
    to: str | None,
    by: date | None,
) -> Blank:
    from rrsa.exchange.export import render
    from rrsa.exchange.target import check_target, write_whole

    name = listed.name or listed.id
    path = folder / file_name(listed.id)
    try:
        there = _what_is_there(path, listed)
        if there is not None and (there.state is not BlankState.THERE or not again):
            return there
        if there is None and listed.issued_on and not again:
            words = _("its copy went out on {day}; --again writes a new one").format(
                day=show_day(listed.issued_on)
            )
            return Blank(listed.id, name, BlankState.ISSUED, words, None, listed.issued)
        check_target(path)
        content = blank_content(desk.store, listed, frameworks, author=desk.author, on=desk.on)
        content = replace(content, return_to=to, return_by=by)
        made, _sheets = render(content)
        check_target(path)  # somebody may have put a file there meanwhile
        write_whole(path, made)
    except RrsaError as problem:
        return Blank(listed.id, name, BlankState.FAILED, str(problem))
    return Blank(listed.id, name, BlankState.WRITTEN, path.name, path, content.identity.export)


def _what_is_there(path: Path, listed: Listed) -> Blank | None:
    """What lies under the copy's name already; ``None`` where nothing does."""
    from rrsa.exchange.many.recognising import recognised

    if not path.exists():
        return None
    found = recognised(path)
    name = listed.name or listed.id
    if found.setting not in ("", listed.id) or not found.copy:
        raise BadInput(
            _("“{name}” is there already and is no copy for this setting").format(name=path.name),
            _("move it away, so that nothing of yours is lost"),
        )
    if found.untouched:
        return Blank(listed.id, name, BlankState.THERE, _("is there already"), path, found.export or None)
    words = _("has been saved by somebody since, and stays; rrsa overview collect takes it in")
    return Blank(listed.id, name, BlankState.FILLED, words, path, found.export or None)


def _note(desk: Desk, lines: Collection[Blank]) -> None:
    """Which export each setting was sent, and when; a new one has not come back yet."""
    issued = {}
    for line in lines:
        listed = desk.portfolio.listed.get(line.setting)
        known = listed is not None and listed.issued == line.export
        if line.path is not None and line.export and not known:
            issued[line.setting] = line.export
    if issued:
        note_issued(desk, issued, desk.today.isoformat())


# -- what stands in one --------------------------------------------------------------------------------


class Frameworks:
    """The frameworks that blank copies are written by, each read once."""

    def __init__(self) -> None:
        self._by_ref: dict[str, Adopted] = {}
        self._offered: dict[str, str] | None = None

    def of(self, listed: Listed) -> Adopted:
        """The framework that a listed setting is sent: the one noted with it, else the one on offer for its
        kind. Raises :class:`~rrsa.errors.RrsaError`."""
        from rrsa.framework.catalogue import find

        ref = listed.framework or self._for_kind(listed)
        if ref not in self._by_ref:
            adopted = find(ref)
            if not adopted.framework.offered:
                raise BadInput(
                    _("{title} is kept as history and not offered for new work").format(
                        title=adopted.framework.title
                    ),
                    _("note another framework with the setting; rrsa frameworks lists those on offer"),
                )
            self._by_ref[ref] = adopted
        return self._by_ref[ref]

    def _for_kind(self, listed: Listed) -> str:
        if self._offered is None:
            self._offered = dict(self._newest())
        kind = listed.kind or SettingKind.SCHOOL.value
        if kind not in self._offered:
            raise NotFound(
                _("no framework is on offer for a {kind}").format(kind=SettingKind(kind).label.lower()),
                _("note one with the setting: rrsa overview list add … --framework ID"),
            )
        return self._offered[kind]

    @staticmethod
    def _newest() -> Iterator[tuple[str, str]]:
        """Kind → the framework on offer for it; of several the one that comes with the program."""
        from rrsa.framework.catalogue import catalogue

        found: dict[str, str] = {}
        for entry in catalogue():
            if entry.offered and entry.kind is not None and not entry.problems:
                found.setdefault(entry.kind.value, entry.id)
        yield from found.items()


def blank_content(store: Store, listed: Listed, frameworks: Frameworks, *, author: str, on: date) -> Content:
    """A blank copy for a listed setting. Where the setting is kept here, by the text that it has adopted;
    else by the framework that it is sent, with the name on the list."""
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.content import Content
    from rrsa.exchange.export import content_of, copy_details
    from rrsa.exchange.identity import NO_BASE, Identity
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.portfolio.records import SETTING_ID, SettingRecord
    from rrsa.scoring.assess import assess

    if store.exists(listed.id):
        return content_of(Evaluation.open(store, listed.id, author=author, on=on), "blank")
    adopted = frameworks.of(listed)
    framework = adopted.framework
    record = SettingRecord(
        SETTING_ID,
        name=listed.name or listed.id,
        kind=framework.for_.value,
        framework=framework.ref,
        framework_sha256=adopted.sha256,
    )
    portfolio = Portfolio.from_records([record])
    identity = Identity(
        setting=listed.id,
        framework=framework.ref,
        framework_sha256=adopted.sha256,
        copy="blank",
        day=on.isoformat(),
        base=NO_BASE,
        details=copy_details(record),
    )
    return Content(
        framework=framework,
        portfolio=portfolio,
        assessment=assess(framework, portfolio, on),
        on=on,
        held_back=0,
        identity=identity,
        people={},
        children_in_all=0,
    )
