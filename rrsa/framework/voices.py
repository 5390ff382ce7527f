"""Question sets of a framework: what children, young people and adults are asked, one idea a question.

A set is asked aloud by an adult, of a group or of one child, and answered with faces that have words beside
them. What is kept of a round is a matter of :mod:`rrsa.guide.asking`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from rrsa.framework.plain import Model
from rrsa.i18n import _
from rrsa.vocabulary import Leaning, Respondents

if TYPE_CHECKING:
    from pydantic import Field

    from rrsa.framework.fields import Id, Short, Text, Title

Picture: TypeAlias = Literal[
    "apple",
    "ball",
    "book",
    "door",
    "ear",
    "friends",
    "hand",
    "heart",
    "house",
    "shield",
    "sleep",
    "speech",
    "star",
    "sun",
    "world",
]
PICTURES: tuple[str, ...] = get_args(Picture)
"""What can be drawn beside a question."""

Wellbeing: TypeAlias = Literal[
    "safe", "healthy", "achieving", "nurtured", "active", "respected", "responsible", "included"
]
WELLBEING: tuple[str, ...] = get_args(Wellbeing)
"""The eight wellbeing indicators that Scotland's services share."""

Answers: TypeAlias = Literal["faces-5", "faces-3", "yes-no"]

LEANINGS: Mapping[str, tuple[Leaning, ...]] = {
    "faces-5": (Leaning.AGREES, Leaning.AGREES, Leaning.BETWEEN, Leaning.DISAGREES, Leaning.DISAGREES),
    "faces-3": (Leaning.AGREES, Leaning.BETWEEN, Leaning.DISAGREES),
    "yes-no": (Leaning.AGREES, Leaning.DISAGREES),
}
"""Whether who chooses an answer agrees with what is asked, from the first answer to the last."""


@dataclass(frozen=True, kw_only=True)
class VoiceQuestion(Model):
    """One question: one idea, in words that those who are asked use themselves."""

    id: Id
    outcome: Id | None = None
    """The outcome or look-for that it is about."""
    wellbeing: Wellbeing | None = None
    """The wellbeing indicator that it is about."""
    ask: Title
    """What stands on the screen and on the card, large."""
    aloud: Text
    """What the adult reads aloud."""
    picture: Picture
    """What is drawn beside it."""

    def __post_init__(self) -> None:
        if self.outcome is None and self.wellbeing is None:
            raise ValueError(
                _("the question is about nothing — name an outcome, a look-for or a wellbeing indicator")
            )


@dataclass(frozen=True, kw_only=True)
class QuestionSet(Model):
    """Questions that belong together and are answered in the same way."""

    id: Id
    """The same in every version, so that a later round stands beside an earlier one."""
    title: Title
    who: Literal["children", "staff", "parents", "adults-observing"]
    """Who answers: children themselves, adults about themselves, or adults about what they see."""
    about: Text
    """For the adult: whom it suits, and how it goes best."""
    intro: Text
    """What the adult reads aloud before the first question."""
    answers: Answers
    words: Annotated[tuple[Short, ...], Field(min_length=2, max_length=5)]
    """The words beside the faces, from the one who agrees most to the one who agrees least."""
    questions: Annotated[tuple[VoiceQuestion, ...], Field(min_length=1, max_length=10)]

    def __post_init__(self) -> None:
        wanted = len(LEANINGS[self.answers])
        if len(self.words) != wanted or len({word.casefold() for word in self.words}) != wanted:
            raise ValueError(
                _("{answers} has {n} answers — write {n} different words, one beside each").format(
                    answers=self.answers, n=wanted
                )
            )

    @property
    def leans(self) -> tuple[Leaning, ...]:
        """Whether who gives an answer agrees, in the answers' order."""
        return LEANINGS[self.answers]

    @property
    def respondents(self) -> Respondents:
        """Who answered, as a round records it."""
        return {
            "children": Respondents.CHILDREN,
            "staff": Respondents.STAFF,
            "parents": Respondents.PARENTS,
            "adults-observing": Respondents.STAFF,
        }[self.who]

    @cached_property
    def by_id(self) -> Mapping[str, VoiceQuestion]:
        return {question.id: question for question in self.questions}
