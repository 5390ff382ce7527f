"""What several workbooks say, against what went out and against the portfolio now: differences, cell by cell.

The same whatever order the workbooks come in. A cell that only they have changed goes in; one that was
changed here as well, or on which they disagree, waits for a choice; one that is so already is no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rrsa.errors import BadInput
from rrsa.exchange.returning import lawful
from rrsa.exchange.returning.found import NewRow, Returned, RowSaid
from rrsa.exchange.returning.layout import REFERENCES
from rrsa.exchange.returning.preview import Difference, Refusal, Side, Standing
from rrsa.exchange.returning.saying import Saying
from rrsa.framework.model import Framework
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell, Guard, same
from rrsa.portfolio.edits import present
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Value
from rrsa.vocabulary import Answer

GROUPS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "look": (("answer", "why"),),
    "action": (lawful.STATUS,),
    "measure": (("baseline", "baseline_n"), ("target", "target_n")),
    "reading": (("count", "n"),),
}
"""Fields that hold only together; the first names the difference where more than one has changed."""

_BOUND = frozenset({("action", "outcome"), ("measure", "outcome"), ("evidence", "for")})
"""What speaks of the framework's text, besides outcomes and look-fors themselves."""


@dataclass(slots=True)
class Found:
    """What comparing comes to."""

    differences: list[Difference] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Now:
    """What everything is compared with."""

    framework: Framework
    portfolio: Portfolio
    today: date
    erased: Collection[tuple[str, str, str]]
    ever: Callable[[Mapping[tuple[str, str], Collection[str]]], set[tuple[str, str]]]
    """As :meth:`Store.ever_named`: which records ever had some texts in a field."""


@dataclass(slots=True)
class Wanted:
    """What one workbook wants of one thing."""

    returned: Returned
    values: dict[Cell, Value]
    words: str
    place: str


def merged(wanted: Iterable[Wanted]) -> tuple[Side, ...]:
    """What workbooks want, those that want the same as one side; in an order of its own."""
    groups: dict[tuple[tuple[Cell, str, Value], ...], list[Wanted]] = {}
    for each in wanted:
        key = tuple(sorted((cell, type(value).__name__, value) for cell, value in each.values.items()))
        groups.setdefault(key, []).append(each)
    sides = []
    for own in groups.values():
        own.sort(key=lambda each: (each.returned.name, each.place))
        names = list(dict.fromkeys(each.returned.name for each in own))
        who = ", ".join(dict.fromkeys(sorted(each.returned.who for each in own)))
        sides.append(Side(own[0].values, own[0].words, who, names[0], own[0].place, tuple(names[1:])))
    return tuple(sorted(sides, key=lambda side: (side.workbook, side.place, side.words)))


class Comparing:
    """Compares workbooks of one setting."""

    def __init__(self, now: Now, workbooks: Sequence[Returned]) -> None:
        self.now = now
        self.workbooks = workbooks
        self.news: dict[str, list[tuple[Returned, NewRow]]] = {}
        for returned in workbooks:
            for made, new in returned.news.items():
                self.news.setdefault(made, []).append((returned, new))
        rows = [(new.kind, made, new.values) for made, own in self.news.items() for _r, new in own[:1]]
        self.saying = Saying(now.framework, now.portfolio, rows)
        self.found = Found()
        self.targets = tuple(
            target
            for outcome in now.framework.outcomes.values()
            for target in (outcome.id, *(indicator.id for indicator in outcome.indicators))
        )

    def rows(self) -> None:
        """Every row of a record that went out or is known."""
        by_record: dict[tuple[str, str], list[tuple[Returned, RowSaid]]] = {}
        for returned in self.workbooks:
            for key, said in returned.rows.items():
                by_record.setdefault(key, []).append((returned, said))
        for kind, record in sorted(by_record):
            own = by_record[kind, record]
            if (kind, record, "") in self.now.erased:
                for returned, said in own:
                    self._refuse(returned, next(iter(said.places.values())), erased_words())
            elif kind in REMOVABLE and record not in self.now.portfolio.of_kind(kind):
                self._removed_here(kind, record, own)
            else:
                self._record(kind, record, own)

    def _refuse(self, returned: Returned, place: str, why: str) -> None:
        self.found.refused.append(Refusal(place, why, returned.name))

    # -- one record --------------------------------------------------------------------------------

    def _record(self, kind: str, record: str, own: list[tuple[Returned, RowSaid]]) -> None:
        lawful_ones = [
            (returned, said) for returned, said in own if self._is_lawful(kind, record, returned, said)
        ]
        said_of = {name for _returned, said in lawful_ones for name in said.values}
        done: set[str] = set()
        for group in GROUPS.get(kind, ()):
            members = [name for name in group if name in said_of]
            if members and self._binds(kind, record, group, lawful_ones):
                self._group(kind, record, group, lawful_ones)
                done.update(group)
        for name in sorted(said_of - done):
            self._single(kind, record, name, lawful_ones)
        if any(said.links is not None for _returned, said in lawful_ones):
            from rrsa.exchange.returning.comparing_links import compare_links

            compare_links(self, record, [(r, s) for r, s in lawful_ones if s.links is not None])

    def _is_lawful(self, kind: str, record: str, returned: Returned, said: RowSaid) -> bool:
        """Takes out of a row what may not be recorded so, and says why; whether anything is left."""
        for name in [n for n in said.values if (kind, record, n) in self.now.erased]:
            self._refuse(returned, said.places[name], erased_words())
            del said.values[name]
        for group in GROUPS.get(kind, ()):
            named = [name for name in group if name in said.values]
            if not named:
                continue
            try:
                self._check(kind, record, group, said)
            except BadInput as problem:
                self._refuse(returned, said.places[named[0]], str(problem))
                for name in named:
                    del said.values[name]
        if kind == "measure" and "counts" in said.values:
            try:
                lawful.check_measure({**self._stands(kind, record, said), **said.values})
            except BadInput as problem:
                self._refuse(returned, said.places["counts"], str(problem))
                del said.values["counts"]
        return said.says_something

    def _stands(self, kind: str, record: str, said: RowSaid) -> dict[str, Value]:
        """All fields of a record as this row's writer saw them; what did not go out, as it is."""
        now = self._mine(kind, record)
        if said.base is None:
            return now
        return {name: value if name in said.unknown else said.base.get(name) for name, value in now.items()}

    def _mine(self, kind: str, record: str) -> dict[str, Value]:
        from rrsa.portfolio.records import SPECS

        held = self.now.portfolio.of_kind(kind).get(record)
        return {name: None if held is None else getattr(held, name) for name in SPECS[kind]}

    def _check(self, kind: str, record: str, group: tuple[str, ...], said: RowSaid) -> None:
        stands = self._stands(kind, record, said)
        whole = {**stands, **said.values}
        if kind == "action":
            own = {name: said.values[name] for name in group if name in said.values}
            for name, value in lawful.settled_status(own, stands, self.now.today).items():
                if name in said.values or not same(value, stands.get(name)):
                    said.values[name] = value
                    said.places.setdefault(name, said.places[next(iter(own))])
        elif kind == "look":
            lawful.check_look(self.now.framework, record, whole["answer"], whole["why"])
        elif kind == "measure":
            lawful.check_measure({**whole, **{n: None for g in GROUPS[kind] for n in g if n not in group}})
        elif kind == "reading":
            measure = self.now.portfolio.measures.get(str(whole["measure"]))
            counts = measure.counts if measure else self.new_counts(str(whole["measure"]))
            lawful.check_reading(whole, counts)

    def new_counts(self, measure: str) -> Value:
        own = self.news.get(measure)
        return own[0][1].values.get("counts") if own else None

    def _binds(
        self, kind: str, record: str, group: tuple[str, ...], own: list[tuple[Returned, RowSaid]]
    ) -> bool:
        """Whether the fields of a group have to be chosen together: where more than one has moved."""
        mine = self._mine(kind, record)
        moved = {name for _returned, said in own for name in group if name in said.values}
        for _returned, said in own:
            stands = self._stands(kind, record, said)
            moved |= {name for name in group if not same(mine[name], stands[name])}
            if kind == "look":
                answers = (mine["answer"], stands["answer"], said.values.get("answer"))
                if Answer.NOT_APPLICABLE.value in answers:
                    return True
        return kind != "look" and len(moved) > 1

    # -- what is compared --------------------------------------------------------------------------

    def _single(self, kind: str, record: str, name: str, own: list[tuple[Returned, RowSaid]]) -> None:
        self._compare(kind, record, (name,), [(r, s) for r, s in own if name in s.values])

    def _group(
        self, kind: str, record: str, group: tuple[str, ...], own: list[tuple[Returned, RowSaid]]
    ) -> None:
        said = [(r, s) for r, s in own if any(name in s.values for name in group)]
        self._compare(kind, record, group, said)

    def _compare(
        self, kind: str, record: str, names: tuple[str, ...], own: list[tuple[Returned, RowSaid]]
    ) -> None:
        lead = names[0]
        mine = self._mine(kind, record)
        wanted, bases = [], []
        clean = known = bound = True
        for returned, said in own:
            stands = self._stands(kind, record, said)
            wants = {name: said.values.get(name, stands[name]) for name in names}
            if all(same(wants[name], mine[name]) for name in names):
                continue
            if said.base is None or not said.unknown.isdisjoint(names):
                known = False
            else:
                bases.append((returned.name, self._words(kind, lead, names, stands)))
                clean = clean and all(same(stands[name], mine[name]) for name in names)
            bound = bound and (returned.is_bound or not self._speaks_of_text(kind, lead))
            values = {Cell(kind, record, name): value for name, value in wants.items()}
            place = next(said.places[name] for name in names if name in said.values)
            wanted.append(Wanted(returned, values, self._words(kind, lead, names, wants), place))
        if not wanted:
            return
        sides = merged(wanted)
        guards: tuple[Guard, ...] = (present(kind, record),) if kind in REMOVABLE else ()
        guards += self._relies_on(names, sides)
        if len(names) == 1:
            for group in GROUPS.get(kind, ()):
                if lead in group:  # it was weighed against the rest of them
                    guards += tuple(Guard(Cell(kind, record, n), mine[n]) for n in group if n != lead)
        self.found.differences.append(
            Difference(
                key=f"{kind}/{record}/{lead}",
                about=self.saying.about(kind, record, lead),
                base=min(bases)[1] if bases and known else None,
                mine=self._words(kind, lead, names, mine),
                theirs=sides,
                standing=standing(clean=clean, known=known, bound=bound, sides=len(sides)),
                now={Cell(kind, record, name): mine[name] for name in names},
                guards=guards,
                follows=self._follows(names, sides),
            )
        )

    def _words(self, kind: str, lead: str, names: tuple[str, ...], values: Mapping[str, Value]) -> str:
        if len(names) == 1:
            return self.saying.value(kind, lead, values.get(lead))
        return self.saying.together(kind, lead, values)

    @staticmethod
    def _speaks_of_text(kind: str, name: str) -> bool:
        return kind in ("outcome", "look") or (kind, name) in _BOUND

    def _relies_on(self, names: Iterable[str], sides: Iterable[Side]) -> tuple[Guard, ...]:
        """Holds on to the records that a side names, unless they come in with it."""
        named = {
            (REFERENCES[name], str(value))
            for side in sides
            for cell, value in side.values.items()
            if (name := cell.field) in names and name in REFERENCES and value is not None
        }
        return tuple(
            present(kind, record)
            for kind, record in sorted(named)
            if record in self.now.portfolio.of_kind(kind)
        )

    def _follows(self, names: Iterable[str], sides: Sequence[Side]) -> tuple[str, ...]:
        """The new rows that a side names."""
        from rrsa.exchange.returning.comparing_new import head_key

        named = {
            (REFERENCES[cell.field], str(value))
            for side in sides
            for cell, value in side.values.items()
            if cell.field in names and cell.field in REFERENCES and str(value) in self.news
        }
        return tuple(
            head_key(kind, record)
            for kind, record in sorted(named)
            if record not in self.now.portfolio.of_kind(kind)
        )

    def _removed_here(self, kind: str, record: str, own: list[tuple[Returned, RowSaid]]) -> None:
        from rrsa.exchange.returning.comparing_new import restored

        restored(self, kind, record, own)


REMOVABLE = frozenset({"evidence", "action", "measure", "reading"})
"""Kinds whose records come and go."""


def standing(*, clean: bool, known: bool, bound: bool, sides: int) -> Standing:
    """What is to be done: ``clean`` where nobody has changed it here, ``known`` where it is known what went
    out, ``bound`` where the same was asked."""
    if not clean or sides > 1:
        return Standing.CONFLICT
    return Standing.CHANGE if known and bound else Standing.QUESTION


def erased_words() -> str:
    """Why something stays away."""
    return _("this was erased for good and does not come back — write it anew if it is needed")
