"""What a questionnaire's file would come to, as its dialog shows it: how columns are read, and the counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.questionnaires import Preview, RoundPreview
    from rrsa.exchange.questionnaires.columns import Column


def preview_words(evaluation: Evaluation, preview: Preview) -> Content:
    """The whole preview: the rounds first, then what is left out, then the columns."""
    lines: list[Content] = []
    for each in preview.rounds:
        lines += [*_round(evaluation, each), Content("")]
    told = [text for text in (preview.small_words(), *preview.notes) if text]
    lines += [Content.assemble(("▲ ", "$warning"), text) for text in told]
    title = _("{title}, as it was read before") if preview.is_known else _("{title}, a form that is new here")
    lines.append(Content.styled(title.format(title=preview.mapped.title), "bold $secondary"))
    for column in preview.mapped.columns:
        if column.head:
            what = _column(evaluation, preview, column)
            lines.append(Content.assemble(("• ", "$primary"), f"{column.head}: ", (what, "$text-muted")))
    return Content("\n").join(lines)


def _round(evaluation: Evaluation, each: RoundPreview) -> Iterator[Content]:
    from rrsa.exchange.questionnaires.taking import few_words
    from rrsa.guide import voices as words

    record, shares = each.view.round, evaluation.framework.percentages
    yield Content.styled(words.title_words(record), "bold $secondary")
    told = (words.days_words(record), words.people_words(record), each.fate.label)
    yield Content.styled(" · ".join(told), "$text-muted")
    for then, question in words.side_by_side(each.now, each.view):
        shown = question or then
        if shown is None:
            continue
        said = words.question_words(question, shares=shares)
        yield Content.assemble(("◆ ", "$primary"), f"{shown.text} ", (said, "bold"))
        if then is not None and question is not None and then != question:
            was = words.question_words(then, shares=shares)
            yield Content.styled("  " + _("There now: {was}").format(was=was), "$text-muted")
    if each.few:
        yield Content.styled(few_words(each.few), "$text-muted")


def _column(evaluation: Evaluation, preview: Preview, column: Column) -> str:
    """What a column is taken for."""
    from rrsa.exchange.questionnaires.columns import Use

    if column.use is Use.IGNORE:
        return _("left out: {why}").format(why=column.why) if column.why else _("left out")
    if column.use is Use.WHEN:
        return _("says when")
    if column.use is Use.GROUP:
        return _("divides people into groups")
    parts = [column.asked.label]
    framework = evaluation.framework
    outcome = framework.outcomes.get(framework.outcome_of.get(column.about or "", ""))
    if outcome is not None:
        guessed = column.head in preview.guessed
        about = _("about {id} {short}, a guess") if guessed else _("about {id} {short}")
        parts.append(about.format(id=column.about, short=outcome.short))
    return " · ".join(parts)
