"""Looking back and taking back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.cli.session import Session, find_setting
from rrsa.cli.shape import Command, Whole, pass_session
from rrsa.errors import BadInput, NotFound
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.store import Entry, Store


@click.command(
    "history",
    cls=Command,
    help=_("Who changed what, and when; the newest first. The number in front is what undo takes."),
    example="rrsa history kirkbrae-primary --limit 20",
)
@click.argument("setting")
@click.option("--outcome", metavar="O", help=_("Only an outcome, with all that belongs to it."))
@click.option("--item", metavar="ID", help=_("Only one piece of evidence, action, measure or look-for."))
@click.option("--day", metavar="D", help=_("Only one day."))
@click.option("--limit", metavar="N", type=Whole(lambda: _("the limit")), help=_("Only the newest N."))
@click.option("--full", is_flag=True, help=_("Tell also what each change did."))
@click.option(
    "--side",
    is_flag=True,
    help=_("What was done in other copies before they were brought together with this."),
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def history(
    session: Session,
    setting: str,
    outcome: str | None,
    item: str | None,
    day: str | None,
    limit: int | None,
    full: bool,
    side: bool,
    as_json: bool,
) -> None:
    if side:
        if outcome or item or day or limit is not None:
            raise BadInput(_("--side shows all of the side lines"), _("leave the others out"))
        from rrsa.cli.side_lines import show_side_lines

        with session.evaluation(setting) as evaluation:
            show_side_lines(evaluation, full=full, as_json=as_json)
        return
    if outcome is None and item is None and day is None and not full:
        with session.store() as store:  # the portfolio itself need not be read
            entries = store.history(find_setting(store, setting), limit=limit)
        say_entries(entries, as_json, lambda _entry: ())
        return
    from rrsa.guide import history as looking_back
    from rrsa.portfolio.checks import parse_day

    with session.evaluation(setting) as evaluation:
        when = None if day is None else parse_day(day, today=evaluation.today)
        wanted = looking_back.Wanted(outcome, item, when)
        entries = looking_back.page(evaluation, wanted, limit=limit)
        framework, portfolio = evaluation.framework, evaluation.portfolio
    if not entries and not as_json:
        output.note(_("Nothing was changed there."))

    def told(entry: Entry) -> Iterable[str]:
        lines = looking_back.tell(framework, portfolio, entry.changeset.changes) if full else ()
        return (line.text for line in lines)

    say_entries(entries, as_json, told)


def say_entries(entries: list[Entry], as_json: bool, told: Callable[[Entry], Iterable[str]]) -> None:
    """Prints changes, the newest first, each with what ``told`` says of it."""
    if as_json:
        output.say_json([as_data(entry) for entry in entries])
        return
    wide = max((len(str(entry.revision)) for entry in entries), default=1)
    for entry in entries:
        changeset = entry.changeset
        head = [moment(changeset.at), changeset.author, changeset.reason]
        if entry.undone:
            head.append(_("(taken back)"))
        output.say(output.wrapped(" · ".join(head), first=f"{entry.revision:{wide}}  "))
        for line in told(entry):
            output.say(output.wrapped(line, first=" " * (wide + 2)))


def as_data(entry: Entry) -> dict[str, Any]:
    """A changeset for a program."""
    changeset = entry.changeset
    return {
        "revision": entry.revision,
        "changeset": changeset.uuid,
        "author": changeset.author,
        "at": changeset.at,
        "reason": changeset.reason,
        "undone": entry.undone,
        "undoes": changeset.undoes,
        "changes": [
            {
                "kind": change.cell.kind,
                "id": change.cell.record,
                "field": change.cell.field,
                "before": change.before,
                "after": change.after,
            }
            for change in changeset.changes
        ],
    }


def moment(at: str) -> str:
    """A moment as the clock on the wall showed it."""
    from rrsa.portfolio.checks import show_day

    local = datetime.fromisoformat(at).astimezone()
    return f"{show_day(local.date())} {local:%H:%M}"


@click.command(
    "undo",
    cls=Command,
    help=_(
        "Take back your latest change; again, and the one before it. CHANGESET names an older one by its "
        "number in the history; it can be taken back while nothing newer stands on it."
    ),
    example="rrsa undo kirkbrae-primary",
)
@click.argument("setting")
@click.argument("changeset", required=False)
@pass_session
def undo(session: Session, setting: str, changeset: str | None) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        lists = _("rrsa history {setting} lists them with their numbers").format(
            setting=evaluation.setting_id
        )
        uuid = (
            None
            if changeset is None
            else find_changeset(evaluation.store, evaluation.setting_id, changeset, lists)
        )
        entry = evaluation.undo(uuid)
        output.note(_("Taken back: {what}").format(what=entry.changeset.reason))


@click.command(
    "redo",
    cls=Command,
    help=_("Do again what you took back last."),
    example="rrsa redo kirkbrae-primary",
)
@click.argument("setting")
@pass_session
def redo(session: Session, setting: str) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        entry = evaluation.redo()
        output.note(_("Done again: {what}").format(what=entry.changeset.reason))


def find_changeset(store: Store, setting: str, given: str, lists: str) -> str:
    """The UUID (or its beginning) of the change that was meant; its number in the history will do.

    ``lists`` says what lists them, for a number that there is not.
    """
    wanted = given.strip().lower().lstrip("#")
    if not wanted:
        raise BadInput(_("CHANGESET is empty"), _("leave it out to take back your latest change"))
    if not wanted.isdecimal() or len(wanted) > 7:
        return wanted
    number = int(wanted)
    for entry in store.history(setting, limit=1, before=number + 1):
        if entry.revision == number:
            return entry.changeset.uuid
    raise NotFound(_("there is no change {number}").format(number=number), lists)
