"""What a portfolio records of asking people: rounds of questions as counts, and how their files are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rrsa.portfolio.fields import FORM, LINE, NAME, TITLE, choice, day, flag, text, whole
from rrsa.vocabulary import Asked, Leaning, Respondents


@dataclass(frozen=True, slots=True)
class Round:
    """A round of questions, kept as counts for a whole group: never one person's answers."""

    KIND: ClassVar[str] = "round"
    id: str
    present: bool | None = flag()
    title: str | None = text(TITLE)
    who: str | None = choice(Respondents)
    group: str | None = text(NAME)  # "Primary 7"; never a child's name
    by: str | None = text(LINE)  # the question that made the groups; absent where nobody was divided by one
    since: str | None = day()  # the first day on which somebody answered
    date: str | None = day()  # the last
    n: int | None = whole()  # how many people answered
    source: str | None = text(LINE)  # where the answers come from
    form: str | None = text(64)  # the form whose file it was counted from
    sentence: str | None = text()  # what the group agreed to say; all that is kept of fewer than five
    evidence: str | None = text(64)  # the piece of evidence that was made of it
    note: str | None = text()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people of a round gave one answer to one question."""

    KIND: ClassVar[str] = "tally"
    id: str
    present: bool | None = flag()
    round: str | None = text(64)
    outcome: str | None = text(64)  # what the question is about: an outcome or a look-for
    question: str | None = text(LINE)
    asked: str | None = choice(Asked)  # how it may be answered
    place: int | None = whole()  # of the question among the round's, from 1
    answer: str | None = text(LINE)  # absent where people answered in words of their own, which are not kept
    rank: int | None = whole()  # of the answer among the question's, from 1
    leans: str | None = choice(Leaning)  # whether who answers so agrees, where that can be said
    count: int | None = whole()  # people
    of: int | None = whole()  # people who answered the question at all


@dataclass(frozen=True, slots=True)
class Form:
    """How the columns of a questionnaire's file are read: said once, and known when the next one comes."""

    KIND: ClassVar[str] = "form"
    id: str  # made from the column heads
    present: bool | None = flag()
    title: str | None = text(TITLE)
    who: str | None = choice(Respondents)
    columns: str | None = text(FORM)  # JSON, as ``exchange.questionnaires`` writes it
