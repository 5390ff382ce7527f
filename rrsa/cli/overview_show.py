"""What one setting has shared, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.guide.shared import Shared
    from rrsa.overview.rows import Row


@click.command(
    "show",
    cls=Command,
    help=_("What a setting has shared, in words, with its day. --at shows an earlier one."),
    example="rrsa overview show kirkbrae-primary",
)
@click.argument("setting")
@click.option("--at", "day", metavar="DATE", help=_("What it had shared by this day."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, exactly as it was shared."))
@pass_session
def show(session: Session, setting: str, day: str | None, as_json: bool) -> None:
    from rrsa.overview.desk import Desk
    from rrsa.overview.rows import rows
    from rrsa.overview.showing import find_row, snapshots
    from rrsa.portfolio.checks import parse_day

    with session.store() as store:
        desk = Desk.open(store, session.role, on=session.on)
        row = find_row(rows(store, desk), setting)
        by = None if day is None else parse_day(day, today=desk.today)
        found = snapshots(store, row.setting)
        shared = found.by(by)
    if as_json:
        output.say_json(
            {
                "id": row.setting,
                "name": row.name,
                "state": row.state.value,
                "shared_at": row.shared_at,
                "shared": found.data(by),
                "moments": list(found.moments),
            }
        )
        return
    for line in as_lines(row, shared, found.moments):
        output.say(line)


def as_lines(row: Row, shared: Shared | None, moments: Sequence[str]) -> Iterator[str]:
    """What there is to say of a setting: what it shared, and what the coordinator's list has beside it."""
    from rrsa.guide.shared_words import sections
    from rrsa.overview import telling
    from rrsa.overview.rows import local_day
    from rrsa.overview.stages import Stages
    from rrsa.portfolio.checks import show_day

    if shared is None:
        said = (telling.kind_words(row), row.area or "", Stages().title(row.framework))
        yield output.wrapped(row.name)
        if any(said):
            yield output.wrapped(" · ".join(filter(None, said)))
        yield output.wrapped(telling.why_nothing(row, bool(moments)))
    else:
        day = show_day(local_day(shared.at))
        yield output.wrapped(
            _("Shared {day} by {role}. It stands here as it was seen then.").format(day=day, role=shared.by)
        )
        if shared.at != moments[-1]:
            yield output.wrapped(_("Of earlier ones it is not kept what help was asked for and offered."))
        for section in sections(shared):
            yield ""
            yield output.wrapped(section.title)
            for line in section.lines:
                yield output.wrapped(line, first="  ", rest="    ")
    others = [at for at in moments if shared is None or at != shared.at]
    if others:
        days = ", ".join(dict.fromkeys(show_day(local_day(at)) for at in others))
        yield ""
        yield output.wrapped(_("Also shared: {days} (--at shows one)").format(days=days))
    own = telling.list_lines(row)
    if own:
        yield ""
        yield _("On your list")
        for line in own:
            yield output.wrapped(line, first="  ", rest="    ")
