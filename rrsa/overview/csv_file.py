"""Reading a file that somebody wrote in a spreadsheet or an editor: its text, and its lines of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.i18n import _

MOST_BYTES = 4 * 1024 * 1024
LONGEST = 32_767
"""Characters in a cell: as many as a spreadsheet's holds."""


def read_text(path: Path, *, utf8: bool = False) -> str:
    """A file's text. With ``utf8`` nothing else will do; a spreadsheet on Windows saves otherwise.

    Raises :class:`BadInput` for what is no text, and as reading does where the machine is in the way.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(_("“{name}” is too large").format(name=path.name), _("check the file"))
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(_("there is no file “{name}”").format(name=path), _("check the name")) from None
    except (OSError, ValueError) as problem:
        if path.is_dir():
            raise BadInput(_("“{name}” is a folder").format(name=path), _("name a file")) from None
        why = getattr(problem, "strerror", None) or problem
        raise EnvironmentFailed(
            _("“{name}” cannot be read: {why}").format(name=path, why=why),
            _("copy it to a folder of your own"),
        ) from None
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")) or b"\0" in data:
        raise BadInput(
            _("“{name}” is no CSV file").format(name=path.name),
            _("in Excel choose “Save as” and “CSV UTF-8”"),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if utf8:
            raise BadInput(
                _("“{name}” is not UTF-8 text").format(name=path.name), _("save it as UTF-8")
            ) from None
        return data.decode("cp1252", errors="replace")  # as Excel on Windows saves “CSV”


def csv_lines(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line of cells with the number of the line on which it ends, as editors count; no empty ones.

    Cells are parted by whichever of comma, semicolon and tab the first line has most of. Raises
    :class:`BadInput`, naming the line, for a quotation mark that is not closed and a cell that is too long.
    """
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if max(map(len, cells), default=0) > LONGEST:
                raise csv.Error  # the reader's own limit holds for the whole program, and others widen it
            if cells:
                yield reader.line_num, cells
    except csv.Error:
        raise BadInput(
            _("{file}:{line}: this line cannot be read").format(file=path, line=reader.line_num),
            _("look for a quotation mark that is not closed"),
        ) from None
