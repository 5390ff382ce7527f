"""What a portfolio records: seventeen kinds of record, each a frozen dataclass of plain values.

A value is ``str``, ``int``, ``bool`` or ``None`` (absent). Days are ISO text (``2026-04-03``). Every
field's meaning, type and limit stands in its ``metadata``; the database tables, the journal and the
checks on input are all made from it, so this module is the one place where the record is described.

The names of kinds and fields are permanent: the journal holds them for good.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple, TypeAlias

from rrsa.vocabulary import (
    ActionStatus,
    Answer,
    Asked,
    Better,
    Consent,
    Counts,
    Direction,
    Directness,
    Leaning,
    Perspective,
    Respondents,
    Reviewer,
    SettingKind,
    Settled,
)

Value: TypeAlias = str | int | bool | None

LINE = 300  # characters: one line said in passing
TITLE = 200
TEXT = 20_000  # below the 32,767 characters that a spreadsheet cell can hold
NAME = 120
FORM = 32_000  # the columns of a long questionnaire
KEPT = 64_000  # a long text as JSON, every quotation mark of it escaped


class FieldSpec(NamedTuple):
    """How one field is stored and checked."""

    name: str
    type: str  # "text" | "whole" | "flag" | "day"
    limit: int  # characters, for text
    choices: tuple[str, ...]  # empty where any text will do


def _text(limit: int = TEXT) -> Any:
    return field(default=None, metadata={"type": "text", "limit": limit})


def _choice(words: type[StrEnum]) -> Any:
    values = tuple(word.value for word in words)
    return field(default=None, metadata={"type": "text", "limit": 40, "choices": values})


def _whole() -> Any:
    return field(default=None, metadata={"type": "whole"})


def _flag() -> Any:
    return field(default=None, metadata={"type": "flag"})


def _day() -> Any:
    return field(default=None, metadata={"type": "day"})


@dataclass(frozen=True, slots=True)
class SettingRecord:
    """The setting itself; there is one, under the id ``setting``."""

    KIND: ClassVar[str] = "setting"
    id: str
    name: str | None = _text(NAME)
    kind: str | None = _choice(SettingKind)
    framework: str | None = _text(NAME)  # "id@version", for people
    framework_sha256: str | None = _text(64)  # the adopted text, the truth
    aim: str | None = _text(64)  # the stage worked towards
    held: str | None = _text(64)  # the stage held now
    accredited_on: str | None = _day()
    authority: str | None = _text(NAME)
    head: str | None = _text(NAME)
    lead: str | None = _text(NAME)
    visit_on: str | None = _day()  # when somebody comes to see, where that is agreed beforehand


@dataclass(frozen=True, slots=True)
class OutcomeRecord:
    """What we say of an outcome; its id is the outcome's id."""

    KIND: ClassVar[str] = "outcome"
    id: str
    view: int | None = _whole()  # our view: a grade of the framework's scale
    line: str | None = _text(LINE)  # why we say so, in one line
    achieved: str | None = _text()
    difference: str | None = _text()
    asked: bool | None = _flag()  # children were asked and chose not to say
    whom_to_ask: str | None = _text(LINE)  # on a visit: roles, never a child's name
    strengths: str | None = _text()  # where a framework asks for them, as joint inspections do
    improve: str | None = _text()  # areas for improvement, likewise


@dataclass(frozen=True, slots=True)
class LookRecord:
    """What we say of a look-for; its id is the indicator's id."""

    KIND: ClassVar[str] = "look"
    id: str
    answer: str | None = _choice(Answer)
    why: str | None = _text(LINE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence: by default pointed at (seen on a day, by a role, kept at a place), not copied."""

    KIND: ClassVar[str] = "evidence"
    id: str
    present: bool | None = _flag()
    title: str | None = _text(TITLE)
    perspective: str | None = _choice(Perspective)
    directness: str | None = _choice(Directness)
    date: str | None = _day()
    seen_by: str | None = _text(NAME)  # a role
    place: str | None = _text(LINE)
    note: str | None = _text()  # what it shows, in our words
    consent: str | None = _choice(Consent)
    identifiable: bool | None = _flag()  # shows an identifiable child
    people: int | None = _whole()  # how many people it speaks for; under five never leaves as a number
    file_sha256: str | None = _text(64)
    file_name: str | None = _text(TITLE)
    file_type: str | None = _text(NAME)
    file_size: int | None = _whole()  # bytes
    question: str | None = _text(LINE)  # what children were asked
    said: str | None = _text(LINE)  # what they said, in one sentence that they agreed
    showcase: bool | None = _flag()  # one or two a strand that show best what has become of it
    replaces: str | None = _text(64)  # the older piece whose place this one took


@dataclass(frozen=True, slots=True)
class Link:
    """Evidence shown against an outcome or an indicator; its id is ``EVIDENCE:TARGET``."""

    KIND: ClassVar[str] = "link"
    id: str
    present: bool | None = _flag()
    evidence: str | None = _text(64)
    target: str | None = _text(64)
    direction: str | None = _choice(Direction)
    chosen: bool | None = _flag()  # one of the two or three pieces for the assessor


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do about an outcome."""

    KIND: ClassVar[str] = "action"
    id: str
    present: bool | None = _flag()
    what: str | None = _text(LINE)
    outcome: str | None = _text(64)
    who: str | None = _text(NAME)  # a role
    due: str | None = _day()
    status: str | None = _choice(ActionStatus)
    done_on: str | None = _day()
    difference: str | None = _text()
    because: str | None = _text(64)  # the evidence that showed "not yet", if that is where it came from
    measure: str | None = _text(64)  # the measure that it is meant to move
    for_children: str | None = _text(LINE)  # the same, as children are told it
    why_not: str | None = _text(LINE)  # why it cannot be done, as children are told it


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    """A milestone reached; its id is the milestone's id."""

    KIND: ClassVar[str] = "milestone"
    id: str
    done: str | None = _day()
    note: str | None = _text(LINE)


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted over time about an outcome, so that a difference stands beside what was done.

    A count of people stands beside how many there are (``n``); a count of events beside how many people it
    is about. Shares are never stored.
    """

    KIND: ClassVar[str] = "measure"
    id: str
    present: bool | None = _flag()
    title: str | None = _text(TITLE)
    outcome: str | None = _text(64)
    counts: str | None = _choice(Counts)
    better: str | None = _choice(Better)
    source: str | None = _text(LINE)  # where the figures come from
    baseline: int | None = _whole()
    baseline_n: int | None = _whole()
    baseline_on: str | None = _day()
    target: int | None = _whole()
    target_n: int | None = _whole()
    target_on: str | None = _day()
    note: str | None = _text()


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure as it was found on one day."""

    KIND: ClassVar[str] = "reading"
    id: str
    present: bool | None = _flag()
    measure: str | None = _text(64)
    date: str | None = _day()
    count: int | None = _whole()
    n: int | None = _whole()
    note: str | None = _text(LINE)


@dataclass(frozen=True, slots=True)
class ChecklistRecord:
    """Something made ready for a visit; its id is the checklist item's id."""

    KIND: ClassVar[str] = "checklist"
    id: str
    done: str | None = _day()
    note: str | None = _text(LINE)


@dataclass(frozen=True, slots=True)
class Round:
    """A round of questions, kept as counts for a whole group: never one person's answers."""

    KIND: ClassVar[str] = "round"
    id: str
    present: bool | None = _flag()
    title: str | None = _text(TITLE)
    who: str | None = _choice(Respondents)
    group: str | None = _text(NAME)  # "Primary 7"; never a child's name
    by: str | None = _text(LINE)  # the question that made the groups; absent where nobody was divided by one
    since: str | None = _day()  # the first day on which somebody answered
    date: str | None = _day()  # the last
    n: int | None = _whole()  # how many people answered
    source: str | None = _text(LINE)  # where the answers come from
    form: str | None = _text(64)  # the form whose file it was counted from
    sentence: str | None = _text()  # what the group agreed to say; all that is kept of fewer than five
    evidence: str | None = _text(64)  # the piece of evidence that was made of it
    note: str | None = _text()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people of a round gave one answer to one question."""

    KIND: ClassVar[str] = "tally"
    id: str
    present: bool | None = _flag()
    round: str | None = _text(64)
    outcome: str | None = _text(64)  # what the question is about: an outcome or a look-for
    question: str | None = _text(LINE)
    asked: str | None = _choice(Asked)  # how it may be answered
    place: int | None = _whole()  # of the question among the round's, from 1
    answer: str | None = _text(LINE)  # absent where people answered in words of their own, which are not kept
    rank: int | None = _whole()  # of the answer among the question's, from 1
    leans: str | None = _choice(Leaning)  # whether who answers so agrees, where that can be said
    count: int | None = _whole()  # people
    of: int | None = _whole()  # people who answered the question at all


@dataclass(frozen=True, slots=True)
class Form:
    """How the columns of a questionnaire's file are read: said once, and known when the next one comes."""

    KIND: ClassVar[str] = "form"
    id: str  # made from the column heads
    present: bool | None = _flag()
    title: str | None = _text(TITLE)
    who: str | None = _choice(Respondents)
    columns: str | None = _text(FORM)  # JSON, as ``exchange.questionnaires`` writes it


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody else's look at us: the children's group, a colleague, a neighbour, a mock assessor.

    It stands beside our view and is never averaged with it.
    """

    KIND: ClassVar[str] = "review"
    id: str
    present: bool | None = _flag()
    title: str | None = _text(TITLE)
    by: str | None = _choice(Reviewer)
    who: str | None = _text(NAME)  # a role or a group; never a name
    date: str | None = _day()
    blind: bool | None = _flag()  # done without seeing our view
    people: int | None = _whole()  # how many took part; under five never leaves as a number
    closed_on: str | None = _day()  # the day it was finished; until then a blind one stands beside nothing
    strengths: str | None = _text()  # key strengths, as a published report has them
    before: str | None = _text()  # what must be done before the stage is reached
    after: str | None = _text()  # recommendations for keeping it


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What a review says of one outcome; its id is ``REVIEW:OUTCOME``."""

    KIND: ClassVar[str] = "review_view"
    id: str
    present: bool | None = _flag()
    review: str | None = _text(64)
    outcome: str | None = _text(64)
    view: int | None = _whole()  # a grade of the framework's scale, if they gave one
    words: str | None = _text()  # in their own words: children's where children said it
    said_yes: bool | None = _flag()  # they have heard these words and agree that others read them
    rather_not: bool | None = _flag()  # they were asked and would rather not say
    note: str | None = _text()  # a note in the margin


@dataclass(frozen=True, slots=True)
class AgreedView:
    """A view of an outcome that both sides agreed after talking; its id is the outcome's id.

    It stands beside our view and overwrites nothing. A reason without a view says that they agreed to differ.
    """

    KIND: ClassVar[str] = "agreed"
    id: str
    view: int | None = _whole()
    reason: str | None = _text()
    date: str | None = _day()


@dataclass(frozen=True, slots=True)
class Parked:
    """What a change of framework left without a home, or lays beside an outcome for review. Never deleted."""

    KIND: ClassVar[str] = "parked"
    id: str
    present: bool | None = _flag()
    origin: str | None = _text(NAME)  # the framework that it was said under, "id@version"
    kind: str | None = _text(40)  # of the record that it was
    record: str | None = _text(TITLE)  # and its id
    about: str | None = _text(LINE)  # what it was about, in that framework's words
    words: str | None = _text()  # what was said, in words
    content: str | None = _text(KEPT)  # the record's fields as JSON (``portfolio/parking.py``)
    outcome: str | None = _text(64)  # beside which outcome it lies for review; absent where none is left
    evidence: str | None = _text(64)  # the piece that was linked, where it was a link
    settled_on: str | None = _day()  # the day on which somebody looked at it
    settled: str | None = _choice(Settled)  # and what was done with it


Record: TypeAlias = (
    SettingRecord
    | OutcomeRecord
    | LookRecord
    | Evidence
    | Link
    | Action
    | MilestoneRecord
    | Measure
    | Reading
    | ChecklistRecord
    | Round
    | Tally
    | Form
    | Review
    | ReviewView
    | AgreedView
    | Parked
)

KINDS: dict[str, type[Record]] = {
    r.KIND: r
    for r in (
        SettingRecord,
        OutcomeRecord,
        LookRecord,
        Evidence,
        Link,
        Action,
        MilestoneRecord,
        Measure,
        Reading,
        ChecklistRecord,
        Round,
        Tally,
        Form,
        Review,
        ReviewView,
        AgreedView,
        Parked,
    )
}

SPECS: dict[str, dict[str, FieldSpec]] = {
    kind: {
        f.name: FieldSpec(
            f.name, f.metadata["type"], f.metadata.get("limit", 0), f.metadata.get("choices", ())
        )
        for f in fields(record)
        if f.name != "id"
    }
    for kind, record in KINDS.items()
}
"""Kind → field → how it is stored and checked."""

SETTING_ID = "setting"
"""The id of a portfolio's one setting record."""


def review_view_id(review: str, outcome: str) -> str:
    """The id of what a review says of an outcome."""
    return f"{review}:{outcome}"


def link_id(evidence: str, target: str) -> str:
    """The id of the link between a piece of evidence and an outcome or indicator."""
    return f"{evidence}:{target}"
