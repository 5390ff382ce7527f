"""What a piece of evidence is for, compared target by target: each link is a record of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rrsa.exchange.returning.found import Links, Returned, RowSaid, Shown
from rrsa.exchange.returning.looks import shown_of
from rrsa.exchange.returning.preview import Difference
from rrsa.portfolio.changes import Cell
from rrsa.portfolio.edits import present
from rrsa.portfolio.records import Value, link_id

if TYPE_CHECKING:
    from rrsa.exchange.returning.comparing import Comparing


def link_cells(evidence: str, target: str, shown: Shown | None) -> dict[Cell, Value]:
    """All cells of a link as they would be; ``None`` in each where it goes."""
    made = link_id(evidence, target)
    values: dict[str, Value] = dict.fromkeys(("present", "evidence", "target", "direction", "chosen"))
    if shown is not None:
        values = {
            "present": True,
            "evidence": evidence,
            "target": target,
            "direction": shown.direction,
            "chosen": shown.chosen or None,
        }
    return {Cell("link", made, name): value for name, value in values.items()}


def compare_links(comparing: Comparing, evidence: str, own: list[tuple[Returned, RowSaid]]) -> None:
    """Adds what workbooks say that a piece is for, as one difference."""
    from rrsa.exchange.returning.comparing import Wanted, merged, standing

    portfolio, saying = comparing.now.portfolio, comparing.saying
    mine = shown_of(portfolio.links_by_evidence.get(evidence, ()))
    moves: list[tuple[Returned, RowSaid, dict[str, Shown | None]]] = []
    clean = known = bound = True
    for returned, said in own:
        wants: Links = said.links or {}
        before: Mapping[str, Shown] = said.base_links
        moved = {
            target: wants.get(target)
            for target in (*before, *wants)
            if before.get(target) != wants.get(target) and mine.get(target) != wants.get(target)
        }
        if not moved:
            continue
        moves.append((returned, said, moved))
        known = known and said.base is not None
        bound = bound and returned.is_bound
        clean = clean and all(mine.get(target) == before.get(target) for target in moved)
    if not moves:
        return
    together: dict[str, Shown | None] = {}
    agree = True
    for _returned, _said, moved in moves:
        agree = agree and all(together.setdefault(t, shown) == shown for t, shown in moved.items())
    wanted = []
    for returned, said, moved in moves:
        taken = together if agree else moved
        values = {
            cell: value
            for target in sorted(taken)
            for cell, value in link_cells(evidence, target, taken[target]).items()
        }
        words = saying.links(_after(comparing, mine, taken))
        wanted.append(Wanted(returned, values, words, said.places["for"]))
    sides = merged(wanted)
    comparing.found.differences.append(
        Difference(
            key=f"evidence/{evidence}/for",
            about=saying.about("evidence", evidence, "for"),
            base=min((r.name, saying.links(s.base_links)) for r, s, _m in moves)[1] if known else None,
            mine=saying.links(mine),
            theirs=sides,
            standing=standing(clean=clean, known=known, bound=bound, sides=len(sides)),
            now={cell: portfolio.value(cell) for side in sides for cell in side.values},
            guards=(present("evidence", evidence),),
        )
    )


def _after(comparing: Comparing, mine: Links, moved: Mapping[str, Shown | None]) -> Links:
    """What the piece would be for, in the framework's order."""
    order = {target: n for n, target in enumerate(comparing.targets)}
    after = {**mine, **moved}
    kept = {target: shown for target, shown in after.items() if shown is not None}
    return {t: kept[t] for t in sorted(kept, key=lambda t: (order.get(t, len(order)), t))}
