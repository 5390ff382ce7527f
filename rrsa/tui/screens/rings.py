"""Key people: a child places people on rings, by how close they are, and says what helps.

Nothing of it is stored: no draft, no log, no clipboard, nothing to resume at. What stands here is in this
page alone and goes with it; only a page that the child asks for is printed, to where they say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import constants
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Label, Static

from rrsa import in_browser
from rrsa.errors import RrsaError
from rrsa.guide.asking import whom_to_tell
from rrsa.guide.rings import HELPS, WORD, Placed, Rings, drawing, ring_name
from rrsa.i18n import _
from rrsa.tui.in_browser import written
from rrsa.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp

_WORD, _HELPS, _WHERE = "word", "helps", "where"


class Untold(Input):
    """A field whose text goes nowhere but into the page: not to the clipboard either."""

    def action_copy(self) -> None:
        """Nothing is copied."""

    def action_cut(self) -> None:
        """Nothing is cut out into the clipboard."""


class RingsScreen(Screen[None]):
    """The rings with the child in the middle, and the people beside it in words."""

    CSS_PATH = "rings.tcss"
    AUTO_FOCUS = ""
    ALLOW_SELECT = False
    HELP = _(
        "The child says or types a word for somebody, such as “my nan”: **a**. The **up** and **down** keys "
        "go from one to the next, **left** brings nearer, **right** farther away, **h** is for what helps, "
        "**d** takes away. **p** prints the page for the child, to where they say. **Nothing of this is "
        "stored**: when you leave, it is gone. If somebody says that they are not safe: stop, listen, follow "
        "your child-protection procedure, and do not type it here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", _("Add somebody"), id="rings.add"),
        Binding("left", "move(-1)", _("Nearer"), key_display="←", id="rings.nearer"),
        Binding("right", "move(1)", _("Farther"), key_display="→", id="rings.farther"),
        Binding("up", "choose(-1)", show=False, id="rings.before"),
        Binding("down", "choose(1)", show=False, id="rings.next"),
        Binding("h", "helps", _("What helps"), id="rings.helps"),
        Binding("d", "take_away", _("Take away"), id="rings.take-away"),
        Binding("p", "print", _("Print"), id="rings.print", tooltip=_("A page for the child, on demand")),
        Binding("escape", "leave", _("Leave"), id="rings.leave"),
        Binding("f1,question_mark", "app.help", _("Help"), key_display="?", id="rings.help"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rings = Rings()
        self._chosen: Placed | None = None
        self._asks = ""
        self._warned = False

    @property
    def rrsa(self) -> RrsaApp:
        return cast("RrsaApp", self.app)

    def compose(self) -> ComposeResult:
        yield Label(_("The people in my life"), id="heading", markup=False)
        with Horizontal(id="both"):
            yield Static(id="drawn", markup=False)
            with VerticalScroll(id="people", can_focus=False):
                yield Static(id="list")
        yield Untold(id="typed", max_length=WORD, select_on_focus=False)
        yield Label(id="hint", markup=False)
        yield KeyLine(compact=True)

    def on_mount(self) -> None:
        self.call_after_refresh(self.show)

    def on_resize(self) -> None:
        self.call_after_refresh(self.show)

    def on_unmount(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._rings.clear()
        self._chosen = None

    # -- what is drawn -----------------------------------------------------------------------------

    def show(self) -> None:
        if not self.is_mounted:
            return
        drawn = self.query_one("#drawn", Static)
        width, height = max(drawn.size.width - 2, 24), max(drawn.size.height, 9)
        drawn.update("\n".join(drawing(self._rings, width, height, self._chosen)))
        self.query_one("#list", Static).update(self._list())
        hint = _("Nothing of this is stored. When you leave, it is gone.")
        self.query_one("#hint", Label).update(hint)

    def _list(self) -> Content:
        lines: list[Content] = []
        for each in self._rings.placed():
            look = "bold reverse" if each is self._chosen else "bold"
            lines.append(Content.assemble((each.word, look), (f"  {ring_name(each.ring)}", "$text-muted")))
            if each.helps:
                lines.append(Content(f"   {each.helps}"))
        if not lines:
            lines = [
                Content(_("Who is in your life? You choose who is here, and nobody has to be.")),
                Content(_("a adds somebody: a word is enough, such as “my nan”.")),
            ]
        tell = Content.styled(whom_to_tell(self.rrsa.open_sitting.evaluation.framework), "$text-muted")
        return Content("\n").join([*lines, Content(""), tell])

    # -- placing -----------------------------------------------------------------------------------

    def _ask(self, what: str, hint: str, text: str, limit: int) -> None:
        field = self.query_one("#typed", Untold)
        self._asks = what
        field.max_length = limit
        field.placeholder = hint
        field.value = text
        field.cursor_position = len(text)
        field.display = True
        field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value
        self._put_away()
        if self._asks == _WORD and text.strip():
            self._chosen = self._rings.add(text) or self._chosen
        elif self._asks == _HELPS and self._chosen is not None:
            self._chosen.helps = " ".join(text.split())
        elif self._asks == _WHERE and text.strip():
            self._write(text)
        self.show()

    def _put_away(self) -> None:
        field = self.query_one("#typed", Untold)
        field.value = ""
        field.display = False
        self.set_focus(None)

    def action_add(self) -> None:
        self._warned = False
        self._ask(_WORD, _("A word for somebody: my nan, my key worker, the dog"), "", WORD)

    def action_helps(self) -> None:
        if self._chosen is not None:
            self._ask(_HELPS, _("What do they do that helps?"), self._chosen.helps, HELPS)

    def action_choose(self, by: int) -> None:
        people = list(self._rings.placed())
        if people:
            at = people.index(self._chosen) if self._chosen in people else -by
            self._chosen = people[(at + by) % len(people)]
            self.show()

    def action_move(self, by: int) -> None:
        if self._chosen is not None:
            self._rings.move(self._chosen, by)
            self.show()

    def action_take_away(self) -> None:
        if self._chosen is not None:
            self._rings.take_away(self._chosen)
            self._chosen = next(self._rings.placed(), None)
            self.show()

    # -- printing and leaving ----------------------------------------------------------------------

    def action_print(self) -> None:
        hint = _("Where to? Such as rings.html on the child’s own stick")
        self._ask(_WHERE, hint, "", 1_000)

    def _write(self, typed: str) -> None:
        from rrsa.exchange.report.rings import write_rings

        framework = self.rrsa.open_sitting.evaluation.framework
        try:
            path = write_rings(
                in_browser.to_write(typed),
                self._rings,
                language=framework.language,
                tell=whom_to_tell(framework),
            )
        except RrsaError as problem:
            self.notify(str(problem), severity="warning", timeout=10, markup=False)
            return
        said = written(self.app, path, once=True)
        then = _("Print it, give it to the child, and delete the file.")
        self.notify(f"{said.rstrip('.')}. {then}", timeout=10, markup=False)

    def action_leave(self) -> None:
        if self.query_one("#typed", Untold).display:
            self._put_away()
        elif len(self._rings) and not self._warned:
            self._warned = True
            self.notify(_("When you leave, this is gone. Escape again leaves; p prints it first."), timeout=8)
        else:
            self._forget()
            self.dismiss()


def is_watched(app: Any) -> bool:
    """Whether keys and messages of the app are being written somewhere, as developers of it may do."""
    return bool(constants.LOG_FILE or constants.DEBUG or app.devtools is not None)


def open_rings(app: RrsaApp) -> None:
    """Opens the rings, unless what is typed would be logged."""
    if app.sitting is None:
        return
    if is_watched(app):
        app.notify(
            _(
                "The program is being watched for development, so what a child places would be written down. "
                "Start it without, then open the rings."
            ),
            severity="warning",
            timeout=10,
        )
        return
    app.push_screen(RingsScreen())
