"""A questionnaire's file as heads and rows: CSV as programs write it, or a workbook, within bounds.

Rows are handed on one at a time and kept nowhere. A cell is text, or a day where the file itself says that it
is one; a long text is cut, since all that is asked of it is whether somebody wrote something.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.guide.voices import plain
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import clean_text

if TYPE_CHECKING:
    from rrsa.exchange.returning.sheet_parser import CellRead

Cell: TypeAlias = str | date

MOST_BYTES = 25 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 400
LONG = 400
"""Characters of an answer that are looked at; no answer of a form is as long."""
HEAD = 300

_LAST_ROW = MOST_ROWS + 2
_DELIMITERS = ",;\t"
_PEEK = 20  # rows by which the delimiter is found
_STAMP = re.compile(r"^\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}([ T,].*)?$")
_FIELD = 1_000_000  # characters that one cell may have before the file is refused


@dataclass(frozen=True, slots=True)
class Source:
    """A file that has been looked at: its heads, and its rows as often as they are wanted."""

    path: Path
    is_workbook: bool
    heads: tuple[str, ...]
    notes: tuple[str, ...]

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Each row with something in it, as many cells as there are heads. Raises :class:`BadInput` where
        there are too many."""
        wide = len(self.heads)
        for n, row in enumerate(self._after_heads(), start=1):
            if n > MOST_ROWS:
                raise BadInput(
                    _("“{name}” has more than {most} rows").format(name=self.path.name, most=MOST_ROWS),
                    _("export the answers of a shorter time"),
                )
            yield (*row[:wide], *("" for _each in range(wide - len(row))))

    def _after_heads(self) -> Iterator[Sequence[Cell]]:
        lines = _workbook_rows(self.path) if self.is_workbook else _csv_rows(self.path)
        filled = (row for row in lines if any(cell != "" for cell in row))
        next(filled, None)
        return filled


def look_at(path: Path) -> Source:
    """The file's heads. Raises :class:`BadInput` for a file that is no questionnaire's, and
    :class:`EnvironmentFailed` where the machine is in the way."""
    workbook = _is_workbook(path, _beginning(path))
    lines = _workbook_rows(path) if workbook else _csv_rows(path)
    filled = (row for row in lines if any(cell != "" for cell in row))
    first = next(filled, None)
    if first is None:
        raise BadInput(
            _("“{name}” is empty").format(name=path.name),
            _("export the answers once more, with the questions"),
        )
    heads, notes = _heads(path, first)
    long = rows = lone = 0
    for row in filled:
        rows += 1
        lone += len(row) == 1
        long += any(cell != "" for cell in row[len(heads) :])
        if rows > MOST_ROWS:
            break
    if not rows:
        raise BadInput(
            _("“{name}” holds questions and no answers").format(name=path.name),
            _("export it again when somebody has answered"),
        )
    if lone * 2 > rows and not workbook:  # lines of text, some of which happen to hold a comma
        raise wrong_file(path)
    if long:
        notes.append(
            ngettext(
                "{n} row has more cells than there are questions; what stands beyond them was not read.",
                "{n} rows have more cells than there are questions; what stands beyond them was not read.",
                long,
            ).format(n=long)
        )
    return Source(path, workbook, heads, tuple(notes))


def _heads(path: Path, first: Sequence[Cell]) -> tuple[tuple[str, ...], list[str]]:
    """The heads, each of them once, and what there is to say about them."""
    while first and first[-1] == "":
        first = first[:-1]
    if len(first) > MOST_COLUMNS:
        raise BadInput(
            _("“{name}” has more than {most} columns").format(name=path.name, most=MOST_COLUMNS),
            _("a form's export has one for each question"),
        )
    texts = [" ".join(cell.split()) if isinstance(cell, str) else "" for cell in first]
    if any(isinstance(cell, date) or _STAMP.match(str(cell)) for cell in first) or all(
        text.replace(".", "").isdigit() for text in texts if text
    ):
        raise BadInput(
            _("the first row of “{name}” holds answers, not questions").format(name=path.name),
            _("export it again with the questions as its first row"),
        )
    if len([text for text in texts if text]) < 2:
        raise BadInput(
            _("“{name}” has only one column, so it is no form's export").format(name=path.name),
            _("in Microsoft Forms choose “Open in Excel”, in Google Forms “Download responses (.csv)”"),
        )
    notes: list[str] = []
    made: list[str] = []
    seen: dict[str, int] = {}
    for text in texts:
        head = text if len(text) <= HEAD - 6 else text[: HEAD - 7].rstrip() + "…"
        head = head if plain(head) else ""  # a question mark alone is no question
        times = seen[plain(head)] = seen.get(plain(head), 0) + 1
        if head and times == 2:
            notes.append(
                _("“{head}” stands over more than one column; they are kept apart.").format(head=head)
            )
        made.append(f"{head} ({times})" if head and times > 1 else head)
    return tuple(made), notes


def _beginning(path: Path) -> bytes:
    """The file's first bytes, after looking at what kind of thing it is."""
    try:
        if path.is_dir():
            raise BadInput(
                _("“{path}” is a folder").format(path=path), _("name a .csv or .xlsx file inside it")
            )
        size = path.stat().st_size
        with path.open("rb") as file:
            first = file.read(8)
    except FileNotFoundError:
        raise BadInput(
            _("there is no file “{path}”").format(path=path), _("look at its name and folder")
        ) from None
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        raise EnvironmentFailed(
            _("“{path}” cannot be read: {why}").format(path=path, why=why), _("look at who may read it")
        ) from None
    if size > MOST_BYTES:
        raise BadInput(
            _("“{name}” is larger than {most} MB").format(name=path.name, most=MOST_BYTES // 1024 // 1024),
            _("a form's export is far smaller; look at whether this is the right file"),
        )
    return first


def _is_workbook(path: Path, first: bytes) -> bool:
    """By what is in it, since a file's ending is soon changed."""
    if first.startswith(b"PK\x03\x04"):
        return True
    if first.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(
            _("“{name}” is an older workbook, or one with a password").format(name=path.name),
            _("open it in Excel and save it as .xlsx or .csv without a password"),
        )
    if first.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<htm", b"<HTM", b"<!")):
        raise wrong_file(path)
    return False


def wrong_file(path: Path) -> BadInput:
    return BadInput(
        _("“{name}” is neither a CSV file nor a workbook").format(name=path.name),
        _("in Microsoft Forms choose “Open in Excel”, in Google Forms “Download responses (.csv)”"),
    )


# -- CSV --------------------------------------------------------------------------------------------------


def _csv_rows(path: Path) -> Iterator[Sequence[Cell]]:
    text = decoded(path)
    hint, _break, rest = text.partition("\n")
    if hint.strip().lower().startswith("sep=") and len(hint.strip()) == 5:
        delimiter, text = hint.strip()[4], rest
    else:
        delimiter = _delimiter(text)
    try:
        for row in _parsed(text, delimiter):
            yield [_text(cell) for cell in row]
    except csv.Error:
        raise BadInput(
            _("“{name}” cannot be taken apart into cells").format(name=path.name),
            _("open it in a spreadsheet program, look at it, and save it as .xlsx"),
        ) from None


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_FIELD)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def decoded(path: Path) -> str:
    """The file's text: UTF-8, UTF-16, else as Windows in western Europe writes it."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise EnvironmentFailed(
            _("“{path}” cannot be read: {why}").format(path=path, why=problem.strerror or str(problem)),
            _("look at who may read it"),
        ) from None
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        elif b"\x00" in data[:200]:
            text = data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be")
        else:
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise BadInput(
            _("the letters of “{name}” cannot be read").format(name=path.name),
            _("open it in a spreadsheet program and save it as “CSV UTF-8” or .xlsx"),
        ) from None
    odd = sum(c < " " and c not in "\t\r\n" for c in text[:4000])
    if odd > 8:  # a few control characters come with pasted text, many mean that it is no text at all
        raise wrong_file(path)
    return text


def _delimiter(text: str) -> str:
    """What stands between the cells: by which the first rows fall into the same, and most, cells."""
    beginning = text[:200_000]

    def how_well(delimiter: str) -> tuple[int, int]:
        widths = []
        try:
            for row in _parsed(beginning, delimiter):
                if row:
                    widths.append(len(row))
                if len(widths) >= _PEEK:
                    break
        except csv.Error:
            return 0, 0
        first = widths[0] if widths else 0
        return (sum(wide == first for wide in widths) if first > 1 else 0), first

    return max(_DELIMITERS, key=how_well)


def _text(cell: str) -> str:
    return clean_text(cell[: LONG + 1])


# -- workbooks --------------------------------------------------------------------------------------------


def _workbook_rows(path: Path) -> Iterator[Sequence[Cell]]:
    """The rows of the first sheet that people see and that holds something: a form's export has only one."""
    from rrsa.exchange.returning.workbook import Workbook

    with Workbook(path) as book:
        if "_rrsa" in book.sheets:
            raise BadInput(
                _("“{name}” is a workbook of this program, not a form's answers").format(name=path.name),
                _("bring it back with: rrsa import"),
            )
        for name in book.sheets:
            if book.is_hidden(name):
                continue
            rows = book.sheet(name, _LAST_ROW).rows
            if rows:
                for row in rows:
                    wide = min(max(row.cells, default=0), MOST_COLUMNS + 1)
                    yield [_cell(row.cells.get(column)) for column in range(1, wide + 1)]
                return


def _cell(value: CellRead | None) -> Cell:
    """A cell as text, or as a day. An error or a formula that nobody has reckoned is as good as empty."""
    if value is None or isinstance(value, tuple):
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return _text(str(value))
