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
_ANSWERS = 5  # bars of a question whose answers neither agree nor disagree

_Rows: TypeAlias = Sequence[tuple[Question | None, Question | None]]


def charts(subject: Subject, outcome: Outcome | None) -> Iterator[Chart]:
    """A chart for each form and group that was asked about ``outcome``, or about none at all."""
    known = subject.framework.outcome_of
    wanted = outcome.id if outcome else None
    for before, after in voices.first_and_latest(subject.content.rounds):
        rows = [
            (then, now)
            for then, now in voices.side_by_side(before, after)
            if known.get((now or then or _NOTHING).outcome or "") == wanted
        ]
        if rows:
            yield _chart(subject, before, after, rows)


def agreed(subject: Subject) -> Iterator[Block]:
    """The sentences that groups have agreed to say, each with the group's name."""
    for view in subject.content.rounds:
        if view.round.sentence:
            yield Text(_("“{said}”").format(said=view.round.sentence), "quote")
            told = (voices.title_words(view.round), show_day(view.round.date))
            yield Text(", ".join(filter(None, told)), "quiet")


_NOTHING = Question("", Asked.ONE.value, None, 0, ())


def _chart(subject: Subject, before: RoundView | None, after: RoundView, rows: _Rows) -> Chart:
    shares = subject.framework.percentages
    title = voices.title_words(after.round)
    heads = [_("Asked")]
    if before is not None:
        heads.append(_("The first time, {when}").format(when=_when(before)))
    heads.append(_("Lately, {when}").format(when=_when(after)) if before else _when(after))
    table = []
    for then, now in rows:
        question = now or then or _NOTHING
        cells = [Cell(question.text, strong=True)]
        cells += [Cell(voices.question_words(then, shares=shares))] if before else []
        table.append((*cells, Cell(voices.question_words(now, shares=shares))))
    return Chart(
        title=title,
        said=" ".join(_said(subject, rows)),
        drawing=Bars(tuple(_bars(before, after, rows))),
        table=Table(
            caption=title,
            heads=tuple(heads),
            rows=tuple(table),
            widths=(34, 33, 33) if before else (40, 60),
        ),
    )


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
        yield " ".join(filter(None, (_("“{question}”").format(question=question.text), words, went)))


def _bars(before: RoundView | None, after: RoundView, rows: _Rows) -> Iterator[Bar]:
    for then, now in rows:
        for view, question in ((before, then), (after, now)):
            if view is None or question is None:
                continue
            day = show_day(view.round.date)
            for said, count in _figures(question):
                label = _("{day} · {question}").format(day=day, question=shortened(question.text, _LABEL))
                words = (
                    said
                    if count is None
                    else _("{count} of {n}: {said}").format(count=count, n=question.of, said=said)
                )
                yield Bar(label if day else question.text, words, count, max(question.of, 1))


def _figures(question: Question) -> Iterator[tuple[str, int | None]]:
    """What is drawn of a question: those who agree, or its answers one by one."""
    if question.asked == Asked.WORDS or question.leaning:
        count = question.agreeing
        if question.asked == Asked.WORDS:
            count = question.answers[0].count if question.answers else None
            said = _("wrote something")
        else:
            said = _(" or ").join(each.answer for each in question.leaning)
        yield (_("{said}: not shown").format(said=said) if count is None else said), count
        return
    for each in question.answers[:_ANSWERS]:
        said = voices.answer_label(each.answer)
        yield (_("{said}: not shown").format(said=said) if each.count is None else said), each.count
