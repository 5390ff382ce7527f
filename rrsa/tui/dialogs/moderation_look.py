"""What somebody says who has looked at an outcome, recorded by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Input, Label, Select, Static, TextArea

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.overview.agreement import outcome_words
from rrsa.overview.rounds import Round
from rrsa.portfolio.checks import past_day, show_day
from rrsa.portfolio.desk import Moderated
from rrsa.portfolio.ids import with_check
from rrsa.portfolio.records import LINE, Value
from rrsa.tui.dialogs.dialog import Dialog


class LookForm(NamedTuple):
    values: dict[str, Value]
    seen: Mapping[str, Value]


class LookDialog(Dialog[LookForm]):
    """Gives what was said; all of it empty takes it back."""

    HELP = _(
        "What people of the other setting say, such as from paper or the telephone. The **view** is on the "
        "scale of the setting that it is about. **Why** in their words, without names. Where they could not "
        "look, say why and leave the rest empty. The setting’s own view is not shown here, so that it can "
        "be filled in together."
    )
    DEFAULT_CSS = "LookDialog TextArea { height: 5; }"

    def __init__(self, round_: Round, item: Moderated) -> None:
        super().__init__()
        self._item = item
        self._shared = round_.shared[item.setting or ""]

    def title_text(self) -> str:
        return _("{name}, {outcome}").format(
            name=self._shared.name, outcome=outcome_words(self._shared, self._item.outcome or "")
        )

    def body(self) -> ComposeResult:
        item = self._item
        reference = with_check(item.ref or "")
        yield Static(_("Reference {ref}").format(ref=reference), classes="hint", markup=False)
        yield Label(_("Their view"), classes="field")
        grades = [(f"{grade} {name}", grade) for grade, name in sorted(self._shared.scale.items())]
        yield Select(
            grades,
            prompt=_("none"),
            value=Select.NULL if item.view is None else item.view,
            id="view",
            compact=True,
        )
        yield Label(_("Why they see it so"), classes="field")
        yield TextArea(item.words or "", id="words")
        yield Label(_("If they could not look: why"), classes="field")
        yield Input(item.why_not or "", id="why_not", max_length=LINE)
        yield Label(_("Which day?"), classes="field")
        day = item.looked_on or clock.today().isoformat()
        yield Input(show_day(day), id="looked_on", placeholder=_("today, yesterday, 3 Apr 2026"))

    def on_mount(self) -> None:
        self.begin_at("#view")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> LookForm:
        view = self.query_one("#view", Select).value
        words = self.query_one("#words", TextArea).text.strip() or None
        why_not = self.reading("#why_not") or None
        if why_not and (view is not Select.NULL or words):
            raise BadInput(
                _("it says both a view and why it could not be looked at"), _("leave one of the two empty")
            )
        day = self.reading("#looked_on")
        looked = view is not Select.NULL or words is not None
        values: dict[str, Value] = {
            "view": view if isinstance(view, int) else None,
            "words": words,
            "why_not": why_not,
            "looked_on": past_day(day, today=clock.today()) if day and looked else None,
        }
        return LookForm(values, {name: getattr(self._item, name) for name in values})
