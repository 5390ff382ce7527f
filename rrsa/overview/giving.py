"""The authority's group figures as a file of reference figures, for settings with a database of their own.

Only what everybody may see: whole frameworks, nothing by area, nothing about fewer than five settings.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from rrsa.i18n import _
from rrsa.overview.figure_words import range_name, shown_nothing, stage_range_name, views_nothing
from rrsa.overview.groups import Figure, Figures, Group
from rrsa.overview.references import FIELDS


def as_csv(figures: Figures, source: str) -> tuple[str, int]:
    """The file's text and how many figures it holds; ``source`` says whose they are."""
    rows = [row for framework in figures.frameworks for row in _rows(figures, framework, source)]
    text = io.StringIO()
    writer = csv.DictWriter(text, FIELDS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue(), len(rows)


def _rows(figures: Figures, framework: str, source: str) -> Iterator[dict[str, object]]:
    group = Group("framework", framework).text
    for name, kind, nothing in (("views", "view", views_nothing()), ("shown", "shown", shown_nothing())):
        figure = figures.newest(framework, name)
        if figure is None:
            continue
        for outcome, short in figure.words.short.items():
            for each in figure.ranges(outcome):
                where = range_name(figure.words, each, nothing)
                title = _("{short}, view {where}") if kind == "view" else _("{short}, shown {where}")
                yield _row(
                    figure,
                    group,
                    source,
                    title.format(short=short, where=where),
                    f"{kind}:{outcome}",
                    each.settings,
                )
    stage = figures.newest(framework, "stage")
    if stage is not None:
        for each in stage.stages("held"):
            title = _("Hold {stage}").format(stage=stage_range_name(stage.words, each, _("none yet")))
            yield _row(stage, group, source, title, "", each.settings)


def _row(figure: Figure, group: str, source: str, title: str, subject: str, count: int) -> dict[str, object]:
    return {
        "title": title,
        "subject": subject,
        "group": group,
        "figure": "",
        "count": count,
        "n": figure.n,
        "date": figure.on.isoformat(),
        "source": source.strip(),
        "note": "",
    }
