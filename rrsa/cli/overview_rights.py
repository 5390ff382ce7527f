"""A draft for the authority's report on children's rights."""

from __future__ import annotations

from pathlib import Path

import click

from rrsa.cli import output
from rrsa.cli.overview_needs import figures_of
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _


@click.command(
    "rights-report",
    cls=Command,
    help=_(
        "Write a draft to work from for the authority’s report on children’s rights (UNCRC (Incorporation) "
        "(Scotland) Act 2024, part 3): what was done, how children took part, what is known, gaps, what "
        "next. Group figures only; no setting is named but where it shared something of its own accord."
    ),
    example="rrsa overview rights-report -o childrens-rights-report.docx",
)
@click.option(
    "-o", "--output", "target", metavar="FILE.docx|FILE.html", required=True, help=_("The file to write.")
)
@click.option("--authority", metavar="T", help=_("Whose report it is; else as settings say."))
@pass_session
def rights_report(session: Session, target: str, authority: str | None) -> None:
    from rrsa.overview.desk import Desk

    if not target.strip():
        raise BadInput(_("it is not said where the paper goes"), _("name it, such as -o report.docx"))
    with session.store() as store:
        from rrsa.exchange.report.rights import write_rights_report

        desk = Desk.open(store, session.role, on=session.on)
        written = write_rights_report(store, desk, figures_of(store), Path(target), authority=authority)
    output.say(str(written))
    output.note(_("It is a draft: read it through, and add what only you know."))
