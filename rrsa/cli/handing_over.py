"""Handing over and keeping safe: workbooks, backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from rrsa.cli import output
from rrsa.cli.going_out import keep_name, note_going_out
from rrsa.cli.progress import writing
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Word, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext


@click.command(
    "export",
    cls=Command,
    help=_(
        "Write a workbook: the assessor's copy, or a working copy to fill in and hand round (with --blank, "
        "empty). What may not leave is held back, and how many pieces and why is said; names of the "
        "setting's own list are taken out of the texts."
    ),
    example="rrsa export kirkbrae-primary -o kirkbrae.xlsx --copy assessor",
)
@click.argument("setting")
@click.option("-o", "--output", "target", metavar="FILE.xlsx", required=True, help=_("The file to write."))
@click.option(
    "--copy",
    type=Word(("assessor", "working"), lambda: _("the copy")),
    help=_("For the assessor (unless you say otherwise), or to work in."),
)
@click.option("--blank", is_flag=True, help=_("A working copy with nothing filled in."))
@keep_name
@pass_session
def export(
    session: Session, setting: str, target: str, copy: str | None, blank: bool, keep: tuple[str, ...]
) -> None:
    if blank and copy == "assessor":
        raise BadInput(
            _("the assessor's copy is never blank"), _("use --blank with --copy working, or alone")
        )
    if not target.strip():
        raise BadInput(_("it is not said where the workbook goes"), _("name it, such as -o kirkbrae.xlsx"))
    chosen = copy or ("working" if blank else "assessor")
    with session.evaluation(setting) as evaluation:
        from rrsa.exchange.export import export_workbook

        with writing() as progress:
            exported = export_workbook(
                evaluation,
                Path(target),
                copy="working" if chosen == "working" else "assessor",
                blank=blank,
                keep=keep,
                progress=progress,
            )
    output.say(str(exported.path))
    note_going_out(exported.held, exported.hits)


@click.command(
    "backup",
    cls=Command,
    help=_("Copy everything - all settings, their history and files - into one file."),
    example="rrsa backup rrsa-2026-04-03.db",
)
@click.argument("file")
@pass_session
def backup(session: Session, file: str) -> None:
    target = named(file)
    with session.store() as store:
        store.backup(target)
        n = len(store.settings())
    output.say(str(target))
    output.note(ngettext("{n} setting is safe in it.", "{n} settings are safe in it.", n).format(n=n))


def named(file: str) -> Path:
    """The file that was named; raises where none was."""
    if not file.strip():
        raise BadInput(_("FILE is empty"), _("name a file, such as rrsa-backup.db"))
    return Path(file)
