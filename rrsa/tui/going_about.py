"""Going about in an open setting: every page and dialog, by a key, the palette or another page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from rrsa.i18n import _
from rrsa.tui.in_touch import InTouch
from rrsa.tui.pages import PAGES, Page

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.sitting import Sitting


class GoingAbout(InTouch):
    """Opens pages; each is read only when somebody goes there."""

    sitting: Sitting | None

    @property
    def whole(self) -> RrsaApp:
        """The app that this is a part of."""
        return cast("RrsaApp", self)

    @property
    def open_sitting(self) -> Sitting:
        assert self.sitting is not None
        return self.sitting

    def open_outcome(self, outcome_id: str) -> None:
        from rrsa.tui.screens.outcome import OutcomeScreen

        for screen in self.screen_stack:
            if isinstance(screen, OutcomeScreen):
                page: OutcomeScreen = screen
                while self.screen is not page:
                    self.pop_screen()
                page.open_outcome(outcome_id)
                return
        self.push_screen(OutcomeScreen(outcome_id))

    def open_quick_look(self, start: str | None = None) -> None:
        from rrsa.tui.screens.quick_look import QuickLookScreen

        self.push_screen(QuickLookScreen(start))

    def finish_quick_look(self) -> None:
        """The last outcome is behind us: what it comes to, and where to go from here."""
        self.pop_screen()
        self.notify(
            _("That was the last one. Open what is lowest, or press r to see what comes next."), timeout=8
        )

    def action_readiness(self) -> None:
        from rrsa.tui.screens.readiness import ReadinessScreen

        if self.sitting is not None and not isinstance(self.screen, ReadinessScreen):
            self.push_screen(ReadinessScreen())

    def open_milestones(self) -> None:
        from rrsa.tui.screens.readiness import ReadinessScreen

        self.action_readiness()
        if isinstance(self.screen, ReadinessScreen):
            self.screen.call_after_refresh(self.screen.action_tab, "milestones")

    def action_export(self) -> None:
        from rrsa.tui.dialogs.export import ExportDialog

        if self.sitting is not None:
            self.push_screen(ExportDialog(self.sitting.evaluation))

    def action_bring_in(self) -> None:
        from rrsa.tui.coming_back import bring_in_files

        bring_in_files(self.whole)

    def action_pack(self) -> None:
        from rrsa.tui.dialogs.pack import PackDialog

        if self.sitting is not None:
            self.push_screen(PackDialog(self.sitting.evaluation))

    def action_names(self) -> None:
        from rrsa.tui.dialogs.names import NamesDialog

        if self.sitting is not None:
            self.push_screen(NamesDialog(self.sitting.evaluation))

    def action_questionnaire(self) -> None:
        from rrsa.tui.dialogs.questionnaire import take_answers

        if self.sitting is not None:
            take_answers(self.whole)

    def action_held_about(self) -> None:
        from rrsa.tui.dialogs.held_about import ask_what_is_held

        if self.sitting is not None:
            ask_what_is_held(self.whole)

    def action_ask_aloud(self) -> None:
        from rrsa.tui.screens.asking import ask

        if self.sitting is not None:
            ask(self.whole)

    def action_rings(self) -> None:
        from rrsa.tui.screens.rings import open_rings

        open_rings(self.whole)

    def action_search(self) -> None:
        from rrsa.tui.dialogs.find import search

        if self.sitting is not None:
            search(self.whole)

    def action_help(self) -> None:
        from rrsa.tui.dialogs.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def pages(self) -> list[Page]:
        """The pages that the open setting has."""
        if self.sitting is None:
            return []
        kind = self.sitting.evaluation.framework.for_
        return [page for page in PAGES if page.kinds is None or kind in page.kinds]

    def action_page(self, name: str) -> None:
        """Opens a page by its name; one that is open below is gone back to."""
        page = next((page for page in self.pages() if page.name == name), None)
        if page is not None:
            self.open_page(page)

    def open_page(self, page: Page, **given: Any) -> None:
        """Opens ``page``, built with ``given``; without it, a page that is open below is gone back to."""
        module, _colon, class_name = page.where.partition(":")
        screen_class: type[Screen[Any]] = getattr(import_module(module), class_name)
        if not given and any(isinstance(screen, screen_class) for screen in self.screen_stack):
            while not isinstance(self.screen, screen_class):
                self.pop_screen()
            return
        self.push_screen(screen_class(**given))

    def action_papers(self) -> None:
        from rrsa.tui.dialogs.report import ReportDialog

        if self.sitting is not None:
            self.push_screen(ReportDialog(self.sitting.evaluation))

    def action_tour(self) -> None:
        from rrsa.tui.tour import start_tour

        start_tour(self.whole)

    def action_move(self) -> None:
        from rrsa.tui.dialogs.moving import move

        if self.sitting is not None:
            move(self.whole)

    def action_beside(self) -> None:
        """Other frameworks' wording of the look-for that is highlighted, or of the outcome at hand."""
        from rrsa.tui.at_hand import outcome_at_hand
        from rrsa.tui.dialogs.beside import show_beside
        from rrsa.tui.widgets.lists import LookForList

        if self.sitting is not None:
            focused = self.focused
            look = focused.item if isinstance(focused, LookForList) else None
            if target := look or outcome_at_hand(self.whole):
                show_beside(self.whole, target)

    def action_kept(self) -> None:
        self.open_kept()

    def open_kept(self, first: str = "") -> None:
        """What an earlier framework left, at ``first`` if that is named."""
        from rrsa.tui.screens.moving import KeptScreen

        if self.sitting is not None and not isinstance(self.screen, KeptScreen):
            self.push_screen(KeptScreen(first))

    def back_to_outcomes(self) -> None:
        """Closes every page and dialog that is open over the outcomes; what covers the screen stays."""
        from rrsa.tui.dialogs.role import CoverScreen
        from rrsa.tui.screens.home import HomeScreen
        from rrsa.tui.screens.too_small import TooSmall

        stack = self.screen_stack
        if any(isinstance(screen, HomeScreen) for screen in stack):
            covered, small = (any(isinstance(s, cover) for s in stack) for cover in (CoverScreen, TooSmall))
            while not isinstance(self.screen, HomeScreen):
                self.pop_screen()
            if covered:
                self.whole.action_cover()
            if small:
                self.push_screen(TooSmall())

    def action_go_to(self) -> None:
        from rrsa.tui.dialogs.go_to import go_to

        if self.sitting is not None:
            go_to(self)
