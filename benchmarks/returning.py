"""Working copies that come back: read, compared and made into a preview, against openpyxl alone reading them.

The bare reading goes through the same cells in ``read_only`` mode, hidden sheets too, and compares nothing.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import Row
from benchmarks.workbooks import export, large_school, peak, timed

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.store import Store

_FEW = 400
_MANY = 5_000
_COLLEAGUES = 10
_RUNS = 5
_RATIO = 1.5


def rows() -> list[Row]:
    """The lines of the table for what comes back."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with large_school(folder / "few.db", _FEW) as school:
            several = [_returned(school, folder, n) for n in range(_COLLEAGUES)]
            work = f"{_COLLEAGUES} workbooks of {_FEW} rows merged under one preview"
            merged = _against_bare(school.store, several, work)
            little = peak(partial(_preview, school.store, several[:1]))
        with large_school(folder / "many.db", _MANY) as school:
            back = [_returned(school, folder, 0)]
            alone = _against_bare(school.store, back, f"{_MANY:,} rows back as a preview")
            much = peak(partial(_preview, school.store, back))
    memory = Row(
        work=f"memory of {_MANY:,} rows back as a preview",
        against=f"memory of {_FEW} rows",
        ratio=much / little,
        budget=_MANY / _FEW,
        detail=f"peaks of {much / 1e6:.0f} MB and {little / 1e6:.1f} MB",
    )
    return [alone, merged, memory]


def _returned(school: Evaluation, folder: Path, colleague: int) -> Path:
    """A working copy that went out and came back with a colleague's changes."""
    out = folder / "out.xlsx"
    export(school, out)
    return edited(out, folder / f"colleague-{colleague}.xlsx", colleague)


def _against_bare(store: Store, paths: Sequence[Path], work: str) -> Row:
    ours, bare = [], []
    _preview(store, paths)
    for _run in range(_RUNS):
        bare.append(timed(partial(_bare, paths)))
        ours.append(timed(partial(_preview, store, paths)))
    return Row(
        work=work,
        against="openpyxl alone, read_only, same cells",
        ratio=statistics.median(a / b for a, b in zip(ours, bare, strict=True)),
        budget=_RATIO,
        detail=f"{statistics.median(ours) * 1000:.0f} ms and {statistics.median(bare) * 1000:.0f} ms",
    )


def _preview(store: Store, paths: Sequence[Path]) -> None:
    from rrsa.clock import today
    from rrsa.exchange.returning import read_returns

    (preview,) = read_returns(store, paths, today=today())
    assert preview.changes and not preview.refused, preview.refused[:3]
    assert bool(preview.conflicts) == (len(paths) > 1)


def _bare(paths: Sequence[Path]) -> int:
    from openpyxl import load_workbook

    cells = 0
    for path in paths:
        book = load_workbook(path, read_only=True, data_only=True)
        for sheet in book:
            for row in sheet.iter_rows(values_only=True):
                cells += sum(value is not None for value in row)
        book.close()
    return cells


def edited(source: Path, target: Path, colleague: int) -> Path:
    """A copy in which a colleague has changed titles of their own, and one that everybody changes."""

    def other(match: re.Match[bytes]) -> bytes:
        week = int(match[2])
        if week == 7 or (week < 200 and week % _COLLEAGUES == colleague):
            return match[1] + match[2] + f", seen again ({colleague})<".encode()
        return match[0]

    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            part = archive.read(name)
            if name == "xl/sharedStrings.xml":
                part = re.sub(rb"(>What the P\d class noticed at the lunch table, week )(\d+)<", other, part)
            copy.writestr(name, part)
    return target
