"""LibreOffice edits workbooks: ``python by_libreoffice.py SOFFICE TASKS.json``, by a Python that has ``uno``.

``scripts/foreign_workbooks.py`` writes the tasks: a list of ``{source, target, steps}``. One LibreOffice,
with a profile of its own, does them all; what a person does with the mouse is done here through its API.
"""

import json
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet import TableFilterField
from com.sun.star.sheet.FilterOperator import EQUAL
from com.sun.star.table import TableSortField

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}
CONTENT = 1 | 2 | 4 | 16  # values, days, text, formulas


def named(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def connected(pipe, process):
    """LibreOffice's desktop, once it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _try in range(600):
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
        except NoConnectException:
            if process.poll() not in (None, 0, 81):  # 81: it starts again with its new profile
                break
            time.sleep(0.1)
    sys.exit("error: LibreOffice did not start")


def opened(desktop, path):
    return desktop.loadComponentFromURL(Path(path).resolve().as_uri(), "_blank", 0, named(Hidden=True))


def save(book, path):
    book.storeToURL(Path(path).resolve().as_uri(), named(FilterName=FILTERS[Path(path).suffix]))


def put(cell, step):
    if "number" in step:
        cell.setValue(step["number"])
    elif "formula" in step:
        cell.setFormula(step["formula"])
    else:
        cell.setString(step["text"])


class Editor:
    """Does the steps in one open workbook."""

    def __init__(self, book):
        self.book = book

    def sheet(self, step):
        return self.book.Sheets.getByName(step["sheet"])

    def cell(self, step):
        return self.sheet(step).getCellByPosition(step["column"] - 1, step["row"] - 1)

    def range(self, step):
        return self.sheet(step).getCellRangeByPosition(
            step["left"] - 1, step["top"] - 1, step["right"] - 1, step["bottom"] - 1
        )

    def set(self, step):
        put(self.cell(step), step)

    def clear(self, step):
        self.cell(step).clearContents(CONTENT)

    def sort(self, step):
        field = TableSortField(Field=step["by"] - step["left"], IsAscending=True)
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        self.range(step).sort(named(SortFields=fields, ContainsHeader=False))

    def filter(self, step):
        table = self.range(step)
        wanted = table.createFilterDescriptor(True)
        wanted.ContainsHeader = True
        field = TableFilterField(
            Field=step["by"] - step["left"], Operator=EQUAL, IsNumeric=False, StringValue=step["keep"]
        )
        wanted.setFilterFields((field,))
        table.filter(wanted)

    def hide(self, step):
        for row in step["rows"]:
            self.sheet(step).Rows.getByIndex(row - 1).IsVisible = False

    def delete(self, step):
        for row in step["rows"]:
            self.sheet(step).Rows.removeByIndex(row - 1, 1)

    def duplicate(self, step):
        sheet, row = self.sheet(step), step["row"]
        sheet.Rows.insertByIndex(row, 1)
        line = sheet.getCellRangeByPosition(0, row - 1, step["width"] - 1, row - 1)
        sheet.copyRange(sheet.getCellByPosition(0, row).CellAddress, line.RangeAddress)
        for each in step["but"]:
            put(sheet.getCellByPosition(each["column"] - 1, row), each)

    def move(self, step):
        sheet, there, here = self.sheet(step), step["to"] - 1, step["from"] - 1
        sheet.Columns.insertByIndex(there, 1)
        here += here >= there
        top, bottom = step["top"] - 1, step["bottom"] - 1
        column = sheet.getCellRangeByPosition(here, top, here, bottom)
        sheet.moveRange(sheet.getCellByPosition(there, top).CellAddress, column.RangeAddress)
        sheet.Columns.removeByIndex(here, 1)

    def insert_row(self, step):
        sheet = self.sheet(step)
        sheet.Rows.insertByIndex(step["top"] - 1, 1)
        sheet.getCellByPosition(0, step["top"] - 1).setString(step["text"])

    def insert_column(self, step):
        sheet, column, top = self.sheet(step), step["column"] - 1, step["top"] - 1
        sheet.Columns.insertByIndex(column, 1)
        sheet.getCellByPosition(column, top).setString(step["head"])
        for row in range(top + 1, top + 4):
            sheet.getCellByPosition(column, row).setString(step["text"])

    def merge(self, step):
        self.range(step).merge(True)

    def rename_sheet(self, step):
        self.sheet(step).Name = step["to"]

    def add_sheet(self, step):
        self.book.Sheets.insertNewByName(step["sheet"], 0)
        self.sheet(step).getCellByPosition(0, 0).setString(step["text"])

    def delete_sheet(self, step):
        self.book.Sheets.removeByName(step["sheet"])

    def title(self, step):
        self.book.DocumentProperties.Title = step["to"]


def edit(desktop, task, folder):
    book = opened(desktop, task["source"])
    try:
        for step in task["steps"]:
            if step["do"] == "through":
                between = folder / f"between.{step['to']}"
                save(book, between)
                book.close(True)
                book = opened(desktop, between)
            else:
                getattr(Editor(book), step["do"])(step)
        save(book, task["target"])
    finally:
        book.close(True)


def main(office, order):
    tasks = json.loads(Path(order).read_text(encoding="utf-8"))
    pipe = "rrsa" + uuid.uuid4().hex
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        begin = [office, "--headless", "--invisible", "--norestore", "--nologo", "--nodefault"]
        begin += [f"-env:UserInstallation={folder.as_uri()}/profile", f"--accept=pipe,name={pipe};urp;"]
        process = subprocess.Popen(begin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            desktop = connected(pipe, process)
            for task in tasks:
                edit(desktop, task, folder)
            desktop.terminate()
            process.wait(30)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
