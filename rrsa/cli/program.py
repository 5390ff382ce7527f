"""The program: its commands by name, each read only when it is called."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from rrsa.cli import output
from rrsa.cli.front_page import front_page
from rrsa.cli.session import Session
from rrsa.cli.shape import HELP_WIDTH, Group, pass_session

WHERE: dict[str, str] = {
    "demo": "demo",
    "new": "settings",
    "settings": "settings",
    "whose": "whose",
    "status": "status",
    "sit": "sit",
    "view": "recording",
    "look": "recording",
    "milestone": "recording",
    "visit": "visit",
    "evidence": "evidence",
    "action": "actions",
    "measure": "measure",
    "voices": "voices",
    "rings": "rings",
    "review": "review",
    "find": "find",
    "history": "taking_back",
    "undo": "taking_back",
    "redo": "taking_back",
    "export": "handing_over",
    "import": "importing",
    "report": "report",
    "pack": "pack",
    "names": "names",
    "share": "share",
    "overview": "overview",
    "erase": "erase",
    "backup": "handing_over",
    "restore": "restoring",
    "migrate": "migrate",
    "frameworks": "frameworks",
    "check": "frameworks",
    "schema": "frameworks",
    "serve": "serve",
    "doctor": "doctor",
    "admin": "admin",
}
"""Command → the module of this package that holds it, under the command's own name (``import_`` for the
word that Python keeps for itself)."""


class Program(Group):
    """The root: it knows the names of its commands, and reads one only when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(WHERE)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = WHERE.get(cmd_name)
        if module is None:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        found: Any = vars(import_module(f"rrsa.cli.{module}"))[name]
        return found if isinstance(found, click.Command) else None

    def get_help(self, _ctx: click.Context) -> str:
        return front_page()


def _show_version(context: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from rrsa import __version__

        output.say(f"rrsa {__version__}")
        context.exit()


@click.pass_context
@pass_session
def _open_app(session: Session, context: click.Context) -> int | None:
    if context.invoked_subcommand is not None:
        return None
    from rrsa.cli.app import open_app

    return open_app(session)


program = Program(
    name="rrsa",
    callback=_open_app,
    context_settings={"max_content_width": HELP_WIDTH},
    params=[
        click.Option(
            ["--version", "show_version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
        )
    ],
)
