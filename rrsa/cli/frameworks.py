"""Frameworks: listed, checked, described; what is done with one's own stands in modules beside this."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from rrsa.cli import output
from rrsa.cli.frameworks_beside import beside
from rrsa.cli.frameworks_book import from_workbook, to_workbook
from rrsa.cli.frameworks_diff import diff
from rrsa.cli.frameworks_own import add, new, preview
from rrsa.cli.shape import Command, Group
from rrsa.errors import BadInput, Exit, ProblemsFound
from rrsa.i18n import _, ngettext


@click.group(
    "frameworks",
    cls=Group,
    help=_(
        "List the frameworks that come with the program and your own; or write one, compare two, try one out."
    ),
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@click.pass_context
def frameworks(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        _list(as_json)


for command in (new, to_workbook, from_workbook, preview, add, diff, beside):
    frameworks.add_command(command)


def _list(as_json: bool) -> None:
    from rrsa.framework.catalogue import catalogue
    from rrsa.paths import user_frameworks_dir

    found = catalogue()
    if as_json:
        output.say_json(
            [
                {
                    "id": entry.id,
                    "version": entry.version,
                    "title": entry.title,
                    "for": entry.kind.value if entry.kind else None,
                    "offered": entry.offered,
                    "origin": entry.origin,
                    "path": str(entry.path),
                    "problems": [str(problem) for problem in entry.problems],
                }
                for entry in found
            ]
        )
        return
    later = False
    for entry in sorted(found, key=lambda each: not each.offered and not each.problems):
        if not entry.offered and not entry.problems and not later:
            output.say()
            output.say(_("History and drafts, not offered for new work"))
            later = True
        if entry.problems:
            n = len(entry.problems)
            text = ngettext(
                "{n} problem; rrsa check says where", "{n} problems; rrsa check says where", n
            ).format(n=n)
            output.say(str(entry.path))
            output.say(output.wrapped(text, first="    "))
            continue
        told = [
            entry.title,
            entry.kind.label if entry.kind else "",
            _("your own") if entry.origin == "yours" else "",
        ]
        output.say(f"{entry.id}@{entry.version}")
        output.say(output.wrapped(" · ".join(filter(None, told)), first="    "))
    output.note(_("Your own go into {folder}").format(folder=user_frameworks_dir()))


@click.command(
    "check",
    cls=Command,
    help=_("Check framework files: every problem at once, as file:line:column: what, and how to mend it."),
    example="rrsa check my-framework.yaml",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def check(files: tuple[str, ...], as_json: bool) -> int:
    from rrsa.framework.reader import check as look_through

    named = _expanded(files)
    found = {file: look_through(Path(file)) for file in named}
    if as_json:
        output.say_json([asdict(problem) for problems in found.values() for problem in problems])
    for file, problems in found.items():
        for problem in () if as_json else problems:
            output.say(str(problem))
        if not problems:
            output.note(_fine(file))
    n = sum(map(len, found.values()))
    if not n:
        return Exit.DONE
    raise ProblemsFound(
        ngettext("{n} problem in {files}", "{n} problems in {files}", n).format(
            n=n, files=", ".join(file for file, problems in found.items() if problems)
        ),
        _("mend what is named above and check again"),
    )


def _expanded(files: tuple[str, ...]) -> list[str]:
    """``*.yaml`` stays as typed where the shell does not expand it, as on Windows."""
    found: list[str] = []
    for file in files:
        if not file.strip():
            raise BadInput(_("FILE is empty"), _("name a framework's file"))
        path = Path(file)
        matching = [] if "*" not in path.name or path.exists() else sorted(path.parent.glob(path.name))
        found += map(str, matching or [path])
    return found


def _fine(file: str) -> str:
    """What a file holds that has no problem."""
    from rrsa.framework.compose import compose
    from rrsa.framework.reader import is_rights, load_text

    tree = compose(load_text(Path(file)), file)
    if is_rights(tree):
        n = len(tree.value["articles"])
        return ngettext("{file} is fine: {n} article", "{file} is fine: {n} articles", n).format(
            file=file, n=n
        )
    if "crosswalk" in tree.value:
        n = len(tree.value["crosswalk"]["moves"])
        return ngettext(
            "{file} is fine: a crosswalk of {n} move", "{file} is fine: a crosswalk of {n} moves", n
        ).format(file=file, n=n)
    outcomes = [outcome for strand in tree.value["strands"] for outcome in strand["outcomes"]]
    look_fors = sum(len(outcome["indicators"]) for outcome in outcomes)
    return _("{file} is fine: {outcomes}, {look_fors}").format(
        file=file,
        outcomes=ngettext("{n} outcome", "{n} outcomes", len(outcomes)).format(n=len(outcomes)),
        look_fors=ngettext("{n} look-for", "{n} look-fors", look_fors).format(n=look_fors),
    )


@click.command(
    "schema",
    cls=Command,
    help=_("Print the format of a framework file as JSON Schema, so that an editor completes and checks it."),
    example="rrsa schema > framework.schema.json",
)
@click.option("--crosswalk", is_flag=True, help=_("The format of a crosswalk between two frameworks."))
def schema(crosswalk: bool) -> None:
    from rrsa.framework.schema import crosswalk_schema, json_schema

    output.say_json(crosswalk_schema() if crosswalk else json_schema())
