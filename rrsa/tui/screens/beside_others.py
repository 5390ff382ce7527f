"""A setting beside its kind, its authority and figures from elsewhere, under how it went over time."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from rrsa.evaluation import Evaluation
from rrsa.guide.measures import now_words
from rrsa.i18n import _
from rrsa.overview import against as words
from rrsa.overview.against import Against, against
from rrsa.overview.desk import Desk
from rrsa.overview.groups import Figures
from rrsa.overview.passing_on import for_setting


def read(evaluation: Evaluation) -> Against:
    """What is told of the setting's kind and authority, as it stands; nothing is made by reading."""
    store = evaluation.store
    desk = Desk.open(store, evaluation.author, on=evaluation.on)
    return against(evaluation, Figures.of(store), for_setting(store, desk.portfolio))


def drawn(found: Against) -> Content:
    """All of it as text; empty where nothing is told."""
    if found.is_empty:
        return Content("")
    return Content("\n").join(_lines(found))


def _lines(found: Against) -> Iterator[Content]:
    yield Content("")
    yield Content.styled(_("Beside others of our kind"), "bold $secondary")
    yield Content.styled(words.heading(found), "$text-muted")
    for each in found.outcomes:
        if not (each.views or each.shows or each.references):
            continue
        yield Content.assemble((f"{each.outcome:>3}  ", "$accent"), (each.short, "bold"))
        for label, said in words.outcome_lines(each):
            yield Content.assemble((f"     {label}: ", "$text-muted"), said)
    for measure in found.measures:
        yield Content.assemble(
            (measure.view.measure.title or "", "bold"),
            "\n     ",
            _("ours: {own}").format(own=now_words(measure.view)),
            (f"\n     {words.measure_words(measure.figure)}", "$text-muted"),
        )
    if found.authority:
        yield Content.styled(_("In the authority"), "bold $secondary")
        for label, said in words.authority_lines(found):
            yield Content.assemble((f"{label}: ", "$text-muted"), said)
    if found.references:
        yield Content.styled(_("Figures from elsewhere"), "bold $secondary")
        for reference in found.references:
            label, said = words.reference_line(reference)
            yield Content.assemble((f"{label}: ", "$text-muted"), said)
    yield Content.styled(words.caution(), "$text-muted")
