"""Rounds of questions on paper: what came out the first time and lately, drawn and in words.

Everything here is made from what may leave (:func:`rrsa.guide.voices_shown.rounds_shown`): a count that may
not be seen is an empty frame, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from rrsa.exchange.report.paper import Bar, Bars, Block, Cell, Chart, Table, Text
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.text import shortened
from rrsa.framework.model import Outcome
from rrsa.guide import voices
from rrsa.guide.voices import Question, RoundView
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.vocabulary import Asked

_LABEL = 60  # characters of a question that stand beside its bar
_ANSWERS = 8  # answers that are drawn of one question; the table has all

_Rows: TypeAlias = Sequence[tuple[Question | None, Question | None]]


def charts(subject: Subject, outcome: Outcome | None) -> Iterator[Chart]:
    """Charts of what each form and group was asked about ``outcome``, or about none at all: one for the
    questions that people agree with or not, and one for each whose answers are choices."""
    known = subject.framework.outcome_of
    wanted = outcome.id if outcome else None
    for before, after in voices.first_and_latest(subject.content.rounds):
        title = voices.title_words(after.round)
        together = []
        for then, now in voices.side_by_side(before, after):
            question = now or then or _NOTHING
            if known.get(question.outcome or "") != wanted:
                continue
            if question.leaning or question.asked == Asked.WORDS:
                together.append((then, now))
            else:
                own = _("{title}: {question}").format(title=title, question=question.text)
                yield _chart(subject, own, before, after, [(then, now)], _choices(before, after, then, now))
        if together:
            yield _chart(subject, title, before, after, together, _agreeing(before, after, together))


def agreed(subject: Subject) -> Iterator[Block]:
    """The sentences that groups have agreed to say, each with the group's name."""
    for view in subject.content.rounds:
        if view.round.sentence:
            yield Text(_("“{said}”").format(said=view.round.sentence), "quote")
            told = (voices.title_words(view.round), show_day(view.round.date))
            yield Text(", ".join(filter(None, told)), "quiet")


_NOTHING = Question("", Asked.ONE.value, None, 0, ())


def _chart(
    subject: Subject,
    title: str,
    before: RoundView | None,
    after: RoundView,
    rows: _Rows,
    bars: Iterator[Bar],
) -> Chart:
    cells = _answer_rows(before, rows) if len(rows) == 1 and _is_choice(rows[0]) else None
    heads = [_("Asked") if cells is None else _("Answer")]
    if before is not None:
        heads.append(_("The first time, {when}").format(when=_when(before)))
    heads.append(_("This time, {when}").format(when=_when(after)) if before else _when(after))
    return Chart(
        title=title,
        said=" ".join(_said(subject, rows)),
        drawing=Bars(tuple(bars)),
        table=Table(
            caption=title,
            heads=tuple(heads),
            rows=tuple(cells if cells is not None else _question_rows(subject, before, rows)),
            widths=(34, 33, 33) if before else (40, 60),
        ),
    )


def _is_choice(row: tuple[Question | None, Question | None]) -> bool:
    question = row[1] or row[0] or _NOTHING
    return not (question.leaning or question.asked == Asked.WORDS)


def _question_rows(subject: Subject, before: RoundView | None, rows: _Rows) -> list[tuple[Cell, ...]]:
    shares = subject.framework.percentages
    found: list[tuple[Cell, ...]] = []
    for then, now in rows:
        first = Cell((now or then or _NOTHING).text, strong=True)
        told = [then, now] if before else [now]
        found.append((first, *(Cell(voices.question_words(each, shares=shares)) for each in told)))
    return found


def _answer_rows(before: RoundView | None, rows: _Rows) -> list[tuple[Cell, ...]]:
    """Every answer of one question with its counts."""
    told = rows[0] if before else rows[0][1:]
    answers = dict.fromkeys(
        each.answer for question in reversed(told) if question for each in question.answers
    )
    return [
        (Cell(voices.answer_label(answer), strong=True), *(Cell(_counted(q, answer)) for q in told))
        for answer in answers
    ]


def _counted(question: Question | None, answer: str) -> str:
    for each in question.answers if question else ():
        if each.answer == answer:
            return voices.answer_words(each, question.of if question else 0)
    return "–"


def _when(view: RoundView) -> str:
    return _("{days}: {people}").format(
        days=voices.days_words(view.round), people=voices.people_words(view.round)
    )


def _said(subject: Subject, rows: _Rows) -> Iterator[str]:
    """The latest round in sentences, and which way it has gone."""
    shares = subject.framework.percentages
    for then, now in rows:
        question = now or then
        if question is None:
            continue
        words = voices.question_words(now, shares=shares)
        went = voices.change_words(then, now, shares=shares)
        answer = " ".join(filter(None, (words, went)))
        yield _("“{question}”: {answer}").format(question=question.text, answer=answer)


def _agreeing(before: RoundView | None, after: RoundView, rows: _Rows) -> Iterator[Bar]:
    """A bar for those who agree, or wrote something, in each round; the first of a question names it."""
    for then, now in rows:
        named = False
        for view, question in ((before, then), (after, now)):
            if view is None or question is None:
                continue
            if question.asked == Asked.WORDS:
                count = question.answers[0].count if question.answers else None
                said = _("wrote something")
            else:
                count = question.agreeing
                said = _(" or ").join(each.answer for each in question.leaning)
            text = "" if named else shortened(question.text, _LABEL)
            yield _bar(text, view, said, count, question.of)
            named = True


def _choices(
    before: RoundView | None, after: RoundView, then: Question | None, now: Question | None
) -> Iterator[Bar]:
    """A bar for each answer in each round; the first of an answer names it."""
    counts = {
        id(view): {each.answer: each for each in question.answers}
        for view, question in ((before, then), (after, now))
        if view is not None and question is not None
    }
    answers = list(dict.fromkeys(a for q in (now, then) if q for a in (each.answer for each in q.answers)))
    for answer in answers[:_ANSWERS]:
        named = False
        for view, question in ((before, then), (after, now)):
            if view is None or question is None or answer not in counts[id(view)]:
                continue
            label = voices.answer_label(answer)
            yield _bar("" if named else label, view, label, counts[id(view)][answer].count, question.of)
            named = True


def _bar(text: str, view: RoundView, said: str, count: int | None, of: int) -> Bar:
    label = " · ".join(filter(None, (text, show_day(view.round.date)))) or _("No date")
    if count is None:
        return Bar(label, _("{said}: not shown").format(said=said), None, max(of, 1))
    words = _("{count} of {n}: {said}").format(count=count, n=of, said=said)
    return Bar(label, words, count, max(of, 1))
