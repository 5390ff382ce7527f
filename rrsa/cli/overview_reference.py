"""Reference figures: taken from a file, listed, removed; and group figures given to settings as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.overview_needs import figures_of
from rrsa.cli.session import Session, exists
from rrsa.cli.shape import Group, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.portfolio.desk import Reference


@click.pass_context
@pass_session
def _show(session: Session, context: click.Context, /, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        _list(session, as_json=as_json)


reference = Group(
    "reference",
    callback=_show,
    help=_(
        "Figures from elsewhere that stand beside a group's own, each with its source and date. Without a "
        "command, lists them."
    ),
    params=[click.Option(["--json", "as_json"], is_flag=True, help=_("As JSON."))],
)


@reference.command(
    "take",
    help=_(
        "Take reference figures from a CSV or YAML file: title, date, source, and figure or count and n; "
        "subject (view:4, article:12 …), group and note where you like. Taking a file twice adds nothing."
    ),
    example="rrsa overview reference take national-figures.csv",
)
@click.argument("file", metavar="FILE")
@pass_session
def take(session: Session, /, file: str) -> None:
    from rrsa.overview import references
    from rrsa.overview.desk import Desk
    from rrsa.overview.figure_file import FigureProblems, read
    from rrsa.overview.passing_on import pass_on
    from rrsa.paths import expanded

    session.check_writable()
    path = expanded(Path(file))
    from rrsa import clock

    try:
        found = read(path, today=clock.today())
    except FigureProblems as problem:
        for line in problem.problems:
            output.note(line)
        raise
    with session.store(changing=True, make=True) as store:
        took = references.take(Desk.open(store, session.role, on=session.on), found, name=path.name)
        pass_on(store)
    for each in (*took.new, *took.changed):
        output.say(each)
    said = [
        (ngettext("{n} new", "{n} new", len(took.new)), len(took.new)),
        (ngettext("{n} changed", "{n} changed", len(took.changed)), len(took.changed)),
        (ngettext("{n} as it was", "{n} as they were", took.same), took.same),
    ]
    output.note(", ".join(text.format(n=n) for text, n in said if n) + ".")


@reference.command(
    "give",
    help=_(
        "Write the authority's group figures as a file of reference figures, for settings that share no "
        "database with you. It holds nothing about fewer than five settings, and nothing by area."
    ),
    example='rrsa overview reference give authority-figures.csv --source "Inverbrae Council"',
)
@click.argument("file", metavar="FILE.csv")
@click.option("--source", metavar="T", required=True, help=_("Whose figures they are: your authority."))
@pass_session
def give(session: Session, /, file: str, source: str) -> None:
    from rrsa.exchange.target import write_whole
    from rrsa.overview.giving import as_csv
    from rrsa.paths import expanded

    path = expanded(Path(file))
    if path.suffix.lower() != ".csv":
        raise BadInput(
            _("“{name}” does not end in .csv").format(name=path.name),
            _("call it “{name}”").format(name=f"{path.stem or 'figures'}.csv"),
        )
    if path.exists():
        raise BadInput(_("“{name}” is there already").format(name=path), _("choose another name"))
    if not path.parent.is_dir():
        raise BadInput(
            _("there is no folder “{folder}”").format(folder=path.parent),
            _("make it first, or choose another"),
        )
    with session.store() as store:
        figures = figures_of(store)
        text, n = as_csv(figures, source)
    if not n:
        raise BadInput(
            _("there is no figure to give yet"),
            _("they are made when whoever coordinates all settings here looks at the needs")
            if figures.others_make
            else _("figures are made once five settings have shared the same part"),
        )
    write_whole(path, text.encode("utf-8-sig"))
    output.say(str(path))
    output.note(ngettext("{n} figure.", "{n} figures.", n).format(n=n))


@reference.command(
    "remove",
    help=_("Remove reference figures; rrsa overview undo brings them back."),
    example="rrsa overview reference remove G4K7M2Q9X",
)
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@pass_session
def remove(session: Session, /, ids: tuple[str, ...]) -> None:
    from rrsa.overview import references
    from rrsa.overview.desk import Desk
    from rrsa.overview.passing_on import pass_on

    with session.store(changing=True) as store:
        desk = Desk.open(store, session.role, on=session.on)
        found = [desk.reference_id(each) for each in ids]
        references.remove(desk, found)
        pass_on(store)
    n = len(set(found))
    output.note(
        ngettext(
            "{n} figure removed. To have it back: rrsa overview undo",
            "{n} figures removed. To have them back: rrsa overview undo",
            n,
        ).format(n=n)
    )


@reference.command(
    "list", help=_("List the figures with source and date."), example="rrsa overview reference list"
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def list_(session: Session, /, as_json: bool) -> None:
    _list(session, as_json=as_json)


def _list(session: Session, *, as_json: bool) -> None:
    from rrsa.overview import references
    from rrsa.overview.desk import Desk

    found: list[Reference] = []
    if exists(session.where):
        with session.store() as store:
            found = references.listed(Desk.open(store, session.role, on=session.on).portfolio)
    if as_json:
        output.say_json([references.as_data(each) for each in found])
        return
    from rrsa.overview.groups import group_of
    from rrsa.overview.subjects import subject_of

    for each in found:
        indent = " " * (len(each.id) + 2)
        output.say(output.wrapped(f"{each.title}: {references.figure_words(each)}", first=f"{each.id}  "))
        about = subject_of(each.subject).label if each.subject else ""
        told = [group_of(each.group or "all").label, about, references.source_words(each), each.note or ""]
        output.say(output.wrapped(" · ".join(filter(None, told)), first=indent))
    if not found:
        output.note(_("There is no figure yet. Take some with: rrsa overview reference take FILE"))
