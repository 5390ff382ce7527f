"""A review as a report of its own, in the shape in which accreditation reports are published.

A block for the cover, key strengths, what must be done before the stage is reached, recommendations for
keeping it, then every outcome. A children's group writes no parts of a report: its words stand beside each
outcome.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.others import view_line
from rrsa.exchange.report.paper import Block, Bullets, Cell, Facts, Heading, Paper, Table, Text
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.report.words import about_setting, numbered, paper, view_of
from rrsa.framework.model import Outcome
from rrsa.guide.reviews import agreed_sentence, beside_of, by_words, opening, reviews, said_of
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.privacy import show_count
from rrsa.portfolio.records import Review
from rrsa.scoring.words import grade_words
from rrsa.vocabulary import Reviewer


def compose(subject: Subject) -> Paper:
    """The report of the subject's review; without one named, of the latest by an adult, else the latest."""
    review = _chosen(subject)
    if review is None:
        told = Text(_("Nobody else has looked yet, or what they said is not finished."), "quiet")
        return paper(subject, Audience.REVIEW, (about_setting(subject), told))
    return paper(subject, Audience.REVIEW, tuple(_body(subject, review)))


def _chosen(subject: Subject) -> Review | None:
    found = reviews(subject.portfolio)
    if subject.review is not None:
        return next((each for each in found if each.id == subject.review), None)
    return next((each for each in found if each.by != Reviewer.GROUP), next(iter(found), None))


def _body(subject: Subject, review: Review) -> Iterator[Block]:
    yield about_setting(subject)
    yield _cover(review)
    if review.by != Reviewer.GROUP:
        for title, text in (
            (_("Key strengths"), review.strengths),
            (
                _("What must be done before reaching {stage}").format(stage=subject.stage.name),
                review.before,
            ),
            (_("Recommendations for keeping it"), review.after),
        ):
            yield Heading(title)
            lines = tuple(line.strip(" •-–") for line in (text or "").splitlines() if line.strip())
            yield Bullets(lines) if lines else Text(_("Nothing written yet."), "quiet")
    yield Heading(_("Every outcome in a line"))
    yield _in_a_line(subject, review)
    told = {o.id: list(_outcome(subject, review, o)) for o in subject.framework.outcomes.values()}
    for strand in subject.framework.strands:
        if any(told[outcome.id] for outcome in strand.outcomes):
            yield Heading(_("Strand {id} · {title}").format(id=strand.id, title=strand.title))
        for outcome in strand.outcomes:
            yield from told[outcome.id]


def _cover(review: Review) -> Facts:
    seen = _("Without seeing our view") if review.blind else _("With our view in sight")
    rows = (
        (_("Reviewed by"), opening(review.who or by_words(review))),
        (_("As"), by_words(review) if review.who else ""),
        (_("How many took part"), show_count(review.people)),
        (_("On"), show_day(review.date)),
        (_("How"), seen),
    )
    return Facts(tuple((label, value) for label, value in rows if value))


def _in_a_line(subject: Subject, review: Review) -> Table:
    rows = []
    for outcome in subject.framework.outcomes.values():
        said = said_of(subject.portfolio, review, outcome.id)
        theirs = "–"  # not looked at, or they would rather not say, which is theirs alone
        if said is not None and said.view is not None:
            theirs = grade_words(subject.framework, said.view)
        elif said is not None and (said.words or said.note):
            theirs = _("in words")
        rows.append(
            (
                Cell(numbered(outcome)),
                Cell(view_of(subject, outcome)),
                Cell(theirs, quiet=said is None or said.view is None),
                Cell(_agreed_view(subject, outcome)),
            )
        )
    return Table(
        caption=_("Our view, theirs, and what was agreed"),
        heads=(_("Outcome"), _("Our view"), _("Their view"), _("Agreed")),
        rows=tuple(rows),
        widths=(40, 20, 20, 20),
        heard=True,
    )


def _agreed_view(subject: Subject, outcome: Outcome) -> str:
    agreed = subject.portfolio.agreed.get(outcome.id)
    if agreed is None:
        return "–"
    view = agreed.view
    return _("to differ") if view is None else grade_words(subject.framework, view)


def _outcome(subject: Subject, review: Review, outcome: Outcome) -> Iterator[Block]:
    """What there is to say of one outcome beyond its line; nothing where there is nothing."""
    said = said_of(subject.portfolio, review, outcome.id)
    beside = beside_of(subject.portfolio, outcome)
    agreed = agreed_sentence(subject.framework, beside)
    if said is None or not (said.words or said.note or said.view is not None):
        return
    yield Heading(numbered(outcome), 3)
    yield Text(_("Our view: {view}").format(view=view_of(subject, outcome)))
    if said.view is not None or said.words:
        yield Text(view_line(subject, said), "lead")
    if said.note:
        yield Text(_("In the margin"), "label")
        yield Text(said.note)
    if agreed:
        yield Text(_("Agreed"), "label")
        yield Text(agreed)
