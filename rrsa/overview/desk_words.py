"""What a desk's records and fields are called, their values in words, and what a change on it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rrsa.guide.history import Line
from rrsa.guide.record_words import NAMED_BY
from rrsa.i18n import _
from rrsa.portfolio.changes import Change
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SPECS, Value
from rrsa.vocabulary import SettingKind

HEADS: dict[str, dict[str, Callable[[], str]]] = {
    "setting": {"name": lambda: _("Name")},
    "listed": {
        "name": lambda: _("Name"),
        "kind": lambda: _("Kind"),
        "area": lambda: _("Area"),
        "framework": lambda: _("Framework of its blank copy"),
        "role": lambda: _("Whom one writes to"),
        "issued_on": lambda: _("Blank copy sent"),
        "returned_on": lambda: _("Copy came back"),
        "note": lambda: _("Note"),
    },
    "target": {
        "title": lambda: _("Title"),
        "group": lambda: _("For whom"),
        "subject": lambda: _("About what"),
        "at_least": lambda: _("Reached from"),
        "wanted": lambda: _("How many settings are to reach it"),
        "by": lambda: _("By when"),
        "baseline": lambda: _("At the start"),
        "baseline_n": lambda: _("At the start, out of"),
        "baseline_on": lambda: _("Day of the start"),
        "closed_on": lambda: _("Closed on"),
        "note": lambda: _("Note"),
    },
    "reference": {
        "title": lambda: _("Title"),
        "group": lambda: _("For whom"),
        "subject": lambda: _("About what"),
        "figure": lambda: _("Figure"),
        "count": lambda: _("Count"),
        "n": lambda: _("Out of"),
        "date": lambda: _("Date"),
        "source": lambda: _("Where it comes from"),
        "note": lambda: _("Note"),
    },
    "moderation": {
        "title": lambda: _("Title"),
        "framework": lambda: _("Framework"),
        "seed": lambda: _("Drawn by"),
        "drawn_on": lambda: _("Drawn on"),
        "each": lambda: _("Outcomes from each setting"),
        "settings": lambda: _("How many settings were drawn"),
        "across": lambda: _("Schools and houses look at each other’s"),
        "closed_on": lambda: _("Closed on"),
        "note": lambda: _("Note"),
    },
    "moderated": {
        "moderation": lambda: _("Round"),
        "setting": lambda: _("Whose outcome"),
        "outcome": lambda: _("Outcome"),
        "reviewer": lambda: _("Looked at by"),
        "own": lambda: _("Their own view"),
        "view": lambda: _("The reviewers’ view"),
        "words": lambda: _("In the reviewers’ words"),
        "looked_on": lambda: _("Looked at on"),
        "why_not": lambda: _("Why it could not be looked at"),
    },
}
"""Kind → field → its heading. Fields that only the program needs (an export's UUID, a hash) have none."""

_SUBJECTS: dict[str, Callable[[], str]] = {
    "stage": lambda: _("stage {what}"),
    "view": lambda: _("our view of outcome {what}"),
    "shown": lambda: _("what is shown of outcome {what}"),
    "measure": lambda: _("measure “{what}”"),
    "article": lambda: _("article {what}"),
    "evidence": lambda: _("evidence of outcome {what}"),
}


def tell(portfolio: Portfolio, changes: Sequence[Change]) -> list[Line]:
    """What a change on the desk did, in words. ``portfolio`` is the desk as it stands; it lends names."""
    by_record: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        by_record.setdefault((change.cell.kind, change.cell.record), []).append(change)
    return [
        line for (kind, record), own in by_record.items() for line in _of_record(portfolio, kind, record, own)
    ]


def record_name(portfolio: Portfolio, kind: str, record: str, changes: Sequence[Change] = ()) -> str:
    """What a record of the desk is called: as it stands now, else as a change has it, else its id."""
    if kind == "moderated":
        _round, setting, outcome = (*record.split(":", 2), "", "")[:3]
        return _("outcome {outcome} of {setting}").format(
            outcome=outcome, setting=_setting(portfolio, setting) or record
        )
    field = NAMED_BY.get(kind, "name")
    said = next((c.after or c.before for c in changes if c.cell.field == field), None)
    now = getattr(portfolio.of_kind(kind).get(record), field, None)
    return _("“{title}”").format(title=now or said or record)


def value_words(portfolio: Portfolio, kind: str, field: str, value: Value) -> str:
    """A value in words; empty where there is none."""
    if value is None:
        return ""
    if value is True:
        return _("yes")
    text = str(value)
    if (kind, field) == ("listed", "kind"):
        return SettingKind(text).label if text in set(SettingKind) else text
    if field == "group":
        return group_words(text)
    if field == "subject":
        about, colon, what = text.partition(":")
        return _SUBJECTS[about]().format(what=what) if colon and about in _SUBJECTS else text
    if field == "moderation":
        return record_name(portfolio, "moderation", text)
    if field in ("setting", "reviewer"):
        return _setting(portfolio, text)
    if SPECS[kind][field].type == "day":
        return show_day(text)
    return text


def group_words(group: str) -> str:
    """A group of settings in words: ``all``, ``kind:school``, ``area:East``."""
    by, _colon, key = group.partition(":")
    if by == "all":
        return _("all settings")
    if by == "kind" and key in set(SettingKind):
        return SettingKind(key).label
    return key or group


def _setting(portfolio: Portfolio, setting: str) -> str:
    listed = portfolio.listed.get(setting)
    return (listed.name if listed else None) or setting


def _of_record(portfolio: Portfolio, kind: str, record: str, changes: Sequence[Change]) -> Iterator[Line]:
    present = next((c for c in changes if c.cell.field == "present"), None)
    name = record_name(portfolio, kind, record, changes)
    if present is not None and present.after is None:
        yield Line(_("Removed: {name}").format(name=name))
        return
    if kind == "moderated" and present is not None:  # one line for each: a round has many
        said = {change.cell.field: change.after for change in changes}
        reviewer = _setting(portfolio, str(said.get("reviewer") or ""))
        yield Line(_("New: {name}").format(name=name), after=reviewer)
        return
    if present is not None:
        yield Line(_("New: {name}").format(name=name))
    heads = HEADS.get(kind, {})
    for change in changes:
        field = change.cell.field
        if field not in heads or (present is not None and field == NAMED_BY.get(kind)):
            continue
        before, after = (
            value_words(portfolio, kind, field, value) for value in (change.before, change.after)
        )
        head = heads[field]()
        if present is None and kind != "setting":
            head = _("{name}, {what}").format(what=head[:1].lower() + head[1:], name=name)
        yield Line(head, before, after)
