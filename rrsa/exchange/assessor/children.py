"""Children's views: what they told us about each outcome, and what happened then."""

from __future__ import annotations

from rrsa.exchange.book import Book, Sheet, Titled
from rrsa.exchange.content import Content
from rrsa.exchange.identity import reference
from rrsa.exchange.phrases import chose_not_to_say, day_of, shows_words, status_words
from rrsa.framework.model import Outcome
from rrsa.guide import voices
from rrsa.guide.voices import RoundView, first_and_latest
from rrsa.guide.you_said import of_round
from rrsa.i18n import _, ngettext
from rrsa.portfolio.records import Evidence
from rrsa.scoring.model import Piece
from rrsa.vocabulary import Perspective, Respondents

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
    counted = {
        content.framework.outcome_of.get(target)
        for view in content.rounds
        if view.round.who == Respondents.CHILDREN
        for target in view.targets
    }
    for outcome in content.framework.outcomes.values():
        found = content.assessment.outcomes[outcome.id]
        pieces = [p for p in found.pieces if p.perspective is Perspective.CHILDREN]
        if pieces or content.portfolio.outcome(outcome.id).asked:
            _outcome(sheet, content, outcome, pieces)
        elif outcome.id not in counted:
            quiet.append(outcome.id)
    _counted(sheet, content)
    sheet.gap(8)
    if quiet:
        words = ngettext(
            "Not asked about yet: outcome {ids}.", "Not asked about yet: outcomes {ids}.", len(quiet)
        ).format(ids=", ".join(quiet))
        sheet.put(0, words, "body", span=5)
        sheet.end(least=18)
    if any(isinstance(n, str) for n in content.people.values()) or any(each.hides for each in content.rounds):
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


def _counted(sheet: Sheet, content: Content) -> None:
    """What children answered in questionnaires, the first time and lately side by side."""
    asked = [each for each in content.rounds if each.round.who == Respondents.CHILDREN]
    both = first_and_latest(asked)
    if not both:
        return
    sheet.gap(8)
    for column, (text, span) in {
        0: (_("Outcome"), 1),
        1: (_("Asked in a questionnaire"), 1),
        2: (_("The first time"), 2),
        4: (_("Lately"), 1),
    }.items():
        sheet.put(column, text, "head", span=span)
    sheet.end(least=22)
    for before, after in both:
        _round(sheet, content, before, after)
    if any(before for before, _after in both):
        sheet.put(0, voices.caution(), "note", span=5)
        sheet.end()


def _round(sheet: Sheet, content: Content, before: RoundView | None, after: RoundView) -> None:
    record, shares = after.round, content.framework.percentages
    item = content.portfolio.evidence.get(record.evidence or "")
    sheet.put(0, None, "band")
    if item is not None:
        sheet.put(1, voices.title_words(record), "band_link", link=f"evidence:{item.id}")
    else:
        sheet.put(1, voices.title_words(record), "band")
    sheet.put(2, _when(before) if before else None, "band", span=2)
    sheet.put(4, _when(after) if after.questions else None, "band")
    sheet.end(least=20)
    if record.sentence:
        sheet.put(0, None, "cell_ref")
        sheet.put(1, _("The group has agreed: “{sentence}”").format(sentence=record.sentence), "cell", span=4)
        sheet.end(least=18)
    for then, now in voices.side_by_side(before, after):
        question = now or then
        if question is None:
            continue
        outcome = content.framework.outcome_of.get(question.outcome or "")
        leads = f"outcome:{outcome}" if outcome else None
        sheet.put(0, outcome, "cell_ref_link" if outcome else "cell_ref", link=leads)
        sheet.put(1, question.text, "cell")
        sheet.put(2, voices.question_words(then, shares=shares) if before else "–", "cell", span=2)
        sheet.put(4, voices.question_words(now, shares=shares), "cell")
        sheet.end(least=18)
    _what_came_of_it(sheet, content, after)


def _what_came_of_it(sheet: Sheet, content: Content, view: RoundView) -> None:
    """You said, we did, we can't because: what was done because of a round, as children are told it."""
    told = of_round(content.portfolio, view, shares=content.framework.percentages)
    lines = [_("We did: {what}").format(what=each) for each in told.did]
    lines += [_("We are doing: {what}").format(what=each) for each in told.doing]
    lines += [_("We can’t: {what}").format(what=each) for each in told.cannot]
    if lines:
        sheet.put(0, None, "cell_ref")
        sheet.put(1, _("What happened then"), "cell")
        sheet.put(2, "\n".join(lines), "cell", span=3)
        sheet.end(least=18)


def _when(view: RoundView) -> str:
    return "\n".join((voices.days_words(view.round), voices.people_words(view.round)))


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
