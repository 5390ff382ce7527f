"""Rows that are new, rows that were removed here since they went out, and rows that did not come back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.exchange.returning import lawful
from rrsa.exchange.returning.comparing import REMOVABLE, Wanted, erased_words, merged
from rrsa.exchange.returning.comparing_links import link_cells
from rrsa.exchange.returning.found import NewRow, Returned, RowSaid
from rrsa.exchange.returning.layout import REFERENCES, SHEETS
from rrsa.exchange.returning.preview import Difference, Refusal, Side, Standing
from rrsa.i18n import _, ngettext
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Cell, Guard
from rrsa.portfolio.edits import present
from rrsa.portfolio.records import SPECS, Record, Value

if TYPE_CHECKING:
    from rrsa.exchange.returning.comparing import Comparing

_HEADS = {layout.kind: layout.named_by for layout in SHEETS.values() if layout.letter}
_ALIKE = {
    "evidence": ("title", "date"),
    "action": ("what", "outcome"),
    "measure": ("title", "outcome"),
    "reading": ("measure", "date"),
}
"""Kind → what two records have in common that are likely to be one."""


def head_key(kind: str, record: str) -> str:
    """The key of the difference that makes a new row."""
    return f"{kind}/{record}/{_HEADS[kind]}"


# -- new rows ------------------------------------------------------------------------------------------


def compare_new(comparing: Comparing) -> None:
    """Adds every new row, field by field; all of them go in with the first."""
    now, found = comparing.now, comparing.found
    there = {(new.kind, made) for made, own in comparing.news.items() for _r, new in own}
    before = [(kind, made) for kind, made in there if made in now.portfolio.of_kind(kind)]
    if before:
        n = len(before)
        found.notes.append(
            ngettext(
                "{n} new row had been brought in before.", "{n} new rows had been brought in before.", n
            ).format(n=n)
        )
    fresh = {made: own for made, own in comparing.news.items() if (own[0][1].kind, made) not in before}
    gone = _ever(comparing, fresh)
    alike = _alike(comparing, fresh)
    linked_nowhere = 0
    for made in sorted(fresh, key=lambda made: (_order(fresh[made][0][1].kind), made)):
        own = fresh[made]
        kind = own[0][1].kind
        if (kind, made, "") in now.erased:
            found.refused += [Refusal(new.place, erased_words(), r.name) for r, new in own]
            continue
        values = _lawful_values(comparing, own)
        if values is None:
            continue
        asked = (kind, made) in gone or made in alike
        linked_nowhere += kind == "evidence" and not own[0][1].links
        found.differences += _new_row(comparing, made, own, values, asked=asked, alike=alike.get(made, ""))
    if linked_nowhere:
        found.notes.append(
            ngettext(
                "{n} new piece is for no outcome yet.",
                "{n} new pieces are for no outcome yet.",
                linked_nowhere,
            ).format(n=linked_nowhere)
        )


def _order(kind: str) -> int:
    return ("evidence", "measure", "action", "reading").index(kind)


def _ever(
    comparing: Comparing, fresh: Mapping[str, list[tuple[Returned, NewRow]]]
) -> Collection[tuple[str, str]]:
    """New rows that had been brought in before and were removed since."""
    texts: dict[tuple[str, str], set[str]] = {}
    for own in fresh.values():
        new = own[0][1]
        named = _HEADS[new.kind]
        texts.setdefault((new.kind, named), set()).add(str(new.values.get(named)))
    return comparing.now.ever(texts) if texts else ()


def _alike(comparing: Comparing, fresh: Mapping[str, list[tuple[Returned, NewRow]]]) -> dict[str, str]:
    """New rows that are likely to be there already, each with the record or row that it looks like."""
    known: dict[tuple[Value, ...], str] = {}
    for kind in REMOVABLE:
        for record in comparing.now.portfolio.of_kind(kind).values():
            known.setdefault(_likeness(kind, {n: getattr(record, n) for n in _ALIKE[kind]}), record.id)
    found: dict[str, str] = {}
    for made in sorted(fresh):
        new = fresh[made][0][1]
        likeness = _likeness(new.kind, new.values)
        other = known.setdefault(likeness, made)
        if other != made:
            found[made] = other
    return found


def _likeness(kind: str, values: Mapping[str, Value]) -> tuple[Value, ...]:
    return (kind, *(" ".join(str(values.get(name) or "").casefold().split()) for name in _ALIKE[kind]))


def _lawful_values(comparing: Comparing, own: list[tuple[Returned, NewRow]]) -> dict[str, Value] | None:
    """A new row's values with what follows from them; nothing where they may not be recorded so."""
    new = own[0][1]
    values = dict(new.values)
    at = _HEADS[new.kind]
    try:
        if new.kind == "action":
            at = "status"
            values |= lawful.settled_status(
                {name: values[name] for name in lawful.STATUS if name in values}, {}, comparing.now.today
            )
        elif new.kind == "measure":
            at = "baseline"
            lawful.check_measure(values)
        elif new.kind == "reading":
            at = "count"
            measure = comparing.now.portfolio.measures.get(str(values["measure"]))
            counts = measure.counts if measure else comparing.new_counts(str(values["measure"]))
            lawful.check_reading(values, counts)
    except BadInput as problem:
        for returned, each in own:
            comparing.found.refused.append(
                Refusal(each.places.get(at, each.place), str(problem), returned.name)
            )
        return None
    return values


def _new_row(
    comparing: Comparing,
    made: str,
    own: list[tuple[Returned, NewRow]],
    values: Mapping[str, Value],
    *,
    asked: bool,
    alike: str,
) -> Iterator[Difference]:
    new = own[0][1]
    kind, head = new.kind, head_key(new.kind, made)
    saying = comparing.saying

    def difference(
        name: str, cells: Mapping[Cell, Value], words: str, follows: tuple[str, ...] = ()
    ) -> Difference:
        wanted = [
            Wanted(returned, dict(cells), words, each.places.get(name, each.place)) for returned, each in own
        ]
        return Difference(
            key=f"{kind}/{made}/{name}",
            about=saying.about(kind, made, name),
            base="",
            mine="",
            theirs=merged(wanted),
            standing=Standing.CHANGE,
            is_new=True,
            guards=_relies_on(comparing, name, cells),
            follows=(*follows, *_comes_with(comparing, name, cells)),
        )

    named = _HEADS[kind]
    first = difference(
        named,
        {Cell(kind, made, "present"): True, Cell(kind, made, named): values[named]},
        saying.value(kind, named, values[named]),
    )
    if asked:
        mine = saying.record(kind, alike) if alike else ""
        first = replace(first, standing=Standing.QUESTION, mine=mine)
    yield first
    for name in SPECS[kind]:
        value = values.get(name)
        if name == named or value is None:
            continue
        cells: dict[Cell, Value] = {Cell(kind, made, name): value}
        yield difference(name, cells, saying.value(kind, name, value), (head,))
    if new.links:
        cells = {
            cell: value
            for target, shown in new.links.items()
            for cell, value in link_cells(made, target, shown).items()
            if value is not None
        }
        yield difference("for", cells, saying.links(new.links), (head,))


def _relies_on(comparing: Comparing, name: str, cells: Mapping[Cell, Value]) -> tuple[Guard, ...]:
    """Holds on to a record that is there and that a new row names."""
    kind = REFERENCES.get(name, "")
    there = comparing.now.portfolio.of_kind(kind)
    return tuple(
        present(kind, str(value)) for cell, value in cells.items() if cell.field == name and value in there
    )


def _comes_with(comparing: Comparing, name: str, cells: Mapping[Cell, Value]) -> Iterator[str]:
    """The new row that a new row names."""
    if name in REFERENCES:
        for cell, value in cells.items():
            known = comparing.now.portfolio.of_kind(REFERENCES[name])
            if cell.field == name and value in comparing.news and value not in known:
                yield head_key(REFERENCES[name], str(value))


# -- removed here --------------------------------------------------------------------------------------


def restored(comparing: Comparing, kind: str, record: str, own: list[tuple[Returned, RowSaid]]) -> None:
    """A row that somebody went on with while it was removed here: it stays away, or comes back with all that
    the workbook holds of it."""
    portfolio, saying = comparing.now.portfolio, comparing.saying
    wanted = []
    names = []
    known = True
    for returned, said in own:
        before = dict(said.base or {})
        values = {n: v for n, v in {**before, **said.values}.items() if n in SPECS[kind] and v is not None}
        cells: dict[Cell, Value] = {Cell(kind, record, "present"): True}
        cells |= {Cell(kind, record, name): value for name, value in values.items() if name != "present"}
        links = said.base_links if said.links is None else said.links
        for target, shown in links.items():
            if target in comparing.now.framework.outcome_of:
                made = link_cells(record, target, shown)
                cells |= {cell: value for cell, value in made.items() if value is not None}
        words = [
            _("{about}: {after}").format(about=_head(kind, name), after=saying.value(kind, name, value))
            for name, value in said.values.items()
        ]
        if said.links is not None:
            words.append(
                _("{about}: {after}").format(about=_("What it is for"), after=saying.links(said.links))
            )
        wanted.append(Wanted(returned, cells, "; ".join(words), next(iter(said.places.values()))))
        named = values.get(_HEADS[kind])
        names.append(saying.value(kind, _HEADS[kind], named) if named else record)
        known = known and said.base is not None
    sides = merged(wanted)
    comparing.found.differences.append(
        Difference(
            key=f"{kind}/{record}/present",
            about=(_("{name} · removed here since") if known else _("{name} · not here")).format(
                name=min(names)
            ),
            base=min(names) if known else None,
            mine="",
            theirs=sides,
            standing=Standing.CONFLICT,
            now={cell: portfolio.value(cell) for side in sides for cell in side.values},
        )
    )


def _head(kind: str, name: str) -> str:
    from rrsa.guide.record_words import HEADS
    from rrsa.portfolio.checks import field_label

    said = HEADS.get(kind, {}).get(name)
    return said() if said else field_label(name)


# -- missing -------------------------------------------------------------------------------------------


def compare_missing(comparing: Comparing) -> None:
    """Adds every row that went out and did not come back, while it is there still."""
    portfolio, saying = comparing.now.portfolio, comparing.saying
    lost: dict[tuple[str, str], list[Returned]] = {}
    for returned in comparing.workbooks:
        for key in returned.missing:
            lost.setdefault(key, []).append(returned)
    because: dict[tuple[str, str], list[Cell]] = {}
    for action in portfolio.actions.values() if lost else ():
        for name, of in (("because", "evidence"), ("measure", "measure")):
            if value := getattr(action, name):
                because.setdefault((of, value), []).append(Cell("action", action.id, name))
    for kind, record in sorted(lost):
        held = portfolio.of_kind(kind).get(record)
        if held is None:
            continue
        values, guards = _removal(comparing, held, because.get((kind, record), ()))
        own = sorted(lost[kind, record], key=lambda returned: returned.name)
        names = [returned.name for returned in own]
        who = ", ".join(dict.fromkeys(sorted(returned.who for returned in own)))
        sheet = next(layout.name() for layout in SHEETS.values() if layout.kind == kind)
        name = saying.record(kind, record)
        comparing.found.differences.append(
            Difference(
                key=f"missing/{kind}/{record}",
                about=_("{name} · not in the workbook").format(name=name),
                base=name,
                mine=name,
                theirs=(Side(values, "", who, names[0], sheet, tuple(names[1:])),),
                standing=Standing.MISSING,
                now={cell: portfolio.value(cell) for cell in values},
                guards=guards,
            )
        )


def _removal(
    comparing: Comparing, held: Record, mentions: Collection[Cell]
) -> tuple[dict[Cell, Value], tuple[Guard, ...]]:
    portfolio = comparing.now.portfolio
    gone: list[Record] = [held]
    gone += portfolio.links_by_evidence.get(held.id, ()) if held.KIND == "evidence" else ()
    gone += portfolio.readings_by_measure.get(held.id, ()) if held.KIND == "measure" else ()
    values: dict[Cell, Value] = {}
    guards: tuple[Guard, ...] = ()
    for record in gone:
        changes, own = edits.remove(record)
        values |= {change.cell: None for change in changes}
        guards += own
    values |= dict.fromkeys(mentions)
    return values, guards
