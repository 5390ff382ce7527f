"""How long the program takes to say hello."""

from __future__ import annotations

from benchmarks import Row
from benchmarks.processes import paired


def rows() -> list[Row]:
    ratio, ours, bare = paired(["-m", "rrsa", "--help"], ["-c", "pass"], runs=15)
    detail = f"{ours * 1000:.0f} ms against {bare * 1000:.0f} ms, whole processes"
    return [Row("`rrsa --help`", "`python -c pass`", ratio, 5, detail)]
