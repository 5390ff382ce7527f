"""Taking a file in as evidence: checked at once, cleaned, stored once a setting."""

from __future__ import annotations

import errno
import io
import mimetypes
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rrsa.errors import BadInput, EnvironmentFailed, NotFound, ReadOnly
from rrsa.i18n import _
from rrsa.portfolio.checks import clean_text
from rrsa.portfolio.embedded import cleaned_document
from rrsa.portfolio.photos import cleaned
from rrsa.portfolio.records import TITLE, Value

if TYPE_CHECKING:
    from rrsa.store import Store

LIMIT = 25 * 1024 * 1024
"""Bytes a file may have; a larger one is better pointed at."""


_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices."""


class FileRecord(NamedTuple):
    """A stored file as evidence speaks of it."""

    sha256: str
    name: str
    type: str
    size: int

    def values(self) -> dict[str, Value]:
        return {
            "file_sha256": self.sha256,
            "file_name": self.name,
            "file_type": self.type,
            "file_size": self.size,
        }


def take_in(store: Store, setting_id: str, file: Path) -> FileRecord:
    """Stores ``file`` for a setting and says how evidence may speak of it.

    Raises :class:`BadInput` for a folder, a link, an empty or too large file, or a photo or document that
    cannot be cleaned, and :class:`ReadOnly` before the file is looked at; nothing is stored then.
    """
    if store.read_only:
        raise ReadOnly(_("this was opened for reading only"), _("open it without --read-only"))
    content = read_whole(file)
    name = stored_name(file.name)
    content = cleaned_document(cleaned(content, name), name)
    stored = store.put_file(setting_id, io.BytesIO(content))
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileRecord(stored.sha256, name, kind, stored.size)


def stored_name(name: str) -> str:
    """A file's name as it is kept: one that every system can write, with its ending however long it is."""
    plain = re.sub(r'[<>:"/\\|?*\n\t]', "_", clean_text(name)).rstrip(" .")
    plain = _DEVICES.sub(r"_\g<0>", plain[1 - TITLE :].strip())
    return plain or _("file")


def read_whole(file: Path) -> bytes:
    """The bytes of a plain file of bearable size."""
    shown = clean_text(file.name or str(file))
    try:
        status = file.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise BadInput(
                _("“{name}” is a link to another file").format(name=shown), _("choose the file itself")
            )
        if stat.S_ISDIR(status.st_mode):
            raise BadInput(_("“{name}” is a folder").format(name=shown), _("choose one file inside it"))
        if not stat.S_ISREG(status.st_mode):
            raise BadInput(_("“{name}” is not a file").format(name=shown), _("choose a file"))
        if status.st_size > LIMIT:
            raise too_large(shown, status.st_size)
        with file.open("rb") as stream:
            content = stream.read(LIMIT + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(
            _("there is no file “{file}”").format(file=clean_text(str(file))),
            _("check the name and the folder"),
        ) from None
    except PermissionError:
        raise BadInput(
            _("the file “{name}” may not be read").format(name=shown),
            _("copy it somewhere of your own first"),
        ) from None
    except OSError as problem:
        if problem.errno == errno.ENAMETOOLONG:
            raise NotFound(_("no file has a name that long"), _("check the name and the folder")) from None
        raise EnvironmentFailed(
            _("the file “{name}” cannot be read: {why}").format(name=shown, why=problem.strerror or problem),
            _("copy it somewhere of your own first"),
        ) from None
    except ValueError:
        raise NotFound(_("that is not a file name"), _("check the name and the folder")) from None
    if len(content) > LIMIT:
        raise too_large(shown, len(content))
    if not content:
        raise BadInput(_("“{name}” is empty").format(name=shown), _("choose the right file"))
    return content


def too_large(name: str, size: int) -> BadInput:
    return BadInput(
        _("“{name}” is too large ({size} MB)").format(name=name, size=-(-size // (1024 * 1024))),
        _("25 MB is the most; say where it is kept instead, or add a smaller copy"),
    )
