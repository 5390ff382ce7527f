"""What is known about the setting itself; most of it stands on the portfolio's cover."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Input, Label, Select

from rrsa import clock
from rrsa.evaluation import Evaluation
from rrsa.i18n import _
from rrsa.portfolio.checks import past_day, required, show_day
from rrsa.portfolio.records import NAME, Value
from rrsa.tui.dialogs.dialog import Dialog


class AboutForm(NamedTuple):
    """What was filled in, and what stood there before."""

    values: dict[str, Value]
    seen: dict[str, Value]


class AboutSettingDialog(Dialog[AboutForm]):
    """Name, stages, and the adults whom the cover names."""

    TITLE_TEXT = _("This setting")
    HELP = _(
        "The **stage you hold** and its date tell the app which evidence is older than your last "
        "accreditation. Head, lead and authority stand on the cover of what you export. The help you would "
        "like and could give, and your area: **S** on the page with all outcomes. To another framework, or "
        "a new version: **Ctrl+P**, “Move to another framework”."
    )

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation

    def body(self) -> ComposeResult:
        record = self._evaluation.portfolio.setting
        stages = [(stage.name, stage.id) for stage in self._evaluation.framework.stages]
        yield Label(_("Name"), classes="field")
        yield Input(record.name or "", id="name", max_length=NAME)
        yield Label(_("Working towards"), classes="field")
        yield Select(stages, value=self._evaluation.stage, allow_blank=False, id="aim", compact=True)
        yield Label(_("Stage held now"), classes="field")
        yield Select(stages, value=record.held or Select.NULL, prompt=_("none yet"), id="held", compact=True)
        yield Label(_("Held since"), classes="field")
        yield Input(show_day(record.accredited_on), id="accredited_on", placeholder=_("3 Apr 2026"))
        for name, label in (
            ("authority", _("Authority")),
            ("head", self._evaluation.framework.for_.head_label),
            ("lead", _("Rights lead")),
        ):
            yield Label(label, classes="field")
            yield Input(getattr(record, name) or "", id=name, max_length=NAME)

    def on_mount(self) -> None:
        self.begin_at("#name")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def value(self) -> AboutForm:
        record = self._evaluation.portfolio.setting
        text = {
            n: self.query_one(f"#{n}", Input).value.strip() for n in ("name", "authority", "head", "lead")
        }
        required("name", text["name"])
        day = self.query_one("#accredited_on", Input).value.strip()
        held = self.query_one("#held", Select).value
        values: dict[str, Value] = {
            **{name: value or None for name, value in text.items()},
            "aim": str(self.query_one("#aim", Select).value),
            "held": None if held is Select.NULL else str(held),
            "accredited_on": past_day(day, today=clock.today()) if day else None,
        }
        return AboutForm(values, {name: getattr(record, name) for name in values})
