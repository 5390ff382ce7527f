"""The overview as text: every setting in a line or two, and then what is worth noticing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa import clock
from rrsa.cli import output
from rrsa.cli.session import Session, exists
from rrsa.errors import BadInput, NotFound
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.overview.narrowing import By, Wanted
    from rrsa.overview.notices import Notice
    from rrsa.overview.rows import Row
    from rrsa.overview.stages import Stages
    from rrsa.store import Store

NAMED = 12
"""As many settings as a heading of what is worth noticing names; a list of its own has the others."""
WIDEST_ID = 26


def show_overview(
    session: Session,
    *,
    kind: str | None,
    area: str | None,
    search: str | None,
    only: str | None,
    sort: str | None,
    group: str | None,
    out: str | None,
    in_app: bool,
    as_json: bool,
) -> int | None:
    """Says which settings there are and what each has shared; or writes it, or opens the app on it."""
    if sum((out is not None, in_app, as_json)) > 1:
        raise BadInput(_("-o, --app and --json are three different things"), _("choose one of them"))
    if in_app:
        from rrsa.cli.app import open_app

        return open_app(session, overview=True)
    from rrsa.overview.desk import Desk
    from rrsa.overview.narrowing import By, Only, Sort, Wanted
    from rrsa.vocabulary import SettingKind

    wanted = Wanted(
        search or "",
        SettingKind(kind) if kind else None,
        " ".join(area.split()) if area else None,
        Only(only) if only else None,
        Sort(sort) if sort else Sort.NAME,
        By(group) if group else None,
    )
    if not exists(session.where):
        if not as_json:
            raise nothing_yet()
        output.say_json({"as_of": (session.on or clock.today()).isoformat(), "settings": []})
        return None
    with session.store() as store:
        desk = Desk.open(store, session.role, on=session.on)
        if out is not None:
            _write(store, desk, wanted, Path(out))
        else:
            _say(store, desk, wanted, as_json=as_json)
    return None


def nothing_yet() -> NotFound:
    """There is no setting to look at."""
    return NotFound(
        _("there is nothing to look at yet"),
        _("put settings on your list with rrsa overview list add, or take in what they share"),
    )


def _write(store: Store, desk: Desk, wanted: Wanted, path: Path) -> None:
    from rrsa.exchange.overview_book import write_overview

    written = write_overview(store, desk, path, wanted)
    output.note(_("Written: {path}").format(path=written))


def _say(store: Store, desk: Desk, wanted: Wanted, *, as_json: bool) -> None:
    from rrsa.overview.narrowing import areas, narrowed
    from rrsa.overview.rows import rows
    from rrsa.overview.stages import Stages

    everything, stages = rows(store, desk), Stages()
    if wanted.area is not None and wanted.area.casefold() not in map(str.casefold, areas(everything)):
        from rrsa.finding import unknown

        raise unknown(_("area"), wanted.area, areas(everything))
    found = narrowed(everything, wanted, desk.on, stages)
    if as_json:
        from rrsa.overview.telling import as_data

        output.say_json({"as_of": desk.on.isoformat(), "settings": [as_data(row, stages) for row in found]})
        return
    if not everything:
        raise nothing_yet()
    for line in as_lines(everything, found, wanted, desk.on, stages):
        output.say(line)


def as_lines(
    everything: Sequence[Row], found: Sequence[Row], wanted: Wanted, on: date, stages: Stages
) -> Iterator[str]:
    """The settings in their groups; behind all of them, where nothing is left out, what to notice."""
    from rrsa.overview.narrowing import grouped
    from rrsa.overview.notices import notices
    from rrsa.overview.telling import asked_words, counts_words
    from rrsa.overview.terms import noticed
    from rrsa.portfolio.checks import show_day

    if wanted.narrows:
        told = _("{n} of {all}: {what}").format(
            n=len(found), all=len(everything), what=" · ".join(wanted.words)
        )
    else:
        told = counts_words(everything)
    yield output.wrapped(_("{counts} · as of {day}").format(counts=told, day=show_day(on)))
    wide = min(max((len(row.setting) for row in found), default=1), WIDEST_ID)
    if wanted.group is None:
        yield ""
        yield from (line for row in found for line in _row(row, stages, wide, wanted.group))
    else:
        for group in grouped(found, wanted.group, stages):
            yield ""
            said = filter(None, (counts_words(group.rows), asked_words(group.rows)))
            yield output.wrapped(f"{group.name} — {'; '.join(said)}")
            for row in group.rows:
                yield from _row(row, stages, wide, wanted.group)
    if not wanted.narrows:
        yield from notice_lines(notices(noticed(everything, on), stages))
    yield ""
    yield output.wrapped(_("A setting shares what it chooses, and withdraws it when it likes."))


def _row(row: Row, stages: Stages, wide: int, group: By | None) -> Iterator[str]:
    """A setting; what its group's heading says is not said again."""
    from rrsa.overview import telling

    said = (
        row.name,
        telling.kind_words(row) if group != "kind" else "",
        (row.area or "") if group != "area" else "",
        telling.stage_words(row, stages),
        telling.shared_words(row),
        telling.copy_words(row),
    )
    rest = " " * (wide + 4)
    first = f"  {row.setting:{wide}}  "
    if len(row.setting) > wide:
        yield f"  {row.setting}"
        first = rest
    yield output.wrapped(" · ".join(filter(None, said)), first=first, rest=rest)
    if row.wants:
        yield output.wrapped(_("would like help: {what}").format(what=row.wants), first=rest)
    if row.offers:
        yield output.wrapped(_("could help: {what}").format(what=row.offers), first=rest)


def notice_lines(found: Iterable[Notice]) -> Iterator[str]:
    """What is worth noticing, each under its heading."""
    for notice in found:
        yield ""
        yield output.wrapped(f"{notice.heading} ({len(notice.items)})")
        said = [item.text for item in notice.items[:NAMED]]
        if len(notice.items) > NAMED:
            n = len(notice.items) - NAMED
            more = ngettext("and {n} more", "and {n} more", n).format(n=n)
            said.append(f"{more} (rrsa overview --only {notice.only})" if notice.only else more)
        for line in [", ".join(said)] if notice.short else said:
            yield output.wrapped(line, first="  ", rest="  " if notice.short else "    ")
