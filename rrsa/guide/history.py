"""The history as people read it: what each change did, in words, and what it takes to find one.

Every change says who made it, by role. Nothing here counts what one role has done, and nothing should.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rrsa.finding import found
from rrsa.framework.model import Framework
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.checks import field_label, show_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SPECS, Value
from rrsa.vocabulary import (
    ActionStatus,
    Answer,
    Better,
    Consent,
    Counts,
    Direction,
    Directness,
    Perspective,
    SettingKind,
)

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.store import Entry

PAGE = 100
"""Changes read at a time."""

LONG = 60
"""Characters from which a text is shown before and after, instead of in a line with an arrow."""

# -- finding -------------------------------------------------------------------------------------------


class Wanted(NamedTuple):
    """Which changes are wanted: those of an outcome with all that belongs to it, of one item, of one day."""

    outcome: str | None = None
    item: str | None = None
    day: date | None = None


def page(
    evaluation: Evaluation, wanted: Wanted, *, limit: int | None = PAGE, before: int | None = None
) -> list[Entry]:
    """The changes that are wanted, newest first: at most ``limit``, older than the revision ``before``.

    Raises :class:`~rrsa.errors.NotFound` for an outcome or item that never was.
    """
    touching: set[tuple[str, str]] | None = None
    if wanted.item is not None:
        touching = _of_item(evaluation, wanted.item)
    if wanted.outcome is not None:
        whole = _of_outcome(evaluation, evaluation.outcome_id(wanted.outcome))
        touching = whole if touching is None else touching & whole
    since = until = None
    if wanted.day is not None:
        since, until = _utc(wanted.day), _utc(wanted.day + timedelta(days=1))
    return evaluation.store.history(
        evaluation.setting_id, limit=limit, before=before, touching=touching, since=since, until=until
    )


def _utc(day: date) -> str:
    """When a day began here, in UTC, as the journal's moments begin."""
    began = datetime.combine(day, time()).astimezone()
    return began.astimezone(UTC).replace(tzinfo=None).isoformat()


def _of_outcome(evaluation: Evaluation, outcome: str) -> set[tuple[str, str]]:
    """An outcome and all that ever belonged to it, from look-fors and evidence to measures."""
    looks = [indicator.id for indicator in evaluation.framework.outcomes[outcome].indicators]
    store, setting = evaluation.store, evaluation.setting_id
    own = {
        ("link", "target"): [outcome, *looks],
        ("action", "outcome"): [outcome],
        ("measure", "outcome"): [outcome],
    }
    records = store.ever_named(setting, own)
    measures = [record for kind, record in records if kind == "measure"]
    records |= store.ever_named(setting, {("reading", "measure"): measures})
    records |= {("evidence", link.partition(":")[0]) for kind, link in records if kind == "link"}
    return records | {("outcome", outcome)} | {("look", look) for look in looks}


def _of_item(evaluation: Evaluation, item: str) -> set[tuple[str, str]]:
    """One record by its id, there still or removed, with its links or readings."""
    store, setting = evaluation.store, evaluation.setting_id
    kinds = [kind for kind in SPECS if kind not in ("setting", "link")]
    exact = {(kind, item) for kind in kinds if item in evaluation.portfolio.of_kind(kind)}
    exact = exact or store.ever_changed(setting, kinds, item)
    if not exact:
        known = [record for kind in kinds for record in evaluation.portfolio.of_kind(kind)]
        return _of_item(evaluation, found(_("item"), item, known))
    related: dict[tuple[str, str], list[str]] = {}
    for kind, record in exact:
        if kind == "evidence":
            related["link", "evidence"] = [record]
        elif kind == "measure":
            related["reading", "measure"] = [record]
    return exact | store.ever_named(setting, related)


def item_words(evaluation: Evaluation, item: str) -> str:
    """What an item is called; its id where it has been removed and nothing says."""
    portfolio, framework = evaluation.portfolio, evaluation.framework
    for kind in ("evidence", "action", "measure", "reading"):
        if item in portfolio.of_kind(kind):
            return _Names(framework, portfolio).record(kind, item)
    return item


# -- telling -------------------------------------------------------------------------------------------


class Line(NamedTuple):
    """One thing that changed. ``before`` and ``after`` are words; empty where nothing stood there."""

    about: str
    before: str = ""
    after: str = ""

    @property
    def is_long(self) -> bool:
        """Whether the texts are better shown one under the other."""
        return any(len(text) > LONG or "\n" in text for text in (self.before, self.after))

    @property
    def text(self) -> str:
        """The change in one line: ``Our view of 4 Safe: Taking shape → Making a difference``."""
        if not self.before and not self.after:
            return self.about
        if not self.before:
            return _("{about}: {after}").format(about=self.about, after=self.after)
        after = self.after or _("(taken away)")
        return _("{about}: {before} → {after}").format(about=self.about, before=self.before, after=after)


def moment(at: str) -> datetime:
    """When a change was made, as the clock on the wall showed it."""
    return datetime.fromisoformat(at).astimezone()


def day_words(day: date, today: date) -> str:
    """``Today``, ``Yesterday``, else the day."""
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return show_day(day)


def what_it_is_about(changes: Iterable[Change]) -> str | None:
    """The one item that a change is about, a link or reading being about what it belongs to; ``None`` where
    there are several, or where it is about the setting itself."""
    items = {
        c.cell.record.partition(":")[0] if c.cell.kind == "link" else c.cell.record
        for c in changes
        if c.cell.kind != "setting"
    }
    return items.pop() if len(items) == 1 else None


def cell_words(
    framework: Framework, portfolio: Portfolio, cell: Cell, values: Sequence[Value]
) -> tuple[str, list[str]]:
    """What a cell is called, and values of it in words, empty where there is none."""
    names = _Names(framework, portfolio)
    said = _HEADS.get(cell.kind, {}).get(cell.field)
    about = _("{name} · {what}").format(
        what=said() if said else field_label(cell.field), name=names.record(cell.kind, cell.record)
    )
    return about, [names.value(cell.kind, cell.field, value) for value in values]


def tell(framework: Framework, portfolio: Portfolio, changes: Sequence[Change]) -> list[Line]:
    """What a change did, in words. ``portfolio`` is the one that stands now; it lends names."""
    names = _Names(framework, portfolio, changes)
    by_record: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        by_record.setdefault((change.cell.kind, change.cell.record), []).append(change)
    return [
        line for (kind, record), own in by_record.items() for line in _of_record(names, kind, record, own)
    ]


def _of_record(names: _Names, kind: str, record: str, changes: Sequence[Change]) -> Iterator[Line]:
    present = next((c for c in changes if c.cell.field == "present"), None)
    if kind == "link":
        yield from _of_link(names, record, changes, present)
        return
    name = names.record(kind, record)
    if present is not None and present.after is None:
        yield Line(_("Removed: {name}").format(name=name))
        return
    if present is not None:
        yield Line(_("New: {name}").format(name=name))
    said = _HEADS.get(kind, {})
    for change in changes:
        field = change.cell.field
        if field not in said or (present is not None and field in ("title", "what")):
            continue
        before, after = names.value(kind, field, change.before), names.value(kind, field, change.after)
        head = said[field]()
        if present is None and kind != "setting":
            whole = _("{what} of {name}") if field == "view" else _("{name}, {what}")
            head = whole.format(what=head if field == "view" else head[:1].lower() + head[1:], name=name)
        yield Line(head, before, after)


def _of_link(names: _Names, record: str, changes: Sequence[Change], present: Change | None) -> Iterator[Line]:
    evidence, _colon, target = record.partition(":")
    said = {"evidence": names.record("evidence", evidence), "target": names.target(target)}
    by_field = {change.cell.field: change for change in changes}
    if present is not None and present.after is None:
        yield Line(_("{evidence}: no longer shown against {target}").format(**said))
        return
    if "direction" in by_field:
        change = by_field["direction"]
        words = [names.value("link", "direction", v) for v in (change.before, change.after)]
        yield Line(_("{evidence}, shown against {target}").format(**said), *words)
    if "chosen" in by_field:
        chosen = by_field["chosen"].after
        text = (
            _("{evidence}: chosen for {target}") if chosen else _("{evidence}: no longer chosen for {target}")
        )
        yield Line(text.format(**said))


_WORDS: dict[tuple[str, str], type[StrEnum]] = {
    ("setting", "kind"): SettingKind,
    ("look", "answer"): Answer,
    ("evidence", "perspective"): Perspective,
    ("evidence", "directness"): Directness,
    ("evidence", "consent"): Consent,
    ("link", "direction"): Direction,
    ("action", "status"): ActionStatus,
    ("measure", "counts"): Counts,
    ("measure", "better"): Better,
}


_NAMED_BY = {"evidence": "title", "measure": "title", "action": "what", "reading": "measure"}
"""Kind → the field by which its records are called."""


class _Names:
    """Names of what a change speaks of: as it stands now, else as the change itself has it."""

    def __init__(self, framework: Framework, portfolio: Portfolio, changes: Iterable[Change] = ()) -> None:
        self._framework = framework
        self._portfolio = portfolio
        self._said = {
            (c.cell.kind, c.cell.record): str(c.after or c.before)
            for c in changes
            if c.cell.field == _NAMED_BY.get(c.cell.kind) and (c.after or c.before)
        }

    def record(self, kind: str, record: str) -> str:
        if kind in ("outcome", "look"):
            return self.target(record)
        if kind == "milestone":
            milestone = self._framework.milestone_by_id.get(record)
            return _("“{title}”").format(title=milestone.title if milestone else record)
        if kind == "checklist":
            item = self._framework.checklist_by_id.get(record)
            return _("“{title}”").format(title=item.text if item else record)
        if kind == "setting":
            return self._portfolio.setting.name or ""
        if kind == "link":
            evidence, _colon, target = record.partition(":")
            return _("{evidence} for {target}").format(
                evidence=self.record("evidence", evidence), target=self.target(target)
            )
        if kind == "reading":
            known = self._portfolio.readings.get(record)
            measure = (known.measure if known else None) or self._said.get((kind, record), "")
            return _("reading of {measure}").format(measure=self.record("measure", measure))
        now = getattr(self._portfolio.of_kind(kind).get(record), _NAMED_BY[kind], None)
        return _("“{title}”").format(title=now or self._said.get((kind, record)) or record)

    def target(self, target: str) -> str:
        """An outcome as ``4 Safe``, a look-for by its number."""
        outcome = self._framework.outcomes.get(target)
        if outcome is not None:
            return f"{outcome.id} {outcome.short}"
        return _("look-for {id}").format(id=target) if target in self._framework.indicators else target

    def value(self, kind: str, field: str, value: Value) -> str:
        """A value in words; empty where there is none."""
        if value is None:
            return ""
        if (kind, field) == ("outcome", "view"):
            step = self._framework.grade_by_number.get(int(value))
            return step.name if step else str(value)
        if (words := _WORDS.get((kind, field))) is not None and value in set(words):
            return str(words(str(value)).label)  # type: ignore[attr-defined]
        if field == "outcome":
            return self.target(str(value))
        if field in ("because", "replaces"):
            return self.record("evidence", str(value))
        if field == "measure":
            return self.record("measure", str(value))
        if kind == "setting" and field in ("aim", "held"):
            stage = self._framework.stage_by_id.get(str(value))
            return stage.name if stage else str(value)
        if value is True:
            return _("yes")
        if SPECS[kind][field].type == "day":
            return show_day(str(value))
        return str(value)


_HEADS: dict[str, dict[str, Callable[[], str]]] = {
    "setting": {
        "name": lambda: _("Name"),
        "kind": lambda: _("Kind"),
        "framework": lambda: _("Framework"),
        "aim": lambda: _("Working towards"),
        "held": lambda: _("Held now"),
        "accredited_on": lambda: _("Since"),
        "authority": lambda: _("Authority"),
        "head": lambda: _("Head"),
        "lead": lambda: _("Lead"),
        "visit_on": lambda: _("Day of the visit"),
    },
    "outcome": {
        "view": lambda: _("Our view"),
        "line": lambda: _("Why we say so"),
        "achieved": lambda: _("How it was achieved"),
        "difference": lambda: _("What difference it has made"),
        "asked": lambda: _("Children were asked and chose not to say"),
        "whom_to_ask": lambda: _("Whom to ask"),
    },
    "look": {"answer": lambda: _("Answer"), "why": lambda: _("Reason")},
    "evidence": {
        "title": lambda: _("Title"),
        "perspective": lambda: _("Whose view"),
        "directness": lambda: _("How close to what happened"),
        "date": lambda: _("Date"),
        "seen_by": lambda: _("Who saw it"),
        "place": lambda: _("Where it is kept"),
        "note": lambda: _("What it shows"),
        "consent": lambda: _("Consent"),
        "identifiable": lambda: _("Shows a child who could be recognised"),
        "people": lambda: _("How many people it speaks for"),
        "file_name": lambda: _("File"),
        "question": lambda: _("What children were asked"),
        "said": lambda: _("What they said"),
        "showcase": lambda: _("One of the best of its strand"),
        "replaces": lambda: _("Takes the place of"),
    },
    "action": {
        "what": lambda: _("What to do"),
        "outcome": lambda: _("Outcome"),
        "who": lambda: _("Who"),
        "due": lambda: _("By when"),
        "status": lambda: _("How far"),
        "done_on": lambda: _("Done on"),
        "difference": lambda: _("What difference it has made"),
        "because": lambda: _("Because of"),
        "measure": lambda: _("Is to move"),
        "for_children": lambda: _("As children are told"),
        "why_not": lambda: _("Why not"),
    },
    "milestone": {"done": lambda: _("Day"), "note": lambda: _("Note")},
    "measure": {
        "title": lambda: _("Title"),
        "outcome": lambda: _("Outcome"),
        "counts": lambda: _("What is counted"),
        "better": lambda: _("Which way is better"),
        "source": lambda: _("Where the figures come from"),
        "baseline": lambda: _("At the start"),
        "baseline_n": lambda: _("At the start, out of"),
        "baseline_on": lambda: _("Day of the start"),
        "target": lambda: _("Target"),
        "target_n": lambda: _("Target, out of"),
        "target_on": lambda: _("Day for the target"),
        "note": lambda: _("Note"),
    },
    "reading": {
        "date": lambda: _("Date"),
        "count": lambda: _("Count"),
        "n": lambda: _("Out of"),
        "note": lambda: _("Note"),
    },
    "checklist": {"done": lambda: _("Ready on"), "note": lambda: _("Note")},
}
"""Kind → field → its heading. Fields that only the program needs (hashes, sizes) have none."""
