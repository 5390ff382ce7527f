"""Where a piece of evidence is shown, and what it shows there."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from rrsa.evaluation import Evaluation
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.widgets.lists import DIRECTION_MARKS
from rrsa.vocabulary import Direction

MOST_PLACES = 60
"""Rows shown at a time; a few more letters find the rest."""


class PlacesForm(NamedTuple):
    """Only what is to change: outcome or look-for → direction, or ``None`` to show it there no more."""

    directions: dict[str, str | None]


class PlaceList(OptionList):
    """Outcomes and look-fors; keys say what the piece shows there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w,enter", "screen.tell('works')", _("Works"), key_display="w", id="places.works"),
        Binding("m", "screen.tell('mixed')", _("Mixed"), id="places.mixed"),
        Binding("n", "screen.tell('not-yet')", _("Not yet"), id="places.not-yet"),
        Binding("0,delete", "screen.tell('')", _("Not here"), key_display="0", id="places.nowhere"),
    ]


class PlacesDialog(Dialog[PlacesForm]):
    """Links of one piece: those that are there first, then every outcome and look-for that is typed for."""

    TITLE_TEXT = _("Where is it shown?")
    HELP = _(
        "Type a number or a few letters and press the down arrow. **w** says that the piece shows it works "
        "there, **m** that it is mixed, **n** that it shows not yet, **0** takes it away from there. One "
        "piece may say different things in different places. Nothing is saved until Ctrl+S."
    )

    def __init__(self, evaluation: Evaluation, evidence: str) -> None:
        super().__init__()
        self._framework = evaluation.framework
        self._title = evaluation.portfolio.evidence[evidence].title or ""
        links = evaluation.portfolio.links_by_evidence.get(evidence, ())
        self._before: dict[str, str | None] = {
            link.target or "": link.direction for link in links if link.target in self._framework.outcome_of
        }
        self._now = dict(self._before)

    def body(self) -> ComposeResult:
        yield Label(self._title, classes="hint", markup=False)
        yield Input(id="needle", placeholder=_("an outcome or a look-for: its number, or a few letters"))
        yield PlaceList(id="places")
        yield Label(
            _("◆ w works   ◈ m mixed   ◇ n not yet   0 not here"),
            classes="hint",
            id="places-keys",
            markup=False,
        )

    def on_mount(self) -> None:
        self.query_one("#places", PlaceList).styles.max_height = 12
        self._narrow()
        self.query_one("#places" if self._before else "#needle").focus()

    def on_input_changed(self, _event: Input.Changed) -> None:
        self._narrow()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one("#places").focus()

    def on_key(self, event: object) -> None:
        """The down arrow goes from the box into the list."""
        if getattr(event, "key", "") == "down" and isinstance(self.focused, Input):
            self.query_one("#places").focus()

    def _narrow(self) -> None:
        """What is typed for; while nothing is, the places where it is shown, then all outcomes."""
        typed = self.query_one("#needle", Input).value.casefold().split()
        outcomes, indicators = self._framework.outcomes, self._framework.indicators
        if not typed:
            found = list(dict.fromkeys([*self._before, *self._now, *outcomes]))
        else:
            texts = {id_: f"{id_} {o.short} {o.title}" for id_, o in outcomes.items()}
            texts |= {id_: f"{id_} {i.statement}" for id_, i in indicators.items()}
            found = [id_ for id_, text in texts.items() if all(part in text.casefold() for part in typed)]
            found.sort(key=lambda id_: not id_.casefold().startswith(typed[0]))
        listed = self.query_one("#places", PlaceList)
        at = listed.highlighted
        listed.clear_options()
        listed.add_options([Option(self._row(id_), id=id_) for id_ in found[:MOST_PLACES]])
        if not found:
            listed.add_option(Option(_("Nothing found. Try fewer letters."), disabled=True))
        else:
            listed.highlighted = min(at or 0, listed.option_count - 1) if not typed else 0

    def _row(self, target: str) -> Content:
        said = self._now.get(target)
        mark = DIRECTION_MARKS[Direction(said)] if said else "·"
        outcome = self._framework.outcomes.get(target)
        text = outcome.short if outcome else self._framework.indicators[target].statement
        row = Content.assemble((f"{mark} ", "$primary"), (f"{target:<5}", "$accent"), text)
        if said:
            row += Content.styled(f"  {Direction(said).label}", "$text-muted")
        elif target in self._before:
            row += Content.styled("  " + _("no longer"), "$text-muted")
        return row

    def action_tell(self, direction: str) -> None:
        """Notes what the piece shows at the place that is highlighted."""
        listed = self.query_one("#places", PlaceList)
        if listed.highlighted is None:
            return
        target = listed.get_option_at_index(listed.highlighted).id
        if target is None:
            return
        if direction:
            self._now[target] = direction
        else:
            self._now.pop(target, None)
        listed.replace_option_prompt(target, self._row(target))

    def value(self) -> PlacesForm:
        told: dict[str, str | None] = {
            target: said for target, said in self._now.items() if self._before.get(target) != said
        }
        told.update({target: None for target in self._before if target not in self._now})
        return PlacesForm(told)
