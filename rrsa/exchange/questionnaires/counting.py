"""Counting the answers of a file, in one pass: how many of each group said what. Of nobody is a row kept.

A group of fewer than five answers keeps no counts: its counter is let go before anything is handed on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rrsa.errors import BadInput
from rrsa.exchange.questionnaires.columns import Column, Mapped, Use
from rrsa.exchange.questionnaires.days import Order, day_of
from rrsa.exchange.questionnaires.reading import Cell, Source
from rrsa.exchange.questionnaires.recognising import group_name, parts
from rrsa.exchange.questionnaires.scales import Step
from rrsa.guide.voices import plain
from rrsa.i18n import _
from rrsa.portfolio.privacy import SMALL
from rrsa.vocabulary import Asked

MOST_GROUPS = 60


@dataclass(frozen=True, slots=True)
class Period:
    """Which days are counted: from ``since`` to ``until``, in two rounds where there is a ``split``."""

    since: date | None = None
    until: date | None = None
    split: date | None = None

    def part(self, day: date) -> int | None:
        """0 before the split or without one, 1 from it on; ``None`` outside."""
        if (self.since and day < self.since) or (self.until and day > self.until):
            return None
        return int(self.split is not None and day >= self.split)

    @property
    def bounded(self) -> bool:
        return any((self.since, self.until, self.split))


@dataclass(frozen=True, slots=True)
class Answers:
    """One question's counts. ``other`` people gave an answer that the form does not offer."""

    column: Column
    of: int
    counts: tuple[tuple[Step, int], ...]
    other: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A group in one part of the time. One that is too small to be counted has ``n`` 0 and no questions."""

    name: str  # empty for those who named no group, or where nobody is divided
    part: int
    n: int
    since: date | None
    until: date | None
    questions: tuple[Answers, ...]
    few: tuple[str, ...]  # questions that fewer than five of the group answered


@dataclass(frozen=True, slots=True)
class Counted:
    """What a file comes to."""

    groups: tuple[Group, ...]
    small: tuple[Group, ...]  # groups of fewer than five, without any count
    undated: int  # rows left out because they have no day
    outside: bool  # rows were left out because they are of other days


@dataclass
class _Tally:
    """What is counted while rows go by."""

    n: int = 0
    first: date | None = None
    last: date | None = None
    names: Counter[str] = field(default_factory=Counter)
    answered: Counter[int] = field(default_factory=Counter)
    given: Counter[tuple[int, int]] = field(default_factory=Counter)  # column, step (-1: another answer)

    def dated(self, day: date | None) -> None:
        if day is not None:
            self.first = day if self.first is None else min(self.first, day)
            self.last = day if self.last is None else max(self.last, day)


def count(source: Source, mapped: Mapped, period: Period, *, today: date, order: Order) -> Counted:
    """Counts a file by its map. Raises :class:`BadInput` where days are asked for and there are none, or
    where what divides people makes no groups."""
    when = next(iter(mapped.having(Use.WHEN)), None)
    by = next(iter(mapped.having(Use.GROUP)), None)
    if period.bounded and when is None:
        raise BadInput(
            _("no column of the file says when somebody answered"),
            _("leave out --since, --until and --split, or name the column with --map"),
        )
    questions = [(place, column) for place, column in enumerate(mapped.columns) if column.use is Use.QUESTION]
    steps = {place: {plain(step.answer): n for n, step in enumerate(c.steps)} for place, c in questions}
    found: dict[tuple[str, int], _Tally] = {}
    undated, outside = 0, False
    for row in source.rows():
        if not any(row[place] != "" for place, _column in questions):
            continue  # somebody opened the form and said nothing
        day = None if when is None else day_of(row[when], order, today=today)
        part: int | None = 0
        if period.bounded:
            if day is None:
                undated += 1
                continue
            part = period.part(day)
        if part is None:
            outside = True
            continue
        name = "" if by is None else group_name(row[by])
        tally = found.setdefault((plain(name), part), _Tally())
        if len(found) > MOST_GROUPS * 2:
            raise BadInput(
                _("“{head}” divides people into more than {most} groups").format(
                    head=mapped.columns[by or 0].head, most=MOST_GROUPS
                ),
                _("choose another column with --group, or none with --undivided"),
            )
        tally.n += 1
        tally.names[name] += 1
        tally.dated(day)
        for place, column in questions:
            _take(tally, place, column, row[place], steps[place])
    return _told(found, questions, undated, outside)


def _take(tally: _Tally, place: int, column: Column, cell: Cell, steps: Mapping[str, int]) -> None:
    if cell == "":
        return
    tally.answered[place] += 1
    if column.asked is Asked.WORDS:
        return
    text = str(cell)
    for step in _given(column.asked, text, steps):
        tally.given[place, step] += 1


def _given(asked: Asked, text: str, steps: Mapping[str, int]) -> Iterator[int]:
    """The places of the answers in one cell; -1 once for whatever the form does not offer."""
    whole = steps.get(plain(text))
    if asked is Asked.ONE or whole is not None:
        yield -1 if whole is None else whole
        return
    separator = ";" if ";" in text else ", "
    found = [steps.get(plain(part), -1) for part in parts(text, separator)]
    if asked is Asked.ORDER:
        yield from found[:1]
        return
    if -1 in found and separator == ", ":  # an answer may hold a comma itself
        found = _with_commas(text, steps)
    yield from dict.fromkeys(found)


def _with_commas(text: str, steps: Mapping[str, int]) -> list[int]:
    """Answers taken out of a text, the longest first; -1 where something else is left over."""
    left = f", {plain(text)}, "
    found = []
    for answer in sorted(steps, key=len, reverse=True):
        if f", {answer}, " in left:
            left = left.replace(f", {answer}, ", ", ", 1)
            found.append(steps[answer])
    return [*found, -1] if left.strip(", ") else found


def _told(
    found: Mapping[tuple[str, int], _Tally],
    questions: list[tuple[int, Column]],
    undated: int,
    outside: bool,
) -> Counted:
    groups, small = [], []
    for (_key, part), tally in sorted(found.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        name = max(tally.names, key=lambda each: (tally.names[each], each))
        if tally.n < SMALL:
            small.append(Group(name, part, 0, tally.first, tally.last, (), ()))
            continue
        asked = [_answers(tally, place, column) for place, column in questions]
        few = tuple(a.column.question for a in asked if 0 < a.of < SMALL)
        kept = tuple(a for a in asked if a.of >= SMALL)
        groups.append(Group(name, part, tally.n, tally.first, tally.last, kept, few))
    return Counted(tuple(groups), tuple(small), undated, outside)


def _answers(tally: _Tally, place: int, column: Column) -> Answers:
    counts = tuple((step, tally.given[place, n]) for n, step in enumerate(column.steps))
    return Answers(column, tally.answered[place], counts, tally.given[place, -1])
