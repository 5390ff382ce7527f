"""Asking: one question at a time, large, with faces; and at the end what would be kept, for a yes or a no.

The page is turned to children: nothing of the setting stands on it. What is pressed is in memory alone, as
sums, and goes with the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input, Label, Static

from rrsa.errors import BadInput
from rrsa.guide.asking import Asking, enough_to_keep
from rrsa.i18n import _
from rrsa.portfolio.records import LINE
from rrsa.tui.dialogs.asking import AskDialog, Begun
from rrsa.tui.screens import asking_drawn as drawn
from rrsa.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp

LOW = 32
"""Rows below which nothing is left empty."""
_ADULT, _ASKS, _END = "adult", "asks", "end"


class AskingScreen(Screen[str | None]):
    """One round. It gives the id of what was kept, or ``None``."""

    CSS_PATH = "asking.tcss"
    AUTO_FOCUS = ""
    HELP = _(
        "First a page for you, then one question at a time. **With a group**: read aloud, count the hands "
        "for each face and type the number; the arrows go from face to face, **+** and **-** add one and "
        "take one away. **With one child or a few**: each presses the number of a face. **s** skips a "
        "question, **q** stops; neither ever has a consequence, and neither is asked about. At the end they "
        "see the exact words and counts: **y** keeps them, **c** counts again, **t** writes a sentence in "
        "their words, **w** keeps nothing. If somebody says that they are not safe: stop, listen, follow "
        "your child-protection procedure, and do not type it here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "next", _("Next"), key_display="Enter", id="asking.next"),
        Binding("b,backspace", "before", _("Back"), key_display="b", id="asking.before"),
        Binding("s", "skip", _("Skip"), id="asking.skip", tooltip=_("Nobody needs to answer this one")),
        Binding("q,escape", "stop", _("Stop"), key_display="q", id="asking.stop"),
        Binding("down,pagedown", "scroll(1)", show=False, id="asking.down"),
        Binding("up,pageup", "scroll(-1)", show=False, id="asking.up"),
        Binding("left", "face(-1)", show=False, id="asking.face-before"),
        Binding("right", "face(1)", show=False, id="asking.face-next"),
        Binding("plus", "add(1)", show=False, id="asking.one-more"),
        Binding("minus", "add(-1)", show=False, id="asking.one-fewer"),
        Binding("y", "agree", _("Yes, keep it"), id="asking.agree", tooltip=_("They agree to what is kept")),
        Binding("c", "again", _("Count again"), id="asking.again"),
        Binding("t", "write", _("In your words"), id="asking.write", tooltip=_("A sentence they agree to")),
        Binding("w", "withdraw", _("Keep nothing"), id="asking.withdraw"),
        Binding("f1,question_mark", "app.help", _("Help"), key_display="?", id="asking.help"),
    ]

    def __init__(self, begun: Begun) -> None:
        super().__init__()
        self._asked = Asking(begun.questions, begun.n, begun.group)
        self._step = _ADULT
        self._at = 0
        self._chosen = 0
        self._typing = False  # whether the next digit goes on with the number that is there
        self._stopped = 0
        self._sentence = ""
        self._keeping = False

    @property
    def rrsa(self) -> RrsaApp:
        return cast("RrsaApp", self.app)

    def compose(self) -> ComposeResult:
        yield Label(id="heading", markup=False)
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static(id="page")
        yield Static(id="problem", markup=False)
        yield Input(
            id="words",
            max_length=LINE,
            placeholder=_("One sentence, in their words"),
            select_on_focus=False,  # what is there is put right, not written anew
        )
        yield Label(id="hint", markup=False)
        yield KeyLine(compact=True)

    def on_mount(self) -> None:
        self.show()

    def on_resize(self) -> None:
        if self.is_mounted:
            self.call_after_refresh(self.show)

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        asked, framework = self._asked, self.rrsa.open_sitting.evaluation.framework
        low = self.size.height < LOW
        self.set_class(low, "-low")
        self.set_class(self._step == _ASKS, "-asks")
        heading = asked.questions.title
        page = self.query_one("#page", Static)
        if self._step == _ADULT:
            page.update(drawn.adult_page(framework, asked))
            hint = _("Enter begins. q leaves.")
        elif self._step == _ASKS:
            of = len(asked.questions.questions)
            heading = f"{'●' * (self._at + 1)}{'○' * (of - self._at - 1)}  {self._at + 1}/{of}"
            width = max(self.size.width - (4 if low else 8), 30)
            page.update(drawn.question_page(asked, self._at, self._chosen, width, low))
            hint = drawn.question_hint(asked, self._at)
        else:
            page.update(
                drawn.end_page(
                    asked,
                    shares=framework.percentages,
                    sentence=self._sentence,
                    stopped=self._stopped,
                    framework=framework,
                )
            )
            hint = drawn.end_hint(asked, self._sentence)
        self.query_one("#heading", Label).update(heading)
        self.query_one("#hint", Label).update(hint)
        self.query_one("#problem", Static).display = False
        self.refresh_bindings()

    def _complain(self, text: str) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(f"▲ {text}")
        problem.display = True

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what makes sense now can be pressed, and only that stands at the foot."""
        asks, end = self._step == _ASKS, self._step == _END
        if not self.is_mounted:
            return action != "agree"
        hands = asks and not self._asked.few
        if action == "next":
            return self._step == _ADULT or hands
        if action == "skip":
            return asks
        if action in ("face", "add"):
            return hands
        if action == "before":
            return self._step != _ADULT
        if action == "agree":
            return end and bool(self._sentence or enough_to_keep(self._asked))
        if action == "again":
            return end and not self._asked.few
        if action in ("write", "withdraw"):
            return end
        if action == "stop":
            return not end or self._writes
        return True

    # -- asking ------------------------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        """Digits: a face that one child chooses, or the number of hands for the face that is chosen. As long
        as that number is being typed, the backspace takes its last digit away; else it goes back."""
        if event.key == "backspace" and self._step == _ASKS and self._typing:
            event.stop()
            self._count(self._asked.counts(self._at)[self._chosen] // 10)
            return
        if self._step != _ASKS or not (event.character and event.character in "0123456789"):
            return
        event.stop()
        digit = int(event.character)
        if self._asked.few:
            if 1 <= digit <= len(self._asked.questions.words):
                self._press(digit - 1)
            return
        before = self._asked.counts(self._at)[self._chosen] if self._typing else 0
        self._count(before * 10 + digit)
        self._typing = True

    def _press(self, answer: int | None) -> None:
        self._asked.press(self._at, answer)
        if self._asked.pressed(self._at) >= self._asked.n:
            self._go(1)
        else:
            self.show()

    def _count(self, count: int) -> None:
        try:
            self._asked.set(self._at, self._chosen, count)
        except BadInput as problem:
            self._complain(str(problem))
        else:
            self.show()

    def action_face(self, by: int) -> None:
        self._chosen = (self._chosen + by) % len(self._asked.questions.words)
        self._typing = False
        self.show()

    def action_add(self, by: int) -> None:
        self._typing = False
        self._count(self._asked.counts(self._at)[self._chosen] + by)

    def action_scroll(self, by: int) -> None:
        """What is longer than the window is gone through in steps of half of it."""
        scroll = self.query_one("#scroll", VerticalScroll)
        scroll.scroll_relative(y=by * max(scroll.size.height // 2, 1), animate=False)

    def action_next(self) -> None:
        if self._step == _ADULT:
            self._step = _ASKS
            self.query_one("#scroll", VerticalScroll).scroll_home(animate=False)
            self.show()
        elif not self._asked.few:
            self._go(1)

    def action_skip(self) -> None:
        if self._asked.few:
            self._press(None)
        else:
            self._asked.clear(self._at)
            self._go(1)

    def action_before(self) -> None:
        if self._step == _END:
            self._step, self._stopped = _ASKS, 0
            self.show()
        elif self._at == 0 and not self._asked.pressed(0):
            self._step = _ADULT
            self.show()
        elif self._asked.few and self._asked.pressed(self._at):
            self._asked.clear(self._at)
            self.show()
        else:
            self._go(-1)

    def _go(self, by: int) -> None:
        self._chosen, self._typing = 0, False
        self._at += by
        if self._at < 0:
            self._at, self._step = 0, _ADULT
        elif self._at >= len(self._asked.questions.questions):
            self._at -= 1
            self._end()
            return
        elif self._asked.few:
            self._asked.clear(self._at)  # it is asked anew: whose answer was which is not known
        self.show()

    def action_stop(self) -> None:
        """Stopping is never asked about. Where somebody has answered, they decide what becomes of it."""
        if self._writes:
            self._put_away()
            return
        if not self._asked.touched():
            self._leave_with_nothing()
            return
        self._stopped = self._at + (1 if self._asked.answered(self._at) else 0)
        self._end()

    # -- the end -----------------------------------------------------------------------------------

    def _end(self) -> None:
        self._step = _END
        self.query_one("#scroll", VerticalScroll).scroll_home(animate=False)
        self.show()

    def action_again(self) -> None:
        self._step, self._at, self._stopped = _ASKS, 0, 0
        self.show()

    def action_write(self) -> None:
        words = self.query_one("#words", Input)
        words.value = self._sentence
        words.cursor_position = len(self._sentence)
        words.display = True
        words.focus()
        self.query_one("#hint", Label).update(_("Type what they say. Enter reads it back, Esc leaves it."))
        self.refresh_bindings()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        sentence = " ".join(event.value.split())
        try:
            self.rrsa.open_sitting.evaluation.check_sentence(self._asked.questions.respondents, sentence)
        except BadInput as problem:
            self._complain(str(problem))
            return
        self._sentence = sentence
        self._put_away()

    @property
    def _writes(self) -> bool:
        """Whether a sentence is being typed."""
        return bool(self.query_one("#words", Input).display)

    def _put_away(self) -> None:
        words = self.query_one("#words", Input)
        words.value = ""
        words.display = False
        self.set_focus(None)
        self.show()

    def action_agree(self) -> None:
        if self._keeping:
            return
        asked, sitting = self._asked, self.rrsa.open_sitting
        counts = asked.sums() if enough_to_keep(asked) else None
        evaluation, sentence = sitting.evaluation, self._sentence or None
        self._keeping = True
        sitting.do(
            lambda: evaluation.keep_round(
                asked.questions, n=asked.n, counts=counts, group=asked.group or None, sentence=sentence
            ),
            said=_("Kept: {title}").format(title=asked.questions.title),
            then=self._kept,
            loud=True,
        )

    def _kept(self, made: str) -> None:
        self.rrsa.in_turn(lambda: self.dismiss(made), self)

    def saved_below(self) -> None:
        """Something was saved, or a save was refused: then it can be tried again."""
        self._keeping = False

    def action_withdraw(self) -> None:
        self._leave_with_nothing()

    def _leave_with_nothing(self) -> None:
        self.notify(_("Nothing is kept."), timeout=4)
        self.dismiss(None)


def ask(app: RrsaApp) -> None:
    """Asks what is asked of whom, then opens the round; what was kept is shown among the rounds."""
    from rrsa.guide.asking import sets_of

    evaluation = app.open_sitting.evaluation
    if app.read_only:
        app.notify(_("You are only reading, so a round could not be kept."), severity="warning")
        return
    if not sets_of(evaluation.framework):
        app.notify(_("This framework has no question sets."), severity="warning")
        return

    def kept(made: str | None) -> None:
        if made is not None:
            from rrsa.tui.screens.rounds import RoundsScreen

            app.action_page("voices")
            if isinstance(page := app.screen, RoundsScreen):
                page.call_after_refresh(page.go_to, made)

    def filled(begun: Begun | None) -> None:
        if begun is not None:
            app.push_screen(AskingScreen(begun), kept)

    app.push_screen(AskDialog(evaluation), filled)
