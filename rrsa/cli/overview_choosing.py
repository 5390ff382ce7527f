"""Which of many settings a command is about: by name, or by what the overview knows of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rrsa.cli.session import Session, exists
from rrsa.cli.shape import Word
from rrsa.errors import BadInput, NotFound
from rrsa.i18n import _
from rrsa.vocabulary import SettingKind

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.overview.rows import Row
    from rrsa.store import Store

F = TypeVar("F", bound=Callable[..., Any])

ONLY = ("expiring", "wants", "offers", "silent", "withdrawn", "not-returned")


def narrowing(command: F) -> F:
    """The options that narrow a selection down, as those of the overview do."""
    for option in (
        click.option(
            "--only",
            type=Word(ONLY, lambda: _("what is wanted")),
            help=_("Only these, as rrsa overview --only lists them."),
        ),
        click.option("--area", metavar="T", help=_("Only this area.")),
        click.option("--kind", type=Word(SettingKind, lambda: _("the kind")), help=_("Only this kind.")),
    ):
        command = option(command)
    return command


@contextmanager
def counting() -> Iterator[Callable[[int, int], None]]:
    """Shows how many of how many are done, on a terminal only and on one line, free again afterwards."""

    def show(done: int, total: int) -> None:
        _on_line(_("{done} of {total} … Ctrl+C stops").format(done=done, total=total))

    try:
        yield show
    finally:
        _on_line("")
        _on_line("", wide=0)


def _on_line(text: str, *, wide: int = 40) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(f"\r{text:<{wide}}")
        sys.stderr.flush()


@contextmanager
def opened(session: Session, *, changing: bool) -> Iterator[tuple[Store, Desk]]:
    """The database and the coordinator's desk in it."""
    from rrsa.overview.desk import Desk

    if not exists(session.where):
        raise NotFound(_("there is nobody on the list yet"), _("rrsa overview list add puts settings on it"))
    with session.store(changing=changing) as store:
        yield store, Desk.open(store, session.role, on=session.on)


def chosen(
    store: Store,
    desk: Desk,
    named: Sequence[str],
    *,
    kind: str | None,
    area: str | None,
    only: str | None,
) -> list[Row]:
    """The settings that are meant, by name: those named, else all that the options leave. Raises
    :class:`BadInput` where there is none, :class:`NotFound` for a name that is nobody's."""
    from rrsa.overview.narrowing import Only, Wanted, narrowed
    from rrsa.overview.rows import rows
    from rrsa.overview.showing import find_row

    every = rows(store, desk)
    wanted = Wanted(kind=SettingKind(kind) if kind else None, area=area, only=Only(only) if only else None)
    if named and wanted.narrows:
        raise BadInput(_("settings are named and narrowed down as well"), _("do one of the two"))
    if named:
        return list(dict.fromkeys(find_row(every, given) for given in named))
    left = narrowed(every, wanted, desk.on)
    if not left:
        raise (
            BadInput(
                _("no setting is left by that"), _("rrsa overview lists them; ask for fewer things at once")
            )
            if wanted.narrows
            else NotFound(
                _("there is nobody on the list yet"), _("rrsa overview list add puts settings on it")
            )
        )
    return left
