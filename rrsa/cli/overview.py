"""Many settings: the overview itself, and the commands under it, each read only when it is called."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from rrsa.cli.session import Session
from rrsa.cli.shape import Group, Word, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.vocabulary import SettingKind

WHERE: dict[str, str] = {
    "show": "overview_show",
    "list": "overview_list",
    "inbox": "overview_inbox",
    "needs": "overview_needs",
    "against": "overview_against",
    "targets": "overview_targets",
    "reference": "overview_reference",
    "rights-report": "overview_rights",
    "moderation": "overview_moderation",
    "blanks": "overview_out",
    "collect": "overview_out",
    "missing": "overview_out",
    "send": "overview_send",
    "history": "overview_history",
    "undo": "overview_history",
    "redo": "overview_history",
}
"""Command → the module of this package that holds it, under the command's own name with ``_`` for ``-``,
or with a ``_`` behind it where Python has that word already (``list_``)."""


class Overview(Group):
    """``rrsa overview``: it knows the names of its commands, and reads one only when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return [name for name, module in WHERE.items() if find_spec(f"rrsa.cli.{module}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        held: dict[str, Any] = vars(import_module(f"rrsa.cli.{WHERE[cmd_name]}"))
        name = cmd_name.replace("-", "_")
        found = next((held[n] for n in (f"{name}_", name) if n in held), None)
        return found if isinstance(found, click.Command) else None


@click.pass_context
@pass_session
def _overview(session: Session, context: click.Context, /, **wanted: Any) -> int | None:
    if context.invoked_subcommand is not None:
        if any(wanted.values()):
            raise BadInput(
                _("what stands before “{command}” is for the overview itself").format(
                    command=context.invoked_subcommand
                ),
                _("write it behind, as far as {command} --help names it").format(
                    command=f"{context.command_path} {context.invoked_subcommand}"
                ),
            )
        return None
    from rrsa.cli.overview_text import show_overview

    return show_overview(session, **wanted)


ONLY = ("expiring", "wants", "offers", "silent", "withdrawn", "not-returned")
SORTS = ("name", "area", "stage", "expiry", "shared")

overview = Overview(
    name="overview",
    callback=_overview,
    help=_(
        "Every setting with what it has shared: stage, what runs out, help asked for and offered, last "
        "shared. A setting shares; nobody looks in."
    ),
    params=[
        click.Option(["--kind"], type=Word(SettingKind, lambda: _("the kind")), help=_("Only this kind.")),
        click.Option(["--area"], metavar="T", help=_("Only this area.")),
        click.Option(["--search"], metavar="T", help=_("Only where these words occur.")),
        click.Option(["--only"], type=Word(ONLY, lambda: _("what is wanted")), help=_("Only these.")),
        click.Option(
            ["--sort"], type=Word(SORTS, lambda: _("the order")), help=_("In which order; else by name.")
        ),
        click.Option(
            ["--by", "group"],
            type=Word(("area", "kind", "framework"), lambda: _("the grouping")),
            help=_("In groups, each with its counts."),
        ),
        click.Option(
            ["-o", "out"],
            metavar="FILE.xlsx",
            help=_("As a workbook: one line for each setting, groups, gaps, requests and offers."),
        ),
        click.Option(["--app", "in_app"], is_flag=True, help=_("In the app.")),
        click.Option(["--json", "as_json"], is_flag=True, help=_("As JSON.")),
    ],
)
"""Works without a command of its own; with one, its own options stay unused."""
