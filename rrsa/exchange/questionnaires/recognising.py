"""What a form's columns are, suggested from their heads and from the answers under them.

One pass over the file gathers, for each column, which answers come again and again, how many are longer than
any answer that a form offers, and what dates there are. It is let go as soon as a suggestion is made: what
only one or two people wrote is never part of one, unless it is a step of a scale that is known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rrsa.exchange.questionnaires.columns import Column, Use
from rrsa.exchange.questionnaires.days import Stamps, looks_like_a_stamp
from rrsa.exchange.questionnaires.reading import Cell, Source
from rrsa.exchange.questionnaires.scales import Step, is_known, number_of, scale_of
from rrsa.guide.voices import plain
from rrsa.i18n import _
from rrsa.portfolio.records import LINE, NAME
from rrsa.vocabulary import Asked, Respondents

OFTEN = 3
"""People who must have given the same answer before it is taken for one that the form offers."""
_DISTINCT = 60
_OFFERED = 20  # answers that a form offers at most
_SHORT = 80  # characters of an answer that a form offers

_OWN = """
id|start time|last modified time|language|total points|quiz feedback|grade posted time|email|name
email address|e-mail address|e-mail|username|user name|score|ip address|respondent|response id
submission id|started|duration|completion status
"""
_MACHINE = frozenset(_OWN.strip().replace("\n", "|").split("|"))
"""Columns that forms add of themselves."""
_WHEN = ("completion time", "timestamp", "submitted at", "submitted", "date submitted", "end time", "date")
_POINTS = re.compile(r"^(points|feedback) [-–] |\[(score|feedback)\]$", re.IGNORECASE)
_WHO_IT_IS = re.compile(
    r"^(please (enter|write|give|type) )?(what(['’]s| is) )?(your|the|my|(child|pupil|student)['’]?s?)? ?"
    r"((full|first|last|family|given) ?)?(name|surname|user ?name|initials|e-?mail( address)?|ip address"
    r"|phone( number)?|postcode|address|date of birth|dob|birthday|upn"
    r"|(pupil|student|candidate|scottish candidate) (number|id))"
    r"( \(.*\))?$",
    re.IGNORECASE,
)
_PERSON = (
    r"(pupil|child|student|learner|young person|parent|carer|parent ?/ ?carer|parent or carer|guardian"
    r"|responder|(class )?teacher|key ?worker|staff( member)?|member of staff|(best )?friend)"
)
_NAME = r"((full|first|last|family|given|preferred) )?names?"
_NAMES_SOMEBODY = re.compile(
    rf"^(what(['’]s| is) )?(the )?{_NAME} of (?!(your|the|my)? ?(school|class|house|group)\b)"
    rf"|^((please )?(enter|write|give|type)|what(['’]s| is))? ?your {_NAME}\b"
    rf"|\b{_PERSON}['’]?s? {_NAME}$"
    rf"|^(the |your |my )?{_PERSON}( \(.*\))?$"
    rf"|^(who(['’]s| is)|what is|what['’]s) (your|my) {_PERSON}\b"
    r"|^(which|what) ((class )?teacher|staff member|member of staff)\b"
    r"|^(your |my )?(nickname|signature|signed( by)?|initials)( please)?( \(.*\))?$"
    r"|^who are you$|^what (do|should|can|shall) (we|i|people) call you$"
    r"|^(who|person) (is |has |who )?(fill(ed|s|ing)|complet(ed|es|ing)) "
    r"|^candidate (no|number)$|^ainm\b",
    re.IGNORECASE,
)
"""Headings under which people write a name: their own, or that of one adult or friend. What only says a role
stands under other ones."""
_GROUP = re.compile(
    r"^(which|what|your|my|in which|in what|i am in|i work in)?\b.{0,24}\b"
    r"(class|year group|year|stage|age group|age|group|team|house|role|job|department|school)"
    r"( are you( in)?| is your child in| do you (belong to|go to|live in|work in)| i am in)?$"
    r"|^how old are you$",
    re.IGNORECASE,
)
_FOR_STAFF = re.compile(r"\b(staff|teachers?|colleagues|employees?)\b", re.IGNORECASE)
_FOR_PARENTS = re.compile(r"\b(parents?|carers?|famil(y|ies)|my child)\b", re.IGNORECASE)


@dataclass
class Seen:
    """What has been seen in one column. Texts are kept only until a suggestion is made."""

    stamps: Stamps
    filled: int = 0
    long: int = 0
    addresses: int = 0
    marked: int = 0  # cells with a semicolon
    texts: Counter[str] = field(default_factory=Counter)
    overflowed: bool = False

    def take(self, cell: Cell) -> None:
        if cell == "":
            return
        self.filled += 1
        self.stamps.take(cell)
        if isinstance(cell, date):
            return
        self.addresses += "@" in cell and "." in cell
        if len(cell) > _SHORT * 3:
            self.long += 1
        elif cell in self.texts or len(self.texts) < _DISTINCT * 4:
            self.texts[cell] += 1
            self.marked += ";" in cell
        else:
            self.overflowed = True


def look_through(source: Source, today: date) -> tuple[Seen, ...]:
    """Every column, in one pass over the file."""
    seen = tuple(Seen(Stamps(today)) for _head in source.heads)
    for row in source.rows():
        for column, cell in zip(seen, row, strict=True):
            column.take(cell)
    return seen


def suggested(heads: Sequence[str], seen: Sequence[Seen]) -> tuple[Column, ...]:
    """What each column may be taken for. At most one says when, and at most one divides people."""
    when = _when(heads, seen)
    columns = []
    grouped = False
    for place, (head, own) in enumerate(zip(heads, seen, strict=True)):
        column = Column(head, Use.WHEN) if place == when else suggest(head, own)
        if column.use is Use.GROUP:
            column = Column(head, why=_("one other divides people already")) if grouped else column
            grouped = True
        columns.append(column)
    return tuple(columns)


def _when(heads: Sequence[str], seen: Sequence[Seen]) -> int | None:
    stamped = [p for p, own in enumerate(seen) if own.stamps.seen and own.stamps.seen * 10 >= own.filled * 8]
    by_name = {plain(heads[place]): place for place in stamped}
    return next((by_name[name] for name in _WHEN if name in by_name), None)


def suggest(head: str, seen: Seen) -> Column:
    """What one column may be taken for."""
    name = plain(head)
    if not head:
        return Column(head, why=_("it has no heading"))
    if says_who(head, seen):
        return Column(head, why=_("it may say who somebody is"))
    if name in _MACHINE or _POINTS.search(head):
        return Column(head, why=_("the form's own, not a question"))
    if not seen.filled:
        return Column(head, why=_("nobody has answered it"))
    if seen.stamps.seen * 2 > seen.filled or all(map(looks_like_a_stamp, seen.texts)):
        return Column(head, why=_("dates, not answers"))
    asked, steps = answers_of(seen)
    if asked is Asked.ONE and steps and _GROUP.match(name) and not _is_scale(steps):
        return Column(head, Use.GROUP)
    return Column(head, Use.QUESTION, question=head[:LINE], asked=asked, steps=steps)


def says_who(head: str, seen: Seen) -> bool:
    """Whether a column may say who somebody is, whoever answered or another: by its heading, or because it
    is full of addresses."""
    name = plain(head)
    names = _WHO_IT_IS.match(name) or _NAMES_SOMEBODY.search(name)
    return bool(names) or seen.addresses * 2 > max(seen.filled, 1)


def _is_scale(steps: Sequence[Step]) -> bool:
    return any(step.leans for step in steps) and any(number_of(step.answer) is None for step in steps)


def answers_of(seen: Seen) -> tuple[Asked, tuple[Step, ...]]:
    """How a column's question may be answered, and the answers that the form seems to offer."""
    if seen.overflowed or seen.long * 3 > seen.filled:
        return Asked.WORDS, ()
    if seen.marked * 2 > seen.filled and (found := _with_marks(seen.texts)):
        return found
    if (scale := _as_scale(seen.texts)) is not None:
        return Asked.ONE, scale
    if several := _with_commas(seen.texts):
        return Asked.SEVERAL, several
    if offered := _offered(seen.texts):
        return Asked.ONE, offered
    return Asked.WORDS, ()


def _as_scale(texts: Mapping[str, int]) -> tuple[Step, ...] | None:
    """The steps of a known scale, where nearly all answers are steps of one; the rest is another answer."""
    known = _each_once([text for text in texts if is_known(text)])
    if not known or sum(texts[text] for text in known) * 10 < sum(texts.values()) * 9:
        return None
    if len(known) == 1 and number_of(known[0]) is not None and sum(texts.values()) > texts[known[0]]:
        return None
    return scale_of(known)


def parts(text: str, separator: str) -> tuple[str, ...]:
    """The answers in one cell, each once."""
    return tuple(dict.fromkeys(part for part in (p.strip() for p in text.split(separator)) if part))


def _with_marks(texts: Mapping[str, int]) -> tuple[Asked, tuple[Step, ...]] | None:
    """Answers that end with a semicolon each, as Microsoft Forms writes several and those put in order."""
    sets = {frozenset(parts(text, ";")) for text in texts}
    if len(sets) == 1 and len(next(iter(sets))) > 1:
        return Asked.ORDER, tuple(Step(answer, None) for answer in sorted(_each_once(next(iter(sets)))))
    offered = _offered(_divided(texts, ";"))
    return (Asked.SEVERAL, offered) if offered else None


def _with_commas(texts: Mapping[str, int]) -> tuple[Step, ...]:
    """Several answers in one cell as Google Forms writes them. An answer may hold a comma itself, so the
    parts must be fewer than the texts, and most of them must come alone or often."""
    together = {text for text in texts if ", " in text}
    if not together:
        return ()
    divided = _divided(texts, ", ")
    often = {part for part, count in divided.items() if count >= OFTEN or part in texts}
    if len(divided) > _OFFERED or len(often) * 10 < len(divided) * 7 or len(together) < 2:
        return ()
    return _offered(divided) if len(divided) < len(texts) or len(often) == len(divided) else ()


def _divided(texts: Mapping[str, int], separator: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, count in texts.items():
        for part in parts(text, separator):
            counts[part] += count
    return counts


def _offered(texts: Mapping[str, int]) -> tuple[Step, ...]:
    """The answers that come often enough to be the form's own, most given first; nothing where most people
    wrote something else."""
    often = _each_once([text for text, count in texts.items() if count >= OFTEN and len(text) <= _SHORT])
    if not often or len(often) > _OFFERED:
        return ()
    if sum(texts[text] for text in often) * 10 < sum(texts.values()) * 6:
        return ()
    return tuple(Step(text, None) for text in sorted(often, key=lambda text: (-texts[text], text)))


def _each_once(texts: Iterable[str]) -> list[str]:
    """Answers without those that differ from another in nothing that is looked at, or say nothing."""
    return list({plain(text): text for text in texts if plain(text)}.values())


def with_new_answers(column: Column, seen: Seen) -> Column:
    """A known question with the steps that a later file adds: of the same scale, or given often."""
    if column.asked is Asked.WORDS or seen.overflowed:
        return column
    texts: Mapping[str, int] = seen.texts
    if column.asked is not Asked.ONE:
        separator = ";" if seen.marked else ", "
        texts = _divided(seen.texts, separator)
    known = {plain(step.answer) for step in column.steps}
    leaning = any(step.leans for step in column.steps)
    new = _each_once(
        text
        for text, count in texts.items()
        if plain(text) not in known
        and len(text) <= _SHORT
        and (is_known(text) if leaning else count >= OFTEN)
    )
    if not new or len(column.steps) + len(new) > _OFFERED:
        return column
    answers = [*(step.answer for step in column.steps), *new]
    steps = scale_of(answers) if leaning else None
    if steps is None:
        steps = (*column.steps, *(Step(text, None) for text in sorted(new)))
    else:  # what was said of a step stays said
        said = {step.answer: step for step in column.steps}
        steps = tuple(said.get(step.answer, step) for step in steps)
    return replace(column, steps=steps)


def who_answered(title: str, heads: Sequence[str]) -> Respondents:
    """Whom the form seems to have been for."""
    for form, who in ((_FOR_PARENTS, Respondents.PARENTS), (_FOR_STAFF, Respondents.STAFF)):
        if form.search(title):
            return who
    parents = sum(bool(re.search(r"\bmy child\b|\byour child\b", head, re.IGNORECASE)) for head in heads)
    return Respondents.PARENTS if parents * 3 > len(heads) else Respondents.CHILDREN


def group_name(cell: Cell) -> str:
    """A group as it is written in a cell, within what can be kept."""
    text = str(cell)
    return " ".join(text.split())[:NAME].strip()
