"""What is worth a coordinator's eye, in words, for screens and commands alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from rrsa.i18n import _
from rrsa.overview.narrowing import Only
from rrsa.overview.rows import Row
from rrsa.overview.stages import Stages
from rrsa.overview.terms import Noticed
from rrsa.portfolio.checks import show_day


class Item(NamedTuple):
    """One setting under a heading, and what is said of it there."""

    setting: str
    text: str


class Notice(NamedTuple):
    """A heading with the settings under it, the first to be taken up first.

    ``only`` lists them by themselves, where there is such a list; ``short`` says that they can stand in one
    line.
    """

    heading: str
    items: tuple[Item, ...]
    only: Only | None = None
    short: bool = False


def notices(found: Noticed, stages: Stages) -> list[Notice]:
    """Every heading that has somebody under it."""

    def until(row: Row) -> str:
        stage = stages.name(row.framework, row.held)
        return f"{row.name} ({', '.join(filter(None, (stage, show_day(row.expires_on))))})"

    def reached(row: Row) -> str:
        stage = stages.name(row.framework, row.held)
        return _("{setting}: {stage} since {day}").format(
            setting=row.name, stage=stage, day=show_day(row.accredited_on)
        )

    def with_day(row: Row) -> str:
        return f"{row.name} ({show_day(row.shared_on)})" if row.shared_at else row.name

    def out_since(row: Row) -> str:
        return _("{setting} (since {day})").format(setting=row.name, day=show_day(row.issued_on))

    made = [Notice(_("Has run out"), _items(found.out, until), Only.EXPIRING, short=True)]
    made += [
        Notice(
            _("Runs out {term}, to {day}").format(term=term.name, day=show_day(term.end)),
            _items(rows, until),
            Only.EXPIRING,
            short=True,
        )
        for term, rows in found.by_term
    ]
    made += [
        Notice(_("Would like help"), _items(found.wants, lambda r: f"{r.name}: {r.wants}"), Only.WANTS),
        Notice(_("Could help others"), _items(found.offers, lambda r: f"{r.name}: {r.offers}"), Only.OFFERS),
        Notice(_("To celebrate: a stage reached"), _items(found.new_stages, reached)),
        Notice(_("Shared in the last four weeks"), _items(found.lately, with_day), short=True),
        Notice(
            _("Not heard from yet, or not for a year; a call may be welcome"),
            _items(found.silent, with_day),
            Only.SILENT,
            short=True,
        ),
        Notice(
            _("Blank copies that are out"),
            _items(found.not_returned, out_since),
            Only.NOT_RETURNED,
            short=True,
        ),
    ]
    return [notice for notice in made if notice.items]


def _items(rows: Iterable[Row], say: Callable[[Row], str]) -> tuple[Item, ...]:
    return tuple(Item(row.setting, say(row)) for row in rows)
