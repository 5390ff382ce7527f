"""The shape that all commands share: options known everywhere, help in our words, one-line mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import click

from rrsa.cli import front_page, output
from rrsa.cli.session import Session, refuse_unreadable
from rrsa.errors import BadInput
from rrsa.i18n import _

HELP_WIDTH = 90

pass_session = click.make_pass_decorator(Session, ensure=True)


# -- options known everywhere --------------------------------------------------------------------------


def everywhere() -> list[click.Parameter]:
    """The options that may stand before and after a command, and ``--help``."""

    def taking(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
        return lambda context, _param, value: context.ensure_object(Session).take(name, value)

    known: list[click.Parameter] = [
        click.Option(
            [each.flag, f"everywhere_{each.name}"],
            is_flag=each.metavar is None or None,  # False would let a value be left out
            hidden=True,  # one line in each command's help names them all
            expose_value=False,
            callback=taking(each.name),
        )
        for each in front_page.everywhere()
    ]
    help_option = click.Option(
        ["--help", "-h", "everywhere_help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        help=_("Show this and stop."),
        callback=_show_help,
    )
    return [*known, help_option]


def _show_help(context: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        output.say(context.get_help())
        context.exit()


# -- kinds of value ------------------------------------------------------------------------------------


class Word(click.ParamType):  # type: ignore[type-arg]
    """One of a closed list of words, in any case, with ``_`` or space as good as ``-``."""

    name = "word"

    def __init__(self, words: type[StrEnum] | Iterable[str], label: Callable[[], str]) -> None:
        self.words = tuple(str(word) for word in words)
        self.label = label

    def get_metavar(
        self,
        param: click.Parameter,
        ctx: click.Context | None = None,  # noqa: ARG002 - click gives it by name
    ) -> str:
        text = "|".join(self.words)
        return text if isinstance(param, click.Argument) else f"[{text}]"

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> str:
        given = "-".join(str(value).strip().lower().replace("_", " ").replace("-", " ").split())
        if given in self.words:
            return given
        from rrsa.portfolio.checks import not_one_of

        raise not_one_of(self.label(), str(value), self.words)


class Whole(click.ParamType):  # type: ignore[type-arg]
    """A whole number, none of it negative."""

    name = "number"

    def __init__(self, label: Callable[[], str], most: int = 1_000_000) -> None:
        self.label = label
        self.most = most

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        text = str(value).strip()
        if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) > self.most:
            raise BadInput(
                _("{what} cannot be “{given}”").format(what=self.label(), given=text[:60]),
                _("give a whole number, up to {most}").format(most=self.most),
            )
        return int(text)


class Cleared(click.ParamType):  # type: ignore[type-arg]
    """A kind of value that an empty text takes away again; it comes as the empty text."""

    def __init__(self, kind: Word | Whole) -> None:
        self.kind = kind
        self.name = kind.name

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        return self.kind.get_metavar(param, ctx)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and not value.strip():
            return ""
        return self.kind.convert(value, param, ctx)


class Many(click.Option):
    """An option that takes all the values up to the next option: ``--for 4 4.2``, or ``--for 4,4.2``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(multiple=True, callback=_apart)
        super().__init__(*args, **kwargs)


def _apart(_context: click.Context, _param: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def spread(command: click.Command, args: Sequence[str]) -> list[str]:
    """``args`` with ``--for a b`` (or ``--for=a b``) as ``--for a --for b``.

    Where the command would be left without one of its own words (``add --for 4 st-mungos``), the last
    values go back to it.
    """
    many = {flag for p in command.params if isinstance(p, Many) for flag in p.opts}
    if not many:
        return list(args)
    options = [p for p in command.params if isinstance(p, click.Option)]
    valued = {flag for p in options if not p.is_flag for flag in p.opts} - many
    needed = sum(1 for p in command.params if isinstance(p, click.Argument) and p.required)
    pieces: list[list[str]] = []  # a piece that begins with one of ``many`` holds all of its values
    place = 0
    while place < len(args):
        word, equals, value = args[place].partition("=")
        if equals and word in many:
            args = [*args[:place], word, value, *args[place + 1 :]]
        else:
            word = args[place]
        taken = 1
        if word == "--":
            taken = len(args) - place
        elif word in many:
            while place + taken < len(args) and not _is_option(args[place + taken]):
                taken += 1
            if taken == 1:
                raise needs_value(word)
        elif word in valued:
            taken = 2
        pieces.append(list(args[place : place + taken]))
        place += taken
    free = sum(len(p) - (p[0] == "--") for p in pieces if p[0] == "--" or not _is_option(p[0]))
    spread_out: list[str] = []
    for n, piece in enumerate(pieces):
        if piece[0] not in many:
            spread_out += piece
            continue
        last = not any(later[0] in many for later in pieces[n + 1 :])
        back = max(0, min(needed - free, len(piece) - 2)) if last else 0
        values = piece[1 : len(piece) - back]
        spread_out += [word for value in values for word in (piece[0], value)]
        spread_out += piece[len(piece) - back :] if back else []
    return spread_out


def _is_option(word: str) -> bool:
    return word.startswith("-") and len(word) > 1


def needs_value(option: str) -> BadInput:
    return BadInput(
        _("{option} needs a value").format(option=option),
        _("write it behind the option, texts of several words in quotes"),
    )


# -- commands ------------------------------------------------------------------------------------------


@contextmanager
def placed(context: click.Context) -> Iterator[None]:
    """A usage error knows in which command it arose; click's parser leaves that out now and then."""
    try:
        yield
    except click.UsageError as problem:
        problem.ctx = problem.ctx or context
        raise


class Command(click.Command):
    """A command that knows the options known everywhere and shows how it is written."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        kwargs["params"] = [*(kwargs.get("params") or []), *everywhere()]
        kwargs["add_help_option"] = False
        super().__init__(*args, **kwargs)
        self.example = example

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True  # so that we, not click, say what is too much
        with placed(ctx):
            too_much = super().parse_args(ctx, spread(self, args))
        _refuse_unreadable(self, ctx)
        if too_much:
            raise BadInput(
                _("“{word}” is more than “{command}” takes").format(
                    word=too_much[0][:60], command=ctx.command_path
                ),
                _("put a text of several words in quotes; {command} --help says more").format(
                    command=ctx.command_path
                ),
            )
        return too_much

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The command's own words first, then the options that it cannot do without, then the others."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option) and not p.hidden]
        pieces = [piece for p in self.get_params(ctx) for piece in p.get_usage_pieces(ctx)]
        pieces += [f"{max(o.opts, key=len)} {o.make_metavar(ctx)}" for o in options if o.required]
        return [*pieces, _("[OPTIONS]")] if any(not option.required for option in options) else pieces

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.example:
            with formatter.section(_("Example")):
                formatter.write(f"{'':{formatter.current_indent}}{self.example}\n")
        formatter.write_paragraph()
        formatter.write_text(
            _("Options for every command: --database --author --on --read-only --debug (see rrsa --help)")
        )


def _refuse_unreadable(command: click.Command, context: click.Context) -> None:
    """A file may be called what it likes; any other text is read by people."""
    for param in command.params:
        shown = (param.metavar or param.name or "").upper()
        if "FILE" in shown or "FOLDER" in shown or shown == "F" or isinstance(param.type, click.Path):
            continue
        given = context.params.get(param.name or "")
        for text in given if isinstance(given, tuple) else (given,):
            if isinstance(text, str):
                refuse_unreadable(text)


class Group(click.Group):
    """A command with commands of its own."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["params"] = [*(kwargs.get("params") or []), *everywhere()]
        kwargs.setdefault("callback", _alone_is_not_enough)
        kwargs.update(add_help_option=False, invoke_without_command=True, no_args_is_help=False)
        super().__init__(*args, **kwargs)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with placed(ctx):
            return super().parse_args(ctx, args)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None:
            raise no_such_command(ctx, name, self.list_commands(ctx))
        return name, command, args[1:]


@click.pass_context
def _alone_is_not_enough(context: click.Context) -> None:
    if context.invoked_subcommand is None and isinstance(context.command, Group):
        commands = ", ".join(context.command.list_commands(context))
        raise BadInput(
            _("“{command}” alone is not enough").format(command=context.command_path),
            _("say what to do: {commands}").format(commands=commands),
        )


def no_such_command(context: click.Context, given: str, known: Sequence[str]) -> BadInput:
    from difflib import get_close_matches

    near = get_close_matches(given.lower(), known, n=2, cutoff=0.5)
    within = context.command_path
    listing = _("{command} --help lists the commands").format(command=within)
    return BadInput(
        _("there is no command “{given}”").format(given=f"{within} {given[:60]}"),
        _("did you mean {near}? {listing}").format(
            near=_(" or ").join(f"{within} {name}" for name in near), listing=listing
        )
        if near
        else listing,
    )
