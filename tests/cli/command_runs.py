"""What a command came to, and what tests ask of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rrsa.store import open_store

DATA = Path(__file__).resolve().parent.parent / "data"
SMALL = DATA / "small-framework.yaml"


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def first(self) -> str:
        """The first word of the answer: a new id."""
        return self.out.split()[0]


Run = Callable[..., Ran]


def recorded(database: str | Path) -> list[Any]:
    """All that a database holds, to see whether anything has changed."""
    with open_store(database, create=False) as store:
        return [(info, store.load(info.id).portfolio.records) for info in store.settings()]


def assert_one_line_error(ran: Ran) -> None:
    """A failure is one line, ``error: what — how to mend it``."""
    assert ran.err.startswith("error: "), ran.err
    assert ran.err.count("\n") == 1, ran.err
    assert " — " in ran.err, ran.err
    assert "Traceback" not in ran.err + ran.out
    assert "did not expect" not in ran.err, ran.err
