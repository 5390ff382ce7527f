"""Every place where a name or words occur, for answering somebody who asks what is held about them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.cli.new_file import free_place
from rrsa.cli.progress import writing
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.exchange.subject_access import Answer


@click.command(
    "find",
    cls=Command,
    help=_(
        "Find every place where a name or words occur, as whole words: what is recorded now and was earlier, "
        "side lines, the text of stored files and their names, what was typed and not saved, the framework's "
        "text. It says what could not be looked into. Nothing is changed and nothing is noted. Put several "
        "words that belong together in quotes."
    ),
    example='rrsa find kirkbrae-primary "Morag Wintergreen" -o request.txt',
)
@click.argument("setting")
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@click.option(
    "-o", "--output", "target", metavar="FILE.txt", help=_("Write the answer into a new file instead.")
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def find(session: Session, setting: str, words: tuple[str, ...], target: str | None, as_json: bool) -> None:
    unsaid = BadInput(_("it is not said where the answer goes"), _("name it, such as -o request.txt"))
    path = None if target is None else free_place(target, unsaid)
    with session.evaluation(setting) as evaluation, writing() as progress:
        from rrsa.exchange.subject_access import lines, search

        answer = search(evaluation, words, opened_as=(session.where,), progress=progress)
    text = "\n".join(lines(answer))
    if path is not None:
        _write(path, text + "\n")
        output.say(str(path))
        output.note(answer.summary)
    elif as_json:
        output.say_json(_as_data(answer))
    else:
        for line in text.splitlines():
            indent = line[: len(line) - len(line.lstrip())]
            output.say(output.wrapped(line, first=indent, rest=indent + "  ") if line.strip() else "")


def _as_data(answer: Answer) -> dict[str, Any]:
    return {
        "words": list(answer.words),
        "setting": answer.setting,
        "places": [
            {
                "kept": place.kept.value,
                "where": place.where,
                "when": place.when or None,
                "around": place.around,
                "kind": place.cell.kind if place.cell else None,
                "id": place.cell.record if place.cell else None,
                "field": place.cell.field if place.cell else None,
            }
            for place in answer.places
        ],
        "unread": list(answer.unread),
        "files": answer.files,
    }


def _write(path: Path, text: str) -> None:
    """The answer speaks of a person: only its owner can read the file."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as problem:
        raise EnvironmentFailed(
            _("“{name}” cannot be written: {why}").format(name=path.name, why=problem.strerror or problem),
            _("choose another place"),
        ) from problem
