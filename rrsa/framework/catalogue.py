"""Which frameworks there are: those that come with the program and the user's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rrsa import paths
from rrsa.errors import BadInput, NotFound
from rrsa.framework.adopted import Adopted, adopt
from rrsa.framework.crosswalk import holds_crosswalk
from rrsa.framework.problems import FrameworkProblems, Problem, nearest, quoted
from rrsa.framework.reader import check, load_text, read_rights
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.framework.model import Rights
    from rrsa.vocabulary import SettingKind

Origin = Literal["shipped", "yours"]

_SUFFIXES = (".yaml", ".yml")
_ARTICLES = re.compile(r"^([\"']?)articles\1[ \t]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One framework file. One that cannot be used is listed by its file's name, with its ``problems``;
    ``kind`` is then None and ``offered`` false."""

    id: str
    version: str
    title: str
    kind: SettingKind | None
    offered: bool
    path: Path
    origin: Origin
    problems: tuple[Problem, ...] = ()

    @property
    def ref(self) -> str:
        """``id@version``, or the bare id when the version is not known."""
        return f"{self.id}@{self.version}" if self.version else self.id


def catalogue() -> list[Entry]:
    """All frameworks, the shipped ones first, each group by id and version."""
    found = [entry for entry, _adopted in _all()]
    return sorted(found, key=lambda e: (e.origin == "yours", e.id, _natural(e.version), str(e.path)))


def find(ref: str) -> Adopted:
    """The framework that ``ref`` means: an id, ``id@version`` or a file.

    A bare id means its newest version on offer, in natural order, or its newest at all where none is on
    offer; where the user's own and a shipped one are the
    same version, the user's own. Raises ``NotFound``, ``FrameworkProblems`` when what was found cannot be
    used, and ``BadInput`` when two different files of the user hold the same version.
    """
    if ref.endswith(_SUFFIXES) or "/" in ref or "\\" in ref:
        return _from_file(Path(ref))
    known = _all()
    wanted_id, _at, version = ref.partition("@")
    matching = [
        (entry, adopted)
        for entry, adopted in known
        if adopted is not None and entry.id == wanted_id and (not version or entry.version == version)
    ]
    if matching:
        return _best(matching)
    for entry, adopted in known:
        if adopted is None and entry.id == wanted_id:
            raise FrameworkProblems(entry.problems)
    if Path(ref).is_file():
        return _from_file(Path(ref))
    raise _not_found(ref, wanted_id, [entry for entry, adopted in known if adopted is not None])


def rights() -> Rights:
    """The Convention's articles: the user's own wording if there is one, else the one that is shipped.

    Raises ``FrameworkProblems`` when the user's own cannot be used.
    """
    for folder in (paths.user_frameworks_dir(), paths.shipped("frameworks")):
        for path in _files(folder):
            try:
                found = _holds_articles(load_text(path))
            except FrameworkProblems:
                continue  # not a readable file at all; the catalogue lists it
            if found:
                return read_rights(path)
    raise NotFound(_("the articles of the Convention are missing"), _("install the program again"))


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    except OSError:
        return []


def _holds_articles(text: str) -> bool:
    return _ARTICLES.search(text) is not None


def _all() -> list[tuple[Entry, Adopted | None]]:
    places: Sequence[tuple[Path, Origin]] = (
        (paths.shipped("frameworks"), "shipped"),
        (paths.user_frameworks_dir(), "yours"),
    )
    entries = [_entry(path, origin) for folder, origin in places for path in _files(folder)]
    return [entry for entry in entries if entry is not None]


def _entry(path: Path, origin: Origin) -> tuple[Entry, Adopted | None] | None:
    """A file's line in the catalogue. None for a file of articles that is in order."""
    try:
        text = load_text(path)
        if holds_crosswalk(text):
            return None  # it leads from one framework to another and is none itself
        if _holds_articles(text):
            problems = check(path)
            return (_broken(path, origin, problems), None) if problems else None
        adopted = adopt(text, str(path))
    except FrameworkProblems as error:
        return _broken(path, origin, error.problems), None
    framework = adopted.framework
    entry = Entry(
        framework.id, framework.version, framework.title, framework.for_, framework.offered, path, origin
    )
    return entry, adopted


def _broken(path: Path, origin: Origin, problems: Sequence[Problem]) -> Entry:
    return Entry(path.stem, "", path.name, None, False, path, origin, tuple(problems))


def _from_file(path: Path) -> Adopted:
    text = load_text(path)
    if holds_crosswalk(text):
        raise BadInput(
            _("{file} holds a crosswalk between frameworks, not a framework").format(file=path),
            _("name a framework's file"),
        )
    if _holds_articles(text):
        raise BadInput(
            _("{file} holds the Convention's articles, not a framework").format(file=path),
            _("name a framework's file"),
        )
    return adopt(text, str(path))


def _best(matching: Sequence[tuple[Entry, Adopted]]) -> Adopted:
    def rank(found: tuple[Entry, Adopted]) -> tuple[bool, list[tuple[int, str]], bool]:
        entry = found[0]
        return entry.offered, _natural(entry.version), entry.origin == "yours"

    best = max(map(rank, matching))
    first, *others = [found for found in matching if rank(found) == best]
    for other, adopted in others:
        if adopted.sha256 != first[1].sha256:
            raise BadInput(
                _("{one} and {other} both hold {ref}").format(
                    one=first[0].path, other=other.path, ref=other.ref
                ),
                _("give one of them another version, or name the file that you mean"),
            )
    return first[1]


def _natural(version: str) -> list[tuple[int, str]]:
    """Sorts 1.10 after 1.9."""
    parts = re.findall(r"[0-9]+|[^0-9]+", version)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _not_found(ref: str, wanted_id: str, entries: Sequence[Entry]) -> NotFound:
    what = _("there is no framework {ref}").format(ref=quoted(ref))
    same_id = [entry for entry in entries if entry.id == wanted_id]
    newest = max(same_id, key=lambda entry: _natural(entry.version), default=None)
    meant = newest.ref if newest else nearest(wanted_id, [entry.id for entry in entries])
    if meant:
        return NotFound(
            what, _("did you mean “{ref}”? List them all with: rrsa frameworks").format(ref=meant)
        )
    return NotFound(what, _("list them with: rrsa frameworks"))
