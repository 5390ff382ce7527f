"""The cover: what this is, of which day, what is inside, what may be handed on."""

from __future__ import annotations

from rrsa.exchange.book import Book, Sheet
from rrsa.exchange.cover_parts import WIDTHS, fact, head, inside, section
from rrsa.exchange.overview_book.gathered import Overview
from rrsa.exchange.phrases import not_affiliated
from rrsa.i18n import _
from rrsa.overview.figure_words import how_made
from rrsa.overview.telling import asked_words, counts_words


def write(book: Book, overview: Overview) -> None:
    sheet = book.sheet("cover", _("Cover"), WIDTHS)
    sheet.gap(60)
    head(
        sheet,
        _("For whoever coordinates"),
        _("Overview of settings"),
        _("What they have shared of their self-evaluation of children’s rights"),
    )
    sheet.gap(20)
    facts: list[tuple[str, str]] = [(_("Settings"), counts_words(overview.every))]
    if overview.wanted.narrows:
        facts.append((_("Listed here"), " · ".join(overview.wanted.words)))
    if asked := asked_words(overview.rows):
        facts.append((_("Help"), asked))
    for label, words in facts:
        fact(sheet, label, words)
    fact(sheet, _("As of"), overview.on)
    sheet.gap(24)
    _contents(sheet)
    sheet.gap(24)
    section(sheet, _("About this overview"))
    for text in (
        _(
            "A setting shares; nobody looks in. What stands here of a setting is what it chose to share, as "
            "it stood on the day beside it. One that has shared nothing, or has taken it back, has done "
            "nothing wrong."
        ),
        _(
            "Settings, Expiring and Help name settings and are for whoever coordinates. The other sheets "
            "name none and may be handed on."
        ),
        how_made(),
        _("No order here is a ranking, and no setting is set against another."),
        _("Self-evaluation, not an award decision.") + " " + not_affiliated(),
    ):
        sheet.put(0, text, "body", span=2)
        sheet.end(least=18)
        sheet.gap(4)
    sheet.finish(one_page=True)


def _contents(sheet: Sheet) -> None:
    inside(
        sheet,
        (
            ("settings", _("Settings"), _("a line for each, with what it shared")),
            ("expiring", _("Expiring"), _("what runs out, term by term")),
            ("help", _("Help"), _("who would like help, and who could give it")),
            ("groups", _("Groups"), _("where settings stand together: stages, views, what they count")),
            ("gaps", _("Gaps"), _("outcomes that are low with many, articles and evidence that are missing")),
            ("targets", _("Targets"), _("what we want to reach together, and how far that has come")),
            ("rights", _("Rights report"), _("what is known for the authority’s report, and room to write")),
        ),
    )
