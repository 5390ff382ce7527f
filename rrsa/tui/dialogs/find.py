"""Finding: anything in this setting by a few letters, and evidence to link."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from rrsa.evaluation import Evaluation
from rrsa.guide.parked import history, queue
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp

MOST_FOUND = 60
"""Rows shown at a time; a few more letters find the rest."""


class Found(NamedTuple):
    """Something that can be gone to: its kind and id, how it reads, and the text searched."""

    kind: str
    item: str
    label: str
    where: str
    text: str


class FindDialog(Dialog[Found]):
    """A box to type in and a list that narrows."""

    TITLE_TEXT = _("Search")
    HELP = _(
        "Type a few letters, in any order of words. It looks in outcomes, look-fors, evidence, actions and "
        "what you wrote. Enter goes there."
    )
    BINDINGS = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(self, things: list[Found], title: str = "") -> None:
        super().__init__()
        self._things = things
        self._title = title
        self._shown: list[Found] = []

    def title_text(self) -> str:
        return self._title or self.TITLE_TEXT

    def body(self) -> ComposeResult:
        yield Input(id="needle", placeholder=_("a few letters"))
        yield OptionList(id="found")

    def buttons(self) -> ComposeResult:
        yield Button(_("Leave"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one("#found", OptionList).styles.max_height = 14
        self._narrow("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._narrow(event.value)

    def _narrow(self, needle: str) -> None:
        parts = needle.lower().split()
        found = [t for t in self._things if all(part in t.text for part in parts)]
        # What is called so comes before what only speaks of it.
        found.sort(key=lambda t: not all(part in t.label.lower() for part in parts))
        self._shown = found[:MOST_FOUND]
        listed = self.query_one("#found", OptionList)
        listed.clear_options()
        if not self._shown:
            listed.add_option(Option(_("Nothing found. Try fewer letters."), disabled=True))
            return
        listed.add_options(
            [
                Option(Content.assemble(t.label, (f"  {t.where}", "$text-muted")), id=str(n))
                for n, t in enumerate(self._shown)
            ]
        )
        listed.highlighted = 0

    def action_move(self, by: int) -> None:
        listed = self.query_one("#found", OptionList)
        if self._shown:
            listed.highlighted = ((listed.highlighted or 0) + by) % len(self._shown)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> Found | None:
        at = self.query_one("#found", OptionList).highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None


def search(app: RrsaApp) -> None:
    """Looks through the open setting and goes to what is chosen."""
    from rrsa.tui import recording

    evaluation = app.open_sitting.evaluation

    def chosen(found: Found | None) -> None:
        if found is None:
            return
        if found.kind in ("outcome", "look"):
            app.open_outcome(evaluation.framework.outcome_of[found.item])
        elif found.kind == "kept":
            app.open_kept(found.item)
        elif found.kind == "action":
            recording.edit_action(app, found.item)
        else:
            recording.edit_evidence(app, found.item)

    app.push_screen(FindDialog(everything(evaluation)), chosen)


def everything(evaluation: Evaluation) -> list[Found]:
    """All that can be searched for in a setting."""
    framework, portfolio = evaluation.framework, evaluation.portfolio
    found = []
    for outcome in framework.outcomes.values():
        record = portfolio.outcome(outcome.id)
        said = [record.line, record.achieved, record.difference, record.strengths, record.improve]
        said += [outcome.children, outcome.why]
        found.append(_entry("outcome", outcome.id, f"{outcome.id} {outcome.title}", _("outcome"), *said))
        for indicator in outcome.indicators:
            label = f"{indicator.id} {indicator.statement}"
            found.append(_entry("look", indicator.id, label, _("look-for"), indicator.children))
    found += evidence_entries(evaluation)
    for action in portfolio.actions.values():
        where = _("action, outcome {id}").format(id=action.outcome)
        found.append(_entry("action", action.id, action.what or "", where, action.who, action.difference))
    for each in (*queue(framework, portfolio), *history(portfolio)):
        first = each.words.splitlines()[0] if each.words else each.about
        where = _("{what}, kept from {ref}").format(what=each.label, ref=each.origin)
        found.append(_entry("kept", each.id, first, where, each.about, each.words))
    return found


def evidence_entries(evaluation: Evaluation, without: str = "") -> list[Found]:
    """Evidence to choose from; pieces linked to ``without`` are left out."""
    found = []
    for item in evaluation.portfolio.evidence.values():
        targets = [link.target or "" for link in evaluation.portfolio.links_by_evidence.get(item.id, ())]
        if without and without in targets:
            continue
        where = (
            _("evidence for {ids}").format(ids=", ".join(targets)) if targets else _("evidence, not linked")
        )
        found.append(
            _entry("evidence", item.id, item.title or "", where, item.place, item.note, item.file_name)
        )
    return found


def _entry(kind: str, item: str, label: str, where: str, *more: str | None) -> Found:
    return Found(kind, item, label, where, " ".join([label, item, *(m for m in more if m)]).lower())
