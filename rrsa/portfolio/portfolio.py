"""The portfolio: everything one setting has recorded, immutable, with cheap copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar, cast

from rrsa.portfolio.changes import Cell, Change, Changeset, ConflictError, compare
from rrsa.portfolio.desk import Listed, Moderated, Moderation, Reference, Target
from rrsa.portfolio.records import (
    KINDS,
    SETTING_ID,
    SPECS,
    Action,
    AgreedView,
    ChecklistRecord,
    Evidence,
    Link,
    LookRecord,
    Measure,
    MilestoneRecord,
    OutcomeRecord,
    Parked,
    Reading,
    Record,
    Review,
    ReviewView,
    SettingRecord,
    Value,
)
from rrsa.portfolio.voices import Form, Round, Tally

R = TypeVar("R")
_EMPTY: Mapping[str, Record] = MappingProxyType({})


@dataclass(frozen=True)
class Portfolio:
    """All records by kind and id. Applying changes gives a new portfolio; untouched parts are shared."""

    records: Mapping[str, Mapping[str, Record]] = field(default_factory=dict)

    # -- reading -----------------------------------------------------------------------------------

    def of_kind(self, kind: str) -> Mapping[str, Record]:
        """Every record of a kind, by id."""
        return self.records.get(kind, _EMPTY)

    def value(self, cell: Cell) -> Value:
        """What a cell holds; ``None`` where there is no such record."""
        record = self.of_kind(cell.kind).get(cell.record)
        return None if record is None else cast(Value, getattr(record, cell.field))

    @property
    def setting(self) -> SettingRecord:
        record = self.of_kind("setting").get(SETTING_ID)
        return record if isinstance(record, SettingRecord) else SettingRecord(SETTING_ID)

    def outcome(self, outcome: str) -> OutcomeRecord:
        """What we say of an outcome; an empty record where nothing is said yet."""
        return self.outcomes.get(outcome) or OutcomeRecord(outcome)

    def look(self, indicator: str) -> LookRecord:
        """What we say of a look-for; an empty record where nothing is said yet."""
        return self.looks.get(indicator) or LookRecord(indicator)

    @property
    def outcomes(self) -> Mapping[str, OutcomeRecord]:
        return cast(Mapping[str, OutcomeRecord], self.of_kind("outcome"))

    @property
    def looks(self) -> Mapping[str, LookRecord]:
        return cast(Mapping[str, LookRecord], self.of_kind("look"))

    @property
    def evidence(self) -> Mapping[str, Evidence]:
        return cast(Mapping[str, Evidence], self.of_kind("evidence"))

    @property
    def links(self) -> Mapping[str, Link]:
        return cast(Mapping[str, Link], self.of_kind("link"))

    @property
    def actions(self) -> Mapping[str, Action]:
        return cast(Mapping[str, Action], self.of_kind("action"))

    @property
    def milestones(self) -> Mapping[str, MilestoneRecord]:
        return cast(Mapping[str, MilestoneRecord], self.of_kind("milestone"))

    @property
    def measures(self) -> Mapping[str, Measure]:
        return cast(Mapping[str, Measure], self.of_kind("measure"))

    @property
    def readings(self) -> Mapping[str, Reading]:
        return cast(Mapping[str, Reading], self.of_kind("reading"))

    @property
    def checklist(self) -> Mapping[str, ChecklistRecord]:
        return cast(Mapping[str, ChecklistRecord], self.of_kind("checklist"))

    @property
    def rounds(self) -> Mapping[str, Round]:
        return cast(Mapping[str, Round], self.of_kind("round"))

    @property
    def tallies(self) -> Mapping[str, Tally]:
        return cast(Mapping[str, Tally], self.of_kind("tally"))

    @property
    def forms(self) -> Mapping[str, Form]:
        return cast(Mapping[str, Form], self.of_kind("form"))

    @property
    def reviews(self) -> Mapping[str, Review]:
        return cast(Mapping[str, Review], self.of_kind("review"))

    @property
    def review_views(self) -> Mapping[str, ReviewView]:
        return cast(Mapping[str, ReviewView], self.of_kind("review_view"))

    @property
    def agreed(self) -> Mapping[str, AgreedView]:
        return cast(Mapping[str, AgreedView], self.of_kind("agreed"))

    @property
    def parked(self) -> Mapping[str, Parked]:
        return cast(Mapping[str, Parked], self.of_kind("parked"))

    @cached_property
    def links_by_target(self) -> Mapping[str, tuple[Link, ...]]:
        """Outcome or indicator → its links, in a stable order."""
        found: dict[str, list[Link]] = {}
        for link in self.links.values():
            found.setdefault(link.target or "", []).append(link)
        return {target: tuple(sorted(links, key=lambda x: x.id)) for target, links in found.items()}

    @cached_property
    def links_by_evidence(self) -> Mapping[str, tuple[Link, ...]]:
        """Evidence → its links, in a stable order."""
        found: dict[str, list[Link]] = {}
        for link in self.links.values():
            found.setdefault(link.evidence or "", []).append(link)
        return {item: tuple(sorted(links, key=lambda x: x.id)) for item, links in found.items()}

    @cached_property
    def actions_by_outcome(self) -> Mapping[str, tuple[Action, ...]]:
        """Outcome → its actions, soonest first, those without a date last."""
        found: dict[str, list[Action]] = {}
        for action in self.actions.values():
            found.setdefault(action.outcome or "", []).append(action)
        return {o: tuple(sorted(a, key=lambda x: (x.due or "9999", x.id))) for o, a in found.items()}

    @cached_property
    def readings_by_measure(self) -> Mapping[str, tuple[Reading, ...]]:
        """Measure → its readings, earliest first."""
        found: dict[str, list[Reading]] = {}
        for reading in self.readings.values():
            found.setdefault(reading.measure or "", []).append(reading)
        return {m: tuple(sorted(r, key=lambda x: (x.date or "", x.id))) for m, r in found.items()}

    @cached_property
    def measures_by_outcome(self) -> Mapping[str, tuple[Measure, ...]]:
        """Outcome → its measures, in a stable order."""
        found: dict[str, list[Measure]] = {}
        for measure in self.measures.values():
            found.setdefault(measure.outcome or "", []).append(measure)
        return {o: tuple(sorted(m, key=lambda x: x.id)) for o, m in found.items()}

    @cached_property
    def tallies_by_round(self) -> Mapping[str, tuple[Tally, ...]]:
        """Round → its tallies, by question and answer."""
        found: dict[str, list[Tally]] = {}
        for tally in self.tallies.values():
            found.setdefault(tally.round or "", []).append(tally)
        return {
            r: tuple(sorted(t, key=lambda x: (x.place or 0, x.rank or 0, x.id))) for r, t in found.items()
        }

    def cells(self) -> Iterator[tuple[Cell, Value]]:
        """Every cell that holds something, in a stable order."""
        for kind in KINDS:
            records = self.of_kind(kind)
            for record_id in sorted(records):
                record = records[record_id]
                for name in SPECS[kind]:
                    value = getattr(record, name)
                    if value is not None:
                        yield Cell(kind, record_id, name), value

    # -- a coordinator's desk ----------------------------------------------------------------------

    @property
    def listed(self) -> Mapping[str, Listed]:
        return cast(Mapping[str, Listed], self.of_kind("listed"))

    @property
    def targets(self) -> Mapping[str, Target]:
        return cast(Mapping[str, Target], self.of_kind("target"))

    @property
    def references(self) -> Mapping[str, Reference]:
        return cast(Mapping[str, Reference], self.of_kind("reference"))

    @property
    def moderations(self) -> Mapping[str, Moderation]:
        return cast(Mapping[str, Moderation], self.of_kind("moderation"))

    @property
    def moderated(self) -> Mapping[str, Moderated]:
        return cast(Mapping[str, Moderated], self.of_kind("moderated"))

    # -- changing ----------------------------------------------------------------------------------

    def with_changes(self, changes: Iterable[Change]) -> Portfolio:
        """The portfolio after ``changes``, without comparing (the caller has compared)."""
        copies: dict[str, dict[str, Record]] = {}
        grouped: dict[tuple[str, str], dict[str, Value]] = {}
        for change in changes:
            grouped.setdefault((change.cell.kind, change.cell.record), {})[change.cell.field] = change.after
        for (kind, record_id), values in grouped.items():
            copy = copies.get(kind)
            if copy is None:
                copy = copies[kind] = dict(self.of_kind(kind))
            record = copy.get(record_id) or KINDS[kind](record_id)
            record = replace(record, **values)  # type: ignore[arg-type]
            if is_empty(record):
                copy.pop(record_id, None)
            else:
                copy[record_id] = record
        if not copies:
            return self
        # A kind with no record left is as if it had never been: equal portfolios hold equal cells.
        records = {kind: each for kind, each in {**self.records, **copies}.items() if each}
        changed = replace(self, records=records)
        # What a change did not touch keeps its index: one view must not re-sort 5,000 links.
        kept = {
            "link": ("links_by_target", "links_by_evidence"),
            "action": ("actions_by_outcome",),
            "measure": ("measures_by_outcome",),
            "reading": ("readings_by_measure",),
            "tally": ("tallies_by_round",),
        }
        for kind, names in kept.items():
            if kind not in copies:
                for name in names:
                    if name in self.__dict__:
                        changed.__dict__[name] = self.__dict__[name]
        return changed

    def apply(self, changeset: Changeset) -> Portfolio:
        """The portfolio after ``changeset``; raises :class:`ConflictError` and changes nothing otherwise."""
        todo, conflicts = compare(self.value, changeset)
        if conflicts:
            raise ConflictError(conflicts)
        return self.with_changes(todo)

    @classmethod
    def from_records(cls, records: Iterable[Record]) -> Portfolio:
        """A portfolio that holds ``records``."""
        by_kind: dict[str, dict[str, Record]] = {}
        for record in records:
            by_kind.setdefault(record.KIND, {})[record.id] = record
        return cls(by_kind)


def is_empty(record: Record) -> bool:
    """Whether every field is absent, so that the record itself is."""
    return all(getattr(record, f.name) is None for f in fields(record) if f.name != "id")


def record_cells(record: Record) -> Iterator[tuple[Cell, Value]]:
    """The cells of one record that hold something."""
    for name in SPECS[record.KIND]:
        value = getattr(record, name)
        if value is not None:
            yield Cell(record.KIND, record.id, name), value
