"""What a file hides besides what it shows: looked for again on the way out, and taken out where it is found.

Photos were cleaned when they were added, but a database may be older than that, or have come from elsewhere.
Looking is cheap and changes nothing, so a clean file leaves with the very bytes that are stored.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.portfolio.photos import cannot_be_cleaned, cleaned

if TYPE_CHECKING:
    from zipfile import ZipInfo

_PLAIN_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD",
    b"pHYs", b"hIST", b"sPLT", b"acTL", b"fcTL", b"fdAT", b"cICP",
}  # fmt: skip
_PLAIN_WEBP = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_PLAIN_TIFF = {
    254, 255, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 296, 297, 317,
    320, 322, 323, 324, 325, 338, 339, 347, 530, 531, 532,
}  # fmt: skip
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES = {
    "docProps/core.xml": (b"dc:creator", b"cp:lastModifiedBy"),
    "docProps/app.xml": (b"Manager",),
    "meta.xml": (b"dc:creator", b"meta:initial-creator"),
}
_PATH = re.compile(rb'(<x15ac:absPath\b[^>]*?\burl=")[^"]*(")')  # the folder, and with it the user, of Excel
_PICTURE_SAYS = (b"Exif\0\0", b"http://ns.adobe.com/xap", b"Photoshop 3.0\0")


def clean_copy(content: bytes, name: str) -> bytes:
    """``content`` as it may leave: the same bytes where nothing is hidden in it.

    Raises :class:`BadInput` for what cannot be cleaned: films, locked or damaged documents, old Office files.
    """
    return _clean(content, name, 3, upright=True)


def _clean(content: bytes, name: str, depth: int, *, upright: bool) -> bytes:
    if cannot_be_cleaned(content) or content.startswith(_OLD_OFFICE) or depth == 0:
        raise BadInput(_("what “{name}” hides cannot be taken out of it").format(name=name))
    if content.startswith(b"PK\x03\x04"):
        return _clean_zip(content, name, depth)
    if b"%PDF-" in content[:1024]:
        return _clean_pdf(content, name) if pdf_hides(content) else content
    if content.startswith(b"{\\rtf"):
        return re.sub(rb"(\\(?:author|operator|manager|company) )[^{}\\]*", rb"\1", content)
    if content.startswith(b"ID3"):
        return _without_tags(content)
    if not picture_hides(content):
        # A kind of picture that is known only by its name is left to the one who knows pictures.
        return cleaned(content, name, upright=upright) if name.lower().endswith(".svg") else content
    logging.getLogger("PIL").setLevel(logging.CRITICAL)  # what it thinks of a file is nothing for users
    made = cleaned(content, name, upright=upright)
    if picture_hides(made):
        raise BadInput(_("what “{name}” hides cannot be taken out of it").format(name=name))
    return made


# -- pictures ------------------------------------------------------------------------------------------


def picture_hides(content: bytes) -> bool:
    """Whether a picture holds anything but the picture: a place, a camera, a date, a name, a thumbnail."""
    if content.startswith(b"\xff\xd8"):
        return _jpeg_hides(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png_hides(content)
    if content.startswith(b"GIF8"):
        return _gif_hides(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return any(kind not in _PLAIN_WEBP for kind in _webp_chunks(content))
    if content[:4] in (b"II*\0", b"MM\0*"):
        return _tiff_hides(content)
    return False


def _jpeg_hides(content: bytes) -> bool:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        kind = content[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        if kind == 0xDA:  # the picture itself; a telephone may put more behind it
            end = content.rfind(b"\xff\xd9")
            return content.find(b"\xff\xd8\xff", at) >= 0 or len(content) - end > 66
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        begin = content[at + 4 : at + 16]
        if kind == 0xFE or (0xE1 <= kind <= 0xEF and kind != 0xEE and not begin.startswith(b"ICC_PROFILE\0")):
            return True
        if kind == 0xE0 and (not begin.startswith(b"JFIF\0") or length > 16):
            return True
        at += 2 + length
    return True  # not a sound JPEG: what opens it again will say


def _png_hides(content: bytes) -> bool:
    at = 8
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if kind not in _PLAIN_CHUNKS:
            return True
        at += 12 + length
        if kind == b"IEND":
            return at < len(content)
    return True


def _gif_hides(content: bytes) -> bool:
    """Remarks, and extensions other than the one that says how often a moving picture begins again."""
    at = 13 + (3 << ((content[10] & 7) + 1) if len(content) > 13 and content[10] & 0x80 else 0)
    while at < len(content):
        kind, at = content[at], at + 1
        if kind == 0x3B:
            return at < len(content)
        if kind == 0x21:
            label, at = content[at : at + 1], at + 1
            named = content[at + 1 : at + 12]
            if label not in (b"\xf9", b"\xff") or (label == b"\xff" and named != b"NETSCAPE2.0"):
                return True
        elif kind == 0x2C and at + 9 <= len(content):
            table = content[at + 8]
            at += 10 + (3 << ((table & 7) + 1) if table & 0x80 else 0)
        else:
            return True
        while at < len(content) and content[at]:
            at += 1 + content[at]
        at += 1
    return True


def _webp_chunks(content: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(content):
        yield content[at : at + 4]
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + length + (length & 1)


def _tiff_hides(content: bytes) -> bool:
    order = "little" if content[:2] == b"II" else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(content[at : at + size], order)  # type: ignore[arg-type]

    at, pages = number(4, 4), 0
    while at and at + 2 <= len(content) and pages < 1_000:
        entries = number(at, 2)
        if any(number(at + 2 + 12 * n, 2) not in _PLAIN_TIFF for n in range(entries)):
            return True
        at, pages = number(at + 2 + 12 * entries, 4), pages + 1
    return False


def _without_tags(content: bytes) -> bytes:
    """A sound file without the tag before it, and the one behind it."""
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    content = content[10 + size + (10 if content[5] & 0x10 else 0) :]
    return content[:-128] if content[-128:-125] == b"TAG" else content


def bare_jpeg(content: bytes) -> bytes:
    """A JPEG picture without what it says of itself; the picture's own bytes stay as they are."""
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        kind = content[at + 1]
        if kind != 0xFE and not (0xE1 <= kind <= 0xEF and kind != 0xEE and kind != 0xE2):
            kept.append(content[at:end])
        at = end
    return b"".join([*kept, content[at:]])


# -- documents and zips --------------------------------------------------------------------------------


def _clean_zip(content: bytes, name: str, depth: int) -> bytes:
    from zipfile import ZipFile, ZipInfo

    from rrsa.exchange.gate.documents import Bounds

    bounds, out, changed = Bounds(), io.BytesIO(), False
    try:
        with ZipFile(io.BytesIO(content)) as parts, ZipFile(out, "w") as copy:
            document = "[Content_Types].xml" in parts.NameToInfo or "mimetype" in parts.NameToInfo
            changed = bool(parts.comment)
            bounds.take(members=len(parts.infolist()))
            for part in parts.infolist():
                bounds.take(inflated=part.file_size)
                before = parts.read(part)
                after = _part(part, before, depth, document=document)
                changed = changed or after != before or _packer_named(part)
                like = ZipInfo(part.filename, part.date_time)
                copy.writestr(like, after, compress_type=part.compress_type)
    except BadInput:
        raise
    except Exception:  # a damaged zip may fail anywhere in its reader, and in any way
        raise BadInput(_("“{name}” cannot be looked into").format(name=name)) from None
    return out.getvalue() if changed else content


def _packer_named(part: ZipInfo) -> bool:
    """Whether a zip says under which number the user who packed it was known."""
    at, extra = 0, part.extra
    while at + 4 <= len(extra):
        if extra[at : at + 2] in (b"ux", b"Ux", b"UX"):
            return True
        at += 4 + int.from_bytes(extra[at + 2 : at + 4], "little")
    return False


def _part(part: ZipInfo, content: bytes, depth: int, *, document: bool) -> bytes:
    for field in _PROPERTIES.get(part.filename, ()):
        content = re.sub(rb"(<%b(?:\s[^<>]*)?>)[^<]*(</%b>)" % (field, field), rb"\1\2", content)
    if part.filename == "xl/workbook.xml":
        content = _PATH.sub(rb"\1\2", content)
    if document and part.filename.lower().endswith((".xml", ".rels", ".emf", ".wmf", ".svg", ".bin", ".vml")):
        return content
    return _clean(content, part.filename, depth - 1, upright=not document) if content else content


def pdf_hides(content: bytes) -> bool:
    """Whether a PDF says who wrote it, or holds a photo that says where it was taken."""
    return (
        any(word in content for word in (b"/Author", b"/Creator", b"/Producer", b"/Metadata", b"/ObjStm"))
        or any(word in content for word in _PICTURE_SAYS)
        or b"/Encrypt" in content
    )


def _clean_pdf(content: bytes, name: str) -> bytes:
    """The same pages, without the properties and without what its photos say of themselves."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import StreamObject

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise ValueError
        said: Any = reader.metadata or {}
        properties = {key for key in said if key != "/Title"}
        root: Any = reader.trailer["/Root"]
        photos = any(word in content for word in _PICTURE_SAYS)
        if not properties and "/Metadata" not in root and not photos:
            return content
        title = said.get("/Title")
        writer = PdfWriter(clone_from=reader)
        writer.metadata = {"/Title": title} if title else None
        writer.root_object.pop("/Metadata", None)
        streams: list[Any] = [each for each in writer._objects if isinstance(each, StreamObject)]
        for each in streams:
            each.pop("/Metadata", None)
            if each.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
                each._data = bare_jpeg(each._data)
        out = io.BytesIO()
        writer.write(out)
    except Exception:  # a damaged file may fail anywhere in the reader, and in any way
        raise BadInput(_("“{name}” cannot be looked into").format(name=name)) from None
    return out.getvalue()
