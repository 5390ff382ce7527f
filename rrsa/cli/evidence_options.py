"""The options that commands about evidence share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from rrsa.cli.shape import Cleared, Many, Whole, Word
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.paths import expanded
from rrsa.portfolio.records import Value
from rrsa.vocabulary import Consent, Direction, Directness, Perspective

F = TypeVar("F", bound=Callable[..., Any])


def details(*, new: bool) -> Callable[[F], F]:
    """The options that describe a piece of evidence, for a new one and for changing one."""

    def kind(of: Word | Whole) -> Word | Whole | Cleared:
        return of if new else Cleared(of)

    options = [
        click.option("--title", metavar="T", required=new, help=_("What it is, in a few words.")),
        click.option(
            "--perspective",
            type=Word(Perspective, lambda: _("the perspective")),
            required=new,
            help=_("Where it looks from."),
        ),
        click.option(
            "--directness",
            type=kind(Word(Directness, lambda: _("how direct it is"))),
            help=_("First-hand (seen, heard or counted), reported, or intended (a plan or a policy)."),
        ),
        click.option(
            "--date", metavar="D", help=_("The day it was seen: 3 Apr 2026, 2026-04-03, yesterday.")
        ),
        click.option("--place", metavar="T", help=_("Where it is kept.")),
        click.option("--seen-by", metavar="ROLE", help=_("Who saw it (a role).")),
        click.option("--note", metavar="T", help=_("What it shows, in your words. No child's name.")),
        click.option(
            "--question",
            metavar="T",
            help=_(
                "What children were asked. If a child says that they are not safe: stop, listen, follow your "
                "child protection procedure, and don't type it here."
            ),
        ),
        click.option(
            "--said", metavar="T", help=_("What they said, in one sentence that they agreed. No name.")
        ),
        click.option(
            "--people",
            metavar="N",
            type=kind(Whole(lambda: _("how many people"))),
            help=_("How many people it speaks for."),
        ),
        click.option("--file", metavar="F", help=_("A file to keep with it; photos lose their location.")),
        click.option(
            "--consent",
            type=kind(Word(Consent, lambda: _("consent"))),
            help=_("Whether the people shown have said yes."),
        ),
        click.option(
            "--identifiable/--not-identifiable",
            default=None,
            help=_("It shows an identifiable child (or: it does not)."),
        ),
        click.option(
            "--showcase/--no-showcase",
            default=None,
            help=_("It is one of the one or two that show a strand best (or: it is not)."),
        ),
    ]

    def with_all(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return with_all


def targets(*names: str, required: bool, text: str) -> Callable[[F], F]:
    """``--for`` with one outcome or look-for or more."""
    flags = names or ("--for",)
    return click.option(*flags, "targets", cls=Many, metavar="ID…", required=required, help=text)


def direction(default: Direction | None = Direction.WORKS) -> Callable[[F], F]:
    """``--direction``: what a link says."""
    return click.option(
        "--direction",
        type=Word(Direction, lambda: _("what it shows")),
        default=default,
        help=_("What it shows: that it works (unless you say otherwise), mixed, or not yet."),
    )


def given(details: Mapping[str, Value]) -> dict[str, Value]:
    """What was said of a piece of evidence; an empty text where something is to be cleared."""
    said: dict[str, Value] = {name: value for name, value in details.items() if value is not None}
    return {**said, "people": None} if said.get("people") == "" else said


def file(given: str) -> Path:
    """The file that was named."""
    if not given.strip():
        raise BadInput(_("--file names nothing"), _("give the file's name, or leave --file out"))
    return expanded(Path(given))
