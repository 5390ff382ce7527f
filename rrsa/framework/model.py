"""What a framework is made of.

One YAML file holds one framework, and is written by people who are no programmers. These models say
what may stand in it; the reader turns what they refuse into ``file:line:column`` messages. Unknown keys
are refused, text is never guessed into another type, and everything is immutable once read.

They are plain data classes: a framework from the cache loads without pydantic, which takes longer to
import than the framework to read. :mod:`rrsa.framework.validation` reads their annotations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from rrsa.framework.plain import Model
from rrsa.framework.voices import QuestionSet
from rrsa.i18n import _
from rrsa.vocabulary import SettingKind

if TYPE_CHECKING:
    from pydantic import Field

    from rrsa.framework.fields import (
        ArticleNumber,
        DirectnessNumbers,
        Flag,
        Grade,
        Id,
        KindWord,
        Language,
        PerspectiveWord,
        ShareBelowOne,
        ShareOfWhole,
        Short,
        Text,
        Title,
        Version,
        Whole,
    )


@dataclass(frozen=True, kw_only=True)
class GradeStep(Model):
    """One grade of the scale."""

    grade: Grade
    name: Short
    meaning: Text
    rag: Literal["red", "amber", "green"]
    """The word for the award's own action-plan form; never a colour on a screen."""


@dataclass(frozen=True, kw_only=True)
class LookCondition(Model):
    """Every applicable look-for of a stage is answered at least so."""

    stage: Id
    answer: Literal["partly", "yes"]


@dataclass(frozen=True, kw_only=True)
class OutcomeCondition(Model):
    """What an outcome must have: exactly one key. Only exists, count, score, grade, and, or."""

    has: Literal["view", "line", "achieved", "difference", "action", "children"] | None = None
    view: Grade | None = None
    shown: Grade | None = None
    pieces: Annotated[Whole, Field(ge=1, le=99)] | None = None
    perspectives: Annotated[Whole, Field(ge=1, le=4)] | None = None
    score: ShareBelowOne | None = None
    looks: LookCondition | None = None
    any: Annotated[tuple[OutcomeCondition, ...], Field(min_length=1)] | None = None
    all: Annotated[tuple[OutcomeCondition, ...], Field(min_length=1)] | None = None

    def __post_init__(self) -> None:
        _exactly_one(self)


@dataclass(frozen=True, kw_only=True)
class StrandCondition(Model):
    """What a strand must have, over all its outcomes together: exactly one key."""

    pieces: Annotated[Whole, Field(ge=1, le=99)] | None = None
    perspectives: Annotated[Whole, Field(ge=1, le=4)] | None = None

    def __post_init__(self) -> None:
        _exactly_one(self)


@dataclass(frozen=True, kw_only=True)
class StageCondition(Model):
    """What a setting must have for a stage: exactly one key."""

    milestone: Id | None = None
    each_outcome: Annotated[tuple[OutcomeCondition, ...], Field(min_length=1)] | None = None
    each_strand: Annotated[tuple[StrandCondition, ...], Field(min_length=1)] | None = None
    any: Annotated[tuple[StageCondition, ...], Field(min_length=1)] | None = None
    all: Annotated[tuple[StageCondition, ...], Field(min_length=1)] | None = None

    def __post_init__(self) -> None:
        _exactly_one(self)


def _exactly_one(model: Model) -> None:
    keys = [each.name for each in fields(model)]
    if sum(getattr(model, key) is not None for key in keys) != 1:
        raise ValueError(
            _("a condition says one thing — give exactly one of {keys}").format(keys=", ".join(keys))
        )


@dataclass(frozen=True, kw_only=True)
class Stage(Model):
    """A stage to work towards, with what it asks. All its conditions must hold."""

    id: Id
    name: Title
    about: Text
    lasts_months: Annotated[Whole, Field(ge=1, le=240)] | None = None
    """How long it lasts once held; a calendar matter, never a condition."""
    conditions: Annotated[tuple[StageCondition, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class Milestone(Model):
    """Something done once: a meeting held, a plan agreed."""

    id: Id
    stage: Id
    title: Title
    about: Text
    children: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Indicator(Model):
    """A look-for: one thing one can go and see, hear or count."""

    id: Id
    stage: Id
    """The stage that it belongs to."""
    statement: Text
    """What one would find here."""
    children: Text
    """The same in children's words."""
    prompts: Annotated[tuple[Text, ...], Field(min_length=1, max_length=6)]
    """Questions that help to look."""
    evidence: Mapping[PerspectiveWord, tuple[Text, ...]]
    """Ideas for evidence, by perspective."""
    may_not_apply: Flag = False
    """Whether it may be set aside as not applicable, with a reason."""


@dataclass(frozen=True, kw_only=True)
class Outcome(Model):
    """The unit of recording."""

    id: Id
    title: Title
    short: Short
    """For lists and narrow columns."""
    children: Text
    """The outcome in children's words."""
    why: Text
    """Why it matters to children."""
    articles: Annotated[tuple[ArticleNumber, ...], Field(min_length=1)]
    """Articles of the Convention, 1 to 54."""
    serves: Mapping[Id, tuple[Id, ...]] = field(default_factory=dict)
    """What else it serves: a set of standards → the items of it."""
    grades: Annotated[Mapping[Grade, Text], Field(min_length=1)]
    """What it looks like at the grades that the framework describes."""
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class Strand(Model):
    """A group of outcomes."""

    id: Id
    title: Title
    short: Short
    about: Text
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class Freshness(Model):
    """How age lowers the evidence score (never our view, nor what is shown)."""

    fresh_months: Annotated[Whole, Field(ge=1, le=120)]
    stale_months: Annotated[Whole, Field(ge=2, le=240)]
    floor: ShareOfWhole

    def __post_init__(self) -> None:
        if self.stale_months <= self.fresh_months:
            raise ValueError(_("what is stale must be older than what is fresh — let stale_months be larger"))


@dataclass(frozen=True, kw_only=True)
class EvidenceRules(Model):
    """The numbers behind the evidence score. All exact."""

    directness: DirectnessNumbers
    freshness: Freshness
    ceiling: ShareBelowOne
    """The most that one perspective can give."""


@dataclass(frozen=True, kw_only=True)
class Cap(Model):
    """How far evidence carries our view while something is missing."""

    when: Literal["no-children", "one-perspective", "two-perspectives", "no-difference", "only-intended"]
    at_most: Grade
    why: Text


@dataclass(frozen=True, kw_only=True)
class ChecklistItem(Model):
    """Something to have ready before a visit."""

    id: Id
    text: Text


@dataclass(frozen=True, kw_only=True)
class MockQuestion(Model):
    """A question that a visitor may well ask."""

    who: Literal["children", "staff", "leaders", "families", "partners"]
    outcome: Id | None = None
    ask: Text


@dataclass(frozen=True, kw_only=True)
class Visit(Model):
    """Getting ready for a visit."""

    about: Text
    checklist: tuple[ChecklistItem, ...] = ()
    questions: tuple[MockQuestion, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StandardItem(Model):
    """One standard or quality indicator of somebody else, in our own short words."""

    id: Id
    text: Text


@dataclass(frozen=True, kw_only=True)
class Standards(Model):
    """A set of standards that the same entries serve, so that nothing is written twice."""

    id: Id
    title: Title
    source: Text
    items: Annotated[tuple[StandardItem, ...], Field(min_length=1)]

    @cached_property
    def by_id(self) -> Mapping[str, StandardItem]:
        return {item.id: item for item in self.items}


@dataclass(frozen=True, kw_only=True)
class Framework(Model):
    """A whole framework. Lookups are computed once, on first use."""

    id: Id
    """Letters, digits, dots and hyphens; the same in every version."""
    version: Version
    title: Title
    """What people call it."""
    for_: Annotated[KindWord, Field(alias="for")]
    """What kind of setting it is for."""
    language: Language
    about: Text
    source: Text
    """Where its words come from, and what they are not."""
    licence: Title
    offered: Flag = True
    """False for history: kept for those who use it, not offered for new work."""
    scale: Annotated[tuple[GradeStep, ...], Field(min_length=2, max_length=10)]
    """The grades of our view, from 1 for the lowest."""
    low_grade: Grade
    """Grades below this one are low: look-fors open, and an action is asked for."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    """In the order in which they are reached."""
    milestones: tuple[Milestone, ...] = ()
    """What is done once on the way to a stage."""
    evidence: EvidenceRules
    caps: tuple[Cap, ...] = ()
    """How far evidence carries our view while something is missing."""
    strands: Annotated[tuple[Strand, ...], Field(min_length=1)]
    visit: Visit | None = None
    standards: tuple[Standards, ...] = ()
    """Other people's standards that outcomes serve."""
    voices: tuple[QuestionSet, ...] = ()
    """Question sets for children, young people and adults."""

    @property
    def ref(self) -> str:
        """``id@version``."""
        return f"{self.id}@{self.version}"

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        return {outcome.id: outcome for strand in self.strands for outcome in strand.outcomes}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        return {i.id: i for outcome in self.outcomes.values() for i in outcome.indicators}

    @cached_property
    def outcome_of(self) -> Mapping[str, str]:
        """Outcome or indicator id → the outcome's id."""
        found = {outcome: outcome for outcome in self.outcomes}
        for outcome in self.outcomes.values():
            found.update({indicator.id: outcome.id for indicator in outcome.indicators})
        return found

    @cached_property
    def strand_of(self) -> Mapping[str, Strand]:
        """Outcome id → its strand."""
        return {outcome.id: strand for strand in self.strands for outcome in strand.outcomes}

    @cached_property
    def stage_by_id(self) -> Mapping[str, Stage]:
        return {stage.id: stage for stage in self.stages}

    @cached_property
    def milestone_by_id(self) -> Mapping[str, Milestone]:
        return {milestone.id: milestone for milestone in self.milestones}

    @cached_property
    def checklist_by_id(self) -> Mapping[str, ChecklistItem]:
        return {item.id: item for item in self.visit.checklist} if self.visit else {}

    @cached_property
    def standards_by_id(self) -> Mapping[str, Standards]:
        return {standards.id: standards for standards in self.standards}

    @cached_property
    def voices_by_id(self) -> Mapping[str, QuestionSet]:
        return {questions.id: questions for questions in self.voices}

    @property
    def percentages(self) -> bool:
        """Whether shares of people may be shown: not for the few who share a house."""
        return self.for_ is not SettingKind.RESIDENTIAL

    @property
    def asks_strengths(self) -> bool:
        """Whether strengths and areas for improvement are said of each outcome, as joint inspections do."""
        return self.for_ is SettingKind.PARTNERSHIP

    @cached_property
    def grade_by_number(self) -> Mapping[int, GradeStep]:
        return {step.grade: step for step in self.scale}

    def indicators_up_to(self, stage: str, outcome: Outcome) -> Iterator[Indicator]:
        """The outcome's indicators that belong to ``stage`` or to an earlier one."""
        order = [s.id for s in self.stages]
        reach = set(order[: order.index(stage) + 1])
        return (i for i in outcome.indicators if i.stage in reach)


@dataclass(frozen=True, kw_only=True)
class Article(Model):
    """An article of the Convention, in our own short words."""

    number: ArticleNumber
    title: Title
    text: Text
    children: Text
    """The same in children's words."""
    kind: Literal["right", "machinery"] = "right"
    """Machinery (43–54) says how the Convention works and is never a gap."""


@dataclass(frozen=True, kw_only=True)
class Rights(Model):
    """The Convention's articles."""

    id: Id
    version: Annotated[str, Field(max_length=32)]
    title: Title
    language: Language
    source: Text
    licence: Title
    articles: Annotated[tuple[Article, ...], Field(min_length=1)]

    @cached_property
    def by_number(self) -> Mapping[int, Article]:
        return {article.number: article for article in self.articles}
