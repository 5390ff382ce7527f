"""What foreign programs have made of working copies, and what bringing them in says, in plain names."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from rrsa.exchange.returning import read_returns
from rrsa.exchange.returning.preview import Preview
from rrsa.store import Store

ROOT = Path(__file__).resolve().parent.parent.parent
BACK = date(2026, 9, 8)
"""The day on which the copies come back: a week after they went out."""


def _script() -> ModuleType:
    """``scripts/foreign_workbooks.py``, which is no part of a package."""
    spec = importlib.util.spec_from_file_location(
        "foreign_workbooks", ROOT / "scripts" / "foreign_workbooks.py"
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


foreign = _script()
_NAMES = {
    foreign.record_id(kind, name): name for kind in foreign.LETTERS for name in foreign.described()[kind]
}
_IDS = re.compile("|".join(_NAMES))
_NEW = re.compile(r"/[A-Z][0-9A-Z]{8}/")


class Said(NamedTuple):
    """A preview in words: what goes in at once and what waits, by key; what was refused, by place."""

    changes: dict[str, str]
    waits: dict[str, str]
    refused: dict[str, str]


def named(text: str) -> str:
    """Ids of the school's records as their names in ``setting.yaml``; any other id as *new*."""
    return _NEW.sub("/new/", _IDS.sub(lambda match: _NAMES[match[0]], text))


def said(preview: Preview) -> Said:
    """What a preview says; what new rows say stands under one name, in order, with ``;`` between."""
    sides: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
    for each in preview.differences:
        words = named(" / ".join(side.words for side in each.theirs))
        sides[each.is_open].setdefault(named(each.key), []).append(words)
    changes, waits = ({key: "; ".join(sorted(words)) for key, words in side.items()} for side in sides)
    return Said(changes, waits, {each.place: named(each.why) for each in preview.refused})


def compared(store: Store, paths: Iterable[Path]) -> Preview:
    """The one preview that some workbooks come to."""
    (preview,) = read_returns(store, list(paths), today=BACK)
    return preview
