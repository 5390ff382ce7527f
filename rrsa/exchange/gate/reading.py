"""The text of a file, for looking for names in it: text, CSV, Word, Excel, OpenDocument, PDF, zips of them.

What a file *is* decides, not what it is called. Everything is bounded: bytes, members, pages, characters,
time. What cannot be read (a scanned page, a photo, a film, a locked document) is said, never passed over.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, NamedTuple

from rrsa.exchange.gate.documents import Bounds, Enough, pdf_text, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

LIMIT = 25 * 1024 * 1024
"""Bytes of a file that is looked into."""
_DEPTH = 3
_NOTHING_SAID = re.compile(
    r"/theme/|/(styles|settings|stylesWithEffects|webSettings|fontTable|numbering)\.xml$", re.I
)
"""Parts of a document that say how it looks and nothing else."""


class Text(NamedTuple):
    """What could be read of a file. ``whole`` is false where something in it could not be looked into."""

    text: str
    whole: bool


def texts_of(content: bytes) -> str | None:
    """The text of a file; ``None`` where it, or a part of it, cannot be looked into."""
    found = look_into(content)
    return found.text if found.whole else None


def look_into(content: bytes) -> Text:
    """The text of a file and whether that is all of it. Never raises for what a file may hold."""
    if len(content) > LIMIT:
        return Text("", False)
    parts: list[str] = []
    try:
        whole = all(list(_parts(content, Bounds(), parts, _DEPTH)))  # every part, even after one that fails
    except Enough:
        whole = False
    return Text(re.sub(r"\n\s*\n", "\n", "\n".join(parts)), whole)


def plain_text(content: bytes) -> str | None:
    """The text of a plain file, whatever wrote it; ``None`` where it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content[:4096]:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        odd = sum(1 for c in text[:4096] if c == "\ufffd" or (c < " " and c not in "\n\r\t\f"))
        if odd * 50 > len(text[:4096]):
            return None
    if content.startswith(b"{\\rtf"):
        return _rich_text(text)
    if "<" in text and "&" in text:
        import html

        text += "\n" + html.unescape(text)
    return text


def _rich_text(text: str) -> str:
    """What a rich text file (RTF) says, without its control words."""
    text = re.sub(r"\\u(-?\d+) ?\??", lambda m: chr(int(m[1]) % 65_536), text)
    text = re.sub(r"\\'([0-9a-fA-F]{2})", lambda m: bytes.fromhex(m[1]).decode("cp1252", "replace"), text)
    text = re.sub(r"\\(?:par|line|tab|cell|row)\b ?", "\n", text)
    return re.sub(r"[{}]", "", re.sub(r"\\[a-z]+-?\d* ?", "", text))


def _parts(content: bytes, bounds: Bounds, parts: list[str], depth: int) -> Iterator[bool]:
    """Puts the texts into ``parts``; says of each thing inside whether it could be read."""
    bounds.take()
    if content.startswith(b"PK\x03\x04"):
        yield from _zip(content, bounds, parts, depth)
    elif b"%PDF-" in content[:1024]:
        yield pdf_text(content, bounds, parts)
    else:
        text = plain_text(content)
        if text is not None:
            bounds.take(characters=len(text))
            parts.append(text)
        yield text is not None


# -- zips ----------------------------------------------------------------------------------------------


def _zip(content: bytes, bounds: Bounds, parts: list[str], depth: int) -> Iterator[bool]:
    from zipfile import ZipFile

    if depth == 0:
        yield False
        return
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            members = [m for m in archive.infolist() if not m.filename.endswith("/")]
            bounds.take(members=len(members))
            document = "[Content_Types].xml" in archive.NameToInfo or "mimetype" in archive.NameToInfo
            if not document:
                parts.extend(m.filename for m in members)
            parts.append(archive.comment.decode("utf-8", "replace"))
            for member in members:
                bounds.take(inflated=member.file_size)
                inner = _member(archive, member.filename, member.file_size)
                lower = member.filename.lower()
                if not document:
                    yield from _parts(inner, bounds, parts, depth - 1)
                elif _NOTHING_SAID.search(lower):
                    continue
                elif lower.endswith((".xml", ".rels", ".vml")):
                    yield xml_text(inner, bounds, parts)
                elif inner.startswith((b"PK\x03\x04", b"%PDF-")):  # a document inside a document
                    yield from _parts(inner, bounds, parts, depth - 1)
                elif lower.startswith(("word/embeddings", "xl/embeddings", "ppt/embeddings")):
                    yield False
    except Enough:
        raise
    except Exception:  # a damaged zip may fail anywhere in its reader, and in any way
        yield False


def _member(archive: ZipFile, name: str, said: int) -> bytes:
    with archive.open(name) as stream:
        content = stream.read(said + 1)
    if len(content) > said:
        raise Enough
    return content
