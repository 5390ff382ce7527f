"""What is done on the page of needs: figures from elsewhere, and a draft of the rights report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.i18n import _
from rrsa.overview import references

if TYPE_CHECKING:
    from rrsa.overview.references import Took
    from rrsa.tui.dialogs.figure_file import FigureFile
    from rrsa.tui.screens.overview_needs import NeedsScreen


def take_figures(screen: NeedsScreen) -> None:
    """Takes reference figures in from a file."""
    from rrsa.tui.dialogs.figure_file import FigureFileDialog

    sitting = screen.sitting

    def said(took: Took) -> str:
        if not took.new and not took.changed:
            return _("All of these figures are there, just so.")
        return _("{new} figures are new, {changed} changed, {same} as they were").format(
            new=len(took.new), changed=len(took.changed), same=took.same
        )

    def given(file: FigureFile | None) -> None:
        if file is not None:
            sitting.do(lambda: references.take(sitting.desk, file.figures, name=file.name), say=said)

    screen.app.push_screen(FigureFileDialog(), given)


def remove_figure(screen: NeedsScreen, item: str) -> None:
    """Removes a reference figure; u brings it back."""
    sitting = screen.sitting
    record = sitting.desk.portfolio.references.get(item)
    if record is not None:
        sitting.do(
            lambda: references.remove(sitting.desk, [item]),
            said=_("Removed: {title}").format(title=record.title),
            loud=True,
        )


def write_report(screen: NeedsScreen) -> None:
    """Writes a draft of the authority's rights report."""
    from rrsa.tui.dialogs.rights_report import RightsReport

    if screen.known is not None:
        screen.app.push_screen(RightsReport(screen.desk, screen.known.figures))
