"""What a moderation round sends out and takes in: workbooks, papers, its report."""

from __future__ import annotations

from pathlib import Path

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput, Exit, RrsaError
from rrsa.i18n import _, ngettext


@click.command(
    "out",
    cls=Command,
    help=_(
        "Write for each setting what its people are to look at, a workbook each: the outcome, what the "
        "grades look like, the other setting’s words and titles of evidence, and blank places for a view and "
        "why. The other’s view is not in it, and it is called by a letter."
    ),
    example="rrsa overview moderation out round",
)
@click.argument("folder", metavar="FOLDER")
@click.argument("round_id", metavar="[ROUND]", required=False)
@click.option("--named", is_flag=True, help=_("Name the other settings, where all agreed to that."))
@click.option("--paper", is_flag=True, help=_("Word documents to print and write on, instead."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def out(
    session: Session, folder: str, round_id: str | None, named: bool, paper: bool, as_json: bool
) -> int | None:
    from rrsa.cli.overview_moderation import found_round, opened
    from rrsa.exchange.many.telling import folder_to_write
    from rrsa.exchange.moderation.going_out import write_out
    from rrsa.overview.round_edits import check_open

    with opened(session) as desk:
        found = found_round(desk, round_id)
        check_open(found)
        sent = list(
            write_out(found, folder_to_write(Path(folder)), day=_day(session), named=named, paper=paper)
        )
        if as_json:
            output.say_json(
                [{"setting": each.setting, "name": each.name, "file": str(each.path)} for each in sent]
            )
        else:
            for each in sent:
                output.say(str(each.path))
        n = len(sent)
        output.note(
            ngettext("{n} file, for {n} setting.", "{n} files, one for each setting.", n).format(n=n)
            + " "
            + _("What comes back: rrsa overview moderation take FILE…")
        )
        if found.withdrawn:
            output.note(_("Some settings have withdrawn; nothing of theirs is in what was written."))
    return None


def _day(session: Session) -> str:
    from rrsa import clock

    return (session.on or clock.today()).isoformat()


@click.command(
    "take",
    cls=Command,
    help=_(
        "Take in workbooks that came back; a folder stands for all in it. Each cell is checked and what "
        "cannot be read is named; an empty row says nothing yet. Taking the same file twice changes nothing, "
        "and what the desk holds already is not overwritten without --replace. Exit code 1 where something "
        "was refused."
    ),
    example="rrsa overview moderation take round",
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option("--replace", is_flag=True, help=_("Take what differs from what the desk holds already."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def take(session: Session, files: tuple[str, ...], replace: bool, as_json: bool) -> int | None:
    from rrsa.cli.overview_moderation import opened
    from rrsa.cli.overview_moderation_words import reply_data
    from rrsa.exchange.moderation.taking import read_reply, reply_words, workbooks
    from rrsa.exchange.moderation.taking import take as take_in

    told = []
    problems = 0
    with opened(session, changing=True) as desk:
        paths = workbooks(files)
        for path in paths:
            try:
                reply = read_reply(desk, path, replace=replace)
                take_in(desk, reply)
            except RrsaError as problem:
                if len(paths) == 1:
                    raise
                problems += 1
                told.append({"file": str(path), "error": str(problem)})
                if not as_json:
                    output.note(f"{path.name}: {problem}")
                continue
            problems += len(reply.refused)
            told.append(reply_data(path, reply))
            if not as_json:
                for refusal in reply.refused:
                    output.note(f"{path.name} {refusal.place}: {refusal.why}")
                output.say(output.wrapped(reply_words(reply), first=f"{path.name}: "))
    if as_json:
        output.say_json(told)
    return Exit.PROBLEMS if problems else None


@click.command(
    "back",
    cls=Command,
    help=_(
        "Write for each setting what others said of its own outcomes, a workbook each. The setting reads it, "
        "and rrsa review take brings it in as a review beside its own view. Who looked is not said."
    ),
    example="rrsa overview moderation back round-reviews",
)
@click.argument("folder", metavar="FOLDER")
@click.argument("round_id", metavar="[ROUND]", required=False)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def back(session: Session, folder: str, round_id: str | None, as_json: bool) -> None:
    from rrsa.cli.overview_moderation import found_round, opened
    from rrsa.exchange.many.telling import folder_to_write
    from rrsa.exchange.moderation.going_back import write_back

    with opened(session) as desk:
        found = found_round(desk, round_id)
        if not found.looked_at:
            raise BadInput(
                _("nobody has said anything in this round yet"),
                _("take in what came back first: rrsa overview moderation take FILE…"),
            )
        written = list(write_back(found, folder_to_write(Path(folder)), day=_day(session)))
    if as_json:
        output.say_json(
            [{"setting": each.setting, "name": each.name, "file": str(each.path)} for each in written]
        )
    else:
        for each in written:
            output.say(str(each.path))
    n = len(written)
    output.note(
        ngettext("{n} file, for {n} setting.", "{n} files, one for each setting.", n).format(n=n)
        + " "
        + _("There: rrsa review take SETTING FILE.xlsx")
    )


@click.command(
    "report",
    cls=Command,
    help=_(
        "The report of a round: what was read alike and what differently, in words and in counts over at "
        "least five settings, and what words explain it. It names no setting and nobody who looked."
    ),
    example="rrsa overview moderation report -o round.docx",
)
@click.argument("round_id", metavar="[ROUND]", required=False)
@click.option(
    "-o", "path", metavar="FILE", required=True, help=_("A .docx file for Word, or .html to read and print.")
)
@pass_session
def report(session: Session, round_id: str | None, path: str) -> None:
    from rrsa.cli.overview_moderation import found_round, opened
    from rrsa.exchange.moderation.report import write_report

    with opened(session) as desk:
        written = write_report(found_round(desk, round_id), Path(path), day=_day(session))
    output.say(str(written))
