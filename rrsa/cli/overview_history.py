"""Looking back and taking back on the coordinator's desk."""

from __future__ import annotations

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Whole, pass_session
from rrsa.errors import NotFound
from rrsa.i18n import _


@click.command(
    "history",
    cls=Command,
    help=_(
        "What was changed on your desk, and when; the newest first. The number in front is what undo takes."
    ),
    example="rrsa overview history --limit 20",
)
@click.option("--limit", metavar="N", type=Whole(lambda: _("the limit")), help=_("Only the newest N."))
@click.option("--full", is_flag=True, help=_("Tell also what each change did."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def history(session: Session, limit: int | None, full: bool, as_json: bool) -> None:
    from rrsa.cli.taking_back import say_entries
    from rrsa.overview.desk import Desk
    from rrsa.overview.desk_words import tell

    with session.store() as store:
        desk = Desk.open(store, session.role, on=session.on)
        entries = desk.history(limit=limit)
    if not entries and not as_json:
        output.note(_("Nothing has been changed on the desk yet."))
    say_entries(
        entries,
        as_json,
        lambda entry: (line.text for line in tell(desk.portfolio, entry.changeset.changes)) if full else (),
    )


@click.command(
    "undo",
    cls=Command,
    help=_(
        "Take back your latest change on the desk; again, and the one before it. CHANGESET names an older "
        "one by its number in the history; it can be taken back while nothing newer stands on it."
    ),
    example="rrsa overview undo",
)
@click.argument("changeset", required=False)
@pass_session
def undo(session: Session, changeset: str | None) -> None:
    from rrsa.cli.taking_back import find_changeset
    from rrsa.overview.desk import Desk

    with session.store(changing=True) as store:
        desk = Desk.open(store, session.role, on=session.on)
        uuid = None
        if changeset is not None:
            if desk.revision == 0:
                raise NotFound(_("nothing has been changed on the desk yet"), _("there is nothing to undo"))
            uuid = find_changeset(store, desk.id, changeset, _("rrsa overview history lists them"))
        entry = desk.undo(uuid)
    output.note(_("Taken back: {what}").format(what=entry.changeset.reason))


@click.command(
    "redo",
    cls=Command,
    help=_("Do again what you took back last on the desk."),
    example="rrsa overview redo",
)
@pass_session
def redo(session: Session) -> None:
    from rrsa.overview.desk import Desk

    with session.store(changing=True) as store:
        entry = Desk.open(store, session.role, on=session.on).redo()
    output.note(_("Done again: {what}").format(what=entry.changeset.reason))
