"""Children's views: what they told us about each outcome, and what happened then."""

from __future__ import annotations

from rrsa.exchange.book import Book, Sheet, Titled
from rrsa.exchange.content import Content
from rrsa.exchange.identity import reference
from rrsa.exchange.phrases import chose_not_to_say, day_of, shows_words, status_words
from rrsa.framework.model import Outcome
from rrsa.i18n import _, ngettext
from rrsa.portfolio.records import Evidence
from rrsa.scoring.model import Piece
from rrsa.vocabulary import Perspective

_WIDTHS = (88, 230, 92, 56, 174)


def write(book: Book, content: Content) -> None:
    sheet = book.sheet("children", _("Children's views"), _WIDTHS)
    sheet.anchor("children")
    sheet.put(0, _("Children's views"), "heading", span=5)
    sheet.end(least=30)
    sheet.put(0, _intro(content), "body", span=5)
    sheet.end(least=20)
    sheet.gap(8)
    head = sheet.row
    heads = (_("Reference"), _("What children told us"), _("Date"), _("How many"), _("What happened then"))
    for column, text in enumerate(heads):
        sheet.put(column, text, "head")
    sheet.end(least=22)
    quiet = []
    for outcome in content.framework.outcomes.values():
        found = content.assessment.outcomes[outcome.id]
        pieces = [p for p in found.pieces if p.perspective is Perspective.CHILDREN]
        if pieces or content.portfolio.outcome(outcome.id).asked:
            _outcome(sheet, content, outcome, pieces)
        else:
            quiet.append(outcome.id)
    sheet.gap(8)
    if quiet:
        words = ngettext(
            "Not asked about yet: outcome {ids}.", "Not asked about yet: outcomes {ids}.", len(quiet)
        ).format(ids=", ".join(quiet))
        sheet.put(0, words, "body", span=5)
        sheet.end(least=18)
    if any(isinstance(n, str) for n in content.people.values()):
        words = _(
            "Numbers under five are not shown, nor is one more where the sum would give the small one away."
        )
        sheet.put(0, words, "note", span=5)
        sheet.end()
    sheet.finish(repeat=(head, head), one_page_wide=True)


def _intro(content: Content) -> str:
    words = _("What children said, by outcome, in the words that children are asked in.")
    if content.children_in_all:
        words += " " + _(
            "Counted over all pieces, {n} answers were given; a child may be among them more than once."
        ).format(n=content.children_in_all)
    return words


def _outcome(sheet: Sheet, content: Content, outcome: Outcome, pieces: list[Piece]) -> None:
    sheet.put(0, outcome.id, "band_link", link=f"outcome:{outcome.id}")
    sheet.put(1, f"“{outcome.children}”", "band", span=4)
    sheet.end(least=20)
    if not pieces:
        sheet.put(0, None, "cell_ref")
        sheet.put(1, chose_not_to_say(content.framework), "cell", span=4)
        sheet.end(least=18)
    for piece in pieces:
        item = content.portfolio.evidence[piece.evidence]
        told = (item.title or "–", _asked(item), _said(item), item.note, shows_words(piece.direction))
        about = "\n".join(part for part in told if part)
        sheet.put(0, reference(item.id), "cell_ref_link", link=f"evidence:{item.id}")
        sheet.put(1, Titled(about), "cell")
        sheet.put(2, day_of(item.date) or _("Undated"), "cell_day")
        sheet.put(3, content.people.get(item.id), "cell_centre")
        sheet.put(4, _then(content, item.id), "cell")
        sheet.end(least=18)


def _asked(item: Evidence) -> str:
    return _("Asked: {question}").format(question=item.question) if item.question else ""


def _said(item: Evidence) -> str:
    return _("In their words: “{said}”").format(said=item.said) if item.said else ""


def _then(content: Content, evidence: str) -> str:
    """What was done because of what children said."""
    lines = []
    for action in content.portfolio.actions.values():
        if action.because == evidence and action.present:
            lines.append(f"{action.what} ({status_words(action, content.on)})")
            if action.difference:
                lines.append(action.difference)
    return "\n".join(lines)
