"""How scores work: the figures with all their parts, and in words what they mean and don't mean."""

from __future__ import annotations

from fractions import Fraction

from rrsa.exchange.book import Book, CellValue, Formula, Sheet
from rrsa.exchange.content import Content
from rrsa.exchange.identity import reference
from rrsa.exchange.phrases import not_an_award, view_words
from rrsa.exchange.working.coverage import filled_later
from rrsa.i18n import _
from rrsa.scoring.model import OutcomeAssessment, Piece
from rrsa.scoring.words import enough_words, flag_words, grade_words, number, shown_in_ways
from rrsa.vocabulary import Directness, Perspective

_WIDTHS = (166, 164, 164, 80, 78, 92, 84, 78, 250)

_SCORE = "=INT(ROUND(100*(1-(1-E{row})*(1-F{row})*(1-G{row})*(1-H{row})),6))"
_PIECE_LOOKS = (
    "cell",
    "cell_ref",
    "cell",
    "cell_centre",
    "cell_share",
    "cell_share",
    "cell_share",
    "cell_count",
    "cell",
)
_STRENGTH = "=E{row}*F{row}"


def write(book: Book, content: Content) -> None:
    sheet = book.sheet("scores", _("How scores work"), _WIDTHS, landscape=True)
    sheet.anchor("scores")
    sheet.put(0, _("How scores work"), "heading", span=9)
    sheet.end(least=28)
    for text in _words(content):
        sheet.put(0, text, "body", span=9)
        sheet.end(least=17)
    _outcomes(sheet, content)
    if content.blank:
        sheet.gap(6)
        sheet.put(0, filled_later(), "note", span=9)
        sheet.end()
    else:
        _pieces(sheet, content)
    sheet.finish(one_page_wide=True)


def _words(content: Content) -> list[str]:
    rules = content.framework.evidence
    fresh = rules.freshness
    kinds = ", ".join(
        f"{kind.label.partition(':')[0]} {number(rules.directness[kind])}" for kind in Directness
    )
    return [
        " ".join(
            (
                not_an_award(content.framework),
                _("No official scale exists; these figures are this toolkit's own help."),
            )
        ),
        _("Words come first: “shown two ways” says more than any figure.") + " " + enough_words(),
        _(
            "The strength of a piece is how direct it is ({kinds}) times how fresh it is: 1 for {fresh} "
            "months, then falling month by month to {floor} at {stale} months, where it stays. Without a "
            "date it counts {floor}."
        ).format(kinds=kinds, fresh=fresh.fresh_months, stale=fresh.stale_months, floor=number(fresh.floor)),
        _(
            "Pieces that look from the same side add up to at most {ceiling}: 1 − (1 − a) × (1 − b) × … The "
            "sides add up in the same way to the evidence score, 0 to 100. Only pieces that show it works "
            "count; those that show not yet are welcome, and ask what was done about them."
        ).format(ceiling=number(rules.ceiling)),
        _("Age lowers the evidence score. It never lowers our view, nor what is shown."),
    ]


def _outcomes(sheet: Sheet, content: Content) -> None:
    sheet.gap(10)
    heads = (
        _("Outcome"),
        _("Our view"),
        _("Shown as far as"),
        _("Evidence score"),
        *(perspective.label for perspective in Perspective),
        _("What would carry it further"),
    )
    for column, text in enumerate(heads):
        sheet.put(column, text, "head")
    sheet.end(least=34)
    for outcome in content.framework.outcomes.values():
        found = content.assessment.outcomes[outcome.id]
        sheet.put(0, f"{outcome.id} {outcome.short}", "cell")
        sheet.put(1, None if content.blank else view_words(content.framework, found), "cell")
        sheet.put(2, None if content.blank else _shown(content, found), "cell")
        # The figure as a formula of its parts, so that anybody can follow it.
        score = Formula(_SCORE, found.evidence.out_of_100) if found.counting else None
        sheet.put(3, score, "cell_count")
        for column, perspective in enumerate(Perspective, start=4):
            sheet.put(column, _share(found.evidence.by_perspective.get(perspective)), "cell_share")
        sheet.put(8, "\n".join(cap.why for cap in found.caps), "cell")
        sheet.end(least=18, split=False)


def _share(share: Fraction | None) -> float | None:
    return None if share is None else float(share)


def _shown(content: Content, found: OutcomeAssessment) -> str:
    ways = shown_in_ways(found.ways)
    if found.shown is None:
        return ways
    return f"{grade_words(content.framework, found.shown)}\n{ways}"


def _pieces(sheet: Sheet, content: Content) -> None:
    if not content.portfolio.evidence:
        return
    sheet.page_break()
    sheet.put(0, _("Every piece with its parts"), "heading", span=9)
    sheet.end(least=28)
    head = sheet.row
    heads = (
        _("Outcome"),
        _("Reference"),
        _("Seen from"),
        _("Counts"),
        _("How direct"),
        _("How fresh"),
        _("Strength"),
        _("Months old"),
        _("What to know"),
    )
    for column, text in enumerate(heads):
        sheet.put(column, text, "head")
    sheet.end(least=22)
    looks = tuple(map(sheet.book.look, _PIECE_LOOKS))
    sides = {perspective: perspective.label for perspective in Perspective}
    for outcome in content.framework.outcomes.values():
        name = f"{outcome.id} {outcome.short}"
        for piece in content.assessment.outcomes[outcome.id].pieces:
            sheet.line((name, *_parts(piece, sides[piece.perspective])), looks, least=17)
    sheet.worksheet.repeat_rows(head)


def _parts(piece: Piece, side: str) -> tuple[CellValue, ...]:
    know = [] if piece.counts else [piece.direction.label]
    know += [flag_words(flag) for flag in piece.flags]
    return (
        reference(piece.evidence),
        side,
        _("Yes") if piece.counts else _("No"),
        float(piece.directness),
        float(piece.freshness),
        Formula(_STRENGTH, float(piece.strength)),
        piece.months,
        ", ".join(know),
    )
