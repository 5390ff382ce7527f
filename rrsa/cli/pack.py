"""Handing over with care: the evidence pack for an assessor, or the whole of a setting for a colleague."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.cli.going_out import hit_data, keep_name, note_going_out
from rrsa.cli.progress import writing
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Many, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rrsa.evaluation import Evaluation
    from rrsa.exchange.pack.choice import Choice
    from rrsa.exchange.pack.coverage import NoLonger
    from rrsa.exchange.pack.writing import Packed


@click.command(
    "pack",
    cls=Command,
    help=_(
        "Write an evidence pack: the assessor's copy, the two or three chosen pieces of each outcome with "
        "their files, a note, and a checksum of each file. Without -o it shows what would be in it and what "
        "would no longer be shown. What may not leave is held back, and how many and why is said; names of "
        "the setting's own list are looked for in texts and files. That helps to find them; look through the "
        "pack all the same."
    ),
    example="rrsa pack kirkbrae-primary -o kirkbrae.zip --strand A B --add E4K7M2Q9X",
)
@click.argument("setting")
@click.option("-o", "--output", "target", metavar="FILE.zip", help=_("The file to write."))
@click.option("--stage", metavar="S", help=_("Leave out what bears only on a later stage than this."))
@click.option("--strand", "strands", cls=Many, metavar="A...", help=_("Only these strands."))
@click.option("--add", cls=Many, metavar="E...", help=_("Put these pieces in as well."))
@click.option("--leave", cls=Many, metavar="E...", help=_("Leave these pieces out."))
@keep_name
@click.option(
    "--whole",
    is_flag=True,
    help=_("All of the setting instead, with history and files, for a colleague who takes over."),
)
@click.option("--json", "as_json", is_flag=True, help=_("As data for a program."))
@pass_session
def pack(
    session: Session,
    setting: str,
    target: str | None,
    stage: str | None,
    strands: tuple[str, ...],
    add: tuple[str, ...],
    leave: tuple[str, ...],
    keep: tuple[str, ...],
    whole: bool,
    as_json: bool,
) -> None:
    if target is not None and not target.strip():
        raise BadInput(_("it is not said where the pack goes"), _("name it, such as -o kirkbrae.zip"))
    if whole:
        if stage or strands or add or leave or keep:
            raise BadInput(_("a whole pack leaves nothing out"), _("use --whole with -o alone"))
        if target is None:
            raise BadInput(_("it is not said where the pack goes"), _("name it, such as -o kirkbrae.zip"))
        _whole(session, setting, Path(target), as_json=as_json)
        return
    with session.evaluation(setting) as evaluation:
        from rrsa.exchange.pack.choice import Choice

        choice = Choice(stage, strands, add, leave)
        if target is None:
            _show(evaluation, choice, as_json=as_json)
            return
        from rrsa.exchange.pack.writing import write_pack

        with writing() as progress:
            packed = write_pack(evaluation, Path(target), choice=choice, keep=keep, progress=progress)
        empty = not _list_of(evaluation)
    if as_json:
        output.say_json(_data(packed))
        return
    output.say(str(packed.path))
    output.note(_size_words(packed))
    for line in _lost_lines(packed.no_longer_shown):
        output.note_lines(line)
    if empty:
        from rrsa.exchange.gate.names import Names
        from rrsa.exchange.gate.words import no_list_words

        output.note(no_list_words(Names.of(evaluation.setting_id).file))
    note_going_out(packed.held, packed.hits, packed.unread)


def _whole(session: Session, setting: str, target: Path, *, as_json: bool) -> None:
    """Everything of a setting, for whoever takes over."""
    with session.evaluation(setting) as evaluation:
        from rrsa.exchange.whole import write_whole_pack

        with writing() as progress:
            made = write_whole_pack(evaluation.store, evaluation.setting_id, target, progress=progress)
    if as_json:
        output.say_json({"path": str(made.path), "files": made.files, "size": made.size})
        return
    output.say(str(made.path))
    files = ngettext("{n} file", "{n} files", made.files).format(n=made.files)
    output.note(
        _(
            "All of it, its history and {files} are in it, {size} in all: also what may never leave for "
            "anybody else. Hand it over in person; rrsa restore brings it in."
        ).format(files=files, size=_bytes(made.size))
    )


def _list_of(evaluation: Evaluation) -> tuple[str, ...]:
    from rrsa.exchange.gate.names import Names

    return Names.of(evaluation.setting_id).all()


def _show(evaluation: Evaluation, choice: Choice, *, as_json: bool) -> None:
    """What would be in the pack, and what would no longer be shown; nothing is written."""
    from rrsa.exchange.pack.choice import choices
    from rrsa.exchange.pack.coverage import coverage_of

    found = choices(evaluation, choice)
    lost = coverage_of(evaluation, choice)
    if as_json:
        outcomes = [
            {
                "outcome": each.outcome,
                "strand": each.strand,
                "pieces": [piece._asdict() for piece in each.pieces],
            }
            for each in found
        ]
        output.say_json({"outcomes": outcomes, "no_longer_shown": _lost_data(lost)})
        return
    for outcome in found:
        output.say(outcome.title)
        for piece in outcome.pieces:
            mark = "x" if piece.chosen else " "
            size = f" ({_bytes(piece.file_size)})" if piece.file_size is not None else ""
            output.say(output.wrapped(f"{piece.title}{size}", first=f"  [{mark}] {piece.evidence}  "))
        if not outcome.pieces:
            output.say("  " + _("nothing that may leave"))
    for line in _lost_lines(lost):
        output.note_lines(line)
    output.note(_("Nothing was written. -o FILE.zip writes it; --add and --leave choose by hand."))


def _lost_lines(lost: tuple[NoLonger, ...]) -> Iterator[str]:
    if not lost:
        yield _("Everything that is shown with all the evidence is shown by the pack as well.")
        return
    yield _("No longer shown, because of what was left out:")
    for each in lost:
        yield output.wrapped(each.words, first="  ", rest="    ")


def _size_words(packed: Packed) -> str:
    pieces = ngettext("{n} piece", "{n} pieces", packed.pieces).format(n=packed.pieces)
    files = ngettext("{n} file", "{n} files", packed.files).format(n=packed.files)
    return _("{pieces} of evidence and {files} are in it, {size} in all.").format(
        pieces=pieces, files=files, size=_bytes(packed.size)
    )


def _bytes(size: int) -> str:
    """A size as people read it."""
    if size < 1_000_000:
        return _("{n} KB").format(n=-(-size // 1_000))
    return _("{n} MB").format(n=-(-size // 1_000_000))


def _lost_data(lost: tuple[NoLonger, ...]) -> list[dict[str, Any]]:
    return [
        {
            "outcome": each.outcome,
            "words": each.words,
            "perspectives": [perspective.value for perspective in each.perspectives],
            "look_fors": list(each.look_fors),
            "falls": each.falls,
        }
        for each in lost
    ]


def _data(packed: Packed) -> dict[str, Any]:
    return {
        "path": str(packed.path),
        "pieces": packed.pieces,
        "files": packed.files,
        "size": packed.size,
        "held": {why.value: n for why, n in packed.held.items()},
        "unread": packed.unread,
        "hits": hit_data(packed.hits),
        "no_longer_shown": _lost_data(packed.no_longer_shown),
    }
