"""What was typed and not saved when the window closed, offered on reopening."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rrsa.drafts import Draft
    from rrsa.tui.app import RrsaApp


def offer_drafts(app: RrsaApp) -> None:
    """Opens the dialog if there are drafts; *save* commits them, *let go* forgets them, else they wait."""
    sitting = app.open_sitting
    portfolio = sitting.evaluation.portfolio
    for draft in sitting.drafts.all():
        # Saved after all, and the window closed before the draft could go.
        if (portfolio.value(draft.cell) or "") == draft.text:
            sitting.drafts.clear(draft.cell)
    drafts = sitting.drafts.all()
    if not drafts:
        return
    from rrsa.tui.dialogs.simple import LeftBehind
    from rrsa.tui.recording import save_cell

    def chosen(choice: str | None) -> None:
        for draft in drafts:
            if choice == "save":
                save_cell(app, draft.cell, draft.text, draft.base)
            elif choice == "drop":
                sitting.drafts.clear(draft.cell)

    app.push_screen(LeftBehind(tuple((draft, _where(app, draft)) for draft in drafts)), chosen)


def _where(app: RrsaApp, draft: Draft) -> str:
    from rrsa.portfolio.checks import field_label

    outcome = app.open_sitting.evaluation.framework.outcomes.get(draft.cell.record)
    name = outcome.short if outcome else ""
    return f"{draft.cell.record} · {name}: {field_label(draft.cell.field)}"
