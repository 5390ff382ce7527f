"""For those who keep an eye on the setting: a parent council, an external manager, partners.

They read it once and have not seen the app, so it says where things stand, what has become better, how we
know, what comes next, and what the words mean.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrsa.exchange.report import counted, standing
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.paper import Block, Bullets, Cell, Heading, Paper, Table, Text
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.report.words import about_setting, by_when, numbered, paper
from rrsa.exchange.text import shortened
from rrsa.guide.plan import status_of
from rrsa.i18n import _, ngettext
from rrsa.portfolio.records import Action
from rrsa.vocabulary import ActionStatus, SettingKind

_LONG = 700
_NEXT = 10


def compose(subject: Subject) -> Paper:
    """The paper for those who keep an eye on the setting."""
    return paper(subject, Audience.GOVERNORS, tuple(_body(subject)))


def _body(subject: Subject) -> Iterator[Block]:
    yield Text(_intro(subject), "lead")
    yield about_setting(subject)
    yield Heading(_("How are we doing?"))
    yield standing.views(subject)
    if subject.framework.asks_strengths:
        yield from _strengths(subject)
    yield Heading(_("What has become better?"))
    yield from _better(subject)
    yield Heading(_("How do we know?"))
    yield standing.sides(subject)
    charts = [
        counted.chart(measure)
        for outcome in subject.framework.outcomes.values()
        for measure in counted.measures(subject, outcome)
    ]
    if charts:
        yield Heading(_("What was counted"))
        yield from charts
    yield Heading(_("What are we going to do now?"))
    yield standing.asked_for(subject)
    yield from _next(subject)
    yield from _cannot(subject)
    yield Heading(_("What our views mean"))
    yield _scale(subject)


def _intro(subject: Subject) -> str:
    name = subject.content.name
    return {
        SettingKind.SCHOOL: _(
            "How children’s rights are kept at {name}, as the school sees it today: what is going well, what "
            "is not there yet, how we know, and what comes next."
        ),
        SettingKind.RESIDENTIAL: _(
            "How the rights of the young people at {name} are kept, as the house sees it today: what is "
            "going well, what is not there yet, how we know, and what comes next."
        ),
        SettingKind.PARTNERSHIP: _(
            "How children’s rights are kept at {name}, as the partners see it today: what is going well, "
            "what is not there yet, how we know, and what comes next."
        ),
    }[subject.kind].format(name=name)


def _scale(subject: Subject) -> Table:
    return Table(
        caption=_("What our views mean"),
        heads=(_("Our view"), _("What it means")),
        rows=tuple(
            (Cell(_("{grade} ({name})").format(grade=step.grade, name=step.name)), Cell(step.meaning))
            for step in reversed(subject.framework.scale)
        ),
        widths=(26, 74),
        heard=True,
    )


def _strengths(subject: Subject) -> Iterator[Block]:
    """Strengths and areas for improvement, of the outcomes for which any are written."""
    yield Heading(_("Strengths and areas for improvement"))
    rows = []
    for outcome in subject.framework.outcomes.values():
        record = subject.portfolio.outcome(outcome.id)
        if record.strengths or record.improve:
            texts = (record.strengths, record.improve)
            said = [Cell(shortened(text, _LONG)) if text else Cell("–", quiet=True) for text in texts]
            rows.append((Cell(numbered(outcome)), *said))
    if not rows:
        yield Text(_("Nothing written yet."), "quiet")
        return
    yield Table(
        caption=_("Strengths and areas for improvement, by outcome"),
        heads=(_("Outcome"), _("Strengths"), _("Areas for improvement")),
        rows=tuple(rows),
        widths=(28, 36, 36),
        heard=True,
    )


def _better(subject: Subject) -> Iterator[Block]:
    told = []
    for outcome in subject.framework.outcomes.values():
        difference = subject.portfolio.outcome(outcome.id).difference
        if difference:
            told.append((Cell(numbered(outcome)), Cell(shortened(difference, _LONG))))
    if told:
        yield Table(
            caption=_("What has become better, by outcome"),
            heads=(_("Outcome"), _("What difference it has made")),
            rows=tuple(told),
            widths=(34, 66),
            heard=True,
        )
    else:
        yield Text(_("Nothing written yet."), "quiet")
    done = [a for a in subject.actions() if status_of(a) is ActionStatus.DONE and a.difference]
    if done:
        yield Heading(_("What was done for it"), 3)
        yield Bullets(
            tuple(
                _("{what}: {difference}").format(
                    what=(action.what or "–").rstrip("."),
                    difference=shortened(action.difference or "", _LONG),
                )
                for action in done
            )
        )


def _next(subject: Subject) -> Iterator[Block]:
    """What is open, soonest first."""
    open_ones = [a for a in subject.actions() if status_of(a).is_open]
    if not open_ones:
        yield Text(_("Nothing is planned at present."), "quiet")
        return
    yield Table(
        caption=_("What is planned, soonest first"),
        heads=(_("What"), _("For outcome"), _("Who"), _("By when")),
        rows=tuple(
            (
                Cell(action.what or "–"),
                Cell(_short(subject, action)),
                Cell(action.who or "–"),
                Cell(by_when(action)),
            )
            for action in open_ones[:_NEXT]
        ),
        widths=(44, 22, 18, 16),
    )
    more = len(open_ones) - _NEXT
    if more > 0:
        yield Text(
            ngettext("{n} more is in the action plan.", "{n} more are in the action plan.", more).format(
                n=more
            ),
            "quiet",
        )


def _cannot(subject: Subject) -> Iterator[Block]:
    found = [a for a in subject.actions() if status_of(a) is ActionStatus.CANNOT]
    if found:
        yield Heading(_("What we cannot do, and why"), 3)
        yield Bullets(
            tuple(
                _("{what}: {why}").format(what=(a.what or "–").rstrip("."), why=a.why_not or "–")
                for a in found
            )
        )


def _short(subject: Subject, action: Action) -> str:
    outcome = subject.framework.outcomes.get(action.outcome or "")
    return f"{outcome.id} · {outcome.short}" if outcome else "–"
