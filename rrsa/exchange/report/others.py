"""Where somebody else has looked: their view of each outcome beside ours, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterator

from rrsa.exchange.report.paper import Block, Cell, Heading, Table, Text
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.report.words import numbered, view_of
from rrsa.guide.reviews import Beside, Said, agreed_sentence, opening, reviewer_words, side_by_side
from rrsa.i18n import _
from rrsa.scoring.words import grade_words


def seen_by_others(subject: Subject) -> tuple[Beside, ...]:
    """The outcomes that somebody else has said something of, or that something was agreed of."""
    sides = side_by_side(subject.framework, subject.portfolio)
    return tuple(each for each in sides if each.agreed is not None or _telling(each))


def _telling(beside: Beside) -> tuple[Said, ...]:
    """What gives a view or words; that somebody would rather not say is theirs alone."""
    return tuple(said for said in beside.said if said.view is not None or said.words)


def blocks(subject: Subject) -> Iterator[Block]:
    """A compact table; nothing where nobody else has looked."""
    seen = seen_by_others(subject)
    if not seen:
        return
    yield Heading(_("How others see it"))
    yield Text(
        _("Their views stand beside ours and are not averaged. What was agreed was agreed after talking."),
        "quiet",
    )
    yield Table(
        caption=_("Outcomes that others have looked at"),
        heads=(_("Outcome"), _("Our view"), _("How others see it"), _("Agreed")),
        rows=tuple(
            (
                Cell(numbered(each.outcome)),
                Cell(view_of(subject, each.outcome), quiet=each.ours is None),
                Cell("\n".join(view_line(subject, said) for said in _telling(each)) or "–"),
                Cell(agreed_sentence(subject.framework, each) or "–"),
            )
            for each in seen
        ),
        widths=(26, 16, 32, 26),
        heard=True,
    )


def view_line(subject: Subject, said: Said) -> str:
    """``Rights group: 2 (Taking shape). “…”``."""
    who = opening(reviewer_words(said.review))
    words = _("“{words}”").format(words=" ".join(said.words.split())) if said.words else ""
    if said.view is None:
        return _("{who}: {words}").format(who=who, words=words)
    view = grade_words(subject.framework, said.view)
    line = _("{who}: {view}").format(who=who, view=view)
    return f"{line}. {words}" if words else line
