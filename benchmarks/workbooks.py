"""Working copies of 400 and 5,000 rows, against XlsxWriter alone writing the same cells and formats.

The bare workbook is told beforehand every cell, format, height and drop-down that the export came to; it
computes nothing, so the ratio says what reading, redacting, assessing, wording and measuring cost.
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from benchmarks import Row

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation

_FEW = 400
_MANY = 5_000
_RUNS = {_FEW: 15, _MANY: 5}
_AT_ONCE = 50  # pieces in one changeset
_RATIO = 1.5
_CALLS = (
    "write_string",
    "write_number",
    "write_blank",
    "write_datetime",
    "write_formula",
    "write_url",
    "merge_range",
    "set_row",
    "set_column_pixels",
    "data_validation",
    "autofilter",
    "freeze_panes",
    "repeat_rows",
    "print_area",
    "fit_to_pages",
    "set_footer",
    "set_landscape",
    "set_paper",
    "hide",
)

Told = tuple[dict[int, dict[str, Any]], list[tuple[str, list[tuple[str, tuple[Any, ...]]]]]]


def rows() -> list[Row]:
    """The lines of the table for workbooks."""
    with tempfile.TemporaryDirectory() as folder:
        found = []
        peaks = {}
        for pieces in (_FEW, _MANY):
            with large_school(Path(folder) / f"{pieces}.db", pieces) as evaluation:
                target = Path(folder) / f"{pieces}.xlsx"
                found.append(_against_bare(evaluation, target, pieces))
                peaks[pieces] = peak(partial(export, evaluation, target))
        ratio = peaks[_MANY] / peaks[_FEW]
        found.append(
            Row(
                work=f"memory of exporting {_MANY:,} rows",
                against=f"memory of exporting {_FEW} rows",
                ratio=ratio,
                budget=_MANY / _FEW,
                detail=f"peaks of {peaks[_MANY] / 1e6:.0f} MB and {peaks[_FEW] / 1e6:.1f} MB",
            )
        )
        return found


def _against_bare(evaluation: Evaluation, target: Path, pieces: int) -> Row:
    told = _record(evaluation, target)
    ours, bare = [], []
    for _run in range(_RUNS[pieces]):
        bare.append(timed(lambda: _bare(told, target.with_suffix(".bare.xlsx"))))
        ours.append(timed(lambda: export(evaluation, target)))
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    return Row(
        work=f"export a working copy of {pieces:,} rows",
        against="XlsxWriter alone, same cells and formats",
        ratio=ratio,
        budget=_RATIO,
        detail=f"{statistics.median(ours) * 1000:.0f} ms and {statistics.median(bare) * 1000:.0f} ms",
    )


def export(evaluation: Evaluation, target: Path) -> None:
    from rrsa.exchange.export import export_workbook

    export_workbook(evaluation, target, copy="working")


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak(work: Callable[[], object]) -> int:
    gc.collect()
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


# -- the bare workbook -----------------------------------------------------------------------------


def _record(evaluation: Evaluation, target: Path) -> Told:
    """Exports once and notes every call that reaches XlsxWriter."""
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    formats: dict[int, dict[str, Any]] = {}
    sheets: list[tuple[str, list[tuple[str, tuple[Any, ...]]]]] = []
    by_sheet: dict[int, list[tuple[str, tuple[Any, ...]]]] = {}
    depth = 0

    def watched(name: str) -> Callable[..., Any]:
        original = getattr(Worksheet, name)

        def call(self: Any, *args: Any) -> Any:
            nonlocal depth
            if depth == 0:
                by_sheet[id(self)].append((name, args))
            depth += 1
            try:
                return original(self, *args)
            finally:
                depth -= 1

        return call

    add_format, add_worksheet = Workbook.add_format, Workbook.add_worksheet

    def noted_format(self: Any, properties: Any = None) -> Any:
        made = add_format(self, properties)
        if not {"xf_index", "hyperlink"} & set(properties or {}):  # those every workbook begins with
            formats[id(made)] = dict(properties or {})
            kept.append(made)
        return made

    def noted_sheet(self: Any, name: Any = None, worksheet_class: Any = None) -> Any:
        made = add_worksheet(self, name, worksheet_class)
        by_sheet[id(made)] = []
        sheets.append((name, by_sheet[id(made)]))
        kept.append(made)
        return made

    kept: list[Any] = []  # so that no id is used twice
    patches = [mock.patch.object(Worksheet, name, watched(name)) for name in _CALLS]
    patches.append(mock.patch.object(Workbook, "add_format", noted_format))
    patches.append(mock.patch.object(Workbook, "add_worksheet", noted_sheet))
    for patch in patches:
        patch.start()
    try:
        export(evaluation, target)
    finally:
        for patch in patches:
            patch.stop()
    plain = [
        (name, [(call, tuple(_Mark(id(a)) if id(a) in formats else a for a in args)) for call, args in calls])
        for name, calls in sheets
    ]
    return formats, plain


class _Mark(int):
    """Stands for a format until the bare workbook has made its own."""


def _bare(told: Told, target: Path) -> None:
    import xlsxwriter

    formats, sheets = told
    stream = BytesIO()
    options = {"in_memory": True, "default_format_properties": {"font_name": "Arial", "font_size": 10}}
    book = xlsxwriter.Workbook(stream, options)
    made = {key: book.add_format(properties) for key, properties in formats.items()}
    for name, calls in sheets:
        sheet = book.add_worksheet(name)
        methods = {call: getattr(sheet, call) for call in _CALLS}
        for call, args in calls:
            methods[call](*[made[a] if type(a) is _Mark else a for a in args])
    book.close()
    target.write_bytes(stream.getvalue())


# -- a school with many pieces ---------------------------------------------------------------------


@contextmanager
def large_school(database: Path, pieces: int) -> Iterator[Evaluation]:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.catalogue import find
    from rrsa.portfolio import edits
    from rrsa.portfolio.changes import Change, Changeset
    from rrsa.portfolio.ids import derived_id
    from rrsa.setup import create_setting
    from rrsa.store import open_store
    from rrsa.vocabulary import Consent, Direction, Directness, Perspective

    with open_store(database) as store:
        adopted = find("rights-respecting-school")
        setting = create_setting(store, "A large school", adopted, author="Lead", aim="silver")
        portfolio = store.load(setting).portfolio
        targets = list(adopted.framework.outcome_of)
        changes: list[Change] = []
        for n in range(pieces):
            if n % _AT_ONCE == 0 and changes:
                store.commit(setting, Changeset("Lead", "Some pieces", tuple(changes)))
                changes = []
            made = derived_id("E", str(n))
            values: dict[str, Any] = {
                "title": f"What the P{n % 7 + 1} class noticed at the lunch table, week {n}",
                "perspective": list(Perspective)[n % 4].value,
                "directness": list(Directness)[n % 3].value,
                "date": date.fromordinal(date(2026, 1, 1).toordinal() - n % 900).isoformat(),
                "seen_by": f"P{n % 7 + 1} teacher",
                "place": f"Shared drive, Rights, folder {n % 40}",
                "note": "Children said who had been asked and who had not, and what came of it. "
                * (n % 3 + 1),
                "consent": Consent.NOT_NEEDED.value,
                "people": n % 60,
            }
            changes += edits.create("evidence", made, values)
            chosen = [targets[n % len(targets)], targets[(n * 7 + 3) % len(targets)]]
            changes += edits.link(portfolio, made, chosen, Direction.WORKS.value, new=True)[0]
        store.commit(setting, Changeset("Lead", "The last pieces", tuple(changes)))
        yield Evaluation.open(store, setting, author="Lead")
