"""Blank copies out to every setting on the list, filled ones in from a folder, and who is missing."""

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
    from datetime import date

    from rrsa.exchange.many.blanks import Blank, Blanks
    from rrsa.exchange.many.collecting import Collected, FileSaid
    from rrsa.overview.rows import Row


@click.command(
    "blanks",
    cls=Command,
    help=_(
        "Write a blank working copy for every setting on the list, each with its name on the first sheet, "
        "and a letter for whoever fills them in. Run it again and only what is missing is written; a copy "
        "that somebody has filled in is never written over. Exit code 1 where one could not be written."
    ),
    example='rrsa overview blanks copies --to "Children’s rights officer" --by "30 Jan 2027"',
)
@click.argument("folder", metavar="FOLDER")
@click.argument("settings", metavar="[SETTING…]", nargs=-1)
@narrowing
@click.option("--to", "return_to", metavar="ROLE", help=_("Whom a copy goes back to: a role."))
@click.option("--by", "return_by", metavar="DATE", help=_("Until when it is to be back."))
@click.option("--again", is_flag=True, help=_("New copies also for those who have been sent one."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def blanks(
    session: Session,
    folder: str,
    settings: tuple[str, ...],
    kind: str | None,
    area: str | None,
    only: str | None,
    return_to: str | None,
    return_by: str | None,
    again: bool,
    as_json: bool,
) -> int:
    from rrsa.exchange.many.blanks import write_blanks

    where = _named(folder)
    day = _day(return_by)
    role = _role(return_to)
    with opened(session, changing=True) as (store, desk):
        meant: list[str] = []
        if settings or kind or area or only:
            rows = chosen(store, desk, settings, kind=kind, area=area, only=only)
            _check_listed(rows, named=bool(settings))
            meant = [row.setting for row in rows if row.listed]
        with counting() as progress:
            made = write_blanks(
                desk, where, meant, again=again, return_to=role, return_by=day, progress=progress
            )
    if as_json:
        output.say_json(_blanks_data(made))
    else:
        _say_blanks(made)
    return Exit.PROBLEMS if made.problems else Exit.DONE


def _named(folder: str) -> Path:
    if not folder.strip():
        raise BadInput(_("FOLDER is empty"), _("name a folder, such as copies"))
    return Path(folder)


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    from rrsa import clock
    from rrsa.portfolio.checks import parse_day, show_day

    day = parse_day(given, today=clock.today())
    if day < clock.today():
        raise BadInput(
            _("{day} is over").format(day=show_day(day)), _("give the day by which copies are to be back")
        )
    return day


def _role(given: str | None) -> str | None:
    from rrsa.portfolio.checks import checked

    return None if given is None else str(checked("listed", {"role": given})["role"] or "") or None


def _check_listed(rows: list[Row], *, named: bool) -> None:
    """Blank copies go to settings on the list; one that was named and is not on it is said at once."""
    off = [row for row in rows if not row.listed]
    if (named and off) or len(off) == len(rows):
        raise BadInput(
            _("“{setting}” is not on the list").format(setting=off[0].setting),
            _("put it on with rrsa overview list add, then run this again"),
        )


def _say_blanks(made: Blanks) -> None:
    from rrsa.exchange.many.blanks import BlankState

    wide = max((len(each.setting) for each in made.lines), default=0)
    for each in made.lines:
        output.say(output.wrapped(each.words, first=f"{each.setting:{wide}}  ", rest=" " * (wide + 2)))
    n = len(made.written)
    output.note(ngettext("{n} blank copy was written.", "{n} blank copies were written.", n).format(n=n))
    if made.letter is not None:
        output.note(_("A letter for whoever fills them in: {file}").format(file=made.letter))
    if any(each.state is BlankState.WRITTEN for each in made.lines):
        output.note(_("When they are back, lay them in one folder: rrsa overview collect FOLDER"))
    _note_stopped(made.stopped)


def _note_stopped(stopped: bool) -> None:
    if stopped:
        output.note(_("Stopped; run it again to go on."))


def _blanks_data(made: Blanks) -> dict[str, Any]:
    def line(each: Blank) -> dict[str, Any]:
        return {
            "setting": each.setting,
            "name": each.name,
            "state": each.state.value,
            "path": str(each.path) if each.path else None,
            "export": each.export,
            "words": each.words,
        }

    return {
        "copies": [line(each) for each in made.lines],
        "letter": str(made.letter) if made.letter else None,
        "stopped": made.stopped,
    }


@click.command(
    "collect",
    cls=Command,
    help=_(
        "Take in the filled-in copies that lie in a folder, whatever their names. Each becomes a setting in "
        "this database, or brings the one that it became up to date; a line for each file says what came of "
        "it. What waits for a choice stays in its file, and rrsa import shows it. Running it twice adds "
        "nothing. Exit code 1 where something needs a look."
    ),
    example="rrsa overview collect returned",
)
@click.argument("folder", metavar="FOLDER")
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def collect(session: Session, folder: str, as_json: bool) -> int:
    from rrsa.exchange.many.collecting import collect as take_in

    where = _named(folder)
    with opened(session, changing=True) as (_store, desk), counting() as progress:
        came = take_in(desk, where, progress=progress)
    if as_json:
        output.say_json(_collected_data(came))
    else:
        _say_collected(came)
    return Exit.PROBLEMS if came.problems else Exit.DONE


def _say_collected(came: Collected) -> None:
    for each in came.lines:
        name = f" ({each.name})" if each.name else ""
        output.say(output.wrapped(f"{each.file}{name}: {each.words}", rest="  "))
    n = sum(each.state.came_back for each in came.lines)
    output.note(
        ngettext("{n} of {all} file is in.", "{n} of {all} files are in.", len(came.lines)).format(
            n=n, all=len(came.lines)
        )
    )
    if n := len(came.problems):
        output.note(ngettext("{n} needs a look.", "{n} need a look.", n).format(n=n))
    if came.folders:
        output.note(
            ngettext(
                "{n} folder in it was not looked into.",
                "{n} folders in it were not looked into.",
                came.folders,
            ).format(n=came.folders)
        )
    output.note(_("rrsa overview missing says who has not sent theirs back."))
    _note_stopped(came.stopped)


def _collected_data(came: Collected) -> dict[str, Any]:
    def line(each: FileSaid) -> dict[str, Any]:
        return {
            "file": each.file,
            "setting": each.setting or None,
            "name": each.name or None,
            "state": each.state.value,
            "new": each.new,
            "taken": each.taken,
            "waiting": each.waiting,
            "refused": each.refused,
            "words": each.words,
        }

    return {
        "files": [line(each) for each in came.lines],
        "folders": came.folders,
        "stopped": came.stopped,
    }


@click.command(
    "missing",
    cls=Command,
    help=_(
        "Who on the list has not been sent a blank copy, has not sent one back, has not shared anything. A "
        "setting that has shared needs no copy, and one that has withdrawn has decided so."
    ),
    example="rrsa overview missing --json",
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def missing(session: Session, as_json: bool) -> None:
    from rrsa.exchange.many.missing import missing as find_missing
    from rrsa.exchange.many.missing import waited
    from rrsa.overview.rows import rows

    with opened(session, changing=False) as (store, desk):
        found = find_missing(rows(store, desk))
        today = desk.on
    groups = (
        ("not_returned", _("Has a blank copy and has not sent it back"), found.not_returned),
        ("not_issued", _("Has not been sent a blank copy"), found.not_issued),
        ("not_shared", _("Has not shared anything yet"), found.not_shared),
    )
    if as_json:
        data: dict[str, Any] = {"listed": found.listed}
        for key, _title, rows_of in groups:
            data[key] = [
                {
                    "setting": row.setting,
                    "name": row.name,
                    "area": row.area,
                    "role": row.role,
                    "issued_on": row.issued_on,
                    "days": waited(row, today) if key == "not_returned" else None,
                }
                for row in rows_of
            ]
        output.say_json(data)
        return
    if not found.any:
        output.note(
            ngettext(
                "Nothing is missing of the {n} setting on the list.",
                "Nothing is missing of the {n} settings on the list.",
                found.listed,
            ).format(n=found.listed)
        )
        return
    for number, (key, title, rows_of) in enumerate(each for each in groups if each[2]):
        if number:
            output.say()
        count = _("{n} of {all}").format(n=len(rows_of), all=found.listed)
        output.say(f"{title}: {count}")
        for row in rows_of:
            output.say(output.wrapped(_missing_words(row, key, today), first="  ", rest="    "))


def _missing_words(row: Row, key: str, today: date) -> str:
    from datetime import timedelta

    from rrsa.exchange.many.missing import waited
    from rrsa.guide.plan import ago_words
    from rrsa.portfolio.checks import show_day

    said = [f"{row.name} ({row.setting})", row.area or ""]
    if row.role:
        said.append(_("write to {role}").format(role=row.role))
    days = waited(row, today)
    if key == "not_returned" and days is not None:
        ago = ago_words(today - timedelta(days), today)
        said.append(_("sent {day}, {ago}").format(day=show_day(row.issued_on), ago=ago))
    return " · ".join(filter(None, said))
