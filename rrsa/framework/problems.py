"""A problem in a framework file: where it stands, what is wrong and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. ``line`` and ``column`` count from 1, as editors do; a problem with the
    file as a whole stands at 1:1."""

    file: str
    line: int
    column: int
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: {self.what}"
        return f"{place} — {self.mend}" if self.mend else place


class FrameworkProblems(BadInput):
    """A framework that cannot be used, with everything that is wrong in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        more = len(self.problems) - 1
        if more:
            text = ngettext(
                "{first} (and {more} more problem)", "{first} (and {more} more problems)", more
            ).format(first=first, more=more)
            super().__init__(text, _("list them all with: rrsa check {file}").format(file=first.file))
        else:
            super().__init__(f"{first.file}:{first.line}:{first.column}: {first.what}", first.mend)


MOST = 1_000
"""So many problems of one file are listed; a file with more is likely to be something else."""


class TooMany(Exception):
    """``MOST`` problems have been found, and looking for more would only take time."""


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, as one meets them when reading the file from top to bottom; at most ``MOST``,
    with a last one that says so."""
    found = sorted(set(problems), key=lambda p: (p.line, p.column, p.what))
    if len(found) < MOST:
        return found
    last = found[MOST - 1]
    what = _("there are more problems than the {n} listed here").format(n=f"{MOST:,}")
    mend = _("mend these and check again, or look whether this is the right file")
    return [*found[:MOST], Problem(last.file, last.line, last.column, what, mend)]


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of ``words`` that was most likely meant by ``word``, if any comes close and can be shown."""
    known = {known_word.casefold(): known_word for known_word in words if known_word.isprintable()}
    # Comparing is quadratic in length: nobody misspells a key at such length.
    found = difflib.get_close_matches(word[:80].casefold(), known, n=1, cutoff=0.6)
    return known[found[0]] if found else None


def quoted(text: str) -> str:
    """``text`` as it is shown within a message: on one line, not too long, safe on any terminal."""
    line = " ".join(text.split())
    line = "".join(character if character.isprintable() else "?" for character in line[:61])
    return f"“{line[:57]}…”" if len(line) > 60 else f"“{line}”"


def listed(words: Iterable[str], last: str) -> str:
    """``a, b or c``, with ``last`` as the last joining word."""
    all_words = list(words)
    if len(all_words) < 2:
        return "".join(all_words)
    return f"{', '.join(all_words[:-1])} {last} {all_words[-1]}"
