"""Figures of a group of settings: how many, never about fewer than five, and nothing of one.

Pure: the same snapshots give the same figures in any order. Two shapes do for everything.

A **spread** says how many settings stand where on a ladder of steps (step 0: nothing is said; then the
grades, or the stages). Neighbouring steps are put together until at least five settings stand on each range,
from the lowest up; what is left at the top joins the last range. Where the framework says below which grade
a view is low, that is where two ranges meet, if five or more stand on either side. One range over the whole
ladder says nothing and is left out. So no range holds fewer than five, no step's number can be told from the
others, and that all stand on one step is never said. Nothing is averaged.

A **share** says for how many settings something is so: a number where it is at least five with at least
five beside it; else only *fewer than five, or none* or *all, or all but fewer than five*, and in a small
group nothing. That it is all, or none, would be each one's own answer. Only what nobody has yet (evidence of
a kind, an article, something in the plan) is told as such: an authority has to hear of a gap that all have.

Why so, and what was weighed: docs/decisions/0020-group-figures.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from rrsa.guide.shared import Part, Shared
from rrsa.vocabulary import Better, Perspective

FEWEST = 5
"""Settings that a figure is about, at the least."""


class Few(StrEnum):
    """What is said in place of a number that would be about fewer than five."""

    FEW = "few"  # one to four
    NONE_OR_FEW = "none-or-few"
    NEARLY_ALL = "nearly-all"  # no longer said: in figures of before
    ALL_OR_NEARLY = "all-or-nearly"

    @property
    def is_high(self) -> bool:
        """Whether it is so for nearly all, at the least."""
        return self in (Few.NEARLY_ALL, Few.ALL_OR_NEARLY)

    def bounds(self, n: int) -> tuple[int, int]:
        """Between which numbers of ``n`` it lies, to a reader."""
        return {
            Few.FEW: (1, FEWEST - 1),
            Few.NONE_OR_FEW: (0, FEWEST - 1),
            Few.NEARLY_ALL: (n - FEWEST + 1, n - 1),
            Few.ALL_OR_NEARLY: (n - FEWEST + 1, n),
        }[self]

    @property
    def beside(self) -> Few:
        """What is said of those for whom it is not so."""
        return {
            Few.FEW: Few.NEARLY_ALL,
            Few.NONE_OR_FEW: Few.ALL_OR_NEARLY,
            Few.NEARLY_ALL: Few.FEW,
            Few.ALL_OR_NEARLY: Few.NONE_OR_FEW,
        }[self]


Share: TypeAlias = int | Few | None
"""For how many; ``None`` where not even a word may be said."""


class Range(NamedTuple):
    """``settings`` stand on the steps from ``low`` to ``high``."""

    low: int
    high: int
    settings: int


Ranges: TypeAlias = tuple[Range, ...]
"""From the lowest up, over the whole ladder; empty where nothing may be said."""


def spread(steps: Iterable[int], top: int, cut: int | None = None) -> Ranges:
    """How many stand where on a ladder from 0 to ``top``; ranges meet below ``cut`` where they may."""
    counts = Counter(steps)
    n = counts.total()
    if n < FEWEST:
        return ()
    parts = [(0, top)]
    if cut is not None and 0 < cut <= top:
        below = sum(counts[step] for step in range(cut))
        if FEWEST <= below <= n - FEWEST:
            parts = [(0, cut - 1), (cut, top)]
    found = tuple(each for low, high in parts for each in _ranges(counts, low, high))
    return found if len(found) > 1 else ()


def _ranges(counts: Mapping[int, int], low: int, high: int) -> list[Range]:
    """Ranges of five or more over a part of the ladder that holds as many; the top's rest joins the last."""
    found: list[Range] = []
    start, held = low, 0
    for step in range(low, high + 1):
        held += counts.get(step, 0)
        if held >= FEWEST:
            found.append(Range(start, step, held))
            start, held = step + 1, 0
    if start <= high:
        last = found.pop()
        found.append(Range(last.low, high, last.settings + held))
    return found


def share(count: int, n: int, *, gap: bool = False) -> Share:
    """What may be said of ``count`` out of ``n`` settings. ``gap`` says that it is a gap where nobody has it,
    which is told as such."""
    if n < FEWEST:
        return None
    if gap and count == 0:
        return 0
    if n < 2 * FEWEST:
        return None  # in a small group, a word would already be a number
    if count < FEWEST:
        return Few.FEW if gap else Few.NONE_OR_FEW
    return Few.ALL_OR_NEARLY if n - count < FEWEST else count


def closed(said: Share, n: int) -> Share:
    """A share as it may be told: in figures of before it could be nobody, or all."""
    return share(said, n) if not isinstance(said, Few) and said in (0, n) else said


def at_least(ranges: Ranges, step: int) -> int | None:
    """How many stand on ``step`` or above, where the ranges tell it; ``None`` where they don't."""
    if any(each.low < step <= each.high for each in ranges) or not ranges:
        return None
    return sum(each.settings for each in ranges if each.low >= step)


# -- what is counted over snapshots ----------------------------------------------------------------------


def sharing(settings: Iterable[Shared], part: Part | None) -> list[Shared]:
    """The snapshots that hold a part, by setting; all of them where no part is asked for."""
    held = (each for each in settings if part is None or each.shares(part))
    return sorted(held, key=lambda each: each.setting)


def graded(
    settings: Sequence[Shared],
    grade: Callable[[Shared, str], int | None],
    outcomes: Iterable[str],
    top: int,
    cut: int | None,
) -> dict[str, Ranges]:
    """Outcome → how many settings stand at which grade up to ``top``; those without one stand on step 0."""
    return {
        outcome: spread((min(grade(each, outcome) or 0, top) for each in settings), top, cut)
        for outcome in outcomes
    }


def view_of(setting: Shared, outcome: str) -> int | None:
    """The grade that a setting gives itself; ``None`` where it has shared none."""
    held = setting.outcomes.get(outcome)
    return held.view if held else None


def shown_of(setting: Shared, outcome: str) -> int | None:
    """The grade up to which a setting shows it; ``None`` where nothing is shown, or shared of it."""
    held = setting.outcomes.get(outcome)
    return held.shown if held else None


def stage_steps(settings: Sequence[Shared], stages: Sequence[str], of: str) -> Ranges:
    """How many hold (``of="held"``) or aim at (``"aim"``) which stage; step 0 is none."""
    place = {stage: step for step, stage in enumerate(stages, start=1)}
    steps = (place.get(getattr(each, of) or "", 0) for each in settings)
    return spread(steps, len(stages), 1 if of == "held" else None)


def with_action(settings: Sequence[Shared], outcomes: Iterable[str]) -> dict[str, Share]:
    """Outcome → how many settings have something to do about it in their plan."""

    def planned(each: Shared, outcome: str) -> bool:
        held = each.outcomes.get(outcome)
        return held is not None and bool(held.open_actions)

    n = len(settings)
    return {
        outcome: share(sum(planned(each, outcome) for each in settings), n, gap=True) for outcome in outcomes
    }


def with_evidence(settings: Sequence[Shared], outcomes: Iterable[str]) -> dict[str, dict[str, Share]]:
    """Outcome → perspective → how many settings have a piece of that kind that shows it works."""

    def holds(each: Shared, outcome: str, kind: Perspective) -> bool:
        held = each.outcomes.get(outcome)
        return held is not None and bool(held.evidence.get(kind))

    n = len(settings)
    return {
        outcome: {
            kind.value: share(sum(holds(each, outcome, kind) for each in settings), n, gap=True)
            for kind in Perspective
        }
        for outcome in outcomes
    }


def with_article(settings: Sequence[Shared]) -> dict[str, Share]:
    """Article → how many settings show it at all; articles that no outcome names are none of these."""
    numbers = sorted({number for each in settings for number in each.articles})
    n = len(settings)
    return {
        str(number): share(
            sum(each.articles.get(number, "nothing") != "nothing" for each in settings), n, gap=True
        )
        for number in numbers
    }


class Counted(NamedTuple):
    """What one setting counted: now, and at the baseline where there is one."""

    title: str
    number: int
    n: int
    before: int | None
    before_n: int | None
    better: Better | None
    day: str

    @property
    def comparable(self) -> bool:
        """Whether it can be said that it has bettered: there is a baseline, and a way that is the better."""
        return self.before is not None and bool(self.before_n) and self.better is not None

    @property
    def has_bettered(self) -> bool:
        """Whether the share of now lies on the better side of the baseline's; compared without rounding."""
        now, then = self.number * (self.before_n or 1), (self.before or 0) * self.n
        return now < then if self.better is Better.FEWER else now > then


class Summed(NamedTuple):
    """A measure that settings have in common: the sums of what they counted.

    ``total`` is ``None`` where it, or what is left beside it, is of fewer than five people. ``better`` says
    in how many settings it has gone the better way since the baseline, of ``compared``.
    """

    n: int
    total: int | None
    of: int | None
    better: Share
    compared: int
    since: str
    until: str


def measure_key(title: str, outcome: str, counts: str) -> str:
    """What measures have to have in common to be one: the title but for case and spaces, the outcome, and
    whether people or events are counted."""
    return f"measure:{outcome}:{counts}:{plain(title)}"


def plain(title: str) -> str:
    """A title without what makes no difference: case and spaces."""
    return " ".join(title.casefold().split())


def measured(settings: Iterable[Shared]) -> dict[str, dict[str, Counted]]:
    """Measure → setting → what it counted. Only with both numbers; one that a setting has twice counts
    once."""
    found: dict[str, dict[str, Counted]] = {}
    for each in sharing(settings, Part.MEASURES):
        for m in each.measures:
            if m.count is not None and m.n:
                held = found.setdefault(measure_key(m.title, m.outcome, m.counts.value), {})
                counted = Counted(m.title, m.count, m.n, m.baseline, m.baseline_n, m.better, m.date or "")
                held.setdefault(each.setting, counted)
    return found


def summed(held: Mapping[str, Counted], *, people: bool) -> Summed | None:
    """A measure over the settings that have it; ``None`` where they are fewer than five."""
    if len(held) < FEWEST:
        return None
    rows = list(held.values())
    count, of = sum(row.number for row in rows), sum(row.n for row in rows)
    small = 0 < count < FEWEST or (people and 0 < of - count < FEWEST)
    compared = [row for row in rows if row.comparable]
    days = sorted(row.day for row in rows if row.day) or [""]
    return Summed(
        len(rows),
        None if small else count,
        None if small else of,
        share(sum(row.has_bettered for row in compared), len(compared)),
        len(compared) if len(compared) >= FEWEST else 0,
        days[0],
        days[-1],
    )
