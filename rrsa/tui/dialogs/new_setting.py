"""Setting up: a name, what it works by, what it works towards, and who is at the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label, Select

from rrsa.i18n import _
from rrsa.portfolio.checks import required
from rrsa.portfolio.records import NAME
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.dialogs.whose import WhoseFields, WhoseFile
from rrsa.vocabulary import Whose

if TYPE_CHECKING:
    from rrsa.framework.adopted import Adopted


class NewSetting(NamedTuple):
    """What was chosen."""

    name: str
    adopted: Adopted
    aim: str
    author: str
    file: WhoseFile | None


class NewSettingDialog(Dialog[NewSetting]):
    """Asks for as little as possible: the rest can be given later."""

    TITLE_TEXT = _("Set up a new setting")
    OK = _("Set up")
    HELP = _(
        "Give the **name** of your school or house. The **framework** says what is asked; the **stage** is "
        "what you work towards now, and can be changed at any time. **Who is at the keyboard** is a role, "
        "such as *P5 teacher*, and stands in the history beside what you save. There is no password and no "
        "account. "
        "**Whose file** decides where it lies and who may write in it; it can be changed later with **w**."
    )

    DEFAULT_CSS = """
    NewSettingDialog #by-and-towards Select { width: 1fr; }
    """

    def __init__(self, frameworks: list[Adopted], author: str, first_in: str | None = None) -> None:
        """``first_in`` names the database where this is its first setting: then it is asked whose it is."""
        super().__init__()
        self._first_in = first_in
        self._frameworks = {adopted.framework.ref: adopted for adopted in frameworks}
        self._author = author

    def body(self) -> ComposeResult:
        first = next(iter(self._frameworks.values()))
        yield Label(_("What is it called?"), classes="field")
        yield Input(id="name", max_length=NAME, placeholder=_("for example: Rowan Brae Primary School"))
        yield Label(_("What do you work by, and towards what?"), classes="field")
        with Horizontal(classes="row", id="by-and-towards"):
            yield Select(
                [(a.framework.title, ref) for ref, a in self._frameworks.items()],
                value=first.framework.ref,
                allow_blank=False,
                id="framework",
                compact=True,
            )
            yield Select(self._stages(first), allow_blank=False, id="aim", compact=True)
        if self._first_in is not None:
            yield WhoseFields(Whose.ME, self._first_in)
        yield Label(_("Who is at the keyboard? A role is enough."), classes="field")
        yield Input(self._author, id="author", max_length=NAME)

    @staticmethod
    def _stages(adopted: Adopted) -> list[tuple[str, str]]:
        return [(stage.name, stage.id) for stage in adopted.framework.stages]

    def on_mount(self) -> None:
        self.begin_at("#name")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A name is enough: the rest has good beginnings."""
        event.stop()
        self.action_ok()

    def on_select_changed(self, event: Select.Changed) -> None:
        if event.select.id == "framework":
            self.query_one("#aim", Select).set_options(self._stages(self._frameworks[str(event.value)]))

    def value(self) -> NewSetting:
        required("name", name := self.reading("#name"))
        author = self.query_one("#author", Input).value.strip() or self._author
        file = None
        if self._first_in is not None:
            self.reading("#folder")
            file = self.query_one(WhoseFields).chosen()
        return NewSetting(
            name,
            self._frameworks[str(self.query_one("#framework", Select).value)],
            str(self.query_one("#aim", Select).value),
            author,
            file,
        )
