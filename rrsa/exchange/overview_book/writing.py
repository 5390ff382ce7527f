"""Writing the overview: gathered once, a sheet after another, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from rrsa.exchange.export import Progress
from rrsa.exchange.identity import NO_BASE
from rrsa.exchange.target import check_target, write_whole
from rrsa.i18n import _
from rrsa.overview.narrowing import EVERYTHING, Wanted
from rrsa.paths import expanded
from rrsa.portfolio.checks import show_day

if TYPE_CHECKING:
    from rrsa.exchange.overview_book.gathered import Overview
    from rrsa.overview.desk import Desk
    from rrsa.store import Store


def write_overview(
    store: Store,
    desk: Desk,
    path: Path,
    wanted: Wanted = EVERYTHING,
    progress: Progress | None = None,
) -> Path:
    """Writes the overview to ``path``, an ``.xlsx`` file, and gives it back.

    ``wanted`` narrows down and orders the sheets that name settings; figures of groups are about all of
    them. A file that is there is replaced only where it is an export that nobody has saved since.
    ``progress`` is called with how many of how many steps are done, and may raise
    :class:`~rrsa.exchange.export.Cancelled`. Raises :class:`~rrsa.errors.BadInput` for a path that will not
    do, and :class:`~rrsa.errors.EnvironmentFailed` where the machine is in the way.
    """
    from rrsa.exchange.overview_book.gathered import gathered

    path = expanded(Path(path))
    check_target(path)
    made = render(gathered(store, desk, wanted), progress)
    check_target(path)  # somebody may have put a file there meanwhile
    write_whole(path, made)
    return path


def render(overview: Overview, progress: Progress | None = None) -> bytes:
    """The workbook's bytes."""
    from rrsa.exchange.book import Book
    from rrsa.exchange.overview_book import cover, expiring, gaps, groups, help_, rights, settings, targets

    sheets = (cover, settings, expiring, help_, groups, gaps, targets, rights)
    done, total = 0, len(sheets) + 1

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total)

    if progress is not None:
        progress(0, total)
    # Marked as an export, so that one that nobody has saved since may be written anew.
    name = _("Overview of settings")
    book = Book(
        setting=name,
        day=show_day(overview.on),
        title=f"{name}: rrsa export {uuid4()} base {NO_BASE}",
        subject=_("What settings have shared with whoever coordinates"),
        note=_("Self-evaluation, not an award decision"),
        step=step,
    )
    for sheet in sheets:
        sheet.write(book, overview)
    book.sheets["cover"].worksheet.activate()
    made = book.content()
    step()
    return made
