"""Which settings are listed, in which order, in which groups. Nothing here ranks one above another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from rrsa.i18n import _
from rrsa.overview.rows import Row, State
from rrsa.overview.stages import Stages
from rrsa.overview.terms import is_silent, terms
from rrsa.vocabulary import SettingKind


class Only(StrEnum):
    """What a list can be narrowed down to."""

    EXPIRING = "expiring"
    WANTS = "wants"
    OFFERS = "offers"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"
    NOT_RETURNED = "not-returned"

    @property
    def label(self) -> str:
        return {
            "expiring": _("Runs out within three terms"),
            "wants": _("Would like help"),
            "offers": _("Could help others"),
            "silent": _("Not heard from yet, or not for a year"),
            "withdrawn": _("Has withdrawn"),
            "not-returned": _("A copy is out"),
        }[self.value]


class Sort(StrEnum):
    """In which order."""

    NAME = "name"
    AREA = "area"
    STAGE = "stage"
    EXPIRY = "expiry"
    SHARED = "shared"

    @property
    def label(self) -> str:
        return {
            "name": _("by name"),
            "area": _("by area"),
            "stage": _("by stage"),
            "expiry": _("what runs out first"),
            "shared": _("shared last first"),
        }[self.value]


class By(StrEnum):
    """In which groups."""

    AREA = "area"
    KIND = "kind"
    FRAMEWORK = "framework"

    @property
    def label(self) -> str:
        return {"area": _("by area"), "kind": _("by kind"), "framework": _("by framework")}[self.value]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which settings are wanted; ``None`` wants all. ``search`` holds words that must all occur."""

    search: str = ""
    kind: SettingKind | None = None
    area: str | None = None
    only: Only | None = None
    sort: Sort = Sort.NAME
    group: By | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything may be left out."""
        return bool(self.search.strip() or self.kind or self.area or self.only)

    @property
    def words(self) -> list[str]:
        """What is wanted, in words."""
        said = [self.kind.label] if self.kind else []
        said += [self.area] if self.area else []
        said += [self.only.label] if self.only else []
        said += [f"“{self.search.strip()}”"] if self.search.strip() else []
        return said


EVERYTHING = Wanted()


class Group(NamedTuple):
    """Settings that belong together; ``key`` is empty for those of which that is not known."""

    key: str
    name: str
    rows: tuple[Row, ...]


class Page(NamedTuple):
    """Some rows of a longer list: those from ``first`` on, of ``total``."""

    rows: tuple[Row, ...]
    first: int
    total: int


def narrowed(rows: Iterable[Row], wanted: Wanted, on: date, stages: Stages | None = None) -> list[Row]:
    """The rows that are wanted, in the order that is wanted; with groups, group after group."""
    found = [row for row in rows if _fits(row, wanted)]
    if wanted.only is not None:
        fits = _only(wanted.only, on)
        found = [row for row in found if fits(row)]
    if words := wanted.search.casefold().split():
        found = [row for row in found if all(word in _text(row) for word in words)]
    found = _sorted(found, wanted.sort, stages)
    if wanted.group is not None:
        found = [row for group in grouped(found, wanted.group, stages) for row in group.rows]
    return found


def grouped(rows: Iterable[Row], by: By, stages: Stages | None = None) -> list[Group]:
    """The rows in groups by name, those that belong to none known at the end; their order stays."""
    known: dict[str, list[Row]] = {}
    for row in rows:
        known.setdefault(group_key(row, by), []).append(row)
    names = {key: _group_name(own[0], by, stages) for key, own in known.items()}
    order = sorted(known, key=lambda key: (not key, names[key].casefold()))
    return [Group(key, names[key], tuple(known[key])) for key in order]


def group_key(row: Row, by: By) -> str:
    """To which group a setting belongs, areas in whatever case they are written; empty where that is not
    known."""
    value = {By.AREA: row.area, By.KIND: row.kind, By.FRAMEWORK: row.framework}[by]
    return (value or "").casefold()


def _group_name(row: Row, by: By, stages: Stages | None) -> str:
    """What the group of a setting is called."""
    if by is By.KIND:
        return SettingKind(row.kind).label if row.kind in set(SettingKind) else _("Kind not known")
    if by is By.FRAMEWORK:
        return (stages or Stages()).title(row.framework) or _("Framework not known")
    return row.area or _("No area said")


def areas(rows: Iterable[Row]) -> list[str]:
    """Every area that is known, by name."""
    return sorted({row.area.casefold(): row.area for row in rows if row.area}.values(), key=str.casefold)


def page(rows: Sequence[Row], *, first: int, most: int, at: str | None = None) -> Page:
    """At most ``most`` rows: the page that holds the setting ``at``, or else that with the row ``first``."""
    if at is not None:
        first = next((n for n, row in enumerate(rows) if row.setting == at), first)
    first = min(max(first, 0), max(len(rows) - 1, 0)) // most * most
    return Page(tuple(rows[first : first + most]), first, len(rows))


def all_of(wanted: Wanted) -> Wanted:
    """The same order and groups, with nothing left out."""
    return replace(EVERYTHING, sort=wanted.sort, group=wanted.group)


def _fits(row: Row, wanted: Wanted) -> bool:
    if wanted.kind is not None and row.kind != wanted.kind.value:
        return False
    return wanted.area is None or (row.area or "").casefold() == wanted.area.casefold()


def _only(only: Only, on: date) -> Callable[[Row], bool]:
    last = terms(on)[-1].end.isoformat()
    return {
        Only.EXPIRING: lambda row: row.expires_on is not None and row.expires_on <= last,
        Only.WANTS: lambda row: bool(row.wants),
        Only.OFFERS: lambda row: bool(row.offers),
        Only.SILENT: lambda row: is_silent(row, on),
        Only.WITHDRAWN: lambda row: row.state is State.WITHDRAWN,
        Only.NOT_RETURNED: lambda row: row.not_returned,
    }[only]


def _text(row: Row) -> str:
    said = (
        *(row.name, row.setting, row.area, row.framework, row.held, row.aim),
        *(row.wants, row.offers, row.role, row.note),
    )
    return "\n".join(filter(None, said)).casefold()


def _sorted(rows: list[Row], sort: Sort, stages: Stages | None) -> list[Row]:
    """``rows`` come by name, and the sort is stable: what is alike stays by name."""
    if sort is Sort.AREA:
        return sorted(rows, key=lambda row: (row.area is None, (row.area or "").casefold()))
    if sort is Sort.EXPIRY:
        return sorted(rows, key=lambda row: row.expires_on or "9999")
    if sort is Sort.SHARED:
        return sorted(rows, key=lambda row: row.shared_at or "", reverse=True)
    if sort is Sort.STAGE:
        known = stages or Stages()

        def place(row: Row) -> tuple[str, int]:
            return row.framework or "~", known.place(row.framework, row.held).at

        return sorted(rows, key=place)
    return rows
