"""What the commands on reviews say: one review, and all of them beside our view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rrsa.cli import output
from rrsa.guide import reviews as words
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.guide.reviews import Beside, Said
    from rrsa.portfolio.records import Review


def review_data(evaluation: Evaluation, review: Review) -> dict[str, Any]:
    """A review for a program, with what it says of each outcome."""
    names = ("id", "title", "by", "who", "date", "people", "closed_on", "strengths", "before", "after")
    data: dict[str, Any] = {name: getattr(review, name) for name in names}
    data["blind"] = bool(review.blind)
    every = (words.said_of(evaluation.portfolio, review, id_) for id_ in evaluation.framework.outcomes)
    data["says"] = [_said_data(each) for each in every if each is not None]
    return data


def _said_data(said: Said) -> dict[str, Any]:
    return {
        "outcome": said.outcome,
        "view": said.view,
        "words": said.words or None,
        "said_yes": said.said_yes,
        "note": said.note or None,
        "rather_not": said.chose_not_to,
    }


def beside_data(evaluation: Evaluation) -> dict[str, Any]:
    """Every outcome with all views of it, and the differences in the order in which they are listed."""
    framework, portfolio = evaluation.framework, evaluation.portfolio
    return {
        "outcomes": [
            {
                "outcome": each.outcome.id,
                "ours": each.ours,
                "line": each.line or None,
                "others": [{"review": said.review.id, **_said_data(said)} for said in each.said],
                "agreed": None
                if each.agreed is None
                else {
                    "view": each.agreed.view,
                    "reason": each.agreed.reason,
                    "date": each.agreed.date,
                },
            }
            for each in words.side_by_side(framework, portfolio)
        ],
        "differences": [
            {
                "outcome": each.outcome.id,
                "said": list(words.difference_sentences(framework, each)),
                "talked_over": each.is_talked_over,
            }
            for each in words.differences(framework, portfolio)
        ],
        "not_finished": [review.id for review in words.going_on(portfolio)],
    }


def review_line(evaluation: Evaluation, review: Review) -> Iterator[str]:
    """A review in a list."""
    indent = " " * (len(review.id) + 2)
    yield output.wrapped(review.title or "", first=f"{review.id}  ")
    who = review.who if review.who != review.title else ""
    told = (
        words.by_words(review),
        who,
        show_day(review.date),
        words.state_words(evaluation.framework, evaluation.portfolio, review),
    )
    yield output.wrapped(" · ".join(part for part in told if part), first=indent)


def review_lines(evaluation: Evaluation, review: Review) -> Iterator[str]:
    """All that a review says, for whoever did it: our view is no part of it."""
    framework = evaluation.framework
    yield from review_line(evaluation, review)
    for head, text in words.report_parts(review):
        yield ""
        yield head
        yield from (output.wrapped(line, first="  - ") for line in text.splitlines() if line.strip())
    yield ""
    for outcome in framework.outcomes.values():
        said = words.said_of(evaluation.portfolio, review, outcome.id)
        yield output.wrapped(outcome.short, first=f"{outcome.id}  ")
        told = _("not said yet") if said is None else words.said_line(framework, said)
        yield output.wrapped(told, first="   ")
        if said is not None and said.words and review.by == "group":
            yes = _("they agree that others read it") if said.said_yes else _("for you alone: no yes yet")
            yield output.wrapped(yes, first="   ")
        if said is not None and said.note:
            yield output.wrapped(_("Note: {note}").format(note=said.note), first="   ")


def beside_lines(evaluation: Evaluation) -> Iterator[str]:
    """What differs first, then every outcome with all views of it."""
    framework, portfolio = evaluation.framework, evaluation.portfolio
    yield output.wrapped(words.still_to_talk(framework, portfolio))
    for review in words.going_on(portfolio):
        told = _("{title} is blind and not finished; it is laid beside your view afterwards.")
        yield output.wrapped(told.format(title=review.title))
    for each in words.differences(framework, portfolio):
        yield ""
        yield output.wrapped(each.outcome.title, first=f"{each.outcome.id}  ")
        for sentence in words.difference_sentences(framework, each):
            yield output.wrapped(sentence, first="   ")
        if agreed := words.agreed_sentence(framework, each):
            yield output.wrapped(agreed, first="   ")
    yield ""
    yield _("Every outcome")
    for each in words.side_by_side(framework, portfolio):
        yield from _outcome(evaluation, each)


def _outcome(evaluation: Evaluation, beside: Beside) -> Iterator[str]:
    framework = evaluation.framework
    ours = words.grade_words(framework, beside.ours)
    yield output.wrapped(
        _("{title}: we say {view}").format(title=beside.outcome.short, view=ours),
        first=f"{beside.outcome.id}  ",
    )
    for said in beside.said:
        yield output.wrapped(words.said_line(framework, said), first="   ")
    if agreed := words.agreed_sentence(framework, beside):
        yield output.wrapped(agreed, first="   ")
