"""What every command that lets something out has in common: names knowingly kept, and what it says then."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.exchange.gate.leaving import Hit
    from rrsa.portfolio.privacy import Why

keep_name = click.option(
    "--keep-name",
    "keep",
    multiple=True,
    metavar="NAME",
    help=_("Leave a name of your list in, knowingly; may be given more than once."),
)


def note_going_out(held: Mapping[Why, int], hits: Sequence[Hit] = (), unread: int = 0) -> None:
    """Says how much stayed here and why, and where names were found."""
    from rrsa.exchange.gate.words import held_lines, hit_lines

    if hits:
        output.note(_("Names of your list were found:"))
        for line in hit_lines(hits):
            output.note_lines("  " + " ".join(line.split()))
    for line in held_lines(held, hits, unread):
        output.note(line)


def hit_data(hits: Collection[Hit]) -> list[dict[str, Any]]:
    """Finds, for a program."""
    return [
        {
            "name": hit.name,
            "where": hit.where,
            "cell": list(hit.cell) if hit.cell else None,
            "file_of": hit.file,
            "around": hit.around,
            "kept": hit.kept,
        }
        for hit in hits
    ]
