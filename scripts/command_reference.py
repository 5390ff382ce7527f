"""Writes the commands into ``docs/reference/commands.md``; ``--check`` says whether it is up to date.

What stands before and after the two marks in the page is written by hand and stays.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

os.environ["RRSA_LANGUAGE"] = "en_GB"  # before any text is taken: the page is in English on every machine

import click

from rrsa.cli.front_page import everywhere, sections
from rrsa.cli.program import program
from rrsa.cli.shape import Command

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "commands.md"

BEGIN = "<!-- made from the commands: begin -->"
END = "<!-- made from the commands: end -->"


def page() -> str:
    """The whole page as it should be."""
    before, _begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _old, _end, after = rest.partition(END)
    context = click.Context(program, info_name="rrsa", color=False)
    lines = ["", "## Options for every command", "", "They may stand before or after the command.", ""]
    lines += table((f"{each.flag} {each.metavar or ''}".rstrip(), each.about) for each in everywhere())
    for heading, commands in sections():
        lines += ["", f"## {heading}"]
        for name, _about in commands:
            command = program.get_command(context, name)
            assert command is not None
            lines += described(click.Context(command, parent=context, info_name=name))
    return before + BEGIN + "\n".join([*lines, "", END]) + after


def described(context: click.Context) -> Iterator[str]:
    """A command's section: what it does, how it is written, its options, an example."""
    command = context.command
    yield from ("", f"### {context.command_path}", "", command.help or "", "")
    if isinstance(command, click.Group):
        options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
        if own := [p for p in options if "--help" not in p.opts]:  # then it does something by itself too
            yield from ("```", context.command_path, "```", "")
            yield from table(record for option in own if (record := option.get_help_record(context)))
        for name in command.list_commands(context):
            under = command.get_command(context, name)
            assert under is not None
            yield from described(click.Context(under, parent=context, info_name=name))
        return
    usage = " ".join(command.collect_usage_pieces(context))
    yield from ("```", f"{context.command_path} {usage}", "```", "")
    own = [p for p in command.params if isinstance(p, click.Option) and "--help" not in p.opts]
    yield from table(record for option in own if (record := option.get_help_record(context)))
    assert isinstance(command, Command)
    yield from ("", "For example:", "", "```", command.example, "```")


def table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A table of options."""
    for n, (flags, about) in enumerate(rows):
        if n == 0:
            yield from ("| option | what it does |", "|---|---|")
        yield "| `{}` | {} |".format(flags.replace("|", "\\|"), about.replace("|", "\\|"))


def main() -> int:
    text = page()
    if "--check" in sys.argv[1:]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print(
                "docs/reference/commands.md is out of date — run scripts/command_reference.py",
                file=sys.stderr,
            )
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
