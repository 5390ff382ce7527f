"""One outcome on one page, for whoever asks today; the app's any-day page, less what may not leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rrsa.exchange.phrases import shows_words
from rrsa.exchange.report import counted
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.paper import Block, Bullets, Cell, Facts, Heading, Paper, Table, Text
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.report.words import numbered, paper
from rrsa.exchange.text import shortened
from rrsa.guide import any_day
from rrsa.guide.any_day import AnyDay, SeenPiece, Voice
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.vocabulary import ActionStatus

_VOICES = 2
_LONG = 450
_BRIEF = 240


def compose(subject: Subject) -> Paper:
    """The page of the subject's outcome."""
    from rrsa.framework.catalogue import rights

    assert subject.outcome is not None
    page = any_day.any_day(
        subject.framework,
        subject.portfolio,
        subject.content.assessment,
        subject.outcome.id,
        rights=rights(),
    )
    return paper(
        subject, Audience.ANY_DAY, tuple(_body(subject, page)), eyebrow=numbered(page.outcome), tight=True
    )


def _body(subject: Subject, page: AnyDay) -> Iterator[Block]:
    yield Text(f"“{page.outcome.children}”", "quote")
    yield Heading(_("How are we doing?"))
    yield Text(_("Our view: {view}").format(view=page.view) if page.meaning else page.view, "lead")
    if page.line:
        yield Text(page.line)
    if page.meaning:
        yield Text(page.meaning, "quiet")
    if page.achieved:
        yield Text(_("How have we achieved this?"), "label")
        yield Text(shortened(page.achieved, _LONG))
    yield Heading(_("How do we know?"))
    yield from _known(page)
    yield Heading(_("What difference has it made?"))
    if page.difference:
        yield Text(shortened(page.difference, _LONG))
    else:
        yield Text(any_day.nothing_different(page), "quiet")
    for view in page.measures:
        if view.points:
            yield Text(f"{view.measure.title or '–'}: {' '.join(counted.said(view))}")
    yield Heading(any_day.voices_title(page.framework))
    yield from _voices(subject, page.voices, any_day.nothing_said(page))
    yield Heading(_("What are we going to do now?"))
    if page.doing:
        yield Bullets(
            tuple(
                _("{what} · {how_far}").format(what=each.what, how_far=any_day.doing_words(each))
                if each.status is not ActionStatus.CANNOT
                else _("{what}. {why}").format(what=each.what.rstrip("."), why=any_day.doing_words(each))
                for each in page.doing
            )
        )
    else:
        yield Text(any_day.nothing_doing(page), "quiet")
    yield Facts(tuple(_facts(page)))


def _known(page: AnyDay) -> Iterator[Block]:
    if not page.pieces:
        yield Text(any_day.nothing_known(), "quiet")
        return
    yield Text(_("{shown}.").format(shown=page.shown))
    yield _seen((*page.pieces, *page.shows_not_yet))
    if page.more > 0:
        words = ngettext(
            "{n} more piece is in the register.", "{n} more pieces are in the register.", page.more
        )
        yield Text(words.format(n=page.more), "quiet")


def _seen(pieces: Sequence[SeenPiece]) -> Table:
    return Table(
        caption=_("What shows it, and what shows not yet"),
        heads=(_("What it is and what it shows"), _("Seen from, when, by whom, where it is kept")),
        rows=tuple(
            (
                Cell(piece.title or "–", strong=True, under=_shows(piece)),
                Cell(any_day.piece_words(piece).replace(" · ", "\n")),
            )
            for piece in pieces
        ),
        widths=(58, 42),
        heard=True,
    )


def _shows(piece: SeenPiece) -> str:
    note = shortened(piece.note, _BRIEF)
    return "\n".join(part for part in (shows_words(piece.direction), note) if part)


def _voices(subject: Subject, voices: Sequence[Voice], otherwise: str) -> Iterator[Block]:
    if not voices:
        yield Text(otherwise, "quiet")
    for voice in voices[:_VOICES]:
        people = subject.content.people.get(voice.evidence)
        facts = [voice.question or voice.title, show_day(voice.day)]
        if people is not None:
            facts.append(_("People: {count}").format(count=people))
        about = " · ".join(fact for fact in facts if fact)
        if voice.said:
            yield Text(_("“{said}”").format(said=voice.said), "quote")
        yield Text(about, "quiet" if voice.said else "body")


def _facts(page: AnyDay) -> Iterator[tuple[str, str]]:
    yield _("Whom to ask"), page.whom_to_ask or any_day.nobody_to_ask()
    if page.serves:
        yield _("It serves too"), "\n".join(any_day.served_words(served) for served in page.serves)
    yield _("Articles of the Convention"), any_day.articles_words(page)
