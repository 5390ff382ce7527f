"""A workbook being written: safe cells, formats by name, rows high enough for what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any, NamedTuple, TypeAlias

from rrsa.exchange.looks import DEFAULTS, FONT, INDENT, Look, properties
from rrsa.exchange.measure import PAPER_LIMIT, count_lines, cut, height, lines_in, room_of
from rrsa.exchange.text import cell_text, shortened
from rrsa.i18n import _


class Formula(NamedTuple):
    """A formula with the value that it comes to, for programs that do not reckon. ``{row}`` is its row."""

    text: str
    value: int | float


CellValue: TypeAlias = str | int | float | date | Formula | None

PORTRAIT = 640
"""Pixels of column that fill the width of an upright A4 page."""
LANDSCAPE = 990
_MARGINS = {"left": 0.6, "right": 0.6, "top": 0.65, "bottom": 0.8}
_A4 = 9
_EPOCH = date(1899, 12, 30).toordinal()
_PLAIN_DAYS = date(1900, 3, 1)  # before it, spreadsheets count a day that never was


class Titled(str):
    """A text whose first line is a title and is set in bold."""


class _Pending(NamedTuple):
    column: int
    value: CellValue
    look: Look
    span: int
    link: str | None
    tip: str | None


class Book:
    """One workbook in memory. ``note`` stands at the foot of every page; ``step`` is called after each piece
    of work and may raise to cancel."""

    def __init__(
        self, *, setting: str, day: str, title: str, subject: str, note: str, step: Callable[[], None]
    ) -> None:
        import xlsxwriter

        self._stream = BytesIO()
        # In memory, so that no part of it is ever left behind in a temporary folder.
        self.workbook = xlsxwriter.Workbook(
            self._stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": dict(DEFAULTS),
            },
        )
        # Named for the setting and the program: never for whoever is at the keyboard.
        self.workbook.set_properties(
            {
                "title": title,
                "subject": subject,
                "author": "rrsa",
                "company": cell_text(setting)[:120],
                # Midnight, and noted as last saved then too: any later save is told by its hour.
                "created": datetime.combine(datetime.now(UTC).date(), time()),
            }
        )
        self.workbook.set_size(1600, 1000)
        self.setting = setting
        self.day = day
        self.note = note
        self.step = step
        self.sheets: dict[str, Sheet] = {}
        self._looks: dict[str, Look] = {}
        self._anchors: dict[str, str] = {}
        self._links: list[tuple[Any, int, _Pending]] = []

    def look(self, name: str) -> Look:
        """The format of that name, made once."""
        known = self._looks.get(name)
        if known is None:
            made = properties(name)
            known = Look(
                self.workbook.add_format(made),
                float(made.get("font_size", DEFAULTS["font_size"])),
                bool(made.get("bold", False)),
                INDENT * int(made.get("indent", 0)),
            )
            self._looks[name] = known
        return known

    def sheet(
        self, key: str, name: str, widths: Sequence[int], *, landscape: bool = False, growing: bool = False
    ) -> Sheet:
        """A new sheet for people, set up for A4 paper. ``growing`` rows grow as somebody types."""
        from rrsa.exchange.growing import GrowingSheet

        worksheet = self.workbook.add_worksheet(name, GrowingSheet if growing else None)
        made = self.sheets[key] = Sheet(self, name, worksheet, widths, landscape=landscape)
        return made

    def hidden(self, name: str) -> Any:
        """A new sheet for the program, which people need not see."""
        worksheet = self.workbook.add_worksheet(name)
        worksheet.hide()
        return worksheet

    def later_link(self, worksheet: Any, row: int, cell: _Pending) -> None:
        """A cell that becomes a link once all places are known."""
        self._links.append((worksheet, row, cell))

    def anchor(self, key: str, place: str) -> None:
        """Links to ``key`` lead to ``place``."""
        self._anchors.setdefault(key, place)

    def content(self) -> bytes:
        """The finished file. A link whose place was never given stays plain text."""
        from xlsxwriter.url import Url

        for worksheet, row, cell in self._links:
            place = self._anchors.get(cell.link or "")
            if place is not None:
                url = Url(place)
                # Strokes as every system follows them; the library writes those of Windows alone.
                url._relationship_link = url._relationship_link.replace("\\", "/")
                url.text, url.tip = str(cell.value), cell.tip or ""
                worksheet.write_url(row, cell.column, url, cell.look.format)
        self.workbook.close()
        return self._stream.getvalue()


class Sheet:
    """One sheet, filled from the top down, row by row."""

    def __init__(
        self, book: Book, name: str, worksheet: Any, widths: Sequence[int], *, landscape: bool
    ) -> None:
        self.book = book
        self.name = name
        self.widths = tuple(widths)
        self.row = 0
        self.worksheet = worksheet
        self._pending: list[_Pending] = []
        self._breaks: list[int] = []
        self._measured: Sequence[Look] = ()
        self._rooms: list[float] = []
        for column, pixels in enumerate(self.widths):
            self.worksheet.set_column_pixels(column, column, pixels)
        self._paper(landscape)

    def _paper(self, landscape: bool) -> None:
        sheet = self.worksheet
        sheet.set_paper(_A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(**_MARGINS)
        sheet.hide_gridlines(2)
        setting = shortened(self.book.setting, 44).replace("&", "&&")
        note = self.book.note.replace("&", "&&")
        page = _("Page {n} of {all}").format(n="&P", all="&N")
        # The font's name stands between size and text, or a name that begins with a digit would become
        # part of the size.
        type_ = f'&8&"{FONT},Regular"'
        sheet.set_footer(f"&L{type_}{setting}\n{self.book.day}&C{type_}{note}&R{type_}{page}")

    # -- cells -------------------------------------------------------------------------------------

    def put(
        self,
        column: int,
        value: CellValue,
        look: str = "body",
        *,
        span: int = 1,
        link: str | None = None,
        tip: str | None = None,
    ) -> None:
        """A value into the row that is being filled. ``link`` names an anchor anywhere in the workbook."""
        if isinstance(value, str):
            value = type(value)(cell_text(value))
        self._pending.append(_Pending(column, value, self.book.look(look), span, link, tip))

    def end(self, *, least: float = 0, split: bool = True) -> int:
        """Closes the row, high enough for its longest text, and gives its number (from 0).

        Where a text needs more than a row can show, it goes on in further rows below, unless ``split``
        is off (a cell that is to be filled in and returned stays one cell).
        """
        first = self.row
        rest = self._pending
        self._pending = []
        while rest:
            now, rest = rest, []
            tall = max(map(self._needs, now))
            if split and tall > PAPER_LIMIT * 0.75:
                now, rest = self._divided(now)
                tall = max(map(self._needs, now))
            for cell in now:
                self._write(cell)
            self.worksheet.set_row(self.row, min(max(tall, least), PAPER_LIMIT))
            self.row += 1
        if self.row == first:
            self.worksheet.set_row(self.row, least or None)
            self.row += 1
        return first

    def line(self, cells: Sequence[CellValue], looks: Sequence[Look], *, least: float = 20.0) -> None:
        """A whole row of a table at once, a cell for every column: tables may have thousands of rows."""
        worksheet, row = self.worksheet, self.row
        if looks is not self._measured:  # once for all rows of a table
            pairs = zip(looks, self.widths, strict=True)
            self._rooms = [room_of(pixels - look.inset, look.size, look.bold) for look, pixels in pairs]
            self._measured = looks
        lines = 1
        for column, (value, look, room) in enumerate(zip(cells, looks, self._rooms, strict=True)):
            if value is None or value == "":
                worksheet.write_blank(row, column, None, look.format)
            elif isinstance(value, str):
                text = cell_text(value)
                worksheet.write_string(row, column, text, look.format)
                if (needed := lines_in(text, room)) > lines:
                    lines = needed
            else:
                self._write_other(row, column, value, look.format)
        worksheet.set_row(row, min(max(least, height(lines)), PAPER_LIMIT))
        self.row = row + 1

    def gap(self, points: float = 8) -> None:
        """An empty row."""
        self.worksheet.set_row(self.row, points)
        self.row += 1

    def page_break(self) -> None:
        """What follows begins on a new page."""
        if self.row:
            self._breaks.append(self.row)

    def anchor(self, key: str) -> None:
        """Links to ``key`` lead to the row that is being filled."""
        name = self.name.replace("'", "''")
        self.book.anchor(key, f"internal:'{name}'!A{self.row + 1}")

    def finish(
        self,
        *,
        repeat: tuple[int, int] | None = None,
        one_page_wide: bool = False,
        one_page: bool = False,
    ) -> None:
        """Print area, page breaks, rows to repeat on every page.

        A sheet with page breaks of its own is printed at its true size: Excel ignores them otherwise.
        """
        last = max(self.row - 1, 0)
        self.worksheet.print_area(0, 0, last, len(self.widths) - 1)
        if self._breaks:
            self.worksheet.set_h_pagebreaks(self._breaks)
        if repeat is not None:
            self.worksheet.repeat_rows(*repeat)
        if one_page_wide:
            self.worksheet.fit_to_pages(1, 0)
        if one_page:
            self.worksheet.fit_to_pages(1, 1)
        self.book.step()

    def _width(self, cell: _Pending) -> int:
        return sum(self.widths[cell.column : cell.column + cell.span]) - cell.look.inset

    def _needs(self, cell: _Pending) -> float:
        look = cell.look
        if not isinstance(cell.value, str):
            return height(1, look.size)
        return height(count_lines(cell.value, self._width(cell), look.size, look.bold), look.size)

    def _divided(self, cells: list[_Pending]) -> tuple[list[_Pending], list[_Pending]]:
        """What goes into this row, and what has to go on in the next."""
        now, rest = [], []
        for cell in cells:
            first, left = "", ""
            if isinstance(cell.value, str):
                size = cell.look.size
                most = int(PAPER_LIMIT * 0.6 / height(1, size))
                first, left = cut(cell.value, self._width(cell), most, size, cell.look.bold)
            now.append(cell._replace(value=first) if left else cell)
            rest.append(cell._replace(value=left or None, link=None, tip=None))
        return now, rest if any(cell.value for cell in rest) else []

    def _write(self, cell: _Pending) -> None:
        if cell.link is not None:
            self.book.later_link(self.worksheet, self.row, cell)
        row, column, value, form = self.row, cell.column, cell.value, cell.look.format
        sheet = self.worksheet
        if cell.span > 1:
            sheet.merge_range(row, column, row, column + cell.span - 1, "", form)
        if value is None or value == "":
            sheet.write_blank(row, column, None, form)
        elif isinstance(value, Titled):
            self._write_titled(column, value, form)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, form)
        else:
            self._write_other(row, column, value, form)

    def _write_other(self, row: int, column: int, value: CellValue, form: Any) -> None:
        """A value that is not text."""
        if isinstance(value, Formula):
            text = value.text.format(row=row + 1)
            self.worksheet.write_formula(row, column, text, form, value.value)
        elif not isinstance(value, date):
            self.worksheet.write_number(row, column, value, form)
        elif value >= _PLAIN_DAYS:
            self.worksheet.write_number(row, column, value.toordinal() - _EPOCH, form)
        else:
            self.worksheet.write_datetime(row, column, value, form)

    def _write_titled(self, column: int, value: Titled, form: Any) -> None:
        title, _break, rest = value.partition("\n")
        if not title or not rest:
            look = "cell_strong" if title else "cell"
            self.worksheet.write_string(self.row, column, title or rest, self.book.look(look).format)
            return
        strong, plain = self.book.look("rich_strong").format, self.book.look("rich").format
        self.worksheet.write_rich_string(self.row, column, strong, title, plain, "\n" + rest, form)
