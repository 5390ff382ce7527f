"""How others see us, beside how we see it: outcome by outcome, the differences in words, what was agreed.

Views are laid side by side and never averaged, and nothing is worked out about whoever gave them. A blind
review that is not finished stands beside nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rrsa.framework.model import Framework, Outcome
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import AgreedView, Review, review_view_id
from rrsa.portfolio.reviewing import is_going_on
from rrsa.vocabulary import Reviewer

BRIEF = 160
"""Characters of somebody's words within a sentence; all of them stand beside the outcome."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a review says of one outcome."""

    review: Review
    outcome: str
    view: int | None
    words: str
    note: str
    said_yes: bool
    chose_not_to: bool
    """They were asked and would rather not say."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One outcome: our view, what each review says, and what was agreed."""

    outcome: Outcome
    ours: int | None
    line: str
    said: tuple[Said, ...]
    agreed: AgreedView | None

    @property
    def differing(self) -> tuple[Said, ...]:
        """What gives a view that is not ours."""
        return tuple(each for each in self.said if each.view is not None and each.view != self.ours)

    @property
    def steps(self) -> int:
        """How many steps of the scale lie between our view and the one that is furthest from it."""
        ours = self.ours
        if ours is None:
            return 0
        return max((abs(each.view - ours) for each in self.said if each.view is not None), default=0)

    @property
    def is_talked_over(self) -> bool:
        """Whether something was agreed since the last review that sees it otherwise."""
        day = (self.agreed.date if self.agreed else None) or ""
        return self.agreed is not None and all(
            (each.review.closed_on or each.review.date or "") <= day for each in self.differing
        )


def reviews(portfolio: Portfolio) -> tuple[Review, ...]:
    """Every review, the latest first."""
    return tuple(sorted(portfolio.reviews.values(), key=lambda r: (r.date or "", r.id), reverse=True))


def said_of(portfolio: Portfolio, review: Review, outcome: str) -> Said | None:
    """What a review says of an outcome; ``None`` where it says nothing of it yet."""
    found = portfolio.review_views.get(review_view_id(review.id, outcome))
    if found is None or not found.present:
        return None
    return Said(
        review=review,
        outcome=outcome,
        view=found.view,
        words=found.words or "",
        note=found.note or "",
        said_yes=bool(found.said_yes),
        chose_not_to=bool(found.rather_not),
    )


def side_by_side(framework: Framework, portfolio: Portfolio) -> tuple[Beside, ...]:
    """Every outcome in the framework's order; of reviews, those that may be laid beside our view."""
    shown = [review for review in reviews(portfolio) if not is_going_on(review)]
    return tuple(_beside(portfolio, outcome, shown) for outcome in framework.outcomes.values())


def beside_of(portfolio: Portfolio, outcome: Outcome) -> Beside:
    """One outcome with all views of it."""
    return _beside(portfolio, outcome, [each for each in reviews(portfolio) if not is_going_on(each)])


def _beside(portfolio: Portfolio, outcome: Outcome, shown: list[Review]) -> Beside:
    record = portfolio.outcome(outcome.id)
    said = tuple(each for review in shown if (each := said_of(portfolio, review, outcome.id)) is not None)
    return Beside(outcome, record.view, record.line or "", said, portfolio.agreed.get(outcome.id))


def going_on(portfolio: Portfolio) -> tuple[Review, ...]:
    """Blind reviews that are not finished."""
    return tuple(review for review in reviews(portfolio) if is_going_on(review))


def differences(framework: Framework, portfolio: Portfolio) -> tuple[Beside, ...]:
    """The outcomes that somebody sees otherwise: those still to talk over first, and among them what lies
    furthest apart. It orders what there is to talk about, never who said it."""
    apart = [each for each in side_by_side(framework, portfolio) if each.differing]
    return tuple(sorted(apart, key=lambda each: (each.is_talked_over, -each.steps)))


# -- in words ------------------------------------------------------------------------------------------


def grade_words(framework: Framework, grade: int | None) -> str:
    """``3 Making a difference``."""
    step = framework.grade_by_number.get(grade or 0)
    if step is None:
        return _("nothing yet") if grade is None else str(grade)
    return f"{step.grade} {step.name}"


def reviewer_words(review: Review) -> str:
    """Who reviewed, as people call them; what kind of review it is where nobody says."""
    return review.who or by_words(review)


def by_words(review: Review) -> str:
    """Whose review it is: one of four words."""
    return Reviewer(review.by).label if review.by in set(Reviewer) else ""


def difference_sentences(framework: Framework, beside: Beside) -> tuple[str, ...]:
    """``We say 3 Making a difference; the rights group says 2 Taking shape: “…”``, a sentence a review."""
    if beside.ours is None:
        ours = _("We have not looked yet")
    else:
        ours = _("We say {view}").format(view=grade_words(framework, beside.ours))
    return tuple(
        _("{ours}; {theirs}").format(ours=ours, theirs=said_sentence(framework, said))
        for said in beside.differing
    )


def said_sentence(framework: Framework, said: Said) -> str:
    """``the rights group says 2 Taking shape: “…”``."""
    who = reviewer_words(said.review)
    words = quoted(said.words)
    if said.chose_not_to:
        return _("{who} would rather not say").format(who=who)
    if said.view is None and not words:
        return _("{who} left a note").format(who=who)
    if said.view is None:
        return _("{who} says: {words}").format(who=who, words=words)
    view = grade_words(framework, said.view)
    if not words:
        return _("{who} says {view}").format(who=who, view=view)
    return _("{who} says {view}: {words}").format(who=who, view=view, words=words)


def said_line(framework: Framework, said: Said) -> str:
    """The same, to stand on a line of its own."""
    return opening(said_sentence(framework, said))


def opening(text: str) -> str:
    """A text as a sentence begins."""
    return text[:1].upper() + text[1:]


def quoted(words: str, most: int = BRIEF) -> str:
    """Somebody's words between quotation marks, long ones cut short."""
    text = " ".join(words.split())
    if not text:
        return ""
    if len(text) > most:
        text = text[: most - 1].rstrip() + "…"
    return _("“{words}”").format(words=text)


def agreed_sentence(framework: Framework, beside: Beside) -> str:
    """What was agreed and why; empty where nothing was. Where our view is another one, that is said."""
    agreed = beside.agreed
    if agreed is None:
        return ""
    day = show_day(agreed.date)
    reason = (agreed.reason or "").strip()
    if agreed.view is None:
        text = _("Agreed to differ on {day}: {reason}").format(day=day, reason=reason)
    else:
        text = _("Agreed on {day}: {view}. {reason}").format(
            day=day, view=grade_words(framework, agreed.view), reason=reason
        )
        if agreed.view != beside.ours:
            text = _("{agreed} Our own view still says {view}.").format(
                agreed=text if text.endswith((".", "!", "?", "…")) else f"{text}.",
                view=grade_words(framework, beside.ours),
            )
    return text


def still_to_talk(framework: Framework, portfolio: Portfolio) -> str:
    """How many outcomes there are to talk over, in a sentence."""
    apart = differences(framework, portfolio)
    if not portfolio.reviews:
        return _("Nobody else has looked yet.")
    n = sum(not each.is_talked_over for each in apart)
    if n:
        return ngettext(
            "{n} outcome is seen otherwise: worth talking about.",
            "{n} outcomes are seen otherwise: worth talking about.",
            n,
        ).format(n=n)
    if apart:
        return _("Where views differed, you have talked it over.")
    return _("Nobody sees an outcome otherwise so far.")


def state_words(framework: Framework, portfolio: Portfolio, review: Review) -> str:
    """How far a review has come: ``5 of 9 outcomes · blind, not finished``."""
    n = sum(said_of(portfolio, review, outcome) is not None for outcome in framework.outcomes)
    parts = [
        ngettext("{n} of {all} outcomes", "{n} of {all} outcomes", n).format(n=n, all=len(framework.outcomes))
    ]
    if review.blind:
        parts.append(_("blind"))
    if review.closed_on:
        parts.append(_("finished {day}").format(day=show_day(review.closed_on)))
    elif review.blind:
        parts.append(_("not finished: laid beside nothing yet"))
    return " · ".join(parts)


# -- for children --------------------------------------------------------------------------------------


def plain_grades(framework: Framework) -> dict[int, str]:
    """The grades in words that children use; the framework's own names where it has another scale."""
    plain = {
        4: (_("Not really"), _("A bit"), _("Mostly"), _("Yes, nearly always")),
        6: (
            _("Not at all"),
            _("Not really"),
            _("A bit"),
            _("Mostly"),
            _("Nearly always"),
            _("Yes, always"),
        ),
    }.get(len(framework.scale))
    if plain is None:
        return {step.grade: step.name for step in framework.scale}
    steps = sorted(framework.scale, key=lambda step: step.grade)
    return {step.grade: words for step, words in zip(steps, plain, strict=True)}


# -- a report ------------------------------------------------------------------------------------------


def report_parts(review: Review) -> Iterator[tuple[str, str]]:
    """A report's parts that are written, each behind its heading, as published reports have them."""
    for head, text in (
        (_("Key strengths"), review.strengths),
        (_("What must be done first"), review.before),
        (_("Recommendations"), review.after),
    ):
        if text:
            yield head, text
