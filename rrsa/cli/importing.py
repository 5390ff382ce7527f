"""Bringing back what colleagues have filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.progress import reading
from rrsa.cli.session import Session, exists, find_setting
from rrsa.cli.shape import Command, Word, pass_session
from rrsa.errors import BadInput, Exit
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.exchange.returning.applying import Applied
    from rrsa.exchange.returning.preview import Preview
    from rrsa.store import Store


@click.command(
    "import",
    cls=Command,
    help=_(
        "Bring back working copies that colleagues have filled in. Each cell that differs is shown as base "
        "(what went out), mine (what stands here) and theirs. Nothing changes without --apply; then all goes "
        "in that only they have changed, and the rest waits for a choice. A blank copy becomes a new "
        "setting. Exit code 1 while something waits or is not understood."
    ),
    example="rrsa import depute.xlsx p6.xlsx --apply --choices choices.yaml",
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option("--setting", metavar="SETTING", help=_("The setting that they belong to, whatever they say."))
@click.option("--apply", "wanted", is_flag=True, help=_("Bring in what is settled."))
@click.option(
    "--prefer",
    type=Word(("mine", "theirs"), lambda: _("what is preferred")),
    help=_("The side to take where nothing is chosen. It removes no row."),
)
@click.option(
    "--choices", metavar="FILE", help=_("A file (YAML or JSON) that says which side each key takes.")
)
@click.option("--write-choices", metavar="FILE", help=_("Write what waits as such a file, to be filled in."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def import_(
    session: Session,
    files: tuple[str, ...],
    setting: str | None,
    wanted: bool,
    prefer: str | None,
    choices: str | None,
    write_choices: str | None,
    as_json: bool,
) -> int:
    from rrsa.cli.choices import check_new, for_previews, read_choices
    from rrsa.cli.choices import write_choices as write_open
    from rrsa.exchange.returning import read_returns

    if any(not file.strip() for file in files):
        raise BadInput(_("FILE is empty"), _("name the workbooks that came back"))
    path = None if choices is None else Path(choices)
    made = read_choices(path) if path is not None else []
    if write_choices is not None:
        check_new(Path(write_choices))

    def read(store: Store) -> list[Preview]:
        from rrsa import clock

        with reading() as progress:
            return read_returns(
                store,
                [Path(file) for given in files for file in _meant(given)],
                today=clock.today(),
                setting=None if setting is None else find_setting(store, setting),
                progress=progress,
            )

    if wanted and not exists(session.where):
        with _nothing_yet() as nothing:
            read(nothing)  # files that cannot be read leave no new database behind
    with opened(session, wanted) as store:
        previews = read(store)
        own = for_previews(path, made, previews)
        settled = [
            preview.settled(chosen, prefer=prefer) for preview, chosen in zip(previews, own, strict=True)
        ]
        applied = _apply(store, previews, own, prefer, session.role) if wanted else []
    open_ones = [
        replace(preview, differences=one.left) for preview, one in zip(previews, settled, strict=True)
    ]
    left = [each.key for preview in open_ones for each in preview.conflicts]
    if write_choices is not None and not left:
        output.note(_("Nothing waits for a choice, so {file} is not written.").format(file=write_choices))
    elif write_choices is not None:
        n = write_open(Path(write_choices), open_ones)
        output.note(
            ngettext("{n} choice to make is in {file}.", "{n} choices to make are in {file}.", n).format(
                n=n, file=write_choices
            )
        )
    if as_json:
        output.say_json(_as_data(previews, applied, left))
    else:
        _say(previews, applied, wanted)
    wrong = bool(left) or any(preview.refused for preview in previews)
    return Exit.PROBLEMS if wrong else Exit.DONE


def _meant(given: str) -> list[str]:
    """The files that ``returned/*.xlsx`` means, where the shell leaves that to us, as on Windows."""
    if not any(c in given for c in "*?[") or Path(given).exists():
        return [given]
    path = Path(given)
    return sorted(map(str, path.parent.glob(path.name))) or [given]


@contextmanager
def opened(session: Session, wanted: bool) -> Iterator[Store]:
    """The database; while nothing is brought in, an empty one will do where there is none yet."""
    if wanted or session.database or exists(session.where):
        with session.store(changing=wanted, make=wanted) as store:
            yield store
        return
    with _nothing_yet() as store:
        yield store


@contextmanager
def _nothing_yet() -> Iterator[Store]:
    from tempfile import TemporaryDirectory

    from rrsa.store import open_store

    with TemporaryDirectory() as folder, open_store(Path(folder) / "none.db") as store:
        yield store


def _apply(
    store: Store,
    previews: Sequence[Preview],
    choices: Sequence[dict[str, str]],
    prefer: str | None,
    role: str,
) -> list[Applied]:
    from rrsa.exchange.returning import apply_return

    return [
        apply_return(store, preview, chosen, prefer=prefer, author=role)
        for preview, chosen in zip(previews, choices, strict=True)
    ]


def _say(previews: Sequence[Preview], applied: Sequence[Applied], wanted: bool) -> None:
    from rrsa.cli.importing_words import applied_words, preview_lines
    from rrsa.exchange.returning.preview import summary_words

    for number, preview in enumerate(previews):
        if number:
            output.say()
        if wanted:
            done = applied[number]
            left = replace(preview, differences=done.left)
            for line in preview_lines(left, applied=done.committed):
                output.say(line)
            output.note(applied_words(done.committed, preview.setting))
        else:
            for line in preview_lines(preview):
                output.say(line)
            output.note(summary_words(preview))
    if not wanted and any(preview.going_in or preview.is_new for preview in previews):
        output.note(_("Nothing has changed yet; --apply brings in what does not wait."))


def _as_data(previews: Sequence[Preview], applied: Sequence[Applied], left: list[str]) -> dict[str, object]:
    from rrsa.cli.importing_words import as_data

    return {
        "setting": previews[0].setting if len(previews) == 1 else None,
        "settings": [
            {
                "setting": preview.setting,
                "name": preview.name,
                "new": preview.is_new,
                "revision": preview.revision,
                "workbooks": list(preview.workbooks),
                "notes": list(preview.notes),
                "committed": applied[number].committed if applied else 0,
            }
            for number, preview in enumerate(previews)
        ],
        "applied": bool(applied),
        "committed": sum(each.committed for each in applied),
        "changes": [as_data(preview, each) for preview in previews for each in preview.going_in],
        "conflicts": [as_data(preview, each) for preview in previews for each in preview.conflicts],
        "waiting": [as_data(preview, each) for preview in previews for each in preview.held_up],
        "refused": [
            {"setting": preview.setting, "workbook": each.workbook, "place": each.place, "why": each.why}
            for preview in previews
            for each in preview.refused
        ],
        "left": left,
        "notes": [note for preview in previews for note in preview.notes],
    }
