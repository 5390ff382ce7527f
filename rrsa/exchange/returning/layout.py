"""What the seven sheets that come back hold: one kind of record each, column by column.

The workbook says so itself on its hidden sheet (docs/reference/workbooks.md). What stands here is for those
that have lost it, and for what a column means.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rrsa.exchange.phrases import asked_head, told_head
from rrsa.exchange.working import words
from rrsa.framework.model import Framework
from rrsa.i18n import _
from rrsa.portfolio.ids import ACTION_LETTER, EVIDENCE_LETTER, MEASURE_LETTER, READING_LETTER

Head = Callable[[Framework], str]


class Column(NamedTuple):
    """A column that comes back: its field, its head in this program's language, the list of its words."""

    field: str
    head: Head
    words: str = ""


class Layout(NamedTuple):
    """A sheet that comes back. ``letter`` begins the ids of its new rows; empty where there can be none."""

    name: Callable[[], str]
    kind: str
    letter: str
    columns: tuple[Column, ...]
    named_by: str = ""
    """The field without which a new row is nothing."""


SHEETS: dict[str, Layout] = {
    "quick-look": Layout(
        lambda: _("Quick look"),
        "outcome",
        "",
        (
            Column("view", lambda _f: _("Our view"), words.GRADES),
            Column("line", lambda _f: _("Why, in one line")),
        ),
    ),
    "outcomes": Layout(
        lambda: _("Outcomes"),
        "outcome",
        "",
        (
            Column("achieved", lambda _f: _("How have we achieved this?")),
            Column("difference", lambda _f: _("What difference has it made?")),
            Column("strengths", lambda _f: _("Strengths")),
            Column("improve", lambda _f: _("Areas for improvement")),
            Column("asked", lambda _f: _("Children were asked and chose not to say"), words.YES),
            Column("whom_to_ask", lambda _f: _("Whom to ask on a visit")),
        ),
    ),
    "look-fors": Layout(
        lambda: _("Look-fors"),
        "look",
        "",
        (
            Column("answer", lambda _f: _("What we say"), words.ANSWERS_ALL),
            Column("why", lambda _f: _("Why, in one line")),
        ),
    ),
    "evidence": Layout(
        lambda: _("Evidence"),
        "evidence",
        EVIDENCE_LETTER,
        (
            Column("title", lambda _f: _("What it is")),
            Column("perspective", lambda _f: _("Seen from"), words.PERSPECTIVES),
            Column("for", lambda _f: _("For")),
            Column("direction", lambda _f: _("What it shows"), words.DIRECTIONS),
            Column("chosen", lambda _f: _("Chosen for")),
            Column("directness", lambda _f: _("How direct"), words.DIRECTNESS),
            Column("date", lambda _f: _("Date")),
            Column("seen_by", lambda _f: _("Seen by")),
            Column("place", lambda _f: _("Where it is kept")),
            Column("note", lambda _f: _("What it shows, in our words")),
            Column("question", asked_head),
            Column("said", lambda _f: _("What they said")),
            Column("people", lambda _f: _("How many people")),
            Column("identifiable", lambda _f: _("Shows a child who can be recognised"), words.YES_NO),
            Column("consent", lambda _f: _("Consent"), words.CONSENT),
            Column("showcase", lambda _f: _("Shows best what has become of it"), words.YES),
            Column("replaces", lambda _f: _("Takes the place of")),
        ),
        "title",
    ),
    "plan": Layout(
        lambda: _("Action plan"),
        "action",
        ACTION_LETTER,
        (
            Column("what", lambda _f: _("What")),
            Column("for_children", told_head),
            Column("outcome", lambda _f: _("For outcome"), words.OUTCOMES),
            Column("who", lambda _f: _("Who")),
            Column("due", lambda _f: _("By when")),
            Column("status", lambda _f: _("How far"), words.STATUS),
            Column("done_on", lambda _f: _("Done on")),
            Column("difference", lambda _f: _("What difference it has made")),
            Column("why_not", lambda _f: _("If we cannot, why not")),
            Column("measure", lambda _f: _("To move")),
            Column("because", lambda _f: _("Because of")),
        ),
        "what",
    ),
    "measures": Layout(
        lambda: _("Measures"),
        "measure",
        MEASURE_LETTER,
        (
            Column("title", lambda _f: _("What is counted")),
            Column("outcome", lambda _f: _("For outcome"), words.OUTCOMES),
            Column("counts", lambda _f: _("It counts"), words.COUNTS),
            Column("better", lambda _f: _("Which way"), words.BETTER),
            Column("baseline", lambda _f: _("At the start")),
            Column("baseline_n", lambda _f: _("Out of how many, at the start")),
            Column("baseline_on", lambda _f: _("Start counted on")),
            Column("target", lambda _f: _("Target")),
            Column("target_n", lambda _f: _("Out of how many, as target")),
            Column("target_on", lambda _f: _("Target for")),
            Column("source", lambda _f: _("Where the figures come from")),
            Column("note", lambda _f: _("Note")),
        ),
        "title",
    ),
    "readings": Layout(
        lambda: _("Readings"),
        "reading",
        READING_LETTER,
        (
            Column("measure", lambda _f: _("Reading of")),
            Column("date", lambda _f: _("Counted on")),
            Column("count", lambda _f: _("How many")),
            Column("n", lambda _f: _("Out of how many")),
            Column("note", lambda _f: _("Note")),
        ),
        "measure",
    ),
}
"""Sheet key → what it holds. Evidence and Measures stand before what speaks of them."""

TARGETS = ("for", "direction", "chosen")
"""Three columns of evidence that together say what it is for: links, not fields of the piece."""

OF_PARTNERSHIPS = frozenset({"strengths", "improve"})
"""Columns that stand only in the workbook of a partnership."""

REFERENCES = {"because": "evidence", "replaces": "evidence", "measure": "measure"}
"""Fields that hold the reference of a record, and of which kind."""

PAST_DAYS = frozenset({"date", "done_on", "baseline_on"})
"""Days that cannot lie ahead."""

NEEDED = {
    "evidence": ("title", "perspective"),
    "action": ("what", "outcome"),
    "measure": ("title", "outcome", "counts", "better"),
    "reading": ("measure", "date", "count"),
}
"""What a record cannot be without."""
