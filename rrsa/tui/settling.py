"""Settling what came back: which side each difference takes, what is listed, and what it all comes to.

It knows no widget: the screen draws what stands here, and tells it what was chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Self

from rrsa.exchange.returning.preview import (
    MINE,
    REMOVE,
    THEIRS,
    Difference,
    Preview,
    Side,
    Standing,
)
from rrsa.i18n import _, ngettext
from rrsa.tui.settling_rows import BETWEEN, ROWS, Fate, Only, Page, Row, Wanted, grouped, name_in_group


class Settling:
    """Some previews, the choices made over them, and what that comes to."""

    def __init__(self, previews: Sequence[Preview]) -> None:
        self.previews = tuple(previews)
        self._chosen: dict[str, dict[str, str]] = {preview.setting: {} for preview in previews}
        self._by_key = {p.setting: {d.key: d for d in p.differences} for p in previews}
        self._followers: dict[str, dict[str, list[str]]] = {p.setting: {} for p in previews}
        for preview in previews:
            for each in preview.differences:
                for key in each.follows:
                    self._followers[preview.setting].setdefault(key, []).append(each.key)
        self._missing = {
            p.setting: [d for d in p.differences if d.standing is Standing.MISSING] for p in previews
        }
        self._fates: dict[str, dict[str, Fate]] = {p.setting: {} for p in previews}
        # What waits comes first; within that, each group together, where its first one stands.
        self._listed = {p.setting: (*grouped(p.conflicts), *grouped(p.changes)) for p in previews}
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
        if difference.standing is Standing.MISSING:
            self._fates[preview.setting].clear()  # whatever is about its row goes with it
        else:
            self._forget(preview.setting, difference.key)

    def _forget(self, setting: str, key: str) -> None:
        """What becomes of a difference is to be found anew, and so of those that follow it."""
        if self._fates[setting].pop(key, None) is not None:
            for follower in self._followers[setting].get(key, ()):
                self._forget(setting, follower)

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
        known = self._fates[preview.setting].get(difference.key)
        if known is None:
            known = self._fates[preview.setting][difference.key] = self._fate(preview, difference)
        return known

    def _fate(self, preview: Preview, difference: Difference) -> Fate:
        chosen = self.chosen(preview, difference)
        if not chosen:
            return Fate.WAITS
        if chosen == MINE:
            return Fate.STAYS
        known = self._by_key[preview.setting]
        ahead = {self.fate(preview, known[key]) for key in difference.follows if key in known}
        if Fate.WAITS in ahead:
            return Fate.WAITS
        if ahead & {Fate.STAYS, Fate.LEFT_OUT}:
            return Fate.LEFT_OUT
        if chosen == REMOVE:
            return Fate.REMOVED
        return Fate.LEFT_OUT if self._goes_with_its_row(preview, difference, chosen) else Fate.GOES_IN

    def _goes_with_its_row(self, preview: Preview, difference: Difference, chosen: str) -> bool:
        """Whether it is about a row that is removed, or relies on one."""
        removed = [
            each
            for each in self._missing[preview.setting]
            if self._chosen[preview.setting].get(each.key) == REMOVE
        ]
        if not removed:
            return False
        gone = {
            (cell.kind, cell.record)
            for each in removed
            for cell in each.theirs[0].values
            if cell.field == "present"
        }
        side = difference.side(chosen)
        cells = [*(side.values if side else ()), *(guard.cell for guard in difference.guards)]
        return any((cell.kind, cell.record) in gone for cell in cells)

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
        return Counter(group for listed in self._listed.values() for group, _difference in listed)

    def workbooks(self) -> tuple[str, ...]:
        """The names of all files."""
        return tuple(dict.fromkeys(name for preview in self.previews for name in preview.workbooks))

    def matching(self, only: Only) -> int:
        """How many lines a narrowed list would have."""
        return sum(1 for row in self._rows(Wanted(only)) if row.preview is not None)

    def page(self, wanted: Wanted = Wanted(), *, first: int = 0, most: int = ROWS) -> Page:  # noqa: B008
        """A page of what is wanted. What waits for a choice comes first, then what goes in by itself, then
        the cells that are not understood; each under the outcome, piece or sheet that it belongs to."""
        rows: list[tuple[Row | None, Row]] = []  # each with the heading that it stands under
        heading: Row | None = None
        for row in self._rows(wanted):
            if row.preview is None:
                heading = row
            else:
                rows.append((heading, row))
        first = min(first, max((len(rows) - 1) // most * most, 0))
        shown: list[Row] = []
        last: Row | None = None
        for heading, row in rows[first : first + most]:
            if heading is not None and heading is not last:
                shown.append(heading)
                last = heading
            shown.append(row)
        return Page(tuple(shown), first, len(rows))

    def _rows(self, wanted: Wanted) -> Iterator[Row]:
        for preview in self.previews:
            whose = f"{preview.name}{BETWEEN}" if len(self.previews) > 1 else ""
            last = None
            for group, difference in self._listed[preview.setting]:
                if not self._wants(wanted, preview, difference, group):
                    continue
                # What waits stands apart from what goes in by itself, though it be of one outcome.
                if (group, difference.is_open) != last:
                    last = group, difference.is_open
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

    def _wants(self, wanted: Wanted, preview: Preview, difference: Difference, group: str) -> bool:
        if wanted.group and group != wanted.group:
            return False
        if wanted.workbook and not any(wanted.workbook in side.workbooks for side in difference.theirs):
            return False
        match wanted.only:
            case Only.EVERYTHING:
                return True
            case Only.CHANGES:
                return not difference.is_open
            case Only.NEW:
                return difference.is_new
            case Only.WAITING:
                return self.fate(preview, difference) is Fate.WAITS
            case Only.STAYS:
                return self.fate(preview, difference) in (Fate.STAYS, Fate.LEFT_OUT)
            case Only.REFUSED:
                return False


def _same_sides(one: Difference, other: Difference) -> bool:
    """Whether somebody who chose before would see the same again."""
    return (one.standing, one.mine, [s[1:] for s in one.theirs]) == (
        other.standing,
        other.mine,
        [s[1:] for s in other.theirs],
    )
