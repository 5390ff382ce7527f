"""Every place where a name or words occur: for answering somebody who asks what is held about them.

Reads only. It looks where a person would forget to: earlier wordings, side lines, what was typed and not
saved, inside stored files. What could not be looked into is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rrsa import drafts
from rrsa.errors import BadInput, RrsaError
from rrsa.exchange.gate.files import stored
from rrsa.exchange.gate.matching import Matcher, around
from rrsa.exchange.gate.names import Names as NamesList
from rrsa.exchange.gate.reading import look_into
from rrsa.guide.history import cell_words
from rrsa.i18n import _, ngettext
from rrsa.portfolio.changes import Cell
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.ids import with_check
from rrsa.portfolio.records import SPECS, Value

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.portfolio.changes import Changeset

Progress = Callable[[int, int], None]

_AN_ID = 64  # characters up to which a field holds an id or a hash, and no words
_PAGE = 500  # changesets read at a time
_OF_A_TEXT = 3  # finds that are shown of one long text


class Kept(StrEnum):
    """Where something is kept."""

    NOW = "now"
    SHARED = "shared"
    EARLIER = "earlier"
    SIDE_LINE = "side-line"
    FILE = "file"
    DRAFT = "draft"
    FRAMEWORK = "framework"
    NAMES = "names"

    @property
    def label(self) -> str:
        return {
            "now": _("What is recorded now"),
            "shared": _("What is shared with the authority"),
            "earlier": _("Earlier, in the history"),
            "side-line": _("Side lines, from other copies"),
            "file": _("Stored files"),
            "draft": _("Typed and not saved, on this machine"),
            "framework": _("The framework's text"),
            "names": _("The list of names on this machine"),
        }[self.value]


class Place(NamedTuple):
    """One place where the words occur."""

    kept: Kept
    where: str
    """In words: ``“Council minutes” · Note``."""
    when: str
    """When it was written, and by whom; empty for what stands now."""
    around: str
    """The words with a few on either side."""
    cell: Cell | None = None


class Answer(NamedTuple):
    """What was found, and what could not be looked into."""

    words: tuple[str, ...]
    setting: str
    places: tuple[Place, ...]
    unread: tuple[str, ...]
    files: int
    """Stored files that were looked into."""

    @property
    def summary(self) -> str:
        """How many places there are, in a line."""
        if not self.places:
            return _("Nothing was found.")
        n = len(self.places)
        return ngettext("Found in {n} place.", "Found in {n} places.", n).format(n=n)


def search(
    evaluation: Evaluation,
    words: Sequence[str],
    *,
    opened_as: Collection[str] = (),
    progress: Progress | None = None,
) -> Answer:
    """Every place where one of ``words`` (each a name or phrase) occurs as whole words, whatever the case and
    the accents.

    ``opened_as`` are further names by which the database is opened here: drafts are kept by name. Raises
    :class:`BadInput` where no word is given.
    """
    wanted = tuple(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
    if not wanted or not any(re.search(r"\w", word) for word in wanted):
        raise BadInput(_("it is not said what to look for"), _("give a name, or words in quotes"))
    looking = _Looking(evaluation, _Finder(wanted), (evaluation.store.where, *opened_as))
    places = list(looking.places(progress))
    order = {kept: n for n, kept in enumerate(Kept)}
    places.sort(key=lambda place: order[place.kept])
    return Answer(
        wanted,
        evaluation.portfolio.setting.name or evaluation.setting_id,
        tuple(places),
        tuple(looking.unread),
        looking.files,
    )


class _Finder:
    """Finds words as the privacy gate does; everyday words that are names count in small letters too."""

    def __init__(self, words: Sequence[str]) -> None:
        self._matcher = Matcher(words)
        self._letters = {_letters(word) for word in words}
        alone = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        self._alone = re.compile(rf"(?<!\w)(?:{alone})(?!\w)", re.IGNORECASE)

    def find(self, text: str) -> list[str]:
        """What stands around each find, in order."""
        finds = self._matcher.find(text)  # which takes the first word of several for a name of its own
        spans = {
            each.start: each.end for each in finds if _letters(text[each.start : each.end]) in self._letters
        }
        for match in self._alone.finditer(text):
            if not any(start <= match.start() < end for start, end in spans.items()):
                spans[match.start()] = match.end()
        return [around(text, start, spans[start]) for start in sorted(spans)]

    def in_file_name(self, name: str) -> bool:
        apart = re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])", " ", name)
        return bool(self.find(name) or self.find(re.sub(r"[\d_.+()\[\]-]+", " ", apart)))


def _letters(text: str) -> str:
    """The letters and digits of a text, without case and accents."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(filter(str.isalnum, plain))


class _Looking:
    def __init__(self, evaluation: Evaluation, finder: _Finder, names: Collection[str]) -> None:
        self.evaluation = evaluation
        self.finder = finder
        self.names = names
        self.unread: list[str] = []
        self.files = 0
        self._seen: set[tuple[Cell, Value]] = set()
        self._file_of: dict[str, Cell] = {}
        self._texts: set[str] = set()

    def places(self, progress: Progress | None) -> Iterator[Place]:
        yield from self._now()
        yield from self._shared()
        yield from self._history()
        yield from self._side_lines()
        yield from self._drafts()
        yield from self._names_list()
        yield from self._framework_texts()
        yield from self._files(progress)

    # -- cells -------------------------------------------------------------------------------------

    def _now(self) -> Iterator[Place]:
        for cell, value in self.evaluation.portfolio.cells():
            yield from self._of_cell(Kept.NOW, cell, value, "")

    def _shared(self) -> Iterator[Place]:
        """The snapshot that others can see, and those before it, in the words in which they read them."""
        from rrsa.guide.shared import Shared
        from rrsa.guide.shared_words import sections
        from rrsa.store.shared import content, history

        store, setting = self.evaluation.store, self.evaluation.setting_id
        for text in filter(None, (content(store, setting), *(said for _at, said in history(store, setting)))):
            try:
                found = Shared.from_json(text)
            except BadInput:
                continue
            for section in sections(found):
                for line in section.lines:
                    for words in self.finder.find(line)[:_OF_A_TEXT]:
                        yield Place(Kept.SHARED, section.title, show_day(found.at[:10]), words)

    def _of_cell(self, kept: Kept, cell: Cell, value: Value, when: str) -> Iterator[Place]:
        """A value that was not looked at before."""
        if not isinstance(value, str) or (cell, value) in self._seen:
            return
        self._seen.add((cell, value))
        if (cell.kind, cell.field) == ("evidence", "file_sha256"):
            self._file_of.setdefault(value, cell)
        elif (cell.kind, cell.field) == ("setting", "framework_sha256"):
            self._texts.add(value)
        spec = SPECS[cell.kind][cell.field]
        if spec.type != "text" or spec.choices or spec.limit <= _AN_ID:
            return
        finds = self.finder.find(value)
        if not finds and cell.field == "file_name" and self.finder.in_file_name(value):
            finds = [value]
        if finds:
            yield Place(kept, self._where(cell), when, finds[0], cell)

    def _where(self, cell: Cell) -> str:
        about = cell_words(self.evaluation.framework, self.evaluation.portfolio, cell, [])[0]
        here = cell.record in self.evaluation.portfolio.of_kind(cell.kind)
        return about if here else _("{what} (removed)").format(what=about)

    # -- what was -----------------------------------------------------------------------------------

    def _history(self) -> Iterator[Place]:
        before = self.evaluation.revision + 1
        while before > 1:
            page = self.evaluation.store.history(self.evaluation.setting_id, limit=_PAGE, before=before)
            if not page:
                return
            for entry in page:
                place = _("revision {n}").format(n=entry.revision)
                yield from self._of_changeset(Kept.EARLIER, entry.changeset, place)
            before = page[-1].revision

    def _side_lines(self) -> Iterator[Place]:
        for line in self.evaluation.store.side_lines(self.evaluation.setting_id):
            place = _("brought in {day}").format(day=show_day(line.at[:10]))
            for changeset in line.changesets:
                yield from self._of_changeset(Kept.SIDE_LINE, changeset, place)

    def _of_changeset(self, kept: Kept, changeset: Changeset, place: str) -> Iterator[Place]:
        when = _("{place}, {day}, by {role}").format(
            place=place, day=show_day(changeset.at[:10]), role=changeset.author
        )
        for change in changeset.changes:
            for value in (change.before, change.after):
                yield from self._of_cell(kept, change.cell, value, when)
        for what, text in ((_("What the history calls it"), changeset.reason), (_("Who"), changeset.author)):
            if finds := self.finder.find(text):
                yield Place(kept, what, when, finds[0])

    # -- beside the database -----------------------------------------------------------------------

    def _drafts(self) -> Iterator[Place]:
        for own in drafts.of_setting(self.names, self.evaluation.setting_id):
            for draft in own.all():
                finds = self.finder.find(draft.text) or self.finder.find(draft.base)
                if finds and draft.cell.kind in SPECS and draft.cell.field in SPECS[draft.cell.kind]:
                    yield Place(Kept.DRAFT, self._where(draft.cell), "", finds[0], draft.cell)
                elif finds:
                    yield Place(Kept.DRAFT, "/".join(draft.cell), "", finds[0])

    def _names_list(self) -> Iterator[Place]:
        for name in NamesList.of(self.evaluation.setting_id).all():
            if self.finder.find(name):
                yield Place(Kept.NAMES, _("rrsa names shows it"), "", name)

    def _framework_texts(self) -> Iterator[Place]:
        for sha in sorted(self._texts):
            try:
                text = self.evaluation.store.framework_text(self.evaluation.setting_id, sha)
            except RrsaError:
                continue
            now = self.evaluation.portfolio.setting
            where = now.framework or "" if now.framework_sha256 == sha else _("an earlier one")
            yield from (
                Place(Kept.FRAMEWORK, where, "", find) for find in self.finder.find(text)[:_OF_A_TEXT]
            )

    # -- files -------------------------------------------------------------------------------------

    def _files(self, progress: Progress | None) -> Iterator[Place]:
        names = self._names_of_files()
        for n, (sha, cell) in enumerate(sorted(self._file_of.items(), key=lambda each: each[1])):
            if progress is not None:
                progress(n, len(self._file_of))
            name = names.get(sha, "")
            where = _("{name}, the file of evidence {reference}").format(
                name=name or _("a file"), reference=with_check(cell.record)
            )
            try:
                text, whole = look_into(stored(self.evaluation.store, self.evaluation.setting_id, sha))
            except RrsaError:
                self.unread.append(where)
                continue
            self.files += 1
            if not whole:
                self.unread.append(where)
            yield from (
                Place(Kept.FILE, where, "", find, cell) for find in self.finder.find(text)[:_OF_A_TEXT]
            )

    def _names_of_files(self) -> dict[str, str]:
        items = self.evaluation.portfolio.evidence.values()
        return {item.file_sha256: item.file_name or "" for item in items if item.file_sha256}


# -- telling -------------------------------------------------------------------------------------------


def lines(answer: Answer) -> Iterator[str]:
    """The answer as it is printed or kept: places under headings, then what could not be looked into."""
    yield _("Looked for {words} in {setting}").format(
        words=", ".join(f"“{word}”" for word in answer.words), setting=answer.setting
    )
    yield answer.summary
    for kept in Kept:
        own = [place for place in answer.places if place.kept is kept]
        if own:
            yield ""
            yield f"{kept.label}:"
            yield from (_line(place) for place in own)
    if answer.unread:
        yield ""
        yield _("Could not be looked into, or not all of it (a photo, a scan, a film, a locked file):")
        yield from (f"  {each}" for each in answer.unread)
    yield ""
    yield _elsewhere()


def _line(place: Place) -> str:
    when = f" [{place.when}]" if place.when else ""
    return f"  {place.where}{when}: {place.around}"


def _elsewhere() -> str:
    return _(
        "Not looked at from here: backups, whole packs, workbooks and papers that were handed out, and what "
        "the evidence points at. Somebody can be meant without a name: read as well as search."
    )
