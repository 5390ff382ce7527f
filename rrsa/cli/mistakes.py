"""What click says of a wrongly written command, in our words: one line, with the way to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import click

from rrsa.cli.shape import Command, needs_value
from rrsa.errors import BadInput, RrsaError
from rrsa.i18n import _


def in_our_words(problem: click.ClickException) -> RrsaError:
    """The error that says what is wrong with how a command was written."""
    context = problem.ctx if isinstance(problem, click.UsageError) else None
    command = context.command if context else None
    path = context.command_path if context else "rrsa"
    if isinstance(problem, click.NoSuchOption):
        return _no_such_option(problem.option_name, command, path)
    if isinstance(problem, click.BadOptionUsage):
        option = _option(command, problem.option_name)
        if option is not None and (option.is_flag or option.count):
            return BadInput(
                _("{option} takes no value").format(option=problem.option_name), _("give it alone")
            )
        return needs_value(problem.option_name)
    if isinstance(problem, click.MissingParameter) and problem.param is not None:
        return BadInput(
            _("{what} is missing").format(what=_shown(problem.param)), _how_to_write(command, path)
        )
    return BadInput(
        problem.format_message().rstrip("."), _("{command} --help says more").format(command=path)
    )


def _no_such_option(given: str, command: click.Command | None, path: str) -> BadInput:
    if given[1:].replace(".", "", 1).isdigit():
        return BadInput(
            _("“{given}” begins with a dash, as an option does").format(given=given[:60]),
            _("leave out the dash, or put -- in front of it"),
        )
    known = sorted(flag for flag in _flags(command) if flag.startswith("--"))
    near = get_close_matches(given, known, n=2, cutoff=0.6)
    help_line = _("{command} --help lists its options").format(command=path)
    mend = _("did you mean {near}?").format(near=_(" or ").join(near)) if near else help_line
    return BadInput(_("“{command}” has no option {option}").format(command=path, option=given[:60]), mend)


def _flags(command: click.Command | None) -> Iterator[str]:
    for param in command.params if command else ():
        if isinstance(param, click.Option):
            yield from param.opts
            yield from param.secondary_opts


def _option(command: click.Command | None, flag: str) -> click.Option | None:
    for param in command.params if command else ():
        if isinstance(param, click.Option) and flag in (*param.opts, *param.secondary_opts):
            return param
    return None


def _shown(param: click.Parameter) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return (param.metavar or param.name or "").upper()


def _how_to_write(command: click.Command | None, path: str) -> str:
    if isinstance(command, Command) and command.example:
        return _("write it like this: {example}").format(example=command.example)
    return _("{command} --help says how to write it").format(command=path)
