"""What stands in the parts of an office document and on the pages of a PDF, within bounds."""

from __future__ import annotations

import io
import time
from typing import Any
from xml.sax.handler import ContentHandler

_INFLATED = 200 * 1024 * 1024
_MEMBERS = 10_000
_PAGES = 1_000
_PAGE = 4 * 1024 * 1024  # bytes of what draws one page, its pictures aside: more is a plan or a trap
_CHARACTERS = 20_000_000
_SECONDS = 30.0

_PARAGRAPHS = {"p", "h", "si", "is", "text"}
"""Inside these a word may be cut into several runs; everywhere else each element stands for itself."""
_TOLD = {"author", "initials", "descr", "title", "name", "tooltip", "creator", "url", "alt", "Target"}
"""Attributes that people read or that say who wrote: comments, pictures, sheets, tracked changes, links."""
_GAPS = {"br", "tab", "cr", "s", "line-break"}


class Enough(Exception):
    """More than is looked into."""


class Bounds:
    """What may still be read of one file, everything inside it included."""

    def __init__(self) -> None:
        self.inflated = _INFLATED
        self.members = _MEMBERS
        self.characters = _CHARACTERS
        self.until = time.monotonic() + _SECONDS

    def take(self, *, inflated: int = 0, members: int = 0, characters: int = 0) -> None:
        self.inflated -= inflated
        self.members -= members
        self.characters -= characters
        if min(self.inflated, self.members, self.characters) < 0 or time.monotonic() > self.until:
            raise Enough


class _Words(ContentHandler):
    """Takes down what an XML part says; words that are cut into runs are put together again."""

    def __init__(self, bounds: Bounds, parts: list[str]) -> None:
        super().__init__()
        self._bounds = bounds
        self._parts = parts
        self._made: list[str] = []
        self._inside = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the parser calls it so
        tag = name.rpartition(":")[2]
        if tag in _PARAGRAPHS:
            self._inside += 1
        elif tag in _GAPS:
            self._made.append(" ")
        for key, value in attrs.items():
            if key.rpartition(":")[2] in _TOLD:
                self._parts.append(value)

    def endElement(self, name: str) -> None:  # noqa: N802
        tag = name.rpartition(":")[2]
        if tag in _PARAGRAPHS:
            self._inside -= 1
        if tag in _PARAGRAPHS or not self._inside:
            self._made.append("\n")
        if len(self._made) > 20_000:
            self.close()

    def characters(self, content: str) -> None:
        if not (content.isspace() and "\n" in content):  # only how the part is laid out
            self._made.append(content)

    def endDocument(self) -> None:  # noqa: N802
        self.close()

    def close(self) -> None:
        text = "".join(self._made)
        self._made.clear()
        self._bounds.take(characters=len(text))
        self._parts.append(text)


def xml_text(content: bytes, bounds: Bounds, parts: list[str]) -> bool:
    """Puts what a part of a document says into ``parts``; false where it is no sound XML."""
    from xml.sax import SAXException

    from defusedxml.common import DefusedXmlException
    from defusedxml.sax import parse

    try:
        parse(io.BytesIO(content), _Words(bounds, parts))
    except (SAXException, DefusedXmlException, ValueError, LookupError):
        return False
    return True


def pdf_text(content: bytes, bounds: Bounds, parts: list[str]) -> bool:
    """Puts the text of a PDF into ``parts``: its pages, remarks, form fields, bookmarks and properties.

    False where it is locked or damaged, or where a page is a picture: what stands on it cannot be read.
    """
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it thinks of a file is nothing for users
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return False
        pages = len(reader.pages)
        whole = pages <= _PAGES and not reader.attachments
        _properties(reader, bounds, parts)
        for number in range(min(pages, _PAGES)):
            page = reader.pages[number]
            if _drawn(page) > _PAGE:
                whole = False
                continue
            text = page.extract_text() or ""
            bounds.take(characters=len(text))
            parts.append(text)
            for note in page.get("/Annots") or ():
                about = note.get_object()
                parts.extend(str(about[key]) for key in ("/Contents", "/T", "/V", "/TU") if key in about)
            if not text.strip() and "/XObject" in (page.get("/Resources") or {}):
                whole = False
    except Enough:
        raise
    except Exception:  # a damaged file may fail anywhere in the reader, and in any way
        return False
    return whole


def _drawn(page: Any) -> int:
    """Bytes of the instructions that draw a page, and the forms that it is put together from."""
    contents = page.get_contents()
    size = len(contents.get_data()) if contents is not None else 0
    for each in (page.get("/Resources", {}).get_object().get("/XObject") or {}).values():
        drawn = each.get_object()
        if drawn.get("/Subtype") == "/Form":
            size += len(drawn.get_data())
    return size


def _properties(reader: Any, bounds: Bounds, parts: list[str]) -> None:
    parts.extend(str(value) for value in (reader.metadata or {}).values())
    fields = reader.get_fields() or {}
    parts.extend(str(field.get("/V", "")) for field in fields.values())
    beside = reader.trailer["/Root"].get("/Metadata")
    if beside is not None:
        xml_text(beside.get_object().get_data(), bounds, parts)
    todo = list(reader.outline)
    while todo:
        entry = todo.pop()
        if isinstance(entry, list):
            todo.extend(entry)
        else:
            parts.append(str(entry.title))
        bounds.take()
