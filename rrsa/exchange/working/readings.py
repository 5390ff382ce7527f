"""Readings: what a measure was, day by day; and empty rows for what is counted next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rrsa.exchange.content import Content, figures_shown
from rrsa.exchange.identity import reference
from rrsa.exchange.phrases import day_of
from rrsa.exchange.working.measures import counts_people, measures, shown
from rrsa.exchange.working.table import Column, Desk, Row, Table, until_today, whole
from rrsa.i18n import _
from rrsa.portfolio.records import Reading

ISSUED = 40
"""Empty rows handed out."""

_PLAIN = ("measure", "date", "note")


def readings(content: Content) -> list[Reading]:
    """The readings that go out: by measure, oldest first."""
    order = {measure.id: n for n, measure in enumerate(measures(content))}
    found = [reading for reading in content.portfolio.readings.values() if reading.present]
    return sorted(found, key=lambda r: (order.get(r.measure or "", len(order)), r.date or "", r.id))


def write(desk: Desk) -> None:
    number = whole(_("How many were counted, or leave the cell empty."))
    columns = (
        Column(
            _("Reading of"),
            120,
            "measure",
            rule={"validate": "any"},
            about=_("The measure's reference, from the sheet Measures. One from a new row there will do."),
        ),
        Column(_("What is counted"), 290),
        Column(_("Counted on"), 100, "date", rule=until_today(), look="cell_day"),
        Column(_("How many"), 74, "count", rule=number, look="cell_count"),
        Column(
            _("Out of how many"),
            80,
            "n",
            rule=number,
            look="cell_count",
            about=_("How many people there are. For things that happen: how many people it is about."),
        ),
        Column(_("Note"), 270, "note"),
    )
    about = _(
        "What was counted, and on which day? Say how many, and out of how many. New readings go into the "
        "empty rows at the end."
    )
    Table(desk, "readings", _("Readings"), about, columns).write(_rows(desk), issued=ISSUED)


def _rows(desk: Desk) -> Iterator[Row]:
    known = desk.content.portfolio.measures
    for reading in readings(desk.content):
        measure = known.get(reading.measure or "")
        count, n = figures_shown(reading.count, reading.n, people=counts_people(measure))
        cells = (
            reference(reading.measure) if reading.measure else None,
            measure.title if measure else None,
            day_of(reading.date) or reading.date,
            count,
            n,
            reading.note,
        )
        base: dict[str, Any] = {name: v for name in _PLAIN if (v := getattr(reading, name)) is not None}
        counted, withheld = shown({"count": count, "n": n})
        yield Row(reading.id, cells, base | counted | ({"withheld": withheld} if withheld else {}))
