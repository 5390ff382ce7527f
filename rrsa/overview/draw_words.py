"""A draw in words, before it is written down: who takes part, what goes to whom, who does not and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rrsa.i18n import _, ngettext
from rrsa.overview.moderation import Draw
from rrsa.portfolio.privacy import SMALL


def summary_words(made: Draw) -> str:
    """``Seed “2026-11-26”: 20 outcomes of 10 settings.``"""
    n, settings = len(made.items), len(made.taking_part)
    outcomes = ngettext("{n} outcome", "{n} outcomes", n).format(n=n)
    return _("Seed “{seed}”: {outcomes} of {n} settings.").format(
        seed=made.wish.seed, outcomes=outcomes, n=settings
    )


def number_words(made: Draw) -> str:
    """Why another number of settings takes part than was asked for; empty where it is that number, or all."""
    wanted, n = made.wish.settings, len(made.taking_part)
    if wanted is None or n == wanted:
        return ""
    if n < wanted:
        return _("You asked for {wanted} settings; no more than {n} can take part.").format(
            wanted=wanted, n=n
        )
    return _(
        "You asked for {wanted} settings, and {n} take part: where one was drawn that had nobody to exchange "
        "with, another like it comes too, since nobody looks at their own."
    ).format(wanted=wanted, n=n)


def setting_lines(made: Draw, names: Mapping[str, str]) -> Iterator[str]:
    """``Kirkbrae Primary: outcome 4 to Glenmore School; outcome 7 to …``, a line for each that takes part."""
    for setting in made.taking_part:
        told = "; ".join(
            _("outcome {outcome} to {reviewer}").format(
                outcome=item.outcome, reviewer=names.get(item.reviewer, item.reviewer)
            )
            for item in made.items
            if item.setting == setting
        )
        yield f"{names.get(setting, setting)}: {told}"


def left_out_lines(made: Draw, names: Mapping[str, str]) -> Iterator[str]:
    """Those that agreed and take no part, with the reason."""
    for setting, why in sorted(made.left_out.items()):
        yield f"{names.get(setting, setting)}: {why.label}"


def few_words(made: Draw) -> str:
    """What too small a round means for its report; empty where it is large enough."""
    if len(made.taking_part) >= SMALL:
        return ""
    return _(
        "With fewer than five settings the report neither counts nor tells how an outcome was read: each "
        "setting gets back what was said of its own."
    )
