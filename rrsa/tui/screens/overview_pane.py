"""What the overview's pane says: of a setting, of a group, and how to begin."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from rrsa.guide.shared import Shared
from rrsa.guide.shared_words import sections
from rrsa.i18n import _
from rrsa.overview import telling
from rrsa.overview.narrowing import Group
from rrsa.overview.rows import Row, local_day
from rrsa.overview.stages import Stages
from rrsa.portfolio.checks import show_day


def about_setting(row: Row, shared: Shared | None, stages: Stages, *, read: bool) -> Content:
    """A setting: what it shared, in its order, and what the coordinator's list has beside it.

    ``read`` says that its snapshot has been read, so that there is none where ``shared`` is ``None``.
    """
    return Content("\n").join(_setting_lines(row, shared, stages, read=read))


def _setting_lines(row: Row, shared: Shared | None, stages: Stages, *, read: bool) -> Iterator[Content]:
    yield Content.styled(row.name, "bold $secondary")
    if shared is not None:
        day = show_day(local_day(shared.at))
        yield Content.styled(_("Shared {day} by {role}").format(day=day, role=shared.by), "$text-muted")
        first, *others = sections(shared)
        yield from map(Content, first.lines)
        for section in others:
            yield Content("")
            yield Content.styled(section.title, "bold")
            yield from map(Content, section.lines)
    else:
        said = (telling.kind_words(row), row.area or "", telling.stage_words(row, stages))
        yield Content.styled(" · ".join(filter(None, said)), "$text-muted")
        if row.wants:
            yield Content(_("Would like help with: {what}").format(what=row.wants))
        if row.offers:
            yield Content(_("Could help with: {what}").format(what=row.offers))
        if read:
            yield Content(telling.why_nothing(row))
    own = telling.list_lines(row)
    if own:
        yield Content("")
        yield Content.styled(_("On your list"), "bold")
        yield from map(Content, own)
    elif read:
        yield Content("")
        yield Content.styled(_("Not on your list; a puts it there."), "$text-muted")


def about_group(group: Group) -> Content:
    """A group of settings in counts, for the coordinator's own eyes."""
    lines = [Content.styled(group.name, "bold $secondary"), Content(telling.counts_words(group.rows))]
    if asked := telling.asked_words(group.rows):
        lines.append(Content(asked))
    return Content("\n").join(lines)


def nothing_yet() -> Content:
    """How a coordinator begins."""
    return Content.from_markup(
        _(
            "Nothing is on this desk yet. Press [b]l[/b] to take in your list of settings from a CSV file, "
            "or [b]a[/b] to put one on it. Then [b]w[/b] sends each of them a blank copy, and [b]I[/b] takes "
            "in what they share."
        )
    )


def nothing_found() -> Content:
    return Content.from_markup(_("No setting fits that. Press [b]0[/b] to list all of them again."))
