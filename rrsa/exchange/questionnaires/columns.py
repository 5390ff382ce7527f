"""How the columns of a form are read, as data: said once, kept with the setting, found again by the heads.

It holds heads and the answers that a form offers. It never holds what somebody wrote in words of their own,
nor anything of one person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from rrsa.errors import BadInput
from rrsa.exchange.questionnaires.days import Order
from rrsa.exchange.questionnaires.scales import Step
from rrsa.guide.voices import plain
from rrsa.i18n import _
from rrsa.portfolio.ids import FORM_LETTER, derived_id
from rrsa.portfolio.records import FORM, LINE, SPECS
from rrsa.portfolio.voices import Form
from rrsa.vocabulary import Asked, Leaning, Respondents

ALIKE = 0.84
"""How alike two heads are that are taken for one that was changed a little (``difflib``'s ratio)."""
_ENOUGH = 0.7
"""The share of a known form's columns, and of a file's, that must be found for the form to be the same."""


class Use(StrEnum):
    """What a column is taken for."""

    IGNORE = "ignore"
    WHEN = "when"
    GROUP = "group"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form."""

    head: str  # as the latest file has it
    use: Use = Use.IGNORE
    question: str = ""  # as it is kept; the same through small changes of the head
    asked: Asked = Asked.ONE
    about: str | None = None  # an outcome or a look-for
    steps: tuple[Step, ...] = ()  # the answers, from most to least agreeing
    why: str = ""  # why it is left out, for people; not kept
    was: tuple[str, ...] = ()  # heads of earlier files

    @property
    def heads(self) -> tuple[str, ...]:
        return (self.head, *self.was)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A form's columns, and how to read it."""

    title: str
    who: Respondents
    columns: tuple[Column, ...]
    order: Order | None = None  # of day and month, where somebody had to say it
    form: str = ""  # the id of the form's record; empty for one that is not known yet

    @property
    def id(self) -> str:
        return self.form or form_id(column.head for column in self.columns)

    def having(self, use: Use) -> tuple[int, ...]:
        """The places of the columns with this use."""
        return tuple(place for place, column in enumerate(self.columns) if column.use is use)

    @property
    def questions(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.use is Use.QUESTION)


def form_id(heads: Iterable[str]) -> str:
    """A form's id, from its heads, whatever their order."""
    return derived_id(FORM_LETTER, *sorted({plain(head) for head in heads if head}))


# -- kept with the setting --------------------------------------------------------------------------------


def kept(mapped: Mapped) -> dict[str, Any]:
    """The fields of the form's record. Raises :class:`BadInput` where the form is too long to be kept."""
    columns = [_as_data(column) for column in mapped.columns if column.head]
    data: dict[str, Any] = {"v": 1, "columns": columns}
    if mapped.order is not None:
        data["dates"] = mapped.order.value
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if len(text) > FORM:
        raise BadInput(
            _("the form has more questions and answers than can be remembered"),
            _("leave some out with --map: write them down with --write-map and set “as: ignore”"),
        )
    return {
        "title": mapped.title[: SPECS["form"]["title"].limit],
        "who": mapped.who.value,
        "columns": text,
    }


def _as_data(column: Column) -> dict[str, Any]:
    data: dict[str, Any] = {"head": column.head, "as": column.use.value}
    if column.was:
        data["was"] = list(column.was)
    if column.use is Use.QUESTION:
        data["asked"] = column.asked.value
        if column.question != column.head:
            data["question"] = column.question
        if column.about:
            data["about"] = column.about
        if column.steps:
            data["answers"] = [[step.answer, step.leans.value if step.leans else ""] for step in column.steps]
    return data


def remembered(form: Form) -> Mapped | None:
    """The columns as a form's record holds them; ``None`` where it cannot be read (a later program's)."""
    try:
        data = json.loads(form.columns or "")
        columns = tuple(_from_data(each) for each in data["columns"])
        order = Order(data["dates"]) if data.get("dates") else None
        who = Respondents(form.who) if form.who else Respondents.CHILDREN
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return Mapped(form.title or "", who, columns, order, form.id)


def _from_data(data: Mapping[str, Any]) -> Column:
    head = str(data["head"])
    return Column(
        head=head,
        use=Use(data["as"]),
        question=str(data.get("question") or head)[:LINE],
        asked=Asked(data.get("asked", Asked.ONE.value)),
        about=data.get("about"),
        steps=tuple(Step(str(a), Leaning(b) if b else None) for a, b in data.get("answers", ())),
        was=tuple(map(str, data.get("was", ()))),
    )


# -- found again ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recognised:
    """A known form in a file's heads."""

    mapped: Mapped  # its columns in the file's order; those that are new have no use yet
    renamed: tuple[tuple[str, str], ...]  # before, now
    new: tuple[str, ...]
    gone: tuple[str, ...]


def recognise(heads: Sequence[str], known: Iterable[Mapped]) -> Recognised | None:
    """The known form that a file's heads belong to, the likeliest where there are several."""
    best: tuple[float, Recognised] | None = None
    for form in known:
        found = _compare(heads, form)
        sure = len(found.mapped.columns) - len(found.new)
        whole = max(sum(1 for head in heads if head), sure + len(found.gone))
        share = sure / whole if whole else 0.0
        asked = [column for column in found.mapped.columns if column.use is Use.QUESTION]
        if share >= _ENOUGH and asked and (best is None or share > best[0]):
            best = share, found
    return best[1] if best else None


def _compare(heads: Sequence[str], form: Mapped) -> Recognised:
    """A file's heads beside a form's: the same, changed a little, new, or gone."""
    by_head = {plain(head): column for column in form.columns for head in column.heads}
    taken: dict[int, Column] = {}
    left = list(form.columns)
    for place, head in enumerate(heads):
        column = by_head.get(plain(head)) if head else None
        if column is not None and column in left:
            taken[place] = column
            left.remove(column)
    renamed: list[tuple[str, str]] = []
    for place, head in enumerate(heads):
        if place in taken or not head or not left:
            continue
        nearest = max(left, key=lambda column: _alike(head, column.head))
        if _alike(head, nearest.head) >= ALIKE:
            taken[place] = nearest
            left.remove(nearest)
            renamed.append((nearest.head, head))
    columns = []
    for place, head in enumerate(heads):
        known = taken.get(place)
        if known is None:
            columns.append(Column(head))
        elif known.head == head:
            columns.append(known)
        else:
            was = tuple(dict.fromkeys((known.head, *known.was)))
            columns.append(replace(known, head=head, was=tuple(w for w in was if w != head)[:6]))
    new = tuple(head for place, head in enumerate(heads) if head and place not in taken)
    gone = tuple(column.question or column.head for column in left if column.use is Use.QUESTION)
    return Recognised(replace(form, columns=tuple(columns)), tuple(renamed), new, gone)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio()
