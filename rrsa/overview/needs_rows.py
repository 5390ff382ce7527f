"""What is told of groups as rows of a sheet: the same figures and the same words as on screens."""

from __future__ import annotations

from collections.abc import Iterator

from rrsa.i18n import _
from rrsa.overview.figure_words import share_words, spread_words
from rrsa.overview.groups import EVERYBODY, Figures, Group
from rrsa.overview.needs import FrameworkNeeds, needs
from rrsa.overview.stages import Stages
from rrsa.portfolio.checks import show_day

Row = tuple[str, ...]


def needs_rows(figures: Figures, group: Group = EVERYBODY) -> list[Row]:
    """A row for each outcome of each framework; the first row has the heads. Only the heads where nothing
    is told of anything."""
    heads = (
        _("Framework"),
        _("Outcome"),
        _("Settings counted"),
        _("As of"),
        _("Low, or not looked at"),
        _("Views, lowest first"),
        _("How far shown, lowest first"),
        _("Something in the plan"),
        _("Shown by nobody or a few through"),
    )
    stages = Stages()
    return [heads, *(row for each in needs(figures, group) for row in _rows(each, stages))]


def _rows(found: FrameworkNeeds, stages: Stages) -> Iterator[Row]:
    kind = found.words.kind
    for each in found.outcomes:
        whole = not found.area
        planned = share_words(each.planned, each.planned_n, kind) if each.planned_n else ""
        yield (
            stages.title(found.framework),
            f"{each.outcome} {each.short}",
            str(each.n or ""),
            show_day(found.views.on) if found.views else "",
            share_words(each.low, each.n, kind) if each.n else "",
            spread_words(found.views, each.outcome) if found.views and whole else "",
            spread_words(found.shown, each.outcome) if found.shown and whole else "",
            planned,
            ", ".join(side.label for side in each.missing),
        )
