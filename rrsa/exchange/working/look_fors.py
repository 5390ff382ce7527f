"""Look-fors: what one can go and see, hear or count."""

from __future__ import annotations

from rrsa.exchange.working.table import Column, Desk, Row, Table
from rrsa.exchange.working.words import ANSWERS, ANSWERS_ALL
from rrsa.i18n import _


def write(desk: Desk) -> None:
    content, framework = desk.content, desk.content.framework
    columns = (
        Column(_("Look-for"), 330, look="cell_shown"),
        Column(_("In children's words"), 250, look="cell_shown"),
        Column(_("Outcome"), 120, look="cell_shown"),
        Column(_("Stage"), 110, look="cell_shown"),
        Column(_("What we say"), 110, "answer", ANSWERS_ALL),
        Column(_("Why, in one line"), 240, "why"),
    )
    about = _(
        "Open these where our view is low or unsure; nobody has to answer all of them. “Not applicable” is "
        "offered where it can be true, and needs a reason."
    )
    table = Table(desk, "look-fors", _("Look-fors"), about, columns)
    rows = []
    for outcome in framework.outcomes.values():
        for indicator in outcome.indicators:
            record = content.portfolio.look(indicator.id)
            cells = (
                f"{indicator.id} {indicator.statement}",
                indicator.children,
                f"{outcome.id} {outcome.short}",
                framework.stage_by_id[indicator.stage].name,
                desk.words.say(ANSWERS_ALL, record.answer),
                record.why,
            )
            base = {
                name: value
                for name, value in (("answer", record.answer), ("why", record.why))
                if value is not None
            }
            words = "" if indicator.may_not_apply else ANSWERS
            rows.append(Row(indicator.id, cells, base, words))
    table.write(rows)
