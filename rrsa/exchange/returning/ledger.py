"""Who a workbook is and what went out in it, as it says itself: on its hidden sheets, else in its title or
on its first sheet."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rrsa.errors import BadInput
from rrsa.exchange.identity import FORMAT, HIDDEN, NO_BASE, WORDS
from rrsa.exchange.returning.layout import SHEETS
from rrsa.exchange.returning.sheet_parser import CellRead, SheetRead
from rrsa.exchange.returning.workbook import Workbook
from rrsa.i18n import _
from rrsa.portfolio.ids import without_check
from rrsa.portfolio.records import SPECS

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TITLE = re.compile(rf"^(?P<name>.*): rrsa export (?P<export>{_UUID}) base (?P<base>{_UUID}|none)\s*$", re.S)
_LAST_LINE = re.compile(
    rf"(?P<export>{_UUID})\W.*?\b(?P<base>{_UUID}|none)\W.*?(?P<framework>[\w.-]+@[\w.-]+)", re.S
)
_TYPES = {"text": str, "day": str, "whole": int, "flag": bool}
_FIRST_ROWS = 300
_CHILD_LINES = frozenset({"sheet", "column", "row", "new"})


class RowLine(NamedTuple):
    """A row that went out: its record, and its base values as the JSON that they stand in."""

    record: str
    text: str

    def base(self, kind: str) -> dict[str, Any] | None:
        """The values of a record of ``kind`` that went out; nothing where somebody has altered them."""
        try:
            values = json.loads(self.text)
        except (ValueError, RecursionError):  # brackets in brackets, by the thousand
            return None
        if not isinstance(values, dict):
            return None
        specs = SPECS[kind]
        known = {n: v for n, v in values.items() if n in specs and type(v) is _TYPES[specs[n].type]}
        targets, chosen, withheld = (values.get(name) for name in ("for", "chosen", "withheld"))
        if isinstance(targets, dict):
            known["for"] = {t: d if isinstance(d, str) else None for t, d in targets.items()}
            known["chosen"] = [t for t in chosen if t in targets] if isinstance(chosen, list) else []
        if isinstance(withheld, list):
            known["withheld"] = [name for name in withheld if isinstance(name, str)]
        return known


@dataclass
class Ledger:
    """What a workbook says of itself."""

    lines: dict[str, str] = field(default_factory=dict)
    """``export``, ``base``, ``setting``, ``framework``, ``copy`` and what else stands at the beginning."""
    sheets: dict[str, str] = field(default_factory=dict)
    """Sheet key → the sheet's name."""
    columns: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    """Sheet key → field → the column's head and the list of its words."""
    rows: dict[str, dict[str, RowLine]] = field(default_factory=dict)
    """Sheet key → record → what went out."""
    issued: dict[str, set[str]] = field(default_factory=dict)
    """Sheet key → the references of empty rows, without check characters."""
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    """List → words → value."""
    is_known: bool = True
    """Whether what it stands on is part of this portfolio's history, so that its base is ours too."""
    is_whole: bool = False
    """Whether the base values are there: the hidden sheet was found."""

    @property
    def export(self) -> str:
        return self.lines.get("export", "")

    @property
    def setting(self) -> str:
        return self.lines.get("setting", "")

    @property
    def blank(self) -> bool:
        return self.lines.get("copy") == "blank"


def read_ledger(workbook: Workbook) -> Ledger:
    """What a workbook says of itself; as little as nothing where all of it was lost.

    Raises :class:`BadInput` for an assessor's copy, and for one from a newer program.
    """
    ledger = Ledger()
    for name in workbook.sheets:
        # Some programs add to a sheet's name: "_rrsa (2)", "_rrsa - Table 1".
        if name == HIDDEN or (name.startswith(HIDDEN) and HIDDEN not in workbook.sheets):
            _take_lines(ledger, workbook.sheet(name))
        elif name == WORDS or (name.startswith(WORDS) and WORDS not in workbook.sheets):
            _take_words(ledger, workbook.sheet(name))
    if not ledger.lines.get("export"):
        ledger.lines.update(_elsewhere(workbook))
    _check(workbook.name, ledger)
    return ledger


def _take_lines(ledger: Ledger, sheet: SheetRead) -> None:
    for _number, cells in sheet.rows:
        width = max(cells)
        line = [_text(cells.get(n)) for n in range(1, width + 1)]
        first, key = line[0], line[1] if width > 1 else ""
        if first not in _CHILD_LINES:
            ledger.lines.setdefault(first, key)
        elif key not in SHEETS:
            continue
        elif first == "row" and width > 4:
            ledger.rows.setdefault(key, {})[line[3]] = RowLine(line[3], "".join(line[4:]))
        elif first == "new" and width > 2:
            ledger.issued.setdefault(key, set()).add(without_check(line[2]) or line[2])
        elif first == "column" and width > 3:
            words = line[4] if width > 4 else ""
            ledger.columns.setdefault(key, {})[line[3]] = line[2], words
        elif first == "sheet" and width > 2:
            ledger.sheets[key] = line[2]
    ledger.is_whole = bool(ledger.rows)


def _take_words(ledger: Ledger, sheet: SheetRead) -> None:
    for number, cells in sheet.rows:
        name, value, said = (_text(cells.get(n)) for n in (1, 2, 3))
        if number > 1 and name and said:
            ledger.words.setdefault(name, {})[said] = value


def _text(value: CellRead | None) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _elsewhere(workbook: Workbook) -> dict[str, str]:
    """The UUIDs as the title or the first sheet repeat them."""
    if match := _TITLE.match(workbook.title):
        return match.groupdict()
    for name in workbook.sheets:
        if workbook.is_hidden(name):
            continue
        for row in reversed(workbook.sheet(name, _FIRST_ROWS).rows):
            for value in row.cells.values():
                if isinstance(value, str) and (match := _LAST_LINE.search(value)):
                    return match.groupdict()
        break
    return {}


def _check(name: str, ledger: Ledger) -> None:
    version = ledger.lines.get("format", "")
    if version.isdecimal() and int(version) > FORMAT:
        raise BadInput(
            _("“{name}” was written by a newer rrsa").format(name=name),
            _("bring rrsa up to date here, or ask for a copy from the older one"),
        )
    if ledger.lines.get("copy") == "assessor":
        raise BadInput(
            _("“{name}” is an assessor's copy, which does not come back").format(name=name),
            _("export a working copy for whoever fills something in"),
        )
    if ledger.lines.get("copy", "").startswith("moderation"):
        raise BadInput(
            _("“{name}” belongs to a moderation round").format(name=name),
            _("use rrsa overview moderation take, or rrsa review take for what others said of you"),
        )
    if ledger.lines.get("base") == NO_BASE:
        ledger.lines.pop("base")


def who_filled_in(workbook: Workbook, ledger: Ledger) -> str:
    """The role that the first sheet names, or nothing."""
    labels = {_plain(_("Filled in by (a role)")), _plain(ledger.lines.get("who", ""))} - {""}
    data = set(ledger.sheets.values())
    for name in workbook.sheets:
        if workbook.is_hidden(name) or name in data:
            continue
        for _number, cells in workbook.sheet(name, _FIRST_ROWS).rows:
            for column in sorted(cells):
                if _plain(_text(cells[column])) in labels:
                    beside = next((cells[c] for c in sorted(cells) if c > column), "")
                    return " ".join(_text(beside).split())[:120]
    return ""


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
