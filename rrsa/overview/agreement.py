"""What a moderation round found: how alike settings and those who looked read the same words. Pure.

It tells how *outcomes* are read. There is no figure about whoever looked, nor about their setting, and none
can be worked out: a count is over at least five settings that were looked at and five that looked, small
parts of it are hidden, outcomes are told in words, and nothing here depends on who looked at what.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rrsa.guide.shared import Shared
from rrsa.i18n import _, ngettext
from rrsa.overview.rounds import Round, is_answered
from rrsa.portfolio.desk import Moderated
from rrsa.portfolio.privacy import SMALL, suppress
from rrsa.vocabulary import SettingKind

MOSTLY = 3, 4
"""From this share on (three of four) outcomes are *mostly* read one way."""


class How(StrEnum):
    """How a setting's own view and that of those who looked lie to each other."""

    SAME = "same"
    ONE_STEP = "one-step"
    FURTHER = "further"

    @property
    def label(self) -> str:
        return {
            "same": _("read alike"),
            "one-step": _("one step apart"),
            "further": _("further apart"),
        }[self.value]


class State(StrEnum):
    """How far one outcome of a round has come."""

    WAITING = "waiting"
    LOOKED_AT = "looked-at"
    IN_WORDS = "in-words"
    NOT_LOOKED_AT = "not-looked-at"
    NOBODY = "nobody"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            "waiting": _("waits to be looked at"),
            "looked-at": _("looked at"),
            "in-words": _("looked at, in words alone"),
            "not-looked-at": _("could not be looked at"),
            "nobody": _("nobody is to look at it any more"),
            "withdrawn": _("withdrawn by its setting"),
        }[self.value]


def state(round_: Round, item: Moderated) -> State:
    """What has become of an outcome that was drawn: withdrawn before all else, a view before words."""
    if item.setting not in round_.shared:
        return State.WITHDRAWN
    if item.view is not None:
        return State.LOOKED_AT
    if item.words:
        return State.IN_WORDS
    if item.why_not:
        return State.NOT_LOOKED_AT
    return State.WAITING if item.reviewer in round_.shared else State.NOBODY


def how(item: Moderated) -> How | None:
    """How far apart the two views are; ``None`` where one of them is missing."""
    if item.view is None or item.own is None:
        return None
    apart = abs(item.view - item.own)
    return How.SAME if apart == 0 else How.ONE_STEP if apart == 1 else How.FURTHER


# -- one outcome ---------------------------------------------------------------------------------------


def grade_words(shared: Shared, grade: int | None) -> str:
    """``3 Making a difference``."""
    if grade is None:
        return _("no view")
    name = shared.scale.get(grade)
    return f"{grade} {name}" if name else str(grade)


def sentence(shared: Shared, item: Moderated) -> str:
    """``It says 3 Making a difference; whoever looked says 2 Taking shape: one step apart``."""
    own = grade_words(shared, item.own)
    if item.view is None:
        if item.words:
            return _("It says {own}; whoever looked left words and no view").format(own=own)
        if item.why_not:
            return _("It says {own}; nobody could look: {why}").format(own=own, why=item.why_not)
        return _("It says {own}; nobody has looked yet").format(own=own)
    apart = how(item)
    return _("It says {own}; whoever looked says {view}: {apart}").format(
        own=own, view=grade_words(shared, item.view), apart=apart.label if apart else ""
    )


def outcome_words(shared: Shared, outcome: str) -> str:
    """``4 Safe``."""
    return f"{outcome} {shared.short.get(outcome, '')}".strip()


# -- the round -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts over a round; ``None`` where a number may not be told. ``n`` is how many both views are of."""

    n: int | None
    parts: Mapping[How, int | None]


@dataclass(frozen=True, slots=True)
class OutcomeRead:
    """How one outcome was read over the round: words, never a count of how often."""

    framework: str
    outcome: str
    short: str
    told: str
    differs: bool
    """Whether anybody read it otherwise than its setting."""
    few: bool
    """Whether there is too little of it to say in which cases the words were written."""
    apart: tuple[str, ...]
    """What was written where it was read differently; all that was written where there is little of it."""
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """All that a round says. ``settings`` counts by kind those that took part, as it may leave."""

    settings: Mapping[SettingKind, int | None]
    counted: Counted
    leaning: str
    outcomes: tuple[OutcomeRead, ...]
    untold: tuple[str, ...]
    """The frameworks of which so few take part that to tell how theirs were read would be to tell of one."""
    waiting: bool
    why_not: tuple[str, ...]


def agreement(round_: Round) -> Agreement:
    """What the round found so far, from the outcomes whose settings still share."""
    both = [item for item in round_.standing if how(item) is not None]
    told, clean = _told_frameworks(round_), unnamed(round_)
    return Agreement(
        settings=_settings(round_),
        counted=_counted(both),
        leaning=_leaning(both),
        outcomes=tuple(_outcomes(round_, told)),
        untold=tuple(sorted({_framework(round_, item) for item in round_.looked_at} - told)),
        waiting=bool(round_.waiting),
        why_not=tuple(
            sorted(
                {
                    clean(item.why_not)
                    for item in round_.standing
                    if item.why_not and _framework(round_, item) in told
                }
            )
        ),
    )


def enough(items: Iterable[Moderated]) -> bool:
    """Whether something may be counted over these: at least five settings, and five that looked."""
    items = list(items)
    return min(len({item.setting for item in items}), len({item.reviewer for item in items})) >= SMALL


def _framework(round_: Round, item: Moderated) -> str:
    return round_.shared[item.setting or ""].framework.partition("@")[0]


def _told_frameworks(round_: Round) -> frozenset[str]:
    """The frameworks of which at least five settings take part. Of fewer, nothing is told outcome by outcome:
    whoever looked at one would read there what that setting says of itself."""
    settings = {item.setting or "": _framework(round_, item) for item in round_.standing}
    counts = Counter(settings.values())
    return frozenset(each for each in counts if counts[each] >= SMALL)


def _settings(round_: Round) -> Mapping[SettingKind, int | None]:
    found = Counter(shared.kind for shared in round_.shared.values())
    return suppress({kind: found[kind] for kind in SettingKind if found[kind]})


def _counted(both: Sequence[Moderated]) -> Counted:
    if not enough(both):
        return Counted(None, dict.fromkeys(How))
    found = Counter(how(item) for item in both)
    return Counted(len(both), suppress({each: found[each] for each in How}))


def _leaning(both: Sequence[Moderated]) -> str:
    """Which way it differs, where that is over enough settings to say."""
    apart = [item for item in both if how(item) is not How.SAME]
    if not enough(apart):
        return ""
    higher = sum((item.own or 0) > (item.view or 0) for item in apart)
    if _mostly(higher, len(apart)):
        return _("Where they differ, settings mostly see themselves higher than those who looked.")
    if _mostly(len(apart) - higher, len(apart)):
        return _("Where they differ, settings mostly see themselves lower than those who looked.")
    return _("Where they differ, settings see themselves now higher, now lower than those who looked.")


def _mostly(part: int, whole: int) -> bool:
    of, out_of = MOSTLY
    return part * out_of >= whole * of


def _outcomes(round_: Round, told: frozenset[str]) -> Iterator[OutcomeRead]:
    """By framework and in its order; one that nobody has said anything of is left out."""
    found: dict[tuple[str, str], list[Moderated]] = {}
    for item in round_.looked_at:
        framework = _framework(round_, item)
        if framework in told:
            found.setdefault((framework, item.outcome or ""), []).append(item)
    clean = unnamed(round_)
    order = {o: n for shared in round_.shared.values() for n, o in enumerate(shared.short)}
    for framework, outcome in sorted(found, key=lambda key: (key[0], order.get(key[1], 0), key[1])):
        items = found[framework, outcome]
        shared = round_.shared[items[0].setting or ""]
        both = [item for item in items if how(item) is not None]
        apart = [item for item in both if how(item) is not How.SAME]
        few = not (enough(both) and (not apart or enough(apart)))
        # The same words stand once: how often they were written is a count.
        said = {
            each: {clean(item.words) for item in items if item.words and (item in apart) is each}
            for each in (True, False)
        }
        yield OutcomeRead(
            framework=framework,
            outcome=outcome,
            short=shared.short.get(outcome, ""),
            told=_told(both, apart),
            differs=bool(apart),
            few=few,
            apart=tuple(sorted(said[True] | said[False] if few else said[True])),
            alike=() if few else tuple(sorted(said[False])),
        )


def _told(both: Sequence[Moderated], apart: Sequence[Moderated]) -> str:
    if not both:
        return _("Spoken of in words alone")
    if not apart:
        return _("Read alike")
    if not enough(both):
        return _("Not always read alike")
    if _mostly(len(both) - len(apart), len(both)):
        return _("Mostly read alike")
    if _mostly(len(apart), len(both)):
        return _("Mostly read differently")
    return _("Read differently about as often as alike")


def unnamed(round_: Round) -> Callable[[str], str]:
    """A function that takes the names of all settings of the round out of what somebody wrote."""
    names = {shared.name for shared in round_.shared.values()} | {item.setting or "" for item in round_.items}
    return lambda text: without_names(text, names, _("the setting"))


def without_names(text: str, names: Iterable[str], instead: str) -> str:
    """``text`` without these names, in whatever case and spacing they are written, longest first."""
    known = sorted({" ".join(name.split()) for name in names if name.strip()}, key=len, reverse=True)
    if not known:
        return text
    pattern = "|".join(r"\s+".join(map(re.escape, name.split())).replace("'", "['’]") for name in known)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", instead, text, flags=re.IGNORECASE)


# -- in words ------------------------------------------------------------------------------------------


def counted_words(counted: Counted) -> tuple[str, ...]:
    """The counts of a round as lines; one line of words where nothing may be counted."""
    if counted.n is None:
        return (_("Fewer than five settings were looked at, or looked, so nothing is counted."),)
    lines = [
        ngettext(
            "{n} outcome was looked at with a view on both sides.",
            "{n} outcomes were looked at with a view on both sides.",
            counted.n,
        ).format(n=counted.n)
    ]
    for each, part in counted.parts.items():
        lines.append(_("{how}: {count}").format(how=each.label.capitalize(), count=part_words(part)))
    return tuple(lines)


def untold_words(found: Agreement, title: Callable[[str], str]) -> tuple[str, ...]:
    """Why nothing is told of how outcomes of a framework were read: a line for each such framework."""
    return tuple(
        _(
            "{framework}: fewer than five settings take part, so how their outcomes were read is not told "
            "here; it would be about one of them. Each gets back what was said of its own."
        ).format(framework=title(each))
        for each in found.untold
    )


def part_words(part: int | None) -> str:
    """A part of a count as it may be told."""
    if part is None:
        return _("not shown, so that no small number is given away")
    return _("none") if part == 0 else str(part)


def progress_words(round_: Round) -> str:
    """How far a round has come, in words."""
    if round_.record.closed_on:
        return _("closed")
    if not round_.standing:
        return _("every setting in it has withdrawn")
    waiting, all_ = len(round_.waiting), len(round_.standing)
    if not any(is_answered(item) for item in round_.standing):
        return _("nobody has looked yet")
    if waiting == 0:
        return (
            _("nothing waits any more")
            if round_.nobody
            else _("all have been looked at, or it is said why not")
        )
    if _mostly(all_ - waiting, all_):
        return _("most have been looked at")
    return _("some have been looked at")


def back_words(round_: Round, reviewer: str, items: Sequence[Moderated]) -> str:
    """How far one setting has come with what it is to look at: words, and never how many."""
    if reviewer not in round_.shared:
        return _("has withdrawn")
    waiting = sum(not is_answered(item) for item in items)
    if waiting == 0:
        return _("all back")
    return _("not back yet") if waiting == len(items) else _("some still to come")
