"""What a setting's people are to look at, as a workbook: the words of others, and blank places for a view.

The others' own view is not in it, seen or hidden, so that they are read without it. They are called by a
letter unless somebody chose otherwise: what is judged is what stands there, not the name on the door.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrsa.exchange.moderation.layout import ANSWERS, HEADS, TO_LOOK_AT, identity, letter
from rrsa.guide.shared import Shared, SharedOutcome, SharedPiece
from rrsa.i18n import _, ngettext
from rrsa.overview.agreement import without_names
from rrsa.overview.rounds import Round, by_reviewer
from rrsa.overview.wording import Asked, Wording
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.desk import Moderated
from rrsa.vocabulary import Direction, SettingKind

if TYPE_CHECKING:
    from rrsa.exchange.book import Book, Sheet

_START = (160, 480)
_READING = (150, 250, 140, 100)
_TABLE = (100, 110, 190, 170, 330, 190, 100)
_SPREADSHEET_LIST = 255  # characters that a list within a cell's rule may have
_ROOM = 64.0  # points: room to write a few lines by hand


@dataclass(frozen=True, slots=True)
class ToRead:
    """One outcome as it is read by others: ``whose`` is a letter, or the setting's name."""

    item: Moderated
    whose: str
    kind: SettingKind
    asked: Asked
    said: SharedOutcome

    @property
    def title(self) -> str:
        return f"{self.asked.outcome} {self.asked.title}".strip()


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was written, for whom, and how many outcomes it asks them to look at."""

    setting: str
    name: str
    path: Path
    outcomes: int


def to_read(
    round_: Round, items: Sequence[Moderated], wording: Wording, *, named: bool = False
) -> tuple[ToRead, ...]:
    """What a setting is to look at, by whose it is; of those that have withdrawn, nothing."""
    owners: dict[str, str] = {}
    for item in items:
        shared = round_.shared.get(item.setting or "")
        if shared is not None and shared.setting not in owners:
            word = letter(len(owners))
            owners[shared.setting] = shared.name if named else _("Setting {letter}").format(letter=word)
    found = []
    for item in items:
        shared = round_.shared.get(item.setting or "")
        said = shared.outcomes.get(item.outcome or "") if shared else None
        if shared is None or said is None:
            continue
        whose = owners[shared.setting]
        asked = wording.asked(shared, item.outcome or "")
        found.append(
            ToRead(item, whose, shared.kind, asked, said if named else _blinded(said, shared, whose))
        )
    order = {name: n for n, name in enumerate(owners.values())}
    return tuple(sorted(found, key=lambda each: (order[each.whose], each.item.ref or "")))


def _blinded(said: SharedOutcome, shared: Shared, whose: str) -> SharedOutcome:
    """What a setting says, without its own name in it."""
    names = (shared.name, shared.setting, shared.own_id)

    def clean(text: str | None) -> str | None:
        return without_names(text, names, whose) if text else text

    return replace(
        said,
        line=clean(said.line),
        achieved=clean(said.achieved),
        difference=clean(said.difference),
        pieces=tuple(replace(piece, title=clean(piece.title) or "–") for piece in said.pieces),
    )


def write_out(
    round_: Round, folder: Path, *, day: str, named: bool = False, paper: bool = False
) -> Iterator[Sent]:
    """Writes for each setting what it is to look at into ``folder``, a file each, as they are done.

    ``day`` is ISO text. With ``paper`` they are Word documents to print and write on, else workbooks that
    come back. What was looked at already is in them too, blank: a file is the same whenever it is written.
    Raises as :func:`~rrsa.exchange.target.check_target` does.
    """
    from rrsa.exchange.target import check_target, write_whole

    wording = Wording()
    for reviewer, items in by_reviewer(round_.standing):
        read = to_read(round_, items, wording, named=named)
        if reviewer not in round_.shared or not read:
            continue
        about = round_.shared[reviewer]
        path = folder / f"{reviewer}-{round_.id}.{'docx' if paper else 'xlsx'}"
        if paper:
            from rrsa.exchange.moderation.reading_paper import write_paper

            write_paper(round_, about, read, path, day=day)
        else:
            check_target(path)
            made = content(round_, about, read, day=day)
            check_target(path)  # somebody may have put a file there meanwhile
            write_whole(path, made)
        yield Sent(reviewer, about.name, path, len(read))


def content(round_: Round, about: Shared, read: Sequence[ToRead], *, day: str) -> bytes:
    """The workbook for the setting ``about``, as bytes."""
    from rrsa.exchange.book import Book
    from rrsa.exchange.identity import HIDDEN
    from rrsa.exchange.text import cell_text

    who = identity(about.setting, "", TO_LOOK_AT, day, round=round_.id, title=round_.title)
    book = Book(
        setting=about.name,
        day=show_day(day),
        title=f"{cell_text(about.name)}: {who.marker}",
        subject=_("A moderation round: outcomes to look at"),
        note=_("A view of others’ words, not an award decision"),
        step=lambda: None,
    )
    _write_start(book, round_, about, read)
    _write_table(book, read)
    _write_reading(book, read)
    hidden = book.hidden(HIDDEN)
    lines: list[Sequence[str]] = [*who.lines()]
    lines += [("column", ANSWERS, head(), name) for name, head in HEADS.items()]
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            hidden.write_string(row, column, text)
    return book.content()


# -- words that papers and workbooks share -------------------------------------------------------------


def how_to() -> tuple[str, ...]:
    """What whoever looks is told first."""
    return (
        _(
            "Read what each setting says of an outcome, as you would read it on a visit. Talk it over "
            "together."
        ),
        _("Which description of a grade fits best what you read? Choose that as your view, and say why."),
        _("Judge what stands there. Where you miss something, say what would have shown it."),
        _("If you cannot look at one, say why, and leave the view empty."),
        _("The setting’s own view is not in here. It is laid beside yours afterwards."),
        _(
            "The setting reads your words. They may also stand in the report of the round, without your "
            "name or theirs. Nothing is counted about you."
        ),
        _("Write roles, never a child’s name."),
    )


def said_lines(said: SharedOutcome) -> Iterator[tuple[str, str]]:
    """What a setting says, each part with its label."""
    for label, text in (
        (_("In one line"), said.line),
        (_("How have they achieved this?"), said.achieved),
        (_("What difference has it made?"), said.difference),
    ):
        if text:
            yield label, text


def piece_cells(piece: SharedPiece) -> tuple[str, str, str]:
    """A piece of evidence: its title and what it shows, seen from where, and its day."""
    shows = piece.direction.label if piece.direction not in (None, Direction.WORKS) else ""
    side = piece.perspective.label if piece.perspective else "–"
    return piece.title, f"{side}\n{shows}".strip(), show_day(piece.date) or _("Undated")


def by_owner(read: Sequence[ToRead]) -> str:
    """``4 outcomes of 2 settings``."""
    n, settings = len(read), len({each.whose for each in read})
    outcomes = ngettext("{n} outcome", "{n} outcomes", n).format(n=n)
    return ngettext("{outcomes} of {n} setting", "{outcomes} of {n} settings", settings).format(
        outcomes=outcomes, n=settings
    )


# -- sheets --------------------------------------------------------------------------------------------


def _write_start(book: Book, round_: Round, about: Shared, read: Sequence[ToRead]) -> None:
    sheet = book.sheet("start", _("Start here"), _START)
    sheet.put(0, _("Joint quality assurance"), "eyebrow", span=2)
    sheet.end()
    sheet.put(0, round_.title, "title", span=2)
    sheet.end(least=40)
    sheet.put(0, _("For {name}: {what}").format(name=about.name, what=by_owner(read)), "subtitle", span=2)
    sheet.end(least=22)
    _section(sheet, _("How to go about it"), 2)
    for number, text in enumerate(how_to(), start=1):
        sheet.put(0, str(number), "label")
        sheet.put(1, text, "body")
        sheet.end(least=17)
    _section(sheet, _("What is inside"), 2)
    for key, name, told in (
        (ANSWERS, _("Your views"), _("the sheet to fill in: a row for each outcome")),
        ("reading", _("To read"), _("what each setting says, a page for each outcome")),
    ):
        sheet.put(0, name, "link", link=key)
        sheet.put(1, told, "body")
        sheet.end(least=16)
    _section(sheet, _("Coming back"), 2)
    for label, look in (
        (_("Return to"), "box"),
        (_("Return by"), "box_day"),
        (_("Looked at by (roles)"), "box"),
    ):
        sheet.put(0, label, "label")
        sheet.put(1, None, look)
        sheet.end(least=19)
    sheet.gap(6)
    sheet.put(
        0, _("Save it as it is and send it back. It may come back half filled in, and again."), "note", span=2
    )
    sheet.end()
    sheet.finish(one_page=True)


def _section(sheet: Sheet, title: str, span: int) -> None:
    sheet.gap(10)
    sheet.put(0, title, "section", span=span)
    sheet.end(least=22)
    sheet.gap(4)


def _write_table(book: Book, read: Sequence[ToRead]) -> None:
    """The sheet that is filled in."""
    from rrsa.exchange.identity import reference

    sheet = book.sheet(ANSWERS, _("Your views"), _TABLE, landscape=True, growing=True)
    sheet.anchor(ANSWERS)
    sheet.put(0, _("Your views"), "heading", span=3)
    sheet.end(least=28)
    about = _(
        "A row for each outcome. Choose your view from the list of its cell, and say why you see it so."
    )
    sheet.put(0, about, "body", span=len(_TABLE))
    sheet.end(least=20)
    heads = (_("Reference"), *(head() for head in HEADS.values()), _("Reference"))
    for column, head in enumerate(heads):
        sheet.put(column, head, "head")
    head_row = sheet.end(least=24)
    sheet.worksheet.fixed = sheet.row
    for each in read:
        ref = reference(each.item.ref or "")
        sheet.put(0, ref, "cell_ref_link", link=f"read:{ref}", tip=_("Read what they say"))
        sheet.put(1, each.whose, "cell_shown")
        sheet.put(2, each.title, "cell_shown")
        sheet.put(3, None, "cell")
        sheet.put(4, None, "cell_typed")
        sheet.put(5, None, "cell_typed")
        sheet.put(6, ref, "cell_ref")
        sheet.anchor(f"answer:{ref}")
        sheet.worksheet.data_validation(sheet.row, 3, sheet.row, 3, _grades_rule(each.asked))
        sheet.end(least=_ROOM, split=False)
    sheet.worksheet.freeze_panes(head_row + 1, 1)
    sheet.finish(repeat=(head_row, head_row), one_page_wide=True)


def _grades_rule(asked: Asked) -> dict[str, Any]:
    words = [f"{grade.grade} {grade.name}" for grade in asked.grades]
    if len(",".join(words)) > _SPREADSHEET_LIST or any("," in word for word in words):
        words = [str(grade.grade) for grade in asked.grades]
    return {
        "validate": "list",
        "source": words,
        "error_title": _("From the list, please"),
        "error_message": _("Choose one of the words that the arrow shows."),
    }


def _write_reading(book: Book, read: Sequence[ToRead]) -> None:
    sheet = book.sheet("reading", _("To read"), _READING)
    sheet.anchor("reading")
    for each in read:
        sheet.page_break()
        _page(sheet, each)
    sheet.finish()


def _page(sheet: Sheet, each: ToRead) -> None:
    from rrsa.exchange.identity import reference

    ref = reference(each.item.ref or "")
    sheet.anchor(f"read:{ref}")
    sheet.put(0, f"{each.whose} · {each.kind.label}", "eyebrow", span=3)
    sheet.put(3, ref, "eyebrow_right")
    sheet.end()
    sheet.put(0, each.title, "heading", span=4)
    sheet.end(least=30)
    if each.asked.why:
        sheet.gap(4)
        sheet.put(0, each.asked.why, "body", span=4)
        sheet.end(least=18)
    _section(sheet, _("What they say"), 4)
    told = tuple(said_lines(each.said))
    for label, text in told or (("", _("They share no words on it, only the titles of evidence.")),):
        sheet.put(0, label, "label")
        sheet.put(1, text, "body", span=3)
        sheet.end(least=18)
    _section(sheet, _("The evidence that they name"), 4)
    for column, (head, span) in enumerate(
        ((_("What it is"), 2), ("", 0), (_("Seen from"), 1), (_("Date"), 1))
    ):
        if span:
            sheet.put(column, head, "head", span=span)
    sheet.end(least=20)
    for title, side, day in map(piece_cells, each.said.pieces):
        sheet.put(0, title, "cell", span=2)
        sheet.put(2, side, "cell")
        sheet.put(3, day, "cell")
        sheet.end()
    if not each.said.pieces:
        sheet.put(0, _("None is named."), "cell_muted", span=4)
        sheet.end()
    _section(sheet, _("What the grades look like"), 4)
    if not each.asked.is_known:
        sheet.put(
            0,
            _("Their framework’s descriptions are not on the coordinator’s computer; here are its grades."),
            "note",
            span=4,
        )
        sheet.end()
    for grade in each.asked.grades:
        sheet.put(0, f"{grade.grade} {grade.name}", "cell_strong")
        sheet.put(1, grade_text(grade.meaning, grade.looks_like), "cell", span=3)
        sheet.end(least=20)
    sheet.gap(8)
    sheet.put(0, _("To your view of it"), "link", link=f"answer:{ref}", span=2)
    sheet.end(least=18)


def grade_text(meaning: str, looks_like: str) -> str:
    """What this outcome looks like at a grade; what the grade means where the framework does not say."""
    return looks_like or meaning or "–"
