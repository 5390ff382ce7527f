"""Which export a workbook is, and whether anybody has saved it since it was written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Recognised(NamedTuple):
    """What a workbook says of itself; empty where it no longer says so."""

    setting: str
    name: str  # what the setting is called in it
    copy: str  # blank | working
    export: str
    untouched: bool  # as we wrote it: nobody has saved it since


def recognised(path: Path) -> Recognised:
    """What the workbook at ``path`` says of itself, without a look at its rows.

    Raises :class:`~rrsa.errors.BadInput` or :class:`~rrsa.errors.EnvironmentFailed` where it cannot be read
    or is an assessor's copy.
    """
    from rrsa.exchange.returning.ledger import read_ledger
    from rrsa.exchange.returning.workbook import Workbook

    with Workbook(path) as workbook:
        lines = read_ledger(workbook).lines
    return Recognised(
        lines.get("setting", ""),
        " ".join(lines.get("name", "").split()),
        lines.get("copy", ""),
        lines.get("export", ""),
        _untouched(path),
    )


def _untouched(path: Path) -> bool:
    from rrsa.errors import BadInput
    from rrsa.exchange.target import check_target

    try:
        check_target(path)
    except BadInput:
        return False
    return True
