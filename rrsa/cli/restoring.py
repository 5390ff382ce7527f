"""Bringing back a backup, or the whole of a setting from a colleague."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.cli.handing_over import named
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Word, pass_session
from rrsa.errors import BadInput, Exit
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.exchange.whole import Brought, WholePreview


@click.command(
    "restore",
    cls=Command,
    help=_(
        "Bring the settings of a backup back: those that are there already are never overwritten. Or bring a "
        "whole pack in: a setting that is not here comes in complete; one that is here is brought together "
        "with it in one change, and while anything has to be chosen nothing is done and the exit code is 1."
    ),
    example="rrsa restore kirkbrae-whole.zip --choices choices.yaml",
)
@click.argument("file")
@click.option(
    "--prefer",
    type=Word(("mine", "theirs"), lambda: _("what is preferred")),
    help=_("The side to take where both have changed something. It erases nothing."),
)
@click.option(
    "--choices", metavar="FILE", help=_("A file (YAML or JSON) that says which side each key takes.")
)
@click.option("--write-choices", metavar="FILE", help=_("Write what waits as such a file, to be filled in."))
@click.option("--look", is_flag=True, help=_("Only show what it would come to."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def restore(
    session: Session,
    file: str,
    prefer: str | None,
    choices: str | None,
    write_choices: str | None,
    look: bool,
    as_json: bool,
) -> int:
    path = named(file)
    from rrsa.exchange.whole import is_whole_pack

    if is_whole_pack(path):
        return _whole(session, path, prefer, choices, write_choices, look=look, as_json=as_json)
    if prefer or choices or write_choices or look:
        raise BadInput(
            _("a backup leaves nothing to choose"), _("give the file alone; --database FILE says where to")
        )
    from rrsa.store import restore as bring_back

    session.check_writable()
    session.knock()
    back = bring_back(path, session.where)
    if as_json:
        output.say_json({"settings": back})
        return Exit.DONE
    for setting in back:
        output.say(setting)
    n = len(back)
    output.note(ngettext("{n} setting is back.", "{n} settings are back.", n).format(n=n))
    return Exit.DONE


def _whole(
    session: Session,
    path: Path,
    prefer: str | None,
    choices: str | None,
    write_choices: str | None,
    *,
    look: bool,
    as_json: bool,
) -> int:
    from rrsa.cli.choices import read_choices
    from rrsa.cli.choices import write_choices as write_open
    from rrsa.cli.importing import opened
    from rrsa.exchange.whole import apply_whole_pack, read_whole_pack

    where = None if choices is None else Path(choices)
    made = read_choices(where) if where is not None else []
    if not look:
        session.check_writable()
    with opened(session, not look) as store:
        seen = read_whole_pack(store, path)
        chosen = _chosen(seen, where, made)
        left = seen.preview.settled(chosen, prefer=prefer).left
        done = None
        if not left and not look and not seen.comes_to_nothing:
            done = apply_whole_pack(store, path, chosen, prefer=prefer, author=session.role, seen=seen)
    if write_choices is not None and not seen.preview.conflicts:
        output.note(_("Nothing waits for a choice, so {file} is not written.").format(file=write_choices))
    elif write_choices is not None:
        n = write_open(Path(write_choices), [seen.preview], command=f"rrsa restore {path.name}")
        output.note(
            ngettext("{n} choice to make is in {file}.", "{n} choices to make are in {file}.", n).format(
                n=n, file=write_choices
            )
        )
    if as_json:
        output.say_json(_as_data(seen, done, [each.key for each in left]))
    else:
        _say(seen, done, bool(left), look=look)
    return Exit.PROBLEMS if left else Exit.DONE


def _chosen(seen: WholePreview, where: Path | None, made: Any) -> dict[str, str]:
    if seen.comes_to_nothing:  # whatever was chosen is done by now
        return {}
    from rrsa.cli.choices import for_previews

    return for_previews(where, made, [seen.preview])[0]


def _say(seen: WholePreview, done: Brought | None, waits: bool, *, look: bool) -> None:
    if done is None:
        from rrsa.cli.importing_words import preview_lines

        for line in preview_lines(seen.preview):
            output.say(line)
        if waits:
            output.note(
                _("Nothing has changed: choose first, with --choices FILE or --prefer mine or theirs.")
            )
        elif look and not seen.comes_to_nothing:
            output.note(_("Nothing has changed yet; leave out --look to bring it in."))
        return
    output.say(done.setting)
    for note in seen.preview.notes:
        output.note(note)
    if done.committed and not seen.preview.is_new:
        output.note(_done_words(done))
    if done.erased:
        output.note(
            ngettext(
                "{n} thing was erased here as well, for good.",
                "{n} things were erased here as well, for good.",
                done.erased,
            ).format(n=done.erased)
        )


def _done_words(done: Brought) -> str:
    if done.road == "forward":
        return _("The history goes on as it was made there.")
    return ngettext(
        "{n} cell was brought in; rrsa undo {setting} takes it back.",
        "{n} cells were brought in; rrsa undo {setting} takes them back.",
        done.committed,
    ).format(n=done.committed, setting=done.setting)


def _as_data(seen: WholePreview, done: Brought | None, left: list[str]) -> dict[str, Any]:
    from rrsa.cli.importing_words import as_data

    preview = seen.preview
    return {
        "setting": preview.setting,
        "name": preview.name,
        "road": seen.road.value,
        "applied": done is not None,
        "committed": done.committed if done else 0,
        "erased": done.erased if done else 0,
        "left_out": seen.left_out,
        "changes": [as_data(preview, each) for each in preview.going_in],
        "conflicts": [as_data(preview, each) for each in preview.conflicts],
        "waiting": [as_data(preview, each) for each in preview.held_up],
        "left": left,
        "notes": list(preview.notes),
    }
