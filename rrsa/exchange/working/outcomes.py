"""Outcomes: how it was achieved, what difference it has made, whom to ask; a partnership's strengths and
areas for improvement beside them."""

from __future__ import annotations

from rrsa.exchange.working.quick_look import base_of
from rrsa.exchange.working.table import Column, Desk, Row, Table
from rrsa.exchange.working.words import YES
from rrsa.i18n import _


def write(desk: Desk) -> None:
    content = desk.content
    asks = content.framework.asks_strengths
    wide = 190 if asks else 330
    said: tuple[Column, ...] = (
        Column(_("How have we achieved this?"), wide, "achieved"),
        Column(_("What difference has it made?"), wide, "difference"),
    )
    if asks:
        said += (
            Column(_("Strengths"), wide, "strengths"),
            Column(
                _("Areas for improvement"),
                wide,
                "improve",
                rule={"validate": "any"},
                about=_("One a line. The action plan can be made from them."),
            ),
        )
    columns = (
        Column(_("Outcome"), 190, look="cell_shown"),
        *said,
        Column(
            _("Children were asked and chose not to say"),
            110,
            "asked",
            YES,
            about=_("Choose Yes if children were asked and would rather not say. That is their right."),
        ),
        Column(
            _("Whom to ask on a visit"),
            180,
            "whom_to_ask",
            rule={"validate": "any"},
            about=_("Roles, such as “two of the rights group”. Never a child's name."),
        ),
    )
    about = _("What we did, what it has changed for children, and who could tell a visitor about it.")
    table = Table(desk, "outcomes", _("Outcomes"), about, columns)
    rows = []
    for outcome in content.framework.outcomes.values():
        record = content.portfolio.outcome(outcome.id)
        cells = (
            f"{outcome.id} {outcome.title}",
            *(getattr(record, column.field) for column in said),
            desk.words.say(YES, "true") if record.asked else None,
            record.whom_to_ask,
        )
        base = base_of(record, *(column.field for column in said), "asked", "whom_to_ask")
        rows.append(Row(outcome.id, cells, base))
    table.write(rows)
