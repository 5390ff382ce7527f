"""What a portfolio records: kinds of record, each a frozen dataclass of plain values.

A value is ``str``, ``int``, ``bool`` or ``None`` (absent). Days are ISO text (``2026-04-03``). Every
field's meaning, type and limit stands in its ``metadata``; the database tables, the journal and the
checks on input are all made from it, so this module, with ``voices`` and ``desk``, is the one place where
the record is described.

The names of kinds and fields are permanent: the journal holds them for good.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar, TypeAlias

from rrsa.portfolio.desk import RECORDS, Listed, Moderated, Moderation, Reference, Target
from rrsa.portfolio.fields import (
    FORM,
    KEPT,
    LINE,
    NAME,
    TEXT,
    TITLE,
    FieldSpec,
    Value,
    choice,
    day,
    flag,
    text,
    whole,
)
from rrsa.portfolio.voices import Form, Round, Tally
from rrsa.vocabulary import (
    ActionStatus,
    Answer,
    Better,
    Consent,
    Counts,
    Direction,
    Directness,
    Perspective,
    Reviewer,
    SettingKind,
    Settled,
)

# What describes a field is read with what it describes.
__all__ = ["FORM", "KEPT", "LINE", "NAME", "TEXT", "TITLE", "FieldSpec", "Value"]


@dataclass(frozen=True, slots=True)
class SettingRecord:
    """The setting itself; there is one, under the id ``setting``."""

    KIND: ClassVar[str] = "setting"
    id: str
    name: str | None = text(NAME)
    kind: str | None = choice(SettingKind)
    framework: str | None = text(NAME)  # "id@version", for people
    framework_sha256: str | None = text(64)  # the adopted text, the truth
    aim: str | None = text(64)  # the stage worked towards
    held: str | None = text(64)  # the stage held now
    accredited_on: str | None = day()
    authority: str | None = text(NAME)
    head: str | None = text(NAME)
    lead: str | None = text(NAME)
    visit_on: str | None = day()  # when somebody comes to see, where that is agreed beforehand
    area: str | None = text(NAME)  # the part of the authority: a cluster, a town
    help_wanted: str | None = text(LINE)  # in what it would like help from others
    help_offered: str | None = text(LINE)  # and what it could help others with
    shares: str | None = text(LINE)  # the parts that it has chosen to share, "views,shown,actions"
    shared_on: str | None = day()  # when it last shared a snapshot; absent once that is withdrawn


@dataclass(frozen=True, slots=True)
class OutcomeRecord:
    """What we say of an outcome; its id is the outcome's id."""

    KIND: ClassVar[str] = "outcome"
    id: str
    view: int | None = whole()  # our view: a grade of the framework's scale
    line: str | None = text(LINE)  # why we say so, in one line
    achieved: str | None = text()
    difference: str | None = text()
    asked: bool | None = flag()  # children were asked and chose not to say
    whom_to_ask: str | None = text(LINE)  # on a visit: roles, never a child's name
    strengths: str | None = text()  # where a framework asks for them, as joint inspections do
    improve: str | None = text()  # areas for improvement, likewise


@dataclass(frozen=True, slots=True)
class LookRecord:
    """What we say of a look-for; its id is the indicator's id."""

    KIND: ClassVar[str] = "look"
    id: str
    answer: str | None = choice(Answer)
    why: str | None = text(LINE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence: by default pointed at (seen on a day, by a role, kept at a place), not copied."""

    KIND: ClassVar[str] = "evidence"
    id: str
    present: bool | None = flag()
    title: str | None = text(TITLE)
    perspective: str | None = choice(Perspective)
    directness: str | None = choice(Directness)
    date: str | None = day()
    seen_by: str | None = text(NAME)  # a role
    place: str | None = text(LINE)
    note: str | None = text()  # what it shows, in our words
    consent: str | None = choice(Consent)
    identifiable: bool | None = flag()  # shows an identifiable child
    people: int | None = whole()  # how many people it speaks for; under five never leaves as a number
    file_sha256: str | None = text(64)
    file_name: str | None = text(TITLE)
    file_type: str | None = text(NAME)
    file_size: int | None = whole()  # bytes
    question: str | None = text(LINE)  # what children were asked
    said: str | None = text(LINE)  # what they said, in one sentence that they agreed
    showcase: bool | None = flag()  # one or two a strand that show best what has become of it
    replaces: str | None = text(64)  # the older piece whose place this one took


@dataclass(frozen=True, slots=True)
class Link:
    """Evidence shown against an outcome or an indicator; its id is ``EVIDENCE:TARGET``."""

    KIND: ClassVar[str] = "link"
    id: str
    present: bool | None = flag()
    evidence: str | None = text(64)
    target: str | None = text(64)
    direction: str | None = choice(Direction)
    chosen: bool | None = flag()  # one of the two or three pieces for the assessor


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do about an outcome."""

    KIND: ClassVar[str] = "action"
    id: str
    present: bool | None = flag()
    what: str | None = text(LINE)
    outcome: str | None = text(64)
    who: str | None = text(NAME)  # a role
    due: str | None = day()
    status: str | None = choice(ActionStatus)
    done_on: str | None = day()
    difference: str | None = text()
    because: str | None = text(64)  # the evidence that showed "not yet", if that is where it came from
    measure: str | None = text(64)  # the measure that it is meant to move
    for_children: str | None = text(LINE)  # the same, as children are told it
    why_not: str | None = text(LINE)  # why it cannot be done, as children are told it


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    """A milestone reached; its id is the milestone's id."""

    KIND: ClassVar[str] = "milestone"
    id: str
    done: str | None = day()
    note: str | None = text(LINE)


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted over time about an outcome, so that a difference stands beside what was done.

    A count of people stands beside how many there are (``n``); a count of events beside how many people it
    is about. Shares are never stored.
    """

    KIND: ClassVar[str] = "measure"
    id: str
    present: bool | None = flag()
    title: str | None = text(TITLE)
    outcome: str | None = text(64)
    counts: str | None = choice(Counts)
    better: str | None = choice(Better)
    source: str | None = text(LINE)  # where the figures come from
    baseline: int | None = whole()
    baseline_n: int | None = whole()
    baseline_on: str | None = day()
    target: int | None = whole()
    target_n: int | None = whole()
    target_on: str | None = day()
    note: str | None = text()


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure as it was found on one day."""

    KIND: ClassVar[str] = "reading"
    id: str
    present: bool | None = flag()
    measure: str | None = text(64)
    date: str | None = day()
    count: int | None = whole()
    n: int | None = whole()
    note: str | None = text(LINE)


@dataclass(frozen=True, slots=True)
class ChecklistRecord:
    """Something made ready for a visit; its id is the checklist item's id."""

    KIND: ClassVar[str] = "checklist"
    id: str
    done: str | None = day()
    note: str | None = text(LINE)


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody else's look at us: the children's group, a colleague, a neighbour, a mock assessor.

    It stands beside our view and is never averaged with it.
    """

    KIND: ClassVar[str] = "review"
    id: str
    present: bool | None = flag()
    title: str | None = text(TITLE)
    by: str | None = choice(Reviewer)
    who: str | None = text(NAME)  # a role or a group; never a name
    date: str | None = day()
    blind: bool | None = flag()  # done without seeing our view
    people: int | None = whole()  # how many took part; under five never leaves as a number
    closed_on: str | None = day()  # the day it was finished; until then a blind one stands beside nothing
    strengths: str | None = text()  # key strengths, as a published report has them
    before: str | None = text()  # what must be done before the stage is reached
    after: str | None = text()  # recommendations for keeping it


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What a review says of one outcome; its id is ``REVIEW:OUTCOME``."""

    KIND: ClassVar[str] = "review_view"
    id: str
    present: bool | None = flag()
    review: str | None = text(64)
    outcome: str | None = text(64)
    view: int | None = whole()  # a grade of the framework's scale, if they gave one
    words: str | None = text()  # in their own words: children's where children said it
    said_yes: bool | None = flag()  # they have heard these words and agree that others read them
    rather_not: bool | None = flag()  # they were asked and would rather not say
    note: str | None = text()  # a note in the margin


@dataclass(frozen=True, slots=True)
class AgreedView:
    """A view of an outcome that both sides agreed after talking; its id is the outcome's id.

    It stands beside our view and overwrites nothing. A reason without a view says that they agreed to differ.
    """

    KIND: ClassVar[str] = "agreed"
    id: str
    view: int | None = whole()
    reason: str | None = text()
    date: str | None = day()


@dataclass(frozen=True, slots=True)
class Parked:
    """What a change of framework left without a home, or lays beside an outcome for review. Never deleted."""

    KIND: ClassVar[str] = "parked"
    id: str
    present: bool | None = flag()
    origin: str | None = text(NAME)  # the framework that it was said under, "id@version"
    kind: str | None = text(40)  # of the record that it was
    record: str | None = text(TITLE)  # and its id
    about: str | None = text(LINE)  # what it was about, in that framework's words
    words: str | None = text()  # what was said, in words
    content: str | None = text(KEPT)  # the record's fields as JSON (``portfolio/parking.py``)
    outcome: str | None = text(64)  # beside which outcome it lies for review; absent where none is left
    evidence: str | None = text(64)  # the piece that was linked, where it was a link
    settled_on: str | None = day()  # the day on which somebody looked at it
    settled: str | None = choice(Settled)  # and what was done with it


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
    | Listed
    | Target
    | Reference
    | Moderation
    | Moderated
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
        *RECORDS,
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
