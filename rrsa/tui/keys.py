"""Every key of the app, collected from where it is declared, and changing them.

Keys are declared once, in the ``BINDINGS`` of what they work on, each with an id that is permanent. The
list of keys in the documentation, the dialog and people's own choices are all made from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from textual.binding import Binding

from rrsa.errors import BadInput
from rrsa.i18n import _

PLACES: tuple[tuple[str, str], ...] = (
    (_("Everywhere"), "rrsa.tui.app:RrsaApp"),
    (_("First screen"), "rrsa.tui.screens.start:StartScreen"),
    (_("Every page of a setting"), "rrsa.tui.screens.setting_screen:SettingScreen"),
    (_("Home"), "rrsa.tui.screens.home:HomeScreen"),
    (_("Quick look"), "rrsa.tui.screens.quick_look:QuickLookScreen"),
    (_("Outcome"), "rrsa.tui.screens.outcome:OutcomeScreen"),
    (_("Outcome: look-fors"), "rrsa.tui.widgets.lists:LookForList"),
    (_("Outcome: evidence"), "rrsa.tui.widgets.lists:EvidenceList"),
    (_("Outcome: actions"), "rrsa.tui.widgets.lists:ActionList"),
    (_("Readiness"), "rrsa.tui.screens.readiness:ReadinessScreen"),
    (_("Ten minutes"), "rrsa.tui.screens.ten_minutes:TenMinutesScreen"),
    (_("Evidence"), "rrsa.tui.screens.register:RegisterScreen"),
    (_("Action plan"), "rrsa.tui.screens.plan:PlanScreen"),
    (_("Measures"), "rrsa.tui.screens.measures:MeasuresScreen"),
    (_("Visit"), "rrsa.tui.screens.visit:VisitScreen"),
    (_("Any day"), "rrsa.tui.screens.any_day:AnyDayScreen"),
    (_("Meeting"), "rrsa.tui.screens.meeting:MeetingScreen"),
    (_("Voices"), "rrsa.tui.screens.rounds:RoundsScreen"),
    (_("Asking"), "rrsa.tui.screens.asking:AskingScreen"),
    (_("Key people"), "rrsa.tui.screens.rings:RingsScreen"),
    (_("Others’ views"), "rrsa.tui.screens.reviews:ReviewsScreen"),
    (_("Reviewing"), "rrsa.tui.screens.reviewing:ReviewingScreen"),
    (_("What is new"), "rrsa.tui.screens.news:NewsScreen"),
    (_("History"), "rrsa.tui.screens.history:HistoryScreen"),
    (_("Bringing in"), "rrsa.tui.screens.bringing_in:BringingInScreen"),
    (_("Kept from before"), "rrsa.tui.screens.moving:KeptScreen"),
    (_("Every page of the desk"), "rrsa.tui.screens.desk_screen:DeskScreen"),
    (_("Overview"), "rrsa.tui.screens.overview:OverviewScreen"),
    (_("Needs"), "rrsa.tui.screens.overview_needs:NeedsScreen"),
    (_("Copies and packs"), "rrsa.tui.screens.overview_send:SendScreen"),
    (_("Targets"), "rrsa.tui.screens.overview_targets:TargetsScreen"),
    (_("Dialogs"), "rrsa.tui.dialogs.dialog:Dialog"),
)
"""Where keys work, in the order in which people meet it: a title, and module:class."""

KEPT = frozenset({"tab", "shift+tab", "ctrl+c", "ctrl+p", "ctrl+q", "up", "down", "left", "right"})
"""Keys that everything relies on, or that the terminal takes for itself."""


class Key(NamedTuple):
    """One key: its binding's id, where it works, and what it does."""

    id: str
    place: str
    owner: type[Any]
    key: str
    label: str


def place_classes() -> Iterator[tuple[str, type[Any]]]:
    """Each place with the class whose keys work there."""
    for title, where in PLACES:
        module, _colon, name = where.partition(":")
        yield title, getattr(import_module(module), name)


def all_keys(keymap: Mapping[str, str]) -> list[Key]:
    """Every key, as it is with somebody's own choices; number keys for grades stay as they are."""
    found: dict[str, Key] = {}
    for title, owner in place_classes():
        for binding in owner.__dict__.get("BINDINGS", ()):
            # A page may say more of a key that works everywhere; it stays that key.
            if isinstance(binding, Binding) and binding.id and binding.description:
                label = binding.tooltip or binding.description
                key = keymap.get(binding.id, binding.key)
                found.setdefault(binding.id, Key(binding.id, title, owner, key, label))
    return list(found.values())


def changed(keymap: Mapping[str, str], id_: str, key: str) -> dict[str, str]:
    """``keymap`` with another key for a binding.

    Raises :class:`BadInput` for a key that is kept for something else, or taken where this one works.
    """
    if key in KEPT:
        raise BadInput(
            _("{key} is needed as it is").format(key=key), _("press another key, or Escape to leave")
        )
    keys = all_keys(keymap)
    mine = next(each for each in keys if each.id == id_)
    for other in keys:
        if other.id != id_ and key in other.key.split(",") and _meet(mine, other):
            raise BadInput(
                _("{key} is taken: {label} ({place})").format(key=key, label=other.label, place=other.place),
                _("press another key, or change that one first"),
            )
    return {**keymap, id_: key}


def _meet(one: Key, other: Key) -> bool:
    """Whether both can be reached at the same moment."""
    everywhere = PLACES[0][0]
    return (
        everywhere in (one.place, other.place)
        or issubclass(one.owner, other.owner)
        or issubclass(other.owner, one.owner)
    )


def usable(keymap: Mapping[str, str]) -> dict[str, str]:
    """What of a remembered keymap still has a binding to go with."""
    known = {key.id for key in all_keys({})}
    return {id_: key for id_, key in keymap.items() if id_ in known and key}
