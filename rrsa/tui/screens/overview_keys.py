"""The keys of the overview; those of its other pages show once the page is there."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from rrsa.i18n import _

KEYS: list[BindingType] = [
    Binding("v", "notice", _("Notice"), id="overview.notice", tooltip=_("What is worth noticing")),
    Binding("f", "filter", _("Filter"), show=False, id="overview.filter", tooltip=_("List only some")),
    Binding(
        "slash",
        "search",
        _("Search"),
        key_display="/",
        show=False,
        id="overview.search",
        tooltip=_("List where these words occur"),
    ),
    Binding("s", "sort", _("Order"), show=False, id="overview.sort", tooltip=_("Another order")),
    Binding("b", "group", _("Groups"), show=False, id="overview.group", tooltip=_("Other groups")),
    Binding("0", "everything", _("All"), show=False, id="overview.all", tooltip=_("List all again")),
    Binding("a", "add", _("Add"), show=False, id="overview.add", tooltip=_("Put a setting on your list")),
    Binding(
        "l",
        "take_list",
        _("List"),
        show=False,
        id="overview.list",
        tooltip=_("Take in your list from a CSV file"),
    ),
    Binding("e", "edit", _("Edit"), show=False, id="overview.edit", tooltip=_("What you have noted")),
    Binding(
        "d,delete",
        "remove",
        _("Off the list"),
        key_display="d",
        show=False,
        id="overview.remove",
        tooltip=_("Take it off your list"),
    ),
    Binding("I", "inbox", _("Inbox"), id="overview.inbox", tooltip=_("Take in what settings share")),
    Binding(
        "n",
        "app.desk_page('needs')",
        _("Needs"),
        id="overview.needs",
        tooltip=_("What groups of settings need"),
    ),
    Binding(
        "t",
        "app.desk_page('targets')",
        _("Targets"),
        id="overview.targets",
        tooltip=_("Targets for groups, and how far they are"),
    ),
    Binding(
        "m",
        "app.desk_page('moderation')",
        _("Rounds"),
        id="overview.moderation",
        tooltip=_("Joint quality assurance: rounds of looking at each other’s"),
    ),
    Binding("w", "app.desk_page('send')", _("Send"), id="overview.send", tooltip=_("Copies and packs")),
    Binding(
        "x",
        "write",
        _("Workbook"),
        show=False,
        id="overview.workbook",
        tooltip=_("Write the overview as a workbook"),
    ),
    Binding(
        "h",
        "app.desk_page('history')",
        _("History"),
        show=False,
        id="overview.history",
        tooltip=_("What was changed on the desk"),
    ),
    Binding("o", "open", _("Open"), show=False, id="overview.open", tooltip=_("Open it, where it lies here")),
    Binding(
        "left_square_bracket",
        "turn(-1)",
        _("Page"),
        key_display="[ ]",
        show=False,
        id="overview.page-before",
        tooltip=_("The pages of a long list"),
    ),
    Binding("right_square_bracket", "turn(1)", show=False, id="overview.page-after"),
]
