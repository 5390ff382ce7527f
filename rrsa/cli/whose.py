"""Whose file the database is: seeing and changing it."""

from __future__ import annotations

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Word, pass_session
from rrsa.i18n import _
from rrsa.vocabulary import Whose


@click.command(
    "whose",
    cls=Command,
    help=_(
        "Whose file it is: only mine, ours on this PC, or ours on a shared drive. Says how it is now, or "
        "changes it; with --folder everything is copied to another folder and used there from now on."
    ),
    example="rrsa whose this-pc",
)
@click.argument("whose", required=False, type=Word(Whose, lambda: _("whose file it is")))
@click.option("--folder", metavar="FOLDER", help=_("Where the file is to lie from now on."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def whose(session: Session, whose: str | None, folder: str | None, as_json: bool) -> None:
    from rrsa import whose_file

    if whose is not None or folder is not None:
        session.check_writable()
        target = whose_file.database_in(folder) if folder is not None else None
        with session.store(changing=True, make=True) as store:
            meant = Whose(whose) if whose is not None else store.arrangement().whose
            used = whose_file.settle(store, meant, session.role, target)
        if used is not None:
            session.database = str(used)
            output.note(_("From now on {file} is used; the old file stays where it was.").format(file=used))
    with session.store() as store:
        arranged = store.arrangement()
        if as_json:
            output.say_json(
                {"whose": arranged.whose.value, "database": store.where, "roles": list(arranged.roles)}
            )
            return
        output.say(f"{arranged.whose.label}: {arranged.whose.about}")
        output.say(_("The file: {file}").format(file=store.where))
