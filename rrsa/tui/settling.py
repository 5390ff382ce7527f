"""Settling what came back: which side each difference takes, what is listed, and what it all comes to.

It knows no widget: the screen draws what stands here, and tells it what was chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Self

from rrsa.exchange.returning.preview import (
    MINE,
    REMOVE,
    THEIRS,
    Difference,
    Preview,
    Refusal,
    Side,
    Standing,
)
from rrsa.i18n import _, ngettext

ROWS = 200
"""Rows on a page: nobody reads thousands, and a list of them takes seconds to draw."""

_BETWEEN = " · "


class Fate(StrEnum):
    """What becomes of a difference as things are settled now."""

    GOES_IN = "goes-in"
    WAITS = "waits"
    STAYS = "stays"
    REMOVED = "removed"
    LEFT_OUT = "left-out"
    """It only goes in with something else that does not, such as the title of a new row."""


MARKS = {Fate.GOES_IN: "→", Fate.WAITS: "?", Fate.STAYS: "=", Fate.REMOVED: "✕", Fate.LEFT_OUT: "="}


class Only(StrEnum):
    """What the list can be narrowed down to."""

    EVERYTHING = "everything"
    WAITING = "waiting"
    CHANGES = "changes"
    NEW = "new"
    STAYS = "stays"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {
            Only.EVERYTHING: _("Everything"),
            Only.WAITING: _("What is to choose"),
            Only.CHANGES: _("What only they have changed"),
            Only.NEW: _("New rows"),
            Only.STAYS: _("What stays as it is here"),
            Only.REFUSED: _("Cells that are not understood"),
        }[self]


class Wanted(NamedTuple):
    """What is listed: of all, or of one outcome, piece or sheet, or from one workbook."""

    only: Only = Only.EVERYTHING
    group: str = ""
    workbook: str = ""


class Row(NamedTuple):
    """A line of the list: a heading (nothing else set), a difference, a refusal, or a note."""

    text: str
    preview: Preview | None = None
    difference: Difference | None = None
    refusal: Refusal | None = None
    note: str = ""

    @property
    def id(self) -> str | None:
        if self.preview is None:
            return None
        if self.difference is not None:
            return f"d {self.preview.setting} {self.difference.key}"
        if self.refusal is not None:
            return f"r {self.preview.setting} {self.refusal.workbook} {self.refusal.place}"
        return f"n {self.preview.setting} {self.note}"


class Page(NamedTuple):
    """The rows of a page with their headings, the number of the first, and how many there are in all."""

    rows: tuple[Row, ...]
    first: int
    total: int


class Settling:
    """Some previews, the choices made over them, and what that comes to."""

    def __init__(self, previews: Sequence[Preview]) -> None:
        self.previews = tuple(previews)
        self._chosen: dict[str, dict[str, str]] = {preview.setting: {} for preview in previews}
        self._by_key = {p.setting: {d.key: d for d in p.differences} for p in previews}
        self.touched = False
        """Whether anything was chosen that has not been brought in."""

    # -- choosing ----------------------------------------------------------------------------------

    def choices(self, preview: Preview) -> Mapping[str, str]:
        """What was chosen for a setting, as :meth:`Preview.settled` takes it."""
        return self._chosen[preview.setting]

    def chosen(self, preview: Preview, difference: Difference) -> str:
        """The choice that holds: the one made, else *theirs* for what only they have changed; or nothing."""
        made = self._chosen[preview.setting].get(difference.key, "")
        return made or ("" if difference.is_open else THEIRS)

    def choose(self, preview: Preview, difference: Difference, choice: str) -> None:
        """Takes a side. Raises :class:`~rrsa.errors.BadInput` for one that there is not."""
        difference.side(choice)
        self._chosen[preview.setting][difference.key] = choice
        self.touched = True

    def theirs(self, preview: Preview, difference: Difference, number: int | None = None) -> str:
        """The choice that *theirs* means here: of several the one with that number, else the next."""
        sides = len(difference.theirs)
        if difference.standing is Standing.MISSING:
            return REMOVE
        if sides == 1:
            return THEIRS
        if number is None:
            said = self.chosen(preview, difference).partition(":")[2]
            number = int(said) % sides + 1 if said.isdecimal() else 1
        return f"{THEIRS}:{number}"

    def settle_the_rest(self, choice: str) -> int:
        """Takes one side for all that still waits, and says for how many. Missing rows stay, whatever is
        taken; where several workbooks disagree, *theirs* leaves the choice open."""
        done = 0
        for preview in self.previews:
            for difference in preview.conflicts:
                if self.fate(preview, difference) is not Fate.WAITS:
                    continue
                if choice == THEIRS and difference.standing is Standing.MISSING:
                    self.choose(preview, difference, MINE)
                elif choice == MINE or len(difference.theirs) == 1:
                    self.choose(preview, difference, choice)
                else:
                    continue
                done += 1
        return done

    def again(self, previews: Sequence[Preview]) -> Self:
        """The same files, looked at once more: choices stand where both sides are what they were, and where
        what was chosen is in now."""
        fresh = type(self)(previews)
        fresh.touched = self.touched
        for preview in previews:
            before = self._by_key.get(preview.setting, {})
            for key, made in self._chosen.get(preview.setting, {}).items():
                now = fresh._by_key[preview.setting].get(key)
                if now is None or key not in before:
                    continue
                side, choice = before[key].side(made), made
                if side is not None and side.words == now.mine:
                    choice = MINE  # it has gone in; another workbook may still say something else
                elif not _same_sides(before[key], now):
                    continue
                fresh._chosen[preview.setting][key] = choice
        return fresh

    # -- what it comes to --------------------------------------------------------------------------

    def side(self, preview: Preview, difference: Difference) -> Side | None:
        """The side that goes in, where one does."""
        chosen = self.chosen(preview, difference)
        return difference.side(chosen) if chosen else None

    def fate(self, preview: Preview, difference: Difference) -> Fate:
        """What becomes of a difference if everything settled goes in now."""
        known = self._by_key[preview.setting]
        ahead = {self.fate(preview, known[key]) for key in difference.follows if key in known}
        if ahead & {Fate.STAYS, Fate.LEFT_OUT}:
            return Fate.LEFT_OUT
        if Fate.WAITS in ahead and self.chosen(preview, difference) != MINE:
            return Fate.WAITS
        chosen = self.chosen(preview, difference)
        if not chosen:
            return Fate.WAITS
        if chosen == MINE:
            return Fate.STAYS
        return Fate.REMOVED if chosen == REMOVE else Fate.GOES_IN

    def fates(self) -> Counter[Fate]:
        """How many differences meet each fate."""
        return Counter(self.fate(p, d) for p in self.previews for d in p.differences)

    @property
    def goes_in(self) -> int:
        """How many differences go in as things are settled."""
        fates = self.fates()
        return fates[Fate.GOES_IN] + fates[Fate.REMOVED]

    @property
    def left(self) -> int:
        """How many still wait for a choice."""
        return self.fates()[Fate.WAITS]

    def waiting(self, preview: Preview, difference: Difference) -> bool:
        """Whether a choice is still to be made here."""
        return self.fate(preview, difference) is Fate.WAITS

    @property
    def begins(self) -> tuple[Preview, ...]:
        """The previews that become new settings."""
        return tuple(preview for preview in self.previews if preview.is_new)

    @property
    def refused(self) -> int:
        return sum(len(preview.refused) for preview in self.previews)

    def summary(self) -> str:
        """What it comes to, in a line: ``12 changes go in, 2 to choose, 1 cell not understood``."""
        fates = self.fates()
        changes, waiting = fates[Fate.GOES_IN] + fates[Fate.REMOVED], fates[Fate.WAITS]
        stays, refused = fates[Fate.STAYS] + fates[Fate.LEFT_OUT], self.refused
        said = []
        if changes:
            said.append(ngettext("{n} change goes in", "{n} changes go in", changes).format(n=changes))
        if waiting:
            said.append(ngettext("{n} to choose", "{n} to choose", waiting).format(n=waiting))
        if stays:
            said.append(ngettext("{n} stays as it is", "{n} stay as they are", stays).format(n=stays))
        if refused:
            said.append(
                ngettext("{n} cell not understood", "{n} cells not understood", refused).format(n=refused)
            )
        nothing = (
            _("All of it is new here.") if self.begins else _("Nothing in it differs from what is here.")
        )
        return ", ".join(said) or nothing

    # -- what is listed ----------------------------------------------------------------------------

    def groups(self) -> dict[str, int]:
        """Outcomes, pieces and sheets with how many differences each has."""
        found: dict[str, int] = {}
        for preview in self.previews:
            for difference in preview.differences:
                group = group_of(difference)
                found[group] = found.get(group, 0) + 1
        return found

    def workbooks(self) -> tuple[str, ...]:
        """The names of all files."""
        return tuple(dict.fromkeys(name for preview in self.previews for name in preview.workbooks))

    def matching(self, only: Only) -> int:
        """How many lines a narrowed list would have."""
        return sum(1 for row in self._rows(Wanted(only)) if row.preview is not None)

    def page(self, wanted: Wanted = Wanted(), *, first: int = 0, most: int = ROWS) -> Page:  # noqa: B008
        """A page of what is wanted. What waits for a choice comes first, then what goes in by itself, then
        the cells that are not understood; each under the outcome, piece or sheet that it belongs to."""
        rows = list(self._rows(wanted))
        total = sum(row.preview is not None for row in rows)
        first = min(first, max((total - 1) // most * most, 0))
        shown: list[Row] = []
        heading: Row | None = None
        n = -1
        for row in rows:
            if row.preview is None:
                heading = row
                continue
            n += 1
            if first <= n < first + most:
                if heading is not None:
                    shown.append(heading)
                    heading = None
                shown.append(row)
        return Page(tuple(shown), first, total)

    def _rows(self, wanted: Wanted) -> Iterator[Row]:
        for preview in self.previews:
            whose = f"{preview.name}{_BETWEEN}" if len(self.previews) > 1 else ""
            for waiting in (True, False):
                last = None
                for difference in _grouped(preview.conflicts if waiting else preview.changes):
                    if not self._wants(wanted, preview, difference):
                        continue
                    group = group_of(difference)
                    if group != last:
                        last = group
                        yield Row(f"{whose}{group}")
                    yield Row(name_in_group(difference), preview, difference)
            yield from self._rest(wanted, preview, whose)

    @staticmethod
    def _rest(wanted: Wanted, preview: Preview, whose: str) -> Iterator[Row]:
        """What is not understood, and what else there is to say."""
        if wanted.only in (Only.EVERYTHING, Only.REFUSED) and not wanted.group:
            refused = [r for r in preview.refused if wanted.workbook in ("", r.workbook)]
            if refused:
                yield Row(whose + _("Not understood"))
            yield from (Row(str(refusal), preview, refusal=refusal) for refusal in refused)
        if wanted == Wanted():
            if preview.notes:
                yield Row(whose + _("Also"))
            yield from (Row(said, preview, note=said) for said in preview.notes)

    def _wants(self, wanted: Wanted, preview: Preview, difference: Difference) -> bool:
        fate = self.fate(preview, difference)
        fits = {
            Only.EVERYTHING: True,
            Only.WAITING: fate is Fate.WAITS,
            Only.CHANGES: not difference.is_open,
            Only.NEW: difference.is_new,
            Only.STAYS: fate in (Fate.STAYS, Fate.LEFT_OUT),
            Only.REFUSED: False,
        }[wanted.only]
        return (
            fits
            and wanted.group in ("", group_of(difference))
            and (not wanted.workbook or any(wanted.workbook in side.workbooks for side in difference.theirs))
        )


def group_of(difference: Difference) -> str:
    """What a difference belongs to: the outcome, the piece, the action."""
    return difference.about.partition(_BETWEEN)[0]


def name_in_group(difference: Difference) -> str:
    """What it is within that."""
    return difference.about.partition(_BETWEEN)[2] or difference.about


def _grouped(differences: Sequence[Difference]) -> list[Difference]:
    """Together what belongs together, each group where its first one stands."""
    at: dict[str, int] = {}
    for difference in differences:
        at.setdefault(group_of(difference), len(at))
    return sorted(differences, key=lambda difference: at[group_of(difference)])


def _same_sides(one: Difference, other: Difference) -> bool:
    """Whether somebody who chose before would see the same again."""
    return (one.standing, one.mine, [s[1:] for s in one.theirs]) == (
        other.standing,
        other.mine,
        [s[1:] for s in other.theirs],
    )
