"""Evidence: what there is, what it shows, where it is kept; and empty rows for what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from rrsa.exchange.book import CellValue
from rrsa.exchange.content import Content
from rrsa.exchange.identity import reference
from rrsa.exchange.phrases import asked_head, day_of
from rrsa.exchange.working.table import Column, Desk, Row, Table, until_today, whole
from rrsa.exchange.working.words import CONSENT, DIRECTIONS, DIRECTNESS, PERSPECTIVES, YES, YES_NO
from rrsa.framework.model import Framework
from rrsa.i18n import _
from rrsa.portfolio.records import Evidence, Link
from rrsa.vocabulary import Direction

ISSUED = 60
"""Empty rows handed out."""

_DIRECTIONS = frozenset(Direction)
_PLAIN = (
    *("title", "perspective", "directness", "date", "seen_by", "place", "note", "consent", "identifiable"),
    *("question", "said", "showcase"),
)


def write(desk: Desk) -> None:
    about = _(
        "How do we know? Say where it is kept rather than copying it. Roles, never a child's name. New "
        "pieces go into the empty rows at the end. Two or three good pieces for an outcome are enough."
    )
    columns = _columns(desk.content.framework)
    table = Table(desk, "evidence", _("Evidence"), about, columns, pages_wide=2)
    table.write(_rows(desk), issued=ISSUED)


def _columns(framework: Framework) -> tuple[Column, ...]:
    anything = {"validate": "any"}
    return (
        Column(_("What it is"), 164, "title"),
        Column(_("Seen from"), 92, "perspective", PERSPECTIVES),
        Column(
            _("For"),
            70,
            "for",
            rule=anything,
            about=_(
                "Outcomes or look-fors, such as: 4, 7.2. Where one of them shows something else than the "
                "rest, say so behind it: 4, 7.2 (Shows not yet)."
            ),
        ),
        Column(_("What it shows"), 84, "direction", DIRECTIONS),
        Column(
            _("Chosen for"),
            64,
            "chosen",
            rule=anything,
            about=_("Of those, where it is one of the two or three pieces that the assessor sees first."),
        ),
        Column(_("How direct"), 100, "directness", DIRECTNESS),
        Column(_("Date"), 90, "date", rule=until_today(), look="cell_day"),
        Column(
            _("Seen by"),
            84,
            "seen_by",
            rule=anything,
            about=_("A role, such as “P6 teacher”. Never a name."),
        ),
        Column(_("Where it is kept"), 116, "place"),
        Column(_("What it shows, in our words"), 210, "note"),
        Column(
            asked_head(framework),
            150,
            "question",
            rule=anything,
            about=_("The question as it was put, where somebody was asked."),
        ),
        Column(
            _("What they said"),
            170,
            "said",
            rule=anything,
            about=_("In one sentence that they agreed. Never who said it."),
        ),
        Column(_("How many people"), 58, "people", rule=_people(), look="cell_count"),
        Column(_("Shows a child who can be recognised"), 94, "identifiable", YES_NO),
        Column(
            _("Consent"),
            90,
            "consent",
            CONSENT,
            about=_("Have the people in it said yes to it being shown? From about twelve, ask them."),
        ),
        Column(
            _("Shows best what has become of it"),
            80,
            "showcase",
            YES,
            about=_("For one or two pieces in each strand. Leave it empty for the rest."),
        ),
        Column(
            _("Takes the place of"),
            120,
            "replaces",
            rule=anything,
            about=_("The reference of the older piece, where this one is its newer version."),
        ),
    )


def _people() -> dict[str, Any]:
    return whole(_("How many people it speaks for, or leave the cell empty."))


def _rows(desk: Desk) -> Iterator[Row]:
    content, say = desk.content, desk.words.say
    order = list(_targets_in_order(content))
    position = {target: n for n, target in enumerate(order)}
    for item in content.register:
        links = [x for x in content.portfolio.links_by_evidence.get(item.id, ()) if x.present and x.target]
        links.sort(key=lambda x: (position.get(x.target or "", len(order)), x.target or ""))
        direction = usual_direction(links)
        people = content.people.get(item.id)
        # A piece that is held back is not even named as the one whose place was taken.
        older = item.replaces if item.replaces in content.portfolio.evidence else None
        cells: tuple[CellValue, ...] = (
            item.title,
            say(PERSPECTIVES, item.perspective),
            for_words(links, direction),
            say(DIRECTIONS, direction),
            ", ".join(x.target or "" for x in links if x.chosen),
            say(DIRECTNESS, item.directness),
            day_of(item.date) or item.date,
            item.seen_by,
            item.place,
            item.note,
            item.question,
            item.said,
            people,
            say(YES_NO, "true" if item.identifiable else ""),
            say(CONSENT, item.consent),
            say(YES, "true" if item.showcase else None),
            reference(older) if older else None,
        )
        base = _base(item, links, people)
        yield Row(item.id, cells, {**base, "replaces": older} if older else base)


def _targets_in_order(content: Content) -> Iterator[str]:
    for outcome in content.framework.outcomes.values():
        yield outcome.id
        for indicator in outcome.indicators:
            yield indicator.id


def usual_direction(links: Iterable[Link]) -> str | None:
    """What most of a piece's links say; where they are even, the kinder one."""
    counts = Counter(link.direction for link in links if link.direction)
    if len(counts) < 2:
        return next(iter(counts), None)
    order = [direction.value for direction in Direction]
    return min(counts, key=lambda d: (-counts[d], order.index(d) if d in order else len(order)))


def for_words(links: Iterable[Link], usual: str | None) -> str:
    """``4, 7.2 (Shows not yet)``: what a piece is for, and what it shows where that differs."""
    parts = []
    for link in links:
        if link.direction == usual or link.direction not in _DIRECTIONS:
            parts.append(link.target or "")
        else:
            parts.append(f"{link.target} ({Direction(link.direction).label})")
    return ", ".join(parts)


def _base(item: Evidence, links: Iterable[Link], people: int | str | None) -> dict[str, Any]:
    base: dict[str, Any] = {name: value for name in _PLAIN if (value := getattr(item, name)) is not None}
    if isinstance(people, int):
        base["people"] = people
    elif people is not None:
        base["withheld"] = ["people"]  # there is a number, and it does not leave
    targets = {link.target or "": link.direction for link in links}
    if targets:
        base["for"] = targets
        chosen = [link.target for link in links if link.chosen]
        if chosen:
            base["chosen"] = chosen
    return base
