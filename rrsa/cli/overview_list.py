"""The coordinator's list of settings."""

from __future__ import annotations

from pathlib import Path

import click

from rrsa.cli import output
from rrsa.cli.session import Session, exists
from rrsa.cli.shape import Group, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext


@click.pass_context
@pass_session
def _show(session: Session, context: click.Context, /, as_json: bool) -> None:
    if context.invoked_subcommand is not None:
        return
    from rrsa.overview.desk import Desk
    from rrsa.overview.listing import as_data

    listed = []
    if exists(session.where):
        with session.store() as store:
            desk = Desk.open(store, session.role, on=session.on)
            listed = sorted(desk.portfolio.listed.values(), key=lambda e: ((e.name or "").casefold(), e.id))
    if as_json:
        output.say_json([as_data(each) for each in listed])
        return
    if not listed:
        output.note(_("The list is empty. Put a setting on it with: rrsa overview list add NAME"))
        return
    from rrsa.portfolio.checks import show_day
    from rrsa.vocabulary import SettingKind

    wide = max(len(each.id) for each in listed)
    for each in listed:
        said = [
            each.name or each.id,
            SettingKind(each.kind).label if each.kind else "",
            each.area or "",
            each.framework or "",
            _("to {role}").format(role=each.role) if each.role else "",
            _("copy sent {day}").format(day=show_day(each.issued_on)) if each.issued_on else "",
            _("back {day}").format(day=show_day(each.returned_on)) if each.returned_on else "",
            each.note or "",
        ]
        output.say(output.wrapped(" · ".join(filter(None, said)), first=f"{each.id:{wide}}  "))


list_ = Group(
    "list",
    callback=_show,
    help=_(
        "The settings that you look after, also those that have not shared anything. Without ADD or REMOVE, "
        "says who is on it."
    ),
    params=[click.Option(["--json", "as_json"], is_flag=True, help=_("As JSON."))],
)


@list_.command(
    "add",
    help=_(
        "Put a setting on your list, or many from a CSV file with the columns name, id, kind, area, "
        "framework, role and note. Saying the same again changes nothing."
    ),
    example='rrsa overview list add "Kirkbrae Primary" --kind school --area East --role "Rights lead"',
)
@click.argument("name", required=False)
@click.option("--from", "file", metavar="FILE.csv", help=_("Many at once, from a file."))
@click.option("--id", "id_", metavar="ID", help=_("Its id, where it is not made of the name."))
@click.option("--kind", metavar="K", help=_("school, residential or partnership."))
@click.option("--area", metavar="T", help=_("The part of the authority: a cluster, a town."))
@click.option("--framework", metavar="ID", help=_("Of the blank copy that it is sent."))
@click.option("--role", metavar="T", help=_("Whom one writes to there: a role, never a name."))
@click.option("--note", metavar="T", help=_("A note of your own."))
@pass_session
def add(
    session: Session,
    /,
    name: str | None,
    file: str | None,
    id_: str | None,
    **details: str | None,
) -> None:
    from rrsa.overview import listing
    from rrsa.overview.desk import Desk
    from rrsa.overview.list_file import ListProblems, read

    session.check_writable()
    if (name is None) == (file is None):
        raise BadInput(_("it is not said what to put on the list"), _("give one name, or --from FILE.csv"))
    if file is not None:
        if id_ is not None or any(details.values()):
            raise BadInput(_("--from says all of it"), _("give each setting’s details in the file’s columns"))
        try:
            entries = read(Path(file))
        except ListProblems as problem:
            for line in problem.problems:
                output.note(line)
            raise
    else:
        entries = [listing.entry({"name": name, "id": id_, **details})]
    with session.store(changing=True, make=True) as store:
        done = listing.add(Desk.open(store, session.role, on=session.on), entries)
    for each in (*done.new, *done.changed):
        output.say(each)
    said = [
        ngettext("{n} put on the list", "{n} put on the list", len(done.new)).format(n=len(done.new)),
        ngettext("{n} changed", "{n} changed", len(done.changed)).format(n=len(done.changed)),
        ngettext("{n} as it was", "{n} as they were", len(done.same)).format(n=len(done.same)),
    ]
    numbers = (len(done.new), len(done.changed), len(done.same))
    output.note(", ".join(text for text, n in zip(said, numbers, strict=True) if n) + ".")


@list_.command(
    "remove",
    help=_(
        "Take settings off your list; undo brings them back. What a setting has shared stays: only the "
        "setting withdraws that."
    ),
    example="rrsa overview list remove kirkbrae-primary",
)
@click.argument("settings", nargs=-1, required=True, metavar="SETTING…")
@pass_session
def remove(session: Session, settings: tuple[str, ...]) -> None:
    from rrsa.overview import listing
    from rrsa.overview.desk import Desk

    with session.store(changing=True) as store:
        desk = Desk.open(store, session.role, on=session.on)
        found = [listing.find_listed(desk, given) for given in settings]
        names = [desk.portfolio.listed[each].name or each for each in dict.fromkeys(found)]
        listing.remove(desk, found)
    output.note(_("Off the list: {names}").format(names=", ".join(names)))
