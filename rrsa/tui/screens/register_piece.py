"""All about one piece of evidence, as the register shows it beside its table."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from rrsa.evaluation import Evaluation
from rrsa.guide.register import Row, leaving_words, piled
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.scoring import words
from rrsa.tui.widgets.lists import DIRECTION_MARKS
from rrsa.vocabulary import Direction, Perspective


def about(evaluation: Evaluation, row: Row) -> Content:
    """What it is, where it is shown, what it weighs, whether it may leave."""
    parts = (
        _what(row),
        _places(evaluation, row),
        _said(row),
        _weight(evaluation, row),
        _others(evaluation, row),
    )
    groups = [Content("\n").join(lines) for part in parts if (lines := list(part))]
    return Content("\n\n").join(groups)


def nothing_found() -> Content:
    return Content.from_markup(_("Nothing like that. Press [b]0[/b] to list everything again."))


def nothing_yet() -> Content:
    return Content.from_markup(
        _(
            "No evidence yet. Press [b]a[/b] and say what you saw or heard and where it is kept; that is "
            "enough. Two or three good pieces for an outcome will do."
        )
    )


def _muted(text: str) -> Content:
    return Content.styled(text, "$text-muted")


def _what(row: Row) -> Iterator[Content]:
    item = row.item
    yield Content.styled(item.title or "", "bold")
    known = [
        Perspective(item.perspective).label if item.perspective else "",
        show_day(item.date) or _("no date"),
        _("seen by {role}").format(role=item.seen_by) if item.seen_by else "",
    ]
    if item.people:
        known.append(
            ngettext("speaks for {n} person", "speaks for {n} people", item.people).format(n=item.people)
        )
    yield _muted(" · ".join(filter(None, known)))
    if item.place:
        yield Content(_("Kept at: {place}").format(place=item.place))
    if item.file_name:
        size = max(1, round((item.file_size or 0) / 1024))
        yield Content(_("File: {name} ({size} KB) — o opens it").format(name=item.file_name, size=size))
    if item.showcase:
        yield Content.assemble(("✦ ", "$accent"), _("A showcase of its strand"))


def _said(row: Row) -> Iterator[Content]:
    item = row.item
    if item.question:
        yield Content.assemble((_("Asked: "), "bold"), item.question)
    if item.said:
        yield Content.assemble((_("They said: "), "bold"), (f"“{item.said}”", "italic $secondary"))
    if item.note:
        yield Content(item.note)


def _places(evaluation: Evaluation, row: Row) -> Iterator[Content]:
    """Every place with what it shows there; a word where an outcome has more than enough."""
    framework = evaluation.framework
    if not row.places:
        if row.newer is None:
            yield _muted(_("Not linked to anything yet: k says what it is for."))
        return
    yield Content.styled(_("Shown for"), "bold")
    for place in row.places:
        outcome = framework.outcomes.get(place.target)
        text = outcome.short if outcome else framework.indicators[place.target].statement
        yield Content.assemble(
            (f"{DIRECTION_MARKS[place.direction]} ", "$primary"),
            ("★ " if place.chosen else "", "$accent"),
            (f"{place.target} ", "$accent"),
            text,
            (f"  {place.direction.label}", "$text-muted"),
        )
    for outcome_id in dict.fromkeys(place.outcome for place in row.places):
        if said := piled(evaluation.assessment.outcomes[outcome_id]):
            yield _muted(said)


def _weight(evaluation: Evaluation, row: Row) -> Iterator[Content]:
    """The parts of its strength in words; none of them is an official figure."""
    if row.piece is None:
        return
    official = _muted("  " + _("our own help, not an official figure"))
    yield Content.styled(_("What it weighs"), "bold") + official
    for text, number in words.piece_parts(evaluation.framework, row.piece):
        yield Content.assemble((f"{number:>5}  ", "$accent"), text)
    if row.places and row.piece.direction is not Direction.WORKS:
        yield _muted(_("Listed, not counted: it does not show that it works."))


def _others(evaluation: Evaluation, row: Row) -> Iterator[Content]:
    """Whether it may leave, and the pieces before and after it."""
    yield Content(leaving_words(row.item))
    evidence = evaluation.portfolio.evidence
    if row.newer is not None:
        newer = evidence[row.newer]
        yield Content(
            _("↺ Replaced by: {title} ({day})").format(
                title=newer.title, day=show_day(newer.date) or _("no date")
            )
        )
    if row.older is not None:
        older = evidence[row.older]
        yield Content(
            _("In the place of: {title} ({day}), which is kept").format(
                title=older.title, day=show_day(older.date) or _("no date")
            )
        )
