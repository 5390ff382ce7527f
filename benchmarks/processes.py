"""Timing whole processes against each other, in turn, so that a drift of the machine hits both."""

from __future__ import annotations

import atexit
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence

# Compiled modules are kept between runs, as an installation keeps them, but not in the checkout.
_COMPILED = tempfile.mkdtemp(prefix="rrsa-bench-")
atexit.register(shutil.rmtree, _COMPILED, ignore_errors=True)
_AS_INSTALLED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": _COMPILED}


def seconds(arguments: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """The wall time of one run of this Python with ``arguments``."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={**os.environ, **_AS_INSTALLED, **(env or {})},
    )
    return time.perf_counter() - begun


def paired(
    first: Sequence[str], second: Sequence[str], *, runs: int = 9, env: Mapping[str, str] | None = None
) -> tuple[float, float, float]:
    """Median ratio first/second pair by pair, and both medians in seconds; one warm-up of each."""
    seconds(first, env)
    seconds(second, env)
    pairs = [(seconds(first, env), seconds(second, env)) for _ in range(runs)]
    return (
        statistics.median(a / b for a, b in pairs),
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
    )
