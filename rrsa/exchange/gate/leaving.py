"""What may leave of a portfolio: without what is held back, and without the names of the setting's list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rrsa.exchange.gate.matching import Found, Matcher, around
from rrsa.exchange.gate.names import Names, check_kept
from rrsa.guide.record_words import HEADS
from rrsa.guide.record_words import Names as RecordWords
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.ids import with_check
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.privacy import Why, redact
from rrsa.portfolio.records import SPECS, Record

if TYPE_CHECKING:
    from rrsa.exchange.gate.files import FileOut
    from rrsa.framework.model import Framework
    from rrsa.store import Store

Progress: TypeAlias = Callable[[int, int], None]

_ID = 64  # characters: fields of this size hold ids and hashes
_NO_TEXT = {
    ("setting", "name"),  # public, and on everything that leaves
    ("setting", "authority"),
    ("setting", "framework"),
    ("evidence", "file_type"),
    ("parked", "record"),
    ("parked", "origin"),
    ("parked", "content"),  # the same words as data; it goes into no workbook, paper or pack for others
    ("form", "columns"),  # how a file is read; it goes into no workbook, paper or pack
}
TEXTS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(
        name
        for name, spec in specs.items()
        if spec.type == "text" and not spec.choices and spec.limit != _ID and (kind, name) not in _NO_TEXT
    )
    for kind, specs in SPECS.items()
}
"""Kind → the fields that hold what somebody wrote."""


class Hit(NamedTuple):
    """A name of the list, found in something that is about to leave."""

    name: str  # as it stands on the list
    where: str  # in words
    cell: Cell | None  # None for a file
    file: str | None  # the evidence whose file it is
    around: str  # the name with a few words either side
    kept: bool  # knowingly left in


@dataclass(frozen=True)
class Leaving:
    """What may leave, and what was found on the way. ``held`` counts by reason; it never says which."""

    portfolio: Portfolio
    held: Mapping[Why, int] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    unread: int = 0  # files that could not be looked into
    files: Mapping[str, FileOut] = field(default_factory=dict)  # evidence → its file, where that may leave

    @property
    def held_back(self) -> int:
        """How many pieces of evidence were held back."""
        return sum(n for why, n in self.held.items() if not why.of_file)

    @property
    def kept_names(self) -> int:
        return sum(hit.kept for hit in self.hits)

    @property
    def redacted_names(self) -> int:
        return sum(not hit.kept and hit.cell is not None for hit in self.hits)


def through_the_gate(
    store: Store,
    setting_id: str,
    framework: Framework,
    portfolio: Portfolio,
    *,
    keep: Collection[str] = (),
    files: bool = False,
    progress: Progress | None = None,
) -> Leaving:
    """What of ``portfolio`` may leave: the one way out, for workbooks, papers and packs.

    ``keep`` names entries of the setting's list that are knowingly left in. With ``files`` the files are
    looked into too, one at a time; ``progress`` is then called with bytes done and in all, and may raise.
    Raises :class:`~rrsa.errors.BadInput` for a name in ``keep`` that is not on the list.
    """
    redacted = redact(portfolio)
    matcher = matcher_of(setting_id, portfolio)
    kept = check_kept(matcher, keep)
    found, hits = without_names(redacted.portfolio, framework, matcher, kept)
    leaving = Leaving(found, redacted.held, hits)
    return look_at_files(leaving, store, setting_id, matcher, kept, progress) if files else leaving


def matcher_of(setting_id: str, portfolio: Portfolio) -> Matcher:
    """A setting's list; what the setting and its authority are called is public, whatever is in it."""
    setting = portfolio.setting
    return Names.of(setting_id).matcher([setting.name or "", setting.authority or ""])


def look_at_files(
    leaving: Leaving,
    store: Store,
    setting_id: str,
    matcher: Matcher,
    kept: Collection[str],
    progress: Progress | None = None,
) -> Leaving:
    """``leaving`` with the files of its evidence looked into: those that may not leave are counted."""
    from rrsa.exchange.gate.files import look_at

    items = [i for i in leaving.portfolio.evidence.values() if i.present and i.file_sha256]
    total = sum(item.file_size or 0 for item in items)
    done = 0
    files: dict[str, FileOut] = {}
    held: Counter[Why] = Counter()
    hits: list[Hit] = []
    unread = 0
    for item in sorted(items, key=lambda item: item.id):
        if progress is not None:
            progress(done, total)
        looked = look_at(store, setting_id, item, matcher, kept)
        hits += looked.hits
        if looked.why is not None:
            held[looked.why] += 1
        else:
            files[item.id] = looked.file
            unread += not looked.whole
        done += item.file_size or 0
    if progress is not None:
        progress(total, total)
    return replace(
        leaving,
        held={**leaving.held, **held},
        hits=(*leaving.hits, *hits),
        unread=unread,
        files=files,
    )


def without_names(
    portfolio: Portfolio, framework: Framework, matcher: Matcher, kept: Collection[str]
) -> tuple[Portfolio, tuple[Hit, ...]]:
    """The portfolio with ``[name]`` where a name of the list stood, and where those were."""
    if not matcher:
        return portfolio, ()
    hits: list[Hit] = []
    changes: list[Change] = []
    words = RecordWords(framework, portfolio)
    for record, name, text in _texts(portfolio):
        spans = _in_file_name(matcher, text) if name == "file_name" else matcher.find(text)
        if not spans:
            continue
        cell = Cell(record.KIND, record.id, name)
        made, last = [], 0
        for start, end, names in spans:
            stays = bool(names) and all(each in kept for each in names)
            hits.append(
                Hit(" / ".join(names), where_words(words, cell), cell, None, around(text, start, end), stays)
            )
            made += [text[last:start], text[start:end] if stays else name_left_out()]
            last = end
        after = "".join([*made, text[last:]])
        if after != text:
            changes.append(Change(cell, text, after))
    return (portfolio.with_changes(changes) if changes else portfolio), tuple(hits)


def _in_file_name(matcher: Matcher, name: str) -> tuple[Found, ...]:
    """All of a file's name but its ending, where it holds a name: the rest of it would say as much."""
    names = matcher.in_file_name(name)
    return (Found(0, len(PurePath(name).stem), names),) if names else ()


def _texts(portfolio: Portfolio) -> Iterator[tuple[Record, str, str]]:
    for kind, fields in TEXTS.items():
        if not fields:
            continue
        for record in portfolio.of_kind(kind).values():
            for name in fields:
                text = getattr(record, name)
                if text:
                    yield record, name, text


def where_words(words: RecordWords, cell: Cell) -> str:
    """``Evidence E4K7M2Q9X-C · What it shows``, ``4 Safe · Why we say so``."""
    head = HEADS.get(cell.kind, {}).get(cell.field)
    about = {
        "evidence": _("Evidence {reference}"),
        "action": _("Action {reference}"),
        "measure": _("Measure {reference}"),
        "reading": _("Reading {reference}"),
        "round": _("Round of questions {reference}"),
        "tally": _("Answers {reference}"),
    }.get(cell.kind)
    if about is not None:
        record = about.format(reference=with_check(cell.record))
    elif cell.kind == "setting":
        record = _("The setting")
    else:
        record = words.record(cell.kind, cell.record)
    return _("{record} · {field}").format(record=record, field=head() if head else cell.field)


def name_left_out() -> str:
    """What stands where a name stood."""
    return _("[name]")
