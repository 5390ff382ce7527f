"""What changed since somebody was last here, in words and by outcome; who, by role only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rrsa.guide.history import tell
from rrsa.portfolio.changes import Change

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.store import Entry

PAGE = 50
MOST = 300
"""As many changes are read; after a long time away the older ones are in the history."""
_FEW_LINES = 2


@dataclass(frozen=True, slots=True)
class News:
    """One thing that changed. ``outcome`` is ``None`` for what concerns the whole setting."""

    outcome: str | None
    said: str
    author: str
    at: str  # UTC, ISO
    revision: int
    times: int = 1  # how often the same role did the same there; the latest is told


@dataclass(frozen=True, slots=True)
class Since:
    """All that is new, the latest first; ``more`` where there is older news that was not read."""

    items: tuple[News, ...]
    more: bool = False

    @property
    def by_outcome(self) -> Mapping[str | None, tuple[News, ...]]:
        """Outcome → its news, the outcome with the latest first; ``None`` for the whole setting."""
        found: dict[str | None, list[News]] = {}
        for item in self.items:
            found.setdefault(item.outcome, []).append(item)
        return {outcome: tuple(items) for outcome, items in found.items()}


def since(evaluation: Evaluation, revision: int, *, opened_at: int | None = None) -> Since:
    """What changed after ``revision``. What one's own role has done since ``opened_at``, the revision at
    which this sitting began, is no news; what has been taken back is none either."""
    entries, more = _read(evaluation, revision)
    known = {entry.changeset.uuid for entry in entries}
    news: dict[tuple[str | None, str, str], News] = {}
    for entry in entries:
        changeset = entry.changeset
        own = changeset.author == evaluation.author
        if entry.undone or changeset.undoes in known:
            continue
        if own and opened_at is not None and entry.revision > opened_at:
            continue
        said = _words(evaluation, entry)
        for outcome in _outcomes(evaluation, changeset.changes):
            key = (outcome, said, changeset.author)
            if (before := news.get(key)) is not None:
                news[key] = replace(before, times=before.times + 1)
            else:
                news[key] = News(outcome, said, changeset.author, changeset.at, entry.revision)
    return Since(tuple(news.values()), more)


def _read(evaluation: Evaluation, revision: int) -> tuple[list[Entry], bool]:
    """The entries after ``revision``, newest first, page by page; and whether there are more."""
    entries: list[Entry] = []
    before: int | None = None
    while len(entries) < MOST:
        page = evaluation.store.history(evaluation.setting_id, limit=PAGE, before=before)
        new = [entry for entry in page if entry.revision > revision]
        entries += new
        if not new or len(new) < len(page) or new[-1].revision <= revision + 1:
            return entries, False
        before = new[-1].revision
    return entries, True


def _words(evaluation: Evaluation, entry: Entry) -> str:
    """What exactly was changed where that is short; otherwise what the change was called."""
    lines = tell(evaluation.framework, evaluation.portfolio, entry.changeset.changes)
    if not 0 < len(lines) <= _FEW_LINES or any(line.is_long for line in lines):
        return entry.changeset.reason
    return " · ".join(line.text for line in lines)


def _outcomes(evaluation: Evaluation, changes: tuple[Change, ...]) -> tuple[str | None, ...]:
    """The outcomes that a changeset bears on, in the framework's order; ``(None,)`` for none of them, and
    for what bears on so many that it is about the whole setting."""
    found = {outcome for change in changes for outcome in _outcomes_of(evaluation, change)}
    known = tuple(outcome for outcome in evaluation.framework.outcomes if outcome in found)
    return known if 0 < len(known) <= 2 else (None,)


def _outcomes_of(evaluation: Evaluation, change: Change) -> Iterator[str]:
    framework, portfolio = evaluation.framework, evaluation.portfolio
    kind, record, name = change.cell
    if kind in ("outcome", "look"):
        yield framework.outcome_of.get(record, "")
    elif kind == "link":
        yield framework.outcome_of.get(record.partition(":")[2], "")
    elif kind == "evidence":
        for link in portfolio.links_by_evidence.get(record, ()):
            yield framework.outcome_of.get(link.target or "", "")
    elif kind in ("action", "measure"):
        if name == "outcome":
            yield str(change.after or change.before or "")
        held = portfolio.actions.get(record) or portfolio.measures.get(record)
        if held is not None:
            yield held.outcome or ""
    elif kind == "reading":
        measure = str(change.after or change.before) if name == "measure" else None
        reading = portfolio.readings.get(record)
        of = portfolio.measures.get(measure or (reading.measure if reading else "") or "")
        if of is not None:
            yield of.outcome or ""
