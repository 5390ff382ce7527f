"""What a portfolio's records and fields are called, and their values, in words that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from rrsa.framework.model import Framework
from rrsa.i18n import _
from rrsa.portfolio.changes import Change
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SPECS, Value
from rrsa.vocabulary import (
    ActionStatus,
    Answer,
    Asked,
    Better,
    Consent,
    Counts,
    Direction,
    Directness,
    Leaning,
    Perspective,
    Respondents,
    Reviewer,
    SettingKind,
    Settled,
)

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
    ("round", "who"): Respondents,
    ("form", "who"): Respondents,
    ("review", "by"): Reviewer,
    ("parked", "settled"): Settled,
    ("tally", "asked"): Asked,
    ("tally", "leans"): Leaning,
}


NAMED_BY = {
    **dict.fromkeys(("evidence", "measure", "round", "form", "review"), "title"),
    "action": "what",
    "reading": "measure",
    "tally": "round",
    "review_view": "review",
    "parked": "about",
    **dict.fromkeys(("target", "reference", "moderation"), "title"),
    "listed": "name",
    "moderated": "setting",
}
"""Kind → the field by which its records are called."""


class Names:
    """Names of what a change speaks of: as it stands now, else as the change itself has it."""

    def __init__(self, framework: Framework, portfolio: Portfolio, changes: Iterable[Change] = ()) -> None:
        self._framework = framework
        self._portfolio = portfolio
        self._said = {
            (c.cell.kind, c.cell.record): str(c.after or c.before)
            for c in changes
            if c.cell.field == NAMED_BY.get(c.cell.kind) and (c.after or c.before)
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
        if kind == "tally":
            tally = self._portfolio.tallies.get(record)
            of = (tally.round if tally else None) or self._said.get((kind, record), "")
            return _("answers in {round}").format(round=self.record("round", of))
        if kind == "agreed":
            return self.target(record)
        if kind == "review_view":
            review, _colon, outcome = record.partition(":")
            return _("{review} on {outcome}").format(
                review=self.record("review", review), outcome=self.target(outcome)
            )
        now = getattr(self._portfolio.of_kind(kind).get(record), NAMED_BY[kind], None)
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
        if field == "view":
            step = self._framework.grade_by_number.get(int(value))
            return step.name if step else str(value)
        if (words := _WORDS.get((kind, field))) is not None and value in set(words):
            return str(words(str(value)).label)  # type: ignore[attr-defined]
        if field == "outcome":
            return self.target(str(value))
        if (kind, field) == ("setting", "shares"):
            from rrsa.guide.shared import Part

            return ", ".join(part.label for part in Part if part.value in str(value).split(","))
        if field in ("because", "replaces") or (kind, field) == ("round", "evidence"):
            return self.record("evidence", str(value))
        if field == "measure":
            return self.record("measure", str(value))
        if (kind, field) == ("round", "form"):
            return self.record("form", str(value))
        if kind == "setting" and field in ("aim", "held"):
            stage = self._framework.stage_by_id.get(str(value))
            return stage.name if stage else str(value)
        if value is True:
            return _("yes")
        if SPECS[kind][field].type == "day":
            return show_day(str(value))
        return str(value)


HEADS: dict[str, dict[str, Callable[[], str]]] = {
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
        "area": lambda: _("Area"),
        "help_wanted": lambda: _("Would like help with"),
        "help_offered": lambda: _("Could help with"),
        "shares": lambda: _("Shares"),
        "shared_on": lambda: _("Shared on"),
    },
    "outcome": {
        "view": lambda: _("Our view"),
        "line": lambda: _("Why we say so"),
        "achieved": lambda: _("How it was achieved"),
        "difference": lambda: _("What difference it has made"),
        "asked": lambda: _("Children were asked and chose not to say"),
        "whom_to_ask": lambda: _("Whom to ask"),
        "strengths": lambda: _("Strengths"),
        "improve": lambda: _("Areas for improvement"),
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
    "round": {
        "title": lambda: _("Title"),
        "who": lambda: _("Who answered"),
        "group": lambda: _("Group"),
        "by": lambda: _("Grouped by"),
        "since": lambda: _("First answered on"),
        "date": lambda: _("Date"),
        "n": lambda: _("How many answered"),
        "source": lambda: _("Where the answers come from"),
        "form": lambda: _("The form"),
        "sentence": lambda: _("What the group agreed to say"),
        "evidence": lambda: _("Made into evidence"),
        "note": lambda: _("Note"),
    },
    "tally": {
        "question": lambda: _("Question"),
        "asked": lambda: _("How it may be answered"),
        "answer": lambda: _("Answer"),
        "leans": lambda: _("Whether that agrees"),
        "count": lambda: _("How many"),
        "of": lambda: _("Out of"),
        "outcome": lambda: _("Outcome"),
    },
    "review": {
        "title": lambda: _("Title"),
        "by": lambda: _("Whose review"),
        "who": lambda: _("Who"),
        "date": lambda: _("Date"),
        "blind": lambda: _("Done without seeing our view"),
        "people": lambda: _("How many took part"),
        "closed_on": lambda: _("Finished on"),
        "strengths": lambda: _("Strengths"),
        "before": lambda: _("To be done first"),
        "after": lambda: _("Recommended"),
    },
    "review_view": {
        "view": lambda: _("Their view"),
        "words": lambda: _("In their words"),
        "said_yes": lambda: _("They agree that others read it"),
        "rather_not": lambda: _("They would rather not say"),
        "note": lambda: _("Note in the margin"),
    },
    "agreed": {
        "view": lambda: _("View agreed"),
        "reason": lambda: _("Why"),
        "date": lambda: _("Date"),
    },
    "parked": {
        "about": lambda: _("What it was about"),
        "words": lambda: _("What was said before"),
        "outcome": lambda: _("Lies beside"),
        "settled": lambda: _("What was done with it"),
        "settled_on": lambda: _("Looked at on"),
    },
    "form": {"title": lambda: _("Title"), "who": lambda: _("Who answered")},
    "checklist": {"done": lambda: _("Ready on"), "note": lambda: _("Note")},
}
"""Kind → field → its heading. Fields that only the program needs (hashes, sizes) have none."""
