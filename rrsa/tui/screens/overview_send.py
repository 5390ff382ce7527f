"""Copies and packs: blank copies out and back, who is missing, and what goes to an assessor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import DataTable, Static
from textual.worker import get_current_worker

from rrsa.errors import RrsaError
from rrsa.i18n import _, ngettext
from rrsa.overview.rows import Row, State, rows
from rrsa.overview.telling import copy_words, shared_words
from rrsa.portfolio.checks import show_day
from rrsa.tui.dialogs.many import ManyDialog
from rrsa.tui.screens.desk_screen import DeskScreen

MOST = 300
"""Lines of the table: the overview, narrowed down, has the others."""


ROOMY = 110
"""Columns of a window from which whom to write to has a column too."""


class SendScreen(DeskScreen):
    """What is missing stands in a table; the three things to do have a key each."""

    CSS_PATH = "overview_send.tcss"
    TITLE_TEXT = _("Copies and packs")
    HELP = _(
        "**b** writes blank copies for the settings on your list, with a letter to send with them. **c** "
        "takes in those that came back, from a folder. **p** writes evidence packs or assessors’ copies of "
        "many settings in one go. The table says who has a copy and who has not sent it back, has not been "
        "sent one, or has not shared anything; whoever has shared needs no copy."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "blanks", _("Blank copies"), id="send.blanks", tooltip=_("Write blank copies for all")),
        Binding("c", "collect", _("Collect"), id="send.collect", tooltip=_("Take in those that came back")),
        Binding("p", "packs", _("Packs"), id="send.packs", tooltip=_("Packs and assessors’ copies of many")),
    ]

    def body(self) -> ComposeResult:
        yield Static(_("Reading …"), id="summary")
        yield DataTable(id="missing", cursor_type="row")

    _missing: Sequence[Row] | None = None
    reading = True

    def on_mount(self) -> None:
        self.query_one("#missing").focus()

    def show(self) -> None:
        self._read()

    @work(thread=True, exclusive=True, group="send-rows", exit_on_error=False)
    def _read(self) -> None:
        worker, sitting = get_current_worker(), self.sitting
        try:
            found = rows(sitting.desk.store, sitting.desk)
        except RrsaError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._failed, str(error))
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, found)

    def _failed(self, why: str) -> None:
        self.is_read(in_vain=True)
        self.query_one("#summary", Static).update(Content(why))

    def _take(self, found: list[Row]) -> None:
        from rrsa.exchange.many.missing import missing

        if not self.is_open:
            return
        self.sitting.rows = found
        gone = missing(found)
        here = sum(row.here for row in found)
        out = sum(row.not_returned for row in found if row.listed)
        back = sum(bool(row.returned_on) for row in found if row.listed)
        said = [
            _("{n} on your list").format(n=gone.listed),
            ngettext("{n} copy out", "{n} copies out", out).format(n=out),
            _("{n} back").format(n=back),
            _("{n} without one").format(n=len(gone.not_issued)),
            ngettext("the records of {n} are here", "the records of {n} are here", here).format(n=here),
        ]
        self.query_one("#summary", Static).update(" · ".join(said))
        self._missing = [*gone.not_returned, *gone.not_issued, *_others(found, gone.not_shared)]
        self._fill()
        self.is_read()

    def on_resize(self) -> None:
        if self._missing is not None:
            self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        missing = self._missing or []
        table = self.query_one("#missing", DataTable)
        table.clear(columns=True)
        wide = max(table.size.width or self.size.width, 60)
        shares = {_("Setting"): 30, _("Write to"): 17, _("What is missing"): 53}
        if wide < ROOMY:
            shares = {_("Setting"): 31, _("What is missing"): 69}
        for label, share in shares.items():
            table.add_column(Text(label), width=(wide - 2 * len(shares) - 2) * share // 100)
        for row in missing[:MOST]:
            said = " · ".join(filter(None, (_copy(row), shared_words(row))))
            cells = (row.name, row.role or "", said) if len(shares) == 3 else (row.name, said)
            table.add_row(*map(Text, cells), key=row.setting)
        if not missing:
            nothing = _("Nothing is missing.") if self.sitting.rows else _("Nobody is on your list yet.")
            table.add_row(Text(nothing), *[Text("")] * (len(shares) - 1))

    # -- what one can do ---------------------------------------------------------------------------

    def action_blanks(self) -> None:
        from rrsa.tui.dialogs.blanks import BlanksDialog

        if not self.desk.portfolio.listed:
            self.notify(_("Nobody is on your list yet; a on the overview puts a setting on it."))
            return
        self._ask(lambda: BlanksDialog(self.sitting))

    def action_collect(self) -> None:
        from rrsa.tui.dialogs.blanks import CollectDialog

        self._ask(lambda: CollectDialog(self.sitting))

    def action_packs(self) -> None:
        from rrsa.tui.dialogs.send_many import SendDialog

        self.once_read(lambda: self._ask(lambda: SendDialog(self.sitting), writes=False))

    def _ask(self, dialog: Callable[[], ManyDialog], *, writes: bool = True) -> None:
        if writes and self.rrsa.read_only:
            self.notify(_("This was opened for reading only."))
            return

        def done(changed: bool | None) -> None:
            if changed and writes:
                # The dialog worked at a desk of its own, so that this one could go on.
                self.sitting.do(self.desk.refresh, said=_("Up to date"))

        self.app.push_screen(dialog(), done)


def _copy(row: Row) -> str:
    """What has become of its copy, in as few words as a column takes."""
    if row.not_returned:
        return _("copy out since {day}").format(day=show_day(row.issued_on))
    return copy_words(row) or (_("no copy sent yet") if row.listed else "")


def _others(found: Sequence[Row], silent: Sequence[Row]) -> list[Row]:
    """Those on the list whose copy is back and who have not shared: they stand last."""
    quiet = {row.setting for row in silent}
    return [
        row
        for row in found
        if row.listed and row.state is State.NOT_YET and row.setting in quiet and row.returned_on
    ]
