"""When figures are made anew: once there are new snapshots of at least five settings, and never for fewer.

Otherwise whoever looks before and after one setting shares would know by subtraction what it shared. So a
figure is kept with its day and stands until five or more of the settings in the next one have shared since;
what stands is then replaced as a whole. Those that have gone don't count: a snapshot that is new is in no
earlier figure, so any two figures, whenever they were made, differ by five settings or more. By area, that
holds in every area at once. The first time, it is told from earlier snapshots too, month by month, so that
there is a trend.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from rrsa.errors import BadInput
from rrsa.guide.shared import Shared
from rrsa.overview.counting import PARTS, Subject, subjects
from rrsa.overview.desk import DESK_ID
from rrsa.overview.figures import FEWEST
from rrsa.portfolio.changes import now_utc
from rrsa.store import released as kept
from rrsa.store import shared as sharing
from rrsa.store.access.levels import EVERY, Level
from rrsa.store.released import AREAS, Made, ReleasedRow

if TYPE_CHECKING:
    from rrsa.store import Store

MOST_MONTHS = 36
"""Months that are looked back to when figures are made for the first time."""


class State(NamedTuple):
    """The snapshots that stood at one moment, of one framework."""

    at: str
    settings: Sequence[Shared]


Bases = Mapping[tuple[str, str], tuple[str, Mapping[str, str]]]
"""Framework and subject → the moment of the newest figures, and setting → the mark of what was counted."""


def makes_figures(store: Store) -> bool:
    """Whether whoever is connected makes figures: on a server only who coordinates all settings. Over those
    that somebody else may see, they would be about another group under the same name."""
    return Level.COORDINATOR in store.levels(EVERY)


def release(store: Store, *, now: str | None = None) -> int:
    """Makes the figures that are due and keeps them; says how many. A reader's store makes none, and neither
    does whoever coordinates some settings or none."""
    if store.read_only or not makes_figures(store):
        return 0
    held = {key: (at, json.loads(basis)) for key, (at, basis) in kept.bases(store).items()}
    by_framework: dict[str, list[sharing.SharedRow]] = {}
    for row in sharing.latest(store):
        if not row.withdrawn and row.framework:
            by_framework.setdefault(row.framework, []).append(row)
    found: list[Made] = []
    for framework, rows in sorted(by_framework.items()):
        if not _may_be_due(framework, rows, held):
            continue
        settings = list(_read(sharing.contents(store, [r.setting_id for r in rows])))
        states = [State(now or now_utc(), [each for each in settings if each.framework == framework])]
        if not any(known == framework for known, _subject in held):
            states = [*_before(store, framework, settings), *states]
        found += due(framework, states, held)
    return kept.add(store, DESK_ID, found) if found else 0


def due(framework: str, states: Iterable[State], held: Bases) -> Iterator[Made]:
    """The figures to be kept as snapshots came, state after state; ``held`` are those that stand."""
    known = {subject: of for (each, subject), of in held.items() if each == framework}
    for state in states:
        made: set[str] = set()
        for subject in subjects(state.settings):
            before = known.get(subject.name)
            whole = subject.name.removesuffix(AREAS)
            if whole != subject.name and whole not in made:
                continue  # areas add up to the whole, and so are of no other moment
            if before is not None and not _enough(subject, before[1]):
                continue
            made.add(subject.name)
            content = json.dumps(subject.tell(), ensure_ascii=False, separators=(",", ":"))
            basis = json.dumps(dict(sorted(subject.basis.items())), separators=(",", ":"))
            row = ReleasedRow(framework, subject.name, state.at, content)
            yield Made(row, basis, before[0] if before else None)
            known[subject.name] = (state.at, dict(subject.basis))


def needed(n: int) -> int:
    """How many of ``n`` settings must have shared anew: five, or one in twenty where there are many, so that
    figures over thousands are not made anew every hour."""
    return max(FEWEST, n // 20)


def fresh(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The settings of which there is a snapshot that was not there before; by area, in whichever."""
    return {setting for setting, mark in now.items() if _moment(before.get(setting, "")) != _moment(mark)}


def _moment(mark: str) -> str:
    return mark.partition(" ")[0]


def _enough(subject: Subject, before: Mapping[str, str]) -> bool:
    """Whether the difference between two figures is about five settings or more; by area, in each of them."""
    new = fresh(before, subject.basis)
    if len(new) < needed(len(subject.basis)):
        return False
    if not subject.name.endswith(AREAS):
        return True
    for area in {mark.partition(" ")[2] for mark in subject.basis.values()}:
        here = _within(area, subject.basis)
        if here != _within(area, before) and len(new & here.keys()) < FEWEST:
            return False
    return True


def _within(area: str, basis: Mapping[str, str]) -> dict[str, str]:
    return {setting: mark for setting, mark in basis.items() if mark.partition(" ")[2] == area}


def _may_be_due(framework: str, rows: Sequence[sharing.SharedRow], held: Bases) -> bool:
    """Whether reading the snapshots is worth while, told from their columns alone."""
    if len(rows) < FEWEST:
        return False
    for name, part in PARTS.items():
        before = held.get((framework, name))
        now = {r.setting_id: r.at for r in rows if part is None or part.value in (r.parts or "").split(",")}
        if len(now) >= FEWEST and (before is None or len(fresh(before[1], now)) >= needed(len(now))):
            return True
    return False


def _read(kept: Iterable[tuple[str, str]]) -> Iterator[Shared]:
    for setting, text in kept:
        try:
            yield Shared.kept_as(setting, text)
        except BadInput:
            continue  # from another version of the program: its setting is counted when it shares anew


def _before(store: Store, framework: str, settings: Sequence[Shared]) -> Iterator[State]:
    """What stood at the end of each month until now, for those months in which anything was shared."""
    ids = [each.setting for each in settings]
    earlier = _read((setting, text) for setting, _at, text in sharing.histories(store, ids))
    every = sorted((*earlier, *settings), key=lambda each: (each.at, each.setting))
    if not every:
        return
    standing: dict[str, Shared] = {}
    place = 0
    for end in _months(every[0].at, every[-1].at):
        while place < len(every) and every[place].at < end:
            standing[every[place].setting] = every[place]
            place += 1
        yield State(end, [each for each in standing.values() if each.framework == framework])


def _months(first: str, last: str) -> list[str]:
    """The moments at which the months between two moments end, the last ones of them."""
    day = datetime.fromisoformat(first).astimezone(UTC).date().replace(day=1)
    until = datetime.fromisoformat(last).astimezone(UTC).date()
    found = []
    while (day := _next(day)) <= until:
        found.append(f"{day.isoformat()}T00:00:00.000000+00:00")
    return found[-MOST_MONTHS:]


def _next(day: date) -> date:
    return (day + timedelta(days=32)).replace(day=1)


def content(row: ReleasedRow) -> dict[str, Any]:
    """What figures say, as it was kept."""
    found: dict[str, Any] = json.loads(row.content)
    return found
