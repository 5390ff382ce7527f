"""JSON from another machine, read strictly: bounded in length and depth, every key accounted for."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.portfolio.checks import clean_text
from rrsa.portfolio.fields import TITLE

FORMAT = 1
"""The form in which what is shared is written; a reader knows this one and those before it."""
MOST = 4 * 1024 * 1024
"""Characters of the longest text that is read."""

_DEEP = 8  # a snapshot nests five deep
_MANY = 2_000  # keys of one object
_LONGER = 4  # "[name]" is longer than many a name in whose place it stands
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")

E = TypeVar("E", bound=StrEnum)
Object = dict[str, Any]


def loaded(text: str, most: int = MOST) -> Object:
    """A text that holds one JSON object, bounded in length and depth, without a key said twice."""
    if len(text) > most:
        raise refused(_("it is far too long"))
    _check_depth(text)
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise refused(_("it is cut short or damaged")) from None
    if not isinstance(found, dict):
        raise refused(_("it is not a shared snapshot"))
    return found


def check_format(given: object) -> None:
    """Refuses a form of file that this program does not know."""
    if isinstance(given, int) and not isinstance(given, bool) and given > FORMAT:
        raise BadInput(_("it was made by a newer rrsa"), _("bring this one up to date, then read it again"))
    if given is True or given != FORMAT:
        raise refused(_("it does not say in which form it is written"))


def refused(why: str) -> BadInput:
    """A line for a file that is no snapshot."""
    return BadInput(why, _("ask the setting to share again"))


def _check_depth(text: str) -> None:
    """Counts brackets outside strings before they are parsed: the parser itself goes as deep as it is led."""
    deep = 0
    for match in _BRACKETS.finditer(text):
        token = match[0]
        if token in "[{":
            deep += 1
            if deep > _DEEP:
                raise refused(_("it is nested far too deep"))
        elif token in "]}":
            deep -= 1


_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def _once(pairs: list[tuple[str, Any]]) -> Object:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is said twice")
    return found


def _no_constant(_word: str) -> Any:
    raise ValueError("no number")


class Reader:
    """One JSON object, taken apart key by key; what is left over at the end is refused."""

    def __init__(self, given: object, about: str) -> None:
        if not isinstance(given, dict):
            raise refused(_("“{name}” in it is not as it should be").format(name=about))
        self.given: Object = dict(given)
        self._about = about

    def odd(self, name: str) -> BadInput:
        return refused(_("“{name}” in it is not as it should be").format(name=clip(name)))

    def text(self, name: str, limit: int) -> str | None:
        value = self.given.pop(name, None)
        if value is None:
            return None
        return a_text(value, limit, name)

    def needed(self, name: str, limit: int) -> str:
        value = self.text(name, limit)
        if not value:
            raise self.odd(name)
        return value

    def matching(self, name: str, pattern: re.Pattern[str]) -> str:
        value = self.given.pop(name, None)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self.odd(name)
        return value

    def whole(self, name: str) -> int | None:
        value = self.given.pop(name, None)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
            raise self.odd(name)
        return value

    def flag(self, name: str) -> bool:
        value = self.given.pop(name, False)
        if not isinstance(value, bool):
            raise self.odd(name)
        return value

    def day(self, name: str) -> str | None:
        value = self.given.pop(name, None)
        if value is None:
            return None
        try:
            if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
                return value
        except ValueError:
            pass
        raise self.odd(name)

    def moment(self, name: str) -> str:
        return check_moment(self.given.pop(name, None), name)

    def word(self, value: object, words: type[E], name: str) -> E:
        if isinstance(value, str) and value in {each.value for each in words}:
            return words(value)
        raise self.odd(name)

    def word_or_none(self, name: str, words: type[E]) -> E | None:
        value = self.given.pop(name, None)
        return None if value is None else self.word(value, words, name)

    def list(self, name: str, most: int) -> Sequence[object]:
        value = self.given.pop(name, [])
        if not isinstance(value, list) or len(value) > most:
            raise self.odd(name)
        return value

    def object(self, name: str) -> Object:
        value = self.given.pop(name, {})
        if not isinstance(value, dict) or len(value) > _MANY:
            raise self.odd(name)
        return value

    def done(self) -> None:
        if self.given:
            raise self.odd(next(iter(self.given)))


def check_moment(value: object, name: str) -> str:
    """A moment as this program writes one. Raises :class:`BadInput`."""
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            if moment.tzinfo == UTC and moment.isoformat(timespec="microseconds") == value:
                return value
    except ValueError:
        pass
    raise refused(_("“{name}” in it is not as it should be").format(name=name))


def a_text(value: object, limit: int, name: str) -> str:
    if not isinstance(value, str) or len(value) > limit * _LONGER or clean_text(value) != value or not value:
        raise refused(_("“{name}” in it is not as it should be").format(name=clip(name)))
    return value


def a_name(value: object) -> str:
    return a_text(value, TITLE, _("a name"))


def an_id(key: str) -> str:
    if not _ID.fullmatch(key):
        raise refused(_("“{name}” in it is not as it should be").format(name=clip(key)))
    return key


def a_number(key: str) -> int:
    if not re.fullmatch(r"0|[1-9][0-9]{0,2}", key):
        raise refused(_("“{name}” in it is not as it should be").format(name=clip(key)))
    return int(key)


def clip(text: str) -> str:
    """The beginning of a text, on one line."""
    return " ".join(text.split())[:40]
