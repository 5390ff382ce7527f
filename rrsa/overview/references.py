"""Figures from elsewhere: what a nation, another authority or a report says, with where and when it is from.

They stand beside a group's own figures and are never mixed into them. A figure without its source or its
date is refused, since nobody could tell later what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import NamedTuple

from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext
from rrsa.overview.desk import Desk
from rrsa.overview.groups import EVERYBODY, group_of
from rrsa.overview.subjects import subject_of
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change, Guard
from rrsa.portfolio.checks import checked, past_day, show_day
from rrsa.portfolio.desk import Reference
from rrsa.portfolio.ids import derived_id
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Value

LETTER = "G"
FIELDS = ("title", "subject", "group", "figure", "count", "n", "date", "source", "note")
"""What a file may say of a figure; title, date, source, and the figure or both counts are needed."""


class Wrong(NamedTuple):
    """What cannot be used, and in which field; ``field`` is empty where one is missing."""

    field: str
    problem: BadInput


def figure(given: Mapping[str, str], *, today: date) -> tuple[str, dict[str, Value]] | Wrong:
    """A figure's id and fields from what a file says of it, all text; or the first thing that is wrong.

    ``given`` has columns by name: ``title``, ``source`` and ``date``, and either ``figure`` (as published) or
    ``count`` and ``n``; maybe ``subject``, ``group`` and ``note``. The id is made of what it says and where
    it is from, so that taking a file twice adds nothing.
    """
    said = {name: text.strip() for name, text in given.items() if text.strip()}
    values: dict[str, Value] = {
        name: said[name] for name in ("title", "source", "note", "figure") if name in said
    }
    at = ""
    try:
        for at in ("title", "source", "date"):
            if at not in said:
                return Wrong("", _missing(at))
        at = "date"
        values["date"] = past_day(said["date"], today=today)
        at = "subject"
        values["subject"] = subject_of(said["subject"]).text if "subject" in said else None
        at = "group"
        values["group"] = group_of(said["group"]).text if "group" in said else EVERYBODY.text
        for at in ("count", "n"):
            values[at] = _whole(said[at]) if at in said else None
        at = "count"
        if ("count" in said) != ("n" in said):
            at = "count" if "count" in said else "n"
            raise BadInput(_("count and n belong together"), _("give both, or the figure as it is published"))
        if "count" not in said and "figure" not in said:
            return Wrong("", _missing("figure"))
        count, n = values["count"], values["n"]
        if isinstance(count, int) and isinstance(n, int) and (n == 0 or count > n):
            raise BadInput(
                _("{count} of {n} is no share").format(count=count, n=n), _("check which is which")
            )
        clean: dict[str, Value] = {}
        for at, value in values.items():
            clean |= checked("reference", {at: value})
    except BadInput as problem:
        return Wrong(at, problem)
    key = (str(clean[name] or "") for name in ("title", "subject", "group", "date", "source"))
    return derived_id(LETTER, *key), clean


def _missing(name: str) -> BadInput:
    return {
        "title": BadInput(_("it is not said what the figure is"), _("give it a title")),
        "source": BadInput(_("it is not said where the figure is from"), _("name its source")),
        "date": BadInput(_("it is not said of when the figure is"), _("give its date")),
        "figure": BadInput(
            _("there is no figure"), _("give it as it is published (figure), or as count and n")
        ),
    }[name]


def _whole(text: str) -> int:
    plain = text.replace(",", "").replace(" ", "")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 12:
        raise BadInput(_("“{text}” is no whole number").format(text=text[:40]), _("write it like 1200"))
    return int(plain)


class Took(NamedTuple):
    """Ids of figures that are new, that were changed, and how many were there already."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: int


def take(desk: Desk, figures: Sequence[tuple[str, Mapping[str, Value]]], *, name: str) -> Took:
    """Puts figures on the desk; one step to undo. ``name`` is the file's."""
    changes: list[Change] = []
    guards: list[Guard] = []
    new: list[str] = []
    changed: list[str] = []
    for each, values in figures:
        if each not in desk.portfolio.references:
            changes += edits.create("reference", each, values)
            new.append(each)
            continue
        own, held = edits.set_fields(
            desk.portfolio, "reference", each, values, guards=(edits.present("reference", each),)
        )
        if own:
            changed.append(each)
        changes += own
        guards += held
    n = len(new) + len(changed)
    desk.commit(
        ngettext("{n} reference figure from {name}", "{n} reference figures from {name}", n).format(
            n=n, name=name
        ),
        (tuple(changes), tuple(guards)),
    )
    return Took(tuple(new), tuple(changed), len(figures) - n)


def remove(desk: Desk, figures: Sequence[str]) -> None:
    """Takes figures off the desk; undo brings them back."""
    gone = [desk.portfolio.references[each] for each in dict.fromkeys(figures)]
    made = [edits.remove(each) for each in gone]
    reason = (
        _("Removed: {title}").format(title=gone[0].title)
        if len(gone) == 1
        else ngettext("{n} reference figure removed", "{n} reference figures removed", len(gone)).format(
            n=len(gone)
        )
    )
    desk.commit(
        reason, (tuple(c for own, _g in made for c in own), tuple(g for _c, own in made for g in own))
    )


def listed(portfolio: Portfolio) -> list[Reference]:
    """The figures by what they are about, the newest of each first."""
    found = sorted(portfolio.references.values(), key=lambda each: each.date or "", reverse=True)
    return sorted(found, key=lambda each: (each.subject or "~", (each.title or "").casefold()))


def about(found: Iterable[Reference], subjects: Iterable[str], groups: Iterable[str]) -> list[Reference]:
    """Those about one of some subjects that speak of one of some groups."""
    wanted, whose = set(subjects), set(groups)
    return [each for each in found if each.subject in wanted and (each.group or EVERYBODY.text) in whose]


def figure_words(reference: Reference) -> str:
    """The figure as it is published, with its counts where they are known: ``72 %, 18 of 25``."""
    counted = ""
    if reference.count is not None and reference.n is not None:
        counted = _("{count} of {n}").format(count=reference.count, n=reference.n)
    return ", ".join(filter(None, (reference.figure, counted if counted != reference.figure else "")))


def source_words(reference: Reference) -> str:
    """Where it is from and of when: always shown beside it."""
    return _("{source}, {day}").format(source=reference.source, day=show_day(reference.date))


def as_data(reference: Reference) -> dict[str, Value]:
    """A figure for a program."""
    return {f.name: getattr(reference, f.name) for f in fields(reference) if f.name != "present"}
