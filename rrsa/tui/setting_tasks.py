"""Setting up a setting, and changing what is known about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa import in_browser
from rrsa.errors import RrsaError
from rrsa.i18n import _
from rrsa.vocabulary import SettingKind

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.dialogs.about_setting import AboutForm
    from rrsa.tui.dialogs.new_setting import NewSetting
    from rrsa.tui.dialogs.whose import WhoseFile


def new_setting(app: RrsaApp) -> None:
    """Asks for a name and opens the new setting at its quick look."""
    from rrsa.framework.catalogue import catalogue, find
    from rrsa.setup import create_setting
    from rrsa.tui.dialogs.new_setting import NewSettingDialog
    from rrsa.tui.tour import offer_tour

    if app.store is None:
        return
    store = app.store
    offered = [find(entry.ref) for entry in catalogue() if entry.offered and not entry.problems]
    kinds = list(SettingKind)
    offered.sort(
        key=lambda adopted: kinds.index(adopted.framework.for_)
    )  # most of those who come are schools

    def begin() -> None:
        if not offer_tour(app):
            app.open_quick_look()

    def filled(new: NewSetting | None) -> None:
        if new is None:
            return
        try:
            if new.file is not None:
                settle_file(app, new.file, new.author)
            assert app.store is not None
            made = create_setting(app.store, new.name, new.adopted, author=new.author, aim=new.aim)
        except RrsaError as error:
            app.notify(str(error), severity="error", timeout=10, markup=False)
            return
        app.took_role(new.author)
        app.open_setting(made, begin)

    first_in = None if store.settings() or in_browser.folder() else app.database
    app.push_screen(NewSettingDialog(offered, app.author, first_in), filled)


def settle_file(app: RrsaApp, chosen: WhoseFile, role: str) -> None:
    """Shares the database as was chosen; one in another folder is the app's from now on."""
    from rrsa import whose_file
    from rrsa.store import open_store

    assert app.store is not None
    used = whose_file.settle(app.store, chosen.whose, role, chosen.file)
    if used is not None:
        app.store.close()
        app.database = str(used)
        app.store = open_store(used)
    app.store.claim(role)


def ask_whose(app: RrsaApp) -> None:
    """Changes whose file it is, from the list of settings."""
    from rrsa.tui.dialogs.whose import WhoseDialog

    if app.store is None or app.sitting is not None:
        return
    try:
        in_browser.refuse_places()
    except RrsaError as error:
        app.notify(str(error), severity="warning", timeout=10, markup=False)
        return

    def filled(chosen: WhoseFile | None) -> None:
        if chosen is None:
            return
        try:
            settle_file(app, chosen, app.author)
        except RrsaError as error:
            app.notify(str(error), severity="error", timeout=10, markup=False)
            return
        app.notify(_("From now on: {whose}").format(whose=chosen.whose.label), timeout=6)
        app.open_store()

    app.push_screen(WhoseDialog(app.store.arrangement().whose, app.database), filled)


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
