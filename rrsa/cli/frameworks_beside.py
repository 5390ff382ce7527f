"""One standard in two wordings, side by side."""

from __future__ import annotations

from dataclasses import asdict

import click

from rrsa.cli import output
from rrsa.cli.shape import Command
from rrsa.i18n import _


@click.command(
    "beside",
    cls=Command,
    help=_(
        "Show how another framework words an outcome or look-for: what a school asks beside what a house "
        "asks, for a young person who lives in one and learns in the other."
    ),
    example="rrsa frameworks beside rights-respecting-house 4.1",
)
@click.argument("framework", metavar="ID")
@click.argument("target", metavar="OUTCOME|LOOK-FOR")
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def beside(framework: str, target: str, as_json: bool) -> None:
    from rrsa.framework.catalogue import find
    from rrsa.guide.beside import Wording, words
    from rrsa.guide.beside import beside as others

    told = others(find(framework).framework, target)
    if as_json:
        output.say_json([asdict(each) for each in told])
        return

    def say(each: Wording) -> None:
        output.say(f"{each.framework} ({each.ref})")
        output.say(output.wrapped(each.text, first=f"  {each.id}  "))
        children = _("In children’s words: {words}").format(words=each.children)
        output.say(output.wrapped(children, first="      "))

    say(told[0].own)
    for each in told:
        output.say()
        for other in each.others:
            say(other)
        if not each.others:
            output.say(each.other_framework)
        output.say(output.wrapped(words(each), first="  "))
