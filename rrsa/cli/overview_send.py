"""Assessors' copies and evidence packs of many settings in one go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.cli.overview_choosing import chosen, counting, narrowing, opened
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput, Exit
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.exchange.many.sending import Sent, SentAll


@click.command(
    "send",
    cls=Command,
    help=_(
        "Write the evidence packs (or with --copies the assessors' copies, or both) of many settings into a "
        "folder, for an assessor: of those named, else of all whose records are kept here. Each goes "
        "through the privacy gate as it would alone, and how much stayed behind is said by count. Run it "
        "again and it goes on where it was: only settings that have moved on are written anew. Exit code 1 "
        "where one could not be written."
    ),
    example="rrsa overview send assessor --packs --kind school",
)
@click.argument("folder", metavar="FOLDER")
@click.argument("settings", metavar="[SETTING…]", nargs=-1)
@click.option("--copies", is_flag=True, help=_("The assessors' copies."))
@click.option("--packs", is_flag=True, help=_("The evidence packs, with the copy and the files inside."))
@narrowing
@click.option("--again", is_flag=True, help=_("Write all of them anew."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def send(
    session: Session,
    folder: str,
    settings: tuple[str, ...],
    copies: bool,
    packs: bool,
    kind: str | None,
    area: str | None,
    only: str | None,
    again: bool,
    as_json: bool,
) -> int:
    from rrsa.exchange.many.sending import What
    from rrsa.exchange.many.sending import send as write_all

    if not folder.strip():
        raise BadInput(_("FOLDER is empty"), _("name a folder, such as assessor"))
    what = [*([What.COPY] if copies else []), *([What.PACK] if packs or not copies else [])]
    with opened(session, changing=False) as (store, desk):
        rows = chosen(store, desk, settings, kind=kind, area=area, only=only)
        meant = [row.setting for row in rows if row.here or settings]
        elsewhere = len(rows) - len(meant)
        if not meant:
            raise BadInput(
                _("the records of none of these settings are kept here"),
                _("take in their filled-in copies, or ask each to send its own pack"),
            )
        with counting() as progress:
            made = write_all(
                store,
                Path(folder),
                meant,
                what,
                author=session.role,
                on=session.on,
                again=again,
                progress=progress,
            )
    if as_json:
        output.say_json(_data(made, elsewhere))
    else:
        _say(made, elsewhere)
    return Exit.PROBLEMS if made.problems else Exit.DONE


def _say(made: SentAll, elsewhere: int) -> None:
    from rrsa.exchange.many.manifest import MANIFEST
    from rrsa.exchange.many.sending import SentState

    for each in made.lines:
        file = each.path.name if each.path else f"{each.setting}, {each.what.label}"
        anew = _("written anew. ") if each.state is SentState.ANEW else ""
        output.say(output.wrapped(f"{file}: {anew}{each.words}", rest="  "))
    n = sum(each.state in (SentState.WRITTEN, SentState.ANEW) for each in made.lines)
    output.note(ngettext("{n} file was written.", "{n} files were written.", n).format(n=n))
    if n := len(made.problems):
        output.note(ngettext("{n} could not be.", "{n} could not be.", n).format(n=n))
    if elsewhere:
        output.note(
            ngettext(
                "The records of {n} setting are not kept here; it can send its own pack.",
                "The records of {n} settings are not kept here; they can send their own packs.",
                elsewhere,
            ).format(n=elsewhere)
        )
    unread = sum(each.unread for each in made.lines)
    if unread:
        from rrsa.exchange.gate.words import unread_sentence

        output.note(unread_sentence(unread))
    output.note(_("{file} lists what is in the folder, with a checksum of each.").format(file=MANIFEST))
    if made.stopped:
        output.note(_("Stopped; run it again to go on."))


def _data(made: SentAll, elsewhere: int) -> dict[str, Any]:
    def line(each: Sent) -> dict[str, Any]:
        entry = each.entry
        return {
            "setting": each.setting,
            "name": each.name,
            "what": each.what.value,
            "state": each.state.value,
            "path": str(each.path) if each.path else None,
            "revision": entry.revision if entry else None,
            "day": entry.day if entry else None,
            "sha256": entry.sha256 if entry else None,
            "size": entry.size if entry else None,
            "held": {why.value: n for why, n in each.held.items()},
            "held_back": entry.held_back if entry else None,
            "names_taken_out": each.names,
            "unread": each.unread,
            "words": each.words,
        }

    return {
        "folder": str(made.folder),
        "files": [line(each) for each in made.lines],
        "elsewhere": elsewhere,
        "stopped": made.stopped,
    }
