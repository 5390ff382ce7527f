"""How many settings of each area stand low, so that neither whole nor neighbours give anybody away.

Of an area only one thing is told: for how many of its settings something is so (:func:`figures.share`).
Areas of fewer than five settings are told together with those that have no area, as the rest, and so is the
smallest of the others where the rest would be fewer than five. Who knows the whole's number can reckon
what an area not told must be: where that would come to a number of fewer than five, to all or to nobody,
none is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rrsa.overview.figures import FEWEST, Few, Share, share

REST = ""
"""The name of all areas that are not told by themselves."""


def blocks(area_of: Mapping[str, str | None]) -> dict[str, str]:
    """Setting → the area that it is told with, :data:`REST` for those that are told with none."""
    sizes: dict[str, int] = {}
    for area in area_of.values():
        if area:
            sizes[area] = sizes.get(area, 0) + 1
    told = sorted((area for area, n in sizes.items() if n >= FEWEST), key=lambda area: (-sizes[area], area))
    rest = len(area_of) - sum(sizes[area] for area in told)
    while told and 0 < rest < FEWEST:
        rest += sizes[told.pop()]
    known = set(told)
    return {setting: area if area in known and area else REST for setting, area in area_of.items()}


class Block(NamedTuple):
    """``so`` of an area's ``n`` settings for which something is so."""

    so: int
    n: int


def shares(held: Mapping[str, Block], *, whole_known: bool) -> dict[str, Share] | None:
    """Area → what may be said of it; ``None`` where nothing may be said of any.

    ``held`` has every block, the rest among them; ``whole_known`` says that the sum is told elsewhere.
    """
    told = {area: share(*block) for area, block in held.items() if area != REST}
    bounds = {area: _bounds(said, held[area].n) for area, said in told.items()}
    if REST in held:
        bounds[REST] = (0, held[REST].n)
    total = sum(block.so for block in held.values())
    if whole_known:
        for area, block in held.items():
            low, high = _reckoned(area, bounds, total)
            if low == high and _telling(block):
                return None
    return told


def _bounds(said: Share, n: int) -> tuple[int, int]:
    """Between which numbers it must lie, to a reader of what is said."""
    if said is None:
        return (0, n)
    return said.bounds(n) if isinstance(said, Few) else (said, said)


def _reckoned(area: str, bounds: Mapping[str, tuple[int, int]], total: int) -> tuple[int, int]:
    """Between which numbers an area's must lie, to somebody who takes the others' from the whole."""
    low = total - sum(high for each, (_low, high) in bounds.items() if each != area)
    high = total - sum(low_ for each, (low_, _high) in bounds.items() if each != area)
    return max(low, bounds[area][0]), min(high, bounds[area][1])


def _telling(block: Block) -> bool:
    """Whether the number, or what is left beside it, is of fewer than five settings; nobody and all are so
    too, since they are each one's own answer."""
    return min(block.so, block.n - block.so) < FEWEST


def by_block(
    settings: Sequence[str], block_of: Mapping[str, str], so: Mapping[str, bool]
) -> dict[str, Block]:
    """Block → for how many of its settings something is so."""
    found: dict[str, Block] = {}
    for setting in settings:
        count, n = found.get(block_of[setting], Block(0, 0))
        found[block_of[setting]] = Block(count + so[setting], n + 1)
    return found
