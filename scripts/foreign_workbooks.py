"""Working copies that other programs have edited: ``python scripts/foreign_workbooks.py``.

Makes the school of ``tests/foreign/setting.yaml``, exports its working copies, has LibreOffice and exceljs
edit them as ``tests/foreign/edits.yaml`` says, and writes each result to ``tests/data/foreign``, where the
tests of what comes back find it. With ``--check`` they are made anew in a temporary folder, and compared
by what they say (cells, hidden rows and sheets, title), not byte by byte.

It needs LibreOffice, a Python that has its ``uno`` (Debian: ``apt-get install python3-uno``; elsewhere
LibreOffice brings one), node, and ``npm ci --ignore-scripts`` in ``tests/foreign``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from unittest import mock
from uuid import NAMESPACE_URL, uuid5

os.environ.setdefault("RRSA_LANGUAGE", "en_GB")  # the heads of the columns are in English on every machine

import yaml

from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change, Changeset
from rrsa.portfolio.ids import derived_id, with_check
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import link_id

if TYPE_CHECKING:
    from openpyxl import Workbook

    from rrsa.evaluation import Evaluation
    from rrsa.store import Store

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = ROOT / "tests" / "foreign"
FIXTURES = ROOT / "tests" / "data" / "foreign"
FRAMEWORK = ROOT / "tests" / "data" / "small-framework.yaml"
WRITERS = ("libreoffice", "exceljs")
COPIES = ("working", "blank")
LETTERS = {"evidence": "E", "action": "A", "measure": "M", "reading": "R"}
LEAD = "Lead"
EMPTY_ROWS = 4  # handed out on each sheet: the files are kept, and a few will do

Step: TypeAlias = dict[str, Any]
"""One thing that a writer does, with rows and columns as numbers from 1."""


class NoProgram(RuntimeError):
    """A program that edits workbooks is not installed."""


# -- the school ------------------------------------------------------------------------------------


def plan() -> dict[str, dict[str, Any]]:
    """Every way of editing, by name."""
    found: dict[str, dict[str, Any]] = yaml.safe_load((FOREIGN / "edits.yaml").read_text(encoding="utf-8"))
    return found


def described() -> dict[str, Any]:
    """The school, as ``setting.yaml`` has it."""
    found: dict[str, Any] = yaml.safe_load((FOREIGN / "setting.yaml").read_text(encoding="utf-8"))
    return found


def record_id(kind: str, name: str) -> str:
    """The id of a record that has a name in ``setting.yaml``."""
    return derived_id(LETTERS[kind], name) if kind in LETTERS else name


def make_setting(store: Store) -> Evaluation:
    """The school in ``store``, the same in every run, as of the day on which its copies went out."""
    from rrsa.evaluation import Evaluation
    from rrsa.framework.adopted import adopt_file
    from rrsa.setup import create_setting

    school = described()
    setting = create_setting(store, school["name"], adopt_file(FRAMEWORK), author=LEAD, aim=school["aim"])
    changes = tuple(_changes(school))
    made = Changeset(LEAD, "What we know so far", changes, uuid=_uuid("base"))
    store.commit(setting, made)
    return Evaluation.open(store, setting, author=LEAD, on=school["exported_on"])


def _changes(school: Mapping[str, Any]) -> Iterator[Change]:
    for kind in ("outcome", "look", *LETTERS):
        for name, given in school[kind].items():
            values = {k: v for k, v in given.items() if k not in ("for", "chosen")}
            for field, other in (("because", "evidence"), ("measure", "measure")):
                if field in values:
                    values[field] = record_id(other, values[field])
            record = record_id(kind, str(name))
            if kind in LETTERS:
                yield from edits.create(kind, record, values)
            else:
                yield from edits.set_fields(Portfolio(), kind, record, values)[0]
            for target, direction in given.get("for", {}).items():
                link = {"evidence": record, "target": target, "direction": direction}
                chosen = {"chosen": True} if target in given.get("chosen", ()) else {}
                yield from edits.create("link", link_id(record, target), {**link, **chosen})


def _uuid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"rrsa:foreign-workbooks:{name}"))


def export(evaluation: Evaluation, folder: Path, copies: Iterable[str] = COPIES) -> dict[str, Path]:
    """The copies that everybody edits, by their kind; the same in every run but for the day of writing."""
    from rrsa.exchange.export import export_workbook

    made = {}
    for copy in copies:
        made[copy] = folder / f"{copy}.xlsx"
        with ExitStack() as stack:
            stack.enter_context(mock.patch("rrsa.exchange.identity.uuid4", partial(_uuid, copy)))
            stack.enter_context(mock.patch("rrsa.exchange.identity.__version__", "1"))
            for sheet in ("evidence", "plan", "measures", "readings"):
                stack.enter_context(mock.patch(f"rrsa.exchange.working.{sheet}.ISSUED", EMPTY_ROWS))
            export_workbook(evaluation, made[copy], copy="working", blank=copy == "blank")
    return made


# -- from names to numbers -------------------------------------------------------------------------


class Places:
    """Where things stand in an exported working copy."""

    def __init__(self, path: Path) -> None:
        from openpyxl import load_workbook

        self._book: Workbook = load_workbook(path)
        self._heads: dict[str, int] = {}
        self._issued: dict[str, list[str]] = {}
        keys: dict[str, str] = {}
        for line in self._book["_rrsa"].iter_rows(values_only=True):
            if line[0] == "sheet":
                keys[str(line[1])] = str(line[2])
                self._heads[str(line[2])] = int(str(line[3]))
            elif line[0] == "new":
                self._issued.setdefault(keys[str(line[1])], []).append(str(line[2]))
        self._moved: set[str] = set()

    def head(self, sheet: str) -> int:
        """The row of a sheet's column heads."""
        return self._heads[sheet]

    def last(self, sheet: str) -> int:
        """A sheet's last row."""
        return int(self._book[sheet].max_row)

    def width(self, sheet: str) -> int:
        """How many columns its table has."""
        return int(self._book[sheet].max_column)

    def column(self, sheet: str, head: str) -> int:
        """The column with that head."""
        return [cell.value for cell in self._book[sheet][self.head(sheet)]].index(head) + 1

    def row(self, sheet: str, name: str) -> int:
        """The row of an outcome, a look-for, a record by its name, or ``new 1``."""
        if name.startswith("new "):
            wanted = {self._issued[sheet][int(name.split()[1]) - 1]}
        else:
            wanted = {with_check(record_id(kind, name)) for kind in ("outcome", *LETTERS)}
        for row in range(self.head(sheet) + 1, self.last(sheet) + 1):
            if self._book[sheet].cell(row, 1).value in wanted:
                return row
        raise LookupError(f"{sheet} has no row “{name}”")

    def steps(self, described: Iterable[Mapping[str, Any]]) -> Iterator[Step]:
        """What a way of editing comes to in this workbook."""
        for step in described:
            do, where = next(iter(step.items()))
            sheet = where[0] if isinstance(where, list) else where
            if sheet in self._moved:
                raise ValueError(f"{sheet} has moved before {do}")
            if do in ("delete", "duplicate", "move", "insert_row", "rename_sheet"):
                self._moved.add(sheet)
            yield {"do": do, **getattr(self, f"_{do}")(step)}

    def _cell(self, where: Sequence[str]) -> Step:
        sheet, row, column = where
        return {"sheet": sheet, "row": self.row(sheet, row), "column": self.column(sheet, column)}

    def _set(self, step: Mapping[str, Any]) -> Step:
        return {**self._cell(step["set"]), **typed(step["to"])}

    def _clear(self, step: Mapping[str, Any]) -> Step:
        return self._cell(step["clear"])

    def _table(self, sheet: str) -> Step:
        top, bottom = self.head(sheet), self.last(sheet)
        return {"sheet": sheet, "top": top, "left": 1, "bottom": bottom, "right": self.width(sheet)}

    def _sort(self, step: Mapping[str, Any]) -> Step:
        table = self._table(step["sort"])
        sheet, by = step["sort"], self.column(step["sort"], step["by"])
        if "only" in step:
            table["left"] = table["right"] = self.column(sheet, step["only"])
        table["right"] -= step.get("without", 0)
        return {**table, "top": table["top"] + 1, "by": by}

    def _filter(self, step: Mapping[str, Any]) -> Step:
        by = self.column(step["filter"], step["by"])
        return {**self._table(step["filter"]), "by": by, "keep": step["keep"]}

    def _rows(self, step: Mapping[str, Any]) -> Step:
        sheet = next(iter(step.values()))
        return {"sheet": sheet, "rows": sorted((self.row(sheet, r) for r in step["rows"]), reverse=True)}

    _hide = _delete = _rows

    def _duplicate(self, step: Mapping[str, Any]) -> Step:
        sheet = step["duplicate"]
        but = [{"column": self.column(sheet, h), **typed(v)} for h, v in step.get("but", {}).items()]
        row = self.row(sheet, step["row"])
        return {"sheet": sheet, "row": row, "last": self.last(sheet), "width": self.width(sheet), "but": but}

    def _move(self, step: Mapping[str, Any]) -> Step:
        sheet = step["move"]
        places = {"from": self.column(sheet, step["column"]), "to": self.column(sheet, step["before"])}
        return {**self._table(sheet), **places}

    def _insert_row(self, step: Mapping[str, Any]) -> Step:
        return {**self._table(step["insert_row"]), "text": step["saying"]}

    def _insert_column(self, step: Mapping[str, Any]) -> Step:
        sheet = step["insert_column"]
        column = self.column(sheet, step["before"])
        return {**self._table(sheet), "column": column, "head": step["head"], "text": step["each"]}

    def _merge(self, step: Mapping[str, Any]) -> Step:
        sheet = step["merge"]
        top, bottom = (self.row(sheet, row) for row in step["rows"])
        left, right = (self.column(sheet, head) for head in step["columns"])
        return {"sheet": sheet, "top": top, "left": left, "bottom": bottom, "right": right}

    def _plain(self, step: Mapping[str, Any]) -> Step:
        """A step that names no cell: a sheet, a title or a format."""
        what = next(iter(step.values()))
        return {"sheet": what, "to": step.get("to", what), "text": step.get("saying", "")}

    _rename_sheet = _add_sheet = _delete_sheet = _title = _through = _plain


def typed(value: Any) -> Step:
    """What is put into a cell: ``text``, ``number`` (of a day as well), or ``formula`` and its value."""
    if isinstance(value, int):
        return {"number": value}
    if isinstance(value, str):
        if value.startswith("reference "):
            return {"text": with_check(record_id("measure", value.split()[1]))}
        return {"text": value}
    if "date" in value:
        days = value["date"].toordinal() - date(1899, 12, 30).toordinal()
        return {"number": days + value.get("hour", 0) / 24}
    return dict(value)


# -- the writers -----------------------------------------------------------------------------------


def make(
    folder: Path, sources: Mapping[str, Path], writers: Iterable[str] = WRITERS, *, kept: bool = False
) -> list[Path]:
    """Has each writer edit a copy of ``sources`` in every way; gives the files, named ``WAY.WRITER.xlsx``.

    With ``kept``, only those that are kept as fixtures. Raises :class:`NoProgram`.
    """
    made = []
    for writer in writers:
        tasks = []
        for name, way in plan().items():
            if writer in ([way.get("kept", WRITERS[0])] if kept else way.get("by", WRITERS)):
                source, target = sources[way.get("of", "working")], folder / f"{name}.{writer}.xlsx"
                steps = list(Places(source).steps(way.get("steps", ())))
                tasks.append({"source": str(source), "target": str(target), "steps": steps})
                made.append(target)
        order = folder / f"{writer}.json"
        order.write_text(json.dumps(tasks), encoding="utf-8")
        subprocess.run([*command(writer), str(order)], check=True, timeout=300, stdin=subprocess.DEVNULL)
        order.unlink()
    return made


def command(writer: str) -> list[str]:
    """How a writer is started. Raises :class:`NoProgram` where it is not installed."""
    if writer == "exceljs":
        node = shutil.which("node")
        if node is None or not (FOREIGN / "node_modules" / "exceljs").is_dir():
            raise NoProgram("exceljs is not installed — npm ci --ignore-scripts in tests/foreign")
        return [node, str(FOREIGN / "by_exceljs.js")]
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise NoProgram("LibreOffice is not installed — apt-get install libreoffice-calc")
    return [_python_with_uno(Path(office).resolve().parent), str(FOREIGN / "by_libreoffice.py"), office]


def _python_with_uno(program: Path) -> str:
    """A Python that can talk to LibreOffice: the system's, or the one that LibreOffice brings."""
    for python in ("/usr/bin/python3", str(program / "python"), str(program / "python.exe"), sys.executable):
        if Path(python).is_file():
            tried = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
            if tried.returncode == 0:
                return python
    raise NoProgram("no Python here can talk to LibreOffice — apt-get install python3-uno")


# -- comparing -------------------------------------------------------------------------------------


def says(path: Path) -> dict[str, Any]:
    """What a workbook says: its title, what is hidden or merged on each sheet, what stands in each cell."""
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=True)
    found: dict[str, Any] = {"title": book.properties.title or ""}
    for sheet in book:
        rows = sorted(n for n, row in sheet.row_dimensions.items() if row.hidden)
        merged = sorted(str(cells) for cells in sheet.merged_cells.ranges)
        found[sheet.title] = (sheet.sheet_state, f"hidden rows {rows}", f"merged {merged}")
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")):
            found[f"{sheet.title}!{cell.coordinate}"] = _comparable(cell.value)
    return found


def _comparable(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value


def differences(kept: Path, made: Path) -> list[str]:
    """Where two workbooks do not say the same, a line each."""
    before, after = says(kept), says(made)
    places = [place for place in before | after if before.get(place) != after.get(place)]
    return [f"{place}: {before.get(place)!r}, now {after.get(place)!r}" for place in places]


def _check(folder: Path) -> int:
    made = {path.name: path for path in folder.glob("*.xlsx")}
    kept = {path.name: path for path in FIXTURES.glob("*.xlsx")}
    lines = [f"{name} is missing" for name in sorted(made.keys() - kept.keys())]
    lines += [f"{name} is not made any more" for name in sorted(kept.keys() - made.keys())]
    for name in sorted(made.keys() & kept.keys()):
        lines += [f"{name}: {line}" for line in differences(kept[name], made[name])[:5]]
    for line in lines:
        print(line, file=sys.stderr)
    if lines:
        print("tests/data/foreign is out of date — run scripts/foreign_workbooks.py", file=sys.stderr)
        return 1
    print(f"{len(made)} workbooks say what they said")
    return 0


def main() -> int:
    from rrsa.store import open_store

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with open_store(folder / "school.db") as store:
            sources = export(make_setting(store), folder)
        try:
            made = make(folder, sources, kept=True)
        except NoProgram as missing:
            print(f"error: {missing}", file=sys.stderr)
            return 3
        if "--check" in sys.argv[1:]:
            return _check(folder)
        shutil.rmtree(FIXTURES, ignore_errors=True)
        FIXTURES.mkdir(parents=True)
        for path in (*sources.values(), *made):
            shutil.copyfile(path, FIXTURES / path.name)
    print(f"{len(made)} workbooks of {len(plan())} ways in {FIXTURES.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
