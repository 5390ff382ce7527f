"""Action plan: what we are going to do now; and empty rows for what is new."""

from __future__ import annotations

from collections.abc import Iterator

from rrsa.exchange.content import Content
from rrsa.exchange.identity import reference
from rrsa.exchange.phrases import day_of, told_head
from rrsa.exchange.working.table import Column, Desk, Row, Table, any_day, until_today
from rrsa.exchange.working.words import OUTCOMES, STATUS
from rrsa.i18n import _
from rrsa.portfolio.records import Action

ISSUED = 30
"""Empty rows handed out."""

_FIELDS = (
    *("what", "for_children", "outcome", "who", "due", "status", "done_on", "difference", "why_not"),
    *("because", "measure"),
)


def actions(content: Content) -> list[Action]:
    """The actions that go out: by outcome, soonest first."""
    order = {outcome: n for n, outcome in enumerate(content.framework.outcomes)}
    found = [action for action in content.portfolio.actions.values() if action.present]
    return sorted(found, key=lambda a: (order.get(a.outcome or "", len(order)), a.due or "9999", a.id))


def write(desk: Desk) -> None:
    columns = (
        Column(_("What"), 280, "what"),
        Column(
            told_head(desk.content.framework),
            170,
            "for_children",
            rule={"validate": "any"},
            about=_("The same in one plain line, for the notice board or the group that asked."),
        ),
        Column(_("For outcome"), 140, "outcome", OUTCOMES),
        Column(
            _("Who"),
            110,
            "who",
            rule={"validate": "any"},
            about=_("A role, such as “depute head and rights group”."),
        ),
        Column(_("By when"), 88, "due", rule=any_day(), look="cell_day"),
        Column(_("How far"), 90, "status", STATUS),
        Column(_("Done on"), 88, "done_on", rule=until_today(), look="cell_day"),
        Column(_("What difference it has made"), 270, "difference"),
        Column(
            _("If we cannot, why not"),
            160,
            "why_not",
            rule={"validate": "any"},
            about=_("Children are told this reason. It goes with “We cannot” under How far."),
        ),
        Column(
            _("To move"),
            116,
            "measure",
            rule={"validate": "any"},
            about=_(
                "The reference of the measure that should change, from the sheet Measures, if there is one."
            ),
        ),
        Column(
            _("Because of"),
            116,
            "because",
            rule={"validate": "any"},
            about=_("The reference of the evidence that showed “not yet”, if that is where it came from."),
        ),
    )
    about = _("What are we going to do now? New actions go into the empty rows at the end.")
    table = Table(desk, "plan", _("Action plan"), about, columns, pages_wide=2)
    table.write(_rows(desk), issued=ISSUED)


def _rows(desk: Desk) -> Iterator[Row]:
    say = desk.words.say
    for action in actions(desk.content):
        cells = (
            action.what,
            action.for_children,
            say(OUTCOMES, action.outcome),
            action.who,
            day_of(action.due) or action.due,
            say(STATUS, action.status),
            day_of(action.done_on) or action.done_on,
            action.difference,
            action.why_not,
            reference(action.measure) if action.measure else None,
            reference(action.because) if action.because else None,
        )
        base = {name: value for name in _FIELDS if (value := getattr(action, name)) is not None}
        yield Row(action.id, cells, base)
