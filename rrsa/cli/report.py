"""Papers by command: what the award asks for, and what people are told."""

from __future__ import annotations

from pathlib import Path

import click

from rrsa.cli import output
from rrsa.cli.going_out import keep_name, note_going_out
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Word, pass_session
from rrsa.cli.status import find_stage
from rrsa.errors import BadInput
from rrsa.exchange.report.audiences import Audience
from rrsa.i18n import _


@click.command(
    "report",
    cls=Command,
    help=_(
        "Write a paper: the evaluation or the action plan that the award asks for, a page for the parent "
        "council or external manager (governors), one in children's words, what questionnaires found, one "
        "outcome for any day, or a review as a report. The file's ending says whether it is a Word document "
        "or a page to read and print. What may not leave is held back, and how many pieces and why is said; "
        "names of the setting's own list are taken out of the texts."
    ),
    example="rrsa report kirkbrae-primary -o evaluation.docx --for evaluation --stage silver",
)
@click.argument("setting")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE.docx|FILE.html",
    required=True,
    help=_("The file to write."),
)
@click.option(
    "--for",
    "who",
    type=Word(Audience, lambda: _("the paper")),
    help=_("Whom it is for: unless you say otherwise, evaluation for .docx and governors for .html."),
)
@click.option("--stage", metavar="S", help=_("The stage it is for (otherwise the one you work towards)."))
@click.option("--outcome", metavar="ID", help=_("The outcome, for any-day."))
@click.option("--review", metavar="ID", help=_("The review, for review (otherwise the latest)."))
@keep_name
@pass_session
def report(
    session: Session,
    setting: str,
    target: str,
    who: str | None,
    stage: str | None,
    outcome: str | None,
    review: str | None,
    keep: tuple[str, ...],
) -> None:
    if not target.strip():
        raise BadInput(_("it is not said where the paper goes"), _("name it, such as -o evaluation.docx"))
    with session.evaluation(setting) as evaluation:
        from rrsa.exchange.report.writing import write_report

        written = write_report(
            evaluation,
            Path(target),
            audience=Audience(who) if who else None,
            stage=None if stage is None else find_stage(evaluation.framework, stage),
            outcome=outcome,
            review=review,
            keep=keep,
        )
    output.say(str(written.path))
    note_going_out(written.held, written.hits)
