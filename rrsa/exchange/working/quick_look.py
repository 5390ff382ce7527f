"""Quick look: a grade and one line for each outcome, twenty minutes."""

from __future__ import annotations

from rrsa.exchange.identity import Base
from rrsa.exchange.working.table import Column, Desk, Row, Table
from rrsa.exchange.working.words import GRADES
from rrsa.i18n import _
from rrsa.portfolio.records import OutcomeRecord


def write(desk: Desk) -> None:
    framework = desk.content.framework
    columns = (
        Column(_("Outcome"), 250, look="cell_shown"),
        Column(_("In children's words"), 240, look="cell_shown"),
        Column(
            _("Our view"),
            160,
            "view",
            GRADES,
            about=_("How are we doing? Take the grade that most of us would agree on today."),
        ),
        Column(_("Why, in one line"), 360, "line"),
    )
    about = _(
        "How are we doing? A grade and one line for each outcome; twenty minutes for all of them. "
        "Leave out what you cannot say. What the grades mean stands on the first sheet."
    )
    table = Table(desk, "quick-look", _("Quick look"), about, columns)
    rows = []
    for outcome in framework.outcomes.values():
        record = desk.content.portfolio.outcome(outcome.id)
        view = None if record.view is None else str(record.view)
        cells = (
            f"{outcome.id} {outcome.title}",
            outcome.children,
            desk.words.say(GRADES, view),
            record.line,
        )
        rows.append(Row(outcome.id, cells, base_of(record, "view", "line")))
    table.write(rows)


def base_of(record: OutcomeRecord, *names: str) -> Base:
    """The values behind an outcome's cells, without those that are absent."""
    return {name: value for name in names if (value := getattr(record, name)) is not None}
