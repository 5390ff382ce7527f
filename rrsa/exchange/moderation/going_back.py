"""What others said of a setting's own outcomes, as a workbook for that setting alone.

It is made to be read, and ``rrsa review take`` brings it into the setting's portfolio as a review beside its
own view. Who looked is not said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rrsa.exchange.moderation.layout import REVIEWS, identity
from rrsa.guide.shared import Shared
from rrsa.i18n import _
from rrsa.overview.agreement import grade_words, how, outcome_words
from rrsa.overview.rounds import Round, is_answered, is_looked_at
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.desk import Moderated

_TABLE = (190, 150, 150, 110, 390)


@dataclass(frozen=True, slots=True)
class Back:
    """A file that was written for a setting, and of how many of its outcomes it tells."""

    setting: str
    name: str
    path: Path
    outcomes: int


def write_back(round_: Round, folder: Path, *, day: str) -> Iterator[Back]:
    """Writes for each setting what others said of its outcomes into ``folder``, as they are done.

    ``day`` is ISO text. A setting of which nothing was said yet gets none. Raises as
    :func:`~rrsa.exchange.target.check_target` does.
    """
    from rrsa.exchange.target import check_target, write_whole

    for setting in sorted(round_.shared):
        items = [item for item in round_.standing if item.setting == setting and is_answered(item)]
        looked = [item for item in items if is_looked_at(item)]
        if not looked:
            continue
        about = round_.shared[setting]
        reviews = _("reviews")
        path = folder / f"{setting}-{round_.id}-{reviews}.xlsx"
        check_target(path)
        made = content(round_, about, items, day=day)
        check_target(path)
        write_whole(path, made)
        yield Back(setting, about.name, path, len(looked))


def content(round_: Round, about: Shared, items: Sequence[Moderated], *, day: str) -> bytes:
    """The workbook for the setting ``about``, as bytes."""
    from rrsa.exchange.book import Book
    from rrsa.exchange.identity import HIDDEN
    from rrsa.exchange.text import cell_text

    looked_on = max((item.looked_on or "" for item in items), default="") or day
    who = identity(
        about.own_id or about.setting,
        about.framework,
        REVIEWS,
        day,
        round=round_.id,
        title=round_.title,
        looked_on=looked_on,
    )
    book = Book(
        setting=about.name,
        day=show_day(day),
        title=f"{cell_text(about.name)}: {who.marker}",
        subject=_("A moderation round: how others read our outcomes"),
        note=_("A view of others’ words, not an award decision"),
        step=lambda: None,
    )
    sheet = book.sheet("reviews", _("How others see it"), _TABLE, landscape=True)
    sheet.put(0, _("Joint quality assurance"), "eyebrow", span=5)
    sheet.end()
    sheet.put(0, about.name, "title", span=5)
    sheet.end(least=40)
    sheet.put(0, round_.title, "subtitle", span=5)
    sheet.end(least=22)
    for text in (
        _(
            "People of another setting have read what you shared, without seeing your view. Their view "
            "stands beside yours and changes nothing. What matters is what you make of the words."
        ),
        _("Into your portfolio: rrsa review take {setting} FILE.xlsx").format(
            setting=about.own_id or about.setting
        ),
    ):
        sheet.gap(4)
        sheet.put(0, text, "body", span=5)
        sheet.end(least=18)
    sheet.gap(8)
    heads = (_("Outcome"), _("You said"), _("They say"), "", _("Why they see it so"))
    for column, head in enumerate(heads):
        sheet.put(column, head, "head")
    head_row = sheet.end(least=22)
    for item in items:
        apart = how(item)
        sheet.put(0, outcome_words(about, item.outcome or ""), "cell_strong")
        sheet.put(1, grade_words(about, item.own), "cell")
        sheet.put(2, grade_words(about, item.view) if is_looked_at(item) else _("could not look"), "cell")
        sheet.put(3, apart.label if apart else None, "cell")
        sheet.put(4, item.words or item.why_not, "cell")
        sheet.end(least=22)
    sheet.finish(repeat=(head_row, head_row), one_page_wide=True)
    hidden = book.hidden(HIDDEN)
    lines: list[Sequence[str]] = [*who.lines()]
    for item in items:
        if is_looked_at(item):
            view = "" if item.view is None else str(item.view)
            words = json.dumps(item.words or "", ensure_ascii=True)
            lines.append(("said", item.outcome or "", view, *_portions(words)))
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            hidden.write_string(row, column, text)
    return book.content()


_PORTION = 32_000  # characters in one cell


def _portions(text: str) -> list[str]:
    return [text[start : start + _PORTION] for start in range(0, len(text), _PORTION)]
