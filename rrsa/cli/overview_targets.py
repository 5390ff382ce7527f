"""Targets: how many settings of a group are to reach something by a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rrsa.cli import output
from rrsa.cli.overview_needs import figures_of
from rrsa.cli.session import Session
from rrsa.cli.shape import Group, Whole, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.overview.groups import Figures
    from rrsa.portfolio.desk import Target
    from rrsa.portfolio.records import Value

F = TypeVar("F", bound=Callable[..., Any])


@contextmanager
def _opened(session: Session, *, changing: bool = False) -> Iterator[tuple[Desk, Figures]]:
    from rrsa.overview.desk import Desk

    with session.store(changing=changing) as store:
        yield Desk.open(store, session.role, on=session.on), figures_of(store)


@click.pass_context
@pass_session
def _show(session: Session, context: click.Context, /, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        _list(session, as_json=as_json)


targets = Group(
    "targets",
    callback=_show,
    help=_(
        "Targets of groups of settings: how many are to reach something by a day. Progress is counted from "
        "what settings share, and never kept. Without a command, lists them."
    ),
    params=[click.Option(["--json", "as_json"], is_flag=True, help=_("As JSON."))],
)


def _details(*, new: bool) -> Callable[[F], F]:
    options = [
        click.option(
            "--about",
            "subject",
            metavar="WHAT",
            required=new,
            help=_("view:4, shown:4, stage:silver, or “measure:TITLE”."),
        ),
        click.option(
            "--wanted",
            type=Whole(lambda: _("how many settings are to reach it")),
            required=new,
            help=_("How many settings are to reach it."),
        ),
        click.option("--group", metavar="G", help=_("all, kind:school, area:East, framework:ID.")),
        click.option(
            "--at-least",
            type=Whole(lambda: _("the grade that counts as reached")),
            help=_("The grade that counts as reached; else the lowest that is not low."),
        ),
        click.option("--by", metavar="D", help=_("By when.")),
        click.option("--title", metavar="T", help=_("What it is called, in a few words.")),
        click.option("--note", metavar="T", help=_("What is to be done for it.")),
    ]

    def with_all(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return with_all


@targets.command(
    "add",
    help=_("Set a target and print its id. What is known today becomes its baseline."),
    example='rrsa overview targets add --about view:8 --wanted 30 --group kind:school --by "30 Jun 2027"',
)
@_details(new=True)
@pass_session
def add(session: Session, /, **given: Value) -> None:
    from rrsa.overview import targets as core

    with _opened(session, changing=True) as (desk, figures):
        made = core.add(desk, figures, {name: value for name, value in given.items() if value is not None})
        output.say(made)
        for line in _lines(desk, figures, desk.portfolio.targets[made]):
            output.note_lines(line)


@targets.command(
    "edit",
    help=_(
        "Change a target. An empty text (“”) clears a day or a note. Where it is now about something else, "
        "its baseline is counted anew."
    ),
    example='rrsa overview targets edit G4K7M2Q9X --wanted 32 --by "30 Jun 2028"',
)
@click.argument("id_", metavar="ID")
@_details(new=False)
@pass_session
def edit(session: Session, /, id_: str, **given: Value) -> None:
    from rrsa.overview import targets as core

    said = {name: value for name, value in given.items() if value is not None}
    if not said:
        raise BadInput(_("nothing to change is given"), _("name what changes, such as --wanted or --by"))
    with _opened(session, changing=True) as (desk, figures):
        found = desk.target_id(id_)
        core.edit(desk, figures, found, said)
        for line in _lines(desk, figures, desk.portfolio.targets[found]):
            output.note_lines(line)


@targets.command(
    "close",
    help=_("Close a target, reached or not; with --again, open it again."),
    example="rrsa overview targets close G4K7M2Q9X",
)
@click.argument("id_", metavar="ID")
@click.option("--again", is_flag=True, help=_("Open it again."))
@pass_session
def close(session: Session, /, id_: str, again: bool) -> None:
    from rrsa.overview import targets as core

    with _opened(session, changing=True) as (desk, _figures):
        found = desk.target_id(id_)
        core.close(desk, found, again=again)
        said = _("Open again: {title}") if again else _("Closed: {title}")
        output.note(said.format(title=desk.portfolio.targets[found].title))


@targets.command(
    "remove",
    help=_("Remove a target; rrsa overview undo brings it back."),
    example="rrsa overview targets remove G4K7M2Q9X",
)
@click.argument("id_", metavar="ID")
@pass_session
def remove(session: Session, /, id_: str) -> None:
    from rrsa.overview import targets as core

    with _opened(session, changing=True) as (desk, _figures):
        found = desk.target_id(id_)
        title = desk.portfolio.targets[found].title
        core.remove(desk, found)
        output.note(_("Removed: {title}. To have it back: rrsa overview undo").format(title=title))


@targets.command(
    "list", help=_("List the targets with their progress."), example="rrsa overview targets list"
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def list_(session: Session, /, as_json: bool) -> None:
    _list(session, as_json=as_json)


def _list(session: Session, *, as_json: bool) -> None:
    from rrsa.overview import targets as core

    with _opened(session) as (desk, figures):
        found = core.in_order(desk.portfolio)
        if as_json:
            output.say_json([core.as_data(each, core.progress(figures, each)) for each in found])
            return
        for each in found:
            for line in _lines(desk, figures, each):
                output.say(line)
        if not found:
            output.note(_("There is no target yet. Set one with: rrsa overview targets add --help"))


def _lines(desk: Desk, figures: Figures, target: Target) -> Iterator[str]:
    from rrsa.overview import targets as core
    from rrsa.overview.groups import group_of
    from rrsa.overview.subjects import subject_of
    from rrsa.portfolio.checks import show_day

    now = core.progress(figures, target)
    began = core.baseline(target, now.kind)
    indent = " " * (len(target.id) + 2)
    yield output.wrapped(target.title or "", first=f"{target.id}  ")
    about = subject_of(target.subject or "").label
    told = [group_of(target.group or "all").label, about, core.wanted_words(target, desk.on)]
    yield output.wrapped(" · ".join(told), first=indent)
    said = _("Now: {words}").format(words=now.words)
    if core.is_reached(target, now):
        said = _("Reached: {words}").format(words=now.words)
    yield output.wrapped(said, first=indent)
    if began.on is not None:
        yield output.wrapped(_("When it was set: {words}").format(words=began.words), first=indent)
    if target.closed_on:
        yield output.wrapped(_("Closed on {day}").format(day=show_day(target.closed_on)), first=indent)
    if target.note:
        yield output.wrapped(target.note, first=indent)
