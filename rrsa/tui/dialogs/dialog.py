"""The frame that every dialog shares: a title, a body, errors beside the field, Escape to leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static

from rrsa.errors import RrsaError
from rrsa.i18n import _
from rrsa.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp

T = TypeVar("T")


class Dialog(ModalScreen[T | None], Generic[T]):
    """A dialog that gives a ``T``, or ``None`` when it is left. It never closes on an error."""

    TITLE_TEXT: ClassVar[str] = ""
    OK: ClassVar[str] = ""
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog #dialog {
        width: 84; max-width: 100%; height: auto; max-height: 100%;
        background: $surface; border: round $primary; padding: 0 1;
    }
    Dialog #dialog-title { text-style: bold; color: $primary; width: 100%; }
    Dialog #dialog-body { height: auto; }
    Dialog .row { height: auto; }
    Dialog .row Input { width: 1fr; }
    Dialog .row Button { margin: 0 0 0 1; }
    Dialog #dialog-error { color: $error; height: auto; display: none; }
    Dialog #dialog-buttons { height: auto; align-horizontal: right; margin-top: 1; }
    Dialog Button { margin: 0 0 0 2; }
    Dialog .field { text-style: bold; margin-top: 1; width: 100%; }
    Dialog .hint { color: $text-muted; width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Leave"), id="dialog.leave"),
        Binding("ctrl+s", "ok", _("Save"), id="dialog.ok"),
        Binding("f1", "app.help", _("Help"), id="dialog.help"),
    ]

    _reading: str = ""

    def __init_subclass__(cls, **more: Any) -> None:
        """The key says what the button says."""
        own: list[BindingType] = cls.__dict__.get("BINDINGS", [])
        keys = [each.key for each in own if isinstance(each, Binding)]
        if "OK" in cls.__dict__ and "ctrl+s" not in keys:
            cls.BINDINGS = [*own, Binding("ctrl+s", "ok", cls.OK.rstrip(" …"), id="dialog.ok")]
        super().__init_subclass__(**more)

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Label(self.title_text(), id="dialog-title", markup=False)
            with VerticalScroll(id="dialog-body", can_focus=False):
                yield from self.body()
                yield Static(id="dialog-error", markup=False)
            with Horizontal(id="dialog-buttons"):
                yield from self.buttons()
        yield KeyLine()

    def on_resize(self, event: Resize) -> None:
        """The body scrolls so that the buttons always stay in sight."""
        self.query_one("#dialog-body").styles.max_height = max(event.size.height - 7, 4)

    def begin_at(self, selector: str) -> None:
        """Puts the focus on a field, with its label in sight."""
        field = self.query_one(selector)
        field.focus(scroll_visible=False)
        if self.query("#dialog-body Input, #dialog-body TextArea, #dialog-body Select").first() is field:
            self.query_one("#dialog-body").scroll_home(animate=False)
        else:
            self.call_after_refresh(field.scroll_visible, animate=False)

    def title_text(self) -> str:
        return self.TITLE_TEXT

    def body(self) -> ComposeResult:
        raise NotImplementedError

    def buttons(self) -> ComposeResult:
        yield Button(self.OK or _("Save"), variant="primary", id="ok", compact=True)
        yield Button(_("Leave"), id="cancel", compact=True)

    def value(self) -> T | None:
        """What the dialog gives; raises :class:`RrsaError` where something typed cannot be used."""
        raise NotImplementedError

    def action_ok(self) -> None:
        self._reading = ""
        try:
            value = self.value()
        except RrsaError as error:
            self.complain(str(error), self._reading)
            return
        if value is not None:
            self.dismiss(value)

    def complain(self, text: str, selector: str = "") -> None:
        """Says what is wrong, beside its field where there is one; what was typed stays."""
        said = self.query_one("#dialog-error", Static)
        said.update(f"▲ {text}")
        said.display = True
        if selector:
            field = self.query_one(selector)
            body = self.query_one("#dialog-body")
            row = field if field.parent is body else field.parent
            assert isinstance(row, Widget)
            body.move_child(said, after=row)
            field.focus()
        self.call_after_refresh(said.scroll_visible, animate=False)

    def reading(self, selector: str) -> str:
        """Notes which field is being read, so that an error is said beside it; gives an input's text."""
        self._reading = selector
        field = self.query_one(selector)
        return field.value.strip() if isinstance(field, Input) else ""

    def action_leave(self) -> None:
        self.dismiss(None)

    def in_turn(self, do: Callable[[], Any]) -> None:
        """Does what opens or closes a screen, and came late, once this dialog is the one in front."""
        cast("RrsaApp", self.app).in_turn(do, self)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.pressed(event.button.id or "")

    def pressed(self, button: str) -> None:
        """What a button does; a dialog with more buttons overrides this and not the handler.

        (Handlers of a class and of its bases are all called, so one that is overridden would act twice.)
        """
        if button == "ok":
            self.action_ok()
        elif button == "cancel":
            self.action_leave()
