"""The note that lies on top of a pack: what is in it, where each piece is, how to see that it is whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from rrsa.exchange.content import Content
from rrsa.exchange.pack.choice import Choice
from rrsa.exchange.pack.places import SUMS
from rrsa.exchange.report.page import render
from rrsa.exchange.report.paper import Block, Bullets, Cell, Facts, Heading, Paper, Table, Text
from rrsa.exchange.report.words import standard_foot
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.ids import with_check
from rrsa.portfolio.records import Evidence
from rrsa.vocabulary import Perspective


def note(content: Content, choice: Choice, chosen: Mapping[str, tuple[str, ...]], workbook: str) -> bytes:
    """The note as one page of HTML; its links lead to what lies beside it."""
    return render(
        Paper(
            eyebrow=_("Evidence pack"),
            title=content.name,
            day=show_day(content.on),
            language=content.framework.language,
            blocks=tuple(_body(content, choice, chosen, workbook)),
            foot=standard_foot(content),
        )
    )


def _body(
    content: Content, choice: Choice, chosen: Mapping[str, tuple[str, ...]], workbook: str
) -> Iterator[Block]:
    pieces = {piece for each in chosen.values() for piece in each}
    files = len(set((content.files or {}).values()))
    yield Text(
        _(
            "Thank you for looking at this. Begin with the workbook: it has a page for each outcome. What is "
            "listed below is the evidence that we chose for you; there is more with us, and you are welcome "
            "to see it."
        ),
        "lead",
    )
    yield Facts(tuple(_facts(content, choice, len(pieces), files)))
    yield Table(
        caption=_("Where to begin"),
        heads=(_("Open"), _("What it is")),
        rows=(
            (
                Cell(workbook, link=quote(workbook)),
                Cell(_("The assessor's copy, for Excel or LibreOffice; made to be printed on A4 too.")),
            ),
        ),
        widths=(45, 55),
        heard=True,
    )
    yield Heading(_("The evidence, outcome by outcome"))
    yield Table(
        caption=_("Evidence for each outcome"),
        heads=(_("Outcome"), _("What it is"), _("Seen from"), _("Where it is")),
        rows=tuple(_rows(content, chosen)),
        widths=(22, 34, 17, 27),
        heard=True,
    )
    without = [outcome for outcome in content.framework.outcomes if not chosen.get(outcome)]
    if without:
        yield Text(
            ngettext(
                "No piece was chosen for outcome {ids}.",
                "No piece was chosen for outcomes {ids}.",
                len(without),
            ).format(ids=", ".join(without)),
            "quiet",
        )
    yield Heading(_("Is everything here, and as it was sent?"))
    yield Text(
        _(
            "{file} holds a checksum of every file. Where it fits, nothing has been changed or damaged on "
            "the way."
        ).format(file=SUMS)
    )
    yield Bullets(
        (
            _("On macOS or Linux: shasum -a 256 -c {file}, in this folder.").format(file=SUMS),
            _("On Windows: certutil -hashfile, the name of a file, then SHA256; compare it with its line."),
        )
    )


def _facts(content: Content, choice: Choice, pieces: int, files: int) -> Iterator[tuple[str, str]]:
    framework, record = content.framework, content.portfolio.setting
    yield _("Framework"), framework.title
    stage = framework.stage_by_id.get(choice.stage or record.aim or "")
    if stage is not None:
        yield _("Stage"), stage.name
    if choice.strands:
        yield _("Strands"), ", ".join(f"{strand.id} {strand.title}" for strand in framework.strands)
    for label, value in ((framework.for_.head_label, record.head), (_("Lead"), record.lead)):
        if value:
            yield label, value
    yield (
        _("Inside"),
        _("{pieces}, {files}").format(
            pieces=ngettext("{n} piece of evidence", "{n} pieces of evidence", pieces).format(n=pieces),
            files=ngettext("{n} file", "{n} files", files).format(n=files),
        ),
    )


def _rows(content: Content, chosen: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Cell | None, ...]]:
    """A row a piece; the outcome stands once for all of its pieces."""
    for outcome in content.framework.outcomes.values():
        pieces = chosen.get(outcome.id, ())
        for n, piece in enumerate(pieces):
            item = content.portfolio.evidence[piece]
            seen = Perspective(item.perspective).label if item.perspective in set(Perspective) else "–"
            yield (
                None if n else Cell(f"{outcome.id} {outcome.short}", strong=True, rows=len(pieces)),
                Cell(item.title or "–", under=with_check(item.id)),
                Cell(seen, under=show_day(item.date) or _("Undated")),
                where(content, item),
            )


def where(content: Content, item: Evidence) -> Cell:
    """Where a piece is: its file in the pack, else where it is kept."""
    path = (content.files or {}).get(item.id)
    if path is not None:
        return Cell(path.rpartition("/")[2].partition(" ")[2], link=quote(path))
    if item.place:
        return Cell(_("Kept: {place}").format(place=item.place))
    return Cell(_("Not in this pack; please ask us for it"), quiet=True)
