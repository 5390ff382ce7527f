"""The meeting: one outcome filling the screen, in children's words, to talk about together."""

from __future__ import annotations

import textwrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Digits, Label, Static

from rrsa.guide.meeting import Card, CardKind, cards, meeting_name
from rrsa.i18n import _
from rrsa.tui import recording
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.vocabulary import Perspective

WIDEST = 56
"""Columns of a line that is read from the back of a room."""
SMALL = 30
"""Rows below which less is left empty."""


def balanced(text: str, width: int) -> list[str]:
    """``text`` in as few lines as ``width`` allows, all about as long: no word is left alone on the last."""
    lines = textwrap.wrap(text, width) or [""]
    while width > 12 and len(shorter := textwrap.wrap(text, width - 1)) == len(lines):
        lines, width = shorter, width - 1
    return lines


class MeetingScreen(SettingScreen):
    """A few words at a time. Nothing personal stands here: no role, no name, no count."""

    NAME = "meeting"
    CSS_PATH = "meeting.tcss"
    HELP = _(
        "For a meeting with children or young people: turn the screen to them, and make the letters of the "
        "terminal as large as they go (often Ctrl and +). **Space** shows the next "
        "card: first the outcome, then what to look for, then what they said before and what came of it. "
        "**n** and **p** go to another outcome. Talk first; afterwards **e** writes down what the group "
        "agreed, in one sentence that they have heard and said yes to; **a** asks a set of questions with "
        "faces. If somebody says something that "
        "worries you, stop, listen and follow your child-protection procedure; do not type it here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right,pagedown", "card(1)", _("Next card"), key_display="Space", id="meeting.next"),
        Binding(
            "left,backspace,pageup",
            "card(-1)",
            _("Card before"),
            key_display="←",
            show=False,
            id="meeting.before",
        ),
        Binding("n", "outcome(1)", _("Next outcome"), id="meeting.next-outcome"),
        Binding("p", "outcome(-1)", _("Previous"), id="meeting.previous-outcome"),
        Binding(
            "e",
            "write",
            _("Write down"),
            id="meeting.write",
            tooltip=_("Afterwards: what the group agreed, as evidence of their views"),
        ),
        # They work here as everywhere, but a screen that is turned to children shows few keys.
        Binding(
            "a",
            "app.ask_aloud",
            _("Ask"),
            show=False,
            id="meeting.ask",
            tooltip=_("A round of questions with faces"),
        ),
        Binding("u", "app.undo", _("Undo"), show=False, id="setting.undo"),
        Binding("g", "app.go_to", _("Go to"), show=False, id="setting.go-to"),
    ]

    def __init__(self, outcome: str | None = None) -> None:
        super().__init__()
        self._outcome = outcome or ""
        self._at = 0

    @property
    def place(self) -> str:
        return self._outcome

    def body(self) -> ComposeResult:
        with Vertical(id="card"):
            yield Digits(id="number")
            yield Static(id="over", markup=False)
            yield Static(id="words")
        yield Label(id="after", markup=False)

    def on_mount(self) -> None:
        if self._outcome not in self.evaluation.framework.outcomes:
            self._outcome = self._where_we_are()

    def _where_we_are(self) -> str:
        """The outcome that was open on the page below, or the first."""
        known = self.evaluation.framework.outcomes
        below = [screen.place for screen in self.app.screen_stack if isinstance(screen, SettingScreen)]
        return next((outcome for outcome in reversed(below) if outcome in known), next(iter(known)))

    # -- what is drawn -----------------------------------------------------------------------------

    @property
    def deck(self) -> tuple[Card, ...]:
        return cards(self.evaluation, self._outcome)

    def redraw(self) -> None:
        self.query_one("#title", Label).update(self.title_words())
        self.query_one("#state", Label).update("")  # whose keyboard it is, is nobody's business here
        self.show()

    def title_words(self) -> str:
        name = self.evaluation.portfolio.setting.name
        return f"{name} · {meeting_name(self.evaluation.framework)}"

    def show(self) -> None:
        deck = self.deck
        self._at = min(self._at, len(deck) - 1)
        card = deck[self._at]
        small = self.size.height < SMALL
        self.set_class(small, "-small")
        number = self.query_one("#number", Digits)
        number.update(self._outcome)
        number.display = card.kind is CardKind.OUTCOME or not small
        self.query_one("#over", Static).update(card.over)
        self.query_one("#words", Static).update(self._words(card, self._rows(small)))
        place = "●" * (self._at + 1) + "○" * (len(deck) - self._at - 1)
        after = _("Talk first. Write down afterwards what the group agrees: e")
        self.query_one("#after", Label).update(f"{place}\n{after}")

    def _rows(self, small: bool) -> int:
        return self.size.height - (9 if small else 14)

    def _words(self, card: Card, rows: int) -> Content:
        """The texts in short lines with air between them, as much of it as there is room for."""
        width = min(WIDEST, max(self.size.width - 10, 30))
        wrapped = [balanced(text, width) for text in card.texts]
        lines = sum(len(each) for each in wrapped)
        apart = "\n\n" if lines * 2 + len(wrapped) <= rows else "\n"
        parts = [
            Content.styled(apart.join(each), "bold" if n == 0 or card.kind is CardKind.TALK else "")
            for n, each in enumerate(wrapped)
        ]
        return Content("\n\n\n" if apart == "\n\n" else "\n\n").join(parts)

    def on_resize(self) -> None:
        if self.is_open and self._outcome:
            self.redraw()

    # -- what one can do ---------------------------------------------------------------------------

    def action_card(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self.deck) - 1))
        self.redraw()

    def action_outcome(self, by: int) -> None:
        ids = [*self.evaluation.framework.outcomes]
        self._outcome = ids[(ids.index(self._outcome) + by) % len(ids)]
        self._at = 0
        self.redraw()
        self.sitting.remember(self.NAME, self.place)

    def action_write(self) -> None:
        recording.add_evidence(self.rrsa, (self._outcome,), perspective=Perspective.CHILDREN)

    def say(self, text: str) -> None:
        super().say(_("Saved") if text else text)
