"""Drawing a moderation round: how, and at once what that would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label, Static

from rrsa.errors import BadInput, RrsaError
from rrsa.i18n import _
from rrsa.overview import draw_words
from rrsa.overview.desk import Desk
from rrsa.overview.moderation import EACH, Agreed, Draw, Wish
from rrsa.overview.moderation import draw as drawn
from rrsa.overview.round_edits import default_title
from rrsa.portfolio.records import NAME, TITLE
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.widgets.ticks import Tick

SHOWN = 60
"""Settings whose lines are shown; the command shows all."""


class DrawForm(NamedTuple):
    """A draw to be written down, and what the round is called."""

    made: Draw
    title: str


class DrawDialog(Dialog[DrawForm]):
    """Gives a draw once somebody has seen it."""

    OK = _("Write it down")
    TITLE_TEXT = _("Draw a round")
    HELP = _(
        "Only settings that agreed are drawn from. As many outcomes from each, by lot: every grade and every "
        "outcome as evenly as can be. Each setting’s people look at as many as others look at of theirs, and "
        "nobody at their own. The **seed** is what the lots come from; the same seed and the same settings "
        "give the same draw, so it can be checked. Keep it to yourself until the round is over. "
        "**Settings**: leave it empty for all that agreed."
    )
    DEFAULT_CSS = """
    DrawDialog .row Label { width: 26; }
    DrawDialog #would { margin-top: 1; height: auto; }
    """

    def __init__(self, desk: Desk, agreed: Sequence[Agreed], names: Mapping[str, str]) -> None:
        super().__init__()
        self._desk = desk
        self._agreed = agreed
        self._names = names

    def body(self) -> ComposeResult:
        yield from self._line("title", _("What it is called"), default_title(self._desk), TITLE)
        yield from self._line("seed", _("Seed"), self._desk.today.isoformat(), NAME)
        yield from self._line("each", _("Outcomes from each"), str(EACH), 2)
        yield from self._line("settings", _("Settings"), "", 6, _("all that agreed"))
        yield Tick(_("Schools and houses look at each other’s too"), id="across", compact=True)
        yield Static(id="would", markup=False)

    @staticmethod
    def _line(name: str, label: str, text: str, limit: int, hint: str = "") -> ComposeResult:
        with Horizontal(classes="row"):
            yield Label(label)
            yield Input(text, id=name, max_length=limit, placeholder=hint, compact=True)

    def on_mount(self) -> None:
        self._show()
        self.begin_at("#title")

    def on_input_changed(self, _event: Input.Changed) -> None:
        self._show()

    def on_checkbox_changed(self, _event: Tick.Changed) -> None:
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "settings":
            self.action_ok()
        else:
            self.focus_next()

    def _show(self) -> None:
        """What it would be, or why it cannot be so."""
        try:
            made = self._drawn()
        except RrsaError as error:
            self.query_one("#would", Static).update(f"▲ {error}")
            return
        lines = [draw_words.summary_words(made)]
        lines += [each for each in (draw_words.number_words(made), draw_words.few_words(made)) if each]
        if made.left_out:
            left = list(draw_words.left_out_lines(made, self._names))
            lines += [_("Agreed, and takes no part:"), *(f"  {line}" for line in left[:SHOWN])]
        told = list(draw_words.setting_lines(made, self._names))
        lines += told[:SHOWN]
        if len(told) > SHOWN:
            lines.append(_("… rrsa overview moderation draw shows all of them."))
        self.query_one("#would", Static).update("\n".join(lines))

    def _number(self, selector: str, otherwise: int | None) -> int | None:
        text = self.reading(selector)
        if not text:
            return otherwise
        if not (text.isascii() and text.isdigit()):
            raise BadInput(_("“{given}” is not a number").format(given=text), _("write it as 12"))
        return int(text)

    def _drawn(self) -> Draw:
        each = self._number("#each", EACH)
        settings = self._number("#settings", None)
        across = self.query_one("#across", Tick).value
        seed = self.reading("#seed")
        self._reading = ""  # what is wrong from here on is about all of it
        return drawn(self._agreed, Wish(seed, EACH if each is None else each, settings, across))

    def value(self) -> DrawForm:
        made = self._drawn()
        return DrawForm(made, self.reading("#title"))
