"""Others' views: every outcome with theirs beside ours and what was agreed, and the reviews themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option

from rrsa.guide import reviews as words
from rrsa.guide.reviews import Beside
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.records import Review
from rrsa.portfolio.reviewing import is_going_on
from rrsa.tui.at_hand import outcome_at_hand
from rrsa.tui.recording import reviews as recording
from rrsa.tui.screens.readiness_tabs import heading, saying
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.widgets.lists import KeyedList


class ReviewsScreen(SettingScreen):
    """Two lists; the item that is highlighted is shown whole beside them."""

    NAME = "reviews"
    CSS_PATH = "reviews.tcss"
    HELP = _(
        "How others see it: the children’s group or house meeting, a colleague, a neighbouring school or "
        "house, a mock assessor. **a** begins a review; Enter on one opens it, **e** changes whose it is, "
        "**f** finishes it, **d** removes it, **t** opens the report as a whole, **i** reads one from a "
        "workbook, such as from a moderation round. **1 Side by side** lists what is seen otherwise, with "
        "what lies furthest apart first; **w** notes what you agreed and why, Enter opens the outcome. Views "
        "are never averaged, and your own view stays as it is. A blind review is laid beside yours only when "
        "it is finished."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "tab('sides')", _("Side by side"), show=False, id="reviews.sides"),
        Binding("2", "tab('list')", _("Reviews"), show=False, id="reviews.list"),
        Binding("a", "add", _("Add"), id="reviews.add", tooltip=_("Somebody else looks")),
        Binding("w", "agree", _("Agreed"), id="reviews.agree", tooltip=_("What you agreed after talking")),
        Binding("e", "edit", _("Edit"), show=False, id="reviews.edit", tooltip=_("Whose review it is")),
        Binding(
            "f", "finish", _("Finish"), id="reviews.finish", tooltip=_("It is finished, or not after all")
        ),
        Binding(
            "t", "report", _("Report"), show=False, id="reviews.report", tooltip=_("The report as a whole")
        ),
        Binding(
            "i",
            "take",
            _("From a file"),
            show=False,
            id="reviews.take",
            tooltip=_("A review from a workbook"),
        ),
        Binding("d", "remove", _("Remove"), show=False, id="reviews.remove", tooltip=_("Remove a review")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._sides: dict[str, Beside] = {}

    @property
    def place(self) -> str:
        return self._at("#side-list") if self.is_mounted else ""

    def _at(self, selector: str) -> str:
        kind, _dash, item = (self.query_one(selector, KeyedList).item or "").partition("-")
        return item if kind in ("side", "review") else ""

    def body(self) -> ComposeResult:
        yield Static(id="head")
        with TabbedContent(initial="sides", id="tabs"):
            with TabPane(_("1 Side by side"), id="sides"), Container(classes="half"):
                yield KeyedList(id="side-list")
                with VerticalScroll(classes="card", id="side-card"):
                    yield Static(id="side")
            with TabPane(_("2 Reviews"), id="list"), Container(classes="half"):
                yield KeyedList(id="review-list")
                with VerticalScroll(classes="card", id="review-card"):
                    yield Static(id="review")

    def on_mount(self) -> None:
        here = outcome_at_hand(self.rrsa)
        listed = self.query_one("#side-list", KeyedList)
        if here is not None and here in self._sides:
            listed.highlighted = listed.get_option_index(f"side-{here}")
        if self.evaluation.portfolio.reviews:
            listed.focus()
        else:
            self.action_tab("list")

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        framework, portfolio = self.evaluation.framework, self.evaluation.portfolio
        lines = [Content.styled(words.still_to_talk(framework, portfolio), "bold")]
        lines += [
            Content(_("{title} is blind and not finished.").format(title=review.title))
            for review in words.going_on(portfolio)
        ]
        self.query_one("#head", Static).update(Content("\n").join(lines))
        self._sides = {each.outcome.id: each for each in words.side_by_side(framework, portfolio)}
        sides = self.query_one("#side-list", KeyedList)
        sides.refill(list(self._side_rows()))
        listed = self.query_one("#review-list", KeyedList)
        listed.refill(list(self._review_rows()))
        for each in (sides, listed):
            if each.highlighted is None or each.item is None:
                each.action_first()
        self._show_cards()

    def _side_rows(self) -> Iterator[Option]:
        apart = words.differences(self.evaluation.framework, self.evaluation.portfolio)
        seen = {each.outcome.id for each in apart}
        for title, rows in (
            (_("To talk over"), [each for each in apart if not each.is_talked_over]),
            (_("Talked over"), [each for each in apart if each.is_talked_over]),
            (_("The others"), [each for id_, each in self._sides.items() if id_ not in seen]),
        ):
            if rows:
                yield heading(title)
                yield from (Option(self._side_row(each), id=f"side-{each.outcome.id}") for each in rows)

    def _side_row(self, beside: Beside) -> Content:
        framework = self.evaluation.framework
        parts = [_("we: {view}").format(view=words.grade_words(framework, beside.ours))]
        parts += [self._short(said) for said in beside.said]
        if beside.agreed is not None:
            view = beside.agreed.view
            agreed = _("to differ") if view is None else words.grade_words(framework, view)
            parts.append(_("agreed: {view}").format(view=agreed))
        return Content.assemble(
            (f"{beside.outcome.id}  ", "$accent"),
            beside.outcome.short,
            (f"\n   {' · '.join(parts)}", "$text-muted"),
        )

    def _short(self, said: words.Said) -> str:
        who = words.reviewer_words(said.review)
        if said.chose_not_to:
            return _("{who}: rather not say").format(who=who)
        if said.view is None:
            return _("{who}: in words").format(who=who)
        return f"{who}: {words.grade_words(self.evaluation.framework, said.view)}"

    def _review_rows(self) -> Iterator[Option]:
        framework, portfolio = self.evaluation.framework, self.evaluation.portfolio
        found = words.reviews(portfolio)
        for review in found:
            told = [words.by_words(review), show_day(review.date)]
            told.append(words.state_words(framework, portfolio, review))
            row = Content.assemble(
                (review.title or "", "bold"), (f"\n   {' · '.join(filter(None, told))}", "$text-muted")
            )
            yield Option(row, id=f"review-{review.id}")
        if not found:
            yield saying(
                _(
                    "Nobody else has looked yet. Press a: the children’s group, a colleague, a neighbouring "
                    "school or house, or a mock assessor."
                )
            )

    def _show_cards(self) -> None:
        beside = self._sides.get(self._at("#side-list"))
        self.query_one("#side", Static).update(self._side_card(beside) if beside else "")
        review = self.evaluation.portfolio.reviews.get(self._at("#review-list"))
        self.query_one("#review-card").display = review is not None
        self.query_one("#review", Static).update(self._review_card(review) if review else "")

    def _side_card(self, beside: Beside) -> Content:
        framework = self.evaluation.framework
        ours = words.grade_words(framework, beside.ours)
        line = f": {beside.line}" if beside.line else ""
        lines = [
            Content.styled(f"{beside.outcome.id} · {beside.outcome.title}", "bold"),
            Content.assemble((_("We say "), "bold"), f"{ours}{line}"),
        ]
        for said in beside.said:
            lines.append(Content(words.said_line(framework, said)))
            if len(said.words) > words.BRIEF:
                lines.append(Content(f"  {said.words}"))
            if said.note:
                lines.append(
                    Content.styled(_("  In the margin: {note}").format(note=said.note), "$text-muted")
                )
        if agreed := words.agreed_sentence(framework, beside):
            lines.append(Content.styled(agreed, "$secondary"))
        elif beside.differing:
            lines.append(Content.styled(_("Press w to note what you agree."), "$text-muted"))
        return Content("\n").join(lines)

    def _review_card(self, review: Review) -> Content:
        framework, portfolio = self.evaluation.framework, self.evaluation.portfolio
        if is_going_on(review):
            return Content(_("Blind: what it says is shown here once it is finished. Enter opens it."))
        lines = []
        for head, text in words.report_parts(review):
            lines.append(Content.styled(head, "bold"))
            lines += [Content(f"• {line.strip()}") for line in text.splitlines() if line.strip()]
        for outcome in framework.outcomes.values():
            said = words.said_of(portfolio, review, outcome.id)
            if said is not None:
                told = words.said_line(framework, said)
                lines.append(Content.assemble((f"{outcome.id}  ", "$accent"), told))
        if not lines:
            lines.append(Content(_("Nothing said yet. Enter opens it.")))
        return Content("\n").join(lines)

    # -- what one can do ---------------------------------------------------------------------------

    def on_option_list_option_highlighted(self) -> None:
        if self.is_mounted:
            self._show_cards()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        kind, _dash, item = (event.option_id or "").partition("-")
        if kind == "side":
            self.rrsa.open_outcome(item)
        elif kind == "review":
            self._open(item)

    def _open(self, review: str) -> None:
        from rrsa.tui.screens.reviewing import ReviewingScreen

        self.rrsa.push_screen(ReviewingScreen(review))

    def action_tab(self, tab: str) -> None:
        self.query_one("#tabs", TabbedContent).active = tab
        self.query_one(f"#{tab}").query_one(KeyedList).focus()

    def action_add(self) -> None:
        recording.add_review(self.rrsa, then=self._open)

    def action_take(self) -> None:
        from rrsa.tui.recording.review_files import take_review

        take_review(self.rrsa)

    def action_agree(self) -> None:
        beside = self._sides.get(self._at("#side-list"))
        if self.query_one("#tabs", TabbedContent).active != "sides" or beside is None:
            self.action_tab("sides")
        elif not beside.said:
            self.notify(_("Nobody else has said anything of this outcome yet."))
        else:
            recording.agree(self.rrsa, beside)

    def _with_review(self) -> str | None:
        """The review that is highlighted; where the other list is open, this one is opened first."""
        if self.query_one("#tabs", TabbedContent).active != "list":
            self.action_tab("list")
            return None
        return self._at("#review-list") or None

    def action_edit(self) -> None:
        if (review := self._with_review()) is not None:
            recording.edit_review(self.rrsa, review)

    def action_finish(self) -> None:
        if (review := self._with_review()) is not None:
            recording.finish_review(self.rrsa, review)

    def action_report(self) -> None:
        review = self._with_review()
        if review is None:
            return
        if self.evaluation.portfolio.reviews[review].by == "group":
            self.notify(_("A children’s group writes no report. Enter opens what it says."))
        else:
            recording.report_review(self.rrsa, review)

    def action_remove(self) -> None:
        if (review := self._with_review()) is not None:
            recording.remove_review(self.rrsa, review)
