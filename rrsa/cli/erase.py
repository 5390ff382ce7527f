"""Erasing for good: shown first, done with --apply, and a receipt that holds no content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.new_file import free_place
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Many, Whole, pass_session
from rrsa.errors import BadInput, Exit
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.erasure import Plan, Receipt
    from rrsa.evaluation import Evaluation


@click.command(
    "erase",
    cls=Command,
    help=_(
        "Erase evidence, actions, measures, reviews or rounds of questions for good: out of what is "
        "recorded, the history, side lines, stored files, drafts and copies from before an update. Without "
        "--apply it only lists what would go. With --apply nothing can bring it back. Backups and whatever "
        "was handed out stay as they are: the receipt says so."
    ),
    example="rrsa erase kirkbrae-primary E4K7M2Q9X --apply --receipt erased-2026-04-03.txt",
)
@click.argument("setting")
@click.argument("items", nargs=-1, metavar="[ITEM …]")
@click.option(
    "--words", is_flag=True, help=_("Only a person's own words: what was asked and what they said.")
)
@click.option(
    "--field",
    "fields",
    cls=Many,
    metavar="NAME …",
    help=_("Only these texts, such as note or line, or its file."),
)
@click.option(
    "--past-retention", is_flag=True, help=_("All that is past its day; the retention table says when.")
)
@click.option(
    "--keep",
    metavar="YEARS",
    type=Whole(lambda: _("the years"), most=100),
    help=_("With --past-retention: so many years for everything, in place of the table."),
)
@click.option("--apply", "apply", is_flag=True, help=_("Do it. Nothing brings it back."))
@click.option("--receipt", metavar="FILE.txt", help=_("Write the receipt into a new file too."))
@click.option("--finish", is_flag=True, help=_("Only clear traces that another program was in the way of."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def erase(
    session: Session,
    setting: str,
    items: tuple[str, ...],
    words: bool,
    fields: tuple[str, ...],
    past_retention: bool,
    keep: int | None,
    apply: bool,
    receipt: str | None,
    finish: bool,
    as_json: bool,
) -> int:
    _check(items, words, fields, past_retention, keep, apply, receipt, finish)
    unsaid = BadInput(_("it is not said where the receipt goes"), _("name it, such as --receipt erased.txt"))
    target = None if receipt is None else free_place(receipt, unsaid)
    with session.evaluation(setting, changing=apply or finish) as evaluation:
        if finish:
            return _finish(evaluation)
        from rrsa import erasure

        if past_retention:
            plan = erasure.past_its_day(evaluation, keep=keep)
        else:
            plan = erasure.of_items(evaluation, items, words=words, fields=fields)
        if not apply:
            _show(plan, as_json)
            return Exit.DONE
        if not plan.marks:
            _show(plan, as_json)
            return Exit.DONE
        done = erasure.carry_out(evaluation, plan, opened_as=(session.where,))
    if target is not None:
        _write(target, done)
    _tell(done, as_json)
    return Exit.DONE if done.is_complete else Exit.PROBLEMS


def _check(
    items: tuple[str, ...],
    words: bool,
    fields: tuple[str, ...],
    past_retention: bool,
    keep: int | None,
    apply: bool,
    receipt: str | None,
    finish: bool,
) -> None:
    """Raises :class:`BadInput` for options that do not go together."""
    if finish and (items or words or fields or past_retention or apply or receipt):
        raise BadInput(_("--finish goes alone"), _("give the setting and --finish"))
    if past_retention and (items or words or fields):
        raise BadInput(
            _("--past-retention finds its items by itself"), _("leave out the items, or leave it out")
        )
    if keep is not None and not past_retention:
        raise BadInput(_("--keep says nothing here"), _("use it with --past-retention"))
    if words and fields:
        raise BadInput(_("--words and --field do not go together"), _("name the texts with --field alone"))
    if receipt is not None and not apply:
        raise BadInput(_("there is no receipt before anything is erased"), _("add --apply"))
    if not items and not past_retention and not finish:
        raise BadInput(
            _("it is not said what to erase"), _("name items by their ids, or give --past-retention")
        )


def _show(plan: Plan, as_json: bool) -> None:
    if as_json:
        output.say_json(
            {
                "erased": False,
                "items": [
                    {"kind": mark.kind, "id": mark.record, "field": mark.field or None, "about": line.about}
                    for mark, line in zip(plan.shown, plan.lines, strict=True)
                ],
            }
        )
        return
    for line in plan.lines:
        output.say(output.wrapped(" · ".join(filter(None, line)), rest="    "))
    n = len(plan.lines)
    if not n:
        output.note(_("Nothing is past its day."))
        return
    output.note(
        ngettext(
            "{n} thing would be erased for good. Nothing has changed yet: look at it, then add --apply.",
            "{n} things would be erased for good. Nothing has changed yet: look at them, then add --apply.",
            n,
        ).format(n=n)
    )


def _tell(done: Receipt, as_json: bool) -> None:
    if as_json:
        output.say_json(
            {
                "erased": True,
                "amount": done.amount,
                "at": done.moment.isoformat(timespec="seconds"),
                "by": done.role,
                "cleared": list(done.cleared),
                "left": list(done.left),
            }
        )
        return
    output.say(done.text.rstrip())


def _finish(evaluation: Evaluation) -> int:
    from rrsa import erasure

    if erasure.finish(evaluation):
        output.note(_("No trace is left of what was erased."))
        return Exit.DONE
    output.note(
        _("Another program still has the database open, or the disk is full; close it there, then try again.")
    )
    return Exit.PROBLEMS


def _write(path: Path, done: Receipt) -> None:
    """The erasure is done, whatever becomes of its receipt: it is printed too."""
    try:
        path.write_text(done.text, encoding="utf-8")
    except OSError as problem:
        output.note(
            _("The receipt could not be written to {file} ({why}); keep what is printed here.").format(
                file=path, why=problem.strerror or problem
            )
        )
