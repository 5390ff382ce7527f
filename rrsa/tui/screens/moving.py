"""What an earlier framework left: each old text beside the new outcome, to be taken over or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rrsa.guide.parked import Kept, beside_words, history, queue
from rrsa.i18n import _, ngettext
from rrsa.scoring import words
from rrsa.tui.screens.setting_screen import SettingScreen

if TYPE_CHECKING:
    from rrsa.tui.dialogs.find import Found

MOST = 400
"""Rows listed at a time; as some are settled, others come up."""


class KeptScreen(SettingScreen):
    """The queue on the left, what is highlighted and what stands there today on the right."""

    NAME = "kept"
    CSS_PATH = "moving.tcss"
    HELP = _(
        "When a setting moves to another framework, what did not go along by itself waits here beside the "
        "outcome to which it may belong. **t** takes it over: a text goes below what you have written "
        "since, a grade or an answer takes the place of what is there. **k** keeps it as history. **o** "
        "opens the outcome. **f** shows what is kept as well. Nothing here is ever deleted, and **u** takes "
        "back whatever you did."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take", _("Take over"), id="kept.take", tooltip=_("It is said of today's outcome")),
        Binding("k", "keep", _("Keep"), id="kept.keep", tooltip=_("As history: it waits no longer")),
        Binding("o", "open", _("Open outcome"), id="kept.open"),
        Binding("f", "all", _("All"), id="kept.all", tooltip=_("Settled things too, or not")),
    ]

    def __init__(self, first: str = "") -> None:
        super().__init__()
        self._first = first
        self._with_history = False
        self._kept: dict[str, Kept] = {}

    @property
    def shown(self) -> Kept | None:
        """What is highlighted."""
        rows = self.query_one("#kept-list", OptionList)
        at = rows.highlighted
        return None if at is None else self._kept.get(rows.get_option_at_index(at).id or "")

    @property
    def place(self) -> str:
        return (self.shown.outcome or "") if self.is_mounted and self.shown else ""

    def body(self) -> ComposeResult:
        yield Static(id="kept-head")
        with Vertical(id="kept"):
            yield OptionList(id="kept-list", markup=False)
            with VerticalScroll(id="kept-pane"):
                yield Static(id="kept-text")

    def show(self) -> None:
        framework, portfolio = self.evaluation.framework, self.evaluation.portfolio
        waiting, settled = queue(framework, portfolio), history(portfolio)
        if self._first and self._first in {each.id for each in settled}:
            self._with_history = True
        listed = (*waiting, *settled) if self._with_history else waiting
        rows = self.query_one("#kept-list", OptionList)
        at = rows.highlighted
        rows.clear_options()
        self._kept = {each.id: each for each in listed[:MOST]}
        heading = ""
        for each in listed[:MOST]:
            over = _("Kept as history") if each in settled else self._heading(each)
            if over != heading:
                rows.add_option(Option(Content.styled(over, "bold $secondary"), disabled=True))
                heading = over
            rows.add_option(Option(self._row(each), id=each.id))
        self.query_one("#kept").display = bool(listed)
        self._say_head(len(waiting), len(settled), len(listed))
        if listed:
            if self._first in self._kept:
                rows.highlighted = rows.get_option_index(self._first)
            else:
                rows.highlighted = min(at or 1, rows.option_count - 1)
            self._first = ""
            rows.focus()
        self._show_pane()

    def _say_head(self, waiting: int, settled: int, listed: int) -> None:
        parts = [
            ngettext("{n} thing waits for review", "{n} things wait for review", waiting).format(n=waiting)
            if waiting
            else _("Nothing waits for review."),
        ]
        if settled and not self._with_history:
            told = ngettext("{n} is kept as history: f", "{n} are kept as history: f", settled)
            parts.append(told.format(n=settled))
        if listed > MOST:
            parts.append(_("the first {n} are listed").format(n=MOST))
        self.query_one("#kept-head", Static).update(" · ".join(parts))

    def _heading(self, each: Kept) -> str:
        outcome = self.evaluation.framework.outcomes.get(each.outcome or "")
        return f"{outcome.id} · {outcome.short}" if outcome else _("Without a place")

    @staticmethod
    def _row(each: Kept) -> Content:
        head, colon, rest = each.short.partition(": ")
        return Content.assemble((f"  {head}{colon}", "$primary"), rest)

    # -- one of them -------------------------------------------------------------------------------

    def _show_pane(self) -> None:
        each = self.shown
        text = self.query_one("#kept-text", Static)
        if each is None:
            text.update("")
            return
        framework = self.evaluation.framework
        before = [
            Content.styled(_("Before: {ref}").format(ref=each.origin), "bold $primary"),
            Content.styled(each.about, "$text-muted"),
            *([] if each.words.startswith(each.label) else [Content.styled(each.label, "bold")]),
            Content(each.words),
        ]
        if each.why:
            before += [Content(""), Content.styled(_("Why it waits: {why}").format(why=each.why), "italic")]
        if each.settled:
            before += [Content(""), Content(each.settled)]
        now = [Content.styled(_("Now: {where}").format(where=beside_words(framework, each)), "bold $primary")]
        now += self._now(each)
        text.update(Content("\n").join([*before, Content(""), *now]))

    def _now(self, each: Kept) -> list[Content]:
        """What stands there today: the new wording, and what has been said of it since."""
        framework, portfolio = self.evaluation.framework, self.evaluation.portfolio
        outcome = framework.outcomes.get(each.outcome or "")
        if outcome is None:
            return []
        told = [Content(outcome.title)]
        for target in each.to:
            indicator = framework.indicators.get(target)
            if indicator is not None:
                told.append(Content(f"{target}  {indicator.statement}"))
        found = self.evaluation.assessment.outcomes[outcome.id]
        told.append(Content.styled(words.state_words(framework, found), "$text-muted"))
        record = portfolio.outcome(outcome.id)
        said = filter(None, (record.line, record.achieved, record.difference))
        return [*told, *(Content.styled(f"“{each}”", "$text-muted") for each in said)]

    def on_option_list_option_highlighted(self) -> None:
        self._show_pane()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_take()

    # -- what one can do ---------------------------------------------------------------------------

    def action_take(self) -> None:
        each = self.shown
        if each is None:
            return
        ids = self.evaluation.targets_of(each.id)
        if len(ids) == 1:
            self._take(each.id, ids[0])
            return
        from rrsa.tui.dialogs.find import FindDialog

        things = [self._found(target) for target in ids]
        if not things:
            self.app.notify(_("There is nothing in today's framework to which it could belong."), timeout=5)
            return

        def chosen(found: Found | None) -> None:
            if found is not None:
                self._take(each.id, found.item)

        self.app.push_screen(FindDialog(things, _("To which does it belong?")), chosen)

    def _found(self, target: str) -> Found:
        from rrsa.tui.dialogs.find import Found

        framework = self.evaluation.framework
        outcome, indicator = framework.outcomes.get(target), framework.indicators.get(target)
        milestone, item = framework.milestone_by_id.get(target), framework.checklist_by_id.get(target)
        stage = framework.stage_by_id.get(target)
        name = next(
            (
                text
                for text in (
                    outcome.title if outcome else "",
                    indicator.statement if indicator else "",
                    milestone.title if milestone else "",
                    item.text if item else "",
                    stage.name if stage else "",
                )
                if text
            ),
            "",
        )
        label = f"{target} {name}" if outcome or indicator else name
        return Found("target", target, label, "", label.lower())

    def _take(self, parked: str, target: str) -> None:
        self.sitting.do(
            lambda: self.evaluation.take_parked(parked, target),
            said=_("Taken over for {target}").format(target=target),
        )

    def action_keep(self) -> None:
        each = self.shown
        if each is not None and not each.settled:
            self.sitting.do(lambda: self.evaluation.keep_parked(each.id), said=_("Kept as history"))

    def action_open(self) -> None:
        if self.shown is not None and self.shown.outcome in self.evaluation.framework.outcomes:
            self.rrsa.open_outcome(self.shown.outcome or "")

    def action_all(self) -> None:
        self._with_history = not self._with_history
        self.show()
