"""What an earlier framework left behind, in words: what it was, what was said, where it lies now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.parking import counted, laid_by, unpacked, waiting
from rrsa.vocabulary import Settled

if TYPE_CHECKING:
    from rrsa.framework.model import Framework
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.portfolio.records import Parked


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that was said under an earlier framework."""

    id: str
    kind: str
    label: str
    """What it is: “Our view”, “Evidence”, “How it was achieved” …"""
    about: str
    """What it was about, in the words of then."""
    words: str
    outcome: str | None
    """Beside which outcome it lies."""
    to: tuple[str, ...]
    """To what it may belong now."""
    why: str
    """Why it did not go along by itself."""
    origin: str
    evidence: str | None
    settled: str
    """What was done with it and when; empty while it waits."""

    @property
    def short(self) -> str:
        """In a line: what it is, of what, and how it begins."""
        number, _space, _rest = self.about.partition(" ")
        of = number if self.kind in ("outcome", "look", "link", "agreed", "review_view") else ""
        first = self.words.splitlines()[0] if self.words else self.about
        head, colon, rest = first.partition(": ")
        if colon and (head == self.label or self.kind == "look"):
            first = rest
        return f"{' '.join(filter(None, (self.label, of)))}: {first}"


def queue(framework: Framework, portfolio: Portfolio) -> tuple[Kept, ...]:
    """What waits for review, in the order of the framework's outcomes."""
    order = {outcome: n for n, outcome in enumerate(framework.outcomes)}
    found = sorted(waiting(portfolio), key=lambda each: order.get(each.outcome or "", len(order)))
    return tuple(kept(portfolio, each) for each in found)


def history(portfolio: Portfolio) -> tuple[Kept, ...]:
    """What is kept without waiting."""
    return tuple(kept(portfolio, each) for each in laid_by(portfolio))


def kept(portfolio: Portfolio, parked: Parked) -> Kept:
    content = unpacked(parked)
    words = parked.words or ""
    if parked.kind == "link":
        item = portfolio.evidence.get(parked.evidence or "")
        title = (item.title or "") if item else _("a piece that is no longer there")
        words = f"{title} ({words.lower()})" if words else title
    settled = ""
    if parked.settled in set(Settled):
        settled = f"{Settled(parked.settled).label}, {show_day(parked.settled_on)}"
    return Kept(
        id=parked.id,
        kind=parked.kind or "",
        label=_label(parked.kind or "", content.fields),
        about=parked.about or "",
        words=words,
        outcome=parked.outcome,
        to=content.to,
        why=content.why,
        origin=parked.origin or "",
        evidence=parked.evidence,
        settled=settled,
    )


def _label(kind: str, fields: Iterable[str]) -> str:
    from rrsa.guide.record_words import HEADS

    if kind in ("outcome", "agreed", "review_view"):
        names = set(fields)
        return next((head() for name, head in HEADS[kind].items() if name in names), _("A review"))
    return {
        "look": _("Answer to a look-for"),
        "link": _("Evidence"),
        "action": _("Action"),
        "measure": _("Measure"),
        "tally": _("Answers to a question"),
        "milestone": _("Milestone"),
        "checklist": _("Ready for a visit"),
        "setting": _("Stage"),
    }.get(kind, _("Kept"))


def beside_words(framework: Framework, kept: Kept) -> str:
    """``beside 4 Safety · may belong to 4.6 or 4.7``; a word for what has no place."""
    outcome = framework.outcomes.get(kept.outcome or "")
    if outcome is None:
        return _("no place in the framework of today")
    beside = _("beside {id} {short}").format(id=outcome.id, short=outcome.short)
    others = [each for each in kept.to if each != outcome.id]
    if not others:
        return beside
    return _("{beside} · may belong to {ids}").format(beside=beside, ids=_(" or ").join(others))


def count_words(portfolio: Portfolio) -> list[str]:
    """Both numbers in words; nothing where nothing was ever parked."""
    wait, by = counted(portfolio)
    said = []
    if wait:
        said.append(
            ngettext(
                "{n} thing from an earlier framework waits for review.",
                "{n} things from an earlier framework wait for review.",
                wait,
            ).format(n=wait)
        )
    if by:
        said.append(
            ngettext(
                "{n} thing from an earlier framework is kept as history.",
                "{n} things from an earlier framework are kept as history.",
                by,
            ).format(n=by)
        )
    return said
