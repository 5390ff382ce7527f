"""Rounds of questions from a description of what was counted, for whoever has no file: the samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from rrsa.exchange.questionnaires.columns import Column, Mapped, Use
from rrsa.exchange.questionnaires.counting import Answers, Counted, Group
from rrsa.exchange.questionnaires.preview import Options
from rrsa.exchange.questionnaires.rounds import compared
from rrsa.exchange.questionnaires.scales import Step
from rrsa.vocabulary import Asked, Leaning, Respondents

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation


def take_described(evaluation: Evaluation, entry: Mapping[str, Any], day: Callable[[int], str]) -> None:
    """Takes in the rounds of one form as its file would have been counted, as one change.

    ``entry`` holds ``title``, ``who``, ``source``; ``rounds`` with ``n`` and the first and last of
    ``days_ago``; ``questions`` with ``answers`` from most to least agreeing and, for each round, their
    ``counts``. ``day`` gives a day so many days ago as ISO text.
    """
    asked = [(_column(each), each["counts"]) for each in entry["questions"]]
    columns = (Column("Timestamp", Use.WHEN), *(column for column, _counts in asked))
    mapped = Mapped(entry["title"], Respondents(entry["who"]), columns)
    groups = []
    for number, each in enumerate(entry["rounds"]):
        first, last = (date.fromisoformat(day(days)) for days in each["days_ago"])
        answers = tuple(
            Answers(column, each["n"], tuple(zip(column.steps, counts[number], strict=True)))
            for column, counts in asked
        )
        groups.append(Group("", number, each["n"], first, last, answers, ()))
    found = Counted(tuple(groups), (), 0, False)
    _rounds, edit = compared(evaluation, mapped, found, entry["source"], Options())
    evaluation.take_rounds(entry["title"], edit)


def _column(entry: Mapping[str, Any]) -> Column:
    steps = tuple(
        Step(answer, Leaning(leans) if leans else None) for answer, leans in entry["answers"].items()
    )
    return Column(
        entry["question"],
        Use.QUESTION,
        question=entry["question"],
        asked=Asked(entry.get("asked", Asked.ONE)),
        about=entry.get("about"),
        steps=steps,
    )
