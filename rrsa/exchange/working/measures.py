"""Measures: what is counted over time, from where to where; and empty rows for what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rrsa.exchange.book import CellValue
from rrsa.exchange.content import Content, figures_shown
from rrsa.exchange.phrases import day_of
from rrsa.exchange.working.table import Column, Desk, Row, Table, any_day, until_today, whole
from rrsa.exchange.working.words import BETTER, COUNTS, OUTCOMES
from rrsa.i18n import _
from rrsa.portfolio.records import Measure
from rrsa.vocabulary import Counts

ISSUED = 12
"""Empty rows handed out."""

_PLAIN = ("title", "outcome", "counts", "better", "source", "baseline_on", "target_on", "note")


def measures(content: Content) -> list[Measure]:
    """The measures that go out: by outcome, in the order of their ids."""
    order = {outcome: n for n, outcome in enumerate(content.framework.outcomes)}
    found = [measure for measure in content.portfolio.measures.values() if measure.present]
    return sorted(found, key=lambda m: (order.get(m.outcome or "", len(order)), m.id))


def counts_people(measure: Measure | None) -> bool:
    """Whether a measure's counts are of people; where nobody says, they are taken for it."""
    return measure is None or measure.counts != Counts.EVENTS


def shown(counted: Mapping[str, int | str | None]) -> tuple[dict[str, Any], list[str]]:
    """Of some counts as they may leave: the base values, and the fields that hold more than leaves."""
    base = {name: value for name, value in counted.items() if isinstance(value, int)}
    return base, [name for name, value in counted.items() if isinstance(value, str)]


def write(desk: Desk) -> None:
    about = _(
        "What do we count, to see whether it makes a difference? Say how many, and out of how many; no "
        "percentages. New measures go into the empty rows at the end; what is counted later goes into "
        "the sheet Readings."
    )
    Table(desk, "measures", _("Measures"), about, _columns()).write(_rows(desk), issued=ISSUED)


def _columns() -> tuple[Column, ...]:
    number = whole(_("How many were counted, or leave the cell empty."))
    return (
        Column(_("What is counted"), 210, "title"),
        Column(_("For outcome"), 130, "outcome", OUTCOMES),
        Column(_("It counts"), 120, "counts", COUNTS),
        Column(_("Which way"), 86, "better", BETTER),
        Column(_("At the start"), 62, "baseline", rule=number, look="cell_count"),
        Column(
            _("Out of how many, at the start"),
            74,
            "baseline_n",
            rule=number,
            look="cell_count",
            about=_("How many people there are. For things that happen: how many people it is about."),
        ),
        Column(_("Start counted on"), 88, "baseline_on", rule=until_today(), look="cell_day"),
        Column(_("Target"), 62, "target", rule=number, look="cell_count"),
        Column(_("Out of how many, as target"), 74, "target_n", rule=number, look="cell_count"),
        Column(_("Target for"), 88, "target_on", rule=any_day(), look="cell_day"),
        Column(_("Where the figures come from"), 140, "source"),
        Column(_("Note"), 150, "note"),
    )


def _rows(desk: Desk) -> Iterator[Row]:
    say = desk.words.say
    for measure in measures(desk.content):
        people = counts_people(measure)
        start, start_n = figures_shown(measure.baseline, measure.baseline_n, people=people)
        target, target_n = figures_shown(measure.target, measure.target_n, people=people)
        cells: tuple[CellValue, ...] = (
            measure.title,
            say(OUTCOMES, measure.outcome),
            say(COUNTS, measure.counts),
            say(BETTER, measure.better),
            start,
            start_n,
            day_of(measure.baseline_on) or measure.baseline_on,
            target,
            target_n,
            day_of(measure.target_on) or measure.target_on,
            measure.source,
            measure.note,
        )
        base: dict[str, Any] = {n: value for n in _PLAIN if (value := getattr(measure, n)) is not None}
        counted, withheld = shown(
            {"baseline": start, "baseline_n": start_n, "target": target, "target_n": target_n}
        )
        yield Row(measure.id, cells, base | counted | ({"withheld": withheld} if withheld else {}))
