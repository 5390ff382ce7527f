"""Files on their way out: looked into for names, and for what they hide."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from rrsa.errors import BadInput
from rrsa.exchange.gate.hidden import clean_copy
from rrsa.exchange.gate.leaving import Hit, name_left_out
from rrsa.exchange.gate.matching import Matcher, around
from rrsa.exchange.gate.reading import LIMIT, look_into
from rrsa.i18n import _
from rrsa.portfolio.ids import with_check
from rrsa.portfolio.privacy import Why
from rrsa.portfolio.records import Evidence

if TYPE_CHECKING:
    from rrsa.store import Store

_SHOWN = 20
"""Finds that are shown of one file; more of them say nothing new."""


class FileOut(NamedTuple):
    """A file that may leave."""

    evidence: str
    sha256: str
    name: str  # as it was stored; empty where that holds a name
    ending: str  # ".pdf"
    size: int  # bytes as stored
    hides: bool  # whether it must be cleaned on the way


class Looked(NamedTuple):
    """A file that was looked into. ``why`` says why it stays, if it does."""

    file: FileOut
    why: Why | None
    hits: tuple[Hit, ...]
    whole: bool  # all of it could be read


def look_at(store: Store, setting_id: str, item: Evidence, matcher: Matcher, kept: Collection[str]) -> Looked:
    """Looks into the file of a piece of evidence: at most :data:`LIMIT` bytes, in memory only now."""
    name = item.file_name or ""
    sha256 = item.file_sha256 or ""
    plain = "" if name.startswith(name_left_out()) else name
    out = FileOut(item.id, sha256, plain, PurePath(name).suffix.lower(), item.file_size or 0, False)
    try:
        content = stored(store, setting_id, sha256)
        clean = clean_copy(content, name)
    except BadInput:
        return Looked(out, Why.NOT_CLEAN, (), False)
    text, whole = look_into(clean) if matcher else ("", True)
    where = _("The file of evidence {reference}").format(reference=with_check(item.id))
    hits: list[Hit] = []
    held = False
    for start, end, names in matcher.find(text):
        stays = bool(names) and all(each in kept for each in names)
        held = held or not stays
        if len(hits) < _SHOWN:
            hits.append(Hit(" / ".join(names), where, None, item.id, around(text, start, end), stays))
    return Looked(out._replace(hides=clean != content), Why.NAME if held else None, tuple(hits), whole)


def stored(store: Store, setting_id: str, sha256: str) -> bytes:
    """The content of a stored file. Raises :class:`BadInput` where it is larger than any that was ever let
    in, and as ``Store.read_file`` does."""
    chunks, size = [], 0
    for chunk in store.read_file(setting_id, sha256):
        size += len(chunk)
        if size > LIMIT:
            raise BadInput(_("a stored file is too large to be looked into"))
        chunks.append(chunk)
    return b"".join(chunks)
