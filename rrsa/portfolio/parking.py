"""What a change of framework parks: said under an old framework, never deleted, taken over when asked for.

A parked record holds what was said in words, for people, and the record's fields as JSON, so that nothing is
lost. One that lies beside an outcome waits for review; one without an outcome has no home in the framework of
today and is kept to be found. Pure; knows no framework.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.edits import Edit
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import LINE, SETTING_ID, SPECS, TEXT, Parked, Value, link_id
from rrsa.portfolio.reviewing import is_going_on, is_sentence
from rrsa.vocabulary import Reviewer, Settled

_NOT_MOVED = {"present", "evidence", "target", "review", "outcome"}
"""Fields that say where something belongs; taking it over says that anew."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a parked record's ``content`` says."""

    fields: Mapping[str, Value]
    """Field → value, of the record that it was."""
    to: tuple[str, ...] = ()
    """Ids in today's framework to which it may belong."""
    why: str = ""
    """The crosswalk's reason."""
    view: int | None = None
    """The grade in today's scale, where a stated table says it."""
    records: tuple[str, ...] = field(default=())
    """The records that it is about, where it is about several."""


def packed(content: Content) -> str:
    """As it is stored."""
    made: dict[str, object] = {"fields": dict(content.fields)}
    if content.to:
        made["to"] = list(content.to)
    if content.why:
        made["why"] = content.why
    if content.view is not None:
        made["view"] = content.view
    if content.records:
        made["records"] = list(content.records)
    return json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def unpacked(parked: Parked) -> Content:
    """What a parked record holds; empty where its content cannot be read."""
    try:
        read = json.loads(parked.content or "{}")
    except ValueError:
        read = {}
    if not isinstance(read, dict):
        read = {}
    fields, view = read.get("fields"), read.get("view")
    return Content(
        fields={k: v for k, v in fields.items() if isinstance(v, str | int)}
        if isinstance(fields, dict)
        else {},
        to=_texts(read.get("to")),
        why=str(read.get("why") or ""),
        view=view if isinstance(view, int) else None,
        records=_texts(read.get("records")),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def waiting(portfolio: Portfolio) -> tuple[Parked, ...]:
    """What lies beside an outcome and nobody has looked at yet, by outcome."""
    found = [each for each in portfolio.parked.values() if each.outcome and not each.settled]
    return tuple(sorted(found, key=_order))


def counted(portfolio: Portfolio) -> tuple[int, int]:
    """How many things wait for review, and how many are kept without waiting."""
    wait = sum(1 for each in portfolio.parked.values() if each.outcome and not each.settled)
    return wait, len(portfolio.parked) - wait


def stays(portfolio: Portfolio) -> tuple[Parked, ...]:
    """What is parked of reviews and stays behind when a portfolio leaves, as it would if it were not parked:
    all of a review that is going on, and of a children's group words and notes without a yes."""
    held = []
    for each in portfolio.parked.values():
        if each.kind != "review_view":
            continue
        review = portfolio.reviews.get((each.record or "").partition(":")[0])
        said = unpacked(each).fields
        if review is None or is_going_on(review):
            held.append(each)
        elif review.by == Reviewer.GROUP and ("note" in said or "words" in said):
            words = str(said.get("words") or "")
            if not (said.get("said_yes") and is_sentence(words, portfolio.setting.kind)):
                held.append(each)
    return tuple(held)


def laid_by(portfolio: Portfolio) -> tuple[Parked, ...]:
    """What is kept without waiting: it has no home in today's framework, or somebody has settled it."""
    found = [each for each in portfolio.parked.values() if each.settled or not each.outcome]
    return tuple(sorted(found, key=_order))


def _order(each: Parked) -> tuple[object, ...]:
    parts = (each.outcome or "").split(".")
    natural = tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts)
    kinds, kind = list(SPECS), each.kind or ""
    if kind not in SPECS:
        return natural, len(kinds), each.record or "", 0, each.id
    said = unpacked(each).fields
    first = min((n for n, name in enumerate(SPECS[kind]) if name in said), default=0)
    return natural, kinds.index(kind), each.record or "", first, each.id


def settle(portfolio: Portfolio, parked: Parked, how: Settled, day: str) -> Edit:
    """Notes what was done with it; nothing else changes."""
    return edits.set_fields(portfolio, "parked", parked.id, {"settled": how.value, "settled_on": day})


def take_over(portfolio: Portfolio, parked: Parked, target: str, day: str) -> Edit:
    """What is parked becomes what is said now, of ``target``.

    A text is set below what has been written since; a grade, an answer or a day takes the place of what is
    there. A grade of another scale stays where it is: only a stated table converts it. Raises
    :class:`BadInput` where nothing else was said with it.
    """
    content = unpacked(parked)
    changes: list[Change] = []
    guards = []
    kind = parked.kind or ""
    _still_there(portfolio, parked)
    if kind in ("action", "measure"):
        changes += edits.set_fields(portfolio, kind, parked.record or "", {"outcome": target})[0]
        guards.append(edits.present(kind, parked.record or ""))
    elif kind == "tally":
        for record in content.records:
            if record in portfolio.tallies:
                changes += edits.set_fields(portfolio, "tally", record, {"outcome": target})[0]
                guards.append(edits.present("tally", record))
    elif kind == "setting":
        changes += edits.set_fields(portfolio, kind, SETTING_ID, dict.fromkeys(content.fields, target))[0]
    elif kind == "link":
        evidence = parked.evidence or ""
        direction = str(content.fields.get("direction") or "works")
        changes += edits.link(portfolio, evidence, [target], direction)[0]
        if content.fields.get("chosen"):
            cell = Cell("link", link_id(evidence, target), "chosen")
            if portfolio.value(cell) is None:
                changes.append(Change(cell, None, True))
        guards.append(edits.present("evidence", evidence))
    else:
        record = target
        values = {k: v for k, v in content.fields.items() if k not in _NOT_MOVED and k in SPECS[kind]}
        if "view" in values:
            values["view"] = content.view
            if content.view is None:
                del values["view"]
                if not values.keys() - {"date"}:
                    raise BadInput(
                        _("a grade of another scale is not taken over"),
                        _("say it anew, and keep this as history"),
                    )
        if kind == "review_view":
            review = (parked.record or "").partition(":")[0]
            record = f"{review}:{target}"
            guards.append(edits.present("review", review))
            changes += edits.set_fields(
                portfolio, kind, record, {"present": True, "review": review, "outcome": target}
            )[0]
        joined = {name: _joined(portfolio, kind, record, name, value) for name, value in values.items()}
        changes += edits.set_fields(portfolio, kind, record, joined)[0]
    settled, _none = settle(portfolio, parked, Settled.TAKEN, day)
    return (*changes, *settled), tuple(guards)


def _still_there(portfolio: Portfolio, parked: Parked) -> None:
    """Raises :class:`BadInput` where what it belongs to has been removed since."""
    kind, record = parked.kind or "", parked.record or ""
    needed = {
        "link": ("evidence", parked.evidence or ""),
        "review_view": ("review", record.partition(":")[0]),
        "action": ("action", record),
        "measure": ("measure", record),
    }.get(kind)
    if needed is not None and needed[1] not in portfolio.of_kind(needed[0]):
        raise BadInput(
            _("what this belonged to has been removed since"), _("keep it as history, or undo the removal")
        )


def _joined(portfolio: Portfolio, kind: str, record: str, name: str, value: Value) -> Value:
    spec = SPECS[kind][name]
    there = portfolio.value(Cell(kind, record, name))
    if spec.type != "text" or spec.choices or not isinstance(there, str) or not isinstance(value, str):
        return value
    if value in there:
        return there
    if spec.limit <= LINE:
        one = f"{there} {value}"
        return one if len(one) <= spec.limit else there
    both = f"{there}\n\n{value}"
    if len(both) > TEXT:
        raise BadInput(
            _("with what is written there already it would be longer than {n} characters").format(n=TEXT),
            _("shorten one of the two, or keep the old one as history"),
        )
    return both
