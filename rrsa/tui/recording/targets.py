"""Targets on the desk: setting, changing, closing, removing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.i18n import _
from rrsa.overview import targets

if TYPE_CHECKING:
    from rrsa.portfolio.records import Value
    from rrsa.tui.screens.overview_targets import TargetsScreen


def add(screen: TargetsScreen) -> None:
    """Asks for a target and sets it."""
    from rrsa.tui.dialogs.target import TargetDialog

    sitting, figures = screen.sitting, screen.figures
    if figures is None:
        return

    def given(values: dict[str, Value] | None) -> None:
        if values is not None:
            sitting.do(
                lambda: targets.add(sitting.desk, figures, values),
                said=_("The target is set"),
                then=lambda made: screen.go_to(str(made)) if screen.is_mounted else None,
            )

    screen.app.push_screen(TargetDialog(figures), given)


def edit(screen: TargetsScreen, target: str) -> None:
    """Asks what is said of a target."""
    from rrsa.tui.dialogs.target import TargetDialog

    sitting, figures = screen.sitting, screen.figures
    seen = sitting.desk.portfolio.targets.get(target)
    if figures is None or seen is None:
        return

    def given(values: dict[str, Value] | None) -> None:
        if values is not None:
            sitting.do(
                lambda: targets.edit(sitting.desk, figures, target, values, seen),
                forced=lambda: targets.edit(sitting.desk, figures, target, values),
                said=_("Saved"),
            )

    screen.app.push_screen(TargetDialog(figures, seen), given)


def close(screen: TargetsScreen, target: str) -> None:
    """Closes a target, or opens it again."""
    sitting = screen.sitting
    record = sitting.desk.portfolio.targets.get(target)
    if record is not None:
        again = record.closed_on is not None
        said = _("Open again: {title}") if again else _("Closed: {title}")
        sitting.do(
            lambda: targets.close(sitting.desk, target, again=again),
            said=said.format(title=record.title),
            loud=True,
        )


def remove(screen: TargetsScreen, target: str) -> None:
    """Removes a target; u brings it back."""
    sitting = screen.sitting
    record = sitting.desk.portfolio.targets.get(target)
    if record is not None:
        sitting.do(
            lambda: targets.remove(sitting.desk, target),
            said=_("Removed: {title}").format(title=record.title),
            loud=True,
        )
