"""What is different between two frameworks, in words."""

from __future__ import annotations

import difflib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.shape import Command
from rrsa.i18n import _, ngettext
from rrsa.paths import expanded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rrsa.framework.difference import Difference
    from rrsa.framework.model import Framework

_SHOWN = 240
"""Characters of a text that are shown before and after."""


@click.command(
    "diff",
    cls=Command,
    help=_(
        "Say in words what is different between two frameworks: what is new, gone, reworded or moved, and "
        "which numbers changed. Each is an id, id@version or a file. --crosswalk drafts the crosswalk from "
        "the first to the second, with a mark wherever somebody has to look."
    ),
    example="rrsa frameworks diff rights-respecting-school@2026.1 rights-respecting-school@2027.1-draft",
)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--crosswalk", "target", metavar="FILE.yaml", help=_("Draft the crosswalk from A to B here."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
def diff(before: str, after: str, target: str | None, as_json: bool) -> None:
    from rrsa.framework.catalogue import find
    from rrsa.framework.difference import differences

    old, new = find(before).framework, find(after).framework
    path = expanded(Path(target)) if target else None
    if path:
        _check_ends(old, new, before, after)
        from rrsa.cli.frameworks_files import check_new_file

        check_new_file(path)
    found = differences(old, new)
    if as_json:
        output.say_json([{**asdict(each), "kind": str(each.kind)} for each in found])
    else:
        _say(old, new, found)
    if path:
        _draft(old, new, path)


def _check_ends(old: Framework, new: Framework, before: str, after: str) -> None:
    from rrsa.errors import BadInput

    if old.ref == new.ref:
        raise BadInput(
            _("{a} and {b} are both {ref}").format(a=before, b=after, ref=old.ref),
            _("give the changed one a version of its own first"),
        )


def _say(old: Framework, new: Framework, found: Sequence[Difference]) -> None:
    from rrsa.framework.difference import Kind

    output.say(_("From {old} to {new}").format(old=old.ref, new=new.ref))
    if not found:
        output.say(_("Both say and ask the same."))
        return
    headings = (
        (Kind.NEW, _("New")),
        (Kind.GONE, _("Gone")),
        (Kind.MOVED, _("Moved")),
        (Kind.REWORDED, _("Reworded")),
        (Kind.NUMBERS, _("Other numbers and conditions")),
    )
    for kind, heading in headings:
        these = [each for each in found if each.kind is kind]
        if these:
            output.say()
            output.say(f"{heading} ({len(these)})")
            for each in these:
                _say_one(each, kind is Kind.REWORDED)


def _say_one(each: Difference, reworded: bool) -> None:
    which = " ".join(filter(None, (each.part, each.id)))
    if not each.field:
        text = each.name or each.before or each.after
        output.say(output.wrapped(f"{which}: {_cut(text)}", first="  ", rest="      "))
        return
    named = f"{which} · {each.field}"
    if not reworded:
        told = _("{what}: {old} → {new}").format(what=named, old=each.before or "–", new=each.after or "–")
        output.say(output.wrapped(told, first="  ", rest="      "))
        return
    was, now = _around(each.before, each.after)
    output.say(output.wrapped(named, first="  ", rest="      "))
    output.say(output.wrapped(was or "–", first="      " + _("was: "), rest="        "))
    output.say(output.wrapped(now or "–", first="      " + _("now: "), rest="        "))


def _around(before: str, after: str) -> tuple[str, str]:
    """The part of two texts in which they differ, with some words around it."""
    was, now = before.split(), after.split()
    if len(before) + len(after) <= 2 * _SHOWN:
        return " ".join(was), " ".join(now)
    blocks = difflib.SequenceMatcher(a=was, b=now, autojunk=False).get_opcodes()
    touched = [block for block in blocks if block[0] != "equal"]
    if not touched:
        return _cut(before), _cut(after)
    return _window(was, touched[0][1], touched[-1][2]), _window(now, touched[0][3], touched[-1][4])


def _window(words: list[str], first: int, last: int) -> str:
    start, end = max(first - 6, 0), min(last + 6, len(words))
    shown = " ".join(words[start:end])
    return ("… " if start else "") + _cut(shown) + (" …" if end < len(words) and len(shown) <= _SHOWN else "")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(None, 1)[0] + " …"


def _draft(old: Framework, new: Framework, path: Path) -> None:
    from rrsa.cli.frameworks_files import write_new_file
    from rrsa.framework.crosswalk_draft import draft_crosswalk

    draft = draft_crosswalk(old, new)
    write_new_file(path, draft.text)
    n = len(draft.look_at)
    output.note(
        ngettext(
            "The draft is in {file}; {n} move in it wants looking at. Next: rrsa check {file}",
            "The draft is in {file}; {n} moves in it want looking at. Next: rrsa check {file}",
            n,
        ).format(file=path, n=n)
    )
