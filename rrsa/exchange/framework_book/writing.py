"""A framework's workbook, written: sheets with drop-downs and short guidance, ready to be typed into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.exchange.book import LANDSCAPE, Book, CellValue, Sheet
from rrsa.exchange.framework_book.columns import tables
from rrsa.exchange.framework_book.conditions import Row
from rrsa.exchange.framework_book.keyed import CAP, Line, about_lines, cap_lines, rule_lines
from rrsa.exchange.framework_book.rows import examples, sheets
from rrsa.exchange.framework_book.shape import CONDITIONS, FOLLOWS, Column, Table
from rrsa.exchange.target import check_target, write_whole
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day

KEYS_ROW = 2
"""The hidden row, from 0, that holds each column's key; below it stand the heads, then what is typed."""
LISTS = "_lists"
"""The hidden sheet with the one list of words that is too long to stand in a cell's own rule."""
_FIRST = KEYS_ROW + 2
_NUMBERS = frozenset({"number"})
_AS_TEXT = frozenset({"id", "ids", "serves", "share"})
_ERROR_TITLE = 32


def check_new(path: Path) -> None:
    """Raises where the workbook cannot be written; one that is there is never replaced."""
    if path.exists() and not path.is_dir():
        raise BadInput(
            _("“{name}” is there already").format(name=path.name),
            _("choose another name, so that nothing typed into it is lost"),
        )
    check_target(path)


def write_book(tree: Mapping[str, Any], path: Path, *, blank: bool = False) -> None:
    """The workbook for a framework's ``tree`` at ``path``. ``blank`` adds examples and leaves room for all.

    Raises :class:`BadInput` and :class:`EnvironmentFailed`; a file that is there already stays as it is.
    """
    check_new(path)
    write_whole(path, book_content(tree, blank=blank))


def book_content(tree: Mapping[str, Any], *, blank: bool = False) -> bytes:
    """The workbook as bytes."""
    title = tree.get("title") or _("A framework of our own")
    book = Book(
        setting=title,
        day=show_day(clock.today().isoformat()),
        title=title,
        subject=_("A framework, to be written in a spreadsheet"),
        note=_("Made with rrsa"),
        step=lambda: None,
    )
    rows = sheets(tree)
    has_standards = bool(rows["standards"])
    shown = examples() if blank else {}
    grades = max(len(rows["scale"]), 2)
    laid_out = tables(grades, served=has_standards, standards=has_standards)
    for table in laid_out:
        if table.key == "about":
            _write_about(book, table, rows["about"], laid_out)
        elif table.key == "rules":
            _write_rules(book, table, rows["rules"], grades)
        else:
            _write_table(book, table, laid_out, shown.get(table.key, ()), rows[table.key])
    lists = book.hidden(LISTS)
    for n, word in enumerate(CONDITIONS):
        lists.write_string(n, 0, word)
    return book.content()


# -- sheets of rows ------------------------------------------------------------------------------------


def _write_table(
    book: Book, table: Table, laid_out: Sequence[Table], shown: Iterable[Row], rows: Sequence[Row]
) -> None:
    sheet = book.sheet(table.key, table.name, [c.width for c in table.columns], landscape=True, growing=True)
    _top(sheet, table)
    for row in shown:
        _line(sheet, table, row, example=True)
    for row in rows:
        _line(sheet, table, row)
    for _empty in range(table.spare):
        _line(sheet, table, {})
    for position, column in enumerate(table.columns):
        rule = _rule(column, laid_out)
        if rule:
            sheet.worksheet.data_validation(_FIRST, position, _FIRST + FOLLOWS, position, rule)
    sheet.worksheet.freeze_panes(_FIRST, 1)
    sheet.finish(repeat=(KEYS_ROW + 1, KEYS_ROW + 1))
    # As wide as can still be read on paper; the ids stand on each of several pages.
    sheet.worksheet.fit_to_pages(max(1, round(sum(sheet.widths) / LANDSCAPE)), 0)
    sheet.worksheet.repeat_columns(0, 0)


def _top(sheet: Sheet, table: Table) -> None:
    wide = len(table.columns)
    sheet.anchor(table.key)
    sheet.put(0, table.name, "heading", span=min(wide, 3))
    sheet.end(least=28)
    sheet.put(0, table.about, "body", span=wide)
    sheet.end(least=20)
    for position, column in enumerate(table.columns):
        sheet.put(position, f"{table.key}.{column.key}", "small")
    sheet.end()
    sheet.worksheet.set_row(KEYS_ROW, None, None, {"hidden": True})
    for position, column in enumerate(table.columns):
        sheet.put(position, column.head, "head")
    sheet.end(least=34)
    sheet.worksheet.fixed = sheet.row


def _line(sheet: Sheet, table: Table, row: Row, *, example: bool = False) -> None:
    for position, column in enumerate(table.columns):
        sheet.put(position, _value(column, row.get(column.key, "")), _look(column, example))
    sheet.end(least=22, split=False)


def _look(column: Column, example: bool) -> str:
    if example:
        return "cell_muted"
    return "cell_typed" if column.kind in _AS_TEXT else "cell_count" if column.kind == "number" else "cell"


def _value(column: Column, text: str) -> str | int | None:
    if column.kind in _NUMBERS and text.isascii() and text.isdigit() and len(text) < 7:
        return int(text)
    return text or None


def _rule(column: Column, laid_out: Sequence[Table]) -> dict[str, Any] | None:
    """The drop-down and the hint of a column."""
    rule: dict[str, Any] = {"validate": "any"}
    if column.offers and "." in column.offers[0]:
        place = _place(column.offers[0], laid_out)
        rule = {
            "validate": "list",
            "source": place,
            "error_type": "warning",
            "error_title": _("Not there yet"),
            "error_message": _("There is no such id yet. Keep it if you are about to add it."),
        }
    elif column.offers:
        words = list(column.offers)
        rule = {
            "validate": "list",
            # A list within the cell's rule may have no more than 255 characters.
            "source": f"='{LISTS}'!$A$1:$A${len(words)}" if len(",".join(words)) > 255 else words,
            "error_title": _("From the list, please"),
            "error_message": _("Choose one of the words that the arrow shows."),
        }
    if column.about:
        rule |= {"input_title": column.head[:_ERROR_TITLE], "input_message": column.about[:255]}
    return rule if len(rule) > 1 else None


def _place(key: str, laid_out: Sequence[Table]) -> str:
    """The cells of the column that ``key`` names, as a formula has them."""
    from xlsxwriter.utility import xl_col_to_name

    table_key, _dot, column_key = key.partition(".")
    table = next(table for table in laid_out if table.key == table_key)
    position = [column.key for column in table.columns].index(column_key)
    name, letter = table.name.replace("'", "''"), xl_col_to_name(position)
    return f"='{name}'!${letter}${_FIRST + 1}:${letter}${_FIRST + FOLLOWS + 1}"


# -- sheets of single values ---------------------------------------------------------------------------


def _write_about(book: Book, table: Table, rows: Sequence[Row], laid_out: Sequence[Table]) -> None:
    sheet = book.sheet(table.key, table.name, (140, 190, 520, 330), landscape=True, growing=True)
    _keyed_top(
        sheet, table, (("key", ""), ("", _("What")), ("value", _("What you write")), ("", _("For example")))
    )
    for line, row in zip(about_lines(), rows, strict=True):
        sheet.put(0, line.key, "small")
        sheet.put(1, line.label, "cell_strong")
        sheet.put(2, row["value"] or None, "cell_typed" if len(row["value"]) < 200 else "cell")
        sheet.put(3, line.about, "cell_shown")
        _offer(sheet, sheet.row, 2, line)
        sheet.end(least=24, split=False)
    sheet.gap(10)
    sheet.put(1, _("How to go about it"), "section", span=3)
    sheet.end(least=22)
    for number, text in enumerate(_how(), start=1):
        sheet.put(1, str(number), "label")
        sheet.put(2, text, "body", span=2)
        sheet.end(least=18)
    sheet.gap(6)
    for other in laid_out[1:]:
        sheet.put(1, other.name, "link", link=other.key)
        sheet.put(2, other.about, "body", span=2)
        sheet.end(least=18)
    _hide_keys(sheet)
    sheet.finish(one_page=True)


def _how() -> tuple[str, ...]:
    return (
        _("Fill in this sheet, then go through the others from left to right."),
        _("Type an id once, where its own row stands. Elsewhere choose it from the list of the arrow."),
        _("Rows that begin with e.g. are examples and are passed over. Write below them."),
        _("Rows may stand in any order within their sheet, and new ones may be added at the end."),
        _("Write in your own words. The award's own wording belongs to its owner."),
        _("Save it as .xlsx, then: rrsa frameworks from-workbook FILE.xlsx -o FILE.yaml"),
    )


def _write_rules(book: Book, table: Table, rows: Sequence[Row], grades: int) -> None:
    sheet = book.sheet(table.key, table.name, (140, 260, 90, 430, 280), landscape=True, growing=True)
    heads = (
        ("key", ""),
        ("", _("Rule")),
        ("number", _("Number")),
        ("why", _("A sentence for whoever meets it")),
        ("", _("What it does")),
    )
    _keyed_top(sheet, table, heads)
    known = {line.key: line for line in (*rule_lines(), *cap_lines())}
    scale = tuple(str(n) for n in range(1, grades + 1))
    for row in rows:
        line = known[row["key"]]
        graded = line.key.startswith(CAP) or line.key == "low_grade"
        number = row.get("number", "")
        sheet.put(0, line.key, "small")
        sheet.put(1, line.label, "cell_strong")
        sheet.put(2, _number(number), "cell_typed" if "/" in number else "cell_centre")
        sheet.put(3, row.get("why") or None, "cell" if line.key.startswith(CAP) else "cell_shown")
        sheet.put(4, line.about, "cell_shown")
        _offer(sheet, sheet.row, 2, line._replace(offers=scale if graded else ()))
        sheet.end(least=24, split=False)
    _hide_keys(sheet)
    sheet.finish(one_page_wide=True)


def _number(text: str) -> CellValue:
    """A rule's number as a number, unless it is a fraction."""
    if text.isascii() and text.isdigit():
        return int(text)
    return float(text) if re.fullmatch(r"[0-9]{1,3}\.[0-9]{1,9}", text) else text or None


def _keyed_top(sheet: Sheet, table: Table, heads: Sequence[tuple[str, str]]) -> None:
    sheet.anchor(table.key)
    sheet.put(1, table.name, "heading", span=2)
    sheet.end(least=28)
    sheet.put(1, table.about, "body", span=len(heads) - 1)
    sheet.end(least=20)
    for position, (key, _head) in enumerate(heads):
        sheet.put(position, f"{table.key}.{key}" if key else None, "small")
    sheet.end()
    sheet.worksheet.set_row(KEYS_ROW, None, None, {"hidden": True})
    for position, (_key, head) in enumerate(heads):
        if position:
            sheet.put(position, head, "head")
    sheet.end(least=24)
    sheet.worksheet.fixed = sheet.row


def _hide_keys(sheet: Sheet) -> None:
    sheet.worksheet.set_column(0, 0, None, None, {"hidden": True})


def _offer(sheet: Sheet, row: int, column: int, line: Line) -> None:
    if line.offers:
        rule = {"validate": "list", "source": list(line.offers), "error_title": _("From the list, please")}
        sheet.worksheet.data_validation(row, column, row, column, rule)
