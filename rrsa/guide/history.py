"""The history as people read it: what each change did, in words, and what it takes to find one.

Every change says who made it, by role. Nothing here counts what one role has done, and nothing should.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rrsa.finding import found
from rrsa.framework.model import Framework
from rrsa.guide.record_words import HEADS, Names
from rrsa.i18n import _
from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.checks import field_label, show_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SPECS, Value
from rrsa.vocabulary import Asked

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
        ("tally", "outcome"): [outcome, *looks],
        ("review_view", "outcome"): [outcome],
    }
    records = store.ever_named(setting, own)
    measures = [record for kind, record in records if kind == "measure"]
    records |= store.ever_named(setting, {("reading", "measure"): measures})
    records |= {("evidence", link.partition(":")[0]) for kind, link in records if kind == "link"}
    return records | {("outcome", outcome), ("agreed", outcome)} | {("look", look) for look in looks}


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
        elif kind == "round":
            related["tally", "round"] = [record]
        elif kind == "review":
            related["review_view", "review"] = [record]
    return exact | store.ever_named(setting, related)


def item_words(evaluation: Evaluation, item: str) -> str:
    """What an item is called; its id where it has been removed and nothing says."""
    portfolio, framework = evaluation.portfolio, evaluation.framework
    for kind in ("evidence", "action", "measure", "reading", "round", "review"):
        if item in portfolio.of_kind(kind):
            return Names(framework, portfolio).record(kind, item)
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
    names = Names(framework, portfolio)
    said = HEADS.get(cell.kind, {}).get(cell.field)
    about = _("{name} · {what}").format(
        what=said() if said else field_label(cell.field), name=names.record(cell.kind, cell.record)
    )
    return about, [names.value(cell.kind, cell.field, value) for value in values]


def tell(framework: Framework, portfolio: Portfolio, changes: Sequence[Change]) -> list[Line]:
    """What a change did, in words. ``portfolio`` is the one that stands now; it lends names."""
    names = Names(framework, portfolio, changes)
    by_record: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        by_record.setdefault((change.cell.kind, change.cell.record), []).append(change)
    return [
        line for (kind, record), own in by_record.items() for line in _of_record(names, kind, record, own)
    ]


def _of_record(names: Names, kind: str, record: str, changes: Sequence[Change]) -> Iterator[Line]:
    present = next((c for c in changes if c.cell.field == "present"), None)
    if kind == "link":
        yield from _of_link(names, record, changes, present)
        return
    name = names.record(kind, record)
    if present is not None and present.after is None:
        yield Line(_("Removed: {name}").format(name=name))
        return
    if present is not None:
        if kind == "tally":  # one line for an answer: a round has many
            yield _of_tally(name, changes)
            return
        yield Line(_("New: {name}").format(name=name))
    said = HEADS.get(kind, {})
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


def _of_tally(name: str, changes: Sequence[Change]) -> Line:
    said = {change.cell.field: change.after for change in changes}
    answer = str(said.get("answer") or Asked.WORDS.label)
    about = _("New: {name}, {question}, {answer}")
    return Line(
        about.format(name=name, question=said.get("question", ""), answer=answer),
        after=str(said.get("count", 0)),
    )


def _of_link(names: Names, record: str, changes: Sequence[Change], present: Change | None) -> Iterator[Line]:
    evidence, _colon, target = record.partition(":")
    said = {"evidence": names.record("evidence", evidence), "target": names.target(target)}
    by_field = {change.cell.field: change for change in changes}
    if present is not None and present.after is None:
        yield Line(_("{evidence}: no longer shown for {target}").format(**said))
        return
    if "direction" in by_field:
        change = by_field["direction"]
        words = [names.value("link", "direction", v) for v in (change.before, change.after)]
        yield Line(_("{evidence}, shown for {target}").format(**said), *words)
    if "chosen" in by_field:
        chosen = by_field["chosen"].after
        text = (
            _("{evidence}: chosen for {target}") if chosen else _("{evidence}: no longer chosen for {target}")
        )
        yield Line(text.format(**said))
