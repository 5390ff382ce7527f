"""The key people rings by command: a blank page for a child to draw on. Nothing of them is ever stored."""

from __future__ import annotations

from pathlib import Path

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _


@click.command(
    "rings",
    cls=Command,
    help=_(
        "Write a blank page of the key people rings for a child to draw on: who is close, and what helps. "
        "Nothing that a child places is ever stored, so there is nothing else to print."
    ),
    example="rrsa rings -o rings.html",
)
@click.option("-o", "--output", "target", metavar="FILE.html", required=True, help=_("The file to write."))
@pass_session
def rings(_session: Session, /, target: str) -> None:
    from rrsa.exchange.report.rings import write_rings

    if not target.strip():
        raise BadInput(_("it is not said where the page goes"), _("name it, such as -o rings.html"))
    output.say(str(write_rings(Path(target))))
