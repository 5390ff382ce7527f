"""What goes into a workbook: what may leave, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from rrsa.exchange.identity import Identity
from rrsa.framework.model import Framework
from rrsa.guide.voices import RoundView
from rrsa.guide.voices_shown import rounds_shown
from rrsa.i18n import _
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.privacy import SMALL, Why, show_count, suppress
from rrsa.portfolio.records import Evidence, Link
from rrsa.scoring.model import Assessment, OutcomeAssessment, Piece
from rrsa.vocabulary import Perspective

if TYPE_CHECKING:
    from rrsa.exchange.gate.leaving import Hit

FEW = 3
"""Pieces of evidence that an outcome's page shows: two or three are enough."""


@dataclass(frozen=True)
class Content:
    """A redacted portfolio with its assessment; nothing else of the setting is known here."""

    framework: Framework
    portfolio: Portfolio
    assessment: Assessment
    on: date
    held_back: int
    identity: Identity
    people: Mapping[str, int | str]  # evidence → how many people it speaks for, as that may leave
    children_in_all: int | None  # None where the sum would give a small number away
    held: Mapping[Why, int] = field(default_factory=dict)  # how many were held back, by reason
    hits: tuple[Hit, ...] = ()  # names that were found; they are shown to whoever exports and go nowhere else
    files: Mapping[str, str] | None = None  # in an evidence pack: evidence → the path of its file beside it
    return_to: str | None = None  # of a working copy: the role that it goes back to, unless the lead
    return_by: date | None = None  # and until when

    @property
    def name(self) -> str:
        """The setting's name."""
        return self.portfolio.setting.name or self.identity.setting

    @property
    def blank(self) -> bool:
        return self.identity.copy == "blank"

    def outcomes_of(self, item: Evidence) -> tuple[str, ...]:
        """The outcomes that a piece is linked to, itself or by a look-for, in the framework's order."""
        known = self.framework.outcome_of
        found = {known.get(link.target or "") for link in self.links(item.id)}
        return tuple(outcome for outcome in self.framework.outcomes if outcome in found)

    def links(self, evidence: str) -> tuple[Link, ...]:
        """The links of a piece to what the framework asks, in the framework's order."""
        order = self._order
        links = self.portfolio.links_by_evidence.get(evidence, ())
        return tuple(
            sorted((x for x in links if x.target in order and x.present), key=lambda x: order[x.target or ""])
        )

    @cached_property
    def _order(self) -> Mapping[str, int]:
        targets: list[str] = []
        for outcome in self.framework.outcomes.values():
            targets.append(outcome.id)
            targets += [indicator.id for indicator in outcome.indicators]
        return {target: n for n, target in enumerate(targets)}

    @cached_property
    def rounds(self) -> tuple[RoundView, ...]:
        """The rounds of questions as they may leave, earliest first.

        A sentence whose evidence is held back, because somebody has taken back their yes, is held back with
        it. In a house, where a sentence soon tells who said it, it leaves only as evidence, whose consent is
        written down.
        """
        return tuple(
            view if self._may_say(view) else replace(view, round=replace(view.round, sentence=None))
            for view in rounds_shown(self.portfolio)
        )

    def _may_say(self, view: RoundView) -> bool:
        if not view.round.evidence:
            return self.framework.percentages
        return view.round.evidence in self.portfolio.evidence

    @cached_property
    def register(self) -> Sequence[Evidence]:
        """Every piece that may leave, by the first outcome that it is for, newest first."""
        order = {outcome: n for n, outcome in enumerate(self.framework.outcomes)}
        items = [item for item in self.portfolio.evidence.values() if item.present]
        items.sort(key=lambda item: (item.date or "", item.id), reverse=True)
        first = {
            item.id: min((order[o] for o in self.outcomes_of(item)), default=len(order)) for item in items
        }
        return sorted(items, key=lambda item: first[item.id])

    def best(self, outcome: OutcomeAssessment) -> tuple[Piece, ...]:
        """The two or three pieces for an outcome's page: those chosen, else the strongest that show it
        from different perspectives, else whatever bears on it."""
        chosen = {
            link.evidence
            for target in (outcome.outcome, *(i.indicator for i in outcome.indicators))
            for link in self.portfolio.links_by_target.get(target, ())
            if link.chosen
        }
        picked = [piece for piece in outcome.pieces if piece.evidence in chosen]
        if not picked:
            picked = _of_different_perspectives(outcome.counting)
        return tuple((picked or list(outcome.pieces))[:FEW])


def _of_different_perspectives(pieces: Iterable[Piece]) -> list[Piece]:
    """The strongest of each perspective; a second of one where there is no other."""
    picked: dict[Perspective, Piece] = {}
    others = []
    for piece in pieces:
        if piece.perspective in picked:
            others.append(piece)
        else:
            picked[piece.perspective] = piece
    found = list(picked.values())[:FEW]
    return found + others[: max(0, 2 - len(found))]


def people_shown(portfolio: Portfolio) -> tuple[dict[str, int | str], int | None]:
    """How many people each piece speaks for, as that may leave, and how many children in all.

    Children's numbers stand beside their sum, so where one of them is small a second is left out with
    it; and the sum itself is left out where it would still say what the small one is. A piece that was made
    of a round of questions does not say what the round may not; and where such a piece is not shown, the
    sum is not either, since the round itself may say how many they were.
    """
    of_rounds = {each.round.evidence: each.round.n for each in rounds_shown(portfolio)}
    counts = {item.id: item for item in portfolio.evidence.values() if item.people is not None}
    shown: dict[str, int | str] = {}
    children: dict[str, int] = {}
    for item in counts.values():
        number = item.people or 0
        if item.perspective == Perspective.CHILDREN:
            children[item.id] = number
        else:
            shown[item.id] = number if show_count(number) == str(number) else show_count(number)
    hidden = 0
    several = 0
    for key, number_or_none in suppress(children).items():
        if number_or_none is None:
            hidden += children[key]
            several += 1
            shown[key] = _("not shown")
        else:
            shown[key] = number_or_none
    shown.update({key: _("not shown") for key, n in of_rounds.items() if key and key in shown and n is None})
    told_elsewhere = any(
        key is not None and key in children and not isinstance(shown[key], int) for key in of_rounds
    )
    telling = told_elsewhere or (several > 0 and (several == 1 or hidden < SMALL or hidden == several))
    return shown, None if telling else sum(children.values())


def figures_shown(
    count: int | None, n: int | None, *, people: bool
) -> tuple[int | str | None, int | str | None]:
    """A count and how many people it is out of (or about), as they may leave; words where they may not.

    A count of people is one part of ``n`` and what is left over another, so both are weighed: 39 of 41
    gives two away as surely as *two* does. A count of events is no count of people and stays.
    """
    whole = _number_or_words(n)
    if count is None or not people:
        return count, whole
    if n is None or n < count:
        return _number_or_words(count), whole
    telling = None in suppress({"so": count, "not": n - count}).values()
    return _("not shown") if telling else count, whole


def _number_or_words(count: int | None) -> int | str | None:
    return count if count is None or show_count(count) == str(count) else show_count(count)
