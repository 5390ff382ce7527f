"""``rrsa sit``: the same sitting as on the screen, line by line, for screen readers and any terminal."""

from __future__ import annotations

import click

from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.i18n import _


@click.command(
    "sit",
    cls=Command,
    help=_(
        "Sit down with a setting, one plain question at a time: the most useful few things for ten minutes, "
        "or one outcome from end to end. Type an answer and press Enter; ? explains, s skips, b goes back, "
        "q stops. Everything is saved as you go, so Ctrl+C and Ctrl+D lose nothing."
    ),
    example="rrsa sit kirkbrae-primary",
)
@click.argument("setting")
@pass_session
def sit(session: Session, setting: str) -> None:
    from rrsa.cli.sitting.lines import Lines
    from rrsa.cli.sitting.talk import Talk

    with session.evaluation(setting, changing=True) as evaluation:
        Talk(evaluation, Lines()).whole()
