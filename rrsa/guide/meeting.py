"""One outcome for a meeting with children: in their words, a few at a time, and what came of what they said.

Nothing personal is in here: no role, no piece whose people did not say yes, no count of people. What a
child said is there only as the one sentence that was agreed (docs/why/privacy.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rrsa.i18n import _
from rrsa.portfolio.privacy import redact
from rrsa.vocabulary import ActionStatus, Consent, SettingKind

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.model import Framework
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.portfolio.records import Action, Evidence

_AGREED = (Consent.GIVEN, Consent.NOT_NEEDED)
_FEW_WORDS = 160
"""Characters of a difference that are shown: it is to be read from the back of a room."""


class CardKind(StrEnum):
    """What one screenful is about."""

    OUTCOME = "outcome"
    LOOK_FOR = "look-for"
    YOU_SAID = "you-said"
    CHANGED = "changed"
    CANNOT = "cannot"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Card:
    """One screenful: a few words over it, then one or more short texts, the first the most important."""

    kind: CardKind
    over: str
    texts: tuple[str, ...]


def meeting_name(framework: Framework) -> str:
    """What the meeting is called where this framework is used."""
    return {
        SettingKind.SCHOOL: _("Steering group"),
        SettingKind.RESIDENTIAL: _("House meeting"),
        SettingKind.PARTNERSHIP: _("Young people’s group"),
    }[framework.for_]


def cards(evaluation: Evaluation, outcome: str) -> tuple[Card, ...]:
    """The outcome, its look-fors up to the stage worked towards, what was said and what came of it, and a
    question to end with."""
    framework = evaluation.framework
    found = framework.outcomes[outcome]
    looks = [*framework.indicators_up_to(evaluation.stage, found)] or [*found.indicators]
    first = Card(CardKind.OUTCOME, _("What we talk about today"), (found.children,))
    of = _("Is it like this here? {n} of {total}")
    asked = [
        Card(CardKind.LOOK_FOR, of.format(n=n, total=len(looks)), (look.children,))
        for n, look in enumerate(looks, start=1)
    ]
    talk = Card(
        CardKind.TALK, _("Now you"), (_("What should be better?"), _("What should we do about it first?"))
    )
    return (first, *asked, *_what_came_of_it(evaluation, outcome), talk)


def _what_came_of_it(evaluation: Evaluation, outcome: str) -> Iterator[Card]:
    """*You said … what changed …*: every sentence with its answer, and what was done besides."""
    portfolio = redact(evaluation.portfolio).portfolio
    actions = portfolio.actions_by_outcome.get(outcome, ())
    told: set[str] = set()
    for item in _said(evaluation, portfolio, outcome):
        answers = [action for action in actions if action.because == item.id]
        told.update(action.id for action in answers)
        over = item.question or _("You said")
        texts = [f"“{item.said}”"]
        texts += [text for action in answers for text in _answer(action)]
        if not answers:
            texts.append(_("What came of it? Ask us."))
        yield Card(CardKind.YOU_SAID, over, tuple(texts))
    for action in actions:
        status = ActionStatus(action.status or ActionStatus.PLANNED)
        if action.id in told or not action.for_children:
            continue
        if status is ActionStatus.DONE:
            yield Card(CardKind.CHANGED, _("What changed"), tuple(_done(action)))
        elif status is ActionStatus.CANNOT and action.why_not:
            because = _("We cannot, because: {why}").format(why=action.why_not)
            yield Card(CardKind.CANNOT, _("What we cannot do"), (action.for_children, because))


def _said(evaluation: Evaluation, portfolio: Portfolio, outcome: str) -> Iterator[Evidence]:
    """What was said about an outcome, the latest first, where it may be read out. In a house, where a
    sentence soon tells who said it, only with a yes."""
    framework = evaluation.framework
    items = {
        link.evidence or ""
        for link in portfolio.links.values()
        if link.present and framework.outcome_of.get(link.target or "") == outcome
    }
    house = framework.for_ is SettingKind.RESIDENTIAL
    found = [item for key in items if (item := portfolio.evidence.get(key)) and item.present and item.said]
    for item in sorted(found, key=lambda each: (each.date or "", each.id), reverse=True):
        if not house or item.consent in _AGREED:
            yield item


def _answer(action: Action) -> Iterator[str]:
    """What came of a sentence, honestly."""
    status = ActionStatus(action.status or ActionStatus.PLANNED)
    words = action.for_children or action.what or ""
    if status is ActionStatus.DONE:
        yield from _done(action)
    elif status is ActionStatus.CANNOT:
        yield _("We cannot, because: {why}").format(why=action.why_not or words)
    elif status is ActionStatus.UNDER_WAY:
        yield _("We have begun: {what}").format(what=words)
    else:
        yield _("It is planned: {what}").format(what=words)


def _done(action: Action) -> Iterator[str]:
    words = action.for_children or action.what or ""
    yield _("What changed: {what}").format(what=words)
    if action.difference:
        yield _few_words(action.difference)


def _few_words(text: str) -> str:
    """The beginning of a text, up to the end of a sentence or of a word."""
    line = " ".join(text.split())
    if len(line) <= _FEW_WORDS:
        return line
    kept = line[:_FEW_WORDS]
    end = kept.rfind(". ")
    return kept[: end + 1] if end > 40 else kept.rsplit(" ", 1)[0] + " …"
