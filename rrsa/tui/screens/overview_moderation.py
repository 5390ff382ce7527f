"""Moderation rounds: drawn, sent out, taken back, and what they found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from rrsa.errors import RrsaError
from rrsa.i18n import _
from rrsa.overview import agreement as words
from rrsa.overview.rounds import Round, by_reviewer, is_answered, open_round, rounds
from rrsa.overview.stages import Stages
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.desk import Moderated, Moderation
from rrsa.portfolio.ids import with_check
from rrsa.tui.recording import moderation as recording
from rrsa.tui.screens.desk_screen import DeskScreen
from rrsa.tui.screens.readiness_tabs import heading, saying
from rrsa.tui.widgets.lists import KeyedList


class ModerationScreen(DeskScreen):
    """Four tabs: the rounds; of the one that is chosen its outcomes, who looks, and what it found.

    Where a view stands it is not said who looked, and where it is said who looks no view stands.
    """

    CSS_PATH = "overview_moderation.tcss"
    TITLE_TEXT = _("Joint quality assurance")
    HELP = _(
        "Settings that agreed look at each other’s outcomes, drawn by lot, without seeing the other’s view. "
        "**a** draws a round; you see it before it is written. **o** writes for each setting what it is to "
        "look at, **t** takes in what came back, **k** writes for each setting what others said of it, **p** "
        "writes the report. **1 Rounds** lists them; Enter chooses one. **2 Outcomes** has each outcome with "
        "its setting’s view beside that of whoever looked; Enter records one by hand, such as from paper. "
        "**3 Who looks** says whose workbook is not back. **4 What it found** tells the round. **c** closes "
        "it, **d** removes it, **u** takes back what you did. Nothing is counted about whoever looks."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "tab('rounds')", show=False, id="moderation.rounds"),
        Binding("2", "tab('outcomes')", show=False, id="moderation.outcomes"),
        Binding("3", "tab('who')", show=False, id="moderation.who"),
        Binding("4", "tab('found')", show=False, id="moderation.found"),
        Binding("a", "draw", _("Draw"), id="moderation.draw", tooltip=_("Draw a round")),
        Binding("o", "out", _("Out"), id="moderation.out", tooltip=_("What each setting is to look at")),
        Binding("t", "take", _("Take in"), id="moderation.take", tooltip=_("Workbooks that came back")),
        Binding(
            "k",
            "reviews",
            _("Reviews"),
            id="moderation.back",
            tooltip=_("For each setting what others said of it"),
        ),
        Binding("p", "report", _("Report"), id="moderation.report", tooltip=_("The report of the round")),
        Binding("c", "close_round", _("Close"), show=False, id="moderation.close"),
        Binding("d", "remove", _("Remove"), show=False, id="moderation.remove"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._chosen = ""
        self.round: Round | None = None

    def body(self) -> ComposeResult:
        yield Static(id="head")
        with TabbedContent(initial="rounds", id="tabs"):
            with TabPane(_("1 Rounds"), id="rounds"):
                yield KeyedList(id="round-list")
            with TabPane(_("2 Outcomes"), id="outcomes"), Container(classes="half"):
                yield KeyedList(id="item-list")
                with VerticalScroll(classes="card", id="item-card"):
                    yield Static(id="item")
            with TabPane(_("3 Who looks"), id="who"):
                yield KeyedList(id="who-list")
            with TabPane(_("4 What it found"), id="found"), VerticalScroll(id="found-scroll"):
                yield Static(id="told")

    def on_mount(self) -> None:
        self.query_one("#round-list").focus()

    # -- reading -----------------------------------------------------------------------------------

    def show(self) -> None:
        found = rounds(self.desk.portfolio)
        ids = [each.id for each in found]
        if self._chosen not in ids:
            going_on = [each.id for each in found if not each.closed_on]
            self._chosen = next(iter([*going_on, *ids]), "")
        self.query_one("#round-list", KeyedList).refill(list(self._round_rows(found)))
        self.reading = bool(self._chosen)
        if self.reading:
            self._read(self._chosen)
        else:
            self.workers.cancel_group(self, "moderation")
            self._take(None)

    @work(thread=True, exclusive=True, group="moderation", exit_on_error=False)
    def _read(self, round_id: str) -> None:
        """Reads a round, and what is still shared of it, beside the screen's thread."""
        worker, desk = get_current_worker(), self.desk
        try:
            found = open_round(desk, round_id)
        except (RrsaError, KeyError) as error:  # a KeyError: it was taken back meanwhile
            if not worker.is_cancelled:
                self.app.call_from_thread(self._read_in_vain, error)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, found)

    def _read_in_vain(self, error: Exception) -> None:
        self.is_read(in_vain=True)
        if isinstance(error, RrsaError):
            self.notify(str(error), severity="error", markup=False)

    def _take(self, found: Round | None) -> None:
        if not self.is_mounted:
            return
        self.round = found
        self.query_one("#head", Static).update(self._head())
        for name, rows in (("item", self._item_rows()), ("who", self._who_rows())):
            listed = self.query_one(f"#{name}-list", KeyedList)
            listed.refill(list(rows))
            if listed.item is None:
                listed.action_first()
        self.query_one("#told", Static).update(self._told())
        self._show_card()
        self.is_read()

    # -- what is drawn -----------------------------------------------------------------------------

    def _head(self) -> Content:
        if self.round is None:
            return Content(_("No round is drawn yet."))
        told = (
            _("drawn {day}").format(day=show_day(self.round.record.drawn_on)),
            _("seed “{seed}”").format(seed=self.round.record.seed),
            words.progress_words(self.round),
        )
        return Content.assemble((self.round.title, "bold"), (f"\n{' · '.join(told)}", "$text-muted"))

    def _round_rows(self, found: tuple[Moderation, ...]) -> Iterator[Option]:
        for each in found:
            closed = show_day(each.closed_on)
            told = (
                _("drawn {day}").format(day=show_day(each.drawn_on)),
                _("closed {day}").format(day=closed) if closed else _("open"),
                _("chosen") if each.id == self._chosen else "",
            )
            row = Content.assemble(
                (each.title or each.id, "bold"), (f"\n   {' · '.join(filter(None, told))}", "$text-muted")
            )
            yield Option(row, id=f"round-{each.id}")
        if not found:
            yield saying(
                _(
                    "Settings agree to a joint round by sharing what it needs (rrsa share, “For a joint "
                    "round”). Press a to see what a round over those that agreed would be."
                )
            )

    def _item_rows(self) -> Iterator[Option]:
        if self.round is None:
            return
        for title, rows in (
            (_("Looked at"), [item for item in self.round.standing if is_answered(item)]),
            (_("Waiting"), list(self.round.waiting)),
            (_("Nobody is to look at it any more"), list(self.round.nobody)),
        ):
            if rows:
                yield heading(title)
                yield from (self._item_row(self.round, item) for item in rows)
        if self.round.withdrawn:
            yield saying(_("Some settings have withdrawn since; nothing of theirs is shown."))

    def _item_row(self, round_: Round, item: Moderated) -> Option:
        shared = round_.shared[item.setting or ""]
        what = words.outcome_words(shared, item.outcome or "")
        row = Content.assemble(
            (f"{with_check(item.ref or '')}  ", "$accent"),
            f"{shared.name}, {what}",
            (f"\n   {words.sentence(shared, item)}", "$text-muted"),
        )
        return Option(row, id=f"item-{item.ref}")

    def _who_rows(self) -> Iterator[Option]:
        if self.round is None:
            return
        for reviewer, items in by_reviewer(self.round.standing):
            told = ", ".join(f"{self.round.name(item.setting or '')} {item.outcome}" for item in items)
            looks = _("looks at {what}").format(what=told)
            yield Option(
                Content.assemble(
                    (self.round.name(reviewer), "bold"),
                    f": {words.back_words(self.round, reviewer, items)}",
                    (f"\n   {looks}", "$text-muted"),
                ),
                id=f"who-{reviewer}",
            )

    def _told(self) -> Content:
        if self.round is None:
            return Content("")
        if not self.round.looked_at:
            return Content(_("Nobody has said anything yet."))
        found = words.agreement(self.round)
        lines = [Content(line) for line in words.counted_words(found.counted)]
        if found.leaning:
            lines.append(Content(found.leaning))
        several = len({each.framework for each in found.outcomes}) > 1
        stages = Stages()
        for each in found.outcomes:
            name = f"{each.outcome} {each.short}".strip()
            where = f" ({stages.title(each.framework)})" if several else ""
            lines += [Content(""), Content.assemble((f"{name}{where}: ", "bold"), each.told)]
            lines += [Content(_("  “{words}”").format(words=said)) for said in (*each.apart, *each.alike)]
        for line in words.untold_words(found, stages.title):
            lines += [Content(""), Content.styled(line, "$text-muted")]
        if found.why_not:
            lines += [Content(""), Content.styled(_("What could not be looked at"), "bold")]
            lines += [Content(f"  {why}") for why in found.why_not]
        return Content("\n").join(lines)

    def _show_card(self) -> None:
        item = self.item
        self.query_one("#item-card").display = item is not None
        if item is None or self.round is None:
            return
        shared = self.round.shared[item.setting or ""]
        said = shared.outcomes.get(item.outcome or "")
        lines = [Content(words.sentence(shared, item))]
        if said is not None and said.line:
            lines.append(Content.styled(_("Its line: {line}").format(line=said.line), "$text-muted"))
        if item.words:
            lines.append(Content(_("“{words}”").format(words=item.words)))
        elif not item.why_not and item.view is None:
            lines.append(Content.styled(_("Enter records by hand what they say."), "$text-muted"))
        self.query_one("#item", Static).update(Content("\n").join(lines))

    @property
    def item(self) -> Moderated | None:
        """The outcome that is highlighted."""
        kind, _dash, ref = (self.query_one("#item-list", KeyedList).item or "").partition("-")
        if kind != "item" or self.round is None:
            return None
        return next((item for item in self.round.standing if item.ref == ref), None)

    # -- what one can do ---------------------------------------------------------------------------

    def on_option_list_option_highlighted(self) -> None:
        if self.is_mounted:
            self._show_card()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        kind, _dash, chosen = (event.option_id or "").partition("-")
        if kind == "round":
            self._chosen = chosen
            self.show()
            self.action_tab("outcomes")
        elif kind == "item" and self.round is not None and (item := self.item) is not None:
            recording.look(self, self.round, item)

    def action_tab(self, tab: str) -> None:
        self.query_one("#tabs", TabbedContent).active = tab
        self.query_one(f"#{tab}").query_one("KeyedList, VerticalScroll").focus()

    def choose(self, round_id: str) -> None:
        """Turns to a round, such as one that was just drawn."""
        self._chosen = round_id
        self.redraw()

    def action_draw(self) -> None:
        recording.draw(self)

    def _with_round(self, do: Callable[[Round], None]) -> None:
        """Does something with the round as it is now."""

        def with_it() -> None:
            if self.round is None:
                self.notify(_("No round is drawn yet. Press a to see what one would be."))
            else:
                do(self.round)

        self.once_read(with_it)

    def action_out(self) -> None:
        self._with_round(lambda found: recording.out(self, found))

    def action_take(self) -> None:
        self._with_round(lambda _found: recording.take(self))

    def action_reviews(self) -> None:
        self._with_round(lambda found: recording.back(self, found))

    def action_report(self) -> None:
        self._with_round(lambda found: recording.report(self, found))

    def action_close_round(self) -> None:
        self._with_round(lambda found: recording.close(self, found))

    def action_remove(self) -> None:
        self._with_round(lambda found: recording.remove(self, found))
