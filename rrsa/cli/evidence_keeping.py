"""Keeping evidence in good order: a newer piece for an older one, thinning out, getting a file back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrsa.cli import evidence_list, evidence_options, output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext
from rrsa.paths import expanded

if TYPE_CHECKING:
    from rrsa.guide.pruning import Spare
    from rrsa.portfolio.records import Value


@click.command(
    "replace",
    cls=Command,
    help=_(
        "Put a newer piece of evidence in the place of an older one and print its id. It is shown wherever "
        "the older one was; the older one is kept, linked to nothing. What you do not say is taken over, "
        "except date, file, consent and what children said; without --date it is dated today."
    ),
    example='rrsa evidence replace kirkbrae-primary E4K7M2Q9X --title "Council minutes, spring" --date today',
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@evidence_options.details(new=False)
@pass_session
def replace(session: Session, /, setting: str, id_: str, file: str | None, **details: Value) -> None:
    values = evidence_options.given(details)
    with session.evaluation(setting, changing=True) as evaluation:
        older = evaluation.evidence_id(id_)
        title = evaluation.portfolio.evidence[older].title
        values = {"date": evaluation.today.isoformat(), **values}
        path = None if file is None else evidence_options.file(file)
        made = evaluation.replace_evidence(older, values, file=path)
        output.say(made)
        for line in evidence_list.what_follows(evaluation, made):
            output.note(line)
        output.note(_("The older piece is kept: {id}, {title}").format(id=older, title=title))


@click.command(
    "prune",
    cls=Command,
    help=_(
        "List the evidence that adds nothing to what others show: without it everything stays as it is. "
        "Nothing changes unless you say --apply; then those pieces are taken away from their outcomes and "
        "stay in the register, or go for good with --remove where they are shown nowhere else. One "
        "undo brings all of it back."
    ),
    example="rrsa evidence prune kirkbrae-primary 4",
)
@click.argument("setting")
@click.argument("outcome", required=False)
@click.option("--apply", "applied", is_flag=True, help=_("Take them away."))
@click.option(
    "--remove", "removing", is_flag=True, help=_("With --apply: remove them, where nothing else shows them.")
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def prune(
    session: Session,
    /,
    setting: str,
    outcome: str | None,
    applied: bool,
    removing: bool,
    as_json: bool,
) -> None:
    from rrsa.guide.pruning import apart, spare

    if removing and not applied:
        raise BadInput(_("--remove does nothing by itself"), _("say --apply too, or leave --remove out"))
    with session.evaluation(setting, changing=applied) as evaluation:
        found = spare(evaluation, None if outcome is None else evaluation.outcome_id(outcome))
        if as_json:
            output.say_json([_as_data(each) for each in found])
        else:
            _say(found)
        if not found:
            from rrsa.scoring.words import enough_words

            output.note(_("Every piece adds something. {enough}").format(enough=enough_words()))
        elif applied:
            unlinked, removed = apart(evaluation, found, remove=removing)
            evaluation.prune(unlinked, removed)
            n = len(unlinked) + len(removed)
            done = ngettext("Thinned out: {n} piece.", "Thinned out: {n} pieces.", n).format(n=n)
            again = _("To have all of it back: rrsa undo {setting}").format(setting=evaluation.setting_id)
            output.note(f"{done} {again}")
        else:
            output.note(_("Nothing has changed. To take them away, say it again with --apply."))


def _as_data(each: Spare) -> dict[str, object]:
    return {
        "id": each.evidence,
        "title": each.title,
        "outcome": each.outcome,
        "targets": list(each.targets),
        "elsewhere": list(each.elsewhere),
        "why": each.why,
    }


def _say(found: tuple[Spare, ...]) -> None:
    from rrsa.guide.pruning import elsewhere_words

    for each in found:
        indent = " " * (len(each.evidence) + 2)
        output.say(output.wrapped(each.title, first=f"{each.evidence}  "))
        where = _("outcome {id}").format(id=each.outcome)
        for line in filter(None, (f"{where}. {each.why}", elsewhere_words(each))):
            output.say(output.wrapped(line, first=indent))


@click.command(
    "file",
    cls=Command,
    help=_(
        "Write the file that is kept with a piece of evidence to a folder, or under a name of your own. It "
        "never writes over another file, and never what consent holds back."
    ),
    example="rrsa evidence file kirkbrae-primary E4K7M2Q9X -o Documents",
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@click.option("-o", "--output", "to", metavar="F", required=True, help=_("The folder, or the new file."))
@pass_session
def file(session: Session, /, setting: str, id_: str, to: str) -> None:
    from rrsa.opening_files import save_copy

    if not to.strip():
        raise BadInput(_("--output names nothing"), _("give a folder, or a name for the file"))
    with session.evaluation(setting) as evaluation:
        item = evaluation.portfolio.evidence[evaluation.evidence_id(id_)]
        written = save_copy(evaluation.store, evaluation.setting_id, item, expanded(Path(to)))
        output.say(str(written))
