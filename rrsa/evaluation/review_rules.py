"""What must hold of somebody else's view of us, whichever way it comes in. Pure; see ``rules.py``."""

from __future__ import annotations

from collections.abc import Mapping

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Review, Value
from rrsa.portfolio.reviewing import is_going_on, is_sentence
from rrsa.vocabulary import Reviewer, SettingKind

PARTS = ("strengths", "before", "after")
"""What a published report has for the whole of a setting."""


def check_parts(by: Value, clean: Mapping[str, Value]) -> None:
    """A report's parts are for adults who look at us; a children's group speaks of one outcome at a time,
    so that its words can be agreed one sentence at a time."""
    if by == Reviewer.GROUP and any(clean.get(name) for name in PARTS):
        raise BadInput(
            _("a children’s group writes no report"),
            _("say it in their words beside the outcome that it is about"),
        )


def check_yes(portfolio: Portfolio, review: Review, values: Mapping[str, Value]) -> None:
    """A yes is to words that are there. Of young people in a house it is to one sentence
    (docs/why/privacy.md), so that nobody says yes to more than they have in mind."""
    if not values.get("said_yes"):
        return
    words = values.get("words")
    if not words:
        raise BadInput(
            _("they agree that others read it, and there is nothing to read"),
            _("write their words, or leave the yes out"),
        )
    if review.by == Reviewer.GROUP and not is_sentence(str(words), portfolio.setting.kind):
        raise BadInput(
            _("in a house young people say yes to one sentence at a time")
            if portfolio.setting.kind == SettingKind.RESIDENTIAL
            else _("what a group of children agrees to is longer than a sentence or two"),
            _("choose with them the one that matters most, or keep the words without the yes"),
        )


def check_agreed(portfolio: Portfolio, outcome: str, view: Value, reason: Value) -> None:
    """An agreed view comes out of talking: with somebody who has said something, and with a reason."""
    speaking = (each for each in portfolio.review_views.values() if each.outcome == outcome)
    others = [review for each in speaking if (review := portfolio.reviews.get(each.review or ""))]
    if not others:
        raise BadInput(
            _("nobody else has said anything of outcome {id} yet").format(id=outcome),
            _("an agreed view comes after a review; add one first"),
        )
    if all(is_going_on(review) for review in others):
        raise BadInput(
            _("the review that speaks of outcome {id} is blind and not finished").format(id=outcome),
            _("finish it first, then talk"),
        )
    if not reason:
        raise BadInput(
            _("an agreed view needs its reason"),
            _("say in a sentence why you agreed on that")
            if view is not None
            else _("say in a sentence where you still differ"),
        )
