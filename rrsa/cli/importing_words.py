"""What came back, as a terminal shows it: each difference as base, mine and theirs, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rrsa.cli import output
from rrsa.exchange.returning.preview import Standing
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.exchange.returning.preview import Difference, Preview, Refusal

_SHOWN = 320  # characters of a long text, from a little before where the sides part


def one_line(text: str, most: int) -> str:
    """A text on one line, shortened."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def preview_lines(preview: Preview, *, applied: int | None = None) -> Iterator[str]:
    """A whole preview; after it was brought in, only what was left."""
    yield output.wrapped(f"{preview.name} · {', '.join(preview.workbooks)}")
    if preview.is_new and applied is None:
        yield output.wrapped(_("It becomes a new setting, {id}.").format(id=preview.setting), first="  ")
    if applied is None:
        yield from _changes(preview.going_in)
    yield from _conflicts(preview.conflicts, preview.held_up)
    yield from refused_lines(preview.refused, several=len(preview.workbooks) > 1)
    if preview.notes and applied is None:
        yield ""
        yield from (output.wrapped(note) for note in preview.notes)


def _changes(changes: Sequence[Difference]) -> Iterator[str]:
    fresh = [each for each in changes if each.is_new]
    others = [each for each in changes if not each.is_new]
    if others:
        yield ""
        yield _("Changed there only:")
        for each in others:
            yield from _sides(each, first="  ")
    heads = {each.key for each in changes if each.is_new and not _own_row(each)}
    if fresh:
        yield ""
        yield _("New rows:")
    for each in fresh:
        if each.key in heads or not heads.intersection(each.follows):
            side = each.theirs[0]
            yield output.wrapped(
                f"{each.about}: {_shown(side.words, '')}  [{_where(each)}]", first="  ", rest="    "
            )
        else:
            yield output.wrapped(_cell_words(each), first="    ", rest="      ")


def _cell_words(difference: Difference) -> str:
    """One cell of a new row: ``Date: 24 Sep 2026``."""
    return f"{difference.about.rpartition(' · ')[2]}: {_shown(difference.theirs[0].words, '')}"


def _own_row(difference: Difference) -> bool:
    """Whether a new cell belongs to a row that another cell stands for."""
    row = difference.key.rpartition("/")[0]
    return any(key.rpartition("/")[0] == row for key in difference.follows)


def _conflicts(conflicts: Sequence[Difference], held_up: Sequence[Difference]) -> Iterator[str]:
    if not conflicts:
        return
    yield ""
    yield _("To choose:")
    wide = len(str(len(conflicts)))
    for number, each in enumerate(conflicts, start=1):
        margin = f"  {number:{wide}}  "
        yield f"{margin}{each.key}"
        yield from _sides(each, first=" " * len(margin))
        if behind := [_cell_words(other) for other in held_up if each.key in other.follows]:
            yield output.wrapped(
                _("with it: {cells}").format(cells="; ".join(behind)), first=" " * len(margin)
            )
        choices = _("choose: {choices}").format(choices=", ".join(each.choices))
        yield output.wrapped(choices, first=" " * len(margin))


def refused_lines(refused: Sequence[Refusal], *, several: bool) -> Iterator[str]:
    """Cells and rows that are not understood."""
    if not refused:
        return
    yield ""
    yield _("Not understood:")
    for each in refused:
        name = f"{each.workbook}, " if several and each.workbook != each.place else ""
        yield output.wrapped(f"{name}{each}", first="  ", rest="    ")


def _sides(difference: Difference, *, first: str) -> Iterator[str]:
    yield output.wrapped(difference.about, first=first)
    texts = [difference.base or "", difference.mine, *(side.words for side in difference.theirs)]
    start = _parting(texts)
    base, mine = difference.base, difference.mine
    several = len(difference.theirs) > 1
    word = _("theirs")
    theirs = [f"{word}:{n}" if several else word for n, _side in enumerate(difference.theirs, 1)]
    ours = [_("base, mine")] if base == mine else [_("base"), _("mine")]
    wide = max(map(len, (*ours, *theirs)))
    nothing = _("(nothing)") if difference.standing is not Standing.MISSING else _("(not there)")

    def line(label: str, text: str, more: str = "") -> str:
        begin = f"{first}  {label:{wide}}  "
        return output.wrapped(f"{_shown(text, nothing, start)}{more}", first=begin)

    if len(ours) > 1:
        yield line(ours[0], _("(not known)") if base is None else base)
    yield line(ours[-1], mine)
    for label, side in zip(theirs, difference.theirs, strict=True):
        who = f"{side.who}, " if side.who not in side.workbooks else ""
        names = ", ".join(side.workbooks)
        yield line(label, side.words, f"  [{who}{names}, {side.place}]")


def _where(difference: Difference) -> str:
    return "; ".join(side.place for side in difference.theirs)


def _parting(texts: Sequence[str]) -> int:
    """Where long texts begin to differ, less a little; 0 where they are short."""
    flat = [" ".join(text.split()) for text in texts if text]
    if len(flat) < 2 or max(map(len, flat)) <= _SHOWN:
        return 0
    alike = 0
    for characters in zip(*flat, strict=False):
        if len(set(characters)) > 1:
            break
        alike += 1
    return max(0, alike - 60)


def _shown(text: str, empty: str, start: int = 0) -> str:
    flat = " ".join(text.split())
    if not flat:
        return empty
    part = flat[start : start + _SHOWN]
    if not part:
        return one_line(flat, _SHOWN)
    return ("… " if start else "") + part + (" …" if len(flat) > start + _SHOWN else "")


def applied_words(committed: int, setting: str) -> str:
    """What was brought in, and how to take it back."""
    if not committed:
        return _("Nothing was brought in.")
    return ngettext(
        "{n} cell was brought in; rrsa undo {setting} takes it back.",
        "{n} cells were brought in; rrsa undo {setting} takes them back.",
        committed,
    ).format(n=committed, setting=setting)


def as_data(preview: Preview, difference: Difference) -> dict[str, Any]:
    """A difference for a program."""
    return {
        "setting": preview.setting,
        "key": difference.key,
        "about": difference.about,
        "standing": difference.standing.value,
        "new": difference.is_new,
        "base": difference.base,
        "mine": difference.mine,
        "theirs": [
            {
                "words": side.words,
                "who": side.who,
                "workbooks": list(side.workbooks),
                "place": side.place,
            }
            for side in difference.theirs
        ],
        "choices": list(difference.choices),
    }
