"""All outcomes on one page: where we stand in words, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from rrsa.errors import RrsaError
from rrsa.framework.model import Outcome
from rrsa.i18n import _, ngettext
from rrsa.scoring import words
from rrsa.tui import pictures
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.vocabulary import ActionStatus

if TYPE_CHECKING:
    from rrsa.guide.since import Since
    from rrsa.portfolio.portfolio import Portfolio


class HomeScreen(SettingScreen):
    """The navigator: strands and their outcomes, with a card about the one that is highlighted."""

    NAME = "home"
    CSS_PATH = "home.tcss"
    HELP = _(
        "Every outcome with **our view** (filled dots: ●●●○ is 3 of 4) and how far we can **show** it. "
        "Enter opens an outcome. **k** takes a quick look at all of them, one after another: a grade and a "
        "line each; **T** picks the most useful few things for ten minutes. **x** writes a workbook that "
        "others fill in, **I** brings it back, **X** hands over a pack, **S** shares with your authority. "
        "There is no average and no total mark, on purpose."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", _("Settings"), id="home.back"),
        Binding("enter", "open", _("Open"), id="home.open"),
        Binding(
            "k", "quick_look", _("Quick look"), id="home.quick", tooltip=_("A grade and a line for each")
        ),
        Binding("r", "app.readiness", _("Readiness"), id="home.readiness", tooltip=_("How ready we are")),
        Binding("x", "app.export", _("Export"), id="home.export", tooltip=_("Write a workbook")),
        Binding("slash", "app.search", _("Search"), key_display="/", id="home.search"),
        Binding("w", "app.kept", _("Kept from before"), show=False, id="home.kept"),
        Binding(
            "s", "about", _("This setting"), show=False, id="home.about", tooltip=_("Name, stage, head, lead")
        ),
        Binding(
            "S",
            "share",
            _("Share"),
            show=False,
            id="home.share",
            tooltip=_("Share with your authority, or take back what is shared"),
        ),
    ]

    def body(self) -> ComposeResult:
        yield Static(id="summary")
        with Horizontal(id="home"):
            yield OptionList(id="outcomes")
            with VerticalScroll(id="card"):
                yield Static(id="card-text")

    _news: Since | None = None
    _news_at = -1

    @property
    def place(self) -> str:
        """The outcome that is highlighted: where the meeting begins when it is opened from here."""
        choices = self.query_one("#outcomes", OptionList)
        at = choices.highlighted
        return "" if at is None else choices.get_option_at_index(at).id or ""

    def show(self) -> None:
        if self._news_at != self.evaluation.revision:
            self._news_at = self.evaluation.revision
            self._find_news()
        self.query_one("#summary", Static).update(self._summary())
        choices = self.query_one("#outcomes", OptionList)
        at = choices.highlighted
        choices.clear_options()
        framework = self.evaluation.framework
        rows: list[Option | None] = []
        for strand in framework.strands:
            heading = Content.assemble((f"{strand.id} · {strand.title}", "bold $secondary"))
            rows.append(Option(heading, disabled=True))
            rows += [Option(self._row(outcome), id=outcome.id) for outcome in strand.outcomes]
        choices.add_options(rows)
        choices.highlighted = at if at is not None else 1
        if self.focused is None:
            choices.focus()
        self._show_card()

    # -- what is drawn -----------------------------------------------------------------------------

    def _summary(self) -> Content:
        evaluation = self.evaluation
        stage = evaluation.assessment.stages[evaluation.stage]
        parts = [pictures.stage_line(evaluation.framework, stage, 20)]
        left = self._waiting()
        parts.append(Content(" · ".join(left) if left else _("Every outcome has been looked at.")))
        parts.append(Content(" · ".join([*self._new_words(), _("Ten minutes? T")])))
        parts.append(Content.styled(f"{evaluation.framework.for_.disclaimer}.", "$text-muted"))
        return Content("\n").join(parts)

    def _new_words(self) -> list[str]:
        """What has changed since the role at the keyboard was last here; nothing where nothing has."""
        n = len(self._news.items) if self._news else 0
        said = ngettext(
            "{n} change since you were last here: N", "{n} changes since you were last here: N", n
        )
        return [said.format(n=n)] if n else []

    @work(thread=True, exclusive=True, group="news", exit_on_error=False)
    def _find_news(self) -> None:
        visit = self.sitting.left_off
        if visit is None or visit.revision >= self.evaluation.revision:
            return
        from rrsa.guide.since import since

        try:
            found = since(self.evaluation, visit.revision, opened_at=self.sitting.opened_at)
        except RrsaError:
            self._news_at = -1  # the page does without, and asks again when it is drawn again
            return
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._take_news, found)

    def _take_news(self, found: Since) -> None:
        self._news = found
        if self.is_open:
            self.query_one("#summary", Static).update(self._summary())

    def _waiting(self) -> list[str]:
        evaluation = self.evaluation
        said = []
        if n := len(evaluation.assessment.spread.get(None, ())):
            said.append(
                ngettext("{n} outcome not looked at yet", "{n} outcomes not looked at yet", n).format(n=n)
            )
        today = evaluation.on.isoformat()
        late = [
            a
            for a in evaluation.portfolio.actions.values()
            if ActionStatus(a.status or ActionStatus.PLANNED).is_open and (a.due or "9") < today
        ]
        if late:
            n = len(late)
            said.append(ngettext("{n} action past its date", "{n} actions past their dates", n).format(n=n))
        if evaluation.portfolio.parked and (n := _for_review(evaluation.portfolio)):
            said.append(
                ngettext(
                    "{n} thing from before waits for review: w",
                    "{n} things from before wait for review: w",
                    n,
                ).format(n=n)
            )
        return said

    def _row(self, outcome: Outcome) -> Content:
        framework = self.evaluation.framework
        found = self.evaluation.assessment.outcomes[outcome.id]
        dots = pictures.grade_dots(found.view, len(framework.scale))
        view = pictures.view_words(framework, found.view)
        # A row of "not shown yet" would only discourage somebody who has just begun.
        shown = words.shown_in_ways(found.ways) if found.ways or found.pieces else ""
        return Content.assemble(
            (f"{outcome.id:>3}  ", "$accent"),
            f"{outcome.short:<25} ",
            (dots, "$primary"),
            f" {view:<19} ",
            (shown, "$text-muted"),
        )

    def _show_card(self) -> None:
        choices = self.query_one("#outcomes", OptionList)
        if choices.highlighted is None:
            return
        outcome_id = choices.get_option_at_index(choices.highlighted).id
        if outcome_id is None:
            return
        outcome = self.evaluation.framework.outcomes[outcome_id]
        found = self.evaluation.assessment.outcomes[outcome_id]
        record = self.evaluation.portfolio.outcome(outcome_id)
        lines = [
            Content.styled(outcome.title, "bold"),
            Content.styled(f"“{outcome.children}”", "italic $secondary"),
            Content(""),
            Content(words.state_words(self.evaluation.framework, found)),
        ]
        if record.line:
            lines.append(Content(record.line))
        lines += [Content(""), Content(outcome.why), Content("")]
        n, a = len(found.pieces), len(self.evaluation.portfolio.actions_by_outcome.get(outcome_id, ()))
        lines.append(
            Content(
                ngettext("{n} piece of evidence", "{n} pieces of evidence", n).format(n=n)
                + " · "
                + ngettext("{n} action", "{n} actions", a).format(n=a)
            )
        )
        articles = ", ".join(str(number) for number in outcome.articles)
        lines.append(
            Content.styled(_("Convention articles {articles}").format(articles=articles), "$text-muted")
        )
        self.query_one("#card-text", Static).update(Content("\n").join(lines))

    # -- what one can do ---------------------------------------------------------------------------

    def on_option_list_option_highlighted(self) -> None:
        self._show_card()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.rrsa.open_outcome(event.option_id)

    def action_open(self) -> None:
        self.query_one("#outcomes", OptionList).action_select()

    def action_quick_look(self) -> None:
        self.rrsa.open_quick_look()

    def action_about(self) -> None:
        self.rrsa.edit_setting()

    def action_share(self) -> None:
        from rrsa.tui.dialogs.share import share_setting

        share_setting(self.rrsa)

    def leave(self) -> None:
        self.rrsa.close_setting()


def _for_review(portfolio: Portfolio) -> int:
    from rrsa.portfolio.parking import counted

    return counted(portfolio)[0]
