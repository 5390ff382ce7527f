"""The same on paper: what to look at as a Word document, with places to write a view and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa.exchange.report.paper import Block, Bullets, Cell, Facts, Heading, PageBreak, Paper, Table, Text
from rrsa.guide.shared import Shared
from rrsa.i18n import _
from rrsa.overview.rounds import Round
from rrsa.portfolio.checks import show_day

if TYPE_CHECKING:
    from rrsa.exchange.moderation.going_out import ToRead

_LINE = "_" * 62  # to write on


def write_paper(round_: Round, about: Shared, read: Sequence[ToRead], path: Path, *, day: str) -> None:
    """Writes the paper for the setting ``about`` to ``path``, a ``.docx`` file, whole or not at all."""
    from rrsa.exchange.report.place import check_paper
    from rrsa.exchange.report.word import render
    from rrsa.exchange.target import write_whole

    check_paper(path)
    made = render(compose(round_, about, read, day=day))
    check_paper(path)
    write_whole(path, made)


def compose(round_: Round, about: Shared, read: Sequence[ToRead], *, day: str) -> Paper:
    """What the people of the setting ``about`` are to look at, as a paper; ``day`` is ISO text."""
    from rrsa.exchange.moderation.going_out import by_owner, how_to

    blocks: list[Block] = [
        Facts(
            (
                (_("For"), about.name),
                (_("To look at"), by_owner(read)),
                (_("Return to"), ""),
                (_("Return by"), ""),
                (_("Looked at by (roles)"), ""),
            )
        ),
        Heading(_("How to go about it")),
        Bullets(how_to()),
        Text(_("A view of others’ words, not an award decision."), "quiet"),
    ]
    for each in read:
        blocks += _item(each)
    return Paper(
        eyebrow=_("Joint quality assurance"),
        title=round_.title,
        day=show_day(day),
        language="en-GB",
        blocks=tuple(blocks),
        foot=(),  # it would stand alone on a last page
    )


def _item(each: ToRead) -> Iterator[Block]:
    from rrsa.exchange.identity import reference
    from rrsa.exchange.moderation.going_out import grade_text, piece_cells, said_lines

    yield PageBreak()
    yield Heading(f"{each.whose} · {each.title}")
    yield Text(_("Reference {ref}").format(ref=reference(each.item.ref or "")), "quiet")
    if each.asked.why:
        yield Text(each.asked.why)
    yield Heading(_("What they say"), 3)
    told = tuple(said_lines(each.said))
    for label, text in told:
        yield Text(label, "label")
        yield Text(text)
    if not told:
        yield Text(_("They share no words on it, only the titles of evidence."), "quiet")
    yield Heading(_("The evidence that they name"), 3)
    if each.said.pieces:
        yield Table(
            caption=_("The evidence that they name"),
            heads=(_("What it is"), _("Seen from"), _("Date")),
            rows=tuple(tuple(Cell(text) for text in piece_cells(piece)) for piece in each.said.pieces),
            widths=(56, 26, 18),
            heard=True,
        )
    else:
        yield Text(_("None is named."), "quiet")
    yield Heading(_("What the grades look like"), 3)
    yield Table(
        caption=_("What the grades look like"),
        heads=(_("Grade"), _("What it is like"), _("Your view: tick one")),
        rows=tuple(
            (
                Cell(f"{grade.grade} {grade.name}", strong=True),
                Cell(grade_text(grade.meaning, grade.looks_like)),
                Cell("☐"),
            )
            for grade in each.asked.grades
        ),
        widths=(22, 60, 18),
        heard=True,
    )
    yield Facts(
        (
            (_("Why you see it so"), "\n".join([_LINE] * 4)),
            (_("If you could not look: why"), _LINE),
        )
    )
