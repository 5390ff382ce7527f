"""The list of names that are looked for in whatever leaves, and looking without letting anything out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.going_out import hit_data
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Word, pass_session
from rrsa.errors import BadInput, Exit
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.gate.names import Names

_LARGEST = 1024 * 1024  # bytes of a list that is read from a file


@click.command(
    "names",
    cls=Command,
    help=_(
        "The list of names that are looked for in everything that leaves: list it, add to it, remove from "
        "it, or check what would leave now, its files too. It helps to find names; read what leaves all the "
        "same. The list stays on this machine, in no database, backup or pack."
    ),
    example='rrsa names kirkbrae-primary add "Isla MacRae" "Tam"',
)
@click.argument("setting")
@click.argument("do", type=Word(("list", "add", "remove", "check"), lambda: _("what to do")), default="list")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--from", "source", metavar="FILE", help=_("Add the names of a text file, one a line."))
@click.option("--json", "as_json", is_flag=True, help=_("As data for a program."))
@pass_session
def names(
    session: Session, setting: str, do: str, names: tuple[str, ...], source: str | None, as_json: bool
) -> int | None:
    if do in ("list", "check") and (names or source):
        raise BadInput(_("“{do}” takes no names").format(do=do), _("say add or remove before them"))
    if source is not None and do != "add":
        raise BadInput(_("--from goes with add"), _("name those to remove one by one"))
    with session.evaluation(setting) as evaluation:
        from rrsa.exchange.gate.names import Names

        known = Names.of(evaluation.setting_id)
        if do == "check":
            return _check(evaluation, as_json=as_json)
        if do != "list":
            session.check_writable()
            _change(known, do, [*names, *(_of_file(source) if source else ())])
        _list(known, evaluation, as_json=as_json, every=do == "list")
    return None


def _change(known: Names, do: str, given: Sequence[str]) -> None:
    if not given:
        raise BadInput(_("it is not said whom to {do}").format(do=do), _("write the names, each in quotes"))
    changed = known.add(given) if do == "add" else known.remove(given)
    n = len(changed)
    if do == "add":
        output.note(ngettext("{n} name was added.", "{n} names were added.", n).format(n=n))
    else:
        output.note(ngettext("{n} name was removed.", "{n} names were removed.", n).format(n=n))


def _list(known: Names, evaluation: Evaluation, *, as_json: bool, every: bool) -> None:
    found = known.all()
    if as_json:
        output.say_json({"setting": evaluation.setting_id, "file": str(known.file), "names": list(found)})
        return
    if every:
        for name in found:
            output.say(name)
    if not found:
        output.note(_("There is no name on the list yet."))
    output.note(_("The list is in {file}; it stays on this machine.").format(file=known.file))


def _check(evaluation: Evaluation, *, as_json: bool) -> int | None:
    """What would leave now, looked into; exit 1 where a name was found."""
    from rrsa.exchange.gate.leaving import through_the_gate
    from rrsa.exchange.gate.names import Names
    from rrsa.exchange.gate.words import hit_lines, leaving_lines, no_list_words

    known = Names.of(evaluation.setting_id)
    leaving = through_the_gate(
        evaluation.store, evaluation.setting_id, evaluation.framework, evaluation.portfolio, files=True
    )
    if as_json:
        output.say_json(
            {
                "setting": evaluation.setting_id,
                "names": len(known.all()),
                "hits": hit_data(leaving.hits),
                "held": {why.value: n for why, n in leaving.held.items()},
                "unread": leaving.unread,
            }
        )
    else:
        for line in hit_lines(leaving.hits, most=len(leaving.hits)):
            output.say(line)
        if not known.all():
            output.note(no_list_words(known.file))
        elif not leaving.hits:
            output.note(_("No name of the list was found. That helps, and proves nothing: read what leaves."))
        for line in leaving_lines(leaving)[:1] if not known.all() else leaving_lines(leaving):
            output.note(line)
    return Exit.PROBLEMS if leaving.hits else None


def _of_file(source: str) -> list[str]:
    from rrsa.evidence_files import read_whole
    from rrsa.exchange.gate.class_list import names_in
    from rrsa.exchange.gate.reading import plain_text

    content = read_whole(Path(source))
    text = plain_text(content) if len(content) <= _LARGEST else None
    if text is None:
        raise BadInput(
            _("“{name}” is no list of names").format(name=Path(source).name),
            _("save it as a text file with one name a line"),
        )
    return names_in(text)
