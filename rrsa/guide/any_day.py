"""One outcome on one page, for whoever asks today: an inspector without notice, a parent, a visitor.

It says what the setting says, how it knows, what difference that makes, what young people say, what happens
now and whom to ask; and it says *not yet* where that is so. Screens, commands and papers draw the same page;
what leaves is built from a redacted portfolio.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rrsa.framework.model import Framework, Outcome, Rights, StandardItem, Standards
from rrsa.guide.measures import MeasureView, measure_views
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Evidence
from rrsa.scoring import words
from rrsa.scoring.model import Assessment, OutcomeAssessment, Piece, State
from rrsa.vocabulary import ActionStatus, Direction, Perspective, SettingKind

FEW = 3
"""Pieces of evidence on the page: two or three are enough."""


class SeenPiece(NamedTuple):
    """A piece of evidence, pointed at: what it is, when and by whom it was seen, where it is kept."""

    evidence: str
    title: str
    perspective: Perspective
    direction: Direction
    day: str | None
    seen_by: str
    place: str
    note: str


class Voice(NamedTuple):
    """What children or young people say: one sentence that they agreed, or at least that they were asked.

    ``people`` is shown on the setting's own screen; in anything that leaves it goes through
    :func:`rrsa.portfolio.privacy.show_count`.
    """

    evidence: str
    title: str
    question: str
    said: str  # empty where only the piece itself is pointed at
    direction: Direction
    day: str | None
    people: int | None
    note: str = ""  # what it shows, in our words


class Doing(NamedTuple):
    """An open action, or one that cannot be done (then ``why_not`` says why)."""

    action: str
    what: str
    who: str
    due: str | None
    status: ActionStatus
    overdue: bool
    why_not: str
    moves: str  # the title of the measure that it is to move


class Served(NamedTuple):
    """Somebody else's standards that the outcome serves."""

    standards: Standards
    items: tuple[StandardItem, ...]


class ArticleLine(NamedTuple):
    """An article of the Convention; the title is empty where the articles were not at hand."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class AnyDay:
    """The whole page. Everything that is not there yet is empty; :data:`not_yet` says it in words."""

    framework: Framework
    outcome: Outcome
    found: OutcomeAssessment
    view: str  # our view in words
    meaning: str  # what the framework says of that grade, for this outcome if it does
    line: str
    shown: str  # from how many sides it is shown, and how far
    pieces: tuple[SeenPiece, ...]  # the two or three best
    more: int  # how many further pieces there are
    shows_not_yet: tuple[SeenPiece, ...]  # those that show not yet, and are not among ``pieces``
    achieved: str
    difference: str
    measures: tuple[MeasureView, ...]
    voices: tuple[Voice, ...]
    asked: bool  # they were asked; with no voice: they chose not to say
    doing: tuple[Doing, ...]  # open actions, soonest first, then what cannot be done
    whom_to_ask: str
    serves: tuple[Served, ...]
    articles: tuple[ArticleLine, ...]


def any_day(
    framework: Framework,
    portfolio: Portfolio,
    assessment: Assessment,
    outcome: str,
    *,
    rights: Rights | None = None,
) -> AnyDay:
    """The page of ``outcome``, as of the day of ``assessment``; with ``rights``, articles have titles."""
    asked = framework.outcomes[outcome]
    found = assessment.outcomes[outcome]
    record = portfolio.outcome(outcome)
    best = best_pieces(framework, portfolio, found)
    kept = {piece.evidence for piece in best}
    not_yet = [piece for piece in found.not_yet if piece.evidence not in kept]
    return AnyDay(
        framework=framework,
        outcome=asked,
        found=found,
        view=_view(framework, found),
        meaning=_meaning(framework, asked, found),
        line=record.line or "",
        shown=words.shown_in_ways(found.ways),
        pieces=tuple(_seen(portfolio, piece) for piece in best),
        more=len(found.pieces) - len(best),
        shows_not_yet=tuple(_seen(portfolio, piece) for piece in not_yet),
        achieved=record.achieved or "",
        difference=record.difference or "",
        measures=measure_views(framework, portfolio, assessment.on, outcome),
        voices=tuple(_voices(portfolio, found)),
        asked=found.asked,
        doing=tuple(_doing(portfolio, outcome, assessment.on.isoformat())),
        whom_to_ask=record.whom_to_ask or "",
        serves=tuple(_serves(framework, asked)),
        articles=tuple(_articles(asked, rights)),
    )


def best_pieces(framework: Framework, portfolio: Portfolio, found: OutcomeAssessment) -> tuple[Piece, ...]:
    """The two or three pieces to show first: those chosen with a star, then the strongest from
    perspectives that are not there yet, then the strongest; what shows that it works before the rest."""
    chosen = {
        link.evidence
        for piece in found.pieces
        for link in portfolio.links_by_evidence.get(piece.evidence, ())
        if link.chosen and framework.outcome_of.get(link.target or "") == found.outcome
    }
    picked = [piece for piece in found.pieces if piece.evidence in chosen][:FEW]
    if picked:
        return tuple(picked)
    for piece in found.counting:
        if piece.perspective not in {each.perspective for each in picked}:
            picked.append(piece)
    rest = [piece for piece in (*found.counting, *found.pieces) if piece not in picked]
    return tuple((picked + list(dict.fromkeys(rest)))[:FEW])


def _view(framework: Framework, found: OutcomeAssessment) -> str:
    if found.view is not None:
        return words.grade_words(framework, found.view)
    return words.state_words(framework, found)


def _meaning(framework: Framework, outcome: Outcome, found: OutcomeAssessment) -> str:
    if found.view is None or found.state is not State.VIEWED:
        return ""
    step = framework.grade_by_number.get(found.view)
    return outcome.grades.get(found.view) or (step.meaning if step else "")


def _seen(portfolio: Portfolio, piece: Piece) -> SeenPiece:
    item = portfolio.evidence[piece.evidence]
    return SeenPiece(
        item.id,
        item.title or "",
        piece.perspective,
        piece.direction,
        item.date,
        item.seen_by or "",
        item.place or (_("a file in this portfolio") if item.file_sha256 else ""),
        item.note or "",
    )


def _voices(portfolio: Portfolio, found: OutcomeAssessment) -> Iterable[Voice]:
    """Sentences that were agreed first, newest first; then what else children were asked."""
    theirs = [piece for piece in found.pieces if piece.perspective is Perspective.CHILDREN]

    def newest_said(piece: Piece) -> tuple[bool, str]:
        item = portfolio.evidence[piece.evidence]
        return bool(item.said), item.date or ""

    for piece in sorted(theirs, key=newest_said, reverse=True):
        item: Evidence = portfolio.evidence[piece.evidence]
        yield Voice(
            item.id,
            item.title or "",
            item.question or "",
            item.said or "",
            piece.direction,
            item.date,
            item.people,
            item.note or "",
        )


def _doing(portfolio: Portfolio, outcome: str, today: str) -> Iterable[Doing]:
    actions = portfolio.actions_by_outcome.get(outcome, ())
    found = [(ActionStatus(action.status or ActionStatus.PLANNED), action) for action in actions]
    open_ = [(status, action) for status, action in found if status.is_open]
    cannot = [(status, action) for status, action in found if status is ActionStatus.CANNOT]
    for status, action in (*open_, *cannot):
        measure = portfolio.measures.get(action.measure or "")
        yield Doing(
            action.id,
            action.what or "",
            action.who or "",
            action.due,
            status,
            status.is_open and bool(action.due) and str(action.due) < today,
            action.why_not or "",
            (measure.title or "") if measure else "",
        )


def _serves(framework: Framework, outcome: Outcome) -> Iterable[Served]:
    for key, items in outcome.serves.items():
        standards = framework.standards_by_id.get(key)
        if standards is not None:
            known = standards.by_id
            yield Served(standards, tuple(known[item] for item in items if item in known))


def _articles(outcome: Outcome, rights: Rights | None) -> Iterable[ArticleLine]:
    for number in outcome.articles:
        article = rights.by_number.get(number) if rights else None
        yield ArticleLine(number, article.title if article else "")


# -- in words -------------------------------------------------------------------------------------------


def piece_words(piece: SeenPiece) -> str:
    """Whose view, when, by whom, kept where: what lets somebody go and see it."""
    parts = [piece.perspective.label]
    if piece.day and piece.seen_by:
        parts.append(_("seen {day} by {role}").format(day=show_day(piece.day), role=piece.seen_by))
    elif piece.day:
        parts.append(_("seen {day}").format(day=show_day(piece.day)))
    elif piece.seen_by:
        parts.append(_("seen by {role}, no date").format(role=piece.seen_by))
    else:
        parts.append(_("no date"))
    if piece.place:
        parts.append(_("kept: {place}").format(place=piece.place))
    return " · ".join(parts)


def doing_words(doing: Doing) -> str:
    """Who and by when; or why it cannot be done."""
    if doing.status is ActionStatus.CANNOT:
        return _("We cannot: {why}").format(why=doing.why_not) if doing.why_not else doing.status.label
    parts = [doing.status.label, doing.who or _("nobody named yet")]
    if doing.due:
        by = _("past its date, {day}") if doing.overdue else _("by {day}")
        parts.append(by.format(day=show_day(doing.due)))
    else:
        parts.append(_("no date yet"))
    return " · ".join(parts)


def served_words(served: Served, *, brief: bool = False) -> str:
    """A set of standards with the numbers of its items: ``Health and Social Care Standards: 2.3, 4.8``.

    ``brief`` leaves out what stands in brackets behind the title, which is who publishes them.
    """
    title = served.standards.title.partition(" (")[0] if brief else served.standards.title
    return _("{title}: {items}").format(title=title, items=", ".join(item.id for item in served.items))


def articles_words(page: AnyDay, *, titles: bool = True) -> str:
    """The articles by number, with their titles where they are known and wanted."""
    told = [f"{a.number} {a.title}" if titles and a.title else str(a.number) for a in page.articles]
    return (" · " if titles else ", ").join(told)


def voices_title(framework: Framework) -> str:
    """Whose voice it is, as they would be called where the framework is for."""
    if framework.for_ is SettingKind.RESIDENTIAL:
        return _("What young people say")
    return _("What children say")


def nothing_known() -> str:
    return _("Not yet: nothing is noted that shows it.")


def nothing_different(page: AnyDay) -> str:
    if page.measures:
        return _("Not yet in words; what was counted stands below.")
    return _("Not yet: nobody has written down what difference it makes.")


def nothing_said(page: AnyDay) -> str:
    """Where no voice is noted: they chose not to say, or they have not been asked."""
    if page.asked:
        return _("They were asked, and chose not to say.")
    return _("Not yet: nothing is noted of what they say.")


def nothing_doing(page: AnyDay) -> str:
    low = page.found.view is not None and page.found.view < page.framework.low_grade
    if low or page.found.view is None:
        return _("Not yet: nothing is planned.")
    return _("Nothing is planned beyond carrying on.")


def nobody_to_ask() -> str:
    return _("Not yet: nobody is named.")
