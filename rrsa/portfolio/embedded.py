"""Pictures inside documents and zips lose what they hide, as loose photos do.

Word, PowerPoint, Excel and OpenDocument files are zips of parts. Pictures among them are cleaned in their
place and stay as they lie, since the document itself says how each is turned. The names of who wrote the
document go too. Every other part keeps its bytes: text, comments and tracked changes are not looked into.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.portfolio.photos import cannot_be_cleaned, cleaned

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

_DOCUMENTS = {
    ".docx", ".docm", ".dotx", ".pptx", ".pptm", ".ppsx", ".potx", ".xlsx", ".xlsm", ".xltx",
    ".odt", ".ods", ".odp", ".odg", ".ott",
}  # fmt: skip
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a document with a password is wrapped in this old form
_DRAWN = {".emf", ".wmf", ".svg", ".wdp"}
"""Drawings, and layers that the writing program made itself; they are left as they are."""

_AUTHORS = {
    "docProps/core.xml": (b"dc:creator", b"cp:lastModifiedBy"),
    "meta.xml": (b"dc:creator", b"meta:initial-creator"),
}


@dataclass
class _Allowance:
    """What may still be unpacked, zips inside zips included."""

    parts: int = 10_000
    bytes: int = 400 * 1024 * 1024
    depth: int = 3


def cleaned_document(content: bytes, name: str) -> bytes:
    """``content`` with its pictures cleaned and its authors' names gone; what is no zip, as it is.

    Raises :class:`BadInput` for a document that is locked or damaged, for what unpacks to more than can be
    looked into, and for a film or a picture inside that cannot be cleaned.
    """
    return _cleaned(content, name, _Allowance())


def _cleaned(content: bytes, name: str, allowance: _Allowance) -> bytes:
    document = PurePath(name).suffix.lower() in _DOCUMENTS
    if not content.startswith(b"PK"):
        if document:
            raise _locked(name) if content.startswith(_LOCKED) else _damaged(name)
        return content
    # Only a file that is a zip brings the zip library along.
    import zlib
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(io.BytesIO(content)) as parts:
            document = document or _is_document(parts)
            if _is_enciphered(parts):
                if document:
                    raise _locked(name)
                return content
            return _rewritten(parts, content, name, allowance, upright=not document)
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError):
        if document:
            raise _damaged(name) from None
        return content


def _is_document(parts: ZipFile) -> bool:
    names = parts.NameToInfo
    return "[Content_Types].xml" in names or ("mimetype" in names and "content.xml" in names)


def _is_enciphered(parts: ZipFile) -> bool:
    """Zips mark each part; OpenDocument says so in its list of parts."""
    manifest = parts.NameToInfo.get("META-INF/manifest.xml")
    if any(part.flag_bits & 1 for part in parts.infolist()):
        return True
    if manifest is None or manifest.file_size > 10_000_000:
        return False
    return b"encryption-data" in parts.read(manifest)


def _rewritten(parts: ZipFile, content: bytes, name: str, allowance: _Allowance, *, upright: bool) -> bytes:
    from zipfile import ZipFile

    allowance.parts -= len(parts.infolist())
    allowance.bytes -= sum(part.file_size for part in parts.infolist())
    if min(allowance.parts, allowance.bytes, allowance.depth) < 0:
        raise BadInput(
            _("“{name}” unpacks to more than can be looked into").format(name=name),
            _("save a smaller copy and add that, or say where it is kept"),
        )
    out = io.BytesIO()
    changed = False
    with ZipFile(out, "w") as copy:
        for part in parts.infolist():
            before = parts.read(part)
            after = _part(part.filename, before, name, allowance, upright=upright)
            changed = changed or after != before
            copy.writestr(_like(part), after, compress_type=part.compress_type)
    return out.getvalue() if changed else content


def _part(path: str, content: bytes, name: str, allowance: _Allowance, *, upright: bool) -> bytes:
    if path in _AUTHORS:
        for field in _AUTHORS[path]:
            content = re.sub(rb"(<%b(?:\s[^<>]*)?>)[^<]*(</%b>)" % (field, field), rb"\1\2", content)
        return content
    # A Mac packs a note beside each file, under the file's name with a dot and a line before it.
    if not content or PurePath(path).suffix.lower() in _DRAWN or PurePath(path).name.startswith("._"):
        return content
    if cannot_be_cleaned(content):
        raise BadInput(
            _("“{name}” holds a film or photo that may say where it was taken").format(name=name),
            _("take “{part}” out of it first, or say where it is kept").format(part=PurePath(path).name),
        )
    allowance.depth -= 1
    try:
        return _cleaned(cleaned(content, path, upright=upright), path, allowance)
    except BadInput as problem:
        what = _("“{name}”: {problem}").format(name=name, problem=problem.what)
        raise BadInput(what, problem.mend) from None
    finally:
        allowance.depth += 1


def _like(part: ZipInfo) -> ZipInfo:
    """The same place in the zip, without what the packing program noted beside it."""
    from zipfile import ZipInfo

    made = ZipInfo(part.filename, part.date_time)
    made.external_attr = part.external_attr
    return made


def _locked(name: str) -> BadInput:
    return BadInput(
        _("“{name}” is locked with a password").format(name=name),
        _("save a copy without one and add that, or say where it is kept"),
    )


def _damaged(name: str) -> BadInput:
    return BadInput(
        _("“{name}” is damaged, or not what its name says").format(name=name),
        _("open it in its own program, save it again and add that"),
    )
