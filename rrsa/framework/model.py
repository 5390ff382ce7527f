"""What a framework is made of.

One YAML file holds one framework, and is written by people who are no programmers. These models say
what may stand in it; the reader turns what they refuse into ``file:line:column`` messages. Unknown keys
are refused, text is never guessed into another type, and everything is immutable once read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from rrsa.framework.fields import (
    ArticleNumber,
    DirectnessWord,
    Flag,
    Grade,
    Id,
    KindWord,
    Model,
    PerspectiveWord,
    Share,
    Short,
    Text,
    Title,
    Whole,
)
from rrsa.framework.voices import QuestionSet
from rrsa.i18n import _
from rrsa.vocabulary import Directness, SettingKind

M = TypeVar("M", bound=Model)


class GradeStep(Model):
    """One grade of the scale."""

    grade: Grade
    name: Short
    meaning: Text
    rag: Literal["red", "amber", "green"]
    """The word for the award's own action-plan form; never a colour on a screen."""


class LookCondition(Model):
    """Every applicable look-for of a stage is answered at least so."""

    stage: Id
    answer: Literal["partly", "yes"]


class OutcomeCondition(Model):
    """What an outcome must have: exactly one key. Only exists, count, score, grade, and, or."""

    has: Literal["view", "line", "achieved", "difference", "action", "children"] | None = None
    view: Grade | None = None
    shown: Grade | None = None
    pieces: Whole | None = Field(default=None, ge=1, le=99)
    perspectives: Whole | None = Field(default=None, ge=1, le=4)
    score: Annotated[Share, Field(gt=0, lt=1)] | None = None
    looks: LookCondition | None = None
    any: tuple[OutcomeCondition, ...] | None = Field(default=None, min_length=1)
    all: tuple[OutcomeCondition, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_key(self) -> OutcomeCondition:
        return _exactly_one(self)


class StrandCondition(Model):
    """What a strand must have, over all its outcomes together: exactly one key."""

    pieces: Whole | None = Field(default=None, ge=1, le=99)
    perspectives: Whole | None = Field(default=None, ge=1, le=4)

    @model_validator(mode="after")
    def _one_key(self) -> StrandCondition:
        return _exactly_one(self)


class StageCondition(Model):
    """What a setting must have for a stage: exactly one key."""

    milestone: Id | None = None
    each_outcome: tuple[OutcomeCondition, ...] | None = Field(default=None, min_length=1)
    each_strand: tuple[StrandCondition, ...] | None = Field(default=None, min_length=1)
    any: tuple[StageCondition, ...] | None = Field(default=None, min_length=1)
    all: tuple[StageCondition, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_key(self) -> StageCondition:
        return _exactly_one(self)


def _exactly_one(model: M) -> M:
    if len(model.model_fields_set) != 1:
        keys = ", ".join(type(model).model_fields)
        raise ValueError(_("a condition says one thing — give exactly one of {keys}").format(keys=keys))
    return model


class Stage(Model):
    """A stage to work towards, with what it asks. All its conditions must hold."""

    id: Id
    name: Title
    about: Text
    lasts_months: Whole | None = Field(default=None, ge=1, le=240)
    """How long it lasts once held; a calendar matter, never a condition."""
    conditions: tuple[StageCondition, ...] = Field(min_length=1)


class Milestone(Model):
    """Something done once: a meeting held, a plan agreed."""

    id: Id
    stage: Id
    title: Title
    about: Text
    children: Text | None = None


EvidenceIdeas = Mapping[PerspectiveWord, tuple[Text, ...]]


class Indicator(Model):
    """A look-for: one thing one can go and see, hear or count."""

    id: Id
    stage: Id
    """The stage that it belongs to."""
    statement: Text
    """What one would find here."""
    children: Text
    """The same in children's words."""
    prompts: tuple[Text, ...] = Field(min_length=1, max_length=6)
    """Questions that help to look."""
    evidence: EvidenceIdeas
    """Ideas for evidence, by perspective."""
    may_not_apply: Flag = False
    """Whether it may be set aside as not applicable, with a reason."""


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
    articles: tuple[ArticleNumber, ...] = Field(min_length=1)
    """Articles of the Convention, 1 to 54."""
    serves: Mapping[Id, tuple[Id, ...]] = Field(default_factory=dict)
    """What else it serves: a set of standards → the items of it."""
    grades: Mapping[Grade, Text] = Field(min_length=1)
    """What it looks like at the grades that the framework describes."""
    indicators: tuple[Indicator, ...] = Field(min_length=1)


class Strand(Model):
    """A group of outcomes."""

    id: Id
    title: Title
    short: Short
    about: Text
    outcomes: tuple[Outcome, ...] = Field(min_length=1)


class Freshness(Model):
    """How age lowers the evidence score (never our view, nor what is shown)."""

    fresh_months: Whole = Field(ge=1, le=120)
    stale_months: Whole = Field(ge=2, le=240)
    floor: Share = Field(gt=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> Freshness:
        if self.stale_months <= self.fresh_months:
            raise ValueError(_("what is stale must be older than what is fresh — let stale_months be larger"))
        return self


def _complete(directness: Mapping[Directness, Fraction]) -> Mapping[Directness, Fraction]:
    missing = [d.value for d in Directness if d not in directness]
    if missing:
        words = ", ".join(missing)
        raise ValueError(_("the numbers for {words} are missing — add a line for each").format(words=words))
    return directness


class EvidenceRules(Model):
    """The numbers behind the evidence score. All exact."""

    directness: Annotated[
        Mapping[DirectnessWord, Annotated[Share, Field(gt=0, lt=1)]], AfterValidator(_complete)
    ]
    freshness: Freshness
    ceiling: Share = Field(gt=0, lt=1)
    """The most that one perspective can give."""


class Cap(Model):
    """How far evidence carries our view while something is missing."""

    when: Literal["no-children", "one-perspective", "two-perspectives", "no-difference", "only-intended"]
    at_most: Grade
    why: Text


class ChecklistItem(Model):
    """Something to have ready before a visit."""

    id: Id
    text: Text


class MockQuestion(Model):
    """A question that a visitor may well ask."""

    who: Literal["children", "staff", "leaders", "families", "partners"]
    outcome: Id | None = None
    ask: Text


class Visit(Model):
    """Getting ready for a visit."""

    about: Text
    checklist: tuple[ChecklistItem, ...] = ()
    questions: tuple[MockQuestion, ...] = ()


class StandardItem(Model):
    """One standard or quality indicator of somebody else, in our own short words."""

    id: Id
    text: Text


class Standards(Model):
    """A set of standards that the same entries serve, so that nothing is written twice."""

    id: Id
    title: Title
    source: Text
    items: tuple[StandardItem, ...] = Field(min_length=1)

    @cached_property
    def by_id(self) -> Mapping[str, StandardItem]:
        return {item.id: item for item in self.items}


class Framework(Model):
    """A whole framework. Lookups are computed once, on first use."""

    id: Id
    """Letters, digits, dots and hyphens; the same in every version."""
    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=32)]
    title: Title
    """What people call it."""
    for_: KindWord = Field(alias="for")
    """What kind of setting it is for."""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    about: Text
    source: Text
    """Where its words come from, and what they are not."""
    licence: Title
    offered: Flag = True
    """False for history: kept for those who use it, not offered for new work."""
    scale: tuple[GradeStep, ...] = Field(min_length=2, max_length=10)
    """The grades of our view, from 1 for the lowest."""
    low_grade: Grade
    """Grades below this one are low: look-fors open, and an action is asked for."""
    stages: tuple[Stage, ...] = Field(min_length=1)
    """In the order in which they are reached."""
    milestones: tuple[Milestone, ...] = ()
    """What is done once on the way to a stage."""
    evidence: EvidenceRules
    caps: tuple[Cap, ...] = ()
    """How far evidence carries our view while something is missing."""
    strands: tuple[Strand, ...] = Field(min_length=1)
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


class Article(Model):
    """An article of the Convention, in our own short words."""

    number: ArticleNumber
    title: Title
    text: Text
    children: Text
    """The same in children's words."""
    kind: Literal["right", "machinery"] = "right"
    """Machinery (43–54) says how the Convention works and is never a gap."""


class Rights(Model):
    """The Convention's articles."""

    id: Id
    version: Annotated[str, StringConstraints(max_length=32)]
    title: Title
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    source: Text
    licence: Title
    articles: tuple[Article, ...] = Field(min_length=1)

    @cached_property
    def by_number(self) -> Mapping[int, Article]:
        return {article.number: article for article in self.articles}
