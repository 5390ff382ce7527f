"""The overview's table: its columns, its rows under their groups, and the line above it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from rrsa.i18n import _, ngettext
from rrsa.overview import narrowing
from rrsa.overview.narrowing import By, Page, Sort, Wanted
from rrsa.overview.rows import Row, State
from rrsa.overview.stages import Stages
from rrsa.portfolio.checks import show_day

GROUP = "group:"
"""What the key of a group's own line begins with; no setting's id holds a colon."""
STAGE, UNTIL, HELP, SHARED, AREA = 16, 11, 6, 11, 14
"""Columns, in characters; the name has what is left."""
AROUND = 2
"""Characters of padding around a column."""
LONG_NAME, LONG_STAGE = 28, 28
"""What names and stages of several words take up where there is room."""
NAME = 22
"""What a name must have before an area stands beside it."""


def heads(wide: int, *, with_area: bool) -> list[tuple[str, int]]:
    """The columns of a table that is ``wide`` characters wide."""
    others = [(_("Area"), AREA)] if with_area else []
    rest = [(_("Until"), UNTIL), (_("Help"), HELP), (_("Shared"), SHARED)]
    taken = sum(width for _head, width in (*others, *rest)) + AROUND * (len(others) + len(rest) + 2)
    name = wide - taken - STAGE - 4
    more = min(max(name - LONG_NAME, 0), LONG_STAGE - STAGE)  # for a stage of several words
    return [(_("Setting"), name - more), *others, (_("Stage"), STAGE + more), *rest]


def has_room_for_area(wide: int) -> bool:
    """Whether names can still be read beside a column of areas."""
    return heads(wide, with_area=True)[0][1] >= NAME


def lines(page: Page, wanted: Wanted, stages: Stages, *, with_area: bool) -> list[tuple[str, list[Text]]]:
    """The page's rows by their keys, each group under its name."""

    def settings(rows: Iterable[Row]) -> list[tuple[str, list[Text]]]:
        return [(row.setting, _cells(row, wanted.group, stages, with_area=with_area)) for row in rows]

    if wanted.group is None:
        return settings(page.rows)
    found: list[tuple[str, list[Text]]] = []
    for group in narrowing.grouped(page.rows, wanted.group, stages):
        name = Text(group.name, style="bold", no_wrap=True, overflow="ellipsis", end="")
        found.append((GROUP + group.key, [name, *[Text("")] * (5 if with_area else 4)]))
        found += settings(group.rows)
    return found


def _cells(row: Row, group: By | None, stages: Stages, *, with_area: bool) -> list[Text]:
    held = stages.name(row.framework, row.held)
    aim = stages.name(row.framework, row.aim) if row.aim != row.held else ""
    cells = [
        ("  " if group is not None else "") + row.name,
        *([row.area or ""] if with_area else []),
        f"{held} → {aim}".strip() if aim else held,
        show_day(row.expires_on),
        help_word(row),
        {
            State.SHARED: show_day(row.shared_on),
            State.WITHDRAWN: _("withdrawn"),
            State.NOT_YET: _("not yet"),
        }[row.state],
    ]
    return [Text(cell, no_wrap=True, overflow="ellipsis", end="") for cell in cells]


def help_word(row: Row) -> str:
    """Whether it asks for help or offers some, in a word; empty where neither."""
    if row.wants and row.offers:
        return _("both")
    return _("asks") if row.wants else _("offers") if row.offers else ""


def above(rows: list[Row], page: Page, wanted: Wanted) -> str:
    """What is listed, in a line: how many of how many, in which order, which page."""
    if wanted.narrows:
        said = _("{n} of {all}: {what}").format(n=page.total, all=len(rows), what=" · ".join(wanted.words))
    else:
        n = sum(row.state is State.SHARED for row in rows)
        said = ngettext("{all} setting, {n} has shared", "{all} settings, {n} have shared", len(rows))
        said = said.format(all=len(rows), n=n)
    if wanted.sort is not Sort.NAME:
        said += f" · {wanted.sort.label}"
    if page.total > len(page.rows):
        last = page.first + len(page.rows)
        turn = _("{first}–{last}, [ and ] turn the page").format(first=page.first + 1, last=last)
        said = f"{turn} · {said}"
    return said
