"""Whether everything works on this machine, said before somebody has to ask."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.session import Session, exists, opened
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import Exit, RrsaError
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.store import Store

LIBRARIES = (
    "click",
    "textual",
    "pydantic",
    "PyYAML",
    "SQLAlchemy",
    "alembic",
    "XlsxWriter",
    "pillow",
    "psycopg",
)
OPTIONAL = ("psycopg",)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``fine`` is ``None`` for a plain fact."""

    group: str
    name: str
    value: str
    fine: bool | None = None


@click.command(
    "doctor",
    cls=Command,
    help=_("Check that everything works on this machine: versions, places, database, frameworks, terminal."),
    example="rrsa doctor",
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def doctor(session: Session, as_json: bool) -> int:
    findings = [*_versions(), *_places(session), *_database(session), *_frameworks(), *_terminal()]
    wrong = [finding for finding in findings if finding.fine is False]
    if as_json:
        output.say_json(
            {
                "fine": not wrong,
                "findings": [
                    {"group": f.group, "name": f.name, "value": f.value, "fine": f.fine} for f in findings
                ],
            }
        )
    else:
        _say(findings)
    n = len(wrong)
    if n:
        text = ngettext(
            "{n} thing is not right; it is marked above", "{n} things are not right; they are marked above", n
        )
        output.note(text.format(n=n))
        return Exit.PROBLEMS
    output.note(_("Everything is fine."))
    return Exit.DONE


def _say(findings: list[Finding]) -> None:
    group = ""
    wide = max(len(finding.name) for finding in findings)
    for finding in findings:
        if finding.group != group:
            group = finding.group
            output.say(group)
        mark = "!" if finding.fine is False else " "
        output.say(output.wrapped(finding.value, first=f"{mark} {finding.name:{wide}}  "))


def _versions() -> list[Finding]:
    from rrsa import __version__

    group = _("Versions")
    found = [
        Finding(group, "rrsa", __version__),
        Finding(group, "Python", f"{platform.python_version()} ({platform.system()} {platform.release()})"),
    ]
    for library in LIBRARIES:
        try:
            found.append(Finding(group, library, metadata.version(library)))
        except metadata.PackageNotFoundError:
            if library in OPTIONAL:
                found.append(Finding(group, library, _("not there, and only needed for PostgreSQL")))
            else:
                found.append(Finding(group, library, _("missing: install the program again"), False))
    return found


def _places(session: Session) -> list[Finding]:
    from rrsa import paths

    group = _("Places")
    folder = paths.data_dir()
    found = [Finding(group, _("your data"), str(folder))]
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(nearest, os.W_OK):
        found.append(Finding(group, _("may be written"), _("no: {folder}").format(folder=nearest), False))
    try:
        found.append(
            Finding(
                group, _("free space"), _("{n} MB").format(n=shutil.disk_usage(nearest).free // 1_000_000)
            )
        )
    except OSError as problem:
        found.append(Finding(group, _("free space"), str(problem), False))
    for name, place in (
        (_("your frameworks"), paths.user_frameworks_dir()),
        (_("the demo"), paths.demo_database()),
        (_("your role"), session.role),
    ):
        found.append(Finding(group, name, str(place)))
    return found


def _database(session: Session) -> list[Finding]:
    group = _("Database")
    if not exists(session.where):
        return [Finding(group, _("in use"), _("{place} (not made yet)").format(place=session.where))]
    found = []
    try:
        with opened(session.where, read_only=session.read_only) as store:
            found.append(Finding(group, _("in use"), store.where, True))
            found += _line_to_server(store)
            n = len(store.settings())
            found.append(Finding(group, _("settings"), str(n)))
            problems = store.check()
    except RrsaError as problem:
        return [*found, Finding(group, _("opening it"), str(problem), False)]
    found += [Finding(group, _("integrity"), problem, False) for problem in problems]
    if not problems:
        found.append(Finding(group, _("integrity"), _("whole, and the history tells the same"), True))
    return found


def _line_to_server(store: Store) -> list[Finding]:
    """Who is connected, and whether anybody on the way could read along."""
    link = store.database.link()
    if link is None:
        return []
    group = _("Database")
    if link.encrypted:
        line = Finding(group, _("connection"), _("encrypted ({how})").format(how=link.encrypted), True)
    elif link.own_machine:
        line = Finding(group, _("connection"), _("not encrypted, and it stays on this machine"))
    else:
        said = _("not encrypted: ask whoever looks after the server to turn TLS on")
        line = Finding(group, _("connection"), said, False)
    return [Finding(group, _("role on the server"), link.role), line]


def _frameworks() -> list[Finding]:
    from rrsa.framework.catalogue import catalogue

    group = _("Frameworks")
    found = [
        Finding(
            group, entry.ref, str(entry.problems[0]) if entry.problems else entry.title, not entry.problems
        )
        for entry in catalogue()
    ]
    return found or [Finding(group, _("found"), _("none: install the program again"), False)]


def _terminal() -> list[Finding]:
    from rrsa.cli.app import has_terminal

    group = _("Terminal")
    size = shutil.get_terminal_size((0, 0))
    told = {
        _("app can run here"): _("yes") if has_terminal() else _("no: this is no terminal it can draw on"),
        _("size"): f"{size.columns} × {size.lines}" if size.columns else _("none"),
        _("characters"): str(getattr(sys.stdout, "encoding", None) or _("none")),
    }
    for name in ("TERM", "COLORTERM", "NO_COLOR", "LANG"):
        told[name] = os.environ.get(name) or "–"
    return [Finding(group, name, value) for name, value in told.items()]
