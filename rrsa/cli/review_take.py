"""A review from a file: a copy that somebody else has filled in, or what came of a moderation round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.cli.review_options import given_values, whose
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.moderation.bringing import Brought
    from rrsa.portfolio.records import Value


@click.command(
    "take",
    cls=Command,
    help=_(
        "Read the quick look of a working copy that somebody else has filled in as their review, rather "
        "than as your own view. From a blank copy it is a blind one. A workbook from a moderation round "
        "says itself who looked, and needs neither --by nor --who. Prints the review's id."
    ),
    example='rrsa review take kirkbrae-primary theirs.xlsx --by neighbour --who "Lead of Glenmore School"',
)
@click.argument("setting")
@click.argument("file", metavar="FILE.xlsx")
@whose(new=True, needed=False)
@pass_session
def take(session: Session, /, setting: str, file: str, **given: Any) -> int | None:
    from rrsa.exchange.moderation.bringing import read_reviews
    from rrsa.exchange.returning.reviewing import read_review

    with session.evaluation(setting, changing=True) as evaluation:
        values = given_values(given)
        brought = read_reviews(evaluation, Path(file))
        if brought is not None:
            return _bring(evaluation, brought, values)
        for option in ("by", "who"):
            if option not in values:
                raise BadInput(
                    _("it is not said whose review this is"), _("name --by and --who, such as --by neighbour")
                )
        found = read_review(evaluation, Path(file))
        for refusal in found.refused:
            output.note(f"{refusal.place}: {refusal.why}")
        if found.id in evaluation.portfolio.reviews:
            output.say(found.id)
            output.note(_("This was read already; nothing changes."))
            return None
        values.setdefault("blind", found.blind or None)
        if found.blind and values.get("blind"):
            values["closed_on"] = values.get("date") or evaluation.today.isoformat()
        made = evaluation.add_review(values, found.said, made=found.id)
        output.say(made)
        n = len(found.said)
        output.note(
            ngettext("{n} outcome read.", "{n} outcomes read.", n).format(n=n)
            + (" " + found.note if found.note else "")
        )
        return 1 if found.refused else None


def _bring(evaluation: Evaluation, brought: Brought, values: dict[str, Value]) -> int | None:
    """A workbook from a moderation round: one review, however often it comes."""
    from rrsa.exchange.moderation.bringing import bring

    new, other = bring(evaluation, brought, values)
    output.say(brought.id)
    for refusal in brought.refused:
        output.note(f"{refusal.place}: {refusal.why}")
    if not new and not other:
        output.note(_("This was read already; nothing changes."))
    else:
        output.note(ngettext("{n} outcome read.", "{n} outcomes read.", new).format(n=new))
    if other:
        output.note(_("Where the review says something else by now, that stays."))
    return 1 if brought.refused else None
