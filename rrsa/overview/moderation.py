"""Drawing a moderation round: which outcomes are looked at, and by whom. Pure.

Only settings that agreed by sharing what a joint round needs take part, and nobody looks at their own. The
draw is by lot, and each lot is the SHA-256 of the seed and of what it is drawn for, so that the same seed and
the same snapshots give the same draw everywhere and anybody who has both can check it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from hashlib import sha256

from rrsa.errors import BadInput
from rrsa.guide.shared import Part, Shared
from rrsa.i18n import _, ngettext
from rrsa.portfolio.fields import NAME
from rrsa.vocabulary import SettingKind

EACH = 2
"""Outcomes drawn from each setting, unless somebody says otherwise."""
MOST = 20
"""As many outcomes as can be drawn from one setting: more is no sample."""
FEWEST = 2
"""Settings that a round needs: nobody looks at their own."""

_LOTS = 2**256


@dataclass(frozen=True, slots=True)
class Agreed:
    """A setting that agreed to a joint round, as far as the draw knows it."""

    setting: str
    kind: SettingKind
    area: str
    framework: str  # "id@version"
    asked: frozenset[str]  # the ids of all outcomes that its framework has
    grades: int  # how many grades its scale has
    views: Mapping[str, int]  # outcome → its own view, where there is something to read
    at: str  # the snapshot


@dataclass(frozen=True, slots=True)
class Wish:
    """How a round is to be drawn."""

    seed: str
    each: int = EACH
    settings: int | None = None
    """How many settings take part; ``None`` for all that agreed."""
    across: bool = False
    """Whether settings of different frameworks look at each other's, where these ask by the same ids."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One outcome of one setting, and the setting whose people look at it."""

    setting: str
    outcome: str
    reviewer: str
    own: int
    shared_at: str


class Why(StrEnum):
    """Why a setting that agreed takes no part."""

    NOTHING = "nothing"
    ALONE = "alone"
    NOT_DRAWN = "not-drawn"

    @property
    def label(self) -> str:
        return {
            "nothing": _("has shared no view with words or evidence to read"),
            "alone": _("has nobody to exchange with: no other setting asks the same outcomes"),
            "not-drawn": _("was not drawn this time"),
        }[self.value]


@dataclass(frozen=True)
class Draw:
    """A round as it would be, before it is written down. ``items`` are by setting and outcome."""

    wish: Wish
    items: tuple[Drawn, ...]
    left_out: Mapping[str, Why]
    drawn_from: str
    frameworks: tuple[str, ...] = ()
    """Those of the settings that take part, as ``id@version``."""

    @cached_property
    def taking_part(self) -> tuple[str, ...]:
        """The ids of the settings of which something was drawn, in order."""
        return tuple(sorted({item.setting for item in self.items}))


def agreed(shared: Shared) -> Agreed | None:
    """What the draw needs of a snapshot; ``None`` where its setting did not agree to a joint round."""
    if not shared.shares(Part.MODERATION):
        return None
    views = {
        each.outcome: each.view
        for each in shared.outcomes.values()
        if each.view is not None and (each.line or each.achieved or each.difference or each.pieces)
    }
    return Agreed(
        setting=shared.setting,
        kind=shared.kind,
        area=shared.area or "",
        framework=shared.framework,
        asked=frozenset(shared.short),
        grades=max(len(shared.scale), 1),
        views=views,
        at=shared.at,
    )


def check_wish(wish: Wish) -> None:
    """Raises :class:`BadInput` where a round cannot be drawn so, whoever agreed."""
    if not wish.seed.strip() or len(wish.seed) > NAME:
        raise BadInput(
            _("the seed must be a few characters"),
            _("give a day or a word, up to {limit} characters").format(limit=NAME),
        )
    if not 1 <= wish.each <= MOST:
        raise BadInput(
            _("{n} outcomes from each setting is no sample").format(n=wish.each),
            _("give a number from 1 to {most}").format(most=MOST),
        )
    if wish.settings is not None and wish.settings < FEWEST:
        raise BadInput(
            _("a round needs two settings, since nobody looks at their own"), _("draw two or more, or all")
        )


def draw(found: Iterable[Agreed], wish: Wish) -> Draw:
    """The draw over the settings that agreed, in whatever order they come.

    Who takes part: all, or ``wish.settings`` of them in proportion to framework, kind and area. What is
    looked at: as many outcomes from each, chosen so that over the round every grade and every outcome comes
    up as evenly as what the settings say allows; among equals the lot decides. Who looks: everybody passes on
    to others just as many as they are given, and to different ones before anybody comes twice.

    Raises :class:`BadInput` where too few agreed, or where the wish will not do.
    """
    check_wish(wish)
    known = sorted(found, key=lambda each: each.setting)
    ready = [each for each in known if each.views]
    left_out = {each.setting: Why.NOTHING for each in known if not each.views}
    pools = _pools(ready, wish.across)
    for pool in pools:
        if len(pool) < FEWEST:
            left_out.update((each.setting, Why.ALONE) for each in pool)
    pools = [pool for pool in pools if len(pool) >= FEWEST]
    if not pools:
        raise _too_few(known, left_out)
    chosen = _chosen([each for pool in pools for each in pool], wish)
    left_out.update(
        (each.setting, Why.NOT_DRAWN) for pool in pools for each in pool if each.setting not in chosen
    )
    items: list[Drawn] = []
    for pool in pools:
        items += _exchanged([each for each in pool if each.setting in chosen], wish)
    items.sort(key=lambda item: (item.setting, item.outcome))
    frameworks = {each.framework for each in known if each.setting in chosen}
    return Draw(wish, tuple(items), left_out, digest(known), tuple(sorted(frameworks)))


def digest(found: Iterable[Agreed]) -> str:
    """A SHA-256 of all that a draw depends on besides the wish."""
    lines = []
    for each in sorted(found, key=lambda each: each.setting):
        views = ",".join(f"{outcome}={view}" for outcome, view in sorted(each.views.items()))
        asked = ",".join(sorted(each.asked))
        lines.append(
            "\t".join(
                (each.setting, each.kind.value, each.area, each.framework, asked, str(each.grades), views)
            )
        )
    return sha256("\n".join(lines).encode()).hexdigest()


def _too_few(known: Sequence[Agreed], left_out: Mapping[str, Why]) -> BadInput:
    how = _("a setting agrees with: rrsa share SETTING --parts moderation")
    if len(known) < FEWEST:
        n = len(known)
        what = (
            ngettext(
                "a round needs two settings, and {n} has agreed",
                "a round needs two settings, and {n} have agreed",
                n,
            ).format(n=n)
            if n
            else _("a round needs two settings, and none has agreed")
        )
        return BadInput(what, how)
    if sum(1 for why in left_out.values() if why is Why.ALONE) >= FEWEST:
        return BadInput(
            _("no two of the settings that agreed are asked by the same framework"),
            _("wait for another of its kind, or let them look across with --across"),
        )
    return BadInput(_("fewer than two of the settings that agreed have shared something to read"), how)


def _pools(ready: Iterable[Agreed], across: bool) -> list[list[Agreed]]:
    """The settings that may look at each other's: the same framework, whatever its version; across
    frameworks only where all ids of outcomes are the same, so that each knows what the other is asked."""
    pools: dict[tuple[str, tuple[str, ...]], list[Agreed]] = {}
    for each in ready:
        framework = "" if across else each.framework.partition("@")[0]
        pools.setdefault((framework, tuple(sorted(each.asked))), []).append(each)
    return [pools[key] for key in sorted(pools)]


# -- by lot --------------------------------------------------------------------------------------------


def _lot(seed: str, *words: str) -> int:
    """A lot: a number below 2**256, the same for the same words. Anything that can hash can draw it."""
    return int.from_bytes(sha256("\x1f".join((seed, *words)).encode()).digest(), "big")


def _spread(members: Sequence[str], stratum: Callable[[str], str], lot: Callable[..., int]) -> list[str]:
    """The members by lot, those of each stratum spread evenly over the whole: so the first few of the order
    hold each stratum in proportion, and neighbours seldom belong to one."""
    groups: dict[str, list[str]] = {}
    for each in members:
        groups.setdefault(stratum(each), []).append(each)
    placed: list[tuple[Fraction, int, str]] = []
    for key, group in groups.items():
        start = Fraction(lot("start", key), _LOTS)
        for n, each in enumerate(sorted(group, key=lambda one: lot("order", one))):
            placed.append(((n + start) / len(group), lot("place", each), each))
    return [each for _place, _lot_, each in sorted(placed, key=lambda one: one[:2])]


def _in_order(pool: Sequence[Agreed], seed: str) -> list[Agreed]:
    known = {each.setting: each for each in pool}
    order = _spread(
        sorted(known),
        lambda setting: "\x1f".join(
            (known[setting].framework.partition("@")[0], known[setting].kind.value, known[setting].area)
        ),
        lambda *words: _lot(seed, "settings", *words),
    )
    return [known[setting] for setting in order]


def _chosen(ready: Sequence[Agreed], wish: Wish) -> frozenset[str]:
    """Who takes part. Where only one of those who exchange with each other was drawn, the next one of them
    comes too: there are then a few more than were asked for, and nobody is alone."""
    if wish.settings is None or wish.settings >= len(ready):
        return frozenset(each.setting for each in ready)
    order = _in_order(ready, wish.seed)
    chosen = [each.setting for each in order[: wish.settings]]
    for pool in _pools(order, wish.across):
        within = [each.setting for each in pool if each.setting in chosen]
        if len(within) == 1:
            chosen.append(next(each.setting for each in pool if each.setting not in chosen))
    return frozenset(chosen)


def _exchanged(pool: Sequence[Agreed], wish: Wish) -> list[Drawn]:
    """One turn after another: everybody who still has an outcome puts one in, and all pass theirs on by as
    many places as it is the turn, so that each gives what it gets."""
    ring = _in_order(pool, wish.seed)
    scale = {each.setting: each.grades for each in ring}
    by_view: Counter[tuple[int, int]] = Counter()
    by_outcome: Counter[str] = Counter()
    taken: dict[str, set[str]] = {each.setting: set() for each in ring}
    items: list[Drawn] = []
    for turn in range(wish.each):
        still = [each for each in ring if len(each.views) > len(taken[each.setting])]
        if len(still) < FEWEST:
            break
        picked: dict[str, str] = {}
        for each in sorted(still, key=lambda one: _lot(wish.seed, "turn", str(turn), one.setting)):

            def weight(outcome: str, each: Agreed = each) -> tuple[int, int]:
                seen = each.grades * by_view[each.grades, each.views[outcome]]
                seen += len(each.asked) * by_outcome[outcome]
                return seen, _lot(wish.seed, "outcome", each.setting, outcome)

            outcome = min((o for o in each.views if o not in taken[each.setting]), key=weight)
            picked[each.setting] = outcome
            taken[each.setting].add(outcome)
            by_view[scale[each.setting], each.views[outcome]] += 1
            by_outcome[outcome] += 1
        step = 1 + turn % (len(still) - 1)
        for place, each in enumerate(still):
            reviewer = still[(place + step) % len(still)].setting
            outcome = picked[each.setting]
            items.append(Drawn(each.setting, outcome, reviewer, each.views[outcome], each.at))
    return items
