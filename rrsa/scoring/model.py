"""What an assessment says. All shares are exact rationals; words come first wherever people read them.

Nothing here is an official figure: an evidence score is this toolkit's own help (see docs/why/scoring.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import overload

from rrsa.vocabulary import Answer, Direction, Directness, Perspective


class State(StrEnum):
    """Three states that are never a zero."""

    NOT_LOOKED_AT = "not-looked-at"
    NOT_APPLICABLE = "not-applicable"
    VIEWED = "viewed"


class Flag(StrEnum):
    """What to know about a piece of evidence; none of them lowers a view."""

    UNDATED = "undated"
    STALE = "stale"
    BEFORE_ACCREDITATION = "before-accreditation"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence as it bears on one outcome or look-for.

    ``strength`` = ``directness`` × ``freshness``, in (0, 1]. Only pieces whose direction is *works*
    count; the others are listed with a strength all the same, so that it is seen.
    """

    evidence: str
    perspective: Perspective
    direction: Direction
    kind: Directness
    directness: Fraction
    freshness: Fraction
    strength: Fraction
    months: int | None  # whole months of age; None when undated
    flags: tuple[Flag, ...] = ()

    @property
    def counts(self) -> bool:
        return self.direction is Direction.WORKS


@dataclass(frozen=True, slots=True)
class EvidenceScore:
    """``by_perspective``: S = min(ceiling, 1 − Π(1 − s)) of each perspective that has pieces that count;
    ``score`` = 1 − Π(1 − S) over perspectives, in [0, 1)."""

    score: Fraction
    by_perspective: Mapping[Perspective, Fraction]

    @property
    def out_of_100(self) -> int:
        """Rounded down, so that 100 is never shown."""
        return int(self.score * 100)


@dataclass(frozen=True, slots=True)
class CapInForce:
    """A cap that holds what is shown below our view (or would hold it, were our view higher)."""

    when: str
    at_most: int
    why: str


@dataclass(frozen=True, slots=True)
class IndicatorAssessment:
    """A look-for: what we answered and what bears on it."""

    indicator: str
    state: State
    answer: Answer | None
    pieces: tuple[Piece, ...]
    ways: int  # from how many perspectives evidence shows it works


@dataclass(frozen=True, slots=True)
class OutcomeAssessment:
    """An outcome: our view, how far we can show it, and why no further."""

    outcome: str
    state: State
    view: int | None
    shown: int | None  # a grade, at most the view; None while nothing is shown or there is no view
    ways: int  # from how many perspectives evidence shows it works, 0–4
    asked: bool  # children have been asked: their views are there, or they chose not to say
    pieces: tuple[Piece, ...]  # each piece once, strongest first; linked to the outcome or to its look-fors
    evidence: EvidenceScore
    caps: tuple[CapInForce, ...]  # that hold what is shown below our view, lowest first
    indicators: tuple[IndicatorAssessment, ...]
    disagreements: tuple[str, ...]  # look-fors whose answers do not sit with our view

    @property
    def counting(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.counts)

    @property
    def not_yet(self) -> tuple[Piece, ...]:
        """Evidence that shows not yet: welcome, and a question about what was done."""
        return tuple(piece for piece in self.pieces if piece.direction is Direction.NOT_YET)


class Missing(StrEnum):
    """What a gap is about: the leaf of a *why not yet* chain."""

    VIEW = "view"  # no view yet
    VIEW_BELOW = "view-below"  # our view stands below what the stage speaks of
    LINE = "line"
    ACHIEVED = "achieved"
    DIFFERENCE = "difference"
    ACTION = "action"
    CHILDREN = "children"
    PIECES = "pieces"
    PERSPECTIVES = "perspectives"
    SCORE = "score"
    SHOWN = "shown"
    LOOK = "look"  # a look-for not looked at, or answered below what is asked
    APPLICABLE = "applicable"  # every look-for of an outcome set aside
    MILESTONE = "milestone"
    ANY = "any"  # one of ``options`` would do
    ALL = "all"  # inside an ANY: all of ``options`` together would do


@dataclass(frozen=True, slots=True)
class Gap:
    """One unmet condition with its chain: stage → strand → outcome → look-for → what is missing.

    ``strand`` is set with every outcome too. ``need`` and ``have`` are in the unit of ``missing``: a
    grade, a count, a score (0–1), an answer.
    """

    stage: str
    missing: Missing
    strand: str | None = None
    outcome: str | None = None
    indicator: str | None = None
    milestone: str | None = None
    need: int | Fraction | str | None = None
    have: int | Fraction | str | None = None
    options: tuple[Gap, ...] = ()
    place: tuple[int, ...] = ()  # where the condition stands among the stage's; () for those held everywhere

    @property
    def about(self) -> tuple[object, ...]:
        """What tells one gap from another, whatever the setting has by now."""
        return (self.stage, self.place, self.strand, self.outcome, self.indicator)


class Gaps(Sequence[Gap]):
    """Gaps in the framework's order, strung together only when somebody looks at them: after one new view
    a large framework has thousands, and most screens only need to know how many."""

    __slots__ = ("_all", "_count", "_string")

    def __init__(self, count: int, string: Callable[[], Iterable[Gap]]) -> None:
        self._count = count
        self._string = string
        self._all: tuple[Gap, ...] | None = None

    def _strung(self) -> tuple[Gap, ...]:
        if self._all is None:
            self._all = tuple(self._string())
        return self._all

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Gap]:
        return iter(self._strung())

    @overload
    def __getitem__(self, at: int) -> Gap: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Gap, ...]: ...
    def __getitem__(self, at: int | slice) -> Gap | tuple[Gap, ...]:
        return self._strung()[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._strung() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._strung())

    def __repr__(self) -> str:
        return repr(self._strung())


@dataclass(frozen=True, slots=True)
class StageReadiness:
    """How far a setting has come towards a stage. ``met`` of ``total`` are counts of conditions, each
    outcome's counted on its own; they are for a picture, never an average."""

    stage: str
    met: int
    total: int
    gaps: Sequence[Gap]  # in the framework's order

    @property
    def ready(self) -> bool:
        return not self.gaps


@dataclass(frozen=True, slots=True)
class Assessment:
    """One setting on one day. Screens, commands, workbooks and reports all show this object."""

    framework: str  # id@version
    on: date
    outcomes: Mapping[str, OutcomeAssessment]  # in the framework's order
    stages: Mapping[str, StageReadiness]  # in the framework's order
    milestones: Mapping[str, bool]

    @property
    def spread(self) -> Mapping[int | None, tuple[str, ...]]:
        """View → the outcomes that hold it; ``None`` holds those without a view."""
        found: dict[int | None, list[str]] = {}
        for outcome in self.outcomes.values():
            found.setdefault(outcome.view, []).append(outcome.outcome)
        return {view: tuple(ids) for view, ids in found.items()}

    @property
    def lowest(self) -> tuple[str, ...]:
        """The outcomes with the lowest view, named; empty while there is no view at all."""
        views = [o.view for o in self.outcomes.values() if o.view is not None]
        if not views:
            return ()
        return tuple(o.outcome for o in self.outcomes.values() if o.view == min(views))


class StepKind(StrEnum):
    """The fixed list of next steps. Never *raise your view*, never *remove*, never *not applicable*."""

    LOOK_AT_OUTCOME = "look-at-outcome"  # give a first view
    LOOK_AT_INDICATOR = "look-at-indicator"
    ADD_EVIDENCE = "add-evidence"
    DATE_EVIDENCE = "date-evidence"
    REFRESH_EVIDENCE = "refresh-evidence"
    RECORD_DIFFERENCE = "record-difference"
    WRITE = "write"  # a line, or how it was achieved
    PLAN_ACTION = "plan-action"
    REACH_MILESTONE = "reach-milestone"


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next, with what it closes, proven by assessing with the weakest item allowed."""

    kind: StepKind
    stage: str
    outcome: str | None = None
    indicator: str | None = None
    milestone: str | None = None
    evidence: str | None = None
    perspective: Perspective | None = None
    strength: Fraction | None = None  # the least strength that is enough
    count: int = 1  # how many such pieces
    field: str | None = None  # for WRITE: "line" or "achieved"
    closes: tuple[Gap, ...] = ()
    shown_before: int | None = None
    shown_after: int | None = None
