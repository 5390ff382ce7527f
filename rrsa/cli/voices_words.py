"""What the commands on voices say: a round, and what a file would come to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rrsa.cli import output
from rrsa.i18n import _
from rrsa.vocabulary import Respondents

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.questionnaires import Preview
    from rrsa.guide.voices import Question, RoundView
    from rrsa.portfolio.voices import Round


def told_words(record: Round) -> str:
    """When a round was, who answered, and how many."""
    from rrsa.guide.voices import days_words, people_words

    who = Respondents(record.who).label if record.who in set(Respondents) else ""
    return " · ".join(filter(None, (days_words(record), who, people_words(record))))


def round_data(view: RoundView) -> dict[str, Any]:
    """A round as data; a count that is not shown is ``None``, and ``hides`` says that there is one."""
    record = view.round
    names = ("id", "title", "who", "group", "since", "date", "n", "source", "form", "sentence", "evidence")
    data: dict[str, Any] = {name: getattr(record, name) for name in names}
    data["questions"] = [
        {
            "question": question.text,
            "asked": question.asked,
            "about": question.outcome,
            "of": question.of,
            "answers": [
                {"answer": each.answer or None, "leans": each.leans, "count": each.count}
                for each in question.answers
            ],
        }
        for question in view.questions
    ]
    data["hides"] = view.hides
    return data


def round_lines(evaluation: Evaluation, view: RoundView, before: RoundView | None) -> Iterator[str]:
    from rrsa.guide import voices as words

    record, shares = view.round, evaluation.framework.percentages
    yield output.wrapped(words.title_words(record), first=f"{record.id}  ")
    yield output.wrapped(told_words(record))
    if record.sentence:
        yield output.wrapped(_("The group has agreed: “{sentence}”").format(sentence=record.sentence))
    if record.evidence:
        yield output.wrapped(_("Evidence was made of it: {id}").format(id=record.evidence))
    if before is not None:
        day = words.days_words(before.round)
        yield output.wrapped(_("Beside it, in brackets: {days}").format(days=day))
    for then, question in words.side_by_side(before, view):
        yield ""
        shown = question or then
        assert shown is not None
        yield output.wrapped(shown.text)
        yield output.wrapped(words.question_words(question, shares=shares), first="  ")
        if question is not None:
            yield from _answer_lines(question, then)
        if then is not None:
            was = words.question_words(then, shares=shares)
            went = words.change_words(then, question, shares=shares)
            yield output.wrapped(_("Before: {was} {went}").format(was=was, went=went).strip(), first="  ")
    if before is not None:
        yield ""
        yield output.wrapped(words.caution())


def _answer_lines(question: Question, then: Question | None) -> Iterator[str]:
    """The answers with their counts, those of the round before in brackets."""
    from rrsa.guide.voices import answer_label

    earlier = {each.answer: each.count for each in then.answers} if then else {}
    wide = max((len(str(each.count)) for each in question.answers), default=1)
    if question.asked == "words":
        return
    for each in question.answers:
        was = f" ({earlier[each.answer]})" if each.answer in earlier else ""
        yield output.wrapped(f"{answer_label(each.answer)}{was}", first=f"    {each.count:>{wide}}  ")


def preview_data(preview: Preview) -> dict[str, Any]:
    return {
        "file": preview.file,
        "form": preview.mapped.title,
        "known": preview.is_known,
        "changes": preview.changes,
        "columns": [
            {
                "head": column.head,
                "as": column.use.value,
                "asked": column.asked.value if column.use.value == "question" else None,
                "about": column.about,
                "guess": column.head in preview.guessed,
                "answers": [step.answer for step in column.steps],
            }
            for column in preview.mapped.columns
        ],
        "rounds": [
            {"fate": each.fate.value, **round_data(each.view), "left_out": list(each.few)}
            for each in preview.rounds
        ],
        "small_groups": preview.small_groups,
        "notes": list(preview.notes),
    }


def preview_lines(evaluation: Evaluation, preview: Preview) -> Iterator[str]:
    from rrsa.exchange.questionnaires.taking import few_words
    from rrsa.guide import voices as words

    shares = evaluation.framework.percentages
    yield from _map_lines(evaluation, preview)
    for each in preview.rounds:
        record = each.view.round
        yield ""
        yield output.wrapped(words.title_words(record), first=f"{record.id}  ")
        told = (words.days_words(record), words.people_words(record), each.fate.label)
        yield output.wrapped(" · ".join(told))
        if record.sentence:
            yield output.wrapped(_("The group has agreed: “{sentence}”").format(sentence=record.sentence))
        for then, question in words.side_by_side(each.now, each.view):
            shown = question or then
            assert shown is not None
            now = words.question_words(question, shares=shares)
            yield output.wrapped(_("{question} {answer}").format(question=shown.text, answer=now), first="  ")
            if then is not None and question is not None and then != question:
                was = words.question_words(then, shares=shares)
                yield output.wrapped(_("There now: {was}").format(was=was), first="    ")
        if each.few:
            yield output.wrapped(few_words(each.few), first="  ")
    told_of = [preview.small_words(), *preview.notes]
    if any(told_of):
        yield ""
    for text in filter(None, told_of):
        yield output.wrapped(text)
    for hint in preview.hints:
        yield output.wrapped(hint, first="  ")


def _map_lines(evaluation: Evaluation, preview: Preview) -> Iterator[str]:
    from rrsa.exchange.questionnaires.columns import Use

    mapped = preview.mapped
    text = _("{title}, as it was read before") if preview.is_known else _("{title}, a form that is new here")
    yield output.wrapped(text.format(title=mapped.title))
    for before, now in preview.renamed:
        yield output.wrapped(_("“{before}” is now “{now}”.").format(before=before, now=now), first="  ")
    for column in mapped.columns:
        if not column.head:
            continue
        if column.use is Use.IGNORE:
            why = _("left out: {why}").format(why=column.why) if column.why else _("left out")
            yield output.wrapped(_("{head}: {what}").format(head=column.head, what=why), first="  ")
        elif column.use is not Use.QUESTION:
            what = _("says when") if column.use is Use.WHEN else _("divides people into groups")
            yield output.wrapped(_("{head}: {what}").format(head=column.head, what=what), first="  ")
        else:
            parts = [column.asked.label, ", ".join(step.answer for step in column.steps)]
            outcome = evaluation.framework.outcomes.get(
                evaluation.framework.outcome_of.get(column.about or "", "")
            )
            if outcome is not None:
                about = (
                    _("about {id} {short}, a guess")
                    if column.head in preview.guessed
                    else _("about {id} {short}")
                )
                parts.append(about.format(id=column.about, short=outcome.short))
            what = " · ".join(filter(None, parts))
            yield output.wrapped(
                _("{head}: {what}").format(head=column.head, what=what), first="  ", rest="    "
            )
    if not preview.is_known:
        yield output.wrapped(_("If that is not right: --write-map FILE, change it, then --map FILE."))
