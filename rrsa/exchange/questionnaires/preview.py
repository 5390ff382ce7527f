"""What a questionnaire's file would come to, before anything is done. It holds nothing of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from rrsa.exchange.questionnaires.columns import Mapped
from rrsa.exchange.questionnaires.days import Order
from rrsa.guide.voices import RoundView
from rrsa.i18n import _, ngettext
from rrsa.portfolio.edits import Edit
from rrsa.vocabulary import Respondents


@dataclass(frozen=True, slots=True)
class Options:
    """What somebody says about a file; whatever is left out is remembered, or suggested."""

    title: str | None = None
    who: Respondents | None = None
    group: str | None = None  # the heading of the column that divides people
    group_name: str | None = None  # one name for all of them
    undivided: bool = False
    since: date | None = None
    until: date | None = None
    split: date | None = None  # the first day of the second round
    on: date | None = None  # the day of a file that holds no dates
    order: Order | None = None
    map_file: Path | None = None
    sentences: tuple[str, ...] = ()  # "what the group agreed", or "Primary 7=what they agreed"


class Fate(StrEnum):
    """What becomes of a round."""

    NEW = "new"
    FULLER = "fuller"
    SAME = "same"
    OLDER = "older"
    WAITS = "waits"

    @property
    def label(self) -> str:
        return {
            "new": _("new"),
            "fuller": _("takes the place of the counts that are there"),
            "same": _("is there already"),
            "older": _("holds less than what is there, so that stays"),
            "waits": _(
                "fewer than five have answered since, so what is there stays until there are more: two "
                "papers, one from before and one from now, would say what they answered"
            ),
        }[self.value]


@dataclass(frozen=True, slots=True)
class RoundPreview:
    """One round of a file: what would stand, beside what stands now."""

    fate: Fate
    view: RoundView
    now: RoundView | None
    few: tuple[str, ...] = ()
    """Questions that fewer than five of the group answered; nothing of them is kept."""


@dataclass(frozen=True)
class Preview:
    """A file read and compared; nothing of it is recorded yet."""

    setting: str
    file: str
    mapped: Mapped
    is_known: bool  # the form's map was remembered
    guessed: frozenset[str]  # questions whose outcome is a guess
    renamed: tuple[tuple[str, str], ...]  # headings that have changed a little: before, now
    rounds: tuple[RoundPreview, ...]
    small: tuple[str, ...]  # groups of fewer than five answers; nothing of them is counted
    small_groups: int
    notes: tuple[str, ...]
    hints: tuple[str, ...]  # options of the command that may help, each with what it does
    edit: Edit

    @property
    def changes(self) -> int:
        """How many rounds would change or be new; a map that is only learnt anew counts as one."""
        moved = sum(each.fate in (Fate.NEW, Fate.FULLER) for each in self.rounds)
        return moved or int(bool(self.edit[0]))

    @property
    def nothing_to_keep(self) -> bool:
        """Whether no group is large enough and no sentence was given."""
        return not self.rounds

    def small_words(self) -> str:
        """That small groups keep no counts; which, where that does not point at one person."""
        n = self.small_groups
        if not n:
            return ""
        if self.small:
            text = ngettext(
                "Fewer than five answered in {groups}: no counts are kept of this group.",
                "Fewer than five answered in {groups}: no counts are kept of these groups.",
                n,
            ).format(groups=", ".join(self.small))
        else:
            text = ngettext(
                "In {n} group fewer than five answered: no counts are kept of it.",
                "In {n} groups fewer than five answered: no counts are kept of them.",
                n,
            ).format(n=n)
        return text + " " + _("A sentence that the group has agreed may be kept.")
