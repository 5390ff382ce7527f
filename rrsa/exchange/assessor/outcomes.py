"""The outcomes, a page each: how are we doing, how do we know, what are we going to do now."""

from __future__ import annotations

from collections.abc import Iterator

from rrsa.exchange.book import Book, Sheet, Titled
from rrsa.exchange.content import Content
from rrsa.exchange.identity import reference
from rrsa.exchange.phrases import perspectives_words, shows_words, status_words, view_words
from rrsa.exchange.text import shortened
from rrsa.framework.model import Outcome
from rrsa.guide.reviews import agreed_sentence, beside_of, said_line
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.scoring.model import OutcomeAssessment, Piece
from rrsa.scoring.words import shown_in_ways
from rrsa.vocabulary import ActionStatus

_WIDTHS = (122, 288, 130, 100)
_NOTE = 420  # characters of a piece's note here; the register has all of it
_ACTIONS = 4


def write(book: Book, content: Content) -> None:
    sheet = book.sheet("outcomes", _("Outcomes"), _WIDTHS)
    sheet.anchor("outcomes")
    for outcome in content.framework.outcomes.values():
        sheet.page_break()
        _page(sheet, content, outcome, content.assessment.outcomes[outcome.id])
    sheet.finish()


def _page(sheet: Sheet, content: Content, outcome: Outcome, found: OutcomeAssessment) -> None:
    framework = content.framework
    record = content.portfolio.outcome(outcome.id)
    strand = framework.strand_of[outcome.id]
    ids = list(framework.outcomes)
    sheet.anchor(f"outcome:{outcome.id}")
    sheet.put(0, f"{strand.id} · {strand.title}", "eyebrow", span=3)
    place = _("{n} of {all}").format(n=ids.index(outcome.id) + 1, all=len(ids))
    sheet.put(3, place, "eyebrow_right")
    sheet.end()
    sheet.put(0, f"{outcome.id}  {outcome.title}", "heading", span=4)
    sheet.end(least=30)
    sheet.gap(4)
    sheet.put(0, f"“{outcome.children}”", "quote", span=4)
    sheet.end(least=22)
    _section(sheet, _("How are we doing?"))
    _said(sheet, _("Our view"), view_words(framework, found), "strong")
    step = framework.grade_by_number.get(found.view or 0)
    if step is not None:
        _said(sheet, "", step.meaning, "note")
    if record.line:
        _said(sheet, _("Why, in one line"), record.line)
    nothing = _("Nothing written yet.")
    asks = framework.asks_strengths
    if asks:
        _said(sheet, _("Strengths"), record.strengths or nothing)
        _said(sheet, _("Areas for improvement"), record.improve or nothing)
    for label, text in (
        (_("How have we achieved this?"), record.achieved),
        (_("What difference has it made?"), record.difference),
    ):
        if text or not asks:
            _said(sheet, label, text or nothing)
    for label, text in others_lines(content, outcome):
        _said(sheet, label, text)
    _section(sheet, _("How do we know?"))
    _said(sheet, _("Shown"), _shown(found))
    _pieces(sheet, content, found)
    if record.whom_to_ask:
        sheet.gap(4)
        _said(sheet, _("Whom to ask"), record.whom_to_ask)
    _now(sheet, content, outcome)


def others_lines(content: Content, outcome: Outcome) -> Iterator[tuple[str, str]]:
    """How others see an outcome, and what was agreed; nothing where nobody else has looked."""
    beside = beside_of(content.portfolio, outcome)
    told = [said for said in beside.said if said.view is not None or said.words]
    if told:
        yield _("How others see it"), "\n".join(said_line(content.framework, said) for said in told)
    if agreed := agreed_sentence(content.framework, beside):
        yield _("Agreed"), agreed


def _section(sheet: Sheet, title: str) -> None:
    sheet.gap(8)
    sheet.put(0, title, "section", span=4)
    sheet.end(least=22)
    sheet.gap(5)


def _said(sheet: Sheet, label: str, text: str, look: str = "body") -> None:
    sheet.put(0, label, "label")
    sheet.put(1, text, look, span=3)
    sheet.end(least=18)


def _shown(found: OutcomeAssessment) -> str:
    words = shown_in_ways(found.ways)
    if found.counting:
        words += f": {perspectives_words(found.counting)}"
    return words


def _pieces(sheet: Sheet, content: Content, found: OutcomeAssessment) -> None:
    pieces = content.best(found)
    if not pieces:
        return
    sheet.gap(4)
    heads = (_("Reference"), _("What it is and what it shows"), _("Seen from"), _("Date"))
    for column, head in enumerate(heads):
        sheet.put(column, head, "head")
    sheet.end(least=20)
    for piece in pieces:
        _piece(sheet, content, piece)
    more = len(found.pieces) - len(pieces)
    if more > 0:
        words = ngettext("{n} more in the register", "{n} more in the register", more).format(n=more)
        sheet.put(1, words, "link", link="evidence", span=3)
        sheet.end(least=18)


def _piece(sheet: Sheet, content: Content, piece: Piece) -> None:
    item = content.portfolio.evidence[piece.evidence]
    shows = shows_words(piece.direction)
    about = [item.title or "–"]
    if item.note:
        about.append(shortened(item.note, _NOTE))
    if item.place:
        about.append(_("Kept: {place}").format(place=item.place))
    sheet.put(0, reference(item.id), "cell_ref_link", link=f"evidence:{item.id}")
    sheet.put(1, Titled("\n".join(about)), "cell")
    sheet.put(2, f"{piece.perspective.label}\n{shows}" if shows else piece.perspective.label, "cell")
    sheet.put(3, show_day(item.date) or _("Undated"), "cell")
    sheet.end()
    if content.files and (path := content.files.get(item.id)):
        words = _("Open: {name}").format(name=path.rpartition("/")[2])
        sheet.put(1, words, "link", link=f"file:{item.id}", span=3, tip=_("Open the file"))
        sheet.end(least=18)


def _now(sheet: Sheet, content: Content, outcome: Outcome) -> None:
    actions = content.portfolio.actions_by_outcome.get(outcome.id, ())
    still_to_do = [a for a in actions if ActionStatus(a.status or ActionStatus.PLANNED).is_open and a.present]
    if not still_to_do:
        return
    _section(sheet, _("What are we going to do now?"))
    for column, head in enumerate((_("By when"), _("What"), _("Who"), _("How far"))):
        sheet.put(column, head, "head")
    sheet.end(least=20)
    for action in still_to_do[:_ACTIONS]:
        sheet.put(0, show_day(action.due) or _("No date yet"), "cell")
        sheet.put(1, action.what, "cell")
        sheet.put(2, action.who, "cell")
        sheet.put(3, status_words(action, content.on), "cell")
        sheet.end()
    more = len(still_to_do) - _ACTIONS
    if more > 0:
        words = ngettext("{n} more in the action plan", "{n} more in the action plan", more).format(n=more)
        sheet.put(1, words, "link", link="plan", span=3)
        sheet.end(least=18)
