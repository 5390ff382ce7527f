"""Groups of settings: all, a kind, an area, a framework. And the figures of a group as they were made.

Settings are counted within their framework, since a grade of one scale is no grade of another; a group of
several frameworks has several figures side by side, and nothing is added up or averaged across them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.overview.figures import Few, Range, Ranges, Share
from rrsa.overview.rows import Row, local_day
from rrsa.portfolio.checks import not_one_of
from rrsa.store.released import AREAS, ReleasedRow, released
from rrsa.vocabulary import SettingKind

if TYPE_CHECKING:
    from datetime import date

    from rrsa.store import Store


class Group(NamedTuple):
    """``by`` is "all", "kind", "area" or "framework"; ``key`` says which one."""

    by: str = "all"
    key: str = ""

    @property
    def text(self) -> str:
        """As it is typed and kept: ``area:East``."""
        return f"{self.by}:{self.key}" if self.key else self.by

    @property
    def label(self) -> str:
        """As people read it."""
        if self.by == "kind":
            return kinds(SettingKind(self.key))
        if self.by == "area":
            return _("area {name}").format(name=self.key)
        return self.key or _("all settings")


EVERYBODY = Group()


def kinds(kind: SettingKind) -> str:
    """Several settings of a kind: ``schools``."""
    return {
        SettingKind.SCHOOL: _("schools"),
        SettingKind.RESIDENTIAL: _("children’s houses"),
        SettingKind.PARTNERSHIP: _("partnerships"),
    }[kind]


def group_of(given: str) -> Group:
    """The group that was meant: ``all``, ``kind:school``, ``area:East``, ``framework:ID``.

    Raises :class:`BadInput` for anything else.
    """
    by, _colon, key = given.strip().partition(":")
    by, key = by.strip().lower(), " ".join(key.split())
    if by == "all" and not key:
        return EVERYBODY
    if by == "kind" and key:
        plain = key.casefold()
        for kind in SettingKind:
            if plain in (kind.value, kind.label.casefold(), kinds(kind).casefold()):
                return Group("kind", kind.value)
        if plain in ("house", "houses"):
            return Group("kind", SettingKind.RESIDENTIAL.value)
        raise not_one_of(_("the kind"), key, [kind.value for kind in SettingKind])
    if by in ("area", "framework") and key:
        return Group(by, key)
    raise BadInput(
        _("“{given}” is no group of settings").format(given=given.strip()[:60]),
        _("write all, kind:school, area:East or framework:ID"),
    )


def belongs(row: Row, group: Group) -> bool:
    """Whether a setting is in a group, by what it says of itself."""
    if group.by == "kind":
        return row.kind == group.key
    if group.by == "area":
        return (row.area or "").casefold() == group.key.casefold()
    if group.by == "framework":
        return group.key in (row.framework, (row.framework or "").partition("@")[0])
    return True


class Words(NamedTuple):
    """What a framework calls its grades, stages and outcomes."""

    kind: SettingKind
    scale: Mapping[int, str]
    low: int | None
    stages: Mapping[str, str]
    short: Mapping[str, str]

    def grade(self, grade: int) -> str:
        """``3 (Making a difference)``."""
        name = self.scale.get(grade)
        return _("{grade} ({name})").format(grade=grade, name=name) if name else str(grade)

    def stage(self, stage: str) -> str:
        """A stage by its name; by its id where the framework names none."""
        return self.stages.get(stage, stage)


class Figure(NamedTuple):
    """Figures about one subject of one framework, made at one moment (UTC)."""

    framework: str
    subject: str
    at: str
    said: Mapping[str, Any]

    @property
    def n(self) -> int:
        """How many settings were counted."""
        return int(self.said["n"])

    @property
    def on(self) -> date:
        """The day of the figures."""
        return local_day(self.at)

    @property
    def words(self) -> Words:
        """The framework's words, as they were when the figures were made."""
        said = self.said["words"]
        return Words(
            SettingKind(said["kind"]),
            {int(grade): str(name) for grade, name in said["scale"].items()},
            said["low"],
            said["stages"],
            said["short"],
        )

    def ranges(self, outcome: str) -> Ranges:
        """How many settings stand where; empty where that is not told."""
        return ranges(self.said["outcomes"].get(outcome) or ())

    def stages(self, of: str) -> Ranges:
        """The same for stages, ``of`` "held" or "aim"."""
        return ranges(self.said[of])

    def share(self, *keys: str) -> Share:
        """For how many something is so; ``None`` where that is not told."""
        found: Any = self.said
        for key in keys:
            found = found.get(key) if found else None
        return share_of(found)


def ranges(said: Iterable[Sequence[int]]) -> Ranges:
    """Ranges as a figure keeps them: ``low, high, n`` of each, steps of the scale and settings."""
    return tuple(Range(*each) for each in said)


def share_of(said: Any) -> Share:
    """A share as a figure keeps it: a number of settings, a word where they are few, or nothing."""
    return Few(said) if isinstance(said, str) else None if said is None else int(said)


class Figures:
    """Every figure that was made, as far as this reader may see it."""

    def __init__(self, rows: Iterable[ReleasedRow], *, others_make: bool = False) -> None:
        self.others_make = others_make
        """Whether figures are made by somebody else, who coordinates all settings of a server."""
        self._rows: dict[tuple[str, str], list[ReleasedRow]] = {}
        for row in sorted(rows, key=lambda each: each.at):
            self._rows.setdefault((row.framework, row.subject), []).append(row)

    @classmethod
    def of(cls, store: Store) -> Figures:
        """What a database holds; nothing is made by reading."""
        from rrsa.overview.releasing import makes_figures

        return cls(released(store), others_make=not makes_figures(store))

    def newest(self, framework: str, subject: str) -> Figure | None:
        """The figures that stand now."""
        rows = self._rows.get((framework, subject))
        return _figure(rows[-1]) if rows else None

    def series(self, framework: str, subject: str) -> list[Figure]:
        """All figures about a subject as they were made, the earliest first."""
        return [_figure(row) for row in self._rows.get((framework, subject), ())]

    def measures(self, framework: str) -> list[Figure]:
        """The measures that settings of a framework have in common, by outcome and title."""
        own = [
            subject for each, subject in self._rows if each == framework and subject.startswith("measure:")
        ]
        found = [figure for subject in own if (figure := self.newest(framework, subject))]
        order = {key: n for figure in found[:1] for n, key in enumerate(figure.words.short)}
        last = len(order)
        return sorted(found, key=lambda f: (order.get(f.said["outcome"], last), f.said["title"].casefold()))

    @cached_property
    def frameworks(self) -> dict[str, Words]:
        """Framework → its words, for each that anything is told of."""
        return {
            framework: figure.words
            for framework, subject in sorted(self._rows)
            if subject == "stage" and (figure := self.newest(framework, subject))
        }

    def within(self, group: Group) -> list[str]:
        """The frameworks whose settings are in a group. Raises :class:`BadInput` where there is none."""
        found = [each for each, words in self.frameworks.items() if self._belongs(group, each, words)]
        if found or group == EVERYBODY:
            return found
        raise BadInput(
            _("nothing is told of {group}").format(group=group.label),
            _("figures are made of five settings or more; there are some of: {groups}").format(
                groups=", ".join(each.text for each in self.groups())
            ),
        )

    def _belongs(self, group: Group, framework: str, words: Words) -> bool:
        if group.by == "kind":
            return words.kind.value == group.key
        if group.by == "framework":
            return group.key in (framework, framework.partition("@")[0])
        return group.by == "all" or self.area(framework, group.key) is not None

    def area(self, framework: str, name: str) -> str | None:
        """An area as it is written in the figures, where a framework's settings are told by area."""
        wanted = name.casefold()
        return next((each for each in self.areas(framework) if each.casefold() == wanted), None)

    def areas(self, framework: str) -> list[str]:
        """The areas that are told by themselves."""
        subjects = (f"{name}{AREAS}" for name in ("stage", "views", "shown"))
        found = (self.newest(framework, subject) for subject in subjects)
        return sorted({area for figure in found if figure for area in figure.said["areas"]})

    def groups(self) -> list[Group]:
        """Every group that something is told of: all, then kinds, areas, frameworks."""
        known = {words.kind for words in self.frameworks.values()}
        areas = {area for framework in self.frameworks for area in self.areas(framework)}
        found = [EVERYBODY, *(Group("kind", kind.value) for kind in SettingKind if kind in known)]
        found += [Group("area", area) for area in sorted(areas, key=str.casefold)]
        if len(self.frameworks) > len(known):
            found += [Group("framework", each) for each in self.frameworks]
        return found


def _figure(row: ReleasedRow) -> Figure:
    return Figure(row.framework, row.subject, row.at, json.loads(row.content))
