"""Which evidence is listed: one line for each thing that the register can be narrowed down to."""

from __future__ import annotations

from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label, Select

from rrsa.evaluation import Evaluation
from rrsa.guide.register import Age, Filter, Only
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.widgets.ticks import Tick
from rrsa.vocabulary import Consent, Direction, Directness, Perspective

W = TypeVar("W", Perspective, Direction, Directness, Consent, Age)


class FilterDialog(Dialog[Filter]):
    """Gives a filter; what was searched for stays as it is."""

    TITLE_TEXT = _("Which evidence?")
    OK = _("Show")
    DEFAULT_CSS = """
    FilterDialog .row Label { width: 24; }
    FilterDialog .row Select { width: 1fr; }
    FilterDialog #only { height: auto; grid-size: 2; layout: grid; grid-rows: 1; margin-top: 1; }
    """
    HELP = _(
        "Leave a line at *any* to list everything. An outcome brings the evidence of its look-fors. **Not "
        "linked** are pieces that nothing points at yet; those that a newer piece has replaced are listed by "
        "themselves. **0** on the register lists everything again."
    )

    def __init__(self, evaluation: Evaluation, wanted: Filter) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._wanted = wanted

    def body(self) -> ComposeResult:
        wanted = self._wanted
        with Horizontal(classes="row"):
            yield Label(_("Outcome or look-for"))
            yield Input(wanted.target or "", id="target", placeholder=_("any; or a number, such as 4 or 4.2"))
        yield from self._line("perspective", _("Whose view"), Perspective, wanted.perspective)
        yield from self._line("direction", _("What it shows"), Direction, wanted.direction)
        yield from self._line("age", _("How old"), Age, wanted.age)
        yield from self._line("directness", _("How close"), Directness, wanted.directness)
        yield from self._line("consent", _("Consent"), Consent, wanted.consent)
        with Horizontal(id="only"):
            for only in Only:
                yield Tick(only.label, only in wanted.only, id=only.value, compact=True)

    @staticmethod
    def _line(name: str, label: str, words: type[W], chosen: W | None) -> ComposeResult:
        options = [(word.label, word.value) for word in words]
        with Horizontal(classes="row"):
            yield Label(label)
            yield Select(
                options,
                prompt=_("any"),
                value=chosen.value if chosen is not None else Select.NULL,
                id=name,
                compact=True,
            )

    def buttons(self) -> ComposeResult:
        yield Button(_("Show"), variant="primary", id="ok", compact=True)
        yield Button(_("Everything"), id="everything", compact=True)
        yield Button(_("Leave"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.begin_at("#target")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def pressed(self, button: str) -> None:
        if button == "everything":
            self.dismiss(Filter(search=self._wanted.search))
        else:
            super().pressed(button)

    def value(self) -> Filter:
        typed = self.reading("#target")
        target = self._evaluation.target_ids([typed])[0] if typed else None
        return Filter(
            target=target,
            perspective=self._chosen("perspective", Perspective),
            direction=self._chosen("direction", Direction),
            directness=self._chosen("directness", Directness),
            consent=self._chosen("consent", Consent),
            age=self._chosen("age", Age),
            only=frozenset(only for only in Only if self.query_one(f"#{only.value}", Tick).value),
            search=self._wanted.search,
        )

    def _chosen(self, name: str, words: type[W]) -> W | None:
        value = self.query_one(f"#{name}", Select).value
        return None if value is Select.NULL else words(str(value))
