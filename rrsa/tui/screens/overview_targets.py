"""Targets of groups of settings, and how far they are."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from rrsa.errors import RrsaError
from rrsa.i18n import _, ngettext
from rrsa.overview import targets
from rrsa.overview.figure_words import how_made, nothing_told
from rrsa.overview.groups import Figures, group_of
from rrsa.overview.releasing import release
from rrsa.overview.subjects import subject_of
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.desk import Target
from rrsa.tui.recording import targets as recording
from rrsa.tui.screens.desk_screen import DeskScreen
from rrsa.tui.screens.readiness_tabs import saying
from rrsa.tui.widgets.lists import KeyedList


class TargetsScreen(DeskScreen):
    """One list: what is wanted by when, where it stands now, and where it began."""

    CSS_PATH = "overview_targets.tcss"
    TITLE_TEXT = _("Targets")
    HELP = _(
        "How many settings of a group are to reach something by a day. **a** sets a target, Enter changes "
        "one, **c** closes it or opens it again, **d** removes it, **u** takes back what you did. Progress "
        "(◎ not yet, ● reached) is counted from what settings share and says no more than any figure of a "
        "group does: nothing about fewer than five, and nobody’s name."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", _("Add"), id="targets.add", tooltip=_("Set a target")),
        Binding("c", "close_target", _("Close"), id="targets.close", tooltip=_("Close it, or open it again")),
        Binding("d,delete", "remove", _("Remove"), key_display="d", id="targets.remove"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.reading = True
        self.figures: Figures | None = None
        self._at: str | None = None

    def body(self) -> ComposeResult:
        yield Static(_("Reading …"), id="head")
        yield KeyedList(id="target-list")

    def on_mount(self) -> None:
        self.query_one("#target-list").focus()

    # -- reading -----------------------------------------------------------------------------------

    def show(self) -> None:
        if self.figures is not None:
            self._draw()
        self._read()

    @work(thread=True, exclusive=True, group="targets", exit_on_error=False)
    def _read(self) -> None:
        """Makes what figures are due and reads them, beside the screen's thread."""
        worker, desk = get_current_worker(), self.desk
        try:
            release(desk.store)
            figures = Figures.of(desk.store)
        except RrsaError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._failed, str(error))
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, figures)

    def _failed(self, why: str) -> None:
        self.is_read(in_vain=True)
        self.query_one("#head", Static).update(Content(why))

    def _take(self, figures: Figures) -> None:
        if self.is_open:
            self.figures = figures
            self._draw()
            self.is_read()

    # -- what is drawn -----------------------------------------------------------------------------

    def _draw(self) -> None:
        assert self.figures is not None
        found = targets.in_order(self.desk.portfolio)
        open_ = sum(each.closed_on is None for each in found)
        head = ngettext("{n} target is open", "{n} targets are open", open_).format(n=open_)
        self.query_one("#head", Static).update(Content.styled(head, "bold"))
        listed = self.query_one("#target-list", KeyedList)
        rows = [Option(self._row(self.figures, each), id=each.id) for each in found]
        if not self.figures.frameworks:
            rows.append(
                saying(
                    nothing_told(self.figures)
                    if self.figures.others_make
                    else _("Targets need figures, which are made once five settings have shared the same.")
                )
            )
        elif not rows:
            rows.append(saying(_("No target is set yet. Press a to set one.")))
        else:
            rows.append(saying(how_made()))
        listed.refill(rows)
        if self._at in {each.id for each in found}:
            listed.highlighted = listed.get_option_index(self._at or "")
            self._at = None
        elif listed.item is None:
            listed.action_first()

    def _row(self, figures: Figures, target: Target) -> Content:
        now = targets.progress(figures, target)
        began = targets.baseline(target, now.kind)
        reached = targets.is_reached(target, now)
        about = subject_of(target.subject or "").label
        told = [group_of(target.group or "all").label, about, targets.wanted_words(target, self.desk.on)]
        lines = [" · ".join(told), _("now: {words}").format(words=now.words)]
        if began.on is not None:
            lines.append(_("when it was set: {words}").format(words=began.words))
        if target.closed_on:
            lines.append(_("closed on {day}").format(day=show_day(target.closed_on)))
        if target.note:
            lines.append(target.note)
        mark = "● " if reached else "◎ "
        return Content.assemble(
            (mark, "$primary"),
            (target.title or target.id, "bold"),
            ("  " + _("reached") if reached else "", "$accent"),
            *((f"\n  {line}", "$text-muted") for line in lines),
        )

    def go_to(self, target: str) -> None:
        """What was just set is what one wants to see."""
        self._at = target
        if self.figures is not None:
            self._draw()

    # -- what one can do ---------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            recording.edit(self, event.option_id)

    def action_add(self) -> None:
        self.once_read(self._add)

    def _add(self) -> None:
        if self.figures is None or not self.figures.frameworks:
            self.notify(_("Targets need figures, which are made once five settings have shared the same."))
        else:
            recording.add(self)

    def action_close_target(self) -> None:
        if (item := self.query_one("#target-list", KeyedList).item) is not None:
            recording.close(self, item)

    def action_remove(self) -> None:
        if (item := self.query_one("#target-list", KeyedList).item) is not None:
            recording.remove(self, item)
