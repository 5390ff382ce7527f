"""Measurements against the budgets: ratios within one run, so that they hold on any machine.

Each module here has ``rows()``, which measures and returns a list of :class:`Row`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ``work`` took ``ratio`` times as long as ``against``; ``budget`` is allowed.

    ``detail`` says what was measured, with the times behind the ratio.
    """

    work: str
    against: str
    ratio: float
    budget: float
    detail: str

    @property
    def within(self) -> bool:
        return self.ratio <= self.budget
