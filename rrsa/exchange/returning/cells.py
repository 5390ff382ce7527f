"""What somebody meant by what stands in one cell: words of a list, grades, days, numbers, references, text.

Each function gives the value as it is stored, or raises :class:`BadInput` with what is wrong and how to mend
it. What can be understood in one way only is understood; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.exchange.returning.layout import PAST_DAYS
from rrsa.exchange.returning.sheet_parser import Broken, CellRead
from rrsa.exchange.working.words import ANSWERS_ALL, DIRECTIONS, GRADES, OUTCOMES, YES, YES_NO, WordLists
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import checked, parse_day, past_day, show_day
from rrsa.portfolio.records import SPECS, Value
from rrsa.vocabulary import Answer

if TYPE_CHECKING:
    from rrsa.framework.model import Framework

_NUMBER = re.compile("^[0-9]{1,3}(?:[, \u00a0\u202f][0-9]{3})+$|^[0-9]+$")
_GRADE = re.compile(r"^(\d{1,3})(?:[.,]0+)?(\D*)$")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´"))
_BRACKETS = re.compile(r"^(.*?)\s*[(\[](.*)[)\]]$")
_APART = re.compile(r"[;,/\n&+]|\s+(?:and|agus)\s+|(?<=[\d)])\s+(?=[^\s(])", re.IGNORECASE)
_LINES = re.compile(r"[;\n]")
_DIRECTION = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NAMED = re.compile(r"^(?:outcome|look-?for|no|number)\.?\s+(?=\d)")
_HOUR = re.compile(r"(?<=\d\d)[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[ap]m)?Z?$", re.IGNORECASE)
_SERIALS = range(367, 109_575)  # 1 January 1901 to the last day of 2199
_LEAST_BEGINNING = 4  # letters of a word that stand for the whole


def plain(text: str) -> str:
    """A text as words are compared."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(text.translate(_APOSTROPHES).split()).strip(" .,:;!*")


class Words:
    """What the words of drop-downs stand for: as this workbook offered them, as this program would, or as
    they are stored; in any case, with spaces to spare."""

    def __init__(self, framework: Framework, offered: Mapping[str, Mapping[str, str]]) -> None:
        self._framework = framework
        self._lists: dict[str, dict[str, str]] = {}
        self._said: dict[str, list[str]] = {}
        for name, words in WordLists(framework).lists.items():
            known: dict[str, str] = {}
            for said, value in offered.get(name, {}).items():
                if value in words:  # somebody may have typed into the hidden lists
                    known.setdefault(plain(said), value)
            for value, said in words.items():
                known.setdefault(plain(said), value)
            for value in words:
                if value:
                    known.setdefault(plain(value), value)
                    known.setdefault(plain(value.replace("-", " ")), value)
            self._lists[name] = known
            self._said[name] = list(words.values())
        for name in (YES, YES_NO):
            self._lists[name].update(dict.fromkeys(_yes(), "true") | dict.fromkeys(_no(), ""))
        for short in ("n/a", "na", "not relevant"):
            self._lists[ANSWERS_ALL].setdefault(short, Answer.NOT_APPLICABLE.value)
        for step in framework.scale:
            self._lists[GRADES].setdefault(plain(step.name), str(step.grade))
            if step.grade < len(_numbers()):
                self._lists[GRADES].setdefault(_numbers()[step.grade], str(step.grade))
        for outcome in framework.outcomes.values():
            for said in (outcome.id, outcome.short, outcome.title, f"{outcome.id} {outcome.title}"):
                self._lists[OUTCOMES].setdefault(plain(said), outcome.id)

    def value(self, name: str, text: str) -> str | None:
        """The stored value, ``""`` for *no*; ``None`` where the words are not among the list's."""
        wanted = plain(text)
        known = self._lists.get(name, {})
        if wanted in known:
            return known[wanted]
        if name == GRADES:
            return self._grade(wanted)
        if len(wanted) >= _LEAST_BEGINNING:
            begun = {value for said, value in known.items() if said.startswith(wanted)}
            if len(begun) == 1:
                return begun.pop()
        return None

    def _grade(self, wanted: str) -> str | None:
        match = _GRADE.match(wanted)
        if match is None:
            return None
        number, rest = str(int(match[1])), match[2].strip(" .,:;!*)")
        if number not in {str(step.grade) for step in self._framework.scale}:
            return None
        # What stands behind the number is the grade's own name, or the beginning of it. Anything else says
        # more than a grade: "3?", "3 minus", "3, if P1 counts".
        name = plain(rest.strip(" -–—()[]"))
        if name and len(name) >= _LEAST_BEGINNING:
            names = {value for said, value in self._lists[GRADES].items() if said.startswith(name)}
            return number if names == {number} else None
        return None if rest else number

    def offered(self, name: str) -> str:
        """What can be chosen, for a message."""
        return ", ".join(self._said.get(name, ()))


def _yes() -> tuple[str, ...]:
    return ("yes", "y", "x", "✓", "✔", "☑", "true", "1", plain(_("Yes")))


def _no() -> tuple[str, ...]:
    return ("no", "n", "✗", "☐", "false", "0", "-", plain(_("No")))


def _numbers() -> tuple[str, ...]:
    """Numbers in words, from zero."""
    said = (
        *(_("zero"), _("one"), _("two"), _("three"), _("four"), _("five")),
        *(_("six"), _("seven"), _("eight"), _("nine"), _("ten")),
    )
    return tuple(map(plain, said))


def text_of(value: CellRead) -> str:
    """A cell as text, whatever the program has made of what was typed."""
    if isinstance(value, str):
        return value
    if isinstance(value, Broken):
        raise _broken(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{show_day(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return show_day(value)
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _broken(value: Broken) -> BadInput:
    if value.formula:
        return BadInput(
            _("a formula stands here, and nobody has reckoned it"),
            _("write what it comes to, or open the file in a spreadsheet program and save it"),
        )
    return BadInput(
        _("the error {error} stands here").format(error=value.shown), _("write what it should be")
    )


def word(words: Words, name: str, value: CellRead) -> str | None:
    """A word of a closed list; ``None`` for *no*."""
    if isinstance(value, bool):
        found: str | None = ("true" if value else "") if name in (YES, YES_NO) else None
    else:
        found = words.value(name, text_of(value))
    if found is None:
        raise BadInput(
            _("“{given}” is not among the words of this column").format(given=short(text_of(value))),
            _("choose one of: {choices}").format(choices=words.offered(name)),
        )
    return found or None


def grade(words: Words, value: CellRead) -> int | None:
    """A grade of the scale, by its number, its number in words, its name, or both."""
    if isinstance(value, date):
        raise BadInput(
            _("the spreadsheet has made a day of it"),
            _("choose one of: {choices}").format(choices=words.offered(GRADES)),
        )
    found = words.value(GRADES, text_of(value))
    if found is None:
        raise BadInput(
            _("“{given}” is not a grade of this framework").format(given=short(text_of(value))),
            _("choose one of: {choices}").format(choices=words.offered(GRADES)),
        )
    return int(found)


def day(value: CellRead, field: str, today: date) -> str:
    """A day as ISO text, however it was typed: a date, a number that stands for one, or text."""
    if isinstance(value, datetime):
        found = value.date().isoformat()
    elif isinstance(value, date):
        found = value.isoformat()
    else:
        given: str = text_of(value)
        number = None
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = int(value)
        elif given.strip().isdecimal() and len(given.strip()) == 5:
            number = int(given)
        if number is not None and number in _SERIALS:
            from rrsa.exchange.returning.sheet_parser import day_of_serial

            meant = day_of_serial(number)
            found = meant.isoformat() if meant else given
        else:
            found = parse_day(_HOUR.sub("", " ".join(given.split())), today=today).isoformat()
    return past_day(found, today=today) if field in PAST_DAYS else parse_day(found, today=today).isoformat()


def whole(value: CellRead) -> int:
    """A whole number: ``12``, ``12.0``, ``1,200``."""
    if isinstance(value, bool | date | Broken):
        given = text_of(value)
    elif isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        if value >= 0:
            return int(value)
        given = text_of(value)
    else:
        given = " ".join(text_of(value).split())
        bare = given.removesuffix(".0").removesuffix(",0")
        if _NUMBER.match(bare):
            return int(re.sub(r"\D", "", bare))
    raise BadInput(
        _("“{given}” is not a whole number").format(given=short(given)),
        _("write how many, in figures alone, or leave the cell empty"),
    )


def simple(words: Words, kind: str, field: str, name: str, value: CellRead, today: date) -> Value:
    """The value of a field that is neither a reference nor a list of targets; ``name`` is its list."""
    spec = SPECS[kind][field]
    given: Value
    if name == GRADES:
        return grade(words, value)
    if name:
        given = word(words, name, value)
        if spec.type == "flag":
            return True if given else None
    elif spec.type == "day":
        return day(value, field, today)
    elif spec.type == "whole":
        given = whole(value)
    else:
        given = text_of(value)
    return checked(kind, {field: given})[field]


# -- what a piece is for -------------------------------------------------------------------------------


def targets(value: CellRead | None, known: Mapping[str, str], words: Words) -> list[tuple[str, str | None]]:
    """``4, 7.2 (Shows not yet)`` → each target with the direction behind it, if there is one.

    ``known`` is id in plain writing → id. Commas, semicolons, strokes, new lines, *and* or spaces part them.
    """
    if value is None:
        return []
    if isinstance(value, date):
        raise BadInput(
            _("the spreadsheet has made a day of it"), _("write the outcomes with commas, such as 4, 7.2")
        )
    found: dict[str, str | None] = {}

    def read(part: str) -> tuple[str, str | None, str]:
        match = _BRACKETS.match(part)
        target, said = (match[1], match[2]) if match else (part, "")
        said_plainly = _NAMED.sub("", plain(target))
        return target, known.get(said_plainly) or words.value(OUTCOMES, said_plainly), said

    listed: list[str] = []
    for line in _LINES.split(text_of(value)):  # names of outcomes hold commas and "and" themselves
        listed += [line] if read(line.strip())[1] is not None else parts(line)
    for part in listed:
        target, meant, said = read(part.strip())
        if meant is None:
            raise _no_target(target, known.values())
        shows = None
        if said:
            shows = words.value(DIRECTIONS, said)
            if not shows:
                raise BadInput(
                    _("“{given}” is not something that a piece can show").format(given=short(said)),
                    _("choose one of: {choices}").format(choices=words.offered(DIRECTIONS)),
                )
        if meant in found and found[meant] != shows:
            raise BadInput(
                _("{target} stands here twice and says two things").format(target=meant),
                _("leave one of the two"),
            )
        found[meant] = shows
    return list(found.items())


def parts(text: str) -> list[str]:
    """A list as people write one, part by part; what stands in brackets is not taken apart."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"(\x00{len(kept) - 1}\x00)"

    masked = _DIRECTION.sub(keep, text)
    found = []
    for part in _APART.split(masked):
        whole_part = re.sub(r"\(\x00(\d+)\x00\)", lambda m: kept[int(m[1])], part).strip(" .\t")
        if whole_part:
            found.append(whole_part)
    return found


def _no_target(given: str, known: Iterable[str]) -> BadInput:
    from rrsa.finding import unknown

    problem = unknown(_("outcome or look-for"), short(given), list(dict.fromkeys(known)))
    return BadInput(problem.what, problem.mend)


def short(text: str) -> str:
    """The beginning of what somebody typed, for a message."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 40 else one_line[:38] + "…"


# -- references ----------------------------------------------------------------------------------------


def reference(value: CellRead, known: Callable[[str], str | None]) -> str:
    """The record that a cell names by its reference; ``known`` gives the id for one without its check
    character, or nothing."""
    from rrsa.exchange.returning.tables import as_reference, tidy_reference

    given = text_of(value)
    body = as_reference(given)
    bare = tidy_reference(given)
    found = known(body) if body is not None else known(bare)
    if found is not None:
        return found
    if body is None and "-" in bare:
        raise BadInput(
            _("the check character of “{given}” does not fit").format(given=short(given)),
            _("copy the reference again from the first column of its row"),
        )
    raise BadInput(
        _("there is no “{given}” to refer to").format(given=short(given)),
        _("copy the reference from the first column of its row"),
    )


def too_many(names: Sequence[str], n: int) -> str:
    """A few names and how many more there are."""
    rest = len(names) - n
    if rest <= 0:
        return ", ".join(names)
    return ngettext("{names} and {n} more", "{names} and {n} more", rest).format(
        names=", ".join(names[:n]), n=rest
    )
