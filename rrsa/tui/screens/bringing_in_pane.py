"""One difference in full: what it was, what stands here now, and what each workbook says."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from rrsa.exchange.returning.preview import Difference, Preview, Refusal, Side, Standing
from rrsa.i18n import _
from rrsa.tui.dialogs.bring_in import begins_words
from rrsa.tui.settling import Settling
from rrsa.tui.settling_rows import MARKS, ROWS, Fate, Page, Row, Wanted

LEAST = 14
"""Characters from which a part of a text says something."""
TAKEN = "▶"
"""Beside the side that holds as things are settled now."""


def about(settling: Settling, row: Row, *, roomy: bool) -> Content:
    """All about the line under the cursor; ``roomy`` leaves lines empty between the sides."""
    if row.preview is None:
        return Content("")
    if row.refusal is not None:
        lines = _refused(row.refusal)
    elif row.difference is not None:
        lines = _difference(settling, row.preview, row.difference, roomy)
    else:
        lines = iter([Content(row.note)])
    return Content("\n").join(lines)


def summary(settling: Settling, wanted: Wanted, page: Page) -> Content:
    """What it all comes to, and which part of it is listed."""
    lines = [Content.styled(settling.summary(), "bold")]
    lines += [Content.assemble(("✚ ", "$accent"), begins_words(each.name)) for each in settling.begins]
    told = [] if settling.begins else [", ".join(preview.name for preview in settling.previews)]
    if wanted != Wanted():
        told.append(_("{n} listed, 0 lists everything").format(n=page.total))
    if page.total > ROWS:
        last = min(page.first + ROWS, page.total)
        turn = _("{first}–{last} of {total}, [ and ] turn the page")
        told.append(turn.format(first=page.first + 1, last=last, total=page.total))
    if settling.goes_in or settling.begins:
        told.append(_("Enter brings in what is settled"))
    lines.append(Content.styled(" · ".join(filter(None, told)), "$text-muted"))
    return Content("\n").join(lines)


def row_words(settling: Settling, row: Row, room: int) -> Content:
    """A line of the list: its mark, what it is, what becomes of it, and the words as far as there is
    ``room`` (in characters)."""
    if row.preview is None:
        return Content.styled(row.text, "bold $secondary")
    if row.refusal is not None:
        return Content.assemble(("  ! ", "$error"), (f"{row.refusal.place}  ", "$accent"), row.refusal.why)
    if row.difference is None:
        return Content.assemble(("  · ", "$primary"), row.note)
    fate = settling.fate(row.preview, row.difference)
    what = f"{row.text} ✚" if row.difference.is_new else row.text
    said = fate_words(settling, row.preview, row.difference)
    colour = "bold $accent" if fate is Fate.WAITS else "$primary"
    words = _short(_at_stake(settling, row.preview, row.difference), room - len(what) - len(said) - 10)
    return Content.assemble(
        (f"  {MARKS[fate]} ", colour), what, (f"  {said}", "$text-muted"), f"  {words}" if words else ""
    )


def _at_stake(settling: Settling, preview: Preview, difference: Difference) -> str:
    """The words that go in, that wait, or that stay."""
    if difference.standing is Standing.MISSING:
        return ""
    if settling.fate(preview, difference) is Fate.STAYS:
        return difference.mine
    side = settling.side(preview, difference)
    if side is None and len(difference.theirs) == 1:
        side = difference.theirs[0]
    return side.words if side is not None else ""


def _short(words: str, most: int) -> str:
    """The beginning of a text in one line; nothing where it would say too little."""
    line = " ".join(words.split())
    if most < LEAST or not line:
        return ""
    return f"“{line}”" if len(line) + 2 <= most else f"“{line[: most - 3]}…”"


def fate_words(settling: Settling, preview: Preview, difference: Difference) -> str:
    """What becomes of a difference as things are settled now."""
    fate = settling.fate(preview, difference)
    if fate is Fate.REMOVED and is_erased(difference):
        return _("is erased here too")
    if fate is Fate.GOES_IN and len(difference.theirs) > 1:
        side = settling.side(preview, difference)
        return _("goes in: {who}").format(who=side.who if side else "")
    return {
        Fate.GOES_IN: _("goes in"),
        Fate.WAITS: _("to choose"),
        Fate.STAYS: _("stays as it is"),
        Fate.REMOVED: _("is removed"),
        Fate.LEFT_OUT: _("stays out with the rest"),
    }[fate]


def _refused(refusal: Refusal) -> Iterator[Content]:
    yield Content.styled(_("Not understood: {place}").format(place=refusal.place), "bold")
    yield _muted(refusal.workbook)
    yield Content("")
    yield Content(refusal.why)
    yield Content("")
    yield _muted(_("It does not go in. Mend it in the workbook and bring that in again: what is in stays."))


def _difference(
    settling: Settling, preview: Preview, difference: Difference, roomy: bool
) -> Iterator[Content]:
    yield Content.styled(difference.about, "bold")
    yield _muted(_why(difference))
    for heading, words in _sides(settling, preview, difference):
        if roomy:
            yield Content("")
        yield heading
        yield Content(words) if words else _muted(_("(nothing)"))
    if settling.fate(preview, difference) is Fate.LEFT_OUT:
        yield _muted(_("It only goes in with something that stays out: take that, and this can go in too."))


def _sides(settling: Settling, preview: Preview, difference: Difference) -> Iterator[tuple[Content, str]]:
    """What it was, what stands here, what each of them says: a heading with its key, and the words."""
    fate, taken = settling.fate(preview, difference), settling.side(preview, difference)
    base, mine = difference.base, difference.mine
    if base is not None and base != mine:
        yield _heading(False, "", _("It was, when it went out")), base
    if mine or not difference.is_new:
        here = _("Here now, as it went out") if base == mine else _("Here now")
        yield _heading(fate is Fate.STAYS, "m", here), mine
    for n, side in enumerate(difference.theirs, 1):
        if difference.standing is Standing.MISSING:
            key, words = "r", side.words or _("it is removed here too")
        else:
            key, words = (str(n) if len(difference.theirs) > 1 else "t"), side.words
        goes_in = taken is side and fate in (Fate.GOES_IN, Fate.REMOVED)
        yield _heading(goes_in, key, _whose(difference, side)), words


def _why(difference: Difference) -> str:
    """What kind of difference it is, and what can be done."""
    several = len(difference.theirs) > 1
    match difference.standing:
        case Standing.MISSING if is_erased(difference):
            return _("Erased for good there. It stays here, unless r erases it too: nothing brings it back.")
        case Standing.MISSING:
            return _("It went out and did not come back. It stays, unless r removes it.")
        case Standing.CHANGE if difference.is_new:
            return _("New: it goes in, unless m leaves it out.")
        case Standing.CHANGE:
            return _("Only they have changed it: it goes in, unless m keeps what is here.")
        case Standing.QUESTION if difference.is_new:
            return _(
                "New, but it was here before or looks like one that is: t brings it in, m leaves it out."
            )
        case Standing.QUESTION if difference.base is None:
            return _("What went out is not known, so it is asked: m keeps what is here, t takes theirs.")
        case Standing.QUESTION:
            return _("What was asked there differs from here: m keeps what is here, t takes theirs.")
        case _ if several:
            return _("They disagree: m keeps what is here, a number or t takes one of theirs.")
        case _:
            return _("Changed on both sides: m keeps what is here, t takes theirs.")


def _whose(difference: Difference, side: Side) -> str:
    """Who says so, and where."""
    if difference.standing is Standing.MISSING and not is_erased(difference):
        return _("Missing in {workbook}").format(workbook=", ".join(side.workbooks))
    told = [side.place] if side.who in side.workbooks else [side.workbook, side.place]
    told += side.also
    return f"{side.who} ({', '.join(filter(None, told))})"


def is_erased(difference: Difference) -> bool:
    """Whether it was erased for good on the other side."""
    return difference.key.startswith("erased/")


def _heading(taken: bool, key: str, words: str) -> Content:
    mark = TAKEN if taken else " "
    return Content.assemble(
        (f"{mark} ", "bold $accent"), (f"{key or ' '} ", "$accent"), (words, "bold $primary")
    )


def _muted(text: str) -> Content:
    return Content.styled(text, "$text-muted")
