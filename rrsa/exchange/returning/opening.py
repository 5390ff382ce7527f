"""Opening what was sent back: bounded before anything is taken apart, refused in one clear line."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.i18n import _
from rrsa.paths import expanded

LARGEST = 50 * 1024 * 1024
"""Bytes of a file. A working copy of 5,000 pieces of evidence has about two million."""
MEMBERS = 2_000
INFLATED = 512 * 1024 * 1024
RATIO = 250
"""How much smaller than itself a large part may be packed; sheets come to some 20, bombs to 1,000."""

_SMALL = 4 * 1024 * 1024  # bytes below which a part may be packed as it likes: a row of blanks packs well
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)


def open_archive(path: Path) -> zipfile.ZipFile:
    """The parts of the workbook at ``path``, in memory, so that no file stays open.

    Raises :class:`NotFound`, :class:`BadInput` or :class:`EnvironmentFailed`, each with the file's name.
    """
    path = expanded(Path(path))
    content = _content(path)
    name = path.name
    if content.startswith(_OLE):
        raise _old_or_locked(name, content)
    if not content.startswith(b"PK"):
        raise BadInput(
            _("“{name}” is not a workbook").format(name=name),
            _("open it in a spreadsheet program and save it as .xlsx"),
        )
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except _DAMAGE:
        raise damaged(name) from None
    try:
        _check(name, archive)
    except BaseException:
        archive.close()
        raise
    return archive


def damaged(name: str) -> BadInput:
    """The error for a file of which a part is missing or broken."""
    return BadInput(
        _("“{name}” is damaged or was cut off on its way").format(name=name),
        _("ask for it again, or open it in a spreadsheet program and save it anew"),
    )


def _content(path: Path) -> bytes:
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise BadInput(
                _("“{name}” is a folder").format(name=name), _("name the workbooks in it, one by one")
            )
        if path.exists() and not path.is_file():  # a pipe could be waited for without end
            raise BadInput(_("“{name}” is not a file").format(name=name), _("name a workbook"))
        size = path.stat().st_size
        if size > LARGEST:
            raise too_large(name)
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(_("there is no file “{name}”").format(name=path), _("check the name")) from None
    except PermissionError:
        raise EnvironmentFailed(
            _("“{name}” may not be read").format(name=name),
            _("close it in Excel if it is open there, or copy it to a folder of your own"),
        ) from None
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or problem
        raise EnvironmentFailed(
            _("“{name}” cannot be read: {why}").format(name=name, why=why), _("copy it here again")
        ) from None
    if not content:
        raise BadInput(_("“{name}” is empty").format(name=name), _("ask for it again"))
    return content


def too_large(name: str) -> BadInput:
    """The error for a workbook that is larger than any that went out."""
    return BadInput(
        _("“{name}” is larger than any working copy").format(name=name),
        _("take out pictures and sheets of your own, then save it anew"),
    )


def _old_or_locked(name: str, content: bytes) -> BadInput:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return BadInput(
            _("“{name}” is locked with a password").format(name=name),
            _("open it, take the password away and save it again"),
        )
    return BadInput(
        _("“{name}” is in the old form, .xls").format(name=name),
        _("open it in a spreadsheet program and save it as .xlsx"),
    )


def _check(name: str, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    inflated = sum(member.file_size for member in members)
    if len(members) > MEMBERS or inflated > INFLATED:
        raise too_large(name)
    for member in members:
        if member.file_size > _SMALL and member.file_size > RATIO * max(member.compress_size, 1):
            raise BadInput(
                _("“{name}” is packed as no spreadsheet program packs").format(name=name),
                _("don't open it; ask who sent it"),
            )
        if member.flag_bits & 1:
            raise BadInput(
                _("“{name}” is locked with a password").format(name=name),
                _("open it, take the password away and save it again"),
            )
    lower = {each.lower() for each in names}
    if any(each.endswith("vbaproject.bin") for each in lower):
        raise BadInput(
            _("“{name}” holds macros, and no working copy of ours does").format(name=name),
            _("save it as .xlsx without macros, if you trust who sent it"),
        )
    from rrsa.exchange.whole.opening import DATABASE

    if DATABASE in names:
        raise BadInput(_("“{name}” is a whole pack").format(name=name), _("bring it in with rrsa restore"))
    if "[Content_Types].xml" not in names or any(each.endswith("workbook.bin") for each in lower):
        raise BadInput(
            _("“{name}” is not an .xlsx workbook").format(name=name),
            _("open it in a spreadsheet program and save it as .xlsx"),
        )
