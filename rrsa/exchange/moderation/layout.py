"""How the workbooks of a moderation round are laid out, for those who write them and those who read them.

They bear a hidden sheet as all our workbooks do (:mod:`rrsa.exchange.identity`), with what they are in its
line ``copy``. What goes to those who look says nowhere whose the outcomes are, nor what their setting says:
a row is known by a reference that only the desk can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from rrsa.exchange.identity import NO_BASE, Identity
from rrsa.exchange.returning.sheet_parser import CellRead
from rrsa.exchange.returning.workbook import Workbook
from rrsa.i18n import _

TO_LOOK_AT = "moderation"
"""``copy`` of a workbook with what a setting is to look at."""
REVIEWS = "moderation-reviews"
"""``copy`` of a workbook with what others said of a setting's own outcomes."""

ANSWERS = "answers"
"""The key of the sheet that is filled in."""

HEADS: Mapping[str, Callable[[], str]] = {
    "setting": lambda: _("Whose"),
    "outcome": lambda: _("Outcome"),
    "view": lambda: _("Your view"),
    "words": lambda: _("Why you see it so"),
    "why_not": lambda: _("If you could not look: why"),
}
"""Field → the head of its column, between the references that begin and end a row."""

ANSWERED = ("view", "words", "why_not")
_LINES = 5_000  # of the hidden sheet


def identity(setting: str, framework: str, copy: str, day: str, **details: str) -> Identity:
    """Who a workbook of a round is; ``details`` stand in the lines of its hidden sheet."""
    return Identity(
        setting=setting,
        framework=framework,
        framework_sha256="",
        copy=copy,
        day=day,
        base=NO_BASE,
        details=tuple(details.items()),
        export=str(uuid4()),
    )


def letter(number: int) -> str:
    """What a setting is called where it is not named: A to Z, then AA, AB and so on (from 0)."""
    letters = ""
    number += 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


@dataclass
class Hidden:
    """The hidden sheet of a workbook of a round, as it came."""

    lines: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    """Lines of more than two cells, or that occur more than once: their first cell says what they are."""

    @property
    def copy(self) -> str:
        return self.lines.get("copy", "")


def read_hidden(workbook: Workbook) -> Hidden:
    """What the hidden sheet says; nothing where there is none."""
    from rrsa.exchange.identity import HIDDEN

    found = Hidden()
    for name in workbook.sheets:
        # Some programs add to a sheet's name: "_rrsa (2)", "_rrsa - Table 1".
        if name == HIDDEN or (name.startswith(HIDDEN) and HIDDEN not in workbook.sheets):
            for _number, cells in workbook.sheet(name, _LINES).rows:
                line = [plain_text(cells.get(n)) for n in range(1, max(cells) + 1)]
                if line[0] in ROWS:
                    found.rows.append(line)
                else:
                    found.lines.setdefault(line[0], line[1] if len(line) > 1 else "")
    return found


ROWS = frozenset({"column", "said"})


def plain_text(value: CellRead | None) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
