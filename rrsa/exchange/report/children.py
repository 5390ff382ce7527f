"""One page in children's words: what we asked, what you said, what changed, what we can't do and why.

Only what was written for children, or agreed by them, stands here: the question, the one sentence that they
agreed, what was done as they are told it. Notes by adults stay out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.paper import Block, Pairs, Panel, Paper, Text
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.report.words import paper
from rrsa.exchange.text import shortened
from rrsa.guide.asking import whom_to_tell
from rrsa.guide.plan import status_of
from rrsa.guide.voices import title_words
from rrsa.guide.you_said import YouSaid, you_said
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.records import Action, Evidence
from rrsa.vocabulary import ActionStatus, Perspective

_ROUNDS, _EACH = 4, 3
"""The most that the page shows of what was asked, and of each thing else."""
_BRIEF = 160
"""Characters of what adults wrote. A sentence that children agreed is never cut."""


class Type(NamedTuple):
    """How much a page holds in one size of type: lines beside headings, characters across it and a half."""

    lines: int
    across: int
    half: int


_LARGE = Type(24, 76, 33)
_SMALLER = Type(36, 90, 40)


def compose(subject: Subject) -> Paper:
    """The page for children; it never runs over: where there is much, each part shows less of it."""
    actions = subject.actions()
    changed = [a for a in actions if status_of(a) is ActionStatus.DONE]
    changed.sort(key=lambda a: (a.done_on or "", a.id), reverse=True)
    told = you_said(subject.portfolio, subject.content.rounds, shares=subject.framework.percentages)
    of_rounds = {each.view.round.evidence: each for each in told if each.view.round.evidence}
    # What was answered comes first; what nothing has come of yet, last.
    rounds = [_counted(each) for each in told if each.answered]
    rounds += [_round(subject, item) for item in _asked(subject) if item.id not in of_rounds]
    rounds += [_counted(each) for each in told if not each.answered]
    parts = (
        [_because(_changed(action), action, of_rounds) for action in changed],
        [
            _because((shortened(a.for_children, _BRIEF), ""), a, of_rounds)
            for a in actions
            if status_of(a).is_open and a.for_children
        ],
        [_cannot(action) for action in actions if status_of(action) is ActionStatus.CANNOT],
    )
    most, each, kind = _fit(rounds, parts)
    more = len(rounds) > most or any(len(part) > each for part in parts)
    done, coming, refused = (tuple(part[:each]) for part in parts)
    blocks: list[Block] = [
        Pairs(
            _("What we asked, and what you said"),
            (_("What we asked"), _("What you said")),
            tuple(rounds[:most]),
            _(
                "We have not written down yet what we asked you. We will ask, and you can say as much or as "
                "little as you like."
            ),
        ),
        Panel(
            _("What changed"),
            done,
            _("Nothing is finished yet. When something changes, you can read it here."),
        ),
    ]
    if coming:
        blocks.append(Panel(_("What we are doing now"), coming))
    blocks.append(
        Panel(
            _("What we can’t do, and why"),
            refused,
            _("There is nothing at the moment that we had to say no to."),
        )
    )
    if more:
        blocks.append(Text(_("There is more than fits on one page. Ask us, and we will show you the rest.")))
    blocks.append(Panel(_("Who you can tell"), ((whom_to_tell(subject.framework), ""),)))
    return paper(
        subject,
        Audience.CHILDREN,
        blocks,
        eyebrow=_("What you told us, and what happened then"),
        foot=_foot(subject),
        large=True,
        tight=kind is _SMALLER,
    )


Entries = Sequence[tuple[str, str]]


def _fit(rounds: Entries, parts: Iterable[Entries]) -> tuple[int, int, Type]:
    """How much of each part goes on the page, and in which type: as large as it can be."""
    parts = tuple(parts)
    for kind, amounts in (
        (_LARGE, ((_ROUNDS, _EACH), (3, 3), (3, 2), (2, 2))),
        (_SMALLER, ((3, 2), (2, 2), (2, 1))),
    ):
        for most, each in amounts:
            if _lines(rounds[:most], [part[:each] for part in parts], kind) <= kind.lines:
                return most, each, kind
    return 1, 1, _SMALLER


def _lines(rounds: Entries, parts: Iterable[Entries], kind: Type) -> int:
    """About how many lines that would take."""
    asked = sum(max(-(-len(text) // kind.half) for text in pair) + 1 for pair in rounds)
    others = (text for part in parts for entry in part for text in entry if text)
    return asked + sum(-(-len(text) // kind.across) for text in others)


def _asked(subject: Subject) -> list[Evidence]:
    """What children were asked, latest first; what has their words in it before what has not."""
    found = [
        item
        for item in subject.portfolio.evidence.values()
        if item.present and item.perspective == Perspective.CHILDREN and (item.question or item.said)
    ]
    found.sort(key=lambda item: (item.date or "", item.id), reverse=True)
    return sorted(found, key=lambda item: not item.said)


def _round(subject: Subject, item: Evidence) -> tuple[str, str]:
    question = item.question
    if not question:
        outcomes = subject.content.outcomes_of(item)
        about = subject.framework.outcomes[outcomes[0]].children if outcomes else ""
        question = (
            _("Is this true for you? “{about}”").format(about=about) if about else _("How it is for you")
        )
    said = _("“{said}”").format(said=item.said) if item.said else ""
    return question, said or _("You did not want to say, or we have not written it down yet.")


def _counted(told: YouSaid) -> tuple[str, str]:
    """A round of questions, and what came out, in sentences."""
    return title_words(told.view.round), "\n".join(told.said)


def _because(entry: tuple[str, str], action: Action, of_rounds: Mapping[str, YouSaid]) -> tuple[str, str]:
    """What was done, with what was said in the round that it was done because of."""
    told = of_rounds.get(action.because or "")
    if told is None:
        return entry
    said = shortened(told.said[0], _BRIEF)
    because = _("You said: {said}").format(said=said)
    return entry[0], "\n".join(filter(None, (entry[1], because)))


def _changed(action: Action) -> tuple[str, str]:
    """What was done, as children are told it; else what and what has become of it."""
    if action.for_children:
        return shortened(action.for_children, _BRIEF), ""
    return shortened(action.what or "–", _BRIEF), shortened(action.difference or "", _BRIEF)


def _cannot(action: Action) -> tuple[str, str]:
    """What cannot be done, as children are told it, and why."""
    why = _("Why: {why}").format(why=shortened(action.why_not, _BRIEF)) if action.why_not else ""
    return shortened(action.for_children or action.what or "–", _BRIEF), why


def _foot(subject: Subject) -> tuple[str, ...]:
    held = subject.content.held_back
    day = _("Written on {day}.").format(day=show_day(subject.content.on))
    if not held:
        return (day,)
    kept = ngettext(
        "{n} thing is kept back, because not everybody in it has said yes to showing it.",
        "{n} things are kept back, because not everybody in them has said yes to showing them.",
        held,
    ).format(n=held)
    return (f"{day} {kept}",)
