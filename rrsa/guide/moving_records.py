"""How each kind of record moves from one framework to another. Pure; ``moving.py`` tells it in words.

A record follows its outcome, look-for or milestone where the crosswalk says that this still asks the same.
Else each thing that was said becomes a parked record beside the new outcome, or without one where there is
none. Evidence itself, measures' readings, rounds and reviews stay as they are: they are about what happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from rrsa.guide.record_words import HEADS, Names
from rrsa.portfolio.changes import Cell, Change, same
from rrsa.portfolio.ids import PARKED_LETTER, derived_id
from rrsa.portfolio.parking import Content, packed, unpacked
from rrsa.portfolio.portfolio import record_cells
from rrsa.portfolio.records import (
    LINE,
    SETTING_ID,
    SPECS,
    TEXT,
    Parked,
    Record,
    Value,
    link_id,
)
from rrsa.portfolio.voices import Tally

if TYPE_CHECKING:
    from rrsa.framework.crosswalk_model import Crosswalk
    from rrsa.framework.model import Framework
    from rrsa.portfolio.portfolio import Portfolio

_TOGETHER: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "outcome": (("view", "line"), ("achieved",), ("difference",), ("strengths",), ("improve",)),
    "agreed": (("view", "date"), ("reason",)),
    "review_view": (("words", "said_yes", "rather_not"), ("note",)),
}
"""Kind → what is parked together: one settles a grade with its line, each long text by itself, and a child's
words with the yes that belongs to them. All other fields of a record lie together."""


def _parts(kind: str) -> tuple[tuple[str, ...], ...]:
    """Every field of a kind, in the parts in which it is parked."""
    together = _TOGETHER.get(kind, ())
    named = {name for part in together for name in part}
    return (*together, tuple(name for name in SPECS[kind] if name not in named))


def _beneath(review: str) -> Callable[[str], str]:
    """A review's view of an outcome is found below the review."""
    return lambda outcome: f"{review}:{outcome}"


class Mover:
    """Collects what becomes of a portfolio's records. One use."""

    def __init__(
        self,
        old: Framework,
        new: Framework,
        crosswalk: Crosswalk,
        portfolio: Portfolio,
        taken: Collection[str] | None = None,
    ) -> None:
        from rrsa.framework.crosswalk_rules import alike

        self.old, self.new, self.crosswalk, self.portfolio = old, new, crosswalk, portfolio
        self.parked: dict[str, Parked] = {}
        self._taken = portfolio.parked if taken is None else taken  # ids of what was parked before
        self.moved: Counter[tuple[str, str]] = Counter()
        """(Old id, kind) → how many records moved or stayed as they were."""
        self.beside: Counter[tuple[str, str]] = Counter()
        """(Old id, kind) → how many lie beside a new outcome."""
        self.homeless: Counter[tuple[str, str]] = Counter()
        """(Old id, kind) → how many have no home."""
        self._same = crosswalk.same_as
        self._alike = alike(old, new) and crosswalk.views == "move"
        self._names = Names(old, portfolio)
        self._cleared: dict[Cell, Value] = {}
        self._set: dict[Cell, Value] = {}

    def run(self) -> tuple[Change, ...]:
        """All changes but those of the setting's own record."""
        for kind in ("outcome", "look", "agreed"):
            for record in self.portfolio.of_kind(kind).values():
                self._follow(record, record.id, lambda new: new)
        for view in self.portfolio.review_views.values():
            self._follow(view, view.outcome or "", _beneath(view.review or ""))
        self._links()
        for kind, table in (
            ("milestone", self.crosswalk.milestones),
            ("checklist", self.crosswalk.checklist),
        ):
            for record in self.portfolio.of_kind(kind).values():
                self._by_table(record, table.get(record.id))
        for kind in ("action", "measure"):
            for record in self.portfolio.of_kind(kind).values():
                self._reference(record)
        self._tallies()
        self._parked_before()
        after = {**self._cleared, **self._set}
        for parked in self.parked.values():
            after.update(record_cells(parked))
        value = self.portfolio.value
        return tuple(
            Change(cell, before, wanted)
            for cell, wanted in after.items()
            if not same(before := value(cell), wanted)
        )

    # -- what the crosswalk says -------------------------------------------------------------------

    def grade(self, old: int | None) -> int | None:
        """The new grade for an old one; ``None`` where nothing says so."""
        if old is None:
            return None
        if self.crosswalk.scale:
            return self.crosswalk.scale.get(old)
        return old if self._alike else None

    def _near(self, old: str, links: bool = False) -> tuple[str, ...]:
        """New ids beside which something said of ``old`` may lie."""
        if old in self._same:
            return (self._same[old],)
        move = self.crosswalk.move_of.get(old)
        if move is None:
            return ()
        own = tuple(new for before, new in move.pairs if before == old) or move.to
        return (*own, *move.supports) if links else own

    def _why(self, old: str) -> str:
        move = self.crosswalk.move_of.get(old)
        return move.why if move else ""

    # -- records that go by an id of the framework -------------------------------------------------

    def _follow(self, record: Record, old: str, place: Callable[[str], str]) -> None:
        """Outcomes, look-fors, agreed views and reviews' views. ``place`` makes the new record's id."""
        target = self._same.get(old)
        values = {cell.field: value for cell, value in record_cells(record)}
        stays = {} if target is None else dict(values)
        if target is not None and "view" in values:
            self._convert(record.KIND, values, stays)
        for part in _parts(record.KIND):
            left = {name: values[name] for name in part if name in values and name not in stays}
            if left:
                self._park(record, old, left, self._near(old))
        if target is None:
            self._clear(record)
            return
        if stays:
            self.moved[old, record.KIND] += 1
        if "outcome" in stays:
            stays["outcome"] = target
        if place(target) == record.id:
            self._set.update({Cell(record.KIND, record.id, name): stays.get(name) for name in values})
            return
        self._clear(record)
        self._set.update({Cell(record.KIND, place(target), name): value for name, value in stays.items()})

    def _convert(self, kind: str, values: Mapping[str, Value], stays: dict[str, Value]) -> None:
        """The view in the new scale; without one it stays behind, and an agreed view wholly."""
        view = self.grade(cast(int, values["view"]))
        if view is not None:
            stays["view"] = view
        elif kind == "agreed":
            stays.clear()
        else:
            del stays["view"]

    def _by_table(self, record: Record, new: str | None) -> None:
        values = {cell.field: value for cell, value in record_cells(record)}
        key = f"{record.KIND}:{record.id}"
        if new is None:
            self._park(record, key, values, ())
            self._clear(record)
            return
        self.moved[key, record.KIND] += 1
        if new != record.id:
            self._clear(record)
            self._set.update({Cell(record.KIND, new, name): value for name, value in values.items()})

    def _links(self) -> None:
        for link in self.portfolio.links.values():
            old, evidence = link.target or "", link.evidence or ""
            target = self._same.get(old)
            if target is not None:
                self.moved[old, "link"] += 1
                if target == old:
                    continue
            self._clear(link)
            values = {cell.field: value for cell, value in record_cells(link)}
            if target is None:
                self._park(link, old, values, self._near(old, links=True), evidence=evidence)
                continue
            made = link_id(evidence, target)
            self._set.update(
                {Cell("link", made, name): value for name, value in {**values, "target": target}.items()}
            )

    # -- records that name an outcome --------------------------------------------------------------

    def _reference(self, record: Record) -> None:
        """Actions and measures. What somebody does or counts goes along to the first new outcome; unless
        that still asks the same, a note lies there for review."""
        old = str(getattr(record, "outcome", None) or "")
        if not old:
            return
        target = self._same.get(old)
        near = self._near(old)
        outcome = target or next((self.new.outcome_of[new] for new in near), None)
        self._set[Cell(record.KIND, record.id, "outcome")] = outcome
        if target is None:
            self._park(record, old, {"outcome": old}, near)
        else:
            self.moved[old, record.KIND] += 1

    def _tallies(self) -> None:
        """Answers to a question follow what it was about, or are about nothing until somebody says so."""
        unsure: dict[tuple[str, str], list[Tally]] = {}
        for tally in self.portfolio.tallies.values():
            if not tally.outcome:
                continue
            target = self._same.get(tally.outcome)
            self._set[Cell("tally", tally.id, "outcome")] = target
            if target is None:
                unsure.setdefault((tally.round or "", tally.outcome), []).append(tally)
            else:
                self.moved[tally.outcome, "tally"] += 1
        for (_round, old), tallies in sorted(unsure.items()):
            records = tuple(sorted(tally.id for tally in tallies))
            self._park(tallies[0], old, {"outcome": old}, self._near(old), records=records)

    def _parked_before(self) -> None:
        """What an earlier change parked lies beside the outcome that its own has become."""
        for parked in self.portfolio.parked.values():
            content = unpacked(parked)
            near = dict.fromkeys(new for old in content.to for new in self._near(old, links=True))
            outcome = None
            if parked.outcome:
                own = self._near(parked.outcome)
                outcome = next((self.new.outcome_of[new] for new in (*own, *near)), None)
            grade = self.grade(content.view)
            if parked.origin == self.new.ref and isinstance(said := content.fields.get("view"), int):
                grade = said  # back where it was said, and so on its own scale again
            again = Content(content.fields, tuple(near), content.why, grade, content.records)
            self._set[Cell("parked", parked.id, "outcome")] = outcome
            self._set[Cell("parked", parked.id, "content")] = packed(again)

    # -- parking -----------------------------------------------------------------------------------

    def _clear(self, record: Record) -> None:
        self._cleared.update((cell, None) for cell, _value in record_cells(record))

    def park_setting(self, name: str, value: str, stages: Iterable[str] = ()) -> None:
        """The stage aimed at or held, where no new one means it."""
        setting = self.portfolio.setting
        self._park(setting, f"setting:{name}", {name: value}, tuple(stages))

    def _park(
        self,
        record: Record,
        old: str,
        values: Mapping[str, Value],
        near: tuple[str, ...],
        *,
        evidence: str | None = None,
        records: tuple[str, ...] = (),
    ) -> None:
        groups: dict[str | None, list[str]] = {}
        for new in near:
            groups.setdefault(self.new.outcome_of.get(new), []).append(new)
        view = values.get("view")
        for outcome, to in (groups or {None: []}).items():
            grade = self.grade(view) if isinstance(view, int) else None
            content = packed(Content(values, tuple(to), self._why(old), grade, records))
            parked = Parked(
                self._free_id(record, content, outcome),
                present=True,
                origin=self.old.ref,
                kind=record.KIND,
                record=record.id,
                about=self._about(record, old)[:LINE],
                words="\n".join(self._words(record, values)) or None,
                content=content,
                outcome=outcome,
                evidence=evidence,
            )
            self.parked[parked.id] = parked
        (self.beside if groups else self.homeless)[old, record.KIND] += 1

    def _free_id(self, record: Record, content: str, outcome: str | None) -> str:
        """The same for the same content, and never that of something parked before."""
        n = 0
        while True:
            made = derived_id(
                PARKED_LETTER,
                self.old.ref,
                self.new.ref,
                record.KIND,
                record.id,
                content,
                outcome or "",
                str(n),
            )
            if made not in self.parked and made not in self._taken:
                return made
            n += 1

    def _about(self, record: Record, old: str) -> str:
        if old in self.old.outcomes:
            return f"{old} {self.old.outcomes[old].title}"
        if old in self.old.indicators:
            return f"{old} {self.old.indicators[old].statement}"
        return self._names.record(record.KIND, record.id)

    def _words(self, record: Record, values: Mapping[str, Value]) -> Iterator[str]:
        """What was said, by the old framework. A long text stands alone, exactly as it was written."""
        kind = record.KIND
        heads = {} if kind == "link" else HEADS.get(kind, {})
        if kind == "link":
            yield self._names.value(kind, "direction", values.get("direction"))
        elif kind in ("action", "measure"):
            yield str(getattr(record, "what", None) or getattr(record, "title", None) or "")
        elif kind == "tally":
            yield str(cast(Tally, record).question or "")
        elif long := next((name for name in values if SPECS[kind][name].limit == TEXT), None):
            yield str(values[long])
        else:
            for name, value in values.items():
                if name in heads and name != "outcome":
                    yield self._named(kind, name, value)

    def _named(self, kind: str, name: str, value: Value) -> str:
        return f"{HEADS[kind][name]()}: {self._names.value(kind, name, value)}"


def setting_changes(mover: Mover, sha256: str) -> tuple[Change, ...]:
    """The setting takes the new text; its stages follow the table."""
    setting, new, stages = mover.portfolio.setting, mover.new, mover.crosswalk.stages
    wanted: dict[str, Value] = {
        "framework": new.ref,
        "framework_sha256": sha256,
        "kind": new.for_.value,
    }
    for name in ("aim", "held"):
        stage = getattr(setting, name)
        if stage is None:
            continue
        wanted[name] = stages.get(stage)
        if wanted[name] is None:
            mover.park_setting(name, stage)
    if setting.aim is not None and wanted["aim"] is None:
        wanted["aim"] = new.stages[0].id
    return tuple(
        Change(Cell("setting", SETTING_ID, name), before, value)
        for name, value in wanted.items()
        if not same(before := getattr(setting, name), value)
    )
