"""The options that describe a review."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rrsa.cli.shape import Whole, Word
from rrsa.i18n import _
from rrsa.vocabulary import Reviewer

if TYPE_CHECKING:
    from rrsa.portfolio.records import Value

F = TypeVar("F", bound=Callable[..., Any])


def whose(*, new: bool, needed: bool = True) -> Callable[[F], F]:
    """The options that describe a review, for a new one and for changing one; ``needed`` are two of them
    unless a file may say it."""
    options = [
        click.option(
            "--by",
            type=Word(Reviewer, lambda: _("whose review it is")),
            required=new and needed,
            help=_("The children's group or house meeting, a colleague, a neighbour, or a mock assessor."),
        ),
        click.option(
            "--who",
            metavar="T",
            required=new and needed,
            help=_("A role or a group, such as “Rights group”. Never a name."),
        ),
        click.option("--title", metavar="T", help=_("What it is called; otherwise who it is by.")),
        click.option("--date", metavar="D", help=_("The day; otherwise today.")),
        click.option(
            "--blind/--open",
            default=None,
            help=_("Without seeing our view, which is compared once it is finished; or with it."),
        ),
        click.option(
            "--people",
            type=Whole(lambda: _("how many took part")),
            help=_("How many took part. A group of fewer than five is not named in what leaves."),
        ),
    ]

    def with_all(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return with_all


def given_values(given: dict[str, Any]) -> dict[str, Value]:
    """The options that were given."""
    return {name: value for name, value in given.items() if value is not None}
