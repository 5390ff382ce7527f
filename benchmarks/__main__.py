"""``make bench``: measures every row and writes ``docs/reference/benchmarks.md``."""

from __future__ import annotations

import gc
import os
import platform
import sqlite3
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from benchmarks import Row

MODULES = (
    "commands",
    "screens",
    "frameworks",
    "commits",
    "workbooks",
    "returning",
    "packs",
    "authority",
    "scale",
    "moving",
    "overview",
    "people",
)
PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "benchmarks.md"


def main(wanted: list[str]) -> int:
    rows: list[Row] = []
    for name in wanted or MODULES:
        measure: Callable[[], list[Row]] = import_module(f"benchmarks.{name}").rows
        gc.collect()
        gc.freeze()  # what earlier rows have left is no burden of this one: a command begins afresh
        for row in measure():
            rows.append(row)
            print(line(row), flush=True)
    if not wanted:
        PAGE.write_text(page(rows), encoding="utf-8", newline="\n")
    over = [row for row in rows if not row.within]
    print(f"{len(rows)} rows, {len(over)} over budget")
    return 0


def line(row: Row) -> str:
    verdict = "within" if row.within else "OVER"
    return f"| {row.work} | {row.against} | {row.ratio:.2f} × | {row.budget:g} × | {verdict} | {row.detail} |"


def page(rows: list[Row]) -> str:
    """The table with what it was measured on."""
    head = [
        "# Benchmarks",
        "",
        "Ratios within one run, so that they mean the same on any machine; `make bench` measures them again",
        "and writes this page. There are no timed tests. Each figure is a median over interleaved runs.",
        "",
        f"Measured on {platform.system()} {platform.machine()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}.",
        "",
        "| work | against | ratio | budget | | detail |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *(line(row) for row in rows)]) + "\n"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
