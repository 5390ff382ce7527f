"""Reading a framework, validated and with a mark for each node, against PyYAML's bare C loader."""

from __future__ import annotations

import gc
import itertools
import json
import statistics
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import Row
from rrsa import paths

SIZES = (45, 1_209, 5_880)
RUNS = 7
BUDGET = 2.5
OUTCOMES_A_STRAND = 10
INDICATORS_AN_OUTCOME = 10
SHIPPED = "rights-respecting-school.yaml"


def rows() -> list[Row]:
    """One row for each size."""
    with tempfile.TemporaryDirectory() as folder:
        return [_row(Path(folder), indicators) for indicators in SIZES]


def generate(path: Path, indicators: int) -> Path:
    """Write a framework ``generated-N`` with exactly so many indicators (at least 36) to ``path``.

    Its texts are those of the shipped school framework, over and over, laid out as an author would.
    """
    from rrsa.framework.plain import as_written
    from rrsa.framework.reader import read_framework

    shipped = read_framework(paths.shipped("frameworks") / SHIPPED)
    content = json.loads(json.dumps(as_written(shipped), default=str))
    pattern = [outcome for strand in content["strands"] for outcome in strand["outcomes"]]
    count = max(len(pattern), -(-indicators // INDICATORS_AN_OUTCOME))
    outcomes = [_outcome(pattern[n % len(pattern)], n + 1, (indicators + n) // count) for n in range(count)]
    content["strands"] = [
        {**strand, "id": f"S{n}", "outcomes": outcomes[start : start + OUTCOMES_A_STRAND]}
        for n, (start, strand) in enumerate(
            zip(range(0, count, OUTCOMES_A_STRAND), itertools.cycle(content["strands"]), strict=False),
            start=1,
        )
    ]
    content["id"] = f"generated-{indicators}"
    path.write_text("\n".join(_lines(content, 0)) + "\n", encoding="utf-8")
    return path


def _outcome(pattern: dict[str, Any], number: int, indicators: int) -> dict[str, Any]:
    looks = itertools.cycle(pattern["indicators"])
    return {
        **pattern,
        "id": str(number),
        "indicators": [{**next(looks), "id": f"{number}.{n}"} for n in range(1, indicators + 1)],
    }


def _lines(value: Any, depth: int) -> Iterator[str]:
    """``value`` as block YAML."""
    pad = "  " * depth
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _entry(f"{pad}{key if str(key).isidentifier() else repr(str(key))}:", part, depth)
    else:
        for part in value:
            if isinstance(part, dict):
                first, *rest = _lines(part, depth + 1)
                yield f"{pad}- {first.lstrip()}"
                yield from rest
            else:
                yield from _entry(f"{pad}-", part, depth)


def _entry(start: str, part: Any, depth: int) -> Iterator[str]:
    if isinstance(part, dict | list):
        yield start
        yield from _lines(part, depth + 1)
    elif isinstance(part, str) and len(start) + len(part) > 100:
        yield f"{start} >-"
        yield from textwrap.wrap(
            part,
            100,
            initial_indent="  " * (depth + 1),
            subsequent_indent="  " * (depth + 1),
            break_on_hyphens=False,
            break_long_words=False,
        )
    elif isinstance(part, str):
        quote = part.replace("'", "''")
        yield f"{start} '{quote}'" if not part.replace(" ", "").isalpha() else f"{start} {part}"
    else:
        yield f"{start} {str(part).lower()}"


def _row(folder: Path, indicators: int) -> Row:
    import yaml

    from rrsa.framework.reader import read_framework

    path = generate(folder / f"{indicators}.yaml", indicators)

    def bare() -> object:
        return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)

    def read() -> object:
        return read_framework(path)

    bare()
    read()
    pairs = [(_seconds(bare), _seconds(read)) for _run in range(RUNS)]
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    theirs, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    lines = path.read_text(encoding="utf-8").count("\n")
    return Row(
        work=f"read a framework of {indicators:,} indicators, validated, with marks",
        against="bare CSafeLoader on the same file",
        ratio=ratio,
        budget=BUDGET,
        detail=f"{lines:,} lines; {ours * 1000:,.0f} ms against {theirs * 1000:,.0f} ms, median of {RUNS}",
    )


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    for row in rows():
        print(f"{row.work}: {row.ratio:.2f} × {row.against}, at most {row.budget} × ({row.detail})")
