"""What comes back, compared and not yet done: every difference as base, mine and theirs.

*Base* is what went out, *mine* the portfolio as it stands now, *theirs* what came back. Pure: nothing here
knows a workbook or a store, so that whatever comes back (workbooks, whole packs) is shown and chosen from in
one way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from rrsa.errors import BadInput
from rrsa.finding import unknown
from rrsa.i18n import _, ngettext
from rrsa.portfolio.changes import Cell, Change, Guard, same
from rrsa.portfolio.records import Value

MINE = "mine"
THEIRS = "theirs"
REMOVE = "remove"


class Standing(StrEnum):
    """What is to be done about a difference."""

    CHANGE = "change"
    """Only the other side has changed it: it goes in unless somebody says otherwise."""
    CONFLICT = "conflict"
    """Both sides have changed it, or several workbooks disagree: it waits for a choice."""
    QUESTION = "question"
    """What went out is not known, or what was asked differs from what we ask: it waits for a choice."""
    MISSING = "missing"
    """A row that went out and did not come back: it stays unless its removal is chosen."""


class Side(NamedTuple):
    """What one workbook (or several that agree) wants, and who sent it."""

    values: Mapping[Cell, Value]
    """Every cell that this side would set; ``None`` empties one."""
    words: str
    """The same for people; empty where a cell was emptied."""
    who: str
    """The role that filled it in, else the file's name."""
    workbook: str
    """The file's name."""
    place: str
    """Where it stands: ``Evidence!F12``."""
    also: tuple[str, ...] = ()
    """The other files that say the same."""

    @property
    def workbooks(self) -> tuple[str, ...]:
        """All files that say so."""
        return (self.workbook, *self.also)


@dataclass(frozen=True)
class Difference:
    """One thing on which what came back differs from the portfolio now."""

    key: str
    """Stable and typable, such as ``outcome/4/line``, ``evidence/E4K7M2Q9X/for`` or
    ``missing/evidence/E4K7M2Q9X``."""
    about: str
    """What it is, in words: ``4 Safe · Why we say so``."""
    base: str | None
    """What went out, in words; ``None`` where that is not known."""
    mine: str
    """What stands now, in words; empty where nothing does."""
    theirs: tuple[Side, ...]
    """One side, or several that disagree. For a row that is missing: what its removal does."""
    standing: Standing
    is_new: bool = False
    """Whether it is part of a new row."""
    now: Mapping[Cell, Value] = field(default_factory=dict)
    """What the cells that any side would set hold now."""
    guards: tuple[Guard, ...] = ()
    """What must still hold when it goes in."""
    follows: tuple[str, ...] = ()
    """The keys of the differences that this one only goes in with, such as the title of a new row."""

    def changes(self, side: Side) -> Iterator[Change]:
        """What taking a side comes to."""
        for cell, after in side.values.items():
            before = self.now.get(cell)
            if not same(before, after):
                yield Change(cell, before, after)

    @property
    def is_open(self) -> bool:
        """Whether it waits for a choice."""
        return self.standing is not Standing.CHANGE

    def side(self, choice: str) -> Side | None:
        """The side that ``choice`` names, or ``None`` for what stands now.

        ``mine``, ``theirs`` (where there is one), ``theirs:2``, a file's name, ``remove`` (a missing row).
        Raises :class:`BadInput` for anything else.
        """
        given = choice.strip()
        word = given.casefold()
        if word == MINE:
            return None
        if word == REMOVE and self.standing is Standing.MISSING:
            return self.theirs[0]
        if word == THEIRS and len(self.theirs) == 1 and self.standing is not Standing.MISSING:
            return self.theirs[0]
        if word.startswith(THEIRS + ":") and self.standing is not Standing.MISSING:
            number = word.removeprefix(THEIRS + ":").strip()
            if number.isdecimal() and 1 <= int(number) <= len(self.theirs):
                return self.theirs[int(number) - 1]
        if self.standing is not Standing.MISSING:
            named = [side for side in self.theirs if word in map(str.casefold, side.workbooks)]
            if len(named) == 1:
                return named[0]
        raise BadInput(
            _("“{key}” cannot be settled with “{choice}”").format(key=self.key, choice=given),
            _("choose one of: {choices}").format(choices=", ".join(self.choices)),
        )

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen here."""
        if self.standing is Standing.MISSING:
            return MINE, REMOVE
        if len(self.theirs) == 1:
            return MINE, THEIRS
        return MINE, *(f"{THEIRS}:{n}" for n in range(1, len(self.theirs) + 1))


class Refusal(NamedTuple):
    """A cell or row that cannot be understood, or may not come in."""

    place: str
    """``Evidence!F12``, or a row's ``Evidence!A12``."""
    why: str
    """What is wrong and how to mend it."""
    workbook: str

    def __str__(self) -> str:
        return f"{self.place}: {self.why}"


class Settled(NamedTuple):
    """What goes in, and what still waits for a choice."""

    changes: tuple[Change, ...]
    guards: tuple[Guard, ...]
    left: tuple[Difference, ...]


@dataclass(frozen=True)
class Preview:
    """What came back for one setting."""

    setting: str
    name: str
    is_new: bool
    """Whether it becomes a new setting."""
    revision: int
    """The portfolio's revision that it was compared with."""
    workbooks: tuple[str, ...]
    differences: tuple[Difference, ...]
    refused: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    """What else there is to say, a line each."""
    begins: tuple[Change, ...] = ()
    """A new setting's own record."""
    framework_text: str | None = None
    """The text that a new setting adopts."""

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What only the other side has changed: no choice is to be made over it."""
        return tuple(each for each in self.differences if not each.is_open)

    @property
    def going_in(self) -> tuple[Difference, ...]:
        """What goes in at once, as long as nothing is chosen."""
        waiting = {each.key for each in self.held_up}
        return tuple(each for each in self.changes if each.key not in waiting)

    @property
    def held_up(self) -> tuple[Difference, ...]:
        """What waits with something else, such as the other cells of a new row that is asked about."""
        behind = {each.key for each in self.differences if each.is_open}
        held: dict[str, Difference] = {}
        more = True
        while more:  # a reading waits for its measure, and its cells with it
            found = {
                each.key: each
                for each in self.changes
                if each.key not in held and not behind.isdisjoint(each.follows)
            }
            held |= found
            behind |= found.keys()
            more = bool(found)
        return tuple(each for each in self.changes if each.key in held)

    @property
    def conflicts(self) -> tuple[Difference, ...]:
        """What waits for a choice."""
        return tuple(each for each in self.differences if each.is_open)

    def settled(self, choices: Mapping[str, str], *, prefer: str | None = None) -> Settled:
        """What goes in: every change, and of what waits for a choice what ``choices`` says.

        ``choices`` is key → ``mine``, ``theirs``, ``theirs:N`` (from 1), a workbook's file name, or
        ``remove`` for a row that is missing. ``prefer`` (``mine`` or ``theirs``) stands for what is not
        chosen; it never removes a row, nor picks one of several workbooks. Raises :class:`BadInput` for a
        key or a choice that there is not.
        """
        check_choices(self.differences, choices)
        if prefer not in (None, MINE, THEIRS):
            raise BadInput(
                _("“{given}” cannot be preferred").format(given=prefer), _("choose one of: mine, theirs")
            )
        taken: dict[str, tuple[Difference, Side]] = {}
        left: list[Difference] = []
        for each in self.differences:
            chosen = choices.get(each.key)
            if chosen is None:
                chosen = _by_itself(each, prefer)
            if chosen is None:
                left.append(each)
            elif (side := each.side(chosen)) is not None:
                taken[each.key] = each, side
        return _together(taken, left)


def _by_itself(difference: Difference, prefer: str | None) -> str | None:
    """The choice where nobody has made one; ``None`` where it waits."""
    if not difference.is_open:
        return THEIRS
    if prefer == MINE:
        return MINE
    only_one = difference.standing is not Standing.MISSING and len(difference.theirs) == 1
    return THEIRS if prefer == THEIRS and only_one else None


def _together(taken: Mapping[str, tuple[Difference, Side]], left: list[Difference]) -> Settled:
    """Changes and guards of all that is taken. A removal wins over what else was said of the same row, and
    what stands on something that does not go in waits with it."""
    removed = {
        cell
        for difference, side in taken.values()
        if difference.standing is Standing.MISSING
        for cell in side.values
    }
    gone = {(cell.kind, cell.record) for cell in removed if cell.field == "present"}
    going = dict(taken)
    waiting = {each.key for each in left}
    again = True
    while again:  # what follows something that waits is itself waited for
        again = False
        for key, (difference, _side) in list(going.items()):
            behind = [other for other in difference.follows if other not in going]
            if behind:
                del going[key]
                again = True
                if not waiting.isdisjoint(behind):
                    waiting.add(key)
                    left.append(difference)
    changes: dict[Cell, Change] = {}
    guards: dict[Cell, Guard] = {}
    for difference, side in going.values():
        if difference.standing is not Standing.MISSING and _stands_on(difference, side, gone):
            continue
        for change in difference.changes(side):
            changes[change.cell] = change
        for guard in difference.guards:
            guards.setdefault(guard.cell, guard)
    # What is changed here is compared with what it was anyhow, and a new record needs no guard of its own.
    held = tuple(guard for cell, guard in guards.items() if cell not in changes)
    return Settled(tuple(changes[cell] for cell in _present_first(changes)), held, tuple(left))


def _present_first(cells: Collection[Cell]) -> list[Cell]:
    """Cells in a stable order, a record's being there before what it holds."""
    return sorted(cells, key=lambda cell: (cell.kind, cell.record, cell.field != "present", cell.field))


def _stands_on(difference: Difference, side: Side, gone: Collection[tuple[str, str]]) -> bool:
    """Whether a difference is about a row that is being removed, or relies on one."""
    if not gone:
        return False
    touched = {(cell.kind, cell.record) for cell in side.values}
    touched |= {(guard.cell.kind, guard.cell.record) for guard in difference.guards}
    return not touched.isdisjoint(gone)


def check_choices(differences: Sequence[Difference], choices: Mapping[str, str]) -> None:
    """Raises :class:`UnknownChoice` for the first key that is no difference, or choice that it has not."""
    known = {each.key: each for each in differences}
    for key, choice in choices.items():
        if key not in known:
            problem = unknown(_("difference"), key, known)
            raise UnknownChoice(key, problem.what, problem.mend)
        try:
            known[key].side(choice)
        except BadInput as refused:
            raise UnknownChoice(key, refused.what, refused.mend) from None


class UnknownChoice(BadInput):
    """A choice for something that is not to be chosen; ``key`` is what was named."""

    def __init__(self, key: str, what: str, mend: str) -> None:
        super().__init__(what, mend)
        self.key = key


def summary_words(preview: Preview) -> str:
    """What came back, in a line: ``12 changes, 2 to choose, 1 cell not understood``."""
    changes, waiting, refused = len(preview.going_in), len(preview.conflicts), len(preview.refused)
    if not changes and not waiting and not refused:
        return _("Nothing in it differs from what is here.")
    said = [ngettext("{n} change", "{n} changes", changes).format(n=changes)]
    if waiting:
        said.append(ngettext("{n} to choose", "{n} to choose", waiting).format(n=waiting))
    if refused:
        said.append(
            ngettext("{n} cell not understood", "{n} cells not understood", refused).format(n=refused)
        )
    return ", ".join(said)
