"""Evidence: added, linked, edited, listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from rrsa.cli import evidence_list, output
from rrsa.cli.session import Session
from rrsa.cli.shape import Group, Many, Whole, Word, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.paths import expanded
from rrsa.portfolio.records import Value
from rrsa.vocabulary import Consent, Direction, Directness, Perspective

F = TypeVar("F", bound=Callable[..., Any])


evidence = Group("evidence", help=_("How we know: evidence, and what it is shown against."))


def _details(*, new: bool) -> Callable[[F], F]:
    """The options that describe a piece of evidence, for a new one and for changing one."""
    options = [
        click.option("--title", metavar="T", required=new, help=_("What it is, in a few words.")),
        click.option(
            "--perspective",
            type=Word(Perspective, lambda: _("the perspective")),
            required=new,
            help=_("Where it looks from."),
        ),
        click.option(
            "--directness",
            type=Word(Directness, lambda: _("how direct it is")),
            help=_("First-hand (seen, heard or counted), reported, or intended (a plan or a policy)."),
        ),
        click.option(
            "--date", metavar="D", help=_("The day it was seen: 3 Apr 2026, 2026-04-03, yesterday.")
        ),
        click.option("--place", metavar="T", help=_("Where it is kept.")),
        click.option("--seen-by", metavar="ROLE", help=_("Who saw it (a role).")),
        click.option("--note", metavar="T", help=_("What it shows, in your words. No child's name.")),
        click.option(
            "--people",
            metavar="N",
            type=Whole(lambda: _("how many people")),
            help=_("How many people it speaks for."),
        ),
        click.option("--file", metavar="F", help=_("A file to keep with it; photos lose their location.")),
        click.option(
            "--consent",
            type=Word(Consent, lambda: _("consent")),
            help=_("Whether the people shown have said yes."),
        ),
        click.option(
            "--identifiable/--not-identifiable",
            default=None,
            help=_("It shows an identifiable child (or: it does not)."),
        ),
    ]

    def with_all(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return with_all


def _for(*, required: bool, text: str) -> Callable[[F], F]:
    return click.option("--for", "targets", cls=Many, metavar="ID…", required=required, help=text)


def _direction(default: Direction | None = Direction.WORKS) -> Callable[[F], F]:
    return click.option(
        "--direction",
        type=Word(Direction, lambda: _("what it shows")),
        default=default,
        help=_("What it shows: that it works (unless you say otherwise), mixed, or not yet."),
    )


@evidence.command(
    "add",
    help=_(
        "Add a piece of evidence and print its id. By default it says where the evidence is kept; "
        "a file is copied in only with --file."
    ),
    example=(
        'rrsa evidence add kirkbrae-primary --title "Council minutes" --perspective children --for 8 8.2'
    ),
)
@click.argument("setting")
@_details(new=True)
@_for(required=True, text=_("The outcomes or look-fors that it is evidence for, such as 4 4.2."))
@_direction()
@pass_session
def add(
    session: Session,
    /,
    setting: str,
    targets: tuple[str, ...],
    direction: str,
    file: str | None,
    **details: Value,
) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        values = {name: value for name, value in details.items() if value is not None}
        path = None if file is None else _file(file)
        made = evaluation.add_evidence(values, targets, direction=direction, file=path)
        output.say(made)
        for line in evidence_list.what_follows(evaluation, made):
            output.note(line)


@evidence.command(
    "edit",
    help=_("Change what is said of a piece of evidence. An empty text (“”) clears it."),
    example='rrsa evidence edit kirkbrae-primary E4K7M2Q9X --date "3 Apr 2026"',
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@_details(new=False)
@_for(required=False, text=_("Link it to these outcomes or look-fors too."))
@_direction(default=None)
@pass_session
def edit(
    session: Session,
    /,
    setting: str,
    id_: str,
    targets: tuple[str, ...],
    direction: str | None,
    file: str | None,
    **details: Value,
) -> None:
    values = {name: value for name, value in details.items() if value is not None}
    if direction is not None and not targets:
        raise BadInput(
            _("--direction needs to know for what"),
            _("add --for with the outcome or look-for, such as --for 4"),
        )
    if not values and file is None and not targets:
        raise BadInput(
            _("nothing to change is given"), _("name what changes, such as --title, --date or --consent")
        )
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.evidence_id(id_)
        linked = evaluation.target_ids(targets) if targets else ()
        if values or file is not None:
            evaluation.edit_evidence(found, values, file=None if file is None else _file(file))
        if linked:
            evaluation.link(found, linked, direction or Direction.WORKS)
        for line in evidence_list.what_follows(evaluation, found):
            output.note(line)


@evidence.command(
    "link",
    help=_("Show a piece of evidence against more outcomes or look-fors."),
    example="rrsa evidence link kirkbrae-primary E4K7M2Q9X --for 3 4.2 --direction mixed",
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@_for(required=True, text=_("The outcomes or look-fors."))
@_direction()
@pass_session
def link(session: Session, /, setting: str, id_: str, targets: tuple[str, ...], direction: str) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.evidence_id(id_)
        evaluation.link(found, targets, direction)
        for line in evidence_list.what_follows(evaluation, found):
            output.note(line)


@evidence.command(
    "unlink",
    help=_("Take a piece of evidence away from outcomes or look-fors; the evidence itself stays."),
    example="rrsa evidence unlink kirkbrae-primary E4K7M2Q9X --for 3",
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@_for(required=True, text=_("The outcomes or look-fors."))
@pass_session
def unlink(session: Session, /, setting: str, id_: str, targets: tuple[str, ...]) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.evidence_id(id_)
        evaluation.unlink(found, targets)
        output.note(
            _("Saved. {id} is no longer shown against {targets}").format(
                id=found, targets=", ".join(evaluation.target_ids(targets))
            )
        )


@evidence.command(
    "remove",
    help=_("Remove a piece of evidence with its links. rrsa undo brings all of it back."),
    example="rrsa evidence remove kirkbrae-primary E4K7M2Q9X",
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@pass_session
def remove(session: Session, /, setting: str, id_: str) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.evidence_id(id_)
        title = evaluation.portfolio.evidence[found].title
        evaluation.remove_evidence(found)
        output.note(
            _("Removed: {title}. To have it back: rrsa undo {setting}").format(
                title=title, setting=evaluation.setting_id
            )
        )


@evidence.command(
    "list",
    help=_("List the evidence, newest first."),
    example="rrsa evidence list kirkbrae-primary --for 4",
)
@click.argument("setting")
@_for(required=False, text=_("Only evidence for these outcomes (with their look-fors) or look-fors."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def list_(session: Session, /, setting: str, targets: tuple[str, ...], as_json: bool) -> None:
    with session.evaluation(setting) as evaluation:
        wanted = evaluation.target_ids(targets) if targets else None
        items = evidence_list.items(evaluation, wanted)
        if as_json:
            output.say_json([evidence_list.as_data(evaluation, item) for item in items])
            return
        for item in items:
            for line in evidence_list.as_lines(evaluation, item):
                output.say(line)
        if not items:
            output.note(_("No evidence yet. Add some with: rrsa evidence add --help"))


def _file(given: str) -> Path:
    if not given.strip():
        raise BadInput(_("--file names nothing"), _("give the file's name, or leave --file out"))
    return expanded(Path(given))
