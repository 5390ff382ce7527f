"""Moderation rounds on a coordinator's desk: drawn, looked at, closed; and what settings still share of them.

Everything is a changeset on the desk, so it is in its history and can be taken back. What a setting has
shared is read anew each time: of one that has withdrawn since, nothing is shown any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rrsa.errors import BadInput, NotFound
from rrsa.finding import unknown
from rrsa.guide.shared import Part, Shared
from rrsa.i18n import _
from rrsa.overview.desk import Desk
from rrsa.overview.moderation import Agreed, Draw, Wish, agreed, digest, draw
from rrsa.portfolio.desk import Moderated, Moderation
from rrsa.portfolio.ids import without_check
from rrsa.portfolio.portfolio import Portfolio
from rrsa.store import Store
from rrsa.store.shared import SharedRow, contents, histories, latest

LETTER = "Q"
"""What the ids of rounds, and the references in what goes out, begin with."""


@dataclass(frozen=True)
class Round:
    """A round with what was drawn, and the snapshots of the settings that still share what it needs."""

    record: Moderation
    items: tuple[Moderated, ...]
    """By setting and outcome."""
    shared: Mapping[str, Shared]
    """Setting → the snapshot that was drawn from, or the newest where that one is no longer kept."""

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def title(self) -> str:
        return self.record.title or self.record.id

    @cached_property
    def standing(self) -> tuple[Moderated, ...]:
        """What may still be looked at and shown: the outcomes whose setting has not withdrawn."""
        return tuple(item for item in self.items if item.setting in self.shared)

    @property
    def withdrawn(self) -> int:
        """How many outcomes are out of the round, because their setting has withdrawn."""
        return len(self.items) - len(self.standing)

    @cached_property
    def looked_at(self) -> tuple[Moderated, ...]:
        """Of what may still be shown, what somebody has said something of."""
        return tuple(item for item in self.standing if is_looked_at(item))

    @cached_property
    def waiting(self) -> tuple[Moderated, ...]:
        """What somebody is still to look at."""
        return tuple(item for item in self.standing if not is_answered(item) and item.reviewer in self.shared)

    @cached_property
    def nobody(self) -> tuple[Moderated, ...]:
        """What nobody is to look at any more, because the setting whose people were to has withdrawn."""
        return tuple(
            item for item in self.standing if not is_answered(item) and item.reviewer not in self.shared
        )

    def name(self, setting: str) -> str:
        """A setting's name for people; its id where it has withdrawn."""
        found = self.shared.get(setting)
        return found.name if found else setting


def is_looked_at(item: Moderated) -> bool:
    """Whether reviewers have said something of it."""
    return item.view is not None or bool(item.words)


def is_answered(item: Moderated) -> bool:
    """Whether it waits for nothing: it was looked at, or it is said why it could not be."""
    return is_looked_at(item) or bool(item.why_not)


# -- what is shared ------------------------------------------------------------------------------------


def agreed_settings(store: Store) -> list[Agreed]:
    """Every setting that agrees now to a joint round."""
    ids = [row.setting_id for row in latest(store) if _agrees(row)]
    found = (agreed(each) for each in _readable(contents(store, ids)))
    return [each for each in found if each is not None]


def _readable(kept: Iterable[tuple[str, str]]) -> Iterator[Shared]:
    """The snapshots, but those that this program cannot read: one setting must not keep a round from all."""
    for setting, text in kept:
        try:
            yield Shared.kept_as(setting, text)
        except BadInput:
            continue


def _agrees(row: SharedRow) -> bool:
    return not row.withdrawn and Part.MODERATION in (row.parts or "").split(",")


def drawn_now(store: Store, wish: Wish) -> Draw:
    """The draw as it would be now; nothing is written. Raises as :func:`~rrsa.overview.moderation.draw`."""
    return draw(agreed_settings(store), wish)


def names_of(store: Store) -> dict[str, str]:
    """Setting → its name, of all that share something."""
    return {row.setting_id: row.name or row.setting_id for row in latest(store) if not row.withdrawn}


def snapshots(store: Store, items: Iterable[Moderated]) -> dict[str, Shared]:
    """The snapshots that items were drawn from, by setting; of settings that withdrew, none."""
    at = {item.setting or "": item.shared_at or "" for item in items}
    found: dict[str, Shared] = {}
    for newest in _readable(contents(store, at)):
        if newest.shares(Part.MODERATION):
            found[newest.setting] = newest
    older = [setting for setting, newest in found.items() if newest.at != at[setting]]
    for setting, moment, text in histories(store, older):
        if moment == at[setting]:
            before = Shared.kept_as(setting, text)
            if before.shares(Part.MODERATION):
                found[setting] = before
    return found


# -- reading -------------------------------------------------------------------------------------------


def rounds(portfolio: Portfolio) -> tuple[Moderation, ...]:
    """Every round, the latest first."""
    found = portfolio.moderations.values()
    return tuple(sorted(found, key=lambda each: (each.drawn_on or "", each.id), reverse=True))


def items_of(portfolio: Portfolio, round_id: str) -> tuple[Moderated, ...]:
    """The outcomes that were drawn for a round, by setting and outcome."""
    found = (each for each in portfolio.moderated.values() if each.moderation == round_id and each.present)
    return tuple(sorted(found, key=lambda each: (each.setting or "", each.outcome or "")))


def find_round(desk: Desk, given: str | None) -> str:
    """The round that was meant by its id or title; the only open one, or the only one, where none is named.

    Raises :class:`NotFound` and, where several could be meant, :class:`BadInput`.
    """
    known = rounds(desk.portfolio)
    if given is None:
        going_on = [each for each in known if not each.closed_on] or list(known)
        if len(going_on) == 1:
            return going_on[0].id
        if not going_on:
            raise NotFound(
                _("there is no moderation round yet"), _("draw one with: rrsa overview moderation draw")
            )
        raise BadInput(
            _("it is not said which round is meant"),
            _("name one: {ids}").format(ids=", ".join(each.id for each in going_on)),
        )
    titled = [each.id for each in known if (each.title or "").casefold() == given.strip().casefold()]
    return titled[0] if len(titled) == 1 else desk.moderation_id(given)


def open_round(desk: Desk, round_id: str) -> Round:
    """A round with what is still shared of it."""
    items = items_of(desk.portfolio, round_id)
    return Round(desk.portfolio.moderations[round_id], items, snapshots(desk.store, items))


def find_item(round_: Round, setting: str, outcome: str) -> Moderated:
    """The outcome of a setting that was meant. Raises :class:`NotFound` where it is not in the round."""
    wanted = setting.strip().casefold()
    meant = {
        item.setting or ""
        for item in round_.items
        if wanted in ((item.setting or "").casefold(), round_.name(item.setting or "").casefold())
    }
    if len(meant) != 1:
        raise unknown(
            _("setting in this round"), setting, sorted({item.setting or "" for item in round_.items})
        )
    theirs = {item.outcome or "": item for item in round_.items if item.setting in meant}
    found = theirs.get(outcome.strip())
    if found is None:
        raise unknown(_("outcome of this setting in the round"), outcome, sorted(theirs))
    return found


def item_of_reference(portfolio: Portfolio, given: str) -> Moderated | None:
    """The outcome whose reference was typed, with or without its check character, in any case."""
    text = given.strip().upper()
    ref = without_check(text) if "-" in text else text
    found = (each for each in portfolio.moderated.values() if each.ref and each.ref == ref)
    return next(found, None)


class Checked(NamedTuple):
    """What drawing a round once more came to."""

    can_tell: bool
    """Whether what it was drawn from is still there."""
    same: bool


def check_draw(desk: Desk, round_: Round) -> Checked:
    """Draws a round again from its seed and from what it was drawn from, and compares."""
    record = round_.record
    moments = {item.setting: item.shared_at for item in round_.items}
    found = {each.setting: each for each in agreed_settings(desk.store)}
    for setting, shared in round_.shared.items():
        if shared.at == moments[setting] and (then := agreed(shared)) is not None:
            found[setting] = then
    if digest(found.values()) != record.drawn_from:
        return Checked(can_tell=False, same=False)
    wish = Wish(record.seed or "", record.each or 1, record.settings, bool(record.across))
    drawn = {(i.setting, i.outcome, i.reviewer, i.own) for i in draw(found.values(), wish).items}
    return Checked(True, drawn == {(i.setting, i.outcome, i.reviewer, i.own) for i in round_.items})


def by_reviewer(items: Iterable[Moderated]) -> Iterator[tuple[str, tuple[Moderated, ...]]]:
    """What each setting is to look at, by reference: an order that says nothing of whose it is."""
    found: dict[str, list[Moderated]] = {}
    for item in items:
        found.setdefault(item.reviewer or "", []).append(item)
    for reviewer in sorted(found):
        yield reviewer, tuple(sorted(found[reviewer], key=lambda item: item.ref or ""))
