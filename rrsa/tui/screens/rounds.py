"""Voices: the rounds that were asked, before and now beside each other, and what came of them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rrsa.guide.voices import (
    Question,
    RoundView,
    answer_label,
    caution,
    change_words,
    days_words,
    earlier,
    people_words,
    question_words,
    round_views,
    side_by_side,
    title_words,
)
from rrsa.guide.you_said import of_round
from rrsa.i18n import _
from rrsa.tui.recording import voices as recording
from rrsa.tui.screens.asking_drawn import share
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.lists import KeyedList
from rrsa.vocabulary import Asked

_BAR = 24


class RoundsScreen(SettingScreen):
    """The rounds, latest first; the one that is highlighted is shown whole, beside the one before."""

    NAME = "voices"
    CSS_PATH = "rounds.tcss"
    HELP = _(
        "What children, young people and adults answered when they were asked, as counts of whole groups. "
        "**a** asks: with a group, a few, or one child. Asked again a term later, the two stand beside each "
        "other. **e** makes evidence of a round in one key, with what it shows; **e** again changes what it "
        "shows. **w** writes down what you do because of it, or why you can’t: children read that on their "
        "page. **d** removes a round, **u** takes back. No counts are kept of fewer than five."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "ask", _("Ask"), id="voices.ask", tooltip=_("Ask a group or one child")),
        Binding("e", "evidence", _("Evidence"), id="voices.evidence", tooltip=_("Make evidence of it")),
        Binding("w", "answer", _("We did"), id="voices.answer", tooltip=_("What you do because of it")),
        Binding("d", "remove", _("Remove"), id="voices.remove", tooltip=_("Remove this round")),
        Binding("k", "rings", _("Key people"), id="voices.rings", tooltip=_("Rings that are never stored")),
    ]

    def body(self) -> ComposeResult:
        with Vertical(id="rounds"):
            yield Static(id="nothing")
            yield KeyedList(id="round-list")
            with VerticalScroll(id="detail"):
                yield Static(id="words")

    _views: tuple[RoundView, ...] = ()

    @property
    def shown(self) -> RoundView | None:
        """The round that is highlighted."""
        item = self.query_one("#round-list", KeyedList).item
        return next((view for view in self._views if view.round.id == item), None)

    def on_mount(self) -> None:
        self.query_one("#round-list", KeyedList).focus()

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        self._views = tuple(reversed(round_views(self.evaluation.portfolio)))
        nothing, listed = self.query_one("#nothing", Static), self.query_one("#round-list", KeyedList)
        nothing.display = not self._views
        nothing.update(Content.from_markup(_nothing_yet()))
        listed.display = self.query_one("#detail").display = bool(self._views)
        listed.refill([Option(self._row(view), id=view.round.id) for view in self._views])
        if self._views and listed.highlighted is None:
            listed.highlighted = 0
        self._show_detail()

    def go_to(self, round_: str) -> None:
        """Shows one round, such as the one that was just kept."""
        self.redraw()
        listed = self.query_one("#round-list", KeyedList)
        if any(view.round.id == round_ for view in self._views):
            listed.highlighted = listed.get_option_index(round_)
            listed.focus()

    def _row(self, view: RoundView) -> Content:
        mark = "◆" if view.round.evidence in self.evaluation.portfolio.evidence else "·"
        return Content.assemble(
            (f"{mark} ", "$primary"), title_words(view.round), "\n  ", (_told(view), "$text-muted")
        )

    def _show_detail(self) -> None:
        view = self.shown
        if view is None:
            return
        before = earlier(self._views, view)
        parts = [self._head(view, before)]
        parts += [self._question(then, now) for then, now in side_by_side(before, view)]
        if before is not None:
            parts.append(Content.styled(caution(), "$text-muted"))
        parts.append(self._what_came_of_it(view))
        self.query_one("#words", Static).update(Content("\n\n").join(parts))

    def _head(self, view: RoundView, before: RoundView | None) -> Content:
        lines = [
            Content.styled(title_words(view.round), "bold $primary"),
            Content(_told(view)),
        ]
        if before is not None:
            lines.append(Content(_("Beside it, before: {days}").format(days=days_words(before.round))))
        if view.round.sentence:
            lines.append(Content.styled(f"“{view.round.sentence}”", "bold"))
        return Content("\n").join(lines)

    def _question(self, then: Question | None, now: Question | None) -> Content:
        shares = self.evaluation.framework.percentages
        asked = now or then
        assert asked is not None
        lines = [Content.styled(asked.text, "bold")]
        for when, question in ((_("now"), now), (_("before"), then)):
            if question is None:
                continue
            wide = len(_("before"))
            drawn = ""
            if question.agreeing is not None and question.of:
                drawn = share(question.agreeing, question.of, shares=shares, width=_BAR) + " "
            said = question_words(question, shares=shares)
            look = "$primary" if question is now else "$text-muted"
            label = f"{when:<{wide}} " if then is not None and now is not None else ""
            lines.append(Content.assemble((f"  {label}", "$text-muted"), (drawn, look), said))
        if now is not None and now.asked != Asked.WORDS:
            counts = " · ".join(f"{answer_label(each.answer)} {each.count}" for each in now.answers)
            lines.append(Content.styled(f"  {counts}", "$text-muted"))
        if went := change_words(then, now, shares=shares):
            lines.append(Content(f"  {went}"))
        return Content("\n").join(lines)

    def _what_came_of_it(self, view: RoundView) -> Content:
        portfolio = self.evaluation.portfolio
        lines = [Content.styled(_("You said, we did, we can’t because"), "bold $primary")]
        item = portfolio.evidence.get(view.round.evidence or "")
        if item is None:
            lines.append(Content(_("It is not evidence yet: e makes it so.")))
            return Content("\n").join(lines)
        told = of_round(portfolio, view, shares=self.evaluation.framework.percentages)
        for head, texts in (
            (_("We did: "), told.did),
            (_("We are doing: "), told.doing),
            (_("We can’t: "), told.cannot),
        ):
            lines += [Content.assemble((head, "bold"), text) for text in texts]
        if not told.answered:
            lines.append(Content(_("Nothing yet. w writes down what you do, or why you can’t.")))
        links = portfolio.links_by_evidence.get(item.id, ())
        about = ", ".join(dict.fromkeys(str(link.target) for link in links if link.present))
        lines.append(
            Content.styled(
                _("Evidence {id} for {targets}: {says}").format(
                    id=item.id, targets=about, says=recording.says_words(self.rrsa, item.id)
                ),
                "$text-muted",
            )
        )
        return Content("\n").join(lines)

    # -- what one can do ---------------------------------------------------------------------------

    def on_option_list_option_highlighted(self, _event: OptionList.OptionHighlighted) -> None:
        self._show_detail()
        self.query_one("#detail").scroll_home(animate=False)

    def action_ask(self) -> None:
        self.rrsa.action_ask_aloud()

    def action_evidence(self) -> None:
        if self.shown is not None:
            recording.make_evidence(self.rrsa, self.shown.round.id)

    def action_answer(self) -> None:
        if self.shown is not None:
            recording.answer_round(self.rrsa, self.shown.round.id)

    def action_remove(self) -> None:
        if self.shown is not None:
            recording.remove_round(self.rrsa, self.shown.round.id)

    def action_rings(self) -> None:
        self.rrsa.action_rings()


def _told(view: RoundView) -> str:
    """When it was, and how many answered; of fewer than five, that a sentence is all there is."""
    only = view.round.n is None and view.round.sentence
    return " · ".join((days_words(view.round), _("only a sentence") if only else people_words(view.round)))


def _nothing_yet() -> str:
    return _(
        "Nobody has been asked yet. Press [b]a[/b] to ask a group, a few, or one child: one question at a "
        "time, with faces. What is kept is counts of the whole group, and of fewer than five only a "
        "sentence that they agree to. [b]Q[/b] takes in the answers of an online form."
    )
