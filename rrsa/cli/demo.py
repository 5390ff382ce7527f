"""The demo: an invented school in a database of its own, so that trying things out touches no real work."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrsa import clock, paths
from rrsa.cli import output
from rrsa.cli.app import has_terminal, open_app
from rrsa.cli.session import Session, exists
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.store import Store

_BESIDE = ("-wal", "-shm")  # what SQLite keeps beside a database while it is open
NOTE = "demo.json"
"""Beside the demo's database: when it was made, and how it looked then."""


@dataclass(frozen=True, slots=True)
class Made:
    """What the demo was when it was made: whoever has typed in it since has moved its revision."""

    setting: str
    revision: int
    day: str


@click.command(
    "demo",
    cls=Command,
    help=_(
        "Open the app on an invented school, in a database of its own. Without a terminal, its readiness is "
        "printed and its workbooks are written. What you type in it stays until you ask for a fresh one."
    ),
    example="rrsa demo",
)
@click.option("--create-only", is_flag=True, help=_("Make the sample, say where it is, and stop."))
@click.option("--fresh", is_flag=True, help=_("Begin again; the demo that you typed in is kept beside it."))
@pass_session
def demo(session: Session, create_only: bool, fresh: bool) -> int | None:
    where = _place(session)
    own = where == str(paths.demo_database())
    if fresh and not own:
        raise BadInput(
            _("--fresh is for the demo's own database"), _("leave out --database, or name a new file")
        )
    if own and not session.read_only:
        _clear_away(fresh)
    setting, shown = _ready(session, where)
    if create_only:
        output.say(setting)
        output.note(_("The sample is in {place}").format(place=shown))
        return None
    if has_terminal():
        return open_app(session, where=where, setting=setting)
    _without_terminal(session, where, setting)
    return None


def _place(session: Session) -> str:
    """The database named on the command line, the one in the environment while it holds no real work, or
    the demo's own."""
    if session.database:
        return session.database
    own = str(paths.demo_database())
    if session.where == str(paths.default_database()):
        return own
    if not exists(session.where):
        return session.where
    from rrsa.samples import samples

    known = {sample.id for sample in samples()}
    with session.store() as store:
        real_work = any(info.id not in known for info in store.settings())
    return own if real_work else session.where


def _ready(session: Session, where: str) -> tuple[str, str]:
    """The sample's setting, loaded where it is not there yet, and the database's name for people."""
    from rrsa.samples import load_sample, samples
    from rrsa.store import open_store

    known = [sample.id for sample in samples()]
    if exists(where):
        with open_store(where, read_only=session.read_only, create=False) as store:
            there = [setting for setting in known if store.exists(setting)]
            if there:
                return there[0], store.where
    session.check_writable()
    with open_store(where) as store:
        setting = load_sample(store, author=session.role)
        if where == str(paths.demo_database()):
            _note(store, setting)
        return setting, store.where


def _note(store: Store, setting: str) -> None:
    made = Made(setting, store.load(setting).revision, clock.today().isoformat())
    _note_file().write_text(json.dumps(asdict(made)), encoding="utf-8")


def _note_file() -> Path:
    return paths.demo_database().with_name(NOTE)


def _clear_away(fresh: bool) -> None:
    """An untouched demo of another day goes, since its dates count from today. One that somebody has
    typed in stays; asked for a fresh one, it is set aside and never deleted."""
    database = paths.demo_database()
    if not database.exists():
        return
    touched = _touched(database)
    made_today = not touched and _made_on() == clock.today().isoformat()
    if not fresh and (touched or made_today):
        return
    parts = [database.with_name(database.name + ending) for ending in ("", *_BESIDE)]
    if touched:
        aside = _free_name(database)
        for part in parts:
            if part.exists():
                part.rename(aside.with_name(aside.name + part.name.removeprefix(database.name)))
        output.note(_("Your earlier demo is kept as {file}").format(file=aside))
        return
    for part in parts:
        part.unlink(missing_ok=True)


def _touched(database: Path) -> bool:
    """Whether anything was recorded since the demo was made, or may be by somebody who has it open. In
    doubt, yes."""
    from rrsa.store import open_store

    made = _made()
    if made is None:
        return True
    with open_store(database, create=False) as store:
        settings = {info.id: info.revision for info in store.settings()}
    # The last one to close a database takes these files away, so somebody else has it open.
    in_use = any(database.with_name(database.name + ending).exists() for ending in _BESIDE)
    return in_use or settings != {made.setting: made.revision}


def _made() -> Made | None:
    try:
        return Made(**json.loads(_note_file().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _made_on() -> str | None:
    made = _made()
    return made.day if made else None


def _free_name(database: Path) -> Path:
    day = clock.today().isoformat()
    n = 1
    while True:
        name = database.with_name(f"{database.stem}-{day}{f'-{n}' if n > 1 else ''}{database.suffix}")
        if not name.exists():
            return name
        n += 1


def _without_terminal(session: Session, where: str, setting: str) -> None:
    """The sample's readiness as text and its workbooks in files, where no app can be drawn."""
    from rrsa.cli.handing_over import say_held_back
    from rrsa.cli.status import as_lines
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.export import export_workbook
    from rrsa.store import open_store

    with open_store(where, read_only=session.read_only, create=False) as store:
        evaluation = Evaluation.open(store, setting, author=session.role, on=session.on)
        for line in as_lines(evaluation, evaluation.stage):
            output.say(line)
        output.say()
        folder = paths.private(paths.demo_database().parent)
        assessor = folder / f"{setting}-assessor.xlsx"
        working = folder / f"{setting}-working.xlsx"
        exported = export_workbook(evaluation, assessor, copy="assessor")
        export_workbook(evaluation, working, copy="working")
    output.say(_("The assessor's copy: {file}").format(file=assessor))
    output.say(_("The working copy: {file}").format(file=working))
    output.note(say_held_back(exported.held_back))
    output.note(_("The sample is in {place}").format(place=store.where))
    output.note(_("In a terminal, rrsa demo opens the app on it."))
