"""What a setting shares with its authority: a dated snapshot of as much as it chose, and nothing else.

A setting shares; nobody looks in. What stands here is already redacted and suppressed
(:mod:`rrsa.guide.snapshot`), holds no child's words and no person's name, and is seen by whoever shares it
before it goes. Scores are no part of it. Its JSON (:mod:`rrsa.guide.shared_json`) is what is signed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.portfolio.checks import not_one_of
from rrsa.scoring.model import State
from rrsa.vocabulary import Better, Counts, Direction, Perspective, SettingKind


class Part(StrEnum):
    """What a setting may share beyond its stage, its days, and help asked for and offered."""

    VIEWS = "views"
    SHOWN = "shown"
    ACTIONS = "actions"
    MEASURES = "measures"
    EVIDENCE = "evidence"
    MODERATION = "moderation"

    @property
    def label(self) -> str:
        return {
            "views": _("Our views"),
            "shown": _("How far we can show them"),
            "actions": _("Actions"),
            "measures": _("Measures"),
            "evidence": _("Kinds of evidence"),
            "moderation": _("For a joint round"),
        }[self.value]

    @property
    def about(self) -> str:
        return {
            "views": _("Our view of each outcome, not a word of why."),
            "shown": _("Up to which grade, outcome by outcome."),
            "actions": _("How many are open and done, by outcome."),
            "measures": _("What we count, then and now; no small numbers."),
            "evidence": _("How many of each kind; articles covered."),
            "moderation": _("Our words and titles of evidence; views go too."),
        }[self.value]


PARTS = tuple(part.value for part in Part)


def parts_of(given: str | Iterable[str] | None) -> frozenset[Part]:
    """The parts that words name (``"views,shown"``, or several words); a joint round needs the views too.

    ``all`` names every part and ``none`` no part. Raises :class:`~rrsa.errors.BadInput` for another word.
    """
    words = given.split(",") if isinstance(given, str) else (given or ())
    found: set[Part] = set()
    for word in words:
        clean = word.strip().lower()
        if clean == "all":
            found |= set(Part)
        elif clean in PARTS:
            found.add(Part(clean))
        elif clean and clean != "none":
            raise not_one_of(_("what is shared"), word.strip(), (*PARTS, "all", "none"))
    return with_needed(found)


def with_needed(parts: Collection[Part]) -> frozenset[Part]:
    """The parts, with what one of them cannot do without: a joint round lays views side by side."""
    return frozenset({*parts, Part.VIEWS} if Part.MODERATION in parts else parts)


def parts_text(parts: Collection[Part]) -> str:
    """The parts as they are stored: ``views,shown``."""
    return ",".join(part.value for part in Part if part in parts)


@dataclass(frozen=True, slots=True)
class SharedPiece:
    """A piece of evidence as others see it in a joint round: no note, no place, no file."""

    title: str
    perspective: Perspective | None = None
    direction: Direction | None = None
    date: str | None = None  # ISO


@dataclass(frozen=True, slots=True)
class SharedOutcome:
    """One outcome; a field is ``None`` (or empty) where the part that it belongs to is not shared."""

    outcome: str
    state: State | None = None  # with views
    view: int | None = None  # with views
    shown: int | None = None  # with shown
    evidence: Mapping[Perspective, int] = field(
        default_factory=dict
    )  # with evidence: pieces that show it works
    open_actions: int | None = None  # with actions
    done_actions: int | None = None
    line: str | None = None  # with moderation, as the next three
    achieved: str | None = None
    difference: str | None = None
    pieces: tuple[SharedPiece, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedMeasure:
    """A measure; a figure that may not leave is absent, and ``held_back`` says that there was one."""

    title: str
    outcome: str
    counts: Counts
    better: Better | None = None
    count: int | None = None  # the latest
    n: int | None = None  # people in all, or whom the events are about
    date: str | None = None
    baseline: int | None = None
    baseline_n: int | None = None
    baseline_on: str | None = None
    target: int | None = None
    target_n: int | None = None
    target_on: str | None = None
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """A setting's snapshot. ``scale``, ``stages`` and ``short`` are its framework's words, so that whoever
    reads it needs no framework: they are in the framework's order."""

    setting: str
    name: str
    kind: SettingKind
    framework: str  # "id@version"
    framework_sha256: str
    at: str  # when it was made: UTC, ISO to the microsecond
    by: str  # a role
    parts: frozenset[Part] = frozenset()
    area: str | None = None
    held: str | None = None  # a stage's id
    aim: str | None = None
    accredited_on: str | None = None
    expires_on: str | None = None
    visit_on: str | None = None
    wants: str | None = None
    offers: str | None = None
    scale: Mapping[int, str] = field(default_factory=dict)  # grade → its name
    stages: Mapping[str, str] = field(default_factory=dict)  # stage → its name
    short: Mapping[str, str] = field(default_factory=dict)  # outcome → its short name
    low_grade: int | None = None  # grades below it are low, as the framework says
    outcomes: Mapping[str, SharedOutcome] = field(default_factory=dict)  # empty where no part speaks of them
    measures: tuple[SharedMeasure, ...] = ()  # with measures
    articles: Mapping[int, str] = field(default_factory=dict)  # with evidence: "covered" | "thin" | "nothing"
    own_id: str = ""
    """Its id in its own database, where it is kept under another here; no part of its JSON."""

    @property
    def percentages(self) -> bool:
        """Whether shares of people may be spoken of: not in a children's house."""
        return self.kind is not SettingKind.RESIDENTIAL

    def shares(self, part: Part) -> bool:
        return part in self.parts

    def stage_name(self, stage: str | None) -> str:
        """A stage in words; empty where there is none."""
        return self.stages.get(stage, stage) if stage else ""

    def grade_name(self, grade: int | None) -> str:
        return self.scale.get(grade, str(grade)) if grade is not None else ""

    def narrowed(self, parts: Collection[Part]) -> Shared:
        """The same with these of its parts alone."""
        kept = self.parts & frozenset(parts)
        outcomes = {key: _narrowed(each, kept) for key, each in self.outcomes.items()}
        return replace(
            self,
            parts=kept,
            outcomes=outcomes if kept - {Part.MEASURES} else {},
            measures=self.measures if Part.MEASURES in kept else (),
            articles=self.articles if Part.EVIDENCE in kept else {},
        )

    def to_json(self) -> str:
        """The snapshot as JSON: the same text for the same snapshot."""
        from rrsa.guide.shared_json import written

        return written(self)

    @classmethod
    def from_json(cls, text: str) -> Shared:
        """The snapshot that a text holds. Raises :class:`~rrsa.errors.BadInput` for anything else."""
        from rrsa.guide.shared_json import read

        return read(text)

    @classmethod
    def kept_as(cls, setting: str, text: str) -> Shared:
        """The snapshot that is kept under the id ``setting``, which two settings of one id cannot both have
        in one database. Raises as :meth:`from_json` does."""
        found = cls.from_json(text)
        return found if found.setting == setting else replace(found, setting=setting, own_id=found.setting)


def _narrowed(each: SharedOutcome, parts: frozenset[Part]) -> SharedOutcome:
    views, actions = Part.VIEWS in parts, Part.ACTIONS in parts
    words = Part.MODERATION in parts
    return SharedOutcome(
        each.outcome,
        state=each.state if views else None,
        view=each.view if views else None,
        shown=each.shown if Part.SHOWN in parts else None,
        evidence=each.evidence if Part.EVIDENCE in parts else {},
        open_actions=each.open_actions if actions else None,
        done_actions=each.done_actions if actions else None,
        line=each.line if words else None,
        achieved=each.achieved if words else None,
        difference=each.difference if words else None,
        pieces=each.pieces if words else (),
    )


def earlier(text: str, parts: str) -> str | None:
    """What stays of an earlier snapshot's JSON where ``parts`` are shared now: never more than those, and
    never the words that were meant for one joint round, nor what help was asked for and offered then.

    ``None`` where it cannot be read.
    """
    try:
        found = Shared.from_json(text)
        kept = parts_of(parts) - {Part.MODERATION}
    except BadInput:
        return None
    return replace(found.narrowed(kept), wants=None, offers=None).to_json()
