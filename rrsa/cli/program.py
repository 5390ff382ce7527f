"""The program: its commands by name, each read only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import HELP_WIDTH, Group, everywhere, pass_session
from rrsa.i18n import _

WHERE: dict[str, str] = {
    "demo": "demo",
    "new": "settings",
    "settings": "settings",
    "status": "status",
    "view": "recording",
    "look": "recording",
    "milestone": "recording",
    "evidence": "evidence",
    "action": "actions",
    "history": "taking_back",
    "undo": "taking_back",
    "redo": "taking_back",
    "export": "handing_over",
    "backup": "handing_over",
    "restore": "handing_over",
    "frameworks": "frameworks",
    "check": "frameworks",
    "schema": "frameworks",
    "doctor": "doctor",
}
"""Command → the module of this package that holds it, under the command's own name."""


def sections() -> list[tuple[str, list[tuple[str, str]]]]:
    """The commands as people look for them: a heading, then each with what it is for."""
    return [
        (
            _("Begin"),
            [
                ("demo", _("Try everything out on an invented school.")),
                ("new", _("Set up a school or house.")),
                ("settings", _("List your settings.")),
            ],
        ),
        (
            _("How we are doing, how we know, what now"),
            [
                ("status", _("Where a setting stands, what is missing and what comes next.")),
                ("view", _("Say how an outcome is going, and the words around it.")),
                ("look", _("Answer a look-for.")),
                ("evidence", _("Add, list, edit, link, unlink or remove evidence.")),
                ("action", _("Add, list, edit, finish or remove actions.")),
                ("milestone", _("Note a milestone as reached.")),
            ],
        ),
        (
            _("Look back"),
            [
                ("history", _("Who changed what, and when.")),
                ("undo", _("Take back your latest change, or an older one.")),
                ("redo", _("Do again what you took back.")),
            ],
        ),
        (
            _("Hand over and keep safe"),
            [
                ("export", _("Write a workbook: for the assessor, to work in, or blank.")),
                ("backup", _("Copy everything into one file.")),
                ("restore", _("Bring a backup back.")),
            ],
        ),
        (
            _("Frameworks and this machine"),
            [
                ("frameworks", _("List the frameworks there are.")),
                ("check", _("Check framework files that you have written.")),
                ("schema", _("Print the format of a framework file as JSON Schema.")),
                ("doctor", _("Check that everything works on this machine.")),
            ],
        ),
    ]


class Program(Group):
    """The root: it knows the names of its commands, and reads one only when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(WHERE)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = WHERE.get(cmd_name)
        if module is None:
            return None
        found: Any = vars(import_module(f"rrsa.cli.{module}"))[cmd_name]
        return found if isinstance(found, click.Command) else None

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, _("[OPTIONS] [COMMAND] …"))
        formatter.write_paragraph()
        formatter.write_text(
            _(
                "Self-evaluation for rights-respecting schools and houses. Without a command, rrsa opens the "
                "app; everything in it can be done by command too. COMMAND --help says how."
            )
        )
        for heading, commands in sections():
            with formatter.section(heading):
                formatter.write_dl(commands)
        rows = [row for param in everywhere(hidden=False) if (row := param.get_help_record(ctx))]
        rows.append(("--version", _("Show the version and stop.")))
        with formatter.section(_("Options, before or after any command")):
            formatter.write_dl(rows)
        formatter.write_paragraph()
        formatter.write_text(
            _("Self-evaluation, not an award decision. Not affiliated with or endorsed by UNICEF.")
        )


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
