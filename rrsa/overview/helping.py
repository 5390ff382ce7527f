"""Who could help whom: what some would like help with beside what others offer.

Help wanted and offered is shared on purpose, so that others hear of it: settings are named here, and no
figure stands beside them. What a sentence speaks of is told by its words alone; a person reads both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from rrsa.overview.rows import Row, State


class Match(NamedTuple):
    """Somebody who would like help, and those whose offer speaks of the same; nearest first where they are
    of the same kind or area, and by name otherwise."""

    wants: Row
    could: tuple[Row, ...]


class Help(NamedTuple):
    """``unmet`` ask for something that no offer speaks of; ``open`` offer what nobody asks for yet."""

    matches: tuple[Match, ...]
    unmet: tuple[Row, ...]
    open: tuple[Row, ...]


class Said(NamedTuple):
    """One sentence, and all who say just that."""

    text: str
    rows: tuple[Row, ...]

    @property
    def names(self) -> str:
        """The settings that say it, in their order."""
        return ", ".join(row.name for row in self.rows)


class Meeting(NamedTuple):
    """Those who ask for the same in the same words, and what is offered, each offer once."""

    wanted: Said
    offers: tuple[Said, ...]


MOST_HELPERS = 5
"""How many are named for one who asks: more would be a list to work through."""

_WORD = re.compile(r"\w+", re.UNICODE)
_NUMBER = re.compile(r"\d{1,2}(?:\.\d+)?")
_SMALL_WORDS = """
about after also and any anybody anyone are around been being both can child children come comes coming
could does done each ever everybody everyone for from gets
getting give good great happy has have having help helping helps here how into just know like look
looking made make making many more most much need new not one other others our out over people
please really right rights school schools house houses setting settings share sharing show some still support
than that the their them then there these they thing things this those through time used using very
want was way well were what when where which who whole with work working works would year years you
your outcome outcomes
"""
_EMPTY = frozenset(_SMALL_WORDS.split())
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s")


def helps(rows: Iterable[Row]) -> Help:
    """Who could help whom, by what they have said."""
    known = [row for row in rows if row.state is State.SHARED]
    offers = [row for row in known if row.offers]
    wants = [row for row in known if row.wants]
    speaks: dict[str, list[int]] = {}
    for place, row in enumerate(offers):
        for term in terms(row.offers or ""):
            speaks.setdefault(term, []).append(place)
    matches, unmet = [], []
    asked: set[int] = set()
    for row in wants:
        own = terms(row.wants or "")
        places = {p for term in own for p in speaks.get(term, ()) if offers[p].setting != row.setting}
        asked |= places
        if places:
            near = sorted((offers[place] for place in places), key=lambda each: _nearness(row, each))
            matches.append(Match(row, tuple(near[:MOST_HELPERS])))
        else:
            unmet.append(row)
    return Help(
        tuple(matches), tuple(unmet), tuple(row for place, row in enumerate(offers) if place not in asked)
    )


def meetings(found: Help) -> list[Meeting]:
    """The matches with each sentence said once: to read, where many ask for the same."""
    by_setting = {match.wants.setting: match for match in found.matches}
    told = []
    for wanted in wanted_alike(match.wants for match in found.matches):
        could = {each.setting: each for row in wanted.rows for each in by_setting[row.setting].could}
        told.append(Meeting(wanted, tuple(offered_alike(could.values()))))
    return told


def wanted_alike(rows: Iterable[Row]) -> list[Said]:
    """What is asked for, each sentence once, in the order in which it is first met."""
    return _alike((row.wants or "", row) for row in rows)


def offered_alike(rows: Iterable[Row]) -> list[Said]:
    """What is offered, each sentence once."""
    return _alike((row.offers or "", row) for row in rows)


def _alike(told: Iterable[tuple[str, Row]]) -> list[Said]:
    found: dict[str, list[tuple[str, Row]]] = {}
    for text, row in told:
        found.setdefault(" ".join(text.casefold().split()), []).append((text, row))
    return [Said(same[0][0], tuple(row for _text, row in same)) for same in found.values()]


def _nearness(row: Row, other: Row) -> tuple[bool, bool, str]:
    return other.kind != row.kind, other.area != row.area, other.name.casefold()


def terms(text: str) -> set[str]:
    """What a sentence speaks of: its longer words without their endings, and numbers of outcomes."""
    found = set(_NUMBER.findall(text))
    for word in _WORD.findall(text.casefold()):
        if len(word) > 2 and not word[0].isdigit() and word not in _EMPTY:
            found.add(_stem(word))
    return found


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
