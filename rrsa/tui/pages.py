"""The pages of an open setting, each with its key: what one can go to from anywhere.

This is the only list of them: keys, palette, the *Go to* dialog and resuming are all made from it.
"""

from __future__ import annotations

from typing import NamedTuple

from rrsa.i18n import _
from rrsa.vocabulary import SettingKind

_VISITED = frozenset({SettingKind.SCHOOL, SettingKind.PARTNERSHIP})


class Page(NamedTuple):
    """A page by its name, which is permanent: it is remembered for resuming and in people's key maps."""

    name: str
    key: str
    label: str
    tooltip: str
    where: str  # module:class, read when somebody goes there
    kinds: frozenset[SettingKind] | None = None  # the kinds of setting that have it; None: all
    of_outcome: bool = False  # it shows one outcome, and takes ``outcome``


PAGES: tuple[Page, ...] = (
    Page(
        "ten-minutes",
        "T",
        _("Ten minutes"),
        _("The most useful few things, one at a time"),
        "rrsa.tui.screens.ten_minutes:TenMinutesScreen",
    ),
    Page(
        "register",
        "E",
        _("Evidence"),
        _("All evidence in one table"),
        "rrsa.tui.screens.register:RegisterScreen",
    ),
    Page(
        "plan",
        "A",
        _("Action plan"),
        _("Everything to do, by outcome or by date"),
        "rrsa.tui.screens.plan:PlanScreen",
    ),
    Page(
        "measures",
        "M",
        _("Measures"),
        _("What was counted, beside what was done"),
        "rrsa.tui.screens.measures:MeasuresScreen",
    ),
    Page(
        "visit",
        "V",
        _("Visit"),
        _("Getting ready for a visit"),
        "rrsa.tui.screens.visit:VisitScreen",
        _VISITED,
    ),
    Page(
        "any-day",
        "D",
        _("Any day"),
        _("One outcome on one page, for whoever asks today"),
        "rrsa.tui.screens.any_day:AnyDayScreen",
        of_outcome=True,
    ),
    Page(
        "meeting",
        "G",
        _("Meeting"),
        _("One outcome, large, in children’s words"),
        "rrsa.tui.screens.meeting:MeetingScreen",
        of_outcome=True,
    ),
    Page(
        "voices",
        "C",
        _("Voices"),
        _("What children and adults answered, before and now"),
        "rrsa.tui.screens.rounds:RoundsScreen",
    ),
    Page(
        "reviews",
        "R",
        _("Others’ views"),
        _("How others see it, beside your own view"),
        "rrsa.tui.screens.reviews:ReviewsScreen",
    ),
    Page(
        "news",
        "N",
        _("What is new"),
        _("What changed since you were last here"),
        "rrsa.tui.screens.news:NewsScreen",
    ),
    Page(
        "history",
        "H",
        _("History"),
        _("What was changed, by outcome, item and day"),
        "rrsa.tui.screens.history:HistoryScreen",
    ),
)
