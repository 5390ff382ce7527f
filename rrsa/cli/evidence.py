"""Evidence: added, linked, edited, listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from rrsa.cli import evidence_keeping, evidence_list, evidence_options, output
from rrsa.cli.session import Session
from rrsa.cli.shape import Group, Word, pass_session
from rrsa.errors import BadInput
from rrsa.guide.register import Age, Filter, Only
from rrsa.i18n import _
from rrsa.portfolio.records import Value
from rrsa.vocabulary import Consent, Direction, Directness, Perspective

W = TypeVar("W")

evidence = Group("evidence", help=_("How we know: evidence, and what it is for."))


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
@evidence_options.details(new=True)
@evidence_options.targets(
    required=True, text=_("The outcomes or look-fors that it is evidence for, such as 4 4.2.")
)
@evidence_options.direction()
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
        path = None if file is None else evidence_options.file(file)
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
@evidence_options.details(new=False)
@evidence_options.targets(required=False, text=_("Link it to these outcomes or look-fors too."))
@evidence_options.direction(default=None)
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
    values = evidence_options.given(details)
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
        shows = direction or Direction.WORKS
        if values or file is not None:
            path = None if file is None else evidence_options.file(file)
            evaluation.edit_evidence(found, values, file=path, targets=targets, direction=shows)
        else:
            evaluation.link(found, targets, shows)
        for line in evidence_list.what_follows(evaluation, found):
            output.note(line)


@evidence.command(
    "link",
    help=_("Say that a piece of evidence is for more outcomes or look-fors."),
    example="rrsa evidence link kirkbrae-primary E4K7M2Q9X --for 3 4.2 --direction mixed",
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@evidence_options.targets(required=True, text=_("The outcomes or look-fors."))
@evidence_options.direction()
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
@evidence_options.targets(required=True, text=_("The outcomes or look-fors."))
@pass_session
def unlink(session: Session, /, setting: str, id_: str, targets: tuple[str, ...]) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.evidence_id(id_)
        evaluation.unlink(found, targets)
        output.note(
            _("Saved. {id} is no longer shown for {targets}").format(
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
    help=_("List the evidence, newest first: all of it, or what fits everything that you ask for."),
    example="rrsa evidence list kirkbrae-primary --outcome 4 --perspective children",
)
@click.argument("setting")
@evidence_options.targets(
    "--for",
    "--outcome",
    required=False,
    text=_("Only evidence for these outcomes (with their look-fors) or look-fors."),
)
@click.option(
    "--perspective", type=Word(Perspective, lambda: _("the perspective")), help=_("Only from this side.")
)
@click.option(
    "--direction", type=Word(Direction, lambda: _("what it shows")), help=_("Only what shows this.")
)
@click.option(
    "--directness",
    type=Word(Directness, lambda: _("how direct it is")),
    help=_("Only what is as direct as this."),
)
@click.option("--consent", type=Word(Consent, lambda: _("consent")), help=_("Only where consent stands so."))
@click.option("--age", type=Word(Age, lambda: _("how old it is")), help=_("Only what is as old as this."))
@click.option("--stale", is_flag=True, help=_("Only what is getting old."))
@click.option("--unlinked", is_flag=True, help=_("Only what is for no outcome or look-for yet."))
@click.option("--replaced", is_flag=True, help=_("Only what a newer piece has replaced."))
@click.option("--with-file", is_flag=True, help=_("Only what has a file."))
@click.option("--showcase", is_flag=True, help=_("Only showcases."))
@click.option("--search", metavar="T", default="", help=_("Only what all of these words occur in."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def list_(
    session: Session, /, setting: str, targets: tuple[str, ...], search: str, as_json: bool, **asked: Any
) -> None:
    with session.evaluation(setting) as evaluation:
        wanted = evaluation.target_ids(targets) if targets else ()
        rows = evidence_list.rows(evaluation, wanted, _filter(search, **asked))
        if as_json:
            output.say_json([evidence_list.as_data(evaluation, row) for row in rows])
            return
        for row in rows:
            for line in evidence_list.as_lines(evaluation, row):
                output.say(line)
        if not rows and evaluation.portfolio.evidence:
            output.note(_("No evidence fits that. Without options, all of it is listed."))
        elif not rows:
            output.note(_("No evidence yet. Add some with: rrsa evidence add --help"))


def _filter(search: str, **asked: Any) -> Filter:
    """What was asked for, as the register has it."""

    def chosen(name: str, words: Callable[[str], W]) -> W | None:
        return None if asked[name] is None else words(asked[name])

    age = chosen("age", Age)
    if asked["stale"]:
        if age not in (None, Age.STALE):
            raise BadInput(_("--age and --stale ask for different things"), _("give one of the two"))
        age = Age.STALE
    flags = {
        Only.UNLINKED: asked["unlinked"],
        Only.REPLACED: asked["replaced"],
        Only.WITH_FILE: asked["with_file"],
        Only.SHOWCASE: asked["showcase"],
    }
    return Filter(
        perspective=chosen("perspective", Perspective),
        direction=chosen("direction", Direction),
        directness=chosen("directness", Directness),
        consent=chosen("consent", Consent),
        age=age,
        only=frozenset(only for only, on in flags.items() if on),
        search=search,
    )


for command in (evidence_keeping.replace, evidence_keeping.prune, evidence_keeping.file):
    evidence.add_command(command)
