"""What children and adults answered when they were asked, by outcome, and what happened then."""

from __future__ import annotations

from collections.abc import Iterator

from rrsa.exchange.phrases import chose_not_to_say
from rrsa.exchange.report import counted, rounds
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.paper import Block, Cell, Heading, Paper, Table, Text
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.report.words import BRIEF, about_setting, how_far, numbered, paper, seen_from
from rrsa.exchange.text import shortened
from rrsa.framework.model import Outcome
from rrsa.guide import voices
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.records import Evidence
from rrsa.vocabulary import Perspective

_ASKED = (Perspective.CHILDREN.value, Perspective.ADULTS.value)


def compose(subject: Subject) -> Paper:
    """The findings page."""
    return paper(subject, Audience.QUESTIONNAIRES, tuple(_body(subject)))


def _body(subject: Subject) -> Iterator[Block]:
    yield Text(
        _(
            "What people answered when they were asked, and what happened then. A person may have answered "
            "more than once. Small numbers are hidden, so that nobody can be picked out."
        ),
        "lead",
    )
    yield about_setting(subject, stage=False)
    if any(before for before, _after in voices.first_and_latest(subject.content.rounds)):
        yield Text(voices.caution(), "quiet")
    quiet = []
    for outcome in subject.framework.outcomes.values():
        blocks = list(_outcome(subject, outcome))
        if blocks:
            yield Heading(numbered(outcome))
            yield from blocks
        else:
            quiet.append(outcome.id)
    also = [*rounds.charts(subject, None), *rounds.agreed(subject)]
    if also:
        yield Heading(_("Also asked"))
        yield from also
    if len(quiet) == len(subject.framework.outcomes) and not also:
        yield Text(_("Nobody’s answers have been recorded yet."), "quiet")
    elif quiet:
        words = ngettext(
            "Nothing asked yet about outcome {ids}.", "Nothing asked yet about outcomes {ids}.", len(quiet)
        )
        yield Heading(_("Still to ask"))
        yield Text(words.format(ids=", ".join(quiet)))


def _outcome(subject: Subject, outcome: Outcome) -> Iterator[Block]:
    items = [item for item in subject.content.register if outcome.id in subject.content.outcomes_of(item)]
    asked = [item for item in items if _is_answer(item)]
    if asked:
        yield Table(
            caption=_("Answers about outcome {id}").format(id=outcome.id),
            heads=(_("What was asked, and of whom"), _("What came out"), _("When"), _("What happened then")),
            rows=tuple(_row(subject, item) for item in asked),
            widths=(27, 33, 15, 25),
            heard=True,
        )
    yield from rounds.charts(subject, outcome)
    if subject.portfolio.outcome(outcome.id).asked:
        yield Text(chose_not_to_say(subject.framework), "quiet")
    for measure in counted.measures(subject, outcome):
        if measure.people:
            yield counted.chart(measure)


def _is_answer(item: Evidence) -> bool:
    """Whether a piece holds what people answered: so many of them, a question, or a sentence of theirs."""
    return item.perspective in _ASKED and (item.people is not None or bool(item.question or item.said))


def _row(subject: Subject, item: Evidence) -> tuple[Cell, ...]:
    came = [_("“{said}”").format(said=item.said)] if item.said else []
    if item.note:
        came.append(shortened(item.note, BRIEF))
    then = []
    for action in subject.actions():
        if action.because == item.id:
            far = how_far(subject, action)
            then.append(_("{what} ({far})").format(what=(action.what or "–").rstrip("."), far=far.text))
            then += [far.under] if far.under else []
    return (
        Cell(item.question or item.title or "–", strong=True, under=seen_from(subject, item)),
        Cell("\n".join(came) or "–"),
        Cell(show_day(item.date) or _("Undated")),
        Cell("\n".join(then) or "–"),
    )
