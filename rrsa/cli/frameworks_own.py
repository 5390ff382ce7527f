"""One's own frameworks: made by questions, added, tried out."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrsa import paths
from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput, Exit
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.framework.adopted import Adopted


@click.command(
    "new",
    cls=Command,
    help=_(
        "Make a framework of your own by plain questions, one at a time. Type an answer and press Enter; "
        "Enter alone takes what is offered, q stops. Where you stop, the outcomes that are complete are "
        "kept; without one nothing is. It goes into your own frameworks, or where -o says."
    ),
    example="rrsa frameworks new --like rights-respecting-school",
)
@click.option("--like", metavar="ID", help=_("Begin with the scale, stages and numbers of this one."))
@click.option("-o", "--output", "target", metavar="FILE.yaml", help=_("Where it goes."))
def new(like: str | None, target: str | None) -> int:
    from rrsa.cli.framework_talk import FrameworkTalk
    from rrsa.cli.frameworks_files import check_new_file, write_new_file
    from rrsa.cli.sitting.lines import Lines
    from rrsa.framework.catalogue import find
    from rrsa.framework.reader import read_text
    from rrsa.framework.writing import framework_yaml

    path = paths.expanded(Path(target)) if target else None
    if path is not None:
        check_new_file(path)
    pattern = find(like).framework if like else None
    tree = FrameworkTalk(Lines(), pattern).whole()
    if tree is None:
        output.note(_("Nothing is kept."))
        return Exit.DONE
    text = framework_yaml(
        tree, _("Made by questions. Change the words as you like; keep the ids, since answers follow them.")
    )
    framework = read_text(text, "framework.yaml")
    if path is None:
        path = _free(_own_folder(), framework.id, framework.version)
    write_new_file(path, text)
    output.say(str(path))
    if target:
        output.note(
            _("Next: rrsa frameworks preview {file}, then rrsa frameworks add {file}").format(file=path)
        )
    else:
        output.note(
            _('Next: rrsa frameworks preview {id}, then rrsa new "NAME" --framework {id}').format(
                id=framework.id
            )
        )
    return Exit.DONE


@click.command(
    "add",
    cls=Command,
    help=_(
        "Take a framework's file, or a crosswalk's, into your own frameworks: it is checked, copied, and "
        "can be used by its id from then on. Nothing that is there is replaced."
    ),
    example="rrsa frameworks add our-school.yaml",
)
@click.argument("file", metavar="FILE.yaml")
def add(file: str) -> None:
    from rrsa.cli.frameworks_files import write_new_file
    from rrsa.framework.adopted import adopt
    from rrsa.framework.catalogue import catalogue
    from rrsa.framework.crosswalk import holds_crosswalk
    from rrsa.framework.reader import load_text

    path = paths.expanded(Path(file))
    text = load_text(path)
    if holds_crosswalk(text):
        _add_crosswalk(path, text)
        return
    _not_articles(path, text)
    framework = adopt(text, str(path)).framework
    for entry in catalogue():
        if (entry.id, entry.version) != (framework.id, framework.version) or entry.problems:
            continue
        if load_text(entry.path) == text:
            output.say(framework.ref)
            output.note(_("It is there already: {file}").format(file=entry.path))
            return
        whose = _("comes with the program") if entry.origin == "shipped" else _("is among your own")
        raise BadInput(
            _("{ref} {whose} already, with another text").format(ref=framework.ref, whose=whose),
            _("give yours a version, or an id, of its own"),
        )
    target = _free(_own_folder(), framework.id, framework.version)
    write_new_file(target, text)
    output.say(framework.ref)
    output.note(
        _('Added: {title}. Next: rrsa new "NAME" --framework {id}').format(
            title=framework.title, id=framework.id
        )
    )


def _not_articles(path: Path, text: str) -> None:
    from rrsa.framework.compose import compose
    from rrsa.framework.reader import is_rights

    if is_rights(compose(text, str(path))):
        raise BadInput(
            _("{file} holds the Convention's articles, not a framework").format(file=path),
            _("copy it into {folder} yourself, if you mean it").format(folder=paths.user_frameworks_dir()),
        )


def _add_crosswalk(path: Path, text: str) -> None:
    from rrsa.cli.frameworks_files import write_new_file
    from rrsa.framework.crosswalk import FOLDER, read_crosswalk

    crosswalk = read_crosswalk(path)
    target = paths.private(_own_folder() / FOLDER) / f"{crosswalk.from_}-to-{crosswalk.to}.yaml"
    write_new_file(target, text)
    output.say(str(target))
    output.note(
        _("Added. Next: rrsa migrate SETTING --to {ref} shows what becomes of everything").format(
            ref=crosswalk.to
        )
    )


def _own_folder() -> Path:
    return paths.private(paths.user_frameworks_dir())


def _free(folder: Path, id_: str, version: str) -> Path:
    """A name in ``folder`` that no file has yet."""
    names = [f"{id_}-{version}.yaml", *(f"{id_}-{version}-{n}.yaml" for n in range(2, 1000))]
    return next(folder / name for name in names if not (folder / name).exists())


@click.command(
    "preview",
    cls=Command,
    help=_(
        "Try a framework out: opens the app on an invented, empty setting that goes by it, in a database "
        "that is gone afterwards. Nothing of your own is touched. Without a terminal, or with --text, the "
        "outcomes, the children’s words and the look-fors are printed."
    ),
    example="rrsa frameworks preview rights-respecting-house --text",
)
@click.argument("framework", metavar="FILE|ID")
@click.option("--text", "as_text", is_flag=True, help=_("As text, even in a terminal."))
@pass_session
def preview(session: Session, framework: str, as_text: bool) -> int:
    from rrsa.cli.app import has_terminal, open_app
    from rrsa.framework.catalogue import find

    adopted = find(framework)
    if as_text or not has_terminal():
        _print(adopted)
        return Exit.DONE
    role = session.role
    with _home_of_its_own() as home:
        where = _invented(adopted, home, role)
        session.author = role  # nobody is asked who they are
        return open_app(session, where=where)


@contextmanager
def _home_of_its_own() -> Iterator[Path]:
    """A data folder that is gone afterwards, with what somebody prefers (colours, keys) and nothing else."""
    before = os.environ.get("RRSA_HOME")
    preferred = paths.data_dir() / "preferences.json"
    with tempfile.TemporaryDirectory(prefix="rrsa-preview-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        if preferred.is_file():
            shutil.copy(preferred, home / preferred.name)
        os.environ["RRSA_HOME"] = folder
        try:
            yield home
        finally:
            if before is None:
                del os.environ["RRSA_HOME"]
            else:
                os.environ["RRSA_HOME"] = before


def _invented(adopted: Adopted, home: Path, role: str) -> str:
    """A database in ``home`` with one empty setting; the app opens on it."""
    from rrsa.drafts import Place, remember_place
    from rrsa.setup import create_setting
    from rrsa.store import open_store

    where = str(home / paths.DATABASE_NAME)
    with open_store(where) as store:
        made = create_setting(store, _("A place to try things out"), adopted, author=role, history=True)
    remember_place(where, Place(made))
    return where


def _print(adopted: Adopted) -> None:
    """A framework as people read it."""
    framework = adopted.framework
    output.say(f"{framework.title} ({framework.ref})")
    output.say(output.wrapped(framework.about))
    output.say()
    output.say(_("Grades: {names}").format(names=", ".join(f"{s.grade} {s.name}" for s in framework.scale)))
    output.say(_("Stages: {names}").format(names=", ".join(stage.name for stage in framework.stages)))
    for strand in framework.strands:
        output.say()
        output.say(output.wrapped(f"{strand.id} {strand.title}"))
        for outcome in strand.outcomes:
            output.say()
            output.say(output.wrapped(outcome.title, first=f"{outcome.id}  "))
            output.say(output.wrapped(f"“{outcome.children}”", first="    "))
            for indicator in outcome.indicators:
                told = f"{indicator.statement} ({framework.stage_by_id[indicator.stage].name})"
                output.say(output.wrapped(told, first=f"    {indicator.id}  "))
                output.say(output.wrapped(f"“{indicator.children}”", first="        "))
    for questions in framework.voices:
        output.say()
        output.say(_("To ask aloud: {title}").format(title=questions.title))
        for question in questions.questions:
            output.say(output.wrapped(question.ask, first="    "))
