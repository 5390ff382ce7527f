"""The summary: nine outcomes on a page, the spread said in words, the milestones."""

from __future__ import annotations

from rrsa.exchange.book import Book, Sheet
from rrsa.exchange.content import Content
from rrsa.exchange.phrases import day_of, not_an_award, view_words
from rrsa.i18n import _, ngettext
from rrsa.scoring.words import enough_words, grade_words, shown_in_ways

_WIDTHS = (34, 176, 126, 194, 110)


def write(book: Book, content: Content) -> None:
    sheet = book.sheet("summary", _("Summary"), _WIDTHS)
    sheet.anchor("summary")
    sheet.put(0, _("Summary"), "heading", span=5)
    sheet.end(least=30)
    sheet.put(0, spread_words(content), "body", span=5)
    sheet.end(least=20)
    sheet.gap(8)
    _outcomes(sheet, content)
    sheet.gap(6)
    sheet.put(0, not_an_award(content.framework) + " " + shown_words(), "note", span=5)
    sheet.end()
    _milestones(sheet, content)
    sheet.finish()


def spread_words(content: Content) -> str:
    """Who stands where; nothing is averaged, and the lowest is named."""
    framework = content.framework
    spread = content.assessment.spread
    parts = []
    for step in reversed(framework.scale):
        here = spread.get(step.grade, ())
        if here:
            parts.append(
                ngettext("{grade}: outcome {ids}", "{grade}: outcomes {ids}", len(here)).format(
                    grade=grade_words(framework, step.grade), ids=_list(here)
                )
            )
    words = "; ".join(parts) + "." if parts else ""
    without = spread.get(None, ())
    if without:
        words += " " + ngettext(
            "Without a view yet: outcome {ids}.", "Without a view yet: outcomes {ids}.", len(without)
        ).format(ids=_list(without))
    return words.strip()


def shown_words() -> str:
    words = _(
        "“Shown” says from how many sides evidence shows that it works: children's views, observation, "
        "records and data, adults' views."
    )
    return f"{words} {enough_words()}"


def _list(ids: tuple[str, ...]) -> str:
    return ", ".join(ids)


def _outcomes(sheet: Sheet, content: Content) -> None:
    for column, head in enumerate(("", _("Outcome"), _("Our view"), _("Why, in one line"), _("Shown"))):
        sheet.put(column, head, "head")
    sheet.end(least=22)
    for strand in content.framework.strands:
        sheet.put(0, strand.id, "band")
        sheet.put(1, strand.title, "band", span=4)
        sheet.end(least=19)
        for outcome in strand.outcomes:
            found = content.assessment.outcomes[outcome.id]
            sheet.put(0, outcome.id, "cell_link", link=f"outcome:{outcome.id}")
            sheet.put(1, outcome.title, "cell")
            sheet.put(2, view_words(content.framework, found), "cell_strong")
            sheet.put(3, content.portfolio.outcome(outcome.id).line, "cell")
            sheet.put(4, shown_in_ways(found.ways), "cell")
            sheet.end(least=20)


def _milestones(sheet: Sheet, content: Content) -> None:
    stages = [stage.id for stage in content.framework.stages]
    aim = content.portfolio.setting.aim
    reach = stages[: stages.index(aim) + 1] if aim in stages else stages[:1]
    milestones = [m for m in content.framework.milestones if m.stage in reach]
    if not milestones:
        return
    sheet.page_break()
    sheet.put(0, _("Milestones"), "heading", span=5)
    sheet.end(least=30)
    sheet.put(0, _("Things done once on the way to a stage."), "body", span=5)
    sheet.end(least=20)
    sheet.gap(8)
    for column, span, head in ((0, 2, _("Milestone")), (2, 1, _("Reached")), (3, 2, _("Note"))):
        sheet.put(column, head, "head", span=span)
    sheet.end(least=22)
    for milestone in milestones:
        record = content.portfolio.milestones.get(milestone.id)
        day = day_of(record.done) if record else None
        sheet.put(0, milestone.title, "cell", span=2)
        sheet.put(2, day or _("Not yet"), "cell_day" if day else "cell_muted")
        sheet.put(3, record.note if record else None, "cell", span=2)
        sheet.end(least=18)
