"""What a piece of evidence is for, read from three columns: targets, what they show, which are chosen.

A target without a word behind it is shown as the column beside it says; one that is listed as chosen is one
of the two or three pieces for the assessor.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rrsa.errors import BadInput
from rrsa.exchange.returning import cells, looks
from rrsa.exchange.returning.cells import Words
from rrsa.exchange.returning.found import Links, Shown
from rrsa.exchange.returning.sheet_parser import CellRead
from rrsa.exchange.working.words import DIRECTIONS
from rrsa.i18n import _
from rrsa.portfolio.checks import field_label
from rrsa.vocabulary import Direction

_KNOWN = frozenset(direction.value for direction in Direction)


class WrongTargets(BadInput):
    """What is wrong in one of the three columns; ``column`` says which."""

    def __init__(self, column: str, what: str, mend: str = "") -> None:
        super().__init__(what, mend)
        self.column = column


def links_said(
    row: Mapping[str, CellRead],
    columns: Collection[str],
    base: Links,
    known: Mapping[str, str],
    words: Words,
    *,
    new: bool = False,
) -> Links | None:
    """What a row says that its piece is for; ``None`` where nobody has touched that.

    ``base`` is what went out, ``known`` the targets that there are by how they are written. Raises
    :class:`WrongTargets`.
    """
    shown = looks.target_cells(base)
    usual = looks.usual(base)
    listed = row.get("for") if "for" in columns else shown["for"] or None
    chosen = row.get("chosen") if "chosen" in columns else shown["chosen"] or None
    says = _direction(row.get("direction"), words) if "direction" in columns else usual
    as_it_was = _same(listed, shown["for"])
    chosen_as_it_was = _same(chosen, shown["chosen"])
    if as_it_was and chosen_as_it_was and says == usual:
        return None
    everything = {**{cells.plain(target): target for target in base}, **known}
    found: dict[str, Shown] = {}
    for target, direction in _listed("for", listed, everything, words):
        if direction is None:
            direction = _of_bare(target, base, usual, says, new=new)
        found[target] = Shown(direction, False)
    for target, _direction_said in _listed("chosen", chosen, everything, words):
        if target in found:
            found[target] = Shown(found[target].direction, True)
        elif not chosen_as_it_was:
            raise WrongTargets(
                "chosen",
                _("it is chosen for {target} and not shown for it").format(target=target),
                _("add {target} to what it is for, or take it out here").format(target=target),
            )
    return found


def _of_bare(target: str, base: Links, usual: str | None, says: str | None, *, new: bool) -> str | None:
    """What a target is shown as that has no word behind it."""
    before = base.get(target)
    if before is not None and before.direction not in _KNOWN:  # it stands there without a word anyhow
        return before.direction if says == usual else says or before.direction
    if says is not None:
        return says
    if new or not base:
        return Direction.WORKS.value
    raise WrongTargets(
        "direction",
        _("{field} is missing").format(field=field_label("direction")),
        _("choose it from the list"),
    )


def _same(cell: CellRead | None, shown: str) -> bool:
    if cell is None:
        return not shown
    return isinstance(cell, str) and cells.plain(cell) == cells.plain(shown)


def _direction(cell: CellRead | None, words: Words) -> str | None:
    if cell is None:
        return None
    try:
        return cells.word(words, DIRECTIONS, cell)
    except BadInput as problem:
        raise WrongTargets("direction", problem.what, problem.mend) from None


def _listed(
    column: str, cell: CellRead | None, known: Mapping[str, str], words: Words
) -> list[tuple[str, str | None]]:
    try:
        return cells.targets(cell, known, words)
    except BadInput as problem:
        raise WrongTargets(column, problem.what, problem.mend) from None
