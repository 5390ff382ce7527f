"""The file of a piece of evidence in the register: opened, sent down to a browser, saved as a copy."""

from __future__ import annotations

from pathlib import Path

from textual import work

from rrsa import in_browser
from rrsa.errors import RrsaError
from rrsa.evidence_files import stored_name
from rrsa.guide.register import Row
from rrsa.i18n import _
from rrsa.tui.in_browser import written
from rrsa.tui.screens.setting_screen import SettingScreen


class RegisterFiles(SettingScreen):
    """What the register does with the file of the piece under the cursor."""

    @property
    def row(self) -> Row | None:
        """The piece under the cursor."""
        raise NotImplementedError

    def action_open(self) -> None:
        row = self.row
        if row is None:
            return
        if not row.item.file_sha256:
            self.notify(_("There is no file with it: only where it is kept."))
            return
        if in_browser.folder() is not None:
            self._send_down(row)  # the machine whose programs open files is the server
            return
        from rrsa.opening_files import may_open

        if not may_open(row.item.file_name or ""):
            self._save_copy(_("This kind of file could run a program, so it is not opened here."))
            return
        self.notify(_("Opening {name} …").format(name=row.item.file_name), timeout=2)
        self._open(row)

    @work(thread=True, exclusive=True, group="open-file", exit_on_error=False)
    def _open(self, row: Row) -> None:
        """Copies the file out and hands it over, beside the screen's thread."""
        from rrsa.opening_files import open_stored

        try:
            open_stored(self.evaluation.store, self.evaluation.setting_id, row.item)
        except RrsaError as error:
            self.app.call_from_thread(self.notify, str(error), severity="error", timeout=8)

    @work(thread=True, exclusive=True, group="open-file", exit_on_error=False)
    def _send_down(self, row: Row) -> None:
        """A copy of the file goes down to the browser, which opens it or keeps it."""
        from rrsa.opening_files import save_copy

        item = row.item
        try:
            to = in_browser.to_write(stored_name(item.file_name or ""))
            path = save_copy(self.evaluation.store, self.evaluation.setting_id, item, to)
        except RrsaError as error:
            self.app.call_from_thread(self.notify, str(error), severity="error", timeout=8, markup=False)
        else:
            self.app.call_from_thread(self._say_written, path)

    def _say_written(self, path: Path) -> None:
        self.notify(written(self.app, path), markup=False)

    def action_save(self) -> None:
        if self.row is not None and self.row.item.file_sha256:
            self._save_copy()
        else:
            self.notify(_("There is no file with it: only where it is kept."))

    def _save_copy(self, why: str = "") -> None:
        from rrsa.tui.dialogs.save_copy import SaveCopyDialog

        def saved(path: Path | None) -> None:
            if path is not None:
                self._say_written(path)

        if self.row is not None:
            self.app.push_screen(SaveCopyDialog(self.evaluation, self.row.item, why), saved)
