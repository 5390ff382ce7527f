"""Figures of groups in words: always with how many were counted, and never more exactly than they may be."""

from __future__ import annotations

from collections.abc import Iterable

from rrsa.i18n import _
from rrsa.overview.figures import Few, Range, Ranges, Share
from rrsa.overview.groups import Figure, Figures, Words, kinds
from rrsa.portfolio.checks import show_day
from rrsa.quantity import quantity_word
from rrsa.vocabulary import SettingKind

ENOUGH = 20
"""Settings from which a share of them has a word: below, one setting more would change it."""


def share_words(said: Share, n: int, kind: SettingKind) -> str:
    """``the majority, 24 of 41``; ``9 of 15``; ``fewer than five of 41, or none``; ``not told``."""
    if said is None:
        return _("not told, since it would be about fewer than five")
    if said is Few.FEW:
        return _("some, fewer than five of {n}").format(n=n)
    if said is Few.NONE_OR_FEW:
        return _("fewer than five of {n}, or none").format(n=n)
    if said is Few.NEARLY_ALL:
        return _("all but fewer than five of {n}").format(n=n)
    if said is Few.ALL_OR_NEARLY:
        return _("all {n}, or all but fewer than five").format(n=n)
    assert isinstance(said, int)
    if said == 0:
        return _("none of {n}").format(n=n)
    if said == n:
        return _("all {n}").format(n=n)
    counted = _("{count} of {n}").format(count=said, n=n)
    if n < ENOUGH or kind is SettingKind.RESIDENTIAL:
        return counted
    return _("{word}, {said}").format(word=quantity_word(said, n), said=counted)


def range_name(words: Words, each: Range, nothing: str) -> str:
    """Where a range lies on the scale: ``at 2 (Taking shape) or lower, or not looked at``. ``nothing`` says
    what step 0 is."""
    top = max(words.scale, default=0)
    if each.high == 0:
        return nothing
    name = words.grade(each.high)
    if each.low == 0:
        if each.high == 1:
            return _("at {grade}, or {nothing}").format(grade=name, nothing=nothing)
        return _("at {grade} or lower, or {nothing}").format(grade=name, nothing=nothing)
    low = words.grade(each.low)
    if each.high == top and each.low < top:
        return _("at {grade} or above").format(grade=low)
    if each.low == each.high:
        return _("at {grade}").format(grade=low)
    return _("at {low} to {high}").format(low=each.low, high=name)


def stage_range_name(words: Words, each: Range, nothing: str) -> str:
    """The same for stages: ``Bronze or none yet``; ``Silver or later``."""
    names = list(words.stages.values())
    if each.high == 0:
        return nothing
    own = [*([nothing] if each.low == 0 else []), *names[max(each.low, 1) - 1 : each.high]]
    return _(" or ").join(own)


def views_nothing() -> str:
    """What step 0 is called where views are counted."""
    return _("not looked at yet")


def shown_nothing() -> str:
    """What step 0 is called where it is counted how far outcomes are shown."""
    return _("nothing shown yet")


def spread_words(figure: Figure, outcome: str) -> str:
    """An outcome's spread in a line, the lowest first; or why there is none."""
    nothing = views_nothing() if figure.subject == "views" else shown_nothing()
    found = figure.ranges(outcome)
    words = figure.words
    return _told((f"{each.settings} {range_name(words, each, nothing)}" for each in found), figure.n)


def stage_words(figure: Figure, of: str) -> str:
    """Which stages are held, or aimed at, in a line."""
    nothing = _("none yet") if of == "held" else _("none said")
    words = figure.words
    found: Ranges = figure.stages(of)
    return _told((f"{each.settings} {stage_range_name(words, each, nothing)}" for each in found), figure.n)


def _told(parts: Iterable[str], n: int) -> str:
    said = "; ".join(parts)
    if not said:
        return _("of {n}, too few stand apart from the others to say where").format(n=n)
    return _("of {n}: {said}").format(n=n, said=said)


def no_outcome_told(n: int, kind: SettingKind) -> str:
    """Instead of a line for each outcome that says nothing."""
    return _(
        "Nothing is told outcome by outcome: with {n} {kinds}, each figure would be about fewer than five."
    ).format(n=n, kinds=kinds(kind))


def counted_words(figure: Figure) -> str:
    """Whom a figure is about and of which day it is: ``41 schools, as of 3 Apr 2026``."""
    return _("{n} {kinds}, as of {day}").format(
        n=figure.n, kinds=kinds(figure.words.kind), day=show_day(figure.on)
    )


def beside_words(whole: Share, n: int, kind: SettingKind) -> str:
    """The same over all settings of the framework: ``all schools: less than half, 21 of 48``."""
    return _("all {kinds}: {said}").format(kinds=kinds(kind), said=share_words(whole, n, kind))


def nothing_told(figures: Figures) -> str:
    """Why nothing is told of groups yet, and what to do about it."""
    if figures.others_make:
        return _(
            "Nothing is told of groups yet. Their figures are about all settings here, and are made when "
            "whoever coordinates all of them looks at the needs. You see them then, where they count at "
            "least five settings besides those that you see; with fewer, one could reckon these out."
        )
    return _(
        "Nothing is told of groups yet. Figures are made once five settings of one framework have shared the "
        "same part, such as their views."
    )


def whose_figures(figures: Figures) -> str:
    """That figures are about more settings than whoever looks coordinates; empty where they are not."""
    if not figures.others_make:
        return ""
    return _("These figures are about all settings here, and are made by whoever coordinates all of them.")


def how_made() -> str:
    """What to say wherever figures of groups stand."""
    return _(
        "Figures are about five settings or more and name none. They are made anew once at least five have "
        "shared anew, so that nobody can tell one by counting before and after."
    )
