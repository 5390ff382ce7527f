"""The coordinator's inbox: a folder of what settings have shared, a line for what came of each file."""

from __future__ import annotations

from pathlib import Path

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput, Exit
from rrsa.i18n import _


@click.command(
    "inbox",
    cls=Command,
    help=_(
        "Take in what settings have shared: every file in FOLDER, each by itself. What is not a shared "
        "snapshot, is older than what is here, was changed on the way, or has been withdrawn since gets a "
        "line and changes nothing; no file is removed. Whoever signs with another key than before is refused "
        "until you have asked there and say --accept, or --another where two settings have the same id."
    ),
    example="rrsa overview inbox Inbox",
)
@click.argument("folder")
@click.option(
    "--accept",
    multiple=True,
    metavar="SETTING",
    help=_("Take this setting's new key in place of the one before; may be given more than once."),
)
@click.option(
    "--another",
    multiple=True,
    metavar="SETTING",
    help=_(
        "Keep what is signed with a new key beside this setting, as another one of the same id; may be given "
        "more than once."
    ),
)
@click.option("--json", "as_json", is_flag=True, help=_("As data for a program."))
@pass_session
def inbox(
    session: Session, folder: str, accept: tuple[str, ...], another: tuple[str, ...], as_json: bool
) -> int:
    from rrsa.cli.progress import reading
    from rrsa.exchange.sharing.inbox import files_in, lines, read_inbox, summary
    from rrsa.paths import expanded

    if not folder.strip():
        raise BadInput(_("it is not said which folder"), _("name it, such as: rrsa overview inbox Inbox"))
    place = expanded(Path(folder))
    files_in(place)  # looked at first, so that a slip does not leave an empty database behind
    with session.store(changing=True, make=True) as store, reading() as progress:
        found = read_inbox(store, place, accept=accept, another=another, progress=progress)
    if as_json:
        output.say_json(
            {
                "files": [
                    {**each._asdict(), "outcome": each.outcome.value, "problem": each.outcome.problem}
                    for each in found.came
                ],
                "not_found": list(found.unknown),
            }
        )
    else:
        for line in lines(found):
            output.say(output.wrapped(line, rest="  "))
        output.note(summary(found))
    for each in found.unknown:
        output.note(
            _("Nothing in the folder was of “{name}”, so no key was accepted.").format(name=each[:60])
        )
    return Exit.PROBLEMS if found.problems or found.unknown else Exit.DONE
