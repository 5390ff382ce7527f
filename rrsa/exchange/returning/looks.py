"""What a value looks like in its cell, so that one that nobody touched is known again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeAlias

from rrsa.exchange.identity import reference
from rrsa.exchange.returning.cells import Words, text_of
from rrsa.exchange.returning.found import Links, Shown
from rrsa.exchange.returning.layout import REFERENCES
from rrsa.exchange.returning.number_formats import Formatted
from rrsa.exchange.returning.sheet_parser import Broken, CellRead
from rrsa.exchange.returning.tables import tidy_reference
from rrsa.exchange.text import cell_text
from rrsa.exchange.working.evidence import for_words, usual_direction
from rrsa.exchange.working.words import GRADES
from rrsa.i18n import _
from rrsa.portfolio.checks import clean_text
from rrsa.portfolio.records import SPECS, Link, Value, link_id

Looks: TypeAlias = Callable[[Value, CellRead | None], bool]
"""Whether a cell holds what a value looks like."""


def untouched(kind: str, field: str, name: str, words: Words) -> Looks:
    """How cells of a column are known to hold what went out; ``name`` is the list of its words."""
    kind_of = SPECS[kind][field].type
    if field in REFERENCES:
        return lambda value, cell: (
            cell is None if value is None else _tidy(cell) == reference(str(value)).upper()
        )
    if kind_of == "day":
        return _same_day
    if kind_of == "whole" and name != GRADES:
        return lambda value, cell: value == _behind(cell) and not isinstance(cell, bool)
    if name:
        said = _said(name, words)
        return lambda value, cell: said(value, cell) or (isinstance(cell, Formatted) and value == cell.number)
    return _same_text


def _behind(cell: CellRead | None) -> CellRead | None:
    """The number of a cell, whatever it shows."""
    return cell.number if isinstance(cell, Formatted) else cell


def _tidy(cell: CellRead | None) -> str:
    return tidy_reference(cell) if isinstance(cell, str) else ""


def _same_day(value: Value, cell: CellRead | None) -> bool:
    if value is None or cell is None:
        return value is None and cell is None
    if isinstance(cell, date):
        return cell.isoformat()[:10] == value
    return isinstance(cell, str) and cell.strip() == value


def _same_text(value: Value, cell: CellRead | None) -> bool:
    if value == cell:
        return True
    if value is None or cell is None or isinstance(cell, Broken):
        return False
    return clean_text(text_of(cell)) == clean_text(cell_text(str(value)))


def _said(name: str, words: Words) -> Looks:
    def looks(value: Value, cell: CellRead | None) -> bool:
        if cell is None or value is None:
            # "No" stands for what is not so, and so does an empty cell.
            return (value is None) and (
                cell is None or (isinstance(cell, str) and words.value(name, cell) == "")
            )
        stored = "true" if value is True else str(value)
        if isinstance(cell, str):
            return words.value(name, cell) == stored or cell.strip() == stored
        return False

    return looks


def withheld_words() -> frozenset[str]:
    """What stands where a number does not leave."""
    return frozenset({_("fewer than five"), _("not shown")})


def is_withheld(cell: CellRead | None) -> bool:
    """Whether a cell says in words, of whatever language, that its number does not leave."""
    return cell is None or (isinstance(cell, str) and not any(c.isdigit() for c in cell))


# -- what a piece is for -------------------------------------------------------------------------------


def as_links(evidence: str, shown: Links) -> list[Link]:
    """Links as a workbook writes them."""
    return [
        Link(link_id(evidence, target), True, evidence, target, each.direction, each.chosen or None)
        for target, each in shown.items()
    ]


def shown_of(links: Iterable[Link]) -> dict[str, Shown]:
    """Target → what a piece shows there."""
    return {x.target: Shown(x.direction, bool(x.chosen)) for x in links if x.present and x.target}


def usual(shown: Links) -> str | None:
    """What most of a piece's links say, as its own column has it."""
    return usual_direction(as_links("", shown))


def target_cells(shown: Links) -> Mapping[str, str]:
    """What stands in the column of targets and in that of chosen ones."""
    links = as_links("", shown)
    return {
        "for": for_words(links, usual_direction(links)),
        "chosen": ", ".join(target for target, each in shown.items() if each.chosen),
    }
