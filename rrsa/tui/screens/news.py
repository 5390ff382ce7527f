"""What is new: what changed since the role at the keyboard was last here, by outcome."""

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
from rrsa.guide.history import moment
from rrsa.guide.since import News, Since, since
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.tui.screens.setting_screen import SettingScreen


class NewsScreen(SettingScreen):
    """One list: a heading for each outcome that has news, what happened below it, the latest first."""

    NAME = "news"
    CSS_PATH = "news.tcss"
    HELP = _(
        "What others have changed since you closed this setting last, and what you changed on another "
        "computer. People are named by their role. Enter opens the outcome. When you were here stands in a "
        "file on this machine and nowhere else; nobody can look it up."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", _("Open outcome"), id="news.open"),
    ]

    _read_at: int | None = None

    def body(self) -> ComposeResult:
        yield Static(id="news-head")
        yield OptionList(id="news", markup=False)

    def show(self) -> None:
        if self._read_at != self.evaluation.revision:
            self._read_at = self.evaluation.revision
            self._find_news()

    @work(thread=True, exclusive=True, group="news", exit_on_error=False)
    def _find_news(self) -> None:
        worker, visit, found = get_current_worker(), self.sitting.left_off, None
        try:
            if visit is not None:
                found = since(self.evaluation, visit.revision, opened_at=self.sitting.opened_at)
        except RrsaError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._in_vain, str(error))
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_news, found)

    def _in_vain(self, why: str) -> None:
        self._read_at = None  # so that it is read when the page is drawn again
        self.query_one("#news-head", Static).update(Content(why))

    def _show_news(self, found: Since | None) -> None:
        if not self.is_open:
            return
        self.query_one("#news-head", Static).update(self._head(found))
        rows = self.query_one("#news", OptionList)
        rows.clear_options()
        if found is None or not found.items:
            rows.display = False
            return
        rows.display = True
        framework = self.evaluation.framework
        for outcome, items in found.by_outcome.items():
            heading = _("The whole setting")
            if outcome is not None:
                heading = f"{outcome} · {framework.outcomes[outcome].short}"
            rows.add_option(Option(Content.styled(heading, "bold $secondary"), disabled=True))
            for item in items:
                rows.add_option(Option(self._row(item), id=f"{item.revision}:{outcome or ''}"))
        rows.highlighted = 1
        rows.focus()

    def _head(self, found: Since | None) -> Content:
        role, visit = self.evaluation.author, self.sitting.left_off
        if found is None or visit is None:
            text = _(
                "This is the first time that “{role}” has this setting open on this machine. Next time, you "
                "find here what has changed in between. H shows everything that was ever changed."
            )
            return Content(text.format(role=role))
        day = show_day(visit.day)
        if not found.items:
            text = _("Nothing has changed since you were last here, on {day}. You have seen all there is.")
            return Content(text.format(day=day))
        n = len(found.items)
        head = ngettext(
            "{n} change since you were last here, on {day}",
            "{n} changes since you were last here, on {day}",
            n,
        ).format(n=n, day=day)
        if found.more:
            head += "\n" + _("There is older news as well: H shows all of it.")
        return Content.styled(head, "bold")

    def _row(self, item: News) -> Content:
        told = f"{item.author}, {self._moment(item)}"
        if item.times > 1:
            told += " · " + _("{n} times").format(n=item.times)
        return Content.assemble(("  ● ", "$primary"), item.said, (f"  {told}", "$text-muted"))

    def _moment(self, item: News) -> str:
        """When it was, as the clock on the wall showed it."""
        local = moment(item.at)
        return f"{show_day(local.date())} {local:%H:%M}"

    def action_open(self) -> None:
        self.query_one("#news", OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        outcome = (event.option_id or "").partition(":")[2]
        if outcome:
            self.rrsa.open_outcome(outcome)
