"""A setting's line in words, for screens, commands and papers alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rrsa.i18n import _, ngettext
from rrsa.overview.rows import Row, State
from rrsa.overview.stages import Stages
from rrsa.portfolio.checks import show_day
from rrsa.vocabulary import SettingKind


def kind_words(row: Row) -> str:
    """School, Children's house, Partnership; empty where that is not known."""
    return SettingKind(row.kind).label if row.kind in set(SettingKind) else row.kind or ""


def stage_words(row: Row, stages: Stages) -> str:
    """``Silver until 3 Apr 2027, towards Gold``; empty where nothing is known of it."""
    held = stages.name(row.framework, row.held)
    if held and row.expires_on:
        held = _("{stage} until {day}").format(stage=held, day=show_day(row.expires_on))
    aim = stages.name(row.framework, row.aim) if row.aim != row.held else ""
    if held and aim:
        return _("{stage}, towards {aim}").format(stage=held, aim=aim)
    return held or (_("towards {aim}").format(aim=aim) if aim else "")


def shared_words(row: Row) -> str:
    """When it shared last, or that it has not, without a reproach."""
    if row.state is State.SHARED:
        return _("shared {day}").format(day=show_day(row.shared_on))
    if row.state is State.WITHDRAWN:
        return _("withdrawn {day}").format(day=show_day(row.shared_on))
    return _("nothing shared yet")


def copy_words(row: Row) -> str:
    """What became of the blank copy that it was sent; empty where none was."""
    if row.not_returned:
        return _("a blank copy is out since {day}").format(day=show_day(row.issued_on))
    if row.returned_on:
        return _("a copy came back {day}").format(day=show_day(row.returned_on))
    return ""


def counts_words(rows: Iterable[Row]) -> str:
    """``12 settings: 9 have shared, 1 has withdrawn, 2 have not shared yet``, for a coordinator's eyes."""
    known = list(rows)
    total = ngettext("{n} setting", "{n} settings", len(known)).format(n=len(known))
    n = {state: sum(row.state is state for row in known) for state in State}
    said = [
        ngettext("{n} has shared", "{n} have shared", n[State.SHARED]).format(n=n[State.SHARED]),
        ngettext("{n} has withdrawn", "{n} have withdrawn", n[State.WITHDRAWN]).format(n=n[State.WITHDRAWN]),
        ngettext("{n} has not shared yet", "{n} have not shared yet", n[State.NOT_YET]).format(
            n=n[State.NOT_YET]
        ),
    ]
    shown = [text for text, state in zip(said, State, strict=True) if n[state]]
    return f"{total}: {', '.join(shown)}" if shown else total


def asked_words(rows: Iterable[Row]) -> str:
    """How many of them would like help, and how many could help; empty where nobody said."""
    known = list(rows)
    wants, offers = sum(bool(row.wants) for row in known), sum(bool(row.offers) for row in known)
    said = [
        ngettext("{n} would like help", "{n} would like help", wants).format(n=wants) if wants else "",
        ngettext("{n} could help", "{n} could help", offers).format(n=offers) if offers else "",
    ]
    return ", ".join(filter(None, said))


def why_nothing(row: Row, before: bool = False) -> str:
    """Why there is no snapshot to show: said plainly, and nobody's fault."""
    if row.state is State.WITHDRAWN:
        return _("It withdrew on {day} what it had shared; nothing of that is kept here.").format(
            day=show_day(row.shared_on)
        )
    if before:
        return _("It had not shared anything by then.")
    if row.here:
        return _(
            "It lies in this database and has not shared anything, so nothing of it is read here. If it is "
            "yours to open, open it from the first page, or with rrsa status."
        )
    return _("It has not shared anything yet. A setting shares when it is ready; a word may help.")


def list_lines(row: Row) -> list[str]:
    """What the coordinator's own list has beside it; empty where it is not on the list."""
    if not row.listed:
        return []
    said = [
        _("Write to: {role}").format(role=row.role) if row.role else "",
        _("A blank copy went out {day}.").format(day=show_day(row.issued_on)) if row.issued_on else "",
        _("A copy came back {day}.").format(day=show_day(row.returned_on)) if row.returned_on else "",
        _("It is still out.") if row.not_returned and row.returned_on else "",
        row.note or "",
    ]
    return list(filter(None, said)) or [_("Nothing more is noted.")]


def as_data(row: Row, stages: Stages) -> dict[str, Any]:
    """A setting for a program."""
    return {
        "id": row.setting,
        "name": row.name,
        "kind": row.kind,
        "area": row.area,
        "framework": row.framework,
        "held": row.held,
        "held_name": stages.name(row.framework, row.held) or None,
        "aim": row.aim,
        "aim_name": stages.name(row.framework, row.aim) or None,
        "accredited_on": row.accredited_on,
        "expires_on": row.expires_on,
        "wants": row.wants,
        "offers": row.offers,
        "parts": list(row.parts),
        "state": row.state.value,
        "shared_at": row.shared_at,
        "listed": row.listed,
        "here": row.here,
        "role": row.role,
        "issued_on": row.issued_on,
        "returned_on": row.returned_on,
        "note": row.note,
    }
