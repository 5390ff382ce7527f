"""Setting up a setting, and changing what is known about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.errors import RrsaError
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.dialogs.about_setting import AboutForm
    from rrsa.tui.dialogs.new_setting import NewSetting


def new_setting(app: RrsaApp) -> None:
    """Asks for a name and opens the new setting at its quick look."""
    from rrsa.framework.catalogue import catalogue, find
    from rrsa.setup import create_setting
    from rrsa.tui.dialogs.new_setting import NewSettingDialog

    if app.store is None:
        return
    store = app.store
    offered = [find(entry.ref) for entry in catalogue() if entry.offered and not entry.problems]

    def filled(new: NewSetting | None) -> None:
        if new is None:
            return
        try:
            made = create_setting(store, new.name, new.adopted, author=new.author, aim=new.aim)
        except RrsaError as error:
            app.notify(str(error), severity="error", timeout=10, markup=False)
            return
        app.author = new.author
        app.open_setting(made)
        app.open_quick_look()

    app.push_screen(NewSettingDialog(offered, app.author), filled)


def edit_setting(app: RrsaApp) -> None:
    """Changes the name, the aim, the stage held, and whom the portfolio's cover names."""
    from rrsa.tui.dialogs.about_setting import AboutSettingDialog

    sitting = app.open_sitting
    evaluation = sitting.evaluation

    def filled(form: AboutForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: evaluation.record_setting(form.values, seen=form.seen),
                forced=lambda: evaluation.record_setting(form.values),
                said=_("Saved"),
            )

    app.push_screen(AboutSettingDialog(evaluation), filled)
