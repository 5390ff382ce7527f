"""The cells of a workbook, whoever wrote it, read part by part in one pass each.

Read straight from the parts rather than through a library: a formula's result and the formula, merged
cells and days are then seen in one pass, at a fraction of the time
(docs/decisions/0013-reading-workbooks.md). No part may declare anything: without
declarations there are no entities, and so no entity bomb.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NamedTuple, Self
from xml.parsers import expat

from rrsa.errors import BadInput
from rrsa.exchange.returning.number_formats import NumberFormat, number_format
from rrsa.exchange.returning.opening import damaged, open_archive, too_large
from rrsa.exchange.returning.sheet_parser import (
    MOST_CELLS,
    ROWS,
    Enough,
    SheetParser,
    SheetRead,
    day_of_serial,
    unescaped,
)
from rrsa.i18n import _

_CHUNK = 256 * 1024


class _Place(NamedTuple):
    part: str
    hidden: bool


class Workbook:
    """An open workbook. ``step`` is called while parts are read and may raise to cancel."""

    def __init__(self, path: Path, step: Callable[[], None] | None = None) -> None:
        self.name = path.name
        self._step = step or (lambda: None)
        self._archive = open_archive(path)
        self._cells = 0
        try:
            self._places = self._find_sheets()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._archive.close()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets in their order, hidden ones too."""
        return tuple(self._places)

    def is_hidden(self, name: str) -> bool:
        return self._places[name].hidden

    @property
    def parts(self) -> int:
        """How much there is to read, in calls of ``step``."""
        known = set(self._archive.namelist())
        wanted = [place.part for place in self._places.values() if place.part in known]
        return sum(self._archive.getinfo(part).file_size // _CHUNK + 1 for part in wanted)

    @cached_property
    def title(self) -> str:
        """The title property; empty where there is none."""
        found: list[str] = []
        if "docProps/core.xml" in self._archive.namelist():
            for path, _attributes, text in self._elements("docProps/core.xml"):
                if path == "title":
                    found.append(text)
        return found[0] if found else ""

    def sheet(self, name: str, most: int = ROWS) -> SheetRead:
        """All that a sheet holds, or what stands in its first rows."""
        read = SheetParser(self.strings, self.formats, self.day, most)
        part = self._places[name].part
        if part in self._archive.namelist():
            with suppress(Enough):
                self.parse(part, read.parser)
        self._cells += read.count
        if self._cells > MOST_CELLS or read.overflowed:
            raise too_large(self.name)
        return SheetRead(name, read.rows, read.merged)

    def comments(self) -> list[str]:
        """The cells to which comments are pinned: ``Evidence!F12``."""
        known = set(self._archive.namelist())
        found: dict[str, None] = {}
        for name, place in self._places.items():
            folder, _slash, file = place.part.rpartition("/")
            relations = f"{folder}/_rels/{file}.rels"
            if relations not in known or place.hidden:
                continue
            for _element, attributes, _text in list(self._elements(relations)):
                part = _within(folder, attributes.get("Target", ""))
                kind = attributes.get("Type", "").rpartition("/")[2]
                if kind in ("comments", "threadedComment") and part in known:
                    for element, of, _text in self._elements(part):
                        if element in ("comment", "threadedComment") and of.get("ref"):
                            found[f"{name}!{of['ref'][:12]}"] = None
        return list(found)

    # -- parts -------------------------------------------------------------------------------------

    def parse(self, part: str, parser: Any) -> None:
        """Has ``parser`` read a part. Raises :class:`BadInput` where it is broken or declares entities."""
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            with self._archive.open(part) as stream:
                for chunk in _chunks(stream):
                    self._step()
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, LookupError):
            raise damaged(self.name) from None
        except (NotImplementedError, RuntimeError, ValueError, IndexError, OverflowError):
            raise damaged(self.name) from None
        finally:
            _let_go(parser)

    def _refuse(self, *_declaration: object) -> None:
        raise BadInput(
            _("“{name}” holds declarations that no spreadsheet program writes").format(name=self.name),
            _("don't open it; ask who sent it"),
        )

    def _elements(self, part: str) -> Iterator[tuple[str, dict[str, str], str]]:
        """Every element of a small part: its local name, its attributes by theirs, its own text."""
        found: list[tuple[str, dict[str, str], str]] = []
        open_ones: list[tuple[str, dict[str, str], list[str]]] = []
        parser: Any = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True

        def start(name: str, attributes: dict[str, str]) -> None:
            local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
            open_ones.append((name.rpartition(" ")[2], local, []))

        def end(_name: str) -> None:
            name, attributes, text = open_ones.pop()
            found.append((name, attributes, "".join(text)))

        def data(text: str) -> None:
            if open_ones:
                open_ones[-1][2].append(text)

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = data
        self.parse(part, parser)
        yield from found

    def _find_sheets(self) -> dict[str, _Place]:
        book = next(
            (
                attributes.get("Target", "")
                for name, attributes, _text in self._elements("_rels/.rels")
                if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument")
            ),
            "xl/workbook.xml",
        ).lstrip("/")
        folder, _slash, file = book.rpartition("/")
        related = {
            attributes.get("Id", ""): attributes
            for name, attributes, _text in self._elements(f"{folder}/_rels/{file}.rels".lstrip("/"))
            if name == "Relationship"
        }
        self._styles, self._strings = "", ""
        for attributes in related.values():
            kind = attributes.get("Type", "").rpartition("/")[2]
            if kind == "styles":
                self._styles = _within(folder, attributes.get("Target", ""))
            elif kind == "sharedStrings":
                self._strings = _within(folder, attributes.get("Target", ""))
        self._epoch_1904 = False
        places: dict[str, _Place] = {}
        for name, attributes, _text in self._elements(book):
            if name == "workbookPr":
                self._epoch_1904 = attributes.get("date1904", "") in ("1", "true")
            elif name == "sheet":
                target = related.get(attributes.get("id", ""), {})
                if target.get("Type", "").endswith("/worksheet"):
                    part = _within(folder, target.get("Target", ""))
                    hidden = attributes.get("state", "visible") != "visible"
                    places[attributes.get("name", "")] = _Place(part, hidden)
        return places

    @cached_property
    def strings(self) -> list[str]:
        """The texts that cells share, without phonetic marks and whatever they look like."""
        found: list[str] = []
        if self._strings not in self._archive.namelist():
            return found
        pieces: list[str] = []
        inside = {"t": False, "rPh": False}
        parser: Any = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True

        def start(name: str, _attributes: dict[str, str]) -> None:
            local = name.rpartition(" ")[2]
            if local in inside:
                inside[local] = True

        def end(name: str) -> None:
            local = name.rpartition(" ")[2]
            if local in inside:
                inside[local] = False
            elif local == "si":
                found.append(unescaped("".join(pieces)))
                pieces.clear()

        def data(text: str) -> None:
            if inside["t"] and not inside["rPh"]:
                pieces.append(text)

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = data
        self.parse(self._strings, parser)
        return found

    @cached_property
    def formats(self) -> dict[int, NumberFormat]:
        """The styles by which a number is shown as a day, a share, a time or money."""
        if self._styles not in self._archive.namelist():
            return {}
        codes: dict[str, str] = {}
        styles: list[str] = []
        in_cells = False
        parser: Any = expat.ParserCreate(namespace_separator=" ")

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal in_cells
            local = name.rpartition(" ")[2]
            if local == "numFmt":
                codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif local == "cellXfs":
                in_cells = True
            elif local == "xf" and in_cells:
                styles.append(attributes.get("numFmtId", "0"))

        def end(name: str) -> None:
            nonlocal in_cells
            if name.rpartition(" ")[2] == "cellXfs":
                in_cells = False

        parser.StartElementHandler, parser.EndElementHandler = start, end
        self.parse(self._styles, parser)
        known = {form: number_format(form, codes) for form in dict.fromkeys(styles)}
        return {n: shown for n, form in enumerate(styles) if (shown := known[form]) is not None}

    def day(self, serial: float) -> date | None:
        """The day that a number stands for, with its hour if it has one; ``None`` outside the calendar."""
        return day_of_serial(serial, epoch_1904=self._epoch_1904)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _let_go(parser: Any) -> None:
    """A parser holds its handlers and they hold it: without this it would wait for the collector."""
    for handler in ("StartElementHandler", "EndElementHandler", "CharacterDataHandler"):
        setattr(parser, handler, None)
    parser.StartDoctypeDeclHandler = None


def _within(folder: str, target: str) -> str:
    """The part that a relationship leads to."""
    if target.startswith("/"):
        return target[1:]
    steps = [step for step in folder.split("/") if step]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
