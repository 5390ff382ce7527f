"""What stands in an overview workbook, gathered once: lines of settings, and figures of groups."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from rrsa.errors import RrsaError
from rrsa.overview.groups import EVERYBODY, Figures
from rrsa.overview.helping import Help, helps
from rrsa.overview.narrowing import Wanted, narrowed
from rrsa.overview.needs import FrameworkNeeds, needs
from rrsa.overview.releasing import release
from rrsa.overview.rows import Row, rows
from rrsa.overview.stages import Stages
from rrsa.overview.terms import Noticed, noticed

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.store import Store


@dataclass(frozen=True)
class Overview:
    """``every`` setting that is known, by name; ``rows`` are those that are wanted, in the order wanted.
    Groups, gaps and targets are about all of them, whatever is wanted."""

    store: Store
    desk: Desk
    on: date
    wanted: Wanted
    every: Sequence[Row]
    rows: Sequence[Row]
    stages: Stages
    figures: Figures

    @cached_property
    def noticed(self) -> Noticed:
        """What runs out when, among the settings wanted."""
        return noticed(self.rows, self.on)

    @cached_property
    def help_of_all(self) -> Help:
        """Who could help whom among all settings."""
        return helps(self.every)

    @cached_property
    def help(self) -> Help:
        """Who could help whom; where fewer are wanted, helpers are looked for among all all the same."""
        found = self.help_of_all
        wanted = {row.setting for row in self.rows}
        return Help(
            tuple(match for match in found.matches if match.wants.setting in wanted),
            tuple(row for row in found.unmet if row.setting in wanted),
            tuple(row for row in found.open if row.setting in wanted),
        )

    @cached_property
    def needs(self) -> Sequence[FrameworkNeeds]:
        """What is told of all settings, framework by framework; nothing where they are too few."""
        return needs(self.figures, EVERYBODY)


def gathered(store: Store, desk: Desk, wanted: Wanted) -> Overview:
    """Everything that an overview of ``store`` has to say on the desk's day.

    Figures of groups that are due are made first; whoever may make none reads those that there are.
    """
    with suppress(RrsaError):
        release(store)
    every, stages = rows(store, desk), Stages()
    return Overview(
        store,
        desk,
        desk.on,
        wanted,
        every,
        narrowed(every, wanted, desk.on, stages),
        stages,
        Figures.of(store),
    )
