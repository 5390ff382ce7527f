"""Texts of an outcome, and what a review says of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.portfolio.changes import Cell
from rrsa.portfolio.records import Value

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.widgets.fields import Left


def save_text(app: RrsaApp, left: Left) -> None:
    """Saves what was typed in a field; its draft goes once the text is safe."""
    save_cell(app, left.cell, left.text, left.base)


def save_cell(app: RrsaApp, cell: Cell, text: str, base: str) -> None:
    """Saves text for an outcome's cell or a review's, against the text that stood there when typing began."""
    if app.sitting is None:
        return  # the app is ending; the text waits as a draft
    sitting = app.sitting
    evaluation = sitting.evaluation
    new: dict[str, Value] = {cell.field: text or None}
    seen: dict[str, Value] = {cell.field: base or None}
    sitting.drafts.save_asked(cell)

    def save(seen: dict[str, Value] | None) -> None:
        if cell.kind == "review_view":
            review, _colon, outcome = cell.record.partition(":")
            evaluation.say_in_review(review, outcome, new, seen=seen)
        else:
            evaluation.record_outcome(cell.record, new, seen=seen)

    sitting.do(
        lambda: save(seen),
        forced=lambda: save(None),
        then=lambda _result: sitting.drafts.saved(cell, text),
    )
