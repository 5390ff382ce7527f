"""Bringing in what came back: every difference on one side, and what each of them says on the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Label, Static

from rrsa.exchange.returning.preview import Preview
from rrsa.i18n import _
from rrsa.tui.coming_back import ComingBack
from rrsa.tui.dialogs.bring_in import BringIn
from rrsa.tui.dialogs.sure import Sure
from rrsa.tui.screens.settling_screen import SettlingScreen
from rrsa.tui.settling import Settling
from rrsa.tui.widgets.lists import KeyedList

if TYPE_CHECKING:
    from rrsa.exchange.returning import Applied
    from rrsa.store import Entry


class BringingInScreen(SettlingScreen):
    """One list and one pane. Nothing goes in before somebody says so."""

    CSS_PATH = "bringing_in.tcss"
    HELP = _(
        "Everything that came back and differs from what is here. **?** waits for a choice, **→** goes "
        "in, **=** stays as it is, **✕** is removed, **!** is a cell that is not understood; **✚** is part "
        "of a new row. **m** keeps what is here, **t** takes theirs; where several say different things, "
        "**t** again or a number takes one of them. **M** and **T** settle all that still waits: rows that "
        "are missing stay. **r** removes such a row, or keeps it. **n** goes to what is still to choose, "
        "**f** lists only some, **0** everything. Enter brings in what is settled; what is not waits in the "
        "workbook. **u** takes all of it back at once, **U** does it again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", _("Leave"), id="bring.leave", tooltip=_("Stop, or leave without it")),
        Binding("m", "take('mine')", _("Mine"), id="bring.mine", tooltip=_("Keep what is here")),
        Binding("t", "take('theirs')", _("Theirs"), id="bring.theirs", tooltip=_("Take what came back")),
        *[Binding(str(n), f"number({n})", show=False) for n in range(1, 10)],
        Binding("r", "remove", _("Remove"), id="bring.remove", tooltip=_("A missing row: remove it, or not")),
        Binding("n", "next", _("Next"), id="bring.next", tooltip=_("What is still to choose")),
        Binding("f", "filter", _("Filter"), id="bring.filter", tooltip=_("List only some of it")),
        Binding("0", "everything", _("All"), show=False, id="bring.all", tooltip=_("List everything again")),
        Binding(
            "M",
            "rest('mine')",
            _("Mine for the rest"),
            show=False,
            id="bring.rest-mine",
            tooltip=_("Keep what is here, for all that waits"),
        ),
        Binding(
            "T",
            "rest('theirs')",
            _("Theirs for the rest"),
            show=False,
            id="bring.rest-theirs",
            tooltip=_("Take what came back, for all that waits"),
        ),
        Binding(
            "ctrl+s",
            "bring_in",
            _("Bring in"),
            id="bring.in",
            tooltip=_("Bring in what is settled; so does Enter"),
        ),
        Binding("enter", "bring_in", show=False),  # from the pane too
        Binding("u", "undo", _("Undo"), show=False, id="bring.undo", tooltip=_("Take it all back")),
        Binding("U", "redo", _("Redo"), show=False, id="bring.redo", tooltip=_("Do it again")),
        Binding(
            "left_square_bracket",
            "turn(-1)",
            _("Page"),
            key_display="[ ]",
            show=False,
            id="bring.page-before",
            tooltip=_("The pages of a long list"),
        ),
        Binding("right_square_bracket", "turn(1)", show=False, id="bring.page-after"),
        Binding("question_mark", "app.help", _("Help"), key_display="?", id="bring.help"),
    ]

    def __init__(self, files: ComingBack) -> None:
        super().__init__()
        self._files = files
        self._bringing = False
        self._brought: tuple[str, ...] = ()

    def on_mount(self) -> None:
        self.query_one("#title", Label).update(self._files.title)
        self.query_one("#state", Label).update(self.rrsa.state_words)
        self.query_one("#both").display = False
        self.look()

    # -- looking -----------------------------------------------------------------------------------

    def look(self) -> None:
        """Compares the files with what is here; choices that were made stand."""
        if not self.busy:
            self.begin(_("Looking at what came back …"))
            self.beside(lambda: self._files.look(self.store, self.progress), self._looked)

    def _looked(self, previews: list[Preview]) -> None:
        before, self._settling = self._settling, Settling(previews)
        if before is not None:
            self._settling = before.again(previews)
        self.query_one("#both").display = True
        self._list()
        self.call_after_refresh(self._list)  # once more, when it is known how much room there is
        if self.focused is None:
            self.query_one("#differences", KeyedList).focus()
        self._behind()

    def failed(self, why: str) -> None:
        self.query_one("#both").display = False
        self._settling = None
        words = Content.assemble(("▲ ", "$error"), why, "\n", (_("Nothing has changed."), "$text-muted"))
        self.query_one("#summary", Static).update(words)

    def _behind(self) -> None:
        """Looks again where somebody has saved since the comparison was made."""
        sitting = self.rrsa.sitting
        if self._settling is None or sitting is None:
            return
        evaluation = sitting.evaluation
        for preview in self._settling.previews:
            if preview.setting == evaluation.setting_id and preview.revision < evaluation.revision:
                self.look()

    def saved_below(self) -> None:
        """Something was saved, taken back or taken in, or could not be, while this is open."""
        self.query_one("#state", Label).update(self.rrsa.state_words)
        if self._bringing:
            self._bringing = False
            self.ended()
            self._show()
        if not self.busy:
            self._behind()

    def on_option_list_option_selected(self) -> None:
        self.action_bring_in()

    # -- bringing in -------------------------------------------------------------------------------

    def action_bring_in(self) -> None:
        settling = self._settling
        if settling is None or self.busy:
            return
        if why := self._files.hindrance(settling):
            self.notify(why, timeout=5)
            return

        def answered(yes: bool | None) -> None:
            if yes and not self.busy:
                self._bring_in(settling)

        self.app.push_screen(BringIn(settling, self._files.promise(settling)), answered)

    def _bring_in(self, settling: Settling) -> None:
        files, author, store = self._files, self.author, self.store
        sitting, changes = self.rrsa.sitting, settling.goes_in
        self._bringing = True
        self.begin(_("Bringing it in …"))

        def job() -> list[Applied]:
            done = [
                files.bring_in(store, preview, settling.choices(preview), author)
                for preview in settling.previews
            ]
            if sitting is not None:
                sitting.evaluation.refresh()
            return done

        def brought_in(done: list[Applied]) -> None:
            self.notify(files.said(changes, done), timeout=6, markup=False)
            self._brought_in(done)

        if sitting is None:
            self.beside(job, brought_in, apart=self._moved_on)
        else:
            sitting.do(
                job,
                say=lambda done: files.said(changes, done),
                then=self._brought_in,
                apart=self._moved_on,
            )

    def _moved_on(self) -> None:
        """Somebody has saved since the files were compared: nothing went in."""
        self._bringing = False
        self.ended()
        self.notify(
            _("Somebody else has saved meanwhile, so nothing went in: it is compared again."), timeout=8
        )
        self.look()

    def _brought_in(self, done: list[Applied]) -> None:
        """What is left stays before one; with nothing left, back to the setting, or into a new one."""
        self._bringing = False
        self.ended()
        self.in_turn(lambda: self._go_on(done))

    def _go_on(self, done: list[Applied]) -> None:
        settling = self._settling
        assert settling is not None
        settling.touched = False
        self._brought = tuple(applied.setting for applied in done if applied.committed)
        if settling.begins:
            self.rrsa.open_brought_in(settling.begins[-1].setting)
        elif self._files.reopens:
            self.rrsa.open_brought_in(settling.previews[0].setting, anew=True)
        elif any(applied.left for applied in done) or settling.refused:
            self.look()
        elif self.rrsa.sitting is None:
            self.rrsa.open_brought_in(settling.previews[0].setting)
        else:
            self.dismiss()

    def action_undo(self) -> None:
        """Takes back what was brought in; with no setting open there is no writer that would do it."""
        if self.rrsa.sitting is not None:
            self.rrsa.action_undo()
        elif self._brought and not self.busy:
            self._again(self.store.undo, _("Taken back: {what}"))

    def action_redo(self) -> None:
        if self.rrsa.sitting is not None:
            self.rrsa.action_redo()
        elif self._brought and not self.busy:
            self._again(self.store.redo, _("Done again: {what}"))

    def _again(self, turn: Callable[[str, str], Entry], said: str) -> None:
        author = self.author
        self.begin("")

        def done(entries: list[Entry]) -> None:
            what = ", ".join(entry.changeset.reason for entry in entries)
            self.notify(said.format(what=what), timeout=5, markup=False)
            self.look()

        self.beside(lambda: [turn(setting, author) for setting in self._brought], done)

    def action_back(self) -> None:
        """Stops what is under way; leaves, and asks first where choices would be lost."""
        if self.busy:
            if not self._bringing:  # what has begun to go in goes in
                self.stop()
        elif self._settling is not None and self._settling.touched:

            def answered(yes: bool | None) -> None:
                if yes:
                    self.dismiss()

            about = _("What you have chosen here is forgotten. The workbooks stay as they are.")
            self.app.push_screen(Sure(_("Leave without bringing it in?"), about, _("Leave")), answered)
        else:
            self.dismiss()
