"""The demo: invented settings in a database of their own, so that trying things out touches no real work."""

from __future__ import annotations

import contextlib
from itertools import count
from pathlib import Path

import click

from rrsa import clock, paths
from rrsa.cli import output
from rrsa.cli.app import has_terminal, open_app
from rrsa.cli.session import Session, exists
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput, EnvironmentFailed, RrsaError
from rrsa.i18n import _
from rrsa.store import open_store


@click.command(
    "demo",
    cls=Command,
    help=_(
        "Open the app on an invented school and house, in a database of their own. Without a terminal, the "
        "school’s readiness is printed and its workbooks are written. What you type in it stays until you "
        "ask for a fresh one."
    ),
    example="rrsa demo",
)
@click.option("--create-only", is_flag=True, help=_("Make the sample, say where it is, and stop."))
@click.option("--fresh", is_flag=True, help=_("Begin again; the demo that you typed in is kept beside it."))
@click.option(
    "--with-history",
    is_flag=True,
    help=_("Add the samples that are history: a partnership’s published grades of 2017, a school of 2016."),
)
@click.option(
    "--authority",
    is_flag=True,
    help=_("Instead, an invented authority with sixty settings, for coordinators."),
)
@pass_session
def demo(session: Session, create_only: bool, fresh: bool, with_history: bool, authority: bool) -> int | None:
    if authority:
        if fresh or with_history:
            raise BadInput(_("--authority is a sample of its own"), _("leave out --fresh and --with-history"))
        return _authority(session, create_only=create_only)
    where = _expanded(_place(session))
    own = where == str(paths.demo_database().absolute())
    if fresh and not own:
        raise BadInput(
            _("--fresh is for the demo's own database"), _("leave out --database, or name a new file")
        )
    if fresh:
        session.check_writable()
        _set_aside()
    if with_history:
        session.check_writable()
        _ready(session, where, history=True)
    if not create_only and has_terminal():
        # The app makes the sample itself, once its first frame is there.
        return open_app(session, where=where, demo=not session.read_only)
    setting = _ready(session, where)
    if create_only:
        output.say(setting)
        with open_store(where, read_only=session.read_only, create=False) as store:
            output.note(_("The sample is in {place}").format(place=store.where))
        return None
    _without_terminal(session, where, setting)
    return None


def _authority(session: Session, *, create_only: bool) -> int | None:
    """The invented authority in a file of its own: made where it is not there, opened on its overview."""
    from rrsa import authority_sample
    from rrsa.cli.overview_text import show_overview

    named = paths.expanded(Path(session.database)) if session.database else None
    database = named or paths.demo_authority_database()
    if "://" in str(session.database):
        raise BadInput(_("--authority makes a file"), _("name a file with --database, or leave it out"))
    if not database.exists():
        session.check_writable()
        output.note(_("Making sixty invented settings …"))
        authority_sample.ready(database.absolute())
    session.database = str(database)
    session.author = session.author or authority_sample.COORDINATOR
    if create_only:
        output.say(str(database))
        return None
    if has_terminal():
        return open_app(session, overview=True)
    nothing = dict.fromkeys(("kind", "area", "search", "only", "sort", "group", "out"))
    show_overview(session, **nothing, in_app=False, as_json=False)
    output.note(_("The sample is in {place}").format(place=database))
    output.note(_("In a terminal, rrsa demo --authority opens the app on it."))
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
    from rrsa.samples import history_samples, samples

    known = {sample.id for sample in (*samples(), *history_samples())}
    with session.store() as store:
        real_work = any(info.id not in known for info in store.settings())
    return own if real_work else session.where


def _expanded(where: str) -> str:
    """The whole name of a file, in a folder that must be there as for any other database."""
    from rrsa.store.addresses import is_server
    from rrsa.store.opening import database_path

    if is_server(where):
        return where
    path = database_path(where)
    if not path.parent.exists() and not path.is_relative_to(paths.data_dir().absolute()):
        raise BadInput(
            _("there is no folder {folder}").format(folder=path.parent),
            _("check the name, or make the folder first"),
        )
    return str(path)


def _ready(session: Session, where: str, *, history: bool = False) -> str:
    """The first sample's setting; the samples are made where they are not there yet."""
    from rrsa.samples import ensure_demo, samples

    if not session.read_only:
        return ensure_demo(where, author=session.role, history=history)
    if not exists(where):
        session.check_writable()
    return samples()[0].id


def _set_aside() -> None:
    """The demo that is there is kept under another name, whatever was typed in it."""
    database = paths.demo_database()
    if not database.exists():
        return
    aside = _free_name(database)
    # One that cannot be opened is a good reason for a fresh one.
    with contextlib.suppress(RrsaError), open_store(database, create=False):
        pass  # the last to close a database clears its log away
    if database.with_name(database.name + "-shm").exists():
        raise EnvironmentFailed(
            _("the demo is open in another window"), _("close it there, then ask for a fresh one again")
        )
    for ending in ("", "-wal"):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    output.note(_("Your earlier demo is kept as {file}").format(file=aside))


def _free_name(database: Path) -> Path:
    day = clock.today().isoformat()
    names = (database.with_name(f"{database.stem}-{day}-{n}{database.suffix}") for n in count(1))
    return next(name for name in names if not name.exists())


def _without_terminal(session: Session, where: str, setting: str) -> None:
    """The first sample's readiness as text and its workbooks in files, where no app can be drawn."""
    from rrsa.cli.going_out import note_going_out
    from rrsa.cli.status import as_lines
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.export import export_workbook
    from rrsa.samples import history_samples, samples

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
        known = (*samples(), *history_samples())
        others = [sample for sample in known if sample.id != setting and store.exists(sample.id)]
    output.say(_("The assessor's copy: {file}").format(file=assessor))
    output.say(_("The working copy: {file}").format(file=working))
    note_going_out(exported.held, exported.hits)
    output.note(_("The sample is in {place}").format(place=store.where))
    for other in others:
        command = f'rrsa status {other.id} --database "{store.where}"'
        output.note(_("{title} is there too: {command}").format(title=other.title, command=command))
    output.note(_("In a terminal, rrsa demo opens the app on it."))
