"""The words and small pieces that several papers share."""

from __future__ import annotations

from collections.abc import Sequence

from rrsa.exchange.content import Content
from rrsa.exchange.phrases import (
    held_back_words,
    not_affiliated,
    not_an_award,
    rag_words,
    shows_words,
    status_words,
    view_words,
)
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.paper import Block, Cell, Facts, Paper, Table
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.text import shortened
from rrsa.framework.model import Outcome
from rrsa.guide.plan import status_of
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.records import Action, Evidence
from rrsa.scoring.model import OutcomeAssessment, Piece
from rrsa.vocabulary import ActionStatus, Perspective

BRIEF = 420
"""Characters of a long text in a table; where the text itself stands whole, the table need not repeat it."""


def paper(
    subject: Subject,
    audience: Audience,
    blocks: Sequence[Block],
    *,
    eyebrow: str = "",
    foot: Sequence[str] = (),
    landscape: bool = False,
    large: bool = False,
    tight: bool = False,
) -> Paper:
    """A paper about ``subject`` with the foot that all have."""
    return Paper(
        eyebrow=eyebrow or audience.label(subject.kind),
        title=subject.content.name,
        day=show_day(subject.content.on),
        language=subject.framework.language,
        blocks=tuple(blocks),
        foot=tuple(foot) or standard_foot(subject.content),
        landscape=landscape,
        large=large,
        tight=tight,
    )


def standard_foot(content: Content) -> tuple[str, ...]:
    """What stands at the end of a paper: what was held back, and what this is not."""
    return (
        f"{not_an_award(content.framework)} {not_affiliated()}",
        held_back_words(content) + " " + _("Numbers of people under five are not shown."),
    )


def about_setting(subject: Subject, *, stage: bool = True) -> Facts:
    """The header that the award's forms begin with."""
    record = subject.portfolio.setting
    stages = subject.framework.stage_by_id
    held = stages.get(record.held or "")
    since = show_day(record.accredited_on)
    held_words = ""
    if held is not None:
        held_words = _("{stage}, since {day}").format(stage=held.name, day=since) if since else held.name
    rows = (
        (subject.kind.label, subject.content.name),
        (_("Authority"), record.authority),
        (subject.kind.head_label, record.head),
        (_("Lead"), record.lead),
        (_("Working towards"), subject.stage.name if stage else ""),
        (_("Held now"), held_words),
        (_("Visit"), show_day(record.visit_on)),
        (_("As of"), show_day(subject.content.on)),
    )
    return Facts(tuple((label, value) for label, value in rows if value))


def numbered(outcome: Outcome) -> str:
    """``4 · Children are safe here``."""
    return _("{id} · {title}").format(id=outcome.id, title=outcome.title)


def view_of(subject: Subject, outcome: Outcome) -> str:
    """Our view in words, or that it was not looked at yet."""
    return view_words(subject.framework, subject.content.assessment.outcomes[outcome.id])


def rag_cell(subject: Subject, outcome: Outcome, rows: int = 1) -> Cell:
    """The word that the award's plan form asks for, with our view under it: never a colour."""
    found = subject.content.assessment.outcomes[outcome.id]
    if found.view is None:
        return Cell(view_words(subject.framework, found), quiet=True, rows=rows)
    return Cell(
        rag_words(subject.framework, found.view),
        strong=True,
        rows=rows,
        under=view_words(subject.framework, found),
    )


def how_far(subject: Subject, action: Action) -> Cell:
    """How far an action has come, or why it cannot be done; what it changed under it."""
    under = "" if status_of(action) is ActionStatus.CANNOT else action.difference
    words = status_words(action, subject.content.on)
    return Cell(words, under=shortened(under or "", BRIEF))


def by_when(action: Action) -> str:
    return show_day(action.due) or _("No date yet")


def pieces_table(subject: Subject, pieces: Sequence[Evidence], caption: str) -> Table:
    """Pieces of evidence: what each is and shows, from which side, of which day, where it is kept."""
    return Table(
        caption=caption,
        heads=(_("What it is and what it shows"), _("Seen from"), _("Date"), _("Kept at")),
        rows=tuple(
            (
                Cell(item.title or "–", strong=True, under=_shows(item)),
                Cell(seen_from(subject, item)),
                Cell(show_day(item.date) or _("Undated")),
                Cell(item.place or "–"),
            )
            for item in pieces
        ),
        widths=(44, 19, 15, 22),
        heard=True,
    )


def _shows(item: Evidence) -> str:
    said = [shortened(item.note, BRIEF)] if item.note else []
    if item.said:
        said.append(_("In their words: “{said}”").format(said=item.said))
    return "\n".join(said)


def seen_from(subject: Subject, item: Evidence) -> str:
    """A piece's perspective, and how many people it speaks for as far as that may be said."""
    words = next((side.label for side in Perspective if side == item.perspective), "")
    people = subject.content.people.get(item.id)
    if people is not None:
        words += "\n" + _("People: {count}").format(count=people)
    return words.strip()


def evidence_of(subject: Subject, pieces: Sequence[Piece]) -> list[Evidence]:
    return [subject.portfolio.evidence[piece.evidence] for piece in pieces]


def shows_of(pieces: Sequence[Piece]) -> str:
    """Which of some pieces show something other than that it works: a sentence, or nothing."""
    other = [piece for piece in pieces if shows_words(piece.direction)]
    return "; ".join(dict.fromkeys(shows_words(piece.direction) for piece in other))


def more_words(found: OutcomeAssessment, shown: int) -> str:
    """That there is more than is listed; empty where there is not."""
    more = len(found.pieces) - shown
    if more <= 0:
        return ""
    return ngettext(
        "{n} more piece is in the register and can be seen on a visit.",
        "{n} more pieces are in the register and can be seen on a visit.",
        more,
    ).format(n=more)
