"""You said, we did, we can't because: what came of a round, tied to what was done because of it.

An action belongs to a round where it was taken because of the evidence that was made of the round. Children
are told it in the words that were written for them; notes by adults stay out. Given what may leave (a
redacted portfolio and rounds with the small numbers hidden), it says what may leave.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from rrsa.guide.voices import RoundView, question_words
from rrsa.i18n import _
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action
from rrsa.vocabulary import ActionStatus, Respondents

_MOST = 3
"""Answers of a round that a page for children has room for."""


@dataclass(frozen=True, slots=True)
class YouSaid:
    """What a round said, and what came of it."""

    view: RoundView
    said: tuple[str, ...]
    did: tuple[str, ...]
    doing: tuple[str, ...]
    cannot: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether anything has come of it, be it a no with its reason."""
        return bool(self.did or self.doing or self.cannot)


def you_said(portfolio: Portfolio, rounds: Iterable[RoundView], *, shares: bool) -> tuple[YouSaid, ...]:
    """The rounds that children answered and that may be told, the latest first, those that were answered
    before the rest."""
    found = [
        told
        for view in rounds
        if view.round.who == Respondents.CHILDREN
        for told in [of_round(portfolio, view, shares=shares)]
        if told.said
    ]
    found.sort(key=lambda told: (told.view.round.date or "", told.view.round.id), reverse=True)
    return tuple(sorted(found, key=lambda told: not told.answered))


def of_round(portfolio: Portfolio, view: RoundView, *, shares: bool) -> YouSaid:
    """What one round said, and what came of it."""
    did, doing, cannot = [], [], []
    for action in because_of(portfolio, view):
        words = action.for_children or action.what or ""
        status = ActionStatus(action.status or ActionStatus.PLANNED)
        if status is ActionStatus.DONE:
            did.append(words)
        elif status is ActionStatus.CANNOT:
            why = action.why_not
            cannot.append(_("{what} – because {why}").format(what=words, why=why) if why else words)
        else:
            doing.append(words)
    said = tuple(_said(view, shares, portfolio.evidence))
    return YouSaid(view, said, tuple(did), tuple(doing), tuple(cannot))


def because_of(portfolio: Portfolio, view: RoundView) -> tuple[Action, ...]:
    """The actions that were taken because of a round."""
    evidence = view.round.evidence
    if not evidence:
        return ()
    found = [a for a in portfolio.actions.values() if a.present and a.because == evidence]
    return tuple(sorted(found, key=lambda a: (a.done_on or a.due or "9999", a.id)))


def _said(view: RoundView, shares: bool, evidence: Container[str]) -> Iterator[str]:
    """The sentence that was agreed, where its evidence may be told; of counts, what fewest agree with first:
    it asks for an answer most."""
    sentence = view.round.sentence if view.round.evidence in evidence else None
    if sentence:
        yield _("“{said}”").format(said=sentence)
    counted = [q for q in view.questions if q.agreeing is not None and q.of]
    counted.sort(key=lambda q: (q.agreeing or 0) / q.of)
    for question in counted[: _MOST - bool(sentence)]:
        yield _("“{question}” {answer}").format(
            question=question.text, answer=question_words(question, shares=shares)
        )
